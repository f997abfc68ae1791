/** A tree on its way from Box: folders are listed as they are needed, and nothing is written outside the target. */
import { createHash } from "node:crypto"
import { join, resolve } from "node:path"
import * as Folders from "@effect-box/core/api/Folders"
import { type BoxError, BoxInvalidInput } from "@effect-box/core/BoxError"
import type { PinnedFile } from "@effect-box/core/FileDownload"
import * as ItemName from "@effect-box/core/ItemName"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import type { KeyValueStoreError } from "effect/persistence/KeyValueStore"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { DownloadOptions, DownloadResult } from "../LocalDirectory.ts"
import type { Requirements } from "../LocalFile.ts"
import { makeJournal } from "./directoryJournal.ts"
import { checkConcurrency, type Fatal, makeMeter, Refusal, settled, sha1Of } from "./directoryRun.ts"
import { bringTo } from "./localDownload.ts"
import { type LocalEntry, look } from "./localEntry.ts"
import { localNameFault } from "./localName.ts"
import { placeOf } from "./partFile.ts"

const operation = "LocalDirectory.download"

/** Where bytes are until they are complete; the directory is gone when the run is over. */
const workshop = ".effect-box"
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
  readonly file_version?: { readonly id: string } | null | undefined
}

interface Task {
  readonly names: ReadonlyArray<string>
  /** The local directory that it goes to. */
  readonly directory: string
  readonly name: string
  readonly file: PinnedFile
}

const isTaken = (error: Trouble): error is Refusal => error instanceof Refusal && error.reason === "same-name"

/** Where the files of a run are put together, and what its clock said then. */
interface Workshop {
  readonly path: string
  /** An earlier run was killed, and may have left files that are not complete. */
  readonly leftovers: boolean
  /** What changes during the run has this time or a later one. Nanoseconds since 1970, by the clock of the file system. */
  readonly opened: bigint
}

/** A file system's clock moves in steps of some milliseconds, and of seconds where it is that old. */
const mostLooks = 200

/** The file system's next time, so that nothing has it that is there already. With slow clocks the present one. */
const nextTime = Effect.fnUntraced(function* (
  marker: string
): Effect.fn.Return<bigint, PlatformError, FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  const touched = Effect.andThen(fs.writeFileString(marker, ""), look(marker))
  const now = (yield* touched)?.changed ?? 0n
  for (let looks = 0; looks < mostLooks; looks++) {
    const later = (yield* touched)?.changed ?? 0n
    if (later > now) return later
  }
  return now
})

const openWorkshop = Effect.fnUntraced(function* (
  root: string
): Effect.fn.Return<Workshop, BoxError | PlatformError, FileSystem.FileSystem | Scope.Scope> {
  const fs = yield* FileSystem.FileSystem
  yield* fs.makeDirectory(root, { recursive: true })
  const path = join(root, workshop)
  const there = yield* look(path)
  if (there !== undefined && there.kind !== "directory") {
    const message = `${path} is in the way: it has to be a directory`
    return yield* new BoxInvalidInput({ operation, message, attempts: 0 })
  }
  yield* Effect.acquireRelease(fs.makeDirectory(path, { recursive: true }), () =>
    Effect.catch(fs.remove(path, { recursive: true, force: true }), (error) =>
      Effect.logWarning(`${path} could not be removed`, error.reason._tag)
    )
  )
  return { path, leftovers: there !== undefined, opened: yield* nextTime(join(path, "started")) }
})

const isSize = (size: unknown): size is number => typeof size === "number" && Number.isSafeInteger(size) && size >= 0

