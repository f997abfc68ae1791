/**
 * Cascade policies: what is below a folder gets the folder's instance of a template. Box does it a little later; here it
 * is done with the answer.
 *
 * @see https://developer.box.com/reference/resources/metadata-cascade-policy/
 */
import { empty } from "../wire/Answer.ts"
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import { cascade } from "../model/Inheritance.ts"
import type { Folder, Item } from "../model/Item.ts"
import { type Instance, templateKey, type Template } from "../model/Metadata.ts"
import { settle } from "../model/Protection.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { findFolder, isVisible, requireRight } from "../model/Tree.ts"
import { appendEnterpriseEvent } from "../resource/EventLog.ts"
import { createRoute, deleteRoute, findRow, getRoute, listRoute, type Resource } from "../resource/Resource.ts"
import { uuid } from "../wire/Identifiers.ts"
import { type JsonObject, requiredId, requiredOneOf, requiredString } from "../wire/Json.ts"
import { badParameter, conflict, forbidden, instanceNotFound, missingParameter } from "../wire/Refusal.ts"
import { lookUpTemplate, scopeOf } from "./Templates.ts"

export interface CascadePolicy {
  readonly id: string
  readonly folder: Folder
  readonly template: Template
}

export const cascadePolicies: Table<CascadePolicy> = makeTable("metadata_cascade_policy", 420_001, {
  itemOf: ({ folder }) => folder
})

const show = ({ world }: Call, { folder, id, template }: CascadePolicy): JsonObject => ({
  type: "metadata_cascade_policy",
  id,
  owner_enterprise: { type: "enterprise", id: world.enterpriseId },
  parent: { type: "folder", id: folder.id },
  scope: template.scope,
  templateKey: template.key
})

const policy: Resource<CascadePolicy> = {
  table: cascadePolicies,
  name: "metadata_cascade_policy",
  path: "/metadata_cascade_policies/{metadata_cascade_policy_id}",
  show,
  sees: (call, { folder }) => isVisible(call, folder)
}

const folderOf = (call: Call, id: string): Folder => {
  if (id === "0") throw forbidden("forbidden", "The root folder has no cascade policies")
  return findFolder(call, id)
}

const instanceOf = ({ folder, template }: Pick<CascadePolicy, "folder" | "template">): Instance | undefined =>
  folder.metadata.get(templateKey(template))

const policyOn = ({ world }: Call, folder: Folder, template: Template): CascadePolicy | undefined => {
  for (const row of cascadePolicies.rows(world).values()) {
    if (row.folder === folder && row.template === template) return row
  }
  return undefined
}

/** The folder needs no instance yet, whatever the documents say: Box's own SDK makes the policy first. */
const make = (call: Call): CascadePolicy => {
  const folder = folderOf(call, requiredId(call.json, "folder_id"))
  const scope = scopeOf(call, requiredString(call.json, "scope"))
  const key = requiredString(call.json, "templateKey")
  requireRight(call, folder, "editMetadata")
  const template = lookUpTemplate(call, scope, key)
  if (template === undefined) throw instanceNotFound("instance_tuple_not_found", templateKey({ scope, key }))
  if (policyOn(call, folder, template) !== undefined) {
    throw conflict("tuple_already_exists", `The folder has a cascade policy for '${templateKey(template)}' already`)
  }
  return { id: uuid(call.random), folder, template }
}

/** Gives the folder's instance to everything below, from now on. */
const start = (call: Call, { folder, id }: CascadePolicy, instance: Instance): void => {
  instance.cascadePolicy = id
  cascade(call.random, folder, instance, false)
  settle(call, folder)
}

/** An instance that a folder gets may have a policy waiting for it. */
export const joinPolicy = (call: Call, item: Item, instance: Instance): void => {
  const row = item.type === "folder" ? policyOn(call, item, instance.template) : undefined
  if (row !== undefined) start(call, row, instance)
}

const begin = (call: Call, row: CascadePolicy): void => {
  const instance = instanceOf(row)
  if (instance !== undefined) start(call, row, instance)
  appendEnterpriseEvent(call, "METADATA_CASCADE_POLICY_CREATE", row.folder)
}

/** What has come down stays where it is. */
const stop = (call: Call, row: CascadePolicy): void => {
  requireRight(call, row.folder, "editMetadata")
  const instance = instanceOf(row)
  if (instance !== undefined) instance.cascadePolicy = undefined
}

const apply = (call: Call) => {
  const row = findRow(policy, call)
  requireRight(call, row.folder, "editMetadata")
  const resolution = requiredOneOf(call.json, "conflict_resolution", ["none", "overwrite"])
  const instance = instanceOf(row)
  if (instance === undefined) throw instanceNotFound("instance_not_found", templateKey(row.template))
  cascade(call.random, row.folder, instance, resolution === "overwrite")
  settle(call, row.folder)
  appendEnterpriseEvent(call, "METADATA_CASCADE_POLICY_APPLY", row.folder)
  return empty(202)
}

const wanted = (call: Call) => {
  const query = call.url.searchParams
  const id = query.get("folder_id")
  if (id === null) throw missingParameter("folder_id")
  const folder = folderOf(call, id)
  if (Number(query.get("offset") ?? 0) > 10_000) throw badParameter("offset", "'offset' must not exceed 10000")
  const isOwn = (query.get("owner_enterprise_id") ?? call.world.enterpriseId) === call.world.enterpriseId
  return (row: CascadePolicy) => isOwn && row.folder === folder
}

export const cascadePolicyRoutes: ReadonlyArray<Route> = [
  createRoute(policy, "/metadata_cascade_policies", make, begin),
  listRoute(policy, "/metadata_cascade_policies", { paging: "marker", select: wanted }),
  getRoute(policy),
  deleteRoute(policy, stop),
  stepRoute("api", "POST", "/metadata_cascade_policies/{metadata_cascade_policy_id}/apply", apply)
]
