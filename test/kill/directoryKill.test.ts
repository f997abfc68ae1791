/** Whole trees, up and down, by processes that are killed by SIGKILL again and again. */
import * as NodeFs from "node:fs"
import { join } from "node:path"
import { BoxConfig, DeveloperToken } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import { EmulatorServer, NodeBox } from "@effect-box/node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { unfinishedFor } from "../../packages/node/src/file/internal/unfinished.ts"
import { directory, folder, onBox, read, stats, type Tree, write } from "../../packages/node/test/directory/trees.ts"
import type { Task } from "./directoryProcess.ts"
import { bundled } from "../support/program.ts"
import { runUntil } from "./killedProcess.ts"
import { atLeast, numbers, requests, title, wanted } from "./points.ts"

const program = bundled(new URL("directoryProcess.ts", import.meta.url))

const Emulator = BoxEmulator.BoxEmulator
const partSize = 1_000_000
const mebibyte = 1024 * 1024
const quietly = { throwIfNoEntry: false } as const

const client = Layer.unwrap(
  Effect.map(EmulatorServer.EmulatorServer, ({ baseUrl, credentials, uploadUrl }) =>
    Layer.mergeAll(
      NodeBox.layerPlatform(),
      DeveloperToken.layer(Redacted.make(credentials.accessToken)),
      BoxConfig.layer({ apiUrl: baseUrl, uploadUrl })
    )
  )
).pipe(Layer.provideMerge(EmulatorServer.layer({ partSize, contents: "memory" })))

const large = "0123456789".repeat(2_050_000)
const parts = Math.ceil(large.length / partSize)
const content: Tree = {
  ...Object.fromEntries(
    Array.from({ length: 50 }, (_, i) => [`d${i % 7}/e${i % 3}/file ${i}.txt`, `content ${i} `.repeat(1 + (i % 50))])
  ),
  "d1/large.bin": large,
  "hollow/": ""
}
const fileCount = Object.keys(content).filter((path) => !path.endsWith("/")).length

/** Polls. */
const until = <R>(holds: Effect.Effect<boolean, never, R>) =>
  Effect.repeat(Effect.sleep("1 millis"), { until: () => holds })

const start = Effect.gen(function* () {
  const { baseUrl, credentials, uploadUrl } = yield* EmulatorServer.EmulatorServer
  const emulator = yield* Emulator
  const path = yield* directory
  write(path, content)
  const work = yield* directory
  const run = <R>(
    given: Pick<Task, "direction" | "path" | "folder_id" | "journal">,
    point: Effect.Effect<void, never, R>
  ) => {
    const task: Task = { baseUrl, uploadUrl, accessToken: credentials.accessToken, ...given }
    return runUntil(program(), task, point).pipe(Effect.tap(() => emulator.clearFaults))
  }
  const results = (output: string, tags: ReadonlyArray<string>) =>
    output.split("\n").filter((line) => tags.includes(line.split(" ")[0] ?? "")).length
  return { emulator, path, work, run, results }
})

it.live(
  "two processes with one journal bring a tree to Box and back, and what both say is true",
  () =>
    Effect.gen(function* () {
      const { emulator, path, run, work } = yield* start
      const folder_id = yield* folder()
      const copy = join(work, "copy")
      for (const task of [
        { direction: "up", path, folder_id, journal: join(work, "up") },
        { direction: "down", path: copy, folder_id, journal: join(work, "down") }
      ] as const) {
        yield* emulator.addFault({ kind: "delay", match: { path: "/files/content", times: 999 }, delay: 50 })
        yield* emulator.addFault({ kind: "delay", match: { path: "/download", times: 999 }, delay: 50 })
        const both = yield* Effect.all([run(task, Effect.never), run(task, Effect.never)], { concurrency: 2 })
        const lines = both.map((output = "") => output.split("\n").filter((line) => line.includes(" ")))
        const moved = lines.flat().filter((line) => /^(Uploaded|Downloaded) /.test(line))
        for (const each of lines) {
          assert.strictEqual(each.length, fileCount)
          assert.deepStrictEqual(
            each.filter((line) => !/^(Uploaded|Downloaded|Unchanged) /.test(line)),
            []
          )
        }
        // The large file may be told as theirs by both who have made it together.
        assert.isAtLeast(new Set(moved).size, fileCount)
        assert.isAtMost(moved.length, fileCount + 1)
        assert.deepStrictEqual(yield* onBox(folder_id), read(path))
        assert.deepStrictEqual(NodeFs.readdirSync(task.journal), [])
      }
      assert.deepStrictEqual(read(copy), read(path))
      const { byRoute, committedSessions, openSessions } = yield* stats
      assert.deepStrictEqual([committedSessions, openSessions], [1, 0])
      assert.isUndefined(byRoute["POST /files/{file_id}/content"])
    }).pipe(Effect.scoped, Effect.provide(client)),
  180_000
)

