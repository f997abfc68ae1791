/**
 * Decides what follows a failed attempt, as one pure function of the operation, the history of the call, this failure
 * and the time. The loops in `send.ts` and `retryStep.ts` act on the decision.
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type { Retry } from "../BoxConfig.ts"
import * as BoxError from "../../BoxError.ts"
import { detailOf, factsOf } from "./answerError.ts"
import { elapsed } from "../../internal/elapsed.ts"
import { acceptedPause, delayAfter } from "./retryDelay.ts"

/**
 * `safe`: the request is idempotent. `unsafe`: a second request may do the work again, so it is sent only if the first
 * one certainly did nothing.
 */
export type Replay = "safe" | "unsafe"

/** What the decision needs to know about an operation. */
export interface Operation {
  readonly replay: Replay
  /** 202 may mean that the result is not ready yet: the same request is sent until it is. */
  readonly waits: boolean
  /** The body can be sent again. */
  readonly replayable: boolean
  /** It was sent with a token that can be renewed. */
  readonly renewable: boolean
  /** Before another attempt, the caller checks what the earlier ones have done. */
  readonly reconciles: boolean
  /** Its address expires: before another attempt, the caller requests a new one. */
  readonly expires: boolean
  /** The server repeats a lost answer if it is asked again at once, as the token endpoint does. */
  readonly repeats: boolean
  /**
   * Acknowledged parts may not be visible to Box yet, so `parts_mismatch` is temporary. Other failures are retried at a
   * lower level.
   */
  readonly settles: boolean
}

/** The history of this call. */
export interface History {
  /** When the call started, in milliseconds of `elapsed`. */
  readonly started: number
  /** The attempts that count against `maxAttempts`, including this one. Polling for a result does not count. */
  readonly counted: number
  /** Whether the token was already renewed for this call. */
  readonly renewed: boolean
  /** The last failure after which it was unknown whether Box did the work. */
  readonly unknown: BoxError.BoxError | undefined
}

export interface Moment {
  /** Milliseconds. */
  readonly now: number
  /** From 0 to 1, for the jitter. */
  readonly random: number
}

export type Decision =
  /** `after` is in milliseconds. */
  | { readonly _tag: "SendAgain"; readonly after: number }
  | { readonly _tag: "RenewToken" }
  | { readonly _tag: "GiveUp"; readonly error: BoxError.BoxError }

/** Platform codes for a connection that was never established, so that nothing can have happened. */
const neverConnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT"
])

/** Whether Box accepted the call, and only reading its answer failed. */
export const isAnswered = ({ status }: BoxError.BoxError): boolean =>
  status !== undefined && status >= 200 && status < 300

/** Whether the server certainly did not process the request. */
const surelyNotDone = (error: BoxError.BoxError): boolean => {
  if (isAnswered(error)) return false
  switch (error._tag) {
    case "BoxBadRequest":
    case "BoxRateLimited":
    case "BoxConflict":
      return true
    case "BoxUnavailable":
      return error.status === 503 && error.retryAfterMillis !== undefined
    case "BoxTransportError":
      return error.code !== undefined && neverConnected.has(error.code)
    case "BoxTimeout":
      return error.phase === "connect"
    default:
      return false
  }
}

/** Whether Box accepted the call but its answer cannot be decoded. */
export const isUnreadable = (error: BoxError.BoxError): boolean => error._tag === "BoxDecodeError" && isAnswered(error)

/** Codes of a connection pool that was closed with its layer: another attempt cannot succeed either. */
const poolClosed = new Set(["UND_ERR_DESTROYED", "UND_ERR_CLOSED"])

/** Whether the same request may succeed later. Other retryable errors need more than that, such as a new session. */
const mayPass = (error: BoxError.BoxError): boolean =>
  error.isRetryable &&
  !(error.code !== undefined && poolClosed.has(error.code)) &&
  error._tag !== "BoxUploadSessionError" &&
  error._tag !== "BoxTokenPersistenceError"

