// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Shield Information Barrier Segments: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { ShieldInformationBarrierBase } from "./ShieldInformationBarriers.ts"
import { UserBase } from "./User.ts"

/** @see https://developer.box.com/reference/resources/shield-information-barrier-segment/ */
export interface ShieldInformationBarrierSegment {
  readonly id: string
  readonly type?: Open<"shield_information_barrier_segment"> | null
  readonly shield_information_barrier?: ShieldInformationBarrierBase | null
  readonly name?: string | null
  readonly description?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  readonly created_by?: UserBase | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly updated_at?: string | null
  readonly updated_by?: UserBase | null
}

/** @see https://developer.box.com/reference/resources/shield-information-barrier-segments/ */
export interface ShieldInformationBarrierSegments {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly entries?: ReadonlyArray<ShieldInformationBarrierSegment> | null
}

export const ShieldInformationBarrierSegment: Lazy<ShieldInformationBarrierSegment> =
  /*#__PURE__*/ lazy<ShieldInformationBarrierSegment>(() =>
    Schema.Struct({
      id: Schema.String,
      type: maybe(Schema.String),
      shield_information_barrier: maybe(resolve(ShieldInformationBarrierBase)),
      name: maybe(Schema.String),
      description: maybe(Schema.String),
      created_at: maybe(Schema.String),
      created_by: maybe(resolve(UserBase)),
      updated_at: maybe(Schema.String),
      updated_by: maybe(resolve(UserBase))
    })
  )

export const ShieldInformationBarrierSegments: Lazy<ShieldInformationBarrierSegments> =
  /*#__PURE__*/ lazy<ShieldInformationBarrierSegments>(() =>
    Schema.Struct({
      limit: maybe(Schema.Number),
      next_marker: maybe(Schema.String),
      entries: maybe(Schema.Array(resolve(ShieldInformationBarrierSegment)))
    })
  )
