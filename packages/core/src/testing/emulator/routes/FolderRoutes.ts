/**
 * Folders.
 *
 * @see https://developer.box.com/reference/resources/folder/
 */
import { empty, json } from "../wire/Answer.ts"
import { type Call, fieldsOf, isTrue, param, type Route, stepRoute } from "../model/Call.ts"
import { optionalBoolean, optionalObject, optionalParentId, optionalString, requiredString } from "../wire/Json.ts"
import { appendEvent } from "../resource/EventLog.ts"
import { listEntry, single } from "../views/ItemJson.ts"
import { updateItem } from "./ItemUpdate.ts"
import { withRepresentations } from "../views/Representations.ts"
import { markerPage, offsetPage, orderOf, ordinaryLimits } from "../views/Pagination.ts"
import { entriesOf } from "../model/Access.ts"
import { requireUnlocked } from "../model/Marks.ts"
import { badRequest, internalServerError, missingParameter } from "../wire/Refusal.ts"
import {
  checkName,
  copyInto,
  createFolder,
  findFolder,
  notModified,
  putIntoTrash,
  requireFreeName,
  requireMatch,
  requireNotRoot,
  requireRight
} from "../model/Tree.ts"
import type { Folder, Item } from "../model/Item.ts"

/** Only this list has no hard limit for offsets. */
const itemLimits = { ...ordinaryLimits, maxOffset: undefined }

const entryOf = (call: Call, fields: ReadonlyArray<string> | undefined) => (item: Item) =>
  fields === undefined ? listEntry(call, item) : withRepresentations(call, item, listEntry(call, item, fields))

const offsetItems = (call: Call, folder: Folder, fields: ReadonlyArray<string> | undefined) => {
  const query = call.url.searchParams
  const order = orderOf(query)
  const sorted = entriesOf(call, folder).toSorted(order.compare)
  const page = offsetPage(query, sorted, entryOf(call, fields), itemLimits)
  return { ...page, order: order.described }
}

const listItems = (call: Call) => {
  const folder = findFolder(call, param(call, "folder_id"))
  const query = call.url.searchParams
  const fields = fieldsOf(call)
  if (!isTrue(call, "usemarker")) return json(200, offsetItems(call, folder, fields))
  return json(200, markerPage(query, entriesOf(call, folder), entryOf(call, fields), itemLimits))
}

/** A single folder contains the first page of its entries. */
const withItems = (call: Call, folder: Folder) => {
  const fields = fieldsOf(call)
  const wanted = fields === undefined || fields.includes("item_collection")
  const shown = single(call, folder, fields)
  return wanted ? { ...shown, item_collection: offsetItems(call, folder, undefined) } : shown
}

const get = (call: Call) => {
  const folder = findFolder(call, param(call, "folder_id"))
  if (notModified(call, folder)) return empty(304)
  return json(200, withItems(call, folder))
}

const requireParent = (call: Call): Folder => {
  const id = optionalParentId(call.json)
  if (id === undefined) throw missingParameter("parent")
  const parent = findFolder(call, id, "parent")
  requireRight(call, parent, "upload")
  return parent
}

const settingsOf = (call: Call): Readonly<Record<string, unknown>> => {
  const settings: Record<string, unknown> = {}
  const uploadEmail = optionalObject(call.json, "folder_upload_email")
  if (uploadEmail !== undefined) {
    const access = requiredString(uploadEmail, "access")
    settings["folder_upload_email"] = { access, email: `upload.${call.now}@u.box.test` }
  } else if (call.json["folder_upload_email"] === null) settings["folder_upload_email"] = null
  const syncState = optionalString(call.json, "sync_state")
  if (syncState !== undefined) settings["sync_state"] = syncState
  for (const name of [
    "can_non_owners_invite",
    "can_non_owners_view_collaborators",
    "is_collaboration_restricted_to_enterprise"
  ]) {
    const value = optionalBoolean(call.json, name)
    if (value !== undefined) settings[name] = value
  }
  return settings
}

const create = (call: Call) => {
  const name = checkName(requiredString(call.json, "name"))
  const parent = requireParent(call)
  requireFreeName(parent, name, undefined, "array")
  const settings = settingsOf(call)
  const folder = createFolder(call, parent, name)
  folder.settings = settings
  appendEvent(call, "ITEM_CREATE", folder)
  return json(201, withItems(call, folder))
}

const update = (call: Call) => {
  const folder = findFolder(call, param(call, "folder_id"))
  requireNotRoot(folder, "changed")
  updateItem(call, folder, () => {
    const settings = settingsOf(call)
    return () => {
      folder.settings = { ...folder.settings, ...settings }
      return []
    }
  })
  return json(200, withItems(call, folder))
}

const copy = (call: Call) => {
  const folder = findFolder(call, param(call, "folder_id"))
  if (folder === call.user.root) throw internalServerError("The root folder cannot be copied")
  requireRight(call, folder, "download")
  const parent = requireParent(call)
  const name = checkName(optionalString(call.json, "name") ?? folder.name)
  requireFreeName(parent, name)
  const copied = copyInto(call, folder, parent, name)
  appendEvent(call, "ITEM_COPY", copied)
  return json(201, single(call, copied, fieldsOf(call)))
}

const remove = (call: Call) => {
  const folder = findFolder(call, param(call, "folder_id"))
  requireNotRoot(folder, "deleted")
  requireRight(call, folder, "delete")
  requireUnlocked(call, folder)
  requireMatch(call, folder)
  if (folder.children.size > 0 && !isTrue(call, "recursive")) {
    throw badRequest("Cannot delete - folder not empty", "folder_not_empty")
  }
  putIntoTrash(call, folder)
  appendEvent(call, "ITEM_TRASH", folder)
  return empty(204)
}

export const folderRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "POST", "/folders", create),
  stepRoute("api", "GET", "/folders/{folder_id}", get),
  stepRoute("api", "PUT", "/folders/{folder_id}", update),
  stepRoute("api", "DELETE", "/folders/{folder_id}", remove),
  stepRoute("api", "GET", "/folders/{folder_id}/items", listItems),
  stepRoute("api", "POST", "/folders/{folder_id}/copy", copy)
]
