// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Retention Policies: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import {
  RetentionPolicies,
  RetentionPolicy,
  type RetentionPolicyMaxExtensionLengthRequest
} from "./schemas/RetentionPolicies.ts"
import type { UserBaseInput, UserMiniInput } from "./schemas/User.ts"

export interface GetRetentionPoliciesInput {
  readonly policy_name?: string | undefined
  readonly policy_type?: "finite" | "indefinite" | undefined
  readonly created_by_user_id?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
}

/**
 * Lists retention policies. `GET /retention_policies`, safe to repeat. Pages by marker. Fails with `BoxBadRequest`
 * (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-retention-policies/
 * @category operations
 * @since 0.1.0
 */
export const getRetentionPolicies: Operation.PagedFieldsOperation<
  GetRetentionPoliciesInput,
  RetentionPolicy,
  RetentionPolicy,
  RetentionPolicies
> = /*#__PURE__*/ Makers.makePagedWithFields({
  name: "RetentionPolicies.getRetentionPolicies",
  method: "GET",
  path: "/retention_policies",
  query: ["fields", "policy_name", "policy_type", "created_by_user_id", "limit", "marker"],
  paging: "marker",
  output: () => RetentionPolicies
})

export interface CreateRetentionPolicyInput {
  readonly policy_name: string
  readonly description?: string | undefined
  readonly policy_type: "finite" | "indefinite"
  readonly disposition_action: "permanently_delete" | "remove_retention"
  readonly retention_length?: string | number | null | undefined
  readonly retention_type?: "modifiable" | "non_modifiable" | undefined
  readonly can_owner_extend_retention?: boolean | undefined
  readonly max_extension_length?: RetentionPolicyMaxExtensionLengthRequest | undefined
  readonly are_owners_notified?: boolean | undefined
  readonly custom_notification_recipients?: ReadonlyArray<UserMiniInput> | undefined
}

/**
 * Creates a retention policy. `POST /retention_policies`. Not retried if the outcome of an attempt is unknown.
 * Fails with `BoxBadRequest` (400), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-retention-policies/
 * @category operations
 * @since 0.1.0
 */
export const createRetentionPolicy: Operation.Operation<CreateRetentionPolicyInput, RetentionPolicy> =
  /*#__PURE__*/ Operation.make({
    name: "RetentionPolicies.createRetentionPolicy",
    method: "POST",
    path: "/retention_policies",
    body: "json",
    output: () => RetentionPolicy
  })

export interface GetRetentionPolicyByIdInput {
  readonly retention_policy_id: string
}

/**
 * Gets a retention policy by id. `GET /retention_policies/{retention_policy_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-retention-policies-id/
 * @category operations
 * @since 0.1.0
 */
export const getRetentionPolicyById: Operation.FieldsOperation<
  GetRetentionPolicyByIdInput,
  RetentionPolicy,
  RetentionPolicy
> = /*#__PURE__*/ Makers.makeWithFields({
  name: "RetentionPolicies.getRetentionPolicyById",
  method: "GET",
  path: "/retention_policies/{retention_policy_id}",
  query: ["fields"],
  output: () => RetentionPolicy
})

export interface UpdateRetentionPolicyByIdInput {
  readonly retention_policy_id: string
  readonly policy_name?: string | null | undefined
  readonly description?: string | null | undefined
  readonly disposition_action?: string | null | undefined
  readonly retention_type?: string | null | undefined
  readonly retention_length?: string | number | null | undefined
  readonly status?: string | null | undefined
  readonly can_owner_extend_retention?: boolean | null | undefined
  readonly max_extension_length?: RetentionPolicyMaxExtensionLengthRequest | undefined
  readonly are_owners_notified?: boolean | null | undefined
  readonly custom_notification_recipients?: ReadonlyArray<UserBaseInput> | null | undefined
}

/**
 * Updates a retention policy by id. `PUT /retention_policies/{retention_policy_id}`, safe to repeat. Fails with
 * `BoxBadRequest` (400), `BoxForbidden` (403), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/put-retention-policies-id/
 * @category operations
 * @since 0.1.0
 */
export const updateRetentionPolicyById: Operation.Operation<UpdateRetentionPolicyByIdInput, RetentionPolicy> =
  /*#__PURE__*/ Operation.make({
    name: "RetentionPolicies.updateRetentionPolicyById",
    method: "PUT",
    path: "/retention_policies/{retention_policy_id}",
    body: "json",
    output: () => RetentionPolicy
  })

export interface DeleteRetentionPolicyByIdInput {
  readonly retention_policy_id: string
}

/**
 * Deletes a retention policy by id. `DELETE /retention_policies/{retention_policy_id}`, safe to repeat. Fails with
 * `BoxForbidden` (403), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-retention-policies-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteRetentionPolicyById: Operation.Operation<DeleteRetentionPolicyByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "RetentionPolicies.deleteRetentionPolicyById",
    method: "DELETE",
    path: "/retention_policies/{retention_policy_id}"
  })
