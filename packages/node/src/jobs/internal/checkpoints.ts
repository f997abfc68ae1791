/** Where the upload sessions of large files are noted: in the database of the jobs, so that any process can go on with them. */
import type { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import * as Effect from "effect/Effect"
import { KeyValueStoreError, makeStringOnly, type KeyValueStore } from "effect/persistence/KeyValueStore"

interface Row {
  readonly value: string
}

const failed =
  (method: string, key?: string) =>
  <A, R>(effect: Effect.Effect<A, SqlError, R>): Effect.Effect<A, KeyValueStoreError, R> =>
    Effect.mapError(
      effect,
      ({ reason }) =>
        new KeyValueStoreError({
          method,
          message: `The database of the jobs failed: ${reason._tag}`,
          ...(key === undefined ? {} : { key })
        })
    )

/** A view of the ledger's table of checkpoints. */
export const makeCheckpoints = (sql: SqlClient): KeyValueStore =>
  makeStringOnly({
    get: (key) =>
      sql<Row>`SELECT value FROM effect_box_job_checkpoints WHERE name = ${key}`.pipe(
        Effect.map(([row]) => row?.value),
        failed("get", key)
      ),
    set: (key, value) =>
      failed(
        "set",
        key
      )(sql`INSERT INTO effect_box_job_checkpoints (name, value) VALUES (${key}, ${value})
        ON CONFLICT (name) DO UPDATE SET value = excluded.value`),
    remove: (key) => failed("remove", key)(sql`DELETE FROM effect_box_job_checkpoints WHERE name = ${key}`),
    clear: failed("clear")(sql`DELETE FROM effect_box_job_checkpoints`),
    size: sql<{ readonly count: number | string }>`SELECT COUNT(*) AS count FROM effect_box_job_checkpoints`.pipe(
      Effect.map(([row]) => Number(row?.count ?? 0)),
      failed("size")
    ),
    keys: sql<{ readonly name: string }>`SELECT name FROM effect_box_job_checkpoints`.pipe(
      Effect.map((rows) => rows.map(({ name }) => name)),
      failed("keys")
    )
  })
