import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Schema, Stream } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { TestClock } from "effect/testing"
import { BoxEmulator, Fault } from "../../src/testing/BoxEmulator.ts"
import { download, file, folder, fresh, get, post, send, sha1Hex, text, tokenUrl, upload } from "./wire.ts"

const add = (...faults: ReadonlyArray<Fault>) =>
  Effect.gen(function* () {
    const { addFault } = yield* BoxEmulator
    yield* Effect.forEach(faults, addFault)
  })

const statuses = (path: string, count: number) =>
  Effect.map(
    Effect.forEach(Array.from({ length: count }), () => get(path)),
    (replies) => replies.map(({ status }) => status)
  )

const openRaw = (url: string) =>
  Effect.flatMap(HttpClient.HttpClient, (client) => client.execute(HttpClientRequest.get(url)))

const signedUrl = (id: string) => Effect.map(get(`/files/${id}/content`), ({ headers }) => headers["location"] ?? "")

describe("which requests a fault hits", () => {
  const broken = { kind: "status", status: 500 } as const

  it.effect.each([
    [{}, [500, 200, 200, 200]],
    [{ nth: 2 }, [200, 500, 200, 200]],
    [{ times: 3 }, [500, 500, 500, 200]],
    [{ nth: 2, times: 2 }, [200, 500, 500, 200]],
    [{ method: "get", path: "/users/me" }, [500, 200, 200, 200]],
    [{ method: "POST" }, [200, 200, 200, 200]],
    [{ path: "/users/*" }, [500, 200, 200, 200]],
    [{ path: "*me" }, [500, 200, 200, 200]],
    [{ path: "/users" }, [200, 200, 200, 200]],
    [{ path: "/users/m." }, [200, 200, 200, 200]]
  ] as const)("%j", ([match, expected]) =>
    Effect.gen(function* () {
      yield* add({ ...broken, match })
      assert.deepStrictEqual(yield* statuses("/users/me", 4), [...expected])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a path may be the route, and downloads have a name of their own", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      yield* add(
        { ...broken, match: { path: "/files/{file_id}" } },
        { ...broken, status: 503, match: { path: "/download" } }
      )
      assert.strictEqual((yield* get(`/files/${id}`)).status, 500)
      assert.strictEqual((yield* download(id)).status, 503)
      assert.strictEqual((yield* download(id)).status, 200)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("several wait for their turn; clearing takes them all away", () =>
    Effect.gen(function* () {
      const path = "/users/me"
      yield* add({ ...broken, match: { path } }, { ...broken, status: 502, match: { path } })
      yield* add({ ...broken, status: 503, match: { path, nth: 3 } }, { ...broken, match: { path, nth: 5 } })
      assert.deepStrictEqual(yield* statuses(path, 4), [500, 502, 503, 200])
      const { clearFaults } = yield* BoxEmulator
      yield* clearFaults
      assert.deepStrictEqual(yield* statuses(path, 1), [200])
    }).pipe(Effect.provide(fresh()))
  )
})

describe("what a fault does", () => {
  it.effect("status: an error of Box, before any work", () =>
    Effect.gen(function* () {
      yield* add({ kind: "status", status: 429, retryAfter: 7, match: {} })
      const reply = yield* post("/folders", { name: "a", parent: { id: "0" } })
      assert.strictEqual(reply.status, 429)
      assert.strictEqual(reply.headers["retry-after"], "7")
      assert.deepInclude(reply.json, { type: "error", status: 429, code: "rate_limit_exceeded" })
      assert.isString(reply.headers["box-request-id"])
      assert.strictEqual((yield* get("/folders/0/items")).json.total_count, 0)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("status: or after all the work, with a body of another kind", () =>
    Effect.gen(function* () {
      const retryAfter = "Thu, 01 Jan 1970 00:01:00 GMT"
      yield* add({ kind: "status", status: 502, body: "html", when: "after", retryAfter, match: {} })
      const reply = yield* post("/folders", { name: "a", parent: { id: "0" } })
      assert.strictEqual(reply.headers["content-type"], "text/html")
      assert.strictEqual(reply.headers["retry-after"], retryAfter)
      assert.strictEqual((yield* get("/folders/0/items")).json.total_count, 1)
      yield* add({ kind: "status", status: 401, body: "empty", match: {} })
      assert.strictEqual((yield* get("/users/me")).bytes.length, 0)
      yield* add({ kind: "status", status: 409, code: "name_temporarily_reserved", match: {} })
      assert.strictEqual((yield* get("/users/me")).json.code, "name_temporarily_reserved")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("status: on the token endpoint in its own form", () =>
    Effect.gen(function* () {
      yield* add({ kind: "status", status: 400, code: "invalid_grant", match: { path: "/oauth2/token" } })
      const reply = yield* send("POST", tokenUrl, { form: {}, token: null })
      assert.deepStrictEqual(reply.json, { error: "invalid_grant", error_description: "Injected: invalid_grant" })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("delay: a wait under the test's clock", () =>
    Effect.gen(function* () {
      yield* add({ kind: "delay", delay: 5000, match: {} })
      const waiting = yield* Effect.forkChild(get("/users/me"))
      yield* TestClock.adjust("4999 millis")
      assert.isUndefined(waiting.pollUnsafe())
      yield* TestClock.adjust("1 millis")
      assert.strictEqual((yield* Fiber.join(waiting)).status, 200)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("reset: nothing was done; lostAnswer: everything was", () =>
    Effect.gen(function* () {
      for (const [kind, count] of [
        ["reset", 0],
        ["lostAnswer", 1]
      ] as const) {
        yield* add({ kind, match: {} })
        const error = yield* Effect.flip(post("/folders", { name: "a", parent: { id: "0" } }))
        assert.strictEqual(error._tag, "HttpClientError")
        assert.strictEqual(error.reason._tag, "TransportError")
        assert.deepInclude(error.cause, { code: "ECONNRESET" })
        assert.strictEqual((yield* get("/folders/0/items")).json.total_count, count)
      }
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("stall: headers, some bytes, and then nothing for ever", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a", "0123456789")
      yield* add({ kind: "stall", afterBytes: 4, match: { path: "/download" } })
      const response = yield* openRaw(yield* signedUrl(id))
      assert.strictEqual(response.headers["content-length"], "10")
      const received: Array<number> = []
      const reading = yield* Effect.forkChild(
        Stream.runForEach(response.stream, (chunk) => Effect.sync(() => received.push(...chunk)))
      )
      yield* TestClock.adjust("1 day")
      assert.strictEqual(new TextDecoder().decode(new Uint8Array(received)), "0123")
      assert.isUndefined(reading.pollUnsafe())
      const { stats } = yield* BoxEmulator
      yield* Fiber.interrupt(reading)
      assert.strictEqual((yield* stats).openDownloads, 0)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each([0, 4] as const)("truncate: the connection breaks after %d bytes", (afterBytes) =>
    Effect.gen(function* () {
      const { id } = yield* file("a", "0123456789")
      yield* add({ kind: "truncate", afterBytes, match: { path: "/download" } })
      const response = yield* openRaw(yield* signedUrl(id))
      assert.strictEqual(response.headers["content-length"], "10")
      const received: Array<number> = []
      const error = yield* Effect.flip(
        Stream.runForEach(response.stream, (chunk) => Effect.sync(() => received.push(...chunk)))
      )
      assert.strictEqual(error._tag, "HttpClientError")
      assert.strictEqual(received.length, afterBytes)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("corrupt: one bit is wrong and the length is right", () =>
    Effect.gen(function* () {
      const content = "x".repeat(200_000)
      const { id } = yield* file("a", content)
      yield* add({ kind: "corrupt", match: { path: "/download" } })
      const { bytes } = yield* download(id)
      const good = text(content)
      const different = bytes.filter((byte, index) => byte !== good[index])
      assert.strictEqual(bytes.length, good.length)
      assert.deepStrictEqual([...different], ["x".charCodeAt(0) ^ 1])
      assert.strictEqual(sha1Hex((yield* download(id)).bytes), sha1Hex(good))
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("notReady: 202 without a body, as often as wanted", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      yield* add({ kind: "notReady", retryAfter: 3, match: { path: "/files/*/content", times: 2 } })
      for (const status of [202, 202, 302]) {
        const reply = yield* get(`/files/${id}/content`)
        assert.strictEqual(reply.status, status)
        if (status === 202) assert.deepStrictEqual([reply.headers["retry-after"], reply.bytes.length], ["3", 0])
      }
    }).pipe(Effect.provide(fresh()))
  )
})

describe("faults as JSON", () => {
  const decode = Schema.decodeUnknownEffect(Fault, { onExcessProperty: "error" })

  it.effect.each([
    [{ kind: "status", status: 503, retryAfter: 1, code: "x", body: "html", when: "after", match: { nth: 2 } }],
    [{ kind: "delay", delay: 10, match: { method: "GET" } }],
    [{ kind: "stall", afterBytes: 0, match: { path: "/download", times: 3 } }],
    [{ kind: "notReady", retryAfter: "Thu, 01 Jan 1970 00:01:00 GMT", match: {} }]
  ] as const)("%j is one", ([json]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual<unknown>(yield* decode(json), json)
    })
  )

  it.effect.each([
    [{ kind: "fire", match: {} }],
    [{ kind: "reset" }],
    [{ kind: "status", match: {} }],
    [{ kind: "status", status: 99, match: {} }],
    [{ kind: "delay", delay: -1, match: {} }],
    [{ kind: "reset", match: { nth: 0 } }],
    [{ kind: "reset", match: {}, times: 2 }]
  ] as const)("%j is none", ([json]) =>
    Effect.gen(function* () {
      assert.strictEqual((yield* Effect.flip(decode(json)))._tag, "SchemaError")
    })
  )
})

describe("statistics and the log", () => {
  it.effect("count by route and remember what was asked", () =>
    Effect.gen(function* () {
      const emulator = yield* BoxEmulator
      const made = yield* folder("a")
      yield* get(`/folders/${made.id}?fields=name`, { headers: { "X-Mine": "1" } })
      yield* get("/folders/0")
      yield* add({ kind: "reset", match: {} })
      yield* Effect.flip(get("/users/me"))
      yield* get("/nowhere")
      yield* TestClock.adjust("1 second")
      yield* upload("b", "x")
      const stats = yield* emulator.stats
      assert.strictEqual(stats.requests, 6)
      assert.deepStrictEqual(stats.byRoute, {
        "POST /folders": 1,
        "GET /folders/{folder_id}": 2,
        "GET /users/me": 1,
        "POST /files/content": 1
      })
      const log = yield* emulator.requests
      assert.deepStrictEqual(
        log.map(({ fault, method, path, status }) => [method, path, status, fault]),
        [
          ["POST", "/2.0/folders", 201, undefined],
          ["GET", `/2.0/folders/${made.id}?fields=name`, 200, undefined],
          ["GET", "/2.0/folders/0", 200, undefined],
          ["GET", "/2.0/users/me", undefined, "reset"],
          ["GET", "/2.0/nowhere", 404, undefined],
          ["POST", "/api/2.0/files/content", 201, undefined]
        ]
      )
      assert.strictEqual(log[1]?.headers["x-mine"], "1")
      assert.deepStrictEqual([log[4]?.at, log[5]?.at], [0, 1000])
      assert.strictEqual(log[5]?.origin, "https://upload.box.com")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("the log keeps the last 10,000", () =>
    Effect.gen(function* () {
      const emulator = yield* BoxEmulator
      yield* Effect.forEach(Array.from({ length: 11_500 }), (_, index) => get(`/nowhere/${index}`), { discard: true })
      const log = yield* emulator.requests
      assert.strictEqual(log.length, 10_000)
      assert.strictEqual(log.at(-1)?.path, "/2.0/nowhere/11499")
      assert.strictEqual((yield* emulator.stats).requests, 11_500)
    }).pipe(Effect.provide(fresh()))
  )
})
