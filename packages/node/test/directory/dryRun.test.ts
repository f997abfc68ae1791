/** A dry run says what the run then does, whatever is on both sides, and changes nothing. */
import * as NodeFs from "node:fs"
import { join } from "node:path"
import { type BoxError, FileUpload, Folders, type Operation, UploadSource } from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { KeyValueStore } from "effect/persistence"
import { seeds as seedsOf } from "../../../../test/support/thorough.ts"
import * as LocalDirectory from "../../src/directory/LocalDirectory.ts"
import { box, counting, directory, folder, listing, onBox, read } from "./trees.ts"

const numbers = (seed: number) => {
  let state = Math.imul(seed + 1, 0x9e3779b1)
  return (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
}
type Random = ReturnType<typeof numbers>

/** Twins but for the case, names for renaming, names of files and of directories, and one that Box does not accept. */
const names = ["a.txt", "A.txt", "a (1).txt", "b", "B", "c.pdf", "d ", "\u00e9.txt"]
const contents = ["one", "two", "three", ""]
const one = <A>(random: Random, all: ReadonlyArray<A>): A => {
  const chosen = all[random(all.length)]
  if (chosen === undefined) throw new Error("nothing to choose from")
  return chosen
}

const plant = (path: string, random: Random, depth: number): void => {
  NodeFs.mkdirSync(path, { recursive: true })
  for (const name of names) {
    const at = join(path, name)
    const what = random(8)
    if (what < 4) NodeFs.writeFileSync(at, one(random, contents))
    else if (what < 6 && depth > 0) plant(at, random, depth - 1)
    else if (what === 6 && random(3) === 0) NodeFs.symlinkSync(join(path, one(random, names)), at)
  }
}

/** `shown` gets the names that a Box shows that has twins, as Box sometimes does. */
const plantOnBox = (
  folder_id: string,
  random: Random,
  depth: number,
  shown: Map<string, string>
): Effect.Effect<void, BoxError.BoxError, Operation.Requirements> =>
  Effect.gen(function* () {
    const taken = new Set<string>()
    for (const name of names) {
      const what = random(8)
      if (taken.has(name.toLowerCase()) || name.endsWith(" ") || what > 3) continue
      taken.add(name.toLowerCase())
      if (what < 3) {
        const { id } = yield* FileUpload.upload(UploadSource.fromBytes(bytes(one(random, contents))), {
          folder_id,
          name
        })
        shown.set(id, random(3) === 0 ? "b" : name)
      } else if (depth > 0) {
        const made = yield* Folders.createFolder({ name, parent: { id: folder_id } })
        shown.set(made.id, random(3) === 0 ? "b" : name)
        yield* plantOnBox(made.id, random, depth - 1, shown)
      }
    }
  })

/** What can be compared: for a file that does not exist yet, not its id; of an error its kind. */
const comparable = (
  result: LocalDirectory.UploadResult | LocalDirectory.UploadDryRunResult | LocalDirectory.DownloadResult
) =>
  JSON.stringify({
    ...result,
    ...(result._tag === "Failed" ? { error: result.error._tag } : {}),
    ...(result._tag === "Uploaded" || result._tag === "Renamed" ? { file_id: undefined, sha1: undefined } : {})
  })

const listOf = <A extends Parameters<typeof comparable>[0], E, R>(results: Stream.Stream<A, E, R>) =>
  Effect.map(Stream.runCollect(results), (all) => all.map(comparable).toSorted())

const seeds = seedsOf({ inCI: 8, otherwise: 5 })
const bytes = (text: string) => new TextEncoder().encode(text)
const here = () => Layer.merge(box(), KeyValueStore.layerMemory)

const planted = Effect.fnUntraced(function* (random: Random) {
  const path = join(yield* directory, "root")
  const folder_id = yield* folder()
  plant(path, random, 2)
  const shown = new Map<string, string>()
  yield* plantOnBox(folder_id, random, 2, shown)
  const journal = yield* KeyValueStore.KeyValueStore
  return { path, shown, folder_id, options: { folder_id, journal, concurrency: 1 } }
})

/** Some runs leave out files, some delete what the source does not have. */
const parts = (seed: number, onConflict: string) => ({
  ...(seed % 5 === 4 ? { include: ["*.txt"], exclude: ["b"] } : {}),
  ...(seed % 3 > 0 && onConflict !== "rename" ? { deleteExtraneous: { maxDelete: 50 } } : {})
})

const onlyReads = (requests: Readonly<Record<string, number>>) =>
  assert.isEmpty(Object.keys(requests).filter((route) => !/^(GET|OPTIONS) /.test(route)))

describe.each(["fail", "skip", "version", "rename"] as const)("a dry run of an upload with %s", (onConflict) => {
  it.live.each(seeds)("seed %d", (seed) =>
    Effect.gen(function* () {
      const random = numbers(seed)
      const { folder_id, options, path } = yield* planted(random)
      const run = { ...options, onConflict, ...parts(seed, onConflict) }
      // Up to here and no further: the journal knows what is done, as after a process was killed.
      yield* LocalDirectory.upload(path, run).pipe(Stream.take(random(4)), Stream.runDrain)
      const before = yield* onBox(folder_id)
      const planned = yield* counting(listOf(LocalDirectory.uploadDryRun(path, run)))
      onlyReads(planned.requests)
      assert.deepStrictEqual(yield* onBox(folder_id), before)
      assert.deepStrictEqual(yield* listOf(LocalDirectory.upload(path, run)), planned.value)
    }).pipe(Effect.scoped, Effect.provide(here()))
  )
})

describe.each(["fail", "skip", "overwrite", "rename"] as const)("a dry run of a download with %s", (onConflict) => {
  it.live.each(seeds)("seed %d", (seed) =>
    Effect.gen(function* () {
      const random = numbers(seed)
      const { options, path, shown } = yield* planted(random)
      const twins = listing(shown, () => 0)
      if (seed % 2 === 1) NodeFs.rmSync(path, { recursive: true })
      const run = { ...options, onConflict, ...parts(seed, onConflict) }
      if (seed % 4 < 2)
        yield* LocalDirectory.download(path, run).pipe(Stream.take(random(4)), Stream.runDrain, Effect.provide(twins))
      const before = NodeFs.existsSync(path) ? read(path) : undefined
      const planned = yield* counting(listOf(LocalDirectory.downloadDryRun(path, run)).pipe(Effect.provide(twins)))
      onlyReads(planned.requests)
      assert.isUndefined(planned.requests["GET /download"])
      assert.deepStrictEqual(NodeFs.existsSync(path) ? read(path) : undefined, before)
      assert.deepStrictEqual(
        yield* listOf(LocalDirectory.download(path, run)).pipe(Effect.provide(twins)),
        planned.value
      )
    }).pipe(Effect.scoped, Effect.provide(here()))
  )
})
