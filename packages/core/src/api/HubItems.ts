// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Hub Items: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { type HubItem, type HubItemOperation, HubItems, HubItemsManageResponse } from "./schemas/HubItems.ts"

export interface GetHubItemsV2025R0Input {
  readonly hub_id: string
  readonly parent_id?: string | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists hub items. `GET /hub_items`, safe to repeat. Pages by marker. Fails with `BoxNotFound` (404) among others.
 * API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-hub-items/
 * @category operations
 * @since 0.1.0
 */
export const getHubItemsV2025R0: Operation.PagedOperation<GetHubItemsV2025R0Input, HubItem, HubItems> =
  /*#__PURE__*/ Operation.makePaged({
    name: "HubItems.getHubItemsV2025R0",
    method: "GET",
    path: "/hub_items",
    query: ["hub_id", "parent_id", "marker", "limit"],
    version: "2025.0",
    paging: "marker",
    output: () => HubItems
  })

export interface ManageHubItemsV2025R0Input {
  readonly hub_id: string
  readonly operations?: ReadonlyArray<HubItemOperation> | undefined
}

/**
 * Adds items to a hub and removes items from it. `POST /hubs/{hub_id}/manage_items`. Not retried if the outcome of
 * an attempt is unknown. Fails with `BoxNotFound` (404) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/post-hubs-id-manage-items/
 * @category operations
 * @since 0.1.0
 */
export const manageHubItemsV2025R0: Operation.Operation<ManageHubItemsV2025R0Input, HubItemsManageResponse> =
  /*#__PURE__*/ Operation.make({
    name: "HubItems.manageHubItemsV2025R0",
    method: "POST",
    path: "/hubs/{hub_id}/manage_items",
    body: "json",
    version: "2025.0",
    output: () => HubItemsManageResponse
  })
