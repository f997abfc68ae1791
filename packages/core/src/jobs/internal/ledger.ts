/**
 * The rows of a run while it is worked off. Each change is one short transaction, and what a lane or the planner
 * writes is fenced by its `owner`: one that was replaced writes nothing.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { type Failed as SqlError, ifAny, type SqlClient } from "./database.ts"

/** The states of batches, of items and of positions. */
export const open = 0
export const taken = 1
export const finished = 2
export const done = 1
export const failed = 2

export type RunState = "running" | "pausing" | "paused" | "cancelling" | "cancelled" | "done"

export interface RunRow {
  readonly id: number
  readonly name: string
  readonly kind: string
  readonly version: string
  readonly params: string
  readonly login: string | null
  readonly dry_run: number
  readonly state: RunState
  readonly note: string | null
  readonly epoch: number
  readonly lanes: number
  readonly batch_size: number
  readonly planned: number
  readonly total: number
  readonly started_at: number | string
  readonly finished_at: number | string | null
}

export interface ItemRow {
  readonly seq: number
  readonly key: string
  readonly item: string | null
  readonly attempts: number
}

/** How one item ended. */
export interface Outcome {
  readonly seq: number
  readonly state: typeof done | typeof failed
  /** JSON: the result, or the failure. */
  readonly text: string | null
  /** The tag of the failure. */
  readonly tag: string | undefined
}

/** A batch that this lane works at, with its counters. `tags` counts failures. Nobody else writes them meanwhile. */
export interface Lease {
  readonly n: number
  readonly tags: Map<string, number>
  done: number
  failed: number
}

/** Whether a lane may go on: `stop` if the run was paused or cancelled, `lost` if the batch has another owner. */
export type Verdict = "go" | "stop" | "lost"

/** The lane of one epoch of a run. */
export interface LaneOfRun {
  readonly run: number
  readonly epoch: number
  readonly lane: number
}

const json = (value: unknown): string => JSON.stringify(value)

const readTags = (text: string | null): Map<string, number> =>
  // Written by `record`, nothing else writes the column.
  new Map(text === null ? [] : Object.entries(JSON.parse(text) as Record<string, number>))

/** Takes the batch that the lane holds already, or the next open one. */
export const lease = (sql: SqlClient, { run, epoch, lane }: LaneOfRun, owner: string) => {
  const skip = sql.onDialectOrElse({ pg: () => sql.literal("FOR UPDATE SKIP LOCKED"), orElse: () => sql.literal("") })
  return Effect.map(
    sql<{ readonly n: number; readonly tags: string | null; readonly done: number; readonly failed: number }>`
      UPDATE effect_box_job_batches SET state = ${taken}, lane = ${lane}, owner = ${owner}
      WHERE run = ${run} AND n = (
        SELECT n FROM effect_box_job_batches
        WHERE run = ${run} AND (state = ${open} OR (state = ${taken} AND lane = ${lane}))
          AND EXISTS (SELECT 1 FROM effect_box_job_runs WHERE id = ${run} AND epoch = ${epoch} AND state = 'running')
        ORDER BY state DESC, n LIMIT 1 ${skip}
      ) RETURNING n, tags, done, failed`,
    ([row]): Lease | undefined => (row === undefined ? undefined : { ...row, tags: readTags(row.tags) })
  )
}

/** How many items of a batch have no outcome yet. */
export const countOpen = (sql: SqlClient, run: number, n: number, batchSize: number) =>
  Effect.map(
    sql<{ readonly n: number | string }>`SELECT COUNT(*) AS n FROM effect_box_job_items
      WHERE run = ${run} AND seq >= ${n * batchSize} AND seq < ${(n + 1) * batchSize} AND state = ${open}`,
    ([row]) => Number(row?.n ?? 0)
  )

/** The next of them, from an item on. */
export const openItems = (sql: SqlClient, run: number, n: number, batchSize: number, from: number, limit: number) =>
  sql<ItemRow>`SELECT seq, key, item, attempts FROM effect_box_job_items
    WHERE run = ${run} AND seq >= ${Math.max(n * batchSize, from)} AND seq < ${(n + 1) * batchSize} AND state = ${open}
    ORDER BY seq LIMIT ${limit}`

