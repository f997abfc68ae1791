/**
 * File requests: addresses at which anybody can upload into a folder. Box makes the first one on its web page alone, so
 * every folder has one here, with the id of the folder, from the first time that somebody asks for it.
 *
 * @see https://developer.box.com/reference/resources/file-request/
 */
import { type Call, etagHeader, param, type Route, stepRoute } from "../model/Call.ts"
import type { Folder, User } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { findFolder, isVisible, requireWrite } from "../model/Tree.ts"
import { listEntry, miniUser } from "../views/ItemJson.ts"
import { type Answer, empty, json } from "../wire/Answer.ts"
import { hex } from "../wire/Identifiers.ts"
import {
  type JsonObject,
  optionalBoolean,
  optionalOneOf,
  optionalString,
  optionalTime,
  requiredId,
  requiredObject
} from "../wire/Json.ts"
import { notFound, preconditionFailed } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"

interface Settings {
  readonly title: string
  readonly description: string
  readonly status: "active" | "inactive"
  readonly isEmailRequired: boolean
  readonly isDescriptionRequired: boolean
  readonly expiresAt: number | undefined
}

export interface FileRequest {
  readonly id: string
  readonly folder: Folder
  readonly token: string
  readonly createdBy: User
  readonly createdAt: number
  settings: Settings
  etag: number
  updatedBy: User
  updatedAt: number
}

export const fileRequests: Table<FileRequest> = makeTable("file_request", 250_001, { itemOf: ({ folder }) => folder })

const isExpired = ({ expiresAt }: Settings, now: number): boolean => expiresAt !== undefined && expiresAt <= now

const show = (call: Call, row: FileRequest): JsonObject => {
  const { settings } = row
  return {
    type: "file_request",
    id: row.id,
    title: settings.title,
    description: settings.description,
    status: isExpired(settings, call.now) ? "inactive" : settings.status,
    is_email_required: settings.isEmailRequired,
    is_description_required: settings.isDescriptionRequired,
    ...(settings.expiresAt === undefined ? {} : { expires_at: timestamp(settings.expiresAt) }),
    folder: listEntry(call, row.folder),
    url: `/f/${row.token}`,
    etag: String(row.etag),
    created_by: miniUser(row.createdBy),
    created_at: timestamp(row.createdAt),
    updated_by: miniUser(row.updatedBy),
    updated_at: timestamp(row.updatedAt)
  }
}

const freshRequest = (call: Call, id: string, folder: Folder, by: User, settings: Settings): FileRequest =>
  fileRequests.insert(call.world, {
    id,
    folder,
    token: hex(call.random, 32).toLowerCase(),
    createdBy: by,
    createdAt: call.now,
    settings,
    etag: 0,
    updatedBy: by,
    updatedAt: call.now
  })

const plain: Settings = {
  title: "Upload files",
  description: "",
  status: "active",
  isEmailRequired: false,
  isDescriptionRequired: false,
  expiresAt: undefined
}

const find = (call: Call): FileRequest => {
  const { world } = call
  const id = param(call, "file_request_id")
  const row = fileRequests.rows(world).get(id)
  const isDeleted = row === undefined && fileRequests.place(world, id) !== undefined
  const folder = row?.folder ?? (isDeleted ? undefined : world.folders.get(id))
  if (folder === undefined || !isVisible(call, folder)) throw notFound("file_request", id)
  return row ?? freshRequest(call, id, folder, folder.owner, plain)
}

/** What the request leaves out stays as it was. */
const settingsOf = ({ json: body }: Call, before: Settings): Settings => ({
  title: optionalString(body, "title") ?? before.title,
  description: optionalString(body, "description") ?? before.description,
  status: optionalOneOf(body, "status", ["active", "inactive"]) ?? before.status,
  isEmailRequired: optionalBoolean(body, "is_email_required") ?? before.isEmailRequired,
  isDescriptionRequired: optionalBoolean(body, "is_description_required") ?? before.isDescriptionRequired,
  expiresAt: optionalTime(body, "expires_at") ?? before.expiresAt
})

const copy = (call: Call): Answer => {
  const row = find(call)
  const target = requiredObject(call.json, "folder")
  optionalOneOf(target, "type", ["folder"])
  const folder = findFolder(call, requiredId(target, "id"))
  requireWrite(call, row.folder)
  requireWrite(call, folder)
  const settings = settingsOf(call, row.settings)
  return json(200, show(call, freshRequest(call, fileRequests.freshId(call.world), folder, call.user, settings)))
}

const change = (call: Call): Answer => {
  const row = find(call)
  requireWrite(call, row.folder)
  const wanted = etagHeader(call, "if-match")
  if (wanted !== undefined && wanted !== String(row.etag)) {
    throw preconditionFailed("The file request has been modified. Please retrieve it again and retry")
  }
  row.settings = settingsOf(call, row.settings)
  row.etag++
  row.updatedBy = call.user
  row.updatedAt = call.now
  return json(200, show(call, row))
}

const remove = (call: Call): Answer => {
  const row = find(call)
  requireWrite(call, row.folder)
  fileRequests.remove(call.world, row)
  return empty(204)
}

const path = "/file_requests/{file_request_id}"

export const fileRequestRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "GET", path, (call) => json(200, show(call, find(call)))),
  stepRoute("api", "PUT", path, change),
  stepRoute("api", "DELETE", path, remove),
  stepRoute("api", "POST", `${path}/copy`, copy)
]
