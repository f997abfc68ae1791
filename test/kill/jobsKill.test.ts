/**
 * A process that works on a run of 10,000 items and is killed by SIGKILL again and again, at seeded random points. `KILL_JOBS=50
 * npm test -- test/kill/jobsKill.test.ts` kills it 50 times.
 */
import { DatabaseSync } from "node:sqlite"
import { Folders } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import { EmulatorServer } from "@effect-box/node"
import { assert, it } from "@effect/vitest"
import { Effect, FileSystem, Stream } from "effect"
import { isBad, shape, type Task } from "./jobsProcess.ts"
import { bundled } from "../support/program.ts"
import { servedBox } from "../support/servedBox.ts"
import { thorough } from "../support/thorough.ts"
import { runUntil } from "./killedProcess.ts"
import { numbers, requests } from "./points.ts"

const program = bundled(new URL("jobsProcess.ts", import.meta.url))

const kills = Number(process.env["KILL_JOBS"] ?? (thorough ? 8 : 5))
const items = kills < 50 ? kills * 200 : 10_000

interface Counted {
  readonly state: number
  readonly n: number
}

/** What the ledger says, counted anew. */
const recount = (file: string) => {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const states = db
      .prepare("SELECT state, COUNT(*) AS n FROM effect_box_job_items GROUP BY state ORDER BY state")
      .all()
    const batches = db
      .prepare("SELECT SUM(done) AS done, SUM(failed) AS failed, SUM(state <> 2) AS open FROM effect_box_job_batches")
      .get()
    // The columns are those of the statements.
    return {
      states: (states as unknown as ReadonlyArray<Counted>).map(({ n, state }) => [state, n]),
      batches: { ...batches }
    }
  } finally {
    db.close()
  }
}

it.live(
  `a job is worked off by a process that is killed ${kills} times`,
  () =>
    Effect.gen(function* () {
      const { baseUrl, credentials } = yield* EmulatorServer.EmulatorServer
      const emulator = yield* BoxEmulator.BoxEmulator
      const directory = yield* FileSystem.FileSystem.use((fs) => fs.makeTempDirectoryScoped({ prefix: "effect-box-" }))
      const task: Task = { baseUrl, accessToken: credentials.accessToken, file: `${directory}/jobs.db`, items }
      const random = numbers(77)
      let killed = 0
      let report: string | undefined
      while (report === undefined) {
        const last = killed === kills
        // Some points lie in planning and at the start, most in the work.
        const point =
          random(8) === 0 ? Effect.sleep(random(600)) : requests(1 + random((items / kills) * 1.5), random(200))
        report = yield* runUntil(program(), task, last ? Effect.never : point)
        if (report === undefined) killed++
      }
      // Each request of the process is an attempt of an item.
      const attempts = (yield* emulator.stats).requests
      const bad = items / 100
      const good = items - bad
      assert.deepStrictEqual(JSON.parse(report), { done: good, failed: bad, state: "done", total: items })
      assert.deepStrictEqual(recount(task.file), {
        states: [
          [1, good],
          [2, bad]
        ],
        batches: { done: good, failed: bad, open: 0 }
      })
      const names = yield* Folders.getFolderItems.items({ folder_id: "0", limit: 1000 }).pipe(
        Stream.map((item) => item.name),
        Stream.runCollect
      )
      const wanted = Array.from({ length: items }, (_, index) => index + 1).filter((id) => !isBad(id))
      assert.deepStrictEqual([...names].sort(), wanted.map((id) => `item ${id}`).sort())
      const repeats = attempts - items
      assert.isAtMost(repeats, killed * shape.lanes * (shape.flush + shape.concurrency))
      yield* Effect.log(`${killed} kills, ${items} items, ${repeats} repeats`)
    }).pipe(Effect.scoped, Effect.provide(servedBox())),
  600_000
)
