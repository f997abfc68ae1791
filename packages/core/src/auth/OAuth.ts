/**
 * Logs a person in with Box's OAuth 2.0 authorization code flow, and keeps the login alive.
 *
 * `OAuth.layer` gives the {@link OAuth} service (authorization URL, code exchange, logout) and the `TokenStore` that
 * operations need. Tokens are renewed by themselves: once for any number of fibers, saved in `TokenPersistence` before
 * they are used.
 *
 * @example
 * ```ts
 * import { OAuth, TokenPersistence } from "@effect-box/core"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const Login = OAuth.layer({ clientId: "id", clientSecret: Redacted.make("secret") }).pipe(
 *   Layer.provide(TokenPersistence.layerMemory)
 * )
 *
 * const begin = OAuth.authorizationUrl({ redirectUri: "https://app.example/callback" })
 * const finish = (callbackUrl: string, state: string) =>
 *   Effect.andThen(OAuth.exchangeRedirect({ url: callbackUrl, state }), Effect.log("logged in"))
 * ```
 *
 * @see https://developer.box.com/guides/authentication/oauth2/
 */
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import { WebCrypto } from "effect/crypto/WebCrypto"
import * as Effect from "effect/Effect"
import * as Base64Url from "effect/encoding/Base64Url"
import { HttpClient } from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { required, requiredSecret } from "../internal/setting.ts"
import { BoxConfig } from "../http/BoxConfig.ts"
import * as BoxError from "../BoxError.ts"
import { factsOf } from "../http/internal/answerError.ts"
import { checkClient, invalidInput, readArgument, secretText } from "../internal/argument.ts"
import * as Renewal from "./internal/renewal.ts"
import { requestPair, revoke as revokeToken } from "./internal/tokenRequest.ts"
import { type TokenPair, TokenPersistence } from "./TokenPersistence.ts"
import { TokenStore } from "../http/TokenStore.ts"

export interface Options {
  readonly clientId: string
  readonly clientSecret: Redacted.Redacted<string>
  /**
   * A login from elsewhere, used when the persistence has none and when Box refuses the one that it has: the refresh token,
   * and the access token if it is still good. Whoever else uses this refresh token loses the login, because it works once.
   */
  readonly tokens?:
    | {
        readonly refreshToken: Redacted.Redacted<string>
        readonly accessToken?: Redacted.Redacted<string> | undefined
        /** When the access token ends, in milliseconds since 1970. */
        readonly expiresAt?: number | undefined
      }
    | undefined
  /** Called with each new pair, after it was saved and before it is used. */
  readonly onTokensChanged?: ((pair: TokenPair) => Effect.Effect<void>) | undefined
}

export interface AuthorizationOptions {
  /** Where Box sends the user back to; must be registered with the app. Needed when several are. */
  readonly redirectUri?: string | undefined
  /** Default: all that the app is configured for. */
  readonly scopes?: ReadonlyArray<string> | undefined
}

/** Where to send the user, and what must come back. Keep `state` in the user's session until then. */
export interface Authorization {
  readonly url: string
  readonly state: string
}

export class OAuth extends Context.Service<
  OAuth,
  {
    readonly authorizationUrl: (
      options?: AuthorizationOptions
    ) => Effect.Effect<Authorization, BoxError.BoxInvalidInput>
    readonly exchangeCode: (options: { readonly code: string }) => Effect.Effect<TokenPair, BoxError.BoxError>
    readonly exchangeRedirect: (options: {
      readonly url: string
      readonly state: string
    }) => Effect.Effect<TokenPair, BoxError.BoxError>
    readonly logout: Effect.Effect<void, BoxError.BoxError>
  }
>()("effect-box/auth/OAuth") {}

/**
 * The page where a user grants access, with a random `state` of 256 bits that {@link exchangeRedirect} checks.
 *
 * @see https://developer.box.com/reference/get-authorize/
 */
export const authorizationUrl = (
  options?: AuthorizationOptions
): Effect.Effect<Authorization, BoxError.BoxInvalidInput, OAuth> =>
  OAuth.use((oauth) => oauth.authorizationUrl(options))

/**
 * Exchanges the authorization code for a token pair, saves it and uses it from now on. A code lives 30 seconds and works
 * once; a late one fails with `BoxOAuthError`. Prefer {@link exchangeRedirect}, which also checks the state.
 *
 * @see https://developer.box.com/reference/post-oauth2-token/
 */
export const exchangeCode = (options: { readonly code: string }): Effect.Effect<TokenPair, BoxError.BoxError, OAuth> =>
  OAuth.use((oauth) => oauth.exchangeCode(options))

