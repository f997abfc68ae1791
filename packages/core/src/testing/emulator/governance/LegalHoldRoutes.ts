/**
 * Legal hold policies and their assignments.
 *
 * @see https://developer.box.com/reference/resources/legal-hold-policy/
 * @see https://developer.box.com/reference/resources/legal-hold-policy-assignment/
 */
import { empty } from "../wire/Answer.ts"
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import {
  holdAssignments,
  type HoldAssignment,
  holdExisting,
  holdPolicies,
  type HoldPolicy,
  holdTargets,
  releaseHold
} from "../model/LegalHold.ts"
import { findFile, findFolder } from "../model/Tree.ts"
import { appendAdminEvent } from "../resource/EventLog.ts"
import {
  createRoute,
  findRow,
  forAdministrators,
  getRoute,
  listRoute,
  type Resource,
  updateRoute
} from "../resource/Resource.ts"
import { miniUser } from "../views/ItemJson.ts"
import {
  type JsonObject,
  optionalBoolean,
  optionalString,
  optionalTime,
  requiredId,
  requiredObject,
  requiredOneOf,
  requiredString
} from "../wire/Json.ts"
import { badParameter, badRequest, conflict, missingParameter, notFound } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"

const showPolicy = ({ world }: Call, row: HoldPolicy): JsonObject => {
  const counts = { user: 0, folder: 0, file: 0, file_version: 0, ownership: 0, interactions: 0 }
  for (const { policy: assigned, type } of holdAssignments.rows(world).values()) if (assigned === row) counts[type]++
  return {
    type: "legal_hold_policy",
    id: row.id,
    policy_name: row.name,
    description: row.description,
    status: "active",
    assignment_counts: counts,
    created_by: miniUser(row.createdBy),
    created_at: timestamp(row.createdAt),
    modified_at: timestamp(row.modifiedAt),
    ...(row.from === undefined ? {} : { filter_started_at: timestamp(row.from) }),
    ...(row.to === undefined ? {} : { filter_ended_at: timestamp(row.to) }),
    release_notes: row.releaseNotes
  }
}

export const holdPolicy: Resource<HoldPolicy> = {
  table: holdPolicies,
  name: "legal_hold_policy",
  path: "/legal_hold_policies/{legal_hold_policy_id}",
  show: showPolicy
}

export const showAssignment = (_: Call, row: HoldAssignment): JsonObject => ({
  type: "legal_hold_policy_assignment",
  id: row.id,
  legal_hold_policy: { type: "legal_hold_policy", id: row.policy.id },
  assigned_to: { type: row.type, id: row.targetId },
  assigned_by: miniUser(row.assignedBy),
  assigned_at: timestamp(row.assignedAt)
})

export const holdAssignment: Resource<HoldAssignment> = {
  table: holdAssignments,
  name: "legal_hold_policy_assignment",
  path: "/legal_hold_policy_assignments/{legal_hold_policy_assignment_id}",
  show: showAssignment
}

const nameAndDescription = (call: Call, before?: HoldPolicy): Pick<HoldPolicy, "name" | "description"> => {
  const { json, world } = call
  const name =
    before === undefined ? requiredString(json, "policy_name") : (optionalString(json, "policy_name") ?? before.name)
  const description = optionalString(json, "description") ?? before?.description ?? ""
  if (name === "" || name.length > 254) throw badParameter("policy_name", "'policy_name' has 1 to 254 characters")
  if (description.length > 500) throw badParameter("description", "'description' has at most 500 characters")
  for (const row of holdPolicies.rows(world).values()) {
    if (row !== before && row.name === name)
      throw conflict("conflict", `There is a legal hold policy '${name}' already`)
  }
  return { name, description }
}

const makePolicy = (call: Call): HoldPolicy => {
  const { json, now, user, world } = call
  const isOngoing = optionalBoolean(json, "is_ongoing") ?? false
  const from = optionalTime(json, "filter_started_at")
  const to = optionalTime(json, "filter_ended_at")
  if (!isOngoing && (from === undefined || to === undefined)) {
    throw badRequest("'is_ongoing', or 'filter_started_at' and 'filter_ended_at' are required")
  }
  if (from !== undefined && to !== undefined && from > to)
    throw badParameter("filter_ended_at", "It ends before it begins")
  return {
    id: holdPolicies.freshId(world),
    ...nameAndDescription(call),
    isOngoing,
    from,
    to,
    releaseNotes: "",
    createdBy: user,
    createdAt: now,
    modifiedAt: now
  }
}

