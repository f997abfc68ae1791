/** What the caller decides about a run. */
import type * as Effect from "effect/Effect"
import type { KeyValueStore } from "effect/persistence/KeyValueStore"
import type { KeepTime } from "../../file/internal/localUpload.ts"

/** How far the whole is. */
export interface DirectoryProgress {
  /** Results so far. */
  readonly results: number
  /** Bytes that went over the network for files of this run, those of files under way included. */
  readonly transferred: number
}

export interface RunOptions extends KeepTime {
  /** Files under way at once. Default 8. */
  readonly concurrency?: number | undefined
  /** Called for each step, one call at a time; the transfers wait for it, so it should be quick. */
  readonly onProgress?: ((progress: DirectoryProgress) => Effect.Effect<void>) | undefined
  /** Where to note what is done, so that a run that is killed goes on. Default: nowhere. */
  readonly journal?: KeyValueStore | undefined
}

export interface UploadOptions extends RunOptions {
  /** The folder on Box that corresponds to the directory. `"0"` is the root folder. */
  readonly folder_id: string
  /**
   * What to do where Box has another file of the name: `fail` gives a `Failed` result with `BoxItemNameInUse`, `skip`
   * leaves Box's, `version` makes it a new version, `rename` takes the first free `name (1).txt`.
   */
  readonly onConflict: "fail" | "skip" | "version" | "rename"
  /** Takes what links lead to for files and directories; links to a directory above are refused. Default `false`. */
  readonly followSymbolicLinks?: boolean | undefined
}

export interface DownloadOptions extends RunOptions {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  /**
   * What to do where another file of the name is here: `fail` gives a `Failed` result with `BoxInvalidInput`, `skip`
   * leaves it, `overwrite` replaces it, `rename` takes the first free `name (1).txt`.
   */
  readonly onConflict: "fail" | "skip" | "overwrite" | "rename"
  /** Refuses what Windows cannot write, such as `aux.txt` or `a:b`. Default: on Windows. */
  readonly windowsNames?: boolean | undefined
}
