// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Folders and their items. */
import type * as Redacted from "effect/Redacted"
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { type Folder, FolderFull, type ItemFull, type ItemMini, Items } from "./schemas/Item.ts"

export interface GetFolderByIdInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  /** A shared link and its password; `BoxRequest.withSharedLink` sends the same. */
  readonly boxapi?: Redacted.Redacted<string> | undefined
  /** The order of the `item_collection` in the answer. */
  readonly sort?: "id" | "name" | "date" | "size" | undefined
  readonly direction?: "ASC" | "DESC" | undefined
  /** The index of the first entry. Default `0`. */
  readonly offset?: number | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Gets a folder and its first items. `GET /folders/{folder_id}`, safe to repeat. Fails with `BoxForbidden` (403),
 * `BoxNotFound` (404), `BoxBadRequest` (405) among others.
 *
 * @see https://developer.box.com/reference/get-folders-id/
 * @category operations
 * @since 0.1.0
 */
export const getFolderById: Operation.ConditionalFieldsOperation<GetFolderByIdInput, FolderFull, Folder> =
  /*#__PURE__*/ Makers.makeConditional({
    name: "Folders.getFolderById",
    method: "GET",
    path: "/folders/{folder_id}",
    query: ["fields", "sort", "direction", "offset", "limit"],
    headers: { if_none_match: "if-none-match", boxapi: "boxapi" },
    accepts: [304],
    output: () => FolderFull
  })

export interface UpdateFolderByIdInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  /** Fails with `BoxPreconditionFailed` if this is no longer the folder's etag. Ignored for moves. */
  readonly if_match?: string | undefined
  readonly name?: string | undefined
  /** Up to 256 characters. */
  readonly description?: string | undefined
  readonly sync_state?: "synced" | "not_synced" | "partially_synced" | undefined
  readonly can_non_owners_invite?: boolean | undefined
  /** Moves the folder to another parent. */
  readonly parent?:
    | {
        readonly id?: string | undefined
        readonly user_id?: string | undefined
      }
    | undefined
  readonly shared_link?:
    | {
        readonly access?: "open" | "company" | "collaborators" | undefined
        readonly password?: string | null | undefined
        readonly vanity_name?: string | undefined
        /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
        readonly unshared_at?: Operation.Time | undefined
        readonly permissions?:
          | {
              readonly can_download?: boolean | undefined
            }
          | undefined
      }
    | undefined
  readonly folder_upload_email?:
    | {
        readonly access?: "open" | "collaborators" | undefined
      }
    | null
    | undefined
  /** 1 to 100 entries. */
  readonly tags?: ReadonlyArray<string> | undefined
  readonly is_collaboration_restricted_to_enterprise?: boolean | undefined
  readonly collections?:
    | ReadonlyArray<{
        readonly id?: string | undefined
        readonly type?: string | undefined
      }>
    | null
    | undefined
  readonly can_non_owners_view_collaborators?: boolean | undefined
}

/**
 * Renames, moves or describes a folder. `PUT /folders/{folder_id}`, safe to repeat. Fails with `BoxBadRequest`
 * (400), `BoxForbidden` (403), `BoxNotFound` (404), `BoxConflict` (409), `BoxPreconditionFailed` (412) among
 * others.
 *
 * @see https://developer.box.com/reference/put-folders-id/
 * @category operations
 * @since 0.1.0
 */
export const updateFolderById: Operation.FieldsOperation<UpdateFolderByIdInput, FolderFull, Folder> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "Folders.updateFolderById",
    method: "PUT",
    path: "/folders/{folder_id}",
    query: ["fields"],
    times: ["shared_link.unshared_at"],
    headers: { if_match: "if-match" },
    body: "json",
    output: () => FolderFull
  })

export interface DeleteFolderByIdInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  /** An etag. Fails with `BoxPreconditionFailed` if it is no longer the current one. */
  readonly if_match?: string | undefined
  /** Also deletes the contents. Box's default is `false`: a folder that is not empty fails with `folder_not_empty`. */
  readonly recursive?: boolean | undefined
}

