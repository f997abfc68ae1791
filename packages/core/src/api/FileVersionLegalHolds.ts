// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** File Version Legal Holds: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { FileVersionLegalHold, FileVersionLegalHolds } from "./schemas/FileVersionLegalHolds.ts"

export interface GetFileVersionLegalHoldByIdInput {
  readonly file_version_legal_hold_id: string
}

/**
 * Gets file version legal hold by id. `GET /file_version_legal_holds/{file_version_legal_hold_id}`, safe to
 * repeat.
 *
 * @see https://developer.box.com/reference/get-file-version-legal-holds-id/
 * @category operations
 * @since 0.1.0
 */
export const getFileVersionLegalHoldById: Operation.Operation<GetFileVersionLegalHoldByIdInput, FileVersionLegalHold> =
  /*#__PURE__*/ Operation.make({
    name: "FileVersionLegalHolds.getFileVersionLegalHoldById",
    method: "GET",
    path: "/file_version_legal_holds/{file_version_legal_hold_id}",
    output: () => FileVersionLegalHold
  })

export interface GetFileVersionLegalHoldsInput {
  readonly policy_id: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists file version legal holds. `GET /file_version_legal_holds`, safe to repeat. Pages by marker.
 *
 * @see https://developer.box.com/reference/get-file-version-legal-holds/
 * @category operations
 * @since 0.1.0
 */
export const getFileVersionLegalHolds: Operation.PagedOperation<
  GetFileVersionLegalHoldsInput,
  FileVersionLegalHold,
  FileVersionLegalHolds
> = /*#__PURE__*/ Operation.makePaged({
  name: "FileVersionLegalHolds.getFileVersionLegalHolds",
  method: "GET",
  path: "/file_version_legal_holds",
  query: ["policy_id", "marker", "limit"],
  paging: "marker",
  output: () => FileVersionLegalHolds
})
