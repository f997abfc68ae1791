/** Starting a run: the row, its first positions, or the run that has the name already. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { BoxJobNameInUse, BoxJobStoreError } from "../JobError.ts"
import type { SqlClient } from "./database.ts"
import { begin } from "./frontier.ts"
import type { RunRow } from "./ledger.ts"

export interface NewRun {
  readonly name: string
  readonly kind: string
  readonly version: string
  /** JSON with sorted keys. */
  readonly params: string
  readonly login: string | undefined
  readonly dryRun: boolean
  readonly lanes: number
  readonly batchSize: number
  readonly positions: ReadonlyArray<string>
}

/** The same value gives the same text, in whatever order an object's keys were set. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part
  ) ?? "null"

const differs = (row: RunRow, run: NewRun): BoxJobNameInUse["differs"] | undefined => {
  if (row.kind !== run.kind) return "kind"
  if (row.params !== run.params) return "params"
  return (row.dry_run === 1) === run.dryRun ? undefined : "dryRun"
}

const started = /*#__PURE__*/ Effect.fnUntraced(function* (sql: SqlClient, run: NewRun) {
  const now = yield* Clock.currentTimeMillis
  const [inserted] = yield* sql<{ readonly id: number }>`INSERT INTO effect_box_job_runs (
          name, kind, version, params, login, dry_run, state, epoch, launched, lanes, batch_size, planned, next_seq,
          sealed, total, started_at
        ) VALUES (
          ${run.name}, ${run.kind}, ${run.version}, ${run.params}, ${run.login ?? null}, ${run.dryRun ? 1 : 0},
          'running', 1, 0, ${run.lanes}, ${run.batchSize}, 0, 0, 0, 0, ${now}
        ) ON CONFLICT (name) DO NOTHING RETURNING id`
  if (inserted !== undefined) yield* begin(sql, inserted.id, run.positions)
  const [row] = yield* sql<RunRow>`SELECT * FROM effect_box_job_runs WHERE name = ${run.name}`
  if (row === undefined) {
    return yield* new BoxJobStoreError({
      operation: "BoxJob.start",
      code: "RunPurged",
      message: "The run of this name was purged just now: try again"
    })
  }
  const difference = differs(row, run)
  if (difference === undefined) return row
  const name = JSON.stringify(run.name)
  return yield* new BoxJobNameInUse({
    run: run.name,
    differs: difference,
    message: `There is a run ${name} already, which differs in ${difference}`
  })
})

/** Returns the run with the name, whether it is new or not. */
export const startRun = (sql: SqlClient, run: NewRun) => sql.withTransaction(started(sql, run))
