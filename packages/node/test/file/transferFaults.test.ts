/**
 * What may go wrong with transfers that are more than one request: uploads that can be resumed, trees in both directions,
 * downloads over several connections. Each fault is survived, or is the failure of one file and of nothing else; then
 * nothing half is left, and the next run brings what is missing. What kills the process is in `test/kill`.
 */
import * as NodeFs from "node:fs"
import { dirname, join } from "node:path"
import { BoxConfig, BoxRequest, FileUpload, UploadSource } from "@effect-box/core"
import type { BoxEmulator } from "@effect-box/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, FileSystem, Layer, PlatformError, type Scope, Stream } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { KeyValueStore } from "effect/persistence"
import { LocalView } from "../../src/file/internal/localEntry.ts"
import * as LocalDirectory from "../../src/directory/LocalDirectory.ts"
import * as LocalFile from "../../src/file/LocalFile.ts"
import { bytesOf } from "../directory/disk.ts"
import { addFault, box, directory, folder, onBox, read, stats, type Tree, write } from "../directory/trees.ts"

const tree: Tree = {
  "1.txt": "1".repeat(150_000),
  "2.txt": "2".repeat(150_000),
  "sub/3.txt": "3".repeat(150_000),
  "sub/4.txt": "4".repeat(150_000)
}

type Journal = KeyValueStore.KeyValueStore
const Store = KeyValueStore.KeyValueStore

/** One word for each file: its result, or the tag of its failure. */
const results = <E, R>(
  run: Stream.Stream<LocalDirectory.UploadResult | LocalDirectory.DownloadResult, E, R>
): Effect.Effect<ReadonlyArray<string>, E, R> =>
  Effect.map(Stream.runCollect(run), (all) =>
    all.map((result) => (result._tag === "Failed" ? result.error._tag : result._tag))
  )

/** Everything under one of these is a file that is there. */
const fine = ["Uploaded", "Downloaded", "Unchanged"]

type World = Layer.Success<typeof world>

/** A transfer that has not begun. */
interface Prepared {
  readonly run: Effect.Effect<ReadonlyArray<string>, { readonly _tag: string }, World>
  /** Asserts that nothing half is anywhere. */
  readonly clean: Effect.Effect<void, unknown, World>
  /** Asserts that everything is where it should be, once, and nothing else is left. */
  readonly arrived: Effect.Effect<void, unknown, World>
}
type Prepare = Effect.Effect<Prepared, unknown, World | Scope.Scope>

const uploadResumable: Prepare = Effect.gen(function* () {
  const path = join(yield* directory, "a.bin")
  NodeFs.writeFileSync(path, bytesOf(9500))
  const folder_id = yield* folder()
  return {
    run: Effect.as(LocalFile.uploadResumable(path, { folder_id }), ["Uploaded"]),
    clean: Effect.gen(function* () {
      assert.deepStrictEqual(yield* onBox(folder_id), {})
      assert.strictEqual((yield* stats).committedSessions, 0)
    }),
    arrived: Effect.gen(function* () {
      assert.deepStrictEqual(yield* onBox(folder_id), { "a.bin": NodeFs.readFileSync(path, "utf8") })
      const { committedSessions, openSessions } = yield* stats
      assert.deepStrictEqual([committedSessions, openSessions], [1, 0])
      assert.strictEqual(yield* Store.use(({ size }) => size), 0)
    })
  }
})

const uploadTree: Prepare = Effect.gen(function* () {
  const path = yield* directory
  write(path, tree)
  const folder_id = yield* folder()
  const run = Stream.unwrap(
    Store.use((journal) => Effect.succeed(LocalDirectory.upload(path, { folder_id, onConflict: "fail", journal })))
  )
  return {
    run: results(run),
    clean: Effect.gen(function* () {
      for (const [name, content] of Object.entries(yield* onBox(folder_id))) {
        if (!name.endsWith("/")) assert.strictEqual(content, tree[name])
      }
    }),
    arrived: Effect.gen(function* () {
      assert.deepStrictEqual(yield* onBox(folder_id), tree)
      assert.isUndefined((yield* stats).byRoute["POST /files/{file_id}/content"])
      assert.strictEqual(yield* Store.use(({ size }) => size), 0)
    })
  }
})

