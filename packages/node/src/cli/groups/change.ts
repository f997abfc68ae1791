/** `mkdir`, `mv`, `cp`, `rm`, `share`, `lock`, `tag`. */
import * as Files from "@effect-box/core/api/Files"
import * as Folders from "@effect-box/core/api/Folders"
import * as SharedLinksFiles from "@effect-box/core/api/SharedLinksFiles"
import * as SharedLinksFolders from "@effect-box/core/api/SharedLinksFolders"
import * as SharedLinksWebLinks from "@effect-box/core/api/SharedLinksWebLinks"
import * as TrashedFiles from "@effect-box/core/api/TrashedFiles"
import * as TrashedFolders from "@effect-box/core/api/TrashedFolders"
import * as TrashedWebLinks from "@effect-box/core/api/TrashedWebLinks"
import * as WebLinks from "@effect-box/core/api/WebLinks"
import * as Items from "@effect-box/core/Items"
import * as Effect from "effect/Effect"
import type * as catalog from "../catalog/change.ts"
import type { Given } from "../command/Command.ts"
import { type Found, placeOf, resolve, resolveFile, resolveFolder } from "../items/reference.ts"
import { untilOf } from "../items/when.ts"
import { done, doneEach, one } from "../terminal/output.ts"
import { askSecret, confirm, WrongUse } from "../terminal/Shell.ts"

const makeFolder = Effect.fnUntraced(function* (path: string, parents: boolean) {
  if (parents) {
    const folder = yield* Items.ensureFolder({ path })
    return [`${path}: folder ${folder.id}`, folder] as const
  }
  const names = path.split("/").filter((name) => name !== "")
  const name = names.pop()
  if (name === undefined) return yield* new WrongUse({ message: "The root folder exists already." })
  const parent = yield* resolveFolder(`/${names.join("/")}`)
  const folder = yield* Folders.createFolder({ name, parent: { id: parent.id } })
  return [`${path}: folder ${folder.id}`, folder] as const
})

export const mkdir = ({ parents, paths }: Given<typeof catalog.mkdir>) =>
  doneEach(paths.map((path) => makeFolder(path, parents)))

const changed = (
  found: Found,
  change: { readonly name?: string | undefined; readonly parent?: { readonly id: string } }
) =>
  found.type === "file"
    ? Files.updateFileById({ file_id: found.id, ...change })
    : found.type === "folder"
      ? Folders.updateFolderById({ folder_id: found.id, ...change })
      : WebLinks.updateWebLinkById({ web_link_id: found.id, ...change })

export const mv = Effect.fnUntraced(function* ({ item, to }: Given<typeof catalog.mv>) {
  const found = yield* resolve(item)
  const { folder, name } = yield* placeOf(to)
  const moved = yield* changed(found, { parent: { id: folder.id }, ...(name === undefined ? {} : { name }) })
  yield* done(`${found.name} is now ${moved.name} in ${folder.name}`, moved)
})

export const cp = Effect.fnUntraced(function* ({ item, to }: Given<typeof catalog.cp>) {
  const found = yield* resolve(item)
  const { folder, name } = yield* placeOf(to)
  const target = { parent: { id: folder.id }, ...(name === undefined ? {} : { name }) }
  if (found.type === "web_link") return yield* new WrongUse({ message: "Box copies files and folders, not web links." })
  const copy =
    found.type === "file"
      ? yield* Files.copyFile({ file_id: found.id, ...target })
      : yield* Folders.copyFolder({ folder_id: found.id, ...target })
  yield* done(`${found.name} is copied to ${folder.name} as ${copy.name} (${copy.type} ${copy.id})`, copy)
})

const trashed = (found: Found, recursive: boolean) =>
  found.type === "file"
    ? Files.deleteFileById({ file_id: found.id })
    : found.type === "folder"
      ? Folders.deleteFolderById({ folder_id: found.id, recursive })
      : WebLinks.deleteWebLinkById({ web_link_id: found.id })

const deleted = (found: Found) =>
  found.type === "file"
    ? TrashedFiles.deleteTrashedFileById({ file_id: found.id })
    : found.type === "folder"
      ? TrashedFolders.deleteTrashedFolderById({ folder_id: found.id })
      : TrashedWebLinks.deleteTrashedWebLinkById({ web_link_id: found.id })

