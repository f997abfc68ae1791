import { createHash } from "node:crypto"
import * as NodeFs from "node:fs"
import { dirname } from "node:path"
import { BoxRequest, FileUpload, UploadSource } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import type * as Progress from "@effect-box/core/Progress"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, FileSystem, Layer, Path, PlatformError } from "effect"
import { partFilesOf } from "../../src/file/internal/partFile.ts"
import { unfinishedFor } from "../../src/file/internal/unfinished.ts"
import * as LocalFile from "../../src/file/LocalFile.ts"
import { box, bytesOf, disk, plant } from "../directory/disk.ts"

const { BoxEmulator: Emulator } = BoxEmulator

const onDisk = Layer.provideMerge(box(), disk)

const size = 1_300_000
const bytes = bytesOf(size)
const sha1 = createHash("sha1").update(bytes).digest("hex")

/** A directory of its own, and the paths in it. */
const directory = Effect.flatMap(FileSystem.FileSystem, (fs) => fs.makeTempDirectoryScoped({ prefix: "effect-box-" }))
const stored = Effect.map(
  FileUpload.upload(UploadSource.fromBytes(bytes), { folder_id: "0", name: "stored.bin" }),
  ({ id }) => id
)
const beside = (path: string) => NodeFs.readdirSync(dirname(path)).toSorted()
const quickly = BoxRequest.withRetry({ baseDelay: Duration.millis(1) })
const signed = { method: "GET", path: "/download" }
const addFault = (fault: BoxEmulator.Fault) => Emulator.use((emulator) => emulator.addFault(fault))
const ranges = Emulator.use((emulator) =>
  Effect.map(emulator.requests, (requests) =>
    requests.filter(({ route }) => route === "GET /download").map(({ headers }) => headers["range"])
  )
)

const collect = () => {
  const seen: Array<Progress.Progress> = []
  const onProgress: Progress.OnProgress = (progress) =>
    Effect.sync(() => {
      seen.push(progress)
    })
  const grows = (total: number) => {
    const counts = seen.map(({ transferred }) => transferred)
    assert.deepStrictEqual(
      counts,
      [...new Set(counts)].toSorted((a, b) => a - b)
    )
    assert.deepStrictEqual(seen.at(-1), { transferred: total, total })
  }
  return { seen, onProgress, grows }
}

