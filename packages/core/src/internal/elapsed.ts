/** Monotonic time in milliseconds, for time limits, deadlines and delays. The wall clock is only for dates. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

// Dividing as a bigint costs more than the reading of the clock.
const toMillis = (nanos: bigint): number => Math.round(Number(nanos) / 1e6)

export const elapsedUnsafe = (clock: Clock.Clock): number => toMillis(clock.monotonicTimeNanosUnsafe())

/** Milliseconds since an arbitrary point that is fixed for the process. */
export const elapsed: Effect.Effect<number> = /*#__PURE__*/ Effect.map(Clock.monotonicTimeNanos, toMillis)
