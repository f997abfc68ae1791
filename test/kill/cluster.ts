/** Several processes that work on one run in PostgreSQL, what happens to them, and what can be seen of it at Box. */
import type { ChildProcess } from "node:child_process"
import { Folders } from "@effect-box/core"
import { BoxJobs } from "@effect-box/core/jobs"
import { BoxEmulator } from "@effect-box/core/testing"
import { EmulatorServer } from "@effect-box/node"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert } from "@effect/vitest"
import { Clock, Effect, Redacted, Schedule, Schema, Scope, Stream } from "effect"
import { SqlClient } from "effect/sql"
import { freePort } from "../../packages/node/test/emulator/freePort.ts"
import { Postgres } from "../../packages/node/test/login/postgres.ts"
import { isBad, make, shape, type Task } from "./jobsClusterProcess.ts"
import { servedBox } from "../support/servedBox.ts"
import { ProcessFailed, start } from "./killedProcess.ts"

/** A request for an item. */
interface Touch {
  readonly worker: string
  readonly item: number
  readonly at: number
}

export interface Worker {
  readonly name: string
  readonly child: ChildProcess
  readonly ended: Promise<unknown>
}

const connect = (url: string) => PgClient.layer({ url: Redacted.make(url), maxConnections: 4 })

/** A new database on the server. */
const makeDatabase = Effect.gen(function* () {
  const { url } = yield* Postgres
  const name = `run_${yield* Clock.currentTimeMillis}`
  yield* SqlClient.SqlClient.use((sql) => sql.unsafe(`CREATE DATABASE ${name}`)).pipe(
    Effect.provide(connect(url)),
    Effect.scoped
  )
  return url.replace(/\/postgres$/, `/${name}`)
})

const touches = Effect.gen(function* () {
  const { requests } = yield* BoxEmulator.BoxEmulator
  return (yield* requests).flatMap(({ at, headers }): ReadonlyArray<Touch> => {
    const [, worker, item] = /^(\w+)\/(\d+)$/.exec(headers["user-agent"] ?? "") ?? []
    return worker === undefined ? [] : [{ worker, item: Number(item), at }]
  })
})

/** The database may be away for a while: whoever looks waits. */
const patiently = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.retry(effect, { schedule: Schedule.spaced("200 millis"), times: 150 })

const Sums = Schema.Struct({ items: Schema.Int, done: Schema.Int, failed: Schema.Int, again: Schema.Int })

/** The ledger counted anew, and the counters that it keeps. `again`: items that were recorded more than once. */
const recount = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const [items] = yield* sql`SELECT COUNT(*)::integer AS items,
    COUNT(*) FILTER (WHERE state = 1)::integer AS done, COUNT(*) FILTER (WHERE state = 2)::integer AS failed,
    COUNT(*) FILTER (WHERE attempts <> 1)::integer AS again FROM effect_box_job_items`
  const [batches] = yield* sql`SELECT SUM(done)::integer AS done, SUM(failed)::integer AS failed,
    COUNT(*) FILTER (WHERE state <> 2)::integer AS open FROM effect_box_job_batches`
  return { items: yield* Schema.decodeUnknownEffect(Sums)(items), batches }
})

/** In which batch an item is. */
const batches = Effect.map(
  patiently(SqlClient.SqlClient.use((sql) => sql`SELECT key, seq FROM effect_box_job_items`)),
  (rows) => {
    const Row = Schema.Struct({ key: Schema.String, seq: Schema.Int })
    const known = new Map(
      rows.map((row) => {
        const { key, seq } = Schema.decodeUnknownSync(Row)(row)
        return [Number(key), Math.floor(seq / shape.batchSize)]
      })
    )
    return (item: number): number => known.get(item) ?? -1
  }
)

/**
 * How long after `at` others went on with the batches that a worker held then, in milliseconds. Batches that it finished
 * are not among them.
 */
export const takenOver = Effect.fnUntraced(function* (worker: string, at: number) {
  const batchOf = yield* batches
  const held = new Map<number, string>()
  const delays = new Map<number, number>()
  for (const touch of yield* touches) {
    const batch = batchOf(touch.item)
    if (touch.at <= at) held.set(batch, touch.worker)
    else if (held.get(batch) === worker && touch.worker !== worker && !delays.has(batch)) {
      delays.set(batch, touch.at - at)
    }
  }
  return [...delays.values()]
})

/** Items that were done again, by the worker that was the first to do them. */
export const repeats = Effect.map(touches, (all) => {
  const first = new Map<number, string>()
  const counts = new Map<string, number>()
  for (const { item, worker } of all) {
    const before = first.get(item)
    if (before === undefined) first.set(item, worker)
    else counts.set(before, (counts.get(before) ?? 0) + 1)
  }
  return (worker?: string): number =>
    worker === undefined ? [...counts.values()].reduce((sum, count) => sum + count, 0) : (counts.get(worker) ?? 0)
})

