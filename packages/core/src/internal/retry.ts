/** When a failed call may be sent again, and after how long. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type { Retry } from "../BoxConfig.ts"
import type { BoxError } from "../BoxError.ts"
import { parseTimestamp } from "./timestamp.ts"

/**
 * `safe`: sending it twice is the same as sending it once. `unsafe`: the second one may do the work again, so it is sent
 * only when the first one surely did nothing.
 */
export type Replay = "safe" | "unsafe"

/** Codes of the platforms for a connection that was never made, so that nothing can have been done. */
const neverConnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT"
])

/** Whether the server surely did not act on the request. */
const surelyNotDone = (error: BoxError): boolean => {
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

/** Whether the very same request may succeed later. What else is retryable takes more than that, such as a new session. */
const mayPass = (error: BoxError): boolean =>
  error.isRetryable && error._tag !== "BoxUploadSessionError" && error._tag !== "BoxTokenPersistenceError"

/** Whether to send the call again after this failure. */
export const mayReplay = (error: BoxError, replay: Replay): boolean =>
  mayPass(error) && (replay === "safe" || surelyNotDone(error))

/** Whether the server may have acted although the caller saw a failure. */
export const isAmbiguous = (error: BoxError): boolean => mayPass(error) && !surelyNotDone(error)

/** What the server asked to wait, in milliseconds. */
export const askedToWait = (error: BoxError): number | undefined =>
  "retryAfterMillis" in error ? error.retryAfterMillis : undefined

/** Reads `Retry-After`, in seconds or as a date, into milliseconds from `now`; `undefined` when it is neither. */
export const parseRetryAfter = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined
  const text = header.trim()
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000)
  if (!/^[a-z]/i.test(text)) return undefined
  const date = parseTimestamp(text)
  return date === undefined ? undefined : Math.max(0, date - now)
}

/** The delay before attempt `attempt + 1`, in milliseconds: jittered, exponential, and never less than what was asked for. */
export const delayBefore = (
  attempt: number,
  asked: number | undefined,
  policy: Pick<Retry, "baseDelay" | "maxDelay" | "maxRetryAfter">
): Effect.Effect<number> =>
  Effect.map(Random.next, (random) => {
    const exponential = Duration.toMillis(policy.baseDelay) * 2 ** (attempt - 1)
    const own = Math.min(exponential, Duration.toMillis(policy.maxDelay)) * (0.5 + random)
    return Math.round(Math.max(own, Math.min(asked ?? 0, Duration.toMillis(policy.maxRetryAfter))))
  })
