/** Says the comments on a file. */
import * as Effect from "effect/Effect"
import type { User } from "../emulator/model/Item.ts"
import type { World } from "../emulator/model/World.ts"
import type { JsonObject } from "../emulator/wire/Json.ts"
import { mention } from "./seedNames.ts"
import { read, readAll, type Unreadable } from "./worldReads.ts"

interface Said {
  readonly user: string
  readonly message?: string
  readonly tagged_message?: string
  replies?: Array<Said>
}

/** The words of a comment, with names of the seed in the mentions if the seed has names for all of them. */
const wordsOf = (json: JsonObject, names: ReadonlyMap<string, string>): Pick<Said, "message" | "tagged_message"> => {
  const [message, tagged] = [String(json["message"]), String(json["tagged_message"])]
  if (tagged === "" || ![...tagged.matchAll(mention)].every(([id]) => names.has(id))) return { message }
  const plain = tagged.replaceAll(/@\[\d+:([^\]]*)\]/g, "@$1")
  const tagged_message = tagged.replaceAll(mention, (id) => names.get(id) ?? id)
  return plain === message ? { tagged_message } : { message, tagged_message }
}

/** Whether the user could comment now. */
const mayComment = (world: World, user: User | undefined, fileId: string): Effect.Effect<boolean> =>
  user === undefined
    ? Effect.succeed(false)
    : read(world, user, `/files/${fileId}?fields=permissions`).pipe(
        Effect.map(({ permissions }) => Object(permissions).can_comment === true),
        Effect.orElseSucceed(() => false)
      )

/**
 * Comments as a tree. Left out are those of users who could not comment any more, and those that Box would take for a
 * repetition.
 */
export const sayComments = (
  world: World,
  owner: User,
  fileId: string,
  names: ReadonlyMap<string, string>,
  omissions: { readonly add: (what: string) => void }
): Effect.Effect<JsonObject, Unreadable> =>
  Effect.gen(function* () {
    const roots: Array<Said> = []
    const byId = new Map<string, Said>()
    const seen = new Set<string>()
    for (const json of yield* readAll(world, owner, `/files/${fileId}/comments`, "offset")) {
      const author = String(Object(json["created_by"]).id)
      const user = names.get(author)
      const parent = json["is_reply_comment"] === true ? byId.get(String(Object(json["item"]).id)) : undefined
      const place = parent === undefined ? roots : (parent.replies ?? [])
      const words = `${author} ${String(json["message"])}`
      const isOrphan = json["is_reply_comment"] === true && parent === undefined
      if (user === undefined || isOrphan || seen.has(words)) omissions.add("comments")
      else if (!(yield* mayComment(world, world.users.get(author), fileId))) omissions.add("comments")
      else {
        const said: Said = { user, ...wordsOf(json, names) }
        seen.add(words)
        place.push(said)
        if (parent !== undefined) parent.replies = place
        byId.set(String(json["id"]), said)
      }
    }
    return roots.length === 0 ? {} : { comments: roots }
  })
