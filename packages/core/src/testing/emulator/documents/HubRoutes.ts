/**
 * Hubs, for the user who made one and for its collaborators.
 *
 * @see https://developer.box.com/reference/v2025.0/resources/hub/
 */
import { json } from "../wire/Answer.ts"
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import { groups, isGroup, isMember } from "../model/Collaborators.ts"
import type { Group, User } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import {
  forAdministrators,
  createRoute,
  deleteRoute,
  findRow,
  getRoute,
  type Resource,
  updateRoute
} from "../resource/Resource.ts"
import { freshStamps, restamp, type Stamps, stampsJson } from "../resource/Stamps.ts"
import { markerList } from "../views/Pagination.ts"
import { uuid } from "../wire/Identifiers.ts"
import { type JsonObject, optionalBoolean, optionalOneOf, optionalString, requiredString } from "../wire/Json.ts"
import { badParameter, noPermission } from "../wire/Refusal.ts"

export type HubRole = "editor" | "viewer" | "co-owner"

export interface HubItem {
  readonly type: "file" | "folder" | "web_link"
  readonly id: string
}

export interface Hub extends Stamps {
  readonly id: string
  /** The ids of the only page, and of the only list of items on it. */
  readonly pageId: string
  readonly listId: string
  title: string
  description: string
  settings: JsonObject
  items: ReadonlyArray<HubItem>
}

export const hubs: Table<Hub> = makeTable("hub", 850_001)

export interface HubCollaboration {
  readonly id: string
  readonly hub: Hub
  readonly grantee: User | Group
  role: HubRole
}

export const hubCollaborations: Table<HubCollaboration> = makeTable("hub_collaboration", 860_001)

/** What a user or a group had ends with them. */
export const isGranted = ({ world }: Call, { grantee }: HubCollaboration): boolean =>
  isGroup(grantee) ? groups.rows(world).has(grantee.id) : world.users.has(grantee.id)

export const collaborationsOf = (call: Call, hub: Hub): ReadonlyArray<HubCollaboration> =>
  [...hubCollaborations.rows(call.world).values()].filter((row) => row.hub === hub && isGranted(call, row))

/** From the one that allows most. */
const byRank: ReadonlyArray<HubRole> = ["co-owner", "editor", "viewer"]

/** What a user may do with a hub, also as a member of groups; `undefined` if it does not exist for the user. */
const roleIn = (call: Call, row: Hub): HubRole | "owner" | undefined => {
  if (row.createdBy === call.user) return "owner"
  const own = collaborationsOf(call, row).filter(
    ({ grantee }) => grantee === call.user || (isGroup(grantee) && isMember(call.world, call.user, grantee))
  )
  return byRank.find((role) => own.some((one) => one.role === role))
}

export const requireHubRole = (call: Call, row: Hub, roles: ReadonlyArray<HubRole>): void => {
  const role = roleIn(call, row)
  if (role !== "owner" && (role === undefined || !roles.includes(role))) throw noPermission()
}

const defaults: JsonObject = {
  is_ai_enabled: true,
  is_collaboration_restricted_to_enterprise: false,
  can_non_owners_invite: true,
  can_shared_link_be_created: true,
  can_public_shared_link_be_created: false,
  copy_hub_access: "all"
}

const show = (_: Call, row: Hub): JsonObject => ({
  type: "hubs",
  id: row.id,
  title: row.title,
  description: row.description,
  ...stampsJson(row),
  view_count: 0,
  ...row.settings
})

export const hub: Resource<Hub> = {
  table: hubs,
  name: "hub",
  path: "/hubs/{hub_id}",
  show,
  sees: (call, row) => roleIn(call, row) !== undefined
}

/** The hub that a parameter of the query or a part of a body names. */
export const findHub = (call: Call, id: string): Hub => findRow(hub, call, id)

const titleOf = (title: string): string => {
  if (title === "" || title.length > 50) throw badParameter("title", "'title' must have 1 to 50 characters")
  return title
}

const made = (call: Call, title: string, description: string): Hub => ({
  id: hubs.freshId(call.world),
  pageId: uuid(call.random),
  listId: uuid(call.random),
  title: titleOf(title),
  description,
  settings: defaults,
  items: [],
  ...freshStamps(call)
})

