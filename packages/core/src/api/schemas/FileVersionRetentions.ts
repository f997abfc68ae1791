// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** File Version Retentions: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { FileMini, FileVersionMini } from "./Item.ts"
import { RetentionPolicyMini } from "./RetentionPolicies.ts"

/** @see https://developer.box.com/reference/resources/file-version-retention/ */
export interface FileVersionRetention {
  readonly id: string
  readonly type?: Open<"file_version_retention"> | null
  readonly file_version?: FileVersionMini | null
  readonly file?: FileMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly applied_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly disposition_at?: string | null
  readonly winning_retention_policy?: RetentionPolicyMini | null
}

/** @see https://developer.box.com/reference/resources/file-version-retentions/ */
export interface FileVersionRetentions {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<FileVersionRetention> | null
}

export const FileVersionRetention: Lazy<FileVersionRetention> = /*#__PURE__*/ lazy<FileVersionRetention>(() =>
  Schema.Struct({
    id: Schema.String,
    type: maybe(Schema.String),
    file_version: maybe(resolve(FileVersionMini)),
    file: maybe(resolve(FileMini)),
    applied_at: maybe(Schema.String),
    disposition_at: maybe(Schema.String),
    winning_retention_policy: maybe(resolve(RetentionPolicyMini))
  })
)

export const FileVersionRetentions: Lazy<FileVersionRetentions> = /*#__PURE__*/ lazy<FileVersionRetentions>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(FileVersionRetention)))
  })
)
