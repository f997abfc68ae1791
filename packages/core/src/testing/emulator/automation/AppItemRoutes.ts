/**
 * What other applications have to do with an item. The associations are made by a preparation, as Box's own
 * applications make them.
 *
 * @see https://developer.box.com/reference/resources/app-item-association/
 */
import { type Call, param, type Route } from "../model/Call.ts"
import type { Item } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { findFile, findFolder, findWebLink } from "../model/Tree.ts"
import { type Preparation, stepPreparation } from "../resource/Preparation.ts"
import { listRoute, type Resource } from "../resource/Resource.ts"
import { placesOf } from "../resource/Webhooks.ts"
import { type JsonObject, requiredId, requiredObject, requiredOneOf, requiredString } from "../wire/Json.ts"

interface Association {
  readonly id: string
  readonly item: Item
  readonly applicationType: string
}

const associations: Table<Association> = makeTable("app_item_association", 820_001, { itemOf: ({ item }) => item })

const show = (_: Call, { applicationType, id, item }: Association): JsonObject => ({
  type: "app_item_association",
  id,
  app_item: { type: "app_item", id: `${id}1`, application_type: applicationType },
  item: { type: item.type, id: item.id, etag: String(item.etag) }
})

const association: Resource<Association> = {
  table: associations,
  name: "app_item_association",
  path: "/app_item_associations/{app_item_association_id}",
  show
}

/** Those of the item and of the folders above it. */
const listOf = (path: string, find: (call: Call) => Item): Route =>
  listRoute(association, path, {
    paging: "marker",
    select: (call) => {
      const places = placesOf(find(call))
      const type = call.url.searchParams.get("application_type")
      return ({ applicationType, item }) => places.has(item) && (type === null || type === applicationType)
    }
  })

const add = (call: Call): JsonObject => {
  const given = requiredObject(call.json, "item")
  const id = requiredId(given, "id")
  const find = { file: findFile, folder: findFolder, web_link: findWebLink }
  const row = associations.insert(call.world, {
    id: associations.freshId(call.world),
    item: find[requiredOneOf(given, "type", ["file", "folder", "web_link"])](call, id),
    applicationType: requiredString(call.json, "application_type")
  })
  return show(call, row)
}

export const appItemPreparations: ReadonlyArray<Preparation> = [stepPreparation("app_item_associations", add)]

export const appItemRoutes: ReadonlyArray<Route> = [
  listOf("/files/{file_id}/app_item_associations", (call) => findFile(call, param(call, "file_id"))),
  listOf("/folders/{folder_id}/app_item_associations", (call) => findFolder(call, param(call, "folder_id")))
]
