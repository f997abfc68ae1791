// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Shield Information Barrier Segment Restrictions: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import {
  ShieldInformationBarrierSegmentRestriction,
  ShieldInformationBarrierSegmentRestrictions
} from "./schemas/ShieldInformationBarrierSegmentRestrictions.ts"
import type { ShieldInformationBarrierBaseInput } from "./schemas/ShieldInformationBarriers.ts"

export interface GetShieldInformationBarrierSegmentRestrictionByIdInput {
  readonly shield_information_barrier_segment_restriction_id: string
}

/**
 * Gets a shield information barrier segment restriction by id. `GET
 * /shield_information_barrier_segment_restrictions/{shield_information_barrier_segment_restriction_id}`, safe to
 * repeat. Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-shield-information-barrier-segment-restrictions-id/
 * @category operations
 * @since 0.1.0
 */
export const getShieldInformationBarrierSegmentRestrictionById: Operation.Operation<
  GetShieldInformationBarrierSegmentRestrictionByIdInput,
  ShieldInformationBarrierSegmentRestriction
> = /*#__PURE__*/ Operation.make({
  name: "ShieldInformationBarrierSegmentRestrictions.getShieldInformationBarrierSegmentRestrictionById",
  method: "GET",
  path: "/shield_information_barrier_segment_restrictions/{shield_information_barrier_segment_restriction_id}",
  output: () => ShieldInformationBarrierSegmentRestriction
})

export interface DeleteShieldInformationBarrierSegmentRestrictionByIdInput {
  readonly shield_information_barrier_segment_restriction_id: string
}

/**
 * Deletes a shield information barrier segment restriction by id. `DELETE
 * /shield_information_barrier_segment_restrictions/{shield_information_barrier_segment_restriction_id}`, safe to
 * repeat. Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-shield-information-barrier-segment-restrictions-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteShieldInformationBarrierSegmentRestrictionById: Operation.Operation<
  DeleteShieldInformationBarrierSegmentRestrictionByIdInput,
  void
> = /*#__PURE__*/ Operation.make({
  name: "ShieldInformationBarrierSegmentRestrictions.deleteShieldInformationBarrierSegmentRestrictionById",
  method: "DELETE",
  path: "/shield_information_barrier_segment_restrictions/{shield_information_barrier_segment_restriction_id}"
})

export interface GetShieldInformationBarrierSegmentRestrictionsInput {
  readonly shield_information_barrier_segment_id: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists shield information barrier segment restrictions. `GET /shield_information_barrier_segment_restrictions`,
 * safe to repeat. Pages by marker.
 *
 * @see https://developer.box.com/reference/get-shield-information-barrier-segment-restrictions/
 * @category operations
 * @since 0.1.0
 */
export const getShieldInformationBarrierSegmentRestrictions: Operation.PagedOperation<
  GetShieldInformationBarrierSegmentRestrictionsInput,
  ShieldInformationBarrierSegmentRestriction,
  ShieldInformationBarrierSegmentRestrictions
> = /*#__PURE__*/ Operation.makePaged({
  name: "ShieldInformationBarrierSegmentRestrictions.getShieldInformationBarrierSegmentRestrictions",
  method: "GET",
  path: "/shield_information_barrier_segment_restrictions",
  query: ["shield_information_barrier_segment_id", "marker", "limit"],
  paging: "marker",
  output: () => ShieldInformationBarrierSegmentRestrictions
})

export interface CreateShieldInformationBarrierSegmentRestrictionInput {
  readonly type: "shield_information_barrier_segment_restriction"
  readonly shield_information_barrier?: ShieldInformationBarrierBaseInput | undefined
  readonly shield_information_barrier_segment: {
    readonly id?: string | undefined
    readonly type?: "shield_information_barrier_segment" | undefined
  }
  readonly restricted_segment: {
    readonly id?: string | undefined
    readonly type?: "shield_information_barrier_segment" | undefined
  }
}

/**
 * Creates a shield information barrier segment restriction. `POST
 * /shield_information_barrier_segment_restrictions`. Not retried if the outcome of an attempt is unknown. Fails
 * with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/post-shield-information-barrier-segment-restrictions/
 * @category operations
 * @since 0.1.0
 */
export const createShieldInformationBarrierSegmentRestriction: Operation.Operation<
  CreateShieldInformationBarrierSegmentRestrictionInput,
  ShieldInformationBarrierSegmentRestriction
> = /*#__PURE__*/ Operation.make({
  name: "ShieldInformationBarrierSegmentRestrictions.createShieldInformationBarrierSegmentRestriction",
  method: "POST",
  path: "/shield_information_barrier_segment_restrictions",
  body: "json",
  output: () => ShieldInformationBarrierSegmentRestriction
})
