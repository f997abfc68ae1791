/** What the source does not have is deleted on request: no more than allowed, and nothing that could be the only copy. */
import * as NodeFs from "node:fs"
import { join } from "node:path"
import { Files, FileUpload, Folders, Items, TrashedItems, UploadSource, WebLinks } from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { KeyValueStore } from "effect/persistence"
import * as LocalDirectory from "../../src/directory/LocalDirectory.ts"
import { addFault, box, collect, counting, directory, folder, onBox, read, write } from "./trees.ts"

const bytes = (text: string) => UploadSource.fromBytes(new TextEncoder().encode(text))
const here = () => Layer.merge(box(), KeyValueStore.layerMemory)
const deleteExtraneous = { maxDelete: 10 }

/** Puts a tree into a folder on Box. */
const stored = Effect.fnUntraced(function* (tree: Readonly<Record<string, string>>) {
  const path = yield* directory
  write(path, tree)
  const folder_id = yield* folder()
  yield* collect(LocalDirectory.upload(path, { folder_id, onConflict: "fail" }))
  return folder_id
})

const idOf = (path: string, folder_id: string) => Effect.map(Items.resolvePath(path, { id: folder_id }), ({ id }) => id)

describe("an upload that deletes", () => {
  const up = (path: string, folder_id: string, options: Partial<LocalDirectory.UploadOptions> = {}) =>
    collect(LocalDirectory.upload(path, { folder_id, onConflict: "version", deleteExtraneous, ...options }))

  it.live("moves to the trash what the directory does not have, after the files are there", () =>
    Effect.gen(function* () {
      const folder_id = yield* stored({ "a.txt": "1", "b.txt": "2", "x/c.txt": "3", "y/z/d.txt": "4", "y/e/": "" })
      const path = yield* directory
      write(path, { "A.TXT": "1", "x/new.txt": "5" })
      assert.deepStrictEqual(yield* up(path, folder_id), {
        "A.TXT": "Unchanged",
        "b.txt": "Deleted",
        "x/c.txt": "Deleted",
        "x/new.txt": "Uploaded",
        y: "Deleted",
        "y/e": "Deleted",
        "y/z": "Deleted",
        "y/z/d.txt": "Deleted"
      })
      assert.deepStrictEqual(yield* onBox(folder_id), { "a.txt": "1", "x/new.txt": "5" })
      const names = (yield* TrashedItems.getTrashedItems({})).entries?.map(({ name }) => name)
      assert.includeMembers(names ?? [], ["b.txt", "c.txt", "d.txt"])
    }).pipe(Effect.scoped, Effect.provide(here()))
  )

  it.live("leaves alone what is here under another way to write the same letter", () =>
    Effect.gen(function* () {
      const folder_id = yield* stored({ "\u00e9.txt": "1" })
      const path = yield* directory
      write(path, { "e\u0301.txt": "1" })
      assert.deepStrictEqual(yield* up(path, folder_id), { "e\u0301.txt": "Uploaded" })
    }).pipe(Effect.scoped, Effect.provide(here()))
  )

  it.live("changes nothing at all if more would be deleted than allowed", () =>
    Effect.gen(function* () {
      const tree = { "a.txt": "1", "b.txt": "2", "x/c.txt": "3" }
      const folder_id = yield* stored(tree)
      const path = yield* directory
      write(path, { "new.txt": "5" })
      for (const run of [LocalDirectory.upload, LocalDirectory.uploadDryRun]) {
        const options = { folder_id, onConflict: "version", deleteExtraneous: { maxDelete: 3 } } as const
        const error = yield* Effect.flip(collect(run(path, options)))
        assert.strictEqual(error._tag, "BoxInvalidInput")
        assert.include(error.message, "more than 3 entries would be deleted")
        assert.include(error.message, "x/c.txt, x, a.txt")
      }
      assert.deepStrictEqual(yield* onBox(folder_id), tree)
      const results = yield* up(path, folder_id, { deleteExtraneous: { maxDelete: 4 } })
      assert.strictEqual(Object.values(results).filter((what) => what === "Deleted").length, 4)
    }).pipe(Effect.scoped, Effect.provide(here()))
  )

  it.live("leaves alone what is not part of the run, web links, and the folders that they are in", () =>
    Effect.gen(function* () {
      const folder_id = yield* stored({
        "a.pdf": "1",
        "x/b.txt": "2",
        "x/c.pdf": "3",
        "keep/d.pdf": "4",
        "w/e.pdf": "5"
      })
      yield* WebLinks.createWebLink({
        url: "https://example.com",
        name: "l",
        parent: { id: yield* idOf("w", folder_id) }
      })
      const path = yield* directory
      assert.deepStrictEqual(yield* up(path, folder_id, { include: ["*.pdf"], exclude: ["keep"] }), {
        "a.pdf": "Deleted",
        "w/e.pdf": "Deleted",
        "x/c.pdf": "Deleted"
      })
      const left = (yield* Folders.getFolderItems({ folder_id })).entries?.map(({ name }) => name)
      assert.sameMembers(left ?? [], ["keep", "w", "x"])
    }).pipe(Effect.scoped, Effect.provide(here()))
  )

  it.live("leaves alone what is below something that is no directory here, or that cannot be read", () =>
    Effect.gen(function* () {
      const folder_id = yield* stored({ "x/b.txt": "2", "y/c.txt": "3", "z/d.txt": "4" })
      const path = yield* directory
      write(path, { x: "a file", "z/": "" })
      NodeFs.symlinkSync(yield* directory, join(path, "y"))
      const denied = yield* idOf("z", folder_id)
      yield* addFault({ kind: "status", status: 403, match: { path: `/folders/${denied}/items`, times: 1 } })
      assert.deepStrictEqual(yield* up(path, folder_id), { x: "Failed BoxItemNameInUse", y: "Refused symbolic-link" })
      assert.deepStrictEqual(yield* onBox(folder_id), { "x/b.txt": "2", "y/c.txt": "3", "z/d.txt": "4" })
    }).pipe(Effect.scoped, Effect.provide(here()))
  )

  it.live("does not delete what has changed since it was listed, on either side", () =>
    Effect.gen(function* () {
      const folder_id = yield* stored({ "a.txt": "1", "b.txt": "2", "x/c.txt": "3" })
      const path = yield* directory
      write(path, { "new.txt": "5" })
      const meanwhile = Effect.gen(function* () {
        yield* FileUpload.uploadVersion(bytes("other"), { file_id: yield* idOf("a.txt", folder_id) })
        write(path, { "b.txt": "it is here now" })
        yield* FileUpload.upload(bytes("more"), { folder_id: yield* idOf("x", folder_id), name: "d.txt" })
      })
      let once = false
      const context = yield* Effect.context<Effect.Services<typeof meanwhile>>()
      const onProgress = () => {
        if (once) return Effect.void
        once = true
        return Effect.orDie(Effect.provide(meanwhile, context))
      }
      assert.deepStrictEqual(yield* up(path, folder_id, { onProgress }), {
        "a.txt": "Failed BoxPreconditionFailed",
        "new.txt": "Uploaded",
        x: "Failed BoxBadRequest",
        "x/c.txt": "Deleted"
      })
      assert.deepStrictEqual(yield* onBox(folder_id), {
        "a.txt": "other",
        "b.txt": "2",
        "new.txt": "5",
        "x/d.txt": "more"
      })
    }).pipe(Effect.scoped, Effect.provide(here()))
  )
})

