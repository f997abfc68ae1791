// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** File Requests: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { FileRequest } from "./schemas/FileRequests.ts"

export interface GetFileRequestByIdInput {
  readonly file_request_id: string
}

/**
 * Gets a file request by id. `GET /file_requests/{file_request_id}`, safe to repeat. Fails with `BoxNotFound`
 * (404), `BoxBadRequest` (405) among others.
 *
 * @see https://developer.box.com/reference/get-file-requests-id/
 * @category operations
 * @since 0.1.0
 */
export const getFileRequestById: Operation.Operation<GetFileRequestByIdInput, FileRequest> =
  /*#__PURE__*/ Operation.make({
    name: "FileRequests.getFileRequestById",
    method: "GET",
    path: "/file_requests/{file_request_id}",
    output: () => FileRequest
  })

export interface UpdateFileRequestByIdInput {
  readonly file_request_id: string
  /** An etag. Fails with `BoxPreconditionFailed` if it is no longer the current one. */
  readonly if_match?: string | undefined
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly status?: "active" | "inactive" | undefined
  readonly is_email_required?: boolean | undefined
  readonly is_description_required?: boolean | undefined
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly expires_at?: Operation.Time | undefined
}

/**
 * Updates a file request by id. `PUT /file_requests/{file_request_id}`, safe to repeat. Fails with `BoxForbidden`
 * (403), `BoxNotFound` (404), `BoxBadRequest` (405), `BoxPreconditionFailed` (412) among others.
 *
 * @see https://developer.box.com/reference/put-file-requests-id/
 * @category operations
 * @since 0.1.0
 */
export const updateFileRequestById: Operation.Operation<UpdateFileRequestByIdInput, FileRequest> =
  /*#__PURE__*/ Operation.make({
    name: "FileRequests.updateFileRequestById",
    method: "PUT",
    path: "/file_requests/{file_request_id}",
    times: ["expires_at"],
    headers: { if_match: "if-match" },
    body: "json",
    output: () => FileRequest
  })

export interface DeleteFileRequestByIdInput {
  readonly file_request_id: string
}

/**
 * Deletes a file request by id. `DELETE /file_requests/{file_request_id}`, safe to repeat. Fails with
 * `BoxNotFound` (404), `BoxBadRequest` (405) among others.
 *
 * @see https://developer.box.com/reference/delete-file-requests-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteFileRequestById: Operation.Operation<DeleteFileRequestByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "FileRequests.deleteFileRequestById",
    method: "DELETE",
    path: "/file_requests/{file_request_id}"
  })

export interface CreateFileRequestCopyInput {
  readonly file_request_id: string
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly status?: "active" | "inactive" | undefined
  readonly is_email_required?: boolean | undefined
  readonly is_description_required?: boolean | undefined
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly expires_at?: Operation.Time | undefined
  readonly folder: {
    readonly type?: "folder" | undefined
    readonly id: string
  }
}

/**
 * Creates a file request copy. `POST /file_requests/{file_request_id}/copy`. Not retried if the outcome of an
 * attempt is unknown. Fails with `BoxForbidden` (403), `BoxNotFound` (404), `BoxBadRequest` (405) among others.
 *
 * @see https://developer.box.com/reference/post-file-requests-id-copy/
 * @category operations
 * @since 0.1.0
 */
export const createFileRequestCopy: Operation.Operation<CreateFileRequestCopyInput, FileRequest> =
  /*#__PURE__*/ Operation.make({
    name: "FileRequests.createFileRequestCopy",
    method: "POST",
    path: "/file_requests/{file_request_id}/copy",
    times: ["expires_at"],
    body: "json",
    output: () => FileRequest
  })
