// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Trashed Web Links: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { TrashWebLink, TrashWebLinkRestored } from "./schemas/TrashedItems.ts"

export interface RestoreWeblinkFromTrashInput {
  readonly web_link_id: string
  readonly name?: string | undefined
  readonly parent?:
    | {
        readonly id?: string | undefined
      }
    | undefined
}

/**
 * Restores a web link from the trash. `POST /web_links/{web_link_id}`. Not retried if the outcome of an attempt is
 * unknown. Fails with `BoxForbidden` (403), `BoxNotFound` (404), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-web-links-id/
 * @category operations
 * @since 0.1.0
 */
export const restoreWeblinkFromTrash: Operation.FieldsOperation<
  RestoreWeblinkFromTrashInput,
  TrashWebLinkRestored,
  TrashWebLinkRestored
> = /*#__PURE__*/ Makers.makeWithFields({
  name: "TrashedWebLinks.restoreWeblinkFromTrash",
  method: "POST",
  path: "/web_links/{web_link_id}",
  query: ["fields"],
  body: "json",
  output: () => TrashWebLinkRestored
})

export interface GetTrashedWebLinkByIdInput {
  readonly web_link_id: string
}

/**
 * Gets a trashed web link by id. `GET /web_links/{web_link_id}/trash`, safe to repeat. Fails with `BoxNotFound`
 * (404) among others.
 *
 * @see https://developer.box.com/reference/get-web-links-id-trash/
 * @category operations
 * @since 0.1.0
 */
export const getTrashedWebLinkById: Operation.FieldsOperation<GetTrashedWebLinkByIdInput, TrashWebLink, TrashWebLink> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "TrashedWebLinks.getTrashedWebLinkById",
    method: "GET",
    path: "/web_links/{web_link_id}/trash",
    query: ["fields"],
    output: () => TrashWebLink
  })

export interface DeleteTrashedWebLinkByIdInput {
  readonly web_link_id: string
}

/**
 * Deletes a trashed web link by id. `DELETE /web_links/{web_link_id}/trash`, safe to repeat. Fails with
 * `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-web-links-id-trash/
 * @category operations
 * @since 0.1.0
 */
export const deleteTrashedWebLinkById: Operation.Operation<DeleteTrashedWebLinkByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "TrashedWebLinks.deleteTrashedWebLinkById",
    method: "DELETE",
    path: "/web_links/{web_link_id}/trash"
  })
