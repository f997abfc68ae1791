/** Spans: what they say of a call, its requests and what came between them, and that none of it is secret. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted, Stream, Tracer } from "effect"
import { TestClock } from "effect/testing"
import {
  BoxRequest,
  FileDownload,
  FileUpload,
  Folders,
  OAuth,
  TokenPersistence,
  UploadSource
} from "../../src/index.ts"
import { BoxEmulator } from "../../src/testing/index.ts"
import { nativeSha1 } from "../files/transfers.ts"
import { fixedToken, inOrder } from "./scriptedHttp.ts"

/** Runs the effect and gives every span that it opened. */
const spansOf = <A, E, R>(effect: Effect.Effect<A, E, R>, waits = false) =>
  Effect.gen(function* () {
    const spans: Array<Tracer.NativeSpan> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      }
    })
    const fiber = yield* Effect.forkChild(Effect.exit(Effect.withTracer(effect, tracer)))
    if (waits) yield* TestClock.adjust("1 minute")
    yield* Fiber.join(fiber)
    return spans.map((span) => ({
      name: span.name,
      kind: span.kind,
      parent: span.parent._tag === "Some" && span.parent.value._tag === "Span" ? span.parent.value.name : undefined,
      attributes: Object.fromEntries(span.attributes),
      // A line of the log is an event, too.
      events: span.events.flatMap(
        ([name, , facts]): ReadonlyArray<Record<string, unknown>> =>
          name.startsWith("box.") ? [{ name, ...facts }] : []
      )
    }))
  })

const folder = { json: { type: "folder", id: "0" } }

