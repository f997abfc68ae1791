/**
 * Downloads a file as a verified stream that survives broken connections.
 *
 * The version is pinned before the first byte, so that a file that changes meanwhile does not become a mixture. Box
 * answers with a signed address on another host, to which only `Range` is sent. If the connection breaks, stalls
 * (`timeouts.idle`) or ends early, a new address is requested and the download is resumed from the last byte received,
 * up to `retry.maxAttempts` times in a row without progress. At the end, size and SHA-1 must match the version;
 * otherwise the stream fails with `BoxIntegrityError`. By then the bytes have been emitted, so do not use them before
 * the stream has ended, as `LocalFile.download` of `@effect-box/node` does. Memory: one chunk, or the whole file up to
 * 256 KiB.
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
import type { Redacted } from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { getFileById } from "../api/Files.ts"
import { type CreateZipDownloadInput, createZipDownload, getZipDownloadContent } from "../api/ZipDownloads.ts"
import * as BoxError from "../BoxError.ts"
import { invalidInput, readArgument, tryRead } from "../internal/argument.ts"
import { contentUrl } from "./internal/contentUrl.ts"
import { differs, openContent, type PinnedFile } from "./internal/content.ts"
import { elapsed } from "../internal/elapsed.ts"
import { pauseBefore, resuming, type Tries } from "../http/internal/retryStep.ts"
import { makeReporter, reported } from "./internal/progressReport.ts"
import { type Lazy, lazy, maybe } from "../internal/schema.ts"
import * as Operation from "../operation/Operation.ts"
import { asTransferStream } from "../http/Pacing.ts"
import type { OnProgress } from "./Progress.ts"
import { Sha1, type Sha1Hasher } from "../unstable/Sha1.ts"
import { inStreamSpan } from "../http/internal/observation.ts"
import type { TokenStore } from "../http/TokenStore.ts"

export type { PinnedFile }

const operation = "FileDownload.stream"

/**
 * A range of a file's bytes.
 *
 * @category models
 * @since 0.1.0
 */
export interface Range {
  /** The first byte, counted from 0. */
  readonly offset: number
  /** In bytes. Default: up to the end. A range that goes beyond the end is cut. */
  readonly length?: number | undefined
}

/**
 * The file and, optionally, the version to download.
 *
 * @category models
 * @since 0.1.0
 */
export interface PinInput {
  readonly file_id: string
  /** The id of a version. Default: the current one. */
  readonly version?: string | undefined
}

/**
 * The options of {@link streamPinned}.
 *
 * @category models
 * @since 0.1.0
 */
export interface StreamOptions {
  /** Default: the whole file. For a range, only the length is verified, because Box has no digest of it. */
  readonly range?: Range | undefined
  /** Called with the number of bytes of the range so far; see `Progress`. */
  readonly onProgress?: OnProgress | undefined
  /** `false` skips the SHA-1, for callers that compute it themselves. Default `true`. */
  readonly verify?: boolean | undefined
}

/**
 * The argument of {@link stream}.
 *
 * @category models
 * @since 0.1.0
 */
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
 * Finds the version to download, with its size and digest. Safe to repeat.
 *
 * @example
 * ```ts
 * import { FileDownload } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const size = FileDownload.pin({ file_id: "12345" }).pipe(Effect.map((file) => file.size))
 * ```
 *
 * @see https://developer.box.com/reference/get-files-id/
 * @category operations
 * @since 0.1.0
 */
