import { assert, describe, it } from "@effect/vitest"
import { Data, Effect, Layer, Stream } from "effect"
import * as Files from "../../src/api/Files.ts"
import * as FileUpload from "../../src/files/FileUpload.ts"
import type { Progress } from "../../src/files/Progress.ts"
import { BoxEmulator, type Fault } from "../../src/testing/BoxEmulator.ts"
import * as UploadSource from "../../src/files/UploadSource.ts"
import { fixedToken, inOrder } from "../http/scriptedHttp.ts"
import {
  box,
  bytesOf,
  contentOf,
  fails,
  fault,
  inTime,
  interruptedAfter,
  nativeSha1,
  routes,
  sha1Of,
  stats,
  succeeds
} from "./transfers.ts"

const target = { folder_id: "0", name: "a.bin" }
const post = { method: "POST", path: "/files/content" }
const anyBox = Layer.provideMerge(box(), nativeSha1)

const chunked = (bytes: Uint8Array, size: number) =>
  Stream.rechunk(
    Stream.fromIterable(
      Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
    ),
    1
  )

/** The same bytes from every kind of source. */
const sources: Readonly<Record<string, (bytes: Uint8Array) => UploadSource.UploadSource>> = {
  "bytes in memory": UploadSource.fromBytes,
  "a stream that can be opened again": (bytes) =>
    UploadSource.fromStream({ size: bytes.length, stream: () => chunked(bytes, 70_001) }),
  positions: (bytes) =>
    UploadSource.fromPositions({
      size: bytes.length,
      read: (offset, length) => Effect.succeed(bytes.slice(offset, offset + length))
    }),
  "a one-shot stream": (bytes) => UploadSource.fromOneShot(chunked(bytes, 70_001))
}
const repeatable = Object.entries(sources).filter(([name]) => name !== "a one-shot stream")

/** Empty, small enough for memory, and streamed. */
const sizes = [0, 1, 1024 * 1024, 1024 * 1024 + 1, 3_000_000]

