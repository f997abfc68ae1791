/** Which failures end a stream of events, and how the others are waited out. */
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type * as BoxError from "../../BoxError.ts"

const shortest = 1000
const longest = 60_000

/** Sent again, such a request would be refused again. A login has to be repeated by somebody. */
const final: ReadonlySet<BoxError.BoxError["_tag"]> = new Set<BoxError.BoxError["_tag"]>([
  "BoxInvalidInput",
  "BoxBadRequest",
  "BoxUnauthorized",
  "BoxInsufficientScope",
  "BoxForbidden",
  "BoxNotFound",
  "BoxLoginRequired",
  "BoxOAuthError"
])

export const endsStream = (error: BoxError.BoxError): boolean => final.has(error._tag)

/** The longest time that Box may ask to wait. */
const mostPatience = 300_000

/**
 * Sleeps for 1 second after the first failure, twice as long after each further one, a minute at most, with jitter, and at
 * least as long as Box asks to.
 */
export const pauseAfter = (error: BoxError.BoxError, failures: number): Effect.Effect<void> =>
  Effect.flatMap(Random.next, (random) => {
    const asked = "retryAfterMillis" in error ? Math.min(error.retryAfterMillis ?? 0, mostPatience) : 0
    const pause = Math.min(shortest * 2 ** Math.min(failures - 1, 10), longest)
    // The longest pause is shortened only.
    return Effect.sleep(Math.max(Math.min(pause * (0.8 + random * 0.4), longest), asked))
  })

/** Says why nothing comes. The message of an error names no secret. */
export const reportFailure = (error: BoxError.BoxError): Effect.Effect<void> =>
  Effect.logWarning(`The stream of events waits: ${error._tag}: ${error.message}`)

const attempt = <A, R>(
  self: Effect.Effect<A, BoxError.BoxError, R>,
  failures: number
): Effect.Effect<A, BoxError.BoxError, R> =>
  Effect.catch(self, (error) =>
    endsStream(error)
      ? Effect.fail(error)
      : Effect.andThen(
          Effect.andThen(reportFailure(error), pauseAfter(error, failures)),
          Effect.suspend(() => attempt(self, failures + 1))
        )
  )

/** Repeats a request until it succeeds or is refused for good. */
export const backingOff = <A, R>(
  self: Effect.Effect<A, BoxError.BoxError, R>
): Effect.Effect<A, BoxError.BoxError, R> => attempt(self, 1)
