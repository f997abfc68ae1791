// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Hub Document: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, otherThan, resolve } from "../../internal/schema.ts"

export interface HubDocumentBlock {
  readonly id: string
  readonly parent_id?: string | null
}

/** @see https://developer.box.com/reference/resources/hub-callout-box-text-block-v2025.0/ */
export interface HubCalloutBoxTextBlock extends HubDocumentBlock {
  readonly type: "callout_box"
  readonly fragment?: string | null
}

/** @see https://developer.box.com/reference/resources/hub-divider-block-v2025.0/ */
export interface HubDividerBlock extends HubDocumentBlock {
  readonly type: "divider"
}

export type HubDocumentBlockEntry =
  | HubParagraphTextBlock
  | HubSectionTitleTextBlock
  | HubCalloutBoxTextBlock
  | HubItemListBlock
  | HubDividerBlock

/** @see https://developer.box.com/reference/resources/hub-document-blocks-v2025.0/ */
export interface HubDocumentBlocks {
  readonly entries?: ReadonlyArray<HubDocumentBlockEntry> | null
  readonly type: "document_blocks"
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
}

/** @see https://developer.box.com/reference/resources/hub-document-page-v2025.0/ */
export interface HubDocumentPage {
  readonly id: string
  readonly type: string
  readonly parent_id?: string | null
  readonly title_fragment?: string | null
}

/** @see https://developer.box.com/reference/resources/hub-document-pages-v2025.0/ */
export interface HubDocumentPages {
  readonly entries?: ReadonlyArray<HubDocumentPage> | null
  readonly type: "document_pages"
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
}

/** @see https://developer.box.com/reference/resources/hub-item-list-block-v2025.0/ */
export interface HubItemListBlock extends HubDocumentBlock {
  readonly type: "item_list"
}

/** @see https://developer.box.com/reference/resources/hub-paragraph-text-block-v2025.0/ */
export interface HubParagraphTextBlock extends HubDocumentBlock {
  readonly type: "paragraph"
  readonly fragment?: string | null
}

/** @see https://developer.box.com/reference/resources/hub-section-title-text-block-v2025.0/ */
export interface HubSectionTitleTextBlock extends HubDocumentBlock {
  readonly type: "section_title"
  readonly fragment?: string | null
}

const hubDocumentBlockProperties = () => ({ id: Schema.String, parent_id: maybe(Schema.String) })

export const HubDocumentBlock: Lazy<HubDocumentBlock> = /*#__PURE__*/ lazy<HubDocumentBlock>(() =>
  Schema.Struct(hubDocumentBlockProperties())
)

export const HubCalloutBoxTextBlock: Lazy<HubCalloutBoxTextBlock> = /*#__PURE__*/ lazy<HubCalloutBoxTextBlock>(() =>
  Schema.Struct({
    ...hubDocumentBlockProperties(),
    type: Schema.Literal("callout_box"),
    fragment: maybe(Schema.String)
  })
)

export const HubDividerBlock: Lazy<HubDividerBlock> = /*#__PURE__*/ lazy<HubDividerBlock>(() =>
  Schema.Struct({ ...hubDocumentBlockProperties(), type: Schema.Literal("divider") })
)

export const HubDocumentBlockEntry: Lazy<HubDocumentBlockEntry> = /*#__PURE__*/ lazy<HubDocumentBlockEntry>(() =>
  Schema.Union([
    resolve(HubParagraphTextBlock),
    resolve(HubSectionTitleTextBlock),
    resolve(HubCalloutBoxTextBlock),
    resolve(HubItemListBlock),
    resolve(HubDividerBlock),
    otherThan("type", "paragraph", "section_title", "callout_box", "item_list", "divider")
  ])
)

export const HubDocumentBlocks: Lazy<HubDocumentBlocks> = /*#__PURE__*/ lazy<HubDocumentBlocks>(() =>
  Schema.Struct({
    entries: maybe(Schema.Array(resolve(HubDocumentBlockEntry))),
    type: Schema.Literal("document_blocks"),
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String)
  })
)

export const HubDocumentPage: Lazy<HubDocumentPage> = /*#__PURE__*/ lazy<HubDocumentPage>(() =>
  Schema.Struct({
    id: Schema.String,
    type: Schema.String,
    parent_id: maybe(Schema.String),
    title_fragment: maybe(Schema.String)
  })
)

export const HubDocumentPages: Lazy<HubDocumentPages> = /*#__PURE__*/ lazy<HubDocumentPages>(() =>
  Schema.Struct({
    entries: maybe(Schema.Array(resolve(HubDocumentPage))),
    type: Schema.Literal("document_pages"),
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String)
  })
)

export const HubItemListBlock: Lazy<HubItemListBlock> = /*#__PURE__*/ lazy<HubItemListBlock>(() =>
  Schema.Struct({ ...hubDocumentBlockProperties(), type: Schema.Literal("item_list") })
)

export const HubParagraphTextBlock: Lazy<HubParagraphTextBlock> = /*#__PURE__*/ lazy<HubParagraphTextBlock>(() =>
  Schema.Struct({ ...hubDocumentBlockProperties(), type: Schema.Literal("paragraph"), fragment: maybe(Schema.String) })
)

export const HubSectionTitleTextBlock: Lazy<HubSectionTitleTextBlock> = /*#__PURE__*/ lazy<HubSectionTitleTextBlock>(
  () =>
    Schema.Struct({
      ...hubDocumentBlockProperties(),
      type: Schema.Literal("section_title"),
      fragment: maybe(Schema.String)
    })
)
