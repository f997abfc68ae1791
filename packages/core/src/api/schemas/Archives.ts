// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Archives: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, resolve } from "../../internal/schema.ts"

/** @see https://developer.box.com/reference/resources/archive-v2025.0/ */
export interface Archive {
  readonly id: string
  readonly type: "archive"
  /** 1 to 100 characters. */
  readonly name?: string | null
  /** In bytes. */
  readonly size?: number | null
  /** Up to 255 characters. */
  readonly description?: string | null
  readonly owned_by?: {
    readonly id: string
    readonly type: string
  } | null
}

/** @see https://developer.box.com/reference/resources/archives-v2025.0/ */
export interface Archives {
  readonly entries?: ReadonlyArray<Archive> | null
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
}

export const Archive: Lazy<Archive> = /*#__PURE__*/ lazy<Archive>(() =>
  Schema.Struct({
    id: Schema.String,
    type: Schema.Literal("archive"),
    name: maybe(Schema.String),
    size: maybe(Schema.Number),
    description: maybe(Schema.String),
    owned_by: maybe(Schema.Struct({ id: Schema.String, type: Schema.String }))
  })
)

export const Archives: Lazy<Archives> = /*#__PURE__*/ lazy<Archives>(() =>
  Schema.Struct({
    entries: maybe(Schema.Array(resolve(Archive))),
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String)
  })
)
