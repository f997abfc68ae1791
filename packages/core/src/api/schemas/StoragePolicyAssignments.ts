// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Storage Policy Assignments: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, resolve } from "../../internal/schema.ts"
import { StoragePolicyMini } from "./StoragePolicies.ts"

/** @see https://developer.box.com/reference/resources/storage-policy-assignment/ */
export interface StoragePolicyAssignment {
  readonly id: string
  readonly type: "storage_policy_assignment"
  readonly storage_policy?: StoragePolicyMini | null
  readonly assigned_to?: {
    readonly id?: string | null
    readonly type?: string | null
  } | null
}

/** @see https://developer.box.com/reference/resources/storage-policy-assignments/ */
export interface StoragePolicyAssignments {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<StoragePolicyAssignment> | null
}

export const StoragePolicyAssignment: Lazy<StoragePolicyAssignment> = /*#__PURE__*/ lazy<StoragePolicyAssignment>(() =>
  Schema.Struct({
    id: Schema.String,
    type: Schema.Literal("storage_policy_assignment"),
    storage_policy: maybe(resolve(StoragePolicyMini)),
    assigned_to: maybe(Schema.Struct({ id: maybe(Schema.String), type: maybe(Schema.String) }))
  })
)

export const StoragePolicyAssignments: Lazy<StoragePolicyAssignments> = /*#__PURE__*/ lazy<StoragePolicyAssignments>(
  () =>
    Schema.Struct({
      limit: maybe(Schema.Number),
      next_marker: maybe(Schema.String),
      prev_marker: maybe(Schema.String),
      entries: maybe(Schema.Array(resolve(StoragePolicyAssignment)))
    })
)
