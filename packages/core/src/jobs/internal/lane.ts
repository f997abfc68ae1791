/** What the lanes of a kind do: one plans, the others take batches. */
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { type RunItem, work } from "./batch.ts"
import { persistently, type SqlClient } from "./database.ts"
import type { LaneWork, Stay, Step } from "./engine.ts"
import {
  close,
  countOpen,
  halt,
  handBack,
  holdsBatch,
  isCurrent,
  type LaneOfRun,
  lease,
  mayWait,
  openItems,
  release,
  type RunRow
} from "./ledger.ts"
import { plan, type ReadPosition } from "./planning.ts"

/** A kind of job, as its lanes see it. */
export interface Kind<R> {
  readonly name: string
  readonly concurrency: number
  /** Reads the params of a run. Fails with what is wrong if this version of the code cannot. */
  readonly load: (row: RunRow) => Effect.Effect<LoadedRun<R>, string>
}

/** A run whose params are read. */
export interface LoadedRun<R> {
  readonly row: RunRow
  readonly read: ReadPosition<R>
  readonly runItem: RunItem<R>
}

/** How often a lane looks for new batches while the run is planned. */
const pause = Duration.seconds(1)

/** How long a lane rests after something that should not happen. */
const rest = Duration.seconds(5)

const nothing: Step = { batch: null, done: 0, failed: 0 }

const readRun = (sql: SqlClient, run: number) =>
  Effect.map(sql<RunRow>`SELECT * FROM effect_box_job_runs WHERE id = ${run}`, ([row]) => row)

/** The run with its params, or nothing after pausing it: then the params do not fit this version of the code. */
const load = /*#__PURE__*/ Effect.fnUntraced(function* <R>(sql: SqlClient, kind: Kind<R>, run: number) {
  const row = yield* persistently(readRun(sql, run))
  if (row === undefined) return undefined
  return yield* kind.load(row).pipe(Effect.catch((fault) => Effect.as(persistently(halt(sql, run, fault)), undefined)))
})

/** The owner of what a lane takes: a new one each time that it is started. */
const makeOwner = /*#__PURE__*/ Effect.map(
  /*#__PURE__*/ Effect.all([Random.nextInt, Random.nextInt]),
  ([a, b]) => `${Math.abs(a).toString(36)}${Math.abs(b).toString(36)}`
)

const nextBatch = /*#__PURE__*/ Effect.fnUntraced(function* (sql: SqlClient, lane: LaneOfRun, owner: string) {
  while (true) {
    const leased = yield* persistently(lease(sql, lane, owner))
    if (leased !== undefined) return leased
    if (!(yield* persistently(mayWait(sql, lane)))) return undefined
    yield* Effect.sleep(pause)
  }
})

/**
 * What a step gives that took no batch because its lane has to go. It must end, or it would keep the lane's place in this
 * process, and the lane would stand still when it comes back; and it must not end the lane.
 */
const moving: Step = { batch: -1, done: 0, failed: 0 }

/** A lane that has to go takes no batch. */
const unlessLeaving = <A>(stay: Stay, effect: Effect.Effect<A>): Effect.Effect<A | "leaving"> =>
  Effect.raceFirst(effect, Effect.as(stay.leaving.await, "leaving" as const))

const step = /*#__PURE__*/ Effect.fnUntraced(function* <R>(sql: SqlClient, kind: Kind<R>, lane: LaneOfRun, stay: Stay) {
  const owner = yield* makeOwner
  const leased = yield* unlessLeaving(stay, nextBatch(sql, lane, owner))
  if (leased === "leaving") return moving
  const loaded = leased === undefined ? undefined : yield* load(sql, kind, lane.run)
  if (leased === undefined || loaded === undefined) {
    yield* persistently(release(sql, lane))
    return nothing
  }
  const batchSize = loaded.row.batch_size
  const open = yield* persistently(countOpen(sql, lane.run, leased.n, batchSize))
  const batch = {
    sql,
    kind: kind.name,
    run: lane.run,
    lease: leased,
    owner,
    concurrency: kind.concurrency,
    leaving: stay.leaving.await,
    open,
    read: (from: number, limit: number) => openItems(sql, lane.run, leased.n, batchSize, from, limit),
    runItem: loaded.runItem
  }
  const { done, failed, finished, verdict } = yield* work(batch).pipe(
    Effect.tap((ended) => Effect.annotateCurrentSpan({ "box.job.done": ended.done, "box.job.failed": ended.failed })),
    Effect.withSpan("BoxJob.batch", {
      attributes: {
        "box.job.kind": kind.name,
        "box.job.run": lane.run,
        "box.job.batch": leased.n,
        "box.job.lane": lane.lane
      }
    })
  )
  // Somebody else has the batch, and with it this lane. An end that was reported here would end the lane there as well; if
  // the engine gave the lane back to this process, it goes on.
  if (verdict === "lost" && (yield* persistently(isCurrent(sql, lane)))) return { batch: leased.n, done, failed }
  if (verdict !== "go") yield* persistently(release(sql, lane))
  else if (!finished) yield* persistently(handBack(sql, lane.run, leased, owner))
  return { batch: verdict === "go" ? leased.n : null, done, failed }
})

const planLane = /*#__PURE__*/ Effect.fnUntraced(function* <R>(sql: SqlClient, kind: Kind<R>, lane: LaneOfRun) {
  const loaded = yield* load(sql, kind, lane.run)
  if (loaded !== undefined) yield* plan(sql, lane, yield* makeOwner, loaded.read)
})

/**
 * The engine keeps the failure of an activity for ever, and the run would stand still without a word. So whatever is
 * wrong, such as a source that throws, is logged and tried again.
 */
const survive = <A, R>(effect: Effect.Effect<A, never, R>): Effect.Effect<A, never, R> =>
  Effect.catchCause(effect, (cause) =>
    Cause.hasInterruptsOnly(cause)
      ? Effect.failCause(cause)
      : Effect.logError("A lane of a job failed and starts again", cause).pipe(
          Effect.andThen(Effect.sleep(rest)),
          Effect.andThen(Effect.suspend(() => survive(effect)))
        )
  )

export const laneWork = <R>(sql: SqlClient, kind: Kind<R>): LaneWork<R> => ({
  step: (lane, stay) =>
    Effect.acquireUseRelease(
      stay.idle.close,
      () => survive(step(sql, kind, lane, stay)),
      () => stay.idle.open
    ),
  plan: (lane) => survive(planLane(sql, kind, lane)),
  close: (lane) =>
    Effect.andThen(
      persistently(close(sql, lane.run)),
      Effect.map(persistently(holdsBatch(sql, lane)), (held) => !held)
    )
})
