/**
 * What can go wrong with a run of a job. A failed item is no error: it is an outcome in the ledger.
 *
 * @example
 * ```ts
 * import { BoxJobs } from "@effect-box/core/jobs"
 * import { Effect } from "effect"
 *
 * const found = BoxJobs.find("archive-2026-11").pipe(Effect.catchTag("BoxJobRunNotFound", () => Effect.succeed(undefined)))
 * ```
 */
import * as Schema from "effect/Schema"

/**
 * The database of the ledger failed. `code` says how, such as `ConnectionError` or `LockTimeoutError`. The message of
 * the database is left out, because it may show rows.
 *
 * @category errors
 * @since 0.2.0
 */
export class BoxJobStoreError extends Schema.TaggedError<BoxJobStoreError>()("BoxJobStoreError", {
  operation: Schema.String,
  code: Schema.String,
  message: Schema.String
}) {}

/**
 * There is no run with that name.
 *
 * @category errors
 * @since 0.2.0
 */
export class BoxJobRunNotFound extends Schema.TaggedError<BoxJobRunNotFound>()("BoxJobRunNotFound", {
  run: Schema.String,
  message: Schema.String
}) {}

/**
 * The name belongs to a run that differs in what `differs` says: its kind of job, its params, or in being a dry run.
 * Choose another name, or purge the old run.
 *
 * @category errors
 * @since 0.2.0
 */
export class BoxJobNameInUse extends Schema.TaggedError<BoxJobNameInUse>()("BoxJobNameInUse", {
  run: Schema.String,
  differs: Schema.Literals(["kind", "params", "dryRun"]),
  message: Schema.String
}) {}

/**
 * The run is in a state that does not allow this, such as a cancelled run that should be resumed.
 *
 * @category errors
 * @since 0.2.0
 */
export class BoxJobStateError extends Schema.TaggedError<BoxJobStateError>()("BoxJobStateError", {
  run: Schema.String,
  state: Schema.String,
  message: Schema.String
}) {}
