/** The rules for names, parents, etags and the trash. Every function is one synchronous step. */
import { type Call, etagHeader } from "./Call.ts"
import { alphanumerics } from "../wire/Identifiers.ts"
import {
  badRequest,
  forbidden,
  insufficientScope,
  itemNotFound,
  nameInUse,
  noPermission,
  notTrashed,
  preconditionFailed,
  trashed
} from "../wire/Refusal.ts"
import { copyInstances } from "./Inheritance.ts"
import { noInstances } from "./Metadata.ts"
import { forget, isProtected, protect, settle } from "./Protection.ts"
import { may, type Right } from "./Access.ts"
import { removeCollaboration } from "./Collaborators.ts"
import { leaveCollections } from "./Marks.ts"
import { endSession } from "./UploadSession.ts"
import { freshId, holdPieces, releasePieces, type World } from "./World.ts"
import type { File, FileVersion, Folder, Item, User, WebLink } from "./Item.ts"

const fold = (name: string): string => name.toLowerCase()

/** From the item's parent up to its root. */
export const ancestors = (item: Item): ReadonlyArray<Folder> => {
  const out: Array<Folder> = []
  for (let folder = item.parent; folder !== null; folder = folder.parent) out.push(folder)
  return out
}

export const isTrashed = (item: Item): boolean =>
  item.trashedAt !== null || ancestors(item).some((folder) => folder.trashedAt !== null)

const sees = (call: Call, item: Item): boolean => may(call, item, "see")

/** A token that is restricted to an item can access this item and everything below. */
const isInReach = (call: Call, item: Item): boolean =>
  call.reach === undefined || [item, ...ancestors(item)].includes(call.reach)

const requireReach = (call: Call, item: Item): void => {
  if (!isInReach(call, item)) throw insufficientScope()
}

/** Whether the item exists for this caller, who may then see what belongs to it. */
export const isVisible = (call: Call, item: Item): boolean =>
  sees(call, item) && isInReach(call, item) && !isTrashed(item)

const rawFolder = (call: Call, id: string): Folder | undefined =>
  id === "0" ? call.user.root : call.world.folders.get(id)

export const findFolder = (call: Call, id: string, name?: string, code?: string): Folder => {
  const folder = rawFolder(call, id)
  if (folder === undefined || !sees(call, folder)) throw itemNotFound("folder", id, name, code)
  requireReach(call, folder)
  if (isTrashed(folder)) throw trashed()
  return folder
}

/** `shown` also finds what its owner moved to the trash: reading a trashed file or web link works, unlike a folder. */
type Wanted = "live" | "shown"

const requireLive = (call: Call, item: Item, wanted: Wanted): void => {
  if (wanted === "shown" && item.trashedAt !== null && sees(call, item)) return
  if (isTrashed(item)) throw trashed()
}

export const findFile = (call: Call, id: string, wanted: Wanted = "live"): File => {
  const file = call.world.files.get(id)
  if (file === undefined || !sees(call, file)) throw itemNotFound("file", id)
  requireReach(call, file)
  requireLive(call, file, wanted)
  return file
}

export const findWebLink = (call: Call, id: string, wanted: Wanted = "live"): WebLink => {
  const link = call.world.webLinks.get(id)
  if (link === undefined || !sees(call, link)) throw itemNotFound("web_link", id)
  requireReach(call, link)
  requireLive(call, link, wanted)
  return link
}

/** An item that was itself moved to the trash. Items below a trashed folder are not found. */
export const findTrashed = (call: Call, type: Item["type"], id: string): Item => {
  const { files, webLinks } = call.world
  const item = type === "file" ? files.get(id) : type === "folder" ? rawFolder(call, id) : webLinks.get(id)
  if (item === undefined || !may(call, item, "delete")) throw itemNotFound(type, id)
  if (item.trashedAt === null) throw notTrashed()
  return item
}

/** What each lock of a file keeps others from. */
const locked: ReadonlySet<Right> = new Set<Right>(["edit", "editMetadata", "revise", "lock", "delete"])

/** Refuses who may not do it, and what the lock of another user prevents. */
export const requireRight = (call: Call, item: Item, right: Right): void => {
  if (!may(call, item, right)) throw noPermission()
  if (item.type !== "file" || item.lock === null) return
  if (!locked.has(right) && !(right === "download" && item.lock.downloadPrevented)) return
  if (item.lock.by !== call.user && !lockExpired(call, item.lock)) {
    throw forbidden("access_denied_item_locked", "Access denied - item locked")
  }
}

