/** A local tree is uploaded: the walk finds entries, and workers turn each into a result. */
import * as Folders from "@effect-box/core/api/Folders"
import { type BoxError, BoxInvalidInput } from "@effect-box/core/BoxError"
import * as ItemName from "@effect-box/core/ItemName"
import * as Effect from "effect/Effect"
import type { PlatformError } from "effect/PlatformError"
import type { KeyValueStoreError } from "effect/persistence/KeyValueStore"
import * as Stream from "effect/Stream"
import { follow } from "../../file/internal/localEntry.ts"
import type { Known } from "../../file/internal/realPlace.ts"
import { makeBoxFolder } from "./boxFolder.ts"
import { placeOfDirectory } from "./directoryHandle.ts"
import { checkConcurrency, entriesAtOnce, type Fatal, settled } from "./directoryRun.ts"
import type { UploadOptions } from "./options.ts"
import type { UploadResult } from "./results.ts"
import { findExtraneousItems, trashItems } from "./uploadDeletion.ts"
import { uploadFile } from "./uploadDecision.ts"
import {
  makeUploadRun,
  operation,
  present,
  type SourceDirectory,
  type UploadRequirements,
  type UploadRun
} from "./uploadRun.ts"
import { type FoundEntry, stillAt, walk } from "./uploadWalk.ts"

/** The result of what was found; `undefined` if there is nothing to report, as for a directory that exists. */
const resultOf = (
  run: UploadRun,
  found: FoundEntry
): Effect.Effect<UploadResult | undefined, Fatal, UploadRequirements> => {
  switch (found._tag) {
    case "File":
      return settled(found.task.names, uploadFile(run, found.task))
    case "Directory":
      return settled(found.directory.names, Effect.as(found.directory.folder, undefined))
    case "DirectoryEnd":
      return Effect.flatMap(found.directory.folder, ({ left }) => left).pipe(Effect.ignore, Effect.as(undefined))
    case "Unusable":
      return settled(found.names, Effect.fail(found.error))
  }
}

/** The directory at the top, once the run is known to be possible. */
const openTop = Effect.fnUntraced(function* (run: UploadRun, path: string, folder_id: string, planned: boolean) {
  const { identity, kind } = yield* follow(run.root)
  if (kind !== "directory") {
    return yield* new BoxInvalidInput({ operation, message: `${path} is not a directory`, attempts: 0 })
  }
  yield* run.journal.claim
  if (!planned) yield* Folders.getFolderById({ folder_id, fields: ["name"] })
  const place = run.followSymbolicLinks ? undefined : yield* placeOfDirectory(run.root)
  const known: Known = { identity, linked: true, place }
  const top: SourceDirectory = {
    names: [],
    path: run.root,
    folder: yield* Effect.cached(makeBoxFolder(folder_id, planned, run)),
    identities: [identity],
    known,
    stillThere: stillAt(run, run.root, known)
  }
  return top
})

/** Counts the files of the run. What cannot be read is left out here, as it gets a result in the run itself. */
const count = (run: UploadRun, top: SourceDirectory): Effect.Effect<void, never, UploadRequirements> =>
  walk(run, top).pipe(
    Stream.runFoldEffect(
      () => ({ files: 0, bytes: 0 }),
      (total, found) => {
        if (found._tag !== "File") return Effect.succeed(total)
        const { name, path } = found.task
        // As the run does, which does not look at a file whose name Box does not accept.
        if (ItemName.fault(name) !== undefined) return Effect.succeed({ ...total, files: total.files + 1 })
        return present(run, path).pipe(
          Effect.map(({ size }) => ({ files: total.files + 1, bytes: total.bytes + size })),
          Effect.catch(() => Effect.succeed(total))
        )
      }
    ),
    Effect.flatMap(run.meter.counted),
    Effect.ignore
  )

/** `planned`, for a dry run only: the folder does not exist yet, and would be made first. */
export const uploadDirectory = (
  path: string,
  options: UploadOptions,
  dry: boolean,
  planned = false
): Stream.Stream<UploadResult, BoxError | PlatformError | KeyValueStoreError, UploadRequirements> => {
  const { concurrency, folder_id } = options
  const atOnce = entriesAtOnce(concurrency)
  const run = makeUploadRun(path, options, dry)
  return Stream.unwrap(
    Effect.gen(function* () {
      yield* checkConcurrency(operation, concurrency)
      const top = yield* openTop(run, path, folder_id, planned)
      const { deleteExtraneous } = options
      const extraneous =
        deleteExtraneous === undefined || planned
          ? []
          : yield* findExtraneousItems(run, top, folder_id, deleteExtraneous)
      if (options.countTotal === true) yield* Effect.forkScoped(count(run, top))
      return walk(run, top).pipe(
        Stream.mapEffect((found) => resultOf(run, found), { concurrency: atOnce, unordered: true }),
        Stream.filter((result) => result !== undefined),
        Stream.concat(trashItems(run, extraneous, Math.min(8, atOnce))),
        Stream.tap(() => run.meter.result),
        Stream.concat(Stream.drain(Stream.fromEffect(run.journal.clear)))
      )
    })
  ).pipe(Stream.withSpan(operation))
}
