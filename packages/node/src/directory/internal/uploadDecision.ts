/** What is done with one file of an upload: nothing, a new file, a new version, or another name. */
import { join } from "node:path"
import type { File } from "@effect-box/core/api/schemas/Item"
import type { BoxItemNameInUse } from "@effect-box/core/BoxError"
import * as ItemName from "@effect-box/core/ItemName"
import * as Effect from "effect/Effect"
import { sha1Of } from "../../file/internal/localDigest.ts"
import { look } from "../../file/internal/localEntry.ts"
import { type BoxFolder, conflictWith, occupantOf } from "./boxFolder.ts"
import { type EntryFailure, mostNumbers, RefusedEntry } from "./directoryRun.ts"
import type { Occupant } from "./nameIndex.ts"
import type { Failed, Refused, UploadResult } from "./results.ts"
import { checkName, checkOnlyOne } from "./uploadFolder.ts"
import { operation, present, type UploadRequirements, type UploadRun, type UploadTask } from "./uploadRun.ts"
import { forget, isLarge, send, type SourceFile } from "./uploadTransfer.ts"
import { linkRefused, placeBelow } from "./uploadWalk.ts"

/** What became of a file that did not fail. */
export type UploadDone = Exclude<UploadResult, Failed | Refused>

type UploadDecision<A = UploadDone> = Effect.fn.Return<A, EntryFailure, UploadRequirements>

const factsOf = ({ id, sha1, size }: Pick<File, "id" | "size" | "sha1">) => ({
  file_id: id,
  size: size ?? 0,
  sha1: sha1?.toLowerCase() ?? ""
})

const sameContent = Effect.fnUntraced(function* (task: UploadTask, file: SourceFile, { sha1, size, type }: Occupant) {
  if (type !== "file" || sha1 === undefined || (size !== undefined && size !== file.size)) return false
  return sha1 === (yield* sha1Of(operation, task.path, file.size, file))
})

/** Whether a name on Box is that of another local file, whatever its content. */
const isOfAnother = ({ directory }: UploadTask, onBox: string) =>
  Effect.map(look(join(directory.path, onBox)), (entry) => entry !== undefined)

/** The result if the item under another name has the content of this file, and is not there for another one. */
const sameUnder = Effect.fnUntraced(function* (
  task: UploadTask,
  file: SourceFile,
  occupant: Occupant | undefined
): UploadDecision<UploadDone | undefined> {
  if (occupant === undefined || (yield* isOfAnother(task, occupant.name))) return undefined
  if (!(yield* sameContent(task, file, occupant))) return undefined
  const { id, name: storedAs, sha1 = "" } = occupant
  return { _tag: "Unchanged", path: task.names, file_id: id, sha1, storedAs }
})

/** Uses the first number that is free, or whose file has the same bytes from an earlier run. */
const rename = Effect.fnUntraced(function* (
  run: UploadRun,
  task: UploadTask,
  file: SourceFile,
  folder: BoxFolder,
  conflict: BoxItemNameInUse
): UploadDecision {
  for (let number = 1; number <= mostNumbers; number++) {
    const name = ItemName.numbered(task.name, number)
    if (yield* isOfAnother(task, name)) continue
    const occupant: Occupant | undefined = yield* folder.find(name, file.size)
    if (occupant !== undefined) {
      const known = yield* sameUnder(task, file, occupant)
      if (known === undefined) continue
      return known
    }
    const renamed = yield* send(run, task, file, folder, { folder_id: folder.id, name }).pipe(
      Effect.map((sent): UploadDone => ({ _tag: "Renamed", path: task.names, name, ...factsOf(sent) })),
      Effect.catchTag("BoxItemNameInUse", (taken) => sameUnder(task, file, occupantOf(taken, name)))
    )
    if (renamed !== undefined) return renamed
  }
  return yield* conflict
})

