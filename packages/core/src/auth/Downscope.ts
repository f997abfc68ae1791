/**
 * Exchanges an access token for one with fewer rights: fewer scopes and, optionally, only one file, folder or shared
 * link. Such a token can be given to a browser or another service. It expires no later than the token it was made
 * from.
 *
 * {@link token} makes one from the current login. {@link layer} is a `TokenStore` that only uses downscoped tokens,
 * which restricts a part of a program.
 *
 * @example
 * ```ts
 * import { DeveloperToken, Downscope, Files } from "@effect-box/core"
 * import { Effect, Layer } from "effect"
 *
 * // For a preview in a browser.
 * const forPreview = Downscope.token({ scopes: ["base_preview", "item_download"], resource: { file: "12345" } })
 *
 * // This program can read the contents of the folder, and nothing else.
 * const Reader = Downscope.layer({ scopes: ["base_explorer", "item_download"], resource: { folder: "67890" } })
 * const program = Files.getFileById({ file_id: "12345" }).pipe(
 *   Effect.provide(Reader.pipe(Layer.provide(DeveloperToken.layerConfig)))
 * )
 * ```
 *
 * @see https://developer.box.com/guides/authentication/tokens/downscope/
 */
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import { HttpClient } from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { BoxConfig, layerHosts } from "../http/BoxConfig.ts"
import * as BoxError from "../BoxError.ts"
import { invalidInput, readArgument } from "../internal/argument.ts"
import { inOwnMemory } from "./internal/loginMemory.ts"
import * as Renewal from "./internal/renewal.ts"
import type { Open } from "../internal/schema.ts"
import { optional, required } from "../internal/setting.ts"
import { type Issued, requestToken } from "./internal/tokenRequest.ts"
import { type TokenPair, TokenPersistence } from "./TokenPersistence.ts"
import { TokenStore } from "../http/TokenStore.ts"

/**
 * A scope of a downscoped token. Application scopes, such as `root_readonly`, work as well.
 *
 * @see https://developer.box.com/guides/api-calls/permissions-and-errors/scopes/#scopes-for-downscoping
 * @category models
 * @since 0.1.0
 */
export type Scope = Open<
  | "annotation_edit"
  | "annotation_view_all"
  | "annotation_view_self"
  | "base_explorer"
  | "base_picker"
  | "base_preview"
  | "base_sidebar"
  | "base_upload"
  | "item_delete"
  | "item_download"
  | "item_preview"
  | "item_read"
  | "item_rename"
  | "item_share"
  | "item_upload"
>

/**
 * The id of one file, or of one folder with everything below it.
 *
 * @category models
 * @since 0.1.0
 */
export type Resource =
  | { readonly file: string; readonly folder?: undefined }
  | { readonly folder: string; readonly file?: undefined }

/**
 * The restrictions of a token: scopes, and optionally either a resource or a shared link.
 *
 * @category models
 * @since 0.1.0
 */
export type Restriction = { readonly scopes: ReadonlyArray<Scope> } & (
  | { readonly resource?: Resource | undefined; readonly sharedLink?: undefined }
  /** The URL of a shared link without a password, and not to a web link. */
  | { readonly sharedLink?: string | undefined; readonly resource?: undefined }
)

/**
 * A scope and the item that it applies to, as reported by Box.
 *
 * @category models
 * @since 0.1.0
 */
export interface Restricted {
  readonly scope: string
  readonly object?: { readonly type: string; readonly id: string } | undefined
}

/**
 * An access token with restricted rights.
 *
 * @category models
 * @since 0.1.0
 */
export interface DownscopedToken {
  readonly accessToken: Redacted.Redacted<string>
  /** When it expires, in milliseconds since 1970. */
  readonly expiresAt: number
  /** Empty if the scopes apply to everything that the login can access. */
  readonly restrictedTo: ReadonlyArray<Restricted>
}

/** Box identifies items by the URL of its public API, even if requests go through another host. */
const resourceUrl = ({ file, folder }: Resource): string =>
  `https://api.box.com/2.0/${file === undefined ? `folders/${folder}` : `files/${file}`}`

