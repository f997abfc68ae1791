// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Trashed Folders: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { TrashFolder, TrashFolderRestored } from "./schemas/TrashedItems.ts"

export interface RestoreFolderFromTrashInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  readonly name?: string | undefined
  readonly parent?:
    | {
        readonly id?: string | undefined
      }
    | undefined
}

/**
 * Restores a folder from the trash. `POST /folders/{folder_id}`. Not retried if the outcome of an attempt is
 * unknown. Fails with `BoxForbidden` (403), `BoxNotFound` (404), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-folders-id/
 * @category operations
 * @since 0.1.0
 */
export const restoreFolderFromTrash: Operation.FieldsOperation<
  RestoreFolderFromTrashInput,
  TrashFolderRestored,
  TrashFolderRestored
> = /*#__PURE__*/ Makers.makeWithFields({
  name: "TrashedFolders.restoreFolderFromTrash",
  method: "POST",
  path: "/folders/{folder_id}",
  query: ["fields"],
  body: "json",
  output: () => TrashFolderRestored
})

export interface GetTrashedFolderByIdInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
}

/**
 * Gets a trashed folder by id. `GET /folders/{folder_id}/trash`, safe to repeat. Fails with `BoxNotFound` (404)
 * among others.
 *
 * @see https://developer.box.com/reference/get-folders-id-trash/
 * @category operations
 * @since 0.1.0
 */
export const getTrashedFolderById: Operation.FieldsOperation<GetTrashedFolderByIdInput, TrashFolder, TrashFolder> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "TrashedFolders.getTrashedFolderById",
    method: "GET",
    path: "/folders/{folder_id}/trash",
    query: ["fields"],
    output: () => TrashFolder
  })

export interface DeleteTrashedFolderByIdInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
}

/**
 * Deletes a trashed folder by id. `DELETE /folders/{folder_id}/trash`, safe to repeat. Fails with `BoxNotFound`
 * (404) among others.
 *
 * @see https://developer.box.com/reference/delete-folders-id-trash/
 * @category operations
 * @since 0.1.0
 */
export const deleteTrashedFolderById: Operation.Operation<DeleteTrashedFolderByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "TrashedFolders.deleteTrashedFolderById",
    method: "DELETE",
    path: "/folders/{folder_id}/trash"
  })
