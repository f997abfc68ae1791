/** A download into a file that gets its name only at the end; all but a small one goes on after a process that was killed. */
import { dirname } from "node:path"
import { type BoxError, BoxIntegrityError, BoxInvalidInput } from "@effect-box/core/BoxError"
import * as FileDownload from "@effect-box/core/FileDownload"
import { asTransfer } from "@effect-box/core/Pacing"
import type { OnProgress } from "@effect-box/core/Progress"
import { openHasher } from "@effect-box/core/unstable/Sha1"
import type { TokenStore } from "@effect-box/core/TokenStore"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import * as FileSystem from "effect/FileSystem"
import type { HttpClient } from "effect/http/HttpClient"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { makeBatchWriter } from "./batchWriter.ts"
import { claim } from "./claim.ts"
import type { KeepTime } from "./localUpload.ts"
import {
  discard,
  hashFile,
  isFinished,
  makeRunId,
  nothing,
  type PartFiles,
  partFilesOf,
  startOver,
  type There,
  whatIsThere,
  writeNote
} from "./partFile.ts"
import { rangeSizeFor, transferRanges } from "./rangedDownload.ts"
import { release } from "../../internal/receivedChunk.ts"
import { sweep } from "./sweep.ts"

export interface DownloadOptions extends KeepTime {
  readonly file_id: string
  /** The id of a version. Default: the current one. */
  readonly version?: string | undefined
  /** Bytes of the file so far, what an earlier process had written included; see `Progress`. */
  readonly onProgress?: OnProgress | undefined
  /** Replaces a file that is there. Default `false`. */
  readonly overwrite?: boolean | undefined
  /** Connections that fetch ranges of the file at once. Default 1, which reads it from the beginning to the end. */
  readonly connections?: number | undefined
}

/** What was downloaded, and where to. */
export interface Downloaded extends FileDownload.PinnedFile {
  readonly path: string
}

/**
 * Up to so many bytes a file is held in memory until it is right; a process that is killed loses no more of a larger one.
 * The files of a simulation are smaller.
 */
export const SmallFile: Context.Reference<number> = Context.Reference("effect-box/node/SmallFile", {
  defaultValue: () => 1024 * 1024
})

/** All of a small file, written when it is right. */
const transferSmall = Effect.fnUntraced(function* (
  { small }: PartFiles,
  pinned: FileDownload.PinnedFile,
  onProgress: OnProgress | undefined
): Effect.fn.Return<void, BoxError | PlatformError, FileSystem.FileSystem | HttpClient | TokenStore | Scope.Scope> {
  const bytes = new Uint8Array(pinned.size)
  let filled = 0
  yield* Stream.runForEachArray(FileDownload.streamPinned(pinned, { onProgress }), (chunks) =>
    Effect.sync(() => {
      for (const chunk of chunks) {
        bytes.set(chunk, filled)
        filled += chunk.length
        release(chunk)
      }
    })
  )
  const fs = yield* FileSystem.FileSystem
  // Never through a link that somebody has put there.
  const file = yield* fs.open(small, { flag: "wx" })
  // Nobody may close the file below a write that is under way.
  yield* Effect.uninterruptible(file.writeAll(bytes))
  yield* file.sync
}, Effect.scoped)

/** Writes what is missing behind the first `there` bytes, and checks all of it. */
const transferRest = Effect.fnUntraced(function* (
  { part }: PartFiles,
  pinned: FileDownload.PinnedFile,
  there: number,
  onProgress: OnProgress | undefined,
  differs: (sha1: string) => BoxIntegrityError
): Effect.fn.Return<void, BoxError | PlatformError, FileSystem.FileSystem | HttpClient | TokenStore | Scope.Scope> {
  const fs = yield* FileSystem.FileSystem
  // Each byte to its place: should somebody else be at it as well, both write the same.
  const file = yield* fs.open(part, { flag: "r+" })
  const hasher = yield* openHasher(pinned.size)
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
  yield* Stream.runForEachArray(stream, writer.write)
  yield* writer.flush
  const sha1 = Hex.encode(yield* hasher.digest)
  if (sha1 !== pinned.sha1) return yield* differs(sha1)
  yield* file.sync
}, Effect.scoped)