describe("an upload in one request", () => {
  for (const [name, make] of Object.entries(sources)) {
    for (const size of sizes) {
      it.effect(`stores ${size} bytes from ${name}, and reports progress up to the end`, () =>
        Effect.gen(function* () {
          const bytes = bytesOf(size)
          const seen: Array<Progress> = []
          const onProgress = (progress: Progress) =>
            Effect.sync(() => {
              seen.push(progress)
            })
          const { value: file } = yield* succeeds(FileUpload.upload(make(bytes), { ...target, onProgress }))
          assert.deepStrictEqual([file.size, file.sha1, file.name], [size, sha1Of(bytes), "a.bin"])
          assert.deepStrictEqual((yield* succeeds(contentOf(file.id))).value, bytes)
          const counts = seen.map(({ transferred }) => transferred)
          assert.deepStrictEqual(
            counts,
            [...new Set(counts)].toSorted((a, b) => a - b)
          )
          const total = name === "a one-shot stream" ? undefined : size
          assert.deepStrictEqual(seen.at(-1), { transferred: size, total })
          if (size > 2_000_000) assert.isAtLeast(seen.length, 5)
        }).pipe(Effect.provide(anyBox))
      )
    }
  }

  it.effect("announces length and digest, and sends no more than the documented attributes", () =>
    Effect.gen(function* () {
      const bytes = bytesOf(100)
      const { layer, seen } = inOrder({
        status: 201,
        json: { entries: [{ type: "file", id: "1", size: 100, sha1: sha1Of(bytes) }] }
      })
      const { value } = yield* succeeds(
        FileUpload.upload(UploadSource.fromBytes(bytes), {
          ...target,
          content_created_at: "2020-01-02T03:04:05Z",
          description: "d"
        }).pipe(Effect.provide([layer, fixedToken]))
      )
      assert.strictEqual(value.id, "1")
      const [request] = seen
      assert.strictEqual(request?.headers["content-md5"], sha1Of(bytes))
      assert.strictEqual(request?.url, "https://upload.box.com/api/2.0/files/content")
      const [, attributes] = /name="attributes".*?\r\n\r\n(.*?)\r\n/s.exec(request?.body ?? "") ?? []
      assert.deepStrictEqual(JSON.parse(attributes ?? ""), {
        name: "a.bin",
        parent: { id: "0" },
        content_created_at: "2020-01-02T03:04:05Z",
        description: "d"
      })
    })
  )

  const transient: ReadonlyArray<readonly [string, Fault]> = [
    ["500 before the work", { kind: "status", match: post, status: 500 }],
    ["500 after the work", { kind: "status", match: post, status: 500, when: "after" }],
    ["503 with HTML", { kind: "status", match: post, status: 503, body: "html" }],
    ["429", { kind: "status", match: post, status: 429, retryAfter: 3 }],
    ["401", { kind: "status", match: post, status: 401, body: "empty" }],
    ["a name reserved for a moment", { kind: "status", match: post, status: 409, code: "name_temporarily_reserved" }],
    ["a reset", { kind: "reset", match: post }],
    ["a lost answer", { kind: "lostAnswer", match: post }],
    ["two lost answers", { kind: "lostAnswer", match: { ...post, times: 2 } }],
    ["a cut answer", { kind: "truncate", match: post, afterBytes: 20 }],
    ["a stalled answer", { kind: "stall", match: post, afterBytes: 20 }]
  ]
  for (const [name, make] of repeatable) {
    for (const [what, given] of transient) {
      it.effect(`survives ${what} with ${name}, and stores one version`, () =>
        Effect.gen(function* () {
          yield* fault(given)
          const bytes = bytesOf(1_100_000)
          const { value: file } = yield* succeeds(FileUpload.upload(make(bytes), target))
          assert.deepStrictEqual([file.size, file.sha1], [bytes.length, sha1Of(bytes)])
          const full = yield* Files.getFileById({ file_id: file.id, fields: ["version_number", "etag"] })
          assert.strictEqual(full.version_number, "1")
        }).pipe(Effect.provide(anyBox))
      )
    }
  }

  it.effect("gives up after five attempts, and says so", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "status", match: { ...post, times: 99 }, status: 500 })
      const error = yield* fails(FileUpload.upload(UploadSource.fromBytes(bytesOf(10)), target))
      assert.deepInclude(error, { _tag: "BoxUnavailable", attempts: 5, operation: "FileUpload.upload" })
      assert.strictEqual((yield* stats).byRoute["POST /files/content"], 5)
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("a name that is taken is a conflict, also by the same bytes", () =>
    Effect.gen(function* () {
      const source = UploadSource.fromBytes(bytesOf(10))
      const { value: file } = yield* succeeds(FileUpload.upload(source, target))
      const error = yield* fails(FileUpload.upload(source, { ...target, name: "A.BIN" }))
      assert.strictEqual(error._tag, "BoxItemNameInUse")
      if (error._tag === "BoxItemNameInUse") assert.strictEqual(error.conflicts[0]?.id, file.id)
    }).pipe(Effect.provide(anyBox))
  )

  for (const [name, first] of [
    ["other bytes", { kind: "status", match: { ...post, nth: 2 }, status: 500 }],
    ["a try that surely did nothing", { kind: "status", match: { ...post, nth: 2 }, status: 429 }]
  ] satisfies ReadonlyArray<readonly [string, Fault]>) {
    it.effect(`a conflict after ${name} stays a conflict`, () =>
      Effect.gen(function* () {
        yield* fault(first)
        const same = first.status === 429
        yield* succeeds(FileUpload.upload(UploadSource.fromBytes(bytesOf(10, same ? 1 : 2)), target))
        const error = yield* fails(FileUpload.upload(UploadSource.fromBytes(bytesOf(10, 1)), target))
        assert.strictEqual(error._tag, "BoxItemNameInUse")
      }).pipe(Effect.provide(anyBox))
    )
  }

  it.effect("a conflict with a file of the same digest and another size stays a conflict", () =>
    Effect.gen(function* () {
      const sha1 = sha1Of(bytesOf(10))
      const conflicts = { type: "file", id: "1", name: "a.bin", sha1 }
      const { layer, seen } = inOrder(
        { status: 500 },
        { status: 409, json: { code: "item_name_in_use", context_info: { conflicts } } },
        { json: { type: "file", id: "1", size: 11, sha1 } }
      )
      const upload = FileUpload.upload(UploadSource.fromBytes(bytesOf(10)), target)
      assert.strictEqual((yield* fails(upload.pipe(Effect.provide([layer, fixedToken]))))._tag, "BoxItemNameInUse")
      assert.strictEqual(seen.length, 3)
    })
  )

  it.effect("progress does not claim the end of what Box refuses", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "status", match: post, status: 403, when: "after" })
      const seen: Array<number> = []
      const onProgress = ({ transferred }: Progress) =>
        Effect.sync(() => {
          seen.push(transferred)
        })
      yield* fails(FileUpload.upload(UploadSource.fromBytes(bytesOf(2_000_000)), { ...target, onProgress }))
      assert.isAtLeast(seen.length, 5)
      assert.isTrue(seen.every((transferred) => transferred < 2_000_000))
    }).pipe(Effect.provide(anyBox))
  )

  for (const [property, wrong] of [
    ["size", { size: 9, sha1: sha1Of(bytesOf(10)) }],
    ["sha1", { size: 10, sha1: sha1Of(new Uint8Array(0)) }]
  ] as const) {
    it.effect(`fails when Box stored another ${property}`, () =>
      Effect.gen(function* () {
        const { layer, seen } = inOrder({ status: 201, json: { entries: [{ type: "file", id: "1", ...wrong }] } })
        const upload = FileUpload.upload(UploadSource.fromBytes(bytesOf(10)), target)
        const error = yield* fails(upload.pipe(Effect.provide([layer, fixedToken])))
        assert.strictEqual(error._tag, "BoxIntegrityError")
        if (error._tag === "BoxIntegrityError") assert.strictEqual(error.property, property)
        assert.strictEqual(seen.length, 1)
      })
    )
  }

  it.effect("an answer that names no file is looked up instead of uploading again", () =>
    Effect.gen(function* () {
      const bytes = bytesOf(10)
      const stored = { type: "file", id: "1", name: "a.bin", size: 10, sha1: sha1Of(bytes) }
      const { layer, seen } = inOrder(
        { status: 201, json: { entries: [] } },
        { status: 409, json: { code: "item_name_in_use", context_info: { conflicts: stored } } },
        { status: 200, json: stored }
      )
      const upload = FileUpload.upload(UploadSource.fromBytes(bytes), target)
      const { value: file } = yield* succeeds(upload.pipe(Effect.provide([layer, fixedToken])))
      assert.strictEqual(file.id, "1")
      assert.deepStrictEqual(
        seen.map(({ method }) => method),
        ["POST", "OPTIONS", "GET"]
      )
    })
  )

  it.effect("an interruption ends the request, and nothing is stored", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "delay", match: post, delay: 10_000 })
      const upload = FileUpload.upload(UploadSource.fromBytes(bytesOf(10)), target)
      const { ended, after } = yield* interruptedAfter("1 second", upload)
      assert.isTrue(ended)
      assert.deepStrictEqual(after, [])
      yield* succeeds(upload)
    }).pipe(Effect.provide(anyBox))
  )
})