/** Waits until so many items were touched. */
export const untilTouched = (count: number) =>
  Effect.repeat(Effect.delay(touches, "50 millis"), { until: (now) => now.length >= count }).pipe(
    Effect.timeoutOrElse({ duration: "60 seconds", orElse: () => Effect.die("The run is over before the fault") })
  )

/** Waits until each of so many processes has its part of the lanes: Effect's cluster holds a lock for each part. */
const untilShared = (processes: number) =>
  SqlClient.SqlClient.use(
    (sql) => sql`SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted GROUP BY pid`
  ).pipe(
    Effect.delay("50 millis"),
    Effect.repeat({ until: (holders) => holders.length >= processes }),
    Effect.timeoutOrElse({ duration: "60 seconds", orElse: () => Effect.die("The lanes are not shared") })
  )

/** The longest time in which nothing happened, from `at` on, in milliseconds. */
export const standstill = (at: number) =>
  Effect.map(touches, (all) => {
    let longest = 0
    let before = at
    for (const touch of all) {
      if (touch.at < at) continue
      longest = Math.max(longest, touch.at - before)
      before = touch.at
    }
    return longest
  })

/** A run that is being worked on. */
export interface Campaign {
  readonly workers: ReadonlyArray<Worker>
  /** Starts one more process. Gives it once it works. */
  readonly join: (name: string) => Effect.Effect<Worker, ProcessFailed>
}

export interface Shape {
  readonly items: number
  /** How long an item takes. */
  readonly millis: number
  /** The processes that are there from the beginning. */
  readonly names: ReadonlyArray<string>
  /** How long a process that died keeps its lanes. */
  readonly lockExpiration: Task["lockExpiration"]
}

/** Starts processes within the scope. `outputs` is what they logged. */
const recruit = Effect.fnUntraced(function* (program: string, given: Pick<Task, "url" | "lockExpiration">) {
  const scope = yield* Effect.scope
  const { baseUrl, credentials } = yield* EmulatorServer.EmulatorServer
  const logs: Array<() => string> = []
  const join = Effect.fnUntraced(
    function* (name: string) {
      const port = yield* freePort
      const task: Task = { baseUrl, accessToken: credentials.accessToken, ...given, port, worker: name }
      const { child, ended, read } = yield* start(program, task)
      logs.push(() => `--- ${name}\n${read.output}`)
      const ready = Effect.repeat(Effect.sleep("10 millis"), { until: () => Effect.sync(() => read.report !== "") })
      const failed = Effect.flatMap(
        Effect.promise(() => ended),
        ({ code, output }) => Effect.fail(new ProcessFailed({ code, output }))
      )
      yield* Effect.raceFirst(ready, failed)
      return { name, child, ended }
    },
    Effect.provideService(Scope.Scope, scope)
  )
  return { join, outputs: () => logs.map((log) => log()).join("\n") }
})

/** What has to be true in the end, whatever happened: nothing is lost, nothing is recorded twice. */
const check = Effect.fnUntraced(function* (items: number) {
  const bad = Math.floor(items / 100)
  const good = items - bad
  assert.deepStrictEqual(yield* patiently(recount), {
    items: { items, done: good, failed: bad, again: 0 },
    batches: { done: good, failed: bad, open: 0 }
  })
  const found = yield* Folders.getFolderItems.items({ folder_id: "0", limit: 1000 }).pipe(
    Stream.map((item) => item.name),
    Stream.runCollect
  )
  const wanted = Array.from({ length: items }, (_, index) => index + 1).filter((id) => !isBad(id))
  assert.deepStrictEqual([...found].sort(), wanted.map((id) => `item ${id}`).sort())
})

/**
 * Lets processes work on a run while `faults` happen to them, until it ends, and checks what came of it. `faults` gives
 * what is to be looked at in the end.
 */
export const campaign = <A, E, R, E2, R2>(
  program: string,
  { items, lockExpiration, millis, names }: Shape,
  faults: (campaign: Campaign) => Effect.Effect<Effect.Effect<A, E2, R2>, E, R>
) =>
  Effect.flatMap(makeDatabase, (url) =>
    Effect.gen(function* () {
      const { join, outputs } = yield* recruit(program, { url, lockExpiration })
      const job = make("none")
      const workers = yield* Effect.forEach(names, join, { concurrency: "unbounded" })
      yield* untilShared(names.length)
      const run = yield* job.start({ name: "one", params: { items, millis } })
      const look = yield* faults({ join, workers })
      const { state } = yield* patiently(job.wait(run)).pipe(
        Effect.timeoutOrElse({
          duration: "90 seconds",
          orElse: () => Effect.flatMap(recount, (counts) => Effect.die(`${JSON.stringify(counts)}\n${outputs()}`))
        })
      )
      assert.strictEqual(state, "done")
      // A process that was frozen may still be at its last items: none of them may be recorded.
      yield* Effect.sleep("1 second")
      yield* check(items)
      return yield* look
    }).pipe(Effect.provide(BoxJobs.layerClient), Effect.provide(connect(url)))
  ).pipe(Effect.provide(servedBox()), Effect.scoped)
