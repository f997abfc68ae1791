import { assert, describe, it } from "@effect/vitest"
import { Clock, Deferred, Duration, Effect, Fiber, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"
import {
  BoxConfig,
  BoxRequest,
  FileDownload,
  FileUpload,
  Folders,
  Pacing,
  Search,
  UploadSource,
  Users
} from "../../src/index.ts"
import { inOrder, fixedToken, type Script, scripted } from "./scriptedHttp.ts"
import { assertSameBytes, box, bytesOf, contentOf, fault, routes, stats, succeeds } from "../files/transfers.ts"

const folder: Script = { json: { type: "folder", id: "1" } }
const get = Folders.getFolderById({ folder_id: "1" })
const search = Search.searchForContent({ query: "x" })
const uploadOf = (name: string, length = 10) =>
  FileUpload.upload(UploadSource.fromBytes(bytesOf(length)), { folder_id: "0", name })

/** Notes the time of each request. */
const timed = (answer: (index: number) => Script) =>
  Effect.gen(function* () {
    const times: Array<number> = []
    const { layer } = scripted((_, index) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        times.push(now)
        return answer(index)
      })
    )
    return { times, layer: Layer.merge(layer, fixedToken) }
  })

/** The most that any span of `window` milliseconds holds. */
const densest = (times: ReadonlyArray<number>, window: number) =>
  Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + window).length))

const many = <A, E, R>(count: number, call: Effect.Effect<A, E, R>) =>
  Effect.forEach(Array.from({ length: count }), () => call, { concurrency: 50, discard: true })

describe("request limits", () => {
  it.effect("without a layer nothing waits until Box refuses", () =>
    Effect.gen(function* () {
      const { layer, times } = yield* timed(() => folder)
      yield* Effect.provide(many(1001, get), layer)
      assert.deepStrictEqual([times.length, times.at(-1)], [1001, 0])
    })
  )

  it.effect("1,000 calls a minute: half at once, the rest evenly, and not one call too slow", () =>
    Effect.gen(function* () {
      const { layer, times } = yield* timed(() => folder)
      yield* succeeds(many(1500, get).pipe(Effect.provide(layer), Effect.provide(Pacing.layer())))
      assert.strictEqual(times.filter((time) => time === 0).length, 500)
      assert.strictEqual(densest(times, 60_000), 1000)
      // A minute and a half's worth, of which the first half minute was free.
      assert.isAtMost(times.at(-1) ?? 0, 90_500)
      const later = times.slice(1100)
      const gaps = later.slice(1).map((time, i) => time - (later[i] ?? 0))
      assert.isAtMost(Math.max(...gaps), 1000)
    })
  )

  it.effect("6 searches a second and 60 a minute, which hold up nothing else", () =>
    Effect.gen(function* () {
      const { layer, times } = yield* timed(() => ({ json: { entries: [] } }))
      const other = yield* timed(() => folder)
      yield* Effect.gen(function* () {
        const searching = yield* Effect.forkChild(Effect.provide(many(90, search), layer), { startImmediately: true })
        yield* Effect.provide(many(100, get), other.layer)
        assert.strictEqual(other.times.at(-1), 0)
        yield* succeeds(Fiber.join(searching))
      }).pipe(Effect.provide(Pacing.layer()))
      assert.strictEqual(times.length, 90)
      assert.isAtMost(densest(times, 1000), 6)
      assert.isAtMost(densest(times, 60_000), 60)
    })
  )

  it.effect("240 uploads a minute, a session counting once", () =>
    Effect.gen(function* () {
      const names = Array.from({ length: 300 }, (_, i) => `${i}.bin`)
      const upload = (name: string) =>
        FileUpload.uploadChunked(UploadSource.fromBytes(bytesOf(30)), { folder_id: "0", name })
      const { took } = yield* succeeds(
        Effect.forEach(names, (name, i) => (i % 2 === 0 ? upload(name) : uploadOf(name)), { concurrency: 10 })
      )
      assert.isAbove(took, 60_000)
      assert.isAtMost(took, 80_000)
      assert.strictEqual((yield* stats).committedSessions, 150)
    }).pipe(Effect.provide(Pacing.layer()), Effect.provide(box({ partSize: 10, minimumSessionSize: 1 })))
  )

  /** How many of 20 searches go out at once: half of the six a second that are published, the smallest limit of all. */
  const searchedAtOnce = Effect.fnUntraced(function* (apiUrl: string) {
    const { layer, times } = yield* timed(() => ({ json: { entries: [] } }))
    const searches = Effect.provide(many(20, search), [layer, BoxConfig.layer({ apiUrl })])
    yield* succeeds(Effect.provide(searches, Pacing.layer()))
    assert.strictEqual(times.length, 20)
    return times.filter((time) => time === 0).length
  })

  it.effect.each([
    "https://api.box.com",
    "https://api.box-gov.com",
    "https://box-gov.com",
    "https://upload.app.box-gov.com:8443",
    "https://dl.boxcloud.com"
  ])("the published limits hold towards every host of Box: %s", (apiUrl) =>
    Effect.gen(function* () {
      assert.strictEqual(yield* searchedAtOnce(apiUrl), 3)
    })
  )

  it.effect.each([
    "https://api.box.com.example",
    "https://mailbox.com",
    "https://api.boxxcom",
    "https://api.box.community",
    "https://user.example/@api.box.com",
    "https://example.com/box.com/",
    "http://api.box.com"
  ])("and towards no other: %s", (apiUrl) =>
    Effect.gen(function* () {
      assert.strictEqual(yield* searchedAtOnce(apiUrl), 20)
    })
  )

  it.effect("the published limits are not those of another host; given ones hold everywhere", () =>
    Effect.gen(function* () {
      const local = BoxConfig.layer({ apiUrl: "http://127.0.0.1:8080" })
      const free = yield* timed(() => folder)
      yield* many(501, get).pipe(Effect.provide([free.layer, local, Pacing.layer()]))
      assert.strictEqual(free.times.at(-1), 0)
      const bound = yield* timed(() => folder)
      yield* succeeds(
        many(30, get).pipe(Effect.provide([bound.layer, local, Pacing.layer({ limits: { callsPerMinute: 10 } })]))
      )
      assert.strictEqual(densest(bound.times, 60_000), 10)
      const none = yield* timed(() => folder)
      const unlimited = Pacing.layer({ limits: { callsPerMinute: Number.POSITIVE_INFINITY } })
      yield* many(501, get).pipe(Effect.provide([none.layer, unlimited]))
      assert.strictEqual(none.times.at(-1), yield* Clock.currentTimeMillis)
    })
  )

  it.effect("the time in the queue does not count against the deadline of a call", () =>
    Effect.gen(function* () {
      const { layer, times } = yield* timed((index) => (index === 5 ? { status: 503 } : folder))
      yield* succeeds(
        many(6, get).pipe(
          BoxRequest.withRetry({ deadline: Duration.minutes(1) }),
          Effect.provide([layer, Pacing.layer({ limits: { callsPerMinute: 1 } })])
        )
      )
      assert.strictEqual(times.length, 7)
      assert.isAtLeast(times[5] ?? 0, 300_000)
    })
  )

  it.effect("who is interrupted while waiting takes nobody's place", () =>
    Effect.gen(function* () {
      const { layer, times } = yield* timed(() => folder)
      yield* Effect.gen(function* () {
        yield* many(2, get)
        const waiting = yield* Effect.forkChild(many(20, get), { startImmediately: true })
        yield* Fiber.interrupt(waiting)
        const before = yield* Clock.currentTimeMillis
        yield* succeeds(get)
        assert.isAtMost((yield* Clock.currentTimeMillis) - before, 16_000)
      }).pipe(Effect.provide([layer, Pacing.layer({ limits: { callsPerMinute: 4 } })]))
      assert.strictEqual(times.length, 3)
    })
  )
})

