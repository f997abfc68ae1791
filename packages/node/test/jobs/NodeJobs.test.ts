import { BoxError, Folders, Items } from "@effect-box/core"
import { BoxJob, BoxJobs, type JobRun } from "@effect-box/core/jobs"
import { BoxEmulator } from "@effect-box/core/testing"
import { NodeJobs } from "@effect-box/node"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Latch, Layer, Schema, Stream } from "effect"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inTime, step } from "./virtualTime.ts"

const pass = (seconds: number) => Effect.forEach(Array.from({ length: seconds * 10 }), () => step, { discard: true })

/** Waits until something holds. Returns how long that took, in virtual milliseconds. */
const until = <E, R>(holds: Effect.Effect<boolean, E, R>) =>
  Effect.gen(function* () {
    const start = yield* Clock.currentTimeMillis
    yield* inTime(Effect.repeat(Effect.delay(holds, "50 millis"), { until: (held) => held }))
    return (yield* Clock.currentTimeMillis) - start
  })

const becomes = (run: BoxJobs.RunReference, state: JobRun.RunState) =>
  until(Effect.map(BoxJobs.find(run), (found) => found.state === state))

const Row = Schema.Struct({ id: Schema.String })

/** Rows of numbers; what they do is up to the test. */
const rows = (
  run: (id: string) => Effect.Effect<unknown, unknown>,
  options: { readonly batchSize?: number; readonly lanes?: number; readonly concurrency?: number } = {}
) =>
  BoxJob.make("rows", {
    params: Schema.Struct({ count: Schema.Int }),
    items: ({ count }) =>
      BoxJob.fromStream(
        Stream.map(Stream.range(1, count), (id) => ({ id: String(id) })),
        { schema: Row, key: ({ id }) => id }
      ),
    run: ({ id }) => run(id),
    dryRun: ({ id }) => Effect.succeed(`would do ${id}`),
    lanes: 4,
    batchSize: 10,
    ...options
  })

const notFound = (id: string) =>
  new BoxError.BoxNotFound({ operation: "Files.getFileById", message: `no ${id}`, attempts: 1, status: 404 })

