/** What uploads and downloads of single files do if the name is taken. */
import * as NodeFs from "node:fs"
import { Files, FileUpload, Folders, UploadSource } from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { KeyValueStore } from "effect/persistence"
import { partFilesOf } from "../../src/file/internal/partFile.ts"
import * as LocalFile from "../../src/file/LocalFile.ts"
import { addFault, box, directory, disk, plant, stats } from "../directory/disk.ts"

const onDisk = Layer.mergeAll(box({ partSize: 1000, minimumSessionSize: 1000 }), disk, KeyValueStore.layerMemory)

const onBox = (name: string, text: string) =>
  FileUpload.upload(UploadSource.fromBytes(new TextEncoder().encode(text)), { folder_id: "0", name })

const namesOnBox = Effect.map(Folders.getFolderItems({ folder_id: "0" }), ({ entries }) =>
  (entries ?? []).map(({ name }) => name).toSorted()
)

type Policy = LocalFile.UploadConflict

const ways: Readonly<
  Record<
    string,
    (
      path: string,
      onConflict: Policy
    ) => Effect.Effect<
      { readonly id: string; readonly name: string; readonly outcome: string | undefined },
      { readonly _tag: string },
      LocalFile.Requirements | KeyValueStore.KeyValueStore | Layer.Success<typeof disk>
    >
  >
> = {
  upload: (path, onConflict) =>
    Effect.map(LocalFile.upload(path, { folder_id: "0", onConflict }), ({ id, name }) => ({
      id,
      name: name ?? "",
      outcome: undefined
    })),
  uploadResumable: (path, onConflict) =>
    Effect.map(LocalFile.uploadResumable(path, { folder_id: "0", onConflict }), ({ file, outcome }) => ({
      id: file.id,
      name: file.name ?? "",
      outcome
    }))
}

