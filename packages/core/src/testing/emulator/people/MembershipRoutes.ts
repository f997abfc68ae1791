/**
 * Who is in which group. Administrators of the enterprise manage memberships, and administrators of a group those of
 * their group.
 *
 * @see https://developer.box.com/reference/resources/group-membership/
 */
import { type Call, param, type Route } from "../model/Call.ts"
import { isMember, memberships } from "../model/Collaborators.ts"
import type { Group, Membership, User } from "../model/Item.ts"
import { administers } from "../model/World.ts"
import { appendAdminEvent, appendUserEvent } from "../resource/EventLog.ts"
import {
  createRoute,
  deleteRoute,
  findRow,
  getRoute,
  listRoute,
  type Resource,
  updateRoute
} from "../resource/Resource.ts"
import { miniUser } from "../views/ItemJson.ts"
import { optionalBoolean, optionalObject, optionalOneOf, requiredId, requiredObject } from "../wire/Json.ts"
import { badParameter, conflict, noPermission } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"
import { miniGroup } from "./GroupJson.ts"
import { group } from "./GroupRoutes.ts"
import { findUser } from "./UserJson.ts"

const membershipRoles = ["member", "admin"] as const
const permissionNames = ["can_run_reports", "can_instant_login", "can_create_accounts", "can_edit_accounts"]

const membership: Resource<Membership> = {
  table: memberships,
  name: "group_membership",
  path: "/group_memberships/{group_membership_id}",
  show: (_, row) => ({
    type: "group_membership",
    id: row.id,
    user: miniUser(row.user),
    group: miniGroup(row.group),
    role: row.role,
    created_at: timestamp(row.createdAt),
    modified_at: timestamp(row.modifiedAt)
  }),
  sees: ({ user, world }, row) =>
    administers(world, user) ||
    row.user === user ||
    (row.group.settings["member_viewability_level"] !== "admins_only" && isMember(world, user, row.group))
}

const requireGroupAdministrator = (call: Call, wanted: Group): void => {
  const { user, world } = call
  const rows = [...memberships.rows(world).values()]
  const isAdmin = rows.some((row) => row.group === wanted && row.user === user && row.role === "admin")
  if (!isAdmin && !administers(world, user)) throw noPermission()
}

/** Only administrators of a group have permissions of their own. */
const permissionsOf = (call: Call, role: Membership["role"]): Membership["permissions"] => {
  const given = optionalObject(call.json, "configurable_permissions")
  if (given === undefined) return {}
  if (role !== "admin") {
    throw badParameter("configurable_permissions", "Only the role admin has configurable permissions")
  }
  return Object.fromEntries(permissionNames.map((name) => [name, optionalBoolean(given, name) ?? true]))
}

const make = (call: Call): Membership => {
  const { json, now, world } = call
  const user = findUser(call, requiredId(requiredObject(json, "user"), "id"))
  const wanted = findRow(group, call, requiredId(requiredObject(json, "group"), "id"))
  requireGroupAdministrator(call, wanted)
  const role = optionalOneOf(json, "role", membershipRoles) ?? "member"
  const permissions = permissionsOf(call, role)
  if (isMember(world, user, wanted)) throw conflict("conflict", "The user is a member of the group already")
  return { id: memberships.freshId(world), user, group: wanted, role, permissions, createdAt: now, modifiedAt: now }
}

const change = (call: Call, row: Membership): void => {
  requireGroupAdministrator(call, row.group)
  const role = optionalOneOf(call.json, "role", membershipRoles) ?? row.role
  Object.assign(row, { role, permissions: permissionsOf(call, role), modifiedAt: call.now })
}

const record =
  (type: "GROUP_ADD_USER" | "GROUP_REMOVE_USER") =>
  (call: Call, { group: changed, user }: Membership): void => {
    appendUserEvent(call, type, [user], miniGroup(changed))
    appendAdminEvent(call, type, miniUser(user))
  }

const requireOwn = (call: Call, user: User): void => {
  if (user !== call.user && !administers(call.world, call.user)) throw noPermission()
}

export const membershipRoutes: ReadonlyArray<Route> = [
  createRoute(membership, "/group_memberships", make, record("GROUP_ADD_USER")),
  getRoute(membership),
  updateRoute(membership, change),
  deleteRoute(membership, (call, row) => {
    requireGroupAdministrator(call, row.group)
    record("GROUP_REMOVE_USER")(call, row)
  }),
  listRoute(membership, "/groups/{group_id}/memberships", {
    paging: "offset",
    select: (call) => {
      const wanted = findRow(group, call, param(call, "group_id"))
      return (row) => row.group === wanted
    }
  }),
  listRoute(membership, "/users/{user_id}/memberships", {
    paging: "offset",
    select: (call) => {
      const user = findUser(call)
      requireOwn(call, user)
      return (row) => row.user === user
    }
  })
]
