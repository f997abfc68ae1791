/**
 * Obtains a login's next token pair: from what another process saved, or from Box. Must run in the exclusive section.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import type { BoxError, BoxLoginRequired } from "../../BoxError.ts"
import { renewed } from "../../telemetry/internal/recorder.ts"
import type { TokenPair, TokenPersistence } from "../TokenPersistence.ts"
import * as LoginState from "./loginState.ts"

export interface Source {
  /** The login's name in errors: `OAuth`, `Jwt`, ... */
  readonly name: string
  readonly persistence: TokenPersistence["Service"]
  /** One token request. `undefined`: nothing is stored yet. */
  readonly exchange: (current: TokenPair | undefined) => Effect.Effect<TokenPair, BoxError>
  /** Used if the persistence is empty, or if Box rejects the stored pair. */
  readonly initial?: TokenPair | undefined
}

/** A pair that Box has just issued, or a stored one. */
export type Obtained = LoginState.Issued | { readonly _tag: "Adopted"; readonly pair: TokenPair }

type Token = Redacted.Redacted<string> | undefined

export const make = (source: Source, state: Ref.Ref<LoginState.LoginState>) => {
  const { initial, name, persistence } = source
  let initialIsSpent = false

  /** The stored pair, or the one that the layer was given. */
  const read: Effect.Effect<TokenPair | undefined, BoxError> = Effect.gen(function* () {
    const stored = yield* persistence.get
    const current = yield* Ref.updateAndGet(state, (before) => LoginState.read(before, stored))
    return LoginState.known(current, stored, initial)
  })

  const exchange = (known: TokenPair | undefined): Effect.Effect<Obtained, BoxError> =>
    Effect.gen(function* () {
      const { seen } = yield* Ref.get(state)
      // A refresh token works once. As long as the outcome is unknown, Box repeats its answer.
      const spent = Effect.sync(() => {
        if (initial !== undefined && LoginState.same(known?.refreshToken, initial.refreshToken)) initialIsSpent = true
      })
      const pair = yield* source.exchange(known).pipe(
        Effect.tapError((error) => (error._tag === "BoxLoginRequired" ? spent : Effect.void)),
        Effect.tap(() => spent),
        Effect.tap(() => renewed(name, "issued")),
        Effect.tapError(() => renewed(name, "failure"))
      )
      const over = seen.length === 0 ? [] : [...seen, Option.fromUndefinedOr(known)]
      return { _tag: "Issued", pair, issuedAt: yield* Clock.currentTimeMillis, over }
    })

  /** Adopts a pair that another process saved if it is valid and not the stale token; otherwise exchanges. */
  const adoptOrExchange = (known: TokenPair | undefined, stale: Token): Effect.Effect<Obtained, BoxError> =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      known !== undefined && LoginState.isGood(known, stale, now)
        ? Effect.succeed({ _tag: "Adopted", pair: known })
        : exchange(known)
    )

  /** The stored pair is invalid. The pair that the layer was given may come from a later login, so it is tried once. */
  const exchangeInitial = (error: BoxLoginRequired): Effect.Effect<Obtained, BoxError> =>
    Effect.suspend(() => {
      if (initialIsSpent || initial?.refreshToken === undefined) return Effect.fail(error)
      return exchange(initial).pipe(
        Effect.tap(() =>
          Effect.logWarning(`${name}: the stored login is invalid; using the one that the layer was given`)
        ),
        Effect.catchTag("BoxLoginRequired", () => Effect.fail(error))
      )
    })

  const isUnchanged = (known: TokenPair | undefined, again: TokenPair | undefined): boolean =>
    known === undefined || again === undefined ? known === again : LoginState.samePair(known, again)

  /** Reads again, then adopts or exchanges. */
  const obtain = (stale: Token): Effect.Effect<Obtained, BoxError> =>
    Effect.gen(function* () {
      const known = yield* read
      return yield* Effect.catchTag(adoptOrExchange(known, stale), "BoxLoginRequired", (error) =>
        Effect.gen(function* () {
          // Another process may have used the refresh token first. Then the pair that it saved is the login.
          const again = yield* read
          return yield* isUnchanged(known, again) ? exchangeInitial(error) : adoptOrExchange(again, stale)
        })
      )
    })

  return { read, obtain }
}
