// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Shield Information Barrier Segment Members: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { ShieldInformationBarrierBase } from "./ShieldInformationBarriers.ts"
import { UserBase } from "./User.ts"

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/shield-information-barrier-segment-member--base/
 */
export interface ShieldInformationBarrierSegmentMemberBase {
  readonly id: string
  readonly type?: Open<"shield_information_barrier_segment_member"> | null
}

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/shield-information-barrier-segment-member--mini/
 */
export interface ShieldInformationBarrierSegmentMemberMini extends ShieldInformationBarrierSegmentMemberBase {
  readonly user?: UserBase | null
}

/** @see https://developer.box.com/reference/resources/shield-information-barrier-segment-member/ */
export interface ShieldInformationBarrierSegmentMember extends ShieldInformationBarrierSegmentMemberMini {
  readonly shield_information_barrier?: ShieldInformationBarrierBase | null
  readonly shield_information_barrier_segment?: {
    readonly id?: string | null
    readonly type?: Open<"shield_information_barrier_segment"> | null
  } | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  readonly created_by?: UserBase | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly updated_at?: string | null
  readonly updated_by?: UserBase | null
}

/** @see https://developer.box.com/reference/resources/shield-information-barrier-segment-members/ */
export interface ShieldInformationBarrierSegmentMembers {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly entries?: ReadonlyArray<ShieldInformationBarrierSegmentMember> | null
}

const shieldInformationBarrierSegmentMemberBaseProperties = () => ({ id: Schema.String, type: maybe(Schema.String) })

const shieldInformationBarrierSegmentMemberMiniProperties = () => ({
  ...shieldInformationBarrierSegmentMemberBaseProperties(),
  user: maybe(resolve(UserBase))
})

export const ShieldInformationBarrierSegmentMemberBase: Lazy<ShieldInformationBarrierSegmentMemberBase> =
  /*#__PURE__*/ lazy<ShieldInformationBarrierSegmentMemberBase>(() =>
    Schema.Struct(shieldInformationBarrierSegmentMemberBaseProperties())
  )

export const ShieldInformationBarrierSegmentMemberMini: Lazy<ShieldInformationBarrierSegmentMemberMini> =
  /*#__PURE__*/ lazy<ShieldInformationBarrierSegmentMemberMini>(() =>
    Schema.Struct(shieldInformationBarrierSegmentMemberMiniProperties())
  )

export const ShieldInformationBarrierSegmentMember: Lazy<ShieldInformationBarrierSegmentMember> =
  /*#__PURE__*/ lazy<ShieldInformationBarrierSegmentMember>(() =>
    Schema.Struct({
      ...shieldInformationBarrierSegmentMemberMiniProperties(),
      shield_information_barrier: maybe(resolve(ShieldInformationBarrierBase)),
      shield_information_barrier_segment: maybe(
        Schema.Struct({ id: maybe(Schema.String), type: maybe(Schema.String) })
      ),
      user: maybe(resolve(UserBase)),
      created_at: maybe(Schema.String),
      created_by: maybe(resolve(UserBase)),
      updated_at: maybe(Schema.String),
      updated_by: maybe(resolve(UserBase))
    })
  )

export const ShieldInformationBarrierSegmentMembers: Lazy<ShieldInformationBarrierSegmentMembers> =
  /*#__PURE__*/ lazy<ShieldInformationBarrierSegmentMembers>(() =>
    Schema.Struct({
      limit: maybe(Schema.Number),
      next_marker: maybe(Schema.String),
      entries: maybe(Schema.Array(resolve(ShieldInformationBarrierSegmentMember)))
    })
  )
