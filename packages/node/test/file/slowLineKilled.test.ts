/** Processes that are killed before, while and after a download goes over to ranges: what they leave is what the next one goes on from. */
import { assert, describe, it } from "@effect/vitest"
import { type Duration, Effect, Fiber, FileSystem } from "effect"
import * as LocalFile from "../../src/file/LocalFile.ts"
import { ranges } from "../directory/disk.ts"
import {
  arrived,
  bytes,
  collect,
  downloadOver,
  fast,
  follow,
  inTenths,
  note,
  nothingLeft,
  ofSlow,
  over,
  part,
  path,
  size,
  slow,
  spans,
  store,
  testDisk
} from "./slowLine.ts"

/** What a process does to its disk when it is killed there. */
type Point = (step: "note replaced" | "range noted", isDone: boolean, count: number) => boolean

/** What is on the disk when a download over a slow line is killed. */
const killed = Effect.fnUntraced(function* (file_id: string, at: Point | Duration.Input) {
  const fs = yield* FileSystem.FileSystem
  const left: Record<string, Uint8Array> = {}
  const begun = Promise.withResolvers<void>()
  const onProgress = () => Effect.sync(begun.resolve)
  const dying = Promise.withResolvers<void>()
  let counted = 0
  const look = Effect.gen(function* () {
    for (const name of [part, note, `${note}.new`]) if (yield* fs.exists(name)) left[name] = yield* fs.readFile(name)
    dying.resolve()
  })
  const kill = Effect.andThen(look, Effect.never)
  const around = <E, R>(step: Parameters<Point>[0], self: Effect.Effect<void, E, R>) =>
    Effect.suspend(() => {
      const point: Point = typeof at === "function" ? at : () => false
      const count = step === "range noted" ? ++counted : 0
      const after = Effect.suspend(() => (point(step, true, count) ? kill : Effect.void))
      return point(step, false, count) ? Effect.orDie(kill) : Effect.andThen(self, Effect.orDie(after))
    })
  const mortal = FileSystem.FileSystem.of({
    ...fs,
    rename: (from, to) => (to === note ? around("note replaced", fs.rename(from, to)) : fs.rename(from, to)),
    writeFileString: (name, text, options) =>
      options?.flag === "a"
        ? around("range noted", fs.writeFileString(name, text, options))
        : fs.writeFileString(name, text, options)
  })
  const download = Effect.provideService(
    LocalFile.download(path, { file_id, onProgress }),
    FileSystem.FileSystem,
    mortal
  )
  const fiber = yield* Effect.forkChild(over(slow, download), { startImmediately: true })
  const death = typeof at === "function" ? Effect.promise(() => dying.promise) : Effect.delay(look, at)
  yield* inTenths(Effect.promise(() => begun.promise))
  yield* inTenths(death)
  yield* Fiber.interrupt(fiber)
  yield* nothingLeft
  const asked = (yield* ranges).length
  for (const [name, content] of Object.entries(left)) yield* fs.writeFile(name, content)
  return { asked, left, text: Buffer.from(left[note] ?? []).toString() }
})

describe("a process that is killed", () => {
  const points: ReadonlyArray<readonly [string, Point | Duration.Input, number | undefined, number]> = [
    ["before it goes over", "2 seconds", undefined, 0],
    ["just before its note is replaced", (step, isDone) => step === "note replaced" && !isDone, undefined, 0],
    ["just after its note is replaced", (step, isDone) => step === "note replaced" && isDone, ofSlow, 0],
    ["before its first range is noted", (step, isDone) => step === "range noted" && !isDone, ofSlow, 0],
    ["with five ranges there", (step, isDone, count) => step === "range noted" && isDone && count === 5, ofSlow, 5]
  ]
  for (const [when, at, rangeSize, done] of points) {
    for (const [what, line] of [
      ["a fast line", fast],
      ["a slow one", slow]
    ] as const) {
      it.effect(`${when} goes on over ${what} from what is on the disk`, () =>
        Effect.gen(function* () {
          const file_id = yield* store(bytes)
          const { asked, left, text } = yield* killed(file_id, at)
          const head: { range_size?: number; ranges_from?: number } = JSON.parse(text.split("\n")[0] ?? "")
          const noted = text.split("\n").slice(1).map(Number.parseFloat)
          assert.deepStrictEqual([head.range_size, noted.length], [rangeSize, done])
          const from = head.ranges_from ?? left[part]?.length ?? 0
          const { counts, onProgress } = collect()
          yield* downloadOver(line, file_id, { onProgress })
          yield* arrived()
          const again = (yield* ranges).slice(asked)
          if (rangeSize === undefined) {
            assert.strictEqual(again[0], `bytes=${from}-${size - 1}`)
            if (line === fast) assert.strictEqual(again.length, 1)
            else {
              const next = spans(again.slice(1))[0]?.[0] ?? 0
              assert.isAbove(next, from)
              follow(again.slice(1), next)
            }
          } else {
            // Those that are noted are where they were, and all others are asked for once.
            const there = noted.map((range) => {
              const first = from + range * rangeSize
              return `bytes=${first}-${Math.min(size, first + rangeSize) - 1}`
            })
            follow([...again, ...there], from)
          }
          assert.isAbove(counts[0] ?? 0, from + done * ofSlow - 1)
          assert.strictEqual(counts.at(-1), size)
        }).pipe(Effect.provide(testDisk))
      )
    }
  }

  it.effect("and whose bytes are damaged afterwards starts over", () =>
    Effect.gen(function* () {
      const file_id = yield* store(bytes)
      const { asked, left } = yield* killed(file_id, (step, isDone) => step === "note replaced" && isDone)
      const fs = yield* FileSystem.FileSystem
      yield* fs.writeFile(part, new Uint8Array(left[part]?.length ?? 0))
      yield* downloadOver(fast, file_id)
      yield* arrived()
      assert.isUndefined((yield* ranges).at(-1))
      assert.isAbove((yield* ranges).length, asked + 1)
    }).pipe(Effect.provide(testDisk))
  )

  it.effect("and whose first bytes are cut off afterwards starts over", () =>
    Effect.gen(function* () {
      const file_id = yield* store(bytes)
      const { asked, left } = yield* killed(file_id, (step, isDone) => step === "note replaced" && isDone)
      const fs = yield* FileSystem.FileSystem
      yield* fs.writeFile(part, (left[part] ?? new Uint8Array(0)).subarray(1))
      yield* downloadOver(fast, file_id)
      yield* arrived()
      assert.deepStrictEqual((yield* ranges).slice(asked), [undefined])
    }).pipe(Effect.provide(testDisk))
  )

  it.effect("leaves ranges that one connection brings in order", () =>
    Effect.gen(function* () {
      const file_id = yield* store(bytes)
      const { asked } = yield* killed(file_id, (step, isDone, count) => step === "range noted" && isDone && count === 5)
      const { most } = yield* downloadOver(slow, file_id, { connections: 1 })
      yield* arrived()
      assert.strictEqual(most, 1)
      const again = (yield* ranges).slice(asked)
      assert.deepStrictEqual(
        again.map((range) => spans([range])[0]),
        spans(again)
      )
    }).pipe(Effect.provide(testDisk))
  )
})
