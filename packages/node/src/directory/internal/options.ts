/** The options of uploads and downloads of directories. */
import type * as Effect from "effect/Effect"
import type { KeyValueStore } from "effect/persistence/KeyValueStore"
import type { KeepTime } from "../../file/internal/localUpload.ts"

/**
 * A number of files, and their bytes.
 *
 * @category models
 * @since 0.2.0
 */
export interface DirectoryAmount {
  readonly files: number
  readonly bytes: number
}

/**
 * A file on its way.
 *
 * @category models
 * @since 0.2.0
 */
export interface FileProgress {
  /** The path from the top. */
  readonly path: ReadonlyArray<string>
  /** Bytes so far. */
  readonly transferred: number
  /** Bytes in all. */
  readonly size: number
}

/**
 * The progress of a whole run.
 *
 * @category models
 * @since 0.1.0
 */
export interface DirectoryProgress {
  /** Results so far. */
  readonly results: number
  /** Bytes of content transferred so far, including those of files in progress. */
  readonly transferred: number
  /** The files that are being transferred now, at most as many as `concurrency`. */
  readonly running: ReadonlyArray<FileProgress>
  /** All files of the run, with `countTotal` and as soon as they are counted. */
  readonly total?: DirectoryAmount | undefined
  /** Files without a result, and the bytes of theirs that are not transferred; as soon as `total` is known. */
  readonly left?: DirectoryAmount | undefined
}

/**
 * The options that uploads and downloads share.
 *
 * @category models
 * @since 0.1.0
 */
export interface RunOptions extends KeepTime {
  /**
   * Globs of the files that belong to the run; all others have no result. `*` and `?` stay within a name, `**` crosses
   * directories, `{a,b}` is a choice; without `/` a glob is for the name of a file anywhere. Default: all files.
   */
  readonly include?: ReadonlyArray<string> | undefined
  /** Globs of files and directories that do not belong to the run, with everything in them. Default: none. */
  readonly exclude?: ReadonlyArray<string> | undefined
  /**
   * The number of files that are transferred at the same time. Default: 8 to begin with; while files are slow, the run tries
   * from 1 to 16 and keeps what moves the most.
   */
  readonly concurrency?: number | undefined
  /** Called after each step, one call at a time. The transfers wait for it, so it should be fast. */
  readonly onProgress?: ((progress: DirectoryProgress) => Effect.Effect<void>) | undefined
  /**
   * Counts the files while the first ones are transferred, so that `onProgress` tells of `total` and `left`. An upload
   * lists the directories once more, a download the folders on Box: one request per 1,000 entries. Default `false`.
   */
  readonly countTotal?: boolean | undefined
  /** Where to record completed files, so that a killed run can be continued. Default: nowhere. */
  readonly journal?: KeyValueStore | undefined
}

/**
 * What a run deletes because the source does not have it.
 *
 * @category models
 * @since 0.2.0
 */
export interface DeleteExtraneous {
  /**
   * The most files and folders that may be deleted. If there would be more, the run fails with `BoxInvalidInput` before it
   * changes anything.
   */
  readonly maxDelete: number
}

/**
 * The options of `upload`.
 *
 * @category models
 * @since 0.1.0
 */
export interface UploadOptions extends RunOptions {
  /** The folder on Box that corresponds to the directory. `"0"` is the root folder. */
  readonly folder_id: string
  /**
   * What to do if Box has a different file with the same name: `fail` gives a `Failed` result with `BoxItemNameInUse`,
   * `skip` keeps Box's file, `version` uploads a new version, `rename` uses the first free `name (1).txt`.
   */
  readonly onConflict: "fail" | "skip" | "version" | "rename"
  /** Uploads the targets of symbolic links. Links to a directory above them are refused. Default `false`. */
  readonly followSymbolicLinks?: boolean | undefined
  /**
   * Moves to the trash what the folder on Box has and the directory has not, after all files are over: files that belong to
   * the run by `include` and `exclude`, unless they have changed meanwhile, and folders that are empty then. Nothing below
   * a directory that cannot be read, and no web links. Not with `onConflict: "rename"`. Default: nothing.
   */
  readonly deleteExtraneous?: DeleteExtraneous | undefined
}

/**
 * The options of `download`.
 *
 * @category models
 * @since 0.1.0
 */
export interface DownloadOptions extends RunOptions {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  /**
   * What to do if a different local file has the same name: `fail` gives a `Failed` result with `BoxInvalidInput`,
   * `skip` keeps the local file, `overwrite` replaces it, `rename` uses the first free `name (1).txt`.
   */
  readonly onConflict: "fail" | "skip" | "overwrite" | "rename"
  /** Refuses names that Windows does not allow, such as `aux.txt` or `a:b`. Default: `true` on Windows only. */
  readonly windowsNames?: boolean | undefined
  /**
   * Deletes local files that Box no longer has, after all files are over, and directories that become empty by that. Only
   * files that the `journal`, which is needed, knows as brought from Box or the same as there, and that have had the same
   * size and modification time since; every other file that Box does not have is `Kept`. The journal keeps its entries for
   * the next run. Not with `onConflict: "rename"`. Default: nothing.
   */
  readonly deleteExtraneous?: DeleteExtraneous | undefined
}
