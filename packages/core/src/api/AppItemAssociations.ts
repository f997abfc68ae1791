// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** App Item Associations: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { type AppItemAssociation, AppItemAssociations } from "./schemas/AppItemAssociations.ts"

export interface GetFileAppItemAssociationsInput {
  readonly file_id: string
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  readonly application_type?: string | undefined
}

/**
 * Lists file app item associations. `GET /files/{file_id}/app_item_associations`, safe to repeat. Pages by marker.
 * Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-files-id-app-item-associations/
 * @category operations
 * @since 0.1.0
 */
export const getFileAppItemAssociations: Operation.PagedOperation<
  GetFileAppItemAssociationsInput,
  AppItemAssociation,
  AppItemAssociations
> = /*#__PURE__*/ Operation.makePaged({
  name: "AppItemAssociations.getFileAppItemAssociations",
  method: "GET",
  path: "/files/{file_id}/app_item_associations",
  query: ["limit", "marker", "application_type"],
  paging: "marker",
  output: () => AppItemAssociations
})

export interface GetFolderAppItemAssociationsInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  readonly application_type?: string | undefined
}

/**
 * Lists folder app item associations. `GET /folders/{folder_id}/app_item_associations`, safe to repeat. Pages by
 * marker. Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-folders-id-app-item-associations/
 * @category operations
 * @since 0.1.0
 */
export const getFolderAppItemAssociations: Operation.PagedOperation<
  GetFolderAppItemAssociationsInput,
  AppItemAssociation,
  AppItemAssociations
> = /*#__PURE__*/ Operation.makePaged({
  name: "AppItemAssociations.getFolderAppItemAssociations",
  method: "GET",
  path: "/folders/{folder_id}/app_item_associations",
  query: ["limit", "marker", "application_type"],
  paging: "marker",
  output: () => AppItemAssociations
})
