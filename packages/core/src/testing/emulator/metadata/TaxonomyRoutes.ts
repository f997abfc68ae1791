/**
 * Metadata taxonomies and their levels.
 *
 * @see https://developer.box.com/reference/resources/metadata-taxonomy/
 */
import { empty, json } from "../wire/Answer.ts"
import { arrayStepRoute, type Call, param, type Route, stepRoute } from "../model/Call.ts"
import { templates } from "../model/TemplateTable.ts"
import { markerRows } from "../views/Pagination.ts"
import { uuid } from "../wire/Identifiers.ts"
import { type JsonObject, optionalString, requiredString } from "../wire/Json.ts"
import { badParameter, badRequest, conflict, notFound } from "../wire/Refusal.ts"
import { displayNameIn } from "./Fields.ts"
import { findTaxonomy, type Level, lookUpTaxonomy, namespaceOf, taxonomies, type Taxonomy } from "./Taxonomies.ts"
import { requireSchemaAccess } from "./Templates.ts"

const levelJson = ({ description, displayName }: Level, index: number): JsonObject => ({
  displayName,
  description,
  level: index + 1
})

const taxonomyJson = ({ displayName, id, key, levels, namespace }: Taxonomy): JsonObject => ({
  id,
  key,
  displayName,
  namespace,
  levels: levels.map(levelJson)
})

export const taxonomyOf = (call: Call): Taxonomy =>
  findTaxonomy(call, param(call, "namespace"), param(call, "taxonomy_key"))

/** The same for a change of it. */
export const changedTaxonomy = (call: Call): Taxonomy => {
  requireSchemaAccess(call, namespaceOf(call, param(call, "namespace")))
  return taxonomyOf(call)
}

const create = (call: Call) => {
  const displayName = displayNameIn(call.json)
  const namespace = namespaceOf(call, requiredString(call.json, "namespace"))
  requireSchemaAccess(call, namespace)
  const key = optionalString(call.json, "key") ?? displayName.toLowerCase().replaceAll(/[^a-z0-9]/g, "_")
  if (!/^\w[-\w]{0,255}$/.test(key)) throw badParameter("key", `Invalid value '${key}'`)
  if (lookUpTaxonomy(call, namespace, key) !== undefined) {
    throw conflict("tuple_already_exists", `The taxonomy '${namespace}.${key}' exists already`)
  }
  const made: Taxonomy = { id: uuid(call.random), namespace, key, displayName, levels: [], nodes: new Map() }
  return json(201, taxonomyJson(taxonomies.insert(call.world, made)))
}

const list = (call: Call) => {
  const { url, world } = call
  const namespace = namespaceOf(call, param(call, "namespace"))
  const rows = [...taxonomies.rows(world).values()].filter((row) => row.namespace === namespace)
  return json(
    200,
    markerRows(url.searchParams, rows, (id) => taxonomies.place(world, id), taxonomyJson)
  )
}

const update = (call: Call) => {
  const taxonomy = changedTaxonomy(call)
  taxonomy.displayName = displayNameIn(call.json)
  return json(200, taxonomyJson(taxonomy))
}

const remove = (call: Call) => {
  const taxonomy = changedTaxonomy(call)
  for (const { fields, key } of templates.rows(call.world).values()) {
    if (fields.some((field) => field.taxonomy?.id === taxonomy.id)) {
      throw badRequest(`The template '${key}' has a field of this taxonomy`)
    }
  }
  taxonomies.remove(call.world, taxonomy)
  return empty(204)
}

const levelFrom = (body: JsonObject): Level => ({
  displayName: displayNameIn(body),
  description: optionalString(body, "description") ?? ""
})

const levelsAnswer = (status: number, { levels }: Taxonomy) => json(status, { entries: levels.map(levelJson) })

const addLevels = (call: Call, bodies: ReadonlyArray<JsonObject>) => {
  const taxonomy = changedTaxonomy(call)
  if (bodies.length === 0) throw badRequest("At least one level is required")
  taxonomy.levels.push(...bodies.map(levelFrom))
  return levelsAnswer(201, taxonomy)
}

const trimLevels = (call: Call) => {
  const taxonomy = changedTaxonomy(call)
  const last = taxonomy.levels.length
  if (last === 0) throw badRequest("The taxonomy has no levels")
  if ([...taxonomy.nodes.values()].some(({ level }) => level === last)) throw badRequest("The last level has nodes")
  taxonomy.levels.pop()
  return levelsAnswer(200, taxonomy)
}

const updateLevel = (call: Call) => {
  const taxonomy = changedTaxonomy(call)
  const index = param(call, "level_index")
  const level = taxonomy.levels[Number(index) - 1]
  if (level === undefined) throw notFound("level_index", index)
  const displayName = displayNameIn(call.json)
  level.description = optionalString(call.json, "description") ?? level.description
  level.displayName = displayName
  return json(200, levelJson(level, Number(index) - 1))
}

const one = "/metadata_taxonomies/{namespace}/{taxonomy_key}"

export const taxonomyRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "POST", "/metadata_taxonomies", create),
  stepRoute("api", "GET", "/metadata_taxonomies/{namespace}", list),
  stepRoute("api", "GET", one, (call) => json(200, taxonomyJson(taxonomyOf(call)))),
  stepRoute("api", "PATCH", one, update),
  stepRoute("api", "DELETE", one, remove),
  arrayStepRoute("POST", `${one}/levels`, addLevels),
  stepRoute("api", "POST", `${one}/levels:append`, (call) => addLevels(call, [call.json])),
  stepRoute("api", "POST", `${one}/levels:trim`, trimLevels),
  stepRoute("api", "PATCH", `${one}/levels/{level_index}`, updateLevel)
]
