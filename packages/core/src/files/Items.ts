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
import { type CreateFolderInput, createFolder, getFolderById, getFolderItems } from "../api/Folders.ts"
import type { Folder, FolderFull, FolderMini, ItemMini } from "../api/schemas/Item.ts"
import * as BoxError from "../BoxError.ts"
import { invalidInput, readArgument, tryRead } from "../internal/argument.ts"
import * as ItemName from "./ItemName.ts"
import { makeWithFields } from "../operation/internal/makers.ts"
import type { Requirements } from "../operation/Operation.ts"

/** A folder, by its id: an answer of Box will do. */
export interface FolderReference {
  readonly id: string
}

const root: FolderReference = { id: "0" }

/** Names of Box never hold a slash, so a path is split at each; empty steps are left out. */
const steps = /*#__PURE__*/ Effect.fnUntraced(function* (operation: string, path: string | ReadonlyArray<string>) {
  const names: unknown =
    typeof path === "string" ? path.split("/").filter((name) => name !== "") : tryRead(() => [...path])
  const isName = (name: unknown): name is string => typeof name === "string"
  if (!Array.isArray(names) || !names.every(isName)) {
    return yield* invalidInput(operation, "path must be a string such as /reports/2026, or an array of names")
  }
  const bad = names.find((name) => name === "." || name === ".." || name === "" || name.includes("/"))
  if (bad !== undefined) return yield* invalidInput(operation, `path must not have a step ${JSON.stringify(bad)}`)
  return names
})

/** A folder by its id; `from` of an untyped caller may be anything. */
const folderOf = /*#__PURE__*/ Effect.fnUntraced(function* (operation: string, given: FolderReference) {
  const message = 'A folder is given as an object such as { id: "0" }'
  const { id } = yield* readArgument(operation, given, message)
  return typeof id === "string" && id !== "" ? { id } : yield* invalidInput(operation, message)
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
export const findByName = <const Type extends ItemType = ItemType>(
  input: FindByNameInput<Type>
): Effect.Effect<Option.Option<Extract<ItemMini, { readonly type: Type }>>, BoxError.BoxError, Requirements> =>
  Effect.gen(function* () {
    const operation = "Items.findByName"
    const { name, parent = root, type } = yield* readArgument(operation, input)
    if (typeof name !== "string" || name === "") return yield* invalidInput(operation, "name must not be empty")
    const folder = yield* folderOf(operation, parent)
    return yield* getFolderItems.items({ folder_id: folder.id, limit: 1000 }).pipe(
      Stream.filter(
        (item): item is Extract<ItemMini, { readonly type: Type }> =>
          (type === undefined || item.type === type) && ItemName.same(item.name, name)
      ),
      Stream.runHead
    )
  })

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
export const resolvePath = /*#__PURE__*/ Effect.fn("Items.resolvePath")(function* (
  path: string | ReadonlyArray<string>,
  from: FolderReference = root
): Effect.fn.Return<ItemMini, BoxError.BoxError, Requirements> {
  const names = yield* steps("Items.resolvePath", path)
  const start = yield* folderOf("Items.resolvePath", from)
  let here: ItemMini | undefined
  for (const [at, name] of names.entries()) {
    const last = at === names.length - 1
    const parent = here ?? start
    const found: Option.Option<ItemMini> = yield* findByName(last ? { name, parent } : { name, parent, type: "folder" })
    if (Option.isNone(found)) return yield* missing(names, at)
    here = found.value
  }
  return here ?? (yield* getFolderById({ folder_id: start.id, fields: ["name"] }))
})

/** A folder that is there, and whether it was made for it. */
export interface EnsuredFolder {
  /** Where it was there already, its name may differ in case from the one asked for. */
  readonly folder: FolderMini
  /** It is new, and so it is empty. */
  readonly created: boolean
}

/** Sent again after an unclear failure: a folder that came out of the first attempt is the one that is wanted. */
const createOrFind = /*#__PURE__*/ makeWithFields<CreateFolderInput, FolderFull, Folder>({
  ...createFolder.spec,
  replay: "safe"
})

/**
 * The folder of that name in another: the one that is there, or a new one. Safe to run at the same time from several
 * places and safe to repeat. Fails with `BoxItemNameInUse` where a file has the name.
 *
 * @see https://developer.box.com/reference/post-folders/
 */
export const ensureChild = /*#__PURE__*/ Effect.fnUntraced(function* (input: {
  readonly name: string
  readonly parent?: FolderReference | undefined
}): Effect.fn.Return<EnsuredFolder, BoxError.BoxError, Requirements> {
  const operation = "Items.ensureChild"
  const { name, parent: given = root } = yield* readArgument(operation, input)
  const fault = ItemName.fault(name)
  if (fault !== undefined) return yield* invalidInput(operation, `name ${fault}`)
  const parent = yield* folderOf(operation, given)
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
export const ensureFolder = /*#__PURE__*/ Effect.fn("Items.ensureFolder")(function* (input: {
  readonly path: string | ReadonlyArray<string>
  readonly parent?: FolderReference | undefined
}): Effect.fn.Return<FolderMini, BoxError.BoxError, Requirements> {
  const operation = "Items.ensureFolder"
  const { path, parent = root } = yield* readArgument(operation, input)
  const names = yield* steps(operation, path)
  // Before the first of them is created.
  const fault = names.map(ItemName.fault).find((found) => found !== undefined)
  if (fault !== undefined) return yield* invalidInput(operation, `each name of the path ${fault}`)
  const start = yield* folderOf(operation, parent)
  let here: FolderMini | undefined
  for (const name of names) here = (yield* ensureChild({ name, parent: here ?? start })).folder
  return here ?? (yield* getFolderById({ folder_id: start.id, fields: ["name"] }))
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
  Stream.unwrap(
    Effect.gen(function* () {
      const start = yield* folderOf("Items.walk", folder)
      if (tryRead(() => path.every((name) => typeof name === "string")) !== true)
        return yield* invalidInput("Items.walk", "path must be an array of names")
      return walkBelow([start.id], path)
    })
  )

/** A folder that contains itself would be walked for ever. */
const cyclic = (id: string): BoxError.BoxDecodeError =>
  new BoxError.BoxDecodeError({
    operation: "Items.walk",
    message: `Box lists folder ${id} below itself`,
    attempts: 1
  })

/** `ids` are those of the folder and of all that it is in. */
const walkBelow = (
  ids: readonly [string, ...Array<string>],
  path: ReadonlyArray<string>
): Stream.Stream<Visit, BoxError.BoxError, Requirements> =>
  Stream.suspend(() => {
    const folders: Array<Visit> = []
    const here = getFolderItems.items({ folder_id: ids[0], limit: 1000 }).pipe(
      Stream.mapEffect((item): Effect.Effect<Visit, BoxError.BoxDecodeError> => {
        const visit = { path: [...path, item.name ?? item.id], item }
        if (item.type === "folder") {
          if (ids.includes(item.id)) return Effect.fail(cyclic(item.id))
          folders.push(visit)
        }
        return Effect.succeed(visit)
      })
    )
    const below = Stream.suspend(() =>
      Stream.flatMap(Stream.fromIterable(folders), (visit) => walkBelow([visit.item.id, ...ids], visit.path))
    )
    return Stream.concat(here, below)
  })
