/**
 * Names and paths on top of Box's ids: find an item by name, resolve a path, ensure that a folder exists, walk a tree.
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

/**
 * A folder, identified by its id. A folder from an answer of Box can be passed as it is.
 *
 * @category models
 * @since 0.1.0
 */
export interface FolderReference {
  readonly id: string
}

const root: FolderReference = { id: "0" }

/** Names on Box never contain a slash, so a path is split at each slash. Empty steps are dropped. */
const steps = /*#__PURE__*/ Effect.fnUntraced(function* (operation: string, path: string | ReadonlyArray<string>) {
  const names: unknown =
    typeof path === "string" ? path.split("/").filter((name) => name !== "") : tryRead(() => [...path])
  const isName = (name: unknown): name is string => typeof name === "string"
  if (!Array.isArray(names) || !names.every(isName)) {
    return yield* invalidInput(operation, "path must be a string such as /reports/2026, or an array of names")
  }
  const bad = names.find((name) => name === "." || name === ".." || name === "" || name.includes("/"))
  if (bad !== undefined) return yield* invalidInput(operation, `path must not contain the step ${JSON.stringify(bad)}`)
  return names
})

/** Checks a folder, because an untyped caller may pass anything. */
const folderOf = /*#__PURE__*/ Effect.fnUntraced(function* (operation: string, given: FolderReference) {
  const message = 'A folder must be an object such as { id: "0" }'
  const { id } = yield* readArgument(operation, given, message)
  return typeof id === "string" && id !== "" ? { id } : yield* invalidInput(operation, message)
})

/**
 * The types of items: file, folder, web link.
 *
 * @category models
 * @since 0.1.0
 */
export type ItemType = ItemMini["type"]

/**
 * The argument of {@link findByName}.
 *
 * @category models
 * @since 0.1.0
 */
export interface FindByNameInput<Type extends ItemType = ItemType> {
  readonly name: string
  /** Default: the root folder. */
  readonly parent?: FolderReference | undefined
  /** Only items of this type. */
  readonly type?: Type | undefined
}

/**
 * Returns the item with that name in a folder, or none. Names are compared without regard to case; a folder cannot
 * contain two names that differ only in case. Reads pages of 1,000 entries until the item is found, with at most one
 * page in memory.
 *
 * @example
 * ```ts
 * import { Folders, Items } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect, Option } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   yield* Folders.createFolder({ name: "Reports", parent: { id: "0" } })
 *   return yield* Items.findByName({ name: "reports" })
 * })
 *
 * const found = await Effect.runPromise(Effect.provide(program, BoxEmulator.layer))
 *
 * console.log(Option.isSome(found)) // true
 * ```
 *
 * @see https://developer.box.com/reference/get-folders-id-items/
 * @category operations
 * @since 0.1.0
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
 * Returns the item at a path such as `/reports/2026/Year.pdf`. An empty path is the folder that it starts from. Fails
 * with `BoxNotFound`, which names the first missing step.
 *
 * @example
 * ```ts
 * import { Items } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const message = Items.resolvePath("/reports/Year.pdf").pipe(
 *   Effect.flip,
 *   Effect.map((error) => error.message),
 *   Effect.provide(BoxEmulator.layer)
 * )
 *
 * console.log(await Effect.runPromise(message)) // Items.resolvePath: There is no "reports" in /
 * ```
 *
 * @category operations
 * @since 0.1.0
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

/**
 * An existing folder, and whether it was created just now.
 *
 * @category models
 * @since 0.1.0
 */
export interface EnsuredFolder {
  /** The name of an existing folder may differ in case from the requested one. */
  readonly folder: FolderMini
  /** Whether it is new, and therefore empty. */
  readonly created: boolean
}

/** Sent again if the outcome is unknown: a folder that the first attempt created is the requested one. */
const createOrFind = /*#__PURE__*/ makeWithFields<CreateFolderInput, FolderFull, Folder>({
  ...createFolder.spec,
  replay: "safe"
})

/**
 * Returns the folder with that name in another folder, and creates it if it is missing. Safe to repeat, and safe to
 * run concurrently. Fails with `BoxItemNameInUse` if a file has the name.
 *
 * @example
 * ```ts
 * import { Items } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const twice = Effect.gen(function* () {
 *   yield* Items.ensureChild({ name: "reports" })
 *   return yield* Items.ensureChild({ name: "reports" })
 * })
 *
 * const { created } = await Effect.runPromise(Effect.provide(twice, BoxEmulator.layer))
 *
 * console.log(created) // false
 * ```
 *
 * @see https://developer.box.com/reference/post-folders/
 * @category operations
 * @since 0.1.0
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
 * Returns the folder at a path, and creates every missing step. Safe to repeat, and safe to run concurrently. Fails
 * with `BoxItemNameInUse` if a file has the name.
 *
 * @example
 * ```ts
 * import { Items } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const folder = Items.ensureFolder({ path: "/reports/2026" }).pipe(Effect.provide(BoxEmulator.layer))
 *
 * console.log((await Effect.runPromise(folder)).name) // 2026
 * ```
 *
 * @category operations
 * @since 0.1.0
 */
export const ensureFolder = /*#__PURE__*/ Effect.fn("Items.ensureFolder")(function* (input: {
  readonly path: string | ReadonlyArray<string>
  readonly parent?: FolderReference | undefined
}): Effect.fn.Return<FolderMini, BoxError.BoxError, Requirements> {
  const operation = "Items.ensureFolder"
  const { path, parent = root } = yield* readArgument(operation, input)
  const names = yield* steps(operation, path)
  // Checked before the first folder is created.
  const fault = names.map(ItemName.fault).find((found) => found !== undefined)
  if (fault !== undefined) return yield* invalidInput(operation, `each name of the path ${fault}`)
  const start = yield* folderOf(operation, parent)
  let here: FolderMini | undefined
  for (const name of names) here = (yield* ensureChild({ name, parent: here ?? start })).folder
  return here ?? (yield* getFolderById({ folder_id: start.id, fields: ["name"] }))
})

/**
 * An item of a tree and its path, including its own name.
 *
 * @category models
 * @since 0.1.0
 */
export interface Visit {
  readonly path: ReadonlyArray<string>
  readonly item: ItemMini
}

/**
 * Returns everything below a folder: first the entries of a folder, then the contents of each of its folders. It
 * fetches as it is consumed. Memory grows with the number of folders on the current path and their siblings, not with
 * the number of files.
 *
 * @example
 * ```ts
 * import { Items } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect, Stream } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   yield* Items.ensureFolder({ path: "/reports/2026" })
 *   return yield* Items.walk().pipe(
 *     Stream.map((visit) => visit.path.join("/")),
 *     Stream.runCollect
 *   )
 * })
 *
 * const paths = await Effect.runPromise(Effect.provide(program, BoxEmulator.layer))
 *
 * console.log(paths.join(", ")) // reports, reports/2026
 * ```
 *
 * @category operations
 * @since 0.1.0
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

/** Walking a folder that contains itself would never end. */
const cyclic = (id: string): BoxError.BoxDecodeError =>
  new BoxError.BoxDecodeError({
    operation: "Items.walk",
    message: `Box lists folder ${id} below itself`,
    attempts: 1
  })

/** `ids` are the ids of the folder and of all its ancestors. */
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
