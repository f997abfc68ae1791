/** Reads one page of a stream of events. */
import * as Clock from "effect/Clock"
import type { HttpClient } from "effect/http/HttpClient"
import * as Effect from "effect/Effect"
import { getEvents, type GetEventsInput } from "../../api/Events.ts"
import type { Event } from "../../api/schemas/Events.ts"
import * as BoxError from "../../BoxError.ts"
import type { TokenStore } from "../../http/TokenStore.ts"
import { backingOff } from "./backoff.ts"

export type Requirements = HttpClient | TokenStore

/** A page as Box has answered it. */
export interface EventPage {
  readonly events: ReadonlyArray<Event>
  /** Where the next page begins. */
  readonly position: string
  /** Milliseconds since 1970. Not later than the answer. */
  readonly readAt: number
}

const contradiction = (message: string): BoxError.BoxDecodeError =>
  new BoxError.BoxDecodeError({
    operation: "Events.getEvents",
    method: "GET",
    path: "/events",
    attempts: 1,
    message
  })

const readOnce = /*#__PURE__*/ Effect.fnUntraced(function* (
  input: GetEventsInput
): Effect.fn.Return<EventPage, BoxError.BoxError, Requirements> {
  const readAt = yield* Clock.currentTimeMillis
  const { entries, next_stream_position: position } = yield* getEvents(input)
  // A page that says neither is none: to go on from it would lose events.
  if (entries === undefined || entries === null) return yield* contradiction("The answer has no entries")
  if (position === undefined || position === null) return yield* contradiction("The answer has no position")
  return { events: entries, position: String(position), readAt }
})

/** One page. Failures that can pass are waited out, for as long as they last. */
export const readPage = (input: GetEventsInput): Effect.Effect<EventPage, BoxError.BoxError, Requirements> =>
  backingOff(readOnce(input))
