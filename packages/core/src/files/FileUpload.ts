/**
 * Uploads files of any size. Content below {@link chunkThreshold} is sent in one request, larger content in the parts
 * of an upload session. In both cases the size and SHA-1 of the stored file are compared with what was sent.
 *
 * Memory: content of up to 1 MiB is held whole. Above that, a single request holds one chunk of its source, and a
 * session holds `part size x concurrency` bytes, plus the chunk that the source is about to emit. Box chooses the part
 * size: from 8 MiB for small files to 64 MiB for the largest.
 *
 * Retries: a source that can be read again is sent again. If the outcome of an attempt is unknown, Box is asked first,
 * so that nothing is stored twice. A session is released on every exit: it is committed, or deleted on failure and
 * interruption. Only {@link resumable} keeps a session, so that a killed process can continue.
 *
 * @example
 * ```ts
 * import { FileUpload, UploadSource } from "@effect-box/core"
 *
 * const bytes = new TextEncoder().encode("Q1: fine")
 * const report = FileUpload.upload(UploadSource.fromBytes(bytes), { folder_id: "0", name: "report.txt" })
 * ```
 *
 * @see https://developer.box.com/guides/uploads/
 */
import * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import type { KeyValueStore, KeyValueStoreError } from "effect/persistence/KeyValueStore"
import type { File } from "../api/schemas/Item.ts"
import type { BoxError, BoxInvalidInput } from "../BoxError.ts"
import { uploadInSession } from "./internal/chunkedUpload.ts"
import { takeOnce, uploadOneShot, uploadSized } from "./internal/directUpload.ts"
import { countFault, invalidInput, readArgument, tryRead } from "../internal/argument.ts"
import { forgetUpload, type Resumed, uploadResumable } from "./internal/resumableUpload.ts"
import { isSource, readInto } from "./internal/sourceBytes.ts"
import type { Time } from "../internal/timestamp.ts"
import { newFile, newVersion, type Target } from "./internal/uploadTarget.ts"
import { asTransfer } from "../http/Pacing.ts"
import type { OnProgress } from "./Progress.ts"
import type { TokenStore } from "../http/TokenStore.ts"
import { inSpan } from "../http/internal/observation.ts"
import { type Bytes, fromBytes, fromStream, type Positions, type Sized, type UploadSource } from "./UploadSource.ts"

export type { Resumed }

/**
 * The size in bytes from which `upload` and `uploadVersion` use an upload session. Box accepts no session for less.
 *
 * @category constants
 * @since 0.1.0
 */
export const chunkThreshold = 20_000_000

/**
 * The options that all uploads share.
 *
 * @category models
 * @since 0.1.0
 */
export interface TransferOptions {
  /**
   * The number of parts that are sent at the same time. Each needs the memory of a part. Default: 4 to begin with; while
   * parts are slow, the upload tries from 1 to 16, as far as they need less than 128 MiB, and keeps what moves the most.
   */
  readonly concurrency?: number | undefined
  /** Called with the number of bytes so far; see `Progress`. */
  readonly onProgress?: OnProgress | undefined
}

/**
 * The options for a new file.
 *
 * @category models
 * @since 0.1.0
 */
export interface UploadOptions extends TransferOptions {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  /** Up to 255 characters, without `/`, `\` and control characters, not `.` or `..`, no trailing space. */
  readonly name: string
  /** Sent in whole seconds; fractions are dropped. Default: the time of the upload. */
  readonly content_created_at?: Time | undefined
  /** Sent in whole seconds; fractions are dropped. Default: the time of the upload. */
  readonly content_modified_at?: Time | undefined
  readonly description?: string | undefined
}

/**
 * The options for a new version of an existing file.
 *
 * @category models
 * @since 0.1.0
 */
export interface UploadVersionOptions extends TransferOptions {
  readonly file_id: string
  /** Also renames the file. Default: the name stays. */
  readonly name?: string | undefined
  /** Fails with `BoxPreconditionFailed` if this is no longer the file's etag. */
  readonly if_match?: string | undefined
  /** Sent in whole seconds; fractions are dropped. Default: the time of the upload. */
  readonly content_modified_at?: Time | undefined
}

