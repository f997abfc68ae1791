/** Runs effects to their end under `TestClock`: `inTime` where all is Effect, `inVirtualTime` where parts wait for real promises. */
import { Clock, Duration, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"

const turn = Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))

/** Lets everything run that needs no time to pass. */
export const settle = Effect.repeat(turn, { times: 20 })

/** What other threads and the disk do on a machine that is busy takes longer than turns of the event loop. */
export const moment = Effect.promise(() => new Promise<void>((resolve) => setTimeout(resolve, 1)))

/** Joins a fiber while virtual time goes on in steps of `step`, at most `limit` of them. */
export const finish = <A, E>(
  fiber: Fiber.Fiber<A, E>,
  step: "100 millis" | "1 second" | "1 minute" = "1 second",
  limit = 600
) =>
  Effect.gen(function* () {
    for (let i = 0; i < limit; i++) {
      if (fiber.pollUnsafe() === undefined) yield* settle
      if (i >= 100 && fiber.pollUnsafe() === undefined) yield* moment
      if (fiber.pollUnsafe() !== undefined) return yield* Fiber.join(fiber)
      yield* TestClock.adjust(step)
    }
    return yield* Effect.die(`still running after ${limit} x ${step}`)
  })

/** Runs an effect to its end in virtual time. */
export const inVirtualTime = <A, E, R>(effect: Effect.Effect<A, E, R>, step?: "100 millis" | "1 second" | "1 minute") =>
  Effect.flatMap(Effect.forkChild(effect, { startImmediately: true }), (fiber) => finish(fiber, step))

/** Lets every fiber run until it waits for time to pass. */
const yieldAll = Effect.gen(function* () {
  for (let turn = 0; turn <= 10; turn++) yield* Effect.yieldNow
})

/** Virtual time passes in steps, so that nothing which is still at work finds hours gone. */
export const pass = Effect.fnUntraced(function* (time: Duration.Input, step = 500) {
  const end = (yield* Clock.currentTimeMillis) + Duration.toMillis(Duration.fromInputUnsafe(time))
  for (;;) {
    yield* yieldAll
    const left = end - (yield* Clock.currentTimeMillis)
    if (left <= 0) return
    yield* TestClock.adjust(Math.min(left, step))
  }
})

/**
 * Runs to the end in virtual time; gives the result and the milliseconds it took. What waits for minutes, and is not asked when it
 * ends, may go in longer steps than half a second.
 */
export const inTime = <A, E, R>(effect: Effect.Effect<A, E, R>, step = 500) =>
  Effect.gen(function* () {
    const before = yield* Clock.currentTimeMillis
    const fiber = yield* Effect.forkChild(
      Effect.gen(function* () {
        const result = yield* Effect.result(effect)
        return { result, took: (yield* Clock.currentTimeMillis) - before }
      })
    )
    for (let passed = 0; passed < 2_400_000 && fiber.pollUnsafe() === undefined; passed += 2 * step) {
      yield* pass(2 * step, step)
    }
    if (fiber.pollUnsafe() === undefined) return yield* Effect.die(new Error("It does not end within 40 minutes"))
    return yield* Fiber.join(fiber)
  })
