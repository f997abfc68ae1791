/** The same jobs on a PostgreSQL: one that works, and one that only watches. Many workers are in `test/kill`. */
import { BoxError } from "@effect-box/core"
import { BoxJob, BoxJobs } from "@effect-box/core/jobs"
import { NodeJobs } from "@effect-box/node"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted, Schema, Stream } from "effect"
import { freePort } from "../emulator/freePort.ts"
import { missing, Postgres } from "../login/postgres.ts"

const sql = Layer.unwrap(Effect.map(Postgres, ({ url }) => PgClient.layer({ url: Redacted.make(url) })))

describe.skipIf(missing !== undefined)(`NodeJobs.layerCluster ${missing ?? ""}`, () => {
  it.live(
    "works on what another process starts, and is controlled by it",
    () => {
      let ill = true
      const job = BoxJob.make("rows", {
        params: Schema.Struct({ count: Schema.Int }),
        items: ({ count }) =>
          BoxJob.fromStream(
            Stream.map(Stream.range(1, count), (id) => ({ id })),
            { schema: Schema.Struct({ id: Schema.Int }), key: ({ id }) => String(id) }
          ),
        run: ({ id }) =>
          ill && id % 50 === 0
            ? Effect.fail(new BoxError.BoxNotFound({ operation: "x", message: "é'\"\\ no", attempts: 1 }))
            : Effect.succeed(id % 2 === 0 ? { id } : undefined),
        lanes: 4,
        batchSize: 100
      })
      return Effect.gen(function* () {
        const port = yield* freePort
        yield* Layer.build(
          job.worker.pipe(Layer.provide(Layer.fresh(NodeJobs.layerCluster({ host: "127.0.0.1", port }))))
        )
        const run = yield* job.start({ name: "one", params: { count: 1000 } })
        const end = yield* job.wait(run)
        assert.deepInclude(end, { state: "done", total: 1000, done: 980, failed: 20 })
        assert.deepStrictEqual(end.failuresByTag, { BoxNotFound: 20 })
        const [first] = yield* Stream.runCollect(job.failures(run))
        assert.deepInclude(first, { key: "50", item: { id: 50 }, attempts: 1, message: "x: é'\"\\ no" })
        ill = false
        assert.strictEqual(yield* job.retryFailed(run), 20)
        assert.deepInclude(yield* job.wait(run), { state: "done", done: 1000, failed: 0 })
        const lines = yield* Stream.runCollect(job.report(run, { format: "jsonLines" }))
        assert.deepStrictEqual(JSON.parse(lines[49] ?? ""), {
          key: "50",
          state: "done",
          attempts: 2,
          item: { id: 50 },
          result: { id: 50 }
        })
        yield* BoxJobs.purge(run)
        assert.deepStrictEqual(yield* BoxJobs.list(), [])
      }).pipe(Effect.scoped, Effect.provide(BoxJobs.layerClient), Effect.provide(sql), Effect.provide(Postgres.layer))
    },
    120_000
  )
})
