/**
 * The items of a hub, and its document: one page with its title and one list of items.
 *
 * @see https://developer.box.com/reference/v2025.0/resources/hub-items/
 */
import { json } from "../wire/Answer.ts"
import { type Call, param, requiredQuery, type Route, stepRoute } from "../model/Call.ts"
import type { Item } from "../model/Item.ts"
import { findFile, findFolder, findWebLink } from "../model/Tree.ts"
import { markerList } from "../views/Pagination.ts"
import { optionalArray, optionalString, requiredId, requiredObject, requiredOneOf } from "../wire/Json.ts"
import { notFound, Refusal } from "../wire/Refusal.ts"
import { findHub, type Hub, type HubItem, requireHubRole } from "./HubRoutes.ts"

const find = { file: findFile, folder: findFolder, web_link: findWebLink }

/** The item, if there is one for this user. */
const itemOf = (call: Call, { id, type }: HubItem): Item | undefined => {
  try {
    return find[type](call, id)
  } catch (cause) {
    if (cause instanceof Refusal) return undefined
    throw cause
  }
}

const listItems = (call: Call) => {
  const hub = findHub(call, requiredQuery(call, "hub_id"))
  const parent = call.url.searchParams.get("parent_id") ?? hub.listId
  const items = parent === hub.listId ? hub.items.flatMap((one) => itemOf(call, one) ?? []) : []
  // Ids of items of different types may be the same.
  const rows = items.map(({ id, name, type }) => ({ id: `${type} ${id}`, shown: { type, id, name } }))
  return json(
    200,
    markerList(call.url.searchParams, rows, ({ shown }) => shown)
  )
}

interface Outcome {
  readonly status: number
  readonly error?: string
}

const add = (call: Call, hub: Hub, item: HubItem): Outcome => {
  if (itemOf(call, item) === undefined) return { status: 404, error: "The item was not found" }
  if (hub.items.some(({ id, type }) => id === item.id && type === item.type)) {
    return { status: 409, error: "The item is in the hub already" }
  }
  hub.items = [...hub.items, item]
  return { status: 200 }
}

const remove = (hub: Hub, item: HubItem): Outcome => {
  const left = hub.items.filter(({ id, type }) => id !== item.id || type !== item.type)
  if (left.length === hub.items.length) return { status: 404, error: "The item is not in the hub" }
  hub.items = left
  return { status: 200 }
}

interface Operation {
  readonly action: "add" | "remove"
  readonly item: HubItem
  readonly parentId: string | undefined
}

const operationOf = (value: unknown): Operation => {
  const given = requiredObject({ operation: value }, "operation")
  const item = requiredObject(given, "item")
  return {
    action: requiredOneOf(given, "action", ["add", "remove"]),
    item: { type: requiredOneOf(item, "type", ["file", "folder", "web_link"]), id: requiredId(item, "id") },
    parentId: optionalString(given, "parent_id")
  }
}

/** Every operation succeeds or fails for itself, once all of them are well-formed. */
const manage = (call: Call) => {
  const hub = findHub(call, param(call, "hub_id"))
  requireHubRole(call, hub, ["editor", "co-owner"])
  const operations = (optionalArray(call.json, "operations") ?? []).map(operationOf)
  const outcomes = operations.map(({ action, item, parentId = hub.listId }) => {
    const outcome: Outcome =
      parentId !== hub.listId
        ? { status: 404, error: "The list of items was not found" }
        : action === "add"
          ? add(call, hub, item)
          : remove(hub, item)
    return { action, item, parent_id: parentId, ...outcome }
  })
  return json(207, { operations: outcomes })
}

const listPages = (call: Call) => {
  const hub = findHub(call, requiredQuery(call, "hub_id"))
  const render = ({ id }: { readonly id: string }) => ({ type: "page", id, parent_id: null, title_fragment: hub.title })
  return json(200, { type: "document_pages", ...markerList(call.url.searchParams, [{ id: hub.pageId }], render) })
}

const listBlocks = (call: Call) => {
  const hub = findHub(call, requiredQuery(call, "hub_id"))
  const page = requiredQuery(call, "page_id")
  if (page !== hub.pageId) throw notFound("page", page)
  const render = ({ id }: { readonly id: string }) => ({ type: "item_list", id, parent_id: null })
  return json(200, { type: "document_blocks", ...markerList(call.url.searchParams, [{ id: hub.listId }], render) })
}

export const hubItemRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "GET", "/hub_items", listItems),
  stepRoute("api", "POST", "/hubs/{hub_id}/manage_items", manage),
  stepRoute("api", "GET", "/hub_document_pages", listPages),
  stepRoute("api", "GET", "/hub_document_blocks", listBlocks)
]
