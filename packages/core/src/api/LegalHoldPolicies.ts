// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Legal Hold Policies: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { LegalHoldPolicies, LegalHoldPolicy } from "./schemas/LegalHoldPolicies.ts"

export interface GetLegalHoldPoliciesInput {
  readonly policy_name?: string | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists legal hold policies. `GET /legal_hold_policies`, safe to repeat. Pages by marker.
 *
 * @see https://developer.box.com/reference/get-legal-hold-policies/
 * @category operations
 * @since 0.1.0
 */
export const getLegalHoldPolicies: Operation.PagedFieldsOperation<
  GetLegalHoldPoliciesInput,
  LegalHoldPolicy,
  LegalHoldPolicy,
  LegalHoldPolicies
> = /*#__PURE__*/ Makers.makePagedWithFields({
  name: "LegalHoldPolicies.getLegalHoldPolicies",
  method: "GET",
  path: "/legal_hold_policies",
  query: ["fields", "policy_name", "marker", "limit"],
  paging: "marker",
  output: () => LegalHoldPolicies
})

export interface CreateLegalHoldPolicyInput {
  /** Up to 254 characters. */
  readonly policy_name: string
  /** Up to 500 characters. */
  readonly description?: string | undefined
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. Up to 500 characters. */
  readonly filter_started_at?: Operation.Time | undefined
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. Up to 500 characters. */
  readonly filter_ended_at?: Operation.Time | undefined
  readonly is_ongoing?: boolean | undefined
}

/**
 * Creates a legal hold policy. `POST /legal_hold_policies`. Not retried if the outcome of an attempt is unknown.
 * Fails with `BoxBadRequest` (400), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-legal-hold-policies/
 * @category operations
 * @since 0.1.0
 */
export const createLegalHoldPolicy: Operation.Operation<CreateLegalHoldPolicyInput, LegalHoldPolicy> =
  /*#__PURE__*/ Operation.make({
    name: "LegalHoldPolicies.createLegalHoldPolicy",
    method: "POST",
    path: "/legal_hold_policies",
    times: ["filter_started_at", "filter_ended_at"],
    body: "json",
    output: () => LegalHoldPolicy
  })

export interface GetLegalHoldPolicyByIdInput {
  readonly legal_hold_policy_id: string
}

/**
 * Gets a legal hold policy by id. `GET /legal_hold_policies/{legal_hold_policy_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-legal-hold-policies-id/
 * @category operations
 * @since 0.1.0
 */
export const getLegalHoldPolicyById: Operation.Operation<GetLegalHoldPolicyByIdInput, LegalHoldPolicy> =
  /*#__PURE__*/ Operation.make({
    name: "LegalHoldPolicies.getLegalHoldPolicyById",
    method: "GET",
    path: "/legal_hold_policies/{legal_hold_policy_id}",
    output: () => LegalHoldPolicy
  })

export interface UpdateLegalHoldPolicyByIdInput {
  readonly legal_hold_policy_id: string
  /** Up to 254 characters. */
  readonly policy_name?: string | undefined
  /** Up to 500 characters. */
  readonly description?: string | undefined
  /** Up to 500 characters. */
  readonly release_notes?: string | undefined
}

/**
 * Updates a legal hold policy by id. `PUT /legal_hold_policies/{legal_hold_policy_id}`, safe to repeat. Fails with
 * `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/put-legal-hold-policies-id/
 * @category operations
 * @since 0.1.0
 */
export const updateLegalHoldPolicyById: Operation.Operation<UpdateLegalHoldPolicyByIdInput, LegalHoldPolicy> =
  /*#__PURE__*/ Operation.make({
    name: "LegalHoldPolicies.updateLegalHoldPolicyById",
    method: "PUT",
    path: "/legal_hold_policies/{legal_hold_policy_id}",
    body: "json",
    output: () => LegalHoldPolicy
  })

export interface DeleteLegalHoldPolicyByIdInput {
  readonly legal_hold_policy_id: string
}

/**
 * Deletes a legal hold policy by id. `DELETE /legal_hold_policies/{legal_hold_policy_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-legal-hold-policies-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteLegalHoldPolicyById: Operation.Operation<DeleteLegalHoldPolicyByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "LegalHoldPolicies.deleteLegalHoldPolicyById",
    method: "DELETE",
    path: "/legal_hold_policies/{legal_hold_policy_id}"
  })
