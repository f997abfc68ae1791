/**
 * Uploads and downloads of local files. An upload reads from one open file and fails if that file changes while it is
 * being read. A download appears under its name only when it is complete and verified.
 *
 * Requires Effect's `FileSystem` and `Path`, which `NodeBox` provides. Tests can provide {@link layerTest} instead.
 * Disk errors are Effect's `PlatformError`.
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
import "../internal/nodeVersion.ts"
import type { File } from "@effect-box/core/api/schemas/Item"
import type { BoxError } from "@effect-box/core/BoxError"
import type { TokenStore } from "@effect-box/core/TokenStore"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { HttpClient } from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import type { KeyValueStore, KeyValueStoreError } from "effect/persistence/KeyValueStore"
import type { PlatformError } from "effect/PlatformError"
import { checkPath, readOptions } from "../internal/argument.ts"
import { downloadDecided } from "./internal/downloadConflict.ts"
import type { DownloadConflict, Downloaded, DownloadOptions, DownloadOutcome } from "./internal/localDownload.ts"
import {
  type KeepTime,
  type Requirements,
  type ResumableOptions,
  type ResumableTarget,
  type UploadConflict,
  type UploadOptions,
  type UploadVersionOptions,
  uploadNewVersion
} from "./internal/localUpload.ts"
import { makeMemoryFileSystem } from "./internal/memoryFileSystem.ts"
import {
  forgetTarget,
  type Resumed,
  uploadDecided,
  type UploadOutcome,
  uploadResumableDecided
} from "./internal/uploadConflict.ts"

export type {
  DownloadConflict,
  Downloaded,
  DownloadOptions,
  DownloadOutcome,
  KeepTime,
  Requirements,
  ResumableOptions,
  ResumableTarget,
  Resumed,
  UploadConflict,
  UploadOptions,
  UploadOutcome,
  UploadVersionOptions
}

/** No stack trace: it would always point here. */
const untraceable = { captureStackTrace: false } as const

/**
 * Uploads a local file as a new file, as `FileUpload.upload` does, with its modification time as `content_modified_at`.
 *
 * Fails with `BoxIntegrityError`, and stores nothing, if the size or the modification time of the file changes while it
 * is being read, or if it contains more bytes than its size says. Fails with `BoxInvalidInput`, without waiting, if the
 * path is not a regular file but a pipe, a socket, a device or a directory. Fails with `BoxItemNameInUse` if the name
 * is taken on Box, unless `onConflict` says what to do then.
 *
 * @example
 * ```ts
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { LocalFile } from "@effect-box/node"
 * import { Effect, Layer } from "effect"
 *
 * const sha1 = LocalFile.upload("/srv/hello.txt", { folder_id: "0" }).pipe(
 *   Effect.map((file) => file.sha1),
 *   Effect.provide(Layer.merge(BoxEmulator.layer, LocalFile.layerTest({ "/srv/hello.txt": "hello" })))
 * )
 *
 * console.log(await Effect.runPromise(sha1)) // aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d
 * ```
 *
 * @see https://developer.box.com/reference/post-files-content/
 * @category operations
 * @since 0.1.0
 */
export const upload = (
  path: string,
  options: UploadOptions
): Effect.Effect<File, BoxError | PlatformError, Requirements | Path.Path> =>
  uploadDecided(path, options).pipe(Effect.withSpan("LocalFile.upload", {}, untraceable))

/**
 * Uploads a local file as a new version of a file on Box, as `FileUpload.uploadVersion` does. The local file is checked
 * as in {@link upload}.
 *
 * @example
 * ```ts
 * import { LocalFile } from "@effect-box/node"
 *
 * const update = (file_id: string, etag: string) =>
 *   LocalFile.uploadVersion("/srv/report.pdf", { file_id, if_match: etag })
 * ```
 *
 * @see https://developer.box.com/reference/post-files-id-content/
 * @category operations
 * @since 0.1.0
 */
export const uploadVersion = (
  path: string,
  options: UploadVersionOptions
): Effect.Effect<File, BoxError | PlatformError, Requirements> =>
  uploadNewVersion(path, options).pipe(Effect.withSpan("LocalFile.uploadVersion", {}, untraceable))

/**
 * Uploads a local file as a new file, or as a new version with `file_id`, and continues where a killed process stopped.
 *
 * This is `FileUpload.resumable` with a checkpoint key made from the absolute path and the target, and with the
 * modification time as the identity of the file. The checkpoint is kept in the `KeyValueStore` that you provide; in the
 * example, each checkpoint is one file. If several machines share a store, give each machine its own key prefix.
 *
 * `outcome` of the result says what became of the file. A file that Box has with the same content is `unchanged`.
 * `onConflict` decides about another content under the name, as in `LocalDirectory.upload`.
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
 *
 * @see https://developer.box.com/guides/uploads/chunked/
 * @category operations
 * @since 0.1.0
 */
