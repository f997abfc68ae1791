/**
 * Retention policies.
 *
 * @see https://developer.box.com/reference/resources/retention-policy/
 */
import type { Call, Route } from "../model/Call.ts"
import type { User } from "../model/Item.ts"
import { endRetention, retentionAssignments, retentionPolicies, type RetentionPolicy } from "../model/Retention.ts"
import {
  createRoute,
  deleteRoute,
  forAdministrators,
  getRoute,
  listRoute,
  type Resource,
  updateRoute
} from "../resource/Resource.ts"
import { miniUser } from "../views/ItemJson.ts"
import {
  isObject,
  type JsonObject,
  optionalArray,
  optionalBoolean,
  optionalCount,
  optionalOneOf,
  optionalString,
  requiredId,
  requiredOneOf,
  requiredString
} from "../wire/Json.ts"
import { badParameter, badRequest, conflict, missingParameter, noPermission, notFound } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"

/** Numbers are strings here. */
export const miniPolicy = ({ days, dispositionAction, id, maxExtension, name }: RetentionPolicy): JsonObject => ({
  type: "retention_policy",
  id,
  policy_name: name,
  retention_length: days === undefined ? "indefinite" : String(days),
  disposition_action: dispositionAction,
  max_extension_length: maxExtension === undefined ? "none" : String(maxExtension)
})

const show = ({ world }: Call, row: RetentionPolicy): JsonObject => {
  const counts = { enterprise: 0, folder: 0, metadata_template: 0 }
  for (const { policy, target } of retentionAssignments.rows(world).values()) if (policy === row) counts[target.type]++
  return {
    ...miniPolicy(row),
    description: row.description,
    policy_type: row.days === undefined ? "indefinite" : "finite",
    retention_type: row.isModifiable ? "modifiable" : "non_modifiable",
    status: row.isRetired ? "retired" : "active",
    created_by: miniUser(row.createdBy),
    created_at: timestamp(row.createdAt),
    modified_at: timestamp(row.modifiedAt),
    can_owner_extend_retention: row.canOwnerExtend,
    are_owners_notified: row.areOwnersNotified,
    custom_notification_recipients: row.recipients.map(miniUser),
    assignment_counts: counts
  }
}

export const retentionPolicy: Resource<RetentionPolicy> = {
  table: retentionPolicies,
  name: "retention_policy",
  path: "/retention_policies/{retention_policy_id}",
  show
}

const actions = ["permanently_delete", "remove_retention"] as const

const requireFreeName = ({ world }: Call, name: string, except?: RetentionPolicy): void => {
  if (name === "") throw badParameter("policy_name", "'policy_name' must not be empty")
  for (const row of retentionPolicies.rows(world).values()) {
    if (row !== except && row.name === name) throw conflict("conflict", `There is a retention policy '${name}' already`)
  }
}

const recipientsIn = (call: Call): ReadonlyArray<User> | undefined =>
  optionalArray(call.json, "custom_notification_recipients")?.map((entry) => {
    if (!isObject(entry)) throw badParameter("custom_notification_recipients", "Recipients must be users")
    const id = requiredId(entry, "id")
    const user = call.world.users.get(id)
    if (user === undefined) throw notFound("user", id)
    return user
  })

/** Days, or `undefined` for a policy without an end, which may say so in words. */
const daysIn = (call: Call, type: "finite" | "indefinite"): number | undefined => {
  const length = call.json["retention_length"]
  if (type === "finite") return optionalCount(call.json, "retention_length")
  if (length !== undefined && length !== null && length !== "indefinite") {
    throw badParameter("retention_length", "An indefinite policy has no 'retention_length'")
  }
  return undefined
}

type Settings = Pick<
  RetentionPolicy,
  "description" | "dispositionAction" | "canOwnerExtend" | "maxExtension" | "areOwnersNotified" | "recipients"
>

const defaults: Omit<Settings, "dispositionAction"> = {
  description: "",
  canOwnerExtend: false,
  maxExtension: undefined,
  areOwnersNotified: false,
  recipients: []
}

