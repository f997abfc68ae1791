/**
 * Keeps the checkpoints of event streams in a database, PostgreSQL or SQLite, for any number of processes and machines.
 *
 * A page is handled and saved in one transaction: what the handler writes to the same database through the same `SqlClient`
 * happens exactly once for each event. The ids of what was handled are kept for two days, so that what Box sends twice is
 * handled once, after a restart too.
 *
 * A consumer holds its checkpoint by a lease of 30 seconds, which it renews. Another one is refused (`in_use`), and can take
 * the checkpoint over when the lease has run out because its holder was killed. A holder that was suspended for so long
 * cannot save any more (`lost`): its transaction is undone. The machines' clocks should differ by a few seconds at most.
 *
 * The tables are `effect_box_event_checkpoints`, `effect_box_event_ids` and, for their version,
 * `effect_box_event_migrations`. The first use creates them, or brings them up to date.
 *
 * @example
 * ```ts
 * import { EventStream } from "@effect-box/core"
 * import { SqlEventCheckpoints } from "@effect-box/core/server"
 * import { Effect } from "effect"
 * import { SqlClient } from "effect/sql"
 *
 * const counting = Effect.gen(function* () {
 *   const sql = yield* SqlClient.SqlClient
 *   yield* EventStream.run({ checkpoint: "count" }, (event) =>
 *     sql`INSERT INTO happened (id, type) VALUES (${event.event_id}, ${event.event_type ?? ""})`
 *   )
 * }).pipe(Effect.provide(SqlEventCheckpoints.layer()))
 * ```
 */