/** Brings what is missing, and checks all of it. */
const transfer = Effect.fnUntraced(function* (
  operation: string,
  place: PartFiles,
  pinned: FileDownload.PinnedFile,
  there: There,
  connections: number,
  onProgress: OnProgress | undefined
) {
  const differs = (sha1: string) =>
    new BoxIntegrityError({
      operation,
      attempts: 1,
      property: "sha1",
      expected: pinned.sha1,
      actual: sha1,
      message: `${place.part} holds other bytes than file ${pinned.file_id}`
    })
  yield* there._tag === "Prefix"
    ? transferRest(place, pinned, there.bytes, onProgress, differs)
    : transferRanges(place, pinned, there, connections, onProgress, differs)
})

/** What is there, in the form in which `connections` go on. */
const asRanges = (there: There, size: number, connections: number): There => {
  const rangeSize = rangeSizeFor(size, connections)
  if (there._tag === "Ranges" || connections === 1 || size <= rangeSize) return there
  const done = Array.from({ length: Math.floor(there.bytes / rangeSize) }, (_, range) => range)
  return { _tag: "Ranges", rangeSize, done: new Set(done) }
}

const requireFree = Effect.fnUntraced(function* (operation: string, path: string, overwrite: boolean) {
  const fs = yield* FileSystem.FileSystem
  if (overwrite || !(yield* fs.exists(path))) return
  const message = `${path} exists already: choose another path, or set overwrite`
  return yield* new BoxInvalidInput({ operation, message, attempts: 0 })
})

/** Progress that does not fall back when a download starts over; its end is reported when the file has its name. */
const growing = (onProgress: OnProgress): OnProgress => {
  let last = -1
  return (progress) =>
    Effect.suspend(() => {
      if (progress.transferred <= last || progress.transferred === progress.total) return Effect.void
      last = progress.transferred
      return onProgress(progress)
    })
}

/** How the bytes come, and what is known about those that are there. */
interface Bringing {
  /** There is a note of an earlier download. */
  readonly noted: boolean
  readonly keepTime: boolean
  readonly connections: number
  readonly onProgress: OnProgress | undefined
}

/** Gives a file the time of its content, where Box tells one. A disk that keeps no times is no reason to fail. */
const setTime = Effect.fnUntraced(function* (path: string, time: string | undefined) {
  const modified = time === undefined ? Number.NaN : Date.parse(time)
  if (Number.isNaN(modified)) return
  const fs = yield* FileSystem.FileSystem
  const now = yield* Clock.currentTimeMillis
  yield* Effect.catch(fs.utimes(path, now / 1000, Math.floor(modified / 1000)), (error) =>
    Effect.logWarning(`${path} could not be given its modification time`, error.reason._tag)
  )
})

/**
 * Brings all bytes to a file of `place` and has `settle` give it its name. Whatever comes of it, nothing of it is left under
 * the names of `place`; a process that is killed leaves what the next one goes on after.
 */