const resolveConflict = Effect.fnUntraced(function* (
  run: UploadRun,
  task: UploadTask,
  file: SourceFile,
  folder: BoxFolder,
  occupant: Occupant,
  conflict: BoxItemNameInUse
): UploadDecision {
  yield* checkOnlyOne(task.directory.path, task.name, occupant.name)
  if (yield* sameContent(task, file, occupant)) {
    yield* forget(run, task, file, folder)
    return { _tag: "Unchanged", path: task.names, file_id: occupant.id, sha1: occupant.sha1 ?? "" }
  }
  switch (run.onConflict) {
    case "fail":
      return yield* conflict
    case "skip":
      return { _tag: "Skipped", path: task.names }
    case "rename":
      return yield* rename(run, task, file, folder, conflict)
    case "version": {
      if (occupant.type !== "file") return yield* conflict
      const sent = yield* send(run, task, file, folder, { file_id: occupant.id })
      return { _tag: "Uploaded", path: task.names, newVersion: true, ...factsOf(sent) }
    }
  }
})

const compare = Effect.fnUntraced(function* (run: UploadRun, task: UploadTask, file: SourceFile): UploadDecision {
  const folder = yield* task.directory.folder
  const known = yield* folder.find(task.name, file.size)
  if (known !== undefined) {
    return yield* resolveConflict(run, task, file, folder, known, conflictWith(operation, known))
  }
  return yield* send(run, task, file, folder, { folder_id: folder.id, name: task.name }).pipe(
    Effect.map((sent): UploadDone => ({ _tag: "Uploaded", path: task.names, newVersion: false, ...factsOf(sent) })),
    Effect.catchTag("BoxItemNameInUse", (conflict) => {
      const occupant = occupantOf(conflict, task.name)
      return occupant === undefined
        ? Effect.fail(conflict)
        : resolveConflict(run, task, file, folder, occupant, conflict)
    })
  )
})

/** Brings one file to Box unless the journal says that it is there. */
const bring = Effect.fnUntraced(function* (run: UploadRun, task: UploadTask, file: SourceFile): UploadDecision {
  const done = yield* run.journal.find(task.names)
  if (done !== undefined && done.size === file.size && done.modified === file.modified) {
    return { _tag: "Unchanged", path: task.names, file_id: done.file_id, sha1: done.sha1 }
  }
  const result = yield* isLarge(file)
    ? run.largeFiles.withPermits(1)(compare(run, task, file))
    : compare(run, task, file)
  if (result._tag === "Uploaded" || result._tag === "Renamed" || result._tag === "Unchanged") {
    yield* run.journal.note(task.names, { ...file, file_id: result.file_id, sha1: result.sha1 })
  }
  return result
})

/** The local file, if it is one that can be uploaded. */
export const checkFile = Effect.fnUntraced(function* (run: UploadRun, { name, path }: UploadTask) {
  yield* checkName(name)
  const entry = yield* present(run, path)
  if (entry.kind === "link") return yield* Effect.fail(linkRefused)
  if (entry.kind !== "file") return yield* Effect.fail(new RefusedEntry("special", "It is not a regular file"))
  return entry
})

/** A file as it is now. */
const sourceOf = Effect.fnUntraced(function* (run: UploadRun, task: UploadTask) {
  const entry = yield* checkFile(run, task)
  const { known, stillThere } = task.directory
  const file: SourceFile = {
    ...entry,
    linked: run.followSymbolicLinks,
    place: placeBelow(known, task.name),
    stillThere,
    meter: run.meter.file(task.names, entry.size)
  }
  return file
})

/** Looks at one file, and brings it to Box unless it is there. */
export const uploadFile = (
  run: UploadRun,
  task: UploadTask
): Effect.Effect<UploadDone, EntryFailure, UploadRequirements> =>
  sourceOf(run, task).pipe(
    Effect.tapError(() => run.meter.file(task.names, 0).over),
    Effect.flatMap((file) => Effect.ensuring(bring(run, task, file), file.meter.over))
  )
