/** What Effect's SqlClient does when the connection of a transaction is gone. */
import * as Effect from "effect/Effect"
import { isSqlError, type SqlError } from "effect/sql/SqlError"

/**
 * A transaction whose connection is gone dies, because Effect takes a rollback that fails for a defect. Here it is a failure
 * of the database like any other: nothing of the transaction is written.
 */
export const failInsteadOfDying = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | SqlError, R> =>
  Effect.catchDefect(effect, (defect) => (isSqlError(defect) ? Effect.fail(defect) : Effect.die(defect)))