/** The same for all paths that a file system may take for one. */
const keyOf = (path: string): string => path.normalize("NFC").toLowerCase()

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
  const journal = makeJournal(options.journal, "down", root, folder_id)
  const meter = makeMeter(options.onProgress)
  const alone = makeLocks()
  const settling = makeLocks()

  const checkName = (name: string, top: boolean): Effect.Effect<void, Refusal> => {
    const fault = localNameFault(name, windowsNames)
    if (fault !== undefined) return Effect.fail(new Refusal("name", `It cannot be written here: the name ${fault}`))
    if (!top || !ItemName.same(name, workshop)) return Effect.void
    return Effect.fail(new Refusal("name", `${workshop} is where unfinished files are kept during the run`))
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
    { leftovers, path }: Workshop,
    task: Task,
    target: string,
    overwrite: boolean
  ): Effect.fn.Return<void, Trouble, Requirements> {
    const fs = yield* FileSystem.FileSystem
    // Two items may be on their way to one name, when one of them is to be renamed.
    const place = placeOf(join(path, createHash("sha1").update(`${task.file.file_id}\0${target}`).digest("hex")))
    const settle = settling(
      keyOf(target),
      Effect.gen(function* () {
        if (!overwrite && (yield* look(target)) !== undefined) {
          return yield* Effect.fail(new Refusal("same-name", "Something has got this name while the bytes came"))
        }
        yield* fs.rename(place.part, target)
      })
    )
    const noted = leftovers && (yield* fs.exists(place.note))
    yield* bringTo(operation, place, task.file, { noted, connections: 1, onProgress: meter.forFile() }, settle)
  })

  /** The first number that is free, or that holds the same bytes from an earlier run. */
  const rename = Effect.fnUntraced(function* (
    shop: Workshop,
    task: Task
  ): Effect.fn.Return<DownloadResult, Trouble, Requirements> {
    const { file, names } = task
    for (let number = 1; number <= mostNumbers; number++) {
      const name = ItemName.numbered(task.name, number)
      yield* checkName(name, false)
      const target = join(task.directory, name)
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
        return { _tag: "Unchanged", path: names, file_id: file.file_id, sha1: file.sha1 }
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
    const target = join(task.directory, task.name)
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
    if (there.kind === "file" && there.changed >= shop.opened) {
      const message = "Another item of this name was written there during this run, or somebody else has changed it"
      return yield* Effect.fail(new Refusal("same-name", message))
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
    yield* checkName(task.name, task.names.length === 1)
    const result = yield* alone(keyOf(join(task.directory, task.name)), bring(shop, task))
    if (options.journal !== undefined && (result._tag === "Downloaded" || result._tag === "Unchanged")) {
      const written = yield* look(join(task.directory, task.name))
      if (written !== undefined) {
        const { modified, size } = written
        yield* journal.note(task.names, { size, modified, file_id: task.file.file_id, sha1: task.file.sha1 })
      }
    }
    return result
  })

  /** The local directory for a folder of that name, never through a link. */
  const enter = Effect.fnUntraced(function* (
    parent: string,
    name: string,
    top: boolean
  ): Effect.fn.Return<string, Refusal | PlatformError, FileSystem.FileSystem> {
    yield* checkName(name, top)
    const path = join(parent, name)
    const there = yield* look(path)
    if (there === undefined) yield* (yield* FileSystem.FileSystem).makeDirectory(path)
    else if (there.kind === "link") {
      return yield* Effect.fail(
        new Refusal("symbolic-link", "There is a symbolic link of this name, which may lead out")
      )
    } else if (there.kind !== "directory") {
      return yield* Effect.fail(new Refusal("occupied", `There is a ${there.kind} of this name`))
    }
    return path
  })

  const walk = (
    shop: Workshop,
    id: string,
    names: ReadonlyArray<string>,
    directory: string
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
          sha1: item.sha1.toLowerCase()
        }
        return settled(path, file(shop, { names: path, directory, name, file: pinned }))
      }
      const fields = ["name", "size", "sha1", "file_version"] as const
      const here = Folders.getFolderItems.items({ folder_id: id, limit: 1000, fields }).pipe(
        Stream.map(itemOutcome),
        Stream.filter((outcome) => outcome !== undefined)
      )
      const below = Stream.suspend(() => Stream.flatMap(Stream.fromIterable(folders), inside))
      const inside = (folder: {
        readonly id: string
        readonly name: string
      }): Stream.Stream<Outcome, never, Requirements> => {
        const path = [...names, folder.name]
        return Stream.unwrap(
          Effect.map(Effect.result(enter(directory, folder.name, names.length === 0)), (entered) =>
            entered._tag === "Failure"
              ? Stream.succeed<Outcome>(settled(path, Effect.fail(entered.failure)))
              : Stream.catch(walk(shop, folder.id, path, entered.success), (error) =>
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
      return walk(shop, folder_id, [], root).pipe(
        Stream.mapEffect((outcome) => outcome, { concurrency, unordered: true }),
        Stream.filter((result) => result !== undefined),
        Stream.tap(() => meter.result),
        Stream.concat(Stream.drain(Stream.fromEffect(journal.clear)))
      )
    })
  ).pipe(Stream.withSpan(operation))
}
