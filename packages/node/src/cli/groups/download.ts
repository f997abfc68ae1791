/** `down`. */
import { basename, dirname, join, resolve as resolveLocal } from "node:path"
import * as Files from "@effect-box/core/api/Files"
import type { BoxError } from "@effect-box/core/BoxError"
import * as FileDownload from "@effect-box/core/FileDownload"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as KeyValueStore from "effect/persistence/KeyValueStore"
import type { PlatformError } from "effect/PlatformError"
import * as Stream from "effect/Stream"
import type * as catalog from "../catalog/transfer.ts"
import type { Given } from "../command/Command.ts"
import { makeSelection } from "../../directory/internal/globs.ts"
import { localNameFault } from "../../file/internal/localName.ts"
import * as LocalDirectory from "../../directory/LocalDirectory.ts"
import * as LocalFile from "../../file/LocalFile.ts"
import { type Found, resolve, resolveFile, resolveFolder } from "../items/reference.ts"
import { requestFields, walk } from "../items/walk.ts"
import { layerStore, paced, transfersOf } from "../session/transferState.ts"
import { type FileMeter, showTransfers } from "../terminal/transfers.ts"
import { NotDone, Shell, write, WrongUse } from "../terminal/Shell.ts"
import { failureOf, give, globsOf, type Outcome, outcomeOf } from "./transferResults.ts"

type Down = Given<typeof catalog.down>

interface Task {
  readonly item: Pick<Found, "id" | "type"> & { readonly size?: number | undefined }
  /** Where it goes: the file, or the directory of a folder. */
  readonly path: string
}

type Shown = Effect.Success<ReturnType<typeof showTransfers>>
type Needs = LocalFile.Requirements | KeyValueStore.KeyValueStore
type Failure = BoxError | PlatformError | KeyValueStore.KeyValueStoreError

const downloadFile = Effect.fnUntraced(function* (task: Task, given: Down, report: FileMeter["report"]) {
  const fs = yield* FileSystem.FileSystem
  yield* fs.makeDirectory(dirname(task.path), { recursive: true })
  const { file_id, outcome, path, sha1, size } = yield* LocalFile.download(task.path, {
    file_id: task.item.id,
    onConflict: given["on-conflict"],
    connections: given.connections === undefined ? undefined : Math.max(1, given.connections),
    onProgress: ({ transferred }) => report(transferred)
  })
  return { result: outcome, path, id: file_id, size, sha1 }
})

const downloadTree = (task: Task, given: Down, shown: Shown): Stream.Stream<Outcome, Failure, Needs> =>
  Stream.unwrap(
    Effect.map(KeyValueStore.KeyValueStore, (journal) =>
      LocalDirectory.download(task.path, {
        folder_id: task.item.id,
        onConflict: given["on-conflict"],
        concurrency: transfersOf(given),
        journal,
        ...globsOf(given),
        ...shown.tree(basename(task.path))
      }).pipe(Stream.map((result) => outcomeOf(task.path, result)))
    )
  )

const outcomesOf = (task: Task, given: Down, shown: Shown): Stream.Stream<Outcome, Failure, Needs> => {
  if (task.item.type === "folder") return downloadTree(task, given, shown)
  const { over, report } = shown.file(basename(task.path), task.item.size)
  const one: Effect.Effect<Outcome, BoxError | PlatformError, LocalFile.Requirements> = downloadFile(
    task,
    given,
    report
  )
  return Stream.fromEffect(
    Effect.catch(one, (error) =>
      error._tag === "BoxLoginRequired" || error._tag === "BoxUnauthorized"
        ? Effect.fail(error)
        : Effect.succeed(failureOf(task.path, error))
    ).pipe(Effect.ensuring(over))
  )
}

/** A name of Box as the name of a local file. */
const localName = (name: string): Effect.Effect<string, WrongUse> => {
  const fault = localNameFault(name, process.platform === "win32")
  return fault === undefined
    ? Effect.succeed(name)
    : Effect.fail(new WrongUse({ message: `The name ${JSON.stringify(name)} ${fault}: give another one as TO.` }))
}

/** The folder above the first step with a wildcard, and the glob from there. */
const globIn = (reference: string): readonly [folder: string, glob: string] | undefined => {
  if (/^(id|file|folder|web_link):\d+$/.test(reference) || !/[*?{]/.test(reference)) return undefined
  const names = reference.split("/").filter((name) => name !== "")
  const first = names.findIndex((name) => /[*?{]/.test(name))
  return [`/${names.slice(0, first).join("/")}`, names.slice(first).join("/")]
}

const globbed = Effect.fnUntraced(function* (folder: string, glob: string, to: string) {
  const base = yield* resolveFolder(folder)
  const selection = makeSelection({ include: [glob.includes("/") ? glob : `{${glob}}`] })
  const steps = glob.split("/")
  const depth = steps.includes("**") ? Number.POSITIVE_INFINITY : steps.length
  const found = yield* walk(base.id, { fields: requestFields(["name", "size"], undefined), depth }).pipe(
    Stream.filter(
      ({ depth: level, path, type }) =>
        type !== "web_link" && (depth !== steps.length || level === depth) && selection.hasFile(path.split("/"))
    ),
    Stream.runCollect
  )
  if (found.length === 0) return yield* new NotDone({ message: `Nothing in ${folder} is called ${glob}.` })
  return yield* Effect.forEach(found, (item) =>
    Effect.map(
      Effect.forEach(item.path.split("/"), localName),
      (names): Task => ({
        item: { id: item.id, type: item.type, size: item.size ?? undefined },
        // Below another folder a name may be there twice.
        path: join(to, ...(depth === steps.length ? names.slice(-1) : names))
      })
    )
  )
})

const tasksOf = Effect.fnUntraced(function* (given: Down) {
  const { io } = yield* Shell
  const fs = yield* FileSystem.FileSystem
  const to = resolveLocal(io.cwd, given.to ?? ".")
  const wild = globIn(given.item)
  if (wild !== undefined) {
    yield* fs.makeDirectory(to, { recursive: true })
    return yield* globbed(wild[0], wild[1], to)
  }
  const item = yield* resolve(given.item)
  if (item.type === "web_link")
    return yield* new WrongUse({ message: `${item.name} is a web link, and has no content.` })
  const named = given.to?.endsWith("/") === true
  const isDirectory = named || ((yield* fs.exists(to)) && (yield* fs.stat(to)).type === "Directory")
  const path = isDirectory && item.id !== "0" ? join(to, yield* localName(item.name)) : to
  const { size } =
    item.type === "file" ? yield* Files.getFileById({ file_id: item.id, fields: ["size"] }) : { size: undefined }
  return [{ item: { id: item.id, type: item.type, size: size ?? undefined }, path } satisfies Task]
})

export const down = Effect.fnUntraced(function* (given: Down) {
  if (given.to === "-") {
    const file = yield* resolveFile(given.item)
    return yield* Stream.runForEach(FileDownload.stream({ file_id: file.id }), write).pipe(Effect.provide(paced(given)))
  }
  const tasks: ReadonlyArray<Task> = yield* tasksOf(given)
  const shown = yield* showTransfers(
    "down",
    tasks.map(({ item }) => (item.type === "folder" ? undefined : (item.size ?? 0)))
  )
  const outcomes = Stream.fromIterable(tasks).pipe(
    Stream.flatMap((task) => outcomesOf(task, given, shown), { concurrency: transfersOf(given) ?? 8 })
  )
  yield* give(outcomes, false).pipe(Effect.provide(layerStore), Effect.provide(paced(given)))
})
