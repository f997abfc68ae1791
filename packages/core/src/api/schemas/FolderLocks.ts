// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Folder Locks: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { FolderMini } from "./Item.ts"
import { UserBase } from "./User.ts"

/** @see https://developer.box.com/reference/resources/folder-lock/ */
export interface FolderLock {
  readonly folder?: FolderMini | null
  readonly id: string
  readonly type?: Open<"folder_lock"> | null
  readonly created_by?: UserBase | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  readonly locked_operations?: {
    readonly move?: boolean | null
    readonly delete?: boolean | null
  } | null
  readonly lock_type?: string | null
}

/** @see https://developer.box.com/reference/resources/folder-locks/ */
export interface FolderLocks {
  readonly entries?: ReadonlyArray<FolderLock> | null
  /** The limit that was applied. */
  readonly limit?: number | string | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
}

export const FolderLock: Lazy<FolderLock> = /*#__PURE__*/ lazy<FolderLock>(() =>
  Schema.Struct({
    folder: maybe(resolve(FolderMini)),
    id: Schema.String,
    type: maybe(Schema.String),
    created_by: maybe(resolve(UserBase)),
    created_at: maybe(Schema.String),
    locked_operations: maybe(Schema.Struct({ move: maybe(Schema.Boolean), delete: maybe(Schema.Boolean) })),
    lock_type: maybe(Schema.String)
  })
)

export const FolderLocks: Lazy<FolderLocks> = /*#__PURE__*/ lazy<FolderLocks>(() =>
  Schema.Struct({
    entries: maybe(Schema.Array(resolve(FolderLock))),
    limit: maybe(Schema.Union([Schema.Number, Schema.String])),
    next_marker: maybe(Schema.String)
  })
)