describe("a new version in one request", () => {
  const first = FileUpload.upload(UploadSource.fromBytes(bytesOf(10)), target)
  const second = bytesOf(1_200_000, 5)
  const match = { method: "POST", path: "/files/{file_id}/content" }
  const faults: ReadonlyArray<readonly [string, Fault | undefined]> = [
    ["", undefined],
    [" after 500", { kind: "status", match, status: 500 }],
    [" after 500 for work that was done", { kind: "status", match, status: 500, when: "after" }],
    [" after a lost answer", { kind: "lostAnswer", match }],
    [" after two lost answers", { kind: "reset", match: { ...match, times: 2 } }]
  ]
  for (const [name, make] of repeatable) {
    for (const [what, given] of faults) {
      it.effect(`is stored once${what}, from ${name}`, () =>
        Effect.gen(function* () {
          const { value: file } = yield* succeeds(first)
          if (given !== undefined) yield* fault(given)
          const options = { file_id: file.id, if_match: file.etag ?? "", name: "b.bin" }
          const { value: version } = yield* succeeds(FileUpload.uploadVersion(make(second), options))
          assert.deepStrictEqual([version.id, version.sha1, version.name], [file.id, sha1Of(second), "b.bin"])
          const full = yield* Files.getFileById({ file_id: file.id, fields: ["version_number"] })
          assert.strictEqual(full.version_number, "2")
        }).pipe(Effect.provide(anyBox))
      )
    }
  }

  it.effect("fails when the etag is another one", () =>
    Effect.gen(function* () {
      const { value: file } = yield* succeeds(first)
      const error = yield* fails(
        FileUpload.uploadVersion(UploadSource.fromBytes(second), { file_id: file.id, if_match: "99" })
      )
      assert.strictEqual(error._tag, "BoxPreconditionFailed")
      assert.strictEqual((yield* Files.getFileById({ file_id: file.id })).size, 10)
    }).pipe(Effect.provide(anyBox))
  )
})

