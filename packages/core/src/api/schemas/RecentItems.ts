// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Recent Items: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, otherThan, resolve } from "../../internal/schema.ts"
import { FileFull, FolderFull, WebLink } from "./Item.ts"

/** @see https://developer.box.com/reference/resources/recent-item/ */
export interface RecentItem {
  readonly type?: Open<"recent_item"> | null
  readonly item?: RecentItemResource | null
  readonly interaction_type?: Open<"item_preview" | "item_upload" | "item_comment" | "item_open" | "item_modify"> | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly interacted_at?: string | null
  readonly interaction_shared_link?: string | null
}

export type RecentItemResource = FileFull | FolderFull | WebLink

/** @see https://developer.box.com/reference/resources/recent-items/ */
export interface RecentItems {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<RecentItem> | null
}

export const RecentItem: Lazy<RecentItem> = /*#__PURE__*/ lazy<RecentItem>(() =>
  Schema.Struct({
    type: maybe(Schema.String),
    item: maybe(resolve(RecentItemResource)),
    interaction_type: maybe(Schema.String),
    interacted_at: maybe(Schema.String),
    interaction_shared_link: maybe(Schema.String)
  })
)

export const RecentItemResource: Lazy<RecentItemResource> = /*#__PURE__*/ lazy<RecentItemResource>(() =>
  Schema.Union([
    resolve(FileFull),
    resolve(FolderFull),
    resolve(WebLink),
    otherThan("type", "file", "folder", "web_link")
  ])
)

export const RecentItems: Lazy<RecentItems> = /*#__PURE__*/ lazy<RecentItems>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(RecentItem)))
  })
)
