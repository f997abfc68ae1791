// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Folder Classifications: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { Classification } from "./schemas/Classifications.ts"

export interface GetClassificationOnFolderInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
}

/**
 * Gets a classification on a folder. `GET
 * /folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo`, safe to repeat. Fails with
 * `BoxForbidden` (403), `BoxNotFound` (404), `BoxBadRequest` (405) among others.
 *
 * @see https://developer.box.com/reference/get-folders-id-metadata-enterprise-securityClassification-6VMVochwUWo/
 * @category operations
 * @since 0.1.0
 */
export const getClassificationOnFolder: Operation.Operation<GetClassificationOnFolderInput, Classification> =
  /*#__PURE__*/ Operation.make({
    name: "FolderClassifications.getClassificationOnFolder",
    method: "GET",
    path: "/folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo",
    output: () => Classification
  })

export interface AddClassificationToFolderInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  readonly Box__Security__Classification__Key?: string | undefined
}

/**
 * Adds a classification to a folder. `POST
 * /folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo`. Not retried if the outcome of an
 * attempt is unknown. Fails with `BoxBadRequest` (400), `BoxNotFound` (404), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-folders-id-metadata-enterprise-securityClassification-6VMVochwUWo/
 * @category operations
 * @since 0.1.0
 */
export const addClassificationToFolder: Operation.Operation<AddClassificationToFolderInput, Classification> =
  /*#__PURE__*/ Operation.make({
    name: "FolderClassifications.addClassificationToFolder",
    method: "POST",
    path: "/folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo",
    body: "json",
    output: () => Classification
  })

export interface UpdateClassificationOnFolderInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  /** The whole body. */
  readonly body: ReadonlyArray<{
    readonly op: "replace"
    readonly path: "/Box__Security__Classification__Key"
    readonly value: string
  }>
}

/**
 * Updates a classification on a folder. `PUT
 * /folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo`, safe to repeat. Fails with
 * `BoxBadRequest` (400) among others.
 *
 * @see https://developer.box.com/reference/put-folders-id-metadata-enterprise-securityClassification-6VMVochwUWo/
 * @category operations
 * @since 0.1.0
 */
export const updateClassificationOnFolder: Operation.Operation<UpdateClassificationOnFolderInput, Classification> =
  /*#__PURE__*/ Operation.make({
    name: "FolderClassifications.updateClassificationOnFolder",
    method: "PUT",
    path: "/folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo",
    body: "patch",
    output: () => Classification
  })

export interface DeleteClassificationFromFolderInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
}

/**
 * Deletes a classification from a folder. `DELETE
 * /folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo`, safe to repeat. Fails with
 * `BoxBadRequest` (400, 405), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-folders-id-metadata-enterprise-securityClassification-6VMVochwUWo/
 * @category operations
 * @since 0.1.0
 */
export const deleteClassificationFromFolder: Operation.Operation<DeleteClassificationFromFolderInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "FolderClassifications.deleteClassificationFromFolder",
    method: "DELETE",
    path: "/folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo"
  })