class Mine extends Data.TaggedError("Mine") {}

describe("a source that does not keep its word", () => {
  const nothingStored = Effect.gen(function* () {
    const { value } = yield* succeeds(FileUpload.upload(UploadSource.fromBytes(bytesOf(1)), target))
    assert.strictEqual(value.size, 1)
  })

  for (const size of [1000, 2_000_000]) {
    for (const [what, actual] of [
      ["fewer", size - 1],
      ["more", size + 1]
    ] as const) {
      it.effect(`${what} than ${size} bytes`, () =>
        Effect.gen(function* () {
          const source = UploadSource.fromStream({ size, stream: () => chunked(bytesOf(actual), 300_000) })
          const error = yield* fails(FileUpload.upload(source, target))
          assert.strictEqual(error._tag, "BoxIntegrityError")
          if (error._tag !== "BoxIntegrityError") return
          assert.deepStrictEqual([error.property, error.expected, error.actual], ["size", `${size}`, `${actual}`])
          assert.deepStrictEqual(yield* routes, [])
          yield* nothingStored
        }).pipe(Effect.provide(anyBox))
      )
    }
  }

  for (const [what, second, property] of [
    ["other bytes", bytesOf(2_000_000, 2), "sha1"],
    ["fewer bytes", bytesOf(1_999_999), "size"],
    ["more bytes", bytesOf(2_000_001), "size"]
  ] as const) {
    it.effect(`${what} when it is read again`, () =>
      Effect.gen(function* () {
        let opened = 0
        const stream = () => chunked(opened++ === 0 ? bytesOf(2_000_000) : second, 300_000)
        const error = yield* fails(FileUpload.upload(UploadSource.fromStream({ size: 2_000_000, stream }), target))
        assert.strictEqual(error._tag, "BoxIntegrityError")
        if (error._tag === "BoxIntegrityError") assert.strictEqual(error.property, property)
        yield* nothingStored
      }).pipe(Effect.provide(anyBox))
    )
  }

  it.effect("positions that give fewer bytes than asked for", () =>
    Effect.gen(function* () {
      const source = UploadSource.fromPositions({
        size: 2_000_000,
        read: (_, length) => Effect.succeed(new Uint8Array(length - 1))
      })
      const error = yield* fails(FileUpload.upload(source, target))
      assert.strictEqual(error._tag, "BoxIntegrityError")
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("positions that give one byte too many and then one too few", () =>
    Effect.gen(function* () {
      const source = UploadSource.fromPositions({
        size: 2_000_000,
        read: (offset, length) =>
          Effect.succeed(
            new Uint8Array(offset === 0 ? length + 1 : offset + length === 2_000_000 ? length - 1 : length)
          )
      })
      const error = yield* fails(FileUpload.upload(source, target))
      assert.strictEqual(error._tag, "BoxIntegrityError")
      yield* nothingStored
    }).pipe(Effect.provide(anyBox))
  )

  for (const size of [1000, 2_000_000]) {
    for (const opening of [1, 2]) {
      if (size === 1000 && opening === 2) continue
      it.effect(`its own error at opening ${opening} of ${size} bytes, which is not tried again`, () =>
        Effect.gen(function* () {
          let opened = 0
          const stream = () => {
            opened++
            return opened === opening
              ? Stream.concat(chunked(bytesOf(size / 2), 300_000), Stream.fail(new Mine()))
              : chunked(bytesOf(size), 300_000)
          }
          const error = yield* fails(FileUpload.upload(UploadSource.fromStream({ size, stream }), target))
          assert.instanceOf(error, Mine)
          assert.strictEqual(opened, opening)
          yield* nothingStored
        }).pipe(Effect.provide(anyBox))
      )
    }
  }
})

describe("a one-shot source", () => {
  const oneShot = () => UploadSource.fromOneShot(chunked(bytesOf(200_000), 10_000))

  for (const [what, given, reason] of [
    ["401", { kind: "status", match: post, status: 401, body: "empty" }, "BoxUnauthorized"],
    ["503", { kind: "status", match: post, status: 503 }, "BoxUnavailable"],
    ["429", { kind: "status", match: post, status: 429, retryAfter: 1 }, "BoxRateLimited"],
    ["a lost answer", { kind: "lostAnswer", match: post }, "BoxTransportError"]
  ] satisfies ReadonlyArray<readonly [string, Fault, string]>) {
    it.effect(`is not sent again after ${what}`, () =>
      Effect.gen(function* () {
        yield* fault(given)
        const error = yield* fails(FileUpload.upload(oneShot(), target))
        assert.strictEqual(error._tag, "BoxBodyConsumed")
        if (error._tag === "BoxBodyConsumed") assert.strictEqual(error.reason, reason)
        assert.strictEqual((yield* stats).byRoute["POST /files/content"], 1)
      }).pipe(Effect.provide(anyBox))
    )
  }

  it.effect("whose answer names no file is looked up", () =>
    Effect.gen(function* () {
      const bytes = bytesOf(200_000)
      const stored = { type: "file", id: "1", name: "a.bin", size: 200_000, sha1: sha1Of(bytes) }
      const { layer, seen } = inOrder(
        { status: 201, json: { entries: [] } },
        { status: 409, json: { code: "item_name_in_use", context_info: { conflicts: stored } } },
        { status: 200, json: stored }
      )
      const upload = FileUpload.upload(oneShot(), target).pipe(Effect.provide([layer, fixedToken]))
      assert.strictEqual((yield* succeeds(upload)).value.id, "1")
      assert.deepStrictEqual(
        seen.map(({ method }) => method),
        ["POST", "OPTIONS", "GET"]
      )
    })
  )

  it.effect("works once, and is refused before anything is sent the second time", () =>
    Effect.gen(function* () {
      const source = oneShot()
      yield* succeeds(FileUpload.upload(source, target))
      const before = (yield* stats).requests
      const error = yield* fails(FileUpload.upload(source, { ...target, name: "b.bin" }))
      assert.deepInclude(error, { _tag: "BoxBodyConsumed", attempts: 0 })
      assert.strictEqual((yield* stats).requests, before)
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("is not used up by input that cannot work", () =>
    Effect.gen(function* () {
      const source = oneShot()
      assert.strictEqual((yield* fails(FileUpload.upload(source, { ...target, name: "" })))._tag, "BoxInvalidInput")
      const { value } = yield* succeeds(FileUpload.upload(source, target))
      assert.strictEqual(value.size, 200_000)
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("fails with its own error", () =>
    Effect.gen(function* () {
      const stream = Stream.concat(chunked(bytesOf(20_000), 1000), Stream.fail(new Mine()))
      assert.instanceOf(yield* fails(FileUpload.upload(UploadSource.fromOneShot(stream), target)), Mine)
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("of unknown size becomes a new version", () =>
    Effect.gen(function* () {
      const { value: file } = yield* succeeds(FileUpload.upload(UploadSource.fromBytes(bytesOf(1)), target))
      const { value } = yield* succeeds(FileUpload.uploadVersion(oneShot(), { file_id: file.id }))
      assert.deepStrictEqual([value.id, value.name, value.size], [file.id, "a.bin", 200_000])
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("is verified", () =>
    Effect.gen(function* () {
      const stored = { type: "file", id: "1", size: 200_000, sha1: "0".repeat(40) }
      const { layer } = inOrder({ status: 201, json: { entries: [stored] } })
      const error = yield* fails(FileUpload.upload(oneShot(), target).pipe(Effect.provide([layer, fixedToken])))
      assert.strictEqual(error._tag, "BoxIntegrityError")
    })
  )
})

describe("input that cannot work", () => {
  const ok = UploadSource.fromBytes(bytesOf(3))
  const sized = (size: number) => UploadSource.fromStream({ size, stream: () => Stream.empty })
  const named = (name: string) => FileUpload.upload(ok, { folder_id: "0", name })
  const cases: Readonly<Record<string, Effect.Effect<unknown, unknown, Effect.Services<ReturnType<typeof named>>>>> = {
    "an empty name": named(""),
    "a name of 256 characters": named("é".repeat(256)),
    "a slash in the name": named("a/b"),
    "a backslash in the name": named("a\\b"),
    "a control character in the name": named("a\u0007b"),
    "a line break in the name": named("a\r\nb"),
    "the name .": named("."),
    "the name ..": named(".."),
    "a trailing space": named("a "),
    "a lone surrogate": named("a\ud800"),
    "no folder": FileUpload.upload(ok, { folder_id: "", name: "a" }),
    "a negative size": FileUpload.upload(sized(-1), target),
    "half a byte": FileUpload.upload(sized(1.5), target),
    "a size that is no number": FileUpload.upload(sized(Number.NaN), target),
    "no workers": FileUpload.uploadChunked(ok, { ...target, concurrency: 0 }),
    "half a worker": FileUpload.upload(ok, { ...target, concurrency: 1.5 }),
    "a time without an offset": FileUpload.upload(ok, { ...target, content_created_at: "2020-01-02T03:04:05" }),
    "a time that does not exist": FileUpload.upload(ok, { ...target, content_modified_at: "2020-13-02T03:04:05Z" }),
    "an etag with a line break": FileUpload.uploadVersion(ok, { file_id: "1", if_match: "1\r\nx: y" }),
    "a version's bad name": FileUpload.uploadVersion(ok, { file_id: "1", name: "a/b" }),
    "a version's bad time": FileUpload.uploadVersion(ok, { file_id: "1", content_modified_at: "yesterday" }),
    "no file": FileUpload.uploadVersion(ok, { file_id: "" }),
    "a session for no file": FileUpload.uploadChunked(ok, { file_id: "" })
  }
  for (const [name, effect] of Object.entries(cases)) {
    it.effect(`${name} is refused before anything is sent`, () =>
      Effect.gen(function* () {
        const { result } = yield* inTime(effect)
        if (result._tag === "Success") assert.fail("It was accepted")
        else assert.deepInclude(result.failure, { _tag: "BoxInvalidInput", attempts: 0 })
        assert.deepStrictEqual(yield* routes, [])
      }).pipe(Effect.provide(anyBox))
    )
  }

  it.effect("names that Box allows are allowed", () =>
    Effect.gen(function* () {
      for (const name of [" a", "-", "a.", "<>:|?*", 'a"b', "é".repeat(255), "😀.txt", "..."]) {
        const { value } = yield* succeeds(named(name))
        assert.strictEqual(value.name, name)
      }
    }).pipe(Effect.provide(anyBox))
  )

  it.effect("a token is renewed ahead of a one-shot upload", () =>
    Effect.gen(function* () {
      const emulator = yield* BoxEmulator
      yield* emulator.expireAccessTokens
      const { value } = yield* succeeds(FileUpload.upload(ok, target))
      assert.strictEqual(value.size, 3)
    }).pipe(Effect.provide(anyBox))
  )
})
