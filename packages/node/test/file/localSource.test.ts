/** What is read from the disk on the way up: regular files only, all of their bytes, and the ones that were looked at. */
import { execFileSync } from "node:child_process"
import * as NodeFs from "node:fs"
import * as Net from "node:net"
import { join } from "node:path"
import { Files, FileUpload, UploadSource } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { ByteSize, Effect, FileSystem, Layer, Option, Stream } from "effect"
import { KeyValueStore } from "effect/persistence"
import { LocalView } from "../../src/file/internal/localEntry.ts"
import * as LocalDirectory from "../../src/directory/LocalDirectory.ts"
import * as LocalFile from "../../src/file/LocalFile.ts"
import { box, collect, directory, folder, onBox, write } from "../directory/trees.ts"

const world = Layer.merge(box(), KeyValueStore.layerMemory)
const upload = (path: string, folder_id: string, options: Partial<LocalDirectory.UploadOptions> = {}) =>
  collect(LocalDirectory.upload(path, { folder_id, onConflict: "version", ...options }))

const fifo = (path: string) => execFileSync("mkfifo", [path])

const socket = (path: string) =>
  Effect.acquireRelease(
    Effect.callback<Net.Server>((resume) => {
      const server = Net.createServer().listen(path, () => resume(Effect.succeed(server)))
    }),
    (server) => Effect.sync(() => server.close())
  )

const entries = {
  upload: (path: string, folder_id: string) => LocalFile.upload(path, { folder_id, name: "a" }),
  uploadVersion: (path: string, _: string, file_id: string) => LocalFile.uploadVersion(path, { file_id }),
  uploadResumable: (path: string, folder_id: string) =>
    Effect.map(LocalFile.uploadResumable(path, { folder_id, name: "a" }), ({ file }) => file)
}

describe.skipIf(process.platform === "win32")("what is no regular file is refused at once", () => {
  for (const [entry, run] of Object.entries(entries)) {
    it.live(entry, () =>
      Effect.gen(function* () {
        const path = yield* directory
        const folder_id = yield* folder()
        const { id } = yield* FileUpload.upload(UploadSource.fromBytes(new Uint8Array(3)), { folder_id, name: "there" })
        fifo(join(path, "fifo"))
        yield* socket(join(path, "socket"))
        for (const name of ["fifo", "socket", "."]) {
          const error = yield* Effect.flip(run(join(path, name), folder_id, id))
          assert.strictEqual(error._tag, "BoxInvalidInput", name)
        }
        assert.strictEqual((yield* Effect.flip(run("/dev/zero", folder_id, id)))._tag, "BoxInvalidInput")
        assert.deepStrictEqual(yield* onBox(folder_id), { there: "\0\0\0" })
      }).pipe(Effect.scoped, Effect.provide(world))
    )

    it.live(`${entry}, of a pipe that was a file when it was looked at`, () =>
      Effect.gen(function* () {
        const path = join(yield* directory, "a")
        const folder_id = yield* folder()
        const { id } = yield* FileUpload.upload(UploadSource.fromBytes(new Uint8Array(3)), { folder_id, name: "there" })
        NodeFs.writeFileSync(path, "abc")
        const fs = yield* FileSystem.FileSystem
        const swapping = FileSystem.FileSystem.of({
          ...fs,
          stat: (at) =>
            Effect.tap(fs.stat(at), () =>
              Effect.sync(() => {
                NodeFs.rmSync(path)
                fifo(path)
              })
            )
        })
        const error = yield* Effect.flip(run(path, folder_id, id)).pipe(
          Effect.provideService(FileSystem.FileSystem, swapping)
        )
        assert.strictEqual(error._tag, "BoxInvalidInput")
        assert.deepStrictEqual(yield* onBox(folder_id), { there: "\0\0\0" })
      }).pipe(Effect.scoped, Effect.provide(world))
    )
  }

  it.live("in a tree", () =>
    Effect.gen(function* () {
      const path = yield* directory
      const folder_id = yield* folder()
      write(path, { "a.txt": "a", "b.txt": "b" })
      fifo(join(path, "fifo"))
      const view = yield* LocalView
      // It becomes a pipe between the look and the opening.
      const swapping: typeof view = {
        ...view,
        look: (at) =>
          Effect.tap(view.look(at), () =>
            Effect.sync(() => {
              if (!at.endsWith("b.txt") || NodeFs.statSync(at).isFIFO()) return
              NodeFs.rmSync(at)
              fifo(at)
            })
          )
      }
      assert.deepStrictEqual(yield* Effect.provideService(upload(path, folder_id), LocalView, swapping), {
        "a.txt": "Uploaded",
        "b.txt": "Failed BoxInvalidInput",
        fifo: "Refused special"
      })
      assert.deepStrictEqual(yield* onBox(folder_id), { "a.txt": "a" })
    }).pipe(Effect.scoped, Effect.provide(world))
  )
})

