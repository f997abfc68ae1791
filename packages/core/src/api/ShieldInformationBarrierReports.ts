// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Shield Information Barrier Reports: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import {
  ShieldInformationBarrierReport,
  ShieldInformationBarrierReports
} from "./schemas/ShieldInformationBarrierReports.ts"
import type { ShieldInformationBarrierBaseInput } from "./schemas/ShieldInformationBarriers.ts"

export interface GetShieldInformationBarrierReportsInput {
  readonly shield_information_barrier_id: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists shield information barrier reports. `GET /shield_information_barrier_reports`, safe to repeat. Pages by
 * marker. Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-shield-information-barrier-reports/
 * @category operations
 * @since 0.1.0
 */
export const getShieldInformationBarrierReports: Operation.PagedOperation<
  GetShieldInformationBarrierReportsInput,
  ShieldInformationBarrierReport,
  ShieldInformationBarrierReports
> = /*#__PURE__*/ Operation.makePaged({
  name: "ShieldInformationBarrierReports.getShieldInformationBarrierReports",
  method: "GET",
  path: "/shield_information_barrier_reports",
  query: ["shield_information_barrier_id", "marker", "limit"],
  paging: "marker",
  output: () => ShieldInformationBarrierReports
})

export interface CreateShieldInformationBarrierReportInput {
  readonly shield_information_barrier?: ShieldInformationBarrierBaseInput | undefined
}

/**
 * Creates a shield information barrier report. `POST /shield_information_barrier_reports`. Not retried if the
 * outcome of an attempt is unknown. Fails with `BoxNotFound` (404), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-shield-information-barrier-reports/
 * @category operations
 * @since 0.1.0
 */
export const createShieldInformationBarrierReport: Operation.Operation<
  CreateShieldInformationBarrierReportInput,
  ShieldInformationBarrierReport
> = /*#__PURE__*/ Operation.make({
  name: "ShieldInformationBarrierReports.createShieldInformationBarrierReport",
  method: "POST",
  path: "/shield_information_barrier_reports",
  body: "json",
  output: () => ShieldInformationBarrierReport
})

export interface GetShieldInformationBarrierReportByIdInput {
  readonly shield_information_barrier_report_id: string
}

/**
 * Gets a shield information barrier report by id. `GET
 * /shield_information_barrier_reports/{shield_information_barrier_report_id}`, safe to repeat. Fails with
 * `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-shield-information-barrier-reports-id/
 * @category operations
 * @since 0.1.0
 */
export const getShieldInformationBarrierReportById: Operation.Operation<
  GetShieldInformationBarrierReportByIdInput,
  ShieldInformationBarrierReport
> = /*#__PURE__*/ Operation.make({
  name: "ShieldInformationBarrierReports.getShieldInformationBarrierReportById",
  method: "GET",
  path: "/shield_information_barrier_reports/{shield_information_barrier_report_id}",
  output: () => ShieldInformationBarrierReport
})
