import { execFileSync } from "node:child_process"
import * as NodeFs from "node:fs"
import { basename, join } from "node:path"
import { BoxRequest, Folders, WebLinks } from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Stream } from "effect"
import { KeyValueStore } from "effect/persistence"
import { LocalView } from "../../src/file/internal/localEntry.ts"
import { localNameFault } from "../../src/file/internal/localName.ts"
import { unfinishedFor } from "../../src/file/internal/unfinished.ts"
import * as LocalDirectory from "../../src/directory/LocalDirectory.ts"
import { changingItems, addFault, box, collect, counting, directory, folder, read, type Tree, write } from "./trees.ts"

const tree: Tree = {
  "a.txt": "alpha",
  "a.txt.part": "not a part of a.txt",
  "deep/c é.txt": "gamma",
  "deep/er/b.txt": "beta",
  "deep/er/nothing/": "",
  "empty.bin": "",
  "hollow/": ""
}
const files = Object.keys(tree).filter((path) => !path.endsWith("/"))
const all = (what: string): Tree => Object.fromEntries(files.map((path) => [path, what]))

const download = (path: string, folder_id: string, options: Partial<LocalDirectory.DownloadOptions> = {}) =>
  collect(LocalDirectory.download(path, { folder_id, onConflict: "fail", ...options }))

const quickly = BoxRequest.withRetry({ baseDelay: Duration.millis(1) })

/** Puts a tree on Box. */
const seeded = (content: Tree = tree) =>
  Effect.gen(function* () {
    const path = yield* directory
    write(path, content)
    const folder_id = yield* folder()
    yield* Stream.runDrain(LocalDirectory.upload(path, { folder_id, onConflict: "fail" }))
    return folder_id
  })

