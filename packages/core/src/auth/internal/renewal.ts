/**
 * The single flight that all renewing logins share: one token request for any number of fibers, saved before it is used,
 * never lost when a caller is interrupted.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as PubSub from "effect/PubSub"
import type * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import { BoxConfig } from "../../http/BoxConfig.ts"
import { type BoxError, BoxInvalidInput, BoxLoginRequired } from "../../BoxError.ts"
import type { TokenPair, TokenPersistence } from "../TokenPersistence.ts"
import { type TokenChange, TokenStore } from "../../http/TokenStore.ts"
import { isUnreadable } from "../../http/internal/decide.ts"
import { enter, type Restore } from "./exclusiveSection.ts"
import { askedToWait, delayBefore } from "../../http/internal/retry.ts"
import { isOlder, type Persisted, same, samePair } from "./storedPair.ts"

export interface Options {
  /** The login's name in errors: `OAuth`, `Jwt`, ... */
  readonly name: string
  readonly persistence: TokenPersistence["Service"]
  /** One token request. `undefined`: nothing is stored yet. */
  readonly exchange: (current: TokenPair | undefined) => Effect.Effect<TokenPair, BoxError>
  /** Used when the persistence is empty, and when Box refuses what is stored. */
  readonly initial?: TokenPair | undefined
  /** Runs after the pair was saved and before it is used. */
  readonly onTokensChanged?: ((pair: TokenPair) => Effect.Effect<void>) | undefined
}

/** A login that can also be replaced from outside, as a code exchange and a logout do. */
export interface Renewal {
  readonly store: TokenStore["Service"]
  /** Saves and uses the pair that `obtain` gets, and goes on to do so when the caller stops waiting. */
  readonly login: (obtain: Effect.Effect<TokenPair, BoxError>) => Effect.Effect<TokenPair, BoxError>
  /** Revokes the pair that is stored now, whoever saved it, and forgets it. Without a login it does nothing. */
  readonly logout: (revoke: (pair: TokenPair) => Effect.Effect<void, BoxError>) => Effect.Effect<void, BoxError>
}

/** An access token is renewed this long before it ends, so that no upload starts with one that is about to. */
const margin = /*#__PURE__*/ Duration.toMillis(Duration.minutes(3))
/** With less left than this a call waits for the renewal; with more it takes the token that is there. */
const tooShort = /*#__PURE__*/ Duration.toMillis(Duration.seconds(30))

interface State {
  readonly pair: TokenPair | undefined
  /** From when on the pair should be renewed, in milliseconds since 1970. */
  readonly renewAt: number
  readonly persisted: Persisted
  /** In use although it could not be saved yet. */
  readonly unsaved: TokenPair | undefined
  /** Someone logged in for it, so that it takes the place of whatever was issued before, by any process. */
  readonly unsavedLogin: boolean
  readonly failedSaves: number
  readonly inFlight: Deferred.Deferred<void, BoxError> | undefined
}

/** A pair that Box issued just now, or one that is stored already. */
interface Issued {
  readonly _tag: "Issued"
  readonly pair: TokenPair
  readonly issuedAt: number
  /** What it takes the place of. */
  readonly over: Persisted
}
type Obtained = Issued | { readonly _tag: "Adopted"; readonly pair: TokenPair }

