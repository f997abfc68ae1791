// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Shield Information Barriers: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { EnterpriseBase, UserBase } from "./User.ts"

/** @see https://developer.box.com/reference/resources/shield-information-barrier/ */
export interface ShieldInformationBarrier {
  readonly id: string
  readonly type?: Open<"shield_information_barrier"> | null
  readonly enterprise?: EnterpriseBase | null
  readonly status?: Open<"draft" | "pending" | "disabled" | "enabled" | "invalid"> | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  readonly created_by?: UserBase | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly updated_at?: string | null
  readonly updated_by?: UserBase | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly enabled_at?: string | null
  readonly enabled_by?: UserBase | null
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/shield-information-barrier--base/
 */
export interface ShieldInformationBarrierBase {
  readonly id: string
  readonly type?: Open<"shield_information_barrier"> | null
}

/** @see https://developer.box.com/reference/resources/shield-information-barriers/ */
export interface ShieldInformationBarriers {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly entries?: ReadonlyArray<ShieldInformationBarrier> | null
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/shield-information-barrier--base/
 */
export interface ShieldInformationBarrierBaseInput {
  readonly id?: string | undefined
  readonly type?: "shield_information_barrier" | undefined
}

export const ShieldInformationBarrier: Lazy<ShieldInformationBarrier> = /*#__PURE__*/ lazy<ShieldInformationBarrier>(
  () =>
    Schema.Struct({
      id: Schema.String,
      type: maybe(Schema.String),
      enterprise: maybe(resolve(EnterpriseBase)),
      status: maybe(Schema.String),
      created_at: maybe(Schema.String),
      created_by: maybe(resolve(UserBase)),
      updated_at: maybe(Schema.String),
      updated_by: maybe(resolve(UserBase)),
      enabled_at: maybe(Schema.String),
      enabled_by: maybe(resolve(UserBase))
    })
)

export const ShieldInformationBarrierBase: Lazy<ShieldInformationBarrierBase> =
  /*#__PURE__*/ lazy<ShieldInformationBarrierBase>(() =>
    Schema.Struct({ id: Schema.String, type: maybe(Schema.String) })
  )

export const ShieldInformationBarriers: Lazy<ShieldInformationBarriers> = /*#__PURE__*/ lazy<ShieldInformationBarriers>(
  () =>
    Schema.Struct({
      limit: maybe(Schema.Number),
      next_marker: maybe(Schema.String),
      entries: maybe(Schema.Array(resolve(ShieldInformationBarrier)))
    })
)
