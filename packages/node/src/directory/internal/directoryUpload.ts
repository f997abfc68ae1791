/** A local tree on its way to Box: a walk that only reads the disk, and workers that do everything with Box. */
import { join, resolve } from "node:path"
import type { File } from "@effect-box/core/api/schemas/Item"
import * as Folders from "@effect-box/core/api/Folders"
import { type BoxError, BoxInvalidInput, type BoxItemNameInUse } from "@effect-box/core/BoxError"
import * as FileUpload from "@effect-box/core/FileUpload"
import * as ItemName from "@effect-box/core/ItemName"
import * as Items from "@effect-box/core/Items"
import * as Effect from "effect/Effect"
import type * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import { KeyValueStore, type KeyValueStoreError } from "effect/persistence/KeyValueStore"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import type { UploadOptions } from "./options.ts"
import type { UploadResult } from "./results.ts"
import { type BoxFolder, type Budget, conflictWith, makeBoxFolder, occupantOf } from "./boxFolder.ts"
import { makeJournal } from "./directoryJournal.ts"
import { checkStillThere, held, placeOfDirectory } from "./directoryHandle.ts"
import { checkConcurrency, type Fatal, makeMeter, Refusal, settled, sha1Of } from "./directoryRun.ts"
import type { Listed } from "../../file/internal/localSource.ts"
import {
  checkpointKey,
  type Requirements as Needed,
  uploadNew,
  uploadNewVersion,
  uploadOnwards
} from "../../file/internal/localUpload.ts"
import type { Known } from "../../file/internal/realPlace.ts"
import { isUnfinished } from "../../file/internal/unfinished.ts"
import { entriesOf, follow, type Kind, type LocalEntry, look } from "../../file/internal/localEntry.ts"
import type { Occupant } from "./nameIndex.ts"

const operation = "LocalDirectory.upload"

/** Names on Box that are kept to compare with, over all folders of the present branch: 9 MB for names of 20 letters. */
const namesKept = 100_000

const mostNumbers = 1000

type Trouble = BoxError | PlatformError | KeyValueStoreError | Refusal
type Requirements = Needed | Path.Path

interface Directory {
  readonly names: ReadonlyArray<string>
  readonly path: string
  /** Made on Box when somebody first needs it. */
  readonly folder: Effect.Effect<BoxFolder, Trouble, Requirements>
  /** Of this directory and of those above it. */
  readonly identities: ReadonlyArray<string>
  readonly known: Known
  /** Fails when another directory is under its path now. */
  readonly stillThere: Effect.Effect<void, PlatformError | BoxInvalidInput>
}

interface FileTask {
  readonly directory: Directory
  readonly name: string
  readonly names: ReadonlyArray<string>
  readonly path: string
}

/** A file to be sent, as it was when it was looked at. */
interface Looked extends LocalEntry, Listed {}

/** Where an entry of a directory has to be. */
const below = ({ place }: Known, name: string): string | undefined =>
  place === undefined ? undefined : join(place, name)

/** `undefined` where there is nothing to tell, as of a directory that is there. */
type Outcome = Effect.Effect<UploadResult | undefined, Fatal, Requirements>

const checkName = (name: string): Effect.Effect<void, Refusal> => {
  const fault = ItemName.fault(name)
  return fault === undefined ? Effect.void : Effect.fail(new Refusal("name", `Box does not take it: the name ${fault}`))
}

const refusedLink = new Refusal("symbolic-link", "It is a symbolic link, and links are not followed")

/** Two entries whose names differ in case only are two files here and would be one on Box. */
const checkOnlyOne = Effect.fnUntraced(function* (
  directory: string,
  name: string,
  onBox: string
): Effect.fn.Return<void, Refusal | PlatformError> {
  if (onBox === name || !ItemName.same(onBox, name)) return
  const other = yield* look(join(directory, onBox))
  if (other === undefined || other.identity === (yield* look(join(directory, name)))?.identity) return
  return yield* Effect.fail(
    new Refusal("same-name", `${JSON.stringify(onBox)} is beside it, and Box takes the two names for the same`)
  )
})

const makeFolder = Effect.fnUntraced(function* (
  parent: Directory,
  name: string,
  budget: Budget
): Effect.fn.Return<BoxFolder, Trouble, Requirements> {
  yield* checkName(name)
  const above = yield* parent.folder
  const { created, folder } = yield* Items.ensureChild({ name, parent: { id: above.id } })
  if (!created) yield* checkOnlyOne(parent.path, name, folder.name ?? name)
  return yield* makeBoxFolder(folder.id, created, budget)
})