/**
 * Takes the URL that Box sent the user back to: checks that `state` is the one of {@link authorizationUrl}, that the user
 * agreed, and exchanges the code. Fails with `BoxOAuthError`: `code` is `state_mismatch`, `access_denied`, ...
 */
export const exchangeRedirect = (options: {
  readonly url: string
  readonly state: string
}): Effect.Effect<TokenPair, BoxError.BoxError, OAuth> => OAuth.use((oauth) => oauth.exchangeRedirect(options))

/**
 * Ends the login: Box revokes the whole pair, whichever process renewed it last, and it is removed from the persistence. A
 * pair that Box says is dead already is removed, too. Without a login it does nothing. When Box cannot be reached the login
 * stays, and the error says so.
 *
 * @see https://developer.box.com/reference/post-oauth2-revoke/
 */
export const logout: Effect.Effect<void, BoxError.BoxError, OAuth> = /*#__PURE__*/ OAuth.use((oauth) => oauth.logout)

const operation = (name: string) => `OAuth.${name}`

const refused = (name: string, code: string, message: string): BoxError.BoxOAuthError =>
  new BoxError.BoxOAuthError({ operation: operation(name), code, message, attempts: 0 })

/** 256 random bits in URL-safe text. */
const randomState = /*#__PURE__*/ Effect.map(WebCrypto, (crypto) =>
  Base64Url.encode(crypto.getRandomValues(new Uint8Array(32)))
)

/** Reads the code out of the URL that the user came back with. */
const codeOf = /*#__PURE__*/ Effect.fnUntraced(function* (url: string, state: string) {
  const name = "exchangeRedirect"
  if (typeof url !== "string" || !URL.canParse(url, "http://localhost"))
    return yield* invalidInput(operation(name), "url is not a URL")
  // A `null` would be equal to the state of a URL that has none.
  if (typeof state !== "string" || state === "")
    return yield* invalidInput(operation(name), "state must be the one that authorizationUrl gave")
  const query = new URL(url, "http://localhost").searchParams
  if (query.get("state") !== state) {
    return yield* refused(
      name,
      "state_mismatch",
      "The state that came back is not the one that was sent: this answer does not belong to this login. Begin again."
    )
  }
  const error = query.get("error")
  if (error !== null) {
    return yield* refused(name, error, query.get("error_description") ?? "Access was not granted")
  }
  const code = query.get("code")
  return code === null ? yield* refused(name, "invalid_request", "The URL has no code") : code
})

const initialPair = (tokens: Options["tokens"]): TokenPair | undefined =>
  tokens === undefined
    ? undefined
    : {
        accessToken: tokens.accessToken ?? Redacted.make("", { label: "access token" }),
        refreshToken: tokens.refreshToken,
        expiresAt: tokens.accessToken === undefined ? 0 : (tokens.expiresAt ?? 0)
      }

const nobodyLoggedIn = new BoxError.BoxLoginRequired({
  operation: operation("refresh"),
  message: "Nobody has logged in yet: send the user to OAuth.authorizationUrl",
  attempts: 0
})

const noRefreshToken = new BoxError.BoxDecodeError({
  operation: operation("refresh"),
  message: "Box gave no refresh token",
  attempts: 1
})

const refreshTokenRefused = (error: BoxError.BoxOAuthError): BoxError.BoxLoginRequired =>
  new BoxError.BoxLoginRequired({
    ...factsOf(error),
    message: `Box no longer takes the refresh token (${error.message}): send the user to OAuth.authorizationUrl again`
  })

/** Box's words for a token that has ended already, which is what a logout wants. */
const isDeadToken = (error: BoxError.BoxError): boolean =>
  error._tag === "BoxOAuthError" && (error.code === "invalid_grant" || error.code === "invalid_token")

const codeRefused = (error: BoxError.BoxOAuthError): BoxError.BoxOAuthError =>
  new BoxError.BoxOAuthError({
    ...factsOf(error),
    message: `Box refused the code (${error.message}). A code lives 30 seconds and works once: let the user grant access again.`
  })

