/**
 * The items that a user did something with, newest first. The enterprise's events say who did what.
 *
 * @see https://developer.box.com/reference/resources/recent-item/
 */
import { type Call, fieldsOf, type Route, stepRoute } from "../model/Call.ts"
import type { Item } from "../model/Item.ts"
import { isVisible } from "../model/Tree.ts"
import { single } from "../views/ItemJson.ts"
import { markerRows } from "../views/Pagination.ts"
import { type Answer, json } from "../wire/Answer.ts"
import { timestamp } from "../wire/Timestamps.ts"

const lifetime = 90 * 24 * 3_600_000
const mostItems = 1000

/** What of the enterprise's events counts as an interaction. Box tells an opened item from a previewed one; here none is. */
const interactions: Readonly<Record<string, string>> = {
  UPLOAD: "item_upload",
  DOWNLOAD: "item_open",
  COMMENT_CREATE: "item_comment",
  EDIT: "item_modify",
  RENAME: "item_modify",
  MOVE: "item_modify",
  FILE_VERSION_RESTORE: "item_modify"
}

interface Recent {
  readonly id: string
  readonly item: Item
  readonly type: string
  readonly at: number
  readonly link: string | null
}

const recentOf = (call: Call): ReadonlyArray<Recent> => {
  const found = new Map<Item, Recent>()
  for (const { act, at, type } of call.world.enterpriseEvents.toReversed()) {
    if (at + lifetime < call.now || found.size === mostItems) break
    const interaction = Object.hasOwn(interactions, type) ? interactions[type] : undefined
    if (act === undefined || act.by !== call.user || act.item.type !== "file" || interaction === undefined) continue
    if (found.has(act.item) || !isVisible(call, act.item)) continue
    found.set(act.item, { id: act.item.id, item: act.item, type: interaction, at, link: act.link })
  }
  return [...found.values()]
}

const list = (call: Call): Answer => {
  const rows = recentOf(call)
  const places = new Map(rows.map(({ id }, place) => [id, place]))
  const show = ({ at, item, link, type }: Recent) => ({
    type: "recent_item",
    item: single(call, item, fieldsOf(call)),
    interaction_type: type,
    interacted_at: timestamp(at),
    interaction_shared_link: link
  })
  return json(
    200,
    markerRows(call.url.searchParams, rows, (id) => places.get(id), show)
  )
}

export const recentItemRoutes: ReadonlyArray<Route> = [stepRoute("api", "GET", "/recent_items", list)]
