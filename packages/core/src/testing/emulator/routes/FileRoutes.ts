/**
 * Files and their versions, without the bytes.
 *
 * @see https://developer.box.com/reference/resources/file/
 */
import { empty, json } from "../wire/Answer.ts"
import { type Call, fieldsOf, param, type Route, stepRoute } from "../model/Call.ts"
import {
  optionalBoolean,
  optionalId,
  optionalObject,
  optionalParentId,
  optionalString,
  optionalTime,
  requiredId
} from "../wire/Json.ts"
import { appendEnterpriseEvent, appendEvent } from "../resource/EventLog.ts"
import { fileVersion, single } from "../views/ItemJson.ts"
import { updateItem } from "./ItemUpdate.ts"
import { withRepresentations } from "../views/Representations.ts"
import { offsetPage } from "../views/Pagination.ts"
import { dispositionOf, extendRetention } from "../model/Protection.ts"
import { badParameter, badRequest, missingParameter, notFound, notTrashed, trashed } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"
import {
  addVersion,
  checkName,
  copyInto,
  currentVersion,
  findFile,
  findFolder,
  notModified,
  putIntoTrash,
  rename,
  requireFreeName,
  requireMatch,
  requireRight,
  requireWrite,
  touch
} from "../model/Tree.ts"
import type { File, FileVersion } from "../model/Item.ts"

const fileOf = (call: Call): File => findFile(call, param(call, "file_id"))

const versionOf = (file: File, id: string): FileVersion => {
  const version = file.versions.find((candidate) => candidate.id === id)
  if (version === undefined) throw notFound("file_version", id)
  return version
}

/** A readable version: the current one, or the requested one unless it is in the trash. */
export const readableVersion = (file: File, id: string | null | undefined): FileVersion => {
  if (id === null || id === undefined) return currentVersion(file)
  const version = versionOf(file, id)
  if (version.trashedAt !== null) throw trashed()
  return version
}

/** Under retention, a file shows when that ends. */
const shown = (call: Call, file: File) => {
  const all = withRepresentations(call, file, single(call, file, fieldsOf(call)))
  const until = "disposition_at" in all ? dispositionOf(call.world, file) : undefined
  return until === undefined ? all : { ...all, disposition_at: timestamp(until) }
}

const get = (call: Call) => {
  const file = findFile(call, param(call, "file_id"), "shown")
  return notModified(call, file) ? empty(304) : json(200, shown(call, file))
}

const freshLock = (call: Call, file: File, lock: Readonly<Record<string, unknown>>): NonNullable<File["lock"]> => {
  const access = optionalString(lock, "access") ?? "lock"
  if (access !== "lock") throw badParameter("access", `Invalid value '${access}'`)
  return {
    id: `${file.id}${file.etag}`,
    by: call.user,
    at: call.now,
    expiresAt: optionalTime(lock, "expires_at") ?? null,
    downloadPrevented: optionalBoolean(lock, "is_download_prevented") ?? false
  }
}

const update = (call: Call) => {
  const file = fileOf(call)
  const { json: body } = call
  updateItem(call, file, () => {
    const lockRequest = optionalObject(body, "lock")
    const lock =
      lockRequest !== undefined ? freshLock(call, file, lockRequest) : body["lock"] === null ? null : file.lock
    const contentModifiedAt = optionalTime(body, "content_modified_at") ?? file.contentModifiedAt
    const contentCreatedAt = optionalTime(body, "content_created_at") ?? file.contentCreatedAt
    const disposition = optionalTime(body, "disposition_at")
    const extend = disposition === undefined ? undefined : extendRetention(call, file, disposition)
    const dispositionAt = optionalString(body, "disposition_at")
    return () => {
      const wasLocked = file.lock !== null
      file.lock = lock
      extend?.()
      file.contentModifiedAt = contentModifiedAt
      file.contentCreatedAt = contentCreatedAt
      if (dispositionAt !== undefined) file.settings = { ...file.settings, disposition_at: dispositionAt }
      if ((lock !== null) === wasLocked) return []
      return [wasLocked ? "LOCK_DESTROY" : "LOCK_CREATE"]
    }
  })
  return json(200, shown(call, file))
}

