// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Hub Collaborations: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, otherThan, resolve } from "../../internal/schema.ts"
import { GroupMini } from "./Group.ts"
import { HubBase } from "./Hubs.ts"
import { TermsOfServiceBase } from "./TermsOfServices.ts"
import type { UserBase } from "./User.ts"

export type HubAccessGrantee = HubCollaborationUser | GroupMini

/** @see https://developer.box.com/reference/resources/hub-collaboration-v2025.0/ */
export interface HubCollaboration {
  readonly id: string
  readonly type: "hub_collaboration"
  readonly hub?: HubBase | null
  readonly accessible_by?: HubAccessGrantee | null
  readonly role?: string | null
  readonly status?: Open<"accepted" | "pending" | "rejected"> | null
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

export interface HubCollaborationUser extends UserBase {
  /** Up to 50 characters. */
  readonly name?: string | null
  /** An email address. */
  readonly login?: string | null
}

/** @see https://developer.box.com/reference/resources/hub-collaborations-v2025.0/ */
export interface HubCollaborations {
  readonly entries?: ReadonlyArray<HubCollaboration> | null
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
}

export const HubAccessGrantee: Lazy<HubAccessGrantee> = /*#__PURE__*/ lazy<HubAccessGrantee>(() =>
  Schema.Union([resolve(HubCollaborationUser), resolve(GroupMini), otherThan("type", "user", "group")])
)

export const HubCollaboration: Lazy<HubCollaboration> = /*#__PURE__*/ lazy<HubCollaboration>(() =>
  Schema.Struct({
    id: Schema.String,
    type: Schema.Literal("hub_collaboration"),
    hub: maybe(resolve(HubBase)),
    accessible_by: maybe(resolve(HubAccessGrantee)),
    role: maybe(Schema.String),
    status: maybe(Schema.String),
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

export const HubCollaborationUser: Lazy<HubCollaborationUser> = /*#__PURE__*/ lazy<HubCollaborationUser>(() =>
  Schema.Struct({
    ...{ id: Schema.String, type: Schema.Literal("user") },
    name: maybe(Schema.String),
    login: maybe(Schema.String)
  })
)

export const HubCollaborations: Lazy<HubCollaborations> = /*#__PURE__*/ lazy<HubCollaborations>(() =>
  Schema.Struct({
    entries: maybe(Schema.Array(resolve(HubCollaboration))),
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String)
  })
)
