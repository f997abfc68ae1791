import * as NodeFs from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { KeyValueStore } from "effect/persistence"
import * as LocalFile from "../../src/file/LocalFile.ts"
import { addFault, box, bytesOf, directory, disk, Emulator, sha1Of, stats } from "../directory/disk.ts"

const onDisk = Layer.mergeAll(box({ partSize: 1000, minimumSessionSize: 1 }), disk, KeyValueStore.layerMemory)
const part = { method: "PUT", path: "/files/upload_sessions/*" }
const bytes = bytesOf(9500)
const target = { folder_id: "0" }
const keys = KeyValueStore.KeyValueStore.use((store) => store.keys)

/** A run that stops when four parts are there. */
const killed = Effect.fnUntraced(function* (path: string, options: LocalFile.ResumableOptions = target) {
  yield* addFault({ kind: "stall", match: { ...part, nth: 5, times: 99 }, afterBytes: 0 })
  const before = (yield* stats).storedParts
  const fiber = yield* Effect.forkChild(LocalFile.uploadResumable(path, { ...options, concurrency: 1 }))
  yield* Effect.repeat(Effect.sleep("1 millis"), {
    until: () => Effect.map(stats, ({ storedParts }) => storedParts >= before + 5)
  })
  yield* Fiber.interrupt(fiber)
  yield* Emulator.use((emulator) => emulator.clearFaults)
})

describe("LocalFile.uploadResumable", () => {
  it.live("goes on with the parts that Box has, whatever the path is written like", () =>
    Effect.gen(function* () {
      const folder = yield* directory
      NodeFs.writeFileSync(`${folder}/a.bin`, bytes)
      yield* killed(`${folder}/a.bin`)
      assert.strictEqual((yield* keys).length, 1)
      const { file, kept, startedOver } = yield* LocalFile.uploadResumable(`${folder}/./a.bin`, target)
      assert.deepInclude(file, { name: "a.bin", size: 9500, sha1: sha1Of(bytes) })
      assert.deepStrictEqual({ kept, startedOver }, { kept: 5000, startedOver: undefined })
      const { storedParts, rejectedParts, openSessions } = yield* stats
      assert.deepStrictEqual([storedParts, rejectedParts, openSessions], [10, 0, 0])
      assert.deepStrictEqual(yield* keys, [])
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  it.live("each place and each file has a checkpoint of its own", () =>
    Effect.gen(function* () {
      const folder = yield* directory
      for (const name of ["a.bin", "b.bin"]) NodeFs.writeFileSync(`${folder}/${name}`, bytes)
      yield* killed(`${folder}/a.bin`)
      yield* killed(`${folder}/a.bin`, { folder_id: "0", name: "other.bin" })
      yield* killed(`${folder}/b.bin`)
      assert.strictEqual(new Set(yield* keys).size, 3)
      assert.strictEqual((yield* LocalFile.uploadResumable(`${folder}/b.bin`, target)).file.name, "b.bin")
      assert.strictEqual((yield* keys).length, 2)
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  it.live("a file that was touched is another one: an error, or a new beginning", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/a.bin`
      NodeFs.writeFileSync(path, bytes)
      yield* killed(path)
      NodeFs.utimesSync(path, 1, 1)
      assert.strictEqual((yield* Effect.flip(LocalFile.uploadResumable(path, target)))._tag, "BoxIntegrityError")
      assert.strictEqual((yield* stats).openSessions, 1)
      const { file, startedOver } = yield* LocalFile.uploadResumable(path, { ...target, whenChanged: "restart" })
      assert.deepStrictEqual([file.sha1, startedOver], [sha1Of(bytes), "changed"])
      const { openSessions, abortedSessions } = yield* stats
      assert.deepStrictEqual([openSessions, abortedSessions], [0, 1])
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  it.live("a file that changes while it is read is not stored, and the next run decides", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/a.bin`
      NodeFs.writeFileSync(path, bytes)
      const onProgress = () => Effect.sync(() => NodeFs.utimesSync(path, 1, 1))
      const error = yield* Effect.flip(LocalFile.uploadResumable(path, { ...target, onProgress, concurrency: 1 }))
      assert.deepInclude(error, { _tag: "BoxIntegrityError", property: "modified", actual: "1000" })
      assert.strictEqual((yield* stats).committedSessions, 0)
      const { startedOver } = yield* LocalFile.uploadResumable(path, { ...target, whenChanged: "restart" })
      assert.strictEqual(startedOver, "changed")
      assert.strictEqual((yield* stats).openSessions, 0)
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  it.live("stores a new version", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/a.bin`
      NodeFs.writeFileSync(path, "old")
      const { file } = yield* LocalFile.uploadResumable(path, target)
      NodeFs.writeFileSync(path, bytes)
      yield* killed(path, { file_id: file.id })
      const second = yield* LocalFile.uploadResumable(path, { file_id: file.id })
      assert.deepInclude(second.file, { id: file.id, sha1: sha1Of(bytes) })
      assert.strictEqual(second.kept, 5000)
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  it.live("is forgotten, also when the file is gone", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/a.bin`
      NodeFs.writeFileSync(path, bytes)
      yield* killed(path)
      NodeFs.rmSync(path)
      yield* LocalFile.forgetUpload(path, target)
      assert.deepStrictEqual(yield* keys, [])
      const { openSessions, abortedSessions } = yield* stats
      assert.deepStrictEqual([openSessions, abortedSessions], [0, 1])
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  it.live("keeps its checkpoint in a directory", () =>
    Effect.gen(function* () {
      const folder = yield* directory
      NodeFs.writeFileSync(`${folder}/a.bin`, bytes)
      const inDirectory = Effect.provide(KeyValueStore.layerFileSystem(`${folder}/checkpoints`))
      yield* inDirectory(killed(`${folder}/a.bin`))
      assert.strictEqual(NodeFs.readdirSync(`${folder}/checkpoints`).length, 1)
      assert.strictEqual((yield* inDirectory(LocalFile.uploadResumable(`${folder}/a.bin`, target))).kept, 5000)
      assert.deepStrictEqual(NodeFs.readdirSync(`${folder}/checkpoints`), [])
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )
})
