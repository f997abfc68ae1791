// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Folder Metadata: operations of Box's API. */
import type * as Schema from "effect/Schema"
import * as Operation from "../operation/Operation.ts"
import { MetadataFull, MetadataInstances, type MetadataInstanceValue } from "./schemas/Metadata.ts"

export interface GetFolderMetadataInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  readonly view?: string | undefined
}

/**
 * Gets folder metadata. `GET /folders/{folder_id}/metadata`, safe to repeat. Fails with `BoxForbidden` (403),
 * `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-folders-id-metadata/
 * @category operations
 * @since 0.1.0
 */
export const getFolderMetadata: Operation.Operation<GetFolderMetadataInput, MetadataInstances> =
  /*#__PURE__*/ Operation.make({
    name: "FolderMetadata.getFolderMetadata",
    method: "GET",
    path: "/folders/{folder_id}/metadata",
    query: ["view"],
    output: () => MetadataInstances
  })

export interface GetFolderMetadataByIdInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  readonly scope: "global" | "enterprise" | `enterprise_${string}`
  readonly template_key: string
}

/**
 * Gets folder metadata by id. `GET /folders/{folder_id}/metadata/{scope}/{template_key}`, safe to repeat. Fails
 * with `BoxForbidden` (403), `BoxNotFound` (404), `BoxBadRequest` (405) among others.
 *
 * @see https://developer.box.com/reference/get-folders-id-metadata-id-id/
 * @category operations
 * @since 0.1.0
 */
export const getFolderMetadataById: Operation.Operation<GetFolderMetadataByIdInput, MetadataFull> =
  /*#__PURE__*/ Operation.make({
    name: "FolderMetadata.getFolderMetadataById",
    method: "GET",
    path: "/folders/{folder_id}/metadata/{scope}/{template_key}",
    output: () => MetadataFull
  })

export interface CreateFolderMetadataByIdInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  readonly scope: "global" | "enterprise" | `enterprise_${string}`
  readonly template_key: string
  /** The values of the template's fields. */
  readonly body: Readonly<Record<string, Schema.Json>>
}

/**
 * Creates folder metadata by id. `POST /folders/{folder_id}/metadata/{scope}/{template_key}`. Not retried if the
 * outcome of an attempt is unknown. Fails with `BoxBadRequest` (400), `BoxNotFound` (404), `BoxConflict` (409)
 * among others.
 *
 * @see https://developer.box.com/reference/post-folders-id-metadata-id-id/
 * @category operations
 * @since 0.1.0
 */
export const createFolderMetadataById: Operation.Operation<CreateFolderMetadataByIdInput, MetadataFull> =
  /*#__PURE__*/ Operation.make({
    name: "FolderMetadata.createFolderMetadataById",
    method: "POST",
    path: "/folders/{folder_id}/metadata/{scope}/{template_key}",
    body: "value",
    output: () => MetadataFull
  })

export interface UpdateFolderMetadataByIdInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
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
 * Updates folder metadata by id. `PUT /folders/{folder_id}/metadata/{scope}/{template_key}`, safe to repeat. Fails
 * with `BoxBadRequest` (400) among others.
 *
 * @see https://developer.box.com/reference/put-folders-id-metadata-id-id/
 * @category operations
 * @since 0.1.0
 */
export const updateFolderMetadataById: Operation.Operation<UpdateFolderMetadataByIdInput, MetadataFull> =
  /*#__PURE__*/ Operation.make({
    name: "FolderMetadata.updateFolderMetadataById",
    method: "PUT",
    path: "/folders/{folder_id}/metadata/{scope}/{template_key}",
    body: "patch",
    output: () => MetadataFull
  })

export interface DeleteFolderMetadataByIdInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  readonly scope: "global" | "enterprise" | `enterprise_${string}`
  readonly template_key: string
}

/**
 * Deletes folder metadata by id. `DELETE /folders/{folder_id}/metadata/{scope}/{template_key}`, safe to repeat.
 * Fails with `BoxBadRequest` (400, 405), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-folders-id-metadata-id-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteFolderMetadataById: Operation.Operation<DeleteFolderMetadataByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "FolderMetadata.deleteFolderMetadataById",
    method: "DELETE",
    path: "/folders/{folder_id}/metadata/{scope}/{template_key}"
  })
