/** What a download does if there is a file at its path. */
import { basename, dirname, join } from "node:path"
import { type BoxError, BoxInvalidInput } from "@effect-box/core/BoxError"
import { countFault, invalidInput } from "@effect-box/core/unstable/Checks"
import * as FileDownload from "@effect-box/core/FileDownload"
import type { TokenStore } from "@effect-box/core/TokenStore"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { HttpClient } from "effect/http/HttpClient"
import type { PlatformError } from "effect/PlatformError"
import { sha1Of } from "./localDigest.ts"
import {
  type DownloadConflict,
  type Downloaded,
  type DownloadOptions,
  type DownloadOutcome,
  downloadPinned,
  requireFree
} from "./localDownload.ts"
import { numberedName } from "./localName.ts"
import { makeRunId, partFilesOf } from "./partFile.ts"

const policies: ReadonlyArray<DownloadConflict> = ["fail", "skip", "overwrite", "rename"]

const faultOf = ({ connections, onConflict, overwrite }: DownloadOptions): string | undefined => {
  const fault = connections === undefined ? undefined : countFault("connections", connections)
  if (fault !== undefined || onConflict === undefined) return fault
  if (!policies.includes(onConflict)) return `onConflict must be one of ${policies.join(", ")}`
  return overwrite === undefined ? undefined : "overwrite and onConflict exclude each other"
}

/** The refusal to replace a local file whose content differs from the one on Box. */
export const existsAndDiffers = (operation: string, path: string): BoxInvalidInput =>
  new BoxInvalidInput({ operation, message: `${path} exists and differs`, code: "local_file_differs", attempts: 0 })

/** Downloads a pinned file to a path. */
const bring = Effect.fnUntraced(function* (
  operation: string,
  path: string,
  pinned: FileDownload.PinnedFile,
  { connections, keepModificationTime, onProgress }: DownloadOptions,
  outcome: DownloadOutcome,
  overwrite: boolean
): Effect.fn.Return<Downloaded, BoxError | PlatformError, HttpClient | TokenStore | FileSystem.FileSystem> {
  const place = partFilesOf(path, yield* makeRunId)
  const keepTime = keepModificationTime !== false
  yield* downloadPinned(operation, place, { pinned, overwrite, keepTime, connections, onProgress })
  return { ...pinned, path, outcome }
})

const sameContent = Effect.fnUntraced(function* (operation: string, path: string, pinned: FileDownload.PinnedFile) {
  const { size, type } = yield* (yield* FileSystem.FileSystem).stat(path)
  if (type !== "File" || Number(size) !== pinned.size) return false
  return (yield* sha1Of(operation, path, pinned.size)) === pinned.sha1
})

const mostNumbers = 1000

/** Uses the first number that is free, or whose file has the same bytes from an earlier run. */
const renamed = Effect.fnUntraced(function* (
  operation: string,
  path: string,
  pinned: FileDownload.PinnedFile,
  options: DownloadOptions
): Effect.fn.Return<Downloaded, BoxError | PlatformError, HttpClient | TokenStore | FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  for (let number = 1; number <= mostNumbers; number++) {
    const other = join(dirname(path), numberedName(basename(path), number))
    if (!(yield* fs.exists(other))) return yield* bring(operation, other, pinned, options, "renamed", false)
    if (yield* sameContent(operation, other, pinned)) return { ...pinned, path: other, outcome: "unchanged" }
  }
  return yield* invalidInput(operation, `${path} and ${mostNumbers} numbered names beside it are in use`)
})

const decided = Effect.fnUntraced(function* (
  operation: string,
  path: string,
  options: DownloadOptions
): Effect.fn.Return<Downloaded, BoxError | PlatformError, HttpClient | TokenStore | FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  const pinned = yield* FileDownload.pin({ file_id: options.file_id, version: options.version })
  if (!(yield* fs.exists(path))) return yield* bring(operation, path, pinned, options, "downloaded", false)
  if (yield* sameContent(operation, path, pinned)) {
    // A process was killed between the rename and the removal of its note.
    const unfinished = yield* fs.exists(partFilesOf(path, "").note)
    if (unfinished) return yield* bring(operation, path, pinned, options, "unchanged", true)
    return { ...pinned, path, outcome: "unchanged" }
  }
  switch (options.onConflict) {
    case "skip":
      return { ...pinned, path, outcome: "skipped" }
    case "overwrite":
      return yield* bring(operation, path, pinned, options, "overwritten", true)
    case "rename":
      return yield* renamed(operation, path, pinned, options)
    default:
      return yield* existsAndDiffers(operation, path)
  }
})

/** `LocalFile.download`: what is at the path is only read if the options say what to do with it. */
export const downloadDecided = Effect.fnUntraced(function* (
  operation: string,
  path: string,
  options: DownloadOptions
): Effect.fn.Return<Downloaded, BoxError | PlatformError, HttpClient | TokenStore | FileSystem.FileSystem> {
  const fault = faultOf(options)
  if (fault !== undefined) return yield* invalidInput(operation, fault)
  if (options.onConflict !== undefined) return yield* decided(operation, path, options)
  const { file_id, overwrite = false, version } = options
  const fs = yield* FileSystem.FileSystem
  const there = yield* fs.exists(path)
  if (there && !(yield* fs.exists(partFilesOf(path, "").note))) yield* requireFree(operation, path, overwrite)
  const pinned = yield* FileDownload.pin({ file_id, version })
  return yield* bring(operation, path, pinned, options, there && overwrite ? "overwritten" : "downloaded", overwrite)
})
