// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** File Requests: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { FolderMini } from "./Item.ts"
import { UserMini } from "./User.ts"

/** @see https://developer.box.com/reference/resources/file-request/ */
export interface FileRequest {
  /** Read-only. */
  readonly id: string
  /** Read-only. */
  readonly type: "file_request"
  readonly title?: string | null
  readonly description?: string | null
  readonly status?: Open<"active" | "inactive"> | null
  readonly is_email_required?: boolean | null
  readonly is_description_required?: boolean | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly expires_at?: string | null
  readonly folder?: FolderMini | null
  /** Read-only. */
  readonly url?: string | null
  readonly etag?: string | null
  readonly created_by?: UserMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  readonly updated_by?: UserMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly updated_at?: string | null
}

export const FileRequest: Lazy<FileRequest> = /*#__PURE__*/ lazy<FileRequest>(() =>
  Schema.Struct({
    id: Schema.String,
    type: Schema.Literal("file_request"),
    title: maybe(Schema.String),
    description: maybe(Schema.String),
    status: maybe(Schema.String),
    is_email_required: maybe(Schema.Boolean),
    is_description_required: maybe(Schema.Boolean),
    expires_at: maybe(Schema.String),
    folder: maybe(resolve(FolderMini)),
    url: maybe(Schema.String),
    etag: maybe(Schema.String),
    created_by: maybe(resolve(UserMini)),
    created_at: maybe(Schema.String),
    updated_by: maybe(resolve(UserMini)),
    updated_at: maybe(Schema.String)
  })
)
