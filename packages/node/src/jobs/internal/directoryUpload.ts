/** A local tree as the items of a job, and what is done with each of them. */
import { join } from "node:path"
import * as ItemName from "@effect-box/core/ItemName"
import type { BoxInvalidInput } from "@effect-box/core/BoxError"
import * as JobSource from "@effect-box/core/jobs/JobSource"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { makeBoxFolder } from "../../directory/internal/boxFolder.ts"
import { placeOfDirectory } from "../../directory/internal/directoryHandle.ts"
import { type EntryFailure, RefusedEntry } from "../../directory/internal/directoryRun.ts"
import type { UploadOptions } from "../../directory/internal/options.ts"
import { checkFile, type UploadDone, uploadFile } from "../../directory/internal/uploadDecision.ts"
import { checkName, makeFolder } from "../../directory/internal/uploadFolder.ts"
import {
  makeUploadRun,
  type SourceDirectory,
  type UploadRequirements,
  type UploadRun
} from "../../directory/internal/uploadRun.ts"
import { linkRefused, list, placeBelow, stillAt } from "../../directory/internal/uploadWalk.ts"
import { follow, type Kind, look } from "../../file/internal/localEntry.ts"
import { isUnfinished } from "../../file/internal/unfinished.ts"
import { cachedIfGood, type DirectoryAt, makeDirectories } from "./directories.ts"
import { recorded } from "./entryRefused.ts"

/**
 * What an upload is started with: `path`, and options of `LocalDirectory.upload`.
 *
 * @category models
 * @since 0.2.0
 */
export interface UploadParams {
  /** The local directory, as an absolute path. */
  readonly path: string
  readonly folder_id: string
  readonly onConflict: UploadOptions["onConflict"]
  readonly include?: ReadonlyArray<string>
  readonly exclude?: ReadonlyArray<string>
  readonly keepModificationTime?: boolean
}

/** An entry of the tree. `path` goes from the top down to it, joined by slashes. A link is listed as a file. */
const Entry = Schema.Struct({ type: Schema.Literals(["file", "folder"]), path: Schema.String })
type Entry = typeof Entry.Type

/**
 * The result of one entry: those of `LocalDirectory.upload`, without the path, which is the item's.
 *
 * @category models
 * @since 0.2.0
 */
export type UploadedEntry = { readonly _tag: "Folder"; readonly folder_id: string } | WithoutPath<UploadDone>

type WithoutPath<Result> = Result extends unknown ? Omit<Result, "path"> : never

/** What the items of a batch share. */
interface Context {
  readonly run: UploadRun
  readonly directoryAt: DirectoryAt<SourceDirectory, EntryFailure, FileSystem.FileSystem>
}

const openTop = Effect.fnUntraced(function* (run: UploadRun, folder_id: string) {
  const { identity, kind } = yield* follow(run.root)
  if (kind !== "directory") return yield* Effect.fail(new RefusedEntry("special", `${run.root} is not a directory`))
  const known = { identity, linked: true, place: yield* placeOfDirectory(run.root) }
  const folder = yield* cachedIfGood(makeBoxFolder(folder_id, false, run))
  const top: SourceDirectory = {
    names: [],
    path: run.root,
    folder,
    identities: [identity],
    known,
    stillThere: stillAt(run, run.root, known)
  }
  return top
})

const openBelow = Effect.fnUntraced(function* (run: UploadRun, parent: SourceDirectory, name: string) {
  const path = join(parent.path, name)
  const there = yield* look(path)
  if (there?.kind === "link") return yield* Effect.fail(linkRefused)
  if (there?.kind !== "directory") return yield* Effect.fail(new RefusedEntry("special", "It is no directory any more"))
  yield* parent.stillThere
  const { identity } = there
  const known = { identity, linked: false, place: placeBelow(parent.known, name) }
  const folder = yield* cachedIfGood(makeFolder(run, parent, name))
  const directory: SourceDirectory = {
    names: [...parent.names, name],
    path,
    folder,
    identities: [...parent.identities, identity],
    known,
    stillThere: stillAt(run, path, known)
  }
  return directory
})

