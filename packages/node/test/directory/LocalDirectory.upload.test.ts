import { execFileSync } from "node:child_process"
import * as NodeFs from "node:fs"
import { BoxRequest, Files, FileUpload, Folders, Items, UploadSource } from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Stream } from "effect"
import { KeyValueStore } from "effect/persistence"
import * as LocalDirectory from "../../src/directory/LocalDirectory.ts"
import { addFault, box, collect, counting, directory, folder, onBox, stats, type Tree, write } from "./trees.ts"

const tree: Tree = {
  "a.txt": "alpha",
  "empty.bin": "",
  "deep/er/b.txt": "beta",
  "deep/c é.txt": "gamma",
  "deep/er/nothing/": "",
  "hollow/": ""
}
const files = ["a.txt", "empty.bin", "deep/er/b.txt", "deep/c é.txt"]
const all = (what: string): Tree => Object.fromEntries(files.toSorted().map((path) => [path, what]))

const upload = (path: string, folder_id: string, options: Partial<LocalDirectory.UploadOptions> = {}) =>
  collect(LocalDirectory.upload(path, { folder_id, onConflict: "fail", ...options }))

const text = (content: string) => UploadSource.fromBytes(new TextEncoder().encode(content))
const quickly = BoxRequest.withRetry({ baseDelay: Duration.millis(1) })

describe("a tree goes up", () => {
  it.live("with its empty directories, one request for each new file, and not again", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, tree)
      NodeFs.utimesSync(`${path}/a.txt`, 1000, 1_600_000_000)
      const folder_id = yield* folder()
      const first = yield* counting(upload(path, folder_id))
      assert.deepStrictEqual(first.value, all("Uploaded"))
      assert.deepStrictEqual(yield* onBox(folder_id), tree)
      assert.deepStrictEqual(first.requests, {
        "GET /folders/{folder_id}": 1,
        "GET /folders/{folder_id}/items": 1,
        "POST /folders": 4,
        "POST /files/content": 4
      })
      const a = (yield* Folders.getFolderItems({ folder_id })).entries?.find(({ name }) => name === "a.txt")
      const { content_modified_at } = yield* Files.getFileById({ file_id: a?.id ?? "" })
      assert.strictEqual(Date.parse(content_modified_at ?? ""), 1_600_000_000_000)

      const again = yield* counting(upload(path, folder_id))
      assert.deepStrictEqual(again.value, all("Unchanged"))
      assert.isUndefined(again.requests["POST /files/content"])
      assert.isUndefined(again.requests["OPTIONS /files/content"])
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("tells of progress that only grows", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, tree)
      const seen: Array<LocalDirectory.DirectoryProgress> = []
      const onProgress = (progress: LocalDirectory.DirectoryProgress) => Effect.sync(() => void seen.push(progress))
      yield* upload(path, yield* folder(), { onProgress, concurrency: 3 })
      assert.deepStrictEqual(seen.at(-1), { results: 4, transferred: "alphabetagamma".length, running: [] })
      for (const [i, { results, transferred }] of seen.slice(1).entries()) {
        assert.isTrue(results >= (seen[i]?.results ?? 0) && transferred >= (seen[i]?.transferred ?? 0))
      }
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("no more files at once than allowed", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`${i}.txt`, "x"])))
      yield* addFault({ kind: "delay", match: { path: "/files/content", times: 12 }, delay: 20 })
      const began = performance.now()
      const results = yield* upload(path, "0", { concurrency: 3 })
      assert.strictEqual(Object.keys(results).length, 12)
      assert.isAtLeast(performance.now() - began, 78)
    }).pipe(Effect.scoped, Effect.provide(box()))
  )
})