/**
 * Moves a folder to the trash. `DELETE /folders/{folder_id}`, safe to repeat. Fails with `BoxBadRequest` (400),
 * `BoxForbidden` (403), `BoxNotFound` (404), `BoxConflict` (409), `BoxPreconditionFailed` (412) among others.
 *
 * @see https://developer.box.com/reference/delete-folders-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteFolderById: Operation.Operation<DeleteFolderByIdInput, void> = /*#__PURE__*/ Operation.make({
  name: "Folders.deleteFolderById",
  method: "DELETE",
  path: "/folders/{folder_id}",
  query: ["recursive"],
  headers: { if_match: "if-match" }
})

export interface GetFolderItemsInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  /**
   * Uses markers for paging, which have no upper limit. `.pages` and `.items` use them unless `offset`, `sort` or
   * `direction` is given.
   */
  readonly usemarker?: boolean | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The index of the first entry. Default `0`. */
  readonly offset?: number | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** A shared link and its password; `BoxRequest.withSharedLink` sends the same. */
  readonly boxapi?: Redacted.Redacted<string> | undefined
  readonly sort?: "id" | "name" | "date" | "size" | undefined
  readonly direction?: "ASC" | "DESC" | undefined
}

/**
 * Lists the items of a folder: a call returns one page, `.items` all items. `GET /folders/{folder_id}/items`, safe
 * to repeat. Pages by marker, or by offset if an offset or an order is given. Fails with `BoxForbidden` (403),
 * `BoxNotFound` (404), `BoxBadRequest` (405) among others.
 *
 * @see https://developer.box.com/reference/get-folders-id-items/
 * @category operations
 * @since 0.1.0
 */
export const getFolderItems: Operation.PagedFieldsOperation<GetFolderItemsInput, ItemFull, ItemMini, Items> =
  /*#__PURE__*/ Makers.makePagedWithFields({
    name: "Folders.getFolderItems",
    method: "GET",
    path: "/folders/{folder_id}/items",
    query: ["fields", "usemarker", "marker", "offset", "limit", "sort", "direction"],
    headers: { boxapi: "boxapi" },
    paging: "markerOrOffset",
    output: () => Items
  })

export interface CreateFolderInput {
  /** Up to 255 characters, without `/` and `\`, not `.` or `..`, no trailing space. 1 to 255 characters. */
  readonly name: string
  /** `{ id: "0" }` is the root folder. */
  readonly parent: {
    readonly id: string
  }
  readonly folder_upload_email?:
    | {
        readonly access?: "open" | "collaborators" | undefined
      }
    | undefined
  readonly sync_state?: "synced" | "not_synced" | "partially_synced" | undefined
}

/**
 * Creates a folder. Fails with `BoxItemNameInUse` if the name is taken; `Items.ensureFolder` then returns the
 * existing folder. `POST /folders`. Not retried if the outcome of an attempt is unknown. Fails with
 * `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-folders/
 * @category operations
 * @since 0.1.0
 */
export const createFolder: Operation.FieldsOperation<CreateFolderInput, FolderFull, Folder> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "Folders.createFolder",
    method: "POST",
    path: "/folders",
    query: ["fields"],
    body: "json",
    output: () => FolderFull
  })

export interface CopyFolderInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  /** 1 to 255 characters. */
  readonly name?: string | undefined
  readonly parent: {
    readonly id: string
  }
}

/**
 * Copies a folder with everything in it. `POST /folders/{folder_id}/copy`. Not retried if the outcome of an
 * attempt is unknown. Fails with `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404), `BoxConflict`
 * (409) among others.
 *
 * @see https://developer.box.com/reference/post-folders-id-copy/
 * @category operations
 * @since 0.1.0
 */
export const copyFolder: Operation.FieldsOperation<CopyFolderInput, FolderFull, Folder> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "Folders.copyFolder",
    method: "POST",
    path: "/folders/{folder_id}/copy",
    query: ["fields"],
    body: "json",
    output: () => FolderFull
  })