export const pin = /*#__PURE__*/ Effect.fnUntraced(function* (
  input: PinInput
): Effect.fn.Return<PinnedFile, BoxError.BoxError, Operation.Requirements> {
  const { file_id, version } = yield* readArgument("FileDownload.pin", input)
  const file = yield* getFileById({ file_id, fields: ["name", "size", "sha1", "file_version", "content_modified_at"] })
  const version_id = version ?? file.file_version?.id
  // The endpoint of versions does not reliably return the current one, so the file itself is used.
  const current = version === undefined || version === file.file_version?.id
  const found = current ? file : yield* getVersion({ file_id, version, fields: "name,size,sha1" })
  const { size, sha1 } = found
  if (!isCount(size) || !isSha1(sha1)) {
    const message = "Box did not report the size and the SHA-1 of the content"
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
  const message = "range.offset and range.length must be non-negative whole numbers of bytes"
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
  const message = "The file must be the result of FileDownload.pin"
  const pinned = yield* readArgument(operation, given, message)
  if (!isCount(pinned.size) || !isSha1(pinned.sha1)) return yield* invalidInput(operation, message)
  return { ...pinned, sha1: pinned.sha1.toLowerCase() }
})

/** A failure after which the download may be resumed with a new address. */
class Broken {
  readonly error: BoxError.BoxError
  constructor(error: BoxError.BoxError) {
    this.error = error
  }
}

/** The state of one download. */
interface Run {
  readonly pinned: PinnedFile
  readonly start: number
  /** Exclusive. */
  readonly end: number
  position: number
  /** The position of the last failure. */
  reached: number
  tries: Tries
  /** The number of requests sent so far, and how many of them were redirected. */
  attempts: number
  redirects: number
  /** Whether ranges of the content can be requested. */
  byRange: boolean
}

/** The bytes from the current position to the end, or until the connection breaks. */
const segment = (run: Run): Stream.Stream<Uint8Array, BoxError.BoxError | Broken, HttpClient | TokenStore> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const { byRange, end, pinned, position } = run
      const opened = yield* openContent(operation, pinned, { start: position, end }, run, byRange).pipe(
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

/** Waits before the download is resumed, or fails if it must not be. */
const recover = /*#__PURE__*/ Effect.fnUntraced(function* (run: Run, error: BoxError.BoxError) {
  run.attempts = Math.max(run.attempts, error.attempts)
  if (error.status === 416) return yield* differs(operation, run.pinned, "size", String(run.position))
  if (run.position > run.reached) run.tries = { count: 0, since: yield* elapsed }
  run.reached = run.position
  run.tries = { ...run.tries, count: run.tries.count + 1 }
  return yield* pauseBefore(error, run.tries, resuming)
})

/** All bytes from the start to the end, over as many connections as necessary. */
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

/** Passes the bytes through, and fails at the end if the SHA-1 does not match. */
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
 * Downloads a pinned version. A `range.offset` beyond the end fails with `BoxInvalidInput`.
 *
 * @example
 * ```ts
 * import { FileDownload } from "@effect-box/core"
 *
 * const firstKilobyte = (file: FileDownload.PinnedFile) =>
 *   FileDownload.streamPinned(file, { range: { offset: 0, length: 1024 } })
 * ```
 *
 * @see https://developer.box.com/reference/get-files-id-content/
 * @category operations
 * @since 0.1.0
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
      const run: Run = {
        pinned,
        start,
        end,
        position: start,
        reached: start,
        tries,
        attempts: 0,
        redirects: 0,
        byRange: true
      }
      const whole = start === 0 && end === size
      const bytes = whole && verify ? verified(bytesOf(run), pinned, (yield* Sha1).create()) : bytesOf(run)
      return reported(bytes, makeReporter(end - start, onProgress))
    })
  ).pipe(asTransferStream, inStreamSpan(operation))

/**
 * Downloads a file or one of its versions: {@link pin}, then {@link streamPinned}.
 *
 * @example
 * ```ts
 * import { FileDownload, FileUpload } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect, Stream } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const bytes = new TextEncoder().encode("hello")
 *   const file = yield* FileUpload.upload(bytes, { folder_id: "0", name: "hello.txt" })
 *   return yield* FileDownload.stream({ file_id: file.id }).pipe(Stream.decodeText(), Stream.mkString)
 * })
 *
 * console.log(await Effect.runPromise(Effect.provide(program, BoxEmulator.layer))) // hello
 * ```
 *
 * @see https://developer.box.com/reference/get-files-id-content/
 * @category operations
 * @since 0.1.0
 */
export const stream = (input: StreamInput): Stream.Stream<Uint8Array, BoxError.BoxError, HttpClient | TokenStore> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const read = yield* readArgument(operation, input)
      const options = yield* checkOptions(read)
      return streamPinned(yield* pin(read), options)
    })
  )

/**
 * The address from which anybody can download the content without a token, until it expires. Give it to a browser or a
 * player, and to nobody else. In a browser itself it cannot be read.
 *
 * @example
 * ```ts
 * import { FileDownload } from "@effect-box/core"
 * import { Effect, Redacted } from "effect"
 *
 * const location = FileDownload.url({ file_id: "12345" }).pipe(Effect.map(Redacted.value))
 * ```
 *
 * @see https://developer.box.com/reference/get-files-id-content/
 * @category operations
 * @since 0.2.0
 */
export const url = (input: PinInput): Effect.Effect<Redacted<string>, BoxError.BoxError, Operation.Requirements> =>
  Effect.flatMap(readArgument("FileDownload.url", input), (read) => contentUrl("FileDownload.url", read))

const isZipped = ({ type, id }: CreateZipDownloadInput["items"][number]): boolean =>
  (type === "file" || type === "folder") && typeof id === "string" && id !== ""

/**
 * Downloads files and folders as one zip, which Box creates while it is read. It can be read once and not resumed.
 *
 * @see https://developer.box.com/guides/downloads/zip/
 * @category operations
 * @since 0.2.0
 */
export const zip = (
  input: CreateZipDownloadInput
): Stream.Stream<Uint8Array, BoxError.BoxError, HttpClient | TokenStore> =>
  Stream.unwrap(
    Effect.flatMap(readArgument("FileDownload.zip", input), (given) =>
      tryRead(() => given.items.length > 0 && given.items.every(isZipped)) === true
        ? Effect.map(createZipDownload(given), ({ download_url: url }) => getZipDownloadContent({ url }))
        : Effect.fail(invalidInput("FileDownload.zip", "items must name at least one file or folder"))
    )
  )
