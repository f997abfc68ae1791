/** Writes small chunks in large batches, one batch while the next one fills: a system call for each chunk costs more. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { File } from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"

/** Bytes of the largest batch; there are two of them. */
const largestBatch = 1024 * 1024
/** What came over a slow connection is on disk that soon, for the case that the process is killed. */
const longestWait = "100 millis"

export interface BatchWriter {
  /** Takes the bytes over before it ends. A write that fails shows up with a later call. */
  readonly write: (chunks: ReadonlyArray<Uint8Array>) => Effect.Effect<void, PlatformError>
  /** Writes what is left, and waits until all is written. */
  readonly flush: Effect.Effect<void, PlatformError>
}

/** Appends about `expected` bytes to `file`, which must stay open as long as the scope. */
export const makeBatchWriter = Effect.fnUntraced(function* (
  file: File,
  expected: number
): Effect.fn.Return<BatchWriter, never, Scope.Scope> {
  const scope = yield* Effect.scope
  const turn = yield* Semaphore.make(1)
  const batchSize = Math.min(Math.max(expected, 1), largestBatch)
  let [filling, idle] = [new Uint8Array(batchSize), new Uint8Array(batchSize)]
  let filled = 0
  let writing: Fiber.Fiber<void, PlatformError> | undefined

  const settled = Effect.suspend(() => (writing === undefined ? Effect.void : Fiber.join(writing)))
  /** Begins to write what has come, after what is being written. */
  const start = turn.withPermits(1)(
    Effect.gen(function* () {
      yield* settled
      if (filled === 0) return
      // Nobody may close the file below a write that is under way.
      const batch = Effect.uninterruptible(file.writeAll(filling.subarray(0, filled)))
      writing = yield* Effect.forkIn(batch, scope, { startImmediately: true })
      ;[filling, idle] = [idle, filling]
      filled = 0
    })
  )
  const put = Effect.fnUntraced(function* (chunk: Uint8Array) {
    for (let offset = 0; offset < chunk.length; ) {
      if (filled === batchSize) yield* start
      const bytes = chunk.subarray(offset, offset + batchSize - filled)
      filling.set(bytes, filled)
      filled += bytes.length
      offset += bytes.length
    }
  })
  // A failure is seen by whoever writes next.
  yield* Effect.forkScoped(Effect.forever(Effect.andThen(Effect.sleep(longestWait), Effect.ignore(start))))
  return {
    write: (chunks) => Effect.forEach(chunks, put, { discard: true }),
    flush: Effect.andThen(start, settled)
  }
})
