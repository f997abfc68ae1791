/**
 * Uses an existing access token: the developer token of Box's console (60 minutes, no renewal), or a token that
 * another service issued.
 *
 * @example
 * ```ts
 * import { DeveloperToken, Users } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * // From BOX_DEVELOPER_TOKEN.
 * const me = Users.getUserMe().pipe(Effect.provide(DeveloperToken.layerConfig))
 * ```
 *
 * @see https://developer.box.com/guides/authentication/tokens/developer-tokens/
 */
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { requiredSecret } from "../internal/setting.ts"
import { type BoxInvalidInput, BoxLoginRequired } from "../BoxError.ts"
import { layerHosts } from "../http/BoxConfig.ts"
import { TokenStore } from "../http/TokenStore.ts"

/**
 * Creates the `TokenStore` itself, for layers of your own.
 *
 * @example
 * ```ts
 * import { DeveloperToken, TokenStore } from "@effect-box/core"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const FromVault = (read: Effect.Effect<string>) =>
 *   Layer.effect(
 *     TokenStore.TokenStore,
 *     Effect.map(read, (token) => DeveloperToken.make(Redacted.make(token)))
 *   )
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (token: Redacted.Redacted<string>): TokenStore["Service"] =>
  TokenStore.of({
    accessToken: Effect.succeed(token),
    refused: () =>
      Effect.fail(
        new BoxLoginRequired({
          operation: "DeveloperToken.refused",
          message:
            "Box rejected the developer token. It is valid for 60 minutes and cannot be renewed: create another one in the developer console.",
          status: 401,
          attempts: 1
        })
      ),
    health: Effect.succeed({ unsaved: false, failedSaves: 0 }),
    changes: Stream.empty
  })

/**
 * Uses this token until Box rejects it. Then every call fails with `BoxLoginRequired`.
 *
 * @example
 * ```ts
 * import { DeveloperToken } from "@effect-box/core"
 * import { Redacted } from "effect"
 *
 * const Login = DeveloperToken.layer(Redacted.make("a developer token"))
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (token: Redacted.Redacted<string>): Layer.Layer<TokenStore> =>
  Layer.succeed(TokenStore, make(token))

/**
 * As {@link layer}, from `BOX_DEVELOPER_TOKEN`. `BOX_API_URL` and the like select another server; see
 * `BoxConfig.layerHosts`.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerConfig: Layer.Layer<TokenStore, BoxInvalidInput | Config.ConfigError> =
  /*#__PURE__*/ Layer.provideMerge(
    /*#__PURE__*/ Layer.effect(
      TokenStore,
      /*#__PURE__*/ Effect.map(/*#__PURE__*/ requiredSecret("BOX_DEVELOPER_TOKEN"), make)
    ),
    /*#__PURE__*/ layerHosts()
  )
