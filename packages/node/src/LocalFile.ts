/**
 * Files of this machine to Box and back. Uploads read from one open file, and notice when it changes under them;
 * downloads appear under their name only when they are complete and verified.
 *
 * It needs Effect's `FileSystem` and `Path`, which `NodeBox` brings; tests give {@link layerTest} instead. Disk errors
 * are Effect's `PlatformError`.
 *
 * @example
 * ```ts
 * import { LocalFile } from "@effect-box/node"
 * import { Effect } from "effect"
 *
 * const backup = LocalFile.upload("year.zip", { folder_id: "0" })
 * const restored = Effect.flatMap(backup, (file) => LocalFile.download("restored.zip", { file_id: file.id }))
 * ```
 */
import type { File } from "@effect-box/core/api/schemas/Item"
import { type BoxError, BoxIntegrityError, BoxInvalidInput } from "@effect-box/core/BoxError"
import * as FileUpload from "@effect-box/core/FileUpload"
import { Sha1 } from "@effect-box/core/Sha1"
import type { TokenStore } from "@effect-box/core/TokenStore"
import * as UploadSource from "@effect-box/core/UploadSource"
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import * as FileSystem from "effect/FileSystem"
import type { HttpClient } from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { KeyValueStore, KeyValueStoreError } from "effect/persistence/KeyValueStore"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import { checkPath, readOptions } from "./internal/argument.ts"
import { type Downloaded, type DownloadOptions, downloadTo } from "./internal/localDownload.ts"
import { makeMemoryFileSystem } from "./internal/memoryFileSystem.ts"

export type { Downloaded, DownloadOptions }

/** As `FileUpload.UploadOptions`. */
export interface UploadOptions extends Omit<FileUpload.UploadOptions, "name"> {
  /** Default: the last segment of the path. */
  readonly name?: string | undefined
}

/** As `FileUpload.UploadVersionOptions`. */
export type UploadVersionOptions = FileUpload.UploadVersionOptions

/** What every function here needs. */
export type Requirements = HttpClient | TokenStore | FileSystem.FileSystem

/** Where the span was opened would be a line of this file, whoever calls. */
const untraceable = { captureStackTrace: false } as const

const modified = (info: FileSystem.File.Info): number | undefined =>
  Option.getOrUndefined(Option.map(info.mtime, (time) => time.getTime()))

/** Reads `length` bytes at `offset`; fewer at the end of the file. */
const fill = Effect.fnUntraced(function* (file: FileSystem.File, offset: number, length: number, buffer: Uint8Array) {
  let filled = 0
  while (filled < length) {
    const count = yield* file.read(buffer.subarray(filled), { position: BigInt(offset + filled) })
    if (count === 0) break
    filled += count
  }
  return buffer.subarray(0, filled)
})

/** The bytes of one open file, read by position, and what changes when somebody writes to it. */
interface OpenSource {
  readonly source: UploadSource.Positions<PlatformError | BoxIntegrityError, never>
  readonly identity: string
}

const openSource = Effect.fnUntraced(function* (
  operation: string,
  path: string
): Effect.fn.Return<OpenSource, PlatformError | BoxInvalidInput, FileSystem.FileSystem | Scope.Scope> {
  yield* checkPath(operation, path)
  const fs = yield* FileSystem.FileSystem
  const file = yield* fs.open(path, { flag: "r" })
  const before = yield* file.stat
  if (before.type !== "File") {
    const message = `${path} is no regular file (${before.type})`
    return yield* new BoxInvalidInput({ operation, message, attempts: 0 })
  }
  const size = Number(before.size)

  const changed = (property: "size" | "modified", before: bigint | number | undefined, after: typeof before) =>
    Effect.fail(
      new BoxIntegrityError({
        operation,
        attempts: 0,
        property,
        expected: String(before),
        actual: String(after),
        message: `${path} changed while it was being read: ${property} ${before}, then ${after}`
      })
    )

  const checkUnchanged = Effect.flatMap(file.stat, (after): Effect.Effect<void, BoxIntegrityError> => {
    if (after.size !== before.size) return changed("size", before.size, after.size)
    return modified(after) === modified(before) ? Effect.void : changed("modified", modified(before), modified(after))
  })

  const read = (offset: number, length: number, buffer: Uint8Array) =>
    Effect.flatMap(fill(file, offset, length, buffer), (bytes) =>
      // After the last byte was read and before Box is told that this is the file.
      bytes.length < length || offset + length === size ? Effect.as(checkUnchanged, bytes) : Effect.succeed(bytes)
    )

  // No inode: a file that was copied back is the same, and the parts that Box has are compared anyway.
  const source = UploadSource.fromPositions({ size, read, fillsSharedMemory: true })
  return { source, identity: `mtime ${modified(before)}` }
})

const uploadNew = Effect.fnUntraced(function* (path: string, options: UploadOptions) {
  const operation = "LocalFile.upload"
  const given = yield* readOptions(operation, options)
  const { source } = yield* openSource(operation, path)
  const name = given.name ?? (yield* Path.Path).basename(path)
  return yield* FileUpload.upload(source, { ...given, name })
})

/**
 * Stores a local file as a new file on Box: `FileUpload.upload` of its bytes. One that changes in size or modification
 * time while it is read fails with `BoxIntegrityError`, and nothing is stored.
 */
export const upload = (
  path: string,
  options: UploadOptions
): Effect.Effect<File, BoxError | PlatformError, Requirements | Path.Path> =>
  Effect.scoped(uploadNew(path, options)).pipe(Effect.withSpan("LocalFile.upload", {}, untraceable))

/**
 * Stores a local file as a new version of a file on Box: `FileUpload.uploadVersion` of its bytes. See {@link upload}.
 */
