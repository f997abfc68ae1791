/** Planning a run: reads positions until none is left, and opens batches while it goes on. */
import type * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Stream from "effect/Stream"
import { persistently, type SqlClient } from "./database.ts"
import {
  claim,
  complete,
  forget,
  leave,
  type NewItem,
  nextPositions,
  type PositionRow,
  refusePosition,
  writePage
} from "./frontier.ts"
import { halt, type LaneOfRun, type RunRow } from "./ledger.ts"
import { needsLogin, ofCause } from "./outcome.ts"

interface NewPage {
  readonly items: ReadonlyArray<NewItem>
  readonly next: ReadonlyArray<string>
  readonly last: boolean
}

/** The pages of a position, with encoded items. */
export type ReadPosition<R> = (position: string) => Stream.Stream<NewPage, unknown, R>

/** How many positions are read at once. */
const readers = 4
const beat = Duration.millis(500)
const grace = Duration.seconds(1)

interface Planner {
  readonly sql: SqlClient
  readonly run: number
  readonly owner: string
}

const write = (planner: Planner, at: PositionRow, page: NewPage) =>
  persistently(writePage(planner.sql, planner, at, page))

const closing: NewPage = { items: [], next: [], last: true }

const readTo = <R>(planner: Planner, read: ReadPosition<R>, at: PositionRow): Effect.Effect<void, unknown, R> =>
  read(at.position).pipe(
    Stream.mapEffect((page) => Effect.map(write(planner, at, page), (mine) => ({ mine, last: page.last }))),
    // A planner that was replaced, or whose run was paused, reads no further.
    Stream.takeUntil(({ mine, last }) => !mine || last),
    Stream.runLast,
    Effect.flatMap((end) =>
      end._tag === "Some" && (end.value.last || !end.value.mine) ? Effect.void : write(planner, at, closing)
    ),
    Effect.asVoid
  )

const refuse = (planner: Planner, at: PositionRow, cause: Cause.Cause<unknown>) => {
  const failure = ofCause(cause)
  return persistently(
    needsLogin(cause)
      ? Effect.asVoid(halt(planner.sql, planner.run, `${failure.tag}: ${failure.message}`))
      : Effect.asVoid(refusePosition(planner.sql, planner, at, JSON.stringify(failure)))
  )
}

/** A position that cannot be read does not keep the others from being read. */
const readPosition = <R>(planner: Planner, read: ReadPosition<R>, at: PositionRow): Effect.Effect<void, never, R> =>
  Effect.flatMap(Effect.exit(readTo(planner, read, at)), (exit) =>
    Exit.isSuccess(exit) ? Effect.void : refuse(planner, at, exit.cause)
  )

const readAll = /*#__PURE__*/ Effect.fnUntraced(function* <R>(planner: Planner, read: ReadPosition<R>) {
  while (true) {
    const positions = yield* persistently(nextPositions(planner.sql, planner, readers * 2))
    if (positions.length === 0) break
    yield* Effect.forEach(positions, (at) => readPosition(planner, read, at), { concurrency: readers, discard: true })
  }
  yield* persistently(complete(planner.sql, planner))
})

/** Ends once the run no longer runs, after the pages under way had a moment. */
const untilStopped = /*#__PURE__*/ Effect.fnUntraced(function* ({ owner, run, sql }: Planner) {
  while (true) {
    yield* Effect.sleep(beat)
    const [row] = yield* persistently(
      sql<Pick<RunRow, "id">>`SELECT id FROM effect_box_job_runs
        WHERE id = ${run} AND planner = ${owner} AND state = 'running'`
    )
    if (row === undefined) break
  }
  yield* Effect.sleep(grace)
})

/** Plans until nothing is left to read, or the run is paused or cancelled. */
export const plan = /*#__PURE__*/ Effect.fnUntraced(function* <R>(
  sql: SqlClient,
  lane: LaneOfRun,
  owner: string,
  read: ReadPosition<R>
) {
  const planner: Planner = { sql, run: lane.run, owner }
  if (yield* persistently(claim(sql, lane.run, lane.epoch, owner))) {
    yield* Effect.raceFirst(readAll(planner, read), untilStopped(planner))
    yield* persistently(leave(sql, planner))
  } else {
    yield* persistently(forget(sql, lane.run, lane.epoch))
  }
})
