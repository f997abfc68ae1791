/** Users. @see https://developer.box.com/reference/resources/user/ */
import * as Schema from "effect/Schema"
import { type Lazy, lazy, maybe, type Open, open } from "../../internal/schema.ts"

export interface UserMini {
  readonly type: "user"
  readonly id: string
  readonly name?: string | null
  readonly login?: string | null
}

/** What comes without `fields`. */
export interface User extends UserMini {
  readonly created_at?: string | null
  readonly modified_at?: string | null
  readonly language?: string | null
  readonly timezone?: string | null
  /** Bytes that the user may store; arrives in floating-point notation when it is very large. */
  readonly space_amount?: number | null
  /** Bytes in use. */
  readonly space_used?: number | null
  /** Bytes that one file may have. */
  readonly max_upload_size?: number | null
  readonly status?: Open<"active" | "inactive" | "cannot_delete_edit" | "cannot_delete_edit_upload"> | null
  readonly job_title?: string | null
  readonly phone?: string | null
  readonly address?: string | null
  readonly avatar_url?: string | null
}

/** What `fields` can ask for. */
export interface UserFull extends User {
  readonly role?: Open<"admin" | "coadmin" | "user"> | null
  readonly enterprise?: { readonly type: "enterprise"; readonly id: string; readonly name?: string | null } | null
  readonly hostname?: string | null
  readonly is_platform_access_only?: boolean | null
  readonly external_app_user_id?: string | null
}

const mini = () => ({
  type: Schema.Literal("user"),
  id: Schema.String,
  name: maybe(Schema.String),
  login: maybe(Schema.String)
})

export const UserMini: Lazy<UserMini> = /*#__PURE__*/ lazy(() => Schema.Struct(mini()))

export const UserFull: Lazy<UserFull> = /*#__PURE__*/ lazy(() =>
  Schema.Struct({
    ...mini(),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String),
    language: maybe(Schema.String),
    timezone: maybe(Schema.String),
    space_amount: maybe(Schema.Number),
    space_used: maybe(Schema.Number),
    max_upload_size: maybe(Schema.Number),
    status: maybe(open<"active" | "inactive" | "cannot_delete_edit" | "cannot_delete_edit_upload">()),
    job_title: maybe(Schema.String),
    phone: maybe(Schema.String),
    address: maybe(Schema.String),
    avatar_url: maybe(Schema.String),
    role: maybe(open<"admin" | "coadmin" | "user">()),
    enterprise: maybe(
      Schema.Struct({ type: Schema.Literal("enterprise"), id: Schema.String, name: maybe(Schema.String) })
    ),
    hostname: maybe(Schema.String),
    is_platform_access_only: maybe(Schema.Boolean),
    external_app_user_id: maybe(Schema.String)
  })
)
