/** Downloads to a temporary name that is renamed at the end. All but small files are resumed after a killed process. */
import { dirname } from "node:path"
import { type BoxError, BoxInvalidInput } from "@effect-box/core/BoxError"
import { integrityError } from "@effect-box/core/unstable/Checks"
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
import { claim } from "./claim.ts"
import type { KeepTime } from "./localUpload.ts"
import { type FileTransfer, transferInOrder } from "./orderedDownload.ts"
import {
  discard,
  isFinished,
  nothing,
  type PartFiles,
  replaceNote,
  startOver,
  type There,
  whatIsThere
} from "./partFile.ts"
import { rangeSizeFor, transferRanges } from "./rangedDownload.ts"
import { release } from "../../internal/receivedChunk.ts"
import { sweep } from "./sweep.ts"

/**
 * What a download does if another file is at its path: `fail` fails with `BoxInvalidInput`, `skip` keeps that file,
 * `overwrite` replaces it, `rename` uses the first free `name (1).txt`.
 *
 * @category models
 * @since 0.2.0
 */
export type DownloadConflict = "fail" | "skip" | "overwrite" | "rename"

/**
 * What became of a download: the file is `downloaded`, has `overwritten` another one, is `renamed` with a number in its name;
 * it is `skipped`, or `unchanged` because the same content was there already.
 *
 * @category models
 * @since 0.2.0
 */
export type DownloadOutcome = "downloaded" | "overwritten" | "renamed" | "skipped" | "unchanged"

/**
 * The options of `download`.
 *
 * @category models
 * @since 0.1.0
 */
export interface DownloadOptions extends KeepTime {
  readonly file_id: string
  /** The id of a version. Default: the current one. */
  readonly version?: string | undefined
  /** Called with the number of bytes so far, including those that an earlier process has written; see `Progress`. */
  readonly onProgress?: OnProgress | undefined
  /** Replaces an existing file, without comparing it. Default `false`. Not together with `onConflict`. */
  readonly overwrite?: boolean | undefined
  /**
   * What to do if another file is at the path. With it, a file with the same size and SHA-1 is left as it is. Default: any
   * file at the path makes the download fail, unless `overwrite` is set.
   */
  readonly onConflict?: DownloadConflict | undefined
  /**
   * The number of connections that download ranges in parallel; 1 downloads the file in order. Default: begins in order, and
   * finds the number from 1 to 16 that moves the most if the line turns out to be slow.
   */
  readonly connections?: number | undefined
}

/**
 * The version that was downloaded, or found, and the path that it is at.
 *
 * @category models
 * @since 0.1.0
 */
export interface Downloaded extends FileDownload.PinnedFile {
  readonly path: string
  readonly outcome: DownloadOutcome
}

/**
 * Files up to this size in bytes are held in memory until they are verified, and are not resumed after a killed
 * process. Simulations set it lower, because their files are small.
 */
export const SmallFile: Context.Reference<number> = Context.Reference("effect-box/node/SmallFile", {
  defaultValue: () => 1024 * 1024
})

/** Downloads a small file into memory, and writes it once it is verified. */
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
  // Never through a link that another process has put there.
  const file = yield* fs.open(small, { flag: "wx" })
  // The file must not be closed during a write.
  yield* Effect.uninterruptible(file.writeAll(bytes))
  yield* file.sync
}, Effect.scoped)

/** Downloads what is missing, and verifies the whole file. */
const transfer = Effect.fnUntraced(function* (
  operation: string,
  place: PartFiles,
  pinned: FileDownload.PinnedFile,
  there: There,
  connections: number | undefined,
  onProgress: OnProgress | undefined
) {
  const hasher = yield* openHasher(pinned.size)
  const task: FileTransfer = { place, pinned, hasher, onProgress }
  if (there._tag === "Ranges") yield* transferRanges(task, there, connections, 0)
  else {
    const ranges = yield* transferInOrder(task, there.bytes, connections === undefined)
    if (ranges !== undefined) {
      // All bytes up to the first range are written, so nothing is lost if the process is killed right here.
      yield* replaceNote(place, pinned, ranges)
      yield* transferRanges(task, ranges, connections, ranges.from)
    }
  }
  const sha1 = Hex.encode(yield* hasher.digest)
  if (sha1 === pinned.sha1) return
  return yield* integrityError({
    operation,
    attempts: 1,
    property: "sha1",
    expected: pinned.sha1,
    actual: sha1,
    message: `the bytes in ${place.part} differ from file ${pinned.file_id}`
  })
}, Effect.scoped)

