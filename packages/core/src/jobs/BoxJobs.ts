/**
 * The ledger of jobs in a database, and what can be done with runs: watch, pause, resume, cancel, retry, list, report,
 * purge. {@link layer} works on any `SqlClient` and `WorkflowEngine`; `NodeJobs` of `@effect-box/node` has both for one
 * process and for many machines. See docs/jobs.md.
 *
 * @example
 * ```ts
 * import { BoxJobs } from "@effect-box/core/jobs"
 * import { Effect } from "effect"
 *
 * const stopAll = Effect.gen(function* () {
 *   for (const run of yield* BoxJobs.list({ states: ["running"] })) yield* BoxJobs.pause(run)
 * })
 * ```
 */
import * as Context from "effect/Context"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { BoxInvalidInput } from "../BoxError.ts"
import { invalidInput, tryRead } from "../internal/argument.ts"
import * as Control from "./internal/control.ts"
import { migrate, refuse, SqlClient } from "./internal/database.ts"
import { type Engine, executionsOf, WorkflowEngine } from "./internal/engine.ts"
import { type ClearRows, clearing } from "./internal/engineRows.ts"
import { close, failed } from "./internal/ledger.ts"
import { nextRate, type Rate } from "./internal/rate.ts"
import { csvHeader, csvLine, jsonLine } from "./internal/report.ts"
import { BoxJobStoreError, type BoxJobRunNotFound, type BoxJobStateError } from "./JobError.ts"
import type { Failure, Progress, Run, RunState } from "./JobRun.ts"

/**
 * The jobs of a database. Use {@link layer} to create one.
 *
 * @category services
 * @since 0.2.0
 */
export class BoxJobs extends Context.Service<
  BoxJobs,
  {
    readonly sql: SqlClient
    /** Absent in a process that only starts and watches runs. */
    readonly engine: Engine | undefined
    /** Deletes the engine's own rows of executions. */
    readonly clear: ClearRows | undefined
    /** The workers of this process, by kind: each looks for runs at once when it is called. */
    readonly workers: Map<string, Effect.Effect<void>>
  }
>()("effect-box/BoxJobs") {}

const make = /*#__PURE__*/ Effect.fnUntraced(function* (engine: Engine | undefined) {
  const sql = yield* SqlClient
  const dialect = sql.onDialectOrElse({ pg: () => true, sqlite: () => true, orElse: () => false })
  if (!dialect) {
    return yield* new BoxJobStoreError({
      operation: "BoxJobs.layer",
      code: "UnknownDialect",
      message: "The database must be PostgreSQL or SQLite"
    })
  }
  yield* migrate
  return BoxJobs.of({ sql, engine, clear: yield* clearing, workers: new Map() })
})

/**
 * Jobs in the database of a `SqlClient` (PostgreSQL or SQLite), worked off by a `WorkflowEngine`. Creates the tables
 * `effect_box_job_*`, or brings those of an older version up to date. `WorkflowEngine.layerMemory` is enough for tests:
 * the ledger has all that a restart needs.
 *
 * @category layers
 * @since 0.2.0
 */
export const layer: Layer.Layer<BoxJobs, BoxJobStoreError, SqlClient | WorkflowEngine> = /*#__PURE__*/ Layer.effect(
  BoxJobs,
  /*#__PURE__*/ Effect.flatMap(WorkflowEngine, make)
)

/**
 * For a process that starts, watches and controls runs, and works on none: it needs the database only. Workers notice
 * within a second. `purge` leaves the engine's rows to a process with an engine.
 *
 * @category layers
 * @since 0.2.0
 */
export const layerClient: Layer.Layer<BoxJobs, BoxJobStoreError, SqlClient> = /*#__PURE__*/ Layer.effect(
  BoxJobs,
  /*#__PURE__*/ Effect.suspend(() => make(undefined))
)

/**
 * A run, or its name.
 *
 * @category models
 * @since 0.2.0
 */
export type RunReference = string | Pick<Run, "name">

/** Untyped callers may pass anything. */
const nameOf = (operation: string, run: RunReference): Effect.Effect<string, BoxInvalidInput> => {
  const name: unknown = tryRead(() => (typeof run === "string" ? run : run.name))
  return typeof name === "string" && name !== ""
    ? Effect.succeed(name)
    : Effect.fail(invalidInput(operation, "run must be a run or its name"))
}

/**
 * The failures of what is done with a run.
 *
 * @category errors
 * @since 0.2.0
 */
export type RunError = BoxInvalidInput | BoxJobRunNotFound | BoxJobStoreError

const withName = <A, E, R>(
  operation: string,
  run: RunReference,
  use: (jobs: BoxJobs["Service"], name: string) => Effect.Effect<A, E, R>
) =>
  Effect.flatMap(nameOf(operation, run), (name) =>
    Effect.flatMap(BoxJobs, (jobs) => refuse(operation)(use(jobs, name)))
  )

const reread = (jobs: BoxJobs["Service"], name: string) => Effect.map(Control.findRun(jobs.sql, name), Control.toRun)

