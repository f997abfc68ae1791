/**
 * Keeps token pairs in PostgreSQL, for any number of processes on any number of machines.
 *
 * Each login is a row of the table `effect_box_tokens`, which is created if it is missing. A renewal locks its row for
 * the duration of the exchange, in its own transaction: the pair is kept whatever happens to the program's other
 * transactions. The server releases the row if its owner dies, and after 2 minutes of silence if it hangs. A process
 * that cannot get the row or a connection within 30 seconds fails with `BoxTokenPersistenceError`, `code`
 * `lock_timeout`.
 *
 * @example
 * ```ts
 * import { OAuth } from "@effect-box/core"
 * import { SqlTokenPersistence } from "@effect-box/core/server"
 * import { Layer, Redacted } from "effect"
 *
 * // Any layer that provides effect/sql's SqlClient for PostgreSQL, such as the one of @effect/sql-pg.
 * const Login = OAuth.layer({ clientId: "id", clientSecret: Redacted.make("secret") }).pipe(
 *   Layer.provide(SqlTokenPersistence.layer({ key: "user-42" }))
 * )
 * ```
 */
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Semaphore from "effect/Semaphore"
import { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { BoxInvalidInput, BoxTokenPersistenceError } from "../BoxError.ts"
import { readArgument } from "../internal/argument.ts"
import { failInsteadOfDying } from "../internal/lostConnection.ts"
import { decode, encode, TokenPersistence } from "./TokenPersistence.ts"

/**
 * The options of {@link layer}.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** Identifies the login, such as the id of your user. Each login is one row. Default `default`. */
  readonly key?: string | undefined
}

const patience = /*#__PURE__*/ Duration.seconds(30)

/** Whether the current transaction is the one that holds the row. Any other transaction is left. */
const InSection = /*#__PURE__*/ Context.Reference<boolean>("effect-box/SqlTokenPersistence/InSection", {
  defaultValue: () => false
})

const failure = (step: string, code: string): BoxTokenPersistenceError =>
  new BoxTokenPersistenceError({
    operation: `SqlTokenPersistence.${step}`,
    message:
      code === "lock_timeout" ? "Timed out waiting for the row lock or a connection" : `The database failed: ${code}`,
    code,
    attempts: 0
  })

/** Names the kind of failure. The message of the database is omitted: it may contain the pair. */
const refuse = (step: string) =>
  Effect.mapError((error: SqlError) =>
    failure(step, error.reason._tag === "LockTimeoutError" ? "lock_timeout" : error.reason._tag)
  )

const inTime = (step: string) =>
  Effect.timeoutOrElse({ duration: patience, orElse: () => Effect.fail(failure(step, "lock_timeout")) })