const checkTransfer = /*#__PURE__*/ Effect.fnUntraced(function* (
  operation: string,
  source: UploadSource<unknown, unknown>,
  { concurrency, onProgress }: TransferOptions
): Effect.fn.Return<void, BoxInvalidInput> {
  if (!isSource(source)) return yield* invalidInput(operation, "source must be made with UploadSource")
  if (onProgress !== undefined && typeof onProgress !== "function") {
    return yield* invalidInput(operation, "onProgress must be a function")
  }
  const { size } = source
  if (!(source._tag === "OneShot" && size === undefined) && !(Number.isSafeInteger(size) && Number(size) >= 0)) {
    return yield* invalidInput(operation, `size must be a whole number of bytes`)
  }
  const fault = concurrency === undefined ? undefined : countFault("concurrency", concurrency)
  if (fault !== undefined) return yield* invalidInput(operation, fault)
})

const send = /*#__PURE__*/ Effect.fnUntraced(function* <E, R, Options extends TransferOptions>(
  operation: string,
  source: UploadSource<E, R>,
  given: Options,
  target: (options: Options) => Effect.Effect<Target, BoxInvalidInput>,
  always: boolean
): Effect.fn.Return<File, BoxError | E, HttpClient | TokenStore | R> {
  const options = yield* readArgument(operation, given, "options must be an object such as { folder_id, name }")
  const { concurrency, onProgress } = options
  yield* checkTransfer(operation, source, options)
  const checked = yield* target(options)
  if (source._tag === "OneShot") {
    const { size } = source
    if (size === undefined) return yield* uploadOneShot(operation, source, checked, onProgress)
    const opened = fromStream({ size, stream: yield* takeOnce(operation, source) })
    if (size >= chunkThreshold) return yield* uploadInSession(operation, opened, checked, concurrency, onProgress)
    const bytes = new Uint8Array(size)
    yield* readInto(operation, opened, bytes)
    return yield* uploadSized<never, never>(operation, fromBytes(bytes), checked, onProgress)
  }
  return always || source.size >= chunkThreshold
    ? yield* uploadInSession(operation, source, checked, concurrency, onProgress)
    : yield* uploadSized(operation, source, checked, onProgress)
})

/** `instanceof` throws for a revoked proxy. */
const isBytes = (given: unknown): given is Uint8Array => tryRead(() => given instanceof Uint8Array) === true

const run = <E, R, Options extends TransferOptions>(
  operation: string,
  given: UploadSource<E, R> | Uint8Array,
  options: Options,
  target: (options: Options) => Effect.Effect<Target, BoxInvalidInput>,
  always: boolean
): Effect.Effect<File, BoxError | E, HttpClient | TokenStore | R> => {
  const source = isBytes(given) ? fromBytes(given) : given
  return send(operation, source, options, target, always).pipe(asTransfer, inSpan(operation))
}

/**
 * Stores a new file. If the name is taken, it fails with `BoxItemNameInUse`, whose `conflicts` contain the file to
 * pass to {@link uploadVersion}. If the outcome of an attempt is unknown and Box then has a file with that name, size
 * and SHA-1, the upload has succeeded.
 *
 * @example
 * ```ts
 * import { FileUpload } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const bytes = new TextEncoder().encode("hello")
 * const sha1 = FileUpload.upload(bytes, { folder_id: "0", name: "hello.txt" }).pipe(
 *   Effect.map((file) => file.sha1),
 *   Effect.provide(BoxEmulator.layer)
 * )
 *
 * console.log(await Effect.runPromise(sha1)) // aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d
 * ```
 *
 * @see https://developer.box.com/reference/post-files-content/
 * @category operations
 * @since 0.1.0
 */
