// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Invites: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { UserMini } from "./User.ts"

/** @see https://developer.box.com/reference/resources/invite/ */
export interface Invite {
  readonly id: string
  readonly type: "invite"
  readonly invited_to?: {
    readonly id?: string | null
    readonly type?: Open<"enterprise"> | null
    readonly name?: string | null
  } | null
  readonly actionable_by?: UserMini | null
  readonly invited_by?: UserMini | null
  readonly status?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
}

export const Invite: Lazy<Invite> = /*#__PURE__*/ lazy<Invite>(() =>
  Schema.Struct({
    id: Schema.String,
    type: Schema.Literal("invite"),
    invited_to: maybe(
      Schema.Struct({ id: maybe(Schema.String), type: maybe(Schema.String), name: maybe(Schema.String) })
    ),
    actionable_by: maybe(resolve(UserMini)),
    invited_by: maybe(resolve(UserMini)),
    status: maybe(Schema.String),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String)
  })
)
