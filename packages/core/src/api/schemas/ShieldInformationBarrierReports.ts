// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Shield Information Barrier Reports: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { ShieldInformationBarrierBase } from "./ShieldInformationBarriers.ts"
import { UserBase } from "./User.ts"

/** @see https://developer.box.com/reference/resources/shield-information-barrier-reference/ */
export interface ShieldInformationBarrierReference {
  readonly shield_information_barrier?: ShieldInformationBarrierBase | null
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/shield-information-barrier-report--base/
 */
export interface ShieldInformationBarrierReportBase {
  readonly id: string
  readonly type?: Open<"shield_information_barrier_report"> | null
}

/** @see https://developer.box.com/reference/resources/shield-information-barrier-report/ */
export interface ShieldInformationBarrierReport extends ShieldInformationBarrierReportBase {
  readonly shield_information_barrier?: ShieldInformationBarrierReference | null
  readonly status?: Open<"pending" | "error" | "done" | "cancelled"> | null
  readonly details?: ShieldInformationBarrierReportDetails | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  readonly created_by?: UserBase | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly updated_at?: string | null
}

/** @see https://developer.box.com/reference/resources/shield-information-barrier-report-details/ */
export interface ShieldInformationBarrierReportDetails {
  readonly details?: {
    readonly folder_id?: string | null
  } | null
}

/** @see https://developer.box.com/reference/resources/shield-information-barrier-reports/ */
export interface ShieldInformationBarrierReports {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly entries?: ReadonlyArray<ShieldInformationBarrierReport> | null
}

const shieldInformationBarrierReportBaseProperties = () => ({ id: Schema.String, type: maybe(Schema.String) })

export const ShieldInformationBarrierReference: Lazy<ShieldInformationBarrierReference> =
  /*#__PURE__*/ lazy<ShieldInformationBarrierReference>(() =>
    Schema.Struct({ shield_information_barrier: maybe(resolve(ShieldInformationBarrierBase)) })
  )

export const ShieldInformationBarrierReportBase: Lazy<ShieldInformationBarrierReportBase> =
  /*#__PURE__*/ lazy<ShieldInformationBarrierReportBase>(() =>
    Schema.Struct(shieldInformationBarrierReportBaseProperties())
  )

export const ShieldInformationBarrierReport: Lazy<ShieldInformationBarrierReport> =
  /*#__PURE__*/ lazy<ShieldInformationBarrierReport>(() =>
    Schema.Struct({
      ...shieldInformationBarrierReportBaseProperties(),
      shield_information_barrier: maybe(resolve(ShieldInformationBarrierReference)),
      status: maybe(Schema.String),
      details: maybe(resolve(ShieldInformationBarrierReportDetails)),
      created_at: maybe(Schema.String),
      created_by: maybe(resolve(UserBase)),
      updated_at: maybe(Schema.String)
    })
  )

export const ShieldInformationBarrierReportDetails: Lazy<ShieldInformationBarrierReportDetails> =
  /*#__PURE__*/ lazy<ShieldInformationBarrierReportDetails>(() =>
    Schema.Struct({ details: maybe(Schema.Struct({ folder_id: maybe(Schema.String) })) })
  )

export const ShieldInformationBarrierReports: Lazy<ShieldInformationBarrierReports> =
  /*#__PURE__*/ lazy<ShieldInformationBarrierReports>(() =>
    Schema.Struct({
      limit: maybe(Schema.Number),
      next_marker: maybe(Schema.String),
      entries: maybe(Schema.Array(resolve(ShieldInformationBarrierReport)))
    })
  )
