import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted, Schema, Stream } from "effect"
import { HttpClient, type HttpClientRequest, HttpClientResponse } from "effect/http"
import * as Files from "../../src/api/Files.ts"
import * as BoxConfig from "../../src/http/BoxConfig.ts"
import * as BoxRequest from "../../src/http/BoxRequest.ts"
import * as FileDownload from "../../src/files/FileDownload.ts"
import * as FileUpload from "../../src/files/FileUpload.ts"
import type { Progress } from "../../src/files/Progress.ts"
import { BoxEmulator, type Fault } from "../../src/testing/BoxEmulator.ts"
import * as UploadSource from "../../src/files/UploadSource.ts"
import { fixedToken, inOrder, type Script, scripted } from "../http/scriptedHttp.ts"
import { thorough } from "../../../../test/support/thorough.ts"
import {
  assertSameBytes,
  box,
  bytesOf,
  contentOf,
  fails,
  fault,
  interruptedAfter,
  joinBytes,
  pass,
  routes,
  sha1Of,
  stats,
  succeeds
} from "./transfers.ts"

const store = (content: Uint8Array, name = "a.bin") =>
  Effect.map(
    succeeds(FileUpload.upload(UploadSource.fromBytes(content), { folder_id: "0", name })),
    ({ value }) => value
  )
const read = (input: FileDownload.StreamInput) => Effect.map(Stream.runCollect(FileDownload.stream(input)), joinBytes)

const api = { method: "GET", path: "/files/{file_id}/content" }
const signed = { method: "GET", path: "/download" }
const anyBox = box()

/** What went to the host of the signed addresses. */
const signedRequests = BoxEmulator.use((emulator) =>
  Effect.map(emulator.requests, (requests) => requests.filter(({ route }) => route === "GET /download"))
)

/** A file that is read at once, and one that is not; `step` is a twelfth of it. */
const sizes = [12, 12 * 25_000].map((size) => ({ size, bytes: bytesOf(size), step: size / 12 }))