describe("bytes behind the size", () => {
  it.live.skipIf(!NodeFs.existsSync("/proc/self/status"))("of a file of /proc", () =>
    Effect.gen(function* () {
      const folder_id = yield* folder()
      const error = yield* Effect.flip(LocalFile.upload("/proc/self/status", { folder_id }))
      assert.deepInclude(error, { _tag: "BoxIntegrityError", property: "size", expected: "0" })
      assert.deepStrictEqual(yield* onBox(folder_id), {})
    }).pipe(Effect.scoped, Effect.provide(world))
  )

  for (const size of [0, 10, 100_000, 1_500_000, 21_000_000]) {
    it.live(`of a file that says ${size}`, () =>
      Effect.gen(function* () {
        const path = join(yield* directory, "a.bin")
        NodeFs.writeFileSync(path, new Uint8Array(size + 3))
        const fs = yield* FileSystem.FileSystem
        const lying = FileSystem.FileSystem.of({
          ...fs,
          open: (at, options) =>
            Effect.map(fs.open(at, options), (file) => ({
              ...file,
              read: (buffer: Uint8Array, from?: FileSystem.File.ReadOptions) => file.read(buffer, from),
              stat: Effect.map(file.stat, (info) => ({ ...info, size: ByteSize.bytes(size) }))
            }))
        })
        const folder_id = yield* folder()
        const error = yield* Effect.flip(LocalFile.upload(path, { folder_id })).pipe(
          Effect.provideService(FileSystem.FileSystem, lying)
        )
        assert.deepInclude(error, { _tag: "BoxIntegrityError", property: "size", expected: String(size) })
        assert.deepStrictEqual(yield* onBox(folder_id), {})
        assert.strictEqual((yield* BoxEmulator.BoxEmulator.use((emulator) => emulator.stats)).openSessions, 0)
      }).pipe(Effect.scoped, Effect.provide(world))
    )
  }
})

describe.skipIf(process.platform === "win32")("a tree that others can write to", () => {
  const swaps = {
    "a link in the place of a file": (path: string, secret: string) => {
      NodeFs.rmSync(join(path, "sub/b.txt"))
      NodeFs.symlinkSync(join(secret, "b.txt"), join(path, "sub/b.txt"))
    },
    "another file in the place of a file": (path: string, secret: string) => {
      NodeFs.renameSync(join(secret, "b.txt"), join(path, "sub/b.txt"))
    },
    "a link in the place of its directory": (path: string, secret: string) => {
      NodeFs.renameSync(join(path, "sub"), join(path, "..", "away"))
      NodeFs.symlinkSync(secret, join(path, "sub"))
    }
  }
  for (const [what, swap] of Object.entries(swaps)) {
    for (const moment of ["before", "after"] as const) {
      it.live(`${what}, ${moment} the look`, () =>
        Effect.gen(function* () {
          const base = yield* directory
          const path = join(base, "tree")
          const secret = join(base, "secret")
          write(base, { "tree/sub/b.txt": "mine", "secret/b.txt": "hers" })
          const folder_id = yield* folder()
          const view = yield* LocalView
          let swapped = false
          const swapOnce = Effect.sync(() => {
            if (swapped) return
            swapped = true
            swap(path, secret)
          })
          const at = moment === "before" ? swapOnce : Effect.void
          const then = moment === "after" ? swapOnce : Effect.void
          const swapping: typeof view = {
            ...view,
            look: (where) =>
              where.endsWith("b.txt") ? at.pipe(Effect.andThen(view.look(where)), Effect.tap(then)) : view.look(where)
          }
          const results = yield* Effect.provideService(upload(path, folder_id), LocalView, swapping)
          assert.isTrue(swapped)
          const legitimate = what.startsWith("another") && moment === "before"
          assert.match(results["sub/b.txt"] ?? "", legitimate ? /Uploaded/ : /Refused|Failed/)
          if (!legitimate) assert.notInclude(JSON.stringify(yield* onBox(folder_id)), "hers")
        }).pipe(Effect.scoped, Effect.provide(world))
      )
    }
  }

  it.live("a file that is gone after the look fails, and the error says so", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, { "a.txt": "gone", "b.txt": "there" })
      const folder_id = yield* folder()
      const view = yield* LocalView
      const removing: typeof view = {
        ...view,
        look: (where) =>
          Effect.tap(view.look(where), () =>
            Effect.sync(() => {
              if (where.endsWith("a.txt")) NodeFs.rmSync(where, { force: true })
            })
          )
      }
      const results = yield* Stream.runCollect(LocalDirectory.upload(path, { folder_id, onConflict: "skip" })).pipe(
        Effect.provideService(LocalView, removing)
      )
      const errors = results.flatMap((result) => (result._tag === "Failed" ? [result.error] : []))
      assert.deepStrictEqual(
        errors.map((error) => (error._tag === "PlatformError" ? error.reason._tag : error._tag)),
        ["NotFound"]
      )
      assert.deepStrictEqual(yield* onBox(folder_id), { "b.txt": "there" })
    }).pipe(Effect.scoped, Effect.provide(world))
  )

  it.live("a link in the place of a directory that was listed", () =>
    Effect.gen(function* () {
      const base = yield* directory
      const path = join(base, "tree")
      write(base, { "tree/sub/deeper/b.txt": "mine", "secret/b.txt": "hers", "other/deeper/b.txt": "hers" })
      const folder_id = yield* folder()
      const view = yield* LocalView
      for (const [listed, target] of [
        ["sub/deeper", "secret"],
        ["sub", "other"]
      ] as const) {
        const swapping: typeof view = {
          ...view,
          entriesOf: (where) => {
            if (where === join(path, listed)) {
              NodeFs.renameSync(where, join(base, `away ${target}`))
              NodeFs.symlinkSync(join(base, target), where)
            }
            return view.entriesOf(where)
          }
        }
        yield* Effect.provideService(upload(path, folder_id), LocalView, swapping)
        assert.notInclude(JSON.stringify(yield* onBox(folder_id)), "hers")
        NodeFs.rmSync(join(path, listed))
        NodeFs.renameSync(join(base, `away ${target}`), join(path, listed))
      }
    }).pipe(Effect.scoped, Effect.provide(world))
  )
})

