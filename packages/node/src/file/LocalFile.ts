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
import type { BoxError } from "@effect-box/core/BoxError"
import * as FileUpload from "@effect-box/core/FileUpload"
import type { TokenStore } from "@effect-box/core/TokenStore"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { HttpClient } from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import type { KeyValueStore, KeyValueStoreError } from "effect/persistence/KeyValueStore"
import type { PlatformError } from "effect/PlatformError"
import { checkPath, readOptions } from "../internal/argument.ts"
import { type Downloaded, type DownloadOptions, downloadTo } from "./internal/localDownload.ts"
import {
  checkpointKey,
  type KeepTime,
  type Requirements,
  type ResumableOptions,
  type ResumableTarget,
  type UploadOptions,
  type UploadVersionOptions,
  uploadNew,
  uploadNewVersion,
  uploadOnwards
} from "./internal/localUpload.ts"
import { makeMemoryFileSystem } from "./internal/memoryFileSystem.ts"

export type {
  Downloaded,
  DownloadOptions,
  KeepTime,
  Requirements,
  ResumableOptions,
  ResumableTarget,
  UploadOptions,
  UploadVersionOptions
}

/** Where the span was opened would be a line of this file, whoever calls. */
const untraceable = { captureStackTrace: false } as const

/**
 * Stores a local file as a new file on Box: `FileUpload.upload` of its bytes, with its modification time as
 * `content_modified_at`. A file that changes in size or modification time while it is read, or that holds more bytes than its
 * size says, fails with `BoxIntegrityError`, and nothing is stored. What is no regular file (a pipe, a socket, a device, a
 * directory) is refused with `BoxInvalidInput` without waiting for it.
 */
export const upload = (
  path: string,
  options: UploadOptions
): Effect.Effect<File, BoxError | PlatformError, Requirements | Path.Path> =>
  uploadNew(path, options).pipe(Effect.withSpan("LocalFile.upload", {}, untraceable))

/**
 * Stores a local file as a new version of a file on Box: `FileUpload.uploadVersion` of its bytes. See {@link upload}.
 */
export const uploadVersion = (
  path: string,
  options: UploadVersionOptions
): Effect.Effect<File, BoxError | PlatformError, Requirements> =>
  uploadNewVersion(path, options).pipe(Effect.withSpan("LocalFile.uploadVersion", {}, untraceable))

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
> => uploadOnwards(path, options).pipe(Effect.withSpan("LocalFile.uploadResumable", {}, untraceable))

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
 * Writes a file, or one of its versions, to `path`. The bytes go to a name of their own beside it, which begins with
 * `.effect-box-`, and are flushed to disk; when size and SHA-1 are right the file gets its name, and the modification time that
 * Box tells, unless `keepModificationTime` is `false`. A file that is there already fails with `BoxInvalidInput` before anything
 * is sent, unless `overwrite` is set.
 *
 * A failure or an interruption removes what was written, and nothing else. Only a process that is killed leaves it behind; the
 * next download of the same version to the same path goes on from there, after reading what is there into the digest, and one
 * that was killed at the very end is found to be complete. A file of up to 1 MiB is written only when all of it is right, and
 * begins again; what a killed process left of one is removed by a later download into the same directory, when it is an hour
 * old. A second download to the same path waits, and fails with `BoxInvalidInput` after 20 seconds; small files need
 * not wait.
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
