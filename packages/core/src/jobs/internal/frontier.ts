/**
 * The rows of planning: positions that are still to be read, and the items that were found. A page of items and the
 * positions behind it are written in one transaction.
 */
import * as Effect from "effect/Effect"
import { type Failed as SqlError, ifAny, type SqlClient } from "./database.ts"
import { done, failed, open } from "./ledger.ts"

export interface PositionRow {
  readonly position: string
  readonly depth: number
}

export interface NewItem {
  readonly key: string
  readonly item: string | null
}

interface Planner {
  readonly run: number
  readonly owner: string
}

interface Numbers {
  readonly next_seq: number
  readonly sealed: number
  readonly batch_size: number
}

/** Makes this process the planner of the run. False if there is nothing to plan, or the run does not run. */
export const claim = (sql: SqlClient, run: number, epoch: number, owner: string) =>
  Effect.map(
    sql<{ readonly id: number }>`UPDATE effect_box_job_runs SET planner = ${owner}
      WHERE id = ${run} AND epoch = ${epoch} AND state = 'running' AND planned = 0 RETURNING id`,
    (rows) => rows.length > 0
  )

/** Leaves the run to whoever plans next. */
export const leave = (sql: SqlClient, { run, owner }: Planner) =>
  sql`UPDATE effect_box_job_runs SET planner = NULL WHERE id = ${run} AND planner = ${owner}`

/** A planner that died has left its name: the run of this epoch no longer runs, so nobody plans. */
export const forget = (sql: SqlClient, run: number, epoch: number) =>
  sql`UPDATE effect_box_job_runs SET planner = NULL WHERE id = ${run} AND epoch = ${epoch} AND state <> 'running'`

/** The deepest positions first, so that the frontier stays small. Nothing if this process no longer plans. */
export const nextPositions = (sql: SqlClient, { run, owner }: Planner, limit: number) =>
  sql<PositionRow>`SELECT position, depth FROM effect_box_job_positions
    WHERE run = ${run} AND state = ${open}
      AND EXISTS (SELECT 1 FROM effect_box_job_runs WHERE id = ${run} AND planner = ${owner} AND state = 'running')
    ORDER BY depth DESC LIMIT ${limit}`

/** Locks the run's row, and says where the next item goes. Nothing if this process no longer plans. */
const enter = (sql: SqlClient, { run, owner }: Planner) =>
  Effect.map(
    sql<Numbers>`UPDATE effect_box_job_runs SET total = total
      WHERE id = ${run} AND planner = ${owner} AND state = 'running' RETURNING next_seq, sealed, batch_size`,
    ([row]) => row
  )

const insertItems = (sql: SqlClient, run: number, first: number, items: ReadonlyArray<NewItem>) => {
  const rows = JSON.stringify(items.map(({ key, item }, index) => ({ s: first + index, k: key, i: item })))
  return Effect.map(
    sql.onDialectOrElse({
      pg: () => sql<{ readonly seq: number }>`INSERT INTO effect_box_job_items (run, seq, key, state, attempts, item)
        SELECT ${run}::integer, s, k, ${open}::integer, 0, i FROM json_to_recordset(${rows}::json) AS v(s integer, k text, i text)
        ON CONFLICT (run, key) DO NOTHING RETURNING seq`,
      orElse: () => sql<{
        readonly seq: number
      }>`INSERT INTO effect_box_job_items (run, seq, key, state, attempts, item)
        SELECT ${run}, value ->> 's', value ->> 'k', ${open}, 0, value ->> 'i' FROM json_each(${rows}) WHERE true
        ON CONFLICT (run, key) DO NOTHING RETURNING seq`
    }),
    (inserted) => inserted.length
  )
}

const insertPositions = (sql: SqlClient, run: number, depth: number, positions: ReadonlyArray<string>) => {
  const rows = JSON.stringify(positions)
  return sql.onDialectOrElse({
    pg: () => sql`INSERT INTO effect_box_job_positions (run, position, state, depth)
      SELECT ${run}::integer, value, ${open}::integer, ${depth}::integer FROM json_array_elements_text(${rows}::json)
      ON CONFLICT DO NOTHING`,
    orElse: () => sql`INSERT INTO effect_box_job_positions (run, position, state, depth)
      SELECT ${run}, value, ${open}, ${depth} FROM json_each(${rows}) WHERE true ON CONFLICT DO NOTHING`
  })
}

const seal = (sql: SqlClient, run: number, from: number, to: number) =>
  Effect.forEach(
    Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index),
    (n) => sql`INSERT INTO effect_box_job_batches (run, n, state, done, failed) VALUES (${run}, ${n}, ${open}, 0, 0)`,
    { discard: true }
  )

/** The first positions of a run. */
export const begin = (sql: SqlClient, run: number, positions: ReadonlyArray<string>) =>
  insertPositions(sql, run, 0, positions)

/**
 * Writes a page: its items, the positions behind it, and, with `last`, that its own position is read. Batches that are
 * full are opened. False if this process no longer plans.
 */
export const writePage = (
  sql: SqlClient,
  planner: Planner,
  at: PositionRow,
  page: { readonly items: ReadonlyArray<NewItem>; readonly next: ReadonlyArray<string>; readonly last: boolean }
): Effect.Effect<boolean, SqlError> =>
  sql.withTransaction(
    Effect.flatMap(enter(sql, planner), (numbers) => {
      if (numbers === undefined) return Effect.succeed(false)
      const { run } = planner
      const next = numbers.next_seq + page.items.length
      const full = Math.max(numbers.sealed, Math.floor(next / numbers.batch_size))
      return (page.items.length === 0 ? Effect.succeed(0) : insertItems(sql, run, numbers.next_seq, page.items)).pipe(
        Effect.tap(() => ifAny(page.next, () => insertPositions(sql, run, at.depth + 1, page.next))),
        Effect.tap(() =>
          ifAny(
            page.last ? [at] : [],
            () => sql`UPDATE effect_box_job_positions SET state = ${done}
              WHERE run = ${run} AND position = ${at.position}`
          )
        ),
        Effect.tap(() => seal(sql, run, numbers.sealed, full)),
        Effect.tap(
          (inserted) => sql`UPDATE effect_box_job_runs SET
            next_seq = ${next}, sealed = ${full}, total = total + ${inserted} WHERE id = ${run}`
        ),
        Effect.as(true)
      )
    })
  )

/** A position that could not be read is a failure of the run like an item's, and can be retried. */
export const refusePosition = (sql: SqlClient, planner: Planner, at: PositionRow, outcome: string) =>
  sql.withTransaction(
    Effect.flatMap(enter(sql, planner), (numbers) =>
      numbers === undefined
        ? Effect.succeed(false)
        : Effect.as(
            sql`UPDATE effect_box_job_positions SET state = ${failed}, outcome = ${outcome}
              WHERE run = ${planner.run} AND position = ${at.position}`,
            true
          )
    )
  )

/** Ends planning: opens the last batch, though it is not full. What a retry finds begins a batch of its own. */
export const complete = (sql: SqlClient, planner: Planner) =>
  sql.withTransaction(
    Effect.flatMap(enter(sql, planner), (numbers) => {
      if (numbers === undefined) return Effect.void
      const batches = Math.ceil(numbers.next_seq / numbers.batch_size)
      return Effect.andThen(
        seal(sql, planner.run, numbers.sealed, batches),
        sql`UPDATE effect_box_job_runs SET planned = 1, planner = NULL, sealed = ${Math.max(numbers.sealed, batches)},
          next_seq = ${Math.max(numbers.sealed, batches) * numbers.batch_size} WHERE id = ${planner.run}`
      )
    })
  )
