import * as NodeFs from "node:fs"
import { dirname } from "node:path"
import { BoxRequest, FileUpload, UploadSource } from "@effect-box/core"
import type { BoxEmulator } from "@effect-box/core/testing"
import type * as Progress from "@effect-box/core/Progress"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, FileSystem, Layer } from "effect"
import { partFilesOf } from "../../src/file/internal/partFile.ts"
import * as LocalFile from "../../src/file/LocalFile.ts"
import { addFault, box, bytesOf, directory, disk, Emulator, plant, ranges, stats } from "../directory/disk.ts"

const mebibyte = 1024 * 1024
/** Four ranges of 1 MiB and a shorter one. */
const size = 4 * mebibyte + 4321
const bytes = bytesOf(size)
const connections = 3
const onDisk = Layer.provideMerge(box(), disk)

const signed = { method: "GET", path: "/download" }
const quickly = BoxRequest.withRetry({ baseDelay: Duration.millis(1) })
const store = (content: Uint8Array) =>
  Effect.map(FileUpload.upload(UploadSource.fromBytes(content), { folder_id: "0", name: "stored.bin" }), ({ id }) => id)
const rangeOf = (index: number) => `bytes=${index * mebibyte}-${Math.min(size, (index + 1) * mebibyte) - 1}`
const beside = (path: string) => NodeFs.readdirSync(dirname(path)).toSorted()
const holds = (path: string, content = bytes) => {
  assert.isTrue(Buffer.from(content).equals(NodeFs.readFileSync(path)))
  assert.deepStrictEqual(beside(path), ["a.bin"])
}

const collect = () => {
  const counts: Array<number> = []
  const onProgress: Progress.OnProgress = ({ transferred }) => Effect.sync(() => void counts.push(transferred))
  return { counts, onProgress }
}

