/** What an upload does if the name is taken on Box. */
import * as Files from "@effect-box/core/api/Files"
import type { File } from "@effect-box/core/api/schemas/Item"
import { type BoxError, BoxInvalidInput, BoxItemNameInUse } from "@effect-box/core/BoxError"
import * as FileUpload from "@effect-box/core/FileUpload"
import * as ItemName from "@effect-box/core/ItemName"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import type { KeyValueStore, KeyValueStoreError } from "effect/persistence/KeyValueStore"
import { checkPath, readOptions } from "../../internal/argument.ts"
import { sha1Of } from "./localDigest.ts"
import {
  checkpointKey,
  type Requirements,
  type ResumableOptions,
  type ResumableTarget,
  type UploadConflict,
  type UploadOptions,
  uploadNew,
  uploadNewVersion,
  uploadOnwards
} from "./localUpload.ts"

/**
 * What became of an upload: the file is `uploaded` as a new one, as a new `version`, or `renamed` with a number in its name;
 * it is `skipped`, or `unchanged` because Box had the same content already.
 *
 * @category models
 * @since 0.2.0
 */
export type UploadOutcome = "uploaded" | "version" | "renamed" | "skipped" | "unchanged"

/**
 * The result of `uploadResumable`.
 *
 * @category models
 * @since 0.2.0
 */
export interface Resumed extends FileUpload.Resumed {
  readonly outcome: UploadOutcome
}

/** The two ways to send the bytes of one file. */
interface Sending<E, R> {
  readonly operation: string
  readonly path: string
  readonly onConflict: UploadConflict
  /** Whether `create` has compared the content before it fails with `BoxItemNameInUse`. */
  readonly compares: boolean
  readonly create: (name: string) => Effect.Effect<FileUpload.Resumed, BoxError | PlatformError | E, R>
  readonly replace: (file_id: string) => Effect.Effect<FileUpload.Resumed, BoxError | PlatformError | E, R>
}

const policies: ReadonlyArray<UploadConflict> = ["fail", "skip", "version", "rename"]

const checkPolicy = (operation: string, onConflict: UploadConflict | undefined) =>
  onConflict === undefined || policies.includes(onConflict)
    ? Effect.void
    : Effect.fail(
        new BoxInvalidInput({ operation, message: `onConflict must be one of ${policies.join(", ")}`, attempts: 0 })
      )

const isTaken = (error: unknown): error is BoxItemNameInUse => error instanceof BoxItemNameInUse

const fileOf = ({ conflicts }: BoxItemNameInUse) => conflicts.find(({ type }) => type === "file")

/** The file on Box as it is, with nothing sent. */
const left = (file_id: string, outcome: "skipped" | "unchanged"): Effect.Effect<Resumed, BoxError, Requirements> =>
  Effect.map(Files.getFileById({ file_id }), (file) => ({
    file,
    kept: outcome === "unchanged" ? (file.size ?? 0) : 0,
    startedOver: undefined,
    unchanged: outcome === "unchanged",
    outcome
  }))

/** The file that has the name, if its content is that of the local one. */
const sameFile = Effect.fnUntraced(function* (
  operation: string,
  path: string,
  taken: BoxItemNameInUse
): Effect.fn.Return<string | undefined, BoxError | PlatformError, FileSystem.FileSystem> {
  const there = fileOf(taken)
  if (there?.sha1 === undefined) return undefined
  const { size } = yield* (yield* FileSystem.FileSystem).stat(path)
  return (yield* sha1Of(operation, path, Number(size))) === there.sha1.toLowerCase() ? there.id : undefined
})

const stored = (resumed: FileUpload.Resumed, outcome: UploadOutcome): Resumed => ({
  ...resumed,
  outcome: resumed.unchanged ? "unchanged" : outcome
})

const mostNumbers = 1000

/** Uses the first number that is free, or whose file has the same bytes from an earlier run. */
const renamed = Effect.fnUntraced(function* <E, R>(
  { compares, create, operation, path }: Sending<E, R>,
  name: string,
  conflict: BoxItemNameInUse
): Effect.fn.Return<Resumed, BoxError | PlatformError | E, Requirements | R> {
  for (let number = 1; number <= mostNumbers; number++) {
    const sent = yield* Effect.catchIf(create(ItemName.numbered(name, number)), isTaken, Effect.succeed)
    if (!(sent instanceof BoxItemNameInUse)) return stored(sent, "renamed")
    const same = compares ? undefined : yield* sameFile(operation, path, sent)
    if (same !== undefined) return yield* left(same, "unchanged")
  }
  return yield* conflict
})

