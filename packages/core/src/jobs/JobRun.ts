/**
 * A run of a job: what is recorded of it, how far it is, and what failed.
 *
 * @example
 * ```ts
 * import { BoxJobs } from "@effect-box/core/jobs"
 * import { Effect, Stream } from "effect"
 *
 * const show = BoxJobs.progress("archive-2026-11").pipe(
 *   Stream.runForEach(({ done, failed, total }) => Effect.log(`${done + failed} of ${total}, ${failed} failed`))
 * )
 * ```
 */
import type { BoxError } from "../BoxError.ts"

/**
 * The state of a run. `pausing` and `cancelling` last until the items in work are recorded or interrupted. A run is
 * `done` when each of its items is done or has failed.
 *
 * @category models
 * @since 0.2.0
 */
export type RunState = "running" | "pausing" | "paused" | "cancelling" | "cancelled" | "done"

/**
 * What is recorded of a run.
 *
 * @category models
 * @since 0.2.0
 */
export interface Run {
  readonly id: number
  /** Unique within the database. */
  readonly name: string
  /** The name of the kind of job. */
  readonly kind: string
  /** The version of the kind's code that started the run. */
  readonly version: string
  /** The encoded params. */
  readonly params: unknown
  /** Who started it, if the application said so. */
  readonly login: string | undefined
  readonly dryRun: boolean
  readonly state: RunState
  /** Why the run was paused, if it paused itself: the login is refused, or the params cannot be read. */
  readonly note: string | undefined
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** Milliseconds since 1970; absent while the run can go on. */
  readonly finishedAt: number | undefined
}

/**
 * How far a run is.
 *
 * @category models
 * @since 0.2.0
 */
export interface Progress {
  readonly run: string
  readonly state: RunState
  /** As in {@link Run}. */
  readonly note: string | undefined
  /** Whether all items are known. Until then `total` grows. */
  readonly planned: boolean
  readonly total: number
  readonly done: number
  readonly failed: number
  /** Parts of the source that could not be read, such as folders. They are among the failures. */
  readonly unread: number
  /** Failed items by the tag of their error, such as `BoxNotFound`. */
  readonly failuresByTag: Readonly<Record<string, number>>
  /** Items per second over the last half minute or so. Absent in the first report. */
  readonly perSecond: number | undefined
  /** Milliseconds until the known items are done at this rate. Absent if that cannot be said. */
  readonly remainingMillis: number | undefined
}

/**
 * An item that failed, or a part of the source that could not be read.
 *
 * @category models
 * @since 0.2.0
 */
export interface Failure {
  /** `planning` for a part of the source: then `key` is its position. */
  readonly phase: "item" | "planning"
  readonly key: string
  /** The encoded item; `undefined` in planning. */
  readonly item: unknown
  /** How often the item was tried. */
  readonly attempts: number
  /** The tag of the error, or `Defect: ` and the name of an exception. */
  readonly tag: string
  /** At most 500 characters. */
  readonly message: string
  /** The error, if it was one of effect-box. */
  readonly error: BoxError | undefined
}
