/** Monotonic time in milliseconds, for time limits, deadlines and delays. The wall clock is only for dates. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

export const elapsedUnsafe = (clock: Clock.Clock): number => Number(clock.monotonicTimeNanosUnsafe() / 1_000_000n)

/** Milliseconds since an arbitrary point that is fixed for the process. */
export const elapsed: Effect.Effect<number> = /*#__PURE__*/ Effect.map(Clock.monotonicTimeNanos, (nanos) =>
  Number(nanos / 1_000_000n)
)