const wake = (jobs: BoxJobs["Service"], kind: string) => jobs.workers.get(kind) ?? Effect.void

/**
 * Returns what is recorded of a run.
 *
 * @category operations
 * @since 0.2.0
 */
export const find = (run: RunReference): Effect.Effect<Run, RunError, BoxJobs> => withName("BoxJobs.find", run, reread)

/**
 * Returns the runs of the database, newest first.
 *
 * @category operations
 * @since 0.2.0
 */
export const list = (
  filter: { readonly kind?: string | undefined; readonly states?: ReadonlyArray<RunState> | undefined } = {}
): Effect.Effect<ReadonlyArray<Run>, BoxInvalidInput | BoxJobStoreError, BoxJobs> =>
  Effect.gen(function* () {
    const read = tryRead(() => ({ kind: filter.kind, states: [...(filter.states ?? [])] }))
    if (read === undefined || (read.kind !== undefined && typeof read.kind !== "string")) {
      return yield* invalidInput("BoxJobs.list", 'filter must be an object such as { kind, states: ["running"] }')
    }
    const { sql } = yield* BoxJobs
    return (yield* refuse("BoxJobs.list")(Control.list(sql, read.kind, read.states))).map(Control.toRun)
  })

/** Where nobody works on the run, it is paused or cancelled at once. */
const settled = /*#__PURE__*/ Effect.fnUntraced(function* (
  jobs: BoxJobs["Service"],
  row: { id: number; name: string }
) {
  yield* close(jobs.sql, row.id)
  return yield* reread(jobs, row.name)
})

/**
 * Stops a run so that it can go on later. Within 2 seconds no item is worked at: items in work have one second to end,
 * then they are interrupted and stay open. Does nothing to a run that is paused already.
 *
 * @category operations
 * @since 0.2.0
 */
export const pause = (run: RunReference): Effect.Effect<Run, RunError | BoxJobStateError, BoxJobs> =>
  withName("BoxJobs.pause", run, (jobs, name) =>
    Effect.flatMap(Control.requestPause(jobs.sql, name), (row) => settled(jobs, row))
  )

/**
 * Ends a run. As {@link pause}, but it can never go on. What is done stays done.
 *
 * @category operations
 * @since 0.2.0
 */
export const cancel = (run: RunReference): Effect.Effect<Run, RunError | BoxJobStateError, BoxJobs> =>
  withName("BoxJobs.cancel", run, (jobs, name) =>
    Effect.flatMap(Control.requestCancel(jobs.sql, name), (row) => settled(jobs, row))
  )

/**
 * Lets a paused run go on. Does nothing to a run that is running or done.
 *
 * @category operations
 * @since 0.2.0
 */
export const resume = (run: RunReference): Effect.Effect<Run, RunError | BoxJobStateError, BoxJobs> =>
  withName("BoxJobs.resume", run, (jobs, name) =>
    Effect.flatMap(Control.resume(jobs.sql, name), (row) => Effect.andThen(wake(jobs, row.kind), reread(jobs, name)))
  )

/**
 * Tries again what failed, and nothing else: items, and parts of the source that could not be read. Returns how many
 * there are. The run must be done or paused.
 *
 * @category operations
 * @since 0.2.0
 */
export const retryFailed = (run: RunReference): Effect.Effect<number, RunError | BoxJobStateError, BoxJobs> =>
  withName("BoxJobs.retryFailed", run, (jobs, name) =>
    Effect.flatMap(Control.retryFailed(jobs.sql, name), ({ count, row }) => Effect.as(wake(jobs, row.kind), count))
  )

/** One report, after a pause unless it is the first one. */
const report1 = /*#__PURE__*/ Effect.fnUntraced(function* (
  jobs: BoxJobs["Service"],
  name: string,
  every: Duration.Duration,
  before: Rate | undefined
) {
  if (before !== undefined) yield* Effect.sleep(every)
  const { at, progress } = yield* Control.count(jobs.sql, name)
  const { perSecond, rate, remainingMillis } = nextRate(before, { ...progress, at })
  const full: Progress = { ...progress, perSecond, remainingMillis }
  return [[full], Control.isOver(progress.state) ? Option.none<Rate>() : Option.some(rate)] as const
})

/**
 * Reports how far a run is, at once and then every second or as often as `every` says. Ends with the report of a run
 * that is done or cancelled. A paused run is reported on.
 *
 * @category operations
 * @since 0.2.0
 */
export const progress = (
  run: RunReference,
  options: { readonly every?: Duration.Input | undefined } = {}
): Stream.Stream<Progress, RunError, BoxJobs> =>
  Stream.unwrap(
    withName("BoxJobs.progress", run, (jobs, name) => {
      const every = Option.getOrUndefined(Duration.fromInput(tryRead(() => options.every) ?? "1 second"))
      if (every === undefined || !(Duration.toMillis(every) > 0)) {
        return Effect.fail(invalidInput("BoxJobs.progress", "every must be a duration above zero"))
      }
      const first: { readonly rate: Rate | undefined } = { rate: undefined }
      return Effect.succeed(
        Stream.paginate(first.rate, (before) => refuse("BoxJobs.progress")(report1(jobs, name, every, before)))
      )
    })
  )

