/** Why an entry of a tree cannot be an item that is done. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { RefusedEntry } from "../../directory/internal/directoryRun.ts"

/**
 * The entry cannot be transferred as it is, so nothing was attempted. `reason` is one of `RefusalReason` of
 * `LocalDirectory`.
 *
 * @category errors
 * @since 0.2.0
 */
export class EntryRefused extends Schema.TaggedError<EntryRefused>()("EntryRefused", {
  reason: Schema.Literals(["name", "same-name", "symbolic-link", "cycle", "special", "occupied"]),
  message: Schema.String
}) {}

/** Failures of entries as they are recorded. */
export const recorded = <A, E, R>(
  effect: Effect.Effect<A, E | RefusedEntry, R>
): Effect.Effect<A, Exclude<E, RefusedEntry> | EntryRefused, R> =>
  Effect.mapError(effect, (error) =>
    error instanceof RefusedEntry
      ? new EntryRefused({ reason: error.reason, message: error.message })
      : // What is left is no RefusedEntry; TypeScript does not narrow a type parameter.
        (error as Exclude<E, RefusedEntry>)
  )
