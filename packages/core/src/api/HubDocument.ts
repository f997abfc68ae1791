// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Hub Document: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import {
  type HubDocumentBlockEntry,
  HubDocumentBlocks,
  type HubDocumentPage,
  HubDocumentPages
} from "./schemas/HubDocument.ts"

export interface GetHubDocumentPagesV2025R0Input {
  readonly hub_id: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists hub document pages. `GET /hub_document_pages`, safe to repeat. Pages by marker. Fails with `BoxNotFound`
 * (404) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-hub-document-pages/
 * @category operations
 * @since 0.1.0
 */
export const getHubDocumentPagesV2025R0: Operation.PagedOperation<
  GetHubDocumentPagesV2025R0Input,
  HubDocumentPage,
  HubDocumentPages
> = /*#__PURE__*/ Operation.makePaged({
  name: "HubDocument.getHubDocumentPagesV2025R0",
  method: "GET",
  path: "/hub_document_pages",
  query: ["hub_id", "marker", "limit"],
  version: "2025.0",
  paging: "marker",
  output: () => HubDocumentPages
})

export interface GetHubDocumentBlocksV2025R0Input {
  readonly hub_id: string
  readonly page_id: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists hub document blocks. `GET /hub_document_blocks`, safe to repeat. Pages by marker. Fails with `BoxNotFound`
 * (404) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-hub-document-blocks/
 * @category operations
 * @since 0.1.0
 */
export const getHubDocumentBlocksV2025R0: Operation.PagedOperation<
  GetHubDocumentBlocksV2025R0Input,
  HubDocumentBlockEntry,
  HubDocumentBlocks
> = /*#__PURE__*/ Operation.makePaged({
  name: "HubDocument.getHubDocumentBlocksV2025R0",
  method: "GET",
  path: "/hub_document_blocks",
  query: ["hub_id", "page_id", "marker", "limit"],
  version: "2025.0",
  paging: "marker",
  output: () => HubDocumentBlocks
})
