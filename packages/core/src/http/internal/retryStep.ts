/**
 * Retries with work between two attempts: checking whether the first one succeeded after all, or resuming where it
 * stopped. Simple calls are retried by `send.ts`.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { BoxConfig, type Retry } from "../BoxConfig.ts"
import * as BoxError from "../../BoxError.ts"
import { BoxRequest } from "../BoxRequest.ts"
import { decideNow, isAnswered, isUnknown, type Operation } from "./decide.ts"
import { sendsAgain } from "./observation.ts"
import { elapsed } from "../../internal/elapsed.ts"

/** The active retry policy. */
export const currentPolicy: Effect.Effect<Retry> = /*#__PURE__*/ Effect.gen(function* () {
  return { ...(yield* BoxConfig).retry, ...(yield* BoxRequest).retry }
})

/** The number of attempts since the last progress, and the time of that progress in milliseconds. */
export interface Tries {
  readonly count: number
  readonly since: number
}

/** Before another attempt, the caller checks what the earlier ones have done. */
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

/** A download that is resumed from the last byte received, at a new address. */
export const resuming: Operation = { ...reconciling, reconciles: false, expires: true }

/** A renewal of a login. */
export const renewing: Operation = { ...reconciling, repeats: true }

/** The commit of an upload session. */
export const committing: Operation = { ...reconciling, settles: true }

/** Sleeps before the next attempt, or fails with `error` if there must be none. `policy`: by default the active one. */
export const pauseBefore = /*#__PURE__*/ Effect.fnUntraced(function* (
  error: BoxError.BoxError,
  { count, since }: Tries,
  operation: Operation,
  policy?: Retry
): Effect.fn.Return<void, BoxError.BoxError> {
  const history = { started: since, counted: count, renewed: false, unknown: undefined }
  const decision = yield* decideNow(operation, history, error, policy ?? (yield* currentPolicy))
  if (decision._tag !== "SendAgain") return yield* error
  yield* sendsAgain(error, decision.after)
  yield* Effect.sleep(decision.after)
})

/** What an attempt knows about the earlier ones. */
export interface Turn {
  /** The number of requests sent so far. */
  readonly attempts: number
  /** Whether it is unknown if an earlier, failed attempt did the work. */
  readonly mayBeDone: boolean
  /** Whether Box accepted an earlier attempt, and only reading its answer failed. */
  readonly answered: boolean
}

/**
 * Retries until the attempt succeeds or its failure must not be retried. Only a `BoxError` is retried. The requests
 * inside must be sent with `{ maxAttempts: 1 }`, or fail only if they must not be sent again.
 */
export const retryStep = /*#__PURE__*/ Effect.fnUntraced(function* <A, E, R>(
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
