/**
 * A file's bytes as a verified Stream that survives broken connections.
 *
 * Before the first byte the version is pinned, so that a file which changes meanwhile does not become a mixture. Box
 * answers with a signed address on another host; nothing but `Range` is sent there. When the connection breaks, stalls
 * (`timeouts.idle`) or ends early, a fresh address is asked for and the download goes on behind the last byte: up to
 * `retry.maxAttempts` times in a row without any progress. At the end size and SHA-1 must be those of the version, or
 * the Stream fails with `BoxIntegrityError` - after the bytes have been handed out, so keep them apart until then, as
 * `LocalFile.download` of `@effect-box/node` does. Memory: one chunk; of a file up to 256 KiB all of it.
 *
 * @example
 * ```ts
 * import { FileDownload } from "@effect-box/core"
 * import { Stream } from "effect"
 *
 * const text = FileDownload.stream({ file_id: "12345" }).pipe(Stream.decodeText(), Stream.mkString)
 * ```
 *
 * @see https://developer.box.com/guides/downloads/file/
 */
import type * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import type { HttpClient } from "effect/http/HttpClient"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { getFileById } from "../api/Files.ts"
import * as BoxError from "../BoxError.ts"
import { invalidInput, readArgument } from "../internal/argument.ts"
import { differs, openContent, type PinnedFile } from "./internal/content.ts"
import { elapsed } from "../internal/elapsed.ts"
import { pauseBefore, resuming, type Tries } from "../http/internal/persevere.ts"
import { makeReporter, reported } from "./internal/progressReport.ts"
import { type Lazy, lazy, maybe } from "../internal/schema.ts"
import * as Operation from "../operation/Operation.ts"
import { asTransferStream } from "../http/Pacing.ts"
import type { OnProgress } from "./Progress.ts"
import { Sha1, type Sha1Hasher } from "../unstable/Sha1.ts"
import type { TokenStore } from "../http/TokenStore.ts"

export type { PinnedFile }

const operation = "FileDownload.stream"

/** Some of a file's bytes. */
export interface Range {
  /** The first byte, from 0. */
  readonly offset: number
  /** Bytes. Default: to the end; what goes beyond the end is left out. */
  readonly length?: number | undefined
}

export interface PinInput {
  readonly file_id: string
  /** The id of a version. Default: the current one. */
  readonly version?: string | undefined
}

export interface StreamOptions {
  /** Default: everything. Of a range only the length is verified, since Box knows no digest of it. */
  readonly range?: Range | undefined
  /** Bytes of the range so far; see `Progress`. */
  readonly onProgress?: OnProgress | undefined
  /** `false` leaves the SHA-1 to the caller, who hashes elsewhere. Default `true`. */
  readonly verify?: boolean | undefined
}

export interface StreamInput extends PinInput, StreamOptions {}

interface FileVersion {
  readonly id: string
  readonly name?: string | null
  readonly size?: number | null
  readonly sha1?: string | null
}

const fileVersion: Lazy<FileVersion> = /*#__PURE__*/ lazy(() =>
  Schema.Struct({
    id: Schema.String,
    name: maybe(Schema.String),
    size: maybe(Schema.Number),
    sha1: maybe(Schema.String)
  })
)

const getVersion: Operation.Operation<
  { readonly file_id: string; readonly version: string; readonly fields: string },
  FileVersion
> = /*#__PURE__*/ Operation.make({
  name: "FileDownload.pin",
  method: "GET",
  path: "/files/{file_id}/versions/{version}",
  query: ["fields"],
  output: () => fileVersion
})

const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0

const isSha1 = (value: unknown): value is string => typeof value === "string" && /^[0-9a-f]{40}$/i.test(value)

/**
 * Finds out what will be downloaded: the version with its size and digest. Safe to repeat.
 *
 * @see https://developer.box.com/reference/get-files-id/
 */