/** Whether the answer was lost in transit. */
const isLost = (error: BoxError.BoxError): boolean => error._tag === "BoxTransportError" || isUnreadable(error)

/** Whether the address has expired, or is no longer known to its host. */
const isExpired = ({ status }: BoxError.BoxError): boolean => status === 403 || status === 404 || status === 410

const mayReplay = (error: BoxError.BoxError, { expires, reconciles, repeats, replay }: Operation): boolean =>
  (mayPass(error) && (replay === "safe" || surelyNotDone(error))) ||
  (reconciles && isUnreadable(error)) ||
  (repeats && (error.isRetryable || isUnreadable(error))) ||
  (expires && isExpired(error))

/** Whether the server may have processed the request although the caller saw a failure. */
export const isUnknown = (error: BoxError.BoxError): boolean =>
  (mayPass(error) && !surelyNotDone(error)) || isUnreadable(error)

/** Whether Box says that the result is not ready. */
export const isNotReady = (error: BoxError.BoxError): boolean => error._tag === "BoxUnavailable" && error.status === 202

/** What {@link waits} and {@link asksToWait} need to know about a call. */
interface Waiting {
  readonly method: string
  readonly replay: Replay
  readonly pending?: boolean
  readonly accepts?: ReadonlyArray<number>
}

/**
 * Whether 202 may mean "not ready" for this call. For a POST only if Box's documentation says so: for all others, 202
 * means success, even with `Retry-After`.
 */
export const waits = ({ method, pending, replay }: Waiting): boolean =>
  pending ?? (replay === "safe" && method !== "POST")

/** Whether an answer asks to send the same request again later. */
export const asksToWait = (call: Waiting, status: number, retryAfter: string | undefined): boolean =>
  status === 202 &&
  call.accepts?.includes(202) !== true &&
  (call.pending === true || (waits(call) && retryAfter !== undefined))

const consumed = (error: BoxError.BoxError): BoxError.BoxBodyConsumed =>
  new BoxError.BoxBodyConsumed({
    ...factsOf(error),
    message: `The body was read once and cannot be sent again (after: ${detailOf(error)})`,
    reason: error._tag
  })

const giveUp = (error: BoxError.BoxError): Decision => ({ _tag: "GiveUp", error })

/** What to do after `error`. */
export const decide = (
  operation: Operation,
  history: History,
  error: BoxError.BoxError,
  policy: Retry,
  { now, random }: Moment
): Decision => {
  if (error._tag === "BoxUnauthorized" && operation.renewable && !history.renewed) {
    return operation.replayable ? { _tag: "RenewToken" } : giveUp(consumed(error))
  }
  // Our own earlier attempt may have changed the etag, so report that failure: the outcome is unknown.
  if (error._tag === "BoxPreconditionFailed" && history.unknown !== undefined) return giveUp(history.unknown)
  const notReady = operation.waits && isNotReady(error)
  const unsettled = operation.settles && error.code === "parts_mismatch"
  const patient = notReady || unsettled
  const mayTry = history.counted < policy.maxAttempts && !operation.settles && mayReplay(error, operation)
  if (!patient && !mayTry) return giveUp(error)
  const atOnce = operation.repeats && history.counted === 1 && isLost(error)
  const after = atOnce ? 0 : delayAfter(notReady ? 1 : history.counted, acceptedPause(error, policy), policy, random)
  const deadline = Duration.toMillis(patient ? policy.notReadyDeadline : policy.deadline)
  if (now + after - history.started > deadline) return giveUp(error)
  return operation.replayable ? { _tag: "SendAgain", after } : giveUp(consumed(error))
}

/** {@link decide} with the current time. */
export const decideNow = (
  operation: Operation,
  history: History,
  error: BoxError.BoxError,
  policy: Retry
): Effect.Effect<Decision> =>
  Effect.flatMap(Random.next, (random) =>
    Effect.map(elapsed, (now) => decide(operation, history, error, policy, { now, random }))
  )
