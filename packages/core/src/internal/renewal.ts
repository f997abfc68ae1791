/**
 * The single flight that all renewing logins share: one token request for any number of fibers, saved before it is used,
 * never lost when a caller is interrupted.
 */
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { BoxConfig } from "../BoxConfig.ts"
import { type BoxError, BoxLoginRequired } from "../BoxError.ts"
import type { TokenPair, TokenPersistence } from "../TokenPersistence.ts"
import { TokenStore } from "../TokenStore.ts"
import { askedToWait, delayBefore } from "./retry.ts"

export interface Options {
  /** The login's name in errors: `OAuth`, `Jwt`, ... */
  readonly name: string
  readonly persistence: TokenPersistence["Service"]
  /** One token request. `undefined`: nothing is stored yet. */
  readonly exchange: (current: TokenPair | undefined) => Effect.Effect<TokenPair, BoxError>
  /** Used when the persistence is empty. */
  readonly initial?: TokenPair | undefined
  /** Runs after the pair was saved and before it is used. */
  readonly onTokensChanged?: ((pair: TokenPair) => Effect.Effect<void>) | undefined
}

/** A login that can also be replaced from outside, as a code exchange and a logout do. */
export interface Renewal {
  readonly store: TokenStore["Service"]
  /** Saves and uses the pair that `obtain` gets, and goes on to do so when the caller stops waiting. */
  readonly login: (obtain: Effect.Effect<TokenPair, BoxError>) => Effect.Effect<TokenPair, BoxError>
  /** The pair in use, read from the persistence if nothing is yet. */
  readonly current: Effect.Effect<Option.Option<TokenPair>, BoxError>
  readonly clear: Effect.Effect<void, BoxError>
}

/** An access token is renewed this long before it ends, so that no upload starts with one that is about to. */
const margin = Duration.toMillis(Duration.minutes(3))
/** With less left than this a call waits for the renewal; with more it takes the token that is there. */
const tooShort = Duration.toMillis(Duration.seconds(30))

interface State {
  readonly pair: TokenPair | undefined
  /** From when on the pair should be renewed, in milliseconds since 1970. */
  readonly renewAt: number
  /** The pair as the persistence last had it; another one there means that another process renewed. */
  readonly persisted: TokenPair | undefined
  /** In use although it could not be saved yet. */
  readonly unsaved: TokenPair | undefined
  readonly failedSaves: number
  readonly inFlight: Deferred.Deferred<void, BoxError> | undefined
}

const same = (a: Redacted.Redacted<string> | undefined, b: Redacted.Redacted<string> | undefined): boolean =>
  a === undefined || b === undefined ? a === b : Redacted.value(a) === Redacted.value(b)

const samePair = (a: TokenPair | undefined, b: TokenPair | undefined): boolean =>
  a === undefined || b === undefined
    ? a === b
    : same(a.accessToken, b.accessToken) && same(a.refreshToken, b.refreshToken)

