/** `ls`, `tree`, `stat`, `find`, `du`, `cat`, `open`. */
import * as Files from "@effect-box/core/api/Files"
import * as Folders from "@effect-box/core/api/Folders"
import * as WebLinks from "@effect-box/core/api/WebLinks"
import * as FileDownload from "@effect-box/core/FileDownload"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type * as catalog from "../catalog/look.ts"
import type { Given } from "../command/Command.ts"
import { makeSelection } from "../../directory/internal/globs.ts"
import { openInBrowser } from "../../internal/browser.ts"
import { whenOf } from "../items/when.ts"
import { resolve, resolveFile, resolveFolder } from "../items/reference.ts"
import { type Entry, listFields, requestFields, walk } from "../items/walk.ts"
import { coloured } from "../terminal/colour.ts"
import { asked, forPeople, list, one } from "../terminal/output.ts"
import { safeText } from "../terminal/safeText.ts"
import { note, Shell, write } from "../terminal/Shell.ts"

const everything = Number.POSITIVE_INFINITY

const longFields = ["owned_by.login", "created_at", "sha1"]

export const ls = Effect.fnUntraced(function* (given: Given<typeof catalog.ls>) {
  const found = yield* resolve(given.folder ?? "/")
  const named = yield* asked
  const columns = [
    ...listFields.filter((name) => !(given.recursive && name === "name")),
    ...(given.long ? longFields : []),
    ...(given.recursive ? ["path"] : [])
  ]
  const fields = requestFields(
    [...listFields, "name", ...(given.long ? ["owned_by", "created_at", "sha1"] : [])],
    named
  )
  if (found.type !== "folder") return yield* one(yield* properties(found, fields), columns)
  const sort = given.sort ?? (given.reverse ? "name" : undefined)
  const order = sort === undefined ? {} : { sort, direction: given.reverse ? ("DESC" as const) : ("ASC" as const) }
  yield* list(walk(found.id, { fields, depth: given.recursive ? everything : 1, ...order }), columns)
})

export const tree = Effect.fnUntraced(function* (given: Given<typeof catalog.tree>) {
  const found = yield* resolveFolder(given.folder ?? "/")
  const entries = walk(found.id, { fields: requestFields(listFields, yield* asked), depth: given.depth }).pipe(
    Stream.filter(({ type }) => !given.folders || type === "folder")
  )
  if (!(yield* forPeople)) return yield* list(entries, ["path", "type", "id", "size"])
  const { io } = yield* Shell
  const folderName = (name: string) => coloured(io.stdout, io.env, "blue", name)
  yield* write(`${folderName(safeText(found.name))}\n`)
  yield* Stream.runForEach(entries, ({ depth, name, type }) => {
    const shown = type === "folder" ? folderName(`${safeText(name)}/`) : safeText(name)
    return write(`${"  ".repeat(depth)}${shown}\n`)
  })
})

const statColumns = [
  ...["type", "id", "name", "size", "description", "parent", "path", "owned_by", "created_by", "created_at"],
  ...["modified_by", "modified_at", "content_modified_at", "etag", "sha1", "version_number", "tags", "lock"],
  ...["shared_link.url", "shared_link.access", "url", "item_status"]
]

/** What a look at one item asks for. */
const statFields = [
  ...["name", "size", "description", "parent", "path_collection", "owned_by", "created_by", "created_at"],
  ...["modified_by", "modified_at", "content_modified_at", "etag", "tags", "shared_link", "item_status"]
]

const properties = (found: { readonly type: string; readonly id: string }, fields: ReadonlyArray<"name">) =>
  found.type === "file"
    ? Files.getFileById({ file_id: found.id, fields })
    : found.type === "folder"
      ? Folders.getFolderById({ folder_id: found.id, fields })
      : WebLinks.getWebLinkById({ web_link_id: found.id })

const pathOf = (row: object): string => {
  const { name, path_collection } = row as {
    name?: string
    path_collection?: { entries?: ReadonlyArray<{ id: string; name?: string }> }
  } // asked for
  const above = (path_collection?.entries ?? []).filter(({ id }) => id !== "0").map((folder) => folder.name)
  return `/${[...above, name].join("/")}`
}

