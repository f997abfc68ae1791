/**
 * Watermarks on files and folders. Previews here have none; that an item has one is all that is kept.
 *
 * @see https://developer.box.com/reference/resources/watermark/
 */
import { type Call, param, type Route, stepRoute } from "../model/Call.ts"
import type { File, Folder } from "../model/Item.ts"
import { type Watermark, watermarkKey, watermarkOf, watermarks } from "../model/Marks.ts"
import { findFile, findFolder, requireNotRoot, requireRight } from "../model/Tree.ts"
import { type Answer, empty, json } from "../wire/Answer.ts"
import { requiredObject, requiredOneOf } from "../wire/Json.ts"
import { notFound } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"

const answer = (status: number, { createdAt, modifiedAt }: Watermark): Answer =>
  json(status, { watermark: { created_at: timestamp(createdAt), modified_at: timestamp(modifiedAt) } })

const find = (call: Call, item: File | Folder): Watermark => {
  const found = watermarkOf(call.world, item)
  if (found === undefined) throw notFound("watermark", item.id)
  return found
}

const set = (call: Call, item: File | Folder): Answer => {
  requireRight(call, item, "settings")
  if (item.type === "folder") requireNotRoot(item, "watermarked")
  requiredOneOf(requiredObject(call.json, "watermark"), "imprint", ["default"])
  const found = watermarkOf(call.world, item)
  if (found !== undefined) {
    found.modifiedAt = call.now
    return answer(200, found)
  }
  const made = { id: watermarkKey(item), item, createdAt: call.now, modifiedAt: call.now }
  return answer(201, watermarks.insert(call.world, made))
}

const remove = (call: Call, item: File | Folder): Answer => {
  requireRight(call, item, "settings")
  watermarks.remove(call.world, find(call, item))
  return empty(204)
}

const routesOf = (path: string, itemOf: (call: Call) => File | Folder): ReadonlyArray<Route> => [
  stepRoute("api", "GET", path, (call) => answer(200, find(call, itemOf(call)))),
  stepRoute("api", "PUT", path, (call) => set(call, itemOf(call))),
  stepRoute("api", "DELETE", path, (call) => remove(call, itemOf(call)))
]

export const watermarkRoutes: ReadonlyArray<Route> = [
  ...routesOf("/files/{file_id}/watermark", (call) => findFile(call, param(call, "file_id"))),
  ...routesOf("/folders/{folder_id}/watermark", (call) => findFolder(call, param(call, "folder_id")))
]