const downloadTree: Prepare = Effect.gen(function* () {
  const source = yield* directory
  write(source, tree)
  const folder_id = yield* folder()
  yield* Stream.runDrain(LocalDirectory.upload(source, { folder_id, onConflict: "fail" }))
  const path = join(yield* directory, "target")
  const run = Stream.unwrap(
    Store.use((journal) => Effect.succeed(LocalDirectory.download(path, { folder_id, onConflict: "fail", journal })))
  )
  return {
    run: results(run),
    clean: Effect.sync(() => {
      for (const [name, content] of Object.entries(read(path))) {
        if (!name.endsWith("/")) assert.strictEqual(content, tree[name])
      }
      assert.isFalse(NodeFs.existsSync(join(path, ".effect-box")))
    }),
    arrived: Effect.gen(function* () {
      assert.deepStrictEqual(read(path), tree)
      assert.strictEqual((yield* stats).openDownloads, 0)
      assert.strictEqual(yield* Store.use(({ size }) => size), 0)
    })
  }
})

const downloadRanges: Prepare = Effect.gen(function* () {
  const bytes = bytesOf(4 * 1024 * 1024 + 4321)
  const { id: file_id } = yield* FileUpload.upload(UploadSource.fromBytes(bytes), { folder_id: "0", name: "b.bin" })
  const path = join(yield* directory, "b.bin")
  const beside = () => NodeFs.readdirSync(dirname(path))
  return {
    run: Effect.as(LocalFile.download(path, { file_id, connections: 3 }), ["Downloaded"]),
    clean: Effect.sync(() => assert.deepStrictEqual(beside(), [])),
    arrived: Effect.gen(function* () {
      assert.deepStrictEqual(beside(), ["b.bin"])
      assert.isTrue(NodeFs.readFileSync(path).equals(bytes))
      assert.strictEqual((yield* stats).openDownloads, 0)
    })
  }
})

/** Sessions for anything; new attempts come at once, and nobody waits longer than a second for an answer. */
const world = Layer.mergeAll(
  box({ partSize: 1000, minimumSessionSize: 1 }),
  KeyValueStore.layerMemory,
  BoxConfig.layer({ timeouts: { response: "1 second", idle: "1 second" } })
)
const quickly = BoxRequest.withRetry({ baseDelay: Duration.millis(1) })

type Row = readonly [what: string, fault: BoxEmulator.Fault]
type Match = BoxEmulator.Fault["match"]

const answersLost = (match: Match): ReadonlyArray<Row> => [
  ["a reset", { kind: "reset", match }],
  ["an answer that is cut off", { kind: "truncate", match, afterBytes: 3 }],
  ["an answer that stops in the middle", { kind: "stall", match, afterBytes: 3 }],
  ["an answer that comes too late", { kind: "delay", match, delay: 100_000 }],
  ["429", { kind: "status", match, status: 429, retryAfter: 0 }],
  ["503 with HTML", { kind: "status", match, status: 503, body: "html", retryAfter: 0 }]
]
const refusals = (match: Match): ReadonlyArray<readonly [...Row, string]> => [
  ["403", { kind: "status", match, status: 403 }, "BoxForbidden"],
  ["404", { kind: "status", match, status: 404 }, "BoxNotFound"]
]
const expired = (match: Match): Row => [
  "an access token that has expired",
  { kind: "status", match, status: 401, body: "empty" }
]

