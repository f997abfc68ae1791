/**
 * Logs a person in with Box's OAuth 2.0 authorization code flow, and keeps the login alive.
 *
 * `OAuth.layer` provides the {@link OAuth} service (authorization URL, code exchange, logout) and the `TokenStore`
 * that operations need. Tokens are renewed automatically: once for all fibers, and saved in `TokenPersistence` before
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
import * as Effect from "effect/Effect"
import { HttpClient } from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { required, requiredSecret } from "../internal/setting.ts"
import { BoxConfig, layerHosts } from "../http/BoxConfig.ts"
import * as BoxError from "../BoxError.ts"
import { detailOf, factsOf } from "../http/internal/answerError.ts"
import { checkClient, invalidInput, readArgument, secretText } from "../internal/argument.ts"
import { codeOf, randomState } from "./internal/redirectedCode.ts"
import * as Renewal from "./internal/renewal.ts"
import { requestPair, revoke as revokeToken } from "./internal/tokenRequest.ts"
import { type TokenPair, TokenPersistence } from "./TokenPersistence.ts"
import { TokenStore } from "../http/TokenStore.ts"

/**
 * The options of {@link layer}.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly clientId: string
  readonly clientSecret: Redacted.Redacted<string>
  /**
   * A login that was made elsewhere: the refresh token, and the access token if it is still valid. It is used if the
   * persistence has no pair, or one that Box rejects. A refresh token works once, so any other program that uses it
   * loses the login.
   */
  readonly tokens?:
    | {
        readonly refreshToken: Redacted.Redacted<string>
        readonly accessToken?: Redacted.Redacted<string> | undefined
        /** When the access token expires, in milliseconds since 1970. */
        readonly expiresAt?: number | undefined
      }
    | undefined
  /** Called with each new pair, after it is saved and before it is used. */
  readonly onTokensChanged?: ((pair: TokenPair) => Effect.Effect<void>) | undefined
}

/**
 * The options of {@link authorizationUrl}.
 *
 * @category models
 * @since 0.1.0
 */
export interface AuthorizationOptions {
  /**
   * Where Box redirects the user afterwards. It must be registered with the app. Required if several are registered.
   */
  readonly redirectUri?: string | undefined
  /** Default: all scopes that the app is configured for. */
  readonly scopes?: ReadonlyArray<string> | undefined
}

/**
 * The URL to send the user to, and the `state` that must come back. Keep `state` in the user's session until then.
 *
 * @category models
 * @since 0.1.0
 */
export interface Authorization {
  readonly url: string
  readonly state: string
}

/**
 * The authorization code flow of one app. The functions of this module call it.
 *
 * @category services
 * @since 0.1.0
 */
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
 * Returns the URL of the page where a user grants access, with a random `state` of 256 bits that {@link
 * exchangeRedirect} checks.
 *
 * @example
 * ```ts
 * import { OAuth } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const begin = Effect.gen(function* () {
 *   const { url, state } = yield* OAuth.authorizationUrl({ redirectUri: "https://app.example/callback" })
 *   // Keep `state` in the user's session, and redirect the browser to `url`.
 *   return { url, state }
 * })
 * ```
 *
 * @see https://developer.box.com/reference/get-authorize/
 * @category operations
 * @since 0.1.0
 */
export const authorizationUrl = (
  options?: AuthorizationOptions
): Effect.Effect<Authorization, BoxError.BoxInvalidInput, OAuth> =>
  OAuth.use((oauth) => oauth.authorizationUrl(options))

/**
 * Exchanges the authorization code for a token pair, saves the pair and uses it from now on. A code is valid for 30
 * seconds and works once; an expired code fails with `BoxOAuthError`. Prefer {@link exchangeRedirect}, which also
 * checks the state.
 *
 * @example
 * ```ts
 * import { OAuth } from "@effect-box/core"
 *
 * const login = (code: string) => OAuth.exchangeCode({ code })
 * ```
 *
 * @see https://developer.box.com/reference/post-oauth2-token/
 * @category operations
 * @since 0.1.0
 */
export const exchangeCode = (options: { readonly code: string }): Effect.Effect<TokenPair, BoxError.BoxError, OAuth> =>
  OAuth.use((oauth) => oauth.exchangeCode(options))

