/** Jobs that upload and download trees: dry, for real, again, and what cannot be transferred. */
import * as NodeFs from "node:fs"
import { join } from "node:path"
import { FileUpload, Folders, Items, UploadSource, WebLinks } from "@effect-box/core"
import { type BoxJob, JobSource } from "@effect-box/core/jobs"
import { DirectoryJobs, NodeJobs } from "@effect-box/node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Schema, type Scope, Stream } from "effect"
import { downloadItem } from "../../src/jobs/internal/directoryDownload.ts"
import { uploadEntry } from "../../src/jobs/internal/directoryUpload.ts"
import { SmallFile } from "../../src/file/internal/localDownload.ts"
import { box, counting, directory, folder, onBox, read, type Tree, write } from "../directory/trees.ts"
import { inTime } from "./virtualTime.ts"

const tree: Tree = {
  "a.txt": "alpha",
  "b.tmp": "left out",
  "deep/er/c é.txt": "gamma",
  "deep/d.txt": "delta",
  "hollow/": ""
}

const { downloadDirectory, uploadDirectory } = DirectoryJobs

const jobs = Layer.merge(uploadDirectory.worker, downloadDirectory.worker).pipe(
  Layer.provideMerge(NodeJobs.layerMemory),
  Layer.provideMerge(box())
)

const Line = Schema.fromJsonString(
  Schema.Struct({
    key: Schema.String,
    state: Schema.String,
    result: Schema.optionalKey(
      Schema.Struct({ _tag: Schema.optionalKey(Schema.String), size: Schema.optionalKey(Schema.Int) })
    ),
    tag: Schema.optionalKey(Schema.String)
  })
)

let count = 0

/** Runs a job to its end. Gives what became of each item. */
const ran = Effect.fnUntraced(function* <P, R>(job: BoxJob.BoxJob<P, R>, params: P, dryRun = false) {
  const run = yield* job.start({ name: `run-${count++}`, params, dryRun })
  const { state } = yield* job.wait(run)
  assert.strictEqual(state, "done")
  const failures = yield* Stream.runCollect(job.failures(run))
  const lines = yield* job.report(run, { format: "jsonLines" }).pipe(
    Stream.mapEffect((line) => Schema.decodeEffect(Line)(line)),
    Stream.runCollect
  )
  const done = lines.flatMap(({ key, result, state }) =>
    state === "done" ? [[key, result?._tag ?? String(result?.size ?? "")] as const] : []
  )
  const failed = failures.map(({ key, tag }) => [key ?? "", tag] as const)
  return Object.fromEntries([...done, ...failed].toSorted(([a], [b]) => (a < b ? -1 : 1)))
})

const test = <E>(
  name: string,
  body: Effect.Effect<void, E, Layer.Success<typeof jobs> | Scope.Scope>,
  smallFile = 1024 * 1024
) =>
  it.effect(name, () =>
    inTime(body.pipe(Effect.scoped, Effect.provide(Layer.fresh(jobs)), Effect.provideService(SmallFile, smallFile)))
  )

const text = (content: string) => UploadSource.fromBytes(new TextEncoder().encode(content))

