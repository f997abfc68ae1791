// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Shield Information Barriers: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { ShieldInformationBarrier, ShieldInformationBarriers } from "./schemas/ShieldInformationBarriers.ts"
import type { EnterpriseBaseInput } from "./schemas/User.ts"

export interface GetShieldInformationBarrierByIdInput {
  readonly shield_information_barrier_id: string
}

/**
 * Gets a shield information barrier by id. `GET /shield_information_barriers/{shield_information_barrier_id}`,
 * safe to repeat. Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-shield-information-barriers-id/
 * @category operations
 * @since 0.1.0
 */
export const getShieldInformationBarrierById: Operation.Operation<
  GetShieldInformationBarrierByIdInput,
  ShieldInformationBarrier
> = /*#__PURE__*/ Operation.make({
  name: "ShieldInformationBarriers.getShieldInformationBarrierById",
  method: "GET",
  path: "/shield_information_barriers/{shield_information_barrier_id}",
  output: () => ShieldInformationBarrier
})

export interface UpdateShieldInformationBarrierStatusInput {
  readonly id: string
  readonly status: "pending" | "disabled"
}

/**
 * Updates a shield information barrier status. `POST /shield_information_barriers/change_status`. Not retried if
 * the outcome of an attempt is unknown. Fails with `BoxNotFound` (404), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-shield-information-barriers-change-status/
 * @category operations
 * @since 0.1.0
 */
export const updateShieldInformationBarrierStatus: Operation.Operation<
  UpdateShieldInformationBarrierStatusInput,
  ShieldInformationBarrier
> = /*#__PURE__*/ Operation.make({
  name: "ShieldInformationBarriers.updateShieldInformationBarrierStatus",
  method: "POST",
  path: "/shield_information_barriers/change_status",
  body: "json",
  output: () => ShieldInformationBarrier
})

export interface GetShieldInformationBarriersInput {
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists shield information barriers. `GET /shield_information_barriers`, safe to repeat. Pages by marker. Fails
 * with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-shield-information-barriers/
 * @category operations
 * @since 0.1.0
 */
export const getShieldInformationBarriers: Operation.PagedOperation<
  GetShieldInformationBarriersInput,
  ShieldInformationBarrier,
  ShieldInformationBarriers
> = /*#__PURE__*/ Operation.makePaged({
  name: "ShieldInformationBarriers.getShieldInformationBarriers",
  method: "GET",
  path: "/shield_information_barriers",
  query: ["marker", "limit"],
  paging: "marker",
  output: () => ShieldInformationBarriers
})

export interface CreateShieldInformationBarrierInput {
  readonly enterprise: EnterpriseBaseInput
}

/**
 * Creates a shield information barrier. `POST /shield_information_barriers`. Not retried if the outcome of an
 * attempt is unknown. Fails with `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/post-shield-information-barriers/
 * @category operations
 * @since 0.1.0
 */
export const createShieldInformationBarrier: Operation.Operation<
  CreateShieldInformationBarrierInput,
  ShieldInformationBarrier
> = /*#__PURE__*/ Operation.make({
  name: "ShieldInformationBarriers.createShieldInformationBarrier",
  method: "POST",
  path: "/shield_information_barriers",
  body: "json",
  output: () => ShieldInformationBarrier
})
