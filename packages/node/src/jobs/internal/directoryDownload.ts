/** The items of a tree on Box as local files, by a job. */
import { join, resolve } from "node:path"
import type { BoxError } from "@effect-box/core/BoxError"
import * as FileDownload from "@effect-box/core/FileDownload"
import * as JobSource from "@effect-box/core/jobs/JobSource"
import type { Requirements as BoxRequirements } from "@effect-box/core/Operation"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import { held, placeOfDirectory } from "../../directory/internal/directoryHandle.ts"
import { type EntryFailure, RefusedEntry } from "../../directory/internal/directoryRun.ts"
import { sameContent } from "../../directory/internal/downloadDecision.ts"
import { checkName, makeTargetNames, type TargetDirectory } from "../../directory/internal/downloadRun.ts"
import { enter } from "../../directory/internal/downloadWalk.ts"
import { makeSelection } from "../../directory/internal/globs.ts"
import { pathKey } from "../../directory/internal/nameFolding.ts"
import { existsAndDiffers } from "../../file/internal/downloadConflict.ts"
import { downloadPinned } from "../../file/internal/localDownload.ts"
import { follow, look } from "../../file/internal/localEntry.ts"
import { makeRunId, partFilesOf } from "../../file/internal/partFile.ts"
import type { Requirements } from "../../file/LocalFile.ts"
import { type DirectoryAt, makeDirectories } from "./directories.ts"

/**
 * What a download is started with: `path`, and options of `LocalDirectory.download`.
 *
 * @category models
 * @since 0.2.0
 */
export interface DownloadParams {
  /** The local directory, as an absolute path. */
  readonly path: string
  readonly folder_id: string
  readonly onConflict: "fail" | "skip" | "overwrite"
  readonly include?: ReadonlyArray<string>
  /** Folders that are excluded are listed all the same. */
  readonly exclude?: ReadonlyArray<string>
  readonly keepModificationTime?: boolean
  readonly windowsNames?: boolean
}

const operation = "DirectoryJobs.downloadDirectory"

/** What the items of a batch share. */
interface Context {
  readonly windowsNames: boolean
  readonly directoryAt: DirectoryAt<TargetDirectory, EntryFailure, FileSystem.FileSystem>
}

/** A run of a job keeps no plan of a directory: it makes what it plans. */
const kept = { dry: false, fold: pathKey }

const openTop = Effect.fnUntraced(function* (root: string) {
  yield* (yield* FileSystem.FileSystem).makeDirectory(root, { recursive: true })
  const { identity } = yield* follow(root)
  const known = { identity, linked: true, place: yield* placeOfDirectory(root) }
  const top: TargetDirectory = { path: root, known, ...makeTargetNames(kept) }
  return top
})

/** Directories are made if they are missing, and never reached through a link. */
const makeContext = ({ path, windowsNames = process.platform === "win32" }: DownloadParams): Context => ({
  windowsNames,
  directoryAt: makeDirectories<TargetDirectory, EntryFailure, FileSystem.FileSystem>(
    openTop(resolve(path)),
    (parent, name) => enter({ windowsNames, ...kept }, parent, name, undefined)
  )
})

/** The items of a batch are given the same params, and those of another batch others. */
const contexts = new WeakMap<DownloadParams, Context>()

const contextOf = (params: DownloadParams): Context => {
  const context = contexts.get(params) ?? makeContext(params)
  contexts.set(params, context)
  return context
}

/**
 * The result of one item. `Unchanged`: the directory had the same content already. `Skipped`: a different file has the
 * name, and `onConflict` is `skip`.
 *
 * @category models
 * @since 0.2.0
 */
export type DownloadedItem =
  | { readonly _tag: "Folder" }
  | { readonly _tag: "Skipped" }
  | {
      readonly _tag: "Downloaded" | "Unchanged"
      /** In hex. */
      readonly sha1: string
    }

const isSize = (size: unknown): size is number => typeof size === "number" && Number.isSafeInteger(size) && size >= 0

const namesOf = ({ folder_path, name }: JobSource.TreeItem): ReadonlyArray<string> =>
  folder_path === "" ? [name] : [...folder_path.split("/"), name]