const make = /*#__PURE__*/ Effect.fnUntraced(function* (options: Options) {
  const operation = "SqlTokenPersistence.layer"
  const { key = "default" } = yield* readArgument(operation, options, "options must be an object such as { key }")
  if (typeof key !== "string" || key === "" || key.includes("\0")) {
    return yield* new BoxInvalidInput({
      operation,
      message: "key must be a non-empty string without NUL",
      attempts: 0
    })
  }
  const sql = yield* SqlClient
  const section = yield* Semaphore.make(1)

  const onPostgres = sql.onDialectOrElse({ pg: () => true, orElse: () => false })
  if (!onPostgres) {
    return yield* new BoxInvalidInput({
      operation: "SqlTokenPersistence.layer",
      message: "The database must be PostgreSQL: no other one has the row lock that is needed here",
      attempts: 0
    })
  }

  /** Leaves the caller's transaction, if there is one: it may be rolled back, and a token pair must not be. */
  const apart = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.flatMap(InSection, (inside) =>
      inside
        ? effect
        : Effect.updateContext(
            effect,
            (context: Context.Context<R>) =>
              // Without this key, a statement uses its own connection. The rest of the context stays the same.
              Context.omit(sql.transactionService)(context) as Context.Context<R>
          )
    )

  // Two processes that create the table at the same time would collide even with IF NOT EXISTS.
  yield* Effect.gen(function* () {
    const [found] = yield* sql<{ readonly present: boolean }>`
      SELECT to_regclass('effect_box_tokens') IS NOT NULL AS present`
    if (found?.present === true) return
    yield* sql.withTransaction(
      Effect.andThen(
        sql`SELECT pg_advisory_xact_lock(hashtext('effect_box_tokens'))`,
        sql`CREATE TABLE IF NOT EXISTS effect_box_tokens (
          key text PRIMARY KEY,
          pair text,
          updated_at timestamptz NOT NULL DEFAULT now()
        )`
      )
    )
  }).pipe(failInsteadOfDying, refuse("layer"), inTime("layer"), apart)

  const write = (text: string | null) =>
    sql`INSERT INTO effect_box_tokens (key, pair) VALUES (${key}, ${text})
      ON CONFLICT (key) DO UPDATE SET pair = EXCLUDED.pair, updated_at = now()`

  const lockRow = Effect.gen(function* () {
    yield* sql`SELECT
      set_config('lock_timeout', ${`${Duration.toMillis(patience)}ms`}, true),
      set_config('idle_in_transaction_session_timeout', '2min', true)`
    yield* sql`INSERT INTO effect_box_tokens (key) VALUES (${key}) ON CONFLICT (key) DO NOTHING`
    yield* sql`SELECT key FROM effect_box_tokens WHERE key = ${key} FOR UPDATE`
  })

  /** Runs the effect with the row locked. What it stored is committed even if it fails, so that no pair is lost. */
  const locked = <A, E, R>(effect: Effect.Effect<A, E, R>, entered: Deferred.Deferred<void>) =>
    Effect.flatten(
      sql
        .withTransaction(
          Effect.gen(function* () {
            yield* lockRow
            yield* Deferred.succeed(entered, undefined)
            return yield* Effect.exit(Effect.provideService(effect, InSection, true))
          })
        )
        .pipe(failInsteadOfDying, refuse("exclusively"), apart)
    )

  return TokenPersistence.of({
    key,
    get: sql<{ readonly pair: string | null }>`SELECT pair FROM effect_box_tokens WHERE key = ${key}`.pipe(
      refuse("get"),
      inTime("get"),
      apart,
      Effect.flatMap(([row]) =>
        row === undefined || row.pair === null ? Effect.succeed(Option.none()) : Effect.asSome(decode(row.pair))
      )
    ),
    set: (pair) => Effect.suspend(() => write(encode(pair))).pipe(refuse("set"), inTime("set"), apart, Effect.asVoid),
    clear: write(null).pipe(refuse("clear"), inTime("clear"), apart, Effect.asVoid),
    exclusively: <A, E, R>(effect: Effect.Effect<A, E, R>) =>
      Effect.uninterruptibleMask((restore) =>
        Effect.gen(function* () {
          const entered = yield* Deferred.make<void>()
          const fiber = yield* Effect.forkChild(locked(effect, entered))
          // Once inside, it may take as long as it needs.
          const inside = Deferred.await(entered).pipe(
            Effect.raceFirst(Effect.exit(Fiber.await(fiber))),
            Effect.timeoutOption(patience),
            Effect.onInterrupt(() => Fiber.interrupt(fiber)),
            restore
          )
          if (Option.isNone(yield* inside)) {
            yield* Fiber.interrupt(fiber)
            return yield* failure("exclusively", "lock_timeout")
          }
          return yield* restore(Fiber.join(fiber)).pipe(Effect.onInterrupt(() => Fiber.interrupt(fiber)))
        })
      ).pipe(section.withPermits(1))
  })
})

/**
 * Stores one login in the table. Fails with `BoxInvalidInput` if the database is not PostgreSQL.
 *
 * @example
 * ```ts
 * import { SqlTokenPersistence } from "@effect-box/core/server"
 *
 * const ofUser = (id: string) => SqlTokenPersistence.layer({ key: id })
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (
  options: Options = {}
): Layer.Layer<TokenPersistence, BoxInvalidInput | BoxTokenPersistenceError, SqlClient> =>
  Layer.effect(TokenPersistence, make(options))
