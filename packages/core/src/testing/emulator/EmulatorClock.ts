/** The emulator's time: that of the machine or the test, moved ahead, or one that stands still. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

const nanosPerMilli = 1_000_000n

const clockFrom = (now: () => number, clock: Pick<Clock.Clock, "monotonicTimeNanosUnsafe" | "sleep">): Clock.Clock => {
  const nanos = () => BigInt(Math.trunc(now())) * nanosPerMilli
  const monotonic = () => clock.monotonicTimeNanosUnsafe()
  return {
    currentTimeMillisUnsafe: now,
    currentTimeMillis: Effect.sync(now),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: monotonic,
    monotonicTimeNanos: Effect.sync(monotonic),
    sleep: (duration) => clock.sleep(duration)
  }
}

/** A clock that is ahead of another one. What waits does so in the time of the other one. */
export const clockAhead = (clock: Clock.Clock, millis: () => number): Clock.Clock =>
  clockFrom(() => clock.currentTimeMillisUnsafe() + millis(), clock)

/** A clock that stands still. */
export const clockAt = (millis: number): Clock.Clock =>
  clockFrom(() => millis, {
    monotonicTimeNanosUnsafe: () => BigInt(Math.trunc(millis)) * nanosPerMilli,
    sleep: () => Effect.void
  })

/** The clock that the emulator counts from: the machine's, or the one of whoever asks. */
export const chosenClock = (choice: "real" | undefined, present: Clock.Clock): Clock.Clock =>
  choice === "real" ? Clock.Clock.defaultValue() : present
