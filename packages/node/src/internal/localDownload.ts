/** A download into a file that gets its name only at the end, and goes on after a process that was killed. */
import { type BoxError, BoxIntegrityError, BoxInvalidInput } from "@effect-box/core/BoxError"
import * as FileDownload from "@effect-box/core/FileDownload"
import type { OnProgress } from "@effect-box/core/Progress"
import { Sha1 } from "@effect-box/core/Sha1"
import type { TokenStore } from "@effect-box/core/TokenStore"
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import * as FileSystem from "effect/FileSystem"
import type { HttpClient } from "effect/http/HttpClient"
import * as Option from "effect/Option"
import type { PlatformError } from "effect/PlatformError"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

export interface DownloadOptions {
  readonly file_id: string
  /** The id of a version. Default: the current one. */
  readonly version?: string | undefined
  /** Bytes of the file so far, what an earlier process had written included; see `Progress`. */
  readonly onProgress?: OnProgress | undefined
  /** Replaces a file that is there. Default `false`. */
  readonly overwrite?: boolean | undefined
}

/** What was downloaded, and where to. */
export interface Downloaded extends FileDownload.PinnedFile {
  readonly path: string
}

/** Says which version the bytes beside it belong to. */
const Note = Schema.fromJsonString(
  Schema.Struct({
    file_id: Schema.String,
    version_id: Schema.optionalKey(Schema.String),
    size: Schema.Number,
    sha1: Schema.String
  })
)
const readNote = Schema.decodeUnknownOption(Note)

const noteOf = ({ file_id, version_id, size, sha1 }: FileDownload.PinnedFile): string =>
  JSON.stringify({ file_id, ...(version_id === undefined ? {} : { version_id }), size, sha1 })

interface Place {
  readonly path: string
  readonly part: string
  readonly note: string
}

const optional = <A, R>(effect: Effect.Effect<A, PlatformError, R>): Effect.Effect<A | undefined, PlatformError, R> =>
  Effect.catchIf(
    effect,
    (error) => error.reason._tag === "NotFound",
    () => Effect.succeed(undefined)
  )

/** How many bytes of this very version are there already. */
const bytesThere = Effect.fnUntraced(function* ({ part, note }: Place, pinned: FileDownload.PinnedFile) {
  const fs = yield* FileSystem.FileSystem
  const text = yield* optional(fs.readFileString(note))
  const noted = text === undefined ? undefined : Option.getOrUndefined(readNote(text))
  const same =
    noted !== undefined &&
    noted.file_id === pinned.file_id &&
    noted.version_id === pinned.version_id &&
    noted.size === pinned.size &&
    noted.sha1 === pinned.sha1
  if (!same) return 0
  const info = yield* optional(fs.stat(part))
  const size = info === undefined ? 0 : Number(info.size)
  return size > pinned.size ? 0 : size
})

/** The note comes after the old bytes are gone and before the first new one, so it never stands beside others. */
const startOver = Effect.fnUntraced(function* ({ part, note }: Place, pinned: FileDownload.PinnedFile) {
  const fs = yield* FileSystem.FileSystem
  yield* fs.remove(part, { force: true })
  yield* fs.writeFileString(note, noteOf(pinned))
})

const readSize = 1024 * 1024

/** Appends what is missing behind the first `there` bytes, and checks all of it. */
const transfer = Effect.fnUntraced(function* (
  operation: string,
  { part }: Place,
  pinned: FileDownload.PinnedFile,
  there: number,
  onProgress: OnProgress | undefined
): Effect.fn.Return<void, BoxError | PlatformError, FileSystem.FileSystem | HttpClient | TokenStore> {
  const fs = yield* FileSystem.FileSystem
  yield* Effect.scoped(
    Effect.gen(function* () {
      const file = yield* fs.open(part, { flag: "a+" })
      // A download from the first byte on is verified by the stream itself.
      const hasher = there === 0 ? undefined : (yield* Sha1).create()
      for (let offset = 0; offset < there; ) {
        const bytes = yield* file.readAlloc(Math.min(readSize, there - offset), { position: BigInt(offset) })
        if (Option.isNone(bytes)) break
        hasher?.update(bytes.value)
        offset += bytes.value.length
      }
      const stream = FileDownload.streamPinned(pinned, {
        range: { offset: there },
        onProgress:
          onProgress && (({ transferred }) => onProgress({ transferred: there + transferred, total: pinned.size }))
      })
      yield* Stream.runForEach(stream, (chunk) =>
        Effect.suspend(() => {
          hasher?.update(chunk)
          return file.writeAll(chunk)
        })
      )
      const sha1 = hasher === undefined ? pinned.sha1 : Hex.encode(hasher.digest())
      if (sha1 !== pinned.sha1) {
        return yield* new BoxIntegrityError({
          operation,
          attempts: 1,
          property: "sha1",
          expected: pinned.sha1,
          actual: sha1,
          message: `${part} holds other bytes than file ${pinned.file_id}`
        })
      }
      yield* file.sync
    })
  )
})

const discard = Effect.fnUntraced(function* ({ part, note }: Place) {
  const fs = yield* FileSystem.FileSystem
  for (const path of [part, note]) {
    yield* Effect.catch(fs.remove(path, { force: true }), (error) =>
      Effect.logWarning(`An unfinished download could not be removed: ${path}`, error.reason._tag)
    )
  }
})

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

export const downloadTo = Effect.fnUntraced(function* (
  operation: string,
  path: string,
  { file_id, version, onProgress, overwrite = false }: DownloadOptions,
  /** What is to be downloaded, where it is known already. */
  known?: FileDownload.PinnedFile
): Effect.fn.Return<Downloaded, BoxError | PlatformError, HttpClient | TokenStore | FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  yield* requireFree(operation, path, overwrite)
  const pinned = known ?? (yield* FileDownload.pin({ file_id, version }))
  const place: Place = { path, part: `${path}.part`, note: `${path}.part.json` }
  const report = onProgress && growing(onProgress)
  const fresh = Effect.andThen(startOver(place, pinned), transfer(operation, place, pinned, 0, report))
  yield* Effect.gen(function* () {
    const there = yield* bytesThere(place, pinned)
    yield* there === 0
      ? fresh
      : Effect.catchTag(transfer(operation, place, pinned, there, report), "BoxIntegrityError", () =>
          // What the killed process left was not what it should have been, as after a power failure.
          Effect.andThen(Effect.logWarning(`${place.part} was damaged; the download starts over`), fresh)
        )
    // It may have appeared while the bytes came.
    yield* requireFree(operation, path, overwrite)
    yield* fs.rename(place.part, path)
    // After success only the note is left.
  }).pipe(Effect.ensuring(discard(place)))
  if (onProgress !== undefined) yield* onProgress({ transferred: pinned.size, total: pinned.size })
  return { ...pinned, path }
})
