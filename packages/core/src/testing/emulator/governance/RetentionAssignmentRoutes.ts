/**
 * Assignments of retention policies, and the files and versions under them.
 *
 * @see https://developer.box.com/reference/resources/retention-policy-assignment/
 */
import { json } from "../wire/Answer.ts"
import { type Call, param, type Route, stepRoute } from "../model/Call.ts"
import type { Field } from "../model/Metadata.ts"
import { templates } from "../model/TemplateTable.ts"
import {
  endRetention,
  isRetained,
  retain,
  type Retention,
  type RetentionAssignment,
  retentionAssignments,
  retentions,
  type RetentionTarget
} from "../model/Retention.ts"
import { currentVersion, findFolder } from "../model/Tree.ts"
import { appendAdminEvent } from "../resource/EventLog.ts"
import {
  createRoute,
  deleteRoute,
  findRow,
  forAdministrators,
  getRoute,
  listRoute,
  type Resource
} from "../resource/Resource.ts"
import { miniUser } from "../views/ItemJson.ts"
import { markerRows } from "../views/Pagination.ts"
import {
  isObject,
  type JsonObject,
  optionalArray,
  optionalId,
  optionalString,
  requiredId,
  requiredObject,
  requiredOneOf,
  requiredString
} from "../wire/Json.ts"
import { badParameter, badRequest, conflict, noPermission, notFound } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"
import { miniPolicy, retentionPolicy } from "./RetentionPolicyRoutes.ts"
import { miniFile } from "./VersionJson.ts"

const targetId = (target: RetentionTarget): string | null =>
  target.type === "folder" ? target.folder.id : target.type === "metadata_template" ? target.template.id : null

const show = (_: Call, { assignedAt, assignedBy, id, policy, target }: RetentionAssignment): JsonObject => {
  const { filter, startFieldId } = target.type === "metadata_template" ? target : {}
  return {
    type: "retention_policy_assignment",
    id,
    retention_policy: miniPolicy(policy),
    assigned_to: { type: target.type, id: targetId(target) },
    filter_fields: filter === undefined ? null : [{ field: filter.fieldId, value: filter.optionId }],
    assigned_by: miniUser(assignedBy),
    assigned_at: timestamp(assignedAt),
    ...(target.type === "metadata_template" ? { start_date_field: startFieldId ?? "upload_date" } : {})
  }
}

const assignment: Resource<RetentionAssignment> = {
  table: retentionAssignments,
  name: "retention_policy_assignment",
  path: "/retention_policy_assignments/{retention_policy_assignment_id}",
  show
}

const fieldOf = (fields: ReadonlyArray<Field>, id: string): Field | undefined =>
  fields.find((field) => field.id === id || field.key === id)

const templateTarget = (call: Call, id: string): RetentionTarget => {
  const template = templates.rows(call.world).get(id)
  if (template === undefined) throw notFound("metadata_template", id)
  const [entry, ...others] = optionalArray(call.json, "filter_fields") ?? []
  if (others.length > 0 || (entry !== undefined && !isObject(entry))) {
    throw badParameter("filter_fields", "'filter_fields' has one object at most")
  }
  const filter = ((): { fieldId: string; optionId: string } | undefined => {
    if (!isObject(entry)) return undefined
    const field = fieldOf(template.fields, requiredString(entry, "field"))
    const value = requiredString(entry, "value")
    const option = field?.options.find((one) => one.id === value || one.key === value)
    if (field === undefined || option === undefined) {
      throw badParameter(
        "filter_fields",
        "'filter_fields' must name an enum or multiSelect field and one of its options"
      )
    }
    return { fieldId: field.id, optionId: option.id }
  })()
  const start = optionalString(call.json, "start_date_field")
  const startField = start === undefined || start === "upload_date" ? undefined : fieldOf(template.fields, start)
  if (start !== undefined && start !== "upload_date" && startField?.type !== "date") {
    throw badParameter("start_date_field", `The template has no date field '${start}'`)
  }
  return { type: "metadata_template", template, filter, startFieldId: startField?.id }
}

