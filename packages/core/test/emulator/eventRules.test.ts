import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { Events } from "../../src/index.ts"
import * as Emulator from "../../src/testing/BoxEmulator.ts"
import { folder, fresh, get, type Json, send } from "./wire.ts"

const names = (json: Json): ReadonlyArray<string> =>
  json.entries.map((entry: Json) => entry.source.name ?? entry.source.item_name)

const events = (query: string) => Effect.map(get(`/events?${query}`), ({ json }) => json)

const folders = (count: number) =>
  Effect.forEach(
    Array.from({ length: count }, (_, index) => `f${index}`),
    (name) => Effect.andThen(folder(name), TestClock.adjust("1 second"))
  )

/** The text of an answer, whose numbers JavaScript would round. */
const exact = (query: string) =>
  Effect.map(get(`/events?${query}`), ({ bytes }) =>
    String(/"next_stream_position":("?\d+"?)/.exec(new TextDecoder().decode(bytes))?.[1])
  )

describe("the emulated events", () => {
  it.effect.each(["largeNumber", "largeText"] as const)("have positions beyond 2^53 as %s", (positions) =>
    Effect.gen(function* () {
      yield* folders(3)
      const first = yield* exact("stream_position=0&limit=1")
      assert.strictEqual(first.startsWith('"'), positions === "largeText")
      const position = BigInt(first.replaceAll('"', ""))
      assert.isTrue(position > 2n ** 53n)
      assert.notStrictEqual(BigInt(Number(position)), position, "a number of JavaScript would do")
      assert.deepStrictEqual(names(yield* events(`stream_position=${position}`)), ["f1", "f2"])
    }).pipe(Effect.provide(fresh({ events: { positions } })))
  )

  it.effect("come in pages shorter than the limit", () =>
    Effect.gen(function* () {
      yield* folders(10)
      const first = yield* events("stream_position=0&limit=10")
      assert.deepStrictEqual(names(first), ["f0", "f1", "f2", "f3"])
      assert.strictEqual((yield* events(`stream_position=${first.next_stream_position}&limit=10`)).chunk_size, 4)
    }).pipe(Effect.provide(fresh({ events: { shortPages: true } })))
  )

  it.effect("appear late in the history, and at once in the live stream", () =>
    Effect.gen(function* () {
      yield* folder("a")
      const position = (yield* events("stream_type=admin_logs")).next_stream_position
      assert.strictEqual((yield* events("stream_type=admin_logs")).chunk_size, 0)
      assert.strictEqual((yield* events("stream_type=admin_logs_streaming")).chunk_size, 1)
      yield* TestClock.adjust("30 minutes")
      assert.deepStrictEqual(names(yield* events(`stream_type=admin_logs&stream_position=${position}`)), ["a"])
    }).pipe(Effect.provide(fresh({ events: { historyDelay: "30 minutes" } })))
  )

  it.effect("come late and twice in the live stream, and in order in the history", () =>
    Effect.gen(function* () {
      yield* folders(200)
      yield* TestClock.adjust("1 minute")
      const history = names(yield* events("stream_type=admin_logs&limit=500"))
      const live = names(yield* events("stream_type=admin_logs_streaming&limit=500"))
      assert.lengthOf(history, 200)
      assert.deepStrictEqual(new Set(live), new Set(history))
      assert.isAbove(live.length, 220)
      const firsts = [...new Set(live)]
      const displaced = firsts.filter((name, index) => name !== history[index]).length
      assert.isAbove(displaced, 50)
    }).pipe(Effect.provide(fresh({ events: { disorder: 0.3, duplicates: 0.2 } })))
  )

  it.effect("are forgotten, and a position behind them is refused if that is wanted", () =>
    Effect.gen(function* () {
      yield* folders(2)
      const position = (yield* events("stream_position=0&limit=1")).next_stream_position
      yield* TestClock.adjust("22 days")
      assert.deepStrictEqual(names(yield* events("stream_position=0")), [])
      assert.strictEqual((yield* get(`/events?stream_position=${position}`)).status, 400)
      assert.deepStrictEqual(names(yield* events("stream_type=sync&stream_position=0")), ["f0", "f1"])
      yield* folder("new")
      assert.deepStrictEqual(names(yield* events("stream_position=0")), ["new"])
    }).pipe(Effect.provide(fresh({ accessTokenLifetime: "100 days", events: { expiredPositions: "refused" } })))
  )

  it.effect("are waited for at a host of their own, which can refuse tokens", () =>
    Effect.gen(function* () {
      const [server] = (yield* send("OPTIONS", "/events")).json.entries
      assert.strictEqual(new URL(server.url).host, "2.realtime.services.box.net")
      assert.strictEqual((yield* get(`${server.url}&stream_position=0`)).status, 401)
      yield* folder("a")
      assert.deepStrictEqual((yield* get(`${server.url}&stream_position=0`, { token: null })).json, {
        message: "new_change"
      })
    }).pipe(Effect.provide(fresh({ events: { refuseRealtimeTokens: true } })))
  )

  it.effect("can be waited for in vain", () =>
    Effect.gen(function* () {
      const { addFault } = yield* Emulator.BoxEmulator
      const [server] = (yield* send("OPTIONS", "/events")).json.entries
      const path = "/realtime/subscribe"
      yield* addFault({ kind: "answer", match: { path }, json: { message: "max_retries" } })
      yield* addFault({ kind: "silence", match: { path } })
      const poll = get(`${server.url}&stream_position=0`, { token: null })
      assert.deepStrictEqual((yield* poll).json, { message: "max_retries" })
      yield* folder("a")
      const silent = yield* Effect.forkChild(poll)
      yield* TestClock.adjust("1 day")
      assert.isUndefined(silent.pollUnsafe())
      yield* Fiber.interrupt(silent)
      assert.deepStrictEqual((yield* poll).json, { message: "new_change" })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("can be of any type and without a source", () =>
    Effect.gen(function* () {
      const { credentials, prepare } = yield* Emulator.BoxEmulator
      yield* prepare("events", { event_type: "FROM_THE_FUTURE" })
      yield* prepare("events", {
        event_type: "ITEM_TRASH",
        source: { type: "file", id: "1" },
        user: { id: credentials.managedUserId }
      })
      const own = yield* Events.getEvents({ stream_position: "0" })
      assert.lengthOf(own.entries ?? [], 1)
      assert.deepInclude(own.entries?.[0], { event_type: "FROM_THE_FUTURE", source: null })
      assert.strictEqual((yield* Events.getEvents({ stream_type: "admin_logs" })).chunk_size, 2)
    }).pipe(Effect.provide(Emulator.layer))
  )
})
