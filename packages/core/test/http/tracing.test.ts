/** One span for each operation, with what helps and nothing that is secret. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream, Tracer } from "effect"
import { BoxRequest, FileDownload, FileUpload, Folders, UploadSource } from "../../src/index.ts"
import { BoxEmulator } from "../../src/testing/index.ts"

/** Runs the effect and gives every span that it opened. */
const spansOf = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const spans: Array<Tracer.NativeSpan> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      }
    })
    yield* Effect.exit(Effect.withTracer(effect, tracer))
    return spans.map((span) => ({ name: span.name, kind: span.kind, attributes: Object.fromEntries(span.attributes) }))
  })

describe("tracing", () => {
  it.effect("a span has the operation's name, the path, the status, Box's request id and the attempts", () =>
    Effect.gen(function* () {
      const { addFault, requests } = yield* BoxEmulator.BoxEmulator
      yield* addFault({ kind: "status", match: { path: "/folders/0" }, status: 429, retryAfter: 0 })
      const call = Folders.getFolderById({ folder_id: "0", fields: ["name"] })
      const [ok, ...others] = yield* spansOf(BoxRequest.withRetry(call, { maxAttempts: 1 }))
      assert.deepStrictEqual(others, [])
      assert.strictEqual(ok?.name, "Folders.getFolderById")
      assert.strictEqual(ok?.kind, "client")
      assert.deepInclude(ok?.attributes, {
        "http.request.method": "GET",
        "url.path": "/folders/0",
        "http.response.status_code": 429,
        "box.attempts": 1
      })
      assert.isString(ok?.attributes["box.request_id"])
      const [again] = yield* spansOf(call)
      assert.strictEqual(again?.attributes["http.response.status_code"], 200)
      assert.isString(again?.attributes["box.request_id"])
      assert.isTrue((yield* requests).every(({ headers }) => !("traceparent" in headers) && !("b3" in headers)))
    }).pipe(Effect.provide(BoxEmulator.layer))
  )

  it.effect("a transfer never shows a signed address, in a span or in the headers of the other host", () =>
    Effect.gen(function* () {
      const { requests } = yield* BoxEmulator.BoxEmulator
      const file = yield* FileUpload.upload(UploadSource.fromBytes(new Uint8Array(10)), { folder_id: "0", name: "a" })
      const spans = yield* spansOf(
        BoxRequest.withHeaders(Stream.runDrain(FileDownload.stream({ file_id: file.id })), { "x-mine": "1" })
      )
      const signed = (yield* requests).filter(({ path }) => path.includes("/download"))
      assert.strictEqual(signed.length, 1)
      const token = String(signed[0]?.path)
        .split("/")
        .find((step) => step.length > 20)
      assert.isString(token)
      assert.isAbove(spans.length, 1)
      assert.notInclude(JSON.stringify(spans), String(token))
      const names = Object.keys(signed[0]?.headers ?? {})
      for (const name of ["authorization", "as-user", "boxapi", "x-mine", "traceparent", "b3"])
        assert.notInclude(names, name)
    }).pipe(Effect.provide(BoxEmulator.layer))
  )
})
