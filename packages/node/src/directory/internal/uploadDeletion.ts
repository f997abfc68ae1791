/** What the folder on Box has and the directory has not: found before the run, moved to the trash after it. */
import { join } from "node:path"
import * as Files from "@effect-box/core/api/Files"
import * as Folders from "@effect-box/core/api/Folders"
import { type BoxError, isAuthentication, isBoxError } from "@effect-box/core/BoxError"
import * as Effect from "effect/Effect"
import type { PlatformError } from "effect/PlatformError"
import * as Stream from "effect/Stream"
import { look } from "../../file/internal/localEntry.ts"
import { type EntryFailure, type Fatal, settled } from "./directoryRun.ts"
import { type Emptying, type Extraneous, noteExtraneous } from "./extraneous.ts"
import { pathKey } from "./nameFolding.ts"
import { makeNameSet } from "./nameSet.ts"
import type { DeleteExtraneous } from "./options.ts"
import type { UploadResult } from "./results.ts"
import { operation, present, type SourceDirectory, type UploadRequirements, type UploadRun } from "./uploadRun.ts"
import { list, placeBelow } from "./uploadWalk.ts"

interface Item {
  readonly type: string
  readonly id: string
  readonly name?: string | null | undefined
  readonly etag?: string | null | undefined
}

export interface ExtraneousItem extends Extraneous {
  readonly id: string
  readonly etag: string | undefined
}

interface Search {
  readonly run: UploadRun
  readonly limit: DeleteExtraneous
  /** At most one more than may be deleted. Files come before the folder that they are in. */
  readonly found: Array<ExtraneousItem>
}

type Place = Pick<SourceDirectory, "known" | "names" | "path">

const itemsOf = (folder_id: string): Stream.Stream<Item, BoxError, UploadRequirements> =>
  Folders.getFolderItems.items({ folder_id, limit: 1000, fields: ["name", "etag"] })

const found = (search: Search, path: ReadonlyArray<string>, type: "file" | "folder", { etag, id }: Item) =>
  noteExtraneous(operation, search.limit, search.found, { path, type, id, etag: etag ?? undefined })

/** An item that the directory does not have. */
const absent = Effect.fnUntraced(function* (
  search: Search,
  path: ReadonlyArray<string>,
  item: Item,
  above: Emptying
): Effect.fn.Return<void, BoxError, UploadRequirements> {
  const { selection } = search.run
  if (item.type === "file" && selection.hasFile(path)) return yield* found(search, path, "file", item)
  if (item.type !== "folder" || !selection.hasDirectory(path)) {
    above.stays = true
    return
  }
  const inside: Emptying = { stays: false, shrinks: false }
  yield* Stream.runForEach(itemsOf(item.id), (below) => absent(search, [...path, below.name ?? ""], below, inside))
  if (inside.stays) above.stays = true
  else yield* found(search, path, "folder", item)
})

/** The directory for a folder that both sides have; `undefined` if it is none, or cannot be read. */
const directoryFor = (run: UploadRun, above: Place, name: string): Effect.Effect<Place | undefined> =>
  present(run, join(above.path, name)).pipe(
    Effect.map(({ identity, kind }): Place | undefined =>
      kind === "directory"
        ? {
            names: [...above.names, name],
            path: join(above.path, name),
            known: { identity, linked: run.followSymbolicLinks, place: placeBelow(above.known, name) }
          }
        : undefined
    ),
    // The run itself reports it.
    Effect.catch(() => Effect.succeed(undefined))
  )

const compare = Effect.fnUntraced(function* (
  search: Search,
  place: Place,
  folder_id: string
): Effect.fn.Return<void, BoxError | PlatformError, UploadRequirements> {
  const { run } = search
  // Whether Box takes two ways to write one letter for one name is not known, so nothing is deleted for that.
  const names = makeNameSet()
  yield* Stream.runForEach(list(run, place), ({ name }) => Effect.sync(() => names.add(pathKey(name))))
  const folders: Array<{ readonly id: string; readonly name: string }> = []
  yield* Stream.runForEach(itemsOf(folder_id), (item) => {
    const name = item.name ?? ""
    const path = [...place.names, name]
    if (!names.has(pathKey(name))) return absent(search, path, item, { stays: false, shrinks: false })
    if (item.type === "folder" && run.selection.hasDirectory(path)) folders.push({ id: item.id, name })
    return Effect.void
  })
  for (const { id, name } of folders) {
    const directory = yield* directoryFor(run, place, name)
    if (directory === undefined) continue
    const before = search.found.length
    yield* Effect.catch(compare(search, directory, id), (error) => {
      // More than may be deleted, or a login that is not accepted: nothing else can succeed.
      if (search.found.length > search.limit.maxDelete || (isBoxError(error) && isAuthentication(error))) {
        return Effect.fail(error)
      }
      // What cannot be read in full is left alone, and the run reports it.
      return Effect.sync(() => void search.found.splice(before))
    })
  }
})

/** What the directory does not have. Fails if that is more than may be deleted. */
export const findExtraneousItems = (
  run: UploadRun,
  top: Place,
  folder_id: string,
  limit: DeleteExtraneous
): Effect.Effect<ReadonlyArray<ExtraneousItem>, BoxError | PlatformError, UploadRequirements> =>
  Effect.suspend(() => {
    const search: Search = { run, limit, found: [] }
    return Effect.as(compare(search, top, folder_id), search.found)
  })

const trash = Effect.fnUntraced(function* (
  run: UploadRun,
  { etag, id, path, type }: ExtraneousItem
): Effect.fn.Return<UploadResult | undefined, EntryFailure, UploadRequirements> {
  // It has come to the directory meanwhile.
  if ((yield* look(join(run.root, ...path))) !== undefined) return undefined
  const request =
    type === "file"
      ? Files.deleteFileById({ file_id: id, if_match: etag })
      : // Whatever has come to the folder meanwhile keeps it from being deleted.
        Folders.deleteFolderById({ folder_id: id, recursive: false })
  if (!run.dry) yield* Effect.catchTag(request, "BoxNotFound", () => Effect.void)
  return { _tag: "Deleted", path, type, id }
})

export const trashItems = (
  run: UploadRun,
  items: ReadonlyArray<ExtraneousItem>,
  concurrency: number
): Stream.Stream<UploadResult, Fatal, UploadRequirements> => {
  const some = (type: "file" | "folder", atOnce: number) =>
    Stream.fromIterable(items.filter((item) => item.type === type)).pipe(
      Stream.mapEffect((item) => settled(item.path, trash(run, item)), { concurrency: atOnce, unordered: true }),
      Stream.filter((result) => result !== undefined)
    )
  return Stream.concat(some("file", concurrency), some("folder", 1))
}
