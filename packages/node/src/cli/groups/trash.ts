/** `trash`, `restore`. */
import * as TrashedFiles from "@effect-box/core/api/TrashedFiles"
import * as TrashedFolders from "@effect-box/core/api/TrashedFolders"
import * as TrashedItems from "@effect-box/core/api/TrashedItems"
import * as TrashedWebLinks from "@effect-box/core/api/TrashedWebLinks"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type * as catalog from "../catalog/change.ts"
import type { Given } from "../command/Command.ts"
import { type Found, resolveFolder } from "../items/reference.ts"
import { requestFields } from "../items/walk.ts"
import { whenOf } from "../items/when.ts"
import { asked, done, list } from "../terminal/output.ts"
import { confirm, NotDone, WrongUse } from "../terminal/Shell.ts"

const all = (fields: ReadonlyArray<"name">) => TrashedItems.getTrashedItems.items({ limit: 1000, fields })

export const trashList = Effect.fnUntraced(function* (given: Given<typeof catalog.trashList>) {
  const [after, before] = [yield* whenOf("newer", given.newer), yield* whenOf("older", given.older)]
  const fields = requestFields(["name", "size", "trashed_at"], yield* asked)
  const entries = all(fields).pipe(
    Stream.filter((row) => {
      // It is among the fields.
      const time = Date.parse((row as { readonly trashed_at?: string }).trashed_at ?? "")
      return (after === undefined || time > after) && (before === undefined || time < before)
    })
  )
  yield* list(entries, ["type", "id", "name", "size", "trashed_at"])
})

/** What in the trash a word means: an id with its type, or a name. */
const find = Effect.fnUntraced(function* (word: string) {
  const [, type, id] = /^(id|file|folder|web_link):(\d+)$/.exec(word) ?? []
  if (id !== undefined && (type === "file" || type === "folder" || type === "web_link")) {
    return { type, id, name: word } satisfies Found
  }
  const matches = yield* all(["name"]).pipe(
    Stream.filter((row) => (id === undefined ? row.name?.toLowerCase() === word.toLowerCase() : row.id === id)),
    Stream.runCollect
  )
  const [first, second] = matches
  if (first === undefined) return yield* new NotDone({ message: `There is no ${word} in the trash.` })
  if (second !== undefined) {
    const known = matches.map((row) => `${row.type}:${row.id}`).join(", ")
    return yield* new WrongUse({ message: `There are several of ${word}: name one of ${known}.` })
  }
  return { type: first.type, id: first.id, name: first.name ?? word } satisfies Found
})

export const restore = Effect.fnUntraced(function* ({ item, name, to }: Given<typeof catalog.restore>) {
  const found = yield* find(item)
  const folder = to === undefined ? undefined : yield* resolveFolder(to)
  const place = {
    ...(name === undefined ? {} : { name }),
    ...(folder === undefined ? {} : { parent: { id: folder.id } })
  }
  const back =
    found.type === "file"
      ? yield* TrashedFiles.restoreFileFromTrash({ file_id: found.id, ...place })
      : found.type === "folder"
        ? yield* TrashedFolders.restoreFolderFromTrash({ folder_id: found.id, ...place })
        : yield* TrashedWebLinks.restoreWeblinkFromTrash({ web_link_id: found.id, ...place })
  yield* done(`${back.name ?? found.name} (${found.type} ${found.id}) is restored`, back)
})

export const trashDelete = Effect.fnUntraced(function* ({ item }: Given<typeof catalog.trashDelete>) {
  const found = yield* find(item)
  yield* confirm(`Delete ${found.name} for good?`)
  yield* found.type === "file"
    ? TrashedFiles.deleteTrashedFileById({ file_id: found.id })
    : found.type === "folder"
      ? TrashedFolders.deleteTrashedFolderById({ folder_id: found.id })
      : TrashedWebLinks.deleteTrashedWebLinkById({ web_link_id: found.id })
  yield* done(`${found.name} (${found.type} ${found.id}) is deleted`, found)
})
