/** Unfinished downloads: what is ours, whose it is, and that nobody else's is touched. */
import * as NodeFs from "node:fs"
import { dirname, join } from "node:path"
import { BoxRequest, FileUpload, UploadSource } from "@effect-box/core"
import type { BoxEmulator } from "@effect-box/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, FileSystem, Option, Random, Stream } from "effect"
import { ClaimPatience } from "../../src/file/internal/claim.ts"
import { partFilesOf } from "../../src/file/internal/partFile.ts"
import { AbandonedAfter } from "../../src/file/internal/sweep.ts"
import { isUnfinished, unfinishedFor, unfinishedName } from "../../src/file/internal/unfinished.ts"
import * as LocalDirectory from "../../src/directory/LocalDirectory.ts"
import * as LocalFile from "../../src/file/LocalFile.ts"
import { bytesOf, plant } from "../directory/disk.ts"
import { addFault, box, collect, counting, directory, folder, onBox, read, write } from "../directory/trees.ts"

const small = bytesOf(100_000)
const large = bytesOf(3_000_000, 2)
const stored = (bytes: Uint8Array, name = "stored.bin") =>
  Effect.map(FileUpload.upload(UploadSource.fromBytes(bytes), { folder_id: "0", name }), ({ id }) => id)
const quickly = BoxRequest.withRetry({ baseDelay: Duration.millis(1) })
const slow: BoxEmulator.Fault = { kind: "delay", match: { path: "/download", times: 100 }, delay: 30 }
const same = (path: string, bytes: Uint8Array) => Buffer.compare(NodeFs.readFileSync(path), bytes) === 0

describe("the names", () => {
  it.effect("are known from the name alone, and no user's is taken for one", () =>
    Effect.gen(function* () {
      const ours = unfinishedFor(`file ${yield* Random.nextInt}`)
      assert.isTrue(isUnfinished(ours))
      assert.isAtMost(ours.length, 64)
      const digit = ours.endsWith("0") ? "1" : "0"
      for (const name of [
        ".effect-box",
        ".effect-box-1",
        `${ours}x`,
        `x${ours}`,
        ours.slice(0, -1) + digit,
        ours.toUpperCase()
      ]) {
        assert.isFalse(isUnfinished(name), name)
      }
      assert.isTrue(isUnfinished(unfinishedName("0123456789abcdef")))
    })
  )
})

