/**
 * What the engine of jobs costs beside Box: a run whose items do nothing, in a SQLite file. Prints a table; with a number of
 * items, `node test/bench/jobs.ts 1000000`, its figures as JSON.
 */
import { execFileSync } from "node:child_process"
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { BoxJob, BoxJobs, JobSource } from "@effect-box/core/jobs"
import { NodeJobs } from "@effect-box/node"
import { Clock, Effect, Layer, Schema, Stream } from "effect"

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

const measure = (directory: string, items: number) =>
  Effect.gen(function* () {
    const start = yield* Clock.monotonicTimeNanos
    const cpu = process.cpuUsage()
    const run = yield* stub.start({ name: "bench", params: { count: items } })
    const end = yield* stub.wait(run)
    if (end.done !== items) return yield* Effect.die(`${end.done} of ${items} items are done`)
    const seconds = Number((yield* Clock.monotonicTimeNanos) - start) / 1e9
    const used = process.cpuUsage(cpu)
    const { sql } = yield* BoxJobs.BoxJobs
    yield* sql`PRAGMA wal_checkpoint(TRUNCATE)`
    const result: JobsResult = {
      items,
      seconds,
      perSecond: Math.round(items / seconds),
      cpuSeconds: (used.user + used.system) / 1e6,
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
      diskMegabytes: Math.round(bytesIn(directory) / 1e6)
    }
    return result
  })

/** Runs in a process of its own, whose memory is measured. */
export const benchJobs = (items: number): Effect.Effect<JobsResult, unknown> =>
  Effect.acquireUseRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "effect-box-jobs-"))),
    (directory) =>
      measure(directory, items).pipe(
        Effect.provide(
          stub.worker.pipe(Layer.provideMerge(NodeJobs.layerEmbedded({ file: join(directory, "jobs.db") })))
        )
      ),
    (directory) => Effect.sync(() => rmSync(directory, { recursive: true }))
  )

const script = fileURLToPath(import.meta.url)

/** The figures of a process of its own. */
const measured = (items: number): JobsResult =>
  JSON.parse(execFileSync(process.execPath, [script, String(items)], { encoding: "utf8" }))

const row = (result: JobsResult): string =>
  `| ${[
    result.items,
    result.perSecond,
    Math.round(result.items / result.cpuSeconds),
    result.peakMegabytes,
    result.diskMegabytes
  ].join(" | ")} |`

if (process.argv[1] === script) {
  const items = process.argv[2]
  process.stdout.write(
    items === undefined
      ? `
## Jobs: \`node test/bench/jobs.ts\`

A run whose items do nothing, on SQLite (\`synchronous: "full"\`): planning, 16 lanes, recording. Targets: 10,000 items per second;
1,000,000 items under 400 MB of memory and 250 MB of disk.

| items | items per second | items per second of CPU | peak RSS, MB | disk, MB |
| --- | --- | --- | --- | --- |
${[100_000, 1_000_000].map((count) => row(measured(count))).join("\n")}
`
      : `${JSON.stringify(await Effect.runPromise(benchJobs(Number(items))))}\n`
  )
}