/** Refuses who may not change the item itself. To put something into a folder is another right. */
export const requireWrite = (call: Call, item: Item): void => requireRight(call, item, "edit")

const lockExpired = (call: Call, lock: NonNullable<File["lock"]>): boolean =>
  lock.expiresAt !== null && lock.expiresAt <= call.now

export const requireNotRoot = (folder: Folder, what: string): void => {
  if (folder.id === "0") {
    throw forbidden("access_denied_insufficient_permissions", `Access denied - the root folder cannot be ${what}`)
  }
}

/** Compares `If-Match` with the item's etag: 412 if it has changed. */
export const requireMatch = (call: Call, item: Item): void => {
  const wanted = etagHeader(call, "if-match")
  if (wanted !== undefined && wanted !== String(item.etag)) {
    throw preconditionFailed("The resource has been modified. Please retrieve the resource again and retry")
  }
}

/** Whether `If-None-Match` equals the item's etag: the client has the latest state. */
export const notModified = (call: Call, item: Item): boolean =>
  etagHeader(call, "if-none-match") === String(item.etag) && item.parent !== null

export const checkName = (name: string): string => {
  if (Array.from(name).length > 255) throw badRequest("Item name too long", "item_name_too_long")
  // Box calls control characters non-printable ASCII.
  const forbiddenCharacters = /[/\\\u0000-\u001f\u007f]/
  if (name === "" || name === "." || name === ".." || name.endsWith(" ") || forbiddenCharacters.test(name)) {
    throw badRequest("Item name invalid", "item_name_invalid")
  }
  return name
}

/** The item in a folder that a name collides with, if any. */
const occupant = (parent: Folder, name: string, except?: Item): Item | undefined => {
  const found = parent.children.get(fold(name))
  return found === except ? undefined : found
}

/** The short form of an item in the conflict of a 409. */
const conflicting = (item: Item): unknown => {
  const common = { type: item.type, id: item.id, sequence_id: String(item.etag), etag: String(item.etag) }
  if (item.type === "folder") return { ...common, name: item.name }
  if (item.type === "web_link") return { ...common, url: item.url, name: item.name }
  const { id, sha1 } = currentVersion(item)
  return { ...common, file_version: { type: "file_version", id, sha1 }, sha1, name: item.name }
}

/** 409 if the name is taken. Box sends one object, but an array if a folder is created. */
export const requireFreeName = (parent: Folder, name: string, except?: Item, form: "one" | "array" = "one"): void => {
  const found = occupant(parent, name, except)
  if (found !== undefined) throw nameInUse(form === "array" ? [conflicting(found)] : conflicting(found))
}

export const currentVersion = (file: File): FileVersion => {
  const version = file.versions.at(-1)
  if (version === undefined) throw new Error(`file ${file.id} has no version`)
  return version
}

/** What lies in somebody's folder is theirs. */
const changeOwner = (item: Item, owner: User): void => {
  item.owner = owner
  if (item.type === "folder") for (const child of item.children.values()) changeOwner(child, owner)
}

export const attach = (item: Item, parent: Folder): void => {
  item.parent = parent
  parent.children.set(fold(item.name), item)
  if (item.owner !== parent.owner) changeOwner(item, parent.owner)
}

export const detach = (item: Item): void => {
  item.parent?.children.delete(fold(item.name))
}

export const rename = (item: Item, name: string): void => {
  const { parent } = item
  detach(item)
  item.name = name
  if (parent !== null) attach(item, parent)
}

/** Records a change: etag and sequence id are incremented together. */
export const touch = (call: Call, item: Item): void => {
  item.etag++
  item.modifiedAt = call.now
  item.modifiedBy = call.user
}

/** What most items have none of shares one list. It is replaced, not changed. */
const none: ReadonlyArray<never> = []
const noSettings: Folder["settings"] = {}

const freshState = (call: Call, { owner }: Folder, name: string) => ({
  owner,
  createdBy: call.user,
  modifiedBy: call.user,
  name,
  description: "",
  parent: null,
  createdAt: call.now,
  modifiedAt: call.now,
  contentCreatedAt: call.now,
  contentModifiedAt: call.now,
  trashedAt: null,
  etag: 0,
  tags: none,
  collaborations: none,
  sharedLink: null,
  metadata: noInstances
})

export const createFolder = (call: Call, parent: Folder, name: string): Folder => {
  const folder: Folder = {
    type: "folder",
    id: freshId(call.world, "folder"),
    ...freshState(call, parent, name),
    children: new Map(),
    settings: noSettings
  }
  call.world.folders.set(folder.id, folder)
  attach(folder, parent)
  settle(call, folder)
  return folder
}

