/** What the pool tells of a request while it is under way; undici's side is played by the test, in virtual time. */
import { assert, describe, it } from "@effect/vitest"
import {
  BoxConfig,
  DeveloperToken,
  FileDownload,
  FileUpload,
  Folders,
  RequestActivity,
  UploadSource
} from "@effect-box/core"
import type * as Undici from "undici"
import { Clock, Effect, Fiber, Layer, Redacted, Stream } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { TestClock } from "effect/testing"
import { createHash } from "node:crypto"
import { make } from "../../src/pool/internal/pooledHttpClient.ts"

/** One request as undici has it. */
interface Dispatched {
  readonly options: Undici.Dispatcher.DispatchOptions
  readonly handler: Undici.Dispatcher.DispatchHandler
  aborted: boolean
}

const controllerOf = (dispatched: Dispatched): Undici.Dispatcher.DispatchController => {
  const controller = {
    abort: () => {
      dispatched.aborted = true
    },
    pause: () => {},
    resume: () => {},
    aborted: false,
    paused: false,
    reason: null,
    rawHeaders: [],
    rawTrailers: []
  }
  // The part of it that the client uses.
  return controller as unknown as Undici.Dispatcher.DispatchController
}

/** A pool whose connections the test plays. */
const makePool = () => {
  const dispatched: Array<Dispatched> = []
  const dispatcher = {
    dispatch: (options: Undici.Dispatcher.DispatchOptions, handler: Undici.Dispatcher.DispatchHandler) => {
      dispatched.push({ options, handler, aborted: false })
      return true
    }
  }
  // The client only dispatches.
  const client = make(dispatcher as unknown as Undici.Dispatcher)
  const at = (index: number): Dispatched => dispatched[index] ?? assert.fail(`There is no request ${index}`)
  const started = (index: number) => {
    const one = at(index)
    one.handler.onRequestStart?.(controllerOf(one), null)
  }
  const answers = (index: number, status = 200) =>
    at(index).handler.onResponseStart?.(controllerOf(at(index)), status, {}, "")
  const sends = (index: number, text: string) =>
    at(index).handler.onResponseData?.(controllerOf(at(index)), Buffer.from(text))
  const ends = (index: number) => at(index).handler.onResponseEnd?.(controllerOf(at(index)), {})
  const layer = Layer.merge(
    Layer.succeed(HttpClient.HttpClient, client),
    DeveloperToken.layer(Redacted.make("token"))
  ).pipe(Layer.merge(BoxConfig.layer({ retry: { maxAttempts: 1 } })))
  return { answers, at, dispatched, ends, layer, sends, started }
}

/** Lets everything run that needs no time to pass. */
const settle = Effect.repeat(
  Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve))),
  { times: 10 }
)

const pass = (seconds: number) => Effect.andThen(Effect.andThen(settle, TestClock.adjust(`${seconds} seconds`)), settle)

const folder = (id: string) => Folders.getFolderById({ folder_id: id })
const text = '{"type":"folder","id":"0"}'

describe("a request that waits for a connection", () => {
  it.effect("is not late as long as something comes on the others", () => {
    const pool = makePool()
    return Effect.gen(function* () {
      const first = yield* Effect.forkChild(folder("0"))
      const second = yield* Effect.forkChild(folder("1"))
      yield* settle
      pool.started(0)
      pool.answers(0)
      for (let minute = 0; minute < 20; minute++) {
        pool.sends(0, " ")
        yield* pass(50)
      }
      pool.sends(0, text)
      pool.ends(0)
      assert.strictEqual((yield* Fiber.join(first)).id, "0")
      pool.started(1)
      yield* pass(59)
      pool.answers(1)
      pool.sends(1, text)
      pool.ends(1)
      assert.strictEqual((yield* Fiber.join(second)).id, "0")
    }).pipe(Effect.provide(pool.layer))
  })

  it.effect("is late when the host says nothing to anybody", () => {
    const pool = makePool()
    return Effect.gen(function* () {
      const first = yield* Effect.forkChild(Effect.flip(folder("0")))
      const second = yield* Effect.forkChild(Effect.flip(folder("1")))
      yield* settle
      pool.started(0)
      yield* pass(61)
      assert.strictEqual((yield* Fiber.join(first))._tag, "BoxTimeout")
      yield* pass(61)
      assert.strictEqual((yield* Fiber.join(second))._tag, "BoxTimeout")
      assert.isTrue(pool.at(0).aborted)
    }).pipe(Effect.provide(pool.layer))
  })

  it.effect("has its whole time from when it is sent", () => {
    const pool = makePool()
    return Effect.gen(function* () {
      const download = FileDownload.streamPinned({
        file_id: "1",
        version_id: "2",
        name: "a",
        size: 1,
        sha1: "0".repeat(40)
      })
      const waiting = yield* Effect.forkChild(Effect.flip(Stream.runDrain(download)))
      yield* pass(50)
      pool.started(0)
      yield* pass(50)
      assert.isUndefined(waiting.pollUnsafe())
      yield* pass(11)
      assert.strictEqual((yield* Fiber.join(waiting))._tag, "BoxTimeout")
      assert.strictEqual(yield* Clock.currentTimeMillis, 111_000)
    }).pipe(Effect.provide(pool.layer))
  })
})

