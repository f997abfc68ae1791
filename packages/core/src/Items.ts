/**
 * What people do with names and paths, on top of Box's ids: find by name, resolve a path, make sure of a folder, walk a tree.
 *
 * @example
 * ```ts
 * import { Items } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const folder = yield* Items.ensureFolder({ path: "/reports/2026" })
 *   return yield* Items.findByName({ name: "Year.pdf", parent: folder, type: "file" })
 * })
 * ```
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { type CreateFolderInput, createFolder, getFolderById, getFolderItems } from "./api/Folders.ts"
import type { Folder, FolderFull, FolderMini, ItemMini } from "./api/schemas/Item.ts"
import * as BoxError from "./BoxError.ts"
import { invalidInput } from "./internal/operationCall.ts"
import * as ItemName from "./ItemName.ts"
import * as Operation from "./Operation.ts"
import type { Requirements } from "./Operation.ts"

/** A folder, by its id: an answer of Box will do. */
export interface FolderReference {
  readonly id: string
}

const root: FolderReference = { id: "0" }

/** Names of Box never hold a slash, so a path is split at each; empty steps are left out. */
const steps = Effect.fnUntraced(function* (operation: string, path: string | ReadonlyArray<string>) {
  const names = typeof path === "string" ? path.split("/").filter((name) => name !== "") : path
  const bad = names.find((name) => name === "." || name === ".." || name === "" || name.includes("/"))
  if (bad !== undefined) return yield* invalidInput(operation, `path must not have a step ${JSON.stringify(bad)}`)
  return names
})

/** The types of items that may be asked for. */
export type ItemType = ItemMini["type"]

export interface FindByNameInput<Type extends ItemType = ItemType> {
  readonly name: string
  /** Default: the root folder. */
  readonly parent?: FolderReference | undefined
  /** Only items of this type. */
  readonly type?: Type | undefined
}

/**
 * The item of that name in a folder, or nothing. Names compare without regard to case; a folder cannot hold two that differ
 * in case only. Reads pages of 1,000 entries by marker until it is found: at most one page in memory.
 *
 * @see https://developer.box.com/reference/get-folders-id-items/
 */
export const findByName = <const Type extends ItemType = ItemType>({
  name,
  parent = root,
  type
}: FindByNameInput<Type>): Effect.Effect<
  Option.Option<Extract<ItemMini, { readonly type: Type }>>,
  BoxError.BoxError,
  Requirements
> =>
  name === ""
    ? Effect.fail(invalidInput("Items.findByName", "name must not be empty"))
    : getFolderItems.items({ folder_id: parent.id, limit: 1000 }).pipe(
        Stream.filter(
          (item): item is Extract<ItemMini, { readonly type: Type }> =>
            (type === undefined || item.type === type) && ItemName.same(item.name, name)
        ),
        Stream.runHead
      )

const missing = (path: ReadonlyArray<string>, at: number): BoxError.BoxNotFound =>
  new BoxError.BoxNotFound({
    operation: "Items.resolvePath",
    message: `There is no ${JSON.stringify(path[at])} in /${path.slice(0, at).join("/")}`,
    attempts: 0
  })

/**
 * The item at a path such as `/reports/2026/Year.pdf`; an empty path is the folder it starts from. Fails with `BoxNotFound`
 * that names the first step that is missing.
 */
export const resolvePath = Effect.fn("Items.resolvePath")(function* (
  path: string | ReadonlyArray<string>,
  from: FolderReference = root
): Effect.fn.Return<ItemMini, BoxError.BoxError, Requirements> {
  const names = yield* steps("Items.resolvePath", path)
  let here: ItemMini | undefined
  for (const [at, name] of names.entries()) {
    const last = at === names.length - 1
    const parent = here ?? from
    const found: Option.Option<ItemMini> = yield* findByName(last ? { name, parent } : { name, parent, type: "folder" })
    if (Option.isNone(found)) return yield* missing(names, at)
    here = found.value
  }
  return here ?? (yield* getFolderById({ folder_id: from.id, fields: ["name"] }))
})

/** A folder that is there, and whether it was made for it. */
export interface EnsuredFolder {
  /** Where it was there already, its name may differ in case from the one asked for. */
  readonly folder: FolderMini
  /** It is new, and so it is empty. */
  readonly created: boolean
}

/** Sent again after an unclear failure: a folder that came out of the first attempt is the one that is wanted. */
const createOrFind = /*#__PURE__*/ Operation.makeWithFields<CreateFolderInput, FolderFull, Folder>({
  ...createFolder.spec,
  replay: "safe"
})

/**
 * The folder of that name in another: the one that is there, or a new one. Safe to run at the same time from several
 * places and safe to repeat. Fails with `BoxItemNameInUse` where a file has the name.
 *
 * @see https://developer.box.com/reference/post-folders/
 */
export const ensureChild = Effect.fnUntraced(function* ({
  name,
  parent = root
}: {
  readonly name: string
  readonly parent?: FolderReference | undefined
}): Effect.fn.Return<EnsuredFolder, BoxError.BoxError, Requirements> {
  return yield* createOrFind({ name, parent: { id: parent.id }, fields: ["name"] }).pipe(
    Effect.map((folder): EnsuredFolder => ({ folder, created: true })),
    Effect.catchTag("BoxItemNameInUse", (taken) =>
      Effect.gen(function* () {
        const conflict = taken.conflicts.find((item) => item.type === "folder")
        if (conflict !== undefined) {
          return { folder: yield* getFolderById({ folder_id: conflict.id, fields: ["name"] }), created: false }
        }
        const found = yield* findByName({ name, parent, type: "folder" })
        return Option.isSome(found) ? { folder: found.value, created: false } : yield* taken
      })
    )
  )
})

/**
 * The folder at a path: every step that is missing is created. Safe to run at the same time from several places and safe to
 * repeat. Fails with `BoxItemNameInUse` where a file has the name.
 */
export const ensureFolder = Effect.fn("Items.ensureFolder")(function* ({
  path,
  parent = root
}: {
  readonly path: string | ReadonlyArray<string>
  readonly parent?: FolderReference | undefined
}): Effect.fn.Return<FolderMini, BoxError.BoxError, Requirements> {
  const names = yield* steps("Items.ensureFolder", path)
  let here: FolderMini | undefined
  for (const name of names) here = (yield* ensureChild({ name, parent: here ?? parent })).folder
  return here ?? (yield* getFolderById({ folder_id: parent.id, fields: ["name"] }))
})

/** An item of a tree and the names that lead to it, its own included. */
export interface Visit {
  readonly path: ReadonlyArray<string>
  readonly item: ItemMini
}

/**
 * Everything below a folder: first the entries of a folder, then what is below each of its folders. Fetches as it is
 * consumed; memory grows with the number of folders of one level on the way, not with the number of files.
 */
export const walk = (
  folder: FolderReference = root,
  path: ReadonlyArray<string> = []
): Stream.Stream<Visit, BoxError.BoxError, Requirements> =>
  Stream.suspend(() => {
    const folders: Array<Visit> = []
    const here = getFolderItems.items({ folder_id: folder.id, limit: 1000 }).pipe(
      Stream.map((item): Visit => {
        const visit = { path: [...path, item.name ?? item.id], item }
        if (item.type === "folder") folders.push(visit)
        return visit
      })
    )
    const below = Stream.suspend(() =>
      Stream.flatMap(Stream.fromIterable(folders), (visit) => walk(visit.item, visit.path))
    )
    return Stream.concat(here, below)
  })