export const pin = /*#__PURE__*/ Effect.fnUntraced(function* (
  input: PinInput
): Effect.fn.Return<PinnedFile, BoxError.BoxError, Operation.Requirements> {
  const { file_id, version } = yield* readArgument("FileDownload.pin", input)
  const file = yield* getFileById({ file_id, fields: ["name", "size", "sha1", "file_version", "content_modified_at"] })
  const version_id = version ?? file.file_version?.id
  // Box lists the current version among the others only in part, so it is not asked for there.
  const current = version === undefined || version === file.file_version?.id
  const found = current ? file : yield* getVersion({ file_id, version, fields: "name,size,sha1" })
  const { size, sha1 } = found
  if (!isCount(size) || !isSha1(sha1)) {
    const message = "Box does not tell the size and the SHA-1 of the content"
    return yield* new BoxError.BoxDecodeError({ operation: "FileDownload.pin", attempts: 1, message })
  }
  const content_modified_at = (current ? file.content_modified_at : undefined) ?? undefined
  return {
    file_id,
    version_id,
    name: found.name ?? file.name ?? "",
    size,
    sha1: sha1.toLowerCase(),
    ...(content_modified_at === undefined ? {} : { content_modified_at })
  }
})

const checkRange = /*#__PURE__*/ Effect.fnUntraced(function* (given: Range) {
  const message = "range.offset and range.length must be whole numbers of bytes, not negative"
  const range = yield* readArgument(operation, given, message)
  if (!isCount(range.offset) || !isCount(range.length ?? 0)) return yield* invalidInput(operation, message)
  return range
})

const checkOptions = /*#__PURE__*/ Effect.fnUntraced(function* (given: StreamOptions) {
  const options = yield* readArgument(operation, given, "options must be an object")
  const { range = { offset: 0 }, onProgress, verify = true } = options
  if (onProgress !== undefined && typeof onProgress !== "function") {
    return yield* invalidInput(operation, "onProgress must be a function")
  }
  return { range: yield* checkRange(range), onProgress, verify }
})

const checkPinned = /*#__PURE__*/ Effect.fnUntraced(function* (given: PinnedFile) {
  const message = "The file must be what FileDownload.pin gives"
  const pinned = yield* readArgument(operation, given, message)
  if (!isCount(pinned.size) || !isSha1(pinned.sha1)) return yield* invalidInput(operation, message)
  return { ...pinned, sha1: pinned.sha1.toLowerCase() }
})

/** A failure that the download may go on after, with a new address. */
class Broken {
  readonly error: BoxError.BoxError
  constructor(error: BoxError.BoxError) {
    this.error = error
  }
}

/** How far one download is. */
interface Run {
  readonly pinned: PinnedFile
  readonly start: number
  /** Exclusive. */
  readonly end: number
  position: number
  /** The position of the last failure. */
  reached: number
  tries: Tries
  /** Requests sent so far. */
  attempts: number
  /** Whether parts of the content can be asked for. */
  byRange: boolean
}

/** From the position to the end, or until the connection breaks. */
const segment = (run: Run): Stream.Stream<Uint8Array, BoxError.BoxError | Broken, HttpClient | TokenStore> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const { attempts, byRange, end, pinned, position } = run
      const opened = yield* openContent(operation, pinned, { start: position, end }, attempts, byRange).pipe(
        Effect.mapError(({ error, from }) => (from === "content" ? new Broken(error) : error))
      )
      run.attempts = opened.attempts
      if (opened.encoded) run.byRange = false
      return Stream.mapError(opened.stream, (error) => new Broken(error))
    })
  )

const earlyEnd = ({ attempts, end, position }: Run): Stream.Stream<never, Broken> => {
  if (position === end) return Stream.empty
  const message = `The answer ended after ${position} of ${end} bytes`
  return Stream.fail(new Broken(new BoxError.BoxTransportError({ operation, attempts, message })))
}

