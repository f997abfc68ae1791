/** Tests of the whole backend over a socket, with the emulator as its Box. */
import { BoxEmulator } from "@effect-box/core/testing"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { HttpBody, HttpClient, HttpRouter } from "effect/http"
import { TestClock } from "effect/testing"
import { Routes } from "./routes.ts"

const Box = BoxEmulator.layer

/** The routes have Box's client, the tests that of the backend and the emulator, for faults and for what Box was asked. */
const Backend = Layer.merge(
  Layer.provide(HttpRouter.serve(Routes, { disableLogger: true, disableListenLog: true }), Box),
  Layer.provide(Layer.effect(BoxEmulator.BoxEmulator, BoxEmulator.BoxEmulator), Box)
).pipe(Layer.provideMerge(NodeHttpServer.layerTest), Layer.fresh)

const bytes = new Uint8Array(100_000).map((_, index) => index)

const put = (name: string) =>
  HttpClient.HttpClient.use((client) => client.put(`/files/${name}`, { body: HttpBody.uint8Array(bytes) }))

const get = (id: string, range?: string) =>
  HttpClient.HttpClient.use((client) => client.get(`/files/${id}`, { headers: range === undefined ? {} : { range } }))

const stored = Effect.gen(function* () {
  const json = yield* (yield* put("a.bin")).json
  return String(Object(json).id)
})

describe("the backend", () => {
  it.effect("gives back what it was given, whole and in part", () =>
    Effect.gen(function* () {
      const id = yield* stored
      const whole = yield* get(id)
      assert.deepStrictEqual(new Uint8Array(yield* whole.arrayBuffer), bytes)
      const part = yield* get(id, "bytes=500-999")
      assert.strictEqual(part.status, 206)
      assert.strictEqual(part.headers["content-range"], "bytes 500-999/100000")
      assert.deepStrictEqual(new Uint8Array(yield* part.arrayBuffer), bytes.subarray(500, 1000))
      assert.strictEqual((yield* get(id, "bytes=100000-")).status, 416)
    }).pipe(Effect.provide(Backend))
  )

  it.effect("says what is the matter", () =>
    Effect.gen(function* () {
      yield* stored
      assert.strictEqual((yield* put("a.bin")).status, 409)
      assert.strictEqual((yield* get("404")).status, 404)
    }).pipe(Effect.provide(Backend))
  )

  it.effect("waits as long as Box asks, and sends the body again", () =>
    Effect.gen(function* () {
      const { addFault } = yield* BoxEmulator.BoxEmulator
      yield* addFault({ kind: "status", match: { path: "/files/content" }, status: 503, retryAfter: 200 })
      const upload = yield* Effect.forkChild(put("a.bin"))
      // The time of the test passes only like this, so that the wait takes none.
      while (upload.pollUnsafe() === undefined) {
        yield* TestClock.adjust("1 minute")
        yield* TestClock.withLive(Effect.sleep("1 millis"))
      }
      assert.strictEqual((yield* Fiber.join(upload)).status, 201)
    }).pipe(Effect.provide(Backend))
  )
})
