// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Collaboration Allowlist Exempt Targets: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { UserMini } from "./User.ts"

/** @see https://developer.box.com/reference/resources/collaboration-allowlist-exempt-target/ */
export interface CollaborationAllowlistExemptTarget {
  readonly id: string
  readonly type?: Open<"collaboration_whitelist_exempt_target"> | null
  readonly enterprise?: {
    readonly id?: string | null
    readonly type?: Open<"enterprise"> | null
    readonly name?: string | null
  } | null
  readonly user?: UserMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
}

/** @see https://developer.box.com/reference/resources/collaboration-allowlist-exempt-targets/ */
export interface CollaborationAllowlistExemptTargets {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<CollaborationAllowlistExemptTarget> | null
}

export const CollaborationAllowlistExemptTarget: Lazy<CollaborationAllowlistExemptTarget> =
  /*#__PURE__*/ lazy<CollaborationAllowlistExemptTarget>(() =>
    Schema.Struct({
      id: Schema.String,
      type: maybe(Schema.String),
      enterprise: maybe(
        Schema.Struct({ id: maybe(Schema.String), type: maybe(Schema.String), name: maybe(Schema.String) })
      ),
      user: maybe(resolve(UserMini)),
      created_at: maybe(Schema.String),
      modified_at: maybe(Schema.String)
    })
  )

export const CollaborationAllowlistExemptTargets: Lazy<CollaborationAllowlistExemptTargets> =
  /*#__PURE__*/ lazy<CollaborationAllowlistExemptTargets>(() =>
    Schema.Struct({
      limit: maybe(Schema.Number),
      next_marker: maybe(Schema.String),
      prev_marker: maybe(Schema.String),
      entries: maybe(Schema.Array(resolve(CollaborationAllowlistExemptTarget)))
    })
  )
