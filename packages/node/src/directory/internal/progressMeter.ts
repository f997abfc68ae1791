/** How far a run over a tree has come: what is over, what is on its way, and, once it was counted, what is left. */
import type { OnProgress } from "@effect-box/core/Progress"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import type { DirectoryAmount, FileProgress, RunOptions } from "./options.ts"

/** The part of one file in the progress. */
export interface FileMeter {
  /** For one attempt to transfer it. */
  readonly onProgress: () => OnProgress | undefined
  /** The file is over, whatever came of it. */
  readonly over: Effect.Effect<void>
}

export interface ProgressMeter {
  readonly file: (path: ReadonlyArray<string>, size: number) => FileMeter
  /** There is one result more. */
  readonly result: Effect.Effect<void>
  readonly counted: (total: DirectoryAmount) => Effect.Effect<void>
}

const silentFile: FileMeter = { onProgress: () => undefined, over: Effect.void }

const silent: ProgressMeter = { file: () => silentFile, result: Effect.void, counted: () => Effect.void }

export const makeProgressMeter = (onProgress: RunOptions["onProgress"]): ProgressMeter => {
  if (onProgress === undefined) return silent
  const turn = Semaphore.makeUnsafe(1)
  let results = 0
  let transferred = 0
  let total: DirectoryAmount | undefined
  const over = { files: 0, bytes: 0 }
  /** Bytes of files that are not over. */
  let under = 0
  /** A place for each file on its way. Those that are over leave theirs to others. */
  const places: Array<FileProgress | undefined> = []

  const report = turn.withPermits(1)(
    Effect.suspend(() => {
      const running = places.filter((place) => place !== undefined)
      if (total === undefined) return onProgress({ results, transferred, running })
      // Files may come while a run is under way, and they may grow.
      const left = {
        files: Math.max(0, total.files - over.files),
        bytes: Math.max(0, total.bytes - over.bytes - under)
      }
      return onProgress({ results, transferred, running, total, left })
    })
  )

  const file = (path: ReadonlyArray<string>, size: number): FileMeter => {
    let place = -1
    /** Bytes of the attempt that has come furthest. */
    let furthest = 0
    return {
      onProgress: () => {
        let before = 0
        if (place < 0) {
          const free = places.indexOf(undefined)
          place = free < 0 ? places.length : free
        }
        places[place] = { path, size, transferred: 0 }
        return (progress) =>
          Effect.suspend(() => {
            transferred += progress.transferred - before
            before = progress.transferred
            places[place] = { path, size, transferred: before }
            const ahead = Math.max(0, Math.min(before, size) - furthest)
            furthest += ahead
            under += ahead
            return report
          })
      },
      over: Effect.sync(() => {
        if (place >= 0) places[place] = undefined
        over.files++
        over.bytes += size
        under -= furthest
      })
    }
  }

  return {
    file,
    result: Effect.suspend(() => {
      results++
      return report
    }),
    counted: (amount) =>
      Effect.suspend(() => {
        total = amount
        return report
      })
  }
}
