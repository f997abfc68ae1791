/** A tree is downloaded: the walk finds files, and workers turn each into a result. */
import { resolve } from "node:path"
import * as Folders from "@effect-box/core/api/Folders"
import type { BoxError } from "@effect-box/core/BoxError"
import * as Effect from "effect/Effect"
import type { PlatformError } from "effect/PlatformError"
import type { KeyValueStoreError } from "effect/persistence/KeyValueStore"
import * as Stream from "effect/Stream"
import { follow } from "../../file/internal/localEntry.ts"
import type { Requirements } from "../../file/LocalFile.ts"
import { makeSelection } from "./globs.ts"
import { placeOfDirectory } from "./directoryHandle.ts"
import { makeJournal } from "./directoryJournal.ts"
import { checkConcurrency, type Fatal, makeMeter, settled } from "./directoryRun.ts"
import { downloadFile } from "./downloadDecision.ts"
import { type DownloadRun, openStaging, operation, type TargetDirectory } from "./downloadRun.ts"
import { type FoundItem, walk } from "./downloadWalk.ts"
import { makeKeyedLock } from "./keyedLock.ts"
import { makeNameSet } from "./nameSet.ts"
import type { DownloadOptions } from "./options.ts"
import type { DownloadResult } from "./results.ts"

const resultOf = (run: DownloadRun, found: FoundItem): Effect.Effect<DownloadResult, Fatal, Requirements> =>
  found._tag === "File"
    ? settled(found.task.names, downloadFile(run, found.task))
    : settled(found.names, Effect.fail(found.error))

/** The directory at the top, once the run is known to be possible. */
const openTop = Effect.fnUntraced(function* (root: string) {
  const { identity } = yield* follow(root)
  const known = { identity, linked: true, place: yield* placeOfDirectory(root) }
  const top: TargetDirectory = { path: root, settled: makeNameSet(), known }
  return top
})

export const downloadDirectory = (
  path: string,
  options: DownloadOptions
): Stream.Stream<DownloadResult, BoxError | PlatformError | KeyValueStoreError, Requirements> => {
  const { concurrency = 8, folder_id, onConflict, windowsNames = process.platform === "win32" } = options
  const root = resolve(path)
  const journal = makeJournal(operation, options.journal, "down", root, folder_id)
  const meter = makeMeter(options.onProgress)
  return Stream.unwrap(
    Effect.gen(function* () {
      yield* checkConcurrency(operation, concurrency)
      yield* Folders.getFolderById({ folder_id, fields: ["name"] })
      const staging = yield* openStaging(root)
      const run: DownloadRun = {
        onConflict,
        windowsNames,
        selection: makeSelection(options),
        keepTime: options.keepModificationTime !== false,
        journal: options.journal === undefined ? undefined : journal,
        meter,
        staging,
        deciding: makeKeyedLock(),
        renaming: makeKeyedLock()
      }
      const top = yield* openTop(root)
      return walk(run, { id: folder_id, names: [], directory: top, shared: undefined }).pipe(
        Stream.mapEffect((found) => resultOf(run, found), { concurrency, unordered: true }),
        Stream.tap(() => meter.result),
        Stream.concat(Stream.drain(Stream.fromEffect(journal.clear)))
      )
    })
  ).pipe(Stream.withSpan(operation))
}
