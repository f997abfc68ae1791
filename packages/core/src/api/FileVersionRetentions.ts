// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** File Version Retentions: the operations of Box as they are. */
import * as Operation from "../operation/Operation.ts"
import { FileVersionRetention, FileVersionRetentions } from "./schemas/FileVersionRetentions.ts"

export interface GetFileVersionRetentionsInput {
  readonly file_id?: string | undefined
  readonly file_version_id?: string | undefined
  readonly policy_id?: string | undefined
  readonly disposition_action?: "permanently_delete" | "remove_retention" | undefined
  readonly disposition_before?: string | undefined
  readonly disposition_after?: string | undefined
  /** Entries of a page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The `next_marker` of the page before. */
  readonly marker?: string | undefined
}

/**
 * Lists file version retentions. `GET /file_version_retentions`, safe to repeat. Pages by marker.
 *
 * @see https://developer.box.com/reference/get-file-version-retentions/
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
 */
export const getFileVersionRetentionById: Operation.Operation<GetFileVersionRetentionByIdInput, FileVersionRetention> =
  /*#__PURE__*/ Operation.make({
    name: "FileVersionRetentions.getFileVersionRetentionById",
    method: "GET",
    path: "/file_version_retentions/{file_version_retention_id}",
    output: () => FileVersionRetention
  })
