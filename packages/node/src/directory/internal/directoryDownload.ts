/** A tree is downloaded: the walk finds files, and workers turn each into a result. */
import { resolve } from "node:path"
import * as Folders from "@effect-box/core/api/Folders"
import type { BoxError } from "@effect-box/core/BoxError"
import * as Effect from "effect/Effect"
import { type PlatformError, systemError } from "effect/PlatformError"
import type { KeyValueStoreError } from "effect/persistence/KeyValueStore"
import * as Stream from "effect/Stream"
import { follow, look } from "../../file/internal/localEntry.ts"
import type { Requirements } from "../../file/LocalFile.ts"
import { makeSelection } from "./globs.ts"
import { placeOfDirectory } from "./directoryHandle.ts"
import { makeJournal } from "./directoryJournal.ts"
import { checkConcurrency, entriesAtOnce, type Fatal, makeTransferLimit, settled } from "./directoryRun.ts"
import { findExtraneousEntries, type LocalSearch, removeEntries } from "./downloadDeletion.ts"
import { downloadFile } from "./downloadDecision.ts"
import { type DownloadRun, makeTargetNames, openStaging, operation, type TargetDirectory } from "./downloadRun.ts"
import { type FoundItem, type SourceFolder, walk } from "./downloadWalk.ts"
import { makeKeyedLock } from "./keyedLock.ts"
import { foldOf } from "./nameFolding.ts"
import type { DownloadOptions } from "./options.ts"
import { makeProgressMeter, type ProgressMeter } from "./progressMeter.ts"
import type { DownloadResult } from "./results.ts"

const resultOf = (run: DownloadRun, found: FoundItem): Effect.Effect<DownloadResult, Fatal, Requirements> =>
  found._tag === "File"
    ? settled(found.task.names, Effect.ensuring(downloadFile(run, found.task), found.task.meter.over))
    : settled(found.names, Effect.fail(found.error))

/** The directory at the top, once the run is known to be possible. */
const openTop = Effect.fnUntraced(function* (run: DownloadRun, root: string) {
  const there = yield* look(root)
  if (there === undefined && run.dry) {
    const top: TargetDirectory = { path: root, known: undefined, ...makeTargetNames(run) }
    return top
  }
  const { identity, kind } = yield* follow(root)
  // Where a run makes the directory, this is what it fails with.
  if (kind !== "directory") {
    return yield* systemError({
      module: "FileSystem",
      method: "makeDirectory",
      _tag: "AlreadyExists",
      pathOrDescriptor: root
    })
  }
  const known = { identity, linked: true, place: yield* placeOfDirectory(root) }
  const top: TargetDirectory = { path: root, known, ...makeTargetNames(run) }
  return top
})

/** Counts the files of the run. What cannot be listed is left out here, as it gets a result in the run itself. */
const count = (run: DownloadRun, source: SourceFolder): Effect.Effect<void, never, Requirements> =>
  walk(run, source).pipe(
    Stream.runFold(
      () => ({ files: 0, bytes: 0 }),
      (total, found) =>
        found._tag === "File" ? { files: total.files + 1, bytes: total.bytes + found.task.file.size } : total
    ),
    Effect.flatMap(run.meter.counted),
    Effect.ignore
  )

const finished = <E, R>(
  results: Stream.Stream<DownloadResult, E, R>,
  meter: ProgressMeter,
  end: Effect.Effect<void, KeyValueStoreError>
): Stream.Stream<DownloadResult, E | KeyValueStoreError, R> =>
  results.pipe(
    Stream.tap(() => meter.result),
    Stream.concat(Stream.drain(Stream.fromEffect(end)))
  )

export const downloadDirectory = (
  path: string,
  options: DownloadOptions,
  dry: boolean
): Stream.Stream<DownloadResult, BoxError | PlatformError | KeyValueStoreError, Requirements> => {
  const { concurrency, folder_id, onConflict, windowsNames = process.platform === "win32" } = options
  const root = resolve(path)
  const journal = makeJournal(operation, options.journal, "down", root, folder_id, dry)
  const meter = makeProgressMeter(options.onProgress)
  return Stream.unwrap(
    Effect.gen(function* () {
      yield* checkConcurrency(operation, concurrency)
      yield* Folders.getFolderById({ folder_id, fields: ["name"] })
      const planning: DownloadRun = {
        onConflict,
        windowsNames,
        selection: makeSelection(options),
        keepTime: options.keepModificationTime !== false,
        journal: options.journal === undefined ? undefined : journal,
        meter,
        limit: makeTransferLimit(concurrency),
        dry: true,
        staging: undefined,
        fold: yield* foldOf(root),
        deciding: makeKeyedLock(),
        renaming: makeKeyedLock()
      }
      const run: DownloadRun = dry ? planning : { ...planning, dry, staging: yield* openStaging(root) }
      const source = (own: DownloadRun) =>
        Effect.map(
          openTop(own, root),
          (directory): SourceFolder => ({ id: folder_id, names: [], directory, shared: undefined })
        )
      if (options.countTotal === true) yield* Effect.forkScoped(count(planning, yield* source(planning)))
      const start = yield* source(run)
      const transfers = walk(run, start).pipe(
        Stream.mapEffect((found) => resultOf(run, found), { concurrency: entriesAtOnce(concurrency), unordered: true })
      )
      const { deleteExtraneous } = options
      if (deleteExtraneous === undefined) return finished(transfers, meter, journal.clear)
      // Entries of the journal are how the next run knows what was brought.
      const { known } = start.directory
      if (known === undefined) return finished(transfers, meter, Effect.void)
      const search: LocalSearch = { run, journal, limit: deleteExtraneous, found: [] }
      const kept = findExtraneousEntries(search, root, known, folder_id)
      return finished(kept.pipe(Stream.concat(transfers), Stream.concat(removeEntries(search))), meter, Effect.void)
    })
  ).pipe(Stream.withSpan(operation))
}