/** `limit`: virtual milliseconds within which a run is paused or cancelled. Real work takes virtual time here. */
const suite = (name: string, jobs: Layer.Layer<BoxJobs.BoxJobs, unknown>, limit: number) =>
  describe(name, () => {
    const within =
      <B, F, Q>(layer: Layer.Layer<B, F, Q>) =>
      <A, E, R>(effect: Effect.Effect<A, E, R>) =>
        // The engine of the cluster needs time to end, too.
        limit > 2000 ? inTime(Effect.provide(effect, layer)) : Effect.provide(effect, layer)

    it.effect("does each item of a tree", () => {
      const remove = BoxJob.make("remove", {
        params: Schema.Struct({ folder: Schema.String }),
        items: ({ folder }) =>
          BoxJob.tree({ folder_id: folder, type: "folder", where: (item) => item.name.startsWith("old") }),
        run: (folder) => Folders.deleteFolderById({ folder_id: folder.id, recursive: true }).pipe(BoxJob.gone)
      })
      return Effect.gen(function* () {
        const root = yield* Items.ensureFolder({ path: "/top" })
        for (let index = 0; index < 10; index++) {
          yield* Items.ensureFolder({ path: `/top/${index % 2 === 0 ? "old" : "new"}${index}/old` })
        }
        const run = yield* remove.start({ name: "one", params: { folder: root.id }, login: yield* BoxJob.currentLogin })
        const end = yield* inTime(remove.wait(run))
        assert.deepInclude(end, { state: "done", planned: true, total: 15, done: 15, failed: 0 })
        const names = yield* Folders.getFolderItems.items({ folder_id: root.id }).pipe(
          Stream.map((item) => item.name),
          Stream.runCollect
        )
        assert.deepStrictEqual(names, ["new1", "new3", "new5", "new7", "new9"])
        const found = yield* BoxJobs.find("one")
        assert.deepInclude(found, { kind: "remove", params: { folder: root.id }, version: "1", state: "done" })
        assert.match(found.login ?? "", /^\d+ .+@/)
      }).pipe(within(remove.worker.pipe(Layer.provideMerge(jobs), Layer.provideMerge(BoxEmulator.layer))))
    })

    it.effect("records failures, lists them and tries them again alone", () => {
      const calls: Array<string> = []
      let broken = true
      const job = rows((id) => {
        calls.push(id)
        if (!broken) return Effect.succeed({ copied: id })
        if (id === "7") return Effect.fail(notFound(id))
        if (id === "8") return Effect.die(new TypeError("oops"))
        return id === "9" ? Effect.fail({ _tag: "Mine", message: "no" }) : Effect.void
      })
      return Effect.gen(function* () {
        const run = yield* job.start({ name: "one", params: { count: 25 } })
        const end = yield* inTime(job.wait(run))
        assert.deepInclude(end, { state: "done", total: 25, done: 22, failed: 3 })
        assert.deepStrictEqual(end.failuresByTag, { BoxNotFound: 1, "Defect: TypeError": 1, Mine: 1 })
        const failures = yield* Stream.runCollect(job.failures(run))
        assert.deepStrictEqual(
          failures.map(({ attempts, item, key, message, phase, tag }) => [phase, key, item, attempts, tag, message]),
          [
            ["item", "7", { id: "7" }, 1, "BoxNotFound", "Files.getFileById: 404: no 7"],
            ["item", "8", { id: "8" }, 1, "Defect: TypeError", "oops"],
            ["item", "9", { id: "9" }, 1, "Mine", "no"]
          ]
        )
        assert.deepStrictEqual(failures[0]?.error, notFound("7"))
        assert.strictEqual(calls.length, 25)
        broken = false
        assert.strictEqual(yield* job.retryFailed(run), 3)
        assert.deepInclude(yield* inTime(job.wait(run)), { state: "done", done: 25, failed: 0, failuresByTag: {} })
        assert.deepStrictEqual(calls.slice(25).sort(), ["7", "8", "9"])
        assert.strictEqual(yield* job.retryFailed(run), 0)
        const lines = yield* Stream.runCollect(job.report(run, { format: "jsonLines" }))
        assert.deepStrictEqual(JSON.parse(lines[6] ?? ""), {
          key: "7",
          state: "done",
          attempts: 2,
          item: { id: "7" },
          result: { copied: "7" }
        })
      }).pipe(within(job.worker.pipe(Layer.provideMerge(jobs))))
    })

    it.effect("reads a batch on while one of its first items takes long, and does each item once", () => {
      const calls: Array<string> = []
      const slow = Latch.makeUnsafe()
      const job = rows(
        (id) => {
          calls.push(id)
          return id === "3" ? slow.await : Effect.void
        },
        { batchSize: 1000, concurrency: 2 }
      )
      return Effect.gen(function* () {
        const run = yield* job.start({ name: "one", params: { count: 1250 } })
        yield* until(Effect.sync(() => calls.length === 1250))
        yield* slow.open
        assert.deepInclude(yield* inTime(job.wait(run)), { state: "done", done: 1250, failed: 0 })
        assert.strictEqual(new Set(calls).size, calls.length)
      }).pipe(within(Layer.provideMerge(job.worker, jobs)))
    })

    it.effect("ends what an item has forked with the item", () => {
      let forked = 0
      const alone: Array<boolean> = []
      const job = rows(
        () =>
          Effect.suspend(() => {
            alone.push(forked === 0)
            forked++
            return Effect.asVoid(
              Effect.forkChild(
                Effect.onInterrupt(Effect.never, () => Effect.sync(() => forked--)),
                {
                  startImmediately: true
                }
              )
            )
          }),
        { lanes: 1, concurrency: 1 }
      )
      return Effect.gen(function* () {
        const run = yield* job.start({ name: "one", params: { count: 5 } })
        assert.deepInclude(yield* inTime(job.wait(run)), { state: "done", done: 5 })
        assert.deepStrictEqual(alone, [true, true, true, true, true])
      }).pipe(within(Layer.provideMerge(job.worker, jobs)))
    })

    it.effect("the same name is the same run, and fails for other params", () => {
      const job = rows(() => Effect.void)
      return Effect.gen(function* () {
        const first = yield* job.start({ name: "one", params: { count: 3 } })
        const again = yield* job.start({ name: "one", params: { count: 3 } })
        assert.strictEqual(again.id, first.id)
        const other = yield* Effect.flip(job.start({ name: "one", params: { count: 4 } }))
        assert.deepInclude(other, { _tag: "BoxJobNameInUse", differs: "params" })
        const dry = yield* Effect.flip(job.start({ name: "one", params: { count: 3 }, dryRun: true }))
        assert.deepInclude(dry, { _tag: "BoxJobNameInUse", differs: "dryRun" })
        assert.deepInclude(yield* inTime(job.wait("one")), { total: 3, done: 3 })
      }).pipe(within(job.worker.pipe(Layer.provideMerge(jobs))))
    })

    it.effect("pauses, resumes and cancels within 2 seconds", () => {
      let calls = 0
      const job = rows(
        () =>
          Effect.andThen(
            Effect.sync(() => calls++),
            Effect.sleep("300 millis")
          ),
        { concurrency: 2 }
      )
      return Effect.gen(function* () {
        const run = yield* job.start({ name: "one", params: { count: 1000 } })
        yield* until(Effect.sync(() => calls > 50))
        assert.strictEqual((yield* job.pause(run)).state, "pausing")
        assert.isAtMost(yield* becomes(run, "paused"), limit)
        const paused = calls
        yield* pass(60)
        assert.strictEqual(calls, paused)
        yield* job.resume(run)
        yield* until(Effect.sync(() => calls > paused))
        yield* job.cancel(run)
        assert.isAtMost(yield* becomes(run, "cancelled"), limit)
        const cancelled = calls
        const end = yield* inTime(job.wait(run))
        assert.strictEqual(end.state, "cancelled")
        // All items had the time to end, so none was begun twice.
        assert.strictEqual(end.done, cancelled)
        assert.deepInclude(yield* Effect.flip(job.resume(run)), { _tag: "BoxJobStateError", state: "cancelled" })
      }).pipe(within(job.worker.pipe(Layer.provideMerge(jobs))))
    })

    it.effect("interrupts items that do not end when the run is paused, and does them later", () => {
      let stuck = true
      let begun = false
      const job = rows((id) =>
        Effect.suspend(() => {
          begun ||= id === "5"
          return id === "5" && stuck ? Effect.never : Effect.void
        })
      )
      return Effect.gen(function* () {
        const run = yield* job.start({ name: "one", params: { count: 30 } })
        yield* until(Effect.sync(() => begun))
        yield* job.pause(run)
        assert.isAtMost(yield* becomes(run, "paused"), limit)
        stuck = false
        yield* job.resume(run)
        assert.deepInclude(yield* inTime(job.wait(run)), { state: "done", done: 30, failed: 0 })
      }).pipe(within(job.worker.pipe(Layer.provideMerge(jobs))))
    })

    it.effect("what lanes of an earlier epoch still do is not counted twice", () => {
      let calls = 0
      const job = rows(() =>
        Effect.andThen(
          Effect.sync(() => calls++),
          Effect.sleep("300 millis")
        )
      )
      return Effect.gen(function* () {
        const run = yield* job.start({ name: "one", params: { count: 200 } })
        for (let round = 1; round <= 5; round++) {
          const before = calls
          yield* until(Effect.sync(() => calls > before + 5))
          yield* job.pause(run)
          yield* job.resume(run)
        }
        assert.deepInclude(yield* inTime(job.wait(run)), { state: "done", total: 200, done: 200, failed: 0 })
        // The items in work were taken up by the next epoch, too.
        assert.isAbove(calls, 200)
      }).pipe(within(job.worker.pipe(Layer.provideMerge(jobs))))
    })

    it.effect("a dry run does nothing and says what it would do", () => {
      const job = rows(() => Effect.die("done"))
      return Effect.gen(function* () {
        const run = yield* job.start({ name: "dry", params: { count: 2 }, dryRun: true })
        assert.deepInclude(yield* inTime(job.wait(run)), { state: "done", done: 2, failed: 0 })
        const lines = yield* Stream.runCollect(job.report(run, { format: "csv" }))
        assert.deepStrictEqual(lines, [
          "key,state,attempts,error,message,item,result\r\n",
          '1,done,1,,,"{""id"":""1""}","""would do 1"""\r\n',
          '2,done,1,,,"{""id"":""2""}","""would do 2"""\r\n'
        ])
      }).pipe(within(job.worker.pipe(Layer.provideMerge(jobs))))
    })

    it.effect("pauses itself when the login is refused, and marks no item", () => {
      let loggedIn = false
      const job = rows((id) =>
        loggedIn || Number(id) < 10
          ? Effect.void
          : Effect.fail(new BoxError.BoxLoginRequired({ operation: "x", message: "log in", attempts: 0 }))
      )
      return Effect.gen(function* () {
        const run = yield* job.start({ name: "one", params: { count: 40 } })
        yield* becomes(run, "paused")
        assert.deepInclude(yield* BoxJobs.find(run), { note: "BoxLoginRequired: x: log in" })
        loggedIn = true
        yield* job.resume(run)
        assert.deepInclude(yield* inTime(job.wait(run)), { done: 40, failed: 0, note: undefined })
      }).pipe(within(job.worker.pipe(Layer.provideMerge(jobs))))
    })

    it.effect("purges what is over, with the engine's rows", () => {
      const job = rows(() => Effect.void)
      return Effect.gen(function* () {
        const run = yield* job.start({ name: "one", params: { count: 30 } })
        assert.deepInclude(yield* Effect.flip(BoxJobs.purge(run)), { _tag: "BoxJobStateError", state: "running" })
        yield* inTime(job.wait(run))
        yield* pass(5)
        assert.strictEqual(yield* BoxJobs.purgeOlder("1 hour"), 0)
        assert.strictEqual(yield* BoxJobs.purgeOlder("4 seconds"), 1)
        assert.strictEqual((yield* Effect.flip(BoxJobs.find(run)))._tag, "BoxJobRunNotFound")
        const { sql } = yield* BoxJobs.BoxJobs
        const tables = yield* sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table'
          AND name NOT LIKE '%migrations' AND name NOT LIKE 'sqlite%'`
        for (const { name } of tables) {
          const [row] = yield* sql<{ n: number }>`SELECT COUNT(*) AS n FROM ${sql(name)}`
          assert.strictEqual(row?.n, 0, name)
        }
        const again = yield* job.start({ name: "one", params: { count: 5 } })
        assert.notStrictEqual(again.id, run.id)
        assert.deepInclude(yield* inTime(job.wait(again)), { done: 5 })
      }).pipe(within(job.worker.pipe(Layer.provideMerge(jobs))))
    })
  })

suite("NodeJobs.layerMemory", NodeJobs.layerMemory, 2000)
suite("NodeJobs.layerEmbedded in memory", NodeJobs.layerEmbedded({ file: ":memory:" }), 60_000)

const tempFile = Effect.acquireRelease(
  Effect.promise(() => mkdtemp(join(tmpdir(), "effect-box-jobs-"))),
  (directory) => Effect.promise(() => rm(directory, { recursive: true }))
).pipe(Effect.map((directory) => join(directory, "jobs.db")))

describe("NodeJobs.layerEmbedded in a file", () => {
  it.effect("refuses a second process, and says who has the file", () =>
    Effect.gen(function* () {
      const file = yield* tempFile
      yield* Layer.build(NodeJobs.layerEmbedded({ file }))
      const error = yield* inTime(
        Effect.flip(Effect.scoped(Layer.build(Layer.fresh(NodeJobs.layerEmbedded({ file })))))
      )
      assert.deepInclude(error, { _tag: "BoxJobStoreError", code: "file_in_use" })
      assert.include(error.message, `process ${process.pid} works on it`)
    }).pipe(Effect.scoped, inTime)
  )

  it.effect("goes on after a restart, without doing again what was recorded", () => {
    const calls: Array<string> = []
    const job = rows(
      (id) =>
        Effect.andThen(
          Effect.sync(() => calls.push(id)),
          Effect.sleep("1 second")
        ),
      { lanes: 2 }
    )
    return Effect.gen(function* () {
      const file = yield* tempFile
      const worker = job.worker.pipe(Layer.provideMerge(NodeJobs.layerEmbedded({ file })))
      yield* Effect.gen(function* () {
        yield* job.start({ name: "one", params: { count: 300 } })
        yield* until(Effect.sync(() => calls.length > 10))
      }).pipe(Effect.provide(Layer.fresh(worker)), inTime)
      const before = calls.length
      assert.isBelow(before, 300)
      const end = yield* inTime(job.wait("one").pipe(Effect.provide(Layer.fresh(worker))))
      assert.deepInclude(end, { state: "done", total: 300, done: 300 })
      // The end of the layer lets items in work end, and records them.
      assert.strictEqual(calls.length, 300)
    })
  })

  it.effect("fails with what is wrong for a file that is no database, or no file", () =>
    Effect.gen(function* () {
      const file = yield* tempFile
      yield* Effect.promise(() => writeFile(file, "no database, but long enough to be looked at as one".repeat(20)))
      const error = yield* Effect.flip(Layer.build(NodeJobs.layerEmbedded({ file })))
      assert.deepInclude(error, { _tag: "BoxJobStoreError" })
      // @ts-expect-error an untyped caller
      const invalid = yield* Effect.flip(Layer.build(NodeJobs.layerEmbedded({})))
      assert.deepInclude(invalid, { _tag: "BoxInvalidInput", detail: "file must be a path" })
    })
  )
})
