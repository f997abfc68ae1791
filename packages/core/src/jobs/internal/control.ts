/** What a user does with runs, as statements. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { BoxError } from "../../BoxError.ts"
import { BoxJobRunNotFound, BoxJobStateError } from "../JobError.ts"
import type { Failure, Progress, Run } from "../JobRun.ts"
import type { SqlClient } from "./database.ts"
import { failed, open, type RunRow, type RunState, taken } from "./ledger.ts"
import { StoredFailure } from "./outcome.ts"

/** Parses what the ledger wrote. */
const parse = (text: string): unknown => JSON.parse(text)

export const toRun = (row: RunRow): Run => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  version: row.version,
  params: parse(row.params),
  login: row.login ?? undefined,
  dryRun: row.dry_run === 1,
  state: row.state,
  note: row.note ?? undefined,
  startedAt: Number(row.started_at),
  finishedAt: row.finished_at === null ? undefined : Number(row.finished_at)
})

export const findRun = (sql: SqlClient, name: string) =>
  Effect.flatMap(sql<RunRow>`SELECT * FROM effect_box_job_runs WHERE name = ${name}`, ([row]) =>
    row === undefined
      ? Effect.fail(new BoxJobRunNotFound({ run: name, message: `There is no run ${JSON.stringify(name)}` }))
      : Effect.succeed(row)
  )

const stateError = (row: RunRow, wanted: string) =>
  new BoxJobStateError({
    run: row.name,
    state: row.state,
    message: `The run ${JSON.stringify(row.name)} is ${row.state} and cannot be ${wanted}`
  })

/** `from` becomes `to`; a run that is `to` already, or on the way to it, stays as it is. */
const requested = /*#__PURE__*/ Effect.fnUntraced(function* (
  sql: SqlClient,
  name: string,
  from: ReadonlyArray<RunState>,
  to: "pausing" | "cancelling"
) {
  const row = yield* findRun(sql, name)
  const end = to === "pausing" ? "paused" : "cancelled"
  if (row.state === to || row.state === end) return row
  if (!from.includes(row.state)) return yield* stateError(row, end)
  yield* sql`UPDATE effect_box_job_runs SET state = ${to}, note = NULL WHERE id = ${row.id}`
  return row
})

export const requestPause = (sql: SqlClient, name: string) =>
  sql.withTransaction(requested(sql, name, ["running"], "pausing"))

export const requestCancel = (sql: SqlClient, name: string) =>
  sql.withTransaction(requested(sql, name, ["running", "pausing", "paused"], "cancelling"))

/** Gives the batches of an epoch back, and begins the next one: what was worked at before is fenced off. */
const nextEpoch = (sql: SqlClient, row: RunRow) =>
  Effect.andThen(
    sql`UPDATE effect_box_job_batches SET state = ${open}, owner = NULL, lane = NULL
      WHERE run = ${row.id} AND state = ${taken}`,
    sql`UPDATE effect_box_job_runs SET state = 'running', note = NULL, planner = NULL, finished_at = NULL,
      epoch = epoch + 1 WHERE id = ${row.id}`
  )

const resumed = /*#__PURE__*/ Effect.fnUntraced(function* (sql: SqlClient, name: string) {
  const row = yield* findRun(sql, name)
  if (row.state === "running" || row.state === "done") return row
  if (row.state !== "paused" && row.state !== "pausing") return yield* stateError(row, "resumed")
  yield* nextEpoch(sql, row)
  return row
})

export const resume = (sql: SqlClient, name: string) => sql.withTransaction(resumed(sql, name))

const reopenBatch = (sql: SqlClient, row: RunRow, n: number) =>
  Effect.andThen(
    sql`UPDATE effect_box_job_items SET state = ${open}, outcome = NULL
      WHERE run = ${row.id} AND seq >= ${n * row.batch_size} AND seq < ${(n + 1) * row.batch_size}
        AND state = ${failed}`,
    sql`UPDATE effect_box_job_batches SET state = ${open}, owner = NULL, lane = NULL, failed = 0, tags = NULL
      WHERE run = ${row.id} AND n = ${n}`
  )

/** Opens what failed, and nothing else. Returns the number of items and positions. */
const reopened = /*#__PURE__*/ Effect.fnUntraced(function* (sql: SqlClient, name: string) {
  const row = yield* findRun(sql, name)
  if (row.state !== "done" && row.state !== "paused") return yield* stateError(row, "retried")
  const batches = yield* sql<{ readonly n: number; readonly failed: number }>`SELECT n, failed
        FROM effect_box_job_batches WHERE run = ${row.id} AND failed > 0`
  const [unread] = yield* sql<{ readonly count: number }>`SELECT CAST(COUNT(*) AS INTEGER) AS count
        FROM effect_box_job_positions WHERE run = ${row.id} AND state = ${failed}`
  const positions = unread?.count ?? 0
  const items = batches.reduce((sum, batch) => sum + batch.failed, 0)
  if (items + positions === 0) return { row, count: 0 }
  yield* Effect.forEach(batches, ({ n }) => reopenBatch(sql, row, n), { discard: true })
  if (positions > 0) {
    yield* sql`UPDATE effect_box_job_positions SET state = ${open}, outcome = NULL
          WHERE run = ${row.id} AND state = ${failed}`
    yield* sql`UPDATE effect_box_job_runs SET planned = 0 WHERE id = ${row.id}`
  }
  yield* nextEpoch(sql, row)
  return { row, count: items + positions }
})

export const retryFailed = (sql: SqlClient, name: string) => sql.withTransaction(reopened(sql, name))

export interface Counts {
  readonly progress: Omit<Progress, "perSecond" | "remainingMillis">
  readonly at: number
}

