/** Time limits go by silence, not by size: what moves, however slowly, is not late. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Layer, Stream } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import * as BoxConfig from "../../src/http/BoxConfig.ts"
import type { BoxError } from "../../src/BoxError.ts"
import * as Folders from "../../src/api/Folders.ts"
import * as FileUpload from "../../src/files/FileUpload.ts"
import * as UploadSource from "../../src/files/UploadSource.ts"
import { fixedToken } from "./scriptedHttp.ts"
import { box, bytesOf, fails, inTime, nativeSha1, routes, sha1Of, succeeds } from "../files/transfers.ts"

/** Sends the bodies of parts at so many bytes per second, whether it is given bytes or a stream of them. */
const slowly = (rate: number) =>
  Layer.effect(
    HttpClient.HttpClient,
    Effect.map(HttpClient.HttpClient, (inner) =>
      HttpClient.transform(inner, (response, { body, method }) =>
        method === "PUT" && body._tag === "Uint8Array"
          ? Effect.delay(response, (body.body.length / rate) * 1000)
          : response
      )
    )
  )

/**
 * A transport that connects, takes a body chunk by chunk with a pause before each, and answers `wait` milliseconds after the
 * last.
 */
const pulling = (pause: number, wait: number, connects = 0) => {
  const taken: Array<number> = []
  const client = HttpClient.make((request) =>
    Effect.gen(function* () {
      const { body } = request
      if (connects > 0) yield* Effect.sleep(connects)
      if (body._tag === "Stream") {
        yield* Stream.runForEach(body.stream, (chunk) =>
          Effect.andThen(
            Effect.sleep(pause),
            Effect.sync(() => taken.push(chunk.length))
          )
        ).pipe(Effect.orDie)
      }
      yield* Effect.sleep(wait)
      const file = { type: "file", id: "1", size: content.length, sha1: sha1Of(content) }
      return HttpClientResponse.fromWeb(request, Response.json({ total_count: 1, entries: [file] }, { status: 201 }))
    })
  )
  return Layer.merge(Layer.succeed(HttpClient.HttpClient, client), fixedToken)
}

const chunk = 32 * 1024
const content = bytesOf(64 * chunk)
const chunks = Stream.fromIterable(Array.from({ length: 64 }, (_, i) => content.subarray(i * chunk, (i + 1) * chunk)))
const upload = FileUpload.upload(UploadSource.fromStream({ size: content.length, stream: () => chunks }), {
  folder_id: "0",
  name: "slow.bin"
})
const once = BoxConfig.layer({ retry: { maxAttempts: 1 } })