/** Only digits, so that no id can lead to another address. */
const isResource = (resource: Resource): boolean => {
  if (!Predicate.isObject(resource)) return false
  const { file, folder } = resource
  const id = file === undefined ? folder : folder === undefined ? file : undefined
  return typeof id === "string" && /^\d+$/.test(id)
}

/** The form fields of the restriction. The types exclude most mistakes, but JavaScript callers need the check. */
const formOf = /*#__PURE__*/ Effect.fnUntraced(function* (operation: string, restriction: Restriction) {
  const expected = "The restriction must be an object such as { scopes }"
  const { resource, scopes, sharedLink } = yield* readArgument(operation, restriction, expected)
  const isScope = (scope: unknown): boolean => typeof scope === "string" && /^[\w.]+$/.test(scope)
  if (!Array.isArray(scopes) || scopes.length === 0 || !scopes.every(isScope)) {
    return yield* invalidInput(operation, "scopes must name at least one scope, such as item_download")
  }
  if (resource !== undefined && sharedLink !== undefined) {
    return yield* invalidInput(operation, "resource and sharedLink are mutually exclusive")
  }
  if (resource !== undefined && !isResource(resource)) {
    return yield* invalidInput(operation, "resource must be either { file: id } or { folder: id }; ids are digits")
  }
  if (sharedLink !== undefined && !(typeof sharedLink === "string" && URL.canParse(sharedLink))) {
    return yield* invalidInput(operation, "sharedLink must be the URL of a shared link")
  }
  return {
    scope: scopes.join(" "),
    ...(resource === undefined ? {} : { resource: resourceUrl(resource) }),
    ...(sharedLink === undefined ? {} : { box_shared_link: Redacted.make(sharedLink, { label: "shared link" }) })
  }
})

type Form = Effect.Success<ReturnType<typeof formOf>>

/** Whether Box rejects the token to exchange, and not the restriction. */
const isSubjectRefused = (error: BoxError.BoxError): boolean =>
  error._tag === "BoxOAuthError" &&
  (error.status === 401 || error.code === "invalid_grant" || error.code === "invalid_token")

/** One exchange. A token that Box rejects is renewed once, as for any other call. */
const exchange = /*#__PURE__*/ Effect.fnUntraced(function* (
  operation: string,
  form: Form,
  login: TokenStore["Service"]
): Effect.fn.Return<Issued, BoxError.BoxError, HttpClient> {
  const exchangeOnce = (subject: Redacted.Redacted<string>) =>
    requestToken({
      operation,
      form: {
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: subject,
        subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
        ...form
      }
    })
  const subject = yield* login.accessToken
  const first = yield* Effect.result(exchangeOnce(subject))
  if (Result.isSuccess(first)) return first.success
  if (!isSubjectRefused(first.failure)) return yield* first.failure
  yield* login.refused(subject)
  return yield* exchangeOnce(yield* login.accessToken)
})

const decodeRestrictions = /*#__PURE__*/ Schema.decodeUnknownEffect(
  Schema.NullishOr(
    Schema.Array(
      Schema.Struct({
        scope: Schema.String,
        object: Schema.optionalKey(Schema.Struct({ type: Schema.String, id: Schema.String }))
      })
    )
  )
)

/**
 * Makes a restricted token from the current one. Fails with `BoxInvalidInput` if the restriction is invalid, and with
 * `BoxOAuthError` if Box rejects it: `invalid_scope`, `invalid_resource`, ...
 *
 * @example
 * ```ts
 * import { Downscope } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const forPreview = Downscope.token({ scopes: ["base_preview"], resource: { file: "12345" } }).pipe(
 *   Effect.map(({ accessToken, expiresAt }) => ({ accessToken, expiresAt }))
 * )
 * ```
 *
 * @see https://developer.box.com/reference/post-oauth2-token/
 * @category operations
 * @since 0.1.0
 */
