// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** File Version Retentions: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { FileVersionRetention, FileVersionRetentions } from "./schemas/FileVersionRetentions.ts"

export interface GetFileVersionRetentionsInput {
  readonly file_id?: string | undefined
  readonly file_version_id?: string | undefined
  readonly policy_id?: string | undefined
  readonly disposition_action?: "permanently_delete" | "remove_retention" | undefined
  readonly disposition_before?: string | undefined
  readonly disposition_after?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
}

/**
 * Lists file version retentions. `GET /file_version_retentions`, safe to repeat. Pages by marker.
 *
 * @see https://developer.box.com/reference/get-file-version-retentions/
 * @category operations
 * @since 0.1.0
 */
export const getFileVersionRetentions: Operation.PagedOperation<
  GetFileVersionRetentionsInput,
  FileVersionRetention,
  FileVersionRetentions
> = /*#__PURE__*/ Operation.makePaged({
  name: "FileVersionRetentions.getFileVersionRetentions",
  method: "GET",
  path: "/file_version_retentions",
  query: [
    "file_id",
    "file_version_id",
    "policy_id",
    "disposition_action",
    "disposition_before",
    "disposition_after",
    "limit",
    "marker"
  ],
  paging: "marker",
  output: () => FileVersionRetentions
})

export interface GetFileVersionRetentionByIdInput {
  readonly file_version_retention_id: string
}

/**
 * Gets file version retention by id. `GET /file_version_retentions/{file_version_retention_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-file-version-retentions-id/
 * @category operations
 * @since 0.1.0
 */
export const getFileVersionRetentionById: Operation.Operation<GetFileVersionRetentionByIdInput, FileVersionRetention> =
  /*#__PURE__*/ Operation.make({
    name: "FileVersionRetentions.getFileVersionRetentionById",
    method: "GET",
    path: "/file_version_retentions/{file_version_retention_id}",
    output: () => FileVersionRetention
  })
