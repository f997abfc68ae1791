// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** User Collaborations: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { Collaboration } from "./schemas/UserCollaborations.ts"

export interface GetCollaborationByIdInput {
  readonly collaboration_id: string
}

/**
 * Gets a collaboration by id. `GET /collaborations/{collaboration_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-collaborations-id/
 * @category operations
 * @since 0.1.0
 */
export const getCollaborationById: Operation.FieldsOperation<GetCollaborationByIdInput, Collaboration, Collaboration> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "UserCollaborations.getCollaborationById",
    method: "GET",
    path: "/collaborations/{collaboration_id}",
    query: ["fields"],
    output: () => Collaboration
  })

export interface UpdateCollaborationByIdInput {
  readonly collaboration_id: string
  readonly role?:
    | "editor"
    | "viewer"
    | "previewer"
    | "uploader"
    | "previewer uploader"
    | "viewer uploader"
    | "co-owner"
    | "owner"
    | undefined
  readonly status?: "pending" | "accepted" | "rejected" | undefined
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly expires_at?: Operation.Time | undefined
  readonly can_view_path?: boolean | undefined
}

/**
 * Changes a collaboration. Transferring ownership removes it; then there is no answer. `PUT
 * /collaborations/{collaboration_id}`, safe to repeat. Returns `undefined` if Box sends no body (204). Fails with
 * `BoxForbidden` (403) among others.
 *
 * @see https://developer.box.com/reference/put-collaborations-id/
 * @category operations
 * @since 0.1.0
 */
export const updateCollaborationById: Operation.Operation<UpdateCollaborationByIdInput, Collaboration | undefined> =
  /*#__PURE__*/ Operation.make({
    name: "UserCollaborations.updateCollaborationById",
    method: "PUT",
    path: "/collaborations/{collaboration_id}",
    times: ["expires_at"],
    body: "json",
    output: () => Collaboration
  })

export interface DeleteCollaborationByIdInput {
  readonly collaboration_id: string
}

/**
 * Deletes a collaboration by id. `DELETE /collaborations/{collaboration_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-collaborations-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteCollaborationById: Operation.Operation<DeleteCollaborationByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "UserCollaborations.deleteCollaborationById",
    method: "DELETE",
    path: "/collaborations/{collaboration_id}"
  })

export interface CreateCollaborationInput {
  readonly notify?: boolean | undefined
  readonly item: {
    readonly type?: "file" | "folder" | undefined
    readonly id?: string | undefined
  }
  readonly accessible_by: {
    readonly type: "user" | "group"
    readonly id?: string | undefined
    readonly login?: string | undefined
  }
  readonly role: "editor" | "viewer" | "previewer" | "uploader" | "previewer uploader" | "viewer uploader" | "co-owner"
  readonly is_access_only?: boolean | undefined
  readonly can_view_path?: boolean | undefined
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly expires_at?: Operation.Time | undefined
}

/**
 * Creates a collaboration. `POST /collaborations`. Not retried if the outcome of an attempt is unknown. Fails with
 * `BoxForbidden` (403) among others.
 *
 * @see https://developer.box.com/reference/post-collaborations/
 * @category operations
 * @since 0.1.0
 */
export const createCollaboration: Operation.FieldsOperation<CreateCollaborationInput, Collaboration, Collaboration> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "UserCollaborations.createCollaboration",
    method: "POST",
    path: "/collaborations",
    query: ["fields", "notify"],
    times: ["expires_at"],
    body: "json",
    output: () => Collaboration
  })
