/**
 * Files to Box, whatever their size. Content below {@link chunkThreshold} goes in one request, larger content in the
 * parts of an upload session, and either way what Box has stored is compared by size and SHA-1 with what was sent.
 *
 * Memory: up to 1 MiB of content is held whole; above that a single request holds one chunk of its source, and a
 * session `part size x concurrency` bytes, plus the chunk that the source is about to hand out. Box chooses the part
 * size: 8 MiB for small files, 64 MiB for the largest.
 *
 * Retries: what can be read again is sent again, after a look at Box where the outcome of an attempt is unknown, so
 * that nothing is stored twice. A session is released on every exit: committed, or deleted on failure and interruption.
 * Only {@link resumable} keeps one, so that a process that was killed can go on.
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
import { uploadOneShot, uploadSized } from "./internal/directUpload.ts"
import { invalidInput, readArgument, tryRead } from "../internal/argument.ts"
import { forgetUpload, type Resumed, uploadResumable } from "./internal/resumableUpload.ts"
import { isSource } from "./internal/sourceBytes.ts"
import type { Time } from "../internal/timestamp.ts"
import { newFile, newVersion, type Target } from "./internal/uploadTarget.ts"
import { asTransfer } from "../http/Pacing.ts"
import type { OnProgress } from "./Progress.ts"
import type { TokenStore } from "../http/TokenStore.ts"
import { type Bytes, fromBytes, type Positions, type Sized, type UploadSource } from "./UploadSource.ts"

export type { Resumed }

/** From this size on, in bytes, `upload` and `uploadVersion` use an upload session; Box accepts none for less. */
export const chunkThreshold = 20_000_000

/** How any upload is done. */
export interface TransferOptions {
  /** Parts of a session under way at once. Default 4. */
  readonly concurrency?: number | undefined
  /** Bytes of content so far; see `Progress`. */
  readonly onProgress?: OnProgress | undefined
}

/** A new file. */
export interface UploadOptions extends TransferOptions {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  /** Up to 255 characters, without `/`, `\` and control characters, not `.` or `..`, no trailing space. */
  readonly name: string
  /** In whole seconds; a fraction is left out. Default: the time of the upload. */
  readonly content_created_at?: Time | undefined
  /** In whole seconds; a fraction is left out. Default: the time of the upload. */
  readonly content_modified_at?: Time | undefined
  readonly description?: string | undefined
}

/** A new version of a file that exists. */
export interface UploadVersionOptions extends TransferOptions {
  readonly file_id: string
  /** Renames the file along with it. Default: the name stays. */
  readonly name?: string | undefined
  /** Only if this is still the file's etag; otherwise `BoxPreconditionFailed`. */
  readonly if_match?: string | undefined
  /** In whole seconds; a fraction is left out. Default: the time of the upload. */
  readonly content_modified_at?: Time | undefined
}

const checkTransfer = /*#__PURE__*/ Effect.fnUntraced(function* (
  operation: string,
  source: UploadSource<unknown, unknown>,
  { concurrency = 4, onProgress }: TransferOptions
): Effect.fn.Return<void, BoxInvalidInput> {
  if (!isSource(source)) return yield* invalidInput(operation, "source must be one that UploadSource makes")
  if (onProgress !== undefined && typeof onProgress !== "function") {
    return yield* invalidInput(operation, "onProgress must be a function")
  }
  if (source._tag !== "OneShot" && (!Number.isSafeInteger(source.size) || source.size < 0)) {
    return yield* invalidInput(operation, `size must be a whole number of bytes`)
  }
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    return yield* invalidInput(operation, `concurrency must be a whole number of at least 1`)
  }
})

const send = /*#__PURE__*/ Effect.fnUntraced(function* <E, R, Options extends TransferOptions>(
  operation: string,
  source: UploadSource<E, R>,
  given: Options,
  target: (options: Options) => Effect.Effect<Target, BoxInvalidInput>,
  always: boolean
): Effect.fn.Return<File, BoxError | E, HttpClient | TokenStore | R> {
  const options = yield* readArgument(operation, given, "options must be an object such as { folder_id, name }")
  const { concurrency = 4, onProgress } = options
  yield* checkTransfer(operation, source, options)
  const checked = yield* target(options)
  if (source._tag === "OneShot") return yield* uploadOneShot(operation, source, checked, onProgress)
  return always || source.size >= chunkThreshold
    ? yield* uploadInSession(operation, source, checked, concurrency, onProgress)
    : yield* uploadSized(operation, source, checked, onProgress)
})

/** A revoked proxy throws where it is looked at. */
const isBytes = (given: unknown): given is Uint8Array => tryRead(() => given instanceof Uint8Array) === true

const run = <E, R, Options extends TransferOptions>(
  operation: string,
  given: UploadSource<E, R> | Uint8Array,
  options: Options,
  target: (options: Options) => Effect.Effect<Target, BoxInvalidInput>,
  always: boolean
): Effect.Effect<File, BoxError | E, HttpClient | TokenStore | R> => {
  const source = isBytes(given) ? fromBytes(given) : given
  return send(operation, source, options, target, always).pipe(
    asTransfer,
    // No stack trace: it would always point here.
    Effect.withSpan(operation, { kind: "client" }, { captureStackTrace: false })
  )
}