describe("a page through the pool", () => {
  it.effect("may come in pieces for longer than the limit of silence", () => {
    const pool = makePool()
    return Effect.gen(function* () {
      const reading = yield* Effect.forkChild(folder("0"))
      yield* settle
      pool.started(0)
      pool.answers(0)
      for (const character of text) {
        pool.sends(0, character)
        yield* pass(59)
      }
      pool.ends(0)
      assert.strictEqual((yield* Fiber.join(reading)).id, "0")
    }).pipe(Effect.provide(pool.layer))
  })

  it.effect("is given up after a minute without anything", () => {
    const pool = makePool()
    return Effect.gen(function* () {
      const reading = yield* Effect.forkChild(Effect.flip(folder("0")))
      yield* settle
      pool.started(0)
      pool.answers(0)
      pool.sends(0, text.slice(0, 5))
      yield* pass(61)
      const error = yield* Fiber.join(reading)
      assert.strictEqual(error._tag === "BoxTimeout" ? error.phase : error._tag, "idle")
    }).pipe(Effect.provide(pool.layer))
  })
})

describe("a body through the pool", () => {
  const bytes = new Uint8Array(1024 * 1024).map((_, i) => i)
  const sha1 = createHash("sha1").update(bytes).digest("hex")
  const upload = FileUpload.upload(UploadSource.fromBytes(bytes), { folder_id: "0", name: "a.bin" })

  /** The body as undici would take it. */
  const bodyOf = ({ options }: Dispatched): Iterator<Uint8Array> => {
    const { body } = options
    assert.isTrue(typeof body === "object" && body !== null && Symbol.iterator in body && !(body instanceof Uint8Array))
    // Just looked at.
    return (body as unknown as Iterable<Uint8Array>)[Symbol.iterator]()
  }

  it.effect("is not late while pieces of it leave, and its answer has its time after the last one", () => {
    const pool = makePool()
    return Effect.gen(function* () {
      const sending = yield* Effect.forkChild(upload)
      yield* settle
      pool.started(0)
      const body = bodyOf(pool.at(0))
      const taken: Array<Uint8Array> = []
      for (let next = body.next(); !next.done; next = body.next()) {
        taken.push(next.value)
        yield* pass(59)
      }
      assert.isAbove(taken.length, 1)
      const headers = new Headers(pool.at(0).options.headers as Record<string, string>)
      assert.strictEqual(headers.get("content-length"), String(Buffer.concat(taken).length))
      yield* pass(59)
      pool.answers(0, 201)
      pool.sends(0, JSON.stringify({ entries: [{ type: "file", id: "7", size: bytes.length, sha1 }] }))
      pool.ends(0)
      assert.strictEqual((yield* Fiber.join(sending)).id, "7")
    }).pipe(Effect.provide(pool.layer))
  })

  it.effect("is cut into larger pieces where they leave soon", () => {
    const pool = makePool()
    const sent: Array<number> = []
    const activity = { moved: (size: number) => void sent.push(size / 1024), waits: () => {}, received: () => {} }
    const put = HttpClientRequest.bodyUint8Array(HttpClientRequest.put("https://box.example/"), new Uint8Array(4 << 20))
    return Effect.gen(function* () {
      const client = yield* HttpClient.HttpClient
      const sending = yield* Effect.forkChild(
        Effect.provideService(client.execute(put), RequestActivity.RequestActivity, activity)
      )
      yield* settle
      const body = bodyOf(pool.at(0))
      for (const millis of [10, 10, 2000, 2000, 10]) {
        body.next()
        yield* TestClock.adjust(millis)
      }
      body.next()
      assert.deepStrictEqual(sent, [256, 1024, 1024, 256, 256])
      assert.strictEqual(body.next().value?.length, 256 * 1024)
      yield* Fiber.interrupt(sending)
    }).pipe(Effect.provide(pool.layer))
  })

  it.effect("is late when nothing of it leaves any more", () => {
    const pool = makePool()
    return Effect.gen(function* () {
      const sending = yield* Effect.forkChild(Effect.flip(upload))
      yield* settle
      pool.started(0)
      const body = bodyOf(pool.at(0))
      body.next()
      body.next()
      // A quarter of a megabyte may still be on its way: that is 16 seconds at the slowest.
      yield* pass(77)
      assert.strictEqual((yield* Fiber.join(sending))._tag, "BoxTimeout")
    }).pipe(Effect.provide(pool.layer))
  })
})
