import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Logger, Random, Ref, Stream } from "effect"
import { TestClock } from "effect/testing"
import { BoxRequest, EventCheckpoints, EventStream } from "../../src/index.ts"
import { BoxEmulator } from "../../src/testing/index.ts"

const happen = (id: number, type = "RENAME") =>
  BoxEmulator.BoxEmulator.use(({ prepare }) =>
    prepare("events", { event_type: type, source: { type: "file", id: String(id) } })
  )

const happenAll = (from: number, to: number) =>
  Effect.forEach(
    Array.from({ length: to - from + 1 }, (_, index) => from + index),
    (id) => happen(id)
  )

const idOf = ({ source }: EventStream.Event): number => Number(Object(source).id)

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

const noting = Effect.map(Ref.make<ReadonlyArray<number>>([]), (seen) => ({
  seen: Ref.get(seen),
  note: (event: EventStream.Event) => Ref.update(seen, (ids) => [...ids, idOf(event)])
}))

const routes = BoxEmulator.BoxEmulator.use(({ requests }) => Effect.map(requests, (all) => all.map(({ path }) => path)))

const world = (events: BoxEmulator.Options["events"] = {}) =>
  Effect.provide([
    BoxEmulator.layerWith({ accessTokenLifetime: "900 days", events }),
    EventCheckpoints.layerMemory,
    Logger.layer([])
  ])

const streaming = { checkpoint: "a", stream_type: "admin_logs_streaming" } as const

describe("the enterprise's stream", () => {
  it.effect("is asked every 10 seconds, and more rarely while nothing happens", () =>
    Effect.gen(function* () {
      const { note, seen } = yield* noting
      const fiber = yield* Effect.forkChild(EventStream.run(streaming, note))
      yield* TestClock.adjust("1 second")
      yield* happen(1)
      yield* TestClock.adjust("10 seconds")
      assert.deepStrictEqual(yield* seen, [1])
      const before = (yield* routes).length
      yield* TestClock.adjust("1 hour")
      assert.isAtMost((yield* routes).length - before, 65)
      yield* happen(2)
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(yield* seen, [1, 2])
      assert.isFalse((yield* routes).some((path) => path.includes("realtime") || path.includes("subscribe")))
      yield* Fiber.interrupt(fiber)
    }).pipe(world())
  )

  it.effect("is handled once each, although Box sends events twice and out of order", () =>
    Effect.gen(function* () {
      const { note, seen } = yield* noting
      const fiber = yield* Effect.forkChild(EventStream.run({ ...streaming, limit: 20 }, note))
      yield* TestClock.adjust("1 second")
      for (let id = 1; id <= 300; id++) {
        yield* happen(id)
        yield* TestClock.adjust(yield* Random.nextIntBetween(0, 2000))
      }
      yield* TestClock.adjust("2 minutes")
      const handled = yield* seen
      assert.notDeepEqual(handled, upTo(300), "nothing was out of order")
      assert.deepStrictEqual(
        handled.toSorted((a, b) => a - b),
        upTo(300)
      )
      yield* Fiber.interrupt(fiber)
    }).pipe(world({ disorder: 0.3, duplicates: 0.3, shortPages: true, positions: "largeNumber" }))
  )

  it.effect("fills a gap of three weeks from the history, and then goes on", () =>
    Effect.gen(function* () {
      const { note, seen } = yield* noting
      const run = EventStream.run({ ...streaming, limit: 5 }, note)
      const first = yield* Effect.forkChild(run)
      yield* TestClock.adjust("1 second")
      yield* happenAll(1, 3)
      yield* TestClock.adjust("1 minute")
      yield* Fiber.interrupt(first)
      // A day at a time: some of them only the history has, some both, the last only the live stream.
      for (let id = 4; id <= 25; id++) {
        yield* happen(id)
        yield* TestClock.adjust("1 day")
      }
      yield* happen(26)
      // Killed in the middle of filling.
      const second = yield* Effect.forkChild(
        EventStream.run({ ...streaming, limit: 5 }, (event) => (idOf(event) === 10 ? Effect.never : note(event)))
      )
      yield* TestClock.adjust("1 minute")
      yield* Fiber.interrupt(second)
      const third = yield* Effect.forkChild(run)
      yield* TestClock.adjust("10 minutes")
      yield* happen(27)
      yield* TestClock.adjust("1 minute")
      const handled = yield* seen
      assert.deepStrictEqual(
        [...new Set(handled)].toSorted((a, b) => a - b),
        upTo(27)
      )
      // The page in which the second was killed.
      assert.isAtMost(handled.length - 27, 5)
      assert.isTrue((yield* routes).some((path) => path.includes("stream_type=admin_logs&")))
      yield* Fiber.interrupt(third)
    }).pipe(world({ historyDelay: "1 hour" }))
  )

  it.effect("has no gap after three weeks in which nothing happened", () =>
    Effect.gen(function* () {
      const { note, seen } = yield* noting
      const run = EventStream.run({ ...streaming, pollInterval: "6 hours" }, note)
      const first = yield* Effect.forkChild(run)
      yield* TestClock.adjust("21 days")
      yield* Fiber.interrupt(first)
      const second = yield* Effect.forkChild(run)
      yield* happen(1)
      yield* TestClock.adjust("7 hours")
      assert.deepStrictEqual(yield* seen, [1])
      assert.isFalse((yield* routes).some((path) => path.includes("stream_type=admin_logs&")))
      yield* Fiber.interrupt(second)
    }).pipe(world())
  )

  it.effect("asks once when the login may not read it", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator.BoxEmulator
      const error = yield* EventStream.run(streaming, () => Effect.void).pipe(
        BoxRequest.asUser(credentials.managedUserId),
        Effect.flip
      )
      assert.strictEqual(error._tag, "BoxForbidden")
      assert.lengthOf(yield* routes, 1)
    }).pipe(world())
  )

  it.effect.each([
    [401, "BoxLoginRequired"],
    [403, "BoxForbidden"],
    [404, "BoxNotFound"],
    [400, "BoxBadRequest"]
  ] as const)("ends with one request at %d", ([status, tag]) =>
    Effect.gen(function* () {
      const { addFault } = yield* BoxEmulator.BoxEmulator
      yield* addFault({ kind: "status", match: { path: "/events", times: 10 }, status })
      const error = yield* Effect.flip(EventStream.run(streaming, () => Effect.void))
      assert.strictEqual(error._tag, tag)
      assert.lengthOf(yield* routes, 1)
    }).pipe(world())
  )

  it.effect("waits out an outage", () =>
    Effect.gen(function* () {
      const { addFault } = yield* BoxEmulator.BoxEmulator
      const { note, seen } = yield* noting
      const fiber = yield* Effect.forkChild(EventStream.run(streaming, note))
      yield* TestClock.adjust("1 second")
      yield* addFault({ kind: "status", match: { path: "/events", times: 200 }, status: 503 })
      yield* happen(1)
      yield* TestClock.adjust("1 hour")
      assert.isAtMost((yield* routes).length, 3600)
      yield* TestClock.adjust("5 hours")
      assert.deepStrictEqual(yield* seen, [1])
      yield* Fiber.interrupt(fiber)
    }).pipe(world())
  )
})

