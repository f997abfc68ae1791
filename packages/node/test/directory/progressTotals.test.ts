/** Progress with totals: what is there, and what is left of it. */
import * as NodeFs from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import * as LocalDirectory from "../../src/directory/LocalDirectory.ts"
import { addFault, box, collect, counting, directory, folder, type Tree, write } from "./trees.ts"

const tree: Tree = Object.fromEntries(
  Array.from({ length: 20 }, (_, i) => [`${i % 4}/${i}.txt`, String(i % 10).repeat(i + 1)])
)
const total = { files: 20, bytes: 210 }

const observed = () => {
  const seen: Array<LocalDirectory.DirectoryProgress> = []
  return {
    seen,
    onProgress: (progress: LocalDirectory.DirectoryProgress) => Effect.sync(() => void seen.push(progress))
  }
}

const checkSeen = (seen: ReadonlyArray<LocalDirectory.DirectoryProgress>, all: LocalDirectory.DirectoryAmount) => {
  const known = seen.filter((progress) => progress.total !== undefined)
  assert.isNotEmpty(known)
  for (const [i, { left, total }] of known.entries()) {
    assert.deepStrictEqual(total, all)
    const before = known[i - 1]?.left ?? all
    assert.isTrue((left?.files ?? -1) <= before.files && (left?.bytes ?? -1) <= before.bytes)
  }
  // What is left when the count is known, and at the end.
  assert.isAbove(known[0]?.left?.files ?? 0, 0)
  assert.deepStrictEqual(known.at(-1)?.left, { files: 0, bytes: 0 })
}

describe("totals in progress", () => {
  it.live("are those of the whole tree, and go down to nothing", () =>
    Effect.gen(function* () {
      const [path, other] = [yield* directory, yield* directory]
      write(path, tree)
      const folder_id = yield* folder()
      yield* addFault({ kind: "delay", match: { path: "/files/content", times: 99 }, delay: 20 })
      const up = observed()
      yield* collect(
        LocalDirectory.upload(path, {
          folder_id,
          onConflict: "fail",
          countTotal: true,
          concurrency: 2,
          onProgress: up.onProgress
        })
      )
      checkSeen(up.seen, total)

      yield* addFault({ kind: "delay", match: { path: "/files/*/content", times: 99 }, delay: 20 })
      const down = observed()
      const { requests } = yield* counting(
        collect(
          LocalDirectory.download(other, {
            folder_id,
            onConflict: "fail",
            countTotal: true,
            concurrency: 2,
            onProgress: down.onProgress
          })
        )
      )
      checkSeen(down.seen, total)
      // The walk and the count: the folder itself and the four in it.
      assert.strictEqual(requests["GET /folders/{folder_id}/items"], 10)
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("count only what belongs to the run; files that fail or are refused are over as well", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, { ...tree, "0/skip.pdf": "not in this run", "0/bad ": "12345", "x.txt": "1", "X.txt": "22" })
      const folder_id = yield* folder()
      yield* addFault({ kind: "status", status: 403, match: { path: "/files/content", times: 3 } })
      yield* addFault({ kind: "delay", match: { path: "/files/content", times: 99 }, delay: 40 })
      const { onProgress, seen } = observed()
      const options = {
        folder_id,
        onConflict: "fail",
        countTotal: true,
        exclude: ["*.pdf"],
        concurrency: 2,
        onProgress
      } as const
      const results = Object.values(yield* collect(LocalDirectory.upload(path, options)))
      assert.strictEqual(results.filter((what) => what.startsWith("Failed")).length, 3)
      assert.sameMembers(
        results.filter((what) => what.startsWith("Refused")),
        ["Refused name", "Refused same-name"]
      )
      checkSeen(seen, { files: 23, bytes: 213 })
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("are exact after each file", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`${i}.txt`, `seven ${i}`])))
      yield* addFault({ kind: "delay", match: { path: "/files/content", times: 99 }, delay: 10 })
      const { onProgress, seen } = observed()
      const options = { folder_id: "0", onConflict: "fail", countTotal: true, concurrency: 1, onProgress } as const
      yield* Stream.runDrain(LocalDirectory.upload(path, options))
      const after = seen.filter(({ left, results, transferred }) => left !== undefined && transferred === results * 7)
      assert.isAbove(after.length, 5)
      for (const { left, results } of after) {
        assert.deepStrictEqual(left, { files: 10 - results, bytes: 70 - 7 * results })
      }
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("are no part of progress unless they are asked for, and cost no request then", () =>
    Effect.gen(function* () {
      const path = yield* directory
      write(path, { a: "1" })
      const { onProgress, seen } = observed()
      yield* LocalDirectory.upload(path, { folder_id: "0", onConflict: "fail", onProgress }).pipe(Stream.runDrain)
      assert.isTrue(seen.every((progress) => !("total" in progress) && !("left" in progress)))
      NodeFs.rmSync(path, { recursive: true })
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("the files on their way are named with their bytes, never more than run at the same time", () =>
    Effect.gen(function* () {
      const [path, other] = [yield* directory, yield* directory]
      write(
        path,
        Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [`x/${name}.bin`, name.repeat(3_000_000)]))
      )
      const folder_id = yield* folder()
      const options = { folder_id, onConflict: "fail", concurrency: 2 } as const
      const up = observed()
      yield* collect(LocalDirectory.upload(path, { ...options, onProgress: up.onProgress }))
      const down = observed()
      yield* collect(LocalDirectory.download(other, { ...options, onProgress: down.onProgress }))
      for (const { seen } of [up, down]) {
        assert.isTrue(seen.every(({ running }) => running.length <= 2))
        const files = seen.flatMap(({ running }) => running)
        assert.sameMembers(
          [...new Set(files.map((file) => file.path.join("/")))],
          ["a", "b", "c", "d", "e"].map((name) => `x/${name}.bin`)
        )
        assert.isTrue(files.every(({ size, transferred }) => size === 3_000_000 && transferred <= size))
        assert.isTrue(files.some(({ size, transferred }) => transferred > 0 && transferred < size))
        assert.deepStrictEqual(seen.at(-1)?.running, [])
      }
    }).pipe(Effect.scoped, Effect.provide(box()))
  )
})
