/**
 * The renewal that all logins share: one token request for all fibers, whose answer is saved before it is used, and is
 * not lost if a caller is interrupted.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as PubSub from "effect/PubSub"
import type * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import { type BoxError, BoxLoginRequired } from "../../BoxError.ts"
import { BoxConfig, type Retry } from "../../http/BoxConfig.ts"
import { event } from "../../http/internal/observation.ts"
import { retryStep, renewing } from "../../http/internal/retryStep.ts"
import { type TokenChange, TokenStore } from "../../http/TokenStore.ts"
import { renewed } from "../../telemetry/internal/recorder.ts"
import type { TokenPair } from "../TokenPersistence.ts"
import { enter, type Restore } from "./exclusiveSection.ts"
import * as LoginState from "./loginState.ts"
import * as Obtain from "./obtainPair.ts"
import * as Saver from "./saver.ts"
import * as SingleFlight from "./singleFlight.ts"

export interface Options extends Obtain.Source {
  /** Runs after the pair is saved and before it is used. */
  readonly onTokensChanged?: ((pair: TokenPair) => Effect.Effect<void>) | undefined
}

/** A login that can also be replaced from outside, by a code exchange or a logout. */
export interface Renewal {
  readonly store: TokenStore["Service"]
  /** Saves and uses the pair that `obtain` returns, even if the caller is interrupted. */
  readonly login: (obtain: Effect.Effect<TokenPair, BoxError>) => Effect.Effect<TokenPair, BoxError>
  /**
   * Revokes the currently stored pair, even one that another process saved, and removes it. Does nothing without a
   * login.
   */
  readonly logout: (revoke: (pair: TokenPair) => Effect.Effect<void, BoxError>) => Effect.Effect<void, BoxError>
}

type Token = Redacted.Redacted<string> | undefined

/** The state and the services of one login. */
interface Parts extends ReturnType<typeof Obtain.make>, Saver.Saver, SingleFlight.SingleFlight {
  readonly options: Options
  readonly policy: Retry
  readonly state: Ref.Ref<LoginState.LoginState>
  readonly changes: PubSub.PubSub<TokenChange>
  readonly turns: Semaphore.Semaphore
}

/** Runs one at a time, until the new pair is in use: a renewal must not overtake a later login. */
const inTurn = <A, E, R>({ turns }: Parts, work: (restore: Restore) => Effect.Effect<A, E, R>) =>
  turns.withPermit(Effect.uninterruptibleMask(work))

const notify = ({ options: { name, onTokensChanged } }: Parts, pair: TokenPair): Effect.Effect<void> =>
  onTokensChanged === undefined
    ? Effect.void
    : Effect.catchCause(
        // A callback that throws, is not a function or returns no Effect is logged; it does not fail the login.
        Effect.suspend(() => {
          const told = onTokensChanged(pair)
          return Effect.isEffect(told) ? told : Effect.void
        }),
        (cause) => Effect.logError(`${name}: onTokensChanged failed`, cause)
      )

/**
 * Notifies, then activates the pair, once it is saved or saving it has failed. A failed save is retried in the
 * background.
 */
const activate = /*#__PURE__*/ Effect.fnUntraced(function* (
  parts: Parts,
  { issuedAt, pair }: LoginState.Issued,
  reason: LoginState.Reason
) {
  yield* notify(parts, pair)
  const state = yield* Ref.updateAndGet(parts.state, (before) => LoginState.use(before, pair, Option.some(issuedAt)))
  yield* PubSub.publish(parts.changes, { _tag: reason, expiresAt: pair.expiresAt })
  if (state._tag === "Unsaved" && state.failedSaves === 1) yield* parts.saveLater
})

const adopt = ({ changes, options, state }: Parts, pair: TokenPair) =>
  Effect.andThen(
    Ref.update(state, (before) => LoginState.adopt(before, pair)),
    Effect.andThen(
      PubSub.publish(changes, { _tag: "Adopted", expiresAt: pair.expiresAt }),
      renewed(options.name, "adopted")
    )
  )

