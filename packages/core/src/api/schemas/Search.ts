// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Search: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, otherThan, resolve } from "../../internal/schema.ts"
import type * as Operation from "../../operation/Operation.ts"
import { FileFull, FolderFull, type Item, ItemFull, WebLink } from "./Item.ts"

export type MetadataQueryResultItem = FileFull | FolderFull

/** @see https://developer.box.com/reference/resources/metadata-query-results/ */
export interface MetadataQueryResults {
  readonly entries?: ReadonlyArray<MetadataQueryResultItem> | null
  /** The limit that was applied. Default `100`. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
}

/** @see https://developer.box.com/reference/resources/search-result-with-shared-link/ */
export interface SearchResultWithSharedLink {
  /** A URL. */
  readonly accessible_via_shared_link?: string | null
  readonly item?: SearchResultWithSharedLinkItem | null
  readonly type?: Open<"search_result"> | null
}

export type SearchResultWithSharedLinkItem = FileFull | FolderFull | WebLink

/**
 * A page of search results.
 *
 * @see https://developer.box.com/reference/resources/search-results/
 */
export interface SearchResults {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  /** The limit that was applied. */
  readonly limit?: number | null
  readonly offset?: number | null
  readonly type?: string | null
  readonly entries?: ReadonlyArray<Item> | null
}

export type SearchResultsResponse = SearchResultsWithSharedLinks | SearchResults

/** @see https://developer.box.com/reference/resources/search-results-with-shared-links/ */
export interface SearchResultsWithSharedLinks {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  /** The limit that was applied. */
  readonly limit?: number | null
  readonly offset?: number | null
  readonly type: "search_results_with_shared_links"
  readonly entries?: ReadonlyArray<SearchResultWithSharedLink> | null
}

/** @see https://developer.box.com/reference/resources/metadata-field-filter-date-range/ */
export interface MetadataFieldFilterDateRange {
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly lt?: Operation.Time | undefined
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly gt?: Operation.Time | undefined
}

/** @see https://developer.box.com/reference/resources/metadata-field-filter-float-range/ */
export interface MetadataFieldFilterFloatRange {
  readonly lt?: number | undefined
  readonly gt?: number | undefined
}

/** @see https://developer.box.com/reference/resources/metadata-filter/ */
export interface MetadataFilter {
  readonly scope?: "global" | "enterprise" | `enterprise_${string}` | undefined
  readonly templateKey?: string | undefined
  readonly filters?: Readonly<Record<string, MetadataFilterValue>> | undefined
}

export type MetadataFilterValue =
  | string
  | number
  | ReadonlyArray<string>
  | MetadataFieldFilterFloatRange
  | MetadataFieldFilterDateRange

export const MetadataQueryResultItem: Lazy<MetadataQueryResultItem> = /*#__PURE__*/ lazy<MetadataQueryResultItem>(() =>
  Schema.Union([resolve(FileFull), resolve(FolderFull), otherThan("type", "file", "folder")])
)

export const MetadataQueryResults: Lazy<MetadataQueryResults> = /*#__PURE__*/ lazy<MetadataQueryResults>(() =>
  Schema.Struct({
    entries: maybe(Schema.Array(resolve(MetadataQueryResultItem))),
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String)
  })
)

export const SearchResultWithSharedLink: Lazy<SearchResultWithSharedLink> =
  /*#__PURE__*/ lazy<SearchResultWithSharedLink>(() =>
    Schema.Struct({
      accessible_via_shared_link: maybe(Schema.String),
      item: maybe(resolve(SearchResultWithSharedLinkItem)),
      type: maybe(Schema.String)
    })
  )

export const SearchResultWithSharedLinkItem: Lazy<SearchResultWithSharedLinkItem> =
  /*#__PURE__*/ lazy<SearchResultWithSharedLinkItem>(() =>
    Schema.Union([
      resolve(FileFull),
      resolve(FolderFull),
      resolve(WebLink),
      otherThan("type", "file", "folder", "web_link")
    ])
  )

export const SearchResults: Lazy<SearchResults> = /*#__PURE__*/ lazy<SearchResults>(() =>
  Schema.Struct({
    total_count: maybe(Schema.Number),
    limit: maybe(Schema.Number),
    offset: maybe(Schema.Number),
    type: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(ItemFull)))
  })
)

export const SearchResultsResponse: Lazy<SearchResultsResponse> = /*#__PURE__*/ lazy<SearchResultsResponse>(() =>
  Schema.Union([resolve(SearchResultsWithSharedLinks), resolve(SearchResults)])
)

export const SearchResultsWithSharedLinks: Lazy<SearchResultsWithSharedLinks> =
  /*#__PURE__*/ lazy<SearchResultsWithSharedLinks>(() =>
    Schema.Struct({
      total_count: maybe(Schema.Number),
      limit: maybe(Schema.Number),
      offset: maybe(Schema.Number),
      type: Schema.Literal("search_results_with_shared_links"),
      entries: maybe(Schema.Array(resolve(SearchResultWithSharedLink)))
    })
  )
