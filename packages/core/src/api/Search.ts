/** Search. @see https://developer.box.com/guides/search/ */
import * as Operation from "../Operation.ts"
import { type Item, type ItemFull, SearchResults } from "./schemas/Item.ts"

export interface SearchForContentInput {
  /** Words, `"a phrase"`, and `AND`, `OR`, `NOT` in capitals. */
  readonly query?: string
  readonly scope?: "user_content" | "enterprise_content"
  /** Without the dot. */
  readonly file_extensions?: ReadonlyArray<string>
  /** From and to in RFC 3339; an empty string leaves a side open. */
  readonly created_at_range?: readonly [from: string, to: string]
  readonly updated_at_range?: readonly [from: string, to: string]
  /** Bytes, both inclusive. */
  readonly size_range?: readonly [from: number | "", to: number | ""]
  readonly owner_user_ids?: ReadonlyArray<string>
  readonly ancestor_folder_ids?: ReadonlyArray<string>
  readonly content_types?: ReadonlyArray<"name" | "description" | "file_content" | "comments" | "tags">
  readonly type?: "file" | "folder" | "web_link"
  readonly trash_content?: "non_trashed_only" | "trashed_only" | "all_items"
  readonly sort?: "modified_at" | "relevance"
  readonly direction?: "ASC" | "DESC"
  /** Entries of a page, up to 200. Default 30. */
  readonly limit?: number
  /** Up to 10,000. */
  readonly offset?: number
}

/**
 * Finds items by words and properties. `GET /search`, safe to repeat. What was just changed is found some ten minutes
 * later: not for reading one's own writes.
 *
 * @see https://developer.box.com/reference/get-search/
 */
export const searchForContent: Operation.PagedFieldsOperation<SearchForContentInput, ItemFull, Item, SearchResults> =
  /*#__PURE__*/ Operation.makePagedWithFields({
    name: "Search.searchForContent",
    method: "GET",
    path: "/search",
    query: [
      "query",
      "scope",
      "file_extensions",
      "created_at_range",
      "updated_at_range",
      "size_range",
      "owner_user_ids",
      "ancestor_folder_ids",
      "content_types",
      "type",
      "trash_content",
      "sort",
      "direction",
      "limit",
      "offset",
      "fields"
    ],
    paging: "offset",
    output: () => SearchResults
  })
