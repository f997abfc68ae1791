/** What uploads and downloads of trees have in common: what they report and when they give up. */
import { type BoxError, type BoxInvalidInput, isAuthentication, isBoxError } from "@effect-box/core/BoxError"
import * as AdaptiveLimit from "@effect-box/core/unstable/AdaptiveLimit"
import { countFault, invalidInput } from "@effect-box/core/unstable/Checks"
import * as Effect from "effect/Effect"
import { PlatformError } from "effect/PlatformError"
import type { KeyValueStoreError } from "effect/persistence/KeyValueStore"
import type { Failed, RefusalReason, Refused } from "./results.ts"

/** A {@link Refused} on its way through the error channel. */
export class RefusedEntry {
  readonly reason: RefusalReason
  readonly message: string
  constructor(reason: RefusalReason, message: string) {
    this.reason = reason
    this.message = message
  }
}

/** Why one entry of a tree could not be transferred. */
export type EntryFailure = BoxError | PlatformError | KeyValueStoreError | RefusedEntry

/** The highest number that is added to a name that is taken. */
export const mostNumbers = 1000

/** What ends a run, because everything after it would fail as well. */
export type Fatal = BoxError | KeyValueStoreError

/** What may come of one file: a failure of its own becomes a result, what concerns all is left as an error. */
export const settled = <A, R>(
  path: ReadonlyArray<string>,
  work: Effect.Effect<A, EntryFailure, R>
): Effect.Effect<A | Failed | Refused, Fatal, R> =>
  Effect.catch(work, (error): Effect.Effect<Failed | Refused, Fatal> => {
    if (error instanceof RefusedEntry) {
      return Effect.succeed({ _tag: "Refused", path, reason: error.reason, message: error.message })
    }
    if (error instanceof PlatformError || (isBoxError(error) && !isAuthentication(error))) {
      return Effect.succeed({ _tag: "Failed", path, error })
    }
    return Effect.fail(error)
  })

/** The most files that are transferred at the same time if the caller does not say. */
const most = 16

/** The number of entries that are worked on at the same time. */
export const entriesAtOnce = (concurrency: number | undefined): number => concurrency ?? most

/** The number of transfers at the same time: the caller's, or what moves the most. */
export const makeTransferLimit = (concurrency: number | undefined): AdaptiveLimit.AdaptiveLimit =>
  AdaptiveLimit.make({
    least: concurrency ?? 1,
    start: concurrency ?? 8,
    most: entriesAtOnce(concurrency),
    samples: 32
  })

export const checkConcurrency = (
  operation: string,
  concurrency: number | undefined
): Effect.Effect<void, BoxInvalidInput> => {
  const fault = concurrency === undefined ? undefined : countFault("concurrency", concurrency)
  return fault === undefined ? Effect.void : Effect.fail(invalidInput(operation, fault))
}
