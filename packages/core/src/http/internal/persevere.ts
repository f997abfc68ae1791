/**
 * Trying again where the work between two attempts matters: looking whether the first one was done after all, or going
 * on from where it broke off. Simple calls leave this to `send.ts`.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { BoxConfig, type Retry } from "../BoxConfig.ts"
import * as BoxError from "../../BoxError.ts"
import { BoxRequest } from "../BoxRequest.ts"
import { decideNow, isAnswered, isUnknown, type Operation } from "./decide.ts"
import { elapsed } from "../../internal/elapsed.ts"

/** The retry policy in force. */
export const currentPolicy: Effect.Effect<Retry> = /*#__PURE__*/ Effect.gen(function* () {
  return { ...(yield* BoxConfig).retry, ...(yield* BoxRequest).retry }
})

/** How often has been tried since things last went well, and since when (milliseconds). */
export interface Tries {
  readonly count: number
  readonly since: number
}

/** The caller looks before another attempt at what the earlier ones have done. */
const reconciling: Operation = {
  replay: "safe",
  waits: false,
  replayable: true,
  renewable: false,
  reconciles: true,
  expires: false,
  repeats: false,
  settles: false
}

/** A download goes on from the last byte received, at a new address. */
export const resuming: Operation = { ...reconciling, reconciles: false, expires: true }

/** A renewal of a login. */
export const renewing: Operation = { ...reconciling, repeats: true }

/** The commit of an upload session. */
export const committing: Operation = { ...reconciling, settles: true }

/** Sleeps before the next attempt, or fails with `error` when there must be none. `policy`: by default the one in force. */
export const pauseBefore = /*#__PURE__*/ Effect.fnUntraced(function* (
  error: BoxError.BoxError,
  { count, since }: Tries,
  operation: Operation,
  policy?: Retry
): Effect.fn.Return<void, BoxError.BoxError> {
  const history = { started: since, counted: count, renewed: false, unknown: undefined }
  const decision = yield* decideNow(operation, history, error, policy ?? (yield* currentPolicy))
  if (decision._tag !== "SendAgain") return yield* error
  yield* Effect.sleep(decision.after)
})

/** What one attempt knows of those before it. */
export interface Turn {
  /** Requests sent so far. */
  readonly attempts: number
  /** An earlier attempt failed in a way that leaves open whether Box did the work. */
  readonly mayBeDone: boolean
  /** Box accepted an earlier attempt, and what failed is reading its answer. */
  readonly answered: boolean
}

/**
 * Tries until it succeeds or its failure allows no repetition. Only a `BoxError` is tried again. The requests inside
 * are to be sent with `{ maxAttempts: 1 }`, or to fail only when they must not be sent again.
 */
export const persevere = /*#__PURE__*/ Effect.fnUntraced(function* <A, E, R>(
  attempt: (turn: Turn) => Effect.Effect<A, E | BoxError.BoxError, R>,
  operation: Operation = reconciling,
  policy?: Retry
): Effect.fn.Return<A, E | BoxError.BoxError, R> {
  const since = yield* elapsed
  let turn: Turn = { attempts: 0, mayBeDone: false, answered: false }
  for (let count = 1; ; count++) {
    const outcome = yield* Effect.result(attempt(turn))
    if (Result.isSuccess(outcome)) return outcome.success
    const error = outcome.failure
    if (!BoxError.isBoxError(error)) return yield* Effect.fail(error)
    yield* pauseBefore(error, { count, since }, operation, policy)
    turn = {
      attempts: Math.max(turn.attempts, error.attempts),
      mayBeDone: turn.mayBeDone || isUnknown(error),
      answered: turn.answered || isAnswered(error)
    }
  }
})
