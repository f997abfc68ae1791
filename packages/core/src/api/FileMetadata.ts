// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** File Metadata: operations of Box's API. */
import type * as Schema from "effect/Schema"
import * as Operation from "../operation/Operation.ts"
import { MetadataFull, MetadataInstances, type MetadataInstanceValue } from "./schemas/Metadata.ts"

export interface GetFileMetadataInput {
  readonly file_id: string
  readonly view?: string | undefined
}

/**
 * Gets file metadata. `GET /files/{file_id}/metadata`, safe to repeat. Fails with `BoxForbidden` (403),
 * `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-files-id-metadata/
 * @category operations
 * @since 0.1.0
 */
export const getFileMetadata: Operation.Operation<GetFileMetadataInput, MetadataInstances> =
  /*#__PURE__*/ Operation.make({
    name: "FileMetadata.getFileMetadata",
    method: "GET",
    path: "/files/{file_id}/metadata",
    query: ["view"],
    output: () => MetadataInstances
  })

export interface GetFileMetadataByIdInput {
  readonly file_id: string
  readonly scope: "global" | "enterprise" | `enterprise_${string}`
  readonly template_key: string
  readonly view?: string | undefined
}

/**
 * Gets file metadata by id. `GET /files/{file_id}/metadata/{scope}/{template_key}`, safe to repeat. Fails with
 * `BoxBadRequest` (400, 405), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-files-id-metadata-id-id/
 * @category operations
 * @since 0.1.0
 */
export const getFileMetadataById: Operation.Operation<GetFileMetadataByIdInput, MetadataFull> =
  /*#__PURE__*/ Operation.make({
    name: "FileMetadata.getFileMetadataById",
    method: "GET",
    path: "/files/{file_id}/metadata/{scope}/{template_key}",
    query: ["view"],
    output: () => MetadataFull
  })

export interface CreateFileMetadataByIdInput {
  readonly file_id: string
  readonly scope: "global" | "enterprise" | `enterprise_${string}`
  readonly template_key: string
  /** The values of the template's fields. */
  readonly body: Readonly<Record<string, Schema.Json>>
}

/**
 * Creates file metadata by id. `POST /files/{file_id}/metadata/{scope}/{template_key}`. Not retried if the outcome
 * of an attempt is unknown. Fails with `BoxBadRequest` (400), `BoxNotFound` (404), `BoxConflict` (409) among
 * others.
 *
 * @see https://developer.box.com/reference/post-files-id-metadata-id-id/
 * @category operations
 * @since 0.1.0
 */
export const createFileMetadataById: Operation.Operation<CreateFileMetadataByIdInput, MetadataFull> =
  /*#__PURE__*/ Operation.make({
    name: "FileMetadata.createFileMetadataById",
    method: "POST",
    path: "/files/{file_id}/metadata/{scope}/{template_key}",
    body: "value",
    output: () => MetadataFull
  })

export interface UpdateFileMetadataByIdInput {
  readonly file_id: string
  readonly scope: "global" | "enterprise" | `enterprise_${string}`
  readonly template_key: string
  /** The whole body. */
  readonly body: ReadonlyArray<{
    readonly op?: "add" | "replace" | "remove" | "test" | "move" | "copy" | undefined
    readonly path?: string | undefined
    readonly value?: MetadataInstanceValue | undefined
    readonly from?: string | undefined
  }>
}

/**
 * Updates file metadata by id. `PUT /files/{file_id}/metadata/{scope}/{template_key}`, safe to repeat. Fails with
 * `BoxBadRequest` (400) among others.
 *
 * @see https://developer.box.com/reference/put-files-id-metadata-id-id/
 * @category operations
 * @since 0.1.0
 */
export const updateFileMetadataById: Operation.Operation<UpdateFileMetadataByIdInput, MetadataFull> =
  /*#__PURE__*/ Operation.make({
    name: "FileMetadata.updateFileMetadataById",
    method: "PUT",
    path: "/files/{file_id}/metadata/{scope}/{template_key}",
    body: "patch",
    output: () => MetadataFull
  })

export interface DeleteFileMetadataByIdInput {
  readonly file_id: string
  readonly scope: "global" | "enterprise" | `enterprise_${string}`
  readonly template_key: string
}

/**
 * Deletes file metadata by id. `DELETE /files/{file_id}/metadata/{scope}/{template_key}`, safe to repeat. Fails
 * with `BoxBadRequest` (400, 405), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-files-id-metadata-id-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteFileMetadataById: Operation.Operation<DeleteFileMetadataByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "FileMetadata.deleteFileMetadataById",
    method: "DELETE",
    path: "/files/{file_id}/metadata/{scope}/{template_key}"
  })
