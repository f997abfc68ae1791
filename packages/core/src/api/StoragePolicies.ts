// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Storage Policies: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { StoragePolicies, StoragePolicy } from "./schemas/StoragePolicies.ts"

export interface GetStoragePoliciesInput {
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists storage policies. `GET /storage_policies`, safe to repeat. Pages by marker.
 *
 * @see https://developer.box.com/reference/get-storage-policies/
 * @category operations
 * @since 0.1.0
 */
export const getStoragePolicies: Operation.PagedFieldsOperation<
  GetStoragePoliciesInput,
  StoragePolicy,
  StoragePolicy,
  StoragePolicies
> = /*#__PURE__*/ Makers.makePagedWithFields({
  name: "StoragePolicies.getStoragePolicies",
  method: "GET",
  path: "/storage_policies",
  query: ["fields", "marker", "limit"],
  paging: "marker",
  output: () => StoragePolicies
})

export interface GetStoragePolicyByIdInput {
  readonly storage_policy_id: string
}

/**
 * Gets a storage policy by id. `GET /storage_policies/{storage_policy_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-storage-policies-id/
 * @category operations
 * @since 0.1.0
 */
export const getStoragePolicyById: Operation.Operation<GetStoragePolicyByIdInput, StoragePolicy> =
  /*#__PURE__*/ Operation.make({
    name: "StoragePolicies.getStoragePolicyById",
    method: "GET",
    path: "/storage_policies/{storage_policy_id}",
    output: () => StoragePolicy
  })
