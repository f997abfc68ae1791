// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Notes: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy } from "../../internal/schema.ts"

/** @see https://developer.box.com/reference/resources/notes-convert-created-file-v2026.0/ */
export interface NotesConvertResponse {
  readonly type: "file"
  readonly id: string
}

export const NotesConvertResponse: Lazy<NotesConvertResponse> = /*#__PURE__*/ lazy<NotesConvertResponse>(() =>
  Schema.Struct({ type: Schema.Literal("file"), id: Schema.String })
)
