// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Trashed Items: operations of Box's API. */
import type * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { type ItemFull, type ItemMini, Items } from "./schemas/Item.ts"

export interface GetTrashedItemsInput {
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The index of the first entry. Default `0`. */
  readonly offset?: number | undefined
  /**
   * Uses markers for paging, which have no upper limit. `.pages` and `.items` use them unless `offset`, `sort` or
   * `direction` is given.
   */
  readonly usemarker?: boolean | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  readonly direction?: "ASC" | "DESC" | undefined
  readonly sort?: "name" | "date" | "size" | undefined
}

/**
 * Lists trashed items. `GET /folders/trash/items`, safe to repeat. Pages by marker, or by offset if an offset or
 * an order is given. Fails with `BoxBadRequest` (400) among others.
 *
 * @see https://developer.box.com/reference/get-folders-trash-items/
 * @category operations
 * @since 0.1.0
 */
export const getTrashedItems: Operation.PagedFieldsOperation<GetTrashedItemsInput, ItemFull, ItemMini, Items> =
  /*#__PURE__*/ Makers.makePagedWithFields({
    name: "TrashedItems.getTrashedItems",
    method: "GET",
    path: "/folders/trash/items",
    query: ["fields", "limit", "offset", "usemarker", "marker", "direction", "sort"],
    paging: "markerOrOffset",
    output: () => Items
  })
