/**
 * Writes and hashes small chunks in large batches, to save system calls. One batch is written while the next one fills.
 */
import type { PartHasher } from "@effect-box/core/unstable/Sha1"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { File } from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { release } from "../../internal/receivedChunk.ts"

/** The maximum size of a batch in bytes. There are two batches. */
const batchSize = 1024 * 1024
/** How long received bytes may wait. It limits what a killed process loses on a slow connection. */
const longestWait = "100 millis"

export interface BatchWriter {
  /**
   * Copies the chunks and releases their memory, so nothing else may use them. A failed write is reported by a later
   * call.
   */
  readonly write: (chunks: ReadonlyArray<Uint8Array>) => Effect.Effect<void, PlatformError>
  /** Writes the rest, and waits until everything is written and hashed. */
  readonly flush: Effect.Effect<void, PlatformError>
}

/** Appends up to `size` bytes to `file`, which must stay open until the scope closes. */
export const makeBatchWriter = Effect.fnUntraced(function* (
  file: File,
  hasher: PartHasher,
  size: number
): Effect.fn.Return<BatchWriter, never, Scope.Scope> {
  const scope = yield* Effect.scope
  const turn = yield* Semaphore.make(1)
  const allocate = () => hasher.allocate(Math.min(Math.max(size, 1), batchSize))
  let filling = allocate()
  let idle: Uint8Array | undefined
  let filled = 0
  let writing: Fiber.Fiber<void, PlatformError> | undefined

  const settled = Effect.suspend(() => (writing === undefined ? Effect.void : Fiber.join(writing)))
  const store = Effect.fnUntraced(function* (batch: Uint8Array) {
    const hashed = yield* hasher.append(batch)
    yield* file.writeAll(batch)
    yield* hashed
  }, Effect.uninterruptible)
  /** Starts writing the current batch, once the previous one is written. */
  const start = turn.withPermits(1)(
    Effect.gen(function* () {
      yield* settled
      if (filled === 0) return
      const batch = filling.subarray(0, filled)
      ;[filling, idle] = [idle ?? allocate(), filling]
      filled = 0
      // The file must not be closed during a write.
      writing = yield* Effect.forkIn(store(batch), scope, { startImmediately: true })
    })
  )
  /** Copies as much of the chunk as fits into the batch. */
  const fill = (chunk: Uint8Array, offset: number): number => {
    const room = filling.length - filled
    const bytes = offset === 0 && chunk.length <= room ? chunk : chunk.subarray(offset, offset + room)
    filling.set(bytes, filled)
    filled += bytes.length
    return bytes.length
  }
  // A failure is reported by the next `write` or `flush`.
  yield* Effect.forkScoped(Effect.forever(Effect.andThen(Effect.sleep(longestWait), Effect.ignore(start))))
  return {
    write: Effect.fnUntraced(function* (chunks) {
      for (const chunk of chunks) {
        for (let offset = 0; offset < chunk.length; ) {
          if (filled === filling.length) yield* start
          offset += fill(chunk, offset)
        }
        release(chunk)
      }
    }),
    flush: Effect.andThen(start, settled)
  }
})