describe("LocalFile on a real disk", () => {
  for (const length of [0, 10, size, 21_000_000]) {
    it.live(`brings ${length} bytes to Box and back`, () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/Jahr é "1".bin`
        const content = bytesOf(length, 3)
        NodeFs.writeFileSync(path, content)
        const up = collect()
        const file = yield* LocalFile.upload(path, { folder_id: "0", onProgress: up.onProgress })
        assert.deepStrictEqual([file.name, file.size], ['Jahr é "1".bin', length])
        up.grows(length)
        const back = `${path}.back`
        const down = collect()
        const result = yield* LocalFile.download(back, { file_id: file.id, onProgress: down.onProgress })
        down.grows(length)
        assert.isTrue(NodeFs.readFileSync(back).equals(content))
        assert.deepInclude(result, { path: back, size: length, sha1: file.sha1 ?? "", file_id: file.id })
        assert.deepStrictEqual(beside(path), [`Jahr é "1".bin`, `Jahr é "1".bin.back`])
        const { committedSessions, openSessions } = yield* Emulator.use((emulator) => emulator.stats)
        assert.deepStrictEqual([committedSessions, openSessions], [length > 20_000_000 ? 1 : 0, 0])
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )
  }

  it.live("stores a new version, under its old name or another", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/local.bin`
      const file_id = yield* stored
      NodeFs.writeFileSync(path, "second")
      assert.deepInclude(yield* LocalFile.uploadVersion(path, { file_id }), {
        id: file_id,
        name: "stored.bin",
        size: 6
      })
      const renamed = yield* LocalFile.uploadVersion(path, { file_id, name: "other.bin" })
      assert.strictEqual(renamed.name, "other.bin")
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  it.live("a missing file is a disk error, a directory is invalid input, and neither reaches Box", () =>
    Effect.gen(function* () {
      const path = yield* directory
      const missing = yield* Effect.flip(LocalFile.upload(`${path}/none`, { folder_id: "0" }))
      assert.strictEqual(missing._tag, "PlatformError")
      if (missing._tag === "PlatformError") assert.strictEqual(missing.reason._tag, "NotFound")
      assert.strictEqual((yield* Effect.flip(LocalFile.upload(path, { folder_id: "0" })))._tag, "BoxInvalidInput")
      assert.strictEqual((yield* Emulator.use((emulator) => emulator.stats)).requests, 0)
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  const changes: Readonly<Record<string, (path: string) => void>> = {
    grows: (path) => NodeFs.appendFileSync(path, "x"),
    shrinks: (path) => NodeFs.truncateSync(path, 10),
    "is written to": (path) => NodeFs.utimesSync(path, 1, 1)
  }
  for (const [what, change] of Object.entries(changes)) {
    for (const [how, options] of [
      ["one request", {}],
      ["parts", { partSize: 400_000 }]
    ] as const) {
      it.live(`a file that ${what} while it goes out in ${how} is not stored`, () =>
        Effect.gen(function* () {
          const path = `${yield* directory}/a.bin`
          const length = how === "parts" ? 20_500_000 : size
          NodeFs.writeFileSync(path, bytesOf(length))
          let changed = false
          const onProgress = () =>
            Effect.sync(() => {
              if (!changed) change(path)
              changed = true
            })
          const upload = LocalFile.upload(path, { folder_id: "0", onProgress, concurrency: 1 })
          const error = yield* Effect.flip(upload)
          assert.strictEqual(error._tag, "BoxIntegrityError")
          if (error._tag !== "BoxIntegrityError") return
          assert.strictEqual(error.property, what === "is written to" ? "modified" : "size")
          if (error.property === "modified") assert.strictEqual(error.actual, "1000")
          NodeFs.writeFileSync(path, "small")
          assert.strictEqual((yield* LocalFile.upload(path, { folder_id: "0" })).size, 5)
          const { openSessions, committedSessions } = yield* Emulator.use((emulator) => emulator.stats)
          assert.deepStrictEqual([openSessions, committedSessions], [0, 0])
        }).pipe(Effect.scoped, Effect.provide(Layer.provideMerge(box(options), disk)))
      )
    }
  }

  it.live("does not touch a file that is there, unless it may", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/a.bin`
      const file_id = yield* stored
      NodeFs.writeFileSync(path, "mine")
      const before = (yield* Emulator.use((emulator) => emulator.stats)).requests
      assert.strictEqual((yield* Effect.flip(LocalFile.download(path, { file_id })))._tag, "BoxInvalidInput")
      assert.strictEqual((yield* Emulator.use((emulator) => emulator.stats)).requests, before)
      assert.strictEqual(NodeFs.readFileSync(path, "utf8"), "mine")
      yield* LocalFile.download(path, { file_id, overwrite: true })
      assert.deepStrictEqual(new Uint8Array(NodeFs.readFileSync(path)), bytes)
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  it.live("does not touch a file that appears meanwhile", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/a.bin`
      const file_id = yield* stored
      const onProgress = () => Effect.sync(() => NodeFs.writeFileSync(path, "theirs"))
      const error = yield* Effect.flip(LocalFile.download(path, { file_id, onProgress }))
      assert.strictEqual(error._tag, "BoxInvalidInput")
      assert.strictEqual(NodeFs.readFileSync(path, "utf8"), "theirs")
      assert.deepStrictEqual(beside(path), ["a.bin"])
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  const failures: ReadonlyArray<readonly [string, BoxEmulator.Fault, string]> = [
    ["a wrong byte", { kind: "corrupt", match: signed }, "BoxIntegrityError"],
    ["a host that refuses", { kind: "status", match: { ...signed, times: 99 }, status: 403 }, "BoxForbidden"],
    [
      "a connection that always breaks",
      { kind: "truncate", match: { ...signed, times: 99 }, afterBytes: 0 },
      "BoxTransportError"
    ]
  ]
  // One that is in memory until it is right, and one that is not.
  for (const length of [300_000, size]) {
    const content = bytesOf(length)
    const storedContent = Effect.map(
      FileUpload.upload(UploadSource.fromBytes(content), { folder_id: "0", name: "stored.bin" }),
      ({ id }) => id
    )

    for (const [what, given, tag] of failures) {
      it.live(`${what} leaves nothing behind of ${length} bytes, and the old file as it was`, () =>
        Effect.gen(function* () {
          const path = `${yield* directory}/a.bin`
          const file_id = yield* storedContent
          NodeFs.writeFileSync(path, "old")
          yield* addFault(given)
          const error = yield* Effect.flip(quickly(LocalFile.download(path, { file_id, overwrite: true })))
          assert.strictEqual(error._tag, tag)
          assert.deepStrictEqual(beside(path), ["a.bin"])
          assert.strictEqual(NodeFs.readFileSync(path, "utf8"), "old")
        }).pipe(Effect.scoped, Effect.provide(onDisk))
      )
    }

    it.live(`${length} bytes go on after a broken connection`, () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.bin`
        const file_id = yield* storedContent
        yield* addFault({ kind: "truncate", match: signed, afterBytes: 70_000 })
        const { onProgress, grows } = collect()
        yield* quickly(LocalFile.download(path, { file_id, onProgress }))
        assert.deepStrictEqual(new Uint8Array(NodeFs.readFileSync(path)), content)
        assert.deepStrictEqual(yield* ranges, [undefined, `bytes=70000-${length - 1}`])
        grows(length)
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )

    it.live(`an interruption leaves nothing behind of ${length} bytes`, () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.bin`
        const file_id = yield* storedContent
        yield* addFault({ kind: "stall", match: signed, afterBytes: 70_000 })
        const arrived = Promise.withResolvers<void>()
        const onProgress = () => Effect.sync(() => arrived.resolve())
        const fiber = yield* Effect.forkChild(LocalFile.download(path, { file_id, onProgress }))
        yield* Effect.promise(() => arrived.promise)
        assert.deepStrictEqual(beside(path), length === size ? [unfinishedFor("file a.bin")] : [])
        yield* Fiber.interrupt(fiber)
        assert.deepStrictEqual(beside(path), [])
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )

    it.live(`${length} bytes are flushed before they get their name, and gone when that is interrupted`, () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.bin`
        const file_id = yield* storedContent
        const fs = yield* FileSystem.FileSystem
        const done: Array<string> = []
        const renaming = Promise.withResolvers<string>()
        const noting = FileSystem.FileSystem.of({
          ...fs,
          open: (path, options) =>
            Effect.map(fs.open(path, options), (file) => {
              const sync = Effect.tap(file.sync, () => Effect.sync(() => done.push("sync")))
              const writeAll = (bytes: Uint8Array) =>
                Effect.tap(file.writeAll(bytes), () => Effect.sync(() => done.push("write")))
              return { ...file, sync, writeAll, read: file.read.bind(file) }
            }),
          rename: (from) =>
            Effect.andThen(
              Effect.sync(() => renaming.resolve(from)),
              Effect.never
            )
        })
        const fiber = yield* LocalFile.download(path, { file_id }).pipe(
          Effect.provideService(FileSystem.FileSystem, noting),
          Effect.forkChild
        )
        const renamed = yield* Effect.promise(() => renaming.promise)
        assert.deepStrictEqual(new Uint8Array(NodeFs.readFileSync(renamed)), content)
        assert.deepStrictEqual([done.at(0), done.at(-1)], ["write", "sync"])
        yield* Fiber.interrupt(fiber)
        assert.deepStrictEqual(beside(path), [])
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )

    it.live(`${length} bytes leave no note behind that an earlier download had left`, () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.bin`
        const file_id = yield* storedContent
        plant(partFilesOf(path, "").part, bytesOf(length, 3))
        plant(partFilesOf(path, "").note, "{}")
        yield* LocalFile.download(path, { file_id })
        assert.deepStrictEqual(new Uint8Array(NodeFs.readFileSync(path)), content)
        assert.deepStrictEqual(beside(path), ["a.bin"])
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )

    it.live(`${length} bytes take the place of what is left under the name for unfinished ones`, () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.bin`
        const other = `${yield* directory}/other`
        const file_id = yield* storedContent
        plant(partFilesOf(path, "").part, bytesOf(length + 1, 3))
        yield* LocalFile.download(path, { file_id })
        assert.deepStrictEqual(new Uint8Array(NodeFs.readFileSync(path)), content)
        NodeFs.writeFileSync(other, "untouched")
        NodeFs.mkdirSync(dirname(partFilesOf(path, "").part), { recursive: true })
        NodeFs.rmSync(partFilesOf(path, "").part, { force: true })
        NodeFs.symlinkSync(other, partFilesOf(path, "").part)
        yield* LocalFile.download(path, { file_id, overwrite: true })
        assert.deepStrictEqual(new Uint8Array(NodeFs.readFileSync(path)), content)
        assert.strictEqual(NodeFs.readFileSync(other, "utf8"), "untouched")
        // A small one has nothing to do with it.
        const left = length === size ? [] : [unfinishedFor("file a.bin")]
        assert.deepStrictEqual(beside(path), [...left, "a.bin"])
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )
  }

  describe("after a process that was killed", () => {
    /** The files that a process leaves when it is killed after some bytes. */
    const killed = Effect.fnUntraced(function* (path: string, file_id: string, afterBytes: number) {
      yield* addFault({ kind: "stall", match: signed, afterBytes })
      const arrived = Promise.withResolvers<void>()
      const onProgress = ({ transferred }: Progress.Progress) =>
        Effect.sync(() => {
          if (transferred === afterBytes) arrived.resolve()
        })
      const fiber = yield* Effect.forkChild(LocalFile.download(path, { file_id, onProgress }))
      yield* Effect.promise(() => arrived.promise)
      // What is not on the disk yet dies with a process, so here the disk is made to hold all of it.
      const left = [
        [partFilesOf(path, "").part, bytes.subarray(0, afterBytes)],
        [partFilesOf(path, "").note, NodeFs.readFileSync(partFilesOf(path, "").note)]
      ] as const
      yield* Fiber.interrupt(fiber)
      for (const [name, found] of left) plant(name, found)
    })

    const leftovers: ReadonlyArray<readonly [string, (path: string) => void, string | undefined]> = [
      ["goes on where it was", () => undefined, `bytes=70000-${size - 1}`],
      ["starts over when the note is of something else", (path) => plant(partFilesOf(path, "").note, "{}"), undefined],
      [
        "starts over when the note is of other bytes",
        (path) => {
          const note = JSON.parse(NodeFs.readFileSync(partFilesOf(path, "").note, "utf8"))
          plant(partFilesOf(path, "").note, JSON.stringify({ ...note, sha1: "0".repeat(40) }))
        },
        undefined
      ],
      ["starts over when the note is no JSON", (path) => plant(partFilesOf(path, "").note, "{"), undefined],
      ["starts over when the note is missing", (path) => NodeFs.rmSync(partFilesOf(path, "").note), undefined],
      ["starts over when the bytes are missing", (path) => NodeFs.rmSync(partFilesOf(path, "").part), undefined],
      [
        "starts over when there are too many bytes",
        (path) => plant(partFilesOf(path, "").part, new Uint8Array(size + 1)),
        undefined
      ]
    ]
    for (const [what, change, range] of leftovers) {
      it.live(what, () =>
        Effect.gen(function* () {
          const path = `${yield* directory}/a.bin`
          const file_id = yield* stored
          yield* killed(path, file_id, 70_000)
          change(path)
          const { onProgress, grows } = collect()
          yield* LocalFile.download(path, { file_id, onProgress })
          assert.deepStrictEqual(new Uint8Array(NodeFs.readFileSync(path)), bytes)
          assert.deepStrictEqual((yield* ranges).slice(1), [range])
          assert.deepStrictEqual(beside(path), ["a.bin"])
          grows(size)
        }).pipe(Effect.scoped, Effect.provide(onDisk))
      )
    }

    it.live("starts over when the bytes are damaged", () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.bin`
        const file_id = yield* stored
        yield* killed(path, file_id, 70_000)
        plant(partFilesOf(path, "").part, new Uint8Array(70_000))
        const { onProgress, grows } = collect()
        yield* LocalFile.download(path, { file_id, onProgress })
        assert.deepStrictEqual(new Uint8Array(NodeFs.readFileSync(path)), bytes)
        assert.deepStrictEqual((yield* ranges).slice(1), [`bytes=70000-${size - 1}`, undefined])
        grows(size)
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )

    it.live("asks for nothing more when everything is there", () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.bin`
        const file_id = yield* stored
        yield* killed(path, file_id, 70_000)
        plant(partFilesOf(path, "").part, bytes)
        yield* LocalFile.download(path, { file_id })
        assert.strictEqual((yield* ranges).length, 1)
        assert.deepStrictEqual(new Uint8Array(NodeFs.readFileSync(path)), bytes)
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )

    for (const [what, there, overwrite] of [
      ["is done when the file has its name and the note is left", bytes, false],
      ["does not take another file for its own", bytesOf(size, 5), false],
      ["replaces another file where it may", bytesOf(size, 5), true]
    ] as const) {
      it.live(what, () =>
        Effect.gen(function* () {
          const path = `${yield* directory}/a.bin`
          const file_id = yield* stored
          yield* killed(path, file_id, 70_000)
          NodeFs.rmSync(partFilesOf(path, "").part)
          NodeFs.writeFileSync(path, there)
          const result = yield* Effect.result(LocalFile.download(path, { file_id, overwrite }))
          const own = there === bytes
          assert.strictEqual(result._tag, own || overwrite ? "Success" : "Failure")
          assert.strictEqual((yield* ranges).length, overwrite ? 2 : 1)
          assert.deepStrictEqual(new Uint8Array(NodeFs.readFileSync(path)), own || overwrite ? bytes : there)
          assert.deepStrictEqual(beside(path), ["a.bin"])
        }).pipe(Effect.scoped, Effect.provide(onDisk))
      )
    }

    it.live("starts over when the file has a new version", () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.bin`
        const file_id = yield* stored
        yield* killed(path, file_id, 70_000)
        const second = bytesOf(size, 8)
        yield* FileUpload.uploadVersion(UploadSource.fromBytes(second), { file_id })
        yield* LocalFile.download(path, { file_id })
        assert.deepStrictEqual(new Uint8Array(NodeFs.readFileSync(path)), second)
        assert.deepStrictEqual((yield* ranges).slice(1), [undefined])
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )
  })

  it.live("a directory that is not there is a disk error", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/none/a.bin`
      const error = yield* Effect.flip(LocalFile.download(path, { file_id: yield* stored }))
      assert.strictEqual(error._tag, "PlatformError")
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )
})

describe("LocalFile.layerTest", () => {
  const inMemory = Layer.provideMerge(box(), LocalFile.layerTest({ "a.zip": "text", "dir/b.bin": bytes, old: "old" }))

  it.effect("is a disk for uploads and downloads", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      assert.strictEqual((yield* LocalFile.upload("a.zip", { folder_id: "0" })).size, 4)
      const file = yield* LocalFile.upload("dir/b.bin", { folder_id: "0" })
      assert.deepInclude(file, { name: "b.bin", size, sha1 })
      yield* LocalFile.download("back.bin", { file_id: file.id })
      assert.deepStrictEqual(yield* fs.readFile("back.bin"), bytes)
      assert.isFalse(yield* fs.exists(partFilesOf("back.bin", "").part))
      assert.isFalse(yield* fs.exists(partFilesOf("back.bin", "").note))
      assert.strictEqual((yield* Effect.flip(LocalFile.download("old", { file_id: file.id })))._tag, "BoxInvalidInput")
      yield* LocalFile.download("old", { file_id: file.id, overwrite: true })
      assert.strictEqual((yield* fs.stat("old")).size, BigInt(size))
      assert.strictEqual((yield* Effect.flip(LocalFile.upload("none", { folder_id: "0" })))._tag, "PlatformError")
    }).pipe(Effect.provide(inMemory))
  )

  it.effect.each([300_000, size])("a full disk is the caller's error, and leaves nothing of %d bytes", (length) =>
    Effect.gen(function* () {
      const source = UploadSource.fromBytes(bytesOf(length))
      const { id: file_id } = yield* FileUpload.upload(source, { folder_id: "0", name: "stored.bin" })
      const fs = yield* FileSystem.FileSystem
      const full = PlatformError.systemError({ module: "FileSystem", method: "write", _tag: "WriteZero" })
      const small = FileSystem.FileSystem.of({
        ...fs,
        open: (path, options) =>
          Effect.map(fs.open(path, options), (file) => ({ ...file, writeAll: () => Effect.fail(full) }))
      })
      const error = yield* Effect.flip(
        Effect.provideService(LocalFile.download("c", { file_id }), FileSystem.FileSystem, small)
      )
      assert.strictEqual(error, full)
      assert.isFalse(yield* fs.exists(partFilesOf("c", "").part))
      assert.isFalse(yield* fs.exists(partFilesOf("c", "").note))
      assert.isFalse(yield* fs.exists("c"))
    }).pipe(Effect.provide(inMemory))
  )

  it.effect("behaves like a disk where transfers touch it", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      assert.strictEqual(path.basename("dir/b.bin"), "b.bin")
      yield* fs.writeFileString("x", "abc")
      yield* fs.writeFileString("x", "de", { flag: "a" })
      assert.strictEqual(yield* fs.readFileString("x"), "abcde")
      yield* fs.writeFileString("x", "f")
      assert.strictEqual(yield* fs.readFileString("x"), "f")
      yield* fs.writeFileString("new", "a", { flag: "a" })
      assert.strictEqual(yield* fs.readFileString("new"), "a")
      assert.strictEqual((yield* Effect.flip(fs.writeFileString("x", "", { flag: "wx" }))).reason._tag, "AlreadyExists")
      yield* fs.rename("x", "y")
      assert.isFalse(yield* fs.exists("x"))
      yield* fs.remove("y")
      assert.strictEqual((yield* Effect.flip(fs.remove("y"))).reason._tag, "NotFound")
      yield* fs.remove("y", { force: true })
    }).pipe(Effect.provide(inMemory))
  )
})
