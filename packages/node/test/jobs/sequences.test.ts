/**
 * Any sequence of what can happen to a run and to its worker ends in a consistent ledger. A crash is a database that is gone
 * from one statement to the next: nothing that the worker does after it is recorded.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { BoxError, Folders } from "@effect-box/core"
import { BoxJob, BoxJobs, JobError } from "@effect-box/core/jobs"
import { BoxEmulator } from "@effect-box/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Layer, Logger, Schema, Scope, Stream } from "effect"
import { WorkflowEngine } from "effect/workflow"
import { layer as layerSqlite } from "../../src/jobs/internal/sqliteClient.ts"
import { thorough } from "../../../../test/support/thorough.ts"
import { inTime, step } from "./virtualTime.ts"

const actions = ["start", "kill", "pause", "resume", "cancel", "retryFailed", "time", "time", "time"] as const
type Action = (typeof actions)[number]

/** `JOB_SEQUENCES=500 npm test -- packages/node/test/jobs/sequences.test.ts` tries more. */
const runs = Number(process.env["JOB_SEQUENCES"] ?? (thorough ? 15 : 8))

const items = 60
const lanes = 3
const concurrency = 2
/** What a crash may cost: all that is recorded by the next flush, or is in work. No lane has more than a batch of 10. */
const perKill = lanes * (10 + concurrency)
/** What a pause may cost: items in work that are interrupted. */
const perPause = lanes * concurrency

interface World {
  readonly file: string
  /** Whether every third item still fails. */
  ill: boolean
  calls: number
  kills: number
  stops: number
  /** The failures that were opened again. */
  retried: number
}

const name = (id: number) => `item ${id}`

const jobOf = (world: World) =>
  BoxJob.make("make", {
    params: Schema.Struct({}),
    items: () =>
      BoxJob.fromStream(
        Stream.mapEffect(Stream.range(1, items), (id) => Effect.as(Effect.sleep("10 millis"), { id })),
        { schema: Schema.Struct({ id: Schema.Int }), key: ({ id }) => name(id) }
      ),
    run: ({ id }) =>
      Effect.suspend(() => {
        world.calls++
        return world.ill && id % 3 === 0
          ? Effect.fail(new BoxError.BoxNotFound({ operation: "x", message: "ill", attempts: 1 }))
          : Folders.createFolder({ name: name(id), parent: { id: "0" } }).pipe(BoxJob.alreadyThere())
      }).pipe(Effect.delay(id % 7 === 0 ? "3 seconds" : "150 millis")),
    lanes,
    concurrency,
    batchSize: 10
  })

const time = (steps: number) => Effect.forEach(Array.from({ length: steps }), () => step, { discard: true })

/** A worker, and what ends it without a farewell. */
const startWorker = (world: World) =>
  Effect.gen(function* () {
    const database = yield* Scope.make()
    const rest = yield* Scope.make()
    const sql = yield* Layer.buildWithScope(
      Layer.fresh(layerSqlite({ file: world.file, synchronous: "normal" })),
      database
    )
    const jobs = Layer.fresh(BoxJobs.layer).pipe(
      Layer.provide(Layer.fresh(WorkflowEngine.layerMemory)),
      Layer.provide(Layer.succeedContext(sql))
    )
    yield* Layer.buildWithScope(Layer.fresh(Layer.provide(jobOf(world).worker, jobs)), rest)
    return {
      crash: Effect.andThen(Scope.close(database, Exit.void), inTime(Scope.close(rest, Exit.void))),
      end: Effect.andThen(inTime(Scope.close(rest, Exit.void)), Scope.close(database, Exit.void))
    }
  })

