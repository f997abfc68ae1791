// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** User Collaborations: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { AppItem } from "./AppItemAssociations.ts"
import { CollaborationAccessGrantee, CollaborationItem } from "./ListCollaborations.ts"
import { TermsOfServiceBase } from "./TermsOfServices.ts"
import { UserCollaborator } from "./User.ts"

/** @see https://developer.box.com/reference/resources/collaboration/ */
export interface Collaboration {
  readonly id: string
  readonly type: "collaboration"
  readonly item?: CollaborationItem | null
  readonly app_item?: AppItem | null
  readonly accessible_by?: CollaborationAccessGrantee | null
  readonly invite_email?: string | null
  readonly role?: Open<
    "editor" | "viewer" | "previewer" | "uploader" | "previewer uploader" | "viewer uploader" | "co-owner" | "owner"
  > | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly expires_at?: string | null
  readonly is_access_only?: boolean | null
  readonly status?: Open<"accepted" | "pending" | "rejected"> | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly acknowledged_at?: string | null
  readonly created_by?: UserCollaborator | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
  readonly acceptance_requirements_status?: {
    readonly terms_of_service_requirement?: {
      readonly is_accepted?: boolean | null
      readonly terms_of_service?: TermsOfServiceBase | null
    } | null
    readonly strong_password_requirement?: {
      readonly enterprise_has_strong_password_required_for_external_users?: boolean | null
      readonly user_has_strong_password?: boolean | null
    } | null
    readonly two_factor_authentication_requirement?: {
      readonly enterprise_has_two_factor_auth_enabled?: boolean | null
      readonly user_has_two_factor_authentication_enabled?: boolean | null
    } | null
  } | null
}

/** @see https://developer.box.com/reference/resources/collaborations/ */
export interface Collaborations {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<Collaboration> | null
}

/** @see https://developer.box.com/reference/resources/collaborations-offset-paginated/ */
export interface CollaborationsOffsetPaginated {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  /** The limit that was applied. */
  readonly limit?: number | null
  readonly offset?: number | null
  readonly entries?: ReadonlyArray<Collaboration> | null
}

export const Collaboration: Lazy<Collaboration> = /*#__PURE__*/ lazy<Collaboration>(() =>
  Schema.Struct({
    id: Schema.String,
    type: Schema.Literal("collaboration"),
    item: maybe(resolve(CollaborationItem)),
    app_item: maybe(resolve(AppItem)),
    accessible_by: maybe(resolve(CollaborationAccessGrantee)),
    invite_email: maybe(Schema.String),
    role: maybe(Schema.String),
    expires_at: maybe(Schema.String),
    is_access_only: maybe(Schema.Boolean),
    status: maybe(Schema.String),
    acknowledged_at: maybe(Schema.String),
    created_by: maybe(resolve(UserCollaborator)),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String),
    acceptance_requirements_status: maybe(
      Schema.Struct({
        terms_of_service_requirement: maybe(
          Schema.Struct({ is_accepted: maybe(Schema.Boolean), terms_of_service: maybe(resolve(TermsOfServiceBase)) })
        ),
        strong_password_requirement: maybe(
          Schema.Struct({
            enterprise_has_strong_password_required_for_external_users: maybe(Schema.Boolean),
            user_has_strong_password: maybe(Schema.Boolean)
          })
        ),
        two_factor_authentication_requirement: maybe(
          Schema.Struct({
            enterprise_has_two_factor_auth_enabled: maybe(Schema.Boolean),
            user_has_two_factor_authentication_enabled: maybe(Schema.Boolean)
          })
        )
      })
    )
  })
)

export const Collaborations: Lazy<Collaborations> = /*#__PURE__*/ lazy<Collaborations>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(Collaboration)))
  })
)

export const CollaborationsOffsetPaginated: Lazy<CollaborationsOffsetPaginated> =
  /*#__PURE__*/ lazy<CollaborationsOffsetPaginated>(() =>
    Schema.Struct({
      total_count: maybe(Schema.Number),
      limit: maybe(Schema.Number),
      offset: maybe(Schema.Number),
      entries: maybe(Schema.Array(resolve(Collaboration)))
    })
  )
