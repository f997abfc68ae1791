// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Terms Of Service User Statuses: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, resolve } from "../../internal/schema.ts"
import { TermsOfServiceBase } from "./TermsOfServices.ts"
import { UserMini } from "./User.ts"

/** @see https://developer.box.com/reference/resources/terms-of-service-user-status/ */
export interface TermsOfServiceUserStatus {
  readonly id: string
  readonly type: "terms_of_service_user_status"
  readonly tos?: TermsOfServiceBase | null
  readonly user?: UserMini | null
  readonly is_accepted?: boolean | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
}

/** @see https://developer.box.com/reference/resources/terms-of-services-user-statuses/ */
export interface TermsOfServiceUserStatuses {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  readonly entries?: ReadonlyArray<TermsOfServiceUserStatus> | null
}

export const TermsOfServiceUserStatus: Lazy<TermsOfServiceUserStatus> = /*#__PURE__*/ lazy<TermsOfServiceUserStatus>(
  () =>
    Schema.Struct({
      id: Schema.String,
      type: Schema.Literal("terms_of_service_user_status"),
      tos: maybe(resolve(TermsOfServiceBase)),
      user: maybe(resolve(UserMini)),
      is_accepted: maybe(Schema.Boolean),
      created_at: maybe(Schema.String),
      modified_at: maybe(Schema.String)
    })
)

export const TermsOfServiceUserStatuses: Lazy<TermsOfServiceUserStatuses> =
  /*#__PURE__*/ lazy<TermsOfServiceUserStatuses>(() =>
    Schema.Struct({
      total_count: maybe(Schema.Number),
      entries: maybe(Schema.Array(resolve(TermsOfServiceUserStatus)))
    })
  )