const targetIn = (call: Call): RetentionTarget => {
  const to = requiredObject(call.json, "assign_to")
  const type = requiredOneOf(to, "type", ["enterprise", "folder", "metadata_template"])
  if (type !== "metadata_template" && optionalString(call.json, "start_date_field") !== undefined) {
    throw badParameter("start_date_field", "'start_date_field' needs a metadata template")
  }
  switch (type) {
    case "enterprise":
      if (optionalId(to, "id") !== undefined) throw badParameter("id", "The enterprise is assigned to without an 'id'")
      return { type }
    case "folder":
      return { type, folder: findFolder(call, requiredId(to, "id")) }
    case "metadata_template":
      return templateTarget(call, requiredId(to, "id"))
  }
}

const lengthOf = (days: number | undefined): number => days ?? Number.POSITIVE_INFINITY

const make = (call: Call): RetentionAssignment => {
  const { now, user, world } = call
  const policy = findRow(retentionPolicy, call, requiredId(call.json, "policy_id"))
  const target = targetIn(call)
  if (policy.isRetired) throw badRequest("The retention policy is retired")
  if (policy.days === undefined && optionalString(call.json, "start_date_field") !== undefined) {
    throw badParameter("start_date_field", "An indefinite policy has no 'start_date_field'")
  }
  for (const other of retentionAssignments.rows(world).values()) {
    const isSame = other.target.type === target.type && targetId(other.target) === targetId(target)
    if (isSame && !other.policy.isRetired && lengthOf(other.policy.days) >= lengthOf(policy.days)) {
      throw conflict("conflict", "A policy of the same or of greater length is assigned already")
    }
  }
  return { id: retentionAssignments.freshId(world), policy, target, assignedBy: user, assignedAt: now }
}

const start = (call: Call, row: RetentionAssignment): void => {
  for (const file of call.world.files.values()) retain(call.world, file, call.now)
  appendAdminEvent(call, "RETENTION_POLICY_ASSIGNMENT_ADD", show(call, row))
}

/** Rows of this assignment that are still retained, in pages. */
const listVersions = (isCurrent: boolean) => (call: Call) => {
  const { now, url, world } = call
  const wanted = findRow(assignment, call)
  const rows = [...retentions.rows(world).values()].filter(
    (row) =>
      row.appliedAt.has(wanted) && isRetained(row, now) && (row.version === currentVersion(row.file)) === isCurrent
  )
  const render = ({ file, version }: Retention) => miniFile(call, file, version)
  return json(
    200,
    markerRows(url.searchParams, rows, (id) => retentions.place(world, id), render)
  )
}

const ofPolicy = (call: Call) => {
  const policy = findRow(retentionPolicy, call, param(call, "retention_policy_id"))
  const type = call.url.searchParams.get("type")
  if (type !== null && !["folder", "enterprise", "metadata_template"].includes(type)) {
    throw badParameter("type", `Invalid value '${type}'`)
  }
  return (row: RetentionAssignment) => row.policy === policy && (type === null || row.target.type === type)
}

export const retentionAssignmentRoutes: ReadonlyArray<Route> = forAdministrators([
  createRoute(assignment, "/retention_policy_assignments", make, start),
  listRoute(assignment, "/retention_policies/{retention_policy_id}/assignments", {
    paging: "marker",
    select: ofPolicy
  }),
  getRoute(assignment),
  deleteRoute(assignment, (call, row) => {
    if (!row.policy.isModifiable) throw noPermission()
    endRetention(call.world, row)
  }),
  stepRoute("api", "GET", `${assignment.path}/files_under_retention`, listVersions(true)),
  stepRoute("api", "GET", `${assignment.path}/file_versions_under_retention`, listVersions(false))
])
