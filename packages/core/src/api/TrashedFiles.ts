// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Trashed Files: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { TrashFile, TrashFileRestored } from "./schemas/TrashedItems.ts"

export interface RestoreFileFromTrashInput {
  readonly file_id: string
  readonly name?: string | undefined
  readonly parent?:
    | {
        readonly id?: string | undefined
      }
    | undefined
}

/**
 * Restores a file from the trash. `POST /files/{file_id}`. Not retried if the outcome of an attempt is unknown.
 * Fails with `BoxForbidden` (403), `BoxNotFound` (404), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-files-id/
 * @category operations
 * @since 0.1.0
 */
export const restoreFileFromTrash: Operation.FieldsOperation<
  RestoreFileFromTrashInput,
  TrashFileRestored,
  TrashFileRestored
> = /*#__PURE__*/ Makers.makeWithFields({
  name: "TrashedFiles.restoreFileFromTrash",
  method: "POST",
  path: "/files/{file_id}",
  query: ["fields"],
  body: "json",
  output: () => TrashFileRestored
})

export interface GetTrashedFileByIdInput {
  readonly file_id: string
}

/**
 * Gets a trashed file by id. `GET /files/{file_id}/trash`, safe to repeat. Fails with `BoxNotFound` (404) among
 * others.
 *
 * @see https://developer.box.com/reference/get-files-id-trash/
 * @category operations
 * @since 0.1.0
 */
export const getTrashedFileById: Operation.FieldsOperation<GetTrashedFileByIdInput, TrashFile, TrashFile> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "TrashedFiles.getTrashedFileById",
    method: "GET",
    path: "/files/{file_id}/trash",
    query: ["fields"],
    output: () => TrashFile
  })

export interface DeleteTrashedFileByIdInput {
  readonly file_id: string
}

/**
 * Deletes a trashed file by id. `DELETE /files/{file_id}/trash`, safe to repeat. Fails with `BoxNotFound` (404)
 * among others.
 *
 * @see https://developer.box.com/reference/delete-files-id-trash/
 * @category operations
 * @since 0.1.0
 */
export const deleteTrashedFileById: Operation.Operation<DeleteTrashedFileByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "TrashedFiles.deleteTrashedFileById",
    method: "DELETE",
    path: "/files/{file_id}/trash"
  })