describe("a job uploads a directory", () => {
  test(
    "after a dry run, and not again",
    Effect.gen(function* () {
      const path = yield* directory
      write(path, tree)
      const folder_id = yield* folder()
      const params = { path, folder_id, onConflict: "fail", exclude: ["*.tmp"] } as const
      const dry = yield* counting(ran(uploadDirectory, params, true))
      assert.deepStrictEqual(dry.value, {
        "a.txt": "5",
        deep: "",
        "deep/d.txt": "5",
        "deep/er": "",
        "deep/er/c é.txt": "5",
        hollow: ""
      })
      assert.deepStrictEqual(dry.requests, {})
      const all = (what: string) => ({
        "a.txt": what,
        deep: "Folder",
        "deep/d.txt": what,
        "deep/er": "Folder",
        "deep/er/c é.txt": what,
        hollow: "Folder"
      })
      const first = yield* counting(ran(uploadDirectory, params))
      assert.deepStrictEqual(first.value, all("Uploaded"))
      const { "b.tmp": _, ...uploaded } = tree
      assert.deepStrictEqual(yield* onBox(folder_id), uploaded)
      assert.strictEqual(first.requests["POST /files/content"], 3)
      assert.strictEqual(first.requests["POST /folders"], 3)
      const again = yield* counting(ran(uploadDirectory, params))
      assert.deepStrictEqual(again.value, all("Unchanged"))
      assert.isUndefined(again.requests["POST /files/content"])
    })
  )

  test(
    "with what is to be done about other files of the same name",
    Effect.gen(function* () {
      const path = yield* directory
      write(path, { "a.txt": "new", "same.txt": "same" })
      const folder_id = yield* folder()
      yield* FileUpload.upload(text("old"), { name: "a.txt", folder_id })
      yield* FileUpload.upload(text("same"), { name: "same.txt", folder_id })
      const upload = (onConflict: DirectoryJobs.UploadParams["onConflict"]) =>
        ran(uploadDirectory, { path, folder_id, onConflict })
      assert.deepStrictEqual(yield* upload("fail"), { "a.txt": "BoxItemNameInUse", "same.txt": "Unchanged" })
      assert.deepStrictEqual(yield* upload("skip"), { "a.txt": "Skipped", "same.txt": "Unchanged" })
      assert.deepStrictEqual(yield* upload("rename"), { "a.txt": "Renamed", "same.txt": "Unchanged" })
      assert.deepStrictEqual(yield* onBox(folder_id), { "a (1).txt": "new", "a.txt": "old", "same.txt": "same" })
      assert.deepStrictEqual(yield* upload("version"), { "a.txt": "Uploaded", "same.txt": "Unchanged" })
      assert.strictEqual((yield* onBox(folder_id))["a.txt"], "new")
    })
  )

  test(
    "and lists links and what Box does not take",
    Effect.gen(function* () {
      const path = yield* directory
      write(path, { "a.txt": "alpha", "trailing /b.txt": "x", "back\\slash.txt": "x", "c/d.txt": "x" })
      NodeFs.symlinkSync(join(path, "c"), join(path, "link"))
      const folder_id = yield* folder()
      const params = { path, folder_id, onConflict: "fail" } as const
      const refused = (found: Readonly<Record<string, string>>) =>
        Object.keys(found).filter((key) => found[key] === "EntryRefused")
      const expected = ["back\\slash.txt", "link", "trailing "]
      assert.deepStrictEqual(refused(yield* ran(uploadDirectory, params, true)), expected)
      assert.deepStrictEqual(refused(yield* ran(uploadDirectory, params)), expected)
      assert.deepStrictEqual(yield* onBox(folder_id), { "a.txt": "alpha", "c/d.txt": "x" })
    })
  )

  test(
    "only from an absolute path, and says that there is none",
    Effect.gen(function* () {
      const start = (path: string) =>
        uploadDirectory.start({ name: `run-${count++}`, params: { path, folder_id: "0", onConflict: "fail" } })
      const relative = yield* Effect.flip(start("photos"))
      assert.strictEqual(relative._tag, "BoxInvalidInput")
      assert.include(relative.message, "absolute path")
      const run = yield* start("/nowhere/at/all")
      const { state, total, unread } = yield* uploadDirectory.wait(run)
      assert.deepStrictEqual({ state, total, unread }, { state: "done", total: 0, unread: 1 })
      const [failure] = yield* Stream.runCollect(uploadDirectory.failures(run))
      assert.strictEqual(failure?.tag, "PlatformError")
    })
  )
})

