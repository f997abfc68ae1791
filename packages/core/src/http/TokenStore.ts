/**
 * The service that every operation depends on: a valid access token now, and what to do about one that Box refused.
 *
 * Provide it with the layer of `OAuth`, `ClientCredentials`, `Jwt`, `Downscope` or `DeveloperToken`; in tests with
 * `BoxEmulator.layer`.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import type * as Stream from "effect/Stream"
import type { BoxError } from "../BoxError.ts"

/** Whether what is in use is also saved. */
export interface Health {
  /** A pair that could not be saved yet is in use; saving it is being retried. */
  readonly unsaved: boolean
  /** Saves in a row that failed. */
  readonly failedSaves: number
}

/** What happened to the login. It holds no token: `onTokensChanged` of the login gets those. */
export type TokenChange =
  /** Box issued a new pair, and it is in use. `expiresAt` is when the access token ends, in milliseconds since 1970. */
  | { readonly _tag: "Renewed"; readonly expiresAt: number }
  /** A pair that was stored, by an earlier run or by another process, is in use. */
  | { readonly _tag: "Adopted"; readonly expiresAt: number }
  /** Someone logged in. */
  | { readonly _tag: "LoggedIn"; readonly expiresAt: number }
  /** Someone logged out: calls fail with `BoxLoginRequired` from now on. */
  | { readonly _tag: "LoggedOut" }

export class TokenStore extends Context.Service<
  TokenStore,
  {
    /** A token that is valid now; renews it first when it is about to end. */
    readonly accessToken: Effect.Effect<Redacted.Redacted<string>, BoxError>
    /**
     * Tells that Box refused this token with 401. Renews it if it is still the current one, once for all callers, and fails
     * if there is no way to a new one.
     */
    readonly refused: (token: Redacted.Redacted<string>) => Effect.Effect<void, BoxError>
    readonly health: Effect.Effect<Health>
    /** What happens to the login from now on; ends with the layer. */
    readonly changes: Stream.Stream<TokenChange>
  }
>()("effect-box/TokenStore") {}
