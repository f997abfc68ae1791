/** What the steps of one download of a tree share: walk, decide, transfer and report. */
import { join } from "node:path"
import type { BoxError } from "@effect-box/core/BoxError"
import type { PinnedFile } from "@effect-box/core/FileDownload"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import { type Claim, claim } from "../../file/internal/claim.ts"
import { makeRunId } from "../../file/internal/partFile.ts"
import type { Known } from "../../file/internal/realPlace.ts"
import { isUnfinished, unfinishedFor } from "../../file/internal/unfinished.ts"
import type { Journal } from "./directoryJournal.ts"
import { type Meter, RefusedEntry } from "./directoryRun.ts"
import type { Selection } from "./globs.ts"
import type { KeyedLock } from "./keyedLock.ts"
import { localNameFault } from "./localName.ts"
import type { NameSet } from "./nameSet.ts"
import type { DownloadOptions } from "./options.ts"

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
  readonly meter: Meter
  readonly staging: Staging
  /** One decision at a time for each path. */
  readonly deciding: KeyedLock
  /** One rename at a time to each path. */
  readonly renaming: KeyedLock
}

/** A local directory that receives files. */
export interface TargetDirectory {
  readonly path: string
  readonly known: Known
  /** The names that this run has found or given to files. */
  readonly settled: NameSet
}

export interface DownloadTask {
  /** The path from the top. */
  readonly names: ReadonlyArray<string>
  readonly directory: TargetDirectory
  readonly name: string
  readonly file: PinnedFile
}

/** The same for all paths that a file system may treat as one. */
export const pathKey = (path: string): string => path.normalize("NFC").toLowerCase()

export const checkName = (
  { windowsNames }: Pick<DownloadRun, "windowsNames">,
  name: string
): Effect.Effect<void, RefusedEntry> => {
  const fault = localNameFault(name, windowsNames)
  if (fault !== undefined) return Effect.fail(new RefusedEntry("name", `It cannot be written here: the name ${fault}`))
  if (!isUnfinished(name.toLowerCase())) return Effect.void
  return Effect.fail(new RefusedEntry("name", "It has the name of an unfinished download"))
}
