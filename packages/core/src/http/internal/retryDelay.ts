/** The delay before another attempt. */
import * as Duration from "effect/Duration"
import type { Retry } from "../BoxConfig.ts"
import type { BoxError } from "../../BoxError.ts"
import { parseTimestamp } from "../../internal/timestamp.ts"

/** The delay that the server asked for, in milliseconds. */
export const askedToWait = (error: BoxError): number | undefined =>
  "retryAfterMillis" in error ? error.retryAfterMillis : undefined

/** The delay that the server asked for, as far as the policy accepts it, in milliseconds. */
export const acceptedPause = (error: BoxError, { maxRetryAfter }: Pick<Retry, "maxRetryAfter">): number | undefined => {
  const asked = askedToWait(error)
  return asked === undefined ? undefined : Math.min(asked, Duration.toMillis(maxRetryAfter))
}

/** Parses `Retry-After`, in seconds or as a date, into milliseconds from `now`; `undefined` if it is neither. */
export const parseRetryAfter = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined
  const text = header.trim()
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000)
  if (!/^[a-z]/i.test(text)) return undefined
  const date = parseTimestamp(text)
  return date === undefined ? undefined : Math.max(0, date - now)
}

/**
 * The delay before attempt `attempt + 1`, in milliseconds: exponential, with jitter from `random` (0 to 1), and never
 * shorter than the `pause` that was asked for.
 */
export const delayAfter = (
  attempt: number,
  pause: number | undefined,
  policy: Pick<Retry, "baseDelay" | "maxDelay">,
  random: number
): number => {
  const exponential = Duration.toMillis(policy.baseDelay) * 2 ** (attempt - 1)
  const own = Math.min(exponential, Duration.toMillis(policy.maxDelay)) * (0.5 + random)
  return Math.round(Math.max(own, pause ?? 0))
}