/** Waits before the download goes on at its position, or fails when it must not. */
const recover = /*#__PURE__*/ Effect.fnUntraced(function* (run: Run, error: BoxError.BoxError) {
  run.attempts = Math.max(run.attempts, error.attempts)
  if (error.status === 416) return yield* differs(operation, run.pinned, "size", String(run.position))
  if (run.position > run.reached) run.tries = { count: 0, since: yield* elapsed }
  run.reached = run.position
  run.tries = { ...run.tries, count: run.tries.count + 1 }
  return yield* pauseBefore(error, run.tries, resuming)
})

/** Every byte from the start to the end, over as many connections as it takes. */
const bytesOf = (run: Run): Stream.Stream<Uint8Array, BoxError.BoxError, HttpClient | TokenStore> => {
  const turns = Stream.unfold(undefined, () =>
    Effect.sync(() => (run.position < run.end ? ([undefined, undefined] as const) : undefined))
  )
  const count = (chunks: Arr.NonEmptyReadonlyArray<Uint8Array>) => {
    for (const chunk of chunks) run.position += chunk.length
    return chunks
  }
  return Stream.flatMap(turns, () =>
    Stream.mapArray(segment(run), count).pipe(
      Stream.concat(Stream.suspend(() => earlyEnd(run))),
      Stream.catch((failure) =>
        failure instanceof Broken ? Stream.drain(Stream.fromEffect(recover(run, failure.error))) : Stream.fail(failure)
      )
    )
  )
}

/** Passes the bytes on, and fails at the end if they are not those of the file. */
const verified = <R>(
  bytes: Stream.Stream<Uint8Array, BoxError.BoxError, R>,
  pinned: PinnedFile,
  hasher: Sha1Hasher
): Stream.Stream<Uint8Array, BoxError.BoxError, R> => {
  const hash = (chunks: Arr.NonEmptyReadonlyArray<Uint8Array>) => {
    for (const chunk of chunks) hasher.update(chunk)
    return chunks
  }
  const verdict = Stream.suspend(() => {
    const sha1 = Hex.encode(hasher.digest())
    return sha1 === pinned.sha1 ? Stream.empty : Stream.fail(differs(operation, pinned, "sha1", sha1))
  })
  return Stream.concat(Stream.mapArray(bytes, hash), verdict)
}

/**
 * The bytes of a pinned version. A `range.offset` beyond the end fails with `BoxInvalidInput`.
 *
 * @see https://developer.box.com/reference/get-files-id-content/
 */
export const streamPinned = (
  file: PinnedFile,
  options: StreamOptions = {}
): Stream.Stream<Uint8Array, BoxError.BoxError, HttpClient | TokenStore> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const pinned = yield* checkPinned(file)
      const { onProgress, range, verify } = yield* checkOptions(options)
      const { size } = pinned
      const start = range.offset
      if (start > size) {
        return yield* invalidInput(operation, `range.offset ${start} is beyond the file's ${size} bytes`)
      }
      const end = Math.min(size, start + (range.length ?? size))
      const tries: Tries = { count: 0, since: yield* elapsed }
      const run: Run = { pinned, start, end, position: start, reached: start, tries, attempts: 0, byRange: true }
      const whole = start === 0 && end === size
      const bytes = whole && verify ? verified(bytesOf(run), pinned, (yield* Sha1).create()) : bytesOf(run)
      return reported(bytes, makeReporter(end - start, onProgress))
    })
  ).pipe(asTransferStream, Stream.withSpan(operation, { kind: "client", captureStackTrace: false }))

/**
 * The bytes of a file or of one of its versions: {@link pin}, then {@link streamPinned}.
 *
 * @see https://developer.box.com/reference/get-files-id-content/
 */
export const stream = (input: StreamInput): Stream.Stream<Uint8Array, BoxError.BoxError, HttpClient | TokenStore> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const read = yield* readArgument(operation, input)
      const options = yield* checkOptions(read)
      return streamPinned(yield* pin(read), options)
    })
  )
