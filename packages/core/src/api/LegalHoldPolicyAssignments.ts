// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Legal Hold Policy Assignments: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import type { FileMini, FileVersion } from "./schemas/Item.ts"
import {
  FilesOnHold,
  FileVersionsOnHold,
  LegalHoldPolicyAssignment,
  LegalHoldPolicyAssignments
} from "./schemas/LegalHoldPolicyAssignments.ts"

export interface GetLegalHoldPolicyAssignmentsInput {
  readonly policy_id: string
  readonly assign_to_type?: "file" | "file_version" | "folder" | "user" | "ownership" | "interactions" | undefined
  readonly assign_to_id?: string | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists legal hold policy assignments. `GET /legal_hold_policy_assignments`, safe to repeat. Pages by marker.
 *
 * @see https://developer.box.com/reference/get-legal-hold-policy-assignments/
 * @category operations
 * @since 0.1.0
 */
export const getLegalHoldPolicyAssignments: Operation.PagedFieldsOperation<
  GetLegalHoldPolicyAssignmentsInput,
  LegalHoldPolicyAssignment,
  LegalHoldPolicyAssignment,
  LegalHoldPolicyAssignments
> = /*#__PURE__*/ Makers.makePagedWithFields({
  name: "LegalHoldPolicyAssignments.getLegalHoldPolicyAssignments",
  method: "GET",
  path: "/legal_hold_policy_assignments",
  query: ["fields", "policy_id", "assign_to_type", "assign_to_id", "marker", "limit"],
  paging: "marker",
  output: () => LegalHoldPolicyAssignments
})

export interface CreateLegalHoldPolicyAssignmentInput {
  readonly policy_id: string
  readonly assign_to: {
    readonly type: "file" | "file_version" | "folder" | "user" | "ownership" | "interactions"
    readonly id: string
  }
}

/**
 * Creates a legal hold policy assignment. `POST /legal_hold_policy_assignments`. Not retried if the outcome of an
 * attempt is unknown.
 *
 * @see https://developer.box.com/reference/post-legal-hold-policy-assignments/
 * @category operations
 * @since 0.1.0
 */
export const createLegalHoldPolicyAssignment: Operation.Operation<
  CreateLegalHoldPolicyAssignmentInput,
  LegalHoldPolicyAssignment
> = /*#__PURE__*/ Operation.make({
  name: "LegalHoldPolicyAssignments.createLegalHoldPolicyAssignment",
  method: "POST",
  path: "/legal_hold_policy_assignments",
  body: "json",
  output: () => LegalHoldPolicyAssignment
})

export interface GetLegalHoldPolicyAssignmentByIdInput {
  readonly legal_hold_policy_assignment_id: string
}

/**
 * Gets a legal hold policy assignment by id. `GET
 * /legal_hold_policy_assignments/{legal_hold_policy_assignment_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-legal-hold-policy-assignments-id/
 * @category operations
 * @since 0.1.0
 */
export const getLegalHoldPolicyAssignmentById: Operation.Operation<
  GetLegalHoldPolicyAssignmentByIdInput,
  LegalHoldPolicyAssignment
> = /*#__PURE__*/ Operation.make({
  name: "LegalHoldPolicyAssignments.getLegalHoldPolicyAssignmentById",
  method: "GET",
  path: "/legal_hold_policy_assignments/{legal_hold_policy_assignment_id}",
  output: () => LegalHoldPolicyAssignment
})

export interface DeleteLegalHoldPolicyAssignmentByIdInput {
  readonly legal_hold_policy_assignment_id: string
}

/**
 * Deletes a legal hold policy assignment by id. `DELETE
 * /legal_hold_policy_assignments/{legal_hold_policy_assignment_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-legal-hold-policy-assignments-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteLegalHoldPolicyAssignmentById: Operation.Operation<DeleteLegalHoldPolicyAssignmentByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "LegalHoldPolicyAssignments.deleteLegalHoldPolicyAssignmentById",
    method: "DELETE",
    path: "/legal_hold_policy_assignments/{legal_hold_policy_assignment_id}"
  })

export interface GetLegalHoldPolicyAssignmentFileOnHoldInput {
  readonly legal_hold_policy_assignment_id: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists the files whose current version an assignment holds. `GET
 * /legal_hold_policy_assignments/{legal_hold_policy_assignment_id}/files_on_hold`, safe to repeat. Pages by
 * marker.
 *
 * @see https://developer.box.com/reference/get-legal-hold-policy-assignments-id-files-on-hold/
 * @category operations
 * @since 0.1.0
 */
export const getLegalHoldPolicyAssignmentFileOnHold: Operation.PagedFieldsOperation<
  GetLegalHoldPolicyAssignmentFileOnHoldInput,
  FileMini,
  FileMini,
  FilesOnHold
> = /*#__PURE__*/ Makers.makePagedWithFields({
  name: "LegalHoldPolicyAssignments.getLegalHoldPolicyAssignmentFileOnHold",
  method: "GET",
  path: "/legal_hold_policy_assignments/{legal_hold_policy_assignment_id}/files_on_hold",
  query: ["fields", "marker", "limit"],
  paging: "marker",
  output: () => FilesOnHold
})

export interface GetFileVersionsOnHoldByLegalHoldPolicyAssignmentIdInput {
  readonly legal_hold_policy_assignment_id: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists the earlier versions of files that an assignment holds. `GET
 * /legal_hold_policy_assignments/{legal_hold_policy_assignment_id}/file_versions_on_hold`, safe to repeat. Pages
 * by marker.
 *
 * @see https://developer.box.com/reference/get-legal-hold-policy-assignments-id-file-versions-on-hold/
 * @category operations
 * @since 0.1.0
 */
export const getFileVersionsOnHoldByLegalHoldPolicyAssignmentId: Operation.PagedFieldsOperation<
  GetFileVersionsOnHoldByLegalHoldPolicyAssignmentIdInput,
  FileVersion,
  FileVersion,
  FileVersionsOnHold
> = /*#__PURE__*/ Makers.makePagedWithFields({
  name: "LegalHoldPolicyAssignments.getFileVersionsOnHoldByLegalHoldPolicyAssignmentId",
  method: "GET",
  path: "/legal_hold_policy_assignments/{legal_hold_policy_assignment_id}/file_versions_on_hold",
  query: ["fields", "marker", "limit"],
  paging: "marker",
  output: () => FileVersionsOnHold
})
