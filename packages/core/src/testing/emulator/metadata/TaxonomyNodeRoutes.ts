/**
 * The nodes of taxonomies, and those that a field of a template offers.
 *
 * @see https://developer.box.com/reference/resources/metadata-taxonomy-node/
 */
import { empty, json } from "../wire/Answer.ts"
import { type Call, isTrue, param, type Route, stepRoute } from "../model/Call.ts"
import { markerRows } from "../views/Pagination.ts"
import { uuid } from "../wire/Identifiers.ts"
import { optionalString } from "../wire/Json.ts"
import { badParameter, badRequest, conflict, notFound } from "../wire/Refusal.ts"
import { displayNameIn } from "./Fields.ts"
import { ancestorsOf, findTaxonomy, type Node, nodeJson, type Taxonomy } from "./Taxonomies.ts"
import { changedTaxonomy, taxonomyOf } from "./TaxonomyRoutes.ts"
import { findTemplate } from "./Templates.ts"

const nodeOf = (call: Call, taxonomy: Taxonomy): Node => {
  const id = param(call, "node_id")
  const node = taxonomy.nodes.get(id)
  if (node === undefined) throw notFound("node", id)
  return node
}

/** Two nodes below one have different names. */
const requireFreeName = ({ nodes }: Taxonomy, displayName: string, parent: Node | undefined, except?: Node): void => {
  for (const node of nodes.values()) {
    if (node !== except && node.parent === parent && node.displayName === displayName) {
      throw conflict("conflict", `There is a node '${displayName}' already`)
    }
  }
}

const create = (call: Call) => {
  const taxonomy = changedTaxonomy(call)
  const displayName = displayNameIn(call.json)
  const level = call.json["level"]
  if (typeof level !== "number" || taxonomy.levels[level - 1] === undefined) {
    throw badParameter("level", `The taxonomy has no level ${String(level)}`)
  }
  const parentId = optionalString(call.json, "parentId")
  const parent = parentId === undefined ? undefined : taxonomy.nodes.get(parentId)
  if ((parentId === undefined) !== (level === 1) || (parentId !== undefined && parent?.level !== level - 1)) {
    throw badParameter("parentId", "A node stands below one of the level before, on level 1 below none")
  }
  requireFreeName(taxonomy, displayName, parent)
  const node: Node = { id: uuid(call.random), displayName, level, parent }
  taxonomy.nodes.set(node.id, node)
  return json(201, nodeJson(node))
}

const update = (call: Call) => {
  const taxonomy = changedTaxonomy(call)
  const node = nodeOf(call, taxonomy)
  if (call.json["displayName"] !== undefined) {
    const displayName = displayNameIn(call.json)
    requireFreeName(taxonomy, displayName, node.parent, node)
    node.displayName = displayName
  }
  return json(200, nodeJson(node))
}

const remove = (call: Call) => {
  const taxonomy = changedTaxonomy(call)
  const node = nodeOf(call, taxonomy)
  for (const { parent } of taxonomy.nodes.values()) if (parent === node) throw badRequest("The node has children")
  taxonomy.nodes.delete(node.id)
  return empty(204)
}

/** Several values are sent as several parameters, or separated by commas. */
const valuesOf = (call: Call, name: string): ReadonlyArray<string> =>
  call.url.searchParams.getAll(name).flatMap((value) => value.split(","))

/** In the order of names. With `query`, those that begin with it come first. */
const page = (call: Call, nodes: ReadonlyArray<Node>) => {
  const levels = valuesOf(call, "level")
  const parents = valuesOf(call, "parent")
  const above = valuesOf(call, "ancestor")
  const query = call.url.searchParams.get("query")?.toLowerCase() ?? ""
  const rank = ({ displayName }: Node): number => (displayName.toLowerCase().startsWith(query) ? 0 : 1)
  const found = nodes
    .filter(
      (node) =>
        (levels.length === 0 || levels.includes(String(node.level))) &&
        (parents.length === 0 || (node.parent !== undefined && parents.includes(node.parent.id))) &&
        (above.length === 0 || ancestorsOf(node).some(({ id }) => above.includes(id))) &&
        node.displayName.toLowerCase().includes(query)
    )
    .toSorted(
      (a, b) => rank(a) - rank(b) || (a.displayName < b.displayName ? -1 : a.displayName > b.displayName ? 1 : 0)
    )
  const places = new Map(found.map(({ id }, index) => [id, index]))
  const answer = markerRows(call.url.searchParams, found, (id) => places.get(id), nodeJson)
  return json(200, isTrue(call, "include-total-result-count") ? { ...answer, totalCount: found.length } : answer)
}

const listOptions = (call: Call) => {
  const key = param(call, "field_key")
  const field = findTemplate(call, param(call, "namespace"), param(call, "template_key")).fields.find(
    (one) => one.key === key
  )
  if (field === undefined) throw notFound("field", key)
  const { taxonomy } = field
  if (taxonomy === undefined) throw badRequest(`The field '${key}' is of type ${field.type}`)
  const all = [...findTaxonomy(call, taxonomy.namespace, taxonomy.key).nodes.values()]
  if (!isTrue(call, "only-selectable-options")) return page(call, all)
  return page(
    call,
    all.filter(({ level }) => taxonomy.selectableLevels.includes(level))
  )
}

const nodes = "/metadata_taxonomies/{namespace}/{taxonomy_key}/nodes"

export const taxonomyNodeRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "POST", nodes, create),
  stepRoute("api", "GET", nodes, (call) => page(call, [...taxonomyOf(call).nodes.values()])),
  stepRoute("api", "GET", `${nodes}/{node_id}`, (call) => json(200, nodeJson(nodeOf(call, taxonomyOf(call))))),
  stepRoute("api", "PATCH", `${nodes}/{node_id}`, update),
  stepRoute("api", "DELETE", `${nodes}/{node_id}`, remove),
  stepRoute("api", "GET", "/metadata_templates/{namespace}/{template_key}/fields/{field_key}/options", listOptions)
]
