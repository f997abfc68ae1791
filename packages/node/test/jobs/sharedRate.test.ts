/** Processes that share the limits of a login, in one process: each has a `Pacing` of its own, as on machines of their own. */
import { Pacing, Users } from "@effect-box/core"
import { SharedRate } from "@effect-box/core/jobs"
import { BoxEmulator } from "@effect-box/core/testing"
import { NodeJobs } from "@effect-box/node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"

const callsPerMinute = 120

/** Calls Box as fast as it may, as a process that shares the rate of `login`. */
const calling = (login: string) =>
  Effect.forever(Users.getUserMe({})).pipe(
    Effect.provide(SharedRate.layer({ login }).pipe(Layer.provideMerge(Pacing.layer({ limits: { callsPerMinute } }))), {
      local: true
    }),
    Effect.forkScoped
  )

const times = Effect.gen(function* () {
  const { requests } = yield* BoxEmulator.BoxEmulator
  return (yield* requests).map(({ at }) => at)
})

/** The most that any minute holds. */
const densest = (all: ReadonlyArray<number>) =>
  Math.max(...all.map((start) => all.filter((time) => time >= start && time < start + 60_000).length))

const pass = (seconds: number) =>
  Effect.forEach(Array.from({ length: seconds * 10 }), () => TestClock.adjust("100 millis"), { discard: true })

const within = Layer.merge(NodeJobs.layerMemory, BoxEmulator.layer)

describe("a shared rate", () => {
  it.effect("is kept by two processes together, whenever one joins, and is one's own again when the other leaves", () =>
    Effect.gen(function* () {
      yield* calling("a")
      yield* pass(90)
      const second = yield* calling("a")
      yield* pass(150)
      const both = yield* times
      assert.isAtMost(densest(both), callsPerMinute)
      // The last minute with both: none of the rate is given away.
      const now = 240_000
      const start = (both[0] ?? 0) + now - 60_000
      assert.isAtLeast(both.filter((time) => time >= start).length, callsPerMinute - 4)
      yield* Fiber.interrupt(second)
      yield* pass(90)
      const all = yield* times
      assert.isAtMost(densest(all), callsPerMinute)
      assert.isAtLeast(all.length - both.length, callsPerMinute)
    }).pipe(Effect.scoped, Effect.provide(within))
  )

  it.effect("is not shared with another login", () =>
    Effect.gen(function* () {
      yield* calling("a")
      yield* calling("b")
      yield* pass(60)
      assert.isAtLeast((yield* times).length, 2 * callsPerMinute - 4)
    }).pipe(Effect.scoped, Effect.provide(within))
  )
})
