/** A process that works on the runs of a kind: it registers the lanes, and starts those of new epochs. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import type { BoxJobs } from "../BoxJobs.ts"
import { launched, toLaunch } from "./control.ts"
import { persistently, type SqlClient } from "./database.ts"
import { type Engine, launch, register } from "./engine.ts"
import { type Kind, laneWork } from "./lane.ts"

/** How often a worker looks for runs that another process started or resumed. */
const beat = Duration.seconds(1)

const launchAll = /*#__PURE__*/ Effect.fnUntraced(function* (
  sql: SqlClient,
  engine: Engine,
  kind: string,
  all: boolean
) {
  const rows = yield* persistently(toLaunch(sql, kind, all))
  for (const row of rows) {
    yield* launch(engine, kind, row.id, row.epoch, row.lanes)
    yield* persistently(launched(sql, row))
  }
})

const watch = /*#__PURE__*/ Effect.fnUntraced(function* (
  sql: SqlClient,
  engine: Engine,
  kind: string,
  calls: Queue.Queue<void>
) {
  while (true) {
    yield* Effect.raceFirst(Queue.take(calls), Effect.sleep(beat))
    yield* launchAll(sql, engine, kind, false)
  }
})

/** Works until the scope ends. */
export const startWorker = /*#__PURE__*/ Effect.fnUntraced(function* <R>(
  { sql, workers }: BoxJobs["Service"],
  engine: Engine,
  kind: Kind<R>
) {
  const calls = yield* Queue.sliding<void>(1)
  yield* register(engine, kind.name, laneWork(sql, kind))
  // An engine in memory has forgotten the lanes that were started before; any other ignores those it knows.
  yield* launchAll(sql, engine, kind.name, true)
  yield* Effect.forkScoped(watch(sql, engine, kind.name, calls))
  yield* Effect.acquireRelease(
    Effect.sync(() => workers.set(kind.name, Effect.asVoid(Queue.offer(calls, undefined)))),
    () => Effect.sync(() => workers.delete(kind.name))
  )
})
