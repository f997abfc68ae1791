/** The results for the entries of a tree. */
import type { BoxError } from "@effect-box/core/BoxError"
import type { PlatformError } from "effect/PlatformError"

/**
 * Why an entry was refused.
 *
 * @category models
 * @since 0.1.0
 */
export type RefusalReason =
  /** The other side does not allow the name. */
  | "name"
  /** Another entry in the same place has the same name, ignoring case. */
  | "same-name"
  /** A symbolic link. Uploads follow links only with `followSymbolicLinks`, downloads never write through one. */
  | "symbolic-link"
  /** A symbolic link that leads back to a directory above it. */
  | "cycle"
  /** Neither a file nor a directory: a pipe, a socket, a device, a web link. */
  | "special"
  /** The name is taken by an entry of another kind. With `rename`: so are all numbered names. */
  | "occupied"

/**
 * The entry cannot be transferred as it is, so nothing was attempted.
 *
 * @category models
 * @since 0.1.0
 */
export interface Refused {
  readonly _tag: "Refused"
  /** The names from the top down to the entry, including its own. */
  readonly path: ReadonlyArray<string>
  readonly reason: RefusalReason
  readonly message: string
}

/**
 * The transfer failed. For a directory, nothing below it was transferred.
 *
 * @category models
 * @since 0.1.0
 */
export interface Failed {
  readonly _tag: "Failed"
  readonly path: ReadonlyArray<string>
  readonly error: BoxError | PlatformError
}

/** Identifies an entry by the names from the top down to it, including its own. */
interface Result {
  readonly path: ReadonlyArray<string>
}

/** A file on Box and its content. */
interface Moved extends Result {
  readonly file_id: string
  /** Bytes. */
  readonly size: number
  /** In hex. */
  readonly sha1: string
}

/**
 * The file was uploaded.
 *
 * @category models
 * @since 0.1.0
 */
export interface Uploaded extends Moved {
  readonly _tag: "Uploaded"
  /** Whether it became a new version of an existing file. */
  readonly newVersion: boolean
}

/**
 * The file was downloaded.
 *
 * @category models
 * @since 0.1.0
 */
export interface Downloaded extends Moved {
  readonly _tag: "Downloaded"
  /** Whether it replaced an existing file. */
  readonly replaced: boolean
}

/**
 * Both sides already had the same content, according to the journal or to size and SHA-1.
 *
 * @category models
 * @since 0.1.0
 */
export interface Unchanged extends Result {
  readonly _tag: "Unchanged"
  readonly file_id: string
  /** In hex. */
  readonly sha1: string
  /** The name that an earlier run with `onConflict: "rename"` gave it, if it had to use another one. */
  readonly storedAs?: string | undefined
}

/**
 * The name was taken by a different file, and `onConflict` is `skip`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Skipped extends Result {
  readonly _tag: "Skipped"
}

/**
 * The name was taken by a different file, and `onConflict` is `rename`. The file was stored as `name`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Renamed extends Moved {
  readonly _tag: "Renamed"
  readonly name: string
}

/**
 * The source does not have it, and `deleteExtraneous` is given: it is in Box's trash, or no longer on the disk.
 *
 * @category models
 * @since 0.2.0
 */
export interface Deleted extends Result {
  readonly _tag: "Deleted"
  readonly type: "file" | "folder"
  /** The item on Box, to restore it from the trash. `undefined` if the entry was local. */
  readonly id?: string | undefined
}

/**
 * Box does not have the local file, and `deleteExtraneous` is given, but it may be the only copy: the journal does not
 * know it (`unknown`), or it was changed after it was brought (`changed`).
 *
 * @category models
 * @since 0.2.0
 */
export interface Kept extends Result {
  readonly _tag: "Kept"
  readonly reason: "unknown" | "changed"
}

/**
 * The result for one entry of an upload.
 *
 * @category models
 * @since 0.1.0
 */
export type UploadResult = Uploaded | Unchanged | Skipped | Renamed | Failed | Refused | Deleted

/**
 * The result for one entry of a download.
 *
 * @category models
 * @since 0.1.0
 */
export type DownloadResult = Downloaded | Unchanged | Skipped | Renamed | Failed | Refused | Deleted | Kept

/** Without what only Box gives to a file. */
type Planned<Result> = Result extends Uploaded | Renamed ? Omit<Result, "file_id" | "sha1"> : Result

/**
 * The result for one entry of an upload that is only tried. A file that would be sent has no `file_id` and no `sha1`.
 *
 * @category models
 * @since 0.2.0
 */
export type UploadDryRunResult = Planned<UploadResult>

export const withoutNewIds = (result: UploadResult): UploadDryRunResult => {
  if (result._tag !== "Uploaded" && result._tag !== "Renamed") return result
  const { file_id: _, sha1: __, ...known } = result
  return known
}