describe("a name that is taken", () => {
  const cases: Readonly<Record<LocalDirectory.UploadOptions["onConflict"], readonly [result: string, after: Tree]>> = {
    fail: ["Failed BoxItemNameInUse", { "a.txt": "other", "b.txt": "same" }],
    skip: ["Skipped", { "a.txt": "other", "b.txt": "same" }],
    version: ["Uploaded", { "a.txt": "alpha", "b.txt": "same" }],
    rename: ["Renamed a (1).txt", { "a (1).txt": "alpha", "a.txt": "other", "b.txt": "same" }]
  }
  for (const [policy, [result, after]] of Object.entries(cases)) {
    // The keys of `cases` are the policies.
    const onConflict = policy as LocalDirectory.UploadOptions["onConflict"]
    it.live(`${policy}: known from the list of the folder, and found out by the upload`, () =>
      Effect.gen(function* () {
        const path = yield* directory
        write(path, { "a.txt": "alpha", "b.txt": "same" })
        const folder_id = yield* folder()
        yield* FileUpload.upload(text("other"), { folder_id, name: "A.TXT" })
        yield* FileUpload.upload(text("same"), { folder_id, name: "b.txt" })
        assert.deepStrictEqual(yield* upload(path, folder_id, { onConflict }), {
          "a.txt": result,
          "b.txt": "Unchanged"
        })
        const upper = Object.fromEntries(
          Object.entries(after).map(([name, content]) => [name === "a.txt" ? "A.TXT" : name, content])
        )
        assert.deepStrictEqual(yield* onBox(folder_id), upper)
        // A second run finds what the first one did, whatever name it took.
        const second = yield* upload(path, folder_id, { onConflict })
        assert.strictEqual(second["a.txt"], policy === "version" || policy === "rename" ? "Unchanged" : result)

        // The folder was made by this run, so nothing is asked before a stranger takes the names.
        const other = yield* directory
        write(other, { "new/a.txt": "alpha", "new/b.txt": "same" })
        const uploads = Effect.map(stats, ({ byRoute }) => byRoute["POST /files/content"] ?? 0)
        const before = yield* uploads
        yield* addFault({ kind: "delay", match: { method: "POST", path: "/files/content", times: 2 }, delay: 300 })
        const running = yield* Effect.forkChild(upload(other, folder_id, { onConflict }))
        yield* Effect.repeat(Effect.andThen(Effect.sleep("2 millis"), uploads), { until: (n) => n === before + 2 })
        const made = yield* Items.resolvePath("new", { id: folder_id })
        yield* FileUpload.upload(text("other"), { folder_id: made.id, name: "a.txt" })
        yield* FileUpload.upload(text("same"), { folder_id: made.id, name: "b.txt" })
        assert.deepStrictEqual(yield* Fiber.join(running), { "new/a.txt": result, "new/b.txt": "Unchanged" })
        assert.deepStrictEqual(yield* onBox(made.id), after)
      }).pipe(Effect.scoped, Effect.provide(box()))
    )
  }

  it.live("no file takes the name of another local one, although that one is left out", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, { "a.txt": "alpha", "a (1).txt": "its own" })
      const folder_id = yield* folder()
      yield* FileUpload.upload(text("other"), { folder_id, name: "a.txt" })
      const results = yield* upload(path, folder_id, { onConflict: "rename", exclude: ["a (1).txt"] })
      assert.strictEqual(results["a.txt"], "Renamed a (2).txt")
      assert.deepStrictEqual(yield* onBox(folder_id), { "a.txt": "other", "a (2).txt": "alpha" })
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("no file counts as stored because another local one with the same bytes is", () =>
    Effect.gen(function* () {
      const path = yield* directory
      // Box treats "A (1).txt" and "a (1).txt" as one name.
      write(path, { "A.txt": "alpha", "a (1).txt": "alpha" })
      const folder_id = yield* folder()
      yield* FileUpload.upload(text("other"), { folder_id, name: "a.txt" })
      yield* FileUpload.upload(text("alpha"), { folder_id, name: "a (1).txt" })
      const results = yield* upload(path, folder_id, { onConflict: "rename" })
      assert.deepStrictEqual(results, { "A.txt": "Renamed A (2).txt", "a (1).txt": "Unchanged" })
      const again = yield* upload(path, folder_id, { onConflict: "rename" })
      assert.deepStrictEqual(again, { "A.txt": "Unchanged", "a (1).txt": "Unchanged" })
      assert.deepStrictEqual(yield* onBox(folder_id), {
        "a.txt": "other",
        "a (1).txt": "alpha",
        "A (2).txt": "alpha"
      })
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("a folder has the name of a file, a file that of a folder", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, { x: "file", "y/z.txt": "below", "w.txt": "fine" })
      const folder_id = yield* folder()
      yield* Folders.createFolder({ name: "X", parent: { id: folder_id } })
      yield* FileUpload.upload(text("y"), { folder_id, name: "y" })
      assert.deepStrictEqual(yield* upload(path, folder_id, { onConflict: "version" }), {
        "w.txt": "Uploaded",
        x: "Failed BoxItemNameInUse",
        y: "Failed BoxItemNameInUse",
        "y/z.txt": "Failed BoxItemNameInUse"
      })
      assert.strictEqual((yield* upload(path, folder_id, { onConflict: "rename" }))["x"], "Renamed x (1)")
    }).pipe(Effect.scoped, Effect.provide(box()))
  )
})

