import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Logger, Random, Ref } from "effect"
import { HttpClient } from "effect/http"
import { TestClock } from "effect/testing"
import { EventCheckpoints, EventStream } from "../../src/index.ts"
import { BoxEmulator } from "../../src/testing/index.ts"

const realtime = "/realtime/subscribe"

/** An event whose id is its number, in the administrator's stream. */
const happen = (id: number) =>
  BoxEmulator.BoxEmulator.use(({ prepare }) =>
    prepare("events", { event_type: "ITEM_RENAME", source: { type: "file", id: String(id) } })
  )

const idOf = ({ source }: EventStream.Event): number => Number(Object(source).id)

const following = Effect.gen(function* () {
  const seen = yield* Ref.make<ReadonlyArray<number>>([])
  const fiber = yield* Effect.forkChild(
    EventStream.run({ checkpoint: "a" }, (event) => Ref.update(seen, (ids) => [...ids, idOf(event)]))
  )
  yield* TestClock.adjust("1 second")
  return { fiber, seen: Ref.get(seen) }
})

/** The kinds of requests since the last look. */
const looking = Effect.gen(function* () {
  const { requests } = yield* BoxEmulator.BoxEmulator
  let from = (yield* requests).length
  return Effect.map(requests, (all) => {
    const some = all.slice(from).map(({ method, route }) => (route?.includes("realtime") ? "poll" : method))
    from = all.length
    return some
  })
})

const settings = { accessTokenLifetime: "30 days", events: { refuseRealtimeTokens: true } } as const

/** A request takes time, so that a client that never waits is seen to send many. */
const slowly = (options: BoxEmulator.Options) =>
  Layer.effect(
    HttpClient.HttpClient,
    Effect.map(HttpClient.HttpClient, HttpClient.transform(Effect.delay("20 millis")))
  ).pipe(Layer.provideMerge(BoxEmulator.layerWith(options)))

const provided = Effect.provide([BoxEmulator.layerWith(settings), EventCheckpoints.layerMemory, Logger.layer([])])

describe("the long poll", () => {
  it.effect("reads when it is told of news, until there is no more, and polls again at the same server", () =>
    Effect.gen(function* () {
      const { fiber, seen } = yield* following
      const look = yield* looking
      yield* happen(1)
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* seen, [1])
      assert.deepStrictEqual(yield* look, ["GET", "GET", "poll"])
      yield* Fiber.interrupt(fiber)
    }).pipe(provided)
  )

  const answers = [
    ["reconnect", { version: 1, message: "reconnect" }, ["OPTIONS", "poll"]],
    ["max_retries", { message: "max_retries" }, ["OPTIONS", "poll"]],
    ["news that are none", { message: "new_change" }, ["poll"]],
    ["an unknown message", { message: "good_morning" }, ["poll"]],
    ["no message", [], ["poll"]]
  ] as const

  it.effect.each(answers)("looks once after %s, and goes on", ([_, json, then]) =>
    Effect.gen(function* () {
      const { addFault } = yield* BoxEmulator.BoxEmulator
      yield* addFault({ kind: "answer", match: { path: realtime }, json: json as never })
      const { fiber, seen } = yield* following
      yield* TestClock.adjust("10 seconds")
      const all = yield* BoxEmulator.BoxEmulator.use(({ requests }) => requests)
      assert.deepStrictEqual(
        all.map(({ method, route }) => (route?.includes("realtime") ? "poll" : method)),
        // The position now, the look for what came since, the server, the poll with this answer, the look after it.
        ["GET", "GET", "OPTIONS", "poll", "GET", ...then]
      )
      yield* happen(1)
      yield* TestClock.adjust("10 seconds")
      assert.deepStrictEqual(yield* seen, [1])
      yield* Fiber.interrupt(fiber)
    }).pipe(provided)
  )

  it.effect("asks again after each silence, and for another server after ten", () =>
    Effect.gen(function* () {
      const { addFault } = yield* BoxEmulator.BoxEmulator
      yield* addFault({ kind: "silence", match: { path: realtime, times: 11 } })
      const { fiber, seen } = yield* following
      const look = yield* looking
      yield* TestClock.adjust("619 seconds")
      assert.deepStrictEqual(yield* look, ["GET", "poll"])
      for (let silence = 2; silence < 10; silence++) {
        yield* TestClock.adjust("620 seconds")
        assert.deepStrictEqual(yield* look, ["GET", "poll"])
      }
      yield* TestClock.adjust("620 seconds")
      assert.deepStrictEqual(yield* look, ["GET", "OPTIONS", "poll"])
      // The dead connection hides the news until the next look.
      yield* happen(1)
      yield* TestClock.adjust("620 seconds")
      assert.deepStrictEqual(yield* seen, [1])
      yield* Fiber.interrupt(fiber)
    }).pipe(provided)
  )

  it.effect.each([
    { kind: "reset" },
    { kind: "status", status: 500 },
    { kind: "status", status: 403 },
    { kind: "truncate", afterBytes: 3 }
  ] as const)("costs a wait, not the stream, when it fails: %j", (fault) =>
    Effect.gen(function* () {
      const { addFault, clearFaults } = yield* BoxEmulator.BoxEmulator
      yield* addFault({ ...fault, match: { path: realtime, times: 100 } })
      const { fiber, seen } = yield* following
      yield* happen(1)
      yield* TestClock.adjust("10 minutes")
      assert.deepStrictEqual(yield* seen, [1])
      const look = yield* looking
      yield* TestClock.adjust("1 hour")
      // Three requests for each failure, once a minute.
      assert.isAtMost((yield* look).length, 3 * 75)
      yield* clearFaults
      yield* TestClock.adjust("1 minute")
      yield* happen(2)
      // The poll under way can still fail.
      yield* TestClock.adjust("61 seconds")
      assert.deepStrictEqual(yield* seen, [1, 2])
      yield* Fiber.interrupt(fiber)
    }).pipe(provided)
  )

  it.effect("is not needed: events come without it, a little later", () =>
    Effect.gen(function* () {
      const { addFault } = yield* BoxEmulator.BoxEmulator
      yield* addFault({
        kind: "answer",
        match: { method: "OPTIONS", path: "/events", times: 1000 },
        json: { entries: [] }
      })
      const { fiber, seen } = yield* following
      yield* TestClock.adjust("1 hour")
      yield* happen(1)
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(yield* seen, [1])
      yield* Fiber.interrupt(fiber)
    }).pipe(provided)
  )

  it.effect("ends at once when its consumer does, and sends nothing that identifies the login", () =>
    Effect.gen(function* () {
      const { fiber } = yield* following
      // No time passes.
      yield* Fiber.interrupt(fiber)
      const polls = (yield* (yield* BoxEmulator.BoxEmulator).requests).filter(({ route }) =>
        route?.includes("realtime")
      )
      assert.lengthOf(polls, 1)
      assert.deepStrictEqual(Object.keys(polls[0]?.headers ?? {}).toSorted(), ["accept", "user-agent"])
      assert.include(polls[0]?.path, "&stream_position=17")
    }).pipe(provided)
  )
})

