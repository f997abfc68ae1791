/**
 * A download over several connections. Each one takes the next range and writes it to its position. The digest of the
 * whole file is computed at the same time, by reading the complete ranges in order.
 */
import type { BoxError, BoxIntegrityError } from "@effect-box/core/BoxError"
import * as FileDownload from "@effect-box/core/FileDownload"
import type { OnProgress } from "@effect-box/core/Progress"
import { openHasher } from "@effect-box/core/unstable/Sha1"
import type { TokenStore } from "@effect-box/core/TokenStore"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import * as FileSystem from "effect/FileSystem"
import type { HttpClient } from "effect/http/HttpClient"
import type { PlatformError } from "effect/PlatformError"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import { hashFile } from "./localDigest.ts"
import { noteRange, type PartFiles, type There } from "./partFile.ts"

const mebibyte = 1024 * 1024

/** A killed process loses at most one range per connection, and each range costs two requests. */
export const rangeSizeFor = (size: number, connections: number): number =>
  Math.max(mebibyte, Math.min(64 * mebibyte, Math.ceil(size / (connections * 16))))

/** Downloads the missing ranges, and verifies the whole file. The part file must exist. */
export const transferRanges = Effect.fnUntraced(function* (
  place: PartFiles,
  pinned: FileDownload.PinnedFile,
  { rangeSize, done }: There & { readonly _tag: "Ranges" },
  connections: number,
  onProgress: OnProgress | undefined,
  differs: (sha1: string) => BoxIntegrityError
): Effect.fn.Return<void, BoxError | PlatformError, FileSystem.FileSystem | HttpClient | TokenStore> {
  const fs = yield* FileSystem.FileSystem
  const { size } = pinned
  const count = Math.ceil(size / rangeSize)
  const lengthOf = (range: number) => Math.min(rangeSize, size - range * rangeSize)
  const complete = Array.from({ length: count }, () => Deferred.makeUnsafe<void>())
  const turn = yield* Semaphore.make(1)
  let transferred = 0
  for (const range of done) {
    transferred += lengthOf(range)
    yield* Deferred.succeed(complete[range]!, undefined)
  }
  let next = 0

  const fetch = Effect.fnUntraced(function* (range: number, file: FileSystem.File) {
    const offset = range * rangeSize
    yield* file.seek(BigInt(offset), "start")
    const stream = FileDownload.streamPinned(pinned, { range: { offset, length: lengthOf(range) } })
    yield* Stream.runForEach(stream, (chunk) =>
      Effect.gen(function* () {
        yield* file.writeAll(chunk)
        transferred += chunk.length
        if (onProgress === undefined) return
        yield* turn.withPermits(1)(Effect.suspend(() => onProgress({ transferred, total: size })))
      })
    )
    yield* noteRange(place, range)
    yield* Deferred.succeed(complete[range]!, undefined)
  })

  const worker = Effect.gen(function* () {
    const file = yield* fs.open(place.part, { flag: "r+" })
    for (;;) {
      while (done.has(next)) next++
      if (next >= count) return
      yield* fetch(next++, file)
    }
  })

  const digest = Effect.gen(function* () {
    const hasher = yield* openHasher(size)
    const file = yield* fs.open(place.part, { flag: "r" })
    for (let range = 0; range < count; range++) {
      yield* Deferred.await(complete[range]!)
      yield* hashFile(file, range * rangeSize, lengthOf(range), hasher)
    }
    return Hex.encode(yield* hasher.digest)
  })

  const workers = Array.from({ length: Math.min(connections, count - done.size) }, () => Effect.scoped(worker))
  const all = [Effect.scoped(digest), Effect.all(workers, { concurrency: "unbounded", discard: true })] as const
  const [sha1] = yield* Effect.all(all, { concurrency: "unbounded" })
  if (sha1 !== pinned.sha1) return yield* differs(sha1)
  yield* Effect.scoped(Effect.flatMap(fs.open(place.part, { flag: "r+" }), (file) => file.sync))
})
