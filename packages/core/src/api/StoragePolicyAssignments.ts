// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Storage Policy Assignments: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { StoragePolicyAssignment, StoragePolicyAssignments } from "./schemas/StoragePolicyAssignments.ts"

export interface GetStoragePolicyAssignmentsInput {
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  readonly resolved_for_type: "user" | "enterprise"
  readonly resolved_for_id: string
}

/**
 * Lists storage policy assignments. `GET /storage_policy_assignments`, safe to repeat. Pages by marker.
 *
 * @see https://developer.box.com/reference/get-storage-policy-assignments/
 * @category operations
 * @since 0.1.0
 */
export const getStoragePolicyAssignments: Operation.PagedOperation<
  GetStoragePolicyAssignmentsInput,
  StoragePolicyAssignment,
  StoragePolicyAssignments
> = /*#__PURE__*/ Operation.makePaged({
  name: "StoragePolicyAssignments.getStoragePolicyAssignments",
  method: "GET",
  path: "/storage_policy_assignments",
  query: ["marker", "resolved_for_type", "resolved_for_id"],
  paging: "marker",
  output: () => StoragePolicyAssignments
})

export interface CreateStoragePolicyAssignmentInput {
  readonly storage_policy: {
    readonly type: "storage_policy"
    readonly id: string
  }
  readonly assigned_to: {
    readonly type: "user" | "enterprise"
    readonly id: string
  }
}

/**
 * Creates a storage policy assignment. `POST /storage_policy_assignments`. Not retried if the outcome of an
 * attempt is unknown.
 *
 * @see https://developer.box.com/reference/post-storage-policy-assignments/
 * @category operations
 * @since 0.1.0
 */
export const createStoragePolicyAssignment: Operation.Operation<
  CreateStoragePolicyAssignmentInput,
  StoragePolicyAssignment
> = /*#__PURE__*/ Operation.make({
  name: "StoragePolicyAssignments.createStoragePolicyAssignment",
  method: "POST",
  path: "/storage_policy_assignments",
  body: "json",
  output: () => StoragePolicyAssignment
})

export interface GetStoragePolicyAssignmentByIdInput {
  readonly storage_policy_assignment_id: string
}

/**
 * Gets a storage policy assignment by id. `GET /storage_policy_assignments/{storage_policy_assignment_id}`, safe
 * to repeat.
 *
 * @see https://developer.box.com/reference/get-storage-policy-assignments-id/
 * @category operations
 * @since 0.1.0
 */
export const getStoragePolicyAssignmentById: Operation.Operation<
  GetStoragePolicyAssignmentByIdInput,
  StoragePolicyAssignment
> = /*#__PURE__*/ Operation.make({
  name: "StoragePolicyAssignments.getStoragePolicyAssignmentById",
  method: "GET",
  path: "/storage_policy_assignments/{storage_policy_assignment_id}",
  output: () => StoragePolicyAssignment
})

export interface UpdateStoragePolicyAssignmentByIdInput {
  readonly storage_policy_assignment_id: string
  readonly storage_policy: {
    readonly type: "storage_policy"
    readonly id: string
  }
}

/**
 * Updates a storage policy assignment by id. `PUT /storage_policy_assignments/{storage_policy_assignment_id}`,
 * safe to repeat.
 *
 * @see https://developer.box.com/reference/put-storage-policy-assignments-id/
 * @category operations
 * @since 0.1.0
 */
export const updateStoragePolicyAssignmentById: Operation.Operation<
  UpdateStoragePolicyAssignmentByIdInput,
  StoragePolicyAssignment
> = /*#__PURE__*/ Operation.make({
  name: "StoragePolicyAssignments.updateStoragePolicyAssignmentById",
  method: "PUT",
  path: "/storage_policy_assignments/{storage_policy_assignment_id}",
  body: "json",
  output: () => StoragePolicyAssignment
})

export interface DeleteStoragePolicyAssignmentByIdInput {
  readonly storage_policy_assignment_id: string
}

/**
 * Deletes a storage policy assignment by id. `DELETE /storage_policy_assignments/{storage_policy_assignment_id}`,
 * safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-storage-policy-assignments-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteStoragePolicyAssignmentById: Operation.Operation<DeleteStoragePolicyAssignmentByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "StoragePolicyAssignments.deleteStoragePolicyAssignmentById",
    method: "DELETE",
    path: "/storage_policy_assignments/{storage_policy_assignment_id}"
  })
