/**
 * Storage policies, and to whom they are assigned. Where content lies makes no difference here. Box has no operation to
 * create a policy; there are two.
 *
 * @see https://developer.box.com/reference/resources/storage-policy/
 * @see https://developer.box.com/reference/resources/storage-policy-assignment/
 */
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import type { User } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { requireAdministrator } from "../model/World.ts"
import {
  createRoute,
  deleteRoute,
  findRow,
  getRoute,
  listRoute,
  type Resource,
  updateRoute
} from "../resource/Resource.ts"
import { markerRows } from "../views/Pagination.ts"
import { json } from "../wire/Answer.ts"
import { requiredId, requiredObject, requiredOneOf } from "../wire/Json.ts"
import { badParameter, conflict, missingParameter, notFound } from "../wire/Refusal.ts"
import { findUser } from "./UserJson.ts"

export interface StoragePolicy {
  readonly id: string
  readonly name: string
}

export interface StorageAssignment {
  readonly id: string
  policy: StoragePolicy
  readonly assignedTo: User | "enterprise"
}

export const storagePolicies: Table<StoragePolicy> = makeTable("storage_policy", 180_001, {
  initial: (_, freshId) => [
    { id: freshId(), name: "Storage one of the emulator" },
    { id: freshId(), name: "Storage two of the emulator" }
  ]
})

export const storageAssignments: Table<StorageAssignment> = makeTable("storage_policy_assignment", 190_001)

const administrators = (call: Call): boolean => {
  requireAdministrator(call)
  return true
}

const policy: Resource<StoragePolicy> = {
  table: storagePolicies,
  name: "storage_policy",
  path: "/storage_policies/{storage_policy_id}",
  show: (_, { id, name }) => ({ type: "storage_policy", id, name }),
  sees: administrators
}

const assignment: Resource<StorageAssignment> = {
  table: storageAssignments,
  name: "storage_policy_assignment",
  path: "/storage_policy_assignments/{storage_policy_assignment_id}",
  show: ({ world }, row) => ({
    type: "storage_policy_assignment",
    id: row.id,
    storage_policy: { type: "storage_policy", id: row.policy.id },
    assigned_to:
      row.assignedTo === "enterprise"
        ? { type: "enterprise", id: world.enterpriseId }
        : { type: "user", id: row.assignedTo.id }
  }),
  sees: administrators
}

const targetOf = (call: Call, type: "user" | "enterprise", id: string): StorageAssignment["assignedTo"] => {
  if (type === "user") return findUser(call, id)
  if (id !== call.world.enterpriseId) throw notFound("enterprise", id)
  return "enterprise"
}

const policyIn = (call: Call): StoragePolicy => {
  const given = requiredObject(call.json, "storage_policy")
  requiredOneOf(given, "type", ["storage_policy"])
  return findRow(policy, call, requiredId(given, "id"))
}

const targets = ["user", "enterprise"] as const

const make = (call: Call): StorageAssignment => {
  requireAdministrator(call)
  const target = requiredObject(call.json, "assigned_to")
  const assignedTo = targetOf(call, requiredOneOf(target, "type", targets), requiredId(target, "id"))
  const wanted = policyIn(call)
  for (const row of storageAssignments.rows(call.world).values()) {
    if (row.assignedTo === assignedTo) throw conflict("conflict", "A storage policy is assigned to this target already")
  }
  return { id: storageAssignments.freshId(call.world), policy: wanted, assignedTo }
}

/** What holds for a user: an assignment of the user's own, or else the enterprise's. */
const list = (call: Call) => {
  requireAdministrator(call)
  const { url, world } = call
  const id = url.searchParams.get("resolved_for_id")
  const asked = url.searchParams.get("resolved_for_type")
  if (id === null) throw missingParameter("resolved_for_id")
  if (asked === null) throw missingParameter("resolved_for_type")
  const type = targets.find((one) => one === asked)
  if (type === undefined) throw badParameter("resolved_for_type", `Invalid value '${asked}'`)
  const target = targetOf(call, type, id)
  const rows = [...storageAssignments.rows(world).values()]
  const own = rows.filter(({ assignedTo }) => assignedTo === target)
  const found = own.length > 0 ? own : rows.filter(({ assignedTo }) => assignedTo === "enterprise")
  const place = (row: string) => storageAssignments.place(world, row)
  return json(
    200,
    markerRows(url.searchParams, found, place, (row) => assignment.show(call, row))
  )
}

export const storagePolicyRoutes: ReadonlyArray<Route> = [
  listRoute(policy, "/storage_policies", { paging: "marker" }),
  getRoute(policy),
  createRoute(assignment, "/storage_policy_assignments", make, undefined, 200),
  stepRoute("api", "GET", "/storage_policy_assignments", list),
  getRoute(assignment),
  updateRoute(assignment, (call, row) => {
    row.policy = policyIn(call)
  }),
  deleteRoute(assignment)
]
