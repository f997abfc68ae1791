/**
 * Uploads and downloads of directory trees. The result is a `Stream` with one result per file. A failure of one file is
 * a result as well and does not affect the other files. The stream itself fails only if nothing further can succeed:
 * the top directory or folder is missing, the login is rejected, or the journal cannot be written.
 *
 * Nothing is renamed silently: a name that the other side does not allow is a `Refused` result. Files with the same
 * size and SHA-1 on both sides are `Unchanged` and are not transferred.
 *
 * Memory is bounded and hardly grows with the number of files. Directories are read in batches of 256 entries, and Box
 * folders in pages of 1,000. Transfers hold files of up to 1 MiB in memory. Downloads also hold, for each folder on the
 * current path, the ids of its subfolders and about 50 bytes per file. Uploads hold up to 100,000 names that already
 * exist in a Box folder (9 MB, more if names are longer than 20 characters), and look up further names one at a time.
 * Files of 20 MB and more are uploaded one after the other, with 4 parts in parallel. When a journal in a directory is
 * cleared at the end, Effect's store lists all of its keys, about 180 bytes per file.
 *
 * Measured with 1,000 to 100,000 small files in one directory (up to 400,000 for uploads) and 16 concurrent transfers:
 * 20 to 35 MB of live memory. The process takes 230 to 310 MB, because V8 lets the heap grow over the first 20,000 to
 * 60,000 files.
 *
 * @example
 * ```ts
 * import { LocalDirectory } from "@effect-box/node"
 * import { Console, Stream } from "effect"
 *
 * const backup = LocalDirectory.upload("/srv/reports", { folder_id: "0", onConflict: "version" }).pipe(
 *   Stream.runForEach((result) => Console.log(result._tag, result.path.join("/")))
 * )
 * ```
 */
import "../internal/nodeVersion.ts"
import { type BoxError, BoxInvalidInput } from "@effect-box/core/BoxError"
import type * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import type { KeyValueStoreError } from "effect/persistence/KeyValueStore"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { checkPath, readOptions } from "../internal/argument.ts"
import { downloadDirectory } from "./internal/directoryDownload.ts"
import { deletionFault } from "./internal/extraneous.ts"
import { globFault } from "./internal/globs.ts"
import type {
  DeleteExtraneous,
  DirectoryAmount,
  DirectoryProgress,
  DownloadOptions,
  FileProgress,
  RunOptions,
  UploadOptions
} from "./internal/options.ts"
import type {
  Deleted,
  Downloaded,
  DownloadResult,
  Failed,
  Kept,
  RefusalReason,
  Refused,
  Renamed,
  Skipped,
  Unchanged,
  Uploaded,
  UploadDryRunResult,
  UploadResult
} from "./internal/results.ts"
import { withoutNewIds } from "./internal/results.ts"
import { uploadDirectory } from "./internal/directoryUpload.ts"
import type { Requirements } from "../file/LocalFile.ts"

export type {
  DeleteExtraneous,
  DirectoryAmount,
  DirectoryProgress,
  DownloadOptions,
  FileProgress,
  RunOptions,
  UploadOptions
}
export type {
  Deleted,
  Downloaded,
  DownloadResult,
  Failed,
  Kept,
  RefusalReason,
  Refused,
  Renamed,
  Skipped,
  Unchanged,
  Uploaded,
  UploadDryRunResult,
  UploadResult
}

interface Direction<Policy> {
  readonly policies: ReadonlyArray<Policy>
  readonly deletesByJournal: boolean
}

const up: Direction<UploadOptions["onConflict"]> = {
  policies: ["fail", "skip", "version", "rename"],
  deletesByJournal: false
}
const down: Direction<DownloadOptions["onConflict"]> = {
  policies: ["fail", "skip", "overwrite", "rename"],
  deletesByJournal: true
}