export const createWebLink = (call: Call, parent: Folder, name: string, url: string): WebLink => {
  const link: WebLink = {
    type: "web_link",
    id: freshId(call.world, "web_link"),
    ...freshState(call, parent, name),
    url
  }
  call.world.webLinks.set(link.id, link)
  attach(link, parent)
  return link
}

/** Appends a version, which holds its pieces from now on. */
export const addVersion = (
  call: Call,
  file: File,
  content: Pick<FileVersion, "size" | "sha1" | "pieces">
): FileVersion => {
  const version: FileVersion = {
    id: freshId(call.world, "file_version"),
    name: file.name,
    size: content.size,
    sha1: content.sha1,
    pieces: content.pieces,
    createdAt: call.now,
    modifiedBy: call.user,
    trashedAt: null,
    trashedBy: null,
    restoredAt: null,
    restoredBy: null
  }
  holdPieces(call.world, version.pieces)
  file.versions.push(version)
  protect(call.world, file, call.now)
  return version
}

export const createFile = (
  call: Call,
  parent: Folder,
  name: string,
  content: Pick<FileVersion, "size" | "sha1" | "pieces">
): File => {
  const file: File = {
    type: "file",
    id: freshId(call.world, "file"),
    ...freshState(call, parent, name),
    versions: [],
    lock: null,
    settings: noSettings
  }
  call.world.files.set(file.id, file)
  addVersion(call, file, content)
  attach(file, parent)
  settle(call, file)
  return file
}

/** Copies an item with everything below it. Only the current version of a file, or the given one, is copied. */
export const copyInto = (call: Call, item: Item, target: Folder, name: string, version?: FileVersion): Item => {
  const copied = ((): Item => {
    switch (item.type) {
      case "folder": {
        const children = [...item.children.values()]
        const folder = createFolder(call, target, name)
        for (const child of children) copyInto(call, child, folder, child.name)
        return folder
      }
      case "file":
        return createFile(call, target, name, version ?? currentVersion(item))
      case "web_link":
        return createWebLink(call, target, name, item.url)
    }
  })()
  copied.description = item.description
  copied.contentCreatedAt = item.contentCreatedAt
  copied.contentModifiedAt = item.contentModifiedAt
  copyInstances(call.random, item, copied)
  return copied
}

/** Moves an item to the trash. Its name is free at once; the items below a trashed folder disappear with it. */
export const putIntoTrash = (call: Call, item: Item): void => {
  detach(item)
  item.trashedAt = call.now
  call.world.trash.add(item)
}

const remove = (world: World, item: Item, gone: Set<Item>): void => {
  gone.add(item)
  const { files, folders, webLinks, sessions, trash } = world
  trash.delete(item)
  for (const row of item.collaborations) removeCollaboration(world, row)
  switch (item.type) {
    case "folder":
      folders.delete(item.id)
      // Items that were trashed from this folder stay in the trash, without a parent to return to.
      for (const child of item.children.values()) remove(world, child, gone)
      break
    case "file":
      files.delete(item.id)
      forget(world, item)
      for (const version of item.versions) releasePieces(world, version.pieces)
      for (const session of sessions.values()) if (session.target === item) endSession(world, session)
      break
    case "web_link":
      webLinks.delete(item.id)
      break
  }
}

/** Deletes a trashed item and everything below it permanently, with all that belonged to them. */
export const purge = (world: World, item: Item): void => {
  const gone = new Set<Item>()
  remove(world, item, gone)
  for (const { forget } of world.tables.values()) forget(gone)
  leaveCollections(world, gone)
}

/** How long Box keeps an item in the trash. */
export const trashLifetime: number = 30 * 24 * 3_600_000

export const emptyOldTrash = (world: World, now: number): void => {
  for (const item of world.trash) {
    // Oldest first, because a set keeps the order of insertion.
    if (item.trashedAt !== null && item.trashedAt + trashLifetime > now) return
    if (!isProtected(world, item, now)) purge(world, item)
  }
}

/** The recursive size of a folder, or the size of a file's current version. */
export const sizeOf = (item: Item): number => {
  if (item.type === "web_link") return 0
  if (item.type === "file") return currentVersion(item).size
  let size = 0
  for (const child of item.children.values()) size += sizeOf(child)
  return size
}

export const freshSharedLinkToken = (call: Call): string => alphanumerics(call.random, 32).toLowerCase()
