/**
 * Trying again where the work between two attempts matters: looking whether the first one was done after all, or going
 * on from where it broke off. Simple calls leave this to http.ts.
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { BoxConfig, type Retry } from "../BoxConfig.ts"
import * as BoxError from "../BoxError.ts"
import { BoxRequest } from "../BoxRequest.ts"
import { askedToWait, delayBefore, isAmbiguous, mayReplay } from "./retry.ts"

/** The retry policy in force. */
export const currentPolicy: Effect.Effect<Retry> = /*#__PURE__*/ Effect.gen(function* () {
  return { ...(yield* BoxConfig).retry, ...(yield* BoxRequest).retry }
})

/** How often has been tried since things last went well, and since when (milliseconds). */
export interface Tries {
  readonly count: number
  readonly since: number
}

/** Sleeps before the next attempt, or fails with `error` when there must be none. */
export const pauseBefore = /*#__PURE__*/ Effect.fnUntraced(function* (
  error: BoxError.BoxError,
  { count, since }: Tries
): Effect.fn.Return<void, BoxError.BoxError> {
  const policy = yield* currentPolicy
  if (count >= policy.maxAttempts) return yield* error
  const delay = yield* delayBefore(count, askedToWait(error), policy)
  const now = yield* Clock.currentTimeMillis
  if (now + delay - since > Duration.toMillis(policy.deadline)) return yield* error
  yield* Effect.sleep(delay)
})

/** What one attempt knows of those before it. */
export interface Turn {
  /** Requests sent so far. */
  readonly attempts: number
  /** An earlier attempt failed in a way that leaves open whether Box did the work. */
  readonly mayBeDone: boolean
}

/**
 * Tries until it succeeds or its failure allows no repetition. Only a `BoxError` is tried again. The requests inside
 * are to be sent with `{ maxAttempts: 1 }`.
 */
export const persevere = /*#__PURE__*/ Effect.fnUntraced(function* <A, E, R>(
  attempt: (turn: Turn) => Effect.Effect<A, E | BoxError.BoxError, R>
): Effect.fn.Return<A, E | BoxError.BoxError, R> {
  const since = yield* Clock.currentTimeMillis
  let turn: Turn = { attempts: 0, mayBeDone: false }
  for (let count = 1; ; count++) {
    const outcome = yield* Effect.result(attempt(turn))
    if (Result.isSuccess(outcome)) return outcome.success
    const error = outcome.failure
    if (!BoxError.isBoxError(error) || !mayReplay(error, "safe")) return yield* Effect.fail(error)
    yield* pauseBefore(error, { count, since })
    turn = { attempts: Math.max(turn.attempts, error.attempts), mayBeDone: turn.mayBeDone || isAmbiguous(error) }
  }
})