/** Looks at what callers without types may pass, before a directory or Box is touched. */
const begun = <Options extends UploadOptions | DownloadOptions, A, E, R>(
  operation: string,
  path: string,
  given: Options,
  direction: Direction<Options["onConflict"]>,
  begin: (path: string, options: Options) => Stream.Stream<A, E, R>
): Stream.Stream<A, E | BoxInvalidInput, R> =>
  Stream.unwrap(
    Effect.gen(function* () {
      yield* checkPath(operation, path)
      const options = yield* readOptions(operation, given)
      const { folder_id, onConflict, onProgress } = options
      const message =
        typeof folder_id !== "string" || folder_id === ""
          ? 'folder_id must be a non-empty string ("0" is the root folder)'
          : !direction.policies.includes(onConflict)
            ? `onConflict must be one of ${direction.policies.join(", ")}`
            : onProgress !== undefined && typeof onProgress !== "function"
              ? "onProgress must be a function"
              : (globFault(options) ?? deletionFault(options, direction.deletesByJournal))
      if (message !== undefined) return yield* new BoxInvalidInput({ operation, message, attempts: 0 })
      return begin(path, options)
    })
  )

/**
 * Uploads everything in a local directory to a folder on Box. Missing folders are created, including empty ones.
 * Existing folders are reused, and nothing on Box is deleted unless
 * `deleteExtraneous` says so. Files keep their modification time as
 * `content_modified_at`, unless `keepModificationTime` is `false`. Temporary files of killed downloads are not
 * uploaded.
 *
 * Without `followSymbolicLinks`, no link is followed, not even one that replaces a file or a directory during the run:
 * the opened file must be the one that was listed, otherwise it fails. On Linux with `/proc`, directories are accessed
 * through open handles in both directions, and the kernel reports the real path of each open file. On other systems a
 * directory is checked again, which cannot detect a link that exists only for a moment.
 *
 * With a `journal`, each completed file is recorded in an entry of about 100 bytes, and a killed or interrupted run can
 * be continued: a recorded file with the same size and modification time is `Unchanged` without a request. The upload
 * session of a large file is kept and continued with the missing parts; without a journal, an interruption deletes the
 * session. A run that reaches its end removes its entries, so the next run compares with Box again. Any `KeyValueStore`
 * works, also for several runs, but for one run at a time between the same directory and folder: a second upload in the
 * same process fails with `BoxInvalidInput`. A store cannot detect other processes. Two such runs work side by side,
 * and what each of them reports is true; with `onConflict: "version"`, a changed file may then get two new versions,
 * and both are reported.
 *
 * Requests: one per new file, none per unchanged file, and one per 1,000 entries of an existing folder.
 *
 * @example
 * ```ts
 * import { LocalDirectory } from "@effect-box/node"
 * import { Console, Effect, Stream } from "effect"
 * import { KeyValueStore } from "effect/persistence"
 *
 * // Run it again after a crash: it continues where it stopped.
 * const backup = Effect.gen(function* () {
 *   const journal = yield* KeyValueStore.KeyValueStore
 *   yield* LocalDirectory.upload("/srv/reports", { folder_id: "0", onConflict: "version", journal }).pipe(
 *     Stream.runForEach((result) =>
 *       result._tag === "Failed"
 *         ? Console.error(result.path.join("/"), result.error.message)
 *         : Console.log(result._tag, result.path.join("/"))
 *     )
 *   )
 * }).pipe(Effect.provide(KeyValueStore.layerFileSystem("/var/lib/reports/journal")))
 * ```
 *
 * @see https://developer.box.com/guides/uploads/
 * @category operations
 * @since 0.1.0
 */
export const upload = (
  path: string,
  options: UploadOptions
): Stream.Stream<UploadResult, BoxError | PlatformError | KeyValueStoreError, Requirements | Path.Path> =>
  begun("LocalDirectory.upload", path, options, up, (root, read) => uploadDirectory(root, read, false))

