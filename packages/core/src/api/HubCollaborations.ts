// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Hub Collaborations: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { HubCollaboration, HubCollaborations } from "./schemas/HubCollaborations.ts"

export interface GetHubCollaborationsV2025R0Input {
  readonly hub_id: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists hub collaborations. `GET /hub_collaborations`, safe to repeat. Pages by marker. Fails with `BoxNotFound`
 * (404) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-hub-collaborations/
 * @category operations
 * @since 0.1.0
 */
export const getHubCollaborationsV2025R0: Operation.PagedOperation<
  GetHubCollaborationsV2025R0Input,
  HubCollaboration,
  HubCollaborations
> = /*#__PURE__*/ Operation.makePaged({
  name: "HubCollaborations.getHubCollaborationsV2025R0",
  method: "GET",
  path: "/hub_collaborations",
  query: ["hub_id", "marker", "limit"],
  version: "2025.0",
  paging: "marker",
  output: () => HubCollaborations
})

export interface CreateHubCollaborationV2025R0Input {
  readonly hub: {
    readonly type: "hubs"
    readonly id: string
  }
  readonly accessible_by: {
    readonly type: string
    readonly id?: string | undefined
    readonly login?: string | undefined
  }
  readonly role: string
}

/**
 * Creates a hub collaboration. `POST /hub_collaborations`. Not retried if the outcome of an attempt is unknown.
 * Fails with `BoxForbidden` (403) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/post-hub-collaborations/
 * @category operations
 * @since 0.1.0
 */
export const createHubCollaborationV2025R0: Operation.Operation<CreateHubCollaborationV2025R0Input, HubCollaboration> =
  /*#__PURE__*/ Operation.make({
    name: "HubCollaborations.createHubCollaborationV2025R0",
    method: "POST",
    path: "/hub_collaborations",
    body: "json",
    version: "2025.0",
    output: () => HubCollaboration
  })

export interface GetHubCollaborationByIdV2025R0Input {
  readonly hub_collaboration_id: string
}

/**
 * Gets a hub collaboration by id. `GET /hub_collaborations/{hub_collaboration_id}`, safe to repeat. Fails with
 * `BoxNotFound` (404) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-hub-collaborations-id/
 * @category operations
 * @since 0.1.0
 */
export const getHubCollaborationByIdV2025R0: Operation.Operation<
  GetHubCollaborationByIdV2025R0Input,
  HubCollaboration
> = /*#__PURE__*/ Operation.make({
  name: "HubCollaborations.getHubCollaborationByIdV2025R0",
  method: "GET",
  path: "/hub_collaborations/{hub_collaboration_id}",
  version: "2025.0",
  output: () => HubCollaboration
})

export interface UpdateHubCollaborationByIdV2025R0Input {
  readonly hub_collaboration_id: string
  readonly role?: string | undefined
}

/**
 * Updates a hub collaboration by id. `PUT /hub_collaborations/{hub_collaboration_id}`, safe to repeat. Fails with
 * `BoxForbidden` (403) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/put-hub-collaborations-id/
 * @category operations
 * @since 0.1.0
 */
export const updateHubCollaborationByIdV2025R0: Operation.Operation<
  UpdateHubCollaborationByIdV2025R0Input,
  HubCollaboration
> = /*#__PURE__*/ Operation.make({
  name: "HubCollaborations.updateHubCollaborationByIdV2025R0",
  method: "PUT",
  path: "/hub_collaborations/{hub_collaboration_id}",
  body: "json",
  version: "2025.0",
  output: () => HubCollaboration
})

export interface DeleteHubCollaborationByIdV2025R0Input {
  readonly hub_collaboration_id: string
}

/**
 * Deletes a hub collaboration by id. `DELETE /hub_collaborations/{hub_collaboration_id}`, safe to repeat. Fails
 * with `BoxNotFound` (404) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/delete-hub-collaborations-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteHubCollaborationByIdV2025R0: Operation.Operation<DeleteHubCollaborationByIdV2025R0Input, void> =
  /*#__PURE__*/ Operation.make({
    name: "HubCollaborations.deleteHubCollaborationByIdV2025R0",
    method: "DELETE",
    path: "/hub_collaborations/{hub_collaboration_id}",
    version: "2025.0"
  })
