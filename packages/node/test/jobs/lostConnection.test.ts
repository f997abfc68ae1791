/** A database that goes away while outcomes are being recorded, and comes back when all items have run. */
import { BoxJob, BoxJobs } from "@effect-box/core/jobs"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Logger, Schema, Stream } from "effect"
import { SqlClient, SqlError } from "effect/sql"
import { WorkflowEngine } from "effect/workflow"
import { layer as layerSqlite } from "../../src/jobs/internal/sqliteClient.ts"
import { inTime } from "./virtualTime.ts"

const items = 10

interface World {
  calls: number
  /** How the last transaction ends that does not reach the database. */
  last: Effect.Effect<never> | undefined
}

const gone = new SqlError.SqlError({ reason: new SqlError.ConnectionError({ message: "gone", cause: undefined }) })

/** Transactions fail from the second item on. Once all have run, one more ends as `world.last` says. */
const layerAway = (world: World) =>
  Layer.effect(
    SqlClient.SqlClient,
    Effect.map(SqlClient.SqlClient, (sql) => {
      const withTransaction: typeof sql.withTransaction = (effect) =>
        Effect.suspend(() => {
          if (world.calls < 2 || world.last === undefined) return sql.withTransaction(effect)
          if (world.calls < items) return Effect.fail(gone)
          const { last } = world
          world.last = undefined
          return last
        })
      const call = (...args: Parameters<typeof sql>) => sql(...args)
      // All that a client has beside what it is called with.
      return Object.assign(call as unknown as SqlClient.SqlClient, sql, { withTransaction })
    })
  ).pipe(Layer.provide(layerSqlite({ file: ":memory:", synchronous: "normal" })))

const ends: ReadonlyArray<readonly [string, Effect.Effect<never>, number]> = [
  // As Effect's SqlClient does where the connection is gone.
  ["whose rollback fails", Effect.die(gone), 0],
  ["that dies", Effect.die(new TypeError("oops")), items]
]

describe("an item whose outcome is in a transaction", () => {
  it.effect.each(ends)("%s is recorded in the end", ([, last, repeats]) => {
    const world: World = { calls: 0, last }
    const job = BoxJob.make("make", {
      params: Schema.Struct({}),
      items: () =>
        BoxJob.fromStream(
          Stream.map(Stream.range(1, items), (id) => ({ id: String(id) })),
          { schema: Schema.Struct({ id: Schema.String }), key: ({ id }) => id }
        ),
      run: () =>
        Effect.delay(
          Effect.sync(() => void world.calls++),
          "300 millis"
        ),
      lanes: 1,
      concurrency: 2,
      batchSize: items
    })
    const jobs = BoxJobs.layer.pipe(Layer.provide(WorkflowEngine.layerMemory), Layer.provide(layerAway(world)))
    return Effect.gen(function* () {
      const run = yield* job.start({ name: "one", params: {} })
      assert.deepInclude(yield* inTime(job.wait(run)), { state: "done", done: items, failed: 0 })
      const { sql } = yield* BoxJobs.BoxJobs
      const rows = yield* sql`SELECT state, COUNT(*) AS n FROM effect_box_job_items GROUP BY state`
      assert.deepStrictEqual(rows, [{ state: 1, n: items }])
      assert.isAtMost(world.calls, items + repeats)
    }).pipe(Effect.provide(Layer.provideMerge(job.worker, jobs)), Effect.provide(Logger.layer([])))
  })
})
