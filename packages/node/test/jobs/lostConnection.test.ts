/** A database that goes away while outcomes are being recorded. */
import { BoxError } from "@effect-box/core"
import { BoxJob, BoxJobs } from "@effect-box/core/jobs"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Logger, Schema, Stream } from "effect"
import { SqlClient, SqlError } from "effect/sql"
import { WorkflowEngine } from "effect/workflow"
import { layer as layerSqlite } from "../../src/jobs/internal/sqliteClient.ts"
import { inTime } from "./virtualTime.ts"

const items = 10

const gone = new SqlError.SqlError({ reason: new SqlError.ConnectionError({ message: "gone", cause: undefined }) })

/** What becomes of a transaction after so many calls of items. */
type Weather = <A, E, R>(
  calls: number,
  transaction: Effect.Effect<A, E, R>
) => Effect.Effect<A, E | SqlError.SqlError, R>

/** Counts the calls of a job of ten items, of which the fourth fails. */
const makeWorld = (weather: Weather) => {
  const world = { calls: 0 }
  const job = BoxJob.make("make", {
    params: Schema.Struct({}),
    items: () =>
      BoxJob.fromStream(
        Stream.map(Stream.range(1, items), (id) => ({ id: String(id) })),
        { schema: Schema.Struct({ id: Schema.String }), key: ({ id }) => id }
      ),
    run: ({ id }) =>
      Effect.delay(
        Effect.suspend(() => {
          world.calls++
          if (id !== "4") return Effect.void
          return Effect.fail(new BoxError.BoxInvalidInput({ operation: "make", message: "No.", attempts: 0 }))
        }),
        "300 millis"
      ),
    lanes: 1,
    concurrency: 2,
    batchSize: items
  })
  const client = Layer.effect(
    SqlClient.SqlClient,
    Effect.map(SqlClient.SqlClient, (sql) => {
      const withTransaction: typeof sql.withTransaction = (effect) =>
        Effect.suspend(() => weather(world.calls, sql.withTransaction(effect)))
      const call = (...args: Parameters<typeof sql>) => sql(...args)
      // All that a client has beside what it is called with.
      return Object.assign(call as unknown as SqlClient.SqlClient, sql, { withTransaction })
    })
  ).pipe(Layer.provide(layerSqlite({ file: ":memory:", synchronous: "normal" })))
  const jobs = BoxJobs.layer.pipe(Layer.provide(WorkflowEngine.layerMemory), Layer.provide(client))
  /** Each item has one outcome and one attempt, and the counters are those of a recount. */
  const check = Effect.gen(function* () {
    const run = yield* job.start({ name: "one", params: {} })
    assert.deepInclude(yield* inTime(job.wait(run)), {
      state: "done",
      done: items - 1,
      failed: 1,
      failuresByTag: { BoxInvalidInput: 1 }
    })
    const { sql } = yield* BoxJobs.BoxJobs
    const rows = yield* sql`SELECT state, attempts, COUNT(*) AS n FROM effect_box_job_items
      GROUP BY state, attempts ORDER BY state`
    assert.deepStrictEqual(rows, [
      { state: 1, attempts: 1, n: items - 1 },
      { state: 2, attempts: 1, n: 1 }
    ])
    return world.calls
  }).pipe(Effect.provide(Layer.provideMerge(job.worker, jobs)), Effect.provide(Logger.layer([])))
  return check
}

/** Transactions fail from the second item on. Once all have run, one more ends as `last` says. */
const away = (last: Effect.Effect<never>): Weather => {
  let isOver = false
  return (calls, transaction) => {
    if (calls < 2 || isOver) return transaction
    if (calls < items) return Effect.fail(gone)
    isOver = true
    return last
  }
}

/** Every second transaction is committed, and nobody learns of it. */
const unanswered = (): Weather => {
  let count = 0
  return (calls, transaction) =>
    calls >= 2 && count++ % 2 === 0 ? Effect.andThen(transaction, Effect.fail(gone)) : transaction
}

const cases: ReadonlyArray<readonly [string, () => Weather, number]> = [
  // As Effect's SqlClient does where the connection is gone.
  ["whose rollback fails", () => away(Effect.die(gone)), 0],
  ["that dies", () => away(Effect.die(new TypeError("oops"))), items],
  ["that is committed without an answer", unanswered, 0]
]

describe("an item whose outcome is in a transaction", () => {
  it.effect.each(cases)("%s is recorded once in the end", ([, weather, repeats]) =>
    Effect.map(makeWorld(weather()), (calls) => assert.isAtMost(calls, items + repeats))
  )
})