describe("after a 429", () => {
  it.effect("everybody waits as long as Box asks, goes on slower, and gets back to speed", () =>
    Effect.gen(function* () {
      const refusal: Script = { status: 429, headers: { "retry-after": "7" }, json: {} }
      const { layer, times } = yield* timed((index) => (index === 10 ? refusal : { ...folder, delay: "100 millis" }))
      yield* Effect.gen(function* () {
        yield* succeeds(many(200, get))
        // Those that were on their way already are not called back.
        const later = times.filter((time) => time > 0)
        assert.strictEqual(times.length - later.length, 50)
        assert.isAtLeast(Math.min(...later), 7000)
        // Half of 1,000 a minute, and the ten that may go at once.
        assert.isAtMost(densest(later, 6000), 61)
        yield* TestClock.adjust("10 minutes")
        const before = times.length
        yield* succeeds(many(500, get))
        const fast = times.slice(before)
        assert.isAtMost((fast.at(-1) ?? 0) - (fast[0] ?? 0), 6000)
      }).pipe(Effect.provide(layer))
    })
  )

  it.effect("refusals of calls that were under way together count once", () =>
    Effect.gen(function* () {
      const refusal: Script = { status: 429, headers: { "retry-after": "1" }, json: {}, delay: "10 millis" }
      const { layer, times } = yield* timed((index) => (index < 16 ? refusal : folder))
      yield* Effect.provide(succeeds(many(16, get)), layer)
      yield* Effect.provide(succeeds(many(50, get)), layer)
      // 120 ms each at half speed, not 60 ms * 2^5, the slowest.
      assert.isAtMost(times.at(-1) ?? 0, 20_000)
    })
  )

  it.effect("another login is not held up", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "status", match: {}, status: 429, retryAfter: 100 })
      const waiting = yield* Effect.forkChild(Users.getUserMe(), { startImmediately: true })
      const other = inOrder(folder)
      yield* Effect.provide(get, Layer.merge(other.layer, fixedToken))
      assert.strictEqual(other.seen.length, 1)
      yield* Fiber.interrupt(waiting)
    }).pipe(Effect.provide(box()))
  )
})