describe("a tree comes down", () => {
  it.live("with its empty directories and without a trace, and not again", () =>
    Effect.gen(function* () {
      const folder_id = yield* seeded()
      const path = join(yield* directory, "made/for it")
      assert.deepStrictEqual(yield* download(path, folder_id), all("Downloaded"))
      assert.deepStrictEqual(read(path), tree)
      const again = yield* counting(download(path, folder_id))
      assert.deepStrictEqual(again.value, all("Unchanged"))
      assert.deepStrictEqual(again.requests, { "GET /folders/{folder_id}": 1, "GET /folders/{folder_id}/items": 5 })
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("two requests for each file, and progress for the whole", () =>
    Effect.gen(function* () {
      const folder_id = yield* seeded()
      const seen: Array<LocalDirectory.DirectoryProgress> = []
      const onProgress = (progress: LocalDirectory.DirectoryProgress) => Effect.sync(() => void seen.push(progress))
      const { requests } = yield* counting(download(yield* directory, folder_id, { onProgress }))
      assert.strictEqual(requests["GET /files/{file_id}/content"], 4)
      assert.isUndefined(requests["GET /files/{file_id}"])
      const transferred = Object.values(tree).join("").length
      assert.deepStrictEqual(seen.at(-1), { results: files.length, transferred, running: [] })
    }).pipe(Effect.scoped, Effect.provide(box()))
  )
})

describe("a local file is in the way", () => {
  const cases: Readonly<Record<LocalDirectory.DownloadOptions["onConflict"], readonly [result: string, after: Tree]>> =
    {
      fail: ["Failed BoxInvalidInput", { "a.txt": "other", "b.txt": "same" }],
      skip: ["Skipped", { "a.txt": "other", "b.txt": "same" }],
      overwrite: ["Downloaded", { "a.txt": "alpha", "b.txt": "same" }],
      rename: ["Renamed a (1).txt", { "a (1).txt": "alpha", "a.txt": "other", "b.txt": "same" }]
    }
  for (const [policy, [result, after]] of Object.entries(cases)) {
    it.live(policy, () =>
      Effect.gen(function* () {
        const folder_id = yield* seeded({ "a.txt": "alpha", "b.txt": "same" })
        const path = yield* directory
        write(path, { "a.txt": "other", "b.txt": "same" })
        yield* Effect.sleep("20 millis")
        // The keys of `cases` are the policies.
        const onConflict = policy as LocalDirectory.DownloadOptions["onConflict"]
        const expected = { "a.txt": result, "b.txt": "Unchanged" }
        assert.deepStrictEqual(yield* download(path, folder_id, { onConflict }), expected)
        assert.deepStrictEqual(read(path), after)
        const second = yield* download(path, folder_id, { onConflict })
        assert.strictEqual(second["a.txt"], policy === "overwrite" || policy === "rename" ? "Unchanged" : result)
        assert.deepStrictEqual(read(path), after)
      }).pipe(Effect.scoped, Effect.provide(box()))
    )
  }

  it.live("links and things of another kind are never written through or over", () =>
    Effect.gen(function* () {
      const folder_id = yield* seeded({
        "link.txt": "1",
        "sub/file.txt": "2",
        "dir.txt": "3",
        "file/x.txt": "4",
        pipe: "5"
      })
      const outside = yield* directory
      write(outside, { "secret.txt": "mine" })
      const path = yield* directory
      write(path, { "dir.txt/inside.txt": "local", file: "local" })
      NodeFs.symlinkSync(join(outside, "secret.txt"), join(path, "link.txt"))
      NodeFs.symlinkSync(outside, join(path, "sub"))
      execFileSync("mkfifo", [join(path, "pipe")])
      assert.deepStrictEqual(yield* download(path, folder_id, { onConflict: "overwrite" }), {
        "dir.txt": "Refused occupied",
        file: "Refused occupied",
        "link.txt": "Refused occupied",
        pipe: "Refused occupied",
        sub: "Refused symbolic-link"
      })
      assert.deepStrictEqual(read(outside), { "secret.txt": "mine" })
      assert.strictEqual(read(path)["dir.txt/inside.txt"], "local")
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("the place for unfinished files is not one for anything else", () =>
    Effect.gen(function* () {
      const shop = unfinishedFor("directory")
      const checkpoints = { ".effect-box/effect-box-upload-1": "a checkpoint" }
      const folder_id = yield* seeded({ "y.txt": "2", "z/.effect-box": "3" })
      yield* Folders.createFolder({ name: shop, parent: { id: folder_id } })
      const path = yield* directory
      write(path, checkpoints)
      assert.deepStrictEqual(yield* download(path, folder_id), {
        [shop]: "Refused name",
        "y.txt": "Downloaded",
        "z/.effect-box": "Downloaded"
      })
      // What this run has not made is not removed.
      assert.deepStrictEqual(read(path), { ...checkpoints, "y.txt": "2", "z/.effect-box": "3" })
      const outside = yield* directory
      NodeFs.symlinkSync(outside, join(path, shop))
      assert.strictEqual((yield* Effect.flip(download(path, folder_id)))._tag, "BoxInvalidInput")
      assert.deepStrictEqual(read(outside), {})
    }).pipe(Effect.scoped, Effect.provide(box()))
  )
})

/** A Box that tells other names than it has, as no honest one would. */
const lying = (lies: Readonly<Record<string, string | { readonly size: unknown }>>) =>
  changingItems((entries) =>
    entries.map((entry) => {
      const lie = lies[entry.name] ?? {}
      return { ...entry, ...(typeof lie === "string" ? { name: lie } : lie) }
    })
  )

const hostile: ReadonlyArray<string> = [
  "..",
  ".",
  "",
  "../escaped",
  "../../escaped",
  "/tmp/effect-box-escaped",
  "a/b",
  "a\\b",
  "..\\escaped",
  "C:\\escaped",
  "nul\0byte",
  "line\nbreak",
  "\u007f",
  "\ud800",
  "x".repeat(256),
  "é".repeat(128)
]

describe("whatever an item is called", () => {
  for (const kind of ["file", "folder"] as const) {
    it.live(`nothing is written outside the target: ${kind}s`, () =>
      Effect.gen(function* () {
        const keys = hostile.map((_, i) => `n${String(i).padStart(2, "0")}`)
        const content = (key: string): readonly [string, string] =>
          kind === "file" ? [key, "evil"] : [`${key}/inside.txt`, "evil"]
        const folder_id = yield* seeded(Object.fromEntries([...keys.map(content), ["good.txt", "good"]]))
        const above = yield* directory
        const path = join(above, "deep/target")
        const names = Object.fromEntries(keys.map((key, i) => [key, hostile[i] ?? ""]))
        const results = yield* Effect.provide(download(path, folder_id, { onConflict: "overwrite" }), lying(names))
        const { "good.txt": good, ...bad } = results
        assert.strictEqual(good, "Downloaded")
        assert.deepStrictEqual(new Set(Object.values(bad)), new Set(["Refused name"]))
        assert.strictEqual(Object.keys(bad).length, hostile.length)
        assert.deepStrictEqual(read(above), { "deep/target/good.txt": "good" })
        assert.isFalse(NodeFs.existsSync("/tmp/effect-box-escaped"))
      }).pipe(Effect.scoped, Effect.provide(box()))
    )
  }

  it.live.each([undefined, "mine"])("two items of one name are not mixed up over %s: the second is refused", (here) =>
    Effect.gen(function* () {
      const folder_id = yield* seeded({ "a.txt": "first", "b.txt": "second", "c.txt": "third" })
      const path = yield* directory
      if (here !== undefined) NodeFs.writeFileSync(join(path, "a.txt"), here)
      const results = yield* Stream.runCollect(
        LocalDirectory.download(path, { folder_id, onConflict: "overwrite" })
      ).pipe(Effect.provide(lying({ "b.txt": "a.txt", "c.txt": "a.txt" })))
      assert.deepStrictEqual(results.map(({ _tag }) => _tag).toSorted(), ["Downloaded", "Refused", "Refused"])
      assert.strictEqual(Object.keys(read(path)).length, 1)
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("a file whose times lie in the future is replaced all the same", () =>
    Effect.gen(function* () {
      const folder_id = yield* seeded({ "a.txt": "theirs" })
      const path = yield* directory
      NodeFs.writeFileSync(join(path, "a.txt"), "mine")
      const future = new Date("2100-01-01")
      NodeFs.utimesSync(join(path, "a.txt"), future, future)
      const view = yield* LocalView
      // Nobody can set the time of a file's last change.
      const look = (path: string) =>
        Effect.map(view.look(path), (entry) =>
          entry && path.endsWith("a.txt")
            ? Object.assign({}, entry, { changed: BigInt(future.getTime()) * 1_000_000n })
            : entry
        )
      const results = yield* download(path, folder_id, { onConflict: "overwrite" }).pipe(
        Effect.provideService(LocalView, { ...view, look })
      )
      assert.deepStrictEqual(results, { "a.txt": "Downloaded" })
      assert.deepStrictEqual(read(path), { "a.txt": "theirs" })
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  // One that is in memory until it is right, and one that is not.
  it.live.each([900_000, 1_500_000])("two files of %d bytes that get one name at once are not mixed", (size) =>
    Effect.gen(function* () {
      const content = { "a.txt": "a".repeat(size), "a (1).txt": "b".repeat(size) }
      const folder_id = yield* seeded(content)
      const path = yield* directory
      NodeFs.writeFileSync(join(path, "a.txt"), "in the way")
      yield* addFault({ kind: "delay", match: { path: "/download", times: 2 }, delay: 100 })
      const results = yield* download(path, folder_id, { onConflict: "rename" })
      const after = read(path)
      assert.strictEqual(after["a.txt"], "in the way")
      const renamed = /^Renamed (.*)$/.exec(results["a.txt"] ?? "")?.[1] ?? ""
      assert.isTrue(after[renamed] === content["a.txt"], `${results["a.txt"]}`)
      const other = results["a (1).txt"]
      if (renamed === "a (1).txt") assert.strictEqual(other, "Refused same-name")
      else {
        assert.strictEqual(other, "Downloaded")
        assert.isTrue(after["a (1).txt"] === content["a (1).txt"])
      }
      assert.strictEqual(Object.keys(after).length, renamed === "a (1).txt" ? 2 : 3)
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("a number is put into a name of 255 bytes as well", () =>
    Effect.gen(function* () {
      const name = `${"é".repeat(125)}x.txt`
      const folder_id = yield* seeded({ [name]: "theirs" })
      const path = yield* directory
      write(path, { [name]: "mine" })
      const renamed = `${"é".repeat(123)} (1).txt`
      assert.deepStrictEqual(yield* download(path, folder_id, { onConflict: "rename" }), {
        [name]: `Renamed ${renamed}`
      })
      assert.deepStrictEqual(read(path), { [name]: "mine", [renamed]: "theirs" })
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("a file that appears while the bytes come is left alone", () =>
    Effect.gen(function* () {
      const folder_id = yield* seeded({ "a.txt": "theirs" })
      const path = yield* directory
      const view = yield* LocalView
      let looks = 0
      const look = (target: string) =>
        Effect.suspend(() => {
          if (basename(target) === "a.txt" && looks++ === 1) NodeFs.writeFileSync(join(path, "a.txt"), "mine")
          return view.look(target)
        })
      const results = yield* Effect.provideService(download(path, folder_id), LocalView, { ...view, look })
      assert.deepStrictEqual(results, { "a.txt": "Refused same-name" })
      assert.deepStrictEqual(read(path), { "a.txt": "mine" })
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("a size that cannot be is the result of that file alone", () =>
    Effect.gen(function* () {
      const sizes = [-1, 0.5, 1e300, null]
      const content = Object.fromEntries([...sizes.keys(), "good"].map((name) => [`${name}.txt`, "content"]))
      const folder_id = yield* seeded(content)
      const path = yield* directory
      const lies = Object.fromEntries(sizes.map((size, index) => [`${index}.txt`, { size }]))
      const { "good.txt": good, ...bad } = yield* Effect.provide(download(path, folder_id), lying(lies))
      assert.strictEqual(good, "Downloaded")
      assert.deepStrictEqual(new Set(Object.values(bad)), new Set(["Refused special"]))
      assert.deepStrictEqual(read(path), { "good.txt": "content" })
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("names that Windows forbids are refused where that is asked for", () =>
    Effect.gen(function* () {
      const content: Tree = { "aux.txt": "1", "a:b": "2", "dot.": "3", "fine.txt": "4", "what?": "5" }
      const folder_id = yield* seeded(content)
      const refused = { "a:b": "Refused name", "aux.txt": "Refused name", "dot.": "Refused name" }
      assert.deepStrictEqual(yield* download(yield* directory, folder_id, { windowsNames: true }), {
        ...refused,
        "fine.txt": "Downloaded",
        "what?": "Refused name"
      })
      const path = yield* directory
      yield* download(path, folder_id, { windowsNames: false })
      assert.deepStrictEqual(read(path), content)
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  const windows = ["CON", "prn", "Nul.tar.gz", "com1", "LPT9.x", "COM¹", "conin$", "a<b", "a|b", 'a"b', "end ", "end."]
  for (const name of windows) {
    it(`${JSON.stringify(name)} is for Windows alone a fault`, () => {
      assert.isString(localNameFault(name, true))
      assert.isUndefined(localNameFault(name, false))
    })
  }
  for (const name of ["console", "com10", "null", ".hidden", "a b", "ü", "x".repeat(255)]) {
    it(`${JSON.stringify(name.slice(0, 20))} is none`, () => {
      assert.isUndefined(localNameFault(name, true))
    })
  }

  it.live("web links are reported", () =>
    Effect.gen(function* () {
      const folder_id = yield* folder()
      yield* WebLinks.createWebLink({ url: "https://example.com", name: "link", parent: { id: folder_id } })
      assert.deepStrictEqual(yield* download(yield* directory, folder_id), { link: "Refused special" })
    }).pipe(Effect.scoped, Effect.provide(box()))
  )
})

describe("what goes wrong", () => {
  const content = (n: number) => `${n}`.repeat(150_000)
  const several: Tree = { "1.txt": content(1), "2.txt": content(2), "sub/3.txt": content(3), "sub/4.txt": content(4) }
  const faults: Readonly<Record<string, Parameters<typeof addFault>[0]>> = {
    "a reset": { kind: "reset", match: { path: "/files/{file_id}/content", nth: 2 } },
    "a body that is cut off": { kind: "truncate", match: { path: "/download", nth: 2 }, afterBytes: 70_000 },
    "429": { kind: "status", match: { nth: 4 }, status: 429, retryAfter: 0 },
    "500 on a list": { kind: "status", match: { path: "/folders/{folder_id}/items", nth: 2 }, status: 500 }
  }
  for (const [name, fault] of Object.entries(faults)) {
    it.live(`${name} in the middle changes nothing about the result`, () =>
      Effect.gen(function* () {
        const folder_id = yield* seeded(several)
        yield* addFault(fault)
        const path = yield* directory
        const results = yield* quickly(download(path, folder_id))
        assert.deepStrictEqual(new Set(Object.values(results)), new Set(["Downloaded"]))
        assert.deepStrictEqual(read(path), several)
      }).pipe(Effect.scoped, Effect.provide(box()))
    )
  }

  it.live("a folder that cannot be listed is a failed result, the top is the end", () =>
    Effect.gen(function* () {
      const folder_id = yield* seeded(several)
      const path = yield* directory
      yield* addFault({ kind: "status", match: { path: "/folders/{folder_id}/items", nth: 2 }, status: 403 })
      assert.deepStrictEqual(yield* download(path, folder_id), {
        "1.txt": "Downloaded",
        "2.txt": "Downloaded",
        sub: "Failed BoxForbidden"
      })
      assert.strictEqual((yield* Effect.flip(download(path, "999")))._tag, "BoxNotFound")
      yield* addFault({ kind: "status", match: { path: "/folders/{folder_id}/items" }, status: 403 })
      assert.strictEqual((yield* Effect.flip(download(path, folder_id)))._tag, "BoxForbidden")
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("an interruption leaves nothing unfinished", () =>
    Effect.gen(function* () {
      const folder_id = yield* seeded({ "1.txt": "a".repeat(1_200_000), "2.txt": "b".repeat(1_200_000) })
      const path = yield* directory
      yield* addFault({ kind: "stall", match: { path: "/download", times: 100 }, afterBytes: 70_000 })
      const running = yield* Effect.forkChild(download(path, folder_id))
      const parts = Effect.sync(() => {
        const shop = join(path, unfinishedFor("directory"))
        return NodeFs.existsSync(shop) ? NodeFs.readdirSync(shop).filter((name) => name.endsWith(".part")) : []
      })
      yield* Effect.repeat(Effect.andThen(Effect.sleep("5 millis"), parts), { until: ({ length }) => length >= 2 })
      yield* Fiber.interrupt(running)
      assert.isFalse(NodeFs.existsSync(join(path, unfinishedFor("directory"))))
      assert.deepStrictEqual(
        Object.keys(read(path)).filter((name) => !name.endsWith("/")),
        []
      )
    }).pipe(Effect.scoped, Effect.provide(box()))
  )
})

describe("the journal of a download", () => {
  it.live("spares reading what is done, and is gone at the end", () =>
    Effect.gen(function* () {
      const journal = yield* KeyValueStore.KeyValueStore
      const folder_id = yield* seeded()
      const path = yield* directory
      yield* LocalDirectory.download(path, { folder_id, onConflict: "fail", journal, concurrency: 1 }).pipe(
        Stream.take(2),
        Stream.runDrain
      )
      assert.isAtLeast(yield* journal.size, 2)
      // The same size and time, so nobody looks at the bytes.
      const seconds = (Math.floor(NodeFs.statSync(join(path, "a.txt")).mtimeMs) + 0.5) / 1000
      NodeFs.writeFileSync(join(path, "a.txt"), "ALPHA")
      NodeFs.utimesSync(join(path, "a.txt"), seconds, seconds)
      assert.deepStrictEqual(yield* download(path, folder_id, { journal }), {
        ...all("Downloaded"),
        ...Object.fromEntries(
          Object.keys(read(path))
            .slice(0, 2)
            .map((name) => [name, "Unchanged"])
        )
      })
      assert.strictEqual(yield* journal.size, 0)
    }).pipe(Effect.scoped, Effect.provide(KeyValueStore.layerMemory), Effect.provide(box()))
  )
})
