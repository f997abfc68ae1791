/** The walk over the folders of a download. Folders are listed when they are reached, and their directories created. */
import { join } from "node:path"
import * as Folders from "@effect-box/core/api/Folders"
import type { BoxError, BoxInvalidInput } from "@effect-box/core/BoxError"
import type { PinnedFile } from "@effect-box/core/FileDownload"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { Requirements } from "../../file/LocalFile.ts"
import { held } from "./directoryHandle.ts"
import { RefusedEntry } from "./directoryRun.ts"
import {
  checkName,
  type DownloadRun,
  type DownloadTask,
  type FoundEntry,
  lookIn,
  makeTargetNames,
  operation,
  plan,
  type TargetDirectory,
  type TargetNames
} from "./downloadRun.ts"
import { pathKey } from "./nameFolding.ts"

/** What the walk found. */
export type FoundItem =
  | { readonly _tag: "File"; readonly task: DownloadTask }
  | {
      readonly _tag: "Unusable"
      readonly names: ReadonlyArray<string>
      readonly error: RefusedEntry | PlatformError | BoxError
    }

/** A folder on Box and the directory that receives its files. */
export interface SourceFolder {
  readonly id: string
  /** The path from the top. */
  readonly names: ReadonlyArray<string>
  readonly directory: TargetDirectory
  /** What is known of the names in each directory, by its identity, where several folders share one directory. */
  readonly shared: Map<string, TargetNames> | undefined
}

/** An entry of a folder on Box. */
interface Item {
  readonly type: string
  readonly id: string
  readonly name?: string | null | undefined
  readonly size?: number | null | undefined
  readonly sha1?: string | null | undefined
  readonly content_modified_at?: string | null | undefined
  readonly file_version?: { readonly id: string } | null | undefined
}

const fields = ["name", "size", "sha1", "file_version", "content_modified_at"] as const

const isSize = (size: unknown): size is number => typeof size === "number" && Number.isSafeInteger(size) && size >= 0

const foundIn = (run: DownloadRun, { directory, names: above }: SourceFolder, item: Item): FoundItem => {
  const name = item.name ?? ""
  const names = [...above, name]
  const refused = (message: string): FoundItem => ({
    _tag: "Unusable",
    names,
    error: new RefusedEntry("special", message)
  })
  if (item.type !== "file") return refused(`A ${item.type} of Box has no content`)
  if (!isSize(item.size) || typeof item.sha1 !== "string") return refused("Box does not state its size and SHA-1")
  const file: PinnedFile = {
    file_id: item.id,
    version_id: item.file_version?.id,
    name,
    size: item.size,
    sha1: item.sha1.toLowerCase(),
    content_modified_at: item.content_modified_at ?? undefined
  }
  return { _tag: "File", task: { names, directory, name, file, meter: run.meter.file(names, file.size) } }
}

type EnteringRun = Pick<DownloadRun, "windowsNames" | "dry" | "fold">

/** What has the name of a folder; a directory that was created if there was nothing. */
const openEntry = Effect.fnUntraced(function* (
  { dry }: EnteringRun,
  parent: TargetDirectory,
  name: string
): Effect.fn.Return<FoundEntry | undefined, PlatformError | BoxInvalidInput, FileSystem.FileSystem | Scope.Scope> {
  const at = parent.known && (yield* held(operation, parent.path, parent.known))
  const there = yield* lookIn(parent, name, at)
  if (there !== undefined) return there
  if (dry || at === undefined) {
    plan(parent, name, "folder")
  } else {
    // Somebody else may be making it as well.
    yield* Effect.catchIf(
      (yield* FileSystem.FileSystem).makeDirectory(join(at, name)),
      ({ reason }) => reason._tag === "AlreadyExists",
      () => Effect.void
    )
  }
  return yield* lookIn(parent, name, at)
}, Effect.scoped)

/** The local directory for a folder of this name; created if missing, and never reached through a link. */
export const enter = Effect.fnUntraced(function* (
  run: EnteringRun,
  parent: TargetDirectory,
  name: string,
  shared: Map<string, TargetNames> | undefined
): Effect.fn.Return<TargetDirectory, RefusedEntry | PlatformError | BoxInvalidInput, FileSystem.FileSystem> {
  yield* checkName(run, name)
  const there = yield* openEntry(run, parent, name)
  if (there?.kind === "link") {
    const message = "A symbolic link has this name, and it may lead out of the directory"
    return yield* Effect.fail(new RefusedEntry("symbolic-link", message))
  }
  if (there?.kind !== "directory") {
    return yield* Effect.fail(new RefusedEntry("occupied", `There is a ${there?.kind ?? "file"} of this name`))
  }
  const { identity, planned } = there
  const place = parent.known?.place
  const names = shared?.get(identity) ?? makeTargetNames(run)
  shared?.set(identity, names)
  return {
    ...names,
    path: join(parent.path, name),
    known: planned ? undefined : { identity, linked: false, place: place === undefined ? undefined : join(place, name) }
  }
})

/** Everything below a folder: first its files, then its folders. Fails only if the folder itself cannot be listed. */
export const walk = (run: DownloadRun, source: SourceFolder): Stream.Stream<FoundItem, BoxError, Requirements> =>
  Stream.suspend(() => {
    const folders: Array<{ readonly id: string; readonly name: string }> = []
    const files = Folders.getFolderItems.items({ folder_id: source.id, limit: 1000, fields }).pipe(
      Stream.map((item: Item): FoundItem | undefined => {
        const names = [...source.names, item.name ?? ""]
        if (item.type !== "folder") return run.selection.hasFile(names) ? foundIn(run, source, item) : undefined
        if (run.selection.hasDirectory(names)) folders.push({ id: item.id, name: item.name ?? "" })
        return undefined
      }),
      Stream.filter((found) => found !== undefined)
    )
    const below = Stream.suspend(() => {
      const twins = new Set(folders.map(({ name }) => pathKey(name))).size < folders.length
      const shared = source.shared ?? (twins ? new Map<string, TargetNames>() : undefined)
      return Stream.flatMap(Stream.fromIterable(folders), (folder) => inside(run, { ...source, shared }, folder))
    })
    return Stream.concat(files, below)
  })

const inside = (
  run: DownloadRun,
  parent: SourceFolder,
  { id, name }: { readonly id: string; readonly name: string }
): Stream.Stream<FoundItem, never, Requirements> => {
  const names = [...parent.names, name]
  return Stream.unwrap(
    enter(run, parent.directory, name, parent.shared).pipe(
      Effect.map((directory) => walk(run, { id, names, directory, shared: parent.shared })),
      Effect.map(Stream.catch((error) => Stream.succeed<FoundItem>({ _tag: "Unusable", names, error }))),
      Effect.catch((error) => Effect.succeed(Stream.succeed<FoundItem>({ _tag: "Unusable", names, error })))
    )
  )
}