/** Records whether an issued pair was saved. */
const note = /*#__PURE__*/ Effect.fnUntraced(function* (
  { options, state }: Parts,
  issued: LoginState.Issued,
  reason: LoginState.Reason,
  outcome: Exit.Exit<unknown, unknown>
) {
  if (Exit.isSuccess(outcome)) {
    return yield* Ref.update(state, (before) => LoginState.keep(before, Option.some(issued.pair)))
  }
  yield* Ref.update(state, (before) => LoginState.failToSave(before, issued, reason))
  // An interruption means that the layer is closing, which saves once more.
  if (!Cause.hasInterruptsOnly(outcome.cause)) {
    yield* Effect.logError(`${options.name}: saving the token pair failed; it stays in use`, outcome.cause)
  }
})

/**
 * Runs `obtain` in the exclusive section and saves an issued pair there. The section can still fail when it ends (a
 * commit is lost, another process took over), so a pair counts as saved only after that. A pair that Box issued is kept
 * in any case. Waiting for the section can be interrupted; the section itself cannot.
 */
const obtainExclusively = <E>(
  parts: Parts,
  obtain: Effect.Effect<Obtain.Obtained, E>,
  reason: LoginState.Reason
): Effect.Effect<TokenPair, E | BoxError> => {
  const { persistence } = parts.options
  return inTurn(parts, (restore) =>
    Effect.gen(function* () {
      let issued: LoginState.Issued | undefined
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
        yield* note(parts, issued, reason, outcome)
        yield* activate(parts, issued, reason)
        return issued.pair
      }
      const { pair } = yield* outcome
      const unsaved = LoginState.unsaved(yield* Ref.get(parts.state))
      if (unsaved === undefined || !LoginState.samePair(pair, unsaved)) yield* adopt(parts, pair)
      else yield* Ref.update(parts.state, (before) => LoginState.use(before, pair, Option.none()))
      return pair
    })
  )
}

/** One attempt. A pair that another process has already saved is adopted without entering the section. */
const renewOnce = (parts: Parts, stale: Token): Effect.Effect<void, BoxError> =>
  Effect.gen(function* () {
    const before = yield* Ref.get(parts.state)
    const stored = Option.getOrUndefined(yield* parts.options.persistence.get)
    const now = yield* Clock.currentTimeMillis
    const state = yield* Ref.get(parts.state)
    // If someone logged in or a pair was saved during the read, the stored pair may be outdated.
    if (state !== before) {
      const used = LoginState.inUse(state)
      return yield* used === undefined || used === LoginState.inUse(before) ? renewOnce(parts, stale) : Effect.void
    }
    const ready = state._tag === "Kept" && stored !== undefined && LoginState.isGood(stored, stale, now)
    yield* ready ? adopt(parts, stored) : obtainExclusively(parts, parts.obtain(stale), "Renewed")
  })

/** Retries as long as that can help, and leaves the exclusive section between attempts. */
const persistently = <A>({ policy }: Parts, attempt: Effect.Effect<A, BoxError>): Effect.Effect<A, BoxError> =>
  retryStep(() => attempt, renewing, policy)

/** Renews the token `stale`, unless it has been renewed or is being renewed. */
const renew = (parts: Parts, stale: Token): Effect.Effect<void, BoxError> =>
  parts.join(persistently(parts, renewOnce(parts, stale)), () => {
    const used = LoginState.inUse(Ref.getUnsafe(parts.state))
    return used !== undefined && !LoginState.same(used.accessToken, stale)
  })

/** Why a call renews the token: it has none yet, it has expired, or it soon will. */
const reasonOf = (verdict: ReturnType<typeof LoginState.judge>, hasToken: boolean): string =>
  verdict === "None" ? (hasToken ? "expired" : "first") : "expires_soon"