const makeContext = (params: UploadParams): Context => {
  const run = makeUploadRun(params.path, params, false)
  const directoryAt = makeDirectories<SourceDirectory, EntryFailure, FileSystem.FileSystem>(
    openTop(run, params.folder_id),
    (parent, name) => openBelow(run, parent, name)
  )
  return { run, directoryAt }
}

/** The items of a batch are given the same params, and those of another batch others. */
const contexts = new WeakMap<UploadParams, Context>()

const contextOf = (params: UploadParams): Context => {
  const context = contexts.get(params) ?? makeContext(params)
  contexts.set(params, context)
  return context
}

const decodeNames = Schema.decodeEffect(Schema.fromJsonString(Schema.Array(Schema.String)))

type Page = JobSource.Page<Entry>

/** What a part of the entries of a directory gives. */
const pageOf = ({ selection }: UploadRun, above: ReadonlyArray<string>, entries: ReadonlyArray<Listed>): Page => {
  const items: Array<Entry> = []
  const next: Array<string> = []
  for (const { kind, name } of entries) {
    const names = [...above, name]
    if (isUnfinished(name) || !selection.hasDirectory(names)) continue
    if (kind === "file" && !selection.hasFile(names)) continue
    items.push({ type: kind === "directory" ? "folder" : "file", path: names.join("/") })
    // One failure is enough for a directory that Box does not accept.
    if (kind === "directory" && ItemName.fault(name) === undefined) next.push(JSON.stringify(names))
  }
  return { items, next, last: false }
}

interface Listed {
  readonly name: string
  readonly kind: Kind
}

const readDirectory = Effect.fnUntraced(function* (params: UploadParams, position: string) {
  const names = yield* decodeNames(position)
  // Planning goes through all directories, so it keeps none of them.
  const { directoryAt, run } = makeContext(params)
  const directory = yield* recorded(directoryAt(names))
  return list(run, directory).pipe(
    Stream.mapEffect(
      ({ kind, name }): Effect.Effect<Listed, PlatformError | BoxInvalidInput> =>
        kind === undefined
          ? Effect.map(look(join(directory.path, name)), (entry) => ({ name, kind: entry?.kind ?? "file" }))
          : Effect.succeed({ kind, name })
    ),
    Stream.grouped(500),
    Stream.map((entries) => pageOf(run, names, entries))
  )
})

/** Everything below a directory, in pages of 500. Nothing is sent to Box. */
export const entriesBelow = (params: UploadParams): JobSource.JobSource<Entry, FileSystem.FileSystem> =>
  JobSource.make<Entry, FileSystem.FileSystem>({
    schema: Entry,
    key: ({ path }) => path,
    positions: ["[]"],
    read: (position) => Stream.unwrap(readDirectory(params, position))
  })

const taskOf = Effect.fnUntraced(function* ({ directoryAt }: Context, names: ReadonlyArray<string>) {
  const directory = yield* directoryAt(names.slice(0, -1))
  const name = names.at(-1) ?? ""
  return { directory, name, names, path: join(directory.path, name) }
})

/** Brings one entry to Box unless it is there. */
export const uploadEntry = Effect.fnUntraced(function* (
  params: UploadParams,
  { path, type }: Entry
): Effect.fn.Return<UploadedEntry, EntryFailure, UploadRequirements> {
  const context = contextOf(params)
  const names = path.split("/")
  if (type === "folder") {
    const directory = yield* context.directoryAt(names)
    return { _tag: "Folder", folder_id: (yield* directory.folder).id }
  }
  const { path: _, ...result } = yield* uploadFile(context.run, yield* taskOf(context, names))
  return result
})

/** Whether an entry could be uploaded, as far as that can be told here. */
export const checkEntry = Effect.fnUntraced(function* (params: UploadParams, { path, type }: Entry) {
  const context = contextOf(params)
  const names = path.split("/")
  if (type === "folder") {
    yield* checkName(names.at(-1) ?? "")
    yield* context.directoryAt(names)
    return undefined
  }
  const { size } = yield* checkFile(context.run, yield* taskOf(context, names))
  return { size }
})
