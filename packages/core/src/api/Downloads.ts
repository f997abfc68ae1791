// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** The content of a file, as in Box's API. `FileDownload` resumes and verifies downloads. */
import type * as Redacted from "effect/Redacted"
import * as Operation from "../operation/Operation.ts"

export interface DownloadFileInput {
  readonly file_id: string
  /** `bytes=first-last`. */
  readonly range?: string | undefined
  /** A shared link and its password; `BoxRequest.withSharedLink` sends the same. */
  readonly boxapi?: Redacted.Redacted<string> | undefined
  readonly version?: string | undefined
  /** A token for this call only, instead of the usual one. */
  readonly access_token?: Redacted.Redacted<string> | undefined
}

/**
 * Downloads the content of a file from the host that Box redirects to. If the connection breaks, the stream fails.
 * `GET /files/{file_id}/content`, safe to repeat. Waits until the result is ready (202).
 *
 * @see https://developer.box.com/reference/get-files-id-content/
 * @category operations
 * @since 0.1.0
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
