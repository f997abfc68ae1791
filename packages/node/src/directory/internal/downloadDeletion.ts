/** What the directory has and the folder on Box has not: found before the run, deleted after it if Box had it once. */
import * as NodeFs from "node:fs"
import { join } from "node:path"
import * as Folders from "@effect-box/core/api/Folders"
import { type BoxError, isAuthentication, isBoxError } from "@effect-box/core/BoxError"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import type { KeyValueStoreError } from "effect/persistence/KeyValueStore"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { called, type DirectoryEntry, entriesOf, type LocalEntry, look } from "../../file/internal/localEntry.ts"
import { isPlatform } from "../../file/internal/localOpen.ts"
import type { Known } from "../../file/internal/realPlace.ts"
import { isUnfinished } from "../../file/internal/unfinished.ts"
import type { Requirements } from "../../file/LocalFile.ts"
import { held } from "./directoryHandle.ts"
import type { Journal } from "./directoryJournal.ts"
import { type EntryFailure, type Fatal, settled } from "./directoryRun.ts"
import { type DownloadRun, operation } from "./downloadRun.ts"
import { type Emptying, type Extraneous, noteExtraneous } from "./extraneous.ts"
import { pathKey } from "./nameFolding.ts"
import { makeNameSet } from "./nameSet.ts"
import type { DeleteExtraneous } from "./options.ts"
import type { DownloadResult, Kept } from "./results.ts"

/** A local directory that is looked through. */
interface Place {
  readonly names: ReadonlyArray<string>
  readonly path: string
  readonly known: Known
}

export interface ExtraneousEntry extends Extraneous {
  readonly within: Place
  readonly name: string
  readonly entry: LocalEntry
}

export interface LocalSearch {
  readonly run: DownloadRun
  readonly journal: Journal
  readonly limit: DeleteExtraneous
  /** At most one more than may be deleted. Files come before the directory that they are in. */
  readonly found: Array<ExtraneousEntry>
}

type Found = Stream.Stream<Kept, BoxError | PlatformError | KeyValueStoreError, Requirements>

const below = ({ known, names, path }: Place, name: string, { identity }: LocalEntry): Place => ({
  names: [...names, name],
  path: join(path, name),
  known: { identity, linked: false, place: known.place === undefined ? undefined : join(known.place, name) }
})

const list = ({ known, path }: Place): Stream.Stream<DirectoryEntry, BoxError | PlatformError, Requirements> =>
  Stream.unwrap(Effect.map(held(operation, path, known), (at) => entriesOf(path, at)))

/** An entry that Box does not have. */
const absent = (search: LocalSearch, within: Place, name: string, above: Emptying): Found =>
  Stream.unwrap(
    Effect.gen(function* () {
      const { found, journal, limit, run } = search
      const path = [...within.names, name]
      const entry = yield* look(join(within.path, name))
      if (entry?.kind === "directory" && run.selection.hasDirectory(path)) {
        return inside(search, within, name, entry, above)
      }
      if (entry?.kind !== "file" || !run.selection.hasFile(path)) {
        above.stays = true
        return Stream.empty
      }
      const brought = yield* journal.find(path)
      if (brought?.size === entry.size && brought.modified === entry.modified) {
        above.shrinks = true
        yield* noteExtraneous(operation, limit, found, { path, type: "file", within, name, entry })
        return Stream.empty
      }
      above.stays = true
      return Stream.succeed<Kept>({ _tag: "Kept", path, reason: brought === undefined ? "unknown" : "changed" })
    })
  )

/** Everything in a directory that Box does not have, and then the directory, if nothing stays in it. */
const inside = (search: LocalSearch, within: Place, name: string, entry: LocalEntry, above: Emptying): Found => {
  const own: Emptying = { stays: false, shrinks: false }
  const place = below(within, name, entry)
  const after = Effect.suspend(() => {
    if (own.shrinks) above.shrinks = true
    // An empty directory was nothing that the run has emptied.
    if (own.stays || !own.shrinks) {
      above.stays = true
      return Effect.void
    }
    const { found, limit } = search
    return noteExtraneous(operation, limit, found, { path: place.names, type: "folder", within, name, entry })
  })
  return Stream.concat(
    Stream.flatMap(list(place), (each) => absent(search, place, each.name, own)),
    Stream.drain(Stream.fromEffect(after))
  )
}

