/** A tree on its way from Box: folders are listed as they are needed, and nothing is written outside the target. */
import { createHash } from "node:crypto"
import { basename, join, resolve } from "node:path"
import * as Folders from "@effect-box/core/api/Folders"
import { type BoxError, BoxInvalidInput } from "@effect-box/core/BoxError"
import type { PinnedFile } from "@effect-box/core/FileDownload"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import type { KeyValueStoreError } from "effect/persistence/KeyValueStore"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { DownloadOptions } from "./options.ts"
import type { DownloadResult } from "./results.ts"
import type { Requirements } from "../../file/LocalFile.ts"
import { type Claim, claim } from "../../file/internal/claim.ts"
import { makeJournal } from "./directoryJournal.ts"
import { held, placeOfDirectory } from "./directoryHandle.ts"
import { checkConcurrency, type Fatal, makeMeter, Refusal, settled, sha1Of } from "./directoryRun.ts"
import { bringTo } from "../../file/internal/localDownload.ts"
import { follow, type LocalEntry, look } from "../../file/internal/localEntry.ts"
import { localNameFault, numberedName } from "./localName.ts"
import { makeNameSet, type NameSet } from "./nameSet.ts"
import { makeRunId } from "../../file/internal/partFile.ts"
import type { Known } from "../../file/internal/realPlace.ts"
import { sweep } from "../../file/internal/sweep.ts"
import { isUnfinished, unfinishedFor } from "../../file/internal/unfinished.ts"

const operation = "LocalDirectory.download"

/** Where bytes are until they are complete; the directory is gone when the run is over. */
const workshop = unfinishedFor("directory")
const mostNumbers = 1000

type Trouble = BoxError | PlatformError | KeyValueStoreError | Refusal
type Outcome = Effect.Effect<DownloadResult | undefined, Fatal, Requirements>

/** An entry of a folder on Box. */
interface Item {
  readonly type: string
  readonly id: string
  readonly name?: string | null | undefined
  readonly size?: number | null | undefined
  readonly sha1?: string | null | undefined
  readonly content_modified_at?: string | null | undefined
  readonly file_version?: { readonly id: string } | null | undefined
}

/** A local directory that files go to. */
interface Place {
  readonly path: string
  readonly known: Known
  /** Under which names this run has found or put files. */
  readonly settled: NameSet
}

interface Task {
  readonly names: ReadonlyArray<string>
  readonly directory: Place
  readonly name: string
  readonly file: PinnedFile
}

const isTaken = (error: Trouble): error is Refusal => error instanceof Refusal && error.reason === "same-name"

/** Where the files of a run are put together. */
interface Workshop extends Claim {
  readonly path: string
  readonly runId: string
}

const openWorkshop = Effect.fnUntraced(function* (
  root: string
): Effect.fn.Return<Workshop, BoxError | PlatformError, FileSystem.FileSystem | Scope.Scope> {
  yield* (yield* FileSystem.FileSystem).makeDirectory(root, { recursive: true })
  const path = join(root, workshop)
  return { ...(yield* claim(operation, path)), path, runId: yield* makeRunId }
})

const isSize = (size: unknown): size is number => typeof size === "number" && Number.isSafeInteger(size) && size >= 0

/** The same for all paths that a file system may take for one. */
const keyOf = (path: string): string => path.normalize("NFC").toLowerCase()

const noteName = (names: NameSet, name: string): void => {
  names.add(`=${name}`)
  names.add(`~${keyOf(name)}`)
}

/** Whether a file is the one that has one of these names, perhaps because the file system takes two names for the same. */
const hasName = Effect.fnUntraced(function* (directory: Place, name: string, there: LocalEntry) {
  if (directory.settled.has(`=${name}`)) return true
  if (!directory.settled.has(`~${keyOf(name)}`)) return false
  for (const other of [name.toUpperCase(), name.toLowerCase(), name.normalize("NFC"), name.normalize("NFD")]) {
    if (other !== name && (yield* look(join(directory.path, other)))?.identity === there.identity) return true
  }
  return false
})

