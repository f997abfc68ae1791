/**
 * The service that every operation depends on. It provides a valid access token, and renews a token that Box rejected.
 *
 * Provide it with the layer of `OAuth`, `ClientCredentials`, `Jwt`, `Downscope` or `DeveloperToken`; in tests, with
 * `BoxEmulator.layer`.
 *
 * @example
 * ```ts
 * import { TokenStore } from "@effect-box/core"
 * import { Effect, Stream } from "effect"
 *
 * // Logs what happens to the login.
 * const watch = Effect.flatMap(TokenStore.TokenStore, ({ changes }) =>
 *   Stream.runForEach(changes, (change) => Effect.log(change._tag))
 * )
 * ```
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type * as Stream from "effect/Stream"
import type { BoxError } from "../BoxError.ts"

/**
 * Whether the token pair in use is also saved.
 *
 * @category models
 * @since 0.1.0
 */
export interface Health {
  /** The pair in use could not be saved yet. Saving it is being retried. */
  readonly unsaved: boolean
  /** The number of consecutive saves that failed. */
  readonly failedSaves: number
}

/**
 * What happened to the login. It contains no token: the login's `onTokensChanged` receives the tokens.
 *
 * @category models
 * @since 0.1.0
 */
export type TokenChange =
  /**
   * Box issued a new pair, which is now in use. `expiresAt` is when the access token expires, in milliseconds since
   * 1970.
   */
  | { readonly _tag: "Renewed"; readonly expiresAt: number }
  /** A pair that an earlier run or another process stored is now in use. */
  | { readonly _tag: "Adopted"; readonly expiresAt: number }
  /** Someone logged in. */
  | { readonly _tag: "LoggedIn"; readonly expiresAt: number }
  /** Someone logged out. From now on calls fail with `BoxLoginRequired`. */
  | { readonly _tag: "LoggedOut" }

/**
 * The login that calls are made with.
 *
 * @category services
 * @since 0.1.0
 */
export class TokenStore extends Context.Service<
  TokenStore,
  {
    /** A valid token. A token that is about to expire is renewed first. */
    readonly accessToken: Effect.Effect<Redacted.Redacted<string>, BoxError>
    /**
     * Reports that Box rejected this token with 401. If it is still the current one, it is renewed, once for all
     * callers. Fails if it cannot be renewed.
     */
    readonly refused: (token: Redacted.Redacted<string>) => Effect.Effect<void, BoxError>
    readonly health: Effect.Effect<Health>
    /** The changes of the login from now on. The stream ends with the layer. */
    readonly changes: Stream.Stream<TokenChange>
  }
>()("effect-box/TokenStore") {}
