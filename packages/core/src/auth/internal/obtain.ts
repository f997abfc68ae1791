/** Where a login's next token pair comes from: what another process saved, or Box. To be run in the exclusive section. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import type { BoxError, BoxLoginRequired } from "../../BoxError.ts"
import type { TokenPair, TokenPersistence } from "../TokenPersistence.ts"
import * as LoginState from "./loginState.ts"

export interface Source {
  /** The login's name in errors: `OAuth`, `Jwt`, ... */
  readonly name: string
  readonly persistence: TokenPersistence["Service"]
  /** One token request. `undefined`: nothing is stored yet. */
  readonly exchange: (current: TokenPair | undefined) => Effect.Effect<TokenPair, BoxError>
  /** Used when the persistence is empty, and when Box refuses what is stored. */
  readonly initial?: TokenPair | undefined
}

/** A pair that Box issued just now, or one that is stored already. */
export type Obtained = LoginState.Issued | { readonly _tag: "Adopted"; readonly pair: TokenPair }

type Token = Redacted.Redacted<string> | undefined

export const make = (source: Source, state: Ref.Ref<LoginState.LoginState>) => {
  const { initial, name, persistence } = source
  let initialIsSpent = false

  /** What the persistence holds, or what the layer was given to begin with. */
  const read: Effect.Effect<TokenPair | undefined, BoxError> = Effect.gen(function* () {
    const stored = yield* persistence.get
    const current = yield* Ref.updateAndGet(state, (before) => LoginState.read(before, stored))
    return LoginState.known(current, stored, initial)
  })

  const exchange = (known: TokenPair | undefined): Effect.Effect<Obtained, BoxError> =>
    Effect.gen(function* () {
      const { seen } = yield* Ref.get(state)
      // A refresh token works once. While it is not known whether Box got it, Box repeats its answer.
      const spent = Effect.sync(() => {
        if (initial !== undefined && LoginState.same(known?.refreshToken, initial.refreshToken)) initialIsSpent = true
      })
      const pair = yield* source.exchange(known).pipe(
        Effect.tapError((error) => (error._tag === "BoxLoginRequired" ? spent : Effect.void)),
        Effect.tap(() => spent)
      )
      const over = seen.length === 0 ? [] : [...seen, Option.fromUndefinedOr(known)]
      return { _tag: "Issued", pair, issuedAt: yield* Clock.currentTimeMillis, over }
    })

  /** Adopts what another process saved if it works and is not the token that must go, otherwise exchanges. */
  const adoptOrExchange = (known: TokenPair | undefined, stale: Token): Effect.Effect<Obtained, BoxError> =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      known !== undefined && LoginState.isGood(known, stale, now)
        ? Effect.succeed({ _tag: "Adopted", pair: known })
        : exchange(known)
    )

  /** What is stored is dead: the pair that the layer was given may come from a later login. It is tried once. */
  const exchangeInitial = (error: BoxLoginRequired): Effect.Effect<Obtained, BoxError> =>
    Effect.suspend(() => {
      if (initialIsSpent || initial?.refreshToken === undefined) return Effect.fail(error)
      return exchange(initial).pipe(
        Effect.tap(() =>
          Effect.logWarning(`${name}: the stored login is dead, the one that the layer was given is used now`)
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
          // Another process may have used the refresh token first: what it saved is the login now.
          const again = yield* read
          return yield* isUnchanged(known, again) ? exchangeInitial(error) : adoptOrExchange(again, stale)
        })
      )
    })

  return { read, obtain }
}