const up = (match: Match) => ({
  survived: [
    ...answersLost(match),
    expired(match),
    ["500 after the work", { kind: "status", match, status: 500, when: "after" }],
    ["an answer that is lost", { kind: "lostAnswer", match }]
  ] satisfies ReadonlyArray<Row>,
  refused: [
    ["403", { kind: "status", match, status: 403 }, "BoxForbidden"],
    ["a full account", { kind: "status", match, status: 403, code: "storage_limit_exceeded" }, "BoxForbidden"]
  ] satisfies ReadonlyArray<readonly [...Row, string]>
})
const signed = { path: "/download", nth: 2 }
const content = { path: "/files/{file_id}/content", nth: 2 }
const down = {
  survived: [
    ...answersLost(signed),
    ["an address that is refused", { kind: "status", match: signed, status: 403, body: "html" }],
    expired(content),
    ["content that is not ready", { kind: "notReady", match: content, retryAfter: 0 }]
  ] satisfies ReadonlyArray<Row>,
  refused: [
    ...refusals(content),
    ["a byte that is wrong", { kind: "corrupt", match: signed }, "BoxIntegrityError"]
  ] satisfies ReadonlyArray<readonly [...Row, string]>
}

const full = PlatformError.systemError({ module: "FileSystem", method: "write", _tag: "WriteZero" })
const forbidden = PlatformError.systemError({ module: "FileSystem", method: "open", _tag: "PermissionDenied" })

/** One call fails, by default the second, as on a disk that is full or not ours; all others do what they should. */
const oneCall = (error: PlatformError.PlatformError, nth = 2) => {
  let calls = 0
  return <A, R>(self: Effect.Effect<A, PlatformError.PlatformError, R>) =>
    Effect.suspend(() => (++calls === nth ? Effect.fail(error) : self))
}

type Disk = FileSystem.FileSystem
const withFile = (fs: Disk, change: (file: FileSystem.File) => Partial<FileSystem.File>): Disk => ({
  ...fs,
  open: (path, options) =>
    Effect.map(fs.open(path, options), (file) => Object.assign(Object.create(file), change(file)))
})
const diskFaults: Readonly<Record<"open" | "read" | "write" | "rename" | "makeDirectory", (fs: Disk) => Disk>> = {
  open: (fs) => {
    const spoiled = oneCall(forbidden)
    return { ...fs, open: (path, options) => spoiled(fs.open(path, options)) }
  },
  read: (fs) => {
    const spoiled = oneCall(full)
    return withFile(fs, (file) => ({ read: (buffer, options) => spoiled(file.read(buffer, options)) }))
  },
  write: (fs) => {
    const spoiled = oneCall(full)
    return withFile(fs, (file) => ({ writeAll: (buffer) => spoiled(file.writeAll(buffer)) }))
  },
  rename: (fs) => {
    const spoiled = oneCall(forbidden)
    return { ...fs, rename: (from, to) => spoiled(fs.rename(from, to)) }
  },
  makeDirectory: (fs) => {
    // The target and the place for unfinished files come first.
    const spoiled = oneCall(forbidden, 3)
    return { ...fs, makeDirectory: (path, options) => spoiled(fs.makeDirectory(path, options)) }
  }
}

/** A Box that tells, once, another SHA-1 than that of the bytes it has stored. */
const lying = (honest: HttpClient.HttpClient) => {
  let answers = 0
  return HttpClient.make((request) =>
    Effect.gen(function* () {
      const response = yield* honest.execute(request)
      const stores = request.method === "PUT" || request.url.endsWith("/files/content")
      if (!stores || ++answers !== 2) return response
      const text = (yield* response.text).replace(/"[0-9a-f]{40}"/g, `"${"0".repeat(40)}"`)
      return HttpClientResponse.fromWeb(request, new Response(text, { status: response.status }))
    })
  )
}

const transfers = [
  ["a resumable upload", uploadResumable, up({ method: "PUT", nth: 4 }), ["read"]],
  ["the upload of a tree", uploadTree, up({ path: "/files/content", nth: 2 }), ["open", "read"]],
  ["the download of a tree", downloadTree, down, ["open", "write", "rename", "makeDirectory"]],
  ["a download over several connections", downloadRanges, down, ["open", "write"]]
] as const

