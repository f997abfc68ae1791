/** A download over one connection, in order. On a slow line it stops where it is, and ranges follow. */
import type { BoxError } from "@effect-box/core/BoxError"
import * as FileDownload from "@effect-box/core/FileDownload"
import type { OnProgress } from "@effect-box/core/Progress"
import type { PartHasher } from "@effect-box/core/unstable/Sha1"
import type { TokenStore } from "@effect-box/core/TokenStore"
import * as Arr from "effect/Array"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { HttpClient } from "effect/http/HttpClient"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { type BatchWriter, makeBatchWriter } from "./batchWriter.ts"
import { makeLineWatch } from "./lineWatch.ts"
import { hashFile } from "./localDigest.ts"
import type { PartFiles, Ranges } from "./partFile.ts"

/** A file on its way to the disk. */
export interface FileTransfer {
  readonly place: PartFiles
  readonly pinned: FileDownload.PinnedFile
  readonly hasher: PartHasher
  readonly onProgress: OnProgress | undefined
}

/** Monotonic, in milliseconds. */
const elapsed = Effect.map(Clock.monotonicTimeNanos, (nanos) => Number(nanos) / 1e6)

/** Writes what comes. Gives the ranges to go on with if the line is slow; then the stream is not read to its end. */
const writeWatched = Effect.fnUntraced(function* <R>(
  stream: Stream.Stream<Uint8Array, BoxError, R>,
  writer: BatchWriter,
  there: number,
  size: number
): Effect.fn.Return<Ranges | undefined, BoxError | PlatformError, R> {
  const watch = makeLineWatch()
  let position = there
  let rangeSize: number | undefined
  let waitingSince = yield* elapsed
  const write = (chunks: ReadonlyArray<Uint8Array>) =>
    Effect.flatMap(elapsed, (now) => {
      let bytes = 0
      for (const chunk of chunks) bytes += chunk.length
      position += bytes
      rangeSize = watch.came(bytes, now - waitingSince, size - position)
      return Effect.andThen(writer.write(chunks), written)
    })
  const written = Effect.map(elapsed, (now) => {
    waitingSince = now
    return Arr.of(rangeSize)
  })
  yield* stream.pipe(
    Stream.mapArrayEffect(write),
    Stream.takeUntil((found) => found !== undefined),
    Stream.runDrain
  )
  return rangeSize === undefined ? undefined : { _tag: "Ranges", from: position, rangeSize, done: new Set() }
})

/**
 * Downloads and hashes what follows the first `there` bytes, which it hashes first. If it may stop on a
 * slow line, and has, it gives the ranges that are missing.
 */
export const transferInOrder = Effect.fnUntraced(function* (
  { place, pinned, hasher, onProgress }: FileTransfer,
  there: number,
  mayStop: boolean
): Effect.fn.Return<
  Ranges | undefined,
  BoxError | PlatformError,
  FileSystem.FileSystem | HttpClient | TokenStore | Scope.Scope
> {
  const fs = yield* FileSystem.FileSystem
  // Written by position: if another process writes as well, both write the same bytes.
  const file = yield* fs.open(place.part, { flag: "r+" })
  if (there > 0) {
    yield* file.seek(BigInt(there), "start")
    yield* hashFile(file, 0, there, hasher)
  }
  const stream = FileDownload.streamPinned(pinned, {
    range: { offset: there },
    verify: false,
    onProgress:
      onProgress && (({ transferred }) => onProgress({ transferred: there + transferred, total: pinned.size }))
  })
  const writer = yield* makeBatchWriter(file, hasher, pinned.size - there)
  const ranges = mayStop
    ? yield* writeWatched(stream, writer, there, pinned.size)
    : yield* Effect.as(Stream.runForEachArray(stream, writer.write), undefined)
  yield* writer.flush
  if (ranges === undefined) yield* file.sync
  return ranges
}, Effect.scoped)