export const upload = <E = never, R = never>(
  source: UploadSource<E, R> | Uint8Array,
  options: UploadOptions
): Effect.Effect<File, BoxError | E, HttpClient | TokenStore | R> => {
  const operation = "FileUpload.upload"
  return run(operation, source, options, (read) => newFile(operation, read), false)
}

/**
 * Stores a new version of a file. If the outcome of an attempt is unknown, the file is read first; if it already has
 * this content, the upload has succeeded.
 *
 * @example
 * ```ts
 * import { FileUpload } from "@effect-box/core"
 *
 * const update = (file_id: string, etag: string, bytes: Uint8Array) =>
 *   FileUpload.uploadVersion(bytes, { file_id, if_match: etag })
 * ```
 *
 * @see https://developer.box.com/reference/post-files-id-content/
 * @category operations
 * @since 0.1.0
 */
export const uploadVersion = <E = never, R = never>(
  source: UploadSource<E, R> | Uint8Array,
  options: UploadVersionOptions
): Effect.Effect<File, BoxError | E, HttpClient | TokenStore | R> => {
  const operation = "FileUpload.uploadVersion"
  return run(operation, source, options, (read) => newVersion(operation, read), false)
}

/**
 * Stores a new file, or a new version with `file_id`, through an upload session regardless of its size. Box rejects
 * less than {@link chunkThreshold} bytes with `file_size_too_small`. A session for the same target that an earlier
 * upload left behind is deleted, so two concurrent uploads to one target end each other.
 *
 * @example
 * ```ts
 * import { FileUpload, type UploadSource } from "@effect-box/core"
 * import { Console } from "effect"
 *
 * const upload = (film: UploadSource.Sized) =>
 *   FileUpload.uploadChunked(film, {
 *     folder_id: "0",
 *     name: "film.mov",
 *     concurrency: 8,
 *     onProgress: ({ transferred, total }) => Console.log(`${transferred} of ${total}`)
 *   })
 * ```
 *
 * @see https://developer.box.com/guides/uploads/chunked/
 * @category operations
 * @since 0.1.0
 */
export const uploadChunked = <E = never, R = never>(
  source: Sized<E, R> | Uint8Array,
  options: UploadOptions | UploadVersionOptions
): Effect.Effect<File, BoxError | E, HttpClient | TokenStore | R> => {
  const operation = "FileUpload.uploadChunked"
  const target = (read: UploadOptions | UploadVersionOptions) =>
    "file_id" in read ? newVersion(operation, read) : newFile(operation, read)
  return run<E, R, UploadOptions | UploadVersionOptions>(operation, source, options, target, true)
}

/**
 * How an upload continues after its process was killed.
 *
 * @category models
 * @since 0.1.0
 */
export interface ResumeOptions {
  /** The key of the checkpoint in the `KeyValueStore`: the same for each run of this upload, and unique to it. */
  readonly checkpoint: string
  /**
   * A value that changes whenever the source changes, such as a modification time. It is compared as text, in addition
   * to the size. Default `""`: only size and bytes are compared.
   */
  readonly identity?: string | undefined
  /**
   * What to do if the source has changed since an earlier run: `fail` with `BoxIntegrityError`, which leaves everything
   * as it is, or `restart` with a new session. Default `fail`.
   */
  readonly whenChanged?: "fail" | "restart" | undefined
}

const checkKey = (operation: string, checkpoint: string): Effect.Effect<void, BoxInvalidInput> =>
  typeof checkpoint === "string" && checkpoint !== ""
    ? Effect.void
    : Effect.fail(invalidInput(operation, "checkpoint must be a non-empty string"))

/**
 * The options of {@link resumable}: a new file, or a new version with `file_id`.
 *
 * @category models
 * @since 0.1.0
 */
export type ResumableOptions = (UploadOptions | UploadVersionOptions) & ResumeOptions

