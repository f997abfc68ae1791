/** What becomes of the entries of a tree. */
import type { BoxError } from "@effect-box/core/BoxError"
import type { PlatformError } from "effect/PlatformError"

/** Why something was left alone. */
export type RefusalReason =
  /** The other side forbids the name. */
  | "name"
  /** Another entry of this tree has the name as well, apart from the case. */
  | "same-name"
  /** A symbolic link, which is not followed unless asked for; never through one on the way down. */
  | "symbolic-link"
  /** A symbolic link that leads back to a directory above it. */
  | "cycle"
  /** Neither file nor directory: a pipe, a socket, a device, a web link. */
  | "special"
  /** Something of another kind has the name. */
  | "occupied"

/** It cannot be moved as it is, so nothing was done about it. */
export interface Refused {
  readonly _tag: "Refused"
  /** The names that lead to it from the top, its own included. */
  readonly path: ReadonlyArray<string>
  readonly reason: RefusalReason
  readonly message: string
}

/** It was tried and did not work. Of a directory: nothing below it was done. */
export interface Failed {
  readonly _tag: "Failed"
  readonly path: ReadonlyArray<string>
  readonly error: BoxError | PlatformError
}

/** How one entry of a tree is found among the results: the names that lead to it from the top, its own included. */
interface Result {
  readonly path: ReadonlyArray<string>
}

/** A file of Box and what it holds. */
interface Moved extends Result {
  readonly file_id: string
  /** Bytes. */
  readonly size: number
  /** In hex. */
  readonly sha1: string
}

/** It is on Box now. */
export interface Uploaded extends Moved {
  readonly _tag: "Uploaded"
  /** A new version of a file that was there. */
  readonly newVersion: boolean
}

/** It is here now. */
export interface Downloaded extends Moved {
  readonly _tag: "Downloaded"
  /** In place of a file that was there. */
  readonly replaced: boolean
}

/** Both sides had the same bytes already; by the journal, or by size and SHA-1. */
export interface Unchanged extends Result {
  readonly _tag: "Unchanged"
  readonly file_id: string
  /** In hex. */
  readonly sha1: string
  /** Where `onConflict` is `rename` and an earlier run had to take another name: that name. */
  readonly storedAs?: string | undefined
}

/** The name was taken by something else, and `onConflict` is `skip`. */
export interface Skipped extends Result {
  readonly _tag: "Skipped"
}

/** The name was taken by something else, and `onConflict` is `rename`: it is there under `name`. */
export interface Renamed extends Moved {
  readonly _tag: "Renamed"
  readonly name: string
}

export type UploadResult = Uploaded | Unchanged | Skipped | Renamed | Failed | Refused
export type DownloadResult = Downloaded | Unchanged | Skipped | Renamed | Failed | Refused
