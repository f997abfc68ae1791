// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** File Watermarks: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe } from "../../internal/schema.ts"

/** @see https://developer.box.com/reference/resources/watermark/ */
export interface Watermark {
  readonly watermark?: {
    /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
    readonly created_at?: string | null
    /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
    readonly modified_at?: string | null
  } | null
}

export const Watermark: Lazy<Watermark> = /*#__PURE__*/ lazy<Watermark>(() =>
  Schema.Struct({
    watermark: maybe(Schema.Struct({ created_at: maybe(Schema.String), modified_at: maybe(Schema.String) }))
  })
)