describe("the pages of a stream", () => {
  it.effect("are not read ahead of the handler", () =>
    Effect.gen(function* () {
      yield* happenAll(1, 50)
      const fiber = yield* Effect.forkChild(
        EventStream.run({ ...streaming, from: "oldest", limit: 10 }, (event) =>
          Effect.delay(Effect.void, idOf(event) > 10 ? "1 hour" : 0)
        )
      )
      yield* TestClock.adjust("30 minutes")
      assert.lengthOf(yield* routes, 2)
      yield* TestClock.adjust("10 hours")
      assert.lengthOf(yield* routes, 3)
      yield* Fiber.interrupt(fiber)
    }).pipe(world())
  )

  it.effect("are handled when they are committed, and those before them", () =>
    Effect.gen(function* () {
      const { load } = yield* EventCheckpoints.EventCheckpoints
      yield* happenAll(1, 30)
      const pages = EventStream.pages({ ...streaming, from: "oldest", limit: 10 })
      const three = yield* Stream.runCollect(Stream.take(pages, 3))
      assert.strictEqual((yield* load("a"))?.position, "0")
      yield* three[1]?.commit ?? Effect.void
      assert.strictEqual((yield* load("a"))?.position, three[1]?.position)
      // An older one changes nothing.
      yield* three[0]?.commit ?? Effect.void
      assert.strictEqual((yield* load("a"))?.position, three[1]?.position)
      const [next] = yield* Stream.runCollect(Stream.take(pages, 1))
      assert.deepStrictEqual(next?.events.map(idOf), upTo(30).slice(20))
    }).pipe(world())
  )

  it.effect("come again when the handler fails", () =>
    Effect.gen(function* () {
      yield* happenAll(1, 5)
      const { note, seen } = yield* noting
      const options = { ...streaming, from: "oldest" } as const
      const error = yield* EventStream.run(options, (event) =>
        idOf(event) === 3 ? Effect.fail("no" as const) : note(event)
      ).pipe(Effect.flip)
      assert.strictEqual(error, "no")
      const fiber = yield* Effect.forkChild(EventStream.run(options, note))
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* seen, [1, 2, ...upTo(5)])
      yield* Fiber.interrupt(fiber)
    }).pipe(world())
  )

  it.effect("have one consumer", () =>
    Effect.gen(function* () {
      const run = EventStream.run(streaming, () => Effect.void)
      const fiber = yield* Effect.forkChild(run)
      yield* TestClock.adjust("1 second")
      const error = yield* Effect.flip(run)
      assert.deepInclude(error, { _tag: "BoxCheckpointError", reason: "in_use", checkpoint: "a" })
      yield* Fiber.interrupt(fiber)
    }).pipe(world())
  )
})

describe("the history", () => {
  it.effect("has what happened between two times, of the types that are wanted, and ends", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 day")
      for (let id = 1; id <= 30; id++) {
        yield* happen(id, id % 3 === 0 ? "SHARE" : "RENAME")
        yield* TestClock.adjust("1 hour")
      }
      const span = { created_after: "1970-01-02T05:30:00Z", created_before: new Date(86_400_000 + 20.5 * 3_600_000) }
      const all = yield* Stream.runCollect(EventStream.history({ ...span, limit: 4 }))
      assert.deepStrictEqual(all.map(idOf), upTo(21).slice(6))
      const shared = yield* Stream.runCollect(EventStream.history({ ...span, event_type: ["SHARE"] }))
      assert.deepStrictEqual(shared.map(idOf), [9, 12, 15, 18, 21])
    }).pipe(world({ shortPages: true, positions: "largeText" }))
  )
})
