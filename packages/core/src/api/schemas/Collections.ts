// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Collections: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"

/** @see https://developer.box.com/reference/resources/collection/ */
export interface Collection {
  readonly id: string
  readonly type?: Open<"collection"> | null
  readonly name?: Open<"Favorites"> | null
  readonly collection_type?: Open<"favorites"> | null
}

/** @see https://developer.box.com/reference/resources/collections/ */
export interface Collections {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  /** The limit that was applied. */
  readonly limit?: number | null
  readonly offset?: number | null
  readonly order?: ReadonlyArray<{
    readonly by?: string | null
    readonly direction?: Open<"ASC" | "DESC"> | null
  }> | null
  readonly entries?: ReadonlyArray<Collection> | null
}

export const Collection: Lazy<Collection> = /*#__PURE__*/ lazy<Collection>(() =>
  Schema.Struct({
    id: Schema.String,
    type: maybe(Schema.String),
    name: maybe(Schema.String),
    collection_type: maybe(Schema.String)
  })
)

export const Collections: Lazy<Collections> = /*#__PURE__*/ lazy<Collections>(() =>
  Schema.Struct({
    total_count: maybe(Schema.Number),
    limit: maybe(Schema.Number),
    offset: maybe(Schema.Number),
    order: maybe(Schema.Array(Schema.Struct({ by: maybe(Schema.String), direction: maybe(Schema.String) }))),
    entries: maybe(Schema.Array(resolve(Collection)))
  })
)