const makeServices = /*#__PURE__*/ Effect.fnUntraced(function* (given: Options) {
  const options = yield* readArgument(operation("layer"), given, "options must be an object with a clientId")
  const { clientId, clientSecret, tokens } = options
  yield* checkClient(operation("layer"), clientId, clientSecret)
  if (tokens !== undefined && secretText(tokens?.refreshToken) === undefined) {
    return yield* invalidInput(operation("layer"), "tokens.refreshToken must be a Redacted")
  }
  const client = yield* HttpClient
  const config = yield* BoxConfig
  const send = <A, E>(effect: Effect.Effect<A, E, HttpClient>): Effect.Effect<A, E> =>
    effect.pipe(Effect.provideService(HttpClient, client), Effect.provideService(BoxConfig, config))
  const app = { client_id: clientId, client_secret: clientSecret }

  const refresh = (refreshToken: Redacted.Redacted<string>) =>
    send(
      requestPair({
        operation: operation("refresh"),
        form: { grant_type: "refresh_token", refresh_token: refreshToken, ...app }
      })
    ).pipe(
      Effect.mapError((error) =>
        error._tag === "BoxOAuthError" && error.code === "invalid_grant" ? refreshTokenRefused(error) : error
      ),
      Effect.filterOrFail(
        (pair) => pair.refreshToken !== undefined,
        () => noRefreshToken
      )
    )

  const renewal = yield* Renewal.make({
    name: "OAuth",
    persistence: yield* TokenPersistence,
    exchange: (current) =>
      current?.refreshToken === undefined ? Effect.fail(nobodyLoggedIn) : refresh(current.refreshToken),
    initial: initialPair(options.tokens),
    onTokensChanged: options.onTokensChanged
  })

  const exchangeCode = Effect.fnUntraced(function* (given: { readonly code: string }) {
    const name = operation("exchangeCode")
    const { code } = yield* readArgument(name, given, "The argument must be an object such as { code }")
    if (typeof code !== "string" || code === "") return yield* invalidInput(name, "code must not be empty")
    // Once sent, the code is used up: whoever stops waiting, the pair that it bought is saved.
    return yield* renewal.login(
      send(
        requestPair({
          operation: name,
          form: { grant_type: "authorization_code", code: Redacted.make(code), ...app }
        })
      ).pipe(
        Effect.mapError((error) =>
          error._tag === "BoxOAuthError" && error.code === "invalid_grant" ? codeRefused(error) : error
        )
      )
    )
  })

  const oauth = OAuth.of({
    authorizationUrl: Effect.fnUntraced(function* (given: AuthorizationOptions = {}) {
      const { redirectUri, scopes } = yield* readArgument(
        operation("authorizationUrl"),
        given,
        "options must be an object"
      )
      if (scopes !== undefined && !(Array.isArray(scopes) && scopes.every((scope) => typeof scope === "string"))) {
        return yield* invalidInput(operation("authorizationUrl"), "scopes must be an array of strings")
      }
      if (redirectUri !== undefined && !(typeof redirectUri === "string" && URL.canParse(redirectUri))) {
        return yield* invalidInput(operation("authorizationUrl"), "redirectUri must be an absolute URL")
      }
      const state = yield* randomState
      const url = new URL(config.authorizeUrl)
      url.searchParams.set("response_type", "code")
      url.searchParams.set("client_id", clientId)
      url.searchParams.set("state", state)
      if (redirectUri !== undefined) url.searchParams.set("redirect_uri", redirectUri)
      if (scopes !== undefined && scopes.length > 0) url.searchParams.set("scope", scopes.join(" "))
      return { url: url.href, state }
    }),
    exchangeCode,
    exchangeRedirect: Effect.fnUntraced(function* (given) {
      const expected = "The argument must be an object such as { url, state }"
      const { state, url } = yield* readArgument(operation("exchangeRedirect"), given, expected)
      return yield* exchangeCode({ code: yield* codeOf(url, state) })
    }),
    logout: renewal.logout(({ accessToken, refreshToken }) =>
      Effect.catchIf(
        send(revokeToken({ operation: operation("logout"), form: { token: refreshToken ?? accessToken, ...app } })),
        isDeadToken,
        () => Effect.void
      )
    )
  })
  return Context.make(OAuth, oauth).pipe(Context.add(TokenStore, renewal.store))
})

/** The login of one person. Fails with `BoxInvalidInput` without a client id or secret. */
export const layer = (
  options: Options
): Layer.Layer<OAuth | TokenStore, BoxError.BoxInvalidInput, HttpClient | TokenPersistence> =>
  Layer.effectContext(makeServices(options))

/**
 * As {@link layer}, from `BOX_CLIENT_ID`, `BOX_CLIENT_SECRET` and, optionally, `BOX_REFRESH_TOKEN` for a login from
 * elsewhere.
 */
export const layerConfig = (
  options: Pick<Options, "onTokensChanged"> = {}
): Layer.Layer<OAuth | TokenStore, BoxError.BoxInvalidInput | Config.ConfigError, HttpClient | TokenPersistence> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const clientId = yield* required("BOX_CLIENT_ID")
      const clientSecret = yield* requiredSecret("BOX_CLIENT_SECRET")
      const refreshToken = yield* requiredSecret("BOX_REFRESH_TOKEN").pipe(Config.withDefault(undefined))
      const tokens = refreshToken === undefined ? undefined : { refreshToken }
      return yield* makeServices({ ...options, clientId, clientSecret, tokens })
    })
  )
