// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Search by words and by metadata. */
import type * as Schema from "effect/Schema"
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import type { Item, ItemFull } from "./schemas/Item.ts"
import {
  type MetadataFilter,
  type MetadataQueryResultItem,
  MetadataQueryResults,
  type SearchResults,
  SearchResultsResponse,
  type SearchResultsWithSharedLinks,
  type SearchResultWithSharedLink
} from "./schemas/Search.ts"

export interface SearchByMetadataQueryInput {
  readonly from: string
  readonly query?: string | undefined
  readonly query_params?: Readonly<Record<string, Schema.Json>> | undefined
  readonly ancestor_folder_id: string
  readonly order_by?:
    | ReadonlyArray<{
        readonly field_key?: string | undefined
        readonly direction?: "ASC" | "DESC" | "asc" | "desc" | undefined
      }>
    | undefined
  /** The number of entries per page. Up to 100. Default `100`. */
  readonly limit?: number | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  readonly fields?: ReadonlyArray<string> | undefined
}

/**
 * Finds files and folders by the values of their metadata. `POST /metadata_queries/execute_read`, safe to repeat.
 * Pages by marker. Fails with `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/post-metadata-queries-execute-read/
 * @category operations
 * @since 0.1.0
 */
export const searchByMetadataQuery: Operation.PagedOperation<
  SearchByMetadataQueryInput,
  MetadataQueryResultItem,
  MetadataQueryResults
> = /*#__PURE__*/ Operation.makePaged({
  name: "Search.searchByMetadataQuery",
  method: "POST",
  path: "/metadata_queries/execute_read",
  body: "json",
  replay: "safe",
  paging: "marker",
  output: () => MetadataQueryResults
})

export interface SearchForContentInput {
  /** Words, `"a phrase"`, and `AND`, `OR`, `NOT` in capitals. */
  readonly query?: string | undefined
  /** Default `"user_content"`. */
  readonly scope?: "user_content" | "enterprise_content" | undefined
  /** Without the dot. */
  readonly file_extensions?: ReadonlyArray<string> | undefined
  /** From and to in RFC 3339; an empty string leaves one side open. */
  readonly created_at_range?: readonly [from: Operation.Time | "", to: Operation.Time | ""] | undefined
  /** From and to in RFC 3339; an empty string leaves one side open. */
  readonly updated_at_range?: readonly [from: Operation.Time | "", to: Operation.Time | ""] | undefined
  /** From and to in bytes, both inclusive. */
  readonly size_range?: readonly [from: number | "", to: number | ""] | undefined
  readonly owner_user_ids?: ReadonlyArray<string> | undefined
  readonly recent_updater_user_ids?: ReadonlyArray<string> | undefined
  readonly ancestor_folder_ids?: ReadonlyArray<string> | undefined
  readonly content_types?: ReadonlyArray<"name" | "description" | "file_content" | "comments" | "tags"> | undefined
  readonly type?: "file" | "folder" | "web_link" | undefined
  /** Default `"non_trashed_only"`. */
  readonly trash_content?: "non_trashed_only" | "trashed_only" | "all_items" | undefined
  /** Exactly one entry. */
  readonly mdfilters?: ReadonlyArray<MetadataFilter> | undefined
  /** Default `"relevance"`. */
  readonly sort?: "modified_at" | "relevance" | undefined
  /** Default `"DESC"`. */
  readonly direction?: "DESC" | "ASC" | undefined
  /** The number of entries per page. Up to 200. Default `30`. */
  readonly limit?: number | undefined
  /** `true` returns entries of another form, with the shared link of each item. Default `false`. */
  readonly include_recent_shared_links?: false | undefined
  /** The index of the first entry. Default `0`. */
  readonly offset?: number | undefined
  readonly deleted_user_ids?: ReadonlyArray<string> | undefined
  /** From and to in RFC 3339; an empty string leaves one side open. */
  readonly deleted_at_range?: readonly [from: Operation.Time | "", to: Operation.Time | ""] | undefined
}

/**
 * Finds items by words and properties. Changes become visible after about ten minutes, so do not use it to read
 * your own writes. `GET /search`, safe to repeat. Pages by offset. Fails with `BoxBadRequest` (400),
 * `BoxForbidden` (403), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-search/
 * @category operations
 * @since 0.1.0
 */
export const searchForContent: Operation.PagedFieldsOperation<SearchForContentInput, ItemFull, Item, SearchResults> &
  Operation.PagedOperation<
    Omit<SearchForContentInput, "include_recent_shared_links"> & { readonly include_recent_shared_links: true },
    SearchResultWithSharedLink,
    SearchResultsWithSharedLinks
  > = /*#__PURE__*/ Makers.makePagedInTwoForms({
  name: "Search.searchForContent",
  method: "GET",
  path: "/search",
  query: [
    "fields",
    "query",
    "scope",
    "file_extensions",
    "created_at_range",
    "updated_at_range",
    "size_range",
    "owner_user_ids",
    "recent_updater_user_ids",
    "ancestor_folder_ids",
    "content_types",
    "type",
    "trash_content",
    "mdfilters",
    "sort",
    "direction",
    "limit",
    "include_recent_shared_links",
    "offset",
    "deleted_user_ids",
    "deleted_at_range"
  ],
  times: ["created_at_range.*", "updated_at_range.*", "deleted_at_range.*"],
  paging: "offset",
  output: () => SearchResultsResponse
})
