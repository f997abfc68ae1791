// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Hub Items: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, otherThan, resolve } from "../../internal/schema.ts"
import {
  FileReference,
  type FileReferenceInput,
  FolderReference,
  type FolderReferenceInput,
  WeblinkReference,
  type WeblinkReferenceInput
} from "./Reference.ts"

/** @see https://developer.box.com/reference/resources/hub-item-v2025.0/ */
export interface HubItem {
  readonly id: string
  readonly type: Open<"file" | "folder" | "web_link">
  readonly name?: string | null
}

export interface HubItemOperationResult {
  readonly action?: string | null
  readonly item?: HubItemReference | null
  readonly parent_id?: string | null
  readonly status?: number | null
  readonly error?: string | null
}

export type HubItemReference = FileReference | FolderReference | WeblinkReference

/** @see https://developer.box.com/reference/resources/hub-items-v2025.0/ */
export interface HubItems {
  readonly entries?: ReadonlyArray<HubItem> | null
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
}

/** @see https://developer.box.com/reference/resources/hub-items-manage-response-v2025.0/ */
export interface HubItemsManageResponse {
  readonly operations?: ReadonlyArray<HubItemOperationResult> | null
}

export interface HubItemOperation {
  readonly action: "add" | "remove"
  readonly item: HubItemReferenceInput
  readonly parent_id?: string | undefined
}

export type HubItemReferenceInput = FileReferenceInput | FolderReferenceInput | WeblinkReferenceInput

export const HubItem: Lazy<HubItem> = /*#__PURE__*/ lazy<HubItem>(() =>
  Schema.Struct({ id: Schema.String, type: Schema.String, name: maybe(Schema.String) })
)

export const HubItemOperationResult: Lazy<HubItemOperationResult> = /*#__PURE__*/ lazy<HubItemOperationResult>(() =>
  Schema.Struct({
    action: maybe(Schema.String),
    item: maybe(resolve(HubItemReference)),
    parent_id: maybe(Schema.String),
    status: maybe(Schema.Number),
    error: maybe(Schema.String)
  })
)

export const HubItemReference: Lazy<HubItemReference> = /*#__PURE__*/ lazy<HubItemReference>(() =>
  Schema.Union([
    resolve(FileReference),
    resolve(FolderReference),
    resolve(WeblinkReference),
    otherThan("type", "file", "folder", "web_link")
  ])
)

export const HubItems: Lazy<HubItems> = /*#__PURE__*/ lazy<HubItems>(() =>
  Schema.Struct({
    entries: maybe(Schema.Array(resolve(HubItem))),
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String)
  })
)

export const HubItemsManageResponse: Lazy<HubItemsManageResponse> = /*#__PURE__*/ lazy<HubItemsManageResponse>(() =>
  Schema.Struct({ operations: maybe(Schema.Array(resolve(HubItemOperationResult))) })
)