const compare = (search: LocalSearch, place: Place, folder_id: string): Found =>
  Stream.unwrap(
    Effect.gen(function* () {
      const names = makeNameSet()
      const folders: Array<{ readonly id: string; readonly name: string }> = []
      yield* Stream.runForEach(
        Folders.getFolderItems.items({ folder_id, limit: 1000, fields: ["name"] }),
        ({ id, name, type }) =>
          Effect.sync(() => {
            names.add(pathKey(name ?? ""))
            const path = [...place.names, name ?? ""]
            if (type === "folder" && search.run.selection.hasDirectory(path)) folders.push({ id, name: name ?? "" })
          })
      )
      const here = Stream.flatMap(list(place), ({ name }) =>
        isUnfinished(name) || names.has(pathKey(name))
          ? Stream.empty
          : absent(search, place, name, { stays: false, shrinks: false })
      )
      const both = Stream.flatMap(Stream.fromIterable(folders), ({ id, name }) => within(search, place, id, name))
      return Stream.concat(here, both)
    })
  )

/** A folder that may have a directory. What cannot be read in full is left alone, and the run reports it. */
const within = (search: LocalSearch, place: Place, folder_id: string, name: string): Found =>
  Stream.unwrap(
    Effect.map(look(join(place.path, name)), (entry) => {
      if (entry?.kind !== "directory") return Stream.empty
      const before = search.found.length
      return Stream.catch(compare(search, below(place, name, entry), folder_id), (error): Found => {
        if (search.found.length > search.limit.maxDelete || (isBoxError(error) && isAuthentication(error))) {
          return Stream.fail(error)
        }
        search.found.splice(before)
        return Stream.empty
      })
    })
  )

/** Finds what Box does not have, and tells of what is kept. Fails if more would be deleted than allowed. */
export const findExtraneousEntries = (search: LocalSearch, path: string, known: Known, folder_id: string): Found =>
  compare(search, { names: [], path, known }, folder_id)

const removeDirectory = Effect.fnUntraced(function* (path: string) {
  const fs = yield* FileSystem.FileSystem
  // Only an empty directory is removed, whatever has come to it meanwhile.
  if (isPlatform(fs)) return yield* called<void>("rmdir", path, (done) => NodeFs.rmdir(path, (error) => done(error)))
  if ((yield* fs.readDirectory(path)).length === 0) yield* fs.remove(path, { recursive: true })
})

const remove = Effect.fnUntraced(function* (
  { journal, run }: LocalSearch,
  { entry, name, path, type, within: place }: ExtraneousEntry
): Effect.fn.Return<DownloadResult | undefined, EntryFailure, Requirements | Scope.Scope> {
  const deleted = { _tag: "Deleted", path, type } as const
  if (run.staging === undefined) return deleted
  const at = join(yield* held(operation, place.path, place.known), name)
  const now = yield* look(at)
  if (now !== undefined) {
    const { identity, kind, modified, size } = now
    if (kind !== entry.kind || identity !== entry.identity) return { _tag: "Kept", path, reason: "changed" }
    if (type === "folder") {
      const isEmpty = yield* removeDirectory(at).pipe(
        Effect.as(true),
        Effect.catchIf(
          ({ reason }) => reason.description === "ENOTEMPTY" || reason.description === "EEXIST",
          () => Effect.succeed(false)
        )
      )
      return isEmpty ? deleted : undefined
    }
    if (size !== entry.size || modified !== entry.modified) return { _tag: "Kept", path, reason: "changed" }
    yield* (yield* FileSystem.FileSystem).remove(at)
  }
  if (type === "file") yield* journal.forget(path)
  return deleted
}, Effect.scoped)

/** Deletes what was found, files first. */
export const removeEntries = (search: LocalSearch): Stream.Stream<DownloadResult, Fatal, Requirements> =>
  Stream.suspend(() => {
    const { found } = search
    const ordered = [...found.filter(({ type }) => type === "file"), ...found.filter(({ type }) => type === "folder")]
    return Stream.fromIterable(ordered).pipe(
      Stream.mapEffect((entry) => settled(entry.path, remove(search, entry))),
      Stream.filter((result) => result !== undefined)
    )
  })