export const bringTo = <E, R>(
  operation: string,
  place: PartFiles,
  pinned: FileDownload.PinnedFile,
  { noted, keepTime, connections, onProgress }: Bringing,
  settle: (complete: string) => Effect.Effect<void, E, R>
): Effect.Effect<void, BoxError | PlatformError | E, HttpClient | TokenStore | FileSystem.FileSystem | R> => {
  const report = onProgress && growing(onProgress)

  const fresh = Effect.gen(function* () {
    const form = asRanges(nothing, pinned.size, connections)
    yield* startOver(place, pinned, form)
    yield* transfer(operation, place, pinned, form, connections, report)
  })

  const rest = Effect.fnUntraced(function* (there: There) {
    const form = asRanges(there, pinned.size, connections)
    if (form !== there) yield* writeNote(place, pinned, form)
    yield* transfer(operation, place, pinned, form, connections, report)
  })

  const onwards = Effect.gen(function* () {
    const there = yield* whatIsThere(place, pinned)
    yield* there._tag === "Prefix" && there.bytes === 0
      ? fresh
      : Effect.catchTag(rest(there), "BoxIntegrityError", () =>
          // What the killed process left was not what it should have been, as after a power failure.
          Effect.andThen(Effect.logWarning(`${place.part} was damaged; the download starts over`), fresh)
        )
  })

  const complete = (file: string) =>
    Effect.andThen(keepTime ? setTime(file, pinned.content_modified_at) : Effect.void, settle(file))
  const tidied = Effect.flatMap(SmallFile, (smallFile) =>
    !noted && pinned.size <= smallFile
      ? Effect.onError(asTransfer(Effect.andThen(transferSmall(place, pinned, report), complete(place.small))), () =>
          discard([place.small])
        )
      : Effect.ensuring(asTransfer(Effect.andThen(onwards, complete(place.part))), discard([place.part, place.note]))
  )
  return onProgress === undefined
    ? tidied
    : Effect.andThen(
        tidied,
        Effect.suspend(() => onProgress({ transferred: pinned.size, total: pinned.size }))
      )
}

/** By way of a directory that this process alone may use, so that what a killed one has left can be used. */
const downloadOnwards = Effect.fnUntraced(function* (
  operation: string,
  place: PartFiles,
  pinned: FileDownload.PinnedFile,
  overwrite: boolean,
  bringing: Omit<Bringing, "noted">
) {
  const fs = yield* FileSystem.FileSystem
  const { onProgress } = bringing
  const { stillMine } = yield* claim(operation, dirname(place.part))
  const noted = yield* fs.exists(place.note)
  if (noted && (yield* isFinished(operation, place, pinned))) {
    if (onProgress !== undefined) yield* onProgress({ transferred: pinned.size, total: pinned.size })
    return
  }
  const free = requireFree(operation, place.path, overwrite)
  yield* free
  // It may have appeared while the bytes came.
  const settle = (complete: string) =>
    stillMine.pipe(
      Effect.andThen(sweep(dirname(place.path), complete)),
      Effect.andThen(free),
      Effect.andThen(fs.rename(complete, place.path))
    )
  yield* bringTo(operation, place, pinned, { ...bringing, noted }, settle)
}, Effect.scoped)

export const downloadTo = Effect.fnUntraced(function* (
  operation: string,
  path: string,
  { file_id, version, onProgress, overwrite = false, connections = 1, keepModificationTime }: DownloadOptions
): Effect.fn.Return<Downloaded, BoxError | PlatformError, HttpClient | TokenStore | FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  if (!Number.isSafeInteger(connections) || connections < 1) {
    const message = "connections must be a whole number of at least 1"
    return yield* new BoxInvalidInput({ operation, message, attempts: 0 })
  }
  const place = partFilesOf(path, yield* makeRunId)
  const noted = yield* fs.exists(place.note)
  if (!noted) yield* requireFree(operation, path, overwrite)
  const pinned = yield* FileDownload.pin({ file_id, version })
  const bringing = { keepTime: keepModificationTime !== false, connections, onProgress }
  if (noted || pinned.size > (yield* SmallFile)) {
    yield* downloadOnwards(operation, place, pinned, overwrite, bringing)
  } else {
    // It may have appeared while the bytes came.
    const settle = (complete: string) =>
      sweep(dirname(path), complete).pipe(
        Effect.andThen(requireFree(operation, path, overwrite)),
        Effect.andThen(fs.rename(complete, path))
      )
    yield* bringTo(operation, place, pinned, { ...bringing, noted }, settle)
  }
  return { ...pinned, path }
})
