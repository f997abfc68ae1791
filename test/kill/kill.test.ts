/** Real processes, killed by SIGKILL at seeded random points and started again, until the transfer is done. */
import { createHash } from "node:crypto"
import * as NodeFs from "node:fs"
import { FileDownload, FileUpload, UploadSource } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import { EmulatorServer } from "@effect-box/node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Stream } from "effect"
import { partFilesOf } from "../../packages/node/src/file/internal/partFile.ts"
import { bundled } from "../support/program.ts"
import { servedBox } from "../support/servedBox.ts"
import { runUntil } from "./killedProcess.ts"
import { atLeast, numbers, requests, title, wanted } from "./points.ts"
import type { Report, Task } from "./transferProcess.ts"

const program = bundled(new URL("transferProcess.ts", import.meta.url))

const mebibyte = 1024 * 1024

/** Bytes that differ from place to place and from seed to seed. */
const bytesOf = (length: number, seed: number): Uint8Array => {
  const random = numbers(seed, 0)
  return new Uint8Array(length).map(() => random(256))
}
const sha1Of = (bytes: Uint8Array) => createHash("sha1").update(bytes).digest("hex")

const bytesIn = (path: string): number => NodeFs.statSync(path, { throwIfNoEntry: false })?.size ?? 0

const Emulator = BoxEmulator.BoxEmulator
const stats = Emulator.use((emulator) => emulator.stats)

const start = Effect.gen(function* () {
  const { baseUrl, uploadUrl, credentials } = yield* EmulatorServer.EmulatorServer
  const emulator = yield* Emulator
  const directory = yield* FileSystem.FileSystem.use((fs) => fs.makeTempDirectoryScoped({ prefix: "effect-box-" }))
  const checkpoints = `${directory}/checkpoints`
  NodeFs.mkdirSync(checkpoints)
  const { accessToken } = credentials

  const run = <R>(given: Pick<Task, "path" | "file_id" | "connections">, point: Effect.Effect<void, never, R>) => {
    const task: Task = { baseUrl, uploadUrl, accessToken, checkpoints, ...given }
    return runUntil(program(), task, point).pipe(
      Effect.tap(() => emulator.clearFaults),
      // The program reports nothing else on success.
      Effect.map((output) => (output === undefined ? undefined : (JSON.parse(output) as Report)))
    )
  }
  return { directory, checkpoints, emulator, run }
})

const part = { method: "PUT", path: "/files/upload_sessions/*", times: 999 }
const commit = { method: "POST", path: "/files/upload_sessions/*/commit" }
const signed = { method: "GET", path: "/download" }

it.live("a process that logs before its report is understood", () =>
  Effect.gen(function* () {
    const { directory, checkpoints, emulator, run } = yield* start
    yield* emulator.addFault({ kind: "delay", match: part, delay: 60_000 })
    const path = `${directory}/a.bin`
    NodeFs.writeFileSync(path, bytesOf(2500, 1))
    // A checkpoint that a kill has torn is ignored, and the process logs that.
    const noted = Effect.repeat(Effect.sleep("1 millis"), { until: () => NodeFs.readdirSync(checkpoints).length > 0 })
    const killed = yield* run({ path }, Effect.asVoid(noted))
    assert.isUndefined(killed)
    const [name = ""] = NodeFs.readdirSync(checkpoints)
    NodeFs.writeFileSync(`${checkpoints}/${name}`, "")
    assert.strictEqual((yield* run({ path }, Effect.never))?.kept, 0)
  }).pipe(Effect.scoped, Effect.provide(servedBox({ partSize: 1000, minimumSessionSize: 1 })))
)

it.live("two processes with one checkpoint store one file, and both say which", () =>
  Effect.gen(function* () {
    const { directory, checkpoints, emulator, run } = yield* start
    for (let file = 0; file < 2; file++) {
      const path = `${directory}/${file}.bin`
      const content = bytesOf(9500, file)
      NodeFs.writeFileSync(path, content)
      yield* emulator.addFault({ kind: "delay", match: part, delay: 100 })
      const both = yield* Effect.all([run({ path }, Effect.never), run({ path }, Effect.never)], { concurrency: 2 })
      const [file_id = "", ...others] = new Set(both.map((report) => report?.file_id ?? ""))
      assert.deepStrictEqual(others, [])
      const stored = yield* Stream.runCollect(FileDownload.stream({ file_id }))
      assert.strictEqual(sha1Of(Buffer.concat(stored)), sha1Of(content))
    }
    const { openSessions, committedSessions } = yield* stats
    assert.deepStrictEqual([openSessions, committedSessions], [0, 2])
    assert.deepStrictEqual(NodeFs.readdirSync(checkpoints), [])
  }).pipe(Effect.scoped, Effect.provide(servedBox({ partSize: 1000, minimumSessionSize: 1 })))
)

