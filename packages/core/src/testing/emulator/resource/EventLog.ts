/** The log of events: what every change appends, for the users whom it concerns and for the enterprise. */
import { audience } from "../model/Access.ts"
import type { Call } from "../model/Call.ts"
import type { Folder, Item, User } from "../model/Item.ts"
import type { EnterpriseEvent, World } from "../model/World.ts"
import { sharedLinkOf } from "../model/SharedLink.ts"
import { listEntry, miniUser, single } from "../views/ItemJson.ts"
import { hex } from "../wire/Identifiers.ts"
import { timestamp } from "../wire/Timestamps.ts"
import { placesOf, triggerAt, triggerWebhooks } from "./Webhooks.ts"

/** Positions are JSON integers below 2^53, as rclone and Box's SDKs need them. */
export const firstPosition = 1_700_000_000_000

const bodyOf = (call: Call, type: string, source: unknown): Readonly<Record<string, unknown>> => {
  const at = timestamp(call.now)
  return {
    type: "event",
    event_id: hex(call.random, 32).toLowerCase(),
    created_by: miniUser(call.user),
    created_at: at,
    recorded_at: at,
    event_type: type,
    session_id: null,
    source,
    additional_details: null
  }
}

/** Records an event in the streams of these users. `source` is what it happened to. */
export const appendUserEvent = (call: Call, type: string, users: Iterable<User>, source: unknown): void => {
  const { world } = call
  const body = bodyOf(call, type, source)
  const at = call.now
  for (const user of users) world.events.push({ position: firstPosition + world.nextId.event++, type, user, body, at })
  // A client that is woken may wait again at once; that wait is for the next event.
  const waiting = [...world.eventWaiters]
  world.eventWaiters.clear()
  for (const wake of waiting) wake()
}

/** Records an event in the streams of the enterprise. `item` is what it happened to, if that was an item. */
export const appendAdminEvent = (call: Call, type: string, source: unknown, item?: Item): void => {
  const { now, world } = call
  const position = firstPosition + world.nextId.enterprise_event++
  const act = item === undefined ? undefined : { by: call.user, item, link: sharedLinkOf(call)?.url ?? null }
  const event: EnterpriseEvent = { position, type, at: now, body: bodyOf(call, type, source), act }
  world.enterpriseEvents.push(event)
  appendLiveEvent(call, event)
}

/** An event that is late, or comes twice, does so within this time. */
const longestLateness = 10_000

/** Whether one of `share` of the events is chosen. Nothing is drawn without need, so that other random numbers stay. */
const isChosen = (call: Call, share: number): boolean => share > 0 && call.random.nextDoubleUnsafe() < share

/** Records an event in the live stream, where it may come late and twice. */
const appendLiveEvent = (call: Call, event: EnterpriseEvent): void => {
  const { eventRules, liveEvents } = call.world
  showLateEvents(call.world, call.now)
  const later = () => call.now + 1 + Math.floor(call.random.nextDoubleUnsafe() * longestLateness)
  if (isChosen(call, eventRules.disorder)) liveEvents.late.push({ showAt: later(), event })
  else showLive(call.world, event)
  if (isChosen(call, eventRules.duplicates)) liveEvents.late.push({ showAt: later(), event })
}

const showLive = ({ liveEvents: { shown } }: World, event: EnterpriseEvent): void => {
  shown.push({ position: firstPosition + shown.length + 1, event })
}

/** Shows the events of the live stream that were late until now. */
export const showLateEvents = (world: World, now: number): void => {
  const { late } = world.liveEvents
  const due = late.filter(({ showAt }) => showAt <= now).toSorted((one, other) => one.showAt - other.showAt)
  if (due.length === 0) return
  late.splice(0, late.length, ...late.filter(({ showAt }) => showAt > now))
  for (const { event } of due) showLive(world, event)
}

