/**
 * Collections of items. Every user has one, the favorites; items get into it by their own `collections`.
 *
 * @see https://developer.box.com/reference/resources/collection/
 */
import { type Call, fieldsOf, param, type Route, stepRoute } from "../model/Call.ts"
import { type Collection, favoritesOf } from "../model/Marks.ts"
import { isVisible } from "../model/Tree.ts"
import { shown } from "../resource/Resource.ts"
import { collectionJson, listEntry } from "../views/ItemJson.ts"
import { offsetPage } from "../views/Pagination.ts"
import { type Answer, json } from "../wire/Answer.ts"
import { notFound } from "../wire/Refusal.ts"

const find = (call: Call): Collection => {
  const id = param(call, "collection_id")
  const favorites = favoritesOf(call)
  if (favorites.id !== id) throw notFound("collection", id)
  return favorites
}

const list = (call: Call): Answer =>
  json(
    200,
    offsetPage(call.url.searchParams, [favoritesOf(call)], (row) => shown(call, collectionJson(row)))
  )

const listItems = (call: Call): Answer => {
  const items = [...find(call).items].filter((item) => isVisible(call, item))
  return json(
    200,
    offsetPage(call.url.searchParams, items, (item) => listEntry(call, item, fieldsOf(call)))
  )
}

export const collectionRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "GET", "/collections", list),
  stepRoute("api", "GET", "/collections/{collection_id}", (call) => json(200, collectionJson(find(call)))),
  stepRoute("api", "GET", "/collections/{collection_id}/items", listItems)
]
