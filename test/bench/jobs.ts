/**
 * What the engine of jobs costs beside Box: a run whose items do nothing, in a SQLite file and on PostgreSQL, where there is
 * one. Prints a table; with a number of items, `node test/bench/jobs.ts 1000000`, its figures on SQLite as JSON, and with the
 * address of a database behind it those on PostgreSQL. `node test/bench/jobs.ts table 100000` has a table of that many items.
 */
import { execFileSync } from "node:child_process"
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { BoxJob, BoxJobs, JobSource } from "@effect-box/core/jobs"
import { NodeJobs } from "@effect-box/node"
import * as PgClient from "@effect/sql-pg/PgClient"
import { Clock, Effect, Layer, Logger, Redacted, Schema, Stream } from "effect"
import { freePort } from "../../packages/node/test/emulator/freePort.ts"
import { missing, Postgres } from "../../packages/node/test/login/postgres.ts"

const page = 1000

/** Items with keys of 10 digits, as Box's ids have, by pages of 1,000. */
const stub = BoxJob.make("stub", {
  params: Schema.Struct({ count: Schema.Int }),
  items: ({ count }) =>
    JobSource.make({
      schema: Schema.Struct({ id: Schema.String }),
      key: ({ id }) => id,
      positions: ["0"],
      read: (position) => {
        const first = Number(position)
        const items = Array.from({ length: Math.min(page, count - first) }, (_, index) => ({
          id: String(1_000_000_000 + first + index)
        }))
        return Stream.succeed({ items, next: first + page < count ? [String(first + page)] : [], last: true })
      }
    }),
  run: () => Effect.void
})

const bytesIn = (directory: string): number =>
  readdirSync(directory).reduce((sum, name) => {
    const stat = statSync(join(directory, name), { throwIfNoEntry: false })
    return sum + (stat?.isFile() === true ? stat.size : 0)
  }, 0)

export interface JobsResult {
  readonly items: number
  readonly seconds: number
  readonly perSecond: number
  readonly cpuSeconds: number
  readonly peakMegabytes: number
  readonly diskMegabytes: number
}

/** `size` gives the bytes of the database, once it is at rest. */
const measure = <E, R>(items: number, size: Effect.Effect<number, E, R>) =>
  Effect.gen(function* () {
    const before = yield* size
    const start = yield* Clock.monotonicTimeNanos
    const cpu = process.cpuUsage()
    const run = yield* stub.start({ name: "bench", params: { count: items } })
    const end = yield* stub.wait(run)
    if (end.done !== items) return yield* Effect.die(`${end.done} of ${items} items are done`)
    const seconds = Number((yield* Clock.monotonicTimeNanos) - start) / 1e9
    const used = process.cpuUsage(cpu)
    const result: JobsResult = {
      items,
      seconds,
      perSecond: Math.round(items / seconds),
      cpuSeconds: (used.user + used.system) / 1e6,
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
      diskMegabytes: Math.round(((yield* size) - before) / 1e6)
    }
    return result
  })

const onSqlite = (items: number) =>
  Effect.acquireUseRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "effect-box-jobs-"))),
    (directory) => {
      const size = Effect.gen(function* () {
        const { sql } = yield* BoxJobs.BoxJobs
        yield* sql`PRAGMA wal_checkpoint(TRUNCATE)`
        return bytesIn(directory)
      })
      return measure(items, size).pipe(
        Effect.provide(
          stub.worker.pipe(Layer.provideMerge(NodeJobs.layerEmbedded({ file: join(directory, "jobs.db") })))
        )
      )
    },
    (directory) => Effect.sync(() => rmSync(directory, { recursive: true }))
  )

const postgresSize = Effect.gen(function* () {
  const { sql } = yield* BoxJobs.BoxJobs
  const [row] = yield* sql<{ readonly size: string }>`SELECT pg_database_size(current_database())::text AS size`
  return Number(row?.size)
})

const onPostgres = (items: number, url: string) =>
  Effect.flatMap(freePort, (port) =>
    measure(items, postgresSize).pipe(
      Effect.provide(
        stub.worker.pipe(
          Layer.provideMerge(NodeJobs.layerCluster({ host: "127.0.0.1", port })),
          Layer.provide(PgClient.layer({ url: Redacted.make(url), maxConnections: 10 }))
        )
      )
    )
  )

const script = fileURLToPath(import.meta.url)

/** The figures of a process of its own, whose memory is measured. */
const measured = (items: number, ...url: ReadonlyArray<string>) =>
  Effect.sync(
    (): JobsResult =>
      // It prints a `JobsResult`.
      JSON.parse(execFileSync(process.execPath, [script, String(items), ...url], { encoding: "utf8" }))
  )

const row = (database: string, result: JobsResult): string =>
  `| ${[
    database,
    result.items,
    result.perSecond,
    Math.round(result.items / result.cpuSeconds),
    result.peakMegabytes,
    result.diskMegabytes
  ].join(" | ")} |`

/** A server of its own for each run, because the size of the next one would have the rows of the first. */
const rowOnPostgres = (items: number) =>
  Postgres.use(({ url }) => measured(items, url)).pipe(
    Effect.map((result) => row("PostgreSQL", result)),
    Effect.provide(Layer.fresh(Postgres.layerWith("on")))
  )

const table = (sizes: ReadonlyArray<number>) =>
  Effect.gen(function* () {
    const sqlite = yield* Effect.forEach(sizes, (items) =>
      Effect.map(measured(items), (result) => row("SQLite", result))
    )
    const postgres = missing === undefined ? yield* Effect.forEach(sizes, rowOnPostgres) : []
    return `
## Jobs: \`node test/bench/jobs.ts\`

A run whose items do nothing: planning, 16 lanes, recording. SQLite with \`synchronous: "full"\`; PostgreSQL on the same machine, with
one process that works. Memory is that process's. Targets: 10,000 items per second on SQLite and 5,000 on PostgreSQL; 1,000,000 items
under 400 MB of memory and 250 MB of disk.

| database | items | items per second | items per second of CPU | peak RSS, MB | disk, MB |
| --- | --- | --- | --- | --- | --- |
${[...sqlite, ...postgres].join("\n")}
`
  })

const print = (effect: Effect.Effect<string, unknown>) =>
  Effect.runPromise(effect).then((text) => process.stdout.write(text))

if (process.argv[1] === script) {
  const [, , first, second] = process.argv
  const items = Number(first)
  if (first === undefined || first === "table") {
    await print(table(second === undefined ? [100_000, 1_000_000] : [Number(second)]))
  } else {
    const figures = second === undefined ? onSqlite(items) : onPostgres(items, second)
    // What the cluster logs would be among the figures.
    const text = Effect.map(figures, (result) => `${JSON.stringify(result)}\n`)
    await print(Effect.provide(text, Logger.layer([])))
  }
}
