// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Recent Items: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { type RecentItem, RecentItems } from "./schemas/RecentItems.ts"

export interface GetRecentItemsInput {
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** Names of properties that the answer shall have. */
  readonly fields?: ReadonlyArray<string> | undefined
}

/**
 * Lists recent items. `GET /recent_items`, safe to repeat. Pages by marker.
 *
 * @see https://developer.box.com/reference/get-recent-items/
 * @category operations
 * @since 0.1.0
 */
export const getRecentItems: Operation.PagedOperation<GetRecentItemsInput, RecentItem, RecentItems> =
  /*#__PURE__*/ Operation.makePaged({
    name: "RecentItems.getRecentItems",
    method: "GET",
    path: "/recent_items",
    query: ["fields", "limit", "marker"],
    paging: "marker",
    output: () => RecentItems
  })
