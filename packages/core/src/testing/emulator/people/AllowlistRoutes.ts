/**
 * With whom the enterprise may collaborate. While there are domains in the list, users of other domains are not invited,
 * unless the user who invites is exempt.
 *
 * @see https://developer.box.com/reference/resources/collaboration-allowlist-entry/
 * @see https://developer.box.com/reference/resources/collaboration-allowlist-exempt-target/
 */
import type { Call, Route } from "../model/Call.ts"
import type { User } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { enterpriseOf, requireAdministrator } from "../model/World.ts"
import { createRoute, deleteRoute, getRoute, listRoute, type Resource } from "../resource/Resource.ts"
import { miniUser } from "../views/ItemJson.ts"
import { requiredId, requiredObject, requiredOneOf, requiredString } from "../wire/Json.ts"
import { badParameter, conflict } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"
import { domainOf } from "./Addresses.ts"
import { findUser } from "./UserJson.ts"

export interface AllowlistEntry {
  readonly id: string
  readonly domain: string
  readonly direction: "inbound" | "outbound" | "both"
  readonly createdAt: number
}

export interface ExemptTarget {
  readonly id: string
  readonly user: User
  readonly createdAt: number
}

export const allowlistEntries: Table<AllowlistEntry> = makeTable("collaboration_whitelist_entry", 200_001)
export const exemptTargets: Table<ExemptTarget> = makeTable("collaboration_whitelist_exempt_target", 210_001)

const administrators = (call: Call): boolean => {
  requireAdministrator(call)
  return true
}

const entry: Resource<AllowlistEntry> = {
  table: allowlistEntries,
  name: "collaboration_whitelist_entry",
  path: "/collaboration_whitelist_entries/{collaboration_whitelist_entry_id}",
  show: ({ world }, { createdAt, direction, domain, id }) => ({
    type: "collaboration_whitelist_entry",
    id,
    domain,
    direction,
    enterprise: enterpriseOf(world),
    created_at: timestamp(createdAt)
  }),
  sees: administrators
}

const exempt: Resource<ExemptTarget> = {
  table: exemptTargets,
  name: "collaboration_whitelist_exempt_target",
  path: "/collaboration_whitelist_exempt_targets/{collaboration_whitelist_exempt_target_id}",
  show: ({ world }, { createdAt, id, user }) => ({
    type: "collaboration_whitelist_exempt_target",
    id,
    enterprise: enterpriseOf(world),
    user: miniUser(user),
    created_at: timestamp(createdAt),
    modified_at: timestamp(createdAt)
  }),
  sees: administrators
}

const makeEntry = (call: Call): AllowlistEntry => {
  requireAdministrator(call)
  const { json, now, world } = call
  const domain = requiredString(json, "domain").toLowerCase()
  const direction = requiredOneOf(json, "direction", ["inbound", "outbound", "both"])
  if (!/^[^\s@/]+\.[^\s@/]+$/.test(domain)) throw badParameter("domain", "'domain' must be a domain")
  for (const row of allowlistEntries.rows(world).values()) {
    if (row.domain === domain) throw conflict("conflict", "The domain is in the list already")
  }
  return { id: allowlistEntries.freshId(world), domain, direction, createdAt: now }
}

const makeExempt = (call: Call): ExemptTarget => {
  requireAdministrator(call)
  const { json, now, world } = call
  const user = findUser(call, requiredId(requiredObject(json, "user"), "id"))
  for (const row of exemptTargets.rows(world).values()) {
    if (row.user === user) throw conflict("conflict", "The user is exempt already")
  }
  return { id: exemptTargets.freshId(world), user, createdAt: now }
}

/** Whether the list lets the user invite somebody with this address to an item of the enterprise. */
export const allowlistPermits = ({ user, world }: Call, address: string): boolean => {
  const entries = [...allowlistEntries.rows(world).values()]
  if (entries.length === 0) return true
  if ([...exemptTargets.rows(world).values()].some((row) => row.user === user)) return true
  const domain = domainOf(address)
  return entries.some((row) => row.domain === domain && row.direction !== "outbound")
}

export const allowlistRoutes: ReadonlyArray<Route> = [
  createRoute(entry, "/collaboration_whitelist_entries", makeEntry, undefined, 200),
  listRoute(entry, "/collaboration_whitelist_entries", { paging: "marker" }),
  getRoute(entry),
  deleteRoute(entry),
  createRoute(exempt, "/collaboration_whitelist_exempt_targets", makeExempt, undefined, 200),
  listRoute(exempt, "/collaboration_whitelist_exempt_targets", { paging: "marker" }),
  getRoute(exempt),
  deleteRoute(exempt)
]
