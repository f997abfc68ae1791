// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Storage Policies: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, resolve } from "../../internal/schema.ts"

/** @see https://developer.box.com/reference/resources/storage-policies/ */
export interface StoragePolicies {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<StoragePolicy> | null
}

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/storage-policy--mini/
 */
export interface StoragePolicyMini {
  readonly id: string
  readonly type: "storage_policy"
}

/** @see https://developer.box.com/reference/resources/storage-policy/ */
export interface StoragePolicy extends StoragePolicyMini {
  readonly name?: string | null
}

const storagePolicyMiniProperties = () => ({ id: Schema.String, type: Schema.Literal("storage_policy") })

export const StoragePolicies: Lazy<StoragePolicies> = /*#__PURE__*/ lazy<StoragePolicies>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(StoragePolicy)))
  })
)

export const StoragePolicyMini: Lazy<StoragePolicyMini> = /*#__PURE__*/ lazy<StoragePolicyMini>(() =>
  Schema.Struct(storagePolicyMiniProperties())
)

export const StoragePolicy: Lazy<StoragePolicy> = /*#__PURE__*/ lazy<StoragePolicy>(() =>
  Schema.Struct({ ...storagePolicyMiniProperties(), name: maybe(Schema.String) })
)