import * as Arr from "effect/Array"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"
import * as Migrator from "effect/sql/Migrator"
import { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { BoxInvalidInput } from "../BoxError.ts"
import { invalidInput, readArgument } from "../internal/argument.ts"
import { failInsteadOfDying } from "../internal/lostConnection.ts"
import { BoxCheckpointError, type Checkpoint, EventCheckpoints } from "./EventCheckpoints.ts"

/**
 * The options of {@link layer}.
 *
 * @category models
 * @since 0.2.0
 */
export interface Options {
  /** How long the ids of what was handled are kept. Default 2 days: Box repeats a webhook delivery for hours. */
  readonly rememberFor?: Duration.Input | undefined
}

const lease = Duration.toMillis(Duration.seconds(30))
const patience = Duration.seconds(5)
const renewal = Duration.seconds(10)
/** How often ids that are too old are removed. */
const sweepEvery = Duration.toMillis(Duration.minutes(1))
/** The number of parameters of a statement is limited. */
const idsAtOnce = 250

const failed = (checkpoint: string, error: SqlError): BoxCheckpointError =>
  new BoxCheckpointError({
    reason: "store",
    checkpoint,
    // The database's message is omitted: it may contain values.
    message: `The database failed: ${error.reason._tag}`
  })

const refuse = (checkpoint: string) => Effect.mapError((error: SqlError) => failed(checkpoint, error))

const lost = (checkpoint: string): BoxCheckpointError =>
  new BoxCheckpointError({
    reason: "lost",
    checkpoint,
    message: `Another consumer took the checkpoint ${JSON.stringify(checkpoint)} over: this one showed no sign of life`
  })

const migrations = {
  "0001_checkpoints_and_ids": Effect.gen(function* () {
    const sql = yield* SqlClient
    yield* sql`CREATE TABLE effect_box_event_checkpoints (
      name text PRIMARY KEY,
      position text,
      read_at bigint,
      filling text,
      holder text,
      held_until bigint
    )`
    yield* sql`CREATE TABLE effect_box_event_ids (
      name text NOT NULL,
      event_id text NOT NULL,
      handled_at bigint NOT NULL,
      PRIMARY KEY (name, event_id)
    )`
    yield* sql`CREATE INDEX effect_box_event_ids_age ON effect_box_event_ids (name, handled_at)`
  })
}

const migrate = Migrator.make({})({
  loader: Migrator.fromRecord(migrations),
  table: "effect_box_event_migrations"
})

interface Row {
  readonly position: string | null
  /** PostgreSQL's driver passes a `bigint` as text. */
  readonly read_at: number | string | bigint | null
  readonly filling: string | null
}

const checkpointOf = (row: Row | undefined): Checkpoint | undefined =>
  row === undefined || row.position === null
    ? undefined
    : {
        position: row.position,
        readAt: Number(row.read_at ?? 0),
        ...(row.filling === null ? {} : { filling: row.filling })
      }

/** The statements. They run in the transaction of the caller, if there is one. */
const statements = (sql: SqlClient, rememberFor: number) => {
  const swept = new Map<string, number>()
  return {
    load: (name: string) =>
      Effect.map(
        sql<Row>`SELECT position, read_at, filling FROM effect_box_event_checkpoints
          WHERE name = ${name}`.withoutTransform,
        ([row]) => checkpointOf(row)
      ),
    /** Takes the lease if nobody has it. */
    take: (name: string, holder: string, now: number) =>
      Effect.map(
        sql`INSERT INTO effect_box_event_checkpoints (name, holder, held_until) VALUES (${name}, ${holder}, ${now + lease})
          ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, held_until = EXCLUDED.held_until
          WHERE effect_box_event_checkpoints.holder IS NULL OR effect_box_event_checkpoints.held_until < ${now}
          RETURNING name`,
        (rows) => rows.length > 0
      ),
    renew: (name: string, holder: string, now: number) =>
      Effect.map(
        sql`UPDATE effect_box_event_checkpoints SET held_until = ${now + lease}
          WHERE name = ${name} AND holder = ${holder} RETURNING name`,
        (rows) => rows.length > 0
      ),
    release: (name: string, holder: string) =>
      sql`UPDATE effect_box_event_checkpoints SET holder = NULL, held_until = NULL
        WHERE name = ${name} AND holder = ${holder}`,
    /** Saves the place, if the holder still holds it. */
    place: (name: string, holder: string, { filling, position, readAt }: Checkpoint) =>
      Effect.map(
        sql`UPDATE effect_box_event_checkpoints
          SET position = ${position}, read_at = ${readAt}, filling = ${filling ?? null}
          WHERE name = ${name} AND holder = ${holder} RETURNING name`,
        (rows) => rows.length > 0
      ),
    unseen: (name: string, ids: ReadonlyArray<string>) =>
      Effect.map(
        Effect.forEach(
          Arr.chunksOf(ids, idsAtOnce),
          (some) =>
            sql<{ readonly event_id: string }>`SELECT event_id FROM effect_box_event_ids
              WHERE name = ${name} AND ${sql.in("event_id", some)}`.withoutTransform
        ),
        (found) => {
          const seen = new Set(found.flat().map(({ event_id }) => event_id))
          return new Set(ids.filter((id) => !seen.has(id)))
        }
      ),
    /** Remembers ids. The number of those that were not known. */
    remember: (name: string, ids: ReadonlyArray<string>, now: number) =>
      Effect.map(
        Effect.forEach(
          Arr.chunksOf(ids, idsAtOnce),
          (some) =>
            sql`INSERT INTO effect_box_event_ids
              ${sql.insert(Arr.map(some, (event_id) => ({ name, event_id, handled_at: now })))}
              ON CONFLICT (name, event_id) DO NOTHING RETURNING event_id`
        ),
        (rows) => rows.flat().length
      ),
    forget: (name: string, now: number) => {
      if (now - (swept.get(name) ?? Number.NEGATIVE_INFINITY) < sweepEvery) return Effect.void
      swept.set(name, now)
      const before = now - rememberFor
      return Effect.asVoid(sql`DELETE FROM effect_box_event_ids WHERE name = ${name} AND handled_at < ${before}`)
    }
  }
}

type Statements = ReturnType<typeof statements>

const inUse = (checkpoint: string): BoxCheckpointError =>
  new BoxCheckpointError({
    reason: "in_use",
    checkpoint,
    message:
      `Another consumer holds the checkpoint ${JSON.stringify(checkpoint)}: each consumer needs its own name. ` +
      `If its process was killed, the checkpoint is free after ${lease / 1000} seconds`
  })

/** An error of an effect of the caller's, which may be one of the database too. */
class OfCaller<E> {
  readonly error: E
  constructor(error: E) {
    this.error = error
  }
}

/** A transaction, or a part of the one that is under way. Errors of the caller pass through as they are. */
const inTransaction = <A, E, R>(
  sql: SqlClient,
  checkpoint: string,
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A, E | BoxCheckpointError, R> =>
  Effect.mapError(
    failInsteadOfDying(sql.withTransaction(Effect.mapError(effect, (error) => new OfCaller(error)))),
    (error) => (error instanceof OfCaller ? error.error : failed(checkpoint, error))
  )

const save = /*#__PURE__*/ Effect.fnUntraced(function* (
  run: Statements,
  name: string,
  holder: string,
  checkpoint: Checkpoint,
  ids: ReadonlyArray<string>
) {
  const now = yield* Clock.currentTimeMillis
  if (!(yield* refuse(name)(run.place(name, holder, checkpoint)))) return yield* lost(name)
  yield* refuse(name)(run.remember(name, ids, now))
  yield* refuse(name)(run.forget(name, now))
})

/** Takes the lease, renews it, and gives it back with the scope. */
const hold = /*#__PURE__*/ Effect.fnUntraced(function* (sql: SqlClient, run: Statements, name: string) {
  const [a, b] = [yield* Random.nextInt, yield* Random.nextInt]
  const holder = `${Math.abs(a).toString(36)}-${Math.abs(b).toString(36)}`
  yield* Effect.acquireRelease(
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      Effect.flatMap(refuse(name)(run.take(name, holder, now)), (taken) =>
        taken ? Effect.void : Effect.fail(inUse(name))
      )
    ),
    // A database that does not answer must not keep the program from ending: the lease runs out.
    () => Effect.ignore(Effect.timeout(run.release(name, holder), patience))
  )
  yield* Effect.flatMap(Clock.currentTimeMillis, (now) => run.renew(name, holder, now)).pipe(
    // A renewal that fails is repeated with the next; `save` notices a lease that was lost.
    Effect.ignore,
    Effect.repeat(Schedule.spaced(renewal)),
    Effect.forkScoped
  )
  return {
    load: refuse(name)(run.load(name)),
    unseen: (ids: ReadonlyArray<string>) => refuse(name)(run.unseen(name, ids)),
    save: (checkpoint: Checkpoint, ids: ReadonlyArray<string>) =>
      inTransaction(sql, name, save(run, name, holder, checkpoint, ids))
  }
})

/** Runs the effect in the transaction that remembers its id. A second one waits at the row of the id. */
const once = /*#__PURE__*/ Effect.fnUntraced(function* <A, E, R>(
  run: Statements,
  name: string,
  id: string,
  effect: Effect.Effect<A, E, R>
) {
  const now = yield* Clock.currentTimeMillis
  if ((yield* refuse(name)(run.remember(name, [id], now))) === 0) return Option.none<A>()
  yield* refuse(name)(run.forget(name, now))
  return Option.some(yield* effect)
})

const make = /*#__PURE__*/ Effect.fnUntraced(function* (options: Options) {
  const operation = "SqlEventCheckpoints.layer"
  const given = yield* readArgument(operation, options, "options must be an object such as { rememberFor }")
  const rememberFor = Option.getOrUndefined(Duration.fromInput(given.rememberFor ?? "2 days"))
  if (rememberFor === undefined || !(Duration.toMillis(rememberFor) > 0)) {
    return yield* invalidInput(operation, "rememberFor must be a duration of more than 0")
  }
  const sql = yield* SqlClient
  if (!sql.onDialectOrElse({ pg: () => true, sqlite: () => true, orElse: () => false })) {
    return yield* invalidInput(operation, "The database must be PostgreSQL or SQLite")
  }
  yield* Effect.mapError(migrate, (error) =>
    error._tag === "SqlError"
      ? failed("", error)
      : new BoxCheckpointError({
          reason: "store",
          checkpoint: "",
          message: `The tables of the checkpoints could not be brought up to date: ${error.kind}`
        })
  )
  const run = statements(sql, Math.min(Duration.toMillis(rememberFor), Number.MAX_SAFE_INTEGER / 2))
  return EventCheckpoints.of({
    transactional: true,
    load: (name) => refuse(name)(run.load(name)),
    hold: (name) => hold(sql, run, name),
    once: (name, id, effect) => inTransaction(sql, name, once(run, name, id, effect)),
    together: (effect) => inTransaction(sql, "", effect)
  })
})

/**
 * Keeps checkpoints in the database. Fails with `BoxInvalidInput` if it is neither PostgreSQL nor SQLite, and with
 * `BoxCheckpointError` if the tables cannot be created.
 *
 * @example
 * ```ts
 * import { SqlEventCheckpoints } from "@effect-box/core/server"
 *
 * const Checkpoints = SqlEventCheckpoints.layer({ rememberFor: "7 days" })
 * ```
 *
 * @category layers
 * @since 0.2.0
 */
export const layer = (
  options: Options = {}
): Layer.Layer<EventCheckpoints, BoxInvalidInput | BoxCheckpointError, SqlClient> =>
  Layer.effect(EventCheckpoints, make(options))
