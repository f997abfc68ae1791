/** The trash of all three types of items: get, restore, delete permanently. */
import { empty, json } from "../wire/Answer.ts"
import { type Call, fieldsOf, isTrue, param, type Route, stepRoute } from "../model/Call.ts"
import { optionalParentId, optionalString } from "../wire/Json.ts"
import { requireUnprotected, settle } from "../model/Protection.ts"
import { appendEvent } from "../resource/EventLog.ts"
import { triggerWebhooks } from "../resource/Webhooks.ts"
import { listEntry, single } from "../views/ItemJson.ts"
import { markerPage, offsetPage, orderOf } from "../views/Pagination.ts"
import { badParameter, itemNotFound } from "../wire/Refusal.ts"
import {
  attach,
  checkName,
  findFolder,
  findTrashed,
  isTrashed,
  purge,
  requireFreeName,
  requireRight,
  touch
} from "../model/Tree.ts"
import { may } from "../model/Access.ts"
import type { Folder, Item } from "../model/Item.ts"

const listTrash = (call: Call) => {
  const query = call.url.searchParams
  const all = [...call.world.trash].filter((item) => may(call, item, "delete"))
  const entry = (item: Item) => listEntry(call, item, fieldsOf(call))
  if (isTrue(call, "usemarker")) {
    for (const name of ["offset", "sort", "direction"]) {
      if (query.has(name)) throw badParameter(name, `'${name}' cannot be used with a marker`, "invalid_parameter")
    }
    return json(200, markerPage(query, all, entry))
  }
  const order = orderOf(query)
  return json(200, { ...offsetPage(query, all.toSorted(order.compare), entry), order: order.described })
}

const isAlive = (call: Call, folder: Folder): boolean =>
  (folder === folder.owner.root || call.world.folders.get(folder.id) === folder) && !isTrashed(folder)

/**
 * Restores an item to its original parent. The parent in the request counts only if the original one no longer exists.
 */
const restore = (call: Call, item: Item) => {
  const name = checkName(optionalString(call.json, "name") ?? item.name)
  const wantedId = optionalParentId(call.json)
  const origin = item.parent !== null && isAlive(call, item.parent) ? item.parent : undefined
  if (origin === undefined && wantedId === undefined) throw itemNotFound("folder", item.parent?.id ?? "", "parent")
  const target = origin ?? findFolder(call, wantedId ?? "", "parent")
  requireRight(call, target, "upload")
  requireFreeName(target, name)
  item.name = name
  item.trashedAt = null
  call.world.trash.delete(item)
  attach(item, target)
  settle(call, item)
  touch(call, item)
  appendEvent(call, "ITEM_UNDELETE_VIA_TRASH", item)
  const restored = single(call, item, fieldsOf(call))
  // The link is active again, but this answer does not include it.
  return json(201, "shared_link" in restored ? { ...restored, shared_link: null } : restored)
}

const routesOf = (type: Item["type"], collection: string): ReadonlyArray<Route> => {
  const id = (call: Call) => param(call, `${type}_id`)
  return [
    stepRoute("api", "GET", `/${collection}/{${type}_id}/trash`, (call) =>
      json(200, single(call, findTrashed(call, type, id(call)), fieldsOf(call)))
    ),
    stepRoute("api", "DELETE", `/${collection}/{${type}_id}/trash`, (call) => {
      const item = findTrashed(call, type, id(call))
      requireUnprotected(call, item)
      triggerWebhooks(call, `${type.toUpperCase()}.DELETED`, item, () => single(call, item))
      purge(call.world, item)
      return empty(204)
    }),
    stepRoute("api", "POST", `/${collection}/{${type}_id}`, (call) => restore(call, findTrashed(call, type, id(call))))
  ]
}

export const trashRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "GET", "/folders/trash/items", listTrash),
  ...routesOf("file", "files"),
  ...routesOf("folder", "folders"),
  ...routesOf("web_link", "web_links")
]