describe("a download over several connections", () => {
  it.live("fetches each range once and puts it in its place", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/a.bin`
      const file_id = yield* store(bytes)
      const { counts, onProgress } = collect()
      const downloaded = yield* LocalFile.download(path, { file_id, connections, onProgress })
      assert.deepInclude(downloaded, { path, size })
      holds(path)
      assert.deepStrictEqual((yield* ranges).toSorted(), [0, 1, 2, 3, 4].map(rangeOf).toSorted())
      assert.deepStrictEqual(
        counts,
        [...new Set(counts)].toSorted((a, b) => a - b)
      )
      assert.deepStrictEqual([counts.at(-1), (yield* stats).openDownloads], [size, 0])
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  for (const [given, open] of [
    [2, 2],
    [9, 5]
  ] as const) {
    it.live(`${given} connections are ${open} at once for five ranges`, () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.bin`
        const file_id = yield* store(bytes)
        yield* addFault({ kind: "stall", match: { ...signed, times: 99 }, afterBytes: 10 })
        const fiber = yield* Effect.forkChild(LocalFile.download(path, { file_id, connections: given }))
        yield* Effect.repeat(Effect.sleep("2 millis"), {
          until: () => Effect.map(ranges, ({ length }) => length >= open)
        })
        yield* Effect.sleep("30 millis")
        assert.strictEqual((yield* ranges).length, open)
        yield* Fiber.interrupt(fiber)
        assert.deepStrictEqual(beside(path), [])
        assert.strictEqual((yield* stats).openDownloads, 0)
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )
  }

  for (const length of [0, 1, mebibyte]) {
    it.live(`${length} bytes come in one request`, () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.bin`
        const content = bytesOf(length, 4)
        yield* LocalFile.download(path, { file_id: yield* store(content), connections })
        holds(path, content)
        assert.deepStrictEqual(yield* ranges, length === 0 ? [] : [undefined])
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )
  }

  it.live("needs at least one", () =>
    Effect.gen(function* () {
      for (const given of [0, 1.5, -1, Number.NaN]) {
        const error = yield* Effect.flip(LocalFile.download("a.bin", { file_id: "1", connections: given }))
        assert.strictEqual(error._tag, "BoxInvalidInput")
      }
      assert.strictEqual((yield* stats).requests, 0)
    }).pipe(Effect.provide(onDisk))
  )

  const survived: ReadonlyArray<readonly [string, BoxEmulator.Fault]> = [
    ["a cut answer", { kind: "truncate", match: { ...signed, nth: 2 }, afterBytes: 70_000 }],
    ["a reset", { kind: "reset", match: { ...signed, nth: 4 } }],
    ["503", { kind: "status", match: { ...signed, times: 3 }, status: 503 }],
    ["an address that expired", { kind: "status", match: { ...signed, nth: 3 }, status: 403 }],
    ["202", { kind: "notReady", match: { method: "GET", path: "/files/*/content" }, retryAfter: 0 }]
  ]
  for (const [name, fault] of survived) {
    it.live(`survives ${name}`, () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.bin`
        const file_id = yield* store(bytes)
        yield* addFault(fault)
        yield* quickly(LocalFile.download(path, { file_id, connections }))
        holds(path)
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )
  }

  const fatal: ReadonlyArray<readonly [string, BoxEmulator.Fault, string]> = [
    ["a wrong byte", { kind: "corrupt", match: { ...signed, nth: 3 } }, "BoxIntegrityError"],
    ["a host that refuses", { kind: "status", match: { ...signed, nth: 3, times: 99 }, status: 403 }, "BoxForbidden"]
  ]
  for (const [name, fault, tag] of fatal) {
    it.live(`${name} is an error and leaves nothing`, () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.bin`
        const file_id = yield* store(bytes)
        yield* addFault(fault)
        const error = yield* Effect.flip(quickly(LocalFile.download(path, { file_id, connections })))
        assert.strictEqual(error._tag, tag)
        assert.deepStrictEqual(beside(path), [])
        assert.strictEqual((yield* stats).openDownloads, 0)
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )
  }

  it.live("keeps to the version it began with", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/a.bin`
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
      yield* LocalFile.download(path, { file_id, connections, onProgress })
      assert.isTrue(changed)
      holds(path)
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  it.effect("works on the disk of the tests", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      yield* LocalFile.download("b", { file_id: yield* store(bytes), connections })
      assert.deepStrictEqual(yield* fs.readFile("b"), bytes)
      assert.isFalse(yield* fs.exists(partFilesOf("b", "").part))
    }).pipe(Effect.provide(Layer.provideMerge(box(), LocalFile.layerTest())))
  )
})

