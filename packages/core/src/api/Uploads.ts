// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/**
 * Uploads in one request, as in Box's API. `FileUpload` uploads files of any size, with verification and retries.
 */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { type FileFull, Files } from "./schemas/Item.ts"
import { UploadUrl } from "./schemas/Uploads.ts"

export interface UploadFileVersionInput {
  readonly file_id: string
  /** An etag. Fails with `BoxPreconditionFailed` if it is no longer the current one. */
  readonly if_match?: string | undefined
  /** The SHA-1 of the content, in hex. */
  readonly content_md5?: string | undefined
  readonly attributes: {
    readonly name: string
    /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
    readonly content_modified_at?: Operation.Time | undefined
  }
  readonly file: Operation.Content | Operation.FilePart
}

/**
 * Uploads a new version of a file of up to 50 MB in one request. `POST /files/{file_id}/content`. Not retried if
 * the outcome of an attempt is unknown. Fails with `BoxPreconditionFailed` (412) among others.
 *
 * @see https://developer.box.com/reference/post-files-id-content/
 * @category operations
 * @since 0.1.0
 */
export const uploadFileVersion: Operation.EntriesFieldsOperation<UploadFileVersionInput, FileFull, Files> =
  /*#__PURE__*/ Makers.makeWithEntries({
    name: "Uploads.uploadFileVersion",
    method: "POST",
    path: "/files/{file_id}/content",
    host: "upload",
    query: ["fields"],
    times: ["attributes.content_modified_at"],
    headers: { if_match: "if-match", content_md5: "content-md5" },
    body: /*#__PURE__*/ Operation.multipartBody(["file"]),
    output: () => Files
  })

export interface PreflightFileUploadCheckInput {
  readonly name?: string | undefined
  readonly size?: number | undefined
  readonly parent?:
    | {
        readonly id?: string | undefined
      }
    | undefined
}

/**
 * Checks whether a file with this name and size would be accepted. `OPTIONS /files/content`, safe to repeat. Fails
 * with `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/options-files-content/
 * @category operations
 * @since 0.1.0
 */
export const preflightFileUploadCheck: Operation.Operation<PreflightFileUploadCheckInput, UploadUrl> =
  /*#__PURE__*/ Operation.make({
    name: "Uploads.preflightFileUploadCheck",
    method: "OPTIONS",
    path: "/files/content",
    body: "json",
    output: () => UploadUrl
  })

export interface UploadFileInput {
  /** The SHA-1 of the content, in hex. */
  readonly content_md5?: string | undefined
  readonly attributes: {
    readonly name: string
    readonly parent: {
      readonly id: string
    }
    /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
    readonly content_created_at?: Operation.Time | undefined
    /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
    readonly content_modified_at?: Operation.Time | undefined
  }
  readonly file: Operation.Content | Operation.FilePart
}

/**
 * Uploads a new file of up to 50 MB in one request. `POST /files/content`. Not retried if the outcome of an
 * attempt is unknown. Fails with `BoxBadRequest` (400), `BoxNotFound` (404), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-files-content/
 * @category operations
 * @since 0.1.0
 */
export const uploadFile: Operation.EntriesFieldsOperation<UploadFileInput, FileFull, Files> =
  /*#__PURE__*/ Makers.makeWithEntries({
    name: "Uploads.uploadFile",
    method: "POST",
    path: "/files/content",
    host: "upload",
    query: ["fields"],
    times: ["attributes.content_created_at", "attributes.content_modified_at"],
    headers: { content_md5: "content-md5" },
    body: /*#__PURE__*/ Operation.multipartBody(["file"]),
    output: () => Files
  })
