// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Upload sessions, request by request. `FileUpload` runs a complete session. */
import * as Operation from "../operation/Operation.ts"
import {
  UploadedPart,
  type UploadPart,
  type UploadPartInput,
  UploadParts,
  UploadSession
} from "./schemas/ChunkedUploads.ts"
import { Files } from "./schemas/Item.ts"

export interface CreateFileUploadSessionInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  readonly file_size: number
  readonly file_name: string
}

/**
 * Opens a session for a new file of at least 20 MB. `POST /files/upload_sessions`. Not retried if the outcome of
 * an attempt is unknown. Fails with `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404),
 * `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-files-upload-sessions/
 * @category operations
 * @since 0.1.0
 */
export const createFileUploadSession: Operation.Operation<CreateFileUploadSessionInput, UploadSession> =
  /*#__PURE__*/ Operation.make({
    name: "ChunkedUploads.createFileUploadSession",
    method: "POST",
    path: "/files/upload_sessions",
    host: "upload",
    body: "json",
    output: () => UploadSession
  })

export interface CreateFileUploadSessionForExistingFileInput {
  readonly file_id: string
  readonly file_size: number
  readonly file_name?: string | undefined
}

/**
 * Opens a session for a new version of a file, of at least 20 MB. `POST /files/{file_id}/upload_sessions`. Not
 * retried if the outcome of an attempt is unknown. Fails with `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-files-id-upload-sessions/
 * @category operations
 * @since 0.1.0
 */
export const createFileUploadSessionForExistingFile: Operation.Operation<
  CreateFileUploadSessionForExistingFileInput,
  UploadSession
> = /*#__PURE__*/ Operation.make({
  name: "ChunkedUploads.createFileUploadSessionForExistingFile",
  method: "POST",
  path: "/files/{file_id}/upload_sessions",
  host: "upload",
  body: "json",
  output: () => UploadSession
})

export interface GetFileUploadSessionByIdInput {
  /** The absolute URL from an earlier answer. */
  readonly url: string
}

/**
 * Gets the progress of a session. `GET /files/upload_sessions/{upload_session_id}`, safe to repeat. `url` is the
 * address from an earlier answer.
 *
 * @see https://developer.box.com/reference/get-files-upload-sessions-id/
 * @category operations
 * @since 0.1.0
 */
export const getFileUploadSessionById: Operation.Operation<GetFileUploadSessionByIdInput, UploadSession> =
  /*#__PURE__*/ Operation.make({
    name: "ChunkedUploads.getFileUploadSessionById",
    method: "GET",
    path: "/files/upload_sessions/{upload_session_id}",
    host: "url",
    output: () => UploadSession
  })

export interface UploadFilePartInput {
  /** The absolute URL from an earlier answer. */
  readonly url: string
  /** `sha=` followed by the SHA-1 of the bytes in Base64. */
  readonly digest: string
  /** `bytes first-last/total`. */
  readonly content_range: string
  /** The whole body. */
  readonly body: Operation.Content
}

/**
 * Sends one part of a file. `PUT /files/upload_sessions/{upload_session_id}`, safe to repeat. Fails with
 * `BoxConflict` (409), `BoxPreconditionFailed` (412), `BoxBadRequest` (416) among others. `url` is the address
 * from an earlier answer.
 *
 * @see https://developer.box.com/reference/put-files-upload-sessions-id/
 * @category operations
 * @since 0.1.0
 */
export const uploadFilePart: Operation.Operation<UploadFilePartInput, UploadedPart> = /*#__PURE__*/ Operation.make({
  name: "ChunkedUploads.uploadFilePart",
  method: "PUT",
  path: "/files/upload_sessions/{upload_session_id}",
  host: "url",
  headers: { digest: "digest", content_range: "content-range" },
  body: Operation.bytesBody,
  output: () => UploadedPart
})

export interface DeleteFileUploadSessionByIdInput {
  /** The absolute URL from an earlier answer. */
  readonly url: string
}

/**
 * Deletes a session and its parts. `DELETE /files/upload_sessions/{upload_session_id}`, safe to repeat. `url` is
 * the address from an earlier answer.
 *
 * @see https://developer.box.com/reference/delete-files-upload-sessions-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteFileUploadSessionById: Operation.Operation<DeleteFileUploadSessionByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "ChunkedUploads.deleteFileUploadSessionById",
    method: "DELETE",
    path: "/files/upload_sessions/{upload_session_id}",
    host: "url"
  })

export interface GetFileUploadSessionPartsInput {
  /** The absolute URL from an earlier answer. */
  readonly url: string
  /** The index of the first entry. Default `0`. */
  readonly offset?: number | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists the stored parts. `GET /files/upload_sessions/{upload_session_id}/parts`, safe to repeat. Pages by offset.
 * `url` is the address from an earlier answer.
 *
 * @see https://developer.box.com/reference/get-files-upload-sessions-id-parts/
 * @category operations
 * @since 0.1.0
 */
export const getFileUploadSessionParts: Operation.PagedOperation<
  GetFileUploadSessionPartsInput,
  UploadPart,
  UploadParts
> = /*#__PURE__*/ Operation.makePaged({
  name: "ChunkedUploads.getFileUploadSessionParts",
  method: "GET",
  path: "/files/upload_sessions/{upload_session_id}/parts",
  host: "url",
  query: ["offset", "limit"],
  paging: "offset",
  output: () => UploadParts
})

export interface CreateFileUploadSessionCommitInput {
  /** The absolute URL from an earlier answer. */
  readonly url: string
  /** `sha=` followed by the SHA-1 of the bytes in Base64. */
  readonly digest: string
  /** An etag. Fails with `BoxPreconditionFailed` if it is no longer the current one. */
  readonly if_match?: string | undefined
  readonly if_none_match?: string | undefined
  readonly parts: ReadonlyArray<UploadPartInput>
}

/**
 * Assembles the file from its parts. `POST /files/upload_sessions/{upload_session_id}/commit`. Not retried if the
 * outcome of an attempt is unknown. Waits until the result is ready (202). Fails with `BoxConflict` (409),
 * `BoxPreconditionFailed` (412) among others. `url` is the address from an earlier answer.
 *
 * @see https://developer.box.com/reference/post-files-upload-sessions-id-commit/
 * @category operations
 * @since 0.1.0
 */
export const createFileUploadSessionCommit: Operation.Operation<CreateFileUploadSessionCommitInput, Files> =
  /*#__PURE__*/ Operation.make({
    name: "ChunkedUploads.createFileUploadSessionCommit",
    method: "POST",
    path: "/files/upload_sessions/{upload_session_id}/commit",
    host: "url",
    headers: { digest: "digest", if_match: "if-match", if_none_match: "if-none-match" },
    body: "json",
    pending: true,
    output: () => Files
  })