describe("after a process that was killed", () => {
  /** What a process leaves that is killed when the ranges 0, 2 and 3 are there, and the beginning of 1. */
  const killed = Effect.fnUntraced(function* (path: string, file_id: string) {
    yield* addFault({ kind: "stall", match: { ...signed, nth: 2 }, afterBytes: 1000 })
    yield* addFault({ kind: "stall", match: { ...signed, nth: 5 }, afterBytes: 0 })
    const fiber = yield* Effect.forkChild(LocalFile.download(path, { file_id, connections: 2 }))
    const lines = () =>
      NodeFs.existsSync(partFilesOf(path, "").note) ? NodeFs.readFileSync(partFilesOf(path, "").note, "utf8") : ""
    yield* Effect.repeat(Effect.sleep("1 millis"), { until: () => lines().split("\n").length > 3 })
    const left = [partFilesOf(path, "").part, partFilesOf(path, "").note].map(
      (name) => [name, NodeFs.readFileSync(name)] as const
    )
    yield* Fiber.interrupt(fiber)
    yield* Emulator.use((emulator) => emulator.clearFaults)
    for (const [name, content] of left) plant(name, content)
    const asked = yield* ranges
    const done = left[1]![1]
      .toString()
      .split("\n")
      .slice(1)
      .map((line) => Number.parseInt(line, 10))
    assert.strictEqual(done.length, 3)
    const missing = [0, 1, 2, 3, 4].filter((range) => !done.includes(range)).map(rangeOf)
    return { asked: asked.length, missing }
  })

  for (const [next, description] of [
    [3, "three connections"],
    [1, "one connection"],
    [20, "more connections than ranges"]
  ] as const) {
    it.live(`${description} fetch what is missing`, () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.bin`
        const file_id = yield* store(bytes)
        const { asked, missing } = yield* killed(path, file_id)
        const { counts, onProgress } = collect()
        yield* LocalFile.download(path, { file_id, connections: next, onProgress })
        holds(path)
        assert.deepStrictEqual((yield* ranges).slice(asked).toSorted(), missing.toSorted())
        assert.isAbove(counts[0] ?? 0, 2 * mebibyte)
        assert.strictEqual(counts.at(-1), size)
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )
  }

  const all = [0, 1, 2, 3, 4].map(rangeOf)
  const leftovers: ReadonlyArray<readonly [string, (part: string, note: string) => void, "rest" | "all"]> = [
    ["a torn line counts for nothing", (_, note) => NodeFs.appendFileSync(note, "\n1"), "rest"],
    ["a line about no range counts for nothing", (_, note) => NodeFs.appendFileSync(note, "\n77."), "rest"],
    ["it starts over without the bytes", (part) => NodeFs.rmSync(part), "all"],
    ["it starts over without the note", (_, note) => NodeFs.rmSync(note), "all"],
    [
      "it starts over with a torn note",
      (_, note) => NodeFs.writeFileSync(note, NodeFs.readFileSync(note).subarray(0, 20)),
      "all"
    ],
    ["ranges that are cut off are fetched again", (part) => NodeFs.truncateSync(part, 5), "all"]
  ]
  for (const [name, change, what] of leftovers) {
    it.live(name, () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.bin`
        const file_id = yield* store(bytes)
        const { asked, missing } = yield* killed(path, file_id)
        change(partFilesOf(path, "").part, partFilesOf(path, "").note)
        yield* LocalFile.download(path, { file_id, connections })
        holds(path)
        const expected = what === "all" ? all : missing
        assert.deepStrictEqual((yield* ranges).slice(asked).toSorted(), expected.toSorted())
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )
  }

  it.live("it starts over with damaged bytes", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/a.bin`
      const file_id = yield* store(bytes)
      const { asked, missing } = yield* killed(path, file_id)
      plant(partFilesOf(path, "").part, new Uint8Array(size))
      yield* LocalFile.download(path, { file_id, connections })
      holds(path)
      assert.strictEqual((yield* ranges).length, asked + missing.length + 5)
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  it.live("it starts over when the file has a new version", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/a.bin`
      const file_id = yield* store(bytes)
      const { asked } = yield* killed(path, file_id)
      const second = bytesOf(size, 8)
      yield* FileUpload.uploadVersion(UploadSource.fromBytes(second), { file_id })
      yield* LocalFile.download(path, { file_id, connections })
      holds(path, second)
      assert.deepStrictEqual((yield* ranges).slice(asked).toSorted(), all.toSorted())
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  it.live("several connections take over from a single one", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/a.bin`
      const file_id = yield* store(bytes)
      const note = { file_id, size, sha1: (yield* LocalFile.download(path, { file_id })).sha1 }
      const { version_id } = yield* LocalFile.download(path, { file_id, overwrite: true })
      NodeFs.rmSync(path)
      plant(partFilesOf(path, "").part, bytes.subarray(0, 2 * mebibyte + 7))
      plant(partFilesOf(path, "").note, JSON.stringify({ ...note, version_id }))
      yield* LocalFile.download(path, { file_id, connections })
      holds(path)
      assert.deepStrictEqual((yield* ranges).slice(2).toSorted(), [2, 3, 4].map(rangeOf).toSorted())
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )
})
