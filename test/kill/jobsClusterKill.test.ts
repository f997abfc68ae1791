/**
 * A run on three processes and PostgreSQL, and everything that happens to processes and databases. `npm test` has each
 * once, several in one run; `KILL_CLUSTER=20 npm test -- test/kill/jobsClusterKill.test.ts` has each by itself, 20 times.
 */
import { assert, describe, it } from "@effect/vitest"
import type { BoxEmulator } from "@effect-box/core/testing"
import { Clock, Effect, Redacted } from "effect"
import * as PgClient from "@effect/sql-pg/PgClient"
import { SqlClient } from "effect/sql"
import { missing, Postgres } from "../../packages/node/test/login/postgres.ts"
import { type Campaign, campaign, repeats, standstill, takenOver, untilTouched, type Worker } from "./cluster.ts"
import { shape } from "./jobsClusterProcess.ts"
import { bundled } from "../support/program.ts"
import { thorough } from "../support/thorough.ts"
import { numbers } from "./points.ts"

const program = bundled(new URL("jobsClusterProcess.ts", import.meta.url))
const runs = Number(process.env["KILL_CLUSTER"] ?? 0)

/** So many that every fault happens in the middle. */
const items = thorough ? 3000 : 1800

/** What is done and not recorded, if all lanes are on one process. */
const bound = shape.lanes * (shape.flush + shape.concurrency)
/** As short as it may be, and the default where each fault is measured by itself. */
const lockExpiration = runs > 0 ? "15 seconds" : "9 seconds"
/** Until others go on with the batches of a process that died, in milliseconds. */
const longest = 20_000

interface Figures {
  readonly takeOver: number
  readonly repeats: number
}

const signal = (worker: Worker | undefined, name: NodeJS.Signals) =>
  Effect.andThen(
    Effect.sync(() => worker?.child.kill(name)),
    Clock.currentTimeMillis
  )

/** What became of the batches of a worker. */
const look = (worker: Worker | undefined, at: number, most: number) =>
  Effect.gen(function* () {
    const delays = yield* takenOver(worker?.name ?? "", at)
    const figures: Figures = { takeOver: Math.max(0, ...delays), repeats: (yield* repeats)(worker?.name) }
    assert.isAtMost(figures.takeOver, longest)
    assert.isAtMost(figures.repeats, most)
    return figures
  })

type Needs = Postgres | SqlClient.SqlClient | BoxEmulator.BoxEmulator

/** Happens when so many items were touched. Gives what is to be looked at in the end. */
type Fault = (
  campaign: Campaign,
  point: number
) => Effect.Effect<Effect.Effect<Figures, unknown, Needs>, unknown, Needs>

const killed: Fault = Effect.fnUntraced(function* ({ workers }, point) {
  yield* untilTouched(point)
  const [worker] = workers
  return look(worker, yield* signal(worker, "SIGKILL"), bound)
})

/** A process that is told to end lets its items end and records them. */
const told: Fault = Effect.fnUntraced(function* ({ workers }, point) {
  yield* untilTouched(point)
  const worker = workers[1]
  const at = yield* signal(worker, "SIGTERM")
  yield* worker === undefined ? Effect.void : Effect.promise(() => worker.ended)
  // Items take a fraction of a second.
  yield* Effect.log(`SIGTERM: ended after ${(yield* Clock.currentTimeMillis) - at} ms`)
  return look(worker, at, 0)
})

/** Wakes up when others work on what it had. */
const frozen: Fault = Effect.fnUntraced(function* ({ workers }, point) {
  yield* untilTouched(point)
  const worker = workers[2]
  const at = yield* signal(worker, "SIGSTOP")
  yield* Effect.repeat(Effect.delay(takenOver(worker?.name ?? "", at), "100 millis"), {
    until: (delays) => delays.length > 0,
    times: 300
  })
  yield* signal(worker, "SIGCONT")
  return look(worker, at, bound)
})