const changePolicy = (call: Call, row: HoldPolicy): void => {
  const releaseNotes = optionalString(call.json, "release_notes") ?? row.releaseNotes
  Object.assign(row, nameAndDescription(call, row), { releaseNotes, modifiedAt: call.now })
  appendAdminEvent(call, "LEGAL_HOLD_POLICY_UPDATE", showPolicy(call, row))
}

const release = (call: Call, row: HoldAssignment): void => {
  releaseHold(call.world, row)
  appendAdminEvent(call, "LEGAL_HOLD_ASSIGNMENT_DELETE", showAssignment(call, row))
}

/** Box takes its time for this; here it is done with the answer. */
const removePolicy = (call: Call) => {
  const row = findRow(holdPolicy, call)
  for (const assigned of [...holdAssignments.rows(call.world).values()]) {
    if (assigned.policy === row) release(call, assigned)
  }
  holdPolicies.remove(call.world, row)
  appendAdminEvent(call, "LEGAL_HOLD_POLICY_DELETE", showPolicy(call, row))
  return empty(202)
}

const requireTarget = (call: Call, type: HoldAssignment["type"], id: string): void => {
  const { files, users } = call.world
  if (type === "file") findFile(call, id)
  else if (type === "folder") findFolder(call, id)
  else if (type === "file_version") {
    for (const file of files.values()) if (file.versions.some((version) => version.id === id)) return
    throw notFound("file_version", id)
  } else if (!users.has(id)) throw notFound("user", id)
}

const makeAssignment = (call: Call): HoldAssignment => {
  const { json, now, user, world } = call
  const policy = findRow(holdPolicy, call, requiredId(json, "policy_id"))
  const to = requiredObject(json, "assign_to")
  const type = requiredOneOf(to, "type", holdTargets)
  const targetId = requiredId(to, "id")
  requireTarget(call, type, targetId)
  for (const row of holdAssignments.rows(world).values()) {
    if (row.policy === policy && row.type === type && row.targetId === targetId) {
      throw conflict("conflict", "The policy is assigned to this already")
    }
  }
  return { id: holdAssignments.freshId(world), policy, type, targetId, assignedBy: user, assignedAt: now }
}

const removeAssignment = (call: Call) => {
  release(call, findRow(holdAssignment, call))
  return empty(202)
}

const wantedPolicies = (call: Call) => {
  const prefix = call.url.searchParams.get("policy_name")?.toLowerCase() ?? ""
  return (row: HoldPolicy) => row.name.toLowerCase().startsWith(prefix)
}

const wantedAssignments = (call: Call) => {
  const query = call.url.searchParams
  const policyId = query.get("policy_id")
  if (policyId === null) throw missingParameter("policy_id")
  const policy = findRow(holdPolicy, call, policyId)
  const type = query.get("assign_to_type")
  const id = query.get("assign_to_id")
  if (type !== null && !holdTargets.some((known) => known === type)) {
    throw badParameter("assign_to_type", `Invalid value '${type}'`)
  }
  return (row: HoldAssignment) =>
    row.policy === policy && (type === null || row.type === type) && (id === null || row.targetId === id)
}

export const legalHoldRoutes: ReadonlyArray<Route> = forAdministrators([
  createRoute(holdPolicy, "/legal_hold_policies", makePolicy, (call, row) =>
    appendAdminEvent(call, "LEGAL_HOLD_POLICY_CREATE", showPolicy(call, row))
  ),
  listRoute(holdPolicy, "/legal_hold_policies", { paging: "marker", select: wantedPolicies }),
  getRoute(holdPolicy),
  updateRoute(holdPolicy, changePolicy),
  stepRoute("api", "DELETE", holdPolicy.path, removePolicy),
  createRoute(holdAssignment, "/legal_hold_policy_assignments", makeAssignment, (call, row) => {
    holdExisting(call.world, row)
    appendAdminEvent(call, "LEGAL_HOLD_ASSIGNMENT_CREATE", showAssignment(call, row))
  }),
  listRoute(holdAssignment, "/legal_hold_policy_assignments", { paging: "marker", select: wantedAssignments }),
  getRoute(holdAssignment),
  stepRoute("api", "DELETE", holdAssignment.path, removeAssignment)
])