describe("a download that deletes", () => {
  const down = Effect.fnUntraced(function* (
    path: string,
    folder_id: string,
    options: Partial<LocalDirectory.DownloadOptions> = {}
  ) {
    const journal = yield* KeyValueStore.KeyValueStore
    return yield* collect(
      LocalDirectory.download(path, { folder_id, onConflict: "overwrite", journal, deleteExtraneous, ...options })
    )
  })
  const gone = (folder_id: string, ...paths: ReadonlyArray<string>) =>
    Effect.forEach(paths, (path) =>
      Effect.flatMap(idOf(path, folder_id), (file_id) => Files.deleteFileById({ file_id }))
    )

  it.live("removes files that Box had and has no longer, and keeps those that may be the only copy", () =>
    Effect.gen(function* () {
      const tree = { "a.txt": "1", "b.txt": "2", "c.txt": "3", "x/y/d.txt": "4", "x/e.txt": "5" }
      const folder_id = yield* stored(tree)
      const path = yield* directory
      write(path, { "b.txt": "2", "own.txt": "mine", "own/file.txt": "mine", "hollow/": "" })
      const first = yield* down(path, folder_id)
      assert.deepStrictEqual(
        [first["b.txt"], first["own.txt"], first["own/file.txt"]],
        ["Unchanged", "Kept unknown", "Kept unknown"]
      )
      yield* gone(folder_id, "b.txt", "c.txt", "x/y/d.txt")
      yield* Folders.deleteFolderById({ folder_id: yield* idOf("x", folder_id), recursive: true })
      NodeFs.writeFileSync(join(path, "c.txt"), "changed")
      NodeFs.utimesSync(join(path, "x/e.txt"), 1, 1)
      const journal = yield* KeyValueStore.KeyValueStore
      const options = { folder_id, onConflict: "overwrite", journal, deleteExtraneous } as const
      const before = read(path)
      const planned = yield* collect(LocalDirectory.downloadDryRun(path, options))
      assert.deepStrictEqual(read(path), before)
      const second = yield* down(path, folder_id)
      assert.deepStrictEqual(planned, second)
      assert.deepStrictEqual(second, {
        "a.txt": "Unchanged",
        "b.txt": "Deleted",
        "c.txt": "Kept changed",
        "own.txt": "Kept unknown",
        "own/file.txt": "Kept unknown",
        "x/e.txt": "Kept changed",
        "x/y": "Deleted",
        "x/y/d.txt": "Deleted"
      })
      assert.deepStrictEqual(read(path), {
        "a.txt": "1",
        "c.txt": "changed",
        "hollow/": "",
        "own.txt": "mine",
        "own/file.txt": "mine",
        "x/e.txt": "5"
      })
    }).pipe(Effect.scoped, Effect.provide(here()))
  )

  it.live("changes nothing at all if more would be deleted than allowed", () =>
    Effect.gen(function* () {
      const folder_id = yield* stored({ "a.txt": "1", "b.txt": "2", "c.txt": "3" })
      const path = yield* directory
      yield* down(path, folder_id)
      yield* gone(folder_id, "a.txt", "b.txt")
      yield* FileUpload.upload(bytes("new"), { folder_id, name: "new.txt" })
      const before = read(path)
      const error = yield* Effect.flip(down(path, folder_id, { deleteExtraneous: { maxDelete: 1 } }))
      assert.include(error.message, "more than 1 entries would be deleted")
      assert.deepStrictEqual(read(path), before)
      assert.deepStrictEqual(yield* down(path, folder_id), {
        "a.txt": "Deleted",
        "b.txt": "Deleted",
        "c.txt": "Unchanged",
        "new.txt": "Downloaded"
      })
    }).pipe(Effect.scoped, Effect.provide(here()))
  )

  it.live("keeps what is changed while the run goes on, and what a folder that cannot be listed may still have", () =>
    Effect.gen(function* () {
      const folder_id = yield* stored({ "a.txt": "1", "b.txt": "2", "x/c.txt": "3", "x/d.txt": "4" })
      const path = yield* directory
      yield* down(path, folder_id)
      yield* gone(folder_id, "a.txt", "b.txt", "x/c.txt")
      yield* FileUpload.upload(bytes("new"), { folder_id, name: "new.txt" })
      const x = yield* idOf("x", folder_id)
      yield* addFault({ kind: "status", status: 403, match: { path: `/folders/${x}/items`, times: 9 } })
      const onProgress = () => Effect.sync(() => NodeFs.writeFileSync(join(path, "a.txt"), "changed"))
      assert.deepStrictEqual(yield* down(path, folder_id, { onProgress }), {
        "a.txt": "Kept changed",
        "b.txt": "Deleted",
        "new.txt": "Downloaded",
        x: "Failed BoxForbidden"
      })
      assert.deepStrictEqual(read(path), { "a.txt": "changed", "new.txt": "new", "x/c.txt": "3", "x/d.txt": "4" })
    }).pipe(Effect.scoped, Effect.provide(here()))
  )

  it.live("does not read files again that the journal knows", () =>
    Effect.gen(function* () {
      const folder_id = yield* stored({ "a.txt": "1" })
      const path = yield* directory
      yield* down(path, folder_id)
      const { mtime } = NodeFs.statSync(join(path, "a.txt"))
      // A file of the same size and time counts as the same; that it was not read shows.
      NodeFs.writeFileSync(join(path, "a.txt"), "2")
      NodeFs.utimesSync(join(path, "a.txt"), mtime, mtime)
      assert.deepStrictEqual((yield* counting(down(path, folder_id))).value, { "a.txt": "Unchanged" })
    }).pipe(Effect.scoped, Effect.provide(here()))
  )
})

describe("deleteExtraneous", () => {
  it.live("is refused where it could delete the wrong files, and if it is nonsense", () =>
    Effect.gen(function* () {
      const path = yield* directory
      const refused = (options: object, what: string) =>
        Effect.gen(function* () {
          // On purpose what the type does not allow.
          const given = { folder_id: "0", ...options } as never
          const { requests, value } = yield* counting(Effect.flip(collect(LocalDirectory.download(path, given))))
          assert.include(value.message, what)
          assert.deepStrictEqual(requests, {})
        })
      yield* refused({ onConflict: "rename", deleteExtraneous }, 'cannot be used with onConflict: "rename"')
      yield* refused({ onConflict: "overwrite", deleteExtraneous }, "needs a journal")
      for (const given of [1, null, {}, { maxDelete: -1 }, { maxDelete: 1.5 }, { maxDelete: "1" }]) {
        yield* refused({ onConflict: "overwrite", journal: {}, deleteExtraneous: given }, "deleteExtraneous")
      }
    }).pipe(Effect.scoped, Effect.provide(here()))
  )
})
