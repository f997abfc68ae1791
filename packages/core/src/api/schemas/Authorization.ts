// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Authorization: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { ResourceScope } from "./Item.ts"

/** @see https://developer.box.com/reference/resources/access-token/ */
export interface AccessToken {
  readonly access_token: string
  /** In seconds. */
  readonly expires_in: number
  readonly token_type?: Open<"bearer"> | null
  readonly restricted_to?: ReadonlyArray<ResourceScope> | null
  readonly refresh_token?: string | null
  readonly issued_token_type?: Open<"urn:ietf:params:oauth:token-type:access_token"> | null
}

export const AccessToken: Lazy<AccessToken> = /*#__PURE__*/ lazy<AccessToken>(() =>
  Schema.Struct({
    access_token: Schema.String,
    expires_in: Schema.Number,
    token_type: maybe(Schema.String),
    restricted_to: maybe(Schema.Array(resolve(ResourceScope))),
    refresh_token: maybe(Schema.String),
    issued_token_type: maybe(Schema.String)
  })
)
