// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Device Pinners: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { UserMini } from "./User.ts"

/** @see https://developer.box.com/reference/resources/device-pinner/ */
export interface DevicePinner {
  readonly id: string
  readonly type?: Open<"device_pinner"> | null
  readonly owned_by?: UserMini | null
  readonly product_name?: string | null
}

/** @see https://developer.box.com/reference/resources/device-pinners/ */
export interface DevicePinners {
  readonly entries?: ReadonlyArray<DevicePinner> | null
  /** The limit that was applied. Default `100`. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | number | null
  readonly order?: ReadonlyArray<{
    readonly by?: Open<"id"> | null
    readonly direction?: Open<"asc" | "desc"> | null
  }> | null
}

export const DevicePinner: Lazy<DevicePinner> = /*#__PURE__*/ lazy<DevicePinner>(() =>
  Schema.Struct({
    id: Schema.String,
    type: maybe(Schema.String),
    owned_by: maybe(resolve(UserMini)),
    product_name: maybe(Schema.String)
  })
)

export const DevicePinners: Lazy<DevicePinners> = /*#__PURE__*/ lazy<DevicePinners>(() =>
  Schema.Struct({
    entries: maybe(Schema.Array(resolve(DevicePinner))),
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.Union([Schema.String, Schema.Number])),
    order: maybe(Schema.Array(Schema.Struct({ by: maybe(Schema.String), direction: maybe(Schema.String) })))
  })
)
