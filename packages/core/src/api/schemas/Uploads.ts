// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Uploads: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe } from "../../internal/schema.ts"

/** @see https://developer.box.com/reference/resources/upload-url/ */
export interface UploadUrl {
  readonly upload_url?: string | null
  readonly upload_token?: string | null
}

export const UploadUrl: Lazy<UploadUrl> = /*#__PURE__*/ lazy<UploadUrl>(() =>
  Schema.Struct({ upload_url: maybe(Schema.String), upload_token: maybe(Schema.String) })
)
