// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Metadata Templates: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"

/** @see https://developer.box.com/reference/resources/metadata-template/ */
export interface MetadataTemplate {
  readonly id: string
  readonly type: "metadata_template"
  readonly scope?: string | null
  /** Up to 64 characters. */
  readonly templateKey?: string | null
  /** Up to 4,096 characters. */
  readonly displayName?: string | null
  readonly hidden?: boolean | null
  readonly fields?: ReadonlyArray<{
    readonly type: Open<"string" | "float" | "date" | "enum" | "multiSelect" | "taxonomy" | "integer">
    /** Up to 256 characters. */
    readonly key?: string | null
    /** Up to 4,096 characters. */
    readonly displayName?: string | null
    /** Up to 4,096 characters. */
    readonly description?: string | null
    readonly hidden?: boolean | null
    readonly options?: ReadonlyArray<{
      readonly key?: string | null
      readonly id?: string | null
    }> | null
    readonly taxonomyKey?: string | null
    readonly taxonomyId?: string | null
    readonly namespace?: string | null
    readonly optionsRules?: {
      readonly multiSelect?: boolean | null
      readonly selectableLevels?: ReadonlyArray<number> | null
    } | null
    readonly id?: string | null
  }> | null
  readonly copyInstanceOnItemCopy?: boolean | null
}

/** @see https://developer.box.com/reference/resources/metadata-templates/ */
export interface MetadataTemplates {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<MetadataTemplate> | null
}

export const MetadataTemplate: Lazy<MetadataTemplate> = /*#__PURE__*/ lazy<MetadataTemplate>(() =>
  Schema.Struct({
    id: Schema.String,
    type: Schema.Literal("metadata_template"),
    scope: maybe(Schema.String),
    templateKey: maybe(Schema.String),
    displayName: maybe(Schema.String),
    hidden: maybe(Schema.Boolean),
    fields: maybe(
      Schema.Array(
        Schema.Struct({
          type: Schema.String,
          key: maybe(Schema.String),
          displayName: maybe(Schema.String),
          description: maybe(Schema.String),
          hidden: maybe(Schema.Boolean),
          options: maybe(Schema.Array(Schema.Struct({ key: maybe(Schema.String), id: maybe(Schema.String) }))),
          taxonomyKey: maybe(Schema.String),
          taxonomyId: maybe(Schema.String),
          namespace: maybe(Schema.String),
          optionsRules: maybe(
            Schema.Struct({ multiSelect: maybe(Schema.Boolean), selectableLevels: maybe(Schema.Array(Schema.Number)) })
          ),
          id: maybe(Schema.String)
        })
      )
    ),
    copyInstanceOnItemCopy: maybe(Schema.Boolean)
  })
)

export const MetadataTemplates: Lazy<MetadataTemplates> = /*#__PURE__*/ lazy<MetadataTemplates>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(MetadataTemplate)))
  })
)
