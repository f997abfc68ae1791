/**
 * The users and groups who may use a hub, and what each may do.
 *
 * @see https://developer.box.com/reference/v2025.0/resources/hub-collaboration/
 */
import { type Call, requiredQuery, type Route } from "../model/Call.ts"
import { groups, isGroup } from "../model/Collaborators.ts"
import type { Group, User } from "../model/Item.ts"
import { createRoute, deleteRoute, getRoute, listRoute, type Resource, updateRoute } from "../resource/Resource.ts"
import { miniUser } from "../views/ItemJson.ts"
import { type JsonObject, optionalId, optionalString, requiredId, requiredObject, requiredOneOf } from "../wire/Json.ts"
import { conflict, missingParameter, notFound } from "../wire/Refusal.ts"
import {
  collaborationsOf,
  findHub,
  type HubCollaboration,
  hub,
  hubCollaborations,
  isGranted,
  type HubRole,
  requireHubRole
} from "./HubRoutes.ts"

const roles: ReadonlyArray<HubRole> = ["editor", "viewer", "co-owner"]

const granteeJson = (grantee: User | Group): unknown =>
  isGroup(grantee)
    ? { type: "group", id: grantee.id, name: grantee.name, group_type: "managed_group" }
    : miniUser(grantee)

const collaboration: Resource<HubCollaboration> = {
  table: hubCollaborations,
  name: "hub_collaboration",
  path: "/hub_collaborations/{hub_collaboration_id}",
  sees: (call, row) => isGranted(call, row) && hub.sees?.(call, row.hub) !== false,
  show: (_, row) => ({
    type: "hub_collaboration",
    id: row.id,
    hub: { type: "hubs", id: row.hub.id },
    accessible_by: granteeJson(row.grantee),
    role: row.role,
    status: "accepted"
  })
}

/** A user by id or by login, or a group by id. */
const granteeIn = (call: Call, given: JsonObject): User | Group => {
  const id = optionalId(given, "id")
  const login = optionalString(given, "login")
  if (requiredOneOf(given, "type", ["user", "group"]) === "group") {
    if (id === undefined) throw missingParameter("id")
    const group = groups.rows(call.world).get(id)
    if (group === undefined) throw notFound("group", id)
    return group
  }
  if (id === undefined && login === undefined) throw missingParameter("accessible_by")
  const found = [...call.world.users.values()].find((user) =>
    id === undefined ? user.login === login : user.id === id
  )
  if (found === undefined) throw notFound("user", id ?? login ?? "")
  return found
}

const make = (call: Call): HubCollaboration => {
  const wanted = findHub(call, requiredId(requiredObject(call.json, "hub"), "id"))
  const role = requiredOneOf(call.json, "role", roles)
  const grantee = granteeIn(call, requiredObject(call.json, "accessible_by"))
  const inviters =
    wanted.settings["can_non_owners_invite"] === true ? (["editor", "co-owner"] as const) : (["co-owner"] as const)
  requireHubRole(call, wanted, inviters)
  if (grantee === wanted.createdBy || collaborationsOf(call, wanted).some((other) => other.grantee === grantee)) {
    throw conflict("conflict", "This is a collaborator of the hub already")
  }
  return { id: hubCollaborations.freshId(call.world), hub: wanted, grantee, role }
}

export const hubCollaborationRoutes: ReadonlyArray<Route> = [
  createRoute(collaboration, "/hub_collaborations", make),
  getRoute(collaboration),
  updateRoute(collaboration, (call, row) => {
    requireHubRole(call, row.hub, ["co-owner"])
    row.role = requiredOneOf(call.json, "role", roles)
  }),
  deleteRoute(collaboration, (call, row) => {
    // Everybody may leave.
    if (row.grantee !== call.user) requireHubRole(call, row.hub, ["co-owner"])
  }),
  listRoute(collaboration, "/hub_collaborations", {
    paging: "marker",
    select: (call) => {
      const wanted = findHub(call, requiredQuery(call, "hub_id"))
      return (row) => row.hub === wanted
    }
  })
]
