/** Two runs over one tree with one journal at the same time: whatever each reports is true, and nothing is stored twice. */
import { join } from "node:path"
import { FileUpload, FileVersions, UploadSource } from "@effect-box/core"
import type { BoxEmulator } from "@effect-box/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer, Stream } from "effect"
import { KeyValueStore } from "effect/persistence"
import * as LocalDirectory from "../../src/directory/LocalDirectory.ts"
import { addFault, box, collect, counting, directory, folder, onBox, read, stats, type Tree, write } from "./trees.ts"

const content: Tree = Object.fromEntries(
  Array.from({ length: 12 }, (_, i) => [`d${i % 3}/f${i}.txt`, `content ${i} `.repeat(100 * (i + 1))])
)
const here = Layer.mergeAll(box(), KeyValueStore.layerMemory)
const Store = KeyValueStore.KeyValueStore
const slow: BoxEmulator.Fault = { kind: "delay", match: { path: "/files/content", times: 999 }, delay: 20 }
/** As another process has it: nobody there knows what happens here. */
const elsewhere = Effect.map(Store, (store) => KeyValueStore.prefix(store, ""))
const stored = (name: string, text: string, folder_id: string) =>
  FileUpload.upload(UploadSource.fromBytes(new TextEncoder().encode(text)), { folder_id, name })

describe("uploads with one journal", () => {
  it.live("in one process: the second is refused before anything is sent, and taken when the first is over", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, content)
      const folder_id = yield* folder()
      const journal = yield* Store
      const run = collect(LocalDirectory.upload(path, { folder_id, onConflict: "fail", journal }))
      const begun = yield* Deferred.make<void>()
      const goOn = yield* Deferred.make<void>()
      const onProgress = () => Effect.andThen(Deferred.succeed(begun, undefined), Deferred.await(goOn))
      const first = yield* Effect.forkChild(
        collect(LocalDirectory.upload(path, { folder_id, onConflict: "fail", journal, onProgress }))
      )
      yield* Deferred.await(begun)
      const { requests, value } = yield* counting(Effect.flip(run))
      assert.strictEqual(value._tag, "BoxInvalidInput")
      assert.include(value.message, "take another journal")
      assert.isUndefined(requests["GET /folders/{folder_id}"])
      // Another target has entries of its own.
      const other = yield* folder("other")
      const beside = yield* collect(LocalDirectory.upload(path, { folder_id: other, onConflict: "fail", journal }))
      assert.deepStrictEqual(new Set(Object.values(beside)), new Set(["Uploaded"]))
      yield* Deferred.succeed(goOn, undefined)
      assert.deepStrictEqual(new Set(Object.values(yield* Fiber.join(first))), new Set(["Uploaded"]))
      assert.deepStrictEqual(new Set(Object.values(yield* run)), new Set(["Unchanged"]))
      const killed = yield* Effect.forkChild(run)
      yield* Fiber.interrupt(killed)
      assert.deepStrictEqual(new Set(Object.values(yield* run)), new Set(["Unchanged"]))
    }).pipe(Effect.scoped, Effect.provide(here))
  )

  for (const onConflict of ["fail", "skip", "version", "rename"] as const) {
    it.live(`in two processes store each file once, with ${onConflict}`, () =>
      Effect.gen(function* () {
        const path = yield* directory
        write(path, content)
        const folder_id = yield* folder()
        const journals = [yield* Store, yield* elsewhere]
        yield* addFault(slow)
        const results = yield* Effect.forEach(
          journals,
          (journal) => collect(LocalDirectory.upload(path, { folder_id, onConflict, journal })),
          { concurrency: "unbounded" }
        )
        assert.deepStrictEqual(yield* onBox(folder_id), content)
        for (const name of Object.keys(content)) {
          const both = results.map((result) => result[name]).toSorted()
          assert.deepStrictEqual(both, ["Unchanged", "Uploaded"], name)
        }
        assert.isUndefined((yield* stats).byRoute["POST /files/{file_id}/content"])
      }).pipe(Effect.scoped, Effect.provide(here))
    )
  }

  it.live("in two processes rename a file once", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, { "a.txt": "mine" })
      const folder_id = yield* folder()
      yield* stored("a.txt", "theirs", folder_id)
      yield* addFault(slow)
      const results = yield* Effect.forEach(
        [yield* Store, yield* elsewhere],
        (journal) => collect(LocalDirectory.upload(path, { folder_id, onConflict: "rename", journal })),
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(yield* onBox(folder_id), { "a (1).txt": "mine", "a.txt": "theirs" })
      assert.deepStrictEqual(results.map((result) => result["a.txt"]).toSorted(), ["Renamed a (1).txt", "Unchanged"])
    }).pipe(Effect.scoped, Effect.provide(here))
  )

  it.live("in two processes report every version that they make", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, { "a.txt": "mine" })
      const folder_id = yield* folder()
      const { id: file_id } = yield* stored("a.txt", "theirs", folder_id)
      yield* addFault(slow)
      const results = yield* Effect.forEach(
        [yield* Store, yield* elsewhere],
        (journal) => Stream.runCollect(LocalDirectory.upload(path, { folder_id, onConflict: "version", journal })),
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(yield* onBox(folder_id), { "a.txt": "mine" })
      const made = results.flat().filter((result) => result._tag === "Uploaded" && result.newVersion)
      const { entries } = yield* FileVersions.getFileVersions({ file_id })
      assert.strictEqual(entries?.length, made.length)
    }).pipe(Effect.scoped, Effect.provide(here))
  )
})

describe("downloads with one journal", () => {
  for (const [where, second] of [
    ["one process", Store],
    ["two processes", elsewhere]
  ] as const) {
    it.live(`in ${where}: the second waits, and finds what the first has brought`, () =>
      Effect.gen(function* () {
        const from = yield* directory
        write(from, content)
        const folder_id = yield* folder()
        yield* collect(LocalDirectory.upload(from, { folder_id, onConflict: "fail" }))
        const path = join(yield* directory, "copy")
        yield* addFault({ kind: "delay", match: { path: "/download", times: 999 }, delay: 10 })
        const results = yield* Effect.forEach(
          [yield* Store, yield* second],
          (journal) => collect(LocalDirectory.download(path, { folder_id, onConflict: "fail", journal })),
          { concurrency: "unbounded" }
        )
        assert.deepStrictEqual(read(path), content)
        const words = results.map((result) => [...new Set(Object.values(result))].join())
        assert.deepStrictEqual(words.toSorted(), ["Downloaded", "Unchanged"])
        assert.deepStrictEqual(yield* Store.use((store) => store.keys), [])
      }).pipe(Effect.scoped, Effect.provide(here))
    )
  }
})