describe("what cannot go to Box as it is", () => {
  it.live("is refused with the reason, and nothing is renamed", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, {
        "fine.txt": "f",
        "back\\slash.txt": "x",
        "line\nbreak": "x",
        "trailing ": "x",
        "dir with space /inside.txt": "x",
        "Readme.md": "upper",
        "README.md": "lower",
        "real/file.txt": "r"
      })
      NodeFs.symlinkSync("fine.txt", `${path}/link.txt`)
      NodeFs.symlinkSync("real", `${path}/linked`)
      execFileSync("mkfifo", [`${path}/pipe`])
      NodeFs.writeFileSync(Buffer.concat([Buffer.from(`${path}/latin-`), Buffer.from([0xe9])]), "x")
      const folder_id = yield* folder()
      const { "README.md": one, "Readme.md": two, ...rest } = yield* upload(path, folder_id, { onConflict: "version" })
      assert.deepStrictEqual(rest, {
        "back\\slash.txt": "Refused name",
        "dir with space ": "Refused name",
        "dir with space /inside.txt": "Refused name",
        "fine.txt": "Uploaded",
        "latin-\ufffd": "Refused name",
        "line\nbreak": "Refused name",
        "link.txt": "Refused symbolic-link",
        linked: "Refused symbolic-link",
        pipe: "Refused special",
        "real/file.txt": "Uploaded",
        "trailing ": "Refused name"
      })
      assert.deepStrictEqual([one, two].toSorted(), ["Refused same-name", "Uploaded"])
      const stored = yield* onBox(folder_id)
      const [name, content] = Object.entries(stored).find(([key]) => key.toLowerCase() === "readme.md") ?? []
      assert.strictEqual(content, name === "README.md" ? "lower" : "upper")
      // The one that lost never becomes a version of the other.
      const second = yield* upload(path, folder_id, { onConflict: "version" })
      assert.deepStrictEqual([second["README.md"], second["Readme.md"]].toSorted(), ["Refused same-name", "Unchanged"])
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("links are followed when asked for, cycles never", () =>
    Effect.gen(function* () {
      const path = yield* directory
      const outside = yield* directory
      write(outside, { "o.txt": "outside" })
      write(path, { "real/file.txt": "r" })
      NodeFs.symlinkSync("real/file.txt", `${path}/link.txt`)
      NodeFs.symlinkSync(outside, `${path}/out`)
      NodeFs.symlinkSync("..", `${path}/real/up`)
      NodeFs.symlinkSync("loop", `${path}/loop`)
      NodeFs.symlinkSync("gone", `${path}/broken`)
      const folder_id = yield* folder()
      const result = yield* upload(path, folder_id, { followSymbolicLinks: true })
      assert.deepStrictEqual(result, {
        broken: "Failed PlatformError",
        "link.txt": "Uploaded",
        loop: "Failed PlatformError",
        "out/o.txt": "Uploaded",
        "real/file.txt": "Uploaded",
        "real/up": "Refused cycle"
      })
    }).pipe(Effect.scoped, Effect.provide(box()))
  )
})

describe("what goes wrong", () => {
  const faults: Readonly<Record<string, Parameters<typeof addFault>[0]>> = {
    "a reset": { kind: "reset", match: { path: "/files/content", nth: 2, times: 2 } },
    "a lost answer": { kind: "status", match: { path: "/files/content", nth: 2 }, status: 500, when: "after" },
    "429": { kind: "status", match: { nth: 4 }, status: 429, retryAfter: 0 },
    "500 on a folder": {
      kind: "status",
      match: { method: "POST", path: "/folders", nth: 2 },
      status: 500,
      when: "after"
    },
    "500 on the list": { kind: "status", match: { path: "/folders/{folder_id}/items" }, status: 500 }
  }
  for (const [name, fault] of Object.entries(faults)) {
    it.live(`${name} in the middle changes nothing about the result`, () =>
      Effect.gen(function* () {
        const path = yield* directory
        write(path, tree)
        const folder_id = yield* folder()
        yield* addFault(fault)
        assert.deepStrictEqual(yield* quickly(upload(path, folder_id)), all("Uploaded"))
        assert.deepStrictEqual(yield* onBox(folder_id), tree)
      }).pipe(Effect.scoped, Effect.provide(box()))
    )
  }

  it.live("a file that Box refuses is a failed result, and the others go on", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, tree)
      const folder_id = yield* folder()
      yield* addFault({ kind: "status", match: { path: "/files/content", nth: 2 }, status: 403 })
      const results = Object.values(yield* upload(path, folder_id)).toSorted()
      assert.deepStrictEqual(results, ["Failed BoxForbidden", "Uploaded", "Uploaded", "Uploaded"])
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("a login that is refused ends the run, and so does a top that is missing", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, tree)
      const missing = yield* Effect.flip(upload(`${path}/none`, "0"))
      assert.strictEqual(missing._tag, "PlatformError")
      assert.strictEqual((yield* Effect.flip(upload(`${path}/a.txt`, "0")))._tag, "BoxInvalidInput")
      assert.strictEqual((yield* Effect.flip(upload(path, "0", { concurrency: 0 })))._tag, "BoxInvalidInput")
      assert.strictEqual((yield* Effect.flip(upload(path, "999")))._tag, "BoxNotFound")
      yield* addFault({ kind: "status", match: { path: "/files/content", times: 100 }, status: 401 })
      assert.strictEqual((yield* Effect.flip(upload(path, "0")))._tag, "BoxUnauthorized")
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("an interruption leaves no session", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, { "small.txt": "s" })
      NodeFs.writeFileSync(`${path}/large.bin`, new Uint8Array(20_500_000))
      yield* addFault({ kind: "delay", match: { method: "PUT", nth: 3, times: 100 }, delay: 60_000 })
      const running = yield* Effect.forkChild(upload(path, "0"))
      yield* Effect.repeat(Effect.andThen(Effect.sleep("5 millis"), stats), { until: (s) => s.storedParts >= 2 })
      yield* Fiber.interrupt(running)
      const { abortedSessions, openSessions } = yield* stats
      assert.deepStrictEqual([openSessions, abortedSessions], [0, 1])
    }).pipe(Effect.scoped, Effect.provide(box({ partSize: 4_000_000 })))
  )
})

