// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Shield Information Barrier Segment Members: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import {
  ShieldInformationBarrierSegmentMember,
  ShieldInformationBarrierSegmentMembers
} from "./schemas/ShieldInformationBarrierSegmentMembers.ts"
import type { ShieldInformationBarrierBaseInput } from "./schemas/ShieldInformationBarriers.ts"
import type { UserBaseInput } from "./schemas/User.ts"

export interface GetShieldInformationBarrierSegmentMemberByIdInput {
  readonly shield_information_barrier_segment_member_id: string
}

/**
 * Gets a shield information barrier segment member by id. `GET
 * /shield_information_barrier_segment_members/{shield_information_barrier_segment_member_id}`, safe to repeat.
 * Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-shield-information-barrier-segment-members-id/
 * @category operations
 * @since 0.1.0
 */
export const getShieldInformationBarrierSegmentMemberById: Operation.Operation<
  GetShieldInformationBarrierSegmentMemberByIdInput,
  ShieldInformationBarrierSegmentMember
> = /*#__PURE__*/ Operation.make({
  name: "ShieldInformationBarrierSegmentMembers.getShieldInformationBarrierSegmentMemberById",
  method: "GET",
  path: "/shield_information_barrier_segment_members/{shield_information_barrier_segment_member_id}",
  output: () => ShieldInformationBarrierSegmentMember
})

export interface DeleteShieldInformationBarrierSegmentMemberByIdInput {
  readonly shield_information_barrier_segment_member_id: string
}

/**
 * Deletes a shield information barrier segment member by id. `DELETE
 * /shield_information_barrier_segment_members/{shield_information_barrier_segment_member_id}`, safe to repeat.
 * Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-shield-information-barrier-segment-members-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteShieldInformationBarrierSegmentMemberById: Operation.Operation<
  DeleteShieldInformationBarrierSegmentMemberByIdInput,
  void
> = /*#__PURE__*/ Operation.make({
  name: "ShieldInformationBarrierSegmentMembers.deleteShieldInformationBarrierSegmentMemberById",
  method: "DELETE",
  path: "/shield_information_barrier_segment_members/{shield_information_barrier_segment_member_id}"
})

export interface GetShieldInformationBarrierSegmentMembersInput {
  readonly shield_information_barrier_segment_id: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists shield information barrier segment members. `GET /shield_information_barrier_segment_members`, safe to
 * repeat. Pages by marker.
 *
 * @see https://developer.box.com/reference/get-shield-information-barrier-segment-members/
 * @category operations
 * @since 0.1.0
 */
export const getShieldInformationBarrierSegmentMembers: Operation.PagedOperation<
  GetShieldInformationBarrierSegmentMembersInput,
  ShieldInformationBarrierSegmentMember,
  ShieldInformationBarrierSegmentMembers
> = /*#__PURE__*/ Operation.makePaged({
  name: "ShieldInformationBarrierSegmentMembers.getShieldInformationBarrierSegmentMembers",
  method: "GET",
  path: "/shield_information_barrier_segment_members",
  query: ["shield_information_barrier_segment_id", "marker", "limit"],
  paging: "marker",
  output: () => ShieldInformationBarrierSegmentMembers
})

export interface CreateShieldInformationBarrierSegmentMemberInput {
  readonly type?: "shield_information_barrier_segment_member" | undefined
  readonly shield_information_barrier?: ShieldInformationBarrierBaseInput | undefined
  readonly shield_information_barrier_segment: {
    readonly id?: string | undefined
    readonly type?: "shield_information_barrier_segment" | undefined
  }
  readonly user: UserBaseInput
}

/**
 * Creates a shield information barrier segment member. `POST /shield_information_barrier_segment_members`. Not
 * retried if the outcome of an attempt is unknown. Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/post-shield-information-barrier-segment-members/
 * @category operations
 * @since 0.1.0
 */
export const createShieldInformationBarrierSegmentMember: Operation.Operation<
  CreateShieldInformationBarrierSegmentMemberInput,
  ShieldInformationBarrierSegmentMember
> = /*#__PURE__*/ Operation.make({
  name: "ShieldInformationBarrierSegmentMembers.createShieldInformationBarrierSegmentMember",
  method: "POST",
  path: "/shield_information_barrier_segment_members",
  body: "json",
  output: () => ShieldInformationBarrierSegmentMember
})