describe.concurrent(title, () => {
  it.live(
    "uploads the same bytes, each part once",
    () =>
      Effect.gen(function* () {
        const { directory, checkpoints, emulator, run } = yield* start
        const random = numbers(0)
        const parts = 10
        let kills = 0
        let kept = 0
        let afterCommit = 0
        for (let file = 0; kills < wanted; file++) {
          const path = `${directory}/${file}.bin`
          const content = bytesOf(parts * 1000 - random(999), file)
          NodeFs.writeFileSync(path, content)
          const before = yield* stats
          for (let left = 2 + random(3); ; left--) {
            yield* emulator.addFault({ kind: "delay", match: part, delay: 10 })
            const atTheCommit = kills % 5 === 2
            if (atTheCommit) yield* emulator.addFault({ kind: "stall", match: commit, afterBytes: 5 })
            const committed = (yield* stats).committedSessions + 1
            const point = atTheCommit
              ? Effect.repeat(Effect.sleep("1 millis"), {
                  until: () => Effect.map(emulator.stats, (now) => now.committedSessions === committed)
                })
              : requests(1 + random(parts + 2), random(12))
            if (left === 0 || kills === wanted) yield* emulator.clearFaults
            const report = yield* run({ path }, left === 0 || kills === wanted ? Effect.never : point)
            if (report === undefined) {
              kills++
              if ((yield* stats).committedSessions === committed) afterCommit++
              continue
            }
            kept += report.kept > 0 ? 1 : 0
            const stored = yield* Stream.runCollect(FileDownload.stream({ file_id: report.file_id }))
            assert.strictEqual(sha1Of(Buffer.concat(stored)), sha1Of(content))
            break
          }
          const { storedParts, rejectedParts, openSessions, committedSessions } = yield* stats
          assert.deepStrictEqual(
            [storedParts - before.storedParts, rejectedParts, openSessions, committedSessions],
            [parts, 0, 0, before.committedSessions + 1]
          )
          assert.deepStrictEqual(NodeFs.readdirSync(checkpoints), [])
        }
        // The points lie where it matters: with parts on Box, and with a file on Box of which nobody has heard.
        assert.strictEqual(kills, wanted)
        assert.isAtLeast(kept, atLeast(3))
        assert.isAtLeast(afterCommit, atLeast(1))
      }).pipe(Effect.scoped, Effect.provide(servedBox({ partSize: 1000, minimumSessionSize: 1 }))),
    180_000
  )

  for (const [name, connections, size, count] of [
    ["over one connection", 1, 6 * mebibyte, 3],
    ["over three connections", 3, 5 * mebibyte + 77, 13]
  ] as const) {
    it.live(
      `downloads the same bytes ${name}`,
      () =>
        Effect.gen(function* () {
          const { directory, emulator, run } = yield* start
          const random = numbers(connections)
          const content = bytesOf(size, connections)
          const { id: file_id } = yield* FileUpload.upload(UploadSource.fromBytes(content), {
            folder_id: "0",
            name: "a.bin"
          })
          let kills = 0
          let interrupted = 0
          let afterwards = 0
          for (let file = 0; kills < wanted; file++) {
            const path = `${directory}/${file}.bin`
            for (let left = 2 + random(3); ; left--) {
              const last = left === 0 || kills === wanted
              // One answer breaks off somewhere, so that there is a middle to be killed in. A file's first kill is there.
              const first = bytesIn(partFilesOf(path, "").part) === 0
              const match = { ...signed, nth: first ? 1 : 1 + random(connections * 2 - 1) }
              const afterBytes = 1 + random(connections === 1 ? size - 1 : mebibyte - 1)
              if (!last) yield* emulator.addFault({ kind: "stall", match, afterBytes })
              const begun = Effect.repeat(Effect.sleep("1 millis"), {
                until: () => bytesIn(partFilesOf(path, "").part) > 0
              })
              const point = first ? Effect.asVoid(begun) : requests(1 + random(count + 2), random(12))
              const report = yield* run({ path, file_id, connections }, last ? Effect.never : point)
              if (report !== undefined) break
              kills++
              if (bytesIn(partFilesOf(path, "").part) > 0) interrupted++
              // It was killed between its last step and its end.
              if (NodeFs.existsSync(path) && !NodeFs.existsSync(partFilesOf(path, "").note)) {
                afterwards++
                break
              }
            }
            assert.strictEqual(sha1Of(NodeFs.readFileSync(path)), sha1Of(content))
          }
          // Only who was killed after all was done may leave its directory, without content.
          const left = NodeFs.readdirSync(directory).filter((name) => name.includes(".effect-box"))
          assert.isAtMost(left.length, afterwards)
          for (const name of left) assert.notInclude(NodeFs.readdirSync(`${directory}/${name}`), "content.part")
          assert.strictEqual((yield* stats).openDownloads, 0)
          assert.strictEqual(kills, wanted)
          assert.isAtLeast(interrupted, atLeast(5))
          const ranged = (yield* emulator.requests).filter(
            ({ route, headers }) => route === "GET /download" && headers["range"] !== undefined
          )
          assert.isAtLeast(ranged.length, atLeast(5))
        }).pipe(Effect.scoped, Effect.provide(servedBox({}))),
      180_000
    )
  }
})
