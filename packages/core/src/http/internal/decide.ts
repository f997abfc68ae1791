/**
 * What follows a failed attempt: one pure function of the operation, the history of the call, this failure and the time.
 * The loops of `send.ts` and `persevere.ts` obey it.
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type { Retry } from "../BoxConfig.ts"
import * as BoxError from "../../BoxError.ts"
import { factsOf } from "./answerError.ts"
import { elapsed } from "../../internal/elapsed.ts"
import { askedToWait, delayAfter } from "./retry.ts"

/**
 * `safe`: sending it twice is the same as sending it once. `unsafe`: the second one may do the work again, so it is sent
 * only when the first one surely did nothing.
 */
export type Replay = "safe" | "unsafe"

/** What the decision has to know of an operation. */
export interface Operation {
  readonly replay: Replay
  /** 202 may mean that it is not ready yet, so that the same request is sent until it is. */
  readonly waits: boolean
  /** The body can be sent again. */
  readonly replayable: boolean
  /** It was sent with a token that can be renewed. */
  readonly renewable: boolean
  /** Before another attempt the caller looks at what the earlier ones have done. */
  readonly reconciles: boolean
  /** Its address expires: before another attempt the caller asks for a new one. */
  readonly expires: boolean
  /** The server repeats a lost answer to whoever asks at once, as the token endpoint does. */
  readonly repeats: boolean
  /** Box may not see yet what it has acknowledged, so `parts_mismatch` passes. All else is sent again further down. */
  readonly settles: boolean
}

/** What happened in this call before. */
export interface History {
  /** When the call began, in milliseconds of `elapsed`. */
  readonly started: number
  /** Attempts so far that count against `maxAttempts`, this one included: waiting for an answer to be ready does not. */
  readonly counted: number
  /** The token was renewed for this call already. */
  readonly renewed: boolean
  /** The last failure that left open whether Box did the work. */
  readonly unknown: BoxError.BoxError | undefined
}

export interface Moment {
  /** Milliseconds. */
  readonly now: number
  /** From 0 to 1, for the jitter. */
  readonly random: number
}

export type Decision =
  /** `after`: milliseconds. */
  | { readonly _tag: "SendAgain"; readonly after: number }
  | { readonly _tag: "RenewToken" }
  | { readonly _tag: "GiveUp"; readonly error: BoxError.BoxError }

/** Codes of the platforms for a connection that was never made, so that nothing can have been done. */
const neverConnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT"
])

/** Box accepted the call; what failed is reading its answer. */
export const isAnswered = ({ status }: BoxError.BoxError): boolean =>
  status !== undefined && status >= 200 && status < 300

/** Whether the server surely did not act on the request. */
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

/** Box accepted the call, and its answer does not say what came of it. */
export const isUnreadable = (error: BoxError.BoxError): boolean => error._tag === "BoxDecodeError" && isAnswered(error)

/** Codes of a pool that was closed with its layer: no other attempt gets a connection from it. */
const poolClosed = new Set(["UND_ERR_DESTROYED", "UND_ERR_CLOSED"])

/** Whether the very same request may succeed later. What else is retryable takes more than that, such as a new session. */
const mayPass = (error: BoxError.BoxError): boolean =>
  error.isRetryable &&
  !(error.code !== undefined && poolClosed.has(error.code)) &&
  error._tag !== "BoxUploadSessionError" &&
  error._tag !== "BoxTokenPersistenceError"

/** An answer that was lost on its way. */
const isLost = (error: BoxError.BoxError): boolean => error._tag === "BoxTransportError" || isUnreadable(error)

/** What an address answers that has expired, or that its host does not know any more. */
const isExpired = ({ status }: BoxError.BoxError): boolean => status === 403 || status === 404 || status === 410

const mayReplay = (error: BoxError.BoxError, { expires, reconciles, repeats, replay }: Operation): boolean =>
  (mayPass(error) && (replay === "safe" || surelyNotDone(error))) ||
  (reconciles && isUnreadable(error)) ||
  (repeats && (error.isRetryable || isUnreadable(error))) ||
  (expires && isExpired(error))

/** Whether the server may have acted although the caller saw a failure. */
export const isUnknown = (error: BoxError.BoxError): boolean =>
  (mayPass(error) && !surelyNotDone(error)) || isUnreadable(error)

/** Box said that it is not ready, and the operation is one that waits for that. */
export const isNotReady = (error: BoxError.BoxError): boolean => error._tag === "BoxUnavailable" && error.status === 202

/** What {@link waits} and {@link asksToWait} have to know of a call. */
interface Waiting {
  readonly method: string
  readonly replay: Replay
  readonly pending?: boolean
  readonly accepts?: ReadonlyArray<number>
}

/**
 * Whether this call may be told to come back later. A POST only where Box's documentation says so: to all others 202 is an
 * acceptance, even with `Retry-After`.
 */
export const waits = ({ method, pending, replay }: Waiting): boolean =>
  pending ?? (replay === "safe" && method !== "POST")

/** Whether an answer says that the same request is to be sent again later. */
export const asksToWait = (call: Waiting, status: number, retryAfter: string | undefined): boolean =>
  status === 202 &&
  call.accepts?.includes(202) !== true &&
  (call.pending === true || (waits(call) && retryAfter !== undefined))

const consumed = (error: BoxError.BoxError): BoxError.BoxBodyConsumed =>
  new BoxError.BoxBodyConsumed({
    ...factsOf(error),
    message: `The body was read once and cannot be sent again (after: ${error.message})`,
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
  // Our own first attempt may have moved the etag: the honest answer is that the outcome is unknown.
  if (error._tag === "BoxPreconditionFailed" && history.unknown !== undefined) return giveUp(history.unknown)
  const notReady = operation.waits && isNotReady(error)
  const unsettled = operation.settles && error.code === "parts_mismatch"
  const patient = notReady || unsettled
  const mayTry = history.counted < policy.maxAttempts && !operation.settles && mayReplay(error, operation)
  if (!patient && !mayTry) return giveUp(error)
  const atOnce = operation.repeats && history.counted === 1 && isLost(error)
  const after = atOnce ? 0 : delayAfter(notReady ? 1 : history.counted, askedToWait(error), policy, random)
  const deadline = Duration.toMillis(patient ? policy.notReadyDeadline : policy.deadline)
  if (now + after - history.started > deadline) return giveUp(error)
  return operation.replayable ? { _tag: "SendAgain", after } : giveUp(consumed(error))
}

/** {@link decide} at this moment. */
export const decideNow = (
  operation: Operation,
  history: History,
  error: BoxError.BoxError,
  policy: Retry
): Effect.Effect<Decision> =>
  Effect.flatMap(Random.next, (random) =>
    Effect.map(elapsed, (now) => decide(operation, history, error, policy, { now, random }))
  )