describe("bytes per second", () => {
  const limited = Effect.provide(Pacing.layer({ uploadRate: 100_000, downloadRate: 50_000 }))

  for (const [how, size] of [
    ["one small request", 5000],
    ["one request", 400_000],
    ["one streamed request", 1_500_000]
  ] as const) {
    it.effect(`${how}: 100 kB/s up and 50 kB/s down`, () =>
      Effect.gen(function* () {
        const up = yield* succeeds(uploadOf("a.bin", size))
        assert.isAtMost(Math.abs(up.took - size / 100), 1000)
        const down = yield* succeeds(contentOf(up.value.id))
        assertSameBytes(down.value, bytesOf(size))
        assert.isAtMost(Math.abs(down.took - size / 50), 1000)
      }).pipe(limited, Effect.provide(box()))
    )
  }

  it.effect("all transfers share it, and waiting for it is no timeout", () =>
    Effect.gen(function* () {
      const { took } = yield* succeeds(
        Effect.forEach(["a", "b", "c", "d"], (name) => uploadOf(name, 3_000_000), { concurrency: 4 })
      )
      assert.isAtMost(Math.abs(took - 120_000), 3000)
      assert.strictEqual((yield* routes).length, 4)
    }).pipe(limited, Effect.provide(box()))
  )

  it.effect("parts too", () =>
    Effect.gen(function* () {
      const { took } = yield* succeeds(
        FileUpload.uploadChunked(UploadSource.fromBytes(bytesOf(200_000)), { folder_id: "0", name: "a" })
      )
      assert.isAtMost(Math.abs(took - 2000), 1000)
    }).pipe(limited, Effect.provide(box({ partSize: 50_000, minimumSessionSize: 1 })))
  )
})

describe("transfers at once", () => {
  const two = Effect.provide(Pacing.layer({ transfers: 2 }))

  /** A source that counts how many of its kind are open. */
  const counted = () => {
    const seen = { open: 0, most: 0 }
    const source = () =>
      UploadSource.fromStream({
        size: 5,
        stream: () =>
          Stream.unwrap(
            Effect.gen(function* () {
              seen.most = Math.max(seen.most, ++seen.open)
              yield* Effect.sleep("1 second")
              seen.open--
              return Stream.make(bytesOf(5))
            })
          )
      })
    return { seen, source }
  }

  it.effect("no more than that, over all jobs", () =>
    Effect.gen(function* () {
      const { seen, source } = counted()
      const job = (prefix: string) =>
        Effect.forEach([1, 2, 3, 4, 5], (n) => FileUpload.upload(source(), { folder_id: "0", name: `${prefix}${n}` }), {
          concurrency: 5
        })
      yield* succeeds(Effect.all([job("a"), job("b")], { concurrency: 2 }))
      assert.strictEqual(seen.most, 2)
    }).pipe(two, Effect.provide(box()))
  )

  it.effect("a download that feeds an upload needs no place of its own", () =>
    Effect.gen(function* () {
      const first = yield* uploadOf("a.bin", 1_500_000)
      const source = UploadSource.fromStream({
        size: 1_500_000,
        stream: () => FileDownload.stream({ file_id: first.id })
      })
      const { value } = yield* succeeds(FileUpload.upload(source, { folder_id: "0", name: "b.bin" }))
      assert.strictEqual(value.sha1, first.sha1)
    }).pipe(Effect.provide(Pacing.layer({ transfers: 1 })), Effect.provide(box()))
  )

  it.effect("an interrupted or failed transfer gives its place back, a download that is not finished keeps it", () =>
    Effect.gen(function* () {
      const { id } = yield* uploadOf("a.bin", 1000)
      const opened = yield* Deferred.make<void>()
      const reading = yield* FileDownload.stream({ file_id: id }).pipe(
        Stream.runForEach(() => Effect.andThen(Deferred.succeed(opened, undefined), Effect.never)),
        Effect.forkChild
      )
      yield* Deferred.await(opened)
      const waiting = yield* Effect.forkChild(uploadOf("b.bin"), { startImmediately: true })
      yield* TestClock.adjust("1 hour")
      assert.isUndefined(waiting.pollUnsafe())
      yield* Fiber.interrupt(reading)
      yield* Fiber.join(waiting)
      yield* Effect.flip(uploadOf("b.bin"))
      yield* uploadOf("c.bin")
    }).pipe(Effect.provide(Pacing.layer({ transfers: 1 })), Effect.provide(box()))
  )
})

describe("options", () => {
  for (const options of [
    { transfers: 0 },
    { transfers: 1.5 },
    { uploadRate: 0 },
    { downloadRate: Number.NaN },
    { limits: { callsPerMinute: 0 } },
    { limits: { searchesPerSecond: -1 } }
  ]) {
    it.effect(`refuses ${JSON.stringify(options)}`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(Pacing.make(options))
        assert.strictEqual(error._tag, "BoxInvalidInput")
        assert.include(error.message, Object.keys(options.limits ?? options)[0] ?? "")
      })
    )
  }
})
