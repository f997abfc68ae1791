/**
 * Effect's `SqlClient` on `node:sqlite`, for one process. There is one connection. Statements are synchronous, so they
 * have to be short.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import { SafeIntegers, make as makeClient, makeSqliteAcquirers, SqlClient } from "effect/sql/SqlClient"
import type { Connection } from "effect/sql/SqlConnection"
import { classifySqliteError, SqlError } from "effect/sql/SqlError"
import { makeCompilerSqlite } from "effect/sql/Statement"

export interface Options {
  readonly file: string
  /**
   * Whether a committed transaction survives a power cut (`full`) or only the death of the process (`normal`, a third
   * faster).
   */
  readonly synchronous: "full" | "normal"
}

/** How long a statement waits for another process that is writing to the file, in milliseconds. */
const patience = 10_000

/** The number of prepared statements that are kept. */
const prepared = 256

/** node:sqlite calls SQLite's code `errcode`, Effect reads `errno`. */
const withErrno = (cause: unknown): unknown =>
  typeof cause === "object" && cause !== null && "errcode" in cause
    ? Object.assign(cause, { errno: cause.errcode })
    : cause

const failure = (cause: unknown, operation: string): SqlError =>
  new SqlError({ reason: classifySqliteError(withErrno(cause), { message: "SQLite failed", operation }) })

// Statements bind what the compiler leaves: numbers, texts, bigints, bytes, null; and booleans, which SQLite lacks.
const bind = (params: ReadonlyArray<unknown>): Array<SQLInputValue> =>
  params.map((value) => (typeof value === "boolean" ? Number(value) : value)) as Array<SQLInputValue>

type Prepare = (sql: string) => StatementSync

/**
 * node:sqlite makes each row an object with a map of its own, which V8 keeps until its next full collection: 89 bytes a row,
 * and twice the time of an array.
 */
const toObjects = (rows: ReadonlyArray<ReadonlyArray<unknown>>, names: ReadonlyArray<string>) =>
  rows.map((row) => {
    const object: Record<string, unknown> = {}
    for (let column = 0; column < names.length; column++) object[names[column] ?? ""] = row[column]
    return object
  })

const run = (prepare: Prepare, sql: string, params: ReadonlyArray<unknown>, arrays: boolean, raw = false) =>
  // `SqlConnection` types its rows as any.
  // biome-ignore lint/suspicious/noExplicitAny: as the interface demands
  Effect.withFiber<any, SqlError>((fiber) =>
    Effect.try({
      try: () => {
        const statement = prepare(sql)
        statement.setReadBigInts(Context.get(fiber.context, SafeIntegers))
        if (raw && statement.columns().length === 0) return statement.run(...bind(params))
        statement.setReturnArrays(true)
        // Arrays, as it was told, which the types of Node do not know.
        const rows = statement.all(...bind(params)) as unknown as ReadonlyArray<ReadonlyArray<unknown>>
        if (arrays || rows.length === 0) return rows
        return toObjects(
          rows,
          statement.columns().map(({ name }) => name)
        )
      },
      catch: (cause) => failure(cause, "execute")
    })
  )

const makeConnection = (db: DatabaseSync): Connection => {
  const statements = new Map<string, StatementSync>()
  const cached: Prepare = (sql) => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = db.prepare(sql)
    if (statements.size >= prepared) statements.clear()
    statements.set(sql, statement)
    return statement
  }
  const fresh: Prepare = (sql) => db.prepare(sql)
  const execute: Connection["execute"] = (sql, params, transform) =>
    transform === undefined
      ? run(cached, sql, params, false)
      : Effect.map(run(cached, sql, params, false), (rows) => transform(rows))
  return {
    execute,
    executeRaw: (sql, params) => run(cached, sql, params, false, true),
    executeValues: (sql, params) => run(cached, sql, params, true),
    executeValuesUnprepared: (sql, params) => run(fresh, sql, params, true),
    executeUnprepared: (sql, params, transform) =>
      transform === undefined
        ? run(fresh, sql, params, false)
        : Effect.map(run(fresh, sql, params, false), (rows) => transform(rows)),
    executeStream: (sql, params, transform) =>
      Stream.unwrap(Effect.map(execute(sql, params, transform), (rows) => Stream.fromIterable(rows)))
  }
}

const open = /*#__PURE__*/ Effect.fnUntraced(function* ({ file, synchronous }: Options) {
  // Loaded here, so that only programs with jobs pay for it, and see the warning that older versions of Node print.
  const { DatabaseSync } = yield* Effect.tryPromise({
    try: () => import("node:sqlite"),
    catch: (cause) => failure(cause, "load")
  })
  return yield* Effect.acquireRelease(
    Effect.try({
      try: () => {
        const db = new DatabaseSync(file, { timeout: patience })
        db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous === "full" ? "FULL" : "NORMAL"}`)
        return db
      },
      catch: (cause) => failure(cause, "connect")
    }),
    (db) => Effect.sync(() => db.close())
  )
})

const make = /*#__PURE__*/ Effect.fnUntraced(function* (db: DatabaseSync) {
  const connection = makeConnection(db)
  return yield* makeClient({
    ...makeSqliteAcquirers({
      connection: Effect.succeed(connection),
      semaphore: yield* Semaphore.make(1),
      isTransaction: () => db.isTransaction
    }),
    compiler: makeCompilerSqlite(),
    driver: "sqlite-node",
    beginTransaction: "BEGIN IMMEDIATE",
    releaseSavepoint: (name) => `RELEASE SAVEPOINT ${name}`,
    spanAttributes: [["db.system.name", "sqlite"]]
  })
})

/** A database in a file, or in memory with `:memory:`. Closed with the layer. */
export const layer = (options: Options): Layer.Layer<SqlClient, SqlError> =>
  Layer.effect(SqlClient, Effect.flatMap(open(options), make)).pipe(Layer.provide(Reactivity.layer))

/** A database that is open already, and stays so. */
export const layerOpen = (db: DatabaseSync): Layer.Layer<SqlClient> =>
  Layer.effect(SqlClient, make(db)).pipe(Layer.provide(Reactivity.layer))
