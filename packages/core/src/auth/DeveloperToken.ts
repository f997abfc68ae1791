/**
 * An access token that is given, not earned: the developer token of Box's console (60 minutes, no renewal), or one that
 * another service hands out.
 *
 * @see https://developer.box.com/guides/authentication/tokens/developer-tokens/
 */
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { requiredSecret } from "../internal/setting.ts"
import { BoxLoginRequired } from "../BoxError.ts"
import { TokenStore } from "../http/TokenStore.ts"

/** The store itself, for layers of one's own. */
export const make = (token: Redacted.Redacted<string>): TokenStore["Service"] =>
  TokenStore.of({
    accessToken: Effect.succeed(token),
    refused: () =>
      Effect.fail(
        new BoxLoginRequired({
          operation: "DeveloperToken.refused",
          message:
            "Box refused the developer token. It lives 60 minutes and cannot be renewed: create another one in the developer console.",
          status: 401,
          attempts: 1
        })
      ),
    health: Effect.succeed({ unsaved: false, failedSaves: 0 }),
    changes: Stream.empty
  })

/** Uses this token until Box refuses it; then every call fails with `BoxLoginRequired`. */
export const layer = (token: Redacted.Redacted<string>): Layer.Layer<TokenStore> =>
  Layer.succeed(TokenStore, make(token))

/** As {@link layer}, from `BOX_DEVELOPER_TOKEN`. */
export const layerConfig: Layer.Layer<TokenStore, Config.ConfigError> = /*#__PURE__*/ Layer.effect(
  TokenStore,
  /*#__PURE__*/ Effect.map(/*#__PURE__*/ requiredSecret("BOX_DEVELOPER_TOKEN"), make)
)
