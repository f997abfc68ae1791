/**
 * The common part of PUT for files, folders and web links: name, parent, description, tags, collections, shared link.
 */
import type { Call } from "../model/Call.ts"
import {
  type JsonObject,
  optionalArray,
  optionalBoolean,
  optionalObject,
  optionalParentId,
  optionalString,
  optionalTime,
  requiredId
} from "../wire/Json.ts"
import { appendEnterpriseEvent, appendEvent, appendMove } from "../resource/EventLog.ts"
import { settle } from "../model/Protection.ts"
import { badParameter, badRequest, missingParameter, notFound } from "../wire/Refusal.ts"
import {
  ancestors,
  attach,
  checkName,
  detach,
  findFolder,
  freshSharedLinkToken,
  requireFreeName,
  requireMatch,
  requireRight,
  touch
} from "../model/Tree.ts"
import { favoritesOf, requireUnlocked } from "../model/Marks.ts"
import type { Right } from "../model/Access.ts"
import type { Folder, Item, SharedLink } from "../model/Item.ts"

const maxDescription = 256

const stringsOf = (json: JsonObject, name: string): ReadonlyArray<string> | undefined => {
  const values = optionalArray(json, name)
  return values?.map((value) => {
    if (typeof value !== "string") throw badParameter(name, `'${name}' must be an array of strings`)
    return value
  })
}

/** Whether the item shall be among the favorites; `undefined` if the request does not say so. */
const favoriteIn = (call: Call): boolean | undefined => {
  const values = optionalArray(call.json, "collections")
  for (const value of values ?? []) {
    const entry = optionalObject({ value }, "value")
    if (entry === undefined) throw missingParameter("collections")
    const id = requiredId(entry, "id")
    if (id !== favoritesOf(call).id) throw notFound("collection", id)
  }
  return values === undefined ? undefined : values.length > 0
}

const isAccess = (value: string): value is SharedLink["access"] => ["open", "company", "collaborators"].includes(value)

const strongPassword = (password: string): boolean => password.length >= 8 && /[0-9A-Z]|[^\w\s]/.test(password)

/** The requested link. Omitted properties keep their value, or get their default. */
const sharedLinkFrom = (call: Call, item: Item, json: JsonObject): SharedLink => {
  const now = item.sharedLink
  const access = optionalString(json, "access") ?? now?.access ?? "open"
  if (!isAccess(access)) throw badParameter("access", `Invalid value '${access}'`)
  const asked = "password" in json ? (optionalString(json, "password") ?? null) : (now?.password ?? null)
  if (asked !== null && access !== "open" && "password" in json) {
    throw badParameter("password", "A password can be set only on an open shared link")
  }
  // Another access drops the password that the link has.
  const password = access === "open" ? asked : null
  if (password !== null && password !== now?.password && !strongPassword(password)) {
    throw badParameter("password", "The password needs 8 characters, one of them a digit, a capital or a special one")
  }
  const permissions = optionalObject(json, "permissions") ?? {}
  const canEdit = optionalBoolean(permissions, "can_edit") ?? now?.canEdit ?? false
  if (canEdit && item.type !== "file") throw badParameter("can_edit", "Only files can be edited through a shared link")
  const canDownload = optionalBoolean(permissions, "can_download") ?? now?.canDownload ?? access !== "collaborators"
  if (canDownload && access === "collaborators" && permissions["can_download"] === true) {
    throw badParameter("can_download", "can_download can be set only with open or company access")
  }
  return {
    token: now?.token ?? freshSharedLinkToken(call),
    access,
    password,
    unsharedAt: "unshared_at" in json ? (optionalTime(json, "unshared_at") ?? null) : (now?.unsharedAt ?? null),
    vanityName: "vanity_name" in json ? (optionalString(json, "vanity_name") ?? null) : (now?.vanityName ?? null),
    canDownload: canDownload && access !== "collaborators",
    canEdit,
    downloads: now?.downloads ?? 0
  }
}

