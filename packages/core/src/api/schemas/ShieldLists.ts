// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Shield Lists: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, otherThan, resolve } from "../../internal/schema.ts"
import { EnterpriseReference } from "./Reference.ts"

/** @see https://developer.box.com/reference/resources/shield-list-v2025.0/ */
export interface ShieldList {
  readonly id: string
  readonly type: string
  readonly name?: string | null
  readonly enterprise?: EnterpriseReference | null
  readonly description?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly updated_at?: string | null
  readonly content?: ShieldListContent | null
}

export type ShieldListContent =
  | ShieldListContentCountry
  | ShieldListContentDomain
  | ShieldListContentEmail
  | ShieldListContentIp
  | ShieldListContentIntegration

/** @see https://developer.box.com/reference/resources/shield-list-content--country-v2025.0/ */
export interface ShieldListContentCountry {
  readonly type: "country"
  readonly country_codes?: ReadonlyArray<string> | null
}

/** @see https://developer.box.com/reference/resources/shield-list-content--domains-v2025.0/ */
export interface ShieldListContentDomain {
  readonly type: "domain"
  readonly domains?: ReadonlyArray<string> | null
}

/** @see https://developer.box.com/reference/resources/shield-list-content--email-v2025.0/ */
export interface ShieldListContentEmail {
  readonly type: "email"
  readonly email_addresses?: ReadonlyArray<string> | null
}

/** @see https://developer.box.com/reference/resources/shield-list-content--integration-v2025.0/ */
export interface ShieldListContentIntegration {
  readonly type: "integration"
  readonly integrations?: ReadonlyArray<{
    readonly id?: string | null
  }> | null
}

/** @see https://developer.box.com/reference/resources/shield-list-content--ip-v2025.0/ */
export interface ShieldListContentIp {
  readonly type: "ip"
  readonly ip_addresses?: ReadonlyArray<string> | null
}

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/shield-list-v2025.0--mini/
 */
export interface ShieldListMini {
  readonly id: string
  readonly type: "shield_list"
  readonly name?: string | null
  readonly content?: {
    readonly type?: string | null
  } | null
}

/** @see https://developer.box.com/reference/resources/shield-lists-v2025.0/ */
export interface ShieldLists {
  readonly entries?: ReadonlyArray<ShieldListMini> | null
}

/** @see https://developer.box.com/reference/resources/shield-list-content--country-v2025.0/ */
export interface ShieldListContentCountryInput {
  readonly type: "country"
  readonly country_codes: ReadonlyArray<string>
}

/** @see https://developer.box.com/reference/resources/shield-list-content--domains-v2025.0/ */
export interface ShieldListContentDomainInput {
  readonly type: "domain"
  readonly domains: ReadonlyArray<string>
}

/** @see https://developer.box.com/reference/resources/shield-list-content--email-v2025.0/ */
export interface ShieldListContentEmailInput {
  readonly type: "email"
  readonly email_addresses: ReadonlyArray<string>
}

/** @see https://developer.box.com/reference/resources/shield-list-content--ip-v2025.0/ */
export interface ShieldListContentIpInput {
  readonly type: "ip"
  readonly ip_addresses: ReadonlyArray<string>
}

export type ShieldListContentRequest =
  | ShieldListContentCountryInput
  | ShieldListContentDomainInput
  | ShieldListContentEmailInput
  | ShieldListContentIpInput

export const ShieldList: Lazy<ShieldList> = /*#__PURE__*/ lazy<ShieldList>(() =>
  Schema.Struct({
    id: Schema.String,
    type: Schema.String,
    name: maybe(Schema.String),
    enterprise: maybe(resolve(EnterpriseReference)),
    description: maybe(Schema.String),
    created_at: maybe(Schema.String),
    updated_at: maybe(Schema.String),
    content: maybe(resolve(ShieldListContent))
  })
)

export const ShieldListContent: Lazy<ShieldListContent> = /*#__PURE__*/ lazy<ShieldListContent>(() =>
  Schema.Union([
    resolve(ShieldListContentCountry),
    resolve(ShieldListContentDomain),
    resolve(ShieldListContentEmail),
    resolve(ShieldListContentIp),
    resolve(ShieldListContentIntegration),
    otherThan("type", "country", "domain", "email", "ip", "integration")
  ])
)

export const ShieldListContentCountry: Lazy<ShieldListContentCountry> = /*#__PURE__*/ lazy<ShieldListContentCountry>(
  () => Schema.Struct({ type: Schema.Literal("country"), country_codes: maybe(Schema.Array(Schema.String)) })
)

export const ShieldListContentDomain: Lazy<ShieldListContentDomain> = /*#__PURE__*/ lazy<ShieldListContentDomain>(() =>
  Schema.Struct({ type: Schema.Literal("domain"), domains: maybe(Schema.Array(Schema.String)) })
)

export const ShieldListContentEmail: Lazy<ShieldListContentEmail> = /*#__PURE__*/ lazy<ShieldListContentEmail>(() =>
  Schema.Struct({ type: Schema.Literal("email"), email_addresses: maybe(Schema.Array(Schema.String)) })
)

export const ShieldListContentIntegration: Lazy<ShieldListContentIntegration> =
  /*#__PURE__*/ lazy<ShieldListContentIntegration>(() =>
    Schema.Struct({
      type: Schema.Literal("integration"),
      integrations: maybe(Schema.Array(Schema.Struct({ id: maybe(Schema.String) })))
    })
  )

export const ShieldListContentIp: Lazy<ShieldListContentIp> = /*#__PURE__*/ lazy<ShieldListContentIp>(() =>
  Schema.Struct({ type: Schema.Literal("ip"), ip_addresses: maybe(Schema.Array(Schema.String)) })
)

export const ShieldListMini: Lazy<ShieldListMini> = /*#__PURE__*/ lazy<ShieldListMini>(() =>
  Schema.Struct({
    id: Schema.String,
    type: Schema.Literal("shield_list"),
    name: maybe(Schema.String),
    content: maybe(Schema.Struct({ type: maybe(Schema.String) }))
  })
)

export const ShieldLists: Lazy<ShieldLists> = /*#__PURE__*/ lazy<ShieldLists>(() =>
  Schema.Struct({ entries: maybe(Schema.Array(resolve(ShieldListMini))) })
)