/**
 * Handles the URL that Box redirected the user to: checks that `state` is the one of {@link authorizationUrl} and that
 * the user granted access, then exchanges the code. Fails with `BoxOAuthError`, whose `code` is `state_mismatch`,
 * `access_denied`, ...
 *
 * @example
 * ```ts
 * import { OAuth } from "@effect-box/core"
 *
 * const finish = (requestUrl: string, stateOfSession: string) =>
 *   OAuth.exchangeRedirect({ url: requestUrl, state: stateOfSession })
 * ```
 *
 * @category operations
 * @since 0.1.0
 */
export const exchangeRedirect = (options: {
  readonly url: string
  readonly state: string
}): Effect.Effect<TokenPair, BoxError.BoxError, OAuth> => OAuth.use((oauth) => oauth.exchangeRedirect(options))

/**
 * Ends the login. Box revokes the whole pair, even if another process renewed it last, and the pair is removed from
 * the persistence. A pair that is already invalid on Box is removed, too. Does nothing without a login. If Box cannot
 * be reached, the login is kept and the effect fails.
 *
 * @example
 * ```ts
 * import { OAuth } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const goodbye = Effect.andThen(OAuth.logout, Effect.log("logged out"))
 * ```
 *
 * @see https://developer.box.com/reference/post-oauth2-revoke/
 * @category operations
 * @since 0.1.0
 */
export const logout: Effect.Effect<void, BoxError.BoxError, OAuth> = /*#__PURE__*/ OAuth.use((oauth) => oauth.logout)

const operation = (name: string) => `OAuth.${name}`

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
  message: "No one has logged in yet: send the user to OAuth.authorizationUrl",
  attempts: 0
})

const noRefreshToken = new BoxError.BoxDecodeError({
  operation: operation("refresh"),
  message: "Box returned no refresh token",
  attempts: 1
})

const refreshTokenRefused = (error: BoxError.BoxOAuthError): BoxError.BoxLoginRequired =>
  new BoxError.BoxLoginRequired({
    ...factsOf(error),
    message: `Box no longer accepts the refresh token (${detailOf(error)}): send the user to OAuth.authorizationUrl again`
  })

/** Box says that the token is already invalid, which is what a logout wants. */
const isDeadToken = (error: BoxError.BoxError): boolean =>
  error._tag === "BoxOAuthError" && (error.code === "invalid_grant" || error.code === "invalid_token")

const codeRefused = (error: BoxError.BoxOAuthError): BoxError.BoxOAuthError =>
  new BoxError.BoxOAuthError({
    ...factsOf(error),
    message: `Box rejected the code (${detailOf(error)}). A code is valid for 30 seconds and works once: let the user grant access again.`
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
    // Once sent, the code is used up. So the new pair is saved even if the caller is interrupted.
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

/**
 * The login of one person. Fails with `BoxInvalidInput` without a client id or secret.
 *
 * @example
 * ```ts
 * import { OAuth, TokenPersistence, Users } from "@effect-box/core"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const Login = OAuth.layer({
 *   clientId: "id",
 *   clientSecret: Redacted.make("secret"),
 *   onTokensChanged: () => Effect.log("the tokens were renewed")
 * }).pipe(Layer.provide(TokenPersistence.layerMemory))
 *
 * const me = Users.getUserMe().pipe(Effect.provide(Login))
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (
  options: Options
): Layer.Layer<OAuth | TokenStore, BoxError.BoxInvalidInput, HttpClient | TokenPersistence> =>
  Layer.effectContext(makeServices(options))

/**
 * As {@link layer}, from `BOX_CLIENT_ID`, `BOX_CLIENT_SECRET` and, optionally, `BOX_REFRESH_TOKEN` for a login that
 * was made elsewhere.
 *
 * @example
 * ```ts
 * import { OAuth, TokenPersistence } from "@effect-box/core"
 * import { Layer } from "effect"
 *
 * const Login = OAuth.layerConfig().pipe(Layer.provide(TokenPersistence.layerMemory))
 * ```
 *
 * @category layers
 * @since 0.1.0
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
  ).pipe(Layer.provideMerge(layerHosts()))
