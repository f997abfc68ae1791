// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Metadata Cascade Policies: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { MetadataCascadePolicies, MetadataCascadePolicy } from "./schemas/MetadataCascadePolicies.ts"

export interface GetMetadataCascadePoliciesInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  readonly owner_enterprise_id?: string | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The index of the first entry. Default `0`. */
  readonly offset?: number | undefined
}

/**
 * Lists metadata cascade policies. `GET /metadata_cascade_policies`, safe to repeat. Pages by marker. Fails with
 * `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-metadata-cascade-policies/
 * @category operations
 * @since 0.1.0
 */
export const getMetadataCascadePolicies: Operation.PagedOperation<
  GetMetadataCascadePoliciesInput,
  MetadataCascadePolicy,
  MetadataCascadePolicies
> = /*#__PURE__*/ Operation.makePaged({
  name: "MetadataCascadePolicies.getMetadataCascadePolicies",
  method: "GET",
  path: "/metadata_cascade_policies",
  query: ["folder_id", "owner_enterprise_id", "marker", "offset"],
  paging: "marker",
  output: () => MetadataCascadePolicies
})

export interface CreateMetadataCascadePolicyInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  readonly scope: "global" | "enterprise"
  readonly templateKey: string
}

/**
 * Creates a metadata cascade policy. `POST /metadata_cascade_policies`. Not retried if the outcome of an attempt
 * is unknown. Fails with `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404), `BoxConflict` (409)
 * among others.
 *
 * @see https://developer.box.com/reference/post-metadata-cascade-policies/
 * @category operations
 * @since 0.1.0
 */
export const createMetadataCascadePolicy: Operation.Operation<CreateMetadataCascadePolicyInput, MetadataCascadePolicy> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataCascadePolicies.createMetadataCascadePolicy",
    method: "POST",
    path: "/metadata_cascade_policies",
    body: "json",
    output: () => MetadataCascadePolicy
  })

export interface GetMetadataCascadePolicyByIdInput {
  readonly metadata_cascade_policy_id: string
}

/**
 * Gets a metadata cascade policy by id. `GET /metadata_cascade_policies/{metadata_cascade_policy_id}`, safe to
 * repeat. Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-metadata-cascade-policies-id/
 * @category operations
 * @since 0.1.0
 */
export const getMetadataCascadePolicyById: Operation.Operation<
  GetMetadataCascadePolicyByIdInput,
  MetadataCascadePolicy
> = /*#__PURE__*/ Operation.make({
  name: "MetadataCascadePolicies.getMetadataCascadePolicyById",
  method: "GET",
  path: "/metadata_cascade_policies/{metadata_cascade_policy_id}",
  output: () => MetadataCascadePolicy
})

export interface DeleteMetadataCascadePolicyByIdInput {
  readonly metadata_cascade_policy_id: string
}

/**
 * Deletes a metadata cascade policy by id. `DELETE /metadata_cascade_policies/{metadata_cascade_policy_id}`, safe
 * to repeat. Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-metadata-cascade-policies-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteMetadataCascadePolicyById: Operation.Operation<DeleteMetadataCascadePolicyByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataCascadePolicies.deleteMetadataCascadePolicyById",
    method: "DELETE",
    path: "/metadata_cascade_policies/{metadata_cascade_policy_id}"
  })

export interface ApplyMetadataCascadePolicyInput {
  readonly metadata_cascade_policy_id: string
  readonly conflict_resolution: "none" | "overwrite"
}

/**
 * Applies a metadata cascade policy. `POST /metadata_cascade_policies/{metadata_cascade_policy_id}/apply`. Not
 * retried if the outcome of an attempt is unknown. Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/post-metadata-cascade-policies-id-apply/
 * @category operations
 * @since 0.1.0
 */
export const applyMetadataCascadePolicy: Operation.Operation<ApplyMetadataCascadePolicyInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataCascadePolicies.applyMetadataCascadePolicy",
    method: "POST",
    path: "/metadata_cascade_policies/{metadata_cascade_policy_id}/apply",
    body: "json"
  })