/** Only items without one: after a commit whose answer was lost, the same outcomes are written again. */
const writeOutcomes = (sql: SqlClient, run: number, outcomes: ReadonlyArray<Outcome>) => {
  const plain = outcomes.filter((outcome) => outcome.state === done && outcome.text === null)
  const told = outcomes.filter((outcome) => outcome.state !== done || outcome.text !== null)
  const writePlain = sql.onDialectOrElse({
    pg: () => sql`UPDATE effect_box_job_items SET state = ${done}, attempts = attempts + 1, outcome = NULL
      WHERE run = ${run} AND seq = ANY(${plain.map((outcome) => outcome.seq)}::integer[]) AND state = ${open}`,
    orElse: () => sql`UPDATE effect_box_job_items SET state = ${done}, attempts = attempts + 1, outcome = NULL
      WHERE run = ${run} AND seq IN (SELECT value FROM json_each(${json(plain.map((outcome) => outcome.seq))})) AND state = ${open}`
  })
  const writeTold = sql.onDialectOrElse({
    pg: () => sql`UPDATE effect_box_job_items AS i SET state = v.state, attempts = attempts + 1, outcome = v.text
      FROM json_to_recordset(${json(told)}::json) AS v(seq integer, state integer, text text)
      WHERE i.run = ${run} AND i.seq = v.seq AND i.state = ${open}`,
    // An upsert, because UPDATE ... FROM json_each scans the whole run for each row. No item has an empty key.
    orElse: () => sql`INSERT INTO effect_box_job_items (run, seq, key, state, attempts, outcome)
      SELECT ${run}, value ->> 'seq', '', value ->> 'state', 1, value ->> 'text'
      FROM json_each(${json(told)}) WHERE true
      ON CONFLICT (run, seq) DO UPDATE SET
        state = excluded.state, attempts = attempts + 1, outcome = excluded.outcome
        WHERE state = ${open}`
  })
  return Effect.andThen(
    ifAny(plain, () => writePlain),
    ifAny(told, () => writeTold)
  )
}

const isRunning = (sql: SqlClient, run: number) =>
  Effect.map(
    sql<{ readonly state: RunState }>`SELECT state FROM effect_box_job_runs WHERE id = ${run}`,
    ([row]): Verdict => (row?.state === "running" ? "go" : "stop")
  )

/**
 * Saves outcomes, counters and, with `finish`, the end of the batch. All of it or nothing. The counters are no sums in
 * SQL, so that doing it again after a commit whose answer was lost counts nothing twice.
 */
export const record = (
  sql: SqlClient,
  run: number,
  batch: Lease,
  owner: string,
  outcomes: ReadonlyArray<Outcome>,
  finish: boolean
): Effect.Effect<Verdict, SqlError> => {
  const failures = outcomes.filter((outcome) => outcome.state === failed)
  const tags = new Map(batch.tags)
  for (const { tag = "Unknown" } of failures) tags.set(tag, (tags.get(tag) ?? 0) + 1)
  const doneBy = batch.done + outcomes.length - failures.length
  const failedBy = batch.failed + failures.length
  const fence = sql<{ readonly n: number }>`UPDATE effect_box_job_batches SET
      done = ${doneBy}, failed = ${failedBy},
      tags = ${tags.size === 0 ? null : json(Object.fromEntries(tags))}, state = ${finish ? finished : taken}
    WHERE run = ${run} AND n = ${batch.n} AND owner = ${owner} AND state = ${taken} RETURNING n`
  return sql
    .withTransaction(
      Effect.flatMap(fence, ([mine]) =>
        mine === undefined
          ? Effect.succeed<Verdict>("lost")
          : Effect.andThen(writeOutcomes(sql, run, outcomes), isRunning(sql, run))
      )
    )
    .pipe(
      Effect.tap((verdict) =>
        Effect.sync(() => {
          if (verdict === "lost") return
          batch.done = doneBy
          batch.failed = failedBy
          for (const [tag, count] of tags) batch.tags.set(tag, count)
        })
      )
    )
}

