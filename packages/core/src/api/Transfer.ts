// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Transfer: operations of Box's API. */
import type * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { type Folder, FolderFull } from "./schemas/Item.ts"

export interface TransferOwnedFolderInput {
  readonly user_id: string
  readonly notify?: boolean | undefined
  readonly owned_by: {
    readonly id: string
  }
}

/**
 * Transfers everything that a user owns to another user, in a new folder. `PUT /users/{user_id}/folders/0`, safe
 * to repeat. Fails with `BoxForbidden` (403) among others.
 *
 * @see https://developer.box.com/reference/put-users-id-folders-0/
 * @category operations
 * @since 0.1.0
 */
export const transferOwnedFolder: Operation.FieldsOperation<TransferOwnedFolderInput, FolderFull, Folder> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "Transfer.transferOwnedFolder",
    method: "PUT",
    path: "/users/{user_id}/folders/0",
    query: ["fields", "notify"],
    body: "json",
    output: () => FolderFull
  })
