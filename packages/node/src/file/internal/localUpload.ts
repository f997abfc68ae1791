/** Uploads of local files, including those that a directory walk has already listed. */
import type { File } from "@effect-box/core/api/schemas/Item"
import { type BoxError, BoxInvalidInput } from "@effect-box/core/BoxError"
import * as FileUpload from "@effect-box/core/FileUpload"
import { Sha1 } from "@effect-box/core/unstable/Sha1"
import type { TokenStore } from "@effect-box/core/TokenStore"
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import type * as FileSystem from "effect/FileSystem"
import type { HttpClient } from "effect/http/HttpClient"
import * as Path from "effect/Path"
import type { KeyValueStore, KeyValueStoreError } from "effect/persistence/KeyValueStore"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import { checkPath, readOptions } from "../../internal/argument.ts"
import { boxTime, type ListedFile, openSource } from "./localSource.ts"

/**
 * What transfers require. Functions that resolve a path also require `Path`.
 *
 * @category models
 * @since 0.1.0
 */
export type Requirements = HttpClient | TokenStore | FileSystem.FileSystem

/**
 * Whether a copy keeps the modification time of the original.
 *
 * @category models
 * @since 0.2.0
 */
export interface KeepTime {
  /**
   * Gives the copy the modification time of the original, in whole seconds. Default `true`. In an upload, a
   * `content_modified_at` of your own takes precedence.
   */
  readonly keepModificationTime?: boolean | undefined
}

/**
 * What an upload does if Box has another file with the same name: `fail` fails with `BoxItemNameInUse`, `skip` keeps Box's
 * file, `version` uploads a new version, `rename` uses the first free `name (1).txt`. If a folder has the name, only
 * `rename` uploads.
 *
 * @category models
 * @since 0.2.0
 */
export type UploadConflict = "fail" | "skip" | "version" | "rename"

/**
 * The options for a new file: those of `FileUpload.upload`, but `name` is optional.
 *
 * @category models
 * @since 0.1.0
 */
export interface UploadOptions extends Omit<FileUpload.UploadOptions, "name">, KeepTime {
  /** Default: the last segment of the path. */
  readonly name?: string | undefined
  /**
   * What to do if Box has another file with the same name. With it, a file with the same content is left as it is, and is
   * the result. Default: `fail`, and `upload` then fails for the same content as well.
   */
  readonly onConflict?: UploadConflict | undefined
}

/**
 * The options for a new version of an existing file: those of `FileUpload.uploadVersion`.
 *
 * @category models
 * @since 0.1.0
 */
export interface UploadVersionOptions extends FileUpload.UploadVersionOptions, KeepTime {}

/**
 * The options of `uploadResumable`: a new file, or a new version with `file_id`.
 *
 * @category models
 * @since 0.1.0
 */
export type ResumableOptions = (UploadOptions | UploadVersionOptions) &
  Pick<FileUpload.ResumeOptions, "whenChanged"> & {
    /**
     * What becomes of the upload session if the upload is interrupted: `keep` lets the same call go on with it, `delete`
     * leaves nothing on Box. What a killed process leaves is continued in both cases. Default: `keep`.
     */
    readonly whenInterrupted?: "keep" | "delete" | undefined
  }

/**
 * Identifies an upload of `uploadResumable`: the same `folder_id` and `name`, or the same `file_id`.
 *
 * @category models
 * @since 0.1.0
 */
export type ResumableTarget = Pick<UploadOptions, "folder_id" | "name"> | Pick<UploadVersionOptions, "file_id">

const timed = <Options extends UploadOptions | UploadVersionOptions>(options: Options, modified: number) => {
  const { keepModificationTime, ...rest } = options
  return keepModificationTime === false || options.content_modified_at !== undefined
    ? rest
    : { ...rest, content_modified_at: boxTime(modified) }
}

export const uploadNew = Effect.fnUntraced(function* (
  path: string,
  options: UploadOptions,
  listed?: ListedFile
): Effect.fn.Return<File, BoxError | PlatformError, Requirements | Path.Path | Scope.Scope> {
  const operation = "LocalFile.upload"
  yield* checkPath(operation, path)
  const given = yield* readOptions(operation, options)
  const { source, modified } = yield* openSource(operation, path, listed)
  const name = given.name ?? (yield* Path.Path).basename(path)
  return yield* FileUpload.upload(source, { ...timed(given, modified), name })
}, Effect.scoped)

export const uploadNewVersion = Effect.fnUntraced(function* (
  path: string,
  options: UploadVersionOptions,
  listed?: ListedFile
): Effect.fn.Return<File, BoxError | PlatformError, Requirements | Scope.Scope> {
  const operation = "LocalFile.uploadVersion"
  yield* checkPath(operation, path)
  const given = yield* readOptions(operation, options)
  const { source, modified } = yield* openSource(operation, path, listed)
  return yield* FileUpload.uploadVersion(source, timed(given, modified))
}, Effect.scoped)

/** One key for each file and target, short enough for a file name. */
export const checkpointKey = Effect.fnUntraced(function* (operation: string, path: string, target: ResumableTarget) {
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

export const uploadOnwards = Effect.fnUntraced(function* (
  path: string,
  options: ResumableOptions,
  listed?: ListedFile
): Effect.fn.Return<
  FileUpload.Resumed,
  BoxError | PlatformError | KeyValueStoreError,
  Requirements | Path.Path | KeyValueStore | Scope.Scope
> {
  const operation = "LocalFile.uploadResumable"
  yield* checkPath(operation, path)
  const paths = yield* Path.Path
  const given = yield* readOptions(operation, options)
  const { source, identity, modified } = yield* openSource(operation, path, listed)
  const checkpoint = yield* checkpointKey(operation, path, given)
  const target =
    "file_id" in given
      ? timed(given, modified)
      : { ...timed(given, modified), name: given.name ?? paths.basename(path) }
  return yield* FileUpload.resumable(source, { ...target, checkpoint, identity })
}, Effect.scoped)
