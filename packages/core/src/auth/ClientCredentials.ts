/**
 * Logs a server in with the app's client id and secret alone, as the service account of an enterprise or as one of its
 * users. An administrator has to authorise the app first.
 *
 * Such a login can be repeated at any time, so {@link layer} keeps the token in memory. {@link layerPersisted} shares
 * it through `TokenPersistence`, which must then belong to this login alone: any pair that it contains is used.
 *
 * @example
 * ```ts
 * import { ClientCredentials, Folders } from "@effect-box/core"
 * import { Effect, Redacted } from "effect"
 *
 * const Login = ClientCredentials.layer({
 *   clientId: "id",
 *   clientSecret: Redacted.make("secret"),
 *   subject: { enterprise: "12345" }
 * })
 *
 * const root = Folders.getFolderById({ folder_id: "0" }).pipe(Effect.provide(Login))
 * ```
 *
 * @see https://developer.box.com/guides/authentication/client-credentials/
 */
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import { HttpClient } from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { required, requiredSecret } from "../internal/setting.ts"
import { BoxConfig, layerHosts } from "../http/BoxConfig.ts"
import * as BoxError from "../BoxError.ts"
import { detailOf, factsOf } from "../http/internal/answerError.ts"
import { checkClient, invalidInput, readArgument } from "../internal/argument.ts"
import { inOwnMemory } from "./internal/loginMemory.ts"
import * as Renewal from "./internal/renewal.ts"
import { type Subject, subjectFields, subjectSetting } from "./internal/subject.ts"
import { requestPair } from "./internal/tokenRequest.ts"
import * as TokenPersistence from "./TokenPersistence.ts"
import { TokenStore } from "../http/TokenStore.ts"

export type { Subject }

/**
 * The options of {@link layer}.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly clientId: string
  readonly clientSecret: Redacted.Redacted<string>
  readonly subject: Subject
  /** Called with each new token, before it is used. */
  readonly onTokensChanged?: ((pair: TokenPersistence.TokenPair) => Effect.Effect<void>) | undefined
}

const explain = (error: BoxError.BoxError): BoxError.BoxError =>
  error._tag === "BoxOAuthError" && (error.code === "invalid_grant" || error.code === "unauthorized_client")
    ? new BoxError.BoxOAuthError({
        ...factsOf(error),
        message: `Box rejected the login (${detailOf(error)}). Check the id of the subject and the app's settings, and that an administrator has authorised the app`
      })
    : error

const make = /*#__PURE__*/ Effect.fnUntraced(function* (given: Options) {
  const options = yield* readArgument("ClientCredentials.layer", given, "options must be an object with a clientId")
  const { clientId, clientSecret } = options
  yield* checkClient("ClientCredentials.layer", clientId, clientSecret)
  const subject = yield* subjectFields("ClientCredentials.layer", options.subject)
  const client = yield* HttpClient
  const config = yield* BoxConfig
  const exchange = requestPair({
    operation: "ClientCredentials.exchange",
    form: {
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      box_subject_type: subject.type,
      box_subject_id: subject.id
    }
  }).pipe(Effect.provideService(HttpClient, client), Effect.provideService(BoxConfig, config), Effect.mapError(explain))
  const { store } = yield* Renewal.make({
    name: "ClientCredentials",
    persistence: yield* TokenPersistence.TokenPersistence,
    exchange: () => exchange,
    onTokensChanged: options.onTokensChanged
  })
  return store
})

/**
 * The login of a server whose token is shared through `TokenPersistence`, between all processes that share it.
 *
 * @example
 * ```ts
 * import { ClientCredentials } from "@effect-box/core"
 * import { SqlTokenPersistence } from "@effect-box/core/server"
 * import { Layer, Redacted } from "effect"
 *
 * const Login = ClientCredentials.layerPersisted({
 *   clientId: "id",
 *   clientSecret: Redacted.make("secret"),
 *   subject: { user: "67890" }
 * }).pipe(Layer.provide(SqlTokenPersistence.layer({ key: "box-user-67890" })))
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layerPersisted = (
  options: Options
): Layer.Layer<TokenStore, BoxError.BoxInvalidInput, HttpClient | TokenPersistence.TokenPersistence> =>
  Layer.effect(TokenStore, make(options))

/**
 * The login of a server. Fails with `BoxInvalidInput` without a client id, a secret or exactly one subject.
 *
 * @example
 * ```ts
 * import { ClientCredentials } from "@effect-box/core"
 * import { Redacted } from "effect"
 *
 * const OneUser = ClientCredentials.layer({
 *   clientId: "id",
 *   clientSecret: Redacted.make("secret"),
 *   subject: { user: "67890" }
 * })
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<TokenStore, BoxError.BoxInvalidInput, HttpClient> =>
  inOwnMemory(layerPersisted(options))

/**
 * As {@link layer}, from `BOX_CLIENT_ID`, `BOX_CLIENT_SECRET`, and either `BOX_ENTERPRISE_ID` or `BOX_USER_ID`.
 *
 * @example
 * ```ts
 * import { ClientCredentials, Users } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const me = Users.getUserMe().pipe(Effect.provide(ClientCredentials.layerConfig()))
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layerConfig = (
  options: Pick<Options, "onTokensChanged"> = {}
): Layer.Layer<TokenStore, BoxError.BoxInvalidInput | Config.ConfigError, HttpClient> =>
  Layer.unwrap(
    Effect.gen(function* () {
      const clientId = yield* required("BOX_CLIENT_ID")
      const clientSecret = yield* requiredSecret("BOX_CLIENT_SECRET")
      const subject = yield* subjectSetting("ClientCredentials.layerConfig")
      if (subject === undefined) {
        return yield* invalidInput(
          "ClientCredentials.layerConfig",
          "Set BOX_ENTERPRISE_ID, to log in as the service account, or BOX_USER_ID, to log in as one user"
        )
      }
      return layer({ ...options, clientId, clientSecret, subject })
    })
  ).pipe(Layer.provideMerge(layerHosts()))