for (const [name, send] of Object.entries(ways)) {
  const outcome = (expected: string) => (name === "upload" ? undefined : expected)
  describe(`LocalFile.${name} with onConflict`, () => {
    for (const policy of ["fail", "skip", "version", "rename"] as const) {
      it.live(`${policy}: a new name is a new file, the same content is left as it is`, () =>
        Effect.gen(function* () {
          const path = `${yield* directory}/a.txt`
          plant(path, "text")
          const first = yield* send(path, policy)
          assert.deepStrictEqual([first.name, first.outcome], ["a.txt", outcome("uploaded")])
          const again = yield* send(path, policy)
          assert.deepStrictEqual(again, { id: first.id, name: "a.txt", outcome: outcome("unchanged") })
          assert.deepStrictEqual(yield* namesOnBox, ["a.txt"])
        }).pipe(Effect.scoped, Effect.provide(onDisk))
      )
    }

    it.live("fail, skip, version and rename do with another content what they say", () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.txt`
        plant(path, "mine")
        const { id } = yield* onBox("a.txt", "theirs")
        assert.strictEqual((yield* Effect.flip(send(path, "fail")))._tag, "BoxItemNameInUse")
        assert.deepStrictEqual(yield* send(path, "skip"), { id, name: "a.txt", outcome: outcome("skipped") })
        assert.strictEqual((yield* Files.getFileById({ file_id: id })).size, "theirs".length)
        const renamed = yield* send(path, "rename")
        assert.deepStrictEqual([renamed.name, renamed.outcome], ["a (1).txt", outcome("renamed")])
        // The number that has the content already is used again.
        assert.deepStrictEqual(yield* send(path, "rename"), { ...renamed, outcome: outcome("unchanged") })
        plant(path, "mine again")
        assert.strictEqual((yield* send(path, "rename")).name, "a (2).txt")
        assert.deepStrictEqual(yield* send(path, "version"), { id, name: "a.txt", outcome: outcome("version") })
        assert.strictEqual((yield* Files.getFileById({ file_id: id })).size, "mine again".length)
        assert.deepStrictEqual(yield* namesOnBox, ["a (1).txt", "a (2).txt", "a.txt"])
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )

    it.live("a folder of the name is no file: only rename uploads", () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.txt`
        plant(path, "mine")
        yield* Folders.createFolder({ name: "a.txt", parent: { id: "0" } })
        for (const policy of ["fail", "skip", "version"] as const) {
          assert.strictEqual((yield* Effect.flip(send(path, policy)))._tag, "BoxItemNameInUse")
        }
        assert.strictEqual((yield* send(path, "rename")).name, "a (1).txt")
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )

    it.live("a policy that does not exist reaches nothing", () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.txt`
        plant(path, "mine")
        const wrong = "replace" as Policy // what a caller without types may pass
        assert.strictEqual((yield* Effect.flip(send(path, wrong)))._tag, "BoxInvalidInput")
        assert.strictEqual((yield* stats).requests, 0)
      }).pipe(Effect.scoped, Effect.provide(onDisk))
    )
  })
}

describe("LocalFile.upload without onConflict", () => {
  it.live("fails for the same content as well", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/a.txt`
      plant(path, "text")
      yield* onBox("a.txt", "text")
      assert.strictEqual((yield* Effect.flip(LocalFile.upload(path, { folder_id: "0" })))._tag, "BoxItemNameInUse")
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )
})

describe("LocalFile.uploadResumable with whenInterrupted", () => {
  for (const [whenInterrupted, sessions] of [
    ["keep", 1],
    ["delete", 0]
  ] as const) {
    for (const target of ["a new file", "a version", "another name"]) {
      it.live(`${whenInterrupted} leaves ${sessions} sessions of ${target}`, () =>
        Effect.gen(function* () {
          const path = `${yield* directory}/a.txt`
          plant(path, "m".repeat(5000))
          if (target !== "a new file") yield* onBox("a.txt", "theirs")
          const onConflict = target === "a version" ? "version" : "rename"
          yield* addFault({
            kind: "stall",
            match: { method: "PUT", path: "/files/upload_sessions/*", nth: 3, times: 99 },
            afterBytes: 0
          })
          const options = { folder_id: "0", onConflict, whenInterrupted, concurrency: 1 } as const
          const fiber = yield* Effect.forkChild(LocalFile.uploadResumable(path, options))
          yield* Effect.repeat(Effect.sleep("1 millis"), {
            until: () => Effect.map(stats, ({ storedParts }) => storedParts >= 3)
          })
          yield* Fiber.interrupt(fiber)
          assert.strictEqual((yield* stats).openSessions, sessions)
          const keys = yield* KeyValueStore.KeyValueStore.use((store) => store.keys)
          assert.lengthOf(keys, sessions)
        }).pipe(Effect.scoped, Effect.provide(onDisk))
      )
    }
  }
})

describe("LocalFile.download with onConflict", () => {
  it.live("a free path is written, the same content is left as it is", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/a.txt`
      const { id: file_id } = yield* onBox("a.txt", "text")
      for (const onConflict of ["fail", "skip", "overwrite", "rename"] as const) {
        NodeFs.rmSync(path, { force: true })
        const first = yield* LocalFile.download(path, { file_id, onConflict })
        assert.deepInclude(first, { path, outcome: "downloaded", size: 4 })
        const again = yield* LocalFile.download(path, { file_id, onConflict })
        assert.deepInclude(again, { path, outcome: "unchanged", size: 4 })
      }
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  it.live("fail, skip, overwrite and rename do with another content what they say", () =>
    Effect.gen(function* () {
      const folder = yield* directory
      const path = `${folder}/a.txt`
      const { id: file_id } = yield* onBox("a.txt", "text")
      plant(path, "mine")
      const down = (onConflict: LocalFile.DownloadConflict) =>
        Effect.map(LocalFile.download(path, { file_id, onConflict }), (done) => [
          done.path.slice(folder.length + 1),
          done.outcome
        ])
      const refused = yield* Effect.flip(down("fail"))
      assert(refused._tag === "BoxInvalidInput")
      assert.strictEqual(refused.code, "local_file_differs")
      assert.include(refused.message, "exists and differs")
      assert.deepStrictEqual(yield* down("skip"), ["a.txt", "skipped"])
      assert.strictEqual(NodeFs.readFileSync(path, "utf8"), "mine")
      assert.deepStrictEqual(yield* down("rename"), ["a (1).txt", "renamed"])
      assert.deepStrictEqual(yield* down("rename"), ["a (1).txt", "unchanged"])
      plant(`${folder}/a (1).txt`, "also mine")
      assert.deepStrictEqual(yield* down("rename"), ["a (2).txt", "renamed"])
      assert.deepStrictEqual(yield* down("overwrite"), ["a.txt", "overwritten"])
      assert.deepStrictEqual(
        NodeFs.readdirSync(folder)
          .toSorted()
          .map((name) => [name, NodeFs.readFileSync(`${folder}/${name}`, "utf8")]),
        [
          ["a (1).txt", "also mine"],
          ["a (2).txt", "text"],
          ["a.txt", "text"]
        ]
      )
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  it.live("the note that a process left after the last step is removed", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/a.txt`
      const { id: file_id, sha1 } = yield* onBox("a.txt", "text")
      plant(path, "text")
      const { note } = partFilesOf(path, "")
      plant(note, JSON.stringify({ file_id, size: 4, sha1 }))
      const done = yield* LocalFile.download(path, { file_id, onConflict: "fail" })
      assert.strictEqual(done.outcome, "unchanged")
      assert.isFalse(NodeFs.existsSync(note))
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )

  it.live("not together with overwrite, and no policy that does not exist", () =>
    Effect.gen(function* () {
      const wrong = "version" as LocalFile.DownloadConflict // what a caller without types may pass
      for (const options of [{ onConflict: wrong }, { onConflict: "skip", overwrite: true }] as const) {
        const error = yield* Effect.flip(LocalFile.download("/none/a.txt", { file_id: "1", ...options }))
        assert.strictEqual(error._tag, "BoxInvalidInput")
      }
      assert.strictEqual((yield* stats).requests, 0)
    }).pipe(Effect.provide(onDisk))
  )

  it.live("says whether another file was overwritten without being compared", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/a.txt`
      const { id: file_id } = yield* onBox("a.txt", "text")
      const first = yield* LocalFile.download(path, { file_id, overwrite: true })
      const second = yield* LocalFile.download(path, { file_id, overwrite: true })
      assert.deepStrictEqual([first.outcome, second.outcome], ["downloaded", "overwritten"])
    }).pipe(Effect.scoped, Effect.provide(onDisk))
  )
})
