// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Metadata Taxonomies: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, resolve } from "../../internal/schema.ts"

/** @see https://developer.box.com/reference/resources/metadata-taxonomies/ */
export interface MetadataTaxonomies {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<MetadataTaxonomy> | null
}

/** @see https://developer.box.com/reference/resources/metadata-taxonomy/ */
export interface MetadataTaxonomy {
  readonly id: string
  /** Up to 256 characters. */
  readonly key?: string | null
  /** Up to 4,096 characters. */
  readonly displayName?: string | null
  /** Up to 4,096 characters. */
  readonly namespace?: string | null
  readonly levels?: ReadonlyArray<MetadataTaxonomyLevel> | null
}

export interface MetadataTaxonomyAncestor {
  readonly id?: string | null
  readonly displayName?: string | null
  readonly level?: number | null
}

/** @see https://developer.box.com/reference/resources/metadata-taxonomy-level/ */
export interface MetadataTaxonomyLevel {
  readonly displayName?: string | null
  readonly description?: string | null
  readonly level?: number | null
}

/** @see https://developer.box.com/reference/resources/metadata-taxonomy-levels/ */
export interface MetadataTaxonomyLevels {
  readonly entries?: ReadonlyArray<MetadataTaxonomyLevel> | null
}

/** @see https://developer.box.com/reference/resources/metadata-taxonomy-node/ */
export interface MetadataTaxonomyNode {
  readonly id: string
  readonly displayName?: string | null
  readonly level?: number | null
  readonly parentId?: string | null
  readonly nodePath?: ReadonlyArray<string> | null
  readonly ancestors?: ReadonlyArray<MetadataTaxonomyAncestor> | null
}

/** @see https://developer.box.com/reference/resources/metadata-taxonomy-nodes/ */
export interface MetadataTaxonomyNodes {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<MetadataTaxonomyNode> | null
}

/** @see https://developer.box.com/reference/resources/metadata-taxonomy-level/ */
export interface MetadataTaxonomyLevelInput {
  readonly displayName?: string | undefined
  readonly description?: string | undefined
  readonly level?: number | undefined
}

export const MetadataTaxonomies: Lazy<MetadataTaxonomies> = /*#__PURE__*/ lazy<MetadataTaxonomies>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(MetadataTaxonomy)))
  })
)

export const MetadataTaxonomy: Lazy<MetadataTaxonomy> = /*#__PURE__*/ lazy<MetadataTaxonomy>(() =>
  Schema.Struct({
    id: Schema.String,
    key: maybe(Schema.String),
    displayName: maybe(Schema.String),
    namespace: maybe(Schema.String),
    levels: maybe(Schema.Array(resolve(MetadataTaxonomyLevel)))
  })
)

export const MetadataTaxonomyAncestor: Lazy<MetadataTaxonomyAncestor> = /*#__PURE__*/ lazy<MetadataTaxonomyAncestor>(
  () => Schema.Struct({ id: maybe(Schema.String), displayName: maybe(Schema.String), level: maybe(Schema.Number) })
)

export const MetadataTaxonomyLevel: Lazy<MetadataTaxonomyLevel> = /*#__PURE__*/ lazy<MetadataTaxonomyLevel>(() =>
  Schema.Struct({ displayName: maybe(Schema.String), description: maybe(Schema.String), level: maybe(Schema.Number) })
)

export const MetadataTaxonomyLevels: Lazy<MetadataTaxonomyLevels> = /*#__PURE__*/ lazy<MetadataTaxonomyLevels>(() =>
  Schema.Struct({ entries: maybe(Schema.Array(resolve(MetadataTaxonomyLevel))) })
)

export const MetadataTaxonomyNode: Lazy<MetadataTaxonomyNode> = /*#__PURE__*/ lazy<MetadataTaxonomyNode>(() =>
  Schema.Struct({
    id: Schema.String,
    displayName: maybe(Schema.String),
    level: maybe(Schema.Number),
    parentId: maybe(Schema.String),
    nodePath: maybe(Schema.Array(Schema.String)),
    ancestors: maybe(Schema.Array(resolve(MetadataTaxonomyAncestor)))
  })
)

export const MetadataTaxonomyNodes: Lazy<MetadataTaxonomyNodes> = /*#__PURE__*/ lazy<MetadataTaxonomyNodes>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(MetadataTaxonomyNode)))
  })
)