/** How long nothing happened, and what all were doing twice. */
const lookAtAll = (at: number, most: number) =>
  Effect.gen(function* () {
    const figures: Figures = { takeOver: yield* standstill(at), repeats: (yield* repeats)() }
    assert.isAtMost(figures.takeOver, longest)
    assert.isAtMost(figures.repeats, most)
    return figures
  })

/** Every process loses its connections and its locks, and its lanes begin anew. */
const restarted: Fault = Effect.fnUntraced(function* (_, point) {
  yield* untilTouched(point)
  const at = yield* Clock.currentTimeMillis
  const { restart } = yield* Postgres
  yield* restart(point % 2 === 0 ? "fast" : "immediate")
  return lookAtAll(at, bound)
})

const cut: Fault = Effect.fnUntraced(function* (_, point) {
  yield* untilTouched(point)
  const at = yield* Clock.currentTimeMillis
  const { url } = yield* Postgres
  yield* SqlClient.SqlClient.use(
    (sql) =>
      sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = 'box'`
  ).pipe(Effect.provide(PgClient.layer({ url: Redacted.make(url) })), Effect.scoped)
  return lookAtAll(at, bound)
})

/** Lanes move to those that join, in peace. */
const joined: Fault = Effect.fnUntraced(function* ({ join }, point) {
  yield* untilTouched(point)
  const at = yield* Clock.currentTimeMillis
  yield* Effect.forEach(["d", "e"], join, { concurrency: "unbounded" })
  return lookAtAll(at, 0)
})

const postgres = Effect.provide(Postgres.layer)

const names = ["a", "b", "c"]

describe.skipIf(missing !== undefined)(`a run on a cluster ${missing ?? ""}`, () => {
  const each: Readonly<Record<string, Fault>> = {
    SIGKILL: killed,
    SIGTERM: told,
    "SIGSTOP and SIGCONT": frozen,
    "PostgreSQL is restarted": restarted,
    "connections are cut": cut,
    "processes join": joined
  }
  it.live.skipIf(runs > 0)(
    "survives that a process is frozen, one is told to end and one is killed",
    () =>
      campaign(
        program(),
        { items, millis: 150, names, lockExpiration },
        Effect.fnUntraced(function* (campaign) {
          const [first, ...others] = yield* Effect.all(
            [frozen(campaign, 100), told(campaign, 300), Effect.andThen(campaign.join("d"), killed(campaign, 400))],
            { concurrency: "unbounded" }
          )
          return Effect.all([first, ...others])
        })
      ).pipe(
        Effect.flatMap((figures) => Effect.log(JSON.stringify(figures))),
        postgres
      ),
    120_000
  )
  it.live.skipIf(runs > 0)(
    "survives that PostgreSQL is restarted, connections are cut, and processes join",
    () =>
      campaign(
        program(),
        { items, millis: 150, names, lockExpiration },
        Effect.fnUntraced(function* (campaign) {
          const first = yield* restarted(campaign, 200)
          yield* campaign.join("d")
          const second = yield* cut(campaign, 1000)
          return Effect.all([first, second])
        })
      ).pipe(
        Effect.flatMap((figures) => Effect.log(JSON.stringify(figures))),
        postgres
      ),
    120_000
  )
  it.live.each(runs > 0 ? Object.entries(each) : [])(
    `survives, ${runs} times: %s`,
    ([name, fault]) =>
      Effect.gen(function* () {
        const random = numbers(name.length)
        const figures: Array<Figures> = []
        for (let run = 0; run < runs; run++) {
          const found = yield* campaign(
            program(),
            { items: 2400, millis: 80, names: fault === joined ? ["a"] : names, lockExpiration },
            (campaign) => fault(campaign, 1 + random(2000))
          )
          yield* Effect.log(`${name}: ${JSON.stringify(found)}`)
          figures.push(found)
        }
        yield* Effect.log(
          `${name}: ${runs} runs, longest take-over ${Math.max(...figures.map(({ takeOver }) => takeOver))} ms, most repeats ${Math.max(...figures.map((one) => one.repeats))}`
        )
      }).pipe(Effect.scoped, postgres),
    3_600_000
  )
})
