// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Shield Information Barrier Segments: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import {
  ShieldInformationBarrierSegment,
  ShieldInformationBarrierSegments
} from "./schemas/ShieldInformationBarrierSegments.ts"
import type { ShieldInformationBarrierBaseInput } from "./schemas/ShieldInformationBarriers.ts"

export interface GetShieldInformationBarrierSegmentByIdInput {
  readonly shield_information_barrier_segment_id: string
}

/**
 * Gets a shield information barrier segment by id. `GET
 * /shield_information_barrier_segments/{shield_information_barrier_segment_id}`, safe to repeat. Fails with
 * `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-shield-information-barrier-segments-id/
 * @category operations
 * @since 0.1.0
 */
export const getShieldInformationBarrierSegmentById: Operation.Operation<
  GetShieldInformationBarrierSegmentByIdInput,
  ShieldInformationBarrierSegment
> = /*#__PURE__*/ Operation.make({
  name: "ShieldInformationBarrierSegments.getShieldInformationBarrierSegmentById",
  method: "GET",
  path: "/shield_information_barrier_segments/{shield_information_barrier_segment_id}",
  output: () => ShieldInformationBarrierSegment
})

export interface DeleteShieldInformationBarrierSegmentByIdInput {
  readonly shield_information_barrier_segment_id: string
}

/**
 * Deletes a shield information barrier segment by id. `DELETE
 * /shield_information_barrier_segments/{shield_information_barrier_segment_id}`, safe to repeat. Fails with
 * `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-shield-information-barrier-segments-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteShieldInformationBarrierSegmentById: Operation.Operation<
  DeleteShieldInformationBarrierSegmentByIdInput,
  void
> = /*#__PURE__*/ Operation.make({
  name: "ShieldInformationBarrierSegments.deleteShieldInformationBarrierSegmentById",
  method: "DELETE",
  path: "/shield_information_barrier_segments/{shield_information_barrier_segment_id}"
})

export interface UpdateShieldInformationBarrierSegmentByIdInput {
  readonly shield_information_barrier_segment_id: string
  readonly name?: string | undefined
  readonly description?: string | null | undefined
}

/**
 * Updates a shield information barrier segment by id. `PUT
 * /shield_information_barrier_segments/{shield_information_barrier_segment_id}`, safe to repeat. Fails with
 * `BoxNotFound` (404), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/put-shield-information-barrier-segments-id/
 * @category operations
 * @since 0.1.0
 */
export const updateShieldInformationBarrierSegmentById: Operation.Operation<
  UpdateShieldInformationBarrierSegmentByIdInput,
  ShieldInformationBarrierSegment
> = /*#__PURE__*/ Operation.make({
  name: "ShieldInformationBarrierSegments.updateShieldInformationBarrierSegmentById",
  method: "PUT",
  path: "/shield_information_barrier_segments/{shield_information_barrier_segment_id}",
  body: "json",
  output: () => ShieldInformationBarrierSegment
})

export interface GetShieldInformationBarrierSegmentsInput {
  readonly shield_information_barrier_id: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists shield information barrier segments. `GET /shield_information_barrier_segments`, safe to repeat. Pages by
 * marker. Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-shield-information-barrier-segments/
 * @category operations
 * @since 0.1.0
 */
export const getShieldInformationBarrierSegments: Operation.PagedOperation<
  GetShieldInformationBarrierSegmentsInput,
  ShieldInformationBarrierSegment,
  ShieldInformationBarrierSegments
> = /*#__PURE__*/ Operation.makePaged({
  name: "ShieldInformationBarrierSegments.getShieldInformationBarrierSegments",
  method: "GET",
  path: "/shield_information_barrier_segments",
  query: ["shield_information_barrier_id", "marker", "limit"],
  paging: "marker",
  output: () => ShieldInformationBarrierSegments
})

export interface CreateShieldInformationBarrierSegmentInput {
  readonly shield_information_barrier: ShieldInformationBarrierBaseInput
  readonly name: string
  readonly description?: string | undefined
}

/**
 * Creates a shield information barrier segment. `POST /shield_information_barrier_segments`. Not retried if the
 * outcome of an attempt is unknown. Fails with `BoxNotFound` (404), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-shield-information-barrier-segments/
 * @category operations
 * @since 0.1.0
 */
export const createShieldInformationBarrierSegment: Operation.Operation<
  CreateShieldInformationBarrierSegmentInput,
  ShieldInformationBarrierSegment
> = /*#__PURE__*/ Operation.make({
  name: "ShieldInformationBarrierSegments.createShieldInformationBarrierSegment",
  method: "POST",
  path: "/shield_information_barrier_segments",
  body: "json",
  output: () => ShieldInformationBarrierSegment
})