/**
 * Stores a new file. A name that is taken fails with `BoxItemNameInUse`, whose `conflicts` tell the file to give to
 * {@link uploadVersion}. When an attempt's outcome is unknown and the name is then taken by a file with the same size
 * and SHA-1, that is this upload's own success.
 *
 * @see https://developer.box.com/reference/post-files-content/
 */
export const upload = <E = never, R = never>(
  source: UploadSource<E, R> | Uint8Array,
  options: UploadOptions
): Effect.Effect<File, BoxError | E, HttpClient | TokenStore | R> => {
  const operation = "FileUpload.upload"
  return run(operation, source, options, (read) => newFile(operation, read), false)
}

/**
 * Stores a new version of a file. When an attempt's outcome is unknown, the file is read first: if it has this content
 * by then, that is this upload's own success.
 *
 * @see https://developer.box.com/reference/post-files-id-content/
 */
export const uploadVersion = <E = never, R = never>(
  source: UploadSource<E, R> | Uint8Array,
  options: UploadVersionOptions
): Effect.Effect<File, BoxError | E, HttpClient | TokenStore | R> => {
  const operation = "FileUpload.uploadVersion"
  return run(operation, source, options, (read) => newVersion(operation, read), false)
}

/**
 * Stores a new file, or with `file_id` a new version, through an upload session whatever its size; Box refuses less
 * than {@link chunkThreshold} bytes with `file_size_too_small`. A session for the same target that was left behind by
 * an earlier upload is deleted, so two uploads to one target at the same time end each other.
 *
 * @see https://developer.box.com/guides/uploads/chunked/
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

/** How an upload goes on after the process that began it was killed. */
export interface ResumeOptions {
  /** The key of the checkpoint in the `KeyValueStore`: the same for each run of this upload, and for no other. */
  readonly checkpoint: string
  /**
   * What changes when the source changes, such as a modification time; compared as text, beside the size. Default `""`:
   * then only size and bytes tell.
   */
  readonly identity?: string | undefined
  /**
   * What to do when the source is not what an earlier run began to send: `fail` with `BoxIntegrityError`, which leaves
   * everything as it is, or `restart` with a new session. Default `fail`.
   */
  readonly whenChanged?: "fail" | "restart" | undefined
}

const checkKey = (operation: string, checkpoint: string): Effect.Effect<void, BoxInvalidInput> =>
  typeof checkpoint === "string" && checkpoint !== ""
    ? Effect.void
    : Effect.fail(invalidInput(operation, "checkpoint must be a non-empty string"))

/** A new file, or with `file_id` a new version. */
export type ResumableOptions = (UploadOptions | UploadVersionOptions) & ResumeOptions

/**
 * Stores a new file, or with `file_id` a new version, and goes on where an earlier run was killed. The checkpoint names
 * the upload session and is written before the first part; the next run asks Box for the parts of that session and
 * reads the whole source: each part that Box has must have the SHA-1 of the source's bytes, the others are sent, and the
 * commit holds the SHA-1 of the whole. So what is stored is always the source as this run has read it, never a mixture.
 *
 * A session that is gone (Box keeps it for seven days) is begun anew; the result and a warning in the log say so. A new
 * file whose name is taken by one with the same size and SHA-1 is the success of a run that was killed before it could
 * tell, and so is a session that is gone because it became the file. The checkpoint is removed on success. An interruption, and
 * a failure that another run may heal, keep session and checkpoint on purpose; see {@link forget}. Any other failure
 * ends the session and removes the checkpoint. A checkpoint for another target fails with `BoxInvalidInput`.
 *
 * What Box takes no session for, less than {@link chunkThreshold} bytes, goes in one request and leaves no checkpoint.
 * Memory: `part size x concurrency`. Whoever runs it must have the same Box user each time.
 *
 * One run per key at a time: a second one with the same store in the same process fails with `BoxInvalidInput` before anything is
 * sent. A `KeyValueStore` cannot tell what other processes do. There two runs go on with one session, store each part once, and
 * both report the one file that becomes of it; where they begin at the same moment, the later one ends the other's session, which
 * then goes on with the session of the later one. A run that finds neither that session nor the file fails with `BoxNotFound`; run it
 * again. A second run that begins when the first one is done is a new upload, and with `file_id` makes another version.
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
    const { concurrency = 4, onProgress, checkpoint, identity = "", whenChanged = "fail" } = read
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
  }).pipe(asTransfer, Effect.withSpan(operation, { kind: "client" }))
}

/**
 * Gives up an upload that {@link resumable} was to finish: ends its session on Box, which drops its parts, and removes
 * the checkpoint. Does nothing where there is none. Safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-files-upload-sessions-id/
 */
export const forget = (
  checkpoint: string
): Effect.Effect<void, BoxError | KeyValueStoreError, HttpClient | TokenStore | KeyValueStore> =>
  Effect.withSpan(
    Effect.andThen(checkKey("FileUpload.forget", checkpoint), forgetUpload(checkpoint)),
    "FileUpload.forget",
    { kind: "client" }
  )