export const token = /*#__PURE__*/ Effect.fnUntraced(function* (
  restriction: Restriction
): Effect.fn.Return<DownscopedToken, BoxError.BoxError, HttpClient | TokenStore> {
  const operation = "Downscope.token"
  const form = yield* formOf(operation, restriction)
  const { pair, restrictedTo } = yield* exchange(operation, form, yield* TokenStore)
  const restrictions = yield* Effect.mapError(
    decodeRestrictions(restrictedTo),
    () => new BoxError.BoxDecodeError({ operation, message: "restricted_to is not a list of scopes", attempts: 1 })
  )
  return { accessToken: pair.accessToken, expiresAt: pair.expiresAt, restrictedTo: restrictions ?? [] }
})

/**
 * The options of {@link layer}.
 *
 * @category models
 * @since 0.1.0
 */
export type Options = Restriction & {
  /** Called with each new token, before it is used. */
  readonly onTokensChanged?: ((pair: TokenPair) => Effect.Effect<void>) | undefined
}

const make = /*#__PURE__*/ Effect.fnUntraced(function* (options: Options) {
  const form = yield* formOf("Downscope.layer", options)
  const login = yield* TokenStore
  const client = yield* HttpClient
  const config = yield* BoxConfig
  const { store } = yield* Renewal.make({
    name: "Downscope",
    persistence: yield* TokenPersistence,
    exchange: () =>
      exchange("Downscope.exchange", form, login).pipe(
        Effect.provideService(HttpClient, client),
        Effect.provideService(BoxConfig, config),
        Effect.map(({ pair }) => pair)
      ),
    onTokensChanged: options.onTokensChanged
  })
  return store
})

/**
 * As {@link layer}, with the token shared through `TokenPersistence`, which must belong to this restriction alone.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerPersisted = (
  options: Options
): Layer.Layer<TokenStore, BoxError.BoxInvalidInput, HttpClient | TokenStore | TokenPersistence> =>
  Layer.effect(TokenStore, make(options))

/**
 * A login that only uses downscoped tokens of the login below it. When a token expires, another exchange replaces it.
 *
 * @example
 * ```ts
 * import { DeveloperToken, Downscope } from "@effect-box/core"
 * import { Layer } from "effect"
 *
 * const Reader = Downscope.layer({ scopes: ["base_explorer"], resource: { folder: "67890" } }).pipe(
 *   Layer.provide(DeveloperToken.layerConfig)
 * )
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<TokenStore, BoxError.BoxInvalidInput, HttpClient | TokenStore> =>
  inOwnMemory(layerPersisted(options))

/**
 * As {@link layer}, from `BOX_DOWNSCOPE_SCOPES` (separated by spaces) and at most one of `BOX_DOWNSCOPE_FILE_ID`,
 * `BOX_DOWNSCOPE_FOLDER_ID` and `BOX_DOWNSCOPE_SHARED_LINK`.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerConfig = (
  options: Pick<Options, "onTokensChanged"> = {}
): Layer.Layer<TokenStore, BoxError.BoxInvalidInput | Config.ConfigError, HttpClient | TokenStore> =>
  Layer.unwrap(
    Effect.gen(function* () {
      const scopes = (yield* required("BOX_DOWNSCOPE_SCOPES")).split(" ").filter((scope) => scope !== "")
      const file = yield* optional("BOX_DOWNSCOPE_FILE_ID")
      const folder = yield* optional("BOX_DOWNSCOPE_FOLDER_ID")
      const sharedLink = yield* optional("BOX_DOWNSCOPE_SHARED_LINK")
      if ([file, folder, sharedLink].filter((value) => value !== undefined).length > 1) {
        return yield* invalidInput(
          "Downscope.layerConfig",
          "BOX_DOWNSCOPE_FILE_ID, BOX_DOWNSCOPE_FOLDER_ID and BOX_DOWNSCOPE_SHARED_LINK are mutually exclusive"
        )
      }
      const resource = file !== undefined ? { file } : folder !== undefined ? { folder } : undefined
      return layer(resource === undefined ? { ...options, scopes, sharedLink } : { ...options, scopes, resource })
    })
  ).pipe(Layer.provideMerge(layerHosts()))
