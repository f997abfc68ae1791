/**
 * A process that follows a stream of events with a checkpoint in a file, and is killed by SIGKILL again and again, at seeded
 * random points. `KILL_EVENTS=200 npm test -- test/kill/eventsKill.test.ts` kills it 200 times, with 100,000 events.
 */
import { Folders } from "@effect-box/core"
import { EmulatorServer } from "@effect-box/node"
import { assert, it } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import { bundled } from "../support/program.ts"
import { servedBox } from "../support/servedBox.ts"
import { limit, type Task } from "./eventsProcess.ts"
import { ProcessFailed, start } from "./killedProcess.ts"
import { numbers, wanted } from "./points.ts"

const program = bundled(new URL("eventsProcess.ts", import.meta.url))

const kills = Number(process.env["KILL_EVENTS"] ?? wanted)
const eventsPerKill = kills < 200 ? 50 : 500

/** What the process has handled so far. A line that was cut short was not. */
const handled = (report: string): ReadonlyArray<string> => report.split("\n").slice(0, -1)

/** Follows until so many events are handled, and kills the process then. Gives what it handled. */
const followUntil = (task: Task, reached: (names: ReadonlyArray<string>) => boolean, millis: number) =>
  Effect.scoped(
    Effect.gen(function* () {
      const { child, ended, read } = yield* start(program(), task)
      yield* Effect.repeat(Effect.sleep("1 millis"), {
        until: () => Effect.sync(() => reached(handled(read.report)) || child.exitCode !== null)
      })
      yield* Effect.sleep(millis)
      yield* Effect.sync(() => child.kill("SIGKILL"))
      const { code, output, report, signal } = yield* Effect.promise(() => ended)
      if (signal !== "SIGKILL") return yield* new ProcessFailed({ code, output })
      return handled(report)
    })
  )

it.live(
  `every event reaches a consumer that is killed ${kills} times, and no kill repeats more than a page`,
  () =>
    Effect.gen(function* () {
      const { baseUrl, credentials } = yield* EmulatorServer.EmulatorServer
      const directory = yield* FileSystem.FileSystem.use((fs) => fs.makeTempDirectoryScoped({ prefix: "effect-box-" }))
      const task: Task = { baseUrl, accessToken: credentials.accessToken, directory }
      const random = numbers(31)
      const seen = new Set<string>()
      let made = 0
      let repeats = 0
      const take = (names: ReadonlyArray<string>) => {
        const again = names.filter((name) => seen.has(name)).length
        for (const name of names) seen.add(name)
        assert.isAtMost(again, limit)
        repeats += again
      }
      for (let killed = 0; killed < kills; killed++) {
        yield* Effect.forEach(
          Array.from({ length: eventsPerKill }, () => `event ${made++}`),
          (name) => Folders.createFolder({ name, parent: { id: "0" }, fields: ["name"] }),
          { concurrency: 8 }
        )
        // Some points lie at the start, before anything is handled.
        const count = random(6) === 0 ? 0 : 1 + random(eventsPerKill - 10)
        take(yield* followUntil(task, (names) => names.length >= count, count === 0 ? random(300) : random(20)))
      }
      const rest = (names: ReadonlyArray<string>) => new Set([...seen, ...names]).size === made
      take(yield* followUntil(task, rest, 0))
      assert.strictEqual(seen.size, made)
      yield* Effect.log(`${kills} kills, ${made} events, ${repeats} repeats`)
    }).pipe(Effect.scoped, Effect.provide(servedBox())),
  120_000 + kills * 20_000
)
