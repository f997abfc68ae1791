/**
 * What the engine of jobs costs beside Box: a run whose items do nothing, in a SQLite file. `node test/bench/jobs.ts 1000000`
 * for another number of items.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { BoxJob, BoxJobs, JobSource } from "@effect-box/core"
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

if (process.argv[1]?.endsWith("jobs.ts") === true) {
  const result = await Effect.runPromise(benchJobs(Number(process.argv[2] ?? 100_000)))
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
