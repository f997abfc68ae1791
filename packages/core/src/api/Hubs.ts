// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Hubs: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { Hub, Hubs } from "./schemas/Hubs.ts"

export interface GetHubsV2025R0Input {
  readonly query?: string | undefined
  /** Default `"all"`. */
  readonly scope?: string | undefined
  /** Default `"relevance"`. */
  readonly sort?: string | undefined
  readonly direction?: "ASC" | "DESC" | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists hubs. `GET /hubs`, safe to repeat. Pages by marker. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-hubs/
 * @category operations
 * @since 0.1.0
 */
export const getHubsV2025R0: Operation.PagedOperation<GetHubsV2025R0Input, Hub, Hubs> =
  /*#__PURE__*/ Operation.makePaged({
    name: "Hubs.getHubsV2025R0",
    method: "GET",
    path: "/hubs",
    query: ["query", "scope", "sort", "direction", "marker", "limit"],
    version: "2025.0",
    paging: "marker",
    output: () => Hubs
  })

export interface CreateHubV2025R0Input {
  /** Up to 50 characters. */
  readonly title: string
  readonly description?: string | undefined
}

/**
 * Creates a hub. `POST /hubs`. Not retried if the outcome of an attempt is unknown. Fails with `BoxBadRequest`
 * (400), `BoxForbidden` (403) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/post-hubs/
 * @category operations
 * @since 0.1.0
 */
export const createHubV2025R0: Operation.Operation<CreateHubV2025R0Input, Hub> = /*#__PURE__*/ Operation.make({
  name: "Hubs.createHubV2025R0",
  method: "POST",
  path: "/hubs",
  body: "json",
  version: "2025.0",
  output: () => Hub
})

export interface GetEnterpriseHubsV2025R0Input {
  readonly query?: string | undefined
  /** Default `"relevance"`. */
  readonly sort?: string | undefined
  readonly direction?: "ASC" | "DESC" | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists enterprise hubs. `GET /enterprise_hubs`, safe to repeat. Pages by marker. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-enterprise-hubs/
 * @category operations
 * @since 0.1.0
 */
export const getEnterpriseHubsV2025R0: Operation.PagedOperation<GetEnterpriseHubsV2025R0Input, Hub, Hubs> =
  /*#__PURE__*/ Operation.makePaged({
    name: "Hubs.getEnterpriseHubsV2025R0",
    method: "GET",
    path: "/enterprise_hubs",
    query: ["query", "sort", "direction", "marker", "limit"],
    version: "2025.0",
    paging: "marker",
    output: () => Hubs
  })

export interface GetHubByIdV2025R0Input {
  readonly hub_id: string
}

/**
 * Gets a hub by id. `GET /hubs/{hub_id}`, safe to repeat. Fails with `BoxNotFound` (404) among others. API version
 * 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-hubs-id/
 * @category operations
 * @since 0.1.0
 */
export const getHubByIdV2025R0: Operation.Operation<GetHubByIdV2025R0Input, Hub> = /*#__PURE__*/ Operation.make({
  name: "Hubs.getHubByIdV2025R0",
  method: "GET",
  path: "/hubs/{hub_id}",
  version: "2025.0",
  output: () => Hub
})

export interface UpdateHubByIdV2025R0Input {
  readonly hub_id: string
  /** Up to 50 characters. */
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly is_ai_enabled?: boolean | undefined
  readonly is_collaboration_restricted_to_enterprise?: boolean | undefined
  readonly can_non_owners_invite?: boolean | undefined
  readonly can_shared_link_be_created?: boolean | undefined
  readonly can_public_shared_link_be_created?: boolean | undefined
  readonly copy_hub_access?: "all" | "company" | "none" | undefined
}

/**
 * Updates a hub by id. `PUT /hubs/{hub_id}`, safe to repeat. Fails with `BoxNotFound` (404) among others. API
 * version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/put-hubs-id/
 * @category operations
 * @since 0.1.0
 */
export const updateHubByIdV2025R0: Operation.Operation<UpdateHubByIdV2025R0Input, Hub> = /*#__PURE__*/ Operation.make({
  name: "Hubs.updateHubByIdV2025R0",
  method: "PUT",
  path: "/hubs/{hub_id}",
  body: "json",
  version: "2025.0",
  output: () => Hub
})

export interface DeleteHubByIdV2025R0Input {
  readonly hub_id: string
}

/**
 * Deletes a hub by id. `DELETE /hubs/{hub_id}`, safe to repeat. Fails with `BoxNotFound` (404) among others. API
 * version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/delete-hubs-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteHubByIdV2025R0: Operation.Operation<DeleteHubByIdV2025R0Input, void> = /*#__PURE__*/ Operation.make({
  name: "Hubs.deleteHubByIdV2025R0",
  method: "DELETE",
  path: "/hubs/{hub_id}",
  version: "2025.0"
})

export interface CopyHubV2025R0Input {
  readonly hub_id: string
  /** Up to 50 characters. */
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly include_items?: boolean | undefined
}

/**
 * Copies a hub. `POST /hubs/{hub_id}/copy`. Not retried if the outcome of an attempt is unknown. Fails with
 * `BoxForbidden` (403) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/post-hubs-id-copy/
 * @category operations
 * @since 0.1.0
 */
export const copyHubV2025R0: Operation.Operation<CopyHubV2025R0Input, Hub> = /*#__PURE__*/ Operation.make({
  name: "Hubs.copyHubV2025R0",
  method: "POST",
  path: "/hubs/{hub_id}/copy",
  body: "json",
  version: "2025.0",
  output: () => Hub
})