/** The file as it was when the tree was walked. */
const plannedFile = ({ content_modified_at, id, name, sha1, size, type }: JobSource.TreeItem) => {
  if (type !== "file") return Effect.fail(new RefusedEntry("special", `A ${type} of Box has no content`))
  return !isSize(size) || sha1 === undefined
    ? Effect.fail(new RefusedEntry("special", "Box does not state its size and SHA-1"))
    : Effect.succeed<FileDownload.PinnedFile>({
        file_id: id,
        version_id: undefined,
        name,
        size,
        sha1: sha1.toLowerCase(),
        content_modified_at: content_modified_at ?? undefined
      })
}

/** Brings one file into a directory unless it is there. */
const bring = Effect.fnUntraced(function* (
  { keepModificationTime, onConflict }: DownloadParams,
  directory: TargetDirectory,
  pinned: FileDownload.PinnedFile
): Effect.fn.Return<DownloadedItem, BoxError | PlatformError | RefusedEntry, Requirements | Scope.Scope> {
  const at = directory.known === undefined ? directory.path : yield* held(operation, directory.path, directory.known)
  const place = partFilesOf(join(at, pinned.name), yield* makeRunId)
  const there = yield* look(place.path)
  const same = there !== undefined && (yield* sameContent(place.path, there, pinned))
  if (there !== undefined && !same) {
    if (onConflict === "skip") return { _tag: "Skipped" }
    if (there.kind !== "file") {
      return yield* Effect.fail(new RefusedEntry("occupied", `There is a ${there.kind} of this name`))
    }
    if (onConflict === "fail") {
      return yield* existsAndDiffers(operation, join(directory.path, pinned.name))
    }
  }
  const { sha1 } = pinned
  // A process that was killed right after the file got its name has left a note beside it.
  if (same && !(yield* (yield* FileSystem.FileSystem).exists(place.note))) return { _tag: "Unchanged", sha1 }
  yield* downloadPinned(operation, place, {
    pinned,
    overwrite: there !== undefined,
    keepTime: keepModificationTime !== false,
    connections: 1,
    onProgress: undefined,
    directory: directory.path
  })
  return { _tag: same ? "Unchanged" : "Downloaded", sha1 }
}, Effect.scoped)

/** Brings one item to the disk unless it is there. */
export const downloadItem = Effect.fnUntraced(function* (
  params: DownloadParams,
  item: JobSource.TreeItem
): Effect.fn.Return<DownloadedItem, EntryFailure, Requirements> {
  const context = contextOf(params)
  const names = namesOf(item)
  yield* checkName(context, item.name)
  if (item.type === "folder") {
    yield* context.directoryAt(names)
    return { _tag: "Folder" }
  }
  const planned = yield* plannedFile(item)
  const directory = yield* context.directoryAt(names.slice(0, -1))
  return yield* Effect.catchTag(
    bring(params, directory, planned),
    "BoxIntegrityError",
    Effect.fnUntraced(function* (error) {
      // It has changed since the tree was walked: then what it is now is what is wanted.
      const now = yield* FileDownload.pin({ file_id: item.id })
      if (now.sha1 === planned.sha1) return yield* error
      return yield* bring(params, directory, { ...now, name: item.name })
    })
  )
})

/** Whether an item could be downloaded, as far as that can be told before. */
export const checkItem = Effect.fnUntraced(function* (params: DownloadParams, item: JobSource.TreeItem) {
  yield* checkName(contextOf(params), item.name)
  return item.type === "folder" ? undefined : { size: (yield* plannedFile(item)).size }
})

/** Everything below a folder that belongs to the run. */
export const itemsBelow = (params: DownloadParams): JobSource.JobSource<JobSource.TreeItem, BoxRequirements> => {
  const { hasDirectory, hasFile } = makeSelection(params)
  return JobSource.tree({
    folder_id: params.folder_id,
    keep: ["size", "sha1", "content_modified_at"],
    where: (item) => {
      const names = namesOf(item)
      const within = names.every((_, index) => hasDirectory(names.slice(0, index + 1)))
      return within && (item.type === "folder" || hasFile(names))
    }
  })
}
