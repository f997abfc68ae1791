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
import type { BoxFolder } from "./boxFolder.ts"
import { operation, type UploadRequirements, type UploadRun, type UploadTask } from "./uploadRun.ts"

/** A file as it was when the run looked at it. */
export interface SourceFile extends LocalEntry, ListedFile {}

export const isLarge = ({ size }: SourceFile): boolean => size >= FileUpload.chunkThreshold

/** Sends a file. With a journal, a large one continues where a killed process stopped. */
export const send = (
  run: UploadRun,
  { path }: UploadTask,
  file: SourceFile,
  target: { readonly folder_id: string; readonly name: string } | { readonly file_id: string }
): Effect.Effect<File, BoxError | PlatformError | KeyValueStoreError, UploadRequirements> => {
  const how = { keepModificationTime: run.keepModificationTime, onProgress: run.meter.forFile() }
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

/** Removes the checkpoint that a process leaves if it is killed right after the last step of an upload. */
export const forget = (run: UploadRun, { name, path }: UploadTask, file: SourceFile, folder: BoxFolder) =>
  run.checkpoints === undefined || !isLarge(file)
    ? Effect.void
    : checkpointKey(operation, path, { folder_id: folder.id, name }).pipe(
        Effect.flatMap((key) => FileUpload.forget(key)),
        Effect.provideService(KeyValueStore, run.checkpoints)
      )
