/**
 * Instances of metadata templates on files and folders: free properties and classifications among them.
 *
 * @see https://developer.box.com/reference/resources/metadata/
 * @see https://developer.box.com/reference/resources/classification/
 */
import { empty, json } from "../wire/Answer.ts"
import { arrayStepRoute, type Call, param, requireContentType, type Route, stepRoute } from "../model/Call.ts"
import { attachInstance, detachInstance } from "../model/Inheritance.ts"
import type { File, Folder } from "../model/Item.ts"
import { classificationKey, type Instance, templateKey } from "../model/Metadata.ts"
import { protect } from "../model/Protection.ts"
import { findFile, findFolder, requireNotRoot, requireRight } from "../model/Tree.ts"
import { appendEnterpriseEvent } from "../resource/EventLog.ts"
import { triggerWebhooks } from "../resource/Webhooks.ts"
import { instanceJson } from "../views/MetadataJson.ts"
import type { JsonObject } from "../wire/Json.ts"
import { badParameter, badRequest, conflict, instanceNotFound } from "../wire/Refusal.ts"
import { joinPolicy } from "./CascadePolicies.ts"
import { patched } from "./JsonPatch.ts"
import { nodeJson } from "./Taxonomies.ts"
import { lookUpTemplate, scopeOf } from "./Templates.ts"
import { checkValues, nodeOf } from "./Values.ts"

/** How many instances an item can have. */
const maxInstances = 100

const itemOf = (call: Call): File | Folder => {
  if (call.params["file_id"] !== undefined) return findFile(call, param(call, "file_id"))
  const folder = findFolder(call, param(call, "folder_id"))
  requireNotRoot(folder, "given metadata")
  return folder
}

/** Which template a route is for. Without names in its path it is the given one. */
interface Named {
  readonly scope: string
  readonly key: string
}

type NameOf = (call: Call) => Named

const inPath: NameOf = (call) => ({ scope: scopeOf(call, param(call, "scope")), key: param(call, "template_key") })

const findInstance = (item: File | Folder, named: Named): Instance => {
  const instance = item.metadata.get(templateKey(named))
  if (instance === undefined) throw instanceNotFound("instance_not_found", templateKey(named))
  return instance
}

const hydrated = (call: Call, { template, values }: Instance): JsonObject =>
  Object.fromEntries(
    template.fields.flatMap((field) => {
      const value = values[field.key]
      if (field.type !== "taxonomy" || !Array.isArray(value)) return []
      return [[field.key, value.map((id) => nodeOf(call, field, String(id))).map((node) => node && nodeJson(node))]]
    })
  )

/** With `view=hydrated`, the nodes of taxonomies stand in full. */
const viewOf = (call: Call): ((item: File | Folder, instance: Instance) => JsonObject) => {
  const view = call.url.searchParams.get("view")
  if (view === null) return (item, instance) => instanceJson(call, item, instance)
  if (view !== "hydrated") throw badParameter("view", `Invalid value '${view}'`)
  return (item, instance) => ({ ...instanceJson(call, item, instance), ...hydrated(call, instance) })
}

/** A change of metadata is one of the item as well, for those who compare etags. It can bring retention. */
const record = (call: Call, what: "CREATE" | "UPDATE" | "DELETE", item: File | Folder, instance: Instance): void => {
  item.etag++
  if (item.type === "file") protect(call.world, item, call.now)
  appendEnterpriseEvent(call, `METADATA_INSTANCE_${what}`, item)
  triggerWebhooks(call, `METADATA_INSTANCE.${what}D`, item, () => instanceJson(call, item, instance))
}

const list = (call: Call) => {
  const item = itemOf(call)
  const shown = viewOf(call)
  const entries = [...item.metadata.values()].map((instance) => shown(item, instance))
  return json(200, { entries, limit: maxInstances })
}

const getWith = (nameOf: NameOf) => (call: Call) => {
  const item = itemOf(call)
  return json(200, viewOf(call)(item, findInstance(item, nameOf(call))))
}

const createWith = (nameOf: NameOf) => (call: Call) => {
  const item = itemOf(call)
  requireRight(call, item, "editMetadata")
  const named = nameOf(call)
  const template = lookUpTemplate(call, named.scope, named.key)
  if (template === undefined) throw instanceNotFound("instance_tuple_not_found", templateKey(named))
  const values = checkValues(call, template, call.json)
  if (item.metadata.has(templateKey(named))) {
    throw conflict("tuple_already_exists", `The item has an instance of '${templateKey(named)}' already`)
  }
  if (item.metadata.size >= maxInstances) throw badRequest(`An item has at most ${maxInstances} instances`)
  const instance = attachInstance(call.random, item, template, values)
  joinPolicy(call, item, instance)
  record(call, "CREATE", item, instance)
  return json(201, instanceJson(call, item, instance))
}

const updateWith = (nameOf: NameOf) => (call: Call, patch: ReadonlyArray<JsonObject>) => {
  requireContentType(call, "application/json-patch+json")
  const item = itemOf(call)
  requireRight(call, item, "editMetadata")
  const instance = findInstance(item, nameOf(call))
  const { template, values } = instance
  instance.values = checkValues(call, template, patched(values, patch), values)
  instance.version++
  record(call, "UPDATE", item, instance)
  return json(200, instanceJson(call, item, instance))
}

const removeWith = (nameOf: NameOf) => (call: Call) => {
  const item = itemOf(call)
  requireRight(call, item, "editMetadata")
  const instance = findInstance(item, nameOf(call))
  detachInstance(item, templateKey(instance.template))
  record(call, "DELETE", item, instance)
  return empty(204)
}

const routesAt = (path: string, nameOf: NameOf): ReadonlyArray<Route> => [
  stepRoute("api", "GET", path, getWith(nameOf)),
  stepRoute("api", "POST", path, createWith(nameOf)),
  arrayStepRoute("PUT", path, updateWith(nameOf)),
  stepRoute("api", "DELETE", path, removeWith(nameOf))
]

/** Operations of their own in the documents, whose paths contain the names. */
const classification: NameOf = (call) => ({ scope: scopeOf(call, "enterprise"), key: classificationKey })

export const instanceRoutes: ReadonlyArray<Route> = [
  ...["/files/{file_id}/metadata", "/folders/{folder_id}/metadata"].flatMap((path) => [
    stepRoute("api", "GET", path, list),
    ...routesAt(`${path}/enterprise/${classificationKey}`, classification)
  ]),
  ...routesAt("/files/{file_id}/metadata/{scope}/{template_key}", inPath),
  ...routesAt("/folders/{folder_id}/metadata/{scope}/{template_key}", inPath)
]
