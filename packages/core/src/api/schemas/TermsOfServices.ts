// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Terms Of Services: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/terms-of-service--base/
 */
export interface TermsOfServiceBase {
  readonly id: string
  readonly type: "terms_of_service"
}

/** @see https://developer.box.com/reference/resources/terms-of-service/ */
export interface TermsOfService extends TermsOfServiceBase {
  readonly status?: Open<"enabled" | "disabled"> | null
  readonly enterprise?: {
    readonly id?: string | null
    readonly type?: Open<"enterprise"> | null
    readonly name?: string | null
  } | null
  readonly tos_type?: Open<"managed" | "external"> | null
  readonly text?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
}

/** @see https://developer.box.com/reference/resources/terms-of-services/ */
export interface TermsOfServices {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  readonly entries?: ReadonlyArray<TermsOfService> | null
}

const termsOfServiceBaseProperties = () => ({ id: Schema.String, type: Schema.Literal("terms_of_service") })

export const TermsOfServiceBase: Lazy<TermsOfServiceBase> = /*#__PURE__*/ lazy<TermsOfServiceBase>(() =>
  Schema.Struct(termsOfServiceBaseProperties())
)

export const TermsOfService: Lazy<TermsOfService> = /*#__PURE__*/ lazy<TermsOfService>(() =>
  Schema.Struct({
    ...termsOfServiceBaseProperties(),
    status: maybe(Schema.String),
    enterprise: maybe(
      Schema.Struct({ id: maybe(Schema.String), type: maybe(Schema.String), name: maybe(Schema.String) })
    ),
    tos_type: maybe(Schema.String),
    text: maybe(Schema.String),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String)
  })
)

export const TermsOfServices: Lazy<TermsOfServices> = /*#__PURE__*/ lazy<TermsOfServices>(() =>
  Schema.Struct({ total_count: maybe(Schema.Number), entries: maybe(Schema.Array(resolve(TermsOfService))) })
)