describe("a body that goes out slowly", () => {
  it.effect("25 MB over 1 Mbit/s, which four parts share, arrive", () => {
    const bytes = bytesOf(25_000_000)
    const big = FileUpload.upload(UploadSource.fromBytes(bytes), { folder_id: "0", name: "big.bin" })
    return Effect.gen(function* () {
      const { took, value: file } = yield* succeeds(big)
      assert.strictEqual(file.sha1, sha1Of(bytes))
      assert.isBelow(took, 300_000)
      assert.strictEqual((yield* routes).filter((route) => route.startsWith("PUT ")).length, 3)
    }).pipe(Effect.provide(slowly(31_250).pipe(Layer.provideMerge(box()), Layer.merge(nativeSha1))))
  })

  it.effect("is not late as long as something is taken of it", () =>
    Effect.gen(function* () {
      const { took, value } = yield* succeeds(upload)
      assert.strictEqual(value.id, "1")
      assert.isAtLeast(took, 64 * 20_000)
    }).pipe(Effect.provide([pulling(20_000, 1000), nativeSha1]))
  )

  it.effect("may take as long as it needs when every chunk takes nearly the whole limit", () =>
    Effect.gen(function* () {
      const { took } = yield* succeeds(upload)
      assert.isAtLeast(took, 64 * 900)
    }).pipe(
      Effect.provide([
        pulling(900, 0),
        nativeSha1,
        BoxConfig.layer({ timeouts: { idle: "1 second", response: "1 second" } })
      ])
    )
  )

  it.effect("is late when nothing more is taken of it", () =>
    Effect.gen(function* () {
      const error = yield* fails(upload)
      assert.strictEqual(error._tag, "BoxTimeout")
      assert.isAtMost(yield* Clock.currentTimeMillis, 130_000)
    }).pipe(Effect.provide([pulling(3_600_000, 0), nativeSha1, once]))
  )

  it.effect("is late after a pause that is too long, however long an answer may take", () =>
    Effect.gen(function* () {
      const error = yield* fails(upload)
      assert.strictEqual(error._tag, "BoxTimeout")
      // What a transport may hold back of the first chunk explains 2 of the seconds.
      assert.isAtMost(yield* Clock.currentTimeMillis, 10_000)
    }).pipe(
      Effect.provide([
        pulling(3_600_000, 0, 1000),
        nativeSha1,
        BoxConfig.layer({ timeouts: { idle: "5 seconds", response: "10 minutes" }, retry: { maxAttempts: 1 } })
      ])
    )
  )

  it.effect("has the time for an answer, and not that for a pause, once all of it is taken", () =>
    Effect.gen(function* () {
      const { took } = yield* succeeds(upload)
      assert.isAtLeast(took, 250_000)
    }).pipe(
      Effect.provide([
        pulling(10, 250_000),
        nativeSha1,
        // It is looked at after 200 seconds. Of 250, the bytes that a transport may hold back explain 128.
        BoxConfig.layer({ timeouts: { idle: "1 second", response: "200 seconds" }, retry: { maxAttempts: 1 } })
      ])
    )
  )

  it.effect("and whose answer takes nearly its whole time is not late either", () =>
    Effect.gen(function* () {
      const { took } = yield* succeeds(upload)
      assert.isAtLeast(took, 64 * 10_000 + 59_000)
    }).pipe(Effect.provide([pulling(10_000, 59_000), nativeSha1, once]))
  )

  it.effect("and that nobody answers is late, counted from its last byte", () =>
    Effect.gen(function* () {
      const { result, took } = yield* inTime(upload)
      assert.strictEqual(result._tag === "Failure" ? (result.failure as BoxError)._tag : "", "BoxTimeout")
      assert.isAtLeast(took, 64 * 1000 + 60_000)
      // What may still be on its way of two megabytes has two minutes more.
      assert.isAtMost(took, 64 * 1000 + 60_000 + 131_000)
    }).pipe(Effect.provide([pulling(1000, 36_000_000), nativeSha1, once]))
  )
})

/** Answers with pieces of a body, `pause` milliseconds apart. */
const inPieces = (status: number, text: string, pieces: number, pause: number) => {
  const size = Math.ceil(text.length / pieces)
  const parts = Array.from({ length: pieces }, (_, i) => text.slice(i * size, (i + 1) * size))
  const client = HttpClient.make((request) =>
    Effect.map(Effect.context<never>(), (context) => {
      const stream = Stream.fromIterable(parts).pipe(
        Stream.rechunk(1),
        Stream.tap(() => Effect.sleep(pause)),
        Stream.encodeText,
        Stream.toReadableStreamWith(context)
      )
      return HttpClientResponse.fromWeb(request, new Response(stream, { status }))
    })
  )
  return Layer.merge(Layer.succeed(HttpClient.HttpClient, client), fixedToken)
}

const page = JSON.stringify({ entries: [{ type: "folder", id: "1", name: "Übergrößenträger ".repeat(9) }] })
const items = Folders.getFolderItems({ folder_id: "0" })
const quick = BoxConfig.layer({ timeouts: { idle: "1 second" }, retry: { maxAttempts: 1 } })

describe("a page that comes in pieces", () => {
  it.effect("300 milliseconds apart is read, although it takes three seconds", () =>
    Effect.gen(function* () {
      const { took, value } = yield* succeeds(items)
      assert.deepStrictEqual(value, JSON.parse(page))
      assert.isAtLeast(took, 3000)
    }).pipe(Effect.provide([inPieces(200, page, 10, 300), quick]))
  )

  it.effect("is given up when nothing comes for a second", () =>
    Effect.gen(function* () {
      const error = yield* fails(items)
      assert.strictEqual(error._tag, "BoxTimeout")
      assert.strictEqual(error._tag === "BoxTimeout" ? error.phase : "", "idle")
    }).pipe(Effect.provide([inPieces(200, page, 10, 1100), quick]))
  )

  it.effect("and explains a refusal is read to its end", () =>
    Effect.gen(function* () {
      const error = yield* fails(items)
      assert.strictEqual(error.code, "operation_blocked_forever")
      assert.strictEqual(error._tag, "BoxConflict")
    }).pipe(
      Effect.provide([
        inPieces(409, JSON.stringify({ code: "operation_blocked_forever", message: "x".repeat(90) }), 10, 300),
        quick
      ])
    )
  )
})