export const make = Effect.fnUntraced(function* (options: Options): Effect.fn.Return<Renewal, never, Scope.Scope> {
  const { persistence } = options
  const policy = (yield* BoxConfig).retry
  const scope = yield* Effect.scope
  const state = yield* Ref.make<State>({
    pair: undefined,
    renewAt: 0,
    persisted: undefined,
    unsaved: undefined,
    failedSaves: 0,
    inFlight: undefined
  })

  /** Takes a pair into use. A pair that was just issued is renewed a little before its end; a short one at half its life. */
  const use = (pair: TokenPair, issuedAt: number | undefined) =>
    Ref.update(state, (s) => ({
      ...s,
      pair,
      renewAt: Math.max(pair.expiresAt - margin, issuedAt === undefined ? 0 : (issuedAt + pair.expiresAt) / 2)
    }))

  const save = (pair: TokenPair) =>
    persistence.set(pair).pipe(
      Effect.andThen(Ref.update(state, (s) => ({ ...s, persisted: pair, unsaved: undefined, failedSaves: 0 }))),
      Effect.tapError(() => Ref.update(state, (s) => ({ ...s, unsaved: pair, failedSaves: s.failedSaves + 1 })))
    )

  // One save at a time, so that an older pair that is being retried cannot land on top of a newer one.
  const saving = yield* Semaphore.make(1)
  const saveUnsaved = saving.withPermits(1)(
    Effect.flatMap(Ref.get(state), ({ unsaved }) => (unsaved === undefined ? Effect.void : save(unsaved)))
  )

  const saveLater = Effect.delay(saveUnsaved, "1 second").pipe(
    Effect.retry(Schedule.min([Schedule.exponential("1 second"), Schedule.spaced("1 minute")])),
    Effect.ignore,
    Effect.forkIn(scope)
  )

  yield* Scope.addFinalizer(
    scope,
    Effect.catch(saveUnsaved, (error) =>
      Effect.logError(`${options.name}: the last token pair could not be saved and is lost: ${error.message}`)
    )
  )

  /** Save, tell, use: in this order, and as a whole. A failed save is reported and goes on in the background. */
  const accept = Effect.fnUntraced(function* (pair: TokenPair) {
    const issuedAt = yield* Clock.currentTimeMillis
    yield* Effect.catch(saving.withPermits(1)(save(pair)), (error) =>
      Effect.logError(`${options.name}: saving the token pair failed, it stays in use: ${error.message}`)
    )
    if (options.onTokensChanged !== undefined) {
      yield* Effect.catchCause(options.onTokensChanged(pair), (cause) =>
        Effect.logError(`${options.name}: onTokensChanged failed`, cause)
      )
    }
    yield* use(pair, issuedAt)
    if ((yield* Ref.get(state)).unsaved !== undefined) yield* saveLater
  })

  /** What the persistence holds, or what the layer was given to begin with. */
  const read = Effect.gen(function* () {
    const stored = Option.getOrUndefined(yield* persistence.get)
    const { pair, persisted, unsaved } = yield* Ref.get(state)
    // What could not be saved is newer than what is stored, unless another process has stored something since.
    if (unsaved !== undefined && samePair(stored, persisted)) return unsaved
    yield* Ref.update(state, (s) => ({ ...s, persisted: stored }))
    return stored ?? pair ?? options.initial
  })

  /** The first pair of a run may be near its end: what follows renews it in good time. A renewal wants a fresh one. */
  const isGood = (pair: TokenPair, stale: Redacted.Redacted<string> | undefined): Effect.Effect<boolean> =>
    Effect.map(Clock.currentTimeMillis, (now) =>
      stale === undefined
        ? pair.expiresAt - tooShort > now
        : pair.expiresAt - margin > now && !same(pair.accessToken, stale)
    )

  const exchangeAndAccept = (known: TokenPair | undefined) => Effect.flatMap(options.exchange(known), accept)

  /** Adopts what another process saved if it works and is not the token that must go, otherwise exchanges. */
  const adoptOrExchange = (known: TokenPair | undefined, stale: Redacted.Redacted<string> | undefined) =>
    Effect.gen(function* () {
      return known !== undefined && (yield* isGood(known, stale))
        ? yield* use(known, undefined)
        : yield* exchangeAndAccept(known)
    })

  /** One try, inside the exclusive section: read again, adopt or exchange, save. */
  const renewOnce = (stale: Redacted.Redacted<string> | undefined) =>
    persistence.exclusively(
      Effect.gen(function* () {
        const known = yield* read
        yield* Effect.catchTag(adoptOrExchange(known, stale), "BoxLoginRequired", (error) =>
          Effect.gen(function* () {
            // Another process may have used the refresh token first: what it saved is the login now.
            const again = yield* read
            return samePair(again, known) ? yield* error : yield* adoptOrExchange(again, stale)
          })
        )
      })
    )

  /** Tries again while that can help. Only the pauses can be interrupted: an exchange ends with its pair saved. */
  const renew = (stale: Redacted.Redacted<string> | undefined): Effect.Effect<void, BoxError> =>
    Effect.uninterruptibleMask((restore) =>
      Effect.gen(function* () {
        for (let attempt = 1; ; attempt++) {
          const outcome = yield* Effect.exit(renewOnce(stale))
          if (Exit.isSuccess(outcome)) return
          const error = Option.getOrUndefined(Exit.findErrorOption(outcome))
          if (error === undefined || !error.isRetryable || attempt >= policy.maxAttempts) return yield* outcome
          yield* restore(Effect.flatMap(delayBefore(attempt, askedToWait(error), policy), Effect.sleep))
        }
      })
    )

  /** Joins the renewal that is under way, or starts one in the scope of the layer, so that no caller can cut it off. */
  const join = (stale: Redacted.Redacted<string> | undefined): Effect.Effect<void, BoxError> =>
    Effect.uninterruptibleMask((restore) =>
      Effect.gen(function* () {
        const mine = yield* Deferred.make<void, BoxError>()
        const flight = yield* Ref.modify(state, (s): [Deferred.Deferred<void, BoxError> | undefined, State] => {
          if (s.inFlight !== undefined) return [s.inFlight, s]
          // A renewal that ended between the caller's look and now has already done what was asked.
          if (s.pair !== undefined && !same(s.pair.accessToken, stale)) return [undefined, s]
          return [mine, { ...s, inFlight: mine }]
        })
        if (flight === undefined) return
        if (flight === mine) {
          yield* renew(stale).pipe(
            Effect.onExit((exit) =>
              Effect.andThen(
                Ref.update(state, (s) => ({ ...s, inFlight: undefined })),
                Deferred.done(mine, exit)
              )
            ),
            Effect.forkIn(scope)
          )
        }
        yield* restore(Deferred.await(flight))
      })
    )

  const loginRequired = new BoxLoginRequired({
    operation: `${options.name}.accessToken`,
    message: "There is no login yet",
    attempts: 0
  })

  const accessToken: Effect.Effect<Redacted.Redacted<string>, BoxError> = Effect.gen(function* () {
    const { pair, renewAt } = yield* Ref.get(state)
    const now = yield* Clock.currentTimeMillis
    if (pair !== undefined && now < renewAt) return pair.accessToken
    if (pair === undefined || now >= pair.expiresAt) yield* join(pair?.accessToken)
    else {
      // Until its end a token works, so a renewal ahead of it that fails is no reason to fail a call.
      const early = Effect.catch(join(pair.accessToken), (error) =>
        Effect.logWarning(`${options.name}: the early renewal of the access token failed: ${error.message}`)
      )
      yield* now < pair.expiresAt - tooShort ? Effect.forkIn(early, scope) : early
    }
    const after = (yield* Ref.get(state)).pair
    return after === undefined ? yield* loginRequired : after.accessToken
  })

  const refused = (token: Redacted.Redacted<string>): Effect.Effect<void, BoxError> =>
    Effect.flatMap(Ref.get(state), ({ pair }) =>
      pair !== undefined && !same(pair.accessToken, token) ? Effect.void : join(token)
    )

  const store = TokenStore.of({
    accessToken,
    refused,
    health: Effect.map(Ref.get(state), ({ unsaved, failedSaves }) => ({ unsaved: unsaved !== undefined, failedSaves }))
  })

  const current = Effect.gen(function* () {
    const { pair } = yield* Ref.get(state)
    return Option.fromUndefinedOr(pair ?? (yield* read))
  })

  const clear = persistence.exclusively(
    Effect.andThen(
      persistence.clear,
      Ref.update(state, (s) => ({ ...s, pair: undefined, renewAt: 0, persisted: undefined, unsaved: undefined }))
    )
  )

  const login = (obtain: Effect.Effect<TokenPair, BoxError>) =>
    Effect.gen(function* () {
      const obtained = yield* persistence
        .exclusively(Effect.tap(obtain, accept))
        .pipe(Effect.forkDetach({ startImmediately: true }))
      return yield* Fiber.join(obtained)
    })

  return { store, login, current, clear }
})