const requireNoCycle = (item: Item, target: Folder): void => {
  if (item.type === "folder" && [target, ...ancestors(target)].includes(item)) {
    throw badRequest("A folder cannot be moved into itself or below itself", "cyclical_folder_structure")
  }
}

/** What only those who manage a folder may set. */
const folderSettings = [
  "can_non_owners_invite",
  "can_non_owners_view_collaborators",
  "is_collaboration_restricted_to_enterprise",
  "folder_upload_email"
]

/** What a request needs, by the properties that it changes. Where an item goes is another question. */
const rightsFor = (item: Item, json: JsonObject): ReadonlySet<Right> => {
  const needed = new Set<Right>()
  for (const property of Object.keys(json)) {
    // Favorites and sync are the user's own affair.
    if (property === "collections" || property === "sync_state" || property === "parent") continue
    if (property === "shared_link") needed.add(item.sharedLink === null ? "share" : "setShareAccess")
    else if (property === "lock") needed.add("lock")
    else if (item.type === "folder" && folderSettings.includes(property)) needed.add("settings")
    else needed.add("edit")
  }
  return needed.size === 0 ? new Set(["see"]) : needed
}

/**
 * Checks everything, then changes everything. `own` does the same for the properties of one type of item, and names its
 * events.
 */
export const updateItem = (call: Call, item: Item, own: () => () => ReadonlyArray<string>): void => {
  const { json } = call
  for (const right of rightsFor(item, json)) requireRight(call, item, right)
  const parentId = optionalParentId(json)
  const target = parentId === undefined ? item.parent : findFolder(call, parentId, "parent")
  if (target === null) throw missingParameter("parent")
  const moving = target !== item.parent
  // A move ignores the header.
  if (!moving) requireMatch(call, item)
  else {
    requireUnlocked(call, item)
    requireRight(call, item, "delete")
    requireRight(call, target, "upload")
  }
  requireNoCycle(item, target)

  const name = checkName(optionalString(json, "name") ?? item.name)
  const renaming = name !== item.name
  requireFreeName(target, name, item)
  const description = optionalString(json, "description")
  if (description !== undefined && description.length > maxDescription) {
    throw badParameter("description", `'description' must not be longer than ${maxDescription} characters`)
  }
  const tags = stringsOf(json, "tags")
  const favorite = favoriteIn(call)
  const linkRequest = optionalObject(json, "shared_link")
  const sharedLink =
    linkRequest !== undefined
      ? sharedLinkFrom(call, item, linkRequest)
      : json["shared_link"] === null
        ? null
        : item.sharedLink
  const changeOwn = own()

  const origin = moving ? item.parent : null
  const hadLink = item.sharedLink !== null
  const newTags = tags?.some((tag) => !item.tags.includes(tag)) ?? false
  detach(item)
  item.name = name
  attach(item, target)
  if (moving) settle(call, item)
  item.description = description ?? item.description
  item.tags = tags ?? item.tags
  if (favorite !== undefined) favoritesOf(call).items[favorite ? "add" : "delete"](item)
  item.sharedLink = sharedLink
  const happened = changeOwn()
  touch(call, item)
  const events = [
    ...(renaming ? ["ITEM_RENAME"] : []),
    ...(sharedLink !== null && !hadLink ? ["ITEM_SHARED_CREATE"] : []),
    ...(sharedLink === null && hadLink ? ["ITEM_SHARED_UNSHARE"] : []),
    ...(newTags ? ["TAG_ITEM_CREATE"] : []),
    ...happened
  ]
  if (origin !== null) appendMove(call, item, origin)
  for (const event of events) appendEvent(call, event, item)
  // A user's stream has no event for other changes.
  if (hadLink && linkRequest !== undefined) appendEnterpriseEvent(call, "ITEM_SHARED_UPDATE", item)
  else if (events.length === 0 && !moving) appendEnterpriseEvent(call, "EDIT", item)
}
