/** Effect's SQL, as the ledger uses it. Nothing else of the jobs imports `effect/sql`. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { fromRecord, make as makeMigrator } from "effect/sql/Migrator"
import { SqlClient } from "effect/sql/SqlClient"
import { isSqlError, type SqlError } from "effect/sql/SqlError"
import { failInsteadOfDying } from "../../internal/lostConnection.ts"
import { BoxJobStoreError } from "../JobError.ts"
import { migrations } from "./schema.ts"

export { SqlClient }
export type Failed = SqlError

const code = (error: { readonly _tag: string; readonly reason?: { readonly _tag: string } }): string =>
  error.reason?._tag ?? error._tag

const failure = (operation: string, error: { readonly _tag: string; readonly reason?: { readonly _tag: string } }) =>
  new BoxJobStoreError({ operation, code: code(error), message: `The database of the jobs failed: ${code(error)}` })

/** Statements of the ledger make no spans: a batch would have dozens. */
export const quietly: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R> =
  /*#__PURE__*/ Effect.withTracerEnabled(false)

/** What a user sees if the database fails. */
export const refuse =
  (operation: string) =>
  <A, E, R>(effect: Effect.Effect<A, E | SqlError, R>): Effect.Effect<A, Exclude<E, SqlError> | BoxJobStoreError, R> =>
    // What is left of the error after this catch is beyond TypeScript, because `E` may be anything.
    quietly(
      Effect.catchIf(
        failInsteadOfDying(effect),
        (error): error is E & SqlError => isSqlError(error),
        (error) => Effect.fail(failure(operation, error))
      )
    ) as Effect.Effect<A, Exclude<E, SqlError> | BoxJobStoreError, R>

/** A statement that is left out if there is nothing to write. */
export const ifAny = <A>(
  rows: ReadonlyArray<unknown>,
  write: () => Effect.Effect<A, SqlError>
): Effect.Effect<void, SqlError> => (rows.length === 0 ? Effect.void : Effect.asVoid(write()))

const backoff = /*#__PURE__*/ Schedule.min([
  /*#__PURE__*/ Schedule.exponential(Duration.millis(200)),
  /*#__PURE__*/ Schedule.spaced(Duration.seconds(5))
])

/**
 * For the work on a run: a database that is away comes back, and until then the work waits, as long as `goOn` is true.
 * An activity that failed instead would end its lane for ever.
 */
export const patiently = <A, R>(
  effect: Effect.Effect<A, SqlError, R>,
  goOn: () => boolean
): Effect.Effect<A, SqlError, R> =>
  quietly(failInsteadOfDying(effect)).pipe(
    Effect.tapError((error) => Effect.logWarning(`The database of the jobs failed: ${code(error)}`)),
    Effect.retry({ schedule: backoff, while: goOn })
  )

const always = () => true

/** As {@link patiently}, until it succeeds. Can be interrupted. */
export const persistently = <A, R>(effect: Effect.Effect<A, SqlError, R>): Effect.Effect<A, never, R> =>
  // The schedule never ends, so no error is left to die of.
  Effect.orDie(patiently(effect, always))

/** Creates the tables, or brings older ones up to date. Safe with many processes at once. */
export const migrate = /*#__PURE__*/ Effect.suspend(() =>
  makeMigrator({})({ loader: fromRecord(migrations), table: "effect_box_job_migrations" })
).pipe(
  quietly,
  Effect.mapError((error) => failure("BoxJobs.layer", error)),
  Effect.asVoid
)