/**
 * Waits until a run is done or cancelled, and returns its last report. Waits as long as the run is paused.
 *
 * @category operations
 * @since 0.2.0
 */
export const wait = (run: RunReference): Effect.Effect<Progress, RunError, BoxJobs> =>
  Effect.flatMap(Stream.runLast(progress(run)), (last) =>
    // A run has a first report, or the stream has failed.
    Option.isSome(last) ? Effect.succeed(last.value) : Effect.never
  )

const rows = (jobs: BoxJobs["Service"], operation: string, run: number, state: number | undefined) =>
  Stream.paginate(0, (from: number) =>
    Effect.map(refuse(operation)(Control.itemsFrom(jobs.sql, run, from, state)), (page) => {
      const last = page.at(-1)
      return [
        page,
        last === undefined || page.length < 1000 ? Option.none<number>() : Option.some(last.seq + 1)
      ] as const
    })
  )

const streamOf = <A, E>(
  operation: string,
  run: RunReference,
  use: (jobs: BoxJobs["Service"], id: number) => Stream.Stream<A, E>
): Stream.Stream<A, E | RunError, BoxJobs> =>
  Stream.unwrap(
    withName(operation, run, (jobs, name) => Effect.map(Control.findRun(jobs.sql, name), (row) => use(jobs, row.id)))
  )

/**
 * What failed, in the order of the items, then the parts of the source that could not be read. Reads pages of 1,000.
 *
 * @category operations
 * @since 0.2.0
 */
export const failures = (run: RunReference): Stream.Stream<Failure, RunError, BoxJobs> =>
  streamOf("BoxJobs.failures", run, (jobs, id) =>
    Stream.concat(
      Stream.map(rows(jobs, "BoxJobs.failures", id, failed), (row) => Control.toFailure("item", row)),
      Stream.unwrap(
        Effect.map(refuse("BoxJobs.failures")(Control.refusedPositions(jobs.sql, id)), (refused) =>
          Stream.map(Stream.fromIterable(refused), (row) => Control.toFailure("planning", row))
        )
      )
    )
  )

/**
 * All items of a run with state, attempts, failure and result, as lines of text that end in a line break: CSV with a
 * header, or JSON lines. In CSV, text that a spreadsheet would take for a formula gets an apostrophe in front.
 *
 * @category operations
 * @since 0.2.0
 */
export const report = (
  run: RunReference,
  options: { readonly format: "csv" | "jsonLines"; readonly only?: "failed" | undefined }
): Stream.Stream<string, RunError, BoxJobs> =>
  Stream.suspend(() => {
    const read = tryRead(() => ({ format: options.format, only: options.only }))
    if (read?.format !== "csv" && read?.format !== "jsonLines") {
      return Stream.fail(invalidInput("BoxJobs.report", "format must be csv or jsonLines"))
    }
    const state = read.only === "failed" ? failed : undefined
    return streamOf("BoxJobs.report", run, (jobs, id) => {
      const all = rows(jobs, "BoxJobs.report", id, state)
      return read.format === "csv"
        ? Stream.concat(Stream.succeed(csvHeader), Stream.map(all, csvLine))
        : Stream.map(all, jsonLine)
    })
  })

const purgeRow = /*#__PURE__*/ Effect.fnUntraced(function* (jobs: BoxJobs["Service"], name: string) {
  const row = yield* Control.findRun(jobs.sql, name)
  yield* Control.purge(jobs.sql, row)
  if (jobs.clear === undefined) return
  const { ids, workflow } = yield* executionsOf(row.kind, row.id, row.epoch, row.lanes)
  yield* jobs
    .clear(workflow, ids)
    .pipe(
      Effect.mapError(
        (error) =>
          new BoxJobStoreError({ operation: "BoxJobs.purge", code: error._tag, message: "The engine's rows stay" })
      )
    )
})

/**
 * Deletes a run that is done or cancelled, its items, and the engine's rows. Its name is free again.
 *
 * @category operations
 * @since 0.2.0
 */
export const purge = (run: RunReference): Effect.Effect<void, RunError | BoxJobStateError, BoxJobs> =>
  withName("BoxJobs.purge", run, purgeRow)

/**
 * Purges the runs that were done or cancelled at least this long ago. Returns their number.
 *
 * @category operations
 * @since 0.2.0
 */
export const purgeOlder = /*#__PURE__*/ Effect.fnUntraced(function* (
  age: Duration.Input
): Effect.fn.Return<number, RunError | BoxJobStateError, BoxJobs> {
  const duration = Option.getOrUndefined(Duration.fromInput(age))
  if (duration === undefined) return yield* invalidInput("BoxJobs.purgeOlder", "age must be a duration")
  const before = (yield* Clock.currentTimeMillis) - Duration.toMillis(duration)
  const over = yield* list({ states: ["done", "cancelled"] })
  const old = over.filter((run) => run.finishedAt !== undefined && run.finishedAt <= before)
  yield* Effect.forEach(old, (run) => purge(run), { discard: true })
  return old.length
})
