// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Shared Links Folders: operations of Box's API. */
import type * as Redacted from "effect/Redacted"
import type * as Schema from "effect/Schema"
import type * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { type Folder, FolderFull } from "./schemas/Item.ts"

export interface FindFolderForSharedLinkInput {
  /** A shared link and its password; `BoxRequest.withSharedLink` sends the same. */
  readonly boxapi?: Redacted.Redacted<string> | undefined
}

/**
 * Gets the folder of a shared link. `GET /shared_items`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-shared-items--folders/
 * @category operations
 * @since 0.1.0
 */
export const findFolderForSharedLink: Operation.ConditionalFieldsOperation<
  FindFolderForSharedLinkInput,
  FolderFull,
  Folder
> = /*#__PURE__*/ Makers.makeConditional({
  name: "SharedLinksFolders.findFolderForSharedLink",
  method: "GET",
  path: "/shared_items",
  query: ["fields"],
  headers: { if_none_match: "if-none-match", boxapi: "boxapi" },
  accepts: [304],
  output: () => FolderFull
})

export interface GetSharedLinkForFolderInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
}

/**
 * Gets the shared link of a folder: pass `shared_link` in `fields`. `GET /folders/{folder_id}`, safe to repeat.
 * Fails with `BoxNotFound` (404), `BoxBadRequest` (405) among others.
 *
 * @see https://developer.box.com/reference/get-folders-id--get-shared-link/
 * @category operations
 * @since 0.1.0
 */
export const getSharedLinkForFolder: Operation.FieldsOperation<GetSharedLinkForFolderInput, FolderFull, Folder> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "SharedLinksFolders.getSharedLinkForFolder",
    method: "GET",
    path: "/folders/{folder_id}",
    query: ["fields"],
    output: () => FolderFull
  })

export interface AddShareLinkToFolderInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  readonly shared_link?:
    | {
        readonly access?: "open" | "company" | "collaborators" | undefined
        readonly password?: string | null | undefined
        /** At least 12 characters. */
        readonly vanity_name?: string | undefined
        /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
        readonly unshared_at?: Operation.Time | undefined
        readonly permissions?:
          | {
              readonly can_download?: boolean | undefined
              readonly can_preview?: boolean | undefined
              readonly can_edit?: boolean | undefined
            }
          | undefined
      }
    | undefined
}

/**
 * Creates a shared link for a folder. `PUT /folders/{folder_id}`, safe to repeat. Fails with `BoxBadRequest` (400,
 * 405), `BoxForbidden` (403), `BoxNotFound` (404), `BoxPreconditionFailed` (412) among others.
 *
 * @see https://developer.box.com/reference/put-folders-id--add-shared-link/
 * @category operations
 * @since 0.1.0
 */
export const addShareLinkToFolder: Operation.FieldsOperation<AddShareLinkToFolderInput, FolderFull, Folder> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "SharedLinksFolders.addShareLinkToFolder",
    method: "PUT",
    path: "/folders/{folder_id}",
    query: ["fields"],
    times: ["shared_link.unshared_at"],
    body: "json",
    output: () => FolderFull
  })

export interface UpdateSharedLinkOnFolderInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  readonly shared_link?:
    | {
        readonly access?: "open" | "company" | "collaborators" | undefined
        readonly password?: string | undefined
        /** At least 12 characters. */
        readonly vanity_name?: string | undefined
        /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
        readonly unshared_at?: Operation.Time | undefined
        readonly permissions?:
          | {
              readonly can_download?: boolean | undefined
              readonly can_preview?: boolean | undefined
              readonly can_edit?: boolean | undefined
            }
          | undefined
      }
    | undefined
}

/**
 * Changes the shared link of a folder. `PUT /folders/{folder_id}`, safe to repeat. Fails with `BoxBadRequest`
 * (400, 405), `BoxForbidden` (403), `BoxNotFound` (404), `BoxPreconditionFailed` (412) among others.
 *
 * @see https://developer.box.com/reference/put-folders-id--update-shared-link/
 * @category operations
 * @since 0.1.0
 */
export const updateSharedLinkOnFolder: Operation.FieldsOperation<UpdateSharedLinkOnFolderInput, FolderFull, Folder> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "SharedLinksFolders.updateSharedLinkOnFolder",
    method: "PUT",
    path: "/folders/{folder_id}",
    query: ["fields"],
    times: ["shared_link.unshared_at"],
    body: "json",
    output: () => FolderFull
  })

export interface RemoveSharedLinkFromFolderInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  readonly shared_link?: Readonly<Record<string, Schema.Json>> | null | undefined
}

/**
 * Removes the shared link of a folder: pass `null` as `shared_link`. `PUT /folders/{folder_id}`, safe to repeat.
 * Fails with `BoxForbidden` (403), `BoxNotFound` (404), `BoxBadRequest` (405), `BoxPreconditionFailed` (412) among
 * others.
 *
 * @see https://developer.box.com/reference/put-folders-id--remove-shared-link/
 * @category operations
 * @since 0.1.0
 */
export const removeSharedLinkFromFolder: Operation.FieldsOperation<
  RemoveSharedLinkFromFolderInput,
  FolderFull,
  Folder
> = /*#__PURE__*/ Makers.makeWithFields({
  name: "SharedLinksFolders.removeSharedLinkFromFolder",
  method: "PUT",
  path: "/folders/{folder_id}",
  query: ["fields"],
  body: "json",
  output: () => FolderFull
})
