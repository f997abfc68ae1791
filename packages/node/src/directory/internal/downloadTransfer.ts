/** How the bytes of one file of a tree are received, and how the file gets its name. */
import { createHash } from "node:crypto"
import { basename, join } from "node:path"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { look } from "../../file/internal/localEntry.ts"
import { bringTo } from "../../file/internal/localDownload.ts"
import { sweep } from "../../file/internal/sweep.ts"
import type { Requirements } from "../../file/LocalFile.ts"
import { held } from "./directoryHandle.ts"
import { type EntryFailure, RefusedEntry } from "./directoryRun.ts"
import { type DownloadRun, type DownloadTask, operation, pathKey } from "./downloadRun.ts"

/** Gives a complete file its name, in the very directory that the walk entered. */
const nameFile = Effect.fnUntraced(function* (
  { staging }: DownloadRun,
  { directory }: DownloadTask,
  complete: string,
  part: string,
  target: string,
  overwrite: boolean
) {
  const at = yield* held(operation, directory.path, directory.known)
  yield* sweep(directory.path, complete, at)
  if (complete === part) yield* staging.stillMine
  const name = join(at, basename(target))
  if (!overwrite && (yield* look(name)) !== undefined) {
    const message = "Something else got this name while the bytes were received"
    return yield* Effect.fail(new RefusedEntry("same-name", message))
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
  const { keepTime, meter, renaming, staging } = run
  // Two items may be on their way to one name, if one of them is to be renamed.
  const digest = createHash("sha1").update(`${task.file.file_id}\0${target}`).digest("hex")
  const part = join(staging.path, `${digest}.part`)
  const files = { path: target, part, note: `${part}.json`, small: `${part}.${staging.runId}` }
  const noted = staging.leftovers && (yield* (yield* FileSystem.FileSystem).exists(files.note))
  yield* bringTo(
    operation,
    files,
    task.file,
    { noted, keepTime, connections: 1, onProgress: meter.forFile() },
    (complete) => renaming(pathKey(target), nameFile(run, task, complete, part, target, overwrite))
  )
})