const remove = Effect.fnUntraced(function* (one: Found, recursive: boolean, permanently: boolean) {
  yield* trashed(one, recursive).pipe(
    Effect.catchIf(
      (error) => error.code === "folder_not_empty",
      () => Effect.fail(new WrongUse({ message: `${one.name} is not empty: give --recursive.` }))
    )
  )
  if (permanently) yield* deleted(one)
  return [`${one.name} (${one.type} ${one.id}) is ${permanently ? "deleted" : "in the trash"}`, one] as const
})

export const rm = Effect.fnUntraced(function* ({ items, permanently, recursive }: Given<typeof catalog.rm>) {
  const found = yield* Effect.forEach(items, resolve)
  const root = found.find(({ id, type }) => id === "0" && type === "folder")
  if (root !== undefined) return yield* new WrongUse({ message: "The root folder cannot be deleted." })
  if (permanently) yield* confirm(`Delete ${found.map(({ name }) => name).join(", ")} for good?`)
  yield* doneEach(found.map((one) => remove(one, recursive, permanently)))
})

const linked = (found: Found, shared_link: SharedLinksFiles.AddShareLinkToFileInput["shared_link"] | null) => {
  // Box removes a link for null, which the types of these operations do not say.
  const link = { shared_link: shared_link as NonNullable<typeof shared_link>, fields: ["name", "shared_link"] } as const
  return found.type === "file"
    ? SharedLinksFiles.addShareLinkToFile({ file_id: found.id, ...link })
    : found.type === "folder"
      ? SharedLinksFolders.addShareLinkToFolder({ folder_id: found.id, ...link })
      : SharedLinksWebLinks.addShareLinkToWebLink({ web_link_id: found.id, ...link })
}

export const share = Effect.fnUntraced(function* (given: Given<typeof catalog.share>) {
  const found = yield* resolve(given.item)
  if (given.remove) {
    const without = yield* linked(found, null)
    return yield* done(`${found.name} has no shared link any more`, without)
  }
  const until = yield* untilOf("expires", given.expires)
  const password = given.password ? (yield* askSecret("Password:")).trim() : undefined
  if (password === "") return yield* new WrongUse({ message: "The password is empty." })
  const shared = yield* linked(found, {
    ...(given.access === undefined ? {} : { access: given.access }),
    ...(password === undefined ? {} : { password }),
    ...(until === undefined ? {} : { unshared_at: until }),
    ...(given["no-download"] ? { permissions: { can_download: false } } : {})
  })
  yield* done(shared.shared_link?.url ?? "", { ...found, ...shared })
})

export const lock = Effect.fnUntraced(function* (given: Given<typeof catalog.lock>) {
  const found = yield* resolveFile(given.file)
  const until = yield* untilOf("expires", given.expires)
  const locked = yield* Files.updateFileById({
    file_id: found.id,
    lock: given.remove
      ? null
      : {
          type: "lock",
          is_download_prevented: given["no-download"],
          ...(until === undefined ? {} : { expires_at: until })
        },
    fields: ["name", "lock"]
  })
  yield* done(`${found.name} is ${given.remove ? "unlocked" : "locked"}`, locked)
})

export const tag = Effect.fnUntraced(function* (given: Given<typeof catalog.tag>) {
  const found = yield* resolve(given.item)
  if (found.type === "web_link") return yield* new WrongUse({ message: "Web links have no tags." })
  const before =
    found.type === "file"
      ? yield* Files.getFileById({ file_id: found.id, fields: ["tags"] })
      : yield* Folders.getFolderById({ folder_id: found.id, fields: ["tags"] })
  if (given.add.length + given.remove.length === 0) return yield* one(before, ["tags"])
  const tags = [...new Set([...(before.tags ?? []), ...given.add])].filter((name) => !given.remove.includes(name))
  const after =
    found.type === "file"
      ? yield* Files.updateFileById({ file_id: found.id, tags, fields: ["tags"] })
      : yield* Folders.updateFolderById({ folder_id: found.id, tags, fields: ["tags"] })
  yield* done(`${found.name}: ${tags.join(", ")}`, after)
})
