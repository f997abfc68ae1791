/** What uploads and downloads of trees have in common: what they report, when they give up, how they count. */
import { type BoxError, BoxInvalidInput, isAuthentication, isBoxError } from "@effect-box/core/BoxError"
import type { OnProgress } from "@effect-box/core/Progress"
import { openHasher } from "@effect-box/core/Sha1"
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import type * as FileSystem from "effect/FileSystem"
import { PlatformError } from "effect/PlatformError"
import type { KeyValueStore, KeyValueStoreError } from "effect/persistence/KeyValueStore"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { openRegular } from "./localOpen.ts"
import type { KeepTime } from "./localUpload.ts"
import { hashFile } from "./partFile.ts"
import type { Known } from "./realPlace.ts"

/** Why something was left alone. */
export type RefusalReason =
  /** The other side forbids the name. */
  | "name"
  /** Another entry of this tree has the name as well, apart from the case. */
  | "same-name"
  /** A symbolic link, which is not followed unless asked for; never through one on the way down. */
  | "symbolic-link"
  /** A symbolic link that leads back to a directory above it. */
  | "cycle"
  /** Neither file nor directory: a pipe, a socket, a device, a web link. */
  | "special"
  /** Something of another kind has the name. */
  | "occupied"

/** It cannot be moved as it is, so nothing was done about it. */
export interface Refused {
  readonly _tag: "Refused"
  /** The names that lead to it from the top, its own included. */
  readonly path: ReadonlyArray<string>
  readonly reason: RefusalReason
  readonly message: string
}

/** It was tried and did not work. Of a directory: nothing below it was done. */
export interface Failed {
  readonly _tag: "Failed"
  readonly path: ReadonlyArray<string>
  readonly error: BoxError | PlatformError
}

/** How far the whole is. */
export interface DirectoryProgress {
  /** Results so far. */
  readonly results: number
  /** Bytes that went over the network for files of this run, those of files under way included. */
  readonly transferred: number
}

export interface RunOptions extends KeepTime {
  /** Files under way at once. Default 8. */
  readonly concurrency?: number | undefined
  /** Called for each step, one call at a time; the transfers wait for it, so it should be quick. */
  readonly onProgress?: ((progress: DirectoryProgress) => Effect.Effect<void>) | undefined
  /** Where to note what is done, so that a run that is killed goes on. Default: nowhere. */
  readonly journal?: KeyValueStore | undefined
}

/** A {@link Refused} on its way through the error channel. */
export class Refusal {
  readonly reason: RefusalReason
  readonly message: string
  constructor(reason: RefusalReason, message: string) {
    this.reason = reason
    this.message = message
  }
}

/** What ends a run, because everything after it would fail as well. */
export type Fatal = BoxError | KeyValueStoreError

/** What may come of one file: a failure of its own becomes a result, what concerns all is left as an error. */
export const settled = <A, R>(
  path: ReadonlyArray<string>,
  work: Effect.Effect<A, BoxError | PlatformError | KeyValueStoreError | Refusal, R>
): Effect.Effect<A | Failed | Refused, Fatal, R> =>
  Effect.catch(work, (error): Effect.Effect<Failed | Refused, Fatal> => {
    if (error instanceof Refusal) {
      return Effect.succeed({ _tag: "Refused", path, reason: error.reason, message: error.message })
    }
    if (error instanceof PlatformError || (isBoxError(error) && !isAuthentication(error))) {
      return Effect.succeed({ _tag: "Failed", path, error })
    }
    return Effect.fail(error)
  })

export const checkConcurrency = (operation: string, concurrency: number): Effect.Effect<void, BoxInvalidInput> => {
  if (Number.isSafeInteger(concurrency) && concurrency >= 1) return Effect.void
  const message = "concurrency must be a whole number of at least 1"
  return Effect.fail(new BoxInvalidInput({ operation, message, attempts: 0 }))
}

export interface Meter {
  /** For one file: what comes of it is added to the whole. */
  readonly forFile: () => OnProgress | undefined
  readonly result: Effect.Effect<void>
}

export const makeMeter = (onProgress: RunOptions["onProgress"]): Meter => {
  if (onProgress === undefined) return { forFile: () => undefined, result: Effect.void }
  const turn = Semaphore.makeUnsafe(1)
  let results = 0
  let total = 0
  const report = turn.withPermits(1)(Effect.suspend(() => onProgress({ results, transferred: total })))
  return {
    forFile: () => {
      let before = 0
      return ({ transferred }) =>
        Effect.suspend(() => {
          total += transferred - before
          before = transferred
          return report
        })
    },
    result: Effect.suspend(() => {
      results++
      return report
    })
  }
}

/** The SHA-1 in hex of a local file that has `size` bytes. One that has grown meanwhile has another. */
export const sha1Of = Effect.fnUntraced(function* (
  operation: string,
  path: string,
  size: number,
  expected: Known
): Effect.fn.Return<string, PlatformError | BoxInvalidInput, FileSystem.FileSystem | Scope.Scope> {
  const hasher = yield* openHasher(size)
  const { file } = yield* openRegular(operation, path, expected)
  yield* hashFile(file, 0, size + 1, hasher)
  return Hex.encode(yield* hasher.digest)
}, Effect.scoped)