describe("a job downloads a directory", () => {
  const planted = Effect.gen(function* () {
    const folder_id = yield* folder()
    const deep = yield* Items.ensureFolder({ path: ["deep", "er"], parent: { id: folder_id } })
    yield* Items.ensureFolder({ path: ["hollow"], parent: { id: folder_id } })
    yield* FileUpload.upload(text("alpha"), { name: "a.txt", folder_id })
    yield* FileUpload.upload(text("left out"), { name: "b.tmp", folder_id })
    yield* FileUpload.upload(text("gamma"), { name: "c é.txt", folder_id: deep.id })
    return folder_id
  })
  const onDisk: Tree = { "a.txt": "alpha", "deep/er/c é.txt": "gamma", "hollow/": "" }

  /** Keys are ids of Box: what became of the items, by how often. */
  const tally = (found: Readonly<Record<string, string>>) => Object.values(found).toSorted()

  test(
    "after a dry run, and not again",
    Effect.gen(function* () {
      const folder_id = yield* planted
      const path = join(yield* directory, "new", "place")
      const params = { path, folder_id, onConflict: "fail", exclude: ["*.tmp"] } as const
      assert.deepStrictEqual(tally(yield* ran(downloadDirectory, params, true)), ["", "", "", "5", "5"])
      assert.isFalse(NodeFs.existsSync(path))
      const first = yield* counting(ran(downloadDirectory, params))
      assert.deepStrictEqual(tally(first.value), ["Downloaded", "Downloaded", "Folder", "Folder", "Folder"])
      assert.deepStrictEqual(read(path), onDisk)
      assert.strictEqual(first.requests["GET /files/{file_id}/content"], 2)
      assert.isUndefined(first.requests["GET /files/{file_id}"])
      const again = yield* counting(ran(downloadDirectory, params))
      assert.deepStrictEqual(tally(again.value), ["Folder", "Folder", "Folder", "Unchanged", "Unchanged"])
      assert.isUndefined(again.requests["GET /files/{file_id}/content"])
      assert.deepStrictEqual(read(path), onDisk)
    })
  )

  test(
    "with what is to be done about other files of the same name",
    Effect.gen(function* () {
      const folder_id = yield* folder()
      yield* FileUpload.upload(text("theirs"), { name: "a.txt", folder_id })
      const path = yield* directory
      write(path, { "a.txt": "mine" })
      const download = (onConflict: DirectoryJobs.DownloadParams["onConflict"]) =>
        Effect.map(ran(downloadDirectory, { path, folder_id, onConflict }), tally)
      assert.deepStrictEqual(yield* download("fail"), ["BoxInvalidInput"])
      assert.deepStrictEqual(yield* download("skip"), ["Skipped"])
      assert.deepStrictEqual(read(path), { "a.txt": "mine" })
      assert.deepStrictEqual(yield* download("overwrite"), ["Downloaded"])
      assert.deepStrictEqual(read(path), { "a.txt": "theirs" })
    })
  )

  test(
    "and never through a link, or what has no content",
    Effect.gen(function* () {
      const folder_id = yield* folder()
      const inner = yield* Folders.createFolder({ name: "inner", parent: { id: folder_id } })
      yield* FileUpload.upload(text("x"), { name: "x.txt", folder_id: inner.id })
      yield* WebLinks.createWebLink({ name: "site", url: "https://example.com", parent: { id: folder_id } })
      const [path, outside] = [yield* directory, yield* directory]
      NodeFs.symlinkSync(outside, join(path, "inner"))
      const found = tally(yield* ran(downloadDirectory, { path, folder_id, onConflict: "overwrite" }))
      assert.lengthOf(
        found.filter((what) => what === "EntryRefused"),
        3
      )
      assert.deepStrictEqual(NodeFs.readdirSync(outside), [])
    })
  )

  test(
    "by several lanes at once, each of which makes the folders that it needs",
    Effect.gen(function* () {
      const [path, copy] = [yield* directory, yield* directory]
      const names = Array.from({ length: 12 }, (_, index) => `deep/er/file ${index}.txt`)
      write(path, Object.fromEntries(names.map((name) => [name, name])))
      const folder_id = yield* folder()
      // Each lane reads the params by itself.
      const each = <A, B, E, R>(all: ReadonlyArray<A>, use: (one: A) => Effect.Effect<B, E, R>) =>
        Effect.forEach(all, use, { concurrency: "unbounded" })
      const done = yield* each(names, (name) =>
        uploadEntry({ path, folder_id, onConflict: "fail" }, { type: "file", path: name })
      )
      assert.deepStrictEqual(
        done.map(({ _tag }) => _tag),
        names.map(() => "Uploaded")
      )
      assert.deepStrictEqual(yield* onBox(folder_id), read(path))
      const items = yield* JobSource.tree({ folder_id, type: "file", keep: ["size", "sha1"] })
        .read(
          JSON.stringify({
            f: (yield* Items.resolvePath(["deep", "er"], { id: folder_id })).id,
            p: "deep/er"
          })
        )
        .pipe(
          Stream.flatMap((page) => Stream.fromIterable(page.items)),
          Stream.runCollect
        )
      yield* each(items, (item) => downloadItem({ path: copy, folder_id, onConflict: "fail" }, item))
      assert.deepStrictEqual(read(copy), read(path))
    })
  )

  test(
    "as it is by then, if it changes after it was planned",
    Effect.gen(function* () {
      const folder_id = yield* folder()
      const file = yield* FileUpload.upload(text("before"), { name: "a.txt", folder_id })
      const path = yield* directory
      const params = { path, folder_id, onConflict: "fail" } as const
      const item = {
        type: "file",
        id: file.id,
        name: "a.txt",
        parent_id: folder_id,
        folder_path: "",
        size: 6,
        sha1: file.sha1 ?? ""
      } as const
      yield* FileUpload.uploadVersion(text("after it"), { file_id: file.id })
      const { _tag } = yield* downloadItem(params, item)
      assert.strictEqual(_tag, "Downloaded")
      assert.deepStrictEqual(read(path), { "a.txt": "after it" })
    })
  )

  test(
    "and leaves nothing else behind, large files included",
    Effect.gen(function* () {
      const folder_id = yield* planted
      const path = yield* directory
      const params = { path, folder_id, onConflict: "fail", exclude: ["*.tmp"] } as const
      yield* ran(downloadDirectory, params)
      assert.deepStrictEqual(read(path), onDisk)
    }),
    3
  )
})
