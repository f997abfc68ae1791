/** Virtual time for jobs, whose engine also does real work in other threads. */
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { moment } from "../../../../test/support/time.ts"

/** A step of virtual time, and a turn of real work: the engine on SQLite hashes and locks files in other threads. */
export const step = Effect.andThen(
  TestClock.adjust("100 millis"),
  Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
)

const slowStep = Effect.andThen(TestClock.adjust("100 millis"), moment)

/** Lets virtual time pass until the effect ends. */
export const inTime = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(effect)
    for (let steps = 0; steps < 5000 && fiber.pollUnsafe() === undefined; steps++) {
      yield* steps < 500 ? step : slowStep
    }
    if (fiber.pollUnsafe() === undefined) return yield* Effect.die("It does not end")
    return yield* Fiber.join(fiber)
  })
