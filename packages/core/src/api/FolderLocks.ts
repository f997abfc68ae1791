// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Folder Locks: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { FolderLock, FolderLocks } from "./schemas/FolderLocks.ts"

export interface GetFolderLocksInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
}

/**
 * Lists folder locks. `GET /folder_locks`, safe to repeat. Fails with `BoxForbidden` (403), `BoxNotFound` (404),
 * `BoxBadRequest` (405) among others.
 *
 * @see https://developer.box.com/reference/get-folder-locks/
 * @category operations
 * @since 0.1.0
 */
export const getFolderLocks: Operation.Operation<GetFolderLocksInput, FolderLocks> = /*#__PURE__*/ Operation.make({
  name: "FolderLocks.getFolderLocks",
  method: "GET",
  path: "/folder_locks",
  query: ["folder_id"],
  output: () => FolderLocks
})

export interface CreateFolderLockInput {
  readonly locked_operations?:
    | {
        readonly move: boolean
        readonly delete: boolean
      }
    | undefined
  readonly folder: {
    readonly type: string
    readonly id: string
  }
}

/**
 * Creates a folder lock. `POST /folder_locks`. Not retried if the outcome of an attempt is unknown. Fails with
 * `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/post-folder-locks/
 * @category operations
 * @since 0.1.0
 */
export const createFolderLock: Operation.Operation<CreateFolderLockInput, FolderLock> = /*#__PURE__*/ Operation.make({
  name: "FolderLocks.createFolderLock",
  method: "POST",
  path: "/folder_locks",
  body: "json",
  output: () => FolderLock
})

export interface DeleteFolderLockByIdInput {
  readonly folder_lock_id: string
}

/**
 * Deletes a folder lock by id. `DELETE /folder_locks/{folder_lock_id}`, safe to repeat. Fails with `BoxForbidden`
 * (403), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-folder-locks-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteFolderLockById: Operation.Operation<DeleteFolderLockByIdInput, void> = /*#__PURE__*/ Operation.make({
  name: "FolderLocks.deleteFolderLockById",
  method: "DELETE",
  path: "/folder_locks/{folder_lock_id}"
})
