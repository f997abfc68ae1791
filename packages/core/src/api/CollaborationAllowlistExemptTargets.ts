// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Collaboration Allowlist Exempt Targets: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import {
  CollaborationAllowlistExemptTarget,
  CollaborationAllowlistExemptTargets
} from "./schemas/CollaborationAllowlistExemptTargets.ts"

export interface GetCollaborationWhitelistExemptTargetsInput {
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists collaboration whitelist exempt targets. `GET /collaboration_whitelist_exempt_targets`, safe to repeat.
 * Pages by marker.
 *
 * @see https://developer.box.com/reference/get-collaboration-whitelist-exempt-targets/
 * @category operations
 * @since 0.1.0
 */
export const getCollaborationWhitelistExemptTargets: Operation.PagedOperation<
  GetCollaborationWhitelistExemptTargetsInput,
  CollaborationAllowlistExemptTarget,
  CollaborationAllowlistExemptTargets
> = /*#__PURE__*/ Operation.makePaged({
  name: "CollaborationAllowlistExemptTargets.getCollaborationWhitelistExemptTargets",
  method: "GET",
  path: "/collaboration_whitelist_exempt_targets",
  query: ["marker", "limit"],
  paging: "marker",
  output: () => CollaborationAllowlistExemptTargets
})

export interface CreateCollaborationWhitelistExemptTargetInput {
  readonly user: {
    readonly id: string
  }
}

/**
 * Creates a collaboration whitelist exempt target. `POST /collaboration_whitelist_exempt_targets`. Not retried if
 * the outcome of an attempt is unknown.
 *
 * @see https://developer.box.com/reference/post-collaboration-whitelist-exempt-targets/
 * @category operations
 * @since 0.1.0
 */
export const createCollaborationWhitelistExemptTarget: Operation.Operation<
  CreateCollaborationWhitelistExemptTargetInput,
  CollaborationAllowlistExemptTarget
> = /*#__PURE__*/ Operation.make({
  name: "CollaborationAllowlistExemptTargets.createCollaborationWhitelistExemptTarget",
  method: "POST",
  path: "/collaboration_whitelist_exempt_targets",
  body: "json",
  output: () => CollaborationAllowlistExemptTarget
})

export interface GetCollaborationWhitelistExemptTargetByIdInput {
  readonly collaboration_whitelist_exempt_target_id: string
}

/**
 * Gets a collaboration whitelist exempt target by id. `GET
 * /collaboration_whitelist_exempt_targets/{collaboration_whitelist_exempt_target_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-collaboration-whitelist-exempt-targets-id/
 * @category operations
 * @since 0.1.0
 */
export const getCollaborationWhitelistExemptTargetById: Operation.Operation<
  GetCollaborationWhitelistExemptTargetByIdInput,
  CollaborationAllowlistExemptTarget
> = /*#__PURE__*/ Operation.make({
  name: "CollaborationAllowlistExemptTargets.getCollaborationWhitelistExemptTargetById",
  method: "GET",
  path: "/collaboration_whitelist_exempt_targets/{collaboration_whitelist_exempt_target_id}",
  output: () => CollaborationAllowlistExemptTarget
})

export interface DeleteCollaborationWhitelistExemptTargetByIdInput {
  readonly collaboration_whitelist_exempt_target_id: string
}

/**
 * Deletes a collaboration whitelist exempt target by id. `DELETE
 * /collaboration_whitelist_exempt_targets/{collaboration_whitelist_exempt_target_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-collaboration-whitelist-exempt-targets-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteCollaborationWhitelistExemptTargetById: Operation.Operation<
  DeleteCollaborationWhitelistExemptTargetByIdInput,
  void
> = /*#__PURE__*/ Operation.make({
  name: "CollaborationAllowlistExemptTargets.deleteCollaborationWhitelistExemptTargetById",
  method: "DELETE",
  path: "/collaboration_whitelist_exempt_targets/{collaboration_whitelist_exempt_target_id}"
})
