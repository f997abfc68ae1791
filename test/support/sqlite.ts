/** Effect's `SqlClient` on Node's own SQLite, for tests: one connection, in memory unless a file is given. */
import { DatabaseSync, type SQLInputValue } from "node:sqlite"
import { Effect, Layer, Semaphore, Stream } from "effect"
import { Reactivity } from "effect/reactivity"
import { SqlClient, SqlError, Statement } from "effect/sql"
import type { Connection } from "effect/sql/SqlConnection"

const failure = (cause: unknown): SqlError.SqlError =>
  new SqlError.SqlError({
    reason: SqlError.classifySqliteError(
      // Node calls SQLite's code `errcode`, Effect reads `errno`.
      typeof cause === "object" && cause !== null && "errcode" in cause
        ? Object.assign(cause, { errno: cause.errcode })
        : cause,
      { message: "SQLite failed", operation: "execute" }
    )
  })

const connect = (db: DatabaseSync): Connection => {
  const run = (sql: string, params: ReadonlyArray<unknown>, arrays: boolean) =>
    Effect.try({
      try: () => {
        const statement = db.prepare(sql)
        statement.setReturnArrays(arrays)
        // What Effect's compiler leaves is what SQLite binds.
        const values = params as Array<SQLInputValue>
        // A statement without columns gives an empty list. Rows are `any` in Effect's interface.
        // biome-ignore lint/suspicious/noExplicitAny: as the interface demands
        return statement.all(...values) as any
      },
      catch: failure
    })
  const execute: Connection["execute"] = (sql, params, transform) =>
    Effect.map(run(sql, params, false), (rows) => (transform === undefined ? rows : transform(rows)))
  return {
    execute,
    executeRaw: (sql, params) => run(sql, params, false),
    executeValues: (sql, params) => run(sql, params, true),
    executeValuesUnprepared: (sql, params) => run(sql, params, true),
    executeUnprepared: execute,
    executeStream: (sql, params, transform) =>
      Stream.unwrap(Effect.map(execute(sql, params, transform), (rows) => Stream.fromIterable(rows)))
  }
}

/** A database that ends with its layer. */
export const layerSqlite = (file = ":memory:"): Layer.Layer<SqlClient.SqlClient> =>
  Layer.effect(
    SqlClient.SqlClient,
    Effect.gen(function* () {
      const db = yield* Effect.acquireRelease(
        Effect.sync(() => new DatabaseSync(file, { timeout: 10_000 })),
        (open) => Effect.sync(() => open.close())
      )
      return yield* SqlClient.make({
        ...SqlClient.makeSqliteAcquirers({
          connection: Effect.succeed(connect(db)),
          semaphore: yield* Semaphore.make(1),
          isTransaction: () => db.isTransaction
        }),
        compiler: Statement.makeCompilerSqlite(),
        driver: "sqlite-node",
        beginTransaction: "BEGIN IMMEDIATE",
        releaseSavepoint: (name) => `RELEASE SAVEPOINT ${name}`,
        spanAttributes: [["db.system.name", "sqlite"]]
      })
    })
  ).pipe(Layer.provide(Reactivity.layer))
