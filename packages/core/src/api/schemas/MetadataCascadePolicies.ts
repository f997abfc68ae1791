// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Metadata Cascade Policies: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"

/** @see https://developer.box.com/reference/resources/metadata-cascade-policies/ */
export interface MetadataCascadePolicies {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<MetadataCascadePolicy> | null
}

/** @see https://developer.box.com/reference/resources/metadata-cascade-policy/ */
export interface MetadataCascadePolicy {
  readonly id: string
  readonly type: "metadata_cascade_policy"
  readonly owner_enterprise?: {
    readonly type?: Open<"enterprise"> | null
    readonly id?: string | null
  } | null
  readonly parent?: {
    readonly type?: Open<"folder"> | null
    readonly id?: string | null
  } | null
  readonly scope?: string | null
  readonly templateKey?: string | null
}

export const MetadataCascadePolicies: Lazy<MetadataCascadePolicies> = /*#__PURE__*/ lazy<MetadataCascadePolicies>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(MetadataCascadePolicy)))
  })
)

export const MetadataCascadePolicy: Lazy<MetadataCascadePolicy> = /*#__PURE__*/ lazy<MetadataCascadePolicy>(() =>
  Schema.Struct({
    id: Schema.String,
    type: Schema.Literal("metadata_cascade_policy"),
    owner_enterprise: maybe(Schema.Struct({ type: maybe(Schema.String), id: maybe(Schema.String) })),
    parent: maybe(Schema.Struct({ type: maybe(Schema.String), id: maybe(Schema.String) })),
    scope: maybe(Schema.String),
    templateKey: maybe(Schema.String)
  })
)
