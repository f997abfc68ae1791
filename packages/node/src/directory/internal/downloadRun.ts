/** What the steps of one download of a tree share: walk, decide, transfer and report. */
import { createHash } from "node:crypto"
import { join } from "node:path"
import type { BoxError } from "@effect-box/core/BoxError"
import type { PinnedFile } from "@effect-box/core/FileDownload"
import type { AdaptiveLimit } from "@effect-box/core/unstable/AdaptiveLimit"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import { type Claim, claim } from "../../file/internal/claim.ts"
import { type LocalEntry, look } from "../../file/internal/localEntry.ts"
import { makeRunId } from "../../file/internal/partFile.ts"
import type { Known } from "../../file/internal/realPlace.ts"
import { isUnfinished, unfinishedFor } from "../../file/internal/unfinished.ts"
import type { Journal } from "./directoryJournal.ts"
import { RefusedEntry } from "./directoryRun.ts"
import type { Selection } from "./globs.ts"
import type { KeyedLock } from "./keyedLock.ts"
import { localNameFault } from "../../file/internal/localName.ts"
import { makeNameIndex, type NameIndex, type Occupant } from "./nameIndex.ts"
import { makeNameSet, type NameSet } from "./nameSet.ts"
import type { DownloadOptions } from "./options.ts"
import type { FileMeter, ProgressMeter } from "./progressMeter.ts"

export const operation = "LocalDirectory.download"

/** The directory for incomplete files; it is removed at the end of the run. */
const stagingName = unfinishedFor("directory")

/** Where the files of a run are until they are complete. */
export interface Staging extends Claim {
  readonly path: string
  readonly runId: string
}

export const openStaging = Effect.fnUntraced(function* (
  root: string
): Effect.fn.Return<Staging, BoxError | PlatformError, FileSystem.FileSystem | Scope.Scope> {
  yield* (yield* FileSystem.FileSystem).makeDirectory(root, { recursive: true })
  const path = join(root, stagingName)
  return { ...(yield* claim(operation, path)), path, runId: yield* makeRunId }
})

export interface DownloadRun {
  readonly onConflict: DownloadOptions["onConflict"]
  readonly windowsNames: boolean
  readonly selection: Selection
  readonly keepTime: boolean
  /** `undefined` if nothing is noted. */
  readonly journal: Journal | undefined
  readonly meter: ProgressMeter
  /** How many files are received at the same time. */
  readonly limit: AdaptiveLimit
  /** Nothing is changed, neither on the disk nor in the journal. */
  readonly dry: boolean
  /** `undefined` in a dry run. */
  readonly staging: Staging | undefined
  /** In a dry run, the same for all names that the file system treats as one. */
  readonly fold: (name: string) => string
  /** One decision at a time for each path. */
  readonly deciding: KeyedLock
  /** One rename at a time to each path. */
  readonly renaming: KeyedLock
}

/** What a run knows of the names in a directory. */
export interface TargetNames {
  /** Those that this run has found or given to files. */
  readonly settled: NameSet
  /** In a dry run, what the run would have put into the directory by now. */
  readonly planned: NameIndex | undefined
}

export const makeTargetNames = ({ dry, fold }: Pick<DownloadRun, "dry" | "fold">): TargetNames => ({
  settled: makeNameSet(),
  planned: dry ? makeNameIndex(fold) : undefined
})

/** A local directory that receives files. */
export interface TargetDirectory extends TargetNames {
  readonly path: string
  /** `undefined` if it would be made by the run, and this is a dry run. */
  readonly known: Known | undefined
}

/** What is under a name of a directory. */
export interface FoundEntry extends LocalEntry {
  /** Set by a dry run if the entry is not there yet. */
  readonly planned?: Occupant | undefined
}

/** What is under a name of a directory, or would be by now. `at` is a safer path to the directory. */
export const lookIn = (
  { path, planned }: TargetDirectory,
  name: string,
  at: string = path
): Effect.Effect<FoundEntry | undefined, PlatformError> => {
  const plan = planned?.find(name)
  if (plan === undefined) return look(join(at, name))
  const kind = plan.type === "folder" ? "directory" : "file"
  return Effect.succeed({ kind, size: plan.size ?? 0, modified: Number.NaN, identity: plan.id, planned: plan })
}

/** Plans an entry, and says what it will look like. */
export const plan = (
  { path, planned }: TargetDirectory,
  name: string,
  type: "file" | "folder",
  content?: Pick<PinnedFile, "size" | "sha1">
): void => {
  const id = `planned-${createHash("sha1").update(join(path, name)).digest("hex")}`
  planned?.add({ type, id, name, size: content?.size, sha1: content?.sha1 })
}

export interface DownloadTask {
  /** The path from the top. */
  readonly names: ReadonlyArray<string>
  readonly directory: TargetDirectory
  readonly name: string
  readonly file: PinnedFile
  readonly meter: FileMeter
}

export const checkName = (
  { windowsNames }: Pick<DownloadRun, "windowsNames">,
  name: string
): Effect.Effect<void, RefusedEntry> => {
  const fault = localNameFault(name, windowsNames)
  if (fault !== undefined) return Effect.fail(new RefusedEntry("name", `It cannot be written here: the name ${fault}`))
  if (!isUnfinished(name.toLowerCase())) return Effect.void
  return Effect.fail(new RefusedEntry("name", "It has the name of an unfinished download"))
}