for (const [name, prepare, { refused, survived }, disk] of transfers) {
  // Many of them wait a second for an answer, and each has a world of its own.
  describe(name, { concurrent: true }, () => {
    const transfer = Effect.map(prepare, ({ arrived, clean, run }) => {
      const words = Effect.catch(quickly(run), ({ _tag }) => Effect.succeed([_tag]))
      return {
        words,
        /** One file fails like this, all others arrive, and a run without the fault brings the rest. */
        fails: Effect.fnUntraced(function* (expected: string, first: typeof words) {
          const seen = yield* first
          assert.deepStrictEqual(
            seen.filter((word) => !fine.includes(word)),
            [expected]
          )
          yield* clean
          const second = yield* words
          assert.deepStrictEqual(
            second.filter((word) => !fine.includes(word)),
            []
          )
          yield* arrived
        }),
        arrived
      }
    })

    for (const [what, fault] of survived) {
      it.live(`survives ${what}`, () =>
        Effect.gen(function* () {
          const { arrived, words } = yield* transfer
          yield* addFault(fault)
          const seen = yield* words
          assert.deepStrictEqual(
            seen.filter((word) => !fine.includes(word)),
            []
          )
          yield* arrived
        }).pipe(Effect.scoped, Effect.provide(world))
      )
    }

    for (const [what, fault, tag] of refused) {
      it.live(`${what} is the failure of one file`, () =>
        Effect.gen(function* () {
          const { fails, words } = yield* transfer
          yield* addFault(fault)
          yield* fails(tag, words)
        }).pipe(Effect.scoped, Effect.provide(world))
      )
    }

    for (const method of disk) {
      it.live(`a disk on which one ${method} fails is the failure of one file`, () =>
        Effect.gen(function* () {
          const { fails, words } = yield* transfer
          const fs = diskFaults[method](yield* FileSystem.FileSystem)
          yield* fails("PlatformError", Effect.provideService(words, FileSystem.FileSystem, fs))
        }).pipe(Effect.scoped, Effect.provide(world))
      )
    }

    if (prepare === uploadTree) {
      it.live("a directory that cannot be read is a failure of its own", () =>
        Effect.gen(function* () {
          const { fails, words } = yield* transfer
          const view = yield* LocalView
          const entriesOf: typeof view.entriesOf = (path) =>
            path.endsWith("/sub") ? Stream.fail(forbidden) : view.entriesOf(path)
          yield* fails("PlatformError", Effect.provideService(words, LocalView, { ...view, entriesOf }))
        }).pipe(Effect.scoped, Effect.provide(world))
      )
    }

    if (prepare === uploadTree || prepare === uploadResumable) {
      it.live("an answer that tells another SHA-1 is the failure of one file", () =>
        Effect.gen(function* () {
          const { fails, words } = yield* transfer
          const liar = lying(yield* HttpClient.HttpClient)
          yield* fails("BoxIntegrityError", Effect.provideService(words, HttpClient.HttpClient, liar))
        }).pipe(Effect.scoped, Effect.provide(world))
      )
    }

    if (prepare === downloadRanges) return
    it.live("a journal that cannot be written ends the run, and the next one goes on", () =>
      Effect.gen(function* () {
        const { arrived, words } = yield* transfer
        const store = yield* Store
        const error = new KeyValueStore.KeyValueStoreError({ method: "set", message: "full" })
        let writes = 0
        const filling: Journal = {
          ...store,
          set: (key, value) => Effect.suspend(() => (++writes > 2 ? Effect.fail(error) : store.set(key, value)))
        }
        const none: Journal = { ...filling, set: () => Effect.fail(error) }
        const given = prepare === uploadResumable ? none : filling
        assert.deepStrictEqual(yield* Effect.provideService(words, Store, given), ["KeyValueStoreError"])
        yield* words
        yield* arrived
      }).pipe(Effect.scoped, Effect.provide(world))
    )
  })
}
