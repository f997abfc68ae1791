// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Metadata: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, resolve } from "../../internal/schema.ts"

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/metadata--base/
 */
export interface MetadataBase {
  readonly $parent?: string | null
  readonly $template?: string | null
  readonly $scope?: string | null
  readonly $version?: number | null
}

/**
 * A metadata instance. The fields of its template are additional keys.
 *
 * @see https://developer.box.com/reference/resources/metadata/
 */
export interface Metadata extends MetadataBase {}

/**
 * A metadata instance. The fields of its template are additional keys.
 *
 * @see https://developer.box.com/reference/resources/metadata--full/
 */
export interface MetadataFull extends Metadata {
  readonly $canEdit?: boolean | null
  /** A UUID. Up to 36 characters. */
  readonly $id?: string | null
  readonly $type?: string | null
  readonly $typeVersion?: number | null
  readonly [key: string]: Schema.Json | undefined
}

/** @see https://developer.box.com/reference/resources/metadatas/ */
export interface MetadataInstances {
  readonly entries?: ReadonlyArray<Metadata> | null
  /** The limit that was applied. */
  readonly limit?: number | null
}

export type MetadataInstanceValue = string | number | ReadonlyArray<string>

const metadataBaseProperties = () => ({
  $parent: maybe(Schema.String),
  $template: maybe(Schema.String),
  $scope: maybe(Schema.String),
  $version: maybe(Schema.Number)
})

const metadataProperties = () => ({ ...metadataBaseProperties() })

export const MetadataBase: Lazy<MetadataBase> = /*#__PURE__*/ lazy<MetadataBase>(() =>
  Schema.Struct(metadataBaseProperties())
)

export const Metadata: Lazy<Metadata> = /*#__PURE__*/ lazy<Metadata>(() => Schema.Struct(metadataProperties()))

export const MetadataFull: Lazy<MetadataFull> = /*#__PURE__*/ lazy<MetadataFull>(() =>
  Schema.StructWithRest(
    Schema.Struct({
      ...metadataProperties(),
      $canEdit: maybe(Schema.Boolean),
      $id: maybe(Schema.String),
      $type: maybe(Schema.String),
      $typeVersion: maybe(Schema.Number)
    }),
    [Schema.Record(Schema.String, Schema.Json)]
  )
)

export const MetadataInstances: Lazy<MetadataInstances> = /*#__PURE__*/ lazy<MetadataInstances>(() =>
  Schema.Struct({ entries: maybe(Schema.Array(resolve(Metadata))), limit: maybe(Schema.Number) })
)
