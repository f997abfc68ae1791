/**
 * Trees of files to Box and back. Each file gives one result; what goes wrong with one file is its result and ends
 * nothing else. The Stream fails only where everything after it would fail too: the top is missing, the login is not
 * taken, the journal cannot be written.
 *
 * Nothing is ever renamed silently: a name that the other side forbids is a `Refused` result. Files that are the same on
 * both sides, by size and SHA-1, are `Unchanged` and not moved.
 *
 * Memory does not grow with the number of files. Directories are read in batches of 256 entries and Box's folders in
 * pages of 1,000; beside the transfers themselves (a file of up to 1 MiB is in memory as a whole) there are, of each folder
 * on the way down, the ids of the folders in it and some 50 bytes for each file (downloads), and up to 100,000 names that Box has already (uploads; 9 MB,
 * and more where names are longer than 20 letters; of names beyond that Box is asked one at a time). Files of 20 MB and
 * more go up one after the other with 4 parts at once. Only when a journal in a directory is cleared at the end, Effect's
 * store lists all of its keys: some 180 bytes for each file.
 *
 * What is in use was 20 to 35 MB with 1,000 as with 100,000 small files in one directory (400,000 on the way up), 16 under
 * way at once. The process takes 230 to 310 MB all the same, because V8 lets the heap grow until 20,000 or 60,000 files are
 * done, and then no more.
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
import { type BoxError, BoxInvalidInput } from "@effect-box/core/BoxError"
import type * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import type { KeyValueStoreError } from "effect/persistence/KeyValueStore"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { checkPath, readOptions } from "../internal/argument.ts"
import { downloadDirectory } from "./internal/directoryDownload.ts"
import type { DirectoryProgress, DownloadOptions, RunOptions, UploadOptions } from "./internal/options.ts"
import type {
  Downloaded,
  DownloadResult,
  Failed,
  RefusalReason,
  Refused,
  Renamed,
  Skipped,
  Unchanged,
  Uploaded,
  UploadResult
} from "./internal/results.ts"
import { uploadDirectory } from "./internal/directoryUpload.ts"
import type { Requirements } from "../file/LocalFile.ts"

export type { DirectoryProgress, DownloadOptions, RunOptions, UploadOptions }
export type {
  Downloaded,
  DownloadResult,
  Failed,
  RefusalReason,
  Refused,
  Renamed,
  Skipped,
  Unchanged,
  Uploaded,
  UploadResult
}

/** Looks at what callers without types may pass, before a directory or Box is touched. */
const begun = <Options extends UploadOptions | DownloadOptions, A, E, R>(
  operation: string,
  path: string,
  given: Options,
  policies: ReadonlyArray<Options["onConflict"]>,
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
          : !policies.includes(onConflict)
            ? `onConflict must be one of ${policies.join(", ")}`
            : onProgress !== undefined && typeof onProgress !== "function"
              ? "onProgress must be a function"
              : undefined
      if (message !== undefined) return yield* new BoxInvalidInput({ operation, message, attempts: 0 })
      return begin(path, options)
    })
  )

/**
 * Everything below a local directory to a folder on Box. Folders that are missing are made, empty ones as well; those that
 * are there are taken, and nothing on Box is removed. Files keep their modification time as `content_modified_at`,
 * unless `keepModificationTime` is `false`. What a download that was killed has left unfinished is not sent.
 *
 * Without `followSymbolicLinks` no link is followed, not even one that is put in the place of a file or a directory while the
 * run goes on: what is opened has to be what was listed, or that file fails. On Linux, with `/proc`, directories are used by
 * handle in both directions, and the kernel is asked where an open file is; elsewhere a directory is looked at again, which a link
 * that is there only for a moment can pass.
 *
 * With a `journal` there is one entry of about 100 bytes for each file that is done, and a run that was killed or
 * interrupted goes on where it was: what is noted, and has the same size and modification time still, is `Unchanged`
 * without a request. The upload session of a large file stays open then, and goes on with the parts that are missing;
 * without a journal an interruption ends it. A run that comes to its end removes its entries, so the next one compares with Box anew. Any
 * `KeyValueStore` will do; the same one can serve many runs, but only one at a time from the same directory to the same folder: a
 * second upload in the same process fails with `BoxInvalidInput`. A store cannot tell what other processes do; there two runs work
 * beside each other, and what each reports is true. With `version` a changed file can become a new version twice, which both report.
 *
 * Requests: one for each new file, none for an unchanged one, one to list 1,000 entries of a folder that was there.
 *
 * @see https://developer.box.com/guides/uploads/
 */
export const upload = (
  path: string,
  options: UploadOptions
): Stream.Stream<UploadResult, BoxError | PlatformError | KeyValueStoreError, Requirements | Path.Path> =>
  begun("LocalDirectory.upload", path, options, ["fail", "skip", "version", "rename"], uploadDirectory)

/**
 * Everything in a folder on Box to a local directory, which is made if it is missing. Files appear under their name when
 * they are complete and verified; until then they are inside the directory in one whose name begins with `.effect-box-`, which is
 * gone when the run is over. Nothing is written outside the directory, whatever an item is called and whatever links are there. Nothing local
 * is removed. A second run to the same directory waits, and fails with `BoxInvalidInput` after 20 seconds. Of
 * two items with one name the second is refused. Files get the modification time that Box tells, unless
 * `keepModificationTime` is `false`.
 *
 * A killed run leaves that directory behind, and the next one takes up the files that it had begun. With a `journal`, see
 * {@link upload}, files that are done need not be read again to be known as `Unchanged`.
 *
 * @see https://developer.box.com/guides/downloads/
 */
export const download = (
  path: string,
  options: DownloadOptions
): Stream.Stream<DownloadResult, BoxError | PlatformError | KeyValueStoreError, Requirements> =>
  begun("LocalDirectory.download", path, options, ["fail", "skip", "overwrite", "rename"], downloadDirectory)
