/** Two runs of one resumable upload at the same time: what each reports is true, and the file is stored once. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { KeyValueStore } from "effect/persistence"
import { getFileById } from "../../src/api/Files.ts"
import { getFileVersions } from "../../src/api/FileVersions.ts"
import * as FileUpload from "../../src/files/FileUpload.ts"
import { BoxEmulator } from "../../src/testing/BoxEmulator.ts"
import * as UploadSource from "../../src/files/UploadSource.ts"
import { bytesOf, contentOf, fails, fault, inTime, pass, sha1Of, smallParts, stats, succeeds } from "./transfers.ts"
import { commit, create, part } from "./uploadFaults.ts"

const bytes = bytesOf(95)
const withStore = Layer.merge(smallParts, KeyValueStore.layerMemory)
const Store = KeyValueStore.KeyValueStore
const checkpoint = Store.use((kept) => kept.get("a"))

const of = (target: FileUpload.UploadOptions | FileUpload.UploadVersionOptions) =>
  FileUpload.resumable(UploadSource.fromBytes(bytes), { ...target, checkpoint: "a", concurrency: 4 })
const upload = of({ folder_id: "0", name: "a.bin" })

/** The store as another process has it: nobody there knows what happens here. */
const elsewhere = <A, E, R>(run: Effect.Effect<A, E, R>) =>
  Store.use((store) => Effect.provideService(run, Store, KeyValueStore.prefix(store, "")))

const nothingLeft = Effect.gen(function* () {
  assert.strictEqual((yield* stats).openSessions, 0)
  assert.isUndefined(yield* checkpoint)
})

describe("a second run in one process", () => {
  it.effect("is refused while the first goes on, which it does not disturb", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "delay", match: { ...part, times: 99 }, delay: 1000 })
      const first = yield* Effect.forkChild(inTime(upload))
      yield* pass("500 millis")
      const before = (yield* stats).requests
      const error = yield* Effect.flip(upload)
      assert.strictEqual(error._tag, "BoxInvalidInput")
      assert.include(error.message, '"a" is already running')
      assert.strictEqual((yield* stats).requests, before)
      const { result } = yield* Fiber.join(first)
      assert.strictEqual(result._tag, "Success")
      const { storedParts, abortedSessions, committedSessions } = yield* stats
      assert.deepStrictEqual([storedParts, abortedSessions, committedSessions], [10, 0, 1])
      yield* nothingLeft
    }).pipe(Effect.provide(withStore))
  )

  it.effect("is taken when the first has ended, however it did", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "status", match: part, status: 403, code: "forbidden" })
      assert.strictEqual((yield* fails(upload))._tag, "BoxForbidden")
      yield* fault({ kind: "delay", match: { ...part, times: 99 }, delay: 60_000 })
      const fiber = yield* Effect.forkChild(upload)
      yield* pass("1 second")
      yield* Fiber.interrupt(fiber)
      yield* BoxEmulator.use((emulator) => emulator.clearFaults)
      yield* succeeds(upload)
      yield* succeeds(upload)
      yield* nothingLeft
    }).pipe(Effect.provide(withStore))
  )

  it.effect("with another key, or another store, is another upload", () =>
    Effect.gen(function* () {
      const other = FileUpload.resumable(UploadSource.fromBytes(bytes), {
        folder_id: "0",
        name: "b.bin",
        checkpoint: "b"
      })
      const third = Effect.provide(of({ folder_id: "0", name: "c.bin" }), Layer.fresh(KeyValueStore.layerMemory))
      yield* fault({ kind: "delay", match: { ...part, times: 99 }, delay: 1000 })
      const { value } = yield* succeeds(Effect.all([upload, other, third], { concurrency: "unbounded" }))
      assert.strictEqual(new Set(value.map(({ file }) => file.id)).size, 3)
    }).pipe(Effect.provide(withStore))
  )
})

describe("a second run in another process", () => {
  const gaps = [0, 50, 150, 250, 450, 1100, 2500, 5200, 8000]
  const delays: ReadonlyArray<readonly [string, Effect.Effect<void, never, BoxEmulator>]> = [
    ["", Effect.void],
    [", where creating a session takes long", fault({ kind: "delay", match: { ...create, times: 3 }, delay: 300 })],
    [", where the answer to the creation is lost", fault({ kind: "lostAnswer", match: create })],
    [", where the commit takes long", fault({ kind: "delay", match: { ...commit, times: 9 }, delay: 2000 })]
  ]
  const ended = Effect.fnUntraced(function* (run: typeof upload, gap: number) {
    yield* fault({ kind: "delay", match: { method: "PUT", times: 99 }, delay: 400 })
    yield* fault({ kind: "delay", match: { method: "DELETE", times: 99 }, delay: 100 })
    return yield* succeeds(
      Effect.all([Effect.result(run), Effect.result(Effect.delay(elsewhere(run), gap))], { concurrency: "unbounded" })
    )
  })

  for (const [name, delay] of delays) {
    for (const gap of gaps) {
      it.effect(`${gap} ms later makes one file of both${name}`, () =>
        Effect.gen(function* () {
          yield* delay
          const { value } = yield* ended(upload, gap)
          const files = value.map((result) => (result._tag === "Success" ? result.success.file.id : result.failure))
          assert.strictEqual(new Set(files).size, 1, JSON.stringify(value))
          const id = String(files[0])
          assert.deepStrictEqual((yield* succeeds(contentOf(id))).value, bytes)
          assert.strictEqual((yield* stats).committedSessions, 1)
          yield* nothingLeft
        }).pipe(Effect.provide(withStore))
      )
    }
  }

  for (const gap of gaps.filter((each) => each < 1200)) {
    it.effect(`${gap} ms later makes one version of both`, () =>
      Effect.gen(function* () {
        const old = FileUpload.upload(UploadSource.fromBytes(bytesOf(5)), { folder_id: "0", name: "a.bin" })
        const { id: file_id } = (yield* succeeds(old)).value
        const { value } = yield* ended(of({ file_id }), gap)
        for (const { _tag } of value) assert.strictEqual(_tag, "Success")
        const { value: file } = yield* succeeds(getFileById({ file_id }))
        assert.strictEqual(file.sha1, sha1Of(bytes))
        const { value: versions } = yield* succeeds(getFileVersions({ file_id }))
        assert.strictEqual(versions.entries?.length, 1)
        yield* nothingLeft
      }).pipe(Effect.provide(withStore))
    )
  }

  it.effect("that has another source ends with what each reports", () =>
    Effect.gen(function* () {
      const changed = bytesOf(95, 2)
      const mine = { folder_id: "0", name: "a.bin", checkpoint: "a", whenChanged: "restart" } as const
      const one = FileUpload.resumable(UploadSource.fromBytes(bytes), { ...mine, identity: "1" })
      const two = elsewhere(FileUpload.resumable(UploadSource.fromBytes(changed), { ...mine, identity: "2" }))
      yield* fault({ kind: "delay", match: { method: "PUT", times: 99 }, delay: 400 })
      const { value } = yield* succeeds(
        Effect.all([Effect.result(one), Effect.result(Effect.delay(two, 450))], { concurrency: "unbounded" })
      )
      const stored = value.flatMap((result) => (result._tag === "Success" ? [result.success.file] : []))
      assert.isAtLeast(stored.length, 1)
      assert.strictEqual(new Set(stored.map(({ sha1 }) => sha1)).size, 1)
      yield* nothingLeft
    }).pipe(Effect.provide(withStore))
  )
})