export const make = /*#__PURE__*/ Effect.fnUntraced(function* (
  options: Options
): Effect.fn.Return<Renewal, never, Scope.Scope> {
  const { persistence } = options
  const policy = (yield* BoxConfig).retry
  const scope = yield* Effect.scope
  const state = yield* Ref.make<State>({
    pair: undefined,
    renewAt: 0,
    persisted: undefined,
    unsaved: undefined,
    unsavedLogin: false,
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

  const changes = yield* Effect.acquireRelease(PubSub.unbounded<TokenChange>(), PubSub.shutdown)

  /** Tells, takes into use: only after the pair was saved, or saving it failed. A failed save goes on in the background. */
  const accept = Effect.fnUntraced(function* ({ pair, issuedAt }: Issued, change: "Renewed" | "LoggedIn") {
    if (options.onTokensChanged !== undefined) {
      const { onTokensChanged } = options
      yield* Effect.catchCause(
        // One that throws, is no function or gives no Effect costs a line in the log, not the login.
        Effect.suspend(() => {
          const told = onTokensChanged(pair)
          return Effect.isEffect(told) ? told : Effect.void
        }),
        (cause) => Effect.logError(`${options.name}: onTokensChanged failed`, cause)
      )
    }
    yield* use(pair, issuedAt)
    yield* PubSub.publish(changes, { _tag: change, expiresAt: pair.expiresAt })
    if ((yield* Ref.get(state)).failedSaves === 1) yield* saveLater
  })

  const adopt = (pair: TokenPair) =>
    use(pair, undefined).pipe(
      Effect.andThen(Ref.update(state, (s) => ({ ...s, persisted: [pair] }))),
      Effect.andThen(PubSub.publish(changes, { _tag: "Adopted", expiresAt: pair.expiresAt }))
    )

  const turns = yield* Semaphore.make(1)

  /** One after the other, until what was obtained is in use: a renewal must not overtake the login that came after it. */
  const inTurn = <A, E, R>(work: (restore: Restore) => Effect.Effect<A, E, R>) =>
    turns.withPermit(Effect.uninterruptibleMask(work))

  const saved = (pair: TokenPair) =>
    Ref.update(state, (s) => ({ ...s, persisted: [pair], unsaved: undefined, failedSaves: 0 }))

  /**
   * Runs `obtain` in the exclusive section and saves there what it was issued. A section can still fail as it ends (a commit
   * is lost, another process took over), so a pair counts as saved only after that; what Box issued is kept in any case.
   * Waiting for the section can be interrupted, what happens inside cannot.
   */
  const obtainExclusively = <E>(obtain: Effect.Effect<Obtained, E>, change: "Renewed" | "LoggedIn") =>
    inTurn((restore) =>
      Effect.gen(function* () {
        let issued: Issued | undefined
        const section = Effect.gen(function* () {
          const obtained = yield* obtain
          if (obtained._tag === "Issued") {
            issued = obtained
            yield* persistence.set(obtained.pair)
          }
          return obtained
        })
        const outcome = yield* Effect.exit(enter(persistence, restore, section))
        if (issued !== undefined) {
          const { pair, over } = issued
          if (Exit.isSuccess(outcome)) yield* saved(pair)
          else {
            yield* Ref.update(state, (s) => ({
              ...s,
              persisted: over,
              unsaved: pair,
              unsavedLogin: change === "LoggedIn" || (s.unsaved !== undefined && s.unsavedLogin),
              failedSaves: s.failedSaves + 1
            }))
            // An interruption says that the layer closes, which saves once more to be sure.
            if (!Cause.hasInterruptsOnly(outcome.cause)) {
              yield* Effect.logError(`${options.name}: saving the token pair failed, it stays in use`, outcome.cause)
            }
          }
          yield* accept(issued, change)
          return pair
        }
        const { pair } = yield* outcome
        const { unsaved } = yield* Ref.get(state)
        yield* samePair(pair, unsaved) ? use(pair, undefined) : adopt(pair)
        return pair
      })
    )

  /**
   * Saves what could not be saved, unless something newer is stored by now: a login elsewhere, or what another process got for
   * the same refresh token. That is then what is used here, too.
   */
  const saveUnsaved: Effect.Effect<void, BoxError> = Effect.uninterruptibleMask((restore) =>
    enter(
      persistence,
      restore,
      Effect.gen(function* () {
        const { persisted, unsaved, unsavedLogin } = yield* Ref.get(state)
        if (unsaved === undefined) return undefined
        const stored = Option.getOrUndefined(yield* persistence.get)
        if (!isOlder(stored, persisted, unsaved, unsavedLogin) && !samePair(stored, unsaved)) return { stored, unsaved }
        yield* persistence.set(unsaved)
        return { stored: unsaved, unsaved }
      })
    ).pipe(
      Effect.flatMap((result) => (result === undefined ? Effect.void : settle(result))),
      Effect.tapError(() => Ref.update(state, (s) => ({ ...s, failedSaves: s.failedSaves + 1 })))
    )
  )

  /** Notes what is stored now, and whether it took the place of the pair that was to be saved. */
  const settle = Effect.fnUntraced(function* (result: {
    readonly stored: TokenPair | undefined
    readonly unsaved: TokenPair
  }) {
    const { stored, unsaved } = result
    const superseded = yield* Ref.modify(state, (s): [boolean, State] => {
      // A newer pair was issued in the meantime: it is the one to save, over the one that was saved now.
      if (!samePair(s.unsaved, unsaved)) return [false, samePair(stored, unsaved) ? { ...s, persisted: [stored] } : s]
      const next = { ...s, persisted: [stored], unsaved: undefined, failedSaves: 0 }
      if (samePair(stored, unsaved)) return [false, next]
      return [true, samePair(s.pair, unsaved) ? { ...next, pair: undefined, renewAt: 0 } : next]
    })
    if (superseded) {
      yield* Effect.logWarning(`${options.name}: another process has stored another login meanwhile, it is used now`)
    }
    const again = (yield* Ref.get(state)).unsaved !== undefined
    if (again) yield* Effect.suspend(() => saveUnsaved)
  })

  const saveLater = Effect.delay(saveUnsaved, "1 second").pipe(
    Effect.retry(Schedule.min([Schedule.exponential("1 second"), Schedule.spaced("1 minute")])),
    Effect.ignore,
    Effect.forkIn(scope)
  )

  yield* Scope.addFinalizer(
    scope,
    Effect.suspend(() =>
      Effect.flatMap(Ref.get(state), ({ unsaved }) => (unsaved === undefined ? Effect.void : saveUnsaved))
    ).pipe(
      Effect.catch((error) =>
        Effect.logError(
          `${options.name}: the last token pair could not be saved and is lost, log in again: ${error.message}`
        )
      )
    )
  )

  /** What the persistence holds, or what the layer was given to begin with. */
  const read = Effect.gen(function* () {
    const stored = Option.getOrUndefined(yield* persistence.get)
    const { pair, persisted, unsaved, unsavedLogin } = yield* Ref.get(state)
    // What could not be saved is newer than what is stored, unless another process has stored something since.
    if (unsaved !== undefined && isOlder(stored, persisted, unsaved, unsavedLogin)) return unsaved
    yield* Ref.update(state, (s) => ({ ...s, persisted: [stored], unsaved: undefined, failedSaves: 0 }))
    return stored ?? pair ?? options.initial
  })

  /** The first pair of a run may be near its end: what follows renews it in good time. A renewal wants a fresh one. */
  const isGood = (pair: TokenPair, stale: Redacted.Redacted<string> | undefined): Effect.Effect<boolean> =>
    Effect.map(Clock.currentTimeMillis, (now) =>
      stale === undefined
        ? pair.expiresAt - tooShort > now
        : pair.expiresAt - margin > now && !same(pair.accessToken, stale)
    )

  let givenIsSpent = false

  const exchange = (known: TokenPair | undefined): Effect.Effect<Obtained, BoxError> =>
    Effect.gen(function* () {
      const { persisted } = yield* Ref.get(state)
      // A refresh token works once. Where it is not known whether Box got it, Box repeats its answer.
      const spent = Effect.sync(() => {
        if (options.initial !== undefined && same(known?.refreshToken, options.initial.refreshToken))
          givenIsSpent = true
      })
      const pair = yield* options.exchange(known).pipe(
        Effect.tapError((error) => (error._tag === "BoxLoginRequired" ? spent : Effect.void)),
        Effect.tap(() => spent)
      )
      const over = persisted === undefined ? undefined : [...persisted, known]
      return { _tag: "Issued", pair, issuedAt: yield* Clock.currentTimeMillis, over }
    })

  /** Adopts what another process saved if it works and is not the token that must go, otherwise exchanges. */
  const adoptOrExchange = (
    known: TokenPair | undefined,
    stale: Redacted.Redacted<string> | undefined
  ): Effect.Effect<Obtained, BoxError> =>
    Effect.gen(function* () {
      if (known !== undefined && (yield* isGood(known, stale))) return { _tag: "Adopted", pair: known }
      return yield* exchange(known)
    })

  /** Read again, adopt or exchange. */
  const readAndObtain = (stale: Redacted.Redacted<string> | undefined): Effect.Effect<Obtained, BoxError> =>
    Effect.gen(function* () {
      const known = yield* read
      return yield* Effect.catchTag(adoptOrExchange(known, stale), "BoxLoginRequired", (error) =>
        Effect.gen(function* () {
          // Another process may have used the refresh token first: what it saved is the login now.
          const again = yield* read
          return yield* samePair(again, known) ? exchangeGiven(error) : adoptOrExchange(again, stale)
        })
      )
    })

  /** What is stored is dead: the pair that the layer was given may be of a login since. It is tried once. */
  const exchangeGiven = (error: BoxLoginRequired): Effect.Effect<Obtained, BoxError> =>
    Effect.suspend(() => {
      const given = givenIsSpent ? undefined : options.initial
      if (given?.refreshToken === undefined) return Effect.fail(error)
      return exchange(given).pipe(
        Effect.tap(() =>
          Effect.logWarning(`${options.name}: the stored login is dead, the one that the layer was given is used now`)
        ),
        Effect.catchTag("BoxLoginRequired", () => Effect.fail(error))
      )
    })

  /** One try. What another process has saved already is adopted without waiting for anybody. */
  const renewOnce = (stale: Redacted.Redacted<string> | undefined): Effect.Effect<void, BoxError> =>
    Effect.gen(function* () {
      const before = yield* Ref.get(state)
      const stored = Option.getOrUndefined(yield* persistence.get)
      const { pair, persisted, unsaved } = yield* Ref.get(state)
      // While this was read someone has logged in here, or something was saved: it may be out of date.
      const changed = pair !== before.pair || persisted !== before.persisted || unsaved !== before.unsaved
      if (changed) return yield* pair === undefined || pair === before.pair ? renewOnce(stale) : Effect.void
      const ready = unsaved === undefined && stored !== undefined && (yield* isGood(stored, stale))
      yield* ready ? adopt(stored) : obtainExclusively(readAndObtain(stale), "Renewed")
    })

  /**
   * Tries again while that can help, with the exclusive section left in between. After a broken connection or an answer that
   * cannot be read at once: it may be lost, and Box repeats it as long as the new pair was not used.
   */
  const persevere = <A>(attempt: Effect.Effect<A, BoxError>): Effect.Effect<A, BoxError> =>
    Effect.gen(function* () {
      for (let n = 1; ; n++) {
        const outcome = yield* Effect.result(attempt)
        if (Result.isSuccess(outcome)) return outcome.success
        const error = outcome.failure
        if (!(error.isRetryable || isUnreadable(error)) || n >= policy.maxAttempts) return yield* error
        if (n > 1 || (error._tag !== "BoxTransportError" && !isUnreadable(error))) {
          yield* Effect.flatMap(delayBefore(n, askedToWait(error), policy), Effect.sleep)
        }
      }
    })

  const closed = new BoxInvalidInput({
    operation: `${options.name}.accessToken`,
    message: "The scope of this login was closed: use it as long as its layer lives, or build a layer of its own",
    attempts: 0
  })

  /** Whoever waits for what the end of the scope cuts off hears of it. */
  const cutOff = <A>(exit: Exit.Exit<A, BoxError>): Exit.Exit<A, BoxError> =>
    Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause) ? Exit.fail(closed) : exit

  /** In a scope that is closed a fiber never begins, and nobody would be told. */
  const whileOpen = <A>(effect: Effect.Effect<A, BoxError>): Effect.Effect<A, BoxError> =>
    Effect.suspend(() => (scope.state._tag === "Closed" ? Effect.fail(closed) : effect))

  /** Joins the renewal that is under way, or starts one in the scope of the layer, so that no caller can cut it off. */
  const join = (stale: Redacted.Redacted<string> | undefined): Effect.Effect<void, BoxError> =>
    Effect.uninterruptibleMask((restore) =>
      Effect.gen(function* () {
        yield* whileOpen(Effect.void)
        const mine = yield* Deferred.make<void, BoxError>()
        const flight = yield* Ref.modify(state, (s): [Deferred.Deferred<void, BoxError> | undefined, State] => {
          if (s.inFlight !== undefined) return [s.inFlight, s]
          // A renewal that ended between the caller's look and now has already done what was asked.
          if (s.pair !== undefined && !same(s.pair.accessToken, stale)) return [undefined, s]
          return [mine, { ...s, inFlight: mine }]
        })
        if (flight === undefined) return
        if (flight === mine) {
          yield* persevere(renewOnce(stale)).pipe(
            Effect.onExit((exit) =>
              Effect.andThen(
                Ref.update(state, (s) => ({ ...s, inFlight: undefined })),
                Deferred.done(mine, cutOff(exit))
              )
            ),
            // It begins before anything can close the scope.
            (renewing) => Effect.forkIn(renewing, scope, { startImmediately: true })
          )
          yield* Effect.catch(whileOpen(Effect.void), (error) => Deferred.fail(mine, error))
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
    health: Effect.map(Ref.get(state), ({ unsaved, failedSaves }) => ({ unsaved: unsaved !== undefined, failedSaves })),
    changes: Stream.fromPubSub(changes)
  })

  /** Goes on when the caller stops waiting. Closing the layer waits for what cannot be interrupted. */
  const toItsEnd = <A>(effect: Effect.Effect<A, BoxError>): Effect.Effect<A, BoxError> =>
    whileOpen(
      Effect.flatMap(Effect.forkIn(effect, scope, { startImmediately: true }), (fiber) =>
        Effect.flatMap(Fiber.await(fiber), cutOff)
      )
    )

  const login = (obtain: Effect.Effect<TokenPair, BoxError>) =>
    toItsEnd(
      obtainExclusively(
        Effect.gen(function* () {
          // A login replaces even what cannot be read.
          const stored = yield* Effect.option(persistence.get)
          const { pair: used, persisted = [], unsaved } = yield* Ref.get(state)
          // What this process had before may still be on its way into the persistence.
          const before = [...persisted, unsaved, used].filter((pair) => pair !== undefined)
          const over = Option.map(stored, (pair) => [Option.getOrUndefined(pair), ...before])
          const pair = yield* obtain
          return {
            _tag: "Issued",
            pair,
            issuedAt: yield* Clock.currentTimeMillis,
            over: Option.getOrUndefined(over)
          }
        }),
        "LoggedIn"
      )
    )

  const logout = (revoke: (pair: TokenPair) => Effect.Effect<void, BoxError>) =>
    toItsEnd(
      persevere(
        inTurn((restore) =>
          Effect.gen(function* () {
            // Another process may have renewed: what is stored is what must die.
            const revokeAndClear = Effect.gen(function* () {
              const known = yield* read
              if (known === undefined) return false
              yield* revoke(known)
              yield* persistence.clear
              return true
            })
            const cleared = yield* enter(persistence, restore, revokeAndClear)
            if (!cleared) return
            yield* Ref.update(state, (s) => ({
              ...s,
              pair: undefined,
              renewAt: 0,
              persisted: [undefined],
              unsaved: undefined,
              failedSaves: 0
            }))
            yield* PubSub.publish(changes, { _tag: "LoggedOut" })
          })
        )
      )
    )

  return { store, login, logout }
})
