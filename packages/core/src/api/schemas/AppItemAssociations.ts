// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** App Item Associations: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, otherThan, resolve } from "../../internal/schema.ts"
import { FileBase, FolderBase, WebLinkBase } from "./Item.ts"

/** @see https://developer.box.com/reference/resources/app-item/ */
export interface AppItem {
  readonly id: string
  readonly type: "app_item"
  readonly application_type?: string | null
}

export type AppItemAssociatedItem = FileBase | FolderBase | WebLinkBase

/** @see https://developer.box.com/reference/resources/app-item-association/ */
export interface AppItemAssociation {
  readonly id: string
  readonly type: "app_item_association"
  readonly app_item?: AppItem | null
  readonly item?: AppItemAssociatedItem | null
}

/** @see https://developer.box.com/reference/resources/app-item-associations/ */
export interface AppItemAssociations {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<AppItemAssociation> | null
}

export const AppItem: Lazy<AppItem> = /*#__PURE__*/ lazy<AppItem>(() =>
  Schema.Struct({ id: Schema.String, type: Schema.Literal("app_item"), application_type: maybe(Schema.String) })
)

export const AppItemAssociatedItem: Lazy<AppItemAssociatedItem> = /*#__PURE__*/ lazy<AppItemAssociatedItem>(() =>
  Schema.Union([
    resolve(FileBase),
    resolve(FolderBase),
    resolve(WebLinkBase),
    otherThan("type", "file", "folder", "web_link")
  ])
)

export const AppItemAssociation: Lazy<AppItemAssociation> = /*#__PURE__*/ lazy<AppItemAssociation>(() =>
  Schema.Struct({
    id: Schema.String,
    type: Schema.Literal("app_item_association"),
    app_item: maybe(resolve(AppItem)),
    item: maybe(resolve(AppItemAssociatedItem))
  })
)

export const AppItemAssociations: Lazy<AppItemAssociations> = /*#__PURE__*/ lazy<AppItemAssociations>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(AppItemAssociation)))
  })
)