describe.each([
  ["small", small],
  ["large", large]
] as const)("a %s download", (_, bytes) => {
  for (const name of ["bracket", "x".repeat(246), "x".repeat(255), "é".repeat(127)]) {
    it.live(`to a name of ${Buffer.byteLength(name)} bytes leaves the user's own files alone`, () =>
      Effect.gen(function* () {
        const path = join(yield* directory, name)
        const own = [".part", ".part.json", ".tmp", ".lock"].filter((end) => Buffer.byteLength(name + end) <= 255)
        for (const end of own) NodeFs.writeFileSync(path + end, `mine ${end}`)
        const file_id = yield* stored(bytes)
        yield* LocalFile.download(path, { file_id })
        yield* LocalFile.download(path, { file_id, overwrite: true, connections: 3 })
        assert.isTrue(same(path, bytes))
        for (const end of own) assert.strictEqual(NodeFs.readFileSync(path + end, "utf8"), `mine ${end}`)
        assert.strictEqual(NodeFs.readdirSync(dirname(path)).length, own.length + 1)
      }).pipe(Effect.scoped, Effect.provide(box()))
    )
  }

  it.live("to one path by several at once never gives a wrong file its name", () =>
    Effect.gen(function* () {
      const path = join(yield* directory, "a.bin")
      const other = bytesOf(bytes.length, 9)
      const ids = [yield* stored(bytes, "1"), yield* stored(other, "2")]
      for (const connections of [1, 3]) {
        yield* addFault(slow)
        const all = ids.flatMap((file_id) => [file_id, file_id])
        const results = yield* Effect.forEach(
          all,
          (file_id) => Effect.result(quickly(LocalFile.download(path, { file_id, connections, overwrite: true }))),
          { concurrency: "unbounded" }
        )
        assert.isTrue(same(path, bytes) || same(path, other))
        for (const result of results) {
          if (result._tag === "Failure") assert.strictEqual(result.failure._tag, "BoxInvalidInput")
        }
        assert.isTrue(results.some(({ _tag }) => _tag === "Success"))
        assert.deepStrictEqual(NodeFs.readdirSync(dirname(path)), ["a.bin"])
      }
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("keeps the modification time, unless it is told not to", () =>
    Effect.gen(function* () {
      const base = yield* directory
      const time = "2020-02-03T04:05:06Z"
      const { id: file_id } = yield* FileUpload.upload(UploadSource.fromBytes(bytes), {
        folder_id: "0",
        name: "a.bin",
        content_modified_at: time
      })
      yield* LocalFile.download(join(base, "a"), { file_id })
      assert.strictEqual(NodeFs.statSync(join(base, "a")).mtimeMs, Date.parse(time))
      yield* LocalFile.download(join(base, "b"), { file_id, keepModificationTime: false })
      assert.isAbove(NodeFs.statSync(join(base, "b")).mtimeMs, Date.parse(time))
    }).pipe(Effect.scoped, Effect.provide(box()))
  )
})

describe("what a process left that was killed before a small file had its name", () => {
  const abandoned = unfinishedName("0123456789abcdef")
  const own = ["notes.txt", ".effect-box-0123456789abcdef-0123456789abcdef", `${abandoned}.mine`]

  /** Files that the disk takes for older than any file that is written from now on. */
  const leave = Effect.fnUntraced(function* (path: string) {
    for (const name of [abandoned, ...own]) plant(join(path, name), "half")
    plant(join(path, unfinishedFor("file other.bin"), "content.part"), "half")
    const { ctimeMs } = NodeFs.statSync(join(path, own.at(-1) ?? ""))
    const probe = join(path, "notes.txt")
    yield* Effect.repeat(Effect.yieldNow, {
      until: () =>
        Effect.sync(() => {
          NodeFs.writeFileSync(probe, "half")
          return NodeFs.statSync(probe).ctimeMs > ctimeMs
        })
    })
  })
  const kept = [...own, unfinishedFor("file other.bin")]
  const atOnce = Effect.provideService(AbandonedAfter, Duration.zero)

  for (const [size, bytes] of [
    ["small", small],
    ["large", large]
  ] as const) {
    it.live(`is removed by the next ${size} download into the directory, and nothing else is`, () =>
      Effect.gen(function* () {
        const path = yield* directory
        const file_id = yield* stored(bytes)
        yield* leave(path)
        yield* atOnce(LocalFile.download(join(path, "a.bin"), { file_id }))
        assert.deepStrictEqual(NodeFs.readdirSync(path).toSorted(), [...kept, "a.bin"].toSorted())
      }).pipe(Effect.scoped, Effect.provide(box()))
    )
  }

  it.live("is removed by the next download of a tree into the directory", () =>
    Effect.gen(function* () {
      const from = yield* directory
      write(from, { "sub/a.txt": "a" })
      const folder_id = yield* folder()
      yield* collect(LocalDirectory.upload(from, { folder_id, onConflict: "fail" }))
      const path = yield* directory
      yield* leave(join(path, "sub"))
      yield* atOnce(collect(LocalDirectory.download(path, { folder_id, onConflict: "fail" })))
      assert.deepStrictEqual(NodeFs.readdirSync(join(path, "sub")).toSorted(), [...kept, "a.txt"].toSorted())
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("stays as long as it may belong to somebody", () =>
    Effect.gen(function* () {
      const path = yield* directory
      const file_id = yield* stored(small)
      yield* leave(path)
      yield* LocalFile.download(join(path, "a.bin"), { file_id })
      assert.deepStrictEqual(NodeFs.readdirSync(path).toSorted(), [...kept, "a.bin", abandoned].toSorted())
    }).pipe(Effect.scoped, Effect.provide(box()))
  )
})

describe("a claim", () => {
  it.live("that somebody keeps for too long ends with a typed error, and is left to its owner", () =>
    Effect.gen(function* () {
      const path = join(yield* directory, "a.bin")
      const file_id = yield* stored(large)
      yield* addFault({ kind: "stall", match: { path: "/download" }, afterBytes: 70_000 })
      const begun = Promise.withResolvers<void>()
      const first = yield* Effect.forkChild(
        LocalFile.download(path, { file_id, onProgress: () => Effect.sync(begun.resolve) })
      )
      yield* Effect.promise(() => begun.promise)
      const error = yield* Effect.flip(LocalFile.download(path, { file_id })).pipe(
        Effect.provideService(ClaimPatience, Duration.millis(50))
      )
      assert.strictEqual(error._tag, "BoxInvalidInput")
      assert.isTrue(NodeFs.existsSync(partFilesOf(path, "").note))
      yield* Fiber.interrupt(first)
      assert.deepStrictEqual(NodeFs.readdirSync(dirname(path)), [])
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("on a file system without inodes leaves nothing behind either", () =>
    Effect.gen(function* () {
      const path = join(yield* directory, "a.bin")
      const file_id = yield* stored(large)
      const fs = yield* FileSystem.FileSystem
      const plain = FileSystem.FileSystem.of({
        ...fs,
        stat: (at) => Effect.map(fs.stat(at), (info) => ({ ...info, ino: Option.none() }))
      })
      yield* addFault({ kind: "stall", match: { path: "/download" }, afterBytes: 70_000 })
      const begun = Promise.withResolvers<void>()
      const onProgress = () => Effect.sync(begun.resolve)
      const download = (options: Partial<LocalFile.DownloadOptions> = {}) =>
        Effect.provideService(LocalFile.download(path, { file_id, ...options }), FileSystem.FileSystem, plain)
      const first = yield* Effect.forkChild(download({ onProgress }))
      yield* Effect.promise(() => begun.promise)
      assert.strictEqual((yield* Effect.flip(download()))._tag, "BoxInvalidInput")
      assert.isTrue(NodeFs.existsSync(partFilesOf(path, "").note))
      yield* Fiber.interrupt(first)
      assert.deepStrictEqual(NodeFs.readdirSync(dirname(path)), [])
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("of a process that was killed is taken over at once", () =>
    Effect.gen(function* () {
      const path = join(yield* directory, "a.bin")
      const file_id = yield* stored(large)
      const { note, part } = partFilesOf(path, "")
      const shop = dirname(part)
      plant(join(shop, "lock", "4194304-abc"), JSON.stringify({ pid: 4194304, host: "elsewhere" }))
      NodeFs.rmSync(join(shop, "lock"), { recursive: true })
      plant(join(shop, "lock.4194304-abc.tmp", "4194304-abc"), "{}")
      const { version_id, size, sha1, name } = yield* LocalFile.download(join(dirname(path), "b"), { file_id })
      assert.strictEqual(name, "stored.bin")
      plant(part, large.subarray(0, 1_000_000))
      plant(note, JSON.stringify({ file_id, version_id, size, sha1 }))
      const { requests } = yield* counting(LocalFile.download(path, { file_id }))
      assert.strictEqual(requests["GET /download"], 1)
      assert.isTrue(same(path, large))
      assert.deepStrictEqual(NodeFs.readdirSync(dirname(path)).toSorted(), ["a.bin", "b"])
    }).pipe(Effect.scoped, Effect.provide(box()))
  )
})

describe("a note of something else is not believed", () => {
  // The first bytes are right, so only a download that starts over asks for all of them.
  for (const [what, lie] of Object.entries({
    "another version": { version_id: "1" },
    "no version": { version_id: undefined },
    "another file": { file_id: "1" },
    "another size": { size: 2_999_999 },
    "another SHA-1": { sha1: "0".repeat(40) }
  })) {
    it.live(what, () =>
      Effect.gen(function* () {
        const path = join(yield* directory, "a.bin")
        const file_id = yield* stored(large)
        const { version_id, size, sha1 } = yield* LocalFile.download(path, { file_id })
        NodeFs.rmSync(path)
        const { note, part } = partFilesOf(path, "")
        plant(part, large.subarray(0, 1_000_000))
        plant(note, JSON.stringify({ file_id, version_id, size, sha1, ...lie }))
        const seen: Array<number> = []
        yield* LocalFile.download(path, {
          file_id,
          onProgress: ({ transferred }) => Effect.sync(() => void seen.push(transferred))
        })
        assert.isBelow(seen[0] ?? Number.NaN, 1_000_000)
        assert.isTrue(same(path, large))
      }).pipe(Effect.scoped, Effect.provide(box()))
    )
  }
})

describe("a tree", () => {
  const content = Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [`d${i % 3}/f${i}`, `${i} `.repeat(20_000 * (i + 1))])
  )
  const seeded = Effect.gen(function* () {
    const path = yield* directory
    write(path, content)
    const folder_id = yield* folder()
    yield* Stream.runDrain(LocalDirectory.upload(path, { folder_id, onConflict: "fail" }))
    return folder_id
  })

  it.live("that two bring to one directory at once arrives whole", () =>
    Effect.gen(function* () {
      const folder_id = yield* seeded
      const path = yield* directory
      const run = collect(LocalDirectory.download(path, { folder_id, onConflict: "fail" }))
      const results = yield* Effect.all([run, run], { concurrency: "unbounded" })
      assert.deepStrictEqual(read(path), content)
      const words = results.map((result) => [...new Set(Object.values(result))].join())
      assert.deepStrictEqual(words.toSorted(), ["Downloaded", "Unchanged"])
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("whose claim somebody keeps is refused", () =>
    Effect.gen(function* () {
      const folder_id = yield* seeded
      const path = yield* directory
      yield* addFault({ kind: "stall", match: { path: "/download", times: 100 }, afterBytes: 10 })
      const first = yield* Effect.forkChild(collect(LocalDirectory.download(path, { folder_id, onConflict: "fail" })))
      const lock = join(path, unfinishedFor("directory"), "lock")
      yield* Effect.repeat(Effect.sleep("2 millis"), { until: () => Effect.sync(() => NodeFs.existsSync(lock)) })
      const error = yield* Effect.flip(collect(LocalDirectory.download(path, { folder_id, onConflict: "fail" }))).pipe(
        Effect.provideService(ClaimPatience, Duration.millis(50))
      )
      assert.strictEqual(error._tag, "BoxInvalidInput")
      yield* Fiber.interrupt(first)
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("goes up without what a killed download has left, and with what only looks like it", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, {
        "a.txt": "a",
        [`${unfinishedFor("directory")}/half.part`]: "half",
        [`sub/${unfinishedFor("file b.txt")}/content.part`]: "half",
        [`sub/${unfinishedName("0123456789abcdef")}`]: "half",
        ".effect-box/checkpoint": "mine",
        "sub/.effect-box-0123456789abcdef-0123456789abcdef": "mine",
        "sub/b.txt.part": "mine"
      })
      const folder_id = yield* folder()
      yield* collect(LocalDirectory.upload(path, { folder_id, onConflict: "fail" }))
      assert.deepStrictEqual(yield* onBox(folder_id), {
        ".effect-box/checkpoint": "mine",
        "a.txt": "a",
        "sub/.effect-box-0123456789abcdef-0123456789abcdef": "mine",
        "sub/b.txt.part": "mine"
      })
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("keeps the modification times both ways, unless it is told not to", () =>
    Effect.gen(function* () {
      const time = new Date("2020-02-03T04:05:06Z")
      const from = yield* directory
      write(from, { "a.txt": "a", "sub/b.bin": "b".repeat(1_500_000) })
      for (const name of ["a.txt", "sub/b.bin"]) NodeFs.utimesSync(join(from, name), time, time)
      for (const keepModificationTime of [undefined, false]) {
        const folder_id = yield* folder(`target ${keepModificationTime}`)
        yield* collect(LocalDirectory.upload(from, { folder_id, onConflict: "fail" }))
        const to = yield* directory
        yield* collect(LocalDirectory.download(to, { folder_id, onConflict: "fail", keepModificationTime }))
        for (const name of ["a.txt", "sub/b.bin"]) {
          assert.strictEqual(NodeFs.statSync(join(to, name)).mtimeMs === time.getTime(), keepModificationTime !== false)
        }
      }
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("never goes through a link that is put in the place of a directory", () =>
    Effect.gen(function* () {
      const folder_id = yield* seeded
      const base = yield* directory
      const path = join(base, "target")
      const outside = join(base, "outside")
      NodeFs.mkdirSync(outside)
      let swapped = 0
      const swap = Effect.sync(() => {
        for (const name of ["d0", "d1", "d2"]) {
          const at = join(path, name)
          if (!NodeFs.lstatSync(at, { throwIfNoEntry: false })?.isDirectory()) continue
          NodeFs.renameSync(at, join(base, `away ${swapped++}`))
          NodeFs.symlinkSync(outside, at)
        }
      })
      yield* collect(
        LocalDirectory.download(path, { folder_id, onConflict: "overwrite", onProgress: () => swap, concurrency: 1 })
      )
      assert.isAbove(swapped, 0)
      assert.deepStrictEqual(read(outside), {})
    }).pipe(Effect.scoped, Effect.provide(box()))
  )
})