/** One at a time for each key; there are never more keys than workers. */
const makeLocks = () => {
  const held = new Map<string, Deferred.Deferred<void>>()
  return <A, E, R>(key: string, self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.acquireUseRelease(
      Effect.gen(function* () {
        for (;;) {
          const other = held.get(key)
          if (other === undefined) break
          yield* Effect.interruptible(Deferred.await(other))
        }
        const mine = Deferred.makeUnsafe<void>()
        held.set(key, mine)
        return mine
      }),
      () => self,
      (mine) =>
        Effect.suspend(() => {
          held.delete(key)
          return Deferred.succeed(mine, undefined)
        })
    )
}

export const downloadDirectory = (
  path: string,
  options: DownloadOptions
): Stream.Stream<DownloadResult, BoxError | PlatformError | KeyValueStoreError, Requirements> => {
  const { concurrency = 8, folder_id, onConflict, windowsNames = process.platform === "win32" } = options
  const root = resolve(path)
  const journal = makeJournal(operation, options.journal, "down", root, folder_id)
  const meter = makeMeter(options.onProgress)
  const keepTime = options.keepModificationTime !== false
  const alone = makeLocks()
  const settling = makeLocks()

  const checkName = (name: string): Effect.Effect<void, Refusal> => {
    const fault = localNameFault(name, windowsNames)
    if (fault !== undefined) return Effect.fail(new Refusal("name", `It cannot be written here: the name ${fault}`))
    if (!isUnfinished(name.toLowerCase())) return Effect.void
    return Effect.fail(new Refusal("name", "It is the name of something that is not finished"))
  }

  const sameContent = Effect.fnUntraced(function* (at: string, there: LocalEntry, { sha1, size }: PinnedFile) {
    return (
      there.kind === "file" &&
      there.size === size &&
      (yield* sha1Of(operation, at, size, { identity: there.identity, linked: false })) === sha1
    )
  })

  /** The file appears under its name when it is complete. */
  const fetch = Effect.fnUntraced(function* (
    { leftovers, path, runId, stillMine }: Workshop,
    task: Task,
    target: string,
    overwrite: boolean
  ): Effect.fn.Return<void, Trouble, Requirements> {
    const fs = yield* FileSystem.FileSystem
    // Two items may be on their way to one name, when one of them is to be renamed.
    const part = join(path, `${createHash("sha1").update(`${task.file.file_id}\0${target}`).digest("hex")}.part`)
    const place = { path: target, part, note: `${part}.json`, small: `${part}.${runId}` }
    const settle = (complete: string) =>
      settling(
        keyOf(target),
        Effect.gen(function* () {
          const at = yield* held(operation, task.directory.path, task.directory.known)
          yield* sweep(task.directory.path, complete, at)
          if (complete === part) yield* stillMine
          const name = join(at, basename(target))
          if (!overwrite && (yield* look(name)) !== undefined) {
            return yield* Effect.fail(new Refusal("same-name", "Something has got this name while the bytes came"))
          }
          yield* fs.rename(complete, name)
        }).pipe(Effect.scoped)
      )
    const noted = leftovers && (yield* fs.exists(place.note))
    yield* bringTo(
      operation,
      place,
      task.file,
      { noted, keepTime, connections: 1, onProgress: meter.forFile() },
      settle
    )
  })

  /** The first number that is free, or that holds the same bytes from an earlier run. */
  const rename = Effect.fnUntraced(function* (
    shop: Workshop,
    task: Task
  ): Effect.fn.Return<DownloadResult, Trouble, Requirements> {
    const { file, names } = task
    for (let number = 1; number <= mostNumbers; number++) {
      const name = numberedName(task.name, number)
      yield* checkName(name)
      const target = join(task.directory.path, name)
      const there = yield* look(target)
      if (there === undefined) {
        const stored = yield* fetch(shop, task, target, false).pipe(
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
    return yield* Effect.fail(new Refusal("occupied", `${mostNumbers} names like it are taken`))
  })

  const bring = Effect.fnUntraced(function* (
    shop: Workshop,
    task: Task
  ): Effect.fn.Return<DownloadResult, Trouble, Requirements> {
    const { file, names } = task
    const { file_id, sha1, size } = file
    const target = join(task.directory.path, task.name)
    const there = yield* look(target)
    const stored = (replaced: boolean): DownloadResult => ({
      _tag: "Downloaded",
      path: names,
      replaced,
      file_id,
      size,
      sha1
    })
    if (there === undefined) {
      yield* fetch(shop, task, target, false)
      return stored(false)
    }
    const done = yield* journal.find(names)
    const known = done?.sha1 === sha1 && done.size === there.size && done.modified === there.modified
    if (known || (yield* sameContent(target, there, file))) return { _tag: "Unchanged", path: names, file_id, sha1 }
    if (yield* hasName(task.directory, task.name, there)) {
      return yield* Effect.fail(new Refusal("same-name", "Another item of this name is there since this run"))
    }
    if (onConflict === "skip") return { _tag: "Skipped", path: names }
    if (onConflict === "rename") return yield* rename(shop, task)
    if (there.kind !== "file") {
      return yield* Effect.fail(new Refusal("occupied", `There is a ${there.kind} of this name`))
    }
    if (onConflict === "overwrite") {
      yield* fetch(shop, task, target, true)
      return stored(true)
    }
    return yield* new BoxInvalidInput({ operation, message: `${target} is there and differs`, attempts: 0 })
  })

  const file = Effect.fnUntraced(function* (
    shop: Workshop,
    task: Task
  ): Effect.fn.Return<DownloadResult, Trouble, Requirements> {
    yield* checkName(task.name)
    const brought = Effect.tap(bring(shop, task), (result) =>
      Effect.sync(() => {
        if (result._tag === "Renamed") noteName(task.directory.settled, result.name)
        if (result._tag === "Downloaded" || (result._tag === "Unchanged" && result.storedAs === undefined))
          noteName(task.directory.settled, task.name)
      })
    )
    const result = yield* alone(keyOf(join(task.directory.path, task.name)), brought)
    const inPlace = result._tag === "Downloaded" || (result._tag === "Unchanged" && result.storedAs === undefined)
    if (options.journal !== undefined && inPlace) {
      const written = yield* look(join(task.directory.path, task.name))
      if (written !== undefined) {
        const { modified, size } = written
        yield* journal.note(task.names, { size, modified, file_id: task.file.file_id, sha1: task.file.sha1 })
      }
    }
    return result
  })

  /** The local directory for a folder of that name, never through a link. */
  const enter = Effect.fnUntraced(function* (
    parent: Place,
    name: string,
    twins: Map<string, NameSet> | undefined
  ): Effect.fn.Return<Place, Refusal | PlatformError | BoxInvalidInput, FileSystem.FileSystem | Scope.Scope> {
    yield* checkName(name)
    const path = join(parent.path, name)
    const at = join(yield* held(operation, parent.path, parent.known), name)
    if ((yield* look(at)) === undefined) yield* (yield* FileSystem.FileSystem).makeDirectory(at)
    const there = yield* look(at)
    if (there?.kind === "link") {
      return yield* Effect.fail(
        new Refusal("symbolic-link", "There is a symbolic link of this name, which may lead out")
      )
    }
    if (there?.kind !== "directory") {
      return yield* Effect.fail(new Refusal("occupied", `There is a ${there?.kind ?? "file"} of this name`))
    }
    const { place } = parent.known
    const known = {
      identity: there.identity,
      linked: false,
      place: place === undefined ? undefined : join(place, name)
    }
    const settled = twins?.get(there.identity) ?? makeNameSet()
    twins?.set(there.identity, settled)
    return { path, settled, known }
  }, Effect.scoped)

  const walk = (
    shop: Workshop,
    id: string,
    names: ReadonlyArray<string>,
    directory: Place,
    above: Map<string, NameSet> | undefined
  ): Stream.Stream<Outcome, BoxError, Requirements> =>
    Stream.suspend(() => {
      const folders: Array<{ readonly id: string; readonly name: string }> = []
      const itemOutcome = (item: Item): Outcome | undefined => {
        const name = item.name ?? ""
        const path = [...names, name]
        if (item.type === "folder") {
          folders.push({ id: item.id, name })
          return undefined
        }
        if (item.type !== "file") {
          return settled(path, Effect.fail(new Refusal("special", `A ${item.type} of Box has no content`)))
        }
        if (!isSize(item.size) || typeof item.sha1 !== "string") {
          return settled(path, Effect.fail(new Refusal("special", "Box does not tell its size and SHA-1")))
        }
        const pinned: PinnedFile = {
          file_id: item.id,
          version_id: item.file_version?.id,
          name,
          size: item.size,
          sha1: item.sha1.toLowerCase(),
          content_modified_at: item.content_modified_at ?? undefined
        }
        return settled(path, file(shop, { names: path, directory, name, file: pinned }))
      }
      const fields = ["name", "size", "sha1", "file_version", "content_modified_at"] as const
      const here = Folders.getFolderItems.items({ folder_id: id, limit: 1000, fields }).pipe(
        Stream.map(itemOutcome),
        Stream.filter((outcome) => outcome !== undefined)
      )
      // Where two folders come to one directory, it has to be known of all below what is there already.
      const below = Stream.suspend(() => {
        const twins = new Set(folders.map(({ name }) => keyOf(name))).size < folders.length
        const shared = above ?? (twins ? new Map<string, NameSet>() : undefined)
        return Stream.flatMap(Stream.fromIterable(folders), (folder) => inside(folder, shared))
      })
      const inside = (
        folder: { readonly id: string; readonly name: string },
        shared: Map<string, NameSet> | undefined
      ): Stream.Stream<Outcome, never, Requirements> => {
        const path = [...names, folder.name]
        return Stream.unwrap(
          Effect.map(Effect.result(enter(directory, folder.name, shared)), (entered) =>
            entered._tag === "Failure"
              ? Stream.succeed<Outcome>(settled(path, Effect.fail(entered.failure)))
              : Stream.catch(walk(shop, folder.id, path, entered.success, shared), (error) =>
                  Stream.succeed<Outcome>(settled(path, Effect.fail(error)))
                )
          )
        )
      }
      return Stream.concat(here, below)
    })

  return Stream.unwrap(
    Effect.gen(function* () {
      yield* checkConcurrency(operation, concurrency)
      yield* Folders.getFolderById({ folder_id, fields: ["name"] })
      const shop = yield* openWorkshop(root)
      const { identity } = yield* follow(root)
      const top: Place = {
        path: root,
        settled: makeNameSet(),
        known: { identity, linked: true, place: yield* placeOfDirectory(root) }
      }
      return walk(shop, folder_id, [], top, undefined).pipe(
        Stream.mapEffect((outcome) => outcome, { concurrency, unordered: true }),
        Stream.filter((result) => result !== undefined),
        Stream.tap(() => meter.result),
        Stream.concat(Stream.drain(Stream.fromEffect(journal.clear)))
      )
    })
  ).pipe(Stream.withSpan(operation))
}
