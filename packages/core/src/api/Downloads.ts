// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** The content of a file, as Box has it. `FileDownload` resumes and verifies. */
import type * as Redacted from "effect/Redacted"
import * as Operation from "../operation/Operation.ts"

export interface DownloadFileInput {
  readonly file_id: string
  /** `bytes=first-last`. */
  readonly range?: string | undefined
  /** A shared link and its password; `BoxRequest.withSharedLink` sends the same. */
  readonly boxapi?: Redacted.Redacted<string> | undefined
  readonly version?: string | undefined
  /** A token for this one call, in place of the one that is sent anyway. */
  readonly access_token?: Redacted.Redacted<string> | undefined
}

/**
 * The content of a file, followed to the host that has it. A break ends the stream with its error. `GET
 * /files/{file_id}/content`, safe to repeat. Waits while Box says that it is not ready (202).
 *
 * @see https://developer.box.com/reference/get-files-id-content/
 */
export const downloadFile: Operation.BytesOperation<DownloadFileInput> = /*#__PURE__*/ Operation.makeBytes({
  name: "Downloads.downloadFile",
  method: "GET",
  path: "/files/{file_id}/content",
  query: ["version", "access_token"],
  headers: { range: "range", boxapi: "boxapi" },
  accepts: [302],
  pending: true
})
