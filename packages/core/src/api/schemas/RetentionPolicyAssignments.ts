// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Retention Policy Assignments: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { FileMini } from "./Item.ts"
import { RetentionPolicyMini } from "./RetentionPolicies.ts"
import { UserMini } from "./User.ts"

/** @see https://developer.box.com/reference/resources/files-under-retention/ */
export interface FilesUnderRetention {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<FileMini> | null
}

/** @see https://developer.box.com/reference/resources/retention-policy-assignment/ */
export interface RetentionPolicyAssignment {
  readonly id: string
  readonly type: "retention_policy_assignment"
  readonly retention_policy?: RetentionPolicyMini | null
  readonly assigned_to?: {
    readonly id?: string | null
    readonly type?: Open<"folder" | "enterprise" | "metadata_template"> | null
  } | null
  readonly filter_fields?: ReadonlyArray<{
    readonly field?: string | null
    readonly value?: string | null
  } | null> | null
  readonly assigned_by?: UserMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly assigned_at?: string | null
  readonly start_date_field?: string | null
}

/** @see https://developer.box.com/reference/resources/retention-policy-assignments/ */
export interface RetentionPolicyAssignments {
  readonly entries?: ReadonlyArray<RetentionPolicyAssignment> | null
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
}

export const FilesUnderRetention: Lazy<FilesUnderRetention> = /*#__PURE__*/ lazy<FilesUnderRetention>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(FileMini)))
  })
)

export const RetentionPolicyAssignment: Lazy<RetentionPolicyAssignment> = /*#__PURE__*/ lazy<RetentionPolicyAssignment>(
  () =>
    Schema.Struct({
      id: Schema.String,
      type: Schema.Literal("retention_policy_assignment"),
      retention_policy: maybe(resolve(RetentionPolicyMini)),
      assigned_to: maybe(Schema.Struct({ id: maybe(Schema.String), type: maybe(Schema.String) })),
      filter_fields: maybe(
        Schema.Array(Schema.NullOr(Schema.Struct({ field: maybe(Schema.String), value: maybe(Schema.String) })))
      ),
      assigned_by: maybe(resolve(UserMini)),
      assigned_at: maybe(Schema.String),
      start_date_field: maybe(Schema.String)
    })
)

export const RetentionPolicyAssignments: Lazy<RetentionPolicyAssignments> =
  /*#__PURE__*/ lazy<RetentionPolicyAssignments>(() =>
    Schema.Struct({
      entries: maybe(Schema.Array(resolve(RetentionPolicyAssignment))),
      limit: maybe(Schema.Number),
      next_marker: maybe(Schema.String)
    })
  )
