/** Taxonomies: levels with names, and a tree of nodes on them. Fields of templates refer to them. */
import type { Call } from "../model/Call.ts"
import { makeTable, type Table } from "../model/Table.ts"
import type { JsonObject } from "../wire/Json.ts"
import { notFound } from "../wire/Refusal.ts"

export interface Level {
  displayName: string
  description: string
}

export interface Node {
  readonly id: string
  displayName: string
  /** From 1, where the root nodes are. */
  readonly level: number
  readonly parent: Node | undefined
}

export interface Taxonomy {
  readonly id: string
  /** `enterprise_` and the id of the enterprise. */
  readonly namespace: string
  readonly key: string
  displayName: string
  readonly levels: Array<Level>
  readonly nodes: Map<string, Node>
}

export const taxonomies: Table<Taxonomy> = makeTable("metadata_taxonomy", 410_001)

/** `enterprise` stands for the caller's own. */
export const namespaceOf = (call: Call, text: string): string =>
  text === "enterprise" ? `enterprise_${call.world.enterpriseId}` : text

export const lookUpTaxonomy = (call: Call, namespace: string, key: string): Taxonomy | undefined => {
  const wanted = namespaceOf(call, namespace)
  for (const taxonomy of taxonomies.rows(call.world).values()) {
    if (taxonomy.namespace === wanted && taxonomy.key === key) return taxonomy
  }
  return undefined
}

export const findTaxonomy = (call: Call, namespace: string, key: string): Taxonomy => {
  const found = lookUpTaxonomy(call, namespace, key)
  if (found === undefined) throw notFound("metadata_taxonomy", `${namespace}.${key}`)
  return found
}

/** From the node's parent up to its root. */
export const ancestorsOf = (node: Node): ReadonlyArray<Node> => {
  const out: Array<Node> = []
  for (let above = node.parent; above !== undefined; above = above.parent) out.push(above)
  return out
}

export const nodeJson = (node: Node): JsonObject => {
  // A path begins at the root.
  const above = ancestorsOf(node).toReversed()
  return {
    id: node.id,
    displayName: node.displayName,
    level: node.level,
    ...(node.parent === undefined
      ? {}
      : {
          parentId: node.parent.id,
          nodePath: above.map(({ id }) => id),
          ancestors: above.map(({ displayName, id, level }) => ({ id, displayName, level }))
        })
  }
}
