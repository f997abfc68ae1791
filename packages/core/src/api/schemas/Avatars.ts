// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Avatars: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe } from "../../internal/schema.ts"

/** @see https://developer.box.com/reference/resources/user-avatar/ */
export interface UserAvatar {
  readonly pic_urls?: {
    readonly small?: string | null
    readonly large?: string | null
    readonly preview?: string | null
  } | null
}

export const UserAvatar: Lazy<UserAvatar> = /*#__PURE__*/ lazy<UserAvatar>(() =>
  Schema.Struct({
    pic_urls: maybe(
      Schema.Struct({ small: maybe(Schema.String), large: maybe(Schema.String), preview: maybe(Schema.String) })
    )
  })
)
