// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Retention Policy Assignments: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import type { FileMini } from "./schemas/Item.ts"
import {
  FilesUnderRetention,
  RetentionPolicyAssignment,
  RetentionPolicyAssignments
} from "./schemas/RetentionPolicyAssignments.ts"

export interface GetRetentionPolicyAssignmentsInput {
  readonly retention_policy_id: string
  readonly type?: "folder" | "enterprise" | "metadata_template" | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists retention policy assignments. `GET /retention_policies/{retention_policy_id}/assignments`, safe to repeat.
 * Pages by marker. Fails with `BoxBadRequest` (400) among others.
 *
 * @see https://developer.box.com/reference/get-retention-policies-id-assignments/
 * @category operations
 * @since 0.1.0
 */
export const getRetentionPolicyAssignments: Operation.PagedFieldsOperation<
  GetRetentionPolicyAssignmentsInput,
  RetentionPolicyAssignment,
  RetentionPolicyAssignment,
  RetentionPolicyAssignments
> = /*#__PURE__*/ Makers.makePagedWithFields({
  name: "RetentionPolicyAssignments.getRetentionPolicyAssignments",
  method: "GET",
  path: "/retention_policies/{retention_policy_id}/assignments",
  query: ["fields", "type", "marker", "limit"],
  paging: "marker",
  output: () => RetentionPolicyAssignments
})

export interface CreateRetentionPolicyAssignmentInput {
  readonly policy_id: string
  readonly assign_to: {
    readonly type: "enterprise" | "folder" | "metadata_template"
    readonly id?: string | null | undefined
  }
  readonly filter_fields?:
    | ReadonlyArray<{
        readonly field?: string | undefined
        readonly value?: string | undefined
      }>
    | undefined
  readonly start_date_field?: string | undefined
}

/**
 * Creates a retention policy assignment. `POST /retention_policy_assignments`. Not retried if the outcome of an
 * attempt is unknown. Fails with `BoxBadRequest` (400), `BoxNotFound` (404), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-retention-policy-assignments/
 * @category operations
 * @since 0.1.0
 */
export const createRetentionPolicyAssignment: Operation.Operation<
  CreateRetentionPolicyAssignmentInput,
  RetentionPolicyAssignment
> = /*#__PURE__*/ Operation.make({
  name: "RetentionPolicyAssignments.createRetentionPolicyAssignment",
  method: "POST",
  path: "/retention_policy_assignments",
  body: "json",
  output: () => RetentionPolicyAssignment
})

export interface GetRetentionPolicyAssignmentByIdInput {
  readonly retention_policy_assignment_id: string
}

/**
 * Gets a retention policy assignment by id. `GET /retention_policy_assignments/{retention_policy_assignment_id}`,
 * safe to repeat.
 *
 * @see https://developer.box.com/reference/get-retention-policy-assignments-id/
 * @category operations
 * @since 0.1.0
 */
export const getRetentionPolicyAssignmentById: Operation.FieldsOperation<
  GetRetentionPolicyAssignmentByIdInput,
  RetentionPolicyAssignment,
  RetentionPolicyAssignment
> = /*#__PURE__*/ Makers.makeWithFields({
  name: "RetentionPolicyAssignments.getRetentionPolicyAssignmentById",
  method: "GET",
  path: "/retention_policy_assignments/{retention_policy_assignment_id}",
  query: ["fields"],
  output: () => RetentionPolicyAssignment
})

export interface DeleteRetentionPolicyAssignmentByIdInput {
  readonly retention_policy_assignment_id: string
}

/**
 * Deletes a retention policy assignment by id. `DELETE
 * /retention_policy_assignments/{retention_policy_assignment_id}`, safe to repeat. Fails with `BoxForbidden`
 * (403), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-retention-policy-assignments-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteRetentionPolicyAssignmentById: Operation.Operation<DeleteRetentionPolicyAssignmentByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "RetentionPolicyAssignments.deleteRetentionPolicyAssignmentById",
    method: "DELETE",
    path: "/retention_policy_assignments/{retention_policy_assignment_id}"
  })

export interface GetFilesUnderRetentionPolicyAssignmentInput {
  readonly retention_policy_assignment_id: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists the files that an assignment retains. `GET
 * /retention_policy_assignments/{retention_policy_assignment_id}/files_under_retention`, safe to repeat. Pages by
 * marker. Fails with `BoxBadRequest` (400) among others.
 *
 * @see https://developer.box.com/reference/get-retention-policy-assignments-id-files-under-retention/
 * @category operations
 * @since 0.1.0
 */
export const getFilesUnderRetentionPolicyAssignment: Operation.PagedOperation<
  GetFilesUnderRetentionPolicyAssignmentInput,
  FileMini,
  FilesUnderRetention
> = /*#__PURE__*/ Operation.makePaged({
  name: "RetentionPolicyAssignments.getFilesUnderRetentionPolicyAssignment",
  method: "GET",
  path: "/retention_policy_assignments/{retention_policy_assignment_id}/files_under_retention",
  query: ["marker", "limit"],
  paging: "marker",
  output: () => FilesUnderRetention
})

export interface GetFileVersionsUnderRetentionByRetentionPolicyAssignmentIdInput {
  readonly retention_policy_assignment_id: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists the versions of files that an assignment retains. `GET
 * /retention_policy_assignments/{retention_policy_assignment_id}/file_versions_under_retention`, safe to repeat.
 * Pages by marker. Fails with `BoxBadRequest` (400) among others.
 *
 * @see https://developer.box.com/reference/get-retention-policy-assignments-id-file-versions-under-retention/
 * @category operations
 * @since 0.1.0
 */
export const getFileVersionsUnderRetentionByRetentionPolicyAssignmentId: Operation.PagedOperation<
  GetFileVersionsUnderRetentionByRetentionPolicyAssignmentIdInput,
  FileMini,
  FilesUnderRetention
> = /*#__PURE__*/ Operation.makePaged({
  name: "RetentionPolicyAssignments.getFileVersionsUnderRetentionByRetentionPolicyAssignmentId",
  method: "GET",
  path: "/retention_policy_assignments/{retention_policy_assignment_id}/file_versions_under_retention",
  query: ["marker", "limit"],
  paging: "marker",
  output: () => FilesUnderRetention
})
