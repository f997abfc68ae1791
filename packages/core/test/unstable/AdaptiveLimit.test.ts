import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Random } from "effect"
import * as AdaptiveLimit from "../../src/unstable/AdaptiveLimit.ts"
import { inVirtualTime } from "../../../../test/support/time.ts"

const bounds = { least: 1, start: 4, most: 16, samples: 4 }
const megabyte = 1024 * 1024

/** A line: what one connection carries, and all of them together, in bytes per millisecond. */
interface Line {
  readonly connection: number
  readonly all: number
}

/** What so many connections carry together. */
const rateOf = ({ connection, all }: Line, count: number) => Math.min(connection * count, all)

const size = 8 * megabyte

/** Sends parts over a line that differs by a tenth from one part to the next. */
const sendOver = (line: Line, parts: number, limit: AdaptiveLimit.AdaptiveLimit) => {
  let running = 0
  let most = 0
  const part = Effect.gen(function* () {
    running++
    most = Math.max(most, running)
    const wobble = yield* Random.nextBetween(0.9, 1.1)
    yield* Effect.sleep(Math.round((size / (rateOf(line, limit.limit()) / limit.limit())) * wobble))
    running--
    return size
  })
  return Effect.as(
    inVirtualTime(
      Random.withSeed(
        Effect.forEach(Array.from({ length: parts }), () => limit.run(part, (bytes) => bytes), {
          concurrency: 16,
          discard: true
        }),
        "line"
      ),
      "1 minute"
    ),
    () => most
  )
}

describe("the number of transfers at once", () => {
  const lines: ReadonlyArray<readonly [string, Line, number, number]> = [
    ["each connection is slow, the line is not", { connection: 120, all: 1e9 }, 16, 16],
    ["four connections fill the line", { connection: 250, all: 1000 }, 4, 4],
    ["eight fill it", { connection: 250, all: 2000 }, 8, 8],
    ["one fills it", { connection: 1000, all: 1000 }, 1, 1],
    ["ten fill it", { connection: 100, all: 1000 }, 8, 16]
  ]
  for (const [name, line, least, most] of lines) {
    it.effect(`finds ${least === most ? least : `${least} to ${most}`} when ${name}`, () =>
      Effect.gen(function* () {
        const limit = AdaptiveLimit.make(bounds)
        yield* sendOver(line, 70, limit)
        assert.isAtLeast(limit.limit(), least)
        assert.isAtMost(limit.limit(), most)
      })
    )
  }

  it.effect("finds another one when the line changes", () =>
    Effect.gen(function* () {
      const limit = AdaptiveLimit.make(bounds)
      yield* sendOver({ connection: 1000, all: 1000 }, 100, limit)
      assert.strictEqual(limit.limit(), 1)
      yield* sendOver({ connection: 120, all: 1e9 }, 300, limit)
      assert.strictEqual(limit.limit(), 16)
    })
  )

  it.effect("stays where it starts while transfers are fast", () =>
    Effect.gen(function* () {
      const limit = AdaptiveLimit.make(bounds)
      yield* sendOver({ connection: 100 * megabyte, all: 1e12 }, 500, limit)
      assert.strictEqual(limit.limit(), 4)
    })
  )

  it.effect("is the caller's where there is no choice", () =>
    Effect.gen(function* () {
      const limit = AdaptiveLimit.make({ least: 3, start: 3, most: 3, samples: 4 })
      const most = yield* sendOver({ connection: 120, all: 1e9 }, 50, limit)
      assert.strictEqual(limit.limit(), 3)
      assert.strictEqual(most(), 3)
    })
  )

  /** Transfers of a second, one at a time; each notes that it began. */
  const makeQueue = (began: Array<string>) => {
    const limit = AdaptiveLimit.make({ least: 1, start: 1, most: 1, samples: 4 })
    return (name: string) =>
      Effect.forkChild(
        limit.run(
          Effect.andThen(
            Effect.sync(() => void began.push(name)),
            Effect.sleep("1 second")
          ),
          () => 0
        ),
        { startImmediately: true }
      )
  }

  it.effect("what is interrupted takes nobody's turn", () =>
    Effect.gen(function* () {
      const began: Array<string> = []
      const transfer = makeQueue(began)
      const first = yield* transfer("first")
      const waiting = yield* transfer("waiting")
      const woken = yield* transfer("woken")
      const last = yield* transfer("last")
      yield* Fiber.interrupt(waiting)
      // Ends the first one and wakes the next.
      first.interruptUnsafe()
      woken.interruptUnsafe()
      yield* inVirtualTime(Fiber.join(last))
      assert.deepStrictEqual(began, ["first", "last"])
    })
  )

  it.effect("nothing begins when all are interrupted", () =>
    Effect.gen(function* () {
      const began: Array<string> = []
      const transfer = makeQueue(began)
      const fibers = [yield* transfer("first"), yield* transfer("second"), yield* transfer("third")]
      yield* Fiber.interruptAll(fibers)
      assert.deepStrictEqual(began, ["first"])
    })
  )

  it.effect("a failed transfer leaves its place", () =>
    Effect.gen(function* () {
      const limit = AdaptiveLimit.make({ least: 1, start: 1, most: 1, samples: 4 })
      const failures = Array.from({ length: 3 }, () => Effect.flip(limit.run(Effect.fail("no"), () => 0)))
      assert.deepStrictEqual(yield* Effect.all(failures, { concurrency: 3 }), ["no", "no", "no"])
    })
  )
})
