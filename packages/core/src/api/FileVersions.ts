// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** File Versions: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { type FileVersion, FileVersionFull, FileVersions } from "./schemas/Item.ts"

export interface GetFileVersionsInput {
  readonly file_id: string
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The index of the first entry. Default `0`. */
  readonly offset?: number | undefined
}

/**
 * Lists file versions. `GET /files/{file_id}/versions`, safe to repeat. Pages by offset.
 *
 * @see https://developer.box.com/reference/get-files-id-versions/
 * @category operations
 * @since 0.1.0
 */
export const getFileVersions: Operation.PagedFieldsOperation<
  GetFileVersionsInput,
  FileVersionFull,
  FileVersion,
  FileVersions
> = /*#__PURE__*/ Makers.makePagedWithFields({
  name: "FileVersions.getFileVersions",
  method: "GET",
  path: "/files/{file_id}/versions",
  query: ["fields", "limit", "offset"],
  paging: "offset",
  output: () => FileVersions
})

export interface GetFileVersionByIdInput {
  readonly file_id: string
  readonly file_version_id: string
}

/**
 * Gets a file version by id. `GET /files/{file_id}/versions/{file_version_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-files-id-versions-id/
 * @category operations
 * @since 0.1.0
 */
export const getFileVersionById: Operation.FieldsOperation<GetFileVersionByIdInput, FileVersionFull, FileVersion> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "FileVersions.getFileVersionById",
    method: "GET",
    path: "/files/{file_id}/versions/{file_version_id}",
    query: ["fields"],
    output: () => FileVersionFull
  })

export interface DeleteFileVersionByIdInput {
  readonly file_id: string
  readonly file_version_id: string
  /** An etag. Fails with `BoxPreconditionFailed` if it is no longer the current one. */
  readonly if_match?: string | undefined
}

/**
 * Deletes a file version by id. `DELETE /files/{file_id}/versions/{file_version_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-files-id-versions-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteFileVersionById: Operation.Operation<DeleteFileVersionByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "FileVersions.deleteFileVersionById",
    method: "DELETE",
    path: "/files/{file_id}/versions/{file_version_id}",
    headers: { if_match: "if-match" }
  })

export interface UpdateFileVersionByIdInput {
  readonly file_id: string
  readonly file_version_id: string
  readonly trashed_at?: string | null | undefined
}

/**
 * Updates a file version by id. `PUT /files/{file_id}/versions/{file_version_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/put-files-id-versions-id/
 * @category operations
 * @since 0.1.0
 */
export const updateFileVersionById: Operation.Operation<UpdateFileVersionByIdInput, FileVersionFull> =
  /*#__PURE__*/ Operation.make({
    name: "FileVersions.updateFileVersionById",
    method: "PUT",
    path: "/files/{file_id}/versions/{file_version_id}",
    body: "json",
    output: () => FileVersionFull
  })

export interface PromoteFileVersionInput {
  readonly file_id: string
  readonly id?: string | undefined
  readonly type?: "file_version" | undefined
}

/**
 * Promotes a file version. `POST /files/{file_id}/versions/current`. Not retried if the outcome of an attempt is
 * unknown.
 *
 * @see https://developer.box.com/reference/post-files-id-versions-current/
 * @category operations
 * @since 0.1.0
 */
export const promoteFileVersion: Operation.FieldsOperation<PromoteFileVersionInput, FileVersionFull, FileVersion> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "FileVersions.promoteFileVersion",
    method: "POST",
    path: "/files/{file_id}/versions/current",
    query: ["fields"],
    body: "json",
    output: () => FileVersionFull
  })