export const uploadDirectory = (
  path: string,
  options: UploadOptions
): Stream.Stream<UploadResult, BoxError | PlatformError | KeyValueStoreError, Requirements> => {
  const { concurrency = 8, folder_id, followSymbolicLinks = false, keepModificationTime, onConflict } = options
  const root = resolve(path)
  const journal = makeJournal(operation, options.journal, "up", root, folder_id)
  const meter = makeMeter(options.onProgress)
  const budget: Budget = { left: namesKept }
  // Parts of large files take memory, so these go one after the other, each with several parts at once.
  const largeFiles = Semaphore.makeUnsafe(1)

  /** Links themselves, unless they are to be followed. */
  const present = (at: string): Effect.Effect<LocalEntry, PlatformError> =>
    followSymbolicLinks ? follow(at) : Effect.flatMap(look(at), (entry) => (entry ? Effect.succeed(entry) : follow(at)))

  const stillAt = (at: string, known: Known): Directory["stillThere"] =>
    followSymbolicLinks ? Effect.void : checkStillThere(operation, at, known)

  const sameContent = Effect.fnUntraced(function* (task: FileTask, info: Looked, { sha1, size, type }: Occupant) {
    if (type !== "file" || sha1 === undefined || (size !== undefined && size !== info.size)) return false
    return sha1 === (yield* sha1Of(operation, task.path, info.size, info))
  })

  /** Large files go on where a killed process stopped, if the journal can tell. */
  const send = (
    task: FileTask,
    info: Looked,
    target: { readonly folder_id: string; readonly name: string } | { readonly file_id: string }
  ): Effect.Effect<File, BoxError | PlatformError | KeyValueStoreError, Requirements> => {
    const how = { keepModificationTime, onProgress: meter.forFile() }
    if (options.journal !== undefined && info.size >= FileUpload.chunkThreshold) {
      return uploadOnwards(task.path, { ...target, ...how, whenChanged: "restart" }, info).pipe(
        Effect.map(({ file }) => file),
        Effect.provideService(KeyValueStore, options.journal)
      )
    }
    return "file_id" in target
      ? uploadNewVersion(task.path, { ...target, ...how }, info)
      : uploadNew(task.path, { ...target, ...how }, info)
  }

  const store = (task: FileTask, info: Looked, folder: BoxFolder, name: string) =>
    send(task, info, { folder_id: folder.id, name })

  /** A process that was killed right after its last step has left a checkpoint of what is done. */
  const forget = (task: FileTask, info: Looked, folder: BoxFolder) =>
    options.journal === undefined || info.size < FileUpload.chunkThreshold
      ? Effect.void
      : checkpointKey(operation, task.path, { folder_id: folder.id, name: task.name }).pipe(
          Effect.flatMap((key) => FileUpload.forget(key)),
          Effect.provideService(KeyValueStore, options.journal)
        )

  const facts = ({ id, sha1, size }: Pick<File, "id" | "size" | "sha1">) => ({
    file_id: id,
    size: size ?? 0,
    sha1: sha1?.toLowerCase() ?? ""
  })

  /** What is told of a file that is on Box under another name, if this is it. */
  const sameUnder = Effect.fnUntraced(function* (
    task: FileTask,
    info: Looked,
    occupant: Occupant | undefined
  ): Effect.fn.Return<UploadResult | undefined, Trouble, Requirements> {
    if (occupant === undefined || !(yield* sameContent(task, info, occupant))) return undefined
    const { id, name: storedAs, sha1 = "" } = occupant
    return { _tag: "Unchanged", path: task.names, file_id: id, sha1, storedAs }
  })

  /** Under the first number that is free, or that holds the same bytes from an earlier run. */
  const rename = Effect.fnUntraced(function* (
    task: FileTask,
    info: Looked,
    folder: BoxFolder,
    conflict: BoxItemNameInUse
  ): Effect.fn.Return<UploadResult, Trouble, Requirements> {
    for (let number = 1; number <= mostNumbers; number++) {
      const name = ItemName.numbered(task.name, number)
      // That name is for the file which has it here.
      if ((yield* look(join(task.directory.path, name))) !== undefined) continue
      const occupant: Occupant | undefined = yield* folder.find(name, info.size)
      if (occupant !== undefined) {
        const known = yield* sameUnder(task, info, occupant)
        if (known === undefined) continue
        return known
      }
      const renamed = yield* store(task, info, folder, name).pipe(
        Effect.map((file): UploadResult => ({ _tag: "Renamed", path: task.names, name, ...facts(file) })),
        Effect.catchTag("BoxItemNameInUse", (taken) => sameUnder(task, info, occupantOf(taken, name)))
      )
      if (renamed !== undefined) return renamed
    }
    return yield* conflict
  })

  const resolveConflict = Effect.fnUntraced(function* (
    task: FileTask,
    info: Looked,
    folder: BoxFolder,
    occupant: Occupant,
    conflict: BoxItemNameInUse
  ): Effect.fn.Return<UploadResult, Trouble, Requirements> {
    yield* checkOnlyOne(task.directory.path, task.name, occupant.name)
    if (yield* sameContent(task, info, occupant)) {
      yield* forget(task, info, folder)
      return { _tag: "Unchanged", path: task.names, file_id: occupant.id, sha1: occupant.sha1 ?? "" }
    }
    switch (onConflict) {
      case "fail":
        return yield* conflict
      case "skip":
        return { _tag: "Skipped", path: task.names }
      case "rename":
        return yield* rename(task, info, folder, conflict)
      case "version": {
        if (occupant.type !== "file") return yield* conflict
        const file = yield* send(task, info, { file_id: occupant.id })
        return { _tag: "Uploaded", path: task.names, newVersion: true, ...facts(file) }
      }
    }
  })

  const bring = Effect.fnUntraced(function* (
    task: FileTask,
    info: Looked
  ): Effect.fn.Return<UploadResult, Trouble, Requirements> {
    const folder = yield* task.directory.folder
    const known = yield* folder.find(task.name, info.size)
    if (known !== undefined) {
      return yield* resolveConflict(task, info, folder, known, conflictWith(operation, known))
    }
    return yield* store(task, info, folder, task.name).pipe(
      Effect.map((file): UploadResult => ({ _tag: "Uploaded", path: task.names, newVersion: false, ...facts(file) })),
      Effect.catchTag("BoxItemNameInUse", (conflict) => {
        const occupant = occupantOf(conflict, task.name)
        return occupant === undefined ? Effect.fail(conflict) : resolveConflict(task, info, folder, occupant, conflict)
      })
    )
  })

  const file = Effect.fnUntraced(function* (task: FileTask): Effect.fn.Return<UploadResult, Trouble, Requirements> {
    yield* checkName(task.name)
    const entry = yield* present(task.path)
    if (entry.kind === "link") return yield* Effect.fail(refusedLink)
    if (entry.kind !== "file") return yield* Effect.fail(new Refusal("special", "It is no regular file"))
    const { known, stillThere } = task.directory
    const info: Looked = { ...entry, linked: followSymbolicLinks, place: below(known, task.name), stillThere }
    const done = yield* journal.find(task.names)
    if (done !== undefined && done.size === info.size && done.modified === info.modified) {
      return { _tag: "Unchanged", path: task.names, file_id: done.file_id, sha1: done.sha1 }
    }
    const result = yield* info.size >= FileUpload.chunkThreshold
      ? largeFiles.withPermits(1)(bring(task, info))
      : bring(task, info)
    if (result._tag === "Uploaded" || result._tag === "Renamed" || result._tag === "Unchanged") {
      yield* journal.note(task.names, { ...info, file_id: result.file_id, sha1: result.sha1 })
    }
    return result
  })

  const list = (directory: Directory) =>
    followSymbolicLinks
      ? entriesOf(directory.path, directory.path)
      : Stream.unwrap(
          Effect.map(held(operation, directory.path, directory.known), (at) => entriesOf(directory.path, at))
        )

  const walk = (directory: Directory): Stream.Stream<Outcome, PlatformError | BoxInvalidInput, Requirements> => {
    const child = (name: string) => ({ names: [...directory.names, name], path: join(directory.path, name) })

    const inside = (name: string, info: LocalEntry): Stream.Stream<Outcome, never, Requirements> =>
      Stream.unwrap(
        Effect.gen(function* () {
          const { names, path } = child(name)
          const folder = yield* Effect.cached(makeFolder(directory, name, budget))
          const made = settled(names, Effect.as(folder, undefined))
          const known: Known = {
            identity: info.identity,
            linked: followSymbolicLinks,
            place: below(directory.known, name)
          }
          const entries = walk({
            names,
            path,
            folder,
            identities: [...directory.identities, info.identity],
            known,
            stillThere: stillAt(path, known)
          })
          const unreadable = (error: PlatformError | BoxInvalidInput) =>
            Stream.succeed<Outcome>(settled(names, Effect.fail(error)))
          const over = Effect.flatMap(folder, ({ left }) => left).pipe(Effect.ignore, Effect.as(undefined))
          return Stream.make<Array<Outcome>>(made).pipe(
            Stream.concat(Stream.catch(entries, unreadable)),
            Stream.concat(Stream.make<Array<Outcome>>(over))
          )
        })
      )

    const refused = (name: string, refusal: Refusal) =>
      Stream.succeed<Outcome>(settled(child(name).names, Effect.fail(refusal)))

    const entry = (
      name: string,
      kind: Kind,
      info: LocalEntry | undefined
    ): Stream.Stream<Outcome, never, Requirements> => {
      const { names, path } = child(name)
      switch (kind) {
        case "file":
          return Stream.succeed(settled(names, file({ directory, name, names, path })))
        case "special":
          return refused(name, new Refusal("special", "It is neither a file nor a directory"))
        case "directory":
          return Stream.unwrap(
            present(path).pipe(
              Effect.tap(() => directory.stillThere),
              Effect.map((found) =>
                found.kind === "directory" ? inside(name, found) : entry(name, found.kind, undefined)
              ),
              Effect.catch((error) => Effect.succeed(Stream.succeed<Outcome>(settled(names, Effect.fail(error)))))
            )
          )
        case "link":
          if (!followSymbolicLinks) {
            return refused(name, refusedLink)
          }
          if (info !== undefined && info.kind !== "directory") return entry(name, info.kind, info)
          if (info !== undefined) {
            return directory.identities.includes(info.identity)
              ? refused(name, new Refusal("cycle", "It is a symbolic link to a directory above it"))
              : inside(name, info)
          }
          return Stream.unwrap(
            follow(path).pipe(
              Effect.map((found) => entry(name, "link", found)),
              Effect.catch((error) => Effect.succeed(Stream.succeed<Outcome>(settled(names, Effect.fail(error)))))
            )
          )
      }
    }

    /** Of what the listing does not tell. */
    const looked = (name: string) =>
      Stream.unwrap(
        Effect.map(look(join(directory.path, name)), (info) => {
          if (info !== undefined) return entry(name, info.kind, undefined)
          // Node shows bytes that are not UTF-8 like this, and finds nothing under it.
          if (name.includes("\ufffd")) return refused(name, new Refusal("name", "The name is not valid UTF-8"))
          return entry(name, "file", undefined)
        })
      )

    return Stream.flatMap(list(directory), ({ kind, name }) =>
      isUnfinished(name)
        ? Stream.empty
        : kind === undefined || name.includes("\ufffd")
          ? looked(name)
          : entry(name, kind, undefined)
    )
  }

  return Stream.unwrap(
    Effect.gen(function* () {
      yield* checkConcurrency(operation, concurrency)
      const info = yield* follow(root)
      if (info.kind !== "directory") {
        return yield* new BoxInvalidInput({ operation, message: `${path} is no directory`, attempts: 0 })
      }
      yield* journal.claim
      yield* Folders.getFolderById({ folder_id, fields: ["name"] })
      const folder = yield* Effect.cached(makeBoxFolder(folder_id, false, budget))
      const place = followSymbolicLinks ? undefined : yield* placeOfDirectory(root)
      const known: Known = { identity: info.identity, linked: true, place }
      const top = { names: [], path: root, folder, identities: [info.identity] }
      return walk({ ...top, known, stillThere: stillAt(root, known) }).pipe(
        Stream.mapEffect((outcome) => outcome, { concurrency, unordered: true }),
        Stream.filter((result) => result !== undefined),
        Stream.tap(() => meter.result),
        Stream.concat(Stream.drain(Stream.fromEffect(journal.clear)))
      )
    })
  ).pipe(Stream.withSpan(operation))
}
