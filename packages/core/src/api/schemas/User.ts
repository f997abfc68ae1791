// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** User: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/enterprise--base/
 */
export interface EnterpriseBase {
  readonly id: string
  readonly type?: Open<"enterprise"> | null
}

export interface TrackingCode {
  readonly type?: Open<"tracking_code"> | null
  readonly name?: string | null
  readonly value?: string | null
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/user--base/
 */
export interface UserBase {
  readonly id: string
  readonly type: "user"
}

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/user--mini/
 */
export interface UserMini extends UserBase {
  /** Up to 50 characters. */
  readonly name?: string | null
  /** An email address. */
  readonly login?: string | null
}

/**
 * What comes without `fields`.
 *
 * @see https://developer.box.com/reference/resources/user/
 */
export interface User extends UserMini {
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
  readonly language?: string | null
  readonly timezone?: string | null
  /** The storage quota of the user in bytes; in floating-point notation if it is very large. */
  readonly space_amount?: number | null
  /** The used storage in bytes. */
  readonly space_used?: number | null
  /** The maximum size of a file in bytes. */
  readonly max_upload_size?: number | null
  readonly status?: Open<"active" | "inactive" | "cannot_delete_edit" | "cannot_delete_edit_upload"> | null
  /** Up to 100 characters. */
  readonly job_title?: string | null
  /** Up to 100 characters. */
  readonly phone?: string | null
  /** Up to 255 characters. */
  readonly address?: string | null
  readonly avatar_url?: string | null
  readonly notification_email?: {
    readonly email?: string | null
    readonly is_confirmed?: boolean | null
  } | null
}

/** @see https://developer.box.com/reference/resources/user-collaborations/ */
export interface UserCollaborator extends UserBase {
  /** Up to 50 characters. */
  readonly name?: string | null
  /** An email address. */
  readonly login?: string | null
  readonly is_active?: boolean | null
}

/**
 * What `fields` can ask for.
 *
 * @see https://developer.box.com/reference/resources/user--full/
 */
export interface UserFull extends User {
  readonly role?: Open<"admin" | "coadmin" | "user"> | null
  readonly tracking_codes?: ReadonlyArray<TrackingCode> | null
  readonly can_see_managed_users?: boolean | null
  readonly is_sync_enabled?: boolean | null
  readonly is_external_collab_restricted?: boolean | null
  readonly is_exempt_from_device_limits?: boolean | null
  readonly is_exempt_from_login_verification?: boolean | null
  readonly enterprise?: {
    readonly id?: string | null
    readonly type?: Open<"enterprise"> | null
    readonly name?: string | null
  } | null
  readonly my_tags?: ReadonlyArray<string> | null
  readonly hostname?: string | null
  readonly is_platform_access_only?: boolean | null
  readonly external_app_user_id?: string | null
}

/** @see https://developer.box.com/reference/resources/user-integration-mappings-reference/ */
export interface UserIntegrationMapping extends UserBase {
  /** Up to 50 characters. */
  readonly name?: string | null
  /** An email address. */
  readonly login?: string | null
}

/** @see https://developer.box.com/reference/resources/users/ */
export interface Users {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  readonly offset?: number | null
  readonly order?: ReadonlyArray<{
    readonly by?: string | null
    readonly direction?: Open<"ASC" | "DESC"> | null
  }> | null
  readonly entries?: ReadonlyArray<User> | null
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/enterprise--base/
 */
export interface EnterpriseBaseInput {
  readonly id?: string | undefined
  readonly type?: "enterprise" | undefined
}

export interface TrackingCodeInput {
  readonly type?: "tracking_code" | undefined
  readonly name?: string | undefined
  readonly value?: string | undefined
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/user--base/
 */
export interface UserBaseInput {
  readonly id: string
  readonly type: "user"
}

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/user--mini/
 */
export interface UserMiniInput extends UserBaseInput {
  /** Up to 50 characters. */
  readonly name?: string | undefined
  /** An email address. */
  readonly login?: string | undefined
}

const userBaseProperties = () => ({ id: Schema.String, type: Schema.Literal("user") })

const userMiniProperties = () => ({ ...userBaseProperties(), name: maybe(Schema.String), login: maybe(Schema.String) })

const userProperties = () => ({
  ...userMiniProperties(),
  created_at: maybe(Schema.String),
  modified_at: maybe(Schema.String),
  language: maybe(Schema.String),
  timezone: maybe(Schema.String),
  space_amount: maybe(Schema.Number),
  space_used: maybe(Schema.Number),
  max_upload_size: maybe(Schema.Number),
  status: maybe(Schema.String),
  job_title: maybe(Schema.String),
  phone: maybe(Schema.String),
  address: maybe(Schema.String),
  avatar_url: maybe(Schema.String),
  notification_email: maybe(Schema.Struct({ email: maybe(Schema.String), is_confirmed: maybe(Schema.Boolean) }))
})

export const EnterpriseBase: Lazy<EnterpriseBase> = /*#__PURE__*/ lazy<EnterpriseBase>(() =>
  Schema.Struct({ id: Schema.String, type: maybe(Schema.String) })
)

export const TrackingCode: Lazy<TrackingCode> = /*#__PURE__*/ lazy<TrackingCode>(() =>
  Schema.Struct({ type: maybe(Schema.String), name: maybe(Schema.String), value: maybe(Schema.String) })
)

export const UserBase: Lazy<UserBase> = /*#__PURE__*/ lazy<UserBase>(() => Schema.Struct(userBaseProperties()))

export const UserMini: Lazy<UserMini> = /*#__PURE__*/ lazy<UserMini>(() => Schema.Struct(userMiniProperties()))

export const User: Lazy<User> = /*#__PURE__*/ lazy<User>(() => Schema.Struct(userProperties()))

export const UserCollaborator: Lazy<UserCollaborator> = /*#__PURE__*/ lazy<UserCollaborator>(() =>
  Schema.Struct({
    ...userBaseProperties(),
    name: maybe(Schema.String),
    login: maybe(Schema.String),
    is_active: maybe(Schema.Boolean)
  })
)

export const UserFull: Lazy<UserFull> = /*#__PURE__*/ lazy<UserFull>(() =>
  Schema.Struct({
    ...userProperties(),
    role: maybe(Schema.String),
    tracking_codes: maybe(Schema.Array(resolve(TrackingCode))),
    can_see_managed_users: maybe(Schema.Boolean),
    is_sync_enabled: maybe(Schema.Boolean),
    is_external_collab_restricted: maybe(Schema.Boolean),
    is_exempt_from_device_limits: maybe(Schema.Boolean),
    is_exempt_from_login_verification: maybe(Schema.Boolean),
    enterprise: maybe(
      Schema.Struct({ id: maybe(Schema.String), type: maybe(Schema.String), name: maybe(Schema.String) })
    ),
    my_tags: maybe(Schema.Array(Schema.String)),
    hostname: maybe(Schema.String),
    is_platform_access_only: maybe(Schema.Boolean),
    external_app_user_id: maybe(Schema.String)
  })
)

export const UserIntegrationMapping: Lazy<UserIntegrationMapping> = /*#__PURE__*/ lazy<UserIntegrationMapping>(() =>
  Schema.Struct({ ...userBaseProperties(), name: maybe(Schema.String), login: maybe(Schema.String) })
)

export const Users: Lazy<Users> = /*#__PURE__*/ lazy<Users>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    total_count: maybe(Schema.Number),
    offset: maybe(Schema.Number),
    order: maybe(Schema.Array(Schema.Struct({ by: maybe(Schema.String), direction: maybe(Schema.String) }))),
    entries: maybe(Schema.Array(resolve(UserFull)))
  })
)