/**
 * Says what {@link upload} with the same options would do now, and does nothing: the results are those of the run, but a
 * file that would be new has no `file_id` and no SHA-1 yet. It reads what the run reads before it decides: directories,
 * the folders on Box, the bytes of files with the size of the one on Box, and the journal. Each file is opened, so one
 * that cannot be read is `Failed` here as well. What Box says only when a file arrives, such as a full account, cannot be
 * known. Files of directories on the current path take about 80 bytes each.
 *
 * @example
 * ```ts
 * import { LocalDirectory } from "@effect-box/node"
 * import { Console, Stream } from "effect"
 *
 * const planned = LocalDirectory.uploadDryRun("/srv/reports", { folder_id: "0", onConflict: "version" }).pipe(
 *   Stream.filter((result) => result._tag !== "Unchanged"),
 *   Stream.runForEach((result) => Console.log(result._tag, result.path.join("/")))
 * )
 * ```
 *
 * @category operations
 * @since 0.2.0
 */
export const uploadDryRun = (
  path: string,
  options: UploadOptions
): Stream.Stream<UploadDryRunResult, BoxError | PlatformError | KeyValueStoreError, Requirements | Path.Path> =>
  Stream.map(
    begun("LocalDirectory.uploadDryRun", path, options, up, (root, read) => uploadDirectory(root, read, true)),
    withoutNewIds
  )

/**
 * Downloads everything in a folder on Box to a local directory, which is created if it is missing. Files appear under
 * their names once they are complete and verified. Until then they are in a temporary subdirectory whose name begins
 * with `.effect-box-` and which is removed at the end. Nothing is written outside the directory, regardless of the
 * names of items and of existing links. Nothing local is deleted unless
 * `deleteExtraneous` says so. Of two items with the same name, the second one is
 * `Refused`. Files get the modification time that Box reports, unless `keepModificationTime` is `false`. A second run
 * to the same directory waits for the first one and fails with `BoxInvalidInput` after 20 seconds.
 *
 * A killed run leaves the temporary subdirectory behind, and the next run resumes the files in it. With a `journal`,
 * see {@link upload}, completed files need not be read again to be reported as `Unchanged`.
 *
 * @example
 * ```ts
 * import { LocalDirectory } from "@effect-box/node"
 * import { Stream } from "effect"
 *
 * const failed = LocalDirectory.download("/srv/reports", { folder_id: "12345", onConflict: "overwrite" }).pipe(
 *   Stream.filter((result) => result._tag === "Failed" || result._tag === "Refused"),
 *   Stream.runCollect
 * )
 * ```
 *
 * @see https://developer.box.com/guides/downloads/
 * @category operations
 * @since 0.1.0
 */
export const download = (
  path: string,
  options: DownloadOptions
): Stream.Stream<DownloadResult, BoxError | PlatformError | KeyValueStoreError, Requirements> =>
  begun("LocalDirectory.download", path, options, down, (root, read) => downloadDirectory(root, read, false))

/**
 * Says what {@link download} with the same options would do now, and does nothing: not even the directory is created.
 * The results are those of the run. It reads what the run reads before it decides: the folders on Box, local files with
 * the size of the one on Box, and the journal. Files of directories on the current path take about 130 bytes each.
 *
 * @example
 * ```ts
 * import { LocalDirectory } from "@effect-box/node"
 * import { Stream } from "effect"
 *
 * const bytes = LocalDirectory.downloadDryRun("/srv/reports", { folder_id: "12345", onConflict: "overwrite" }).pipe(
 *   Stream.map((result) => (result._tag === "Downloaded" ? result.size : 0)),
 *   Stream.runFold(() => 0, (sum, size) => sum + size)
 * )
 * ```
 *
 * @category operations
 * @since 0.2.0
 */
export const downloadDryRun = (
  path: string,
  options: DownloadOptions
): Stream.Stream<DownloadResult, BoxError | PlatformError | KeyValueStoreError, Requirements> =>
  begun("LocalDirectory.downloadDryRun", path, options, down, (root, read) => downloadDirectory(root, read, true))
