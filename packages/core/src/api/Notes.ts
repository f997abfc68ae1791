// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Notes: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { NotesConvertResponse } from "./schemas/Notes.ts"
import type { FolderReferenceInput } from "./schemas/Reference.ts"

export interface CreateNoteConvertV2026R0Input {
  /** Up to 1,048,576 characters. */
  readonly content: string
  readonly content_format: "markdown"
  readonly parent: FolderReferenceInput
  /** 1 to 247 characters. */
  readonly name: string
}

/**
 * Converts a document to a Box note. `POST /notes/convert`. Not retried if the outcome of an attempt is unknown.
 * Fails with `BoxBadRequest` (400, 413, 422), `BoxForbidden` (403), `BoxNotFound` (404), `BoxConflict` (409) among
 * others. API version 2026.0.
 *
 * @see https://developer.box.com/reference/v2026.0/post-notes-convert/
 * @category operations
 * @since 0.1.0
 */
export const createNoteConvertV2026R0: Operation.Operation<CreateNoteConvertV2026R0Input, NotesConvertResponse> =
  /*#__PURE__*/ Operation.make({
    name: "Notes.createNoteConvertV2026R0",
    method: "POST",
    path: "/notes/convert",
    body: "json",
    version: "2026.0",
    output: () => NotesConvertResponse
  })