const copy = (call: Call) => {
  const file = fileOf(call)
  const parentId = optionalParentId(call.json)
  if (parentId === undefined) throw missingParameter("parent")
  const parent = findFolder(call, parentId, "parent")
  requireRight(call, file, "download")
  requireRight(call, parent, "upload")
  const name = checkName(optionalString(call.json, "name") ?? file.name)
  const version = readableVersion(file, optionalId(call.json, "version"))
  requireFreeName(parent, name)
  const copied = copyInto(call, file, parent, name, version)
  appendEvent(call, "ITEM_COPY", copied)
  return json(201, single(call, copied, fieldsOf(call)))
}

const remove = (call: Call) => {
  const file = fileOf(call)
  requireRight(call, file, "delete")
  requireMatch(call, file)
  putIntoTrash(call, file)
  appendEvent(call, "ITEM_TRASH", file)
  return empty(204)
}

/** Only earlier versions, newest first. Box leaves `order` empty here. */
const listVersions = (call: Call) => {
  const past = fileOf(call).versions.slice(0, -1).toReversed()
  const entry = (version: FileVersion) => fileVersion(call, version, fieldsOf(call))
  return json(200, { ...offsetPage(call.url.searchParams, past, entry), order: [] })
}

const getVersion = (call: Call) =>
  json(200, fileVersion(call, versionOf(fileOf(call), param(call, "version_id")), fieldsOf(call)))

const promote = (call: Call) => {
  const file = fileOf(call)
  requireRight(call, file, "revise")
  const source = readableVersion(file, requiredId(call.json, "id"))
  if (file.parent !== null) requireFreeName(file.parent, source.name, file)
  rename(file, source.name)
  const version = addVersion(call, file, source)
  touch(call, file)
  appendEvent(call, "ITEM_MAKE_CURRENT_VERSION", file)
  return json(201, fileVersion(call, version, fieldsOf(call)))
}

const requirePast = (file: File, version: FileVersion): void => {
  if (version === currentVersion(file)) throw badRequest("The current version of a file cannot be deleted")
}

const removeVersion = (call: Call) => {
  const file = fileOf(call)
  requireWrite(call, file)
  requireMatch(call, file)
  const version = readableVersion(file, param(call, "version_id"))
  requirePast(file, version)
  version.trashedAt = call.now
  version.trashedBy = call.user
  touch(call, file)
  appendEnterpriseEvent(call, "EDIT", file)
  return empty(204)
}

const restoreVersion = (call: Call) => {
  const file = fileOf(call)
  requireWrite(call, file)
  const version = versionOf(file, param(call, "version_id"))
  if (call.json["trashed_at"] !== null) throw badParameter("trashed_at", "'trashed_at' can only be set to null")
  if (version.trashedAt === null) throw notTrashed()
  version.trashedAt = null
  version.trashedBy = null
  version.restoredAt = call.now
  version.restoredBy = call.user
  touch(call, file)
  appendEnterpriseEvent(call, "FILE_VERSION_RESTORE", file)
  return json(200, fileVersion(call, version, fieldsOf(call)))
}

export const fileRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "GET", "/files/{file_id}", get),
  stepRoute("api", "PUT", "/files/{file_id}", update),
  stepRoute("api", "DELETE", "/files/{file_id}", remove),
  stepRoute("api", "POST", "/files/{file_id}/copy", copy),
  stepRoute("api", "GET", "/files/{file_id}/versions", listVersions),
  stepRoute("api", "POST", "/files/{file_id}/versions/current", promote),
  stepRoute("api", "GET", "/files/{file_id}/versions/{version_id}", getVersion),
  stepRoute("api", "DELETE", "/files/{file_id}/versions/{version_id}", removeVersion),
  stepRoute("api", "PUT", "/files/{file_id}/versions/{version_id}", restoreVersion)
]