describe.each(sizes)("a download of $size bytes", ({ size, bytes, step }) => {
  const arrives = Effect.gen(function* () {
    const file = yield* store(bytes)
    const { value, took } = yield* succeeds(contentOf(file.id))
    assertSameBytes(value, bytes)
    assert.strictEqual((yield* stats).openDownloads, 0)
    return took
  })

  it.effect("gives what was stored, of any size", () =>
    Effect.gen(function* () {
      for (const length of [0, 1, 70_000, 1_500_000]) {
        const content = bytesOf(length, length)
        const file = yield* store(content, `${length}.bin`)
        assertSameBytes((yield* succeeds(contentOf(file.id))).value, content)
      }
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("of an empty file asks nobody for bytes", () =>
    Effect.gen(function* () {
      const file = yield* store(new Uint8Array(0))
      assert.strictEqual((yield* succeeds(contentOf(file.id))).value.length, 0)
      assert.notInclude(yield* routes, "GET /files/{file_id}/content")
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("can be run again", () =>
    Effect.gen(function* () {
      const file = yield* store(bytes)
      const stream = FileDownload.stream({ file_id: file.id })
      for (const _ of [1, 2]) {
        assertSameBytes(joinBytes((yield* succeeds(Stream.runCollect(stream))).value), bytes)
      }
    }).pipe(Effect.provide(anyBox))
  )

  const faults: ReadonlyArray<readonly [string, Fault, number?]> = [
    ["content that is not ready", { kind: "notReady", match: { ...api, times: 3 }, retryAfter: 20 }, 60_000],
    ["500 from the API", { kind: "status", match: api, status: 500 }],
    ["401 from the API", { kind: "status", match: api, status: 401, body: "empty" }],
    ["429 from the API", { kind: "status", match: api, status: 429, retryAfter: 9 }, 9000],
    ["a reset by the API", { kind: "reset", match: api }],
    ["a reset by the other host", { kind: "reset", match: signed }],
    ["503 from the other host", { kind: "status", match: signed, status: 503, retryAfter: 9 }, 9000],
    ["an address that is refused", { kind: "status", match: { ...signed, times: 2 }, status: 403, body: "html" }],
    ["an address that has expired", { kind: "status", match: signed, status: 404 }],
    ["an address that is gone", { kind: "status", match: signed, status: 410 }],
    ["an answer that never comes", { kind: "delay", match: signed, delay: 10_000_000 }, 60_000]
  ]
  for (const [name, given, atLeast = 0] of faults) {
    it.effect(`survives ${name}`, () =>
      Effect.gen(function* () {
        yield* fault(given)
        assert.isAtLeast(yield* arrives, atLeast)
      }).pipe(Effect.provide(anyBox))
    )
  }

  for (let afterBytes = 0; afterBytes < size; afterBytes += step) {
    for (const kind of ["truncate", "stall"] as const) {
      it.effect(`goes on after a ${kind} at byte ${afterBytes}`, () =>
        Effect.gen(function* () {
          yield* fault({ kind, match: signed, afterBytes })
          yield* arrives
          const requests = yield* signedRequests
          assert.deepStrictEqual(
            requests.map(({ headers }) => headers["range"]),
            [undefined, afterBytes === 0 ? undefined : `bytes=${afterBytes}-${size - 1}`]
          )
        }).pipe(Effect.provide(anyBox))
      )
    }
  }

  it.effect("takes a fresh address after every failure of the other host", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "reset", match: signed })
      yield* fault({ kind: "status", match: { ...signed, nth: 2 }, status: 503 })
      yield* arrives
      assert.strictEqual(new Set((yield* signedRequests).map(({ path }) => path)).size, 3)
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("goes on as often as there is progress", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "truncate", match: { ...signed, times: 12 }, afterBytes: step })
      yield* arrives
      assert.strictEqual((yield* signedRequests).length, 12)
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("stops when there is none, and does not tell the address", () =>
    Effect.gen(function* () {
      const file = yield* store(bytes)
      yield* fault({ kind: "status", match: { ...signed, times: 999 }, status: 403, body: "json" })
      const error = yield* fails(contentOf(file.id))
      assert.deepInclude(error, { _tag: "BoxForbidden", path: "(signed download URL)" })
      const requests = yield* signedRequests
      assert.strictEqual(requests.length, 5)
      for (const { path } of requests) {
        const [, , , token = ""] = path.split("/")
        assert.isAbove(token.length, 20)
        assert.notInclude(JSON.stringify(error) + error.stack, token)
      }
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("fails at the end when a byte is wrong", () =>
    Effect.gen(function* () {
      const file = yield* store(bytes)
      yield* fault({ kind: "corrupt", match: signed })
      const error = yield* fails(contentOf(file.id))
      assert.deepInclude(error, { _tag: "BoxIntegrityError", property: "sha1", expected: sha1Of(bytes) })
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("fails with what cut it off when that happens each time", () =>
    Effect.gen(function* () {
      const file = yield* store(bytes)
      yield* fault({ kind: "stall", match: { ...signed, times: 99 }, afterBytes: 0 })
      assert.deepInclude(yield* fails(contentOf(file.id)), { _tag: "BoxTimeout", phase: "idle" })
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("tells a missing file at once", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* fails(contentOf("404")))._tag, "BoxNotFound")
      assert.strictEqual((yield* stats).requests, 1)
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("sends the other host nothing but Range", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const file = yield* store(bytes)
      const download = read({ file_id: file.id, range: { offset: 3 } }).pipe(
        BoxRequest.asUser(credentials.userId),
        BoxRequest.withSharedLink("https://app.box.com/s/link", Redacted.make("password")),
        BoxRequest.withHeaders({ "x-mine": "1" })
      )
      yield* succeeds(download)
      const [request] = yield* signedRequests
      assert.strictEqual(request?.origin, "https://dl.boxcloud.com")
      assert.deepStrictEqual(Object.keys(request?.headers ?? {}).toSorted(), ["accept-encoding", "range", "user-agent"])
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("keeps to its version when the file changes", () =>
    Effect.gen(function* () {
      const file = yield* store(bytes)
      yield* fault({ kind: "truncate", match: signed, afterBytes: 5 * step })
      let changed = false
      const context = yield* Effect.context<Effect.Services<typeof arrives>>()
      const change = FileUpload.uploadVersion(UploadSource.fromBytes(bytesOf(40, 9)), { file_id: file.id })
      const onProgress = () =>
        Effect.suspend(() => {
          if (changed) return Effect.void
          changed = true
          return Effect.provide(Effect.ignore(change), context)
        })
      const { value } = yield* succeeds(read({ file_id: file.id, onProgress }))
      assertSameBytes(value, bytes)
      assert.strictEqual((yield* Files.getFileById({ file_id: file.id })).size, 40)
      assert.strictEqual((yield* signedRequests).length, 2)
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("gives any version", () =>
    Effect.gen(function* () {
      const file = yield* store(bytes)
      const second = bytesOf(30, 4)
      const source = UploadSource.fromBytes(second)
      const { value: newer } = yield* succeeds(FileUpload.uploadVersion(source, { file_id: file.id }))
      for (const [version, content] of [
        [file.file_version?.id, bytes],
        [newer.file_version?.id, second],
        [undefined, second]
      ] as const) {
        assert.deepStrictEqual((yield* succeeds(read({ file_id: file.id, version }))).value, content)
      }
      assert.strictEqual((yield* fails(read({ file_id: file.id, version: "1" })))._tag, "BoxNotFound")
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("tells what it is about to give", () =>
    Effect.gen(function* () {
      const file = yield* store(bytes)
      const pinned = yield* FileDownload.pin({ file_id: file.id })
      assert.deepStrictEqual(pinned, {
        file_id: file.id,
        version_id: file.file_version?.id,
        name: "a.bin",
        size,
        sha1: sha1Of(bytes),
        content_modified_at: file.content_modified_at ?? undefined
      })
    }).pipe(Effect.provide(anyBox))
  )

  describe("of a file in pieces", () => {
    const pieces = box({ partSize: 100_000, minimumSessionSize: 1 })
    const storePieces = Effect.map(
      succeeds(FileUpload.uploadChunked(UploadSource.fromBytes(bytesOf(300_000)), { folder_id: "0", name: "b" })),
      ({ value }) => FileDownload.stream({ file_id: value.id })
    )

    it.effect("is not hurried by a slow consumer", () =>
      Effect.gen(function* () {
        const slow = Stream.runForEach(yield* storePieces, () => Effect.sleep("3 minutes"))
        assert.isAtLeast((yield* succeeds(slow)).took, 9 * 60_000)
        assert.strictEqual((yield* signedRequests).length, 1)
      }).pipe(Effect.provide(pieces))
    )

    it.effect("ends its connection when the consumer has enough", () =>
      Effect.gen(function* () {
        const { value } = yield* succeeds(Stream.runCollect(Stream.take(yield* storePieces, 1)))
        assert.isBelow(joinBytes(value).length, 300_000)
        assert.strictEqual((yield* stats).openDownloads, 0)
      }).pipe(Effect.provide(pieces))
    )

    it.effect("ends its connection when it is interrupted", () =>
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(Stream.runForEach(yield* storePieces, () => Effect.never))
        yield* pass("1 second")
        assert.strictEqual((yield* stats).openDownloads, 1)
        yield* Fiber.interrupt(fiber)
        assert.strictEqual((yield* stats).openDownloads, 0)
      }).pipe(Effect.provide(pieces))
    )
  })

  it.effect("reports progress up to the end, also when it was broken", () =>
    Effect.gen(function* () {
      const file = yield* store(bytes)
      yield* fault({ kind: "truncate", match: { ...signed, times: 3 }, afterBytes: 3 * step })
      const seen: Array<Progress> = []
      const onProgress = (progress: Progress) =>
        Effect.sync(() => {
          seen.push(progress)
        })
      yield* succeeds(read({ file_id: file.id, range: { offset: 2 * step }, onProgress }))
      const counts = seen.map(({ transferred }) => transferred)
      assert.deepStrictEqual(
        counts.filter((count) => count % step === 0),
        [3, 6, 9, 10].map((steps) => steps * step)
      )
      assert.deepStrictEqual(
        counts,
        counts.toSorted((a, b) => a - b)
      )
      assert.isTrue(seen.every(({ total }) => total === 10 * step))
    }).pipe(Effect.provide(anyBox))
  )

  for (const [phase, given] of [
    ["before the address is known", { kind: "delay", match: api, delay: 10_000 }],
    ["before the bytes flow", { kind: "delay", match: signed, delay: 10_000 }],
    ["while they flow", { kind: "stall", match: signed, afterBytes: 4 * step }],
    ["in the pause before it goes on", { kind: "status", match: signed, status: 503, retryAfter: 60 }]
  ] satisfies ReadonlyArray<readonly [string, Fault]>) {
    it.effect(`ends at once when it is interrupted ${phase}`, () =>
      Effect.gen(function* () {
        const file = yield* store(bytes)
        yield* fault(given)
        const { ended, after } = yield* interruptedAfter("1 second", contentOf(file.id))
        assert.isTrue(ended)
        assert.deepStrictEqual(after, [])
        assert.strictEqual((yield* stats).openDownloads, 0)
      }).pipe(Effect.provide(anyBox))
    )
  }
})

describe.each(sizes)("a range of $size bytes", ({ size, bytes, step }) => {
  const natural = (maximum: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum }))

  it.effect.prop(
    "is that part of the file, wherever the connection breaks",
    [natural(size), Schema.UndefinedOr(natural(15 * step)), natural(size)],
    ([offset, length, afterBytes]) =>
      Effect.gen(function* () {
        const file = yield* store(bytes)
        yield* fault({ kind: "truncate", match: signed, afterBytes })
        const { value } = yield* succeeds(read({ file_id: file.id, range: { offset, length } }))
        assertSameBytes(value, bytes.slice(offset, length === undefined ? undefined : offset + length))
      }).pipe(Effect.provide(anyBox)),
    { arbitrary: { runs: thorough ? 100 : 40 } }
  )

  for (const range of [{ offset: -1 }, { offset: 0.5 }, { offset: 0, length: -1 }, { offset: 0, length: Number.NaN }]) {
    it.effect(`${JSON.stringify(range)} is refused before anything is sent`, () =>
      Effect.gen(function* () {
        const error = yield* fails(read({ file_id: "1", range }))
        assert.deepInclude(error, { _tag: "BoxInvalidInput", attempts: 0 })
        assert.deepStrictEqual(yield* routes, [])
      }).pipe(Effect.provide(anyBox))
    )
  }

  it.effect("beyond the end is refused", () =>
    Effect.gen(function* () {
      const file = yield* store(bytes)
      const error = yield* fails(read({ file_id: file.id, range: { offset: size + 1 } }))
      assert.strictEqual(error._tag, "BoxInvalidInput")
    }).pipe(Effect.provide(anyBox))
  )
})

describe("what comes from the other host", () => {
  const metadata = {
    json: {
      type: "file",
      id: "1",
      name: "a",
      size: 12,
      sha1: sha1Of(bytesOf(12)),
      file_version: { type: "file_version", id: "2" }
    }
  }
  const text = "abcdefghijkl"
  const ascii = { json: { ...metadata.json, sha1: sha1Of(new TextEncoder().encode(text)) } }
  const moved = (location: string): Script => ({ status: 302, headers: { location } })
  const there = moved("https://dl.boxcloud.com/d/1/secret/download")
  const run = (range: FileDownload.Range | undefined, ...scripts: ReadonlyArray<Script>) => {
    const { layer, seen } = inOrder(...scripts)
    const download = Stream.runCollect(FileDownload.stream({ file_id: "1", range })).pipe(
      Effect.map((chunks) => new TextDecoder().decode(joinBytes(chunks))),
      Effect.provide([layer, fixedToken])
    )
    return { seen, download }
  }

  /** A Box whose other host answers like this. */
  const answering = (answer: (request: HttpClientRequest.HttpClientRequest) => HttpClientResponse.HttpClientResponse) =>
    Layer.effect(
      HttpClient.HttpClient,
      Effect.map(HttpClient.HttpClient, (api) =>
        HttpClient.make((request, url) =>
          url.host === "dl.boxcloud.com" ? Effect.sync(() => answer(request)) : api.execute(request)
        )
      )
    ).pipe(Layer.provide(scripted(({ url }) => (url.includes("/content") ? there : ascii)).layer))

  it.effect("may be everything although a range was asked for", () =>
    Effect.gen(function* () {
      const { download } = run({ offset: 3, length: 4 }, ascii, there, { text })
      assert.strictEqual((yield* succeeds(download)).value, "defg")
    })
  )

  it.effect("may come from the API itself, when the transport follows redirects", () =>
    Effect.gen(function* () {
      const { download, seen } = run(undefined, ascii, { text })
      assert.strictEqual((yield* succeeds(download)).value, text)
      assert.strictEqual(seen.length, 2)
    })
  )

  it.effect("must not be more than the file", () =>
    Effect.gen(function* () {
      const { download } = run(undefined, ascii, there, { text: `${text}m` })
      assert.deepInclude(yield* fails(download), { _tag: "BoxIntegrityError", property: "size" })
    })
  )

  it.effect("must not be more than the file in a piece of its own", () =>
    Effect.gen(function* () {
      const pinned = { file_id: "1", version_id: "2", name: "a", sha1: ascii.json.sha1, size: 12 }
      const client = answering((request) => {
        const pieces = new ReadableStream<Uint8Array>({
          start: (controller) => {
            for (const piece of [text, "m"]) controller.enqueue(new TextEncoder().encode(piece))
            controller.close()
          }
        })
        return HttpClientResponse.fromWeb(request, new Response(pieces))
      })
      const download = Stream.runDrain(FileDownload.streamPinned(pinned)).pipe(Effect.provide([client, fixedToken]))
      assert.deepInclude(yield* fails(download), { _tag: "BoxIntegrityError", property: "size" })
    })
  )

  for (const [what, range, tag] of [
    ["another place", "bytes 2-11/12", "BoxDecodeError"],
    ["no place at all", undefined, "BoxDecodeError"],
    ["more than asked for", "bytes 3-12/13", "BoxDecodeError"],
    ["another file", "bytes 3-11/99", "BoxIntegrityError"]
  ] as const) {
    it.effect(`must not be ${what}`, () =>
      Effect.gen(function* () {
        const headers: Record<string, string> = range === undefined ? {} : { "content-range": range }
        const { download, seen } = run({ offset: 3 }, ascii, there, { status: 206, text: text.slice(3), headers })
        assert.strictEqual((yield* fails(download))._tag, tag)
        assert.strictEqual(seen.length, 3)
      })
    )
  }

  it.effect("may end early so often, and no more", () =>
    Effect.gen(function* () {
      const { download, seen } = run(undefined, ascii, ...Array.from({ length: 9 }, () => [there, { text: "" }]).flat())
      assert.strictEqual((yield* fails(download))._tag, "BoxTransportError")
      assert.strictEqual(seen.length, 1 + 2 * 5)
    })
  )

  it.effect("is not read beyond what was asked for", () =>
    Effect.gen(function* () {
      let pulled = 0
      const endless = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          pulled++
          controller.enqueue(new TextEncoder().encode(text.slice(0, 3)))
        }
      })
      const client = answering((request) => HttpClientResponse.fromWeb(request, new Response(endless)))
      const ranged = read({ file_id: "1", range: { offset: 1, length: 4 } }).pipe(Effect.provide([client, fixedToken]))
      assert.strictEqual(new TextDecoder().decode((yield* succeeds(ranged)).value), "bcab")
      assert.isAtMost(pulled, 4)
    })
  )

  it.effect.each([
    ["several pieces that arrive at once", ["abcd", "ef", "", "ghij", "kl"], "defghi"],
    ["the same piece over and over", ["abcd", "abcd", "abcd"], "dabcda"]
  ] as const)("may be everything, in %s", ([, texts, expected]) =>
    Effect.gen(function* () {
      const known = new Map(texts.map((piece) => [piece, new TextEncoder().encode(piece)]))
      const pieces = texts.map((piece) => known.get(piece) ?? new Uint8Array())
      // One that is read at once, and one that is not.
      for (const size of [12, 600_000]) {
        const pinned = { file_id: "1", version_id: "2", name: "a", sha1: "0".repeat(40), size }
        const client = answering((request) =>
          Object.create(HttpClientResponse.fromWeb(request, new Response(text)), {
            stream: { value: Stream.fromIterable(pieces) }
          })
        )
        const range = { offset: 3, length: 6 }
        const download = FileDownload.streamPinned(pinned, { range }).pipe(Stream.decodeText(), Stream.mkString)
        assert.strictEqual(yield* Effect.provide(download, [client, fixedToken]), expected, `${size}`)
      }
    })
  )

  it.effect("that is shorter than Box said is found out", () =>
    Effect.gen(function* () {
      const { download } = run(undefined, ascii, there, { text: "abc" }, there, { status: 416 })
      assert.deepInclude(yield* fails(download), { _tag: "BoxIntegrityError", property: "size", actual: "3" })
    })
  )

  for (const [what, location] of [
    ["plain http", "http://dl.boxcloud.com/d/1/secret/download"],
    ["no URL", "/d/1/secret/download"],
    ["nothing", undefined],
    ["another scheme", "file:///etc/passwd"],
    ["an address with credentials", "https://user:password@dl.boxcloud.com/d"]
  ] as const) {
    it.effect(`is not fetched from ${what}`, () =>
      Effect.gen(function* () {
        const answer = location === undefined ? { status: 302 } : moved(location)
        const { download, seen } = run(undefined, ascii, answer)
        const error = yield* fails(download)
        assert.strictEqual(error._tag, "BoxDecodeError")
        assert.notInclude(JSON.stringify(error), "secret")
        assert.strictEqual(seen.length, 2)
      })
    )
  }

  it.effect("is refused without a size and a digest to compare", () =>
    Effect.gen(function* () {
      const { download } = run(undefined, { json: { type: "file", id: "1" } })
      assert.strictEqual((yield* fails(download))._tag, "BoxDecodeError")
    })
  )

  it.effect("may be plain http on loopback when the API is, too", () =>
    Effect.gen(function* () {
      const { layer, seen } = scripted(({ url }) => {
        if (url.endsWith("/content?version=2")) return moved("http://127.0.0.1:2/d/1/secret/download")
        return url.startsWith("http://127.0.0.1:2/") ? { text } : ascii
      })
      const loopback = Layer.mergeAll(layer, fixedToken, BoxConfig.layer({ apiUrl: "http://127.0.0.1:1" }))
      const { value } = yield* succeeds(read({ file_id: "1" }).pipe(Effect.provide(loopback)))
      assert.strictEqual(new TextDecoder().decode(value), text)
      assert.notProperty(seen.at(-1)?.headers, "authorization")
    })
  )
})
