// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** File Classifications: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { Classification } from "./schemas/Classifications.ts"

export interface GetClassificationOnFileInput {
  readonly file_id: string
}

/**
 * Gets a classification on a file. `GET /files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo`,
 * safe to repeat. Fails with `BoxForbidden` (403), `BoxNotFound` (404), `BoxBadRequest` (405) among others.
 *
 * @see https://developer.box.com/reference/get-files-id-metadata-enterprise-securityClassification-6VMVochwUWo/
 * @category operations
 * @since 0.1.0
 */
export const getClassificationOnFile: Operation.Operation<GetClassificationOnFileInput, Classification> =
  /*#__PURE__*/ Operation.make({
    name: "FileClassifications.getClassificationOnFile",
    method: "GET",
    path: "/files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo",
    output: () => Classification
  })

export interface AddClassificationToFileInput {
  readonly file_id: string
  readonly Box__Security__Classification__Key?: string | undefined
}

/**
 * Adds a classification to a file. `POST /files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo`.
 * Not retried if the outcome of an attempt is unknown. Fails with `BoxBadRequest` (400), `BoxNotFound` (404),
 * `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-files-id-metadata-enterprise-securityClassification-6VMVochwUWo/
 * @category operations
 * @since 0.1.0
 */
export const addClassificationToFile: Operation.Operation<AddClassificationToFileInput, Classification> =
  /*#__PURE__*/ Operation.make({
    name: "FileClassifications.addClassificationToFile",
    method: "POST",
    path: "/files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo",
    body: "json",
    output: () => Classification
  })

export interface UpdateClassificationOnFileInput {
  readonly file_id: string
  /** The whole body. */
  readonly body: ReadonlyArray<{
    readonly op: "replace"
    readonly path: "/Box__Security__Classification__Key"
    readonly value: string
  }>
}

/**
 * Updates a classification on a file. `PUT
 * /files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo`, safe to repeat. Fails with
 * `BoxBadRequest` (400) among others.
 *
 * @see https://developer.box.com/reference/put-files-id-metadata-enterprise-securityClassification-6VMVochwUWo/
 * @category operations
 * @since 0.1.0
 */
export const updateClassificationOnFile: Operation.Operation<UpdateClassificationOnFileInput, Classification> =
  /*#__PURE__*/ Operation.make({
    name: "FileClassifications.updateClassificationOnFile",
    method: "PUT",
    path: "/files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo",
    body: "patch",
    output: () => Classification
  })

export interface DeleteClassificationFromFileInput {
  readonly file_id: string
}

/**
 * Deletes a classification from a file. `DELETE
 * /files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo`, safe to repeat. Fails with
 * `BoxBadRequest` (400, 405), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-files-id-metadata-enterprise-securityClassification-6VMVochwUWo/
 * @category operations
 * @since 0.1.0
 */
export const deleteClassificationFromFile: Operation.Operation<DeleteClassificationFromFileInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "FileClassifications.deleteClassificationFromFile",
    method: "DELETE",
    path: "/files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo"
  })
