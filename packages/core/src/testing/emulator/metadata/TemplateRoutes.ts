/**
 * Metadata templates, the template of classifications included.
 *
 * @see https://developer.box.com/reference/resources/metadata-template/
 * @see https://developer.box.com/reference/resources/classification-template/
 */
import { empty, json } from "../wire/Answer.ts"
import { arrayStepRoute, type Call, param, type Route, stepRoute } from "../model/Call.ts"
import { detachInstance } from "../model/Inheritance.ts"
import type { File, Folder } from "../model/Item.ts"
import {
  classificationField,
  classificationKey,
  type Field,
  globalTemplates,
  templateKey,
  type Template
} from "../model/Metadata.ts"
import { templates } from "../model/TemplateTable.ts"
import { isVisible } from "../model/Tree.ts"
import type { World } from "../model/World.ts"
import { appendAdminEvent } from "../resource/EventLog.ts"
import { templateJson } from "../views/MetadataJson.ts"
import { markerRows } from "../views/Pagination.ts"
import { uuid } from "../wire/Identifiers.ts"
import { type JsonObject, optionalBoolean, optionalString, requiredString } from "../wire/Json.ts"
import { badRequest, conflict, missingParameter, notFound } from "../wire/Refusal.ts"
import { cascadePolicies } from "./CascadePolicies.ts"
import { displayNameIn, fieldFrom, objectsIn } from "./Fields.ts"
import { draftOf } from "./SchemaOperations.ts"
import { checkKey, findTemplate, keyFrom, lookUpTemplate, requireSchemaAccess, scopeOf } from "./Templates.ts"

/** Everything that can carry metadata. */
const carriers = ({ files, folders }: World): ReadonlyArray<File | Folder> => [...files.values(), ...folders.values()]

const list = (all: (call: Call) => ReadonlyArray<Template>) => (call: Call) => {
  const rows = all(call)
  const place = (id: string) => {
    const index = rows.findIndex((row) => row.id === id)
    return index < 0 ? templates.place(call.world, id) : index
  }
  return json(200, markerRows(call.url.searchParams, rows, place, templateJson))
}

const listEnterprise = (call: Call) => {
  const rows = [...templates.rows(call.world).values()]
  const place = (id: string) => templates.place(call.world, id)
  return json(200, markerRows(call.url.searchParams, rows, place, templateJson))
}

const listByInstance = list((call) => {
  const id = call.url.searchParams.get("metadata_instance_id")
  if (id === null || id === "") throw missingParameter("metadata_instance_id")
  for (const item of carriers(call.world)) {
    if (!isVisible(call, item)) continue
    for (const instance of item.metadata.values()) if (instance.id === id) return [instance.template]
  }
  return []
})

const getById = (call: Call) => {
  const id = param(call, "template_id")
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw badRequest(`Invalid value '${id}'`)
  const found = templates.rows(call.world).get(id) ?? globalTemplates.find((template) => template.id === id)
  if (found === undefined) throw notFound("metadata_template", id)
  return json(200, templateJson(found))
}

/** The template of classifications has the same form everywhere. */
const requireClassificationForm = (displayName: string, fields: ReadonlyArray<Field>): void => {
  const [field, ...others] = fields
  const isIt = field?.key === classificationField && field.type === "enum" && field.displayName === "Classification"
  if (!isIt || others.length > 0 || displayName !== "Classification") {
    throw badRequest(`'${classificationKey}' must have the one field '${classificationField}'`)
  }
}

const create = (call: Call) => {
  const scope = scopeOf(call, requiredString(call.json, "scope"))
  requireSchemaAccess(call, scope)
  const displayName = displayNameIn(call.json)
  const asked = optionalString(call.json, "templateKey")
  const isTaken = (key: string) => lookUpTemplate(call, scope, key) !== undefined
  const key = asked === undefined ? keyFrom(displayName, "template", isTaken) : checkKey("templateKey", asked)
  const fields: Array<Field> = []
  for (const field of objectsIn(call.json, "fields")) fields.push(fieldFrom(call, field, fields))
  if (key === classificationKey) requireClassificationForm(displayName, fields)
  if (isTaken(key)) throw conflict("tuple_already_exists", `The template '${scope}.${key}' exists already`)
  const made = templates.insert(call.world, {
    id: uuid(call.random),
    scope,
    key,
    displayName,
    hidden: optionalBoolean(call.json, "hidden") ?? false,
    copyInstanceOnItemCopy: optionalBoolean(call.json, "copyInstanceOnItemCopy") ?? false,
    fields,
    version: 0
  })
  appendAdminEvent(call, "METADATA_TEMPLATE_CREATE", templateJson(made))
  return json(201, templateJson(made))
}

/** Where a path names the template. The paths of classifications contain the names themselves. */
const named = (call: Call): Template =>
  findTemplate(call, call.params["scope"] ?? "enterprise", call.params["template_key"] ?? classificationKey)

const update = (call: Call, operations: ReadonlyArray<JsonObject>) => {
  const template = named(call)
  requireSchemaAccess(call, template.scope)
  const { migrations, ...draft } = draftOf(call, template, operations)
  if (template.key === classificationKey) requireClassificationForm(draft.displayName, draft.fields)
  Object.assign(template, draft, { version: template.version + 1 })
  for (const item of carriers(call.world)) {
    const instance = item.metadata.get(templateKey(template))
    if (instance === undefined) continue
    for (const migrate of migrations) instance.values = migrate(instance.values)
  }
  appendAdminEvent(call, "METADATA_TEMPLATE_UPDATE", templateJson(template))
  return json(200, templateJson(template))
}

const remove = (call: Call) => {
  const template = named(call)
  requireSchemaAccess(call, template.scope)
  for (const item of carriers(call.world)) detachInstance(item, templateKey(template))
  for (const policy of [...cascadePolicies.rows(call.world).values()]) {
    if (policy.template === template) cascadePolicies.remove(call.world, policy)
  }
  templates.remove(call.world, template)
  appendAdminEvent(call, "METADATA_TEMPLATE_DELETE", templateJson(template))
  return empty(204)
}

const classificationSchema = `/metadata_templates/enterprise/${classificationKey}/schema`

export const templateRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "POST", "/metadata_templates/schema", create),
  stepRoute("api", "GET", "/metadata_templates", listByInstance),
  stepRoute(
    "api",
    "GET",
    "/metadata_templates/global",
    list(() => globalTemplates)
  ),
  stepRoute("api", "GET", "/metadata_templates/enterprise", listEnterprise),
  stepRoute("api", "GET", "/metadata_templates/{template_id}", getById),
  stepRoute("api", "GET", classificationSchema, (call) => json(200, templateJson(named(call)))),
  arrayStepRoute("PUT", classificationSchema, update),
  stepRoute("api", "GET", "/metadata_templates/{scope}/{template_key}/schema", (call) =>
    json(200, templateJson(named(call)))
  ),
  arrayStepRoute("PUT", "/metadata_templates/{scope}/{template_key}/schema", update),
  stepRoute("api", "DELETE", "/metadata_templates/{scope}/{template_key}/schema", remove)
]