/** What a request sets, and what it leaves as it was. */
const settingsIn = (call: Call, before: Settings, days: number | undefined): Settings => {
  const { json } = call
  const description = optionalString(json, "description") ?? before.description
  if (description.length > 500) throw badParameter("description", "'description' has at most 500 characters")
  const dispositionAction = optionalOneOf(json, "disposition_action", actions) ?? before.dispositionAction
  const isDeleting = days !== undefined && dispositionAction === "permanently_delete"
  if (days === undefined && dispositionAction === "permanently_delete") {
    throw badParameter("disposition_action", "An indefinite policy cannot delete anything")
  }
  const isNone = json["max_extension_length"] === "none"
  const asked = isNone ? undefined : optionalCount(json, "max_extension_length")
  if (asked !== undefined && !isDeleting) {
    throw badParameter("max_extension_length", "Only a finite policy that deletes can be extended")
  }
  return {
    description,
    dispositionAction,
    canOwnerExtend: optionalBoolean(json, "can_owner_extend_retention") ?? before.canOwnerExtend,
    maxExtension: isNone || !isDeleting ? undefined : (asked ?? before.maxExtension),
    areOwnersNotified: optionalBoolean(json, "are_owners_notified") ?? before.areOwnersNotified,
    recipients: recipientsIn(call) ?? before.recipients
  }
}

const make = (call: Call): RetentionPolicy => {
  const name = requiredString(call.json, "policy_name")
  const type = requiredOneOf(call.json, "policy_type", ["finite", "indefinite"])
  const dispositionAction = requiredOneOf(call.json, "disposition_action", actions)
  const days = daysIn(call, type)
  if (type === "finite" && days === undefined) throw missingParameter("retention_length")
  const settings = settingsIn(call, { ...defaults, dispositionAction }, days)
  const retentionType = optionalOneOf(call.json, "retention_type", ["modifiable", "non_modifiable"])
  requireFreeName(call, name)
  return {
    id: retentionPolicies.freshId(call.world),
    name,
    days,
    ...settings,
    isModifiable: retentionType !== "non_modifiable",
    isRetired: false,
    createdBy: call.user,
    createdAt: call.now,
    modifiedAt: call.now
  }
}

/** A policy that is not modifiable can only become stricter. */
const change = (call: Call, row: RetentionPolicy): void => {
  const name = optionalString(call.json, "policy_name") ?? row.name
  const days = daysIn(call, row.days === undefined ? "indefinite" : "finite") ?? row.days
  const settings = settingsIn(call, row, days)
  const retentionType = optionalOneOf(call.json, "retention_type", ["modifiable", "non_modifiable"])
  const status = optionalString(call.json, "status")
  if (status !== undefined && status !== "retired" && !(status === "active" && !row.isRetired)) {
    throw badRequest("'status' can only be set to retired")
  }
  if (!row.isModifiable && (retentionType === "modifiable" || (days ?? 0) < (row.days ?? 0))) throw noPermission()
  requireFreeName(call, name, row)
  Object.assign(row, settings, {
    name,
    days,
    isModifiable: row.isModifiable && retentionType !== "non_modifiable",
    isRetired: row.isRetired || status === "retired",
    modifiedAt: call.now
  })
}

const wanted = (call: Call) => {
  const query = call.url.searchParams
  const prefix = query.get("policy_name") ?? ""
  const type = query.get("policy_type")
  const creator = query.get("created_by_user_id")
  if (type !== null && type !== "finite" && type !== "indefinite")
    throw badParameter("policy_type", `Invalid value '${type}'`)
  if (creator !== null && !call.world.users.has(creator)) throw notFound("user", creator)
  return (row: RetentionPolicy) =>
    row.name.startsWith(prefix) &&
    (type === null || (type === "finite") === (row.days !== undefined)) &&
    (creator === null || row.createdBy.id === creator)
}

const end = (call: Call, row: RetentionPolicy): void => {
  if (!row.isModifiable) throw noPermission()
  for (const assignment of [...retentionAssignments.rows(call.world).values()]) {
    if (assignment.policy === row) endRetention(call.world, assignment)
  }
}

export const retentionPolicyRoutes: ReadonlyArray<Route> = forAdministrators([
  createRoute(retentionPolicy, "/retention_policies", make),
  listRoute(retentionPolicy, "/retention_policies", { paging: "marker", select: wanted }),
  getRoute(retentionPolicy),
  updateRoute(retentionPolicy, change),
  deleteRoute(retentionPolicy, end)
])
