// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Shared Links Files: operations of Box's API. */
import type * as Redacted from "effect/Redacted"
import type * as Schema from "effect/Schema"
import type * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { type File, FileFull } from "./schemas/Item.ts"

export interface FindFileForSharedLinkInput {
  /** A shared link and its password; `BoxRequest.withSharedLink` sends the same. */
  readonly boxapi?: Redacted.Redacted<string> | undefined
}

/**
 * Gets the file of a shared link. `GET /shared_items`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-shared-items/
 * @category operations
 * @since 0.1.0
 */
export const findFileForSharedLink: Operation.ConditionalFieldsOperation<FindFileForSharedLinkInput, FileFull, File> =
  /*#__PURE__*/ Makers.makeConditional({
    name: "SharedLinksFiles.findFileForSharedLink",
    method: "GET",
    path: "/shared_items",
    query: ["fields"],
    headers: { if_none_match: "if-none-match", boxapi: "boxapi" },
    accepts: [304],
    output: () => FileFull
  })

export interface GetSharedLinkForFileInput {
  readonly file_id: string
}

/**
 * Gets the shared link of a file: pass `shared_link` in `fields`. `GET /files/{file_id}`, safe to repeat. Fails
 * with `BoxNotFound` (404), `BoxBadRequest` (405) among others.
 *
 * @see https://developer.box.com/reference/get-files-id--get-shared-link/
 * @category operations
 * @since 0.1.0
 */
export const getSharedLinkForFile: Operation.FieldsOperation<GetSharedLinkForFileInput, FileFull, File> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "SharedLinksFiles.getSharedLinkForFile",
    method: "GET",
    path: "/files/{file_id}",
    query: ["fields"],
    output: () => FileFull
  })

export interface AddShareLinkToFileInput {
  readonly file_id: string
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
 * Creates a shared link for a file. `PUT /files/{file_id}`, safe to repeat. Fails with `BoxBadRequest` (400, 405),
 * `BoxForbidden` (403), `BoxNotFound` (404), `BoxPreconditionFailed` (412) among others.
 *
 * @see https://developer.box.com/reference/put-files-id--add-shared-link/
 * @category operations
 * @since 0.1.0
 */
export const addShareLinkToFile: Operation.FieldsOperation<AddShareLinkToFileInput, FileFull, File> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "SharedLinksFiles.addShareLinkToFile",
    method: "PUT",
    path: "/files/{file_id}",
    query: ["fields"],
    times: ["shared_link.unshared_at"],
    body: "json",
    output: () => FileFull
  })

export interface UpdateSharedLinkOnFileInput {
  readonly file_id: string
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
 * Changes the shared link of a file. `PUT /files/{file_id}`, safe to repeat. Fails with `BoxBadRequest` (400,
 * 405), `BoxForbidden` (403), `BoxNotFound` (404), `BoxPreconditionFailed` (412) among others.
 *
 * @see https://developer.box.com/reference/put-files-id--update-shared-link/
 * @category operations
 * @since 0.1.0
 */
export const updateSharedLinkOnFile: Operation.FieldsOperation<UpdateSharedLinkOnFileInput, FileFull, File> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "SharedLinksFiles.updateSharedLinkOnFile",
    method: "PUT",
    path: "/files/{file_id}",
    query: ["fields"],
    times: ["shared_link.unshared_at"],
    body: "json",
    output: () => FileFull
  })

export interface RemoveSharedLinkFromFileInput {
  readonly file_id: string
  readonly shared_link?: Readonly<Record<string, Schema.Json>> | null | undefined
}

/**
 * Removes the shared link of a file: pass `null` as `shared_link`. `PUT /files/{file_id}`, safe to repeat. Fails
 * with `BoxForbidden` (403), `BoxNotFound` (404), `BoxBadRequest` (405), `BoxPreconditionFailed` (412) among
 * others.
 *
 * @see https://developer.box.com/reference/put-files-id--remove-shared-link/
 * @category operations
 * @since 0.1.0
 */
export const removeSharedLinkFromFile: Operation.FieldsOperation<RemoveSharedLinkFromFileInput, FileFull, File> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "SharedLinksFiles.removeSharedLinkFromFile",
    method: "PUT",
    path: "/files/{file_id}",
    query: ["fields"],
    body: "json",
    output: () => FileFull
  })