/** The types of the enterprise's streams by those of a user's stream. */
const enterpriseTypes: Readonly<Record<string, string>> = {
  ITEM_COPY: "COPY",
  ITEM_CREATE: "UPLOAD",
  ITEM_DOWNLOAD: "DOWNLOAD",
  ITEM_MAKE_CURRENT_VERSION: "FILE_VERSION_RESTORE",
  ITEM_MOVE: "MOVE",
  ITEM_RENAME: "RENAME",
  ITEM_SHARED_CREATE: "SHARE",
  ITEM_SHARED_UNSHARE: "UNSHARE",
  ITEM_TRASH: "DELETE",
  ITEM_UNDELETE_VIA_TRASH: "UNDELETE",
  ITEM_UPLOAD: "UPLOAD",
  LOCK_CREATE: "LOCK",
  LOCK_DESTROY: "UNLOCK",
  TAG_ITEM_CREATE: "EDIT"
}

/** What an event of an item triggers, without its type of item where that depends on the item. */
const triggers: Readonly<Record<string, string>> = {
  ITEM_COPY: "COPIED",
  ITEM_CREATE: "CREATED",
  ITEM_DOWNLOAD: "DOWNLOADED",
  ITEM_MOVE: "MOVED",
  ITEM_RENAME: "RENAMED",
  ITEM_SHARED_CREATE: "SHARED_LINK.CREATED",
  ITEM_SHARED_UNSHARE: "SHARED_LINK.DELETED",
  ITEM_SHARED_UPDATE: "SHARED_LINK.UPDATED",
  ITEM_TRASH: "TRASHED",
  ITEM_UNDELETE_VIA_TRASH: "RESTORED",
  ITEM_UPLOAD: "UPLOADED",
  LOCK_CREATE: "LOCKED",
  LOCK_DESTROY: "UNLOCKED"
}

const triggerOf = (type: string, item: Item): string | undefined => {
  const found = triggers[type]
  return found === undefined || found.includes(".") ? found : `${item.type.toUpperCase()}.${found}`
}

/** Records an event of an item in the streams of the enterprise, and tells the webhooks. */
export const appendEnterpriseEvent = (call: Call, type: string, item: Item): void => {
  const source = {
    item_type: item.type,
    item_id: item.id,
    item_name: item.name,
    parent: item.parent === null ? null : listEntry(call, item.parent),
    owned_by: miniUser(item.owner)
  }
  appendAdminEvent(call, enterpriseTypes[type] ?? type, source, item)
  const trigger = triggerOf(type, item)
  if (trigger !== undefined) triggerWebhooks(call, trigger, item, () => single(call, item))
}

const onlyForOwner: ReadonlySet<string> = new Set(["ITEM_DOWNLOAD", "ITEM_PREVIEW"])

/** Records an event of an item, with the item's current state, for everybody who sees it and for the enterprise. */
export const appendEvent = (call: Call, type: string, item: Item): void => {
  const users = onlyForOwner.has(type) ? [item.owner] : audience(call, item)
  for (const user of users) appendUserEvent(call, type, [user], single({ ...call, user }, item))
  appendEnterpriseEvent(call, enterpriseTypes[type] === undefined ? "EDIT" : type, item)
}

/** Records the move of an item, which the webhooks above its old place hear of too. */
export const appendMove = (call: Call, item: Item, from: Folder): void => {
  appendEvent(call, "ITEM_MOVE", item)
  const only = (wanted: ReadonlySet<Item>, others: ReadonlySet<Item>) =>
    new Set([...wanted].filter((place) => place !== item && !others.has(place)))
  const source = () => single(call, item)
  const moved = `${item.type.toUpperCase()}.MOVED`
  triggerAt(call, moved, () => only(placesOf(from), placesOf(item)), source)
  // For the folders that a file comes to, it is a new one.
  if (item.type === "file") triggerAt(call, "FILE.UPLOADED", () => only(placesOf(item), placesOf(from)), source)
}