/**
 * Stores a new file, or a new version with `file_id`, and continues where a killed run stopped. The checkpoint names
 * the upload session and is written before the first part. The next run asks Box for the parts of that session and
 * reads the whole source. Every part that Box has must have the SHA-1 of the source's bytes; the others are sent, and
 * the commit contains the SHA-1 of the whole file. So the stored file is always the source as this run has read it,
 * never a mixture.
 *
 * If the session no longer exists (Box keeps it for seven days), a new one is started; the result and a warning in the
 * log say so. If a new file's name is taken by a file with the same size and SHA-1, an earlier run has succeeded but
 * was killed before it could report. The same applies to a session that no longer exists because it became the file.
 * On success the checkpoint is removed. An interruption, or a failure that another run may overcome, keeps the session
 * and the checkpoint; see {@link forget}. Any other failure ends the session and removes the checkpoint. A checkpoint
 * for another target fails with `BoxInvalidInput`.
 *
 * Content below {@link chunkThreshold}, for which Box has no sessions, is sent in one request and leaves no
 * checkpoint. Memory: `part size x concurrency`. Every run must use the same Box user.
 *
 * Use a key in one run at a time. A second run with the same store in the same process fails with `BoxInvalidInput`
 * before anything is sent. A `KeyValueStore` cannot detect other processes. Two such runs share one session, store
 * each part once, and both report the one file. If they start at the same moment, the later one deletes the session of
 * the other, which then continues with the later session. A run that finds neither that session nor the file fails
 * with `BoxNotFound`; run it again. A second run that starts after the first has finished is a new upload, and makes
 * another version with `file_id`.
 *
 * @example
 * ```ts
 * import { FileUpload, UploadSource } from "@effect-box/core"
 *
 * const film = (size: number, read: UploadSource.Read<never, never>) =>
 *   FileUpload.resumable(UploadSource.fromPositions({ size, read }), {
 *     folder_id: "0",
 *     name: "film.mov",
 *     checkpoint: "film"
 *   })
 * ```
 *
 * @see https://developer.box.com/guides/uploads/chunked/
 * @category operations
 * @since 0.1.0
 */
export const resumable = <E = never, R = never>(
  source: Bytes | Positions<E, R>,
  options: ResumableOptions
): Effect.Effect<Resumed, BoxError | KeyValueStoreError | E, HttpClient | TokenStore | KeyValueStore | R> => {
  const operation = "FileUpload.resumable"
  return Effect.gen(function* () {
    const read = yield* readArgument(
      operation,
      options,
      "options must be an object such as { folder_id, name, checkpoint }"
    )
    const { concurrency, onProgress, checkpoint, identity = "", whenChanged = "fail" } = read
    yield* checkTransfer(operation, source, read)
    yield* checkKey(operation, checkpoint)
    if (typeof identity !== "string") return yield* invalidInput(operation, "identity must be a string")
    if (whenChanged !== "fail" && whenChanged !== "restart") {
      return yield* invalidInput(operation, "whenChanged must be fail or restart")
    }
    const target = yield* "file_id" in read ? newVersion(operation, read) : newFile(operation, read)
    return yield* uploadResumable({
      operation,
      source,
      target,
      concurrency,
      onProgress,
      checkpoint,
      identity,
      whenChanged
    })
  }).pipe(asTransfer, inSpan(operation))
}

/**
 * Abandons an upload of {@link resumable}: deletes its session on Box, with all parts, and removes the checkpoint.
 * Does nothing if there is no checkpoint. Safe to repeat.
 *
 * @example
 * ```ts
 * import { FileUpload } from "@effect-box/core"
 *
 * const abandon = FileUpload.forget("film")
 * ```
 *
 * @see https://developer.box.com/reference/delete-files-upload-sessions-id/
 * @category operations
 * @since 0.1.0
 */
export const forget = (
  checkpoint: string
): Effect.Effect<void, BoxError | KeyValueStoreError, HttpClient | TokenStore | KeyValueStore> =>
  inSpan("FileUpload.forget")(Effect.andThen(checkKey("FileUpload.forget", checkpoint), forgetUpload(checkpoint)))