describe("tracing", () => {
  it.effect("an operation is internal, and each of its requests a client span below it", () =>
    Effect.gen(function* () {
      const { addFault, requests } = yield* BoxEmulator.BoxEmulator
      yield* addFault({ kind: "status", match: { path: "/folders/0" }, status: 429, retryAfter: 7 })
      const [operation, first, second, ...others] = yield* spansOf(
        Folders.getFolderById({ folder_id: "0", fields: ["name"] }),
        true
      )
      assert.deepStrictEqual(others, [])
      assert.deepInclude(operation, { name: "Folders.getFolderById", kind: "internal" })
      assert.deepInclude(operation?.attributes, { "http.response.status_code": 200, "box.attempts": 2 })
      assert.notProperty(operation?.attributes, "error.type")
      assert.deepStrictEqual(operation?.events, [
        {
          name: "box.retry",
          "box.retry.reason": "BoxRateLimited",
          "box.retry.delay": 7,
          "http.response.status_code": 429,
          "box.error.code": "rate_limit_exceeded"
        }
      ])
      const place = {
        "http.request.method": "GET",
        "server.address": "api.box.com",
        "server.port": 443,
        "url.template": "/2.0/folders/{folder_id}",
        "url.path": "/2.0/folders/0"
      }
      assert.deepInclude(first, {
        name: "GET /2.0/folders/{folder_id}",
        kind: "client",
        parent: "Folders.getFolderById"
      })
      const { "box.request_id": id, "http.response.body.size": size, ...rest } = first?.attributes ?? {}
      assert.isString(id)
      assert.isNumber(size)
      assert.deepStrictEqual(rest, { ...place, "http.response.status_code": 429, "error.type": "BoxRateLimited" })
      assert.deepInclude(second?.attributes, {
        ...place,
        "http.response.status_code": 200,
        "http.request.resend_count": 1
      })
      assert.notProperty(second?.attributes, "error.type")
      assert.isTrue((yield* requests).every(({ headers }) => !("traceparent" in headers) && !("b3" in headers)))
    }).pipe(Effect.provide(BoxEmulator.layer))
  )

  it.effect("a failure has its type in both spans", () => {
    const http = inOrder({ reset: "ECONNREFUSED" })
    return Effect.gen(function* () {
      const [operation, request] = yield* spansOf(
        BoxRequest.withRetry(Folders.getFolderById({ folder_id: "0" }), { maxAttempts: 1 })
      )
      assert.deepInclude(operation?.attributes, { "box.attempts": 1, "error.type": "BoxTransportError" })
      assert.deepInclude(request?.attributes, { "error.type": "BoxTransportError" })
      assert.notProperty(request?.attributes, "http.response.status_code")
    }).pipe(Effect.provide([http.layer, fixedToken]))
  })

  it.effect("a renewal is an event of the call that needed it, and has a span of its own", () => {
    const token = (name: string) => ({ json: { access_token: name, refresh_token: "r", expires_in: 3600 } })
    const http = inOrder(token("a"), folder, { status: 401 }, token("b"), folder)
    const login = OAuth.layer({
      clientId: "id",
      clientSecret: Redacted.make("client-canary"),
      tokens: { accessToken: Redacted.make("old"), refreshToken: Redacted.make("refresh-canary"), expiresAt: 0 }
    }).pipe(Layer.provide(TokenPersistence.layerMemory), Layer.provideMerge(http.layer))
    return Effect.gen(function* () {
      const spans = yield* spansOf(
        Effect.andThen(Folders.getFolderById({ folder_id: "0" }), Folders.getFolderById({ folder_id: "0" }))
      )
      const calls = spans.filter(({ name }) => name === "Folders.getFolderById")
      assert.deepStrictEqual(
        calls.map(({ events }) => events),
        [
          [{ name: "box.token.renewal", "box.renewal.reason": "first" }],
          [{ name: "box.token.renewal", "box.renewal.reason": "refused" }]
        ]
      )
      assert.deepStrictEqual(
        spans.filter(({ name }) => name === "POST /oauth2/token").map(({ kind }) => kind),
        ["client", "client"]
      )
      assert.notMatch(JSON.stringify(spans), /canary/)
    }).pipe(Effect.provide(login))
  })

  it.effect("a redirect is a request, but no attempt, and its address is never shown", () =>
    Effect.gen(function* () {
      const { addFault, requests } = yield* BoxEmulator.BoxEmulator
      const bytes = new Uint8Array(10)
      const file = yield* FileUpload.upload(UploadSource.fromBytes(bytes), { folder_id: "0", name: "a" })
      const download = BoxRequest.withHeaders(Stream.runDrain(FileDownload.stream({ file_id: file.id })), {
        "x-mine": "1"
      })
      const spans = yield* spansOf(download)
      const signed = (yield* requests).filter(({ path }) => path.includes("/download"))
      assert.strictEqual(signed.length, 1)
      const token = String(signed[0]?.path)
        .split("/")
        .find((step) => step.length > 20)
      assert.isString(token)
      assert.notInclude(JSON.stringify(spans), String(token))
      const names = Object.keys(signed[0]?.headers ?? {})
      for (const name of ["authorization", "as-user", "boxapi", "x-mine", "traceparent", "b3"])
        assert.notInclude(names, name)
      const clients = spans.filter(({ kind }) => kind === "client")
      assert.deepStrictEqual(
        clients.map(({ name }) => name),
        ["GET /2.0/files/{file_id}", "GET /2.0/files/{file_id}/content", "GET"]
      )
      assert.isTrue(clients.every(({ attributes }) => !("http.request.resend_count" in attributes)))
      assert.notProperty(clients[2]?.attributes, "url.path")
      const attempts = (all: typeof spans) =>
        all.find(({ name }) => name === "FileDownload.stream")?.attributes["box.attempts"]
      assert.strictEqual(attempts(spans), 1)
      yield* addFault({ kind: "reset", match: { path: "/download" } })
      const resumed = yield* spansOf(download, true)
      assert.strictEqual(attempts(resumed), 2)
      assert.isTrue(resumed.every(({ attributes, kind }) => kind === "client" || !("error.type" in attributes)))
    }).pipe(Effect.provide(BoxEmulator.layer))
  )

  it.effect("every path begins alike, with a template of the same form", () =>
    Effect.gen(function* () {
      const size = FileUpload.chunkThreshold
      const spans = yield* spansOf(
        FileUpload.upload(UploadSource.fromBytes(new Uint8Array(size)), { folder_id: "0", name: "large" })
      )
      const clients = spans.filter(({ kind }) => kind === "client")
      const session = "/api/2.0/files/upload_sessions"
      assert.deepStrictEqual(
        [...new Set(clients.map(({ name }) => name))],
        [`POST ${session}`, `PUT ${session}/{upload_session_id}`, `POST ${session}/{upload_session_id}/commit`]
      )
      for (const { attributes } of clients) {
        const form = String(attributes["url.template"]).replaceAll(/\{\w+\}/g, "[^/]+")
        assert.match(String(attributes["url.path"]), new RegExp(`^${form}$`))
      }
      const parts = clients.filter(({ attributes }) => attributes["http.request.method"] === "PUT")
      const sent = parts.map(({ attributes }) => Number(attributes["http.request.body.size"]))
      assert.strictEqual(
        sent.reduce((sum, part) => sum + part, 0),
        size
      )
    }).pipe(Effect.provide(Layer.provideMerge(BoxEmulator.layer, nativeSha1)))
  )
})
