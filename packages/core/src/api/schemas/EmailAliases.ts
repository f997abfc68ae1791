// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Email Aliases: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"

/** @see https://developer.box.com/reference/resources/email-alias/ */
export interface EmailAlias {
  readonly id: string
  readonly type?: Open<"email_alias"> | null
  readonly email?: string | null
  readonly is_confirmed?: boolean | null
}

/** @see https://developer.box.com/reference/resources/email-aliases/ */
export interface EmailAliases {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  readonly entries?: ReadonlyArray<EmailAlias> | null
}

export const EmailAlias: Lazy<EmailAlias> = /*#__PURE__*/ lazy<EmailAlias>(() =>
  Schema.Struct({
    id: Schema.String,
    type: maybe(Schema.String),
    email: maybe(Schema.String),
    is_confirmed: maybe(Schema.Boolean)
  })
)

export const EmailAliases: Lazy<EmailAliases> = /*#__PURE__*/ lazy<EmailAliases>(() =>
  Schema.Struct({ total_count: maybe(Schema.Number), entries: maybe(Schema.Array(resolve(EmailAlias))) })
)
