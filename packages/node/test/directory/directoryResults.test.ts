/** What a run over a tree reports is true when it is over: compared with what is on the disk and on Box then. */
import { createHash } from "node:crypto"
import * as NodeFs from "node:fs"
import { join } from "node:path"
import { Files, FileUpload, Folders, UploadSource } from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { seeds as seedsOf } from "../../../../test/support/thorough.ts"
import * as LocalDirectory from "../../src/directory/LocalDirectory.ts"
import { box, directory, folder, listing, read } from "./trees.ts"

const sha1Of = (text: string) => createHash("sha1").update(text).digest("hex")

const numbers = (seed: number) => {
  let state = Math.imul(seed + 1, 0x9e3779b1)
  return (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return Math.floor(((state >>> 0) / 2 ** 32) * limit)
  }
}

/** Twins, twins but for the case, and two ways to write one letter. */
const names = ["a.txt", "A.txt", "a (1).txt", "\u00e9.txt", "e\u0301.txt", "\u00c9.txt", "b"]
const contents = ["one", "two", "three", "four"]

const scatter = (path: string, random: (limit: number) => number) => {
  for (const name of names) {
    if (random(2) === 0) NodeFs.writeFileSync(join(path, name), contents[random(contents.length)] ?? "")
  }
}

const seeds = seedsOf({ inCI: 25, otherwise: 8 })

describe.each(["fail", "skip", "overwrite", "rename"] as const)("downloads with %s", (onConflict) => {
  it.live.each(seeds)("seed %d", (seed) =>
    Effect.gen(function* () {
      const random = numbers(seed)
      const folder_id = yield* folder()
      const known = new Map<string, string>()
      for (let item = 0; item < 6; item++) {
        const source = UploadSource.fromBytes(new TextEncoder().encode(contents[random(contents.length)]))
        const { id } = yield* FileUpload.upload(source, { folder_id, name: `item ${item}` })
        known.set(id, names[random(names.length)] ?? "")
      }
      const path = yield* directory
      scatter(path, random)
      for (let run = 0; run < 3; run++) {
        const before = read(path)
        const results = yield* Stream.runCollect(
          LocalDirectory.download(path, { folder_id, onConflict, concurrency: 1 + random(4) })
        ).pipe(Effect.provide(listing(known, random)))
        const after = read(path)
        const written = new Set<string>()
        assert.strictEqual(results.length, 6)
        for (const result of results) {
          const other =
            result._tag === "Renamed" ? result.name : result._tag === "Unchanged" ? result.storedAs : undefined
          const name = other ?? result.path[0] ?? ""
          const what = JSON.stringify([run, result, before, after])
          if (result._tag === "Downloaded" || result._tag === "Renamed" || result._tag === "Unchanged") {
            assert.strictEqual(sha1Of(after[name] ?? ""), result.sha1, what)
            if (result._tag === "Unchanged") continue
            written.add(name)
            const replaced = result._tag === "Downloaded" && result.replaced
            assert.strictEqual(before[name] !== undefined, replaced, what)
          }
          if (result._tag === "Skipped") assert.strictEqual(after[name], before[name], what)
        }
        for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
          if (!written.has(name)) assert.strictEqual(after[name], before[name], name)
        }
        if (random(2) === 0) scatter(path, random)
      }
    }).pipe(Effect.scoped, Effect.provide(box()))
  )
})

/** Two folders of one name, each with a file `x` and a folder `s` that holds a file `y`. */
const twinFolders = Effect.gen(function* () {
  const folder_id = yield* folder()
  const known = new Map<string, string>()
  for (const each of ["one", "two"]) {
    const twin = yield* Folders.createFolder({ name: `d ${each}`, parent: { id: folder_id } })
    const inner = yield* Folders.createFolder({ name: "s", parent: { id: twin.id } })
    known.set(twin.id, "d")
    const bytes = UploadSource.fromBytes(new TextEncoder().encode(each))
    yield* FileUpload.upload(bytes, { folder_id: twin.id, name: "x" })
    yield* FileUpload.upload(bytes, { folder_id: inner.id, name: "y" })
  }
  return { folder_id, known }
})

describe("folders that share one directory", () => {
  it.live.each(["fail", "skip", "overwrite", "rename"] as const)(
    "%s: no file replaces the one that the other folder brought",
    (onConflict) =>
      Effect.gen(function* () {
        const { folder_id, known } = yield* twinFolders
        const path = yield* directory
        const results = yield* Stream.runCollect(
          LocalDirectory.download(path, { folder_id, onConflict, concurrency: 1 })
        ).pipe(Effect.provide(listing(known, numbers(1))))
        for (const at of ["d/x", "d/s/y"]) {
          const both = results.filter((result) => result.path.join("/") === at)
          assert.strictEqual(both.length, 2)
          const brought = both.filter(({ _tag }) => _tag === "Downloaded")
          assert.strictEqual(brought.length, 1, JSON.stringify(results))
          for (const result of brought) {
            if (result._tag === "Downloaded") {
              assert.strictEqual(sha1Of(NodeFs.readFileSync(join(path, at), "utf8")), result.sha1)
            }
          }
        }
      }).pipe(Effect.scoped, Effect.provide(box()))
  )
})

describe.each(["fail", "skip", "version", "rename"] as const)("uploads with %s", (onConflict) => {
  it.live.each(seeds)("seed %d", (seed) =>
    Effect.gen(function* () {
      const random = numbers(seed)
      const folder_id = yield* folder()
      const path = yield* directory
      scatter(path, random)
      for (const name of names) {
        if (random(3) > 0) continue
        const source = UploadSource.fromBytes(new TextEncoder().encode(contents[random(contents.length)]))
        yield* Effect.ignore(FileUpload.upload(source, { folder_id, name }))
      }
      for (let run = 0; run < 3; run++) {
        const local = read(path)
        const results = yield* Stream.runCollect(
          LocalDirectory.upload(path, { folder_id, onConflict, concurrency: 1 + random(4) })
        )
        assert.strictEqual(results.length, Object.keys(local).length)
        const ids = new Map<string, string>()
        for (const result of results) {
          if (!("file_id" in result)) continue
          const name = result.path[0] ?? ""
          const file = yield* Files.getFileById({ file_id: result.file_id, fields: ["name", "sha1", "parent"] })
          const what = JSON.stringify([run, result, local])
          assert.strictEqual(file.sha1, sha1Of(local[name] ?? ""), what)
          assert.strictEqual(file.parent?.id, folder_id, what)
          if (result._tag !== "Unchanged") {
            const expected = result._tag === "Renamed" ? result.name : name
            assert.strictEqual(file.name?.toLowerCase(), expected.toLowerCase(), what)
            assert.isUndefined(ids.get(result.file_id), what)
            ids.set(result.file_id, name)
          }
        }
        if (random(2) === 0) scatter(path, random)
      }
    }).pipe(Effect.scoped, Effect.provide(box()))
  )
})
