/** The delay before another attempt. */
import * as Duration from "effect/Duration"
import type { Retry } from "../BoxConfig.ts"
import type { BoxError } from "../../BoxError.ts"
import { parseTimestamp } from "../../internal/timestamp.ts"

/** The delay that the server asked for, in milliseconds. */
export const askedToWait = (error: BoxError): number | undefined =>
  "retryAfterMillis" in error ? error.retryAfterMillis : undefined

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
 * shorter than the delay that was asked for.
 */
export const delayAfter = (
  attempt: number,
  asked: number | undefined,
  policy: Pick<Retry, "baseDelay" | "maxDelay" | "maxRetryAfter">,
  random: number
): number => {
  const exponential = Duration.toMillis(policy.baseDelay) * 2 ** (attempt - 1)
  const own = Math.min(exponential, Duration.toMillis(policy.maxDelay)) * (0.5 + random)
  return Math.round(Math.max(own, Math.min(asked ?? 0, Duration.toMillis(policy.maxRetryAfter))))
}
