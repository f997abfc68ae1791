/** The options of a stream of events, checked before anything is asked. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { BoxInvalidInput } from "../../BoxError.ts"
import type { GetEventsInput } from "../../api/Events.ts"
import { countFault, invalidInput, readArgument } from "../../internal/argument.ts"
import { timeExpected, writeTime } from "../../internal/timestamp.ts"
import type { Plan, Span } from "./feed.ts"

/** The options of every function, as callers without types may give them. */
export interface Given {
  readonly checkpoint?: unknown
  readonly stream_type?: unknown
  readonly event_type?: unknown
  readonly from?: unknown
  readonly limit?: unknown
  readonly pollInterval?: unknown
  readonly created_after?: unknown
  readonly created_before?: unknown
  readonly concurrency?: unknown
}

const ofUser: ReadonlySet<unknown> = new Set(["all", "changes", "sync"])

const longestName = 200

/** Why a name is none, for events and for deliveries. */
export const nameFault = (name: unknown): string | undefined =>
  typeof name === "string" && name !== "" && name.length <= longestName && name.isWellFormed() && !name.includes("\0")
    ? undefined
    : `checkpoint must be a name of 1 to ${longestName} characters without NUL`

const typesFault = (types: unknown): string | undefined =>
  types === undefined ||
  (Array.isArray(types) && types.length > 0 && types.every((type) => typeof type === "string" && /^\w+$/.test(type)))
    ? undefined
    : 'event_type must be a list of types such as ["UPLOAD"]'

const fromFault = (from: unknown): string | undefined =>
  typeof from === "string" && /^[\x21-\x7e]+$/.test(from)
    ? undefined
    : 'from must be "now", "oldest" or the text of a position: a number would lose digits'

const limitFault = (limit: unknown): string | undefined =>
  Number.isInteger(limit) && Number(limit) >= 1 && Number(limit) <= 500
    ? undefined
    : "limit must be a whole number from 1 to 500"

const faultOf = (given: Given): string | undefined => {
  const { checkpoint, concurrency = 1, event_type, from = "now", limit = 500, stream_type = "all" } = given
  const enterprise = stream_type === "admin_logs" || stream_type === "admin_logs_streaming"
  if (!enterprise && !ofUser.has(stream_type)) {
    return "stream_type must be all, changes, sync, admin_logs_streaming or admin_logs"
  }
  if (!enterprise && event_type !== undefined) return "event_type is for the streams of the enterprise only"
  return (
    nameFault(checkpoint) ??
    typesFault(event_type) ??
    fromFault(from) ??
    limitFault(limit) ??
    countFault("concurrency", concurrency)
  )
}

const spanOf = ({ created_after, created_before }: Given): Span | string => {
  const [createdAfter, createdBefore] = [writeTime(created_after), writeTime(created_before)]
  if (createdAfter === undefined) return `created_after must be ${timeExpected}`
  if (createdBefore === undefined) return `created_before must be ${timeExpected}`
  return { createdAfter, createdBefore }
}

/** The enterprise's stream is asked this often at first, and at most so rarely. */
const usualInterval = Duration.seconds(10)
const longestInterval = Duration.minutes(1)

const intervalOf = (given: unknown): Plan["interval"] | undefined => {
  // Anything else than a duration is `None`.
  const first = Option.getOrUndefined(Duration.fromInput(given as Duration.Input))
  if (first === undefined) return undefined
  const millis = Duration.toMillis(first)
  return millis >= 1000 && Number.isFinite(millis)
    ? { first: millis, most: Math.max(millis, Duration.toMillis(longestInterval)) }
    : undefined
}

/** What to read and under which name. */
export interface Checked {
  readonly checkpoint: string
  readonly from: string
  readonly plan: Plan
}

/** Reads the options once and checks them. */
export const readOptions = /*#__PURE__*/ Effect.fnUntraced(function* (
  operation: string,
  options: Given
): Effect.fn.Return<Checked, BoxInvalidInput> {
  const expected = 'options must be an object such as { checkpoint: "index" }'
  const given = yield* readArgument(operation, options, expected)
  const fault = faultOf(given)
  if (fault !== undefined) return yield* invalidInput(operation, fault)
  const past = given.stream_type === "admin_logs"
  const between = past ? spanOf(given) : undefined
  if (typeof between === "string") return yield* invalidInput(operation, between)
  const interval = intervalOf(given.pollInterval ?? usualInterval)
  if (interval === undefined)
    return yield* invalidInput(operation, "pollInterval must be a duration of at least 1 second")
  const { checkpoint, event_type, from = past ? "oldest" : "now", limit = 500, stream_type = "all" } = given
  // All of them were checked above.
  const plan = { stream_type, event_type, limit, between, interval } as Plan & Pick<GetEventsInput, "event_type">
  return { checkpoint: String(checkpoint), from: String(from), plan }
})
