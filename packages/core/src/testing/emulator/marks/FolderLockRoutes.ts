/**
 * Locks that keep folders where they are.
 *
 * @see https://developer.box.com/reference/resources/folder-lock/
 */
import { isManager } from "../model/Access.ts"
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import { type FolderLock, folderLocks } from "../model/Marks.ts"
import { findFolder, isVisible, requireNotRoot } from "../model/Tree.ts"
import { createRoute, deleteRoute, type Resource } from "../resource/Resource.ts"
import { listEntry, miniUser } from "../views/ItemJson.ts"
import { type Answer, json } from "../wire/Answer.ts"
import { optionalBoolean, optionalObject, optionalString, requiredId, requiredObject } from "../wire/Json.ts"
import { badParameter, conflict, itemNotFound, missingParameter, noPermission } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"

const lock: Resource<FolderLock> = {
  table: folderLocks,
  name: "folder_lock",
  path: "/folder_locks/{folder_lock_id}",
  show: (call, row) => ({
    type: "folder_lock",
    id: row.id,
    folder: listEntry(call, row.folder),
    created_by: miniUser(row.createdBy),
    created_at: timestamp(row.createdAt),
    locked_operations: { move: true, delete: true },
    lock_type: "freeze"
  }),
  sees: (call, { folder }) => isVisible(call, folder)
}

/** Box locks both operations or none. */
const checkOperations = (call: Call): void => {
  const operations = optionalObject(call.json, "locked_operations")
  if (operations === undefined) return
  for (const name of ["move", "delete"]) {
    if (optionalBoolean(operations, name) !== true) {
      throw badParameter(name, `'${name}' must be true`, "schema_validation_failed")
    }
  }
}

const make = (call: Call): FolderLock => {
  const { now, user, world } = call
  const given = requiredObject(call.json, "folder")
  if ((optionalString(given, "type") ?? "folder") !== "folder") {
    throw badParameter("type", "'type' must be folder", "schema_validation_failed")
  }
  const folder = findFolder(call, requiredId(given, "id"))
  requireNotRoot(folder, "locked")
  if (!isManager(call, folder)) throw itemNotFound("folder", folder.id)
  checkOperations(call)
  for (const row of folderLocks.rows(world).values()) {
    if (row.folder === folder) throw conflict("conflict", "The folder is locked already")
  }
  return { id: folderLocks.freshId(world), folder, createdBy: user, createdAt: now }
}

const list = (call: Call): Answer => {
  const id = call.url.searchParams.get("folder_id")
  if (id === null) throw missingParameter("folder_id")
  const folder = findFolder(call, id)
  const rows = [...folderLocks.rows(call.world).values()].filter((row) => row.folder === folder)
  return json(200, { entries: rows.map((row) => lock.show(call, row)), limit: "1000", next_marker: null })
}

export const folderLockRoutes: ReadonlyArray<Route> = [
  createRoute(lock, "/folder_locks", make, undefined, 200),
  stepRoute("api", "GET", "/folder_locks", list),
  deleteRoute(lock, (call, { folder }) => {
    if (!isManager(call, folder)) throw noPermission()
  })
]
