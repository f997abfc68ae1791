// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Collaboration Allowlist Entries: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { CollaborationAllowlistEntries, CollaborationAllowlistEntry } from "./schemas/CollaborationAllowlistEntries.ts"

export interface GetCollaborationWhitelistEntriesInput {
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists collaboration whitelist entries. `GET /collaboration_whitelist_entries`, safe to repeat. Pages by marker.
 *
 * @see https://developer.box.com/reference/get-collaboration-whitelist-entries/
 * @category operations
 * @since 0.1.0
 */
export const getCollaborationWhitelistEntries: Operation.PagedOperation<
  GetCollaborationWhitelistEntriesInput,
  CollaborationAllowlistEntry,
  CollaborationAllowlistEntries
> = /*#__PURE__*/ Operation.makePaged({
  name: "CollaborationAllowlistEntries.getCollaborationWhitelistEntries",
  method: "GET",
  path: "/collaboration_whitelist_entries",
  query: ["marker", "limit"],
  paging: "marker",
  output: () => CollaborationAllowlistEntries
})

export interface CreateCollaborationWhitelistEntryInput {
  readonly domain: string
  readonly direction: "inbound" | "outbound" | "both"
}

/**
 * Creates a collaboration whitelist entry. `POST /collaboration_whitelist_entries`. Not retried if the outcome of
 * an attempt is unknown.
 *
 * @see https://developer.box.com/reference/post-collaboration-whitelist-entries/
 * @category operations
 * @since 0.1.0
 */
export const createCollaborationWhitelistEntry: Operation.Operation<
  CreateCollaborationWhitelistEntryInput,
  CollaborationAllowlistEntry
> = /*#__PURE__*/ Operation.make({
  name: "CollaborationAllowlistEntries.createCollaborationWhitelistEntry",
  method: "POST",
  path: "/collaboration_whitelist_entries",
  body: "json",
  output: () => CollaborationAllowlistEntry
})

export interface GetCollaborationWhitelistEntryByIdInput {
  readonly collaboration_whitelist_entry_id: string
}

/**
 * Gets a collaboration whitelist entry by id. `GET
 * /collaboration_whitelist_entries/{collaboration_whitelist_entry_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-collaboration-whitelist-entries-id/
 * @category operations
 * @since 0.1.0
 */
export const getCollaborationWhitelistEntryById: Operation.Operation<
  GetCollaborationWhitelistEntryByIdInput,
  CollaborationAllowlistEntry
> = /*#__PURE__*/ Operation.make({
  name: "CollaborationAllowlistEntries.getCollaborationWhitelistEntryById",
  method: "GET",
  path: "/collaboration_whitelist_entries/{collaboration_whitelist_entry_id}",
  output: () => CollaborationAllowlistEntry
})

export interface DeleteCollaborationWhitelistEntryByIdInput {
  readonly collaboration_whitelist_entry_id: string
}

/**
 * Deletes a collaboration whitelist entry by id. `DELETE
 * /collaboration_whitelist_entries/{collaboration_whitelist_entry_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-collaboration-whitelist-entries-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteCollaborationWhitelistEntryById: Operation.Operation<
  DeleteCollaborationWhitelistEntryByIdInput,
  void
> = /*#__PURE__*/ Operation.make({
  name: "CollaborationAllowlistEntries.deleteCollaborationWhitelistEntryById",
  method: "DELETE",
  path: "/collaboration_whitelist_entries/{collaboration_whitelist_entry_id}"
})