const accessTokenOf = (parts: Parts): TokenStore["Service"]["accessToken"] => {
  const { name } = parts.options
  const loginRequired = new BoxLoginRequired({
    operation: `${name}.accessToken`,
    message: "There is no login yet",
    attempts: 0
  })
  return Effect.gen(function* () {
    const state = yield* Ref.get(parts.state)
    const token = LoginState.inUse(state)?.accessToken
    const verdict = LoginState.judge(state, yield* Clock.currentTimeMillis)
    if (verdict === "Good" && token !== undefined) return token
    yield* event("box.token.renewal", { "box.renewal.reason": reasonOf(verdict, token !== undefined) })
    if (verdict === "None") yield* renew(parts, token)
    else {
      // The token is still valid, so a call does not fail if the early renewal fails.
      const early = Effect.catch(renew(parts, token), (error) =>
        Effect.logWarning(`${name}: the early renewal of the access token failed: ${error.message}`)
      )
      yield* verdict === "RenewSoon" ? parts.aside(early) : early
    }
    return LoginState.inUse(yield* Ref.get(parts.state))?.accessToken ?? (yield* loginRequired)
  })
}

const logIn = (parts: Parts, obtain: Effect.Effect<TokenPair, BoxError>): Effect.Effect<TokenPair, BoxError> =>
  parts.toItsEnd(
    obtainExclusively(
      parts,
      Effect.gen(function* () {
        // A login replaces even a pair that cannot be read.
        const stored = yield* Effect.option(parts.options.persistence.get)
        const state = yield* Ref.get(parts.state)
        // The previous pair of this process may not have reached the persistence yet.
        const before = [LoginState.unsaved(state), LoginState.inUse(state)].map(Option.fromUndefinedOr)
        const earlier = [...state.seen, ...before].filter(Option.isSome)
        const over = Option.isSome(stored) ? [stored.value, ...earlier] : []
        const pair = yield* obtain
        return { _tag: "Issued", pair, issuedAt: yield* Clock.currentTimeMillis, over }
      }),
      "LoggedIn"
    )
  )

const logOut = (
  parts: Parts,
  revoke: (pair: TokenPair) => Effect.Effect<void, BoxError>
): Effect.Effect<void, BoxError> => {
  const { persistence } = parts.options
  // Another process may have renewed, so the stored pair is the one to revoke.
  const revokeAndClear = Effect.gen(function* () {
    const known = yield* parts.read
    if (known === undefined) return false
    yield* revoke(known)
    yield* persistence.clear
    return true
  })
  const once = inTurn(parts, (restore) =>
    Effect.gen(function* () {
      const cleared = yield* enter(persistence, restore, revokeAndClear)
      if (!cleared) return
      yield* Ref.set(parts.state, LoginState.loggedOut)
      yield* PubSub.publish(parts.changes, { _tag: "LoggedOut" })
    })
  )
  return parts.toItsEnd(persistently(parts, once))
}

export const make = /*#__PURE__*/ Effect.fnUntraced(function* (
  options: Options
): Effect.fn.Return<Renewal, never, Scope.Scope> {
  const state = yield* Ref.make(LoginState.initial)
  const changes = yield* Effect.acquireRelease(PubSub.unbounded<TokenChange>(), PubSub.shutdown)
  const parts: Parts = {
    options,
    policy: (yield* BoxConfig).retry,
    state,
    changes,
    turns: yield* Semaphore.make(1),
    ...Obtain.make(options, state),
    ...(yield* Saver.make(options.name, options.persistence, state)),
    ...SingleFlight.make(options.name, yield* Effect.scope)
  }
  const store = TokenStore.of({
    accessToken: accessTokenOf(parts),
    refused: (token) =>
      Effect.flatMap(Ref.get(state), (current) => {
        const used = LoginState.inUse(current)
        return used !== undefined && !LoginState.same(used.accessToken, token) ? Effect.void : renew(parts, token)
      }),
    health: Effect.map(Ref.get(state), (current) =>
      current._tag === "Unsaved"
        ? { unsaved: true, failedSaves: current.failedSaves }
        : { unsaved: false, failedSaves: 0 }
    ),
    changes: Stream.fromPubSub(changes)
  })
  return { store, login: (obtain) => logIn(parts, obtain), logout: (revoke) => logOut(parts, revoke) }
})