const check = (world: World) =>
  Effect.gen(function* () {
    const { sql } = yield* BoxJobs.BoxJobs
    const job = jobOf(world)
    const end = yield* Stream.runHead(job.progress("one"))
    if (end._tag === "None") return assert.fail("no progress")
    const { done, failed, state, total, unread } = end.value
    const counted = yield* sql<{ readonly state: number; readonly n: number }>`SELECT state, COUNT(*) AS n
      FROM effect_box_job_items GROUP BY state`
    const of = (wanted: number) => counted.find((row) => row.state === wanted)?.n ?? 0
    assert.deepStrictEqual([of(1), of(2), of(0)], [done, failed, total - done - failed])
    const batches = yield* sql<{ readonly n: number; readonly done: number; readonly failed: number }>`SELECT b.n,
        b.done - (SELECT COUNT(*) FROM effect_box_job_items i WHERE i.seq / 10 = b.n AND i.state = 1) AS done,
        b.failed - (SELECT COUNT(*) FROM effect_box_job_items i WHERE i.seq / 10 = b.n AND i.state = 2) AS failed
      FROM effect_box_job_batches b`
    for (const batch of batches) assert.deepInclude(batch, { done: 0, failed: 0 })
    assert.strictEqual(unread, 0)
    const made = new Set(
      yield* Folders.getFolderItems.items({ folder_id: "0" }).pipe(
        Stream.map((item) => item.name),
        Stream.runCollect
      )
    )
    const recorded = yield* sql<{ readonly key: string }>`SELECT key FROM effect_box_job_items WHERE state = 1`
    for (const { key } of recorded) assert.isTrue(made.has(key), key)
    if (state === "done") {
      assert.deepStrictEqual([total, done + failed], [items, items])
      assert.strictEqual(failed, world.ill ? items / 3 : 0)
      assert.strictEqual(made.size, done)
    }
    const bound = items + world.retried + world.kills * perKill + world.stops * perPause
    assert.isAtMost(world.calls, bound)
    return state
  })

/** A run that is done cannot be paused, and so on. */
const ignoringState = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A | undefined, E, R> =>
  Effect.catchIf(
    effect,
    (error) => error instanceof JobError.BoxJobStateError,
    () => Effect.succeed(undefined)
  )

const play = (world: World, sequence: ReadonlyArray<Action>) =>
  Effect.gen(function* () {
    const job = jobOf(world)
    let worker: { readonly crash: Effect.Effect<void>; readonly end: Effect.Effect<void> } | undefined
    yield* job.start({ name: "one", params: {} })
    for (const action of sequence) {
      if (action === "time") yield* time(7)
      if (action === "start" && worker === undefined) worker = yield* startWorker(world)
      if (action === "kill" && worker !== undefined) {
        yield* worker.crash
        world.kills++
        worker = undefined
      }
      if (action === "pause") yield* ignoringState(job.pause("one"))
      if (action === "cancel") yield* ignoringState(job.cancel("one"))
      if (action === "pause" || action === "cancel") world.stops++
      if (action === "resume") yield* ignoringState(job.resume("one"))
      if (action === "retryFailed") world.retried += (yield* ignoringState(job.retryFailed("one"))) ?? 0
    }
    // In the end there is a worker, and nobody pauses any more.
    worker ??= yield* startWorker(world)
    yield* time(30)
    if ((yield* BoxJobs.find("one")).state === "paused") yield* job.resume("one")
    const { state } = yield* inTime(job.wait("one"))
    yield* check(world)
    if (state === "done") {
      world.ill = false
      world.retried += yield* job.retryFailed("one")
      yield* inTime(job.wait("one"))
      assert.strictEqual(yield* check(world), "done")
    }
    yield* worker.end
  })

/** A fresh world, and a client of its database: a process of its own, as far as the database can tell. */
const inWorld = (sequence: ReadonlyArray<Action>) => {
  const directory = mkdtempSync(join(tmpdir(), "effect-box-jobs-"))
  const world: World = { file: join(directory, "jobs.db"), ill: true, calls: 0, kills: 0, stops: 0, retried: 0 }
  const client = Layer.fresh(BoxJobs.layerClient).pipe(
    Layer.provide(Layer.fresh(layerSqlite({ file: world.file, synchronous: "normal" })))
  )
  return play(world, sequence).pipe(
    Effect.provide([client, Layer.fresh(BoxEmulator.layer)]),
    Effect.provide(Logger.layer([])),
    Effect.ensuring(Effect.sync(() => rmSync(directory, { recursive: true })))
  )
}

describe("a run", () => {
  it.effect("does not keep a process whose database is away from ending", () =>
    inWorld(["start", "time", "time", "kill"])
  )

  it.effect.prop(
    "is consistent after any sequence of start, kill, pause, resume, cancel and retryFailed",
    [Schema.Array(Schema.Literals(actions)).check(Schema.isMinLength(4), Schema.isMaxLength(14)), Schema.Boolean],
    ([sequence, cancels]) => inWorld(cancels ? sequence : sequence.filter((action) => action !== "cancel")),
    { arbitrary: { runs, size: 14, maxShrinks: 30 }, timeout: runs * 10_000 }
  )
})
