/** `up`. */
import { basename, resolve as resolveLocal } from "node:path"
import { type BoxError, BoxInvalidInput } from "@effect-box/core/BoxError"
import * as FileUpload from "@effect-box/core/FileUpload"
import * as Items from "@effect-box/core/Items"
import * as UploadSource from "@effect-box/core/UploadSource"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Stream from "effect/Stream"
import type * as catalog from "../catalog/transfer.ts"
import type { Given } from "../command/Command.ts"
import * as LocalDirectory from "../../directory/LocalDirectory.ts"
import * as KeyValueStore from "effect/persistence/KeyValueStore"
import * as LocalFile from "../../file/LocalFile.ts"
import { type Found, placeOf, resolveFolder } from "../items/reference.ts"
import { layerStore, paced, transfersOf } from "../session/transferState.ts"
import { type FileMeter, showTransfers } from "../terminal/transfers.ts"
import { Shell, type StreamError, stdin, WrongUse } from "../terminal/Shell.ts"
import { failureOf, give, globsOf, type Outcome, outcomeOf } from "./transferResults.ts"

type Up = Given<typeof catalog.up>

/** One local thing, and where it goes. */
interface Task {
  readonly path: string
  readonly kind: "file" | "directory" | "stdin"
  /** Not of a directory, nor of stdin. */
  readonly size: number | undefined
  readonly folder: Pick<Found, "id">
  readonly name: string
}

type Shown = Effect.Success<ReturnType<typeof showTransfers>>

type Failure = BoxError | PlatformError | KeyValueStore.KeyValueStoreError | StreamError
type Needs = LocalFile.Requirements | Path.Path | KeyValueStore.KeyValueStore | Shell

const uploaded = (task: Task, result: string, file: LocalFile.Resumed["file"]): Outcome => ({
  result,
  path: task.path,
  id: file.id,
  size: file.size ?? undefined,
  sha1: file.sha1 ?? undefined,
  ...(result === "renamed" ? { message: `stored as ${file.name}` } : {})
})

/** What is sent in a session is deleted by Ctrl-C; only what a kill leaves behind is continued. */
const uploadFile = (task: Task, given: Up, report: FileMeter["report"]) =>
  LocalFile.uploadResumable(task.path, {
    folder_id: task.folder.id,
    name: task.name,
    onConflict: given["on-conflict"],
    whenChanged: "restart",
    whenInterrupted: "delete",
    onProgress: ({ transferred }) => report(transferred)
  }).pipe(Effect.map(({ file, outcome }) => uploaded(task, outcome === "version" ? "new version" : outcome, file)))

/** What cannot be read twice is sent once; Box refuses a name that is taken. */
const uploadStdin = Effect.fnUntraced(function* (task: Task, report: FileMeter["report"]) {
  const shell = yield* Shell
  const bytes = stdin.pipe(
    Stream.provideService(Shell, shell),
    Stream.mapError(({ message }) => new BoxInvalidInput({ operation: "effect-box up", message, attempts: 0 }))
  )
  const file = yield* FileUpload.upload(UploadSource.fromOneShot(bytes), {
    folder_id: task.folder.id,
    name: task.name,
    onProgress: ({ transferred }) => report(transferred)
  })
  return uploaded(task, "uploaded", file)
})

const uploadTree = (task: Task, given: Up, shown: Shown) =>
  Stream.unwrap(
    Effect.gen(function* () {
      const journal = yield* KeyValueStore.KeyValueStore
      const { folder } = yield* Items.ensureChild({ name: task.name, parent: task.folder })
      return LocalDirectory.upload(task.path, {
        folder_id: folder.id,
        onConflict: given["on-conflict"],
        followSymbolicLinks: given["follow-links"],
        concurrency: transfersOf(given),
        journal,
        ...globsOf(given),
        ...shown.tree(task.name)
      }).pipe(Stream.map((result) => outcomeOf(task.name, result)))
    })
  )

const tasksOf = Effect.fnUntraced(function* (given: Up) {
  const { io } = yield* Shell
  const fs = yield* FileSystem.FileSystem
  const [first = "", second] = given.sources
  const place =
    given.parents || second !== undefined
      ? {
          folder: given.parents ? yield* Items.ensureFolder({ path: given.to }) : yield* resolveFolder(given.to),
          name: undefined
        }
      : yield* placeOf(given.to)
  if (first === "-" && place.name === undefined) {
    return yield* new WrongUse({ message: "What comes from stdin needs a name: give the path of the new file." })
  }
  return yield* Effect.forEach(given.sources, (source) =>
    Effect.gen(function* () {
      if (source === "-")
        return {
          path: "-",
          kind: "stdin",
          size: undefined,
          folder: place.folder,
          name: place.name ?? ""
        } satisfies Task
      const path = resolveLocal(io.cwd, source)
      const { size, type } = yield* fs.stat(path)
      const name = place.name ?? basename(path)
      const kind = type === "Directory" ? "directory" : "file"
      return { path, kind, size: kind === "file" ? Number(size) : undefined, folder: place.folder, name } satisfies Task
    })
  )
})

export const up = Effect.fnUntraced(function* (given: Up) {
  const tasks = yield* tasksOf(given)
  const shown = yield* showTransfers(
    "up",
    tasks.map(({ size }) => size)
  )
  const outcomes = Stream.fromIterable<Task>(tasks).pipe(
    Stream.flatMap((task) => outcomesOf(task, given, shown), { concurrency: transfersOf(given) ?? 8 })
  )
  yield* give(outcomes, false).pipe(Effect.provide(layerStore), Effect.provide(paced(given)))
})

const outcomesOf = (task: Task, given: Up, shown: Shown): Stream.Stream<Outcome, Failure, Needs> => {
  if (task.kind === "directory") return uploadTree(task, given, shown)
  const { over, report } = shown.file(task.name, task.size)
  const one: Effect.Effect<Outcome, Failure, Needs> =
    task.kind === "stdin" ? uploadStdin(task, report) : uploadFile(task, given, report)
  return Stream.fromEffect(
    Effect.catch(one, (error) =>
      isOfOneFile(error) ? Effect.succeed(failureOf(task.path, error)) : Effect.fail(error)
    ).pipe(Effect.ensuring(over))
  )
}

/** A failure that leaves the other files as they are. */
const isOfOneFile = (error: Failure): error is BoxError | PlatformError =>
  error._tag !== "KeyValueStoreError" &&
  error._tag !== "StreamError" &&
  error._tag !== "BoxLoginRequired" &&
  error._tag !== "BoxUnauthorized"
