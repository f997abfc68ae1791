/**
 * The tables of the ledger and their history. A run has batches, a batch has items: those whose `seq` is in
 * `n * batch_size .. (n + 1) * batch_size - 1`. `positions` is what planning still has to read.
 *
 * There is no index on the state of an item: it would make every change of a state a change of the index as well.
 */
import * as Effect from "effect/Effect"
import { SqlClient } from "effect/sql/SqlClient"

const create = /*#__PURE__*/ Effect.gen(function* () {
  const sql = yield* SqlClient
  const identity = sql.onDialectOrElse({
    pg: () => sql.literal("INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
    // AUTOINCREMENT: the id of a purged run is never given again. The engine remembers executions by it.
    orElse: () => sql.literal("INTEGER PRIMARY KEY AUTOINCREMENT")
  })
  const rowless = sql.onDialectOrElse({
    // Half of each page stays free, because each row is updated once: then the update stays in its page, and the indexes
    // are not written. Measured: 215 MB for a million items instead of 250.
    pg: () => sql.literal("WITH (fillfactor = 50)"),
    orElse: () => sql.literal("WITHOUT ROWID")
  })
  yield* sql`CREATE TABLE effect_box_job_runs (
    id ${identity},
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    version TEXT NOT NULL,
    params TEXT NOT NULL,
    login TEXT,
    dry_run INTEGER NOT NULL,
    state TEXT NOT NULL,
    note TEXT,
    epoch INTEGER NOT NULL,
    launched INTEGER NOT NULL,
    lanes INTEGER NOT NULL,
    batch_size INTEGER NOT NULL,
    planned INTEGER NOT NULL,
    planner TEXT,
    next_seq INTEGER NOT NULL,
    sealed INTEGER NOT NULL,
    total INTEGER NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT
  )`
  yield* sql`CREATE TABLE effect_box_job_batches (
    run INTEGER NOT NULL,
    n INTEGER NOT NULL,
    state INTEGER NOT NULL,
    lane INTEGER,
    owner TEXT,
    done INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    tags TEXT,
    PRIMARY KEY (run, n)
  ) ${rowless}`
  yield* sql`CREATE TABLE effect_box_job_items (
    run INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    key TEXT NOT NULL,
    state INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    item TEXT,
    outcome TEXT,
    PRIMARY KEY (run, seq)
  ) ${rowless}`
  yield* sql`CREATE UNIQUE INDEX effect_box_job_items_key ON effect_box_job_items (run, key)`
  yield* sql`CREATE TABLE effect_box_job_positions (
    run INTEGER NOT NULL,
    position TEXT NOT NULL,
    state INTEGER NOT NULL,
    depth INTEGER NOT NULL,
    outcome TEXT,
    PRIMARY KEY (run, position)
  ) ${rowless}`
  yield* sql`CREATE INDEX effect_box_job_positions_open ON effect_box_job_positions (run, state, depth)`
})

/** The processes that use a login, and when each was last heard of, in milliseconds since 1970. */
const createMembers = /*#__PURE__*/ Effect.gen(function* () {
  const sql = yield* SqlClient
  yield* sql`CREATE TABLE effect_box_job_members (
    login TEXT NOT NULL,
    id TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (login, id)
  )`
})

/** The number in front of a name is the version of the ledger's schema. Never change a migration that was released. */
export const migrations = {
  "1_ledger": create,
  "2_members": createMembers
}