export const count = /*#__PURE__*/ Effect.fnUntraced(function* (sql: SqlClient, name: string) {
  const row = yield* findRun(sql, name)
  const [sums] = yield* sql<{ readonly done: number; readonly failed: number }>`SELECT
      CAST(COALESCE(SUM(done), 0) AS INTEGER) AS done, CAST(COALESCE(SUM(failed), 0) AS INTEGER) AS failed
    FROM effect_box_job_batches WHERE run = ${row.id}`
  const [unread] = yield* sql<{ readonly count: number }>`SELECT CAST(COUNT(*) AS INTEGER) AS count
    FROM effect_box_job_positions WHERE run = ${row.id} AND state = ${failed}`
  const tags = yield* sql<{ readonly tags: string }>`SELECT tags FROM effect_box_job_batches
    WHERE run = ${row.id} AND tags IS NOT NULL`
  const failuresByTag: Record<string, number> = {}
  for (const batch of tags) {
    // Written by `record`.
    for (const [tag, number] of Object.entries(parse(batch.tags) as Record<string, number>)) {
      failuresByTag[tag] = (failuresByTag[tag] ?? 0) + number
    }
  }
  const counts: Counts = {
    at: yield* Clock.currentTimeMillis,
    progress: {
      run: row.name,
      state: row.state,
      note: row.note ?? undefined,
      planned: row.planned === 1,
      total: row.total,
      done: sums?.done ?? 0,
      failed: sums?.failed ?? 0,
      unread: unread?.count ?? 0,
      failuresByTag
    }
  }
  return counts
})

export const list = (sql: SqlClient, kind: string | undefined, states: ReadonlyArray<RunState>) =>
  sql<RunRow>`SELECT * FROM effect_box_job_runs
    WHERE ${kind === undefined ? sql`1 = 1` : sql`kind = ${kind}`}
      AND ${states.length === 0 ? sql`1 = 1` : sql.in("state", states)}
    ORDER BY id DESC`

/** The runs of a kind whose lanes have to be started. `all` includes those whose lanes were started before. */
export const toLaunch = (sql: SqlClient, kind: string, all: boolean) =>
  sql<RunRow>`SELECT * FROM effect_box_job_runs
    WHERE kind = ${kind} AND state IN ('running', 'pausing', 'cancelling')
      AND ${all ? sql`1 = 1` : sql`launched < epoch`}`

export const launched = (sql: SqlClient, row: RunRow) =>
  sql`UPDATE effect_box_job_runs SET launched = ${row.epoch} WHERE id = ${row.id} AND launched < ${row.epoch}`

const decodeFailure = /*#__PURE__*/ Schema.decodeUnknownOption(/*#__PURE__*/ Schema.fromJsonString(StoredFailure))
const decodeBoxError = /*#__PURE__*/ Schema.decodeUnknownOption(/*#__PURE__*/ Schema.toCodecJson(BoxError))

export const toFailure = (
  phase: "item" | "planning",
  row: {
    readonly key: string
    readonly item: string | null
    readonly attempts: number
    readonly outcome: string | null
  }
): Failure => {
  const stored = Option.getOrElse(decodeFailure(row.outcome), () => ({ tag: "Unknown", message: "", error: undefined }))
  return {
    phase,
    key: row.key,
    item: row.item === null ? undefined : parse(row.item),
    attempts: row.attempts,
    tag: stored.tag,
    message: stored.message,
    error: stored.error === undefined ? undefined : Option.getOrUndefined(decodeBoxError(stored.error))
  }
}

export interface ReportedRow {
  readonly seq: number
  readonly key: string
  readonly item: string | null
  readonly state: number
  readonly attempts: number
  readonly outcome: string | null
}

/** The items from `seq` on, at most 1,000, all or those in one state. */
export const itemsFrom = (sql: SqlClient, run: number, seq: number, state: number | undefined) =>
  sql<ReportedRow>`SELECT seq, key, item, state, attempts, outcome FROM effect_box_job_items
    WHERE run = ${run} AND seq >= ${seq} AND ${state === undefined ? sql`1 = 1` : sql`state = ${state}`}
    ORDER BY seq LIMIT 1000`

export const refusedPositions = (sql: SqlClient, run: number) =>
  sql<{ readonly key: string; readonly item: null; readonly attempts: number; readonly outcome: string | null }>`
    SELECT position AS key, NULL AS item, 1 AS attempts, outcome FROM effect_box_job_positions
    WHERE run = ${run} AND state = ${failed} ORDER BY position`

/** Whether nothing can happen to a run any more. */
export const isOver = (state: RunState): boolean => state === "done" || state === "cancelled"

export const purge = /*#__PURE__*/ Effect.fnUntraced(function* (sql: SqlClient, row: RunRow) {
  if (!isOver(row.state)) return yield* stateError(row, "purged")
  // In steps, so that a large run does not block the database for long.
  while (true) {
    const [first] = yield* sql<{ readonly n: number }>`SELECT n FROM effect_box_job_batches
      WHERE run = ${row.id} ORDER BY n DESC LIMIT 1`
    if (first === undefined) break
    yield* sql.withTransaction(
      Effect.andThen(
        sql`DELETE FROM effect_box_job_items WHERE run = ${row.id} AND seq >= ${first.n * row.batch_size}`,
        sql`DELETE FROM effect_box_job_batches WHERE run = ${row.id} AND n = ${first.n}`
      )
    )
  }
  yield* sql.withTransaction(
    Effect.gen(function* () {
      yield* sql`DELETE FROM effect_box_job_items WHERE run = ${row.id}`
      yield* sql`DELETE FROM effect_box_job_positions WHERE run = ${row.id}`
      yield* sql`DELETE FROM effect_box_job_runs WHERE id = ${row.id}`
    })
  )
})