const make = (call: Call): Hub =>
  made(call, requiredString(call.json, "title"), optionalString(call.json, "description") ?? "")

const settingsOf = (json: JsonObject, known: JsonObject): JsonObject => {
  const switches = Object.keys(defaults).filter((name) => name !== "copy_hub_access")
  const access = optionalOneOf(json, "copy_hub_access", ["all", "company", "none"])
  return Object.fromEntries([
    ...switches.map((name) => [name, optionalBoolean(json, name) ?? known[name]]),
    ["copy_hub_access", access ?? known["copy_hub_access"]]
  ])
}

const change = (call: Call, row: Hub): void => {
  requireHubRole(call, row, ["editor", "co-owner"])
  Object.assign(row, {
    title: titleOf(optionalString(call.json, "title") ?? row.title),
    description: optionalString(call.json, "description") ?? row.description,
    settings: settingsOf(call.json, row.settings)
  })
  restamp(call, row)
}

const copy = (call: Call) => {
  const from = findRow(hub, call)
  const title = optionalString(call.json, "title") ?? `Copy of ${from.title}`.slice(0, 50)
  const row = made(call, title, optionalString(call.json, "description") ?? from.description)
  row.settings = from.settings
  if (optionalBoolean(call.json, "include_items") === true) row.items = from.items
  return json(201, show(call, hubs.insert(call.world, row)))
}

const drop = (call: Call, row: Hub): void => {
  requireHubRole(call, row, ["co-owner"])
  for (const collaboration of collaborationsOf(call, row)) hubCollaborations.remove(call.world, collaboration)
}

/** `scope` is about the user's role; `query` is looked for in titles and descriptions. */
const wanted = (call: Call): ((row: Hub) => boolean) => {
  const query = call.url.searchParams.get("query")?.toLowerCase() ?? ""
  const scope = call.url.searchParams.get("scope") ?? "all"
  if (!["all", "editable", "view_only"].includes(scope)) throw badParameter("scope", `Invalid value '${scope}'`)
  return (row) => {
    if (!`${row.title}\n${row.description}`.toLowerCase().includes(query)) return false
    return scope === "all" || (roleIn(call, row) === "viewer") === (scope === "view_only")
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** What hubs can be sorted by. Nobody looks at them here, so that the other keys leave the order of creation. */
const sortKeys: Readonly<Record<string, (a: Hub, b: Hub) => number>> = {
  name: (a, b) => byText(a.title.toLowerCase(), b.title.toLowerCase()),
  updated_at: (a, b) => a.updatedAt - b.updatedAt,
  last_accessed_at: () => 0,
  relevance: () => 0,
  view_count: () => 0
}

const sorted = (call: Call, rows: ReadonlyArray<Hub>): ReadonlyArray<Hub> => {
  const query = call.url.searchParams
  const by = query.get("sort") ?? "relevance"
  const compare = Object.hasOwn(sortKeys, by) ? sortKeys[by] : undefined
  if (compare === undefined) throw badParameter("sort", `Invalid value '${by}'. There is no such order of hubs`)
  const direction = optionalOneOf({ direction: query.get("direction") }, "direction", ["ASC", "DESC"])
  const ascending = rows.toSorted(compare)
  return direction === "DESC" ? ascending.toReversed() : ascending
}

const list = (call: Call, isListed: (row: Hub) => boolean) => {
  const isWanted = wanted(call)
  const rows = [...hubs.rows(call.world).values()].filter((row) => isListed(row) && isWanted(row))
  return json(
    200,
    markerList(call.url.searchParams, sorted(call, rows), (row) => show(call, row))
  )
}

export const hubRoutes: ReadonlyArray<Route> = [
  createRoute(hub, "/hubs", make),
  getRoute(hub),
  updateRoute(hub, change),
  deleteRoute(hub, drop),
  stepRoute("api", "GET", "/hubs", (call) => list(call, (row) => roleIn(call, row) !== undefined)),
  ...forAdministrators([stepRoute("api", "GET", "/enterprise_hubs", (call) => list(call, () => true))]),
  stepRoute("api", "POST", "/hubs/{hub_id}/copy", copy)
]
