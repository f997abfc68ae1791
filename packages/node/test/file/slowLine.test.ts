/** A download without a number of connections: one while the line is fast, as many as move the most where it is slow. */
import { BoxRequest, FileUpload, UploadSource } from "@effect-box/core"
import type { BoxEmulator } from "@effect-box/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, FileSystem, Layer, Stream } from "effect"
import * as LocalDirectory from "../../src/directory/LocalDirectory.ts"
import * as LocalFile from "../../src/file/LocalFile.ts"
import { addFault, box, bytesOf, directory, disk, ranges, stats } from "../directory/disk.ts"
import {
  arrived,
  bytes,
  collect,
  downloadOver,
  fast,
  follow,
  inSecond,
  inTenths,
  kibibyte,
  large,
  type Line,
  mebibyte,
  nothingLeft,
  type Options,
  ofSlow,
  over,
  part,
  path,
  signed,
  size,
  slow,
  spans,
  store,
  testDisk
} from "./slowLine.ts"

describe("a download without a number of connections", () => {
  it.effect("uses more of them where each is slow, and asks for no byte twice", () =>
    Effect.gen(function* () {
      const content = bytesOf(large)
      const file_id = yield* store(content)
      const { onProgress, grows } = collect(large)
      const { most, seconds } = yield* downloadOver(slow, file_id, { onProgress })
      yield* arrived(content)
      grows()
      const [whole, ...others] = yield* ranges
      assert.isUndefined(whole)
      const from = spans(others)[0]?.[0] ?? 0
      // Three seconds in order, and what came until that was noticed.
      assert.isAtLeast(from, 3 * inSecond)
      assert.isAtMost(from, 4 * inSecond)
      follow(others, from, large)
      assert.strictEqual(most, 16)
      // 192 seconds over one connection, 24 over eight.
      assert.isBelow(seconds, 24)
    }).pipe(Effect.provide(testDisk))
  )

  it.effect("is not deceived by new connections, which are faster at first", () =>
    Effect.gen(function* () {
      const content = bytesOf(large)
      const { seconds } = yield* downloadOver({ ...slow, atFirst: 10 }, yield* store(content))
      yield* arrived(content)
      // With what they bring at first it would stay at eight, and take 19.4.
      assert.isBelow(seconds, 18)
    }).pipe(Effect.provide(testDisk))
  )

  const lines: ReadonlyArray<readonly [string, Line, number, Options]> = [
    ["the line is fast", fast, large, {}],
    [
      "a fast line is silent twice",
      {
        ...fast,
        silences: [
          [5_000_000, 20],
          [9_000_000, 20]
        ]
      },
      large,
      {}
    ],
    ["a slow line has little left", slow, 3 * inSecond + 4 * ofSlow - 1, {}],
    ["the caller wants one", slow, 4 * mebibyte, { connections: 1 }]
  ]
  for (const [name, line, length, options] of lines) {
    it.effect(`sends one request where ${name}`, () =>
      Effect.gen(function* () {
        const content = bytesOf(length, 3)
        const { most } = yield* downloadOver(line, yield* store(content), options)
        yield* arrived(content)
        assert.deepStrictEqual(yield* ranges, [undefined])
        assert.strictEqual(most, 1)
      }).pipe(Effect.provide(testDisk))
    )
  }

  it.effect("sends one request where the disk is slow, and the line is not", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const content = bytesOf(24 * mebibyte, 5)
      const slowDisk = FileSystem.FileSystem.of({
        ...fs,
        open: (name, options) =>
          Effect.map(fs.open(name, options), (file) => ({
            ...file,
            writeAll: (written) => Effect.delay(file.writeAll(written), "2 seconds")
          }))
      })
      const download = LocalFile.download(path, { file_id: yield* store(content) })
      const line = { piece: 256 * kibibyte, every: 10 }
      yield* inTenths(over(line, Effect.provideService(download, FileSystem.FileSystem, slowDisk)))
      yield* arrived(content)
      assert.deepStrictEqual(yield* ranges, [undefined])
    }).pipe(Effect.provide(testDisk))
  )

  it.effect("goes over where four ranges are left", () =>
    Effect.gen(function* () {
      const length = 3 * inSecond + 4 * ofSlow
      const content = bytesOf(length, 4)
      const { most } = yield* downloadOver(slow, yield* store(content))
      yield* arrived(content)
      assert.strictEqual(most, 4)
      follow((yield* ranges).slice(1), 3 * inSecond, length)
    }).pipe(Effect.provide(testDisk))
  )

  it.effect("takes ranges of four seconds, however long the line was silent", () =>
    Effect.gen(function* () {
      yield* downloadOver({ ...slow, silences: [[100 * kibibyte, 20]] }, yield* store(bytes))
      yield* arrived()
      const [first, last] = spans((yield* ranges).slice(1))[0] ?? [0, 0]
      assert.isAtLeast(last - first, ofSlow / 2)
      assert.isAtMost(last - first, ofSlow)
    }).pipe(Effect.provide(testDisk))
  )

  it.effect("keeps to the version it began with", () =>
    Effect.gen(function* () {
      const file_id = yield* store(bytes)
      const context = yield* Effect.context<Effect.Services<ReturnType<typeof store>>>()
      let changed = false
      const onProgress = () =>
        Effect.suspend(() => {
          if (changed) return Effect.void
          changed = true
          const version = FileUpload.uploadVersion(UploadSource.fromBytes(bytesOf(size, 9)), { file_id })
          return Effect.asVoid(Effect.orDie(Effect.provide(version, context)))
        })
      yield* downloadOver(slow, file_id, { onProgress })
      yield* arrived()
    }).pipe(Effect.provide(testDisk))
  )

  const survived: ReadonlyArray<readonly [string, BoxEmulator.Fault]> = [
    ["a cut answer before it goes over", { kind: "truncate", match: { ...signed, nth: 1 }, afterBytes: 200_000 }],
    ["a cut answer afterwards", { kind: "truncate", match: { ...signed, nth: 4 }, afterBytes: 200_000 }],
    ["503", { kind: "status", match: { ...signed, nth: 2, times: 3 }, status: 503 }]
  ]
  for (const [name, fault] of survived) {
    it.effect(`survives ${name}`, () =>
      Effect.gen(function* () {
        const file_id = yield* store(bytes)
        yield* addFault(fault)
        const { onProgress, grows } = collect()
        const { most } = yield* downloadOver(slow, file_id, { onProgress })
        yield* arrived()
        grows()
        assert.isAbove(most, 1)
      }).pipe(Effect.provide(testDisk))
    )
  }

  const refusal: BoxEmulator.Fault = { kind: "status", match: { ...signed, nth: 3, times: 99 }, status: 403 }
  const fatal: ReadonlyArray<readonly [string, Line, ReadonlyArray<BoxEmulator.Fault>, string]> = [
    ["a wrong byte before it goes over", { ...slow, wrong: 0 }, [], "BoxIntegrityError"],
    ["a wrong byte afterwards", { ...slow, wrong: 2 }, [], "BoxIntegrityError"],
    ["a host that refuses", slow, [refusal], "BoxForbidden"]
  ]
  for (const [name, line, faults, tag] of fatal) {
    it.effect(`${name} is an error and leaves nothing`, () =>
      Effect.gen(function* () {
        const file_id = yield* store(bytes)
        for (const fault of faults) yield* addFault(fault)
        const download = BoxRequest.withRetry({ baseDelay: Duration.millis(1) })(LocalFile.download(path, { file_id }))
        const { value } = yield* inTenths(over(line, Effect.flip(download)))
        assert.strictEqual(value.value._tag, tag)
        yield* nothingLeft
      }).pipe(Effect.provide(testDisk))
    )
  }

  it.effect("of a tree stays with one for each file", () =>
    Effect.gen(function* () {
      const root = yield* directory
      yield* store(bytes.subarray(0, 4 * mebibyte))
      const run = LocalDirectory.download(`${root}/tree`, { folder_id: "0", onConflict: "fail" })
      const { value } = yield* inTenths(over(slow, Stream.runCollect(run)))
      assert.deepStrictEqual(
        value.value.map(({ _tag }) => _tag),
        ["Downloaded"]
      )
      assert.deepStrictEqual(yield* ranges, [undefined])
    }).pipe(Effect.scoped, Effect.provide(Layer.provideMerge(box(), disk)))
  )
})

describe("an interruption", () => {
  for (const seconds of [2, 3.5, 5]) {
    it.effect(`after ${seconds} seconds of a slow download leaves nothing`, () =>
      Effect.gen(function* () {
        const file_id = yield* store(bytes)
        const begun = Promise.withResolvers<void>()
        const onProgress = () => Effect.sync(begun.resolve)
        const fiber = yield* Effect.forkChild(over(slow, LocalFile.download(path, { file_id, onProgress })), {
          startImmediately: true
        })
        yield* inTenths(Effect.promise(() => begun.promise))
        yield* inTenths(Effect.sleep(`${seconds} seconds`))
        assert.isTrue(yield* (yield* FileSystem.FileSystem).exists(part))
        assert.strictEqual((yield* stats).openDownloads, seconds > 3 ? 8 : 1)
        yield* Fiber.interrupt(fiber)
        yield* nothingLeft
      }).pipe(Effect.provide(testDisk))
    )
  }
})