describe.concurrent(title, () => {
  it.live(
    "brings a tree to Box: every file once, each part of the large one once, no session left, an empty journal",
    () =>
      Effect.gen(function* () {
        const { emulator, path, results, run, work } = yield* start
        const random = numbers(11)
        let kills = 0
        let resumed = 0
        for (let round = 0; kills < wanted; round++) {
          const folder_id = yield* folder(`target ${round}`)
          const task = { direction: "up", path, folder_id, journal: join(work, `${round}`) } as const
          const before = yield* stats
          const stored = Effect.map(stats, (now) => now.storedParts - before.storedParts)
          const committed = Effect.map(stats, (now) => now.committedSessions === before.committedSessions + 1)
          for (let killsHere = 0; ; killsHere++) {
            const part = { method: "PUT", path: "/files/upload_sessions/*", times: 999 }
            yield* emulator.addFault({ kind: "delay", match: part, delay: 20 })
            yield* emulator.addFault({ kind: "delay", match: { path: "/files/content", times: 999 }, delay: 10 })
            yield* emulator.addFault({ kind: "delay", match: { path: "/folders", times: 999 }, delay: 5 })
            // In the middle of the large file, then when it has become a file of which nobody has heard, then anywhere.
            const atLeast = 1 + random(parts - 5)
            const commit = { method: "POST", path: "/files/upload_sessions/*/commit" }
            if (killsHere === 1) yield* emulator.addFault({ kind: "stall", match: commit, afterBytes: 5 })
            const anywhere = requests(1 + random(12), random(25))
            const point =
              killsHere === 0
                ? until(Effect.map(stored, (n) => n >= atLeast))
                : killsHere === 1
                  ? until(committed)
                  : anywhere
            const output = yield* run(task, kills === wanted ? Effect.never : point)
            if (output !== undefined) {
              assert.strictEqual(results(output, ["Uploaded", "Unchanged"]), fileCount)
              break
            }
            kills++
            const { openSessions } = yield* stats
            if (openSessions === 1 && (yield* stored) > 0) resumed++
          }
          assert.deepStrictEqual(yield* onBox(folder_id), read(path))
          const { byRoute, committedSessions, openSessions, rejectedParts, storedParts } = yield* stats
          assert.deepStrictEqual(
            [storedParts - before.storedParts, rejectedParts, openSessions, committedSessions],
            [parts, 0, 0, before.committedSessions + 1]
          )
          // No file has a second version, and none was there when another came.
          assert.isUndefined(byRoute["POST /files/{file_id}/content"])
          assert.deepStrictEqual(NodeFs.readdirSync(task.journal), [])
        }
        assert.strictEqual(kills, wanted)
        assert.isAtLeast(resumed, atLeast(1))
      }).pipe(Effect.scoped, Effect.provide(client)),
    240_000
  )

  it.live(
    "brings a tree from Box: the same bytes, going on in the middle of a file, and nothing beside them",
    () =>
      Effect.gen(function* () {
        const { emulator, path, results, run, work } = yield* start
        const random = numbers(12)
        const folder_id = yield* folder()
        const up = { direction: "up", path, folder_id, journal: join(work, "up") } as const
        yield* run(up, Effect.never)
        let kills = 0
        let resumed = 0
        for (let round = 0; kills < wanted; round++) {
          const target = join(work, `copy ${round}`)
          const task = { direction: "down", path: target, folder_id, journal: join(work, `down ${round}`) } as const
          for (let killsHere = 0; ; killsHere++) {
            yield* emulator.addFault({ kind: "delay", match: { path: "/download", times: 999 }, delay: 10 })
            const shop = join(target, unfinishedFor("directory"))
            const unfinished = (bytes: number) =>
              Effect.sync(() => {
                const names = NodeFs.existsSync(shop) ? NodeFs.readdirSync(shop) : []
                return names.some((name) => (NodeFs.statSync(join(shop, name), quietly)?.size ?? 0) >= bytes)
              })
            // In the middle of the large file, then anywhere.
            const inside = until(unfinished(mebibyte * (1 + random(10))))
            const anywhere = requests(1 + random(12), random(25))
            const output = yield* run(task, kills === wanted ? Effect.never : killsHere === 0 ? inside : anywhere)
            if (output !== undefined) {
              assert.strictEqual(results(output, ["Downloaded", "Unchanged"]), fileCount)
              break
            }
            kills++
            if (yield* unfinished(mebibyte)) resumed++
          }
          assert.deepStrictEqual(read(target), read(path))
          assert.deepStrictEqual(NodeFs.readdirSync(task.journal), [])
        }
        assert.strictEqual(kills, wanted)
        assert.isAtLeast(resumed, atLeast(1))
        const ranged = (yield* emulator.requests).filter(
          ({ headers, route }) => route === "GET /download" && headers["range"] !== undefined
        )
        assert.isAtLeast(ranged.length, atLeast(1))
        assert.strictEqual((yield* stats).openDownloads, 0)
      }).pipe(Effect.scoped, Effect.provide(client)),
    240_000
  )
})
