/**
 * A download over several connections. Each one takes the next range and writes it to its position. The digest of the
 * whole file is computed at the same time, by reading the complete ranges in order.
 */
import type { BoxError } from "@effect-box/core/BoxError"
import * as FileDownload from "@effect-box/core/FileDownload"
import * as AdaptiveLimit from "@effect-box/core/unstable/AdaptiveLimit"
import type { TokenStore } from "@effect-box/core/TokenStore"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { HttpClient } from "effect/http/HttpClient"
import type { PlatformError } from "effect/PlatformError"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import { hashFile } from "./localDigest.ts"
import type { FileTransfer } from "./orderedDownload.ts"
import { noteRange, type Ranges } from "./partFile.ts"

const mebibyte = 1024 * 1024

/** A killed process loses at most one range per connection, and each range costs two requests. */
export const rangeSizeFor = (size: number, connections: number): number =>
  Math.max(mebibyte, Math.min(64 * mebibyte, Math.ceil(size / (connections * 16))))

/** The caller's number of connections, or one that is found by trying. */
const boundsOf = (connections: number | undefined) => ({
  least: connections ?? 1,
  start: connections ?? 8,
  most: connections ?? 16,
  samples: 4
})

/** Downloads the missing ranges, and hashes what follows the first `hashed` bytes. The part file must exist. */
export const transferRanges = Effect.fnUntraced(function* (
  { place, pinned, hasher, onProgress }: FileTransfer,
  { from, rangeSize, done }: Ranges,
  connections: number | undefined,
  hashed: number
): Effect.fn.Return<void, BoxError | PlatformError, FileSystem.FileSystem | HttpClient | TokenStore> {
  const fs = yield* FileSystem.FileSystem
  const { size } = pinned
  const count = Math.ceil((size - from) / rangeSize)
  const offsetOf = (range: number) => from + range * rangeSize
  const lengthOf = (range: number) => Math.min(rangeSize, size - offsetOf(range))
  const complete = Array.from({ length: count }, () => Deferred.makeUnsafe<void>())
  const turn = yield* Semaphore.make(1)
  const bounds = boundsOf(connections)
  const limit = AdaptiveLimit.make(bounds)
  let transferred = from
  for (const range of done) {
    transferred += lengthOf(range)
    yield* Deferred.succeed(complete[range]!, undefined)
  }
  let next = 0

  const report = onProgress && turn.withPermits(1)(Effect.suspend(() => onProgress({ transferred, total: size })))

  const fetch = Effect.fnUntraced(function* (range: number, file: FileSystem.File) {
    const offset = offsetOf(range)
    yield* file.seek(BigInt(offset), "start")
    const stream = FileDownload.streamPinned(pinned, { range: { offset, length: lengthOf(range) } })
    yield* Stream.runForEach(stream, (chunk) =>
      // The file must not be closed during a write.
      Effect.flatMap(Effect.uninterruptible(file.writeAll(chunk)), () => {
        transferred += chunk.length
        return report ?? Effect.void
      })
    )
    yield* noteRange(place, range)
    yield* Deferred.succeed(complete[range]!, undefined)
  })

  let running = 0
  let mostRunning = 0
  const ended = Effect.sync(() => void running--)
  /** Gives the bytes that say something about the line. */
  const fetchNext = (file: FileSystem.File) =>
    Effect.suspend(() => {
      while (done.has(next)) next++
      if (next >= count) return Effect.undefined
      running++
      // A connection is new if all others are busy. It is faster than it stays: until the first loss its window doubles.
      const isNew = running > mostRunning
      if (isNew) mostRunning = running
      const bytes = isNew ? undefined : lengthOf(next)
      return Effect.ensuring(Effect.as(fetch(next++, file), bytes), ended)
    })

  const worker = Effect.gen(function* () {
    const file = yield* fs.open(place.part, { flag: "r+" })
    const fetchOne = limit.run(fetchNext(file), (bytes) => bytes)
    while (next < count) yield* fetchOne
  })

  const hash = Effect.gen(function* () {
    const file = yield* fs.open(place.part, { flag: "r" })
    yield* hashFile(file, hashed, from - hashed, hasher)
    for (let range = 0; range < count; range++) {
      yield* Deferred.await(complete[range]!)
      yield* hashFile(file, offsetOf(range), lengthOf(range), hasher)
    }
  })

  const workers = Array.from({ length: Math.min(bounds.most, count - done.size) }, () => Effect.scoped(worker))
  const all = [Effect.scoped(hash), Effect.all(workers, { concurrency: "unbounded", discard: true })] as const
  yield* Effect.all(all, { concurrency: "unbounded", discard: true })
  yield* Effect.scoped(Effect.flatMap(fs.open(place.part, { flag: "r+" }), (file) => file.sync))
})
