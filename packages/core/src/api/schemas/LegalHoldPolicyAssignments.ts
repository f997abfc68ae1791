// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Legal Hold Policy Assignments: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { FileMini, FileVersion } from "./Item.ts"
import { LegalHoldPolicyMini } from "./LegalHoldPolicies.ts"
import { UserMini } from "./User.ts"

/** @see https://developer.box.com/reference/resources/file-versions-on-hold/ */
export interface FileVersionsOnHold {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<FileVersion> | null
}

/** @see https://developer.box.com/reference/resources/files-on-hold/ */
export interface FilesOnHold {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<FileMini> | null
}

export interface LegalHoldPolicyAssignedItem {
  readonly type: Open<"file" | "file_version" | "folder" | "user" | "ownership" | "interactions">
  readonly id: string
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/legal-hold-policy-assignment--base/
 */
export interface LegalHoldPolicyAssignmentBase {
  readonly id: string
  readonly type?: Open<"legal_hold_policy_assignment"> | null
}

/** @see https://developer.box.com/reference/resources/legal-hold-policy-assignment/ */
export interface LegalHoldPolicyAssignment extends LegalHoldPolicyAssignmentBase {
  readonly legal_hold_policy?: LegalHoldPolicyMini | null
  readonly assigned_to?: LegalHoldPolicyAssignedItem | null
  readonly assigned_by?: UserMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly assigned_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly deleted_at?: string | null
}

/** @see https://developer.box.com/reference/resources/legal-hold-policy-assignments/ */
export interface LegalHoldPolicyAssignments {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<LegalHoldPolicyAssignment> | null
}

const legalHoldPolicyAssignmentBaseProperties = () => ({ id: Schema.String, type: maybe(Schema.String) })

export const FileVersionsOnHold: Lazy<FileVersionsOnHold> = /*#__PURE__*/ lazy<FileVersionsOnHold>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(FileVersion)))
  })
)

export const FilesOnHold: Lazy<FilesOnHold> = /*#__PURE__*/ lazy<FilesOnHold>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(FileMini)))
  })
)

export const LegalHoldPolicyAssignedItem: Lazy<LegalHoldPolicyAssignedItem> =
  /*#__PURE__*/ lazy<LegalHoldPolicyAssignedItem>(() => Schema.Struct({ type: Schema.String, id: Schema.String }))

export const LegalHoldPolicyAssignmentBase: Lazy<LegalHoldPolicyAssignmentBase> =
  /*#__PURE__*/ lazy<LegalHoldPolicyAssignmentBase>(() => Schema.Struct(legalHoldPolicyAssignmentBaseProperties()))

export const LegalHoldPolicyAssignment: Lazy<LegalHoldPolicyAssignment> = /*#__PURE__*/ lazy<LegalHoldPolicyAssignment>(
  () =>
    Schema.Struct({
      ...legalHoldPolicyAssignmentBaseProperties(),
      legal_hold_policy: maybe(resolve(LegalHoldPolicyMini)),
      assigned_to: maybe(resolve(LegalHoldPolicyAssignedItem)),
      assigned_by: maybe(resolve(UserMini)),
      assigned_at: maybe(Schema.String),
      deleted_at: maybe(Schema.String)
    })
)

export const LegalHoldPolicyAssignments: Lazy<LegalHoldPolicyAssignments> =
  /*#__PURE__*/ lazy<LegalHoldPolicyAssignments>(() =>
    Schema.Struct({
      limit: maybe(Schema.Number),
      next_marker: maybe(Schema.String),
      prev_marker: maybe(Schema.String),
      entries: maybe(Schema.Array(resolve(LegalHoldPolicyAssignment)))
    })
  )