/** What a server can do that lies, is silent, resets and sends its clients away. */
const tricks = [
  { kind: "answer", json: { message: "new_change" } },
  { kind: "answer", json: { message: "reconnect", version: 1 } },
  { kind: "answer", json: { message: "max_retries" } },
  { kind: "answer", json: { message: 7 } },
  { kind: "answer", json: "news" },
  { kind: "answer", status: 404, json: {} },
  { kind: "reset" },
  { kind: "silence" },
  { kind: "status", status: 503, retryAfter: 0 },
  { kind: "stall", afterBytes: 2 },
  { kind: "delay", delay: 30_000 }
] as const

describe("an hour with a server of the long poll that does all of it", () => {
  const hour = (positions: "number" | "largeNumber" | "largeText") =>
    Effect.gen(function* () {
      const { addFault, requests } = yield* BoxEmulator.BoxEmulator
      for (let trick = 0; trick < 3000; trick++) {
        const one = tricks[yield* Random.nextIntBetween(0, tricks.length)] ?? tricks[0]
        yield* addFault({ ...one, match: { path: realtime } })
      }
      const { fiber, seen } = yield* following
      let last = 0
      for (let minute = 0; minute < 60; minute++) {
        // Bursts, single events, and minutes in which nothing happens.
        const count = yield* Random.nextIntBetween(0, 4)
        for (let event = 0; event < count; event++) yield* happen(++last)
        yield* TestClock.adjust("1 minute")
      }
      const sent = (yield* requests).length
      yield* TestClock.adjust("620 seconds")
      const handled = yield* seen
      assert.deepStrictEqual(
        handled,
        Array.from({ length: last }, (_, index) => index + 1)
      )
      assert.isBelow(sent, 3600, "more than one request per second")
      yield* Fiber.interrupt(fiber)
    }).pipe(
      Effect.provide([
        slowly({ ...settings, events: { ...settings.events, positions } }),
        EventCheckpoints.layerMemory,
        Logger.layer([])
      ])
    )

  it.effect.each(["number", "largeNumber", "largeText"] as const)("loses nothing with positions as %s", (positions) =>
    Effect.forEach([1, 2], (seed) => Random.withSeed(hour(positions), seed), { discard: true })
  )

  it.effect.each([
    { kind: "answer", json: { message: "new_change" } },
    { kind: "answer", json: { message: "reconnect" } },
    { kind: "answer", json: 1 },
    { kind: "reset" },
    { kind: "status", status: 500 }
  ] as const)("asks less than once a second when it does nothing but %j", (trick) =>
    Effect.gen(function* () {
      const { addFault, requests } = yield* BoxEmulator.BoxEmulator
      yield* addFault({ ...trick, match: { path: realtime, times: 100_000 } })
      const { fiber } = yield* following
      yield* TestClock.adjust("1 hour")
      assert.isBelow((yield* requests).length, 1500)
      yield* Fiber.interrupt(fiber)
    }).pipe(Effect.provide([slowly(settings), EventCheckpoints.layerMemory, Logger.layer([])]))
  )
})
