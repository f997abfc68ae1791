// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Collections: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { Collection, Collections } from "./schemas/Collections.ts"
import { type ItemFull, type ItemMini, ItemsOffsetPaginated } from "./schemas/Item.ts"

export interface GetCollectionsInput {
  /** The index of the first entry. Default `0`. */
  readonly offset?: number | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists collections. `GET /collections`, safe to repeat. Pages by offset.
 *
 * @see https://developer.box.com/reference/get-collections/
 * @category operations
 * @since 0.1.0
 */
export const getCollections: Operation.PagedFieldsOperation<GetCollectionsInput, Collection, Collection, Collections> =
  /*#__PURE__*/ Makers.makePagedWithFields({
    name: "Collections.getCollections",
    method: "GET",
    path: "/collections",
    query: ["fields", "offset", "limit"],
    paging: "offset",
    output: () => Collections
  })

export interface GetCollectionItemsInput {
  readonly collection_id: string
  /** The index of the first entry. Default `0`. */
  readonly offset?: number | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists collection items. `GET /collections/{collection_id}/items`, safe to repeat. Pages by offset.
 *
 * @see https://developer.box.com/reference/get-collections-id-items/
 * @category operations
 * @since 0.1.0
 */
export const getCollectionItems: Operation.PagedFieldsOperation<
  GetCollectionItemsInput,
  ItemFull,
  ItemMini,
  ItemsOffsetPaginated
> = /*#__PURE__*/ Makers.makePagedWithFields({
  name: "Collections.getCollectionItems",
  method: "GET",
  path: "/collections/{collection_id}/items",
  query: ["fields", "offset", "limit"],
  paging: "offset",
  output: () => ItemsOffsetPaginated
})

export interface GetCollectionByIdInput {
  readonly collection_id: string
}

/**
 * Gets a collection by id. `GET /collections/{collection_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-collections-id/
 * @category operations
 * @since 0.1.0
 */
export const getCollectionById: Operation.Operation<GetCollectionByIdInput, Collection> = /*#__PURE__*/ Operation.make({
  name: "Collections.getCollectionById",
  method: "GET",
  path: "/collections/{collection_id}",
  output: () => Collection
})
