// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Collaboration Allowlist Entries: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"

/** @see https://developer.box.com/reference/resources/collaboration-allowlist-entries/ */
export interface CollaborationAllowlistEntries {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<CollaborationAllowlistEntry> | null
}

/** @see https://developer.box.com/reference/resources/collaboration-allowlist-entry/ */
export interface CollaborationAllowlistEntry {
  readonly id: string
  readonly type?: Open<"collaboration_whitelist_entry"> | null
  readonly domain?: string | null
  readonly direction?: Open<"inbound" | "outbound" | "both"> | null
  readonly enterprise?: {
    readonly id?: string | null
    readonly type?: Open<"enterprise"> | null
    readonly name?: string | null
  } | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
}

export const CollaborationAllowlistEntries: Lazy<CollaborationAllowlistEntries> =
  /*#__PURE__*/ lazy<CollaborationAllowlistEntries>(() =>
    Schema.Struct({
      limit: maybe(Schema.Number),
      next_marker: maybe(Schema.String),
      prev_marker: maybe(Schema.String),
      entries: maybe(Schema.Array(resolve(CollaborationAllowlistEntry)))
    })
  )

export const CollaborationAllowlistEntry: Lazy<CollaborationAllowlistEntry> =
  /*#__PURE__*/ lazy<CollaborationAllowlistEntry>(() =>
    Schema.Struct({
      id: Schema.String,
      type: maybe(Schema.String),
      domain: maybe(Schema.String),
      direction: maybe(Schema.String),
      enterprise: maybe(
        Schema.Struct({ id: maybe(Schema.String), type: maybe(Schema.String), name: maybe(Schema.String) })
      ),
      created_at: maybe(Schema.String)
    })
  )
