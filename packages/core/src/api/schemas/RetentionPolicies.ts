// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Retention Policies: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { UserMini } from "./User.ts"

/** @see https://developer.box.com/reference/resources/retention-policies/ */
export interface RetentionPolicies {
  readonly entries?: ReadonlyArray<RetentionPolicy> | null
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/retention-policy--base/
 */
export interface RetentionPolicyBase {
  readonly id: string
  readonly type: "retention_policy"
}

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/retention-policy--mini/
 */
export interface RetentionPolicyMini extends RetentionPolicyBase {
  readonly policy_name?: string | null
  readonly retention_length?: string | null
  readonly disposition_action?: Open<"permanently_delete" | "remove_retention"> | null
  readonly max_extension_length?: string | null
}

/** @see https://developer.box.com/reference/resources/retention-policy/ */
export interface RetentionPolicy extends RetentionPolicyMini {
  readonly description?: string | null
  readonly policy_type?: Open<"finite" | "indefinite"> | null
  readonly retention_type?: Open<"modifiable" | "non_modifiable"> | null
  readonly status?: Open<"active" | "retired"> | null
  readonly created_by?: UserMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
  readonly can_owner_extend_retention?: boolean | null
  readonly are_owners_notified?: boolean | null
  readonly custom_notification_recipients?: ReadonlyArray<UserMini> | null
  readonly assignment_counts?: {
    readonly enterprise?: number | null
    readonly folder?: number | null
    readonly metadata_template?: number | null
  } | null
}

export type RetentionPolicyMaxExtensionLengthRequest = "none" | number

const retentionPolicyBaseProperties = () => ({ id: Schema.String, type: Schema.Literal("retention_policy") })

const retentionPolicyMiniProperties = () => ({
  ...retentionPolicyBaseProperties(),
  policy_name: maybe(Schema.String),
  retention_length: maybe(Schema.String),
  disposition_action: maybe(Schema.String),
  max_extension_length: maybe(Schema.String)
})

export const RetentionPolicies: Lazy<RetentionPolicies> = /*#__PURE__*/ lazy<RetentionPolicies>(() =>
  Schema.Struct({
    entries: maybe(Schema.Array(resolve(RetentionPolicy))),
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String)
  })
)

export const RetentionPolicyBase: Lazy<RetentionPolicyBase> = /*#__PURE__*/ lazy<RetentionPolicyBase>(() =>
  Schema.Struct(retentionPolicyBaseProperties())
)

export const RetentionPolicyMini: Lazy<RetentionPolicyMini> = /*#__PURE__*/ lazy<RetentionPolicyMini>(() =>
  Schema.Struct(retentionPolicyMiniProperties())
)

export const RetentionPolicy: Lazy<RetentionPolicy> = /*#__PURE__*/ lazy<RetentionPolicy>(() =>
  Schema.Struct({
    ...retentionPolicyMiniProperties(),
    description: maybe(Schema.String),
    policy_type: maybe(Schema.String),
    retention_type: maybe(Schema.String),
    status: maybe(Schema.String),
    created_by: maybe(resolve(UserMini)),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String),
    can_owner_extend_retention: maybe(Schema.Boolean),
    are_owners_notified: maybe(Schema.Boolean),
    custom_notification_recipients: maybe(Schema.Array(resolve(UserMini))),
    assignment_counts: maybe(
      Schema.Struct({
        enterprise: maybe(Schema.Number),
        folder: maybe(Schema.Number),
        metadata_template: maybe(Schema.Number)
      })
    )
  })
)
