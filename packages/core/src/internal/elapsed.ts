/** Milliseconds that pass whatever the clock is set to: silence, deadlines and pauses go by these, and only dates by the clock. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

export const elapsedUnsafe = (clock: Clock.Clock): number => Number(clock.monotonicTimeNanosUnsafe() / 1_000_000n)

/** From a point that is the same as long as the process runs. */
export const elapsed: Effect.Effect<number> = /*#__PURE__*/ Effect.map(Clock.monotonicTimeNanos, (nanos) =>
  Number(nanos / 1_000_000n)
)