export const uploadResumable = (
  path: string,
  options: ResumableOptions
): Effect.Effect<Resumed, BoxError | PlatformError | KeyValueStoreError, Requirements | Path.Path | KeyValueStore> =>
  uploadResumableDecided(path, options).pipe(Effect.withSpan("LocalFile.uploadResumable", {}, untraceable))

/**
 * Abandons an upload of {@link uploadResumable}, as `FileUpload.forget` does: deletes its session on Box and its
 * checkpoint. Pass the same path and target. The local file may be gone. Does nothing if there is no checkpoint.
 *
 * @example
 * ```ts
 * import { LocalFile } from "@effect-box/node"
 *
 * const abandon = LocalFile.forgetUpload("year.zip", { folder_id: "0" })
 * ```
 *
 * @see https://developer.box.com/reference/delete-files-upload-sessions-id/
 * @category operations
 * @since 0.1.0
 */
export const forgetUpload = (
  path: string,
  target: ResumableTarget
): Effect.Effect<void, BoxError | KeyValueStoreError, HttpClient | TokenStore | Path.Path | KeyValueStore> =>
  Effect.gen(function* () {
    const operation = "LocalFile.forgetUpload"
    yield* checkPath(operation, path)
    yield* forgetTarget(operation, path, yield* readOptions(operation, target))
  })

/**
 * Downloads a file, or one of its versions, to `path`. The bytes are written to a temporary name in the same directory,
 * which begins with `.effect-box-`, and flushed to disk. Once size and SHA-1 are verified, the file gets the
 * modification time that Box reports (unless `keepModificationTime` is `false`) and is renamed to `path`. If `path`
 * already exists, the download fails with `BoxInvalidInput` before anything is sent, unless `overwrite` or `onConflict` is set.
 *
 * A failure or an interruption removes the temporary bytes and nothing else. Only a killed process leaves them behind.
 * The next download of the same version to the same path hashes them and resumes after them; if only the rename or the
 * cleanup was missing, it detects that the file is complete. A file of up to 1 MiB is written only once it is verified,
 * so it is not resumed but downloaded again. What a killed process left of such a file is removed by a later download
 * into the same directory, once it is an hour old. A second download to the same path waits for the first one and fails
 * with `BoxInvalidInput` after 20 seconds; small files do not wait.
 *
 * The bytes come in order over one connection. If the line is slow for three seconds (less than 16 MiB per second) and
 * what is missing would take another 16, the download goes on from where it is in ranges, over 1 to 16 connections: as
 * many as move the most. `connections` sets a fixed number instead: 1 stays in order, and more download ranges of 1 to
 * 64 MiB from the start.
 *
 * Ranges are written to their positions. The digest of the whole file is computed in order, from the complete ranges.
 * All ranges belong to the version that was current at the start. A killed process loses the ranges in progress. The
 * next run may use a different number of connections.
 *
 * Memory: the bytes buffered per connection (up to 512 KiB each), plus up to 2 MiB. With `NodeSha1`, which `NodeBox`
 * provides, files of 16 MiB and more are hashed on a worker thread.
 *
 * With `onConflict`, a file at `path` is compared by size and SHA-1 first: the same content is left as it is, and for
 * another one `onConflict` decides, as in `LocalDirectory.download`. `outcome` of the result says what became of it.
 *
 * @example
 * ```ts
 * import { LocalFile } from "@effect-box/node"
 * import { Console } from "effect"
 *
 * const film = LocalFile.download("/srv/film.mov", {
 *   file_id: "12345",
 *   overwrite: true,
 *   onProgress: ({ transferred, total }) => Console.log(`${transferred} of ${total}`)
 * })
 * ```
 *
 * @see https://developer.box.com/guides/downloads/file/
 * @category operations
 * @since 0.1.0
 */
export const download = (
  path: string,
  options: DownloadOptions
): Effect.Effect<Downloaded, BoxError | PlatformError, Requirements> =>
  Effect.gen(function* () {
    const operation = "LocalFile.download"
    yield* checkPath(operation, path)
    return yield* downloadDecided(operation, path, yield* readOptions(operation, options))
  }).pipe(Effect.withSpan("LocalFile.download", {}, untraceable))

/**
 * An in-memory file system with these files, for tests. Text is stored as UTF-8. It supports what transfers of single
 * files need, and nothing else: no directories, no links, and paths are compared as they are written.
 *
 * @example
 * ```ts
 * import { LocalFile } from "@effect-box/node"
 *
 * const Disk = LocalFile.layerTest({ "a.zip": "...", "b.bin": new Uint8Array(1000) })
 * ```
 *
 * @category testing
 * @since 0.1.0
 */
export const layerTest = (
  files: Readonly<Record<string, string | Uint8Array>> = {}
): Layer.Layer<FileSystem.FileSystem | Path.Path> =>
  Layer.merge(Layer.effect(FileSystem.FileSystem, makeMemoryFileSystem(files)), Path.layer)
