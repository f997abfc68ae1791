/** What the steps of one upload of a tree share: walk, decide, transfer and report. */
import { resolve } from "node:path"
import type { BoxInvalidInput } from "@effect-box/core/BoxError"
import type { AdaptiveLimit } from "@effect-box/core/unstable/AdaptiveLimit"
import * as Effect from "effect/Effect"
import type * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import type { KeyValueStore } from "effect/persistence/KeyValueStore"
import * as Semaphore from "effect/Semaphore"
import { follow, type LocalEntry, look } from "../../file/internal/localEntry.ts"
import type { Requirements as FileRequirements } from "../../file/internal/localUpload.ts"
import type { Known } from "../../file/internal/realPlace.ts"
import type { BoxFolder, Budget } from "./boxFolder.ts"
import { type Journal, makeJournal } from "./directoryJournal.ts"
import { type EntryFailure, makeTransferLimit } from "./directoryRun.ts"
import { makeSelection, type Selection } from "./globs.ts"
import type { UploadOptions } from "./options.ts"
import { makeProgressMeter, type ProgressMeter } from "./progressMeter.ts"

export const operation = "LocalDirectory.upload"

export type UploadRequirements = FileRequirements | Path.Path

/** The names of existing items that are kept for comparison, over all folders of one branch: 9 MB if each has 20 letters. */
const namesKept = 100_000

export interface UploadRun {
  /** Nothing is changed, neither on Box nor in the journal. */
  readonly dry: boolean
  readonly root: string
  readonly onConflict: UploadOptions["onConflict"]
  readonly followSymbolicLinks: boolean
  readonly selection: Selection
  readonly keepModificationTime: boolean | undefined
  /** Where the sessions of large files are noted; the store of the journal. */
  readonly checkpoints: KeyValueStore | undefined
  readonly journal: Journal
  readonly meter: ProgressMeter
  readonly budget: Budget
  /** How many files are sent at the same time, without those that go in parts. */
  readonly limit: AdaptiveLimit
  /** Parts of large files take memory, so one such file is sent at a time, with several parts at once. */
  readonly largeFiles: Semaphore.Semaphore
}

export const makeUploadRun = (path: string, options: UploadOptions, dry: boolean): UploadRun => {
  const root = resolve(path)
  return {
    dry,
    root,
    onConflict: options.onConflict,
    selection: makeSelection(options),
    followSymbolicLinks: options.followSymbolicLinks ?? false,
    keepModificationTime: options.keepModificationTime,
    checkpoints: dry ? undefined : options.journal,
    journal: makeJournal(operation, options.journal, "up", root, options.folder_id, dry),
    meter: makeProgressMeter(options.onProgress),
    budget: { left: namesKept },
    limit: makeTransferLimit(options.concurrency),
    largeFiles: Semaphore.makeUnsafe(1)
  }
}

/** A local directory whose entries are uploaded. */
export interface SourceDirectory {
  /** The path from the top. */
  readonly names: ReadonlyArray<string>
  readonly path: string
  /** Created on Box when it is first needed. */
  readonly folder: Effect.Effect<BoxFolder, EntryFailure, UploadRequirements>
  /** Of this directory and of those above it. */
  readonly identities: ReadonlyArray<string>
  readonly known: Known
  /** Fails if another directory is at this path now. */
  readonly stillThere: Effect.Effect<void, PlatformError | BoxInvalidInput>
}

export interface UploadTask {
  readonly directory: SourceDirectory
  readonly name: string
  readonly names: ReadonlyArray<string>
  readonly path: string
}

/** The entry at a path; a link only if links are not followed. */
export const present = ({ followSymbolicLinks }: UploadRun, path: string): Effect.Effect<LocalEntry, PlatformError> =>
  followSymbolicLinks
    ? follow(path)
    : Effect.flatMap(look(path), (entry) => (entry === undefined ? follow(path) : Effect.succeed(entry)))