describe("the modification time goes along", () => {
  const time = new Date("2020-02-03T04:05:06.789Z")
  const modifiedOf = (file_id: string) =>
    Effect.map(Files.getFileById({ file_id, fields: ["content_modified_at"] }), ({ content_modified_at }) =>
      new Date(String(content_modified_at)).getTime()
    )
  const whole = Math.floor(time.getTime() / 1000) * 1000

  it.live("by every way up, unless it is told not to", () =>
    Effect.gen(function* () {
      const path = join(yield* directory, "a.txt")
      NodeFs.writeFileSync(path, "abc")
      NodeFs.utimesSync(path, time, time)
      const folder_id = yield* folder()
      const first = yield* LocalFile.upload(path, { folder_id })
      assert.strictEqual(yield* modifiedOf(first.id), whole)
      const second = yield* LocalFile.upload(path, { folder_id, name: "b", keepModificationTime: false })
      assert.notStrictEqual(yield* modifiedOf(second.id), whole)
      yield* LocalFile.uploadVersion(path, { file_id: second.id })
      assert.strictEqual(yield* modifiedOf(second.id), whole)
      const own = "2001-01-01T00:00:00Z"
      const third = yield* LocalFile.upload(path, { folder_id, name: "c", content_modified_at: own })
      assert.strictEqual(yield* modifiedOf(third.id), new Date(own).getTime())
      const { file } = yield* LocalFile.uploadResumable(path, { folder_id, name: "d" })
      assert.strictEqual(yield* modifiedOf(file.id), whole)
    }).pipe(Effect.scoped, Effect.provide(world))
  )
})

it.live("a platform without inodes is read all the same", () =>
  Effect.gen(function* () {
    const path = yield* directory
    write(path, { "a.txt": "abc" })
    const fs = yield* FileSystem.FileSystem
    const bare = FileSystem.FileSystem.of({
      ...fs,
      stat: (at) => Effect.map(fs.stat(at), (info) => ({ ...info, ino: Option.none() })),
      open: (at, options) => fs.open(at, options)
    })
    const folder_id = yield* folder()
    yield* Effect.provideService(upload(path, folder_id), FileSystem.FileSystem, bare)
    assert.deepStrictEqual(yield* onBox(folder_id), { "a.txt": "abc" })
  }).pipe(Effect.scoped, Effect.provide(world))
)