describe("the journal", () => {
  const memory = KeyValueStore.layerMemory

  it.live("keeps no checkpoint of a large file whose process was killed right after its last step", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, { "large.bin": "x".repeat(20_000_000) })
      const folder_id = yield* folder()
      const journal = yield* KeyValueStore.KeyValueStore
      // The upload is complete, and its process dies before it removes the checkpoint.
      const killed = { ...journal, remove: () => Effect.void }
      assert.deepStrictEqual(yield* upload(path, folder_id, { journal: killed }), { "large.bin": "Uploaded" })
      assert.strictEqual(yield* journal.size, 1)
      assert.deepStrictEqual(yield* upload(path, folder_id, { journal }), { "large.bin": "Unchanged" })
      assert.strictEqual(yield* journal.size, 0)
    }).pipe(Effect.scoped, Effect.provide(memory), Effect.provide(box()))
  )

  it.live("what is done is not asked again; the end of a run removes it", () =>
    Effect.gen(function* () {
      const journal = yield* KeyValueStore.KeyValueStore
      const path = yield* directory
      write(path, tree)
      const folder_id = yield* folder()
      yield* LocalDirectory.upload(path, { folder_id, onConflict: "fail", journal, concurrency: 1 }).pipe(
        Stream.take(3),
        Stream.runDrain
      )
      const entries = yield* journal.keys
      assert.isAtLeast(entries.length, 3)
      for (const key of entries) assert.match(key, /^up-[0-9a-f]{16}-[0-9a-f]{40}$/)
      const rest = yield* counting(upload(path, folder_id, { journal }))
      assert.strictEqual(rest.requests["POST /files/content"] ?? 0, 4 - entries.length)
      assert.deepStrictEqual(Object.keys(rest.value), Object.keys(all("")))
      assert.strictEqual(yield* journal.size, 0)
      assert.deepStrictEqual(yield* onBox(folder_id), tree)
    }).pipe(Effect.scoped, Effect.provide(memory), Effect.provide(box()))
  )

  it.live("a file that has changed since, or an entry that was cut off, is looked at again", () =>
    Effect.gen(function* () {
      const journal = yield* KeyValueStore.KeyValueStore
      const path = yield* directory
      write(path, { "a.txt": "one", "b.txt": "two" })
      const folder_id = yield* folder()
      const keep = { ...journal, clearPrefix: () => Effect.void }
      yield* upload(path, folder_id, { journal: keep })
      const again = yield* counting(upload(path, folder_id, { journal: keep }))
      assert.deepStrictEqual(again.requests, { "GET /folders/{folder_id}": 1 })
      NodeFs.writeFileSync(`${path}/a.txt`, "ONE")
      NodeFs.utimesSync(`${path}/a.txt`, 5, 5)
      assert.deepStrictEqual(yield* upload(path, folder_id, { journal: keep, onConflict: "version" }), {
        "a.txt": "Uploaded",
        "b.txt": "Unchanged"
      })
      for (const key of yield* journal.keys) yield* journal.set(key, ((yield* journal.get(key)) ?? "").slice(0, -3))
      const torn = yield* counting(upload(path, folder_id, { journal: keep }))
      assert.deepStrictEqual(torn.value, { "a.txt": "Unchanged", "b.txt": "Unchanged" })
      assert.strictEqual(torn.requests["GET /folders/{folder_id}/items"], 1)
    }).pipe(Effect.scoped, Effect.provide(memory), Effect.provide(box()))
  )
})