/** Whether the lane may go on, if there is nothing to record. */
export const look = (sql: SqlClient, run: number, batch: Lease, owner: string): Effect.Effect<Verdict, SqlError> =>
  Effect.map(
    sql<{ readonly state: RunState; readonly mine: number }>`SELECT r.state,
        (SELECT COUNT(*) FROM effect_box_job_batches WHERE run = ${run} AND n = ${batch.n} AND owner = ${owner}) AS mine
      FROM effect_box_job_runs r WHERE r.id = ${run}`,
    ([row]): Verdict => (Number(row?.mine ?? 0) === 0 ? "lost" : row?.state === "running" ? "go" : "stop")
  )

/** Opens the batches that a lane of this epoch holds, because its run no longer runs. */
export const release = (sql: SqlClient, { run, epoch, lane }: LaneOfRun) =>
  sql`UPDATE effect_box_job_batches SET state = ${open}, owner = NULL, lane = NULL
    WHERE run = ${run} AND lane = ${lane} AND state = ${taken}
      AND EXISTS (SELECT 1 FROM effect_box_job_runs WHERE id = ${run} AND epoch = ${epoch} AND state <> 'running')`

/** Opens a batch that its owner leaves unfinished because its lane has to go. */
export const handBack = (sql: SqlClient, run: number, { n }: Lease, owner: string) =>
  sql`UPDATE effect_box_job_batches SET state = ${open}, owner = NULL, lane = NULL
    WHERE run = ${run} AND n = ${n} AND owner = ${owner} AND state = ${taken}`

/** Whether a lane that is to end holds a batch, as one does whose end another process has reported that was replaced. */
export const holdsBatch = (sql: SqlClient, { run, epoch, lane }: LaneOfRun) =>
  Effect.map(
    sql`SELECT 1 AS n FROM effect_box_job_batches WHERE run = ${run} AND lane = ${lane} AND state = ${taken}
      AND EXISTS (SELECT 1 FROM effect_box_job_runs WHERE id = ${run} AND epoch = ${epoch} AND state = 'running') LIMIT 1`,
    (rows) => rows.length > 0
  )

/** What a lane that found no batch does: wait for the planner, or for a batch that another one hands back, or end. */
export const mayWait = (sql: SqlClient, { run, epoch }: LaneOfRun) =>
  Effect.map(
    sql<{ readonly n: number }>`SELECT 1 AS n FROM effect_box_job_runs
      WHERE id = ${run} AND epoch = ${epoch} AND state = 'running' AND (planned = 0
        OR EXISTS (SELECT 1 FROM effect_box_job_batches WHERE run = ${run} AND state <> ${finished}))`,
    (rows) => rows.length > 0
  )

/** Whether the run is running, and in this epoch. */
export const isCurrent = (sql: SqlClient, { run, epoch }: LaneOfRun) =>
  Effect.map(
    sql`SELECT 1 AS n FROM effect_box_job_runs WHERE id = ${run} AND epoch = ${epoch} AND state = 'running'`,
    (rows) => rows.length > 0
  )

/** The last one who leaves writes the final state. */
export const close = (sql: SqlClient, run: number) =>
  Effect.flatMap(Clock.currentTimeMillis, (now) =>
    sql.withTransaction(
      Effect.andThen(
        sql`UPDATE effect_box_job_runs SET
            state = CASE state WHEN 'pausing' THEN 'paused' ELSE 'cancelled' END,
            finished_at = CASE state WHEN 'pausing' THEN NULL ELSE ${now} END
          WHERE id = ${run} AND state IN ('pausing', 'cancelling') AND planner IS NULL
            AND NOT EXISTS (SELECT 1 FROM effect_box_job_batches WHERE run = ${run} AND state = ${taken})`,
        sql`UPDATE effect_box_job_runs SET state = 'done', finished_at = ${now}
          WHERE id = ${run} AND state = 'running' AND planned = 1
            AND NOT EXISTS (SELECT 1 FROM effect_box_job_batches WHERE run = ${run} AND state <> ${finished})`
      )
    )
  )

/** Pauses a run that cannot go on, and says why. */
export const halt = (sql: SqlClient, run: number, note: string) =>
  sql`UPDATE effect_box_job_runs SET state = 'pausing', note = ${note} WHERE id = ${run} AND state = 'running'`
