// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Legal Hold Policies: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { UserMini } from "./User.ts"

/** @see https://developer.box.com/reference/resources/legal-hold-policies/ */
export interface LegalHoldPolicies {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<LegalHoldPolicy> | null
}

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/legal-hold-policy--mini/
 */
export interface LegalHoldPolicyMini {
  readonly id: string
  readonly type: "legal_hold_policy"
}

/** @see https://developer.box.com/reference/resources/legal-hold-policy/ */
export interface LegalHoldPolicy extends LegalHoldPolicyMini {
  /** Up to 254 characters. */
  readonly policy_name?: string | null
  /** Up to 500 characters. */
  readonly description?: string | null
  readonly status?: Open<"active" | "applying" | "releasing" | "released"> | null
  readonly assignment_counts?: {
    readonly user?: number | null
    readonly folder?: number | null
    readonly file?: number | null
    readonly file_version?: number | null
    readonly ownership?: number | null
    readonly interactions?: number | null
  } | null
  readonly created_by?: UserMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly deleted_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly filter_started_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly filter_ended_at?: string | null
  /** Up to 500 characters. */
  readonly release_notes?: string | null
}

const legalHoldPolicyMiniProperties = () => ({ id: Schema.String, type: Schema.Literal("legal_hold_policy") })

export const LegalHoldPolicies: Lazy<LegalHoldPolicies> = /*#__PURE__*/ lazy<LegalHoldPolicies>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(LegalHoldPolicy)))
  })
)

export const LegalHoldPolicyMini: Lazy<LegalHoldPolicyMini> = /*#__PURE__*/ lazy<LegalHoldPolicyMini>(() =>
  Schema.Struct(legalHoldPolicyMiniProperties())
)

export const LegalHoldPolicy: Lazy<LegalHoldPolicy> = /*#__PURE__*/ lazy<LegalHoldPolicy>(() =>
  Schema.Struct({
    ...legalHoldPolicyMiniProperties(),
    policy_name: maybe(Schema.String),
    description: maybe(Schema.String),
    status: maybe(Schema.String),
    assignment_counts: maybe(
      Schema.Struct({
        user: maybe(Schema.Number),
        folder: maybe(Schema.Number),
        file: maybe(Schema.Number),
        file_version: maybe(Schema.Number),
        ownership: maybe(Schema.Number),
        interactions: maybe(Schema.Number)
      })
    ),
    created_by: maybe(resolve(UserMini)),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String),
    deleted_at: maybe(Schema.String),
    filter_started_at: maybe(Schema.String),
    filter_ended_at: maybe(Schema.String),
    release_notes: maybe(Schema.String)
  })
)