const statOf = Effect.fnUntraced(function* (reference: string) {
  const found = yield* resolve(reference)
  const own = found.type === "file" ? ["sha1", "version_number", "lock"] : []
  const row = yield* properties(found, requestFields([...statFields, ...own], yield* asked))
  return { ...row, ...(found.id === "0" ? {} : { path: pathOf(row) }) }
})

export const stat = Effect.fnUntraced(function* ({ items }: Given<typeof catalog.stat>) {
  const [first, second] = items
  if (first !== undefined && second === undefined) return yield* one(yield* statOf(first), statColumns)
  yield* list(Stream.mapEffect(Stream.fromIterable(items), statOf), ["type", "id", "path", "size", "modified_at"])
})

const isBetween = (value: number, low: number | undefined, high: number | undefined): boolean =>
  (low === undefined || value > low) && (high === undefined || value < high)

export const find = Effect.fnUntraced(function* (given: Given<typeof catalog.find>) {
  const found = yield* resolveFolder(given.folder ?? "/")
  const [after, before] = [yield* whenOf("newer", given.newer), yield* whenOf("older", given.older)]
  const named = given.name.length === 0 ? undefined : makeSelection({ include: given.name })
  const matches = ({ modified_at, owned_by, path, size, type }: Entry): boolean =>
    (given.type === undefined || type === given.type) &&
    (named === undefined || named.hasFile(path.split("/"))) &&
    ((given.larger === undefined && given.smaller === undefined) ||
      (type === "file" && isBetween(size ?? 0, given.larger, given.smaller))) &&
    ((after === undefined && before === undefined) || isBetween(Date.parse(modified_at ?? ""), after, before)) &&
    (given.owner === undefined || owned_by?.login === given.owner || owned_by?.id === given.owner)
  const fields = requestFields([...listFields, ...(given.owner === undefined ? [] : ["owned_by"])], yield* asked)
  yield* list(Stream.filter(walk(found.id, { fields, depth: everything }), matches), [
    ...["type", "id", "size", "modified_at", "path"]
  ])
})

interface Total {
  folder: string
  files: number
  folders: number
  size: number
}

export const du = Effect.fnUntraced(function* (given: Given<typeof catalog.du>) {
  const found = yield* resolveFolder(given.folder ?? "/")
  const totals = new Map<string, Total>()
  const total = (folder: string): Total => {
    const known = totals.get(folder) ?? { folder, files: 0, folders: 0, size: 0 }
    totals.set(folder, known)
    return known
  }
  const all = total(".")
  yield* Stream.runForEach(
    walk(found.id, { fields: requestFields(["name", "size"], undefined), depth: everything }),
    (entry) =>
      Effect.sync(() => {
        const [top = ""] = entry.path.split("/")
        const inside = entry.depth === 1 && entry.type !== "folder" ? [] : [total(top)]
        for (const one of [all, ...inside]) {
          if (entry.type === "file") {
            one.files++
            one.size += entry.size ?? 0
          } else if (entry.type === "folder" && !(one !== all && entry.depth === 1)) one.folders++
        }
      })
  )
  totals.delete(".")
  yield* list(Stream.fromIterable([...totals.values(), { ...all, folder: "total" }]), [
    "folder",
    "files",
    "folders",
    "size"
  ])
})

export const cat = Effect.fnUntraced(function* ({ files, version }: Given<typeof catalog.cat>) {
  for (const reference of files) {
    const found = yield* resolveFile(reference)
    yield* Stream.runForEach(FileDownload.stream({ file_id: found.id, version }), write)
  }
})

export const open = Effect.fnUntraced(function* (given: Given<typeof catalog.open>) {
  const found = yield* resolve(given.item)
  const url = `https://app.box.com/${found.type}/${found.id}`
  if (given.print || !(yield* forPeople)) return yield* one({ ...found, url }, ["url"])
  yield* note(url)
  yield* openInBrowser(url)
})
