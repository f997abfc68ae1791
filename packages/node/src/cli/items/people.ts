/** Users and groups by address, name or id. */
import * as Groups from "@effect-box/core/api/Groups"
import * as Users from "@effect-box/core/api/Users"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { NotDone } from "../terminal/Shell.ts"

const idOf = (word: string): string | undefined => /^(?:id:)?(\d+)$/.exec(word)?.[1]

/** The id of a user: `id:NUMBER`, or an e-mail address of the enterprise. */
export const userId = Effect.fnUntraced(function* (word: string) {
  const id = idOf(word)
  if (id !== undefined) return id
  const found = yield* Users.getUsers
    .items({ filter_term: word, user_type: "all", fields: ["login"], limit: 1000 })
    .pipe(
      Stream.filter((user) => user.login?.toLowerCase() === word.toLowerCase()),
      Stream.runHead
    )
  return Option.isSome(found) ? found.value.id : yield* new NotDone({ message: `There is no user ${word}.` })
})

/** The id of a group: `id:NUMBER`, or its name. */
export const groupId = Effect.fnUntraced(function* (word: string) {
  const id = idOf(word)
  if (id !== undefined) return id
  const found = yield* Groups.getGroups.items({ filter_term: word, fields: ["name"], limit: 1000 }).pipe(
    Stream.filter((group) => group.name?.toLowerCase() === word.toLowerCase()),
    Stream.runHead
  )
  return Option.isSome(found) ? found.value.id : yield* new NotDone({ message: `There is no group ${word}.` })
})
