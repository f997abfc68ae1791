/**
 * Groups of users.
 *
 * @see https://developer.box.com/reference/resources/group/
 */
import { type Call, fieldsOf, type Route } from "../model/Call.ts"
import { collaborations, groups, isMember, memberships } from "../model/Collaborators.ts"
import type { Group } from "../model/Item.ts"
import { removeRows } from "../model/Table.ts"
import { administers, requireAdministrator } from "../model/World.ts"
import { appendAdminEvent } from "../resource/EventLog.ts"
import { createRoute, deleteRoute, getRoute, listRoute, type Resource, updateRoute } from "../resource/Resource.ts"
import { type JsonObject, optionalOneOf, optionalString, requiredString } from "../wire/Json.ts"
import { badParameter, conflict } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"
import { endCollaboration } from "./CollaborationEvents.ts"
import { miniGroup } from "./GroupJson.ts"

const texts = ["provenance", "external_sync_identifier", "description"]
const levels = ["invitability_level", "member_viewability_level"]
const whoInvites = ["admins_only", "admins_and_members", "all_managed_users"] as const

/** Without `fields`, an answer has only the standard properties. */
const show = (call: Call, group: Group): JsonObject => ({
  ...miniGroup(group),
  created_at: timestamp(group.createdAt),
  modified_at: timestamp(group.modifiedAt),
  ...(fieldsOf(call) === undefined
    ? {}
    : { ...group.settings, permissions: { can_invite_as_collaborator: canInvite(call, group) } })
})

/** Whether the user may invite the group to an item. */
export const canInvite = ({ user, world }: Call, group: Group): boolean => {
  if (administers(world, user)) return true
  const level = group.settings["invitability_level"]
  return level === "all_managed_users" || (level === "admins_and_members" && isMember(world, user, group))
}

export const group: Resource<Group> = {
  table: groups,
  name: "group",
  path: "/groups/{group_id}",
  show,
  sees: ({ user, world }, row) => administers(world, user) || isMember(world, user, row)
}

const settingsOf = (body: JsonObject): Readonly<Record<string, unknown>> => {
  const settings: Record<string, unknown> = {}
  for (const name of texts) settings[name] = optionalString(body, name)
  for (const name of levels) settings[name] = optionalOneOf(body, name, whoInvites)
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}

const checkName = (call: Call, name: string, except?: Group): string => {
  if (name.trim() === "") throw badParameter("name", "'name' must not be empty")
  const wanted = name.toLowerCase()
  for (const other of groups.rows(call.world).values()) {
    if (other !== except && other.name.toLowerCase() === wanted) {
      const errors = [{ reason: "invalid_parameter", name: "name", message: "A group of this name exists already" }]
      throw conflict("invalid_parameter", "A group of this name exists already", { errors })
    }
  }
  return name
}

const defaults = { invitability_level: "admins_and_members", member_viewability_level: "admins_and_members" }

const make = (call: Call): Group => {
  requireAdministrator(call)
  const settings = { ...defaults, ...settingsOf(call.json) }
  const name = checkName(call, requiredString(call.json, "name"))
  return { id: groups.freshId(call.world), name, createdAt: call.now, modifiedAt: call.now, settings }
}

const change = (call: Call, row: Group): void => {
  requireAdministrator(call)
  const settings = settingsOf(call.json)
  const name = checkName(call, optionalString(call.json, "name") ?? row.name, row)
  Object.assign(row, { name, settings: { ...row.settings, ...settings }, modifiedAt: call.now })
  appendAdminEvent(call, "GROUP_EDITED", miniGroup(row))
}

/** The memberships and collaborations of a group end with it. */
const before = (call: Call, row: Group): void => {
  requireAdministrator(call)
  const { world } = call
  for (const other of collaborations.rows(world).values()) if (other.grantee === row) endCollaboration(call, other)
  removeRows(world, memberships, (membership) => membership.group === row)
  appendAdminEvent(call, "GROUP_DELETION", miniGroup(row))
}

export const groupRoutes: ReadonlyArray<Route> = [
  createRoute(group, "/groups", make, (call, row) => appendAdminEvent(call, "GROUP_CREATION", miniGroup(row))),
  listRoute(group, "/groups", {
    paging: "offset",
    select: (call) => {
      requireAdministrator(call)
      const term = call.url.searchParams.get("filter_term")?.toLowerCase() ?? ""
      return ({ name }) => name.toLowerCase().startsWith(term)
    }
  }),
  getRoute(group),
  updateRoute(group, change),
  deleteRoute(group, before)
]
