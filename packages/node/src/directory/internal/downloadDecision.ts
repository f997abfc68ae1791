/** What is done with one file of a download: nothing, a new file, a replacement, or another name. */
import { join } from "node:path"
import type { PinnedFile } from "@effect-box/core/FileDownload"
import * as Effect from "effect/Effect"
import { existsAndDiffers } from "../../file/internal/downloadConflict.ts"
import { sha1Of } from "../../file/internal/localDigest.ts"
import { look } from "../../file/internal/localEntry.ts"
import type { Requirements } from "../../file/LocalFile.ts"
import { type EntryFailure, mostNumbers, RefusedEntry } from "./directoryRun.ts"
import {
  checkName,
  type DownloadRun,
  type DownloadTask,
  type FoundEntry,
  lookIn,
  operation,
  type TargetDirectory
} from "./downloadRun.ts"
import { fetch } from "./downloadTransfer.ts"
import { numberedName } from "../../file/internal/localName.ts"
import type { NameSet } from "./nameSet.ts"
import type { DownloadResult } from "./results.ts"
import { pathKey } from "./nameFolding.ts"

type DownloadDecision = Effect.fn.Return<DownloadResult, EntryFailure, Requirements>

const isTaken = (error: EntryFailure): error is RefusedEntry =>
  error instanceof RefusedEntry && error.reason === "same-name"

export const sameContent = Effect.fnUntraced(function* (path: string, there: FoundEntry, { sha1, size }: PinnedFile) {
  if (there.planned !== undefined) return there.planned.sha1 === sha1
  return (
    there.kind === "file" &&
    there.size === size &&
    (yield* sha1Of(operation, path, size, { identity: there.identity, linked: false })) === sha1
  )
})

const noteName = (names: NameSet, name: string): void => {
  names.add(`=${name}`)
  names.add(`~${pathKey(name)}`)
}

/** Whether this run has settled a file under one of these names; a file system may treat two names as one. */
const hasName = Effect.fnUntraced(function* (directory: TargetDirectory, name: string, there: FoundEntry) {
  if (directory.settled.has(`=${name}`)) return true
  if (!directory.settled.has(`~${pathKey(name)}`)) return false
  for (const other of [name.toUpperCase(), name.toLowerCase(), name.normalize("NFC"), name.normalize("NFD")]) {
    if (other !== name && (yield* lookIn(directory, other))?.identity === there.identity) return true
  }
  return false
})

/** Uses the first number that is free, or whose file has the same bytes from an earlier run. */
const rename = Effect.fnUntraced(function* (run: DownloadRun, task: DownloadTask): DownloadDecision {
  const { file, names } = task
  for (let number = 1; number <= mostNumbers; number++) {
    const name = numberedName(task.name, number)
    yield* checkName(run, name)
    const target = join(task.directory.path, name)
    const there = yield* lookIn(task.directory, name)
    if (there === undefined) {
      const stored = yield* fetch(run, task, target, false).pipe(
        Effect.as(true),
        Effect.catchIf(isTaken, () => Effect.succeed(false))
      )
      if (!stored) continue
      return { _tag: "Renamed", path: names, name, file_id: file.file_id, size: file.size, sha1: file.sha1 }
    }
    if (yield* sameContent(target, there, file)) {
      noteName(task.directory.settled, name)
      return { _tag: "Unchanged", path: names, file_id: file.file_id, sha1: file.sha1, storedAs: name }
    }
  }
  return yield* Effect.fail(new RefusedEntry("occupied", `${mostNumbers} numbered names are in use`))
})

const compare = Effect.fnUntraced(function* (run: DownloadRun, task: DownloadTask): DownloadDecision {
  const { file, names } = task
  const { file_id, sha1, size } = file
  const target = join(task.directory.path, task.name)
  const there = yield* lookIn(task.directory, task.name)
  const downloaded = { _tag: "Downloaded", path: names, file_id, size, sha1 } as const
  if (there === undefined) {
    yield* fetch(run, task, target, false)
    return { ...downloaded, replaced: false }
  }
  const done = yield* run.journal?.find(names) ?? Effect.undefined
  const known = done?.sha1 === sha1 && done.size === there.size && done.modified === there.modified
  if (known || (yield* sameContent(target, there, file))) return { _tag: "Unchanged", path: names, file_id, sha1 }
  if (yield* hasName(task.directory, task.name, there)) {
    return yield* Effect.fail(new RefusedEntry("same-name", "This run has already stored another item of this name"))
  }
  switch (run.onConflict) {
    case "skip":
      return { _tag: "Skipped", path: names }
    case "rename":
      return yield* rename(run, task)
    case "overwrite":
    case "fail":
      if (there.kind !== "file") {
        return yield* Effect.fail(new RefusedEntry("occupied", `There is a ${there.kind} of this name`))
      }
      if (run.onConflict === "fail") {
        return yield* existsAndDiffers(operation, target)
      }
      yield* fetch(run, task, target, true)
      return { ...downloaded, replaced: true }
  }
})

/** Whether the file is under its own name now. */
const isInPlace = (result: DownloadResult): boolean =>
  result._tag === "Downloaded" || (result._tag === "Unchanged" && result.storedAs === undefined)

/** Brings one file to the disk unless it is there. */
export const downloadFile = Effect.fnUntraced(function* (run: DownloadRun, task: DownloadTask): DownloadDecision {
  yield* checkName(run, task.name)
  const target = join(task.directory.path, task.name)
  const compared = Effect.tap(compare(run, task), (result) =>
    Effect.sync(() => {
      if (result._tag === "Renamed") noteName(task.directory.settled, result.name)
      if (isInPlace(result)) noteName(task.directory.settled, task.name)
    })
  )
  const result = yield* run.deciding(pathKey(target), compared)
  if (run.journal === undefined || !isInPlace(result)) return result
  const written = yield* look(target)
  if (written !== undefined) {
    const { modified, size } = written
    yield* run.journal.note(task.names, { size, modified, file_id: task.file.file_id, sha1: task.file.sha1 })
  }
  return result
})
