/** Folders. @see https://developer.box.com/reference/resources/folder/ */
import * as Operation from "../Operation.ts"
import { type Folder, FolderFull, type ItemFull, type ItemMini, Items } from "./schemas/Item.ts"

export interface GetFolderByIdInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  /** Order and page of the `item_collection` that comes with the folder. */
  readonly sort?: "id" | "name" | "date" | "size"
  readonly direction?: "ASC" | "DESC"
  readonly offset?: number
  readonly limit?: number
}

/**
 * A folder and its first items. `GET /folders/{folder_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-folders-id/
 */
export const getFolderById: Operation.FieldsOperation<GetFolderByIdInput, FolderFull, Folder> =
  /*#__PURE__*/ Operation.makeWithFields({
    name: "Folders.getFolderById",
    method: "GET",
    path: "/folders/{folder_id}",
    query: ["fields", "sort", "direction", "offset", "limit"],
    output: () => FolderFull
  })

export interface CreateFolderInput {
  /** Up to 255 characters, without `/` and `\`, not `.` or `..`, no trailing space. */
  readonly name: string
  /** `{ id: "0" }` is the root folder. */
  readonly parent: { readonly id: string }
  readonly folder_upload_email?: { readonly access?: "open" | "collaborators" }
  readonly sync_state?: "synced" | "not_synced" | "partially_synced"
}

/**
 * Creates a folder. `POST /folders`. A name that is taken fails with `BoxItemNameInUse`; `Items.ensureFolder` takes the
 * folder that is there. Not sent again when the outcome of an attempt is unknown.
 *
 * @see https://developer.box.com/reference/post-folders/
 */
export const createFolder: Operation.FieldsOperation<CreateFolderInput, FolderFull, Folder> =
  /*#__PURE__*/ Operation.makeWithFields({
    name: "Folders.createFolder",
    method: "POST",
    path: "/folders",
    query: ["fields"],
    body: "json",
    output: () => FolderFull
  })

export interface UpdateFolderByIdInput {
  readonly folder_id: string
  /** Only if this is still the folder's etag; otherwise `BoxPreconditionFailed`. Not honoured for moves. */
  readonly if_match?: string
  readonly name?: string
  /** Up to 256 characters. */
  readonly description?: string
  /** Another parent moves the folder. */
  readonly parent?: { readonly id: string }
  readonly tags?: ReadonlyArray<string>
  readonly sync_state?: "synced" | "not_synced" | "partially_synced"
  readonly can_non_owners_invite?: boolean
  readonly can_non_owners_view_collaborators?: boolean
  readonly is_collaboration_restricted_to_enterprise?: boolean
}

/**
 * Renames, moves or describes a folder. `PUT /folders/{folder_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/put-folders-id/
 */
export const updateFolderById: Operation.FieldsOperation<UpdateFolderByIdInput, FolderFull, Folder> =
  /*#__PURE__*/ Operation.makeWithFields({
    name: "Folders.updateFolderById",
    method: "PUT",
    path: "/folders/{folder_id}",
    query: ["fields"],
    headers: { if_match: "if-match" },
    body: "json",
    output: () => FolderFull
  })

export interface DeleteFolderByIdInput {
  readonly folder_id: string
  readonly if_match?: string
  /** Deletes what is inside as well. Box's default is `false`: a folder that is not empty fails with `folder_not_empty`. */
  readonly recursive?: boolean
}

/**
 * Moves a folder to the trash. `DELETE /folders/{folder_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-folders-id/
 */
export const deleteFolderById: Operation.Operation<DeleteFolderByIdInput, void> = /*#__PURE__*/ Operation.make({
  name: "Folders.deleteFolderById",
  method: "DELETE",
  path: "/folders/{folder_id}",
  query: ["recursive"],
  headers: { if_match: "if-match" }
})

export interface GetFolderItemsInput {
  readonly folder_id: string
  /** Pages by marker, which has no ceiling. `.pages` and `.items` do so unless `offset` is given. */
  readonly usemarker?: boolean
  readonly marker?: string
  readonly offset?: number
  /** Entries of a page, up to 1,000. Default 100. */
  readonly limit?: number
  readonly sort?: "id" | "name" | "date" | "size"
  readonly direction?: "ASC" | "DESC"
}

/**
 * What is in a folder: one page by calling it, everything with `.items`. `GET /folders/{folder_id}/items`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-folders-id-items/
 */
export const getFolderItems: Operation.PagedFieldsOperation<GetFolderItemsInput, ItemFull, ItemMini, Items> =
  /*#__PURE__*/ Operation.makePagedWithFields({
    name: "Folders.getFolderItems",
    method: "GET",
    path: "/folders/{folder_id}/items",
    query: ["fields", "usemarker", "marker", "offset", "limit", "sort", "direction"],
    paging: "markerOrOffset",
    output: () => Items
  })
