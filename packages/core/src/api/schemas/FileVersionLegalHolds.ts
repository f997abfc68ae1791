// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** File Version Legal Holds: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { FileMini, FileVersionMini } from "./Item.ts"
import { LegalHoldPolicyAssignment } from "./LegalHoldPolicyAssignments.ts"

/** @see https://developer.box.com/reference/resources/file-version-legal-hold/ */
export interface FileVersionLegalHold {
  readonly id: string
  readonly type?: Open<"file_version_legal_hold"> | null
  readonly file_version?: FileVersionMini | null
  readonly file?: FileMini | null
  readonly legal_hold_policy_assignments?: ReadonlyArray<LegalHoldPolicyAssignment> | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly deleted_at?: string | null
}

/** @see https://developer.box.com/reference/resources/file-version-legal-holds/ */
export interface FileVersionLegalHolds {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<FileVersionLegalHold> | null
}

export const FileVersionLegalHold: Lazy<FileVersionLegalHold> = /*#__PURE__*/ lazy<FileVersionLegalHold>(() =>
  Schema.Struct({
    id: Schema.String,
    type: maybe(Schema.String),
    file_version: maybe(resolve(FileVersionMini)),
    file: maybe(resolve(FileMini)),
    legal_hold_policy_assignments: maybe(Schema.Array(resolve(LegalHoldPolicyAssignment))),
    deleted_at: maybe(Schema.String)
  })
)

export const FileVersionLegalHolds: Lazy<FileVersionLegalHolds> = /*#__PURE__*/ lazy<FileVersionLegalHolds>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(FileVersionLegalHold)))
  })
)
