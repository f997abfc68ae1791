// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** List Collaborations: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { type Collaboration, Collaborations, CollaborationsOffsetPaginated } from "./schemas/UserCollaborations.ts"

export interface GetFileCollaborationsInput {
  readonly file_id: string
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
}

/**
 * Lists file collaborations. `GET /files/{file_id}/collaborations`, safe to repeat. Pages by marker.
 *
 * @see https://developer.box.com/reference/get-files-id-collaborations/
 * @category operations
 * @since 0.1.0
 */
export const getFileCollaborations: Operation.PagedFieldsOperation<
  GetFileCollaborationsInput,
  Collaboration,
  Collaboration,
  Collaborations
> = /*#__PURE__*/ Makers.makePagedWithFields({
  name: "ListCollaborations.getFileCollaborations",
  method: "GET",
  path: "/files/{file_id}/collaborations",
  query: ["fields", "limit", "marker"],
  paging: "marker",
  output: () => Collaborations
})

export interface GetFolderCollaborationsInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
}

/**
 * Lists folder collaborations. `GET /folders/{folder_id}/collaborations`, safe to repeat. Pages by marker.
 *
 * @see https://developer.box.com/reference/get-folders-id-collaborations/
 * @category operations
 * @since 0.1.0
 */
export const getFolderCollaborations: Operation.PagedFieldsOperation<
  GetFolderCollaborationsInput,
  Collaboration,
  Collaboration,
  Collaborations
> = /*#__PURE__*/ Makers.makePagedWithFields({
  name: "ListCollaborations.getFolderCollaborations",
  method: "GET",
  path: "/folders/{folder_id}/collaborations",
  query: ["fields", "limit", "marker"],
  paging: "marker",
  output: () => Collaborations
})

export interface GetCollaborationsInput {
  readonly status: "pending"
  /** The index of the first entry. Default `0`. */
  readonly offset?: number | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists collaborations. `GET /collaborations`, safe to repeat. Pages by offset.
 *
 * @see https://developer.box.com/reference/get-collaborations/
 * @category operations
 * @since 0.1.0
 */
export const getCollaborations: Operation.PagedFieldsOperation<
  GetCollaborationsInput,
  Collaboration,
  Collaboration,
  CollaborationsOffsetPaginated
> = /*#__PURE__*/ Makers.makePagedWithFields({
  name: "ListCollaborations.getCollaborations",
  method: "GET",
  path: "/collaborations",
  query: ["fields", "status", "offset", "limit"],
  paging: "offset",
  output: () => CollaborationsOffsetPaginated
})

export interface GetGroupCollaborationsInput {
  readonly group_id: string
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The index of the first entry. Default `0`. */
  readonly offset?: number | undefined
}

/**
 * Lists group collaborations. `GET /groups/{group_id}/collaborations`, safe to repeat. Pages by offset.
 *
 * @see https://developer.box.com/reference/get-groups-id-collaborations/
 * @category operations
 * @since 0.1.0
 */
export const getGroupCollaborations: Operation.PagedOperation<
  GetGroupCollaborationsInput,
  Collaboration,
  CollaborationsOffsetPaginated
> = /*#__PURE__*/ Operation.makePaged({
  name: "ListCollaborations.getGroupCollaborations",
  method: "GET",
  path: "/groups/{group_id}/collaborations",
  query: ["limit", "offset"],
  paging: "offset",
  output: () => CollaborationsOffsetPaginated
})
