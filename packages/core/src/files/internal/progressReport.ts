/** Turns byte counts, which may repeat after a failed attempt, into progress that never decreases. */
import type * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import type { OnProgress } from "../Progress.ts"

export interface Reporter {
  /** Reports the bytes transferred so far. Only `end` reports the last byte. */
  readonly during: (transferred: number) => Effect.Effect<void>
  /** Reports that the transfer is complete and verified. */
  readonly end: (transferred: number) => Effect.Effect<void>
}

const silent: Reporter = { during: () => Effect.void, end: () => Effect.void }

export const makeReporter = (total: number | undefined, onProgress: OnProgress | undefined): Reporter => {
  if (onProgress === undefined) return silent
  const turn = Semaphore.makeUnsafe(1)
  let last = -1
  const report = (transferred: number) =>
    turn.withPermits(1)(
      Effect.suspend(() => {
        if (transferred <= last) return Effect.void
        last = transferred
        const reported = onProgress({ transferred, total })
        // The callback of an untyped caller may return nothing.
        return Effect.isEffect(reported) ? reported : Effect.void
      })
    )
  return {
    during: (transferred) => (total !== undefined && transferred >= total ? Effect.void : report(transferred)),
    end: report
  }
}

/** Passes the bytes through and reports each batch and the end. */
export const reported = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  reporter: Reporter
): Stream.Stream<Uint8Array, E, R> =>
  Stream.suspend(() => {
    let transferred = 0
    const report = (chunks: Arr.NonEmptyReadonlyArray<Uint8Array>) => {
      for (const chunk of chunks) transferred += chunk.length
      return Effect.as(reporter.during(transferred), chunks)
    }
    const end = Stream.suspend(() => Stream.drain(Stream.fromEffect(reporter.end(transferred))))
    return Stream.concat(Stream.mapArrayEffect(bytes, report), end)
  })