/** What is on disk, in the form that this number of connections continues from. Without a number it begins in order. */
const asRanges = (there: There, size: number, connections = 1): There => {
  const rangeSize = rangeSizeFor(size, connections)
  if (there._tag === "Ranges" || connections === 1 || size <= rangeSize) return there
  const done = Array.from({ length: Math.floor(there.bytes / rangeSize) }, (_, range) => range)
  return { _tag: "Ranges", from: 0, rangeSize, done: new Set(done) }
}

export const requireFree = Effect.fnUntraced(function* (operation: string, path: string, overwrite: boolean) {
  const fs = yield* FileSystem.FileSystem
  if (overwrite || !(yield* fs.exists(path))) return
  const message = `${path} already exists: choose another path, or set overwrite`
  return yield* new BoxInvalidInput({ operation, message, attempts: 0 })
})

/** Progress that never decreases if a download starts over. The end is reported once the file has its final name. */
const growing = (onProgress: OnProgress): OnProgress => {
  let last = -1
  return (progress) =>
    Effect.suspend(() => {
      if (progress.transferred <= last || progress.transferred === progress.total) return Effect.void
      last = progress.transferred
      return onProgress(progress)
    })
}

/** How to download, and whether an earlier download left something. */
interface Bringing {
  /** An earlier download left a note. */
  readonly noted: boolean
  readonly keepTime: boolean
  /** `undefined` begins with one, and finds more if the line is slow. */
  readonly connections: number | undefined
  readonly onProgress: OnProgress | undefined
}

/** A file that is known to Box in this version, and how it gets to the disk. */
interface PinnedDownload extends Omit<Bringing, "noted"> {
  readonly pinned: FileDownload.PinnedFile
  readonly overwrite: boolean
  /** The directory that `place` is in, if its paths do not show it. */
  readonly directory?: string | undefined
}

/** Sets the modification time, if Box reports one. A disk without modification times does not fail the download. */
const setTime = Effect.fnUntraced(function* (path: string, time: string | undefined) {
  const modified = time === undefined ? Number.NaN : Date.parse(time)
  if (Number.isNaN(modified)) return
  const fs = yield* FileSystem.FileSystem
  const now = yield* Clock.currentTimeMillis
  yield* Effect.catch(fs.utimes(path, now / 1000, Math.floor(modified / 1000)), (error) =>
    Effect.logWarning(`The modification time of ${path} could not be set`, error.reason._tag)
  )
})

/**
 * Downloads all bytes to a temporary file of `place`, which `settle` then renames. On every exit the temporary files
 * are removed. Only a killed process leaves them behind, and the next one resumes from them.
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
    if (form !== there) yield* replaceNote(place, pinned, form)
    yield* transfer(operation, place, pinned, form, connections, report)
  })

  const onwards = Effect.gen(function* () {
    const there = yield* whatIsThere(place, pinned)
    yield* there._tag === "Prefix" && there.bytes === 0
      ? fresh
      : Effect.catchTag(rest(there), "BoxIntegrityError", () =>
          // What the killed process left was damaged, as after a power failure.
          Effect.andThen(Effect.logWarning(`${place.part} is damaged; the download starts over`), fresh)
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

/** Downloads through a directory that this process has claimed, so that it can resume what a killed one left. */
const downloadOnwards = Effect.fnUntraced(function* (
  operation: string,
  place: PartFiles,
  { directory = dirname(place.path), overwrite, pinned, ...bringing }: PinnedDownload
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
  // The file may have appeared during the download.
  const settle = (complete: string) =>
    stillMine.pipe(
      Effect.andThen(sweep(directory, complete, dirname(place.path))),
      Effect.andThen(free),
      Effect.andThen(fs.rename(complete, place.path))
    )
  yield* bringTo(operation, place, pinned, { ...bringing, noted }, settle)
}, Effect.scoped)

/** Downloads a pinned file, which appears at the path of `place`. */
export const downloadPinned = Effect.fnUntraced(function* (
  operation: string,
  place: PartFiles,
  download: PinnedDownload
): Effect.fn.Return<void, BoxError | PlatformError, HttpClient | TokenStore | FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  const noted = yield* fs.exists(place.note)
  const { directory = dirname(place.path), overwrite, pinned, ...bringing } = download
  if (noted || pinned.size > (yield* SmallFile)) return yield* downloadOnwards(operation, place, download)
  // The file may have appeared during the download.
  const settle = (complete: string) =>
    sweep(directory, complete, dirname(complete)).pipe(
      Effect.andThen(requireFree(operation, place.path, overwrite)),
      Effect.andThen(fs.rename(complete, place.path))
    )
  yield* bringTo(operation, place, pinned, { ...bringing, noted }, settle)
})