export const uploadVersion = (
  path: string,
  options: UploadVersionOptions
): Effect.Effect<File, BoxError | PlatformError, Requirements> =>
  Effect.scoped(
    Effect.flatMap(openSource("LocalFile.uploadVersion", path), ({ source }) =>
      FileUpload.uploadVersion(source, options)
    )
  ).pipe(Effect.withSpan("LocalFile.uploadVersion", {}, untraceable))

/** A new file, or with `file_id` a new version. */
export type ResumableOptions = (UploadOptions | UploadVersionOptions) & Pick<FileUpload.ResumeOptions, "whenChanged">

/** Which upload is meant: what `uploadResumable` was given. */
export type ResumableTarget = Pick<UploadOptions, "folder_id" | "name"> | Pick<UploadVersionOptions, "file_id">

/** One key for each file and place, short enough for the name of a file. */
const checkpointKey = Effect.fnUntraced(function* (operation: string, path: string, target: ResumableTarget) {
  const paths = yield* Path.Path
  const place =
    "file_id" in target ? ["file", target.file_id] : ["folder", target.folder_id, target.name ?? paths.basename(path)]
  if (!place.every((text) => typeof text === "string")) {
    const message = "file_id, or folder_id and name, must be strings"
    return yield* new BoxInvalidInput({ operation, message, attempts: 0 })
  }
  const hasher = (yield* Sha1).create()
  hasher.update(new TextEncoder().encode(JSON.stringify([paths.resolve(path), ...place])))
  return `effect-box-upload-${Hex.encode(hasher.digest())}`
})

/**
 * Stores a local file as a new file, or with `file_id` as a new version, and goes on where a process that was killed
 * stopped: `FileUpload.resumable` with the absolute path and the target as its key, and the modification time as the
 * file's identity. The checkpoint is in the `KeyValueStore` that is provided, one file each in the example; a store that
 * several machines share needs a prefix for each.
 *
 * @example
 * ```ts
 * import { LocalFile } from "@effect-box/node"
 * import { Effect } from "effect"
 * import { KeyValueStore } from "effect/persistence"
 *
 * const backup = LocalFile.uploadResumable("year.zip", { folder_id: "0", whenChanged: "restart" }).pipe(
 *   Effect.provide(KeyValueStore.layerFileSystem(".effect-box"))
 * )
 * ```
 */
export const uploadResumable = (
  path: string,
  options: ResumableOptions
): Effect.Effect<
  FileUpload.Resumed,
  BoxError | PlatformError | KeyValueStoreError,
  Requirements | Path.Path | KeyValueStore
> =>
  Effect.scoped(
    Effect.gen(function* () {
      const operation = "LocalFile.uploadResumable"
      const paths = yield* Path.Path
      const given = yield* readOptions(operation, options)
      const { source, identity } = yield* openSource(operation, path)
      const checkpoint = yield* checkpointKey(operation, path, given)
      const target = "file_id" in given ? given : { ...given, name: given.name ?? paths.basename(path) }
      return yield* FileUpload.resumable(source, { ...target, checkpoint, identity })
    })
  ).pipe(Effect.withSpan("LocalFile.uploadResumable", {}, untraceable))

/** Gives up what {@link uploadResumable} was to finish: `FileUpload.forget`. The file need not be there any more. */
export const forgetUpload = (
  path: string,
  target: ResumableTarget
): Effect.Effect<void, BoxError | KeyValueStoreError, HttpClient | TokenStore | Path.Path | KeyValueStore> =>
  Effect.gen(function* () {
    const operation = "LocalFile.forgetUpload"
    yield* checkPath(operation, path)
    yield* FileUpload.forget(yield* checkpointKey(operation, path, yield* readOptions(operation, target)))
  })

/**
 * Writes a file, or one of its versions, to `path`. The bytes go to `<path>.part` and are flushed to disk; when size
 * and SHA-1 are right the file gets its name. A file that is there already fails with `BoxInvalidInput` before anything
 * is sent, unless `overwrite` is set.
 *
 * A failure or an interruption removes what was written. Only a process that is killed leaves `<path>.part` and
 * `<path>.part.json` behind; the next download of the same version to the same path goes on from there, after reading
 * what is there into the digest, and one that was killed at the very end is found to be complete. A file of up to 1 MiB
 * is written only when all of it is right, and begins again. One download per path at a time.
 *
 * With `connections` above 1, ranges of 1 to 64 MiB are fetched side by side, each written to its own place, and the
 * digest of the whole follows behind in order; a killed process loses the ranges that were under way. All of them are
 * of the version that was current at the beginning. The next run may take another number of connections.
 *
 * Memory: what waits in a connection (up to 512 KiB each) and up to 2 MiB. A thread hashes files of 16 MiB and more, where
 * `NodeSha1` is provided.
 */
export const download = (
  path: string,
  options: DownloadOptions
): Effect.Effect<Downloaded, BoxError | PlatformError, Requirements> =>
  Effect.gen(function* () {
    const operation = "LocalFile.download"
    yield* checkPath(operation, path)
    return yield* downloadTo(operation, path, yield* readOptions(operation, options))
  }).pipe(Effect.withSpan("LocalFile.download", {}, untraceable))

/**
 * A disk in memory with these files, and nothing else of a file system than what transfers need.
 *
 * @example
 * ```ts
 * import { LocalFile } from "@effect-box/node"
 *
 * const Disk = LocalFile.layerTest({ "a.zip": "...", "b.bin": new Uint8Array(1000) })
 * ```
 */
export const layerTest = (
  files: Readonly<Record<string, string | Uint8Array>> = {}
): Layer.Layer<FileSystem.FileSystem | Path.Path> =>
  Layer.merge(Layer.effect(FileSystem.FileSystem, makeMemoryFileSystem(files)), Path.layer)
