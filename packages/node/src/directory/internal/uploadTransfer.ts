/** How the bytes of one file of a tree are sent. */
import type { File } from "@effect-box/core/api/schemas/Item"
import type { BoxError } from "@effect-box/core/BoxError"
import * as FileUpload from "@effect-box/core/FileUpload"
import * as Effect from "effect/Effect"
import type { PlatformError } from "effect/PlatformError"
import { KeyValueStore, type KeyValueStoreError } from "effect/persistence/KeyValueStore"
import type { LocalEntry } from "../../file/internal/localEntry.ts"
import type { ListedFile } from "../../file/internal/localSource.ts"
import { checkpointKey, uploadNew, uploadNewVersion, uploadOnwards } from "../../file/internal/localUpload.ts"
import { openRegular } from "../../file/internal/localOpen.ts"
import { type BoxFolder, conflictWith } from "./boxFolder.ts"
import type { FileMeter } from "./progressMeter.ts"
import { operation, type UploadRequirements, type UploadRun, type UploadTask } from "./uploadRun.ts"

/** A file as it was when the run looked at it. */
export interface SourceFile extends LocalEntry, ListedFile {
  readonly meter: FileMeter
}

export const isLarge = ({ size }: SourceFile): boolean => size >= FileUpload.chunkThreshold

/** What is told of a file that was sent. */
type Sent = Pick<File, "id" | "size" | "sha1">

type Target = { readonly folder_id: string; readonly name: string } | { readonly file_id: string }

/** What sending would come to, as far as that can be known without it. The file is opened, as it has to be readable. */
const rehearse = Effect.fnUntraced(function* (
  { path }: UploadTask,
  file: SourceFile,
  folder: BoxFolder,
  target: Target
): Effect.fn.Return<Sent, BoxError | PlatformError, UploadRequirements> {
  yield* Effect.scoped(openRegular(operation, path, file))
  if ("file_id" in target) return { id: target.file_id, size: file.size }
  const { name } = target
  const occupant = folder.planned?.find(name)
  if (occupant !== undefined) return yield* conflictWith(operation, occupant)
  folder.planned?.add({ type: "file", id: "", name, size: file.size, sha1: undefined })
  return { id: "", size: file.size }
})

const sizeOf = ({ size }: Sent): number => size ?? 0

/** With a journal, a large file continues where a killed process stopped. */
const sendNow = (
  run: UploadRun,
  { path }: UploadTask,
  file: SourceFile,
  target: Target
): Effect.Effect<Sent, BoxError | PlatformError | KeyValueStoreError, UploadRequirements> => {
  const how = { keepModificationTime: run.keepModificationTime, onProgress: file.meter.onProgress() }
  if (run.checkpoints !== undefined && isLarge(file)) {
    return uploadOnwards(path, { ...target, ...how, whenChanged: "restart" }, file).pipe(
      Effect.map((resumed) => resumed.file),
      Effect.provideService(KeyValueStore, run.checkpoints)
    )
  }
  return "file_id" in target
    ? uploadNewVersion(path, { ...target, ...how }, file)
    : uploadNew(path, { ...target, ...how }, file)
}

/** Sends a file when it is its turn. */
export const send = (
  run: UploadRun,
  task: UploadTask,
  file: SourceFile,
  folder: BoxFolder,
  target: Target
): Effect.Effect<Sent, BoxError | PlatformError | KeyValueStoreError, UploadRequirements> => {
  if (run.dry) return rehearse(task, file, folder, target)
  // Not before: a file that waits is not on its way.
  const upload = Effect.suspend(() => sendNow(run, task, file, target))
  return isLarge(file) ? upload : run.limit.run(upload, sizeOf)
}

/** Removes the checkpoint that a process leaves if it is killed right after the last step of an upload. */
export const forget = (run: UploadRun, { name, path }: UploadTask, file: SourceFile, folder: BoxFolder) =>
  run.checkpoints === undefined || !isLarge(file)
    ? Effect.void
    : checkpointKey(operation, path, { folder_id: folder.id, name }).pipe(
        Effect.flatMap((key) => FileUpload.forget(key)),
        Effect.provideService(KeyValueStore, run.checkpoints)
      )
