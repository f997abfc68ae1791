/** Runs effects to their end under `TestClock`, although parts of them wait for real promises. */
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"

const turn = Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))

/** Lets everything run that needs no time to pass. */
export const settle = Effect.repeat(turn, { times: 20 })

/** Joins a fiber while virtual time goes on in steps of `step`, at most `limit` of them. */
export const finish = <A, E>(
  fiber: Fiber.Fiber<A, E>,
  step: "100 millis" | "1 second" | "1 minute" = "1 second",
  limit = 600
) =>
  Effect.gen(function* () {
    for (let i = 0; i < limit; i++) {
      yield* settle
      if (fiber.pollUnsafe() !== undefined) return yield* Fiber.join(fiber)
      yield* TestClock.adjust(step)
    }
    return yield* Effect.die(`still running after ${limit} x ${step}`)
  })

/** Runs an effect to its end in virtual time. */
export const inVirtualTime = <A, E, R>(effect: Effect.Effect<A, E, R>, step?: "100 millis" | "1 second" | "1 minute") =>
  Effect.flatMap(Effect.forkChild(effect, { startImmediately: true }), (fiber) => finish(fiber, step))
