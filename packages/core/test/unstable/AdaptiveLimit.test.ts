import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Fiber, Random, Semaphore } from "effect"
import * as AdaptiveLimit from "../../src/unstable/AdaptiveLimit.ts"
import { inVirtualTime } from "../../../../test/support/time.ts"

const bounds = { least: 1, start: 4, most: 16, samples: 4 }
const megabyte = 1024 * 1024

/** A line: what one connection carries, and all of them together, in bytes per millisecond. */
interface Line {
  readonly connection: number
  readonly all: number
  /** How many of them there are; other transfers wait for one. */
  readonly connections?: number
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

const piece = megabyte / 4

const now = Effect.map(Clock.monotonicTimeNanos, (nanos) => Number(nanos) / 1e6)

/**
 * Sends parts whose bytes are seen to leave, over lines of which each connection has its share. The first bytes of a part leave at
 * once if they go into a `buffer`, and are on their way when all have left. Gives how much had arrived in each second.
 */
const sendWatched = (line: Line, parts: number, limit: AdaptiveLimit.AdaptiveLimit, buffer = 0) => {
  let running = 0
  const connections = Semaphore.makeUnsafe(line.connections ?? 16)
  const pass = (bytes: number) =>
    Effect.gen(function* () {
      const wobble = yield* Random.nextBetween(0.7, 1.3)
      yield* Effect.sleep(Math.round((bytes / (rateOf(line, running) / running)) * wobble))
    })
  const send = Effect.fnUntraced(function* (moves: (bytes: number, now: number) => void) {
    running++
    for (let at = 0; at < size; at += piece) {
      if (at >= buffer) yield* pass(piece)
      moves(piece, yield* now)
    }
    yield* pass(buffer)
    running--
    return size
  })
  const part = Effect.suspend(() => connections.withPermits(1)(send(limit.watch())))
  const all = Array.from({ length: parts }, () => limit.run(part, (bytes) => bytes))
  return Random.withSeed(Effect.all(all, { concurrency: 16, discard: true }), "line")
}

/** The number of transfers after so many seconds. */
const afterSeconds = (seconds: number, sending: Effect.Effect<void>, limit: AdaptiveLimit.AdaptiveLimit) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(sending, { startImmediately: true })
    yield* inVirtualTime(Effect.sleep(seconds * 1000))
    yield* Fiber.interrupt(fiber)
    return limit.limit()
  })

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

  const seen: typeof lines = lines.map(([name, ...line]) => [`bytes are seen on their way and ${name}`, ...line])
  const buffered: typeof lines = lines
    .slice(0, 3)
    .map(([name, ...line]) => [`half of each part goes into a buffer and ${name}`, ...line])
  for (const [name, line, least, most] of [...seen, ...buffered]) {
    it.effect(`finds ${least === most ? least : `${least} to ${most}`} when ${name}`, () =>
      Effect.gen(function* () {
        const limit = AdaptiveLimit.make(bounds)
        yield* inVirtualTime(
          sendWatched(line, 70, limit, buffered.some(([of]) => of === name) ? size / 2 : 0),
          "1 minute"
        )
        assert.isAtLeast(limit.limit(), least)
        assert.isAtMost(limit.limit(), most)
      })
    )
  }

  it.effect("finds 4 when there are four connections, although all that move are as fast with 8", () =>
    Effect.gen(function* () {
      const limit = AdaptiveLimit.make(bounds)
      yield* inVirtualTime(sendWatched({ connection: 120, all: 1e9, connections: 4 }, 70, limit), "1 minute")
      assert.strictEqual(limit.limit(), 4)
    })
  )

  it.effect("is found before the first part has ended", () =>
    Effect.gen(function* () {
      // A part takes 70 seconds.
      const line = { connection: 120, all: 1e9 }
      const at = (seconds: number) => {
        const limit = AdaptiveLimit.make(bounds)
        return afterSeconds(seconds, sendWatched(line, 40, limit), limit)
      }
      assert.deepStrictEqual([yield* at(5), yield* at(14), yield* at(30)], [4, 8, 16])
    })
  )

  /** Four transfers of which pieces leave in turn, every two seconds, until that has taught; gives the time. */
  const learn = (limit: AdaptiveLimit.AdaptiveLimit) => {
    const transfers = Array.from({ length: 4 }, limit.watch)
    for (let time = 0; time < 60_000; time += 500) {
      transfers[(time / 500) % 4]?.(piece, time)
      if (limit.limit() > 4) return { transfers, since: time }
    }
    return assert.fail("It has not learned")
  }

  it("is not learned from the silence of one of them", () => {
    const limit = AdaptiveLimit.make(bounds)
    const moves = limit.watch()
    for (const time of [0, 1500, 60_000, 60_001, 60_002, 60_003, 60_004]) moves(piece, time)
    assert.strictEqual(limit.limit(), 4)
    learn(limit)
    assert.strictEqual(limit.limit(), 8)
  })

  it("is not learned from what was waited for before it changed", () => {
    const limit = AdaptiveLimit.make(bounds)
    const { since, transfers } = learn(limit)
    const others = Array.from({ length: 4 }, limit.watch)
    for (const time of [10, 2100]) for (const moves of others) moves(piece, since + time)
    for (const moves of [...transfers, ...others]) moves(10 * piece, since + 20_000)
    assert.strictEqual(limit.limit(), 8)
    for (const moves of [...transfers, ...others]) moves(piece, since + 22_000)
    assert.strictEqual(limit.limit(), 16)
  })

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
