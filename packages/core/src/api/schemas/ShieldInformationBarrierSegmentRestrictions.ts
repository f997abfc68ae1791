// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Shield Information Barrier Segment Restrictions: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { ShieldInformationBarrierBase } from "./ShieldInformationBarriers.ts"
import { UserBase } from "./User.ts"

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/shield-information-barrier-segment-restriction--base/
 */
export interface ShieldInformationBarrierSegmentRestrictionBase {
  readonly type?: Open<"shield_information_barrier_segment_restriction"> | null
  readonly id: string
}

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/shield-information-barrier-segment-restriction--mini/
 */
export interface ShieldInformationBarrierSegmentRestrictionMini extends ShieldInformationBarrierSegmentRestrictionBase {
  readonly shield_information_barrier_segment?: {
    readonly id?: string | null
    readonly type?: Open<"shield_information_barrier_segment"> | null
  } | null
  readonly restricted_segment?: {
    readonly id?: string | null
    readonly type?: Open<"shield_information_barrier_segment"> | null
  } | null
}

/** @see https://developer.box.com/reference/resources/shield-information-barrier-segment-restriction/ */
export interface ShieldInformationBarrierSegmentRestriction extends ShieldInformationBarrierSegmentRestrictionMini {
  readonly shield_information_barrier?: ShieldInformationBarrierBase | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  readonly created_by?: UserBase | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly updated_at?: string | null
  readonly updated_by?: UserBase | null
}

/** @see https://developer.box.com/reference/resources/shield-information-barrier-segment-restrictions/ */
export interface ShieldInformationBarrierSegmentRestrictions {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly entries?: ReadonlyArray<ShieldInformationBarrierSegmentRestriction> | null
}

const shieldInformationBarrierSegmentRestrictionBaseProperties = () => ({
  type: maybe(Schema.String),
  id: Schema.String
})

const shieldInformationBarrierSegmentRestrictionMiniProperties = () => ({
  ...shieldInformationBarrierSegmentRestrictionBaseProperties(),
  shield_information_barrier_segment: maybe(Schema.Struct({ id: maybe(Schema.String), type: maybe(Schema.String) })),
  restricted_segment: maybe(Schema.Struct({ id: maybe(Schema.String), type: maybe(Schema.String) }))
})

export const ShieldInformationBarrierSegmentRestrictionBase: Lazy<ShieldInformationBarrierSegmentRestrictionBase> =
  /*#__PURE__*/ lazy<ShieldInformationBarrierSegmentRestrictionBase>(() =>
    Schema.Struct(shieldInformationBarrierSegmentRestrictionBaseProperties())
  )

export const ShieldInformationBarrierSegmentRestrictionMini: Lazy<ShieldInformationBarrierSegmentRestrictionMini> =
  /*#__PURE__*/ lazy<ShieldInformationBarrierSegmentRestrictionMini>(() =>
    Schema.Struct(shieldInformationBarrierSegmentRestrictionMiniProperties())
  )

export const ShieldInformationBarrierSegmentRestriction: Lazy<ShieldInformationBarrierSegmentRestriction> =
  /*#__PURE__*/ lazy<ShieldInformationBarrierSegmentRestriction>(() =>
    Schema.Struct({
      ...shieldInformationBarrierSegmentRestrictionMiniProperties(),
      shield_information_barrier: maybe(resolve(ShieldInformationBarrierBase)),
      created_at: maybe(Schema.String),
      created_by: maybe(resolve(UserBase)),
      updated_at: maybe(Schema.String),
      updated_by: maybe(resolve(UserBase))
    })
  )

export const ShieldInformationBarrierSegmentRestrictions: Lazy<ShieldInformationBarrierSegmentRestrictions> =
  /*#__PURE__*/ lazy<ShieldInformationBarrierSegmentRestrictions>(() =>
    Schema.Struct({
      limit: maybe(Schema.Number),
      next_marker: maybe(Schema.String),
      entries: maybe(Schema.Array(resolve(ShieldInformationBarrierSegmentRestriction)))
    })
  )
