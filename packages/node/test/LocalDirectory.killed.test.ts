import { type ChildProcess, spawn } from "node:child_process"
import * as NodeFs from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { BoxConfig, BoxEmulator, DeveloperToken } from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import * as EmulatorServer from "../src/EmulatorServer.ts"
import * as NodeBox from "../src/NodeBox.ts"
import type { Task } from "./killed/directoryClient.ts"
import { directory, folder, onBox, read, stats, type Tree, write } from "./trees.ts"

const script = fileURLToPath(new URL("killed/directoryClient.ts", import.meta.url))

/** The same numbers in every run. */
const seeded = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0
    return (state >>> 16) % below
  }
}

interface Ending {
  readonly lines: ReadonlyArray<string>
  readonly killed: boolean
}

/** Runs the client, and kills it `delay` milliseconds after the result `after`. */
const run = (task: Task, after: number, delay: number): Effect.Effect<Ending, Error> =>
  Effect.callback((resume) => {
    const child: ChildProcess = spawn(process.execPath, [script, JSON.stringify(task)], {
      stdio: ["ignore", "pipe", "inherit"]
    })
    const lines: Array<string> = []
    let rest = ""
    let timer: NodeJS.Timeout | undefined
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      const pieces = (rest + text).split("\n")
      rest = pieces.pop() ?? ""
      lines.push(...pieces)
      // The first line says that it is ready; what was noted by an earlier process is told at once.
      const fresh = lines.filter((line) => !line.startsWith("Unchanged")).length - 1
      if (fresh >= after) timer ??= setTimeout(() => child.kill("SIGKILL"), delay)
    })
    child.once("close", (code, signal) => {
      clearTimeout(timer)
      if (signal === "SIGKILL") resume(Effect.succeed({ lines, killed: true }))
      else if (code === 0) resume(Effect.succeed({ lines, killed: false }))
      else resume(Effect.fail(new Error(`The client ended with ${code}`)))
    })
    return Effect.sync(() => child.kill("SIGKILL"))
  })

const client = Layer.unwrap(
  Effect.map(EmulatorServer.EmulatorServer, ({ baseUrl, credentials, uploadUrl }) =>
    Layer.mergeAll(
      NodeBox.layerPlatform(),
      DeveloperToken.layer(Redacted.make(credentials.accessToken)),
      BoxConfig.layer({ apiUrl: baseUrl, uploadUrl })
    )
  )
).pipe(Layer.provideMerge(EmulatorServer.layer({ partSize: 4_000_000, contents: "memory" })))

const content: Tree = {
  ...Object.fromEntries(
    Array.from({ length: 200 }, (_, i) => [`d${i % 7}/e${i % 3}/file ${i}.txt`, `content ${i} `.repeat(1 + (i % 50))])
  ),
  "large.bin": "0123456789".repeat(2_050_000),
  "hollow/": ""
}
const fileCount = Object.keys(content).filter((path) => !path.endsWith("/")).length

/** Kills at `kills` points, then lets it finish. */
const untilDone = Effect.fnUntraced(function* (task: Task, kills: number, seed: number) {
  const random = seeded(seed)
  let killed = 0
  for (;;) {
    const end = yield* run(task, killed < kills ? random(12) : Number.POSITIVE_INFINITY, random(25))
    if (!end.killed) return { killed, last: end.lines }
    killed++
  }
})

describe("a process that is killed again and again", () => {
  it.live(
    "brings a tree to Box in the end: every file once, no session left, nothing in the journal",
    () =>
      Effect.gen(function* () {
        const { baseUrl, credentials, uploadUrl } = yield* EmulatorServer.EmulatorServer
        const emulator = yield* BoxEmulator.BoxEmulator
        const path = yield* directory
        const journal = yield* directory
        write(path, content)
        const folder_id = yield* folder()
        for (const [route, delay] of [
          ["/files/content", 10],
          ["/files/upload_sessions/*", 20],
          ["/folders", 5]
        ] as const) {
          yield* emulator.addFault({ kind: "delay", match: { path: route, times: 100_000 }, delay })
        }
        const login = { baseUrl, uploadUrl, accessToken: credentials.accessToken }
        const up: Task = { ...login, direction: "up", path, folder_id, journal: join(journal, "up") }
        const first = yield* untilDone(up, 20, 1)
        assert.strictEqual(first.killed, 20)
        assert.deepStrictEqual(yield* onBox(folder_id), read(path))
        const { byRoute, committedSessions, openSessions, rejectedParts, storedParts } = yield* stats
        assert.deepStrictEqual([committedSessions, openSessions], [1, 0])
        // Every part once, whichever process sent it.
        assert.deepStrictEqual([storedParts, rejectedParts], [6, 0])
        // No file has a second version, and none was there when another came.
        assert.isUndefined(byRoute["POST /files/{file_id}/content"])
        assert.deepStrictEqual(NodeFs.readdirSync(up.journal), [])
        const results = first.last.filter((line) => /^(Uploaded|Unchanged) /.test(line))
        assert.strictEqual(results.length, fileCount)

        yield* emulator.clearFaults
        yield* emulator.addFault({
          kind: "delay",
          match: { path: "/files/{file_id}/content", times: 100_000 },
          delay: 10
        })
        const target = join(yield* directory, "copy")
        const down: Task = { ...login, direction: "down", path: target, folder_id, journal: join(journal, "down") }
        const second = yield* untilDone(down, 3, 2)
        assert.strictEqual(second.killed, 3)
        assert.deepStrictEqual(read(target), read(path))
        assert.deepStrictEqual(NodeFs.readdirSync(down.journal), [])
      }).pipe(Effect.scoped, Effect.provide(client)),
    240_000
  )
})