const resolve = Effect.fnUntraced(function* <E, R>(
  sending: Sending<E, R>,
  name: string,
  conflict: BoxItemNameInUse
): Effect.fn.Return<Resumed, BoxError | PlatformError | E, Requirements | R> {
  const { compares, onConflict, operation, path, replace } = sending
  const same = compares ? undefined : yield* sameFile(operation, path, conflict)
  if (same !== undefined) return yield* left(same, "unchanged")
  if (onConflict === "rename") return yield* renamed(sending, name, conflict)
  const there = fileOf(conflict)
  if (there === undefined || onConflict === "fail") return yield* conflict
  return onConflict === "skip" ? yield* left(there.id, "skipped") : stored(yield* replace(there.id), "version")
})

const settle = <E, R>(
  sending: Sending<E, R>,
  name: string
): Effect.Effect<Resumed, BoxError | PlatformError | E, Requirements | R> =>
  sending.create(name).pipe(
    Effect.map((sent) => stored(sent, "uploaded")),
    Effect.catchIf(isTaken, (conflict) => resolve(sending, name, conflict))
  )

const sentNow = (file: File): FileUpload.Resumed => ({ file, kept: 0, startedOver: undefined, unchanged: false })

/** `LocalFile.upload`: what is there is only read if the options say what to do with it. */
export const uploadDecided = Effect.fnUntraced(function* (
  path: string,
  options: UploadOptions
): Effect.fn.Return<File, BoxError | PlatformError, Requirements | Path.Path> {
  const operation = "LocalFile.upload"
  yield* checkPath(operation, path)
  const { onConflict, ...given } = yield* readOptions(operation, options)
  yield* checkPolicy(operation, onConflict)
  if (onConflict === undefined) return yield* uploadNew(path, given)
  const { folder_id: _, name = (yield* Path.Path).basename(path), ...attributes } = given
  const sending = {
    operation,
    path,
    onConflict,
    compares: false,
    create: (free: string) => Effect.map(uploadNew(path, { ...given, name: free }), sentNow),
    replace: (file_id: string) => Effect.map(uploadNewVersion(path, { ...attributes, file_id }), sentNow)
  }
  return (yield* settle(sending, name)).file
})

/** Deletes the session of an upload on Box, and its checkpoint. */
export const forgetTarget = Effect.fnUntraced(function* (operation: string, path: string, target: ResumableTarget) {
  yield* FileUpload.forget(yield* checkpointKey(operation, path, target))
})

const ended = (path: string, options: ResumableOptions) =>
  uploadOnwards(path, options).pipe(
    Effect.onInterrupt(() =>
      Effect.catch(forgetTarget("LocalFile.uploadResumable", path, options), (error) =>
        Effect.logWarning(`The upload session of ${path} could not be deleted`, error)
      )
    )
  )

/** `LocalFile.uploadResumable`. */
export const uploadResumableDecided = Effect.fnUntraced(function* (
  path: string,
  options: ResumableOptions
): Effect.fn.Return<Resumed, BoxError | PlatformError | KeyValueStoreError, Requirements | Path.Path | KeyValueStore> {
  const operation = "LocalFile.uploadResumable"
  yield* checkPath(operation, path)
  const { whenInterrupted = "keep", ...given } = yield* readOptions(operation, options)
  if (whenInterrupted !== "keep" && whenInterrupted !== "delete") {
    return yield* new BoxInvalidInput({ operation, message: "whenInterrupted must be keep or delete", attempts: 0 })
  }
  const send = whenInterrupted === "keep" ? uploadOnwards : ended
  if ("file_id" in given) return stored(yield* send(path, given), "version")
  const { onConflict = "fail", ...target } = given
  yield* checkPolicy(operation, onConflict)
  const { folder_id: _, name = (yield* Path.Path).basename(path), ...attributes } = target
  return yield* settle(
    {
      operation,
      path,
      onConflict,
      compares: true,
      create: (free: string) => send(path, { ...target, name: free }),
      replace: (file_id: string) => send(path, { ...attributes, file_id })
    },
    name
  )
})
