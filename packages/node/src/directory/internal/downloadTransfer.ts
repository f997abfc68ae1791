/** How the bytes of one file of a tree are received, and how the file gets its name. */
import { createHash } from "node:crypto"
import { basename, join } from "node:path"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { look } from "../../file/internal/localEntry.ts"
import { bringTo } from "../../file/internal/localDownload.ts"
import { sweep } from "../../file/internal/sweep.ts"
import type { Requirements } from "../../file/LocalFile.ts"
import type { Known } from "../../file/internal/realPlace.ts"
import { held } from "./directoryHandle.ts"
import { type EntryFailure, RefusedEntry } from "./directoryRun.ts"
import { type DownloadRun, type DownloadTask, lookIn, operation, plan, type Staging } from "./downloadRun.ts"
import { pathKey } from "./nameFolding.ts"

const taken = new RefusedEntry("same-name", "Something else got this name while the bytes were received")

/** Gives a complete file its name, in the very directory that the walk entered. */
const nameFile = Effect.fnUntraced(function* (
  staging: Staging,
  known: Known,
  { directory }: DownloadTask,
  complete: string,
  part: string,
  target: string,
  overwrite: boolean
) {
  const at = yield* held(operation, directory.path, known)
  yield* sweep(directory.path, complete, at)
  if (complete === part) yield* staging.stillMine
  const name = join(at, basename(target))
  if (!overwrite && (yield* look(name)) !== undefined) {
    return yield* Effect.fail(taken)
  }
  yield* (yield* FileSystem.FileSystem).rename(complete, name)
}, Effect.scoped)

/** Downloads a file to `target`, where it appears when it is complete. */
export const fetch = Effect.fnUntraced(function* (
  run: DownloadRun,
  task: DownloadTask,
  target: string,
  overwrite: boolean
): Effect.fn.Return<void, EntryFailure, Requirements> {
  const { keepTime, renaming, staging } = run
  const { known } = task.directory
  if (staging === undefined || known === undefined) {
    const name = basename(target)
    if (!overwrite && (yield* lookIn(task.directory, name)) !== undefined) return yield* Effect.fail(taken)
    return plan(task.directory, name, "file", task.file)
  }
  // Two items may be on their way to one name, if one of them is to be renamed.
  const digest = createHash("sha1").update(`${task.file.file_id}\0${target}`).digest("hex")
  const part = join(staging.path, `${digest}.part`)
  const files = { path: target, part, note: `${part}.json`, small: `${part}.${staging.runId}` }
  const noted = staging.leftovers && (yield* (yield* FileSystem.FileSystem).exists(files.note))
  // Not before its turn: a file that waits is not on its way.
  const transfer = Effect.suspend(() =>
    bringTo(
      operation,
      files,
      task.file,
      { noted, keepTime, connections: 1, onProgress: task.meter.onProgress() },
      (complete) => renaming(pathKey(target), nameFile(staging, known, task, complete, part, target, overwrite))
    )
  )
  yield* run.limit.run(transfer, () => task.file.size)
})
