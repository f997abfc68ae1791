/**
 * Keeps the checkpoints of event streams in files, for one machine.
 *
 * Each checkpoint is a file in the directory, which is written next to its place, flushed to disk and renamed: a crash at any
 * point leaves the old checkpoint or the new one. A lock next to it (`NAME.json.lock`) admits one consumer, of all
 * processes on the machine. The lock of a process that was killed is taken over at once; that of one whose end cannot be
 * seen, such as in another container, after 15 seconds without a sign of life. A consumer that was suspended and has lost
 * the lock saves no more (`lost`).
 *
 * Several machines share checkpoints with `SqlEventCheckpoints` of `@effect-box/core/server`.
 *
 * @example
 * ```ts
 * import { EventStream } from "@effect-box/core"
 * import { FileEventCheckpoints } from "@effect-box/node"
 * import * as NodeServices from "@effect/platform-node/NodeServices"
 * import { Effect, Layer } from "effect"
 *
 * const Checkpoints = FileEventCheckpoints.layer("/var/lib/index/events").pipe(Layer.provide(NodeServices.layer))
 *
 * const indexing = EventStream.run({ checkpoint: "index" }, (event) => Effect.log(event.event_type)).pipe(
 *   Effect.provide(Checkpoints)
 * )
 * ```
 */
import "../internal/nodeVersion.ts"
import type { BoxInvalidInput } from "@effect-box/core/BoxError"
import { BoxCheckpointError, EventCheckpoints, type Lock, makeKeyValueStore } from "@effect-box/core/EventCheckpoints"
import { invalidInput } from "@effect-box/core/unstable/Checks"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as KeyValueStore from "effect/persistence/KeyValueStore"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import { checkPath, readOptions } from "../internal/argument.ts"
import * as FileLock from "../internal/fileLock.ts"

/**
 * The options of {@link layer}.
 *
 * @category models
 * @since 0.2.0
 */
export interface Options {
  /** How many ids are remembered with each checkpoint. Each save writes all of them, about 36 bytes each. Default 1,000. */
  readonly remember?: number | undefined
}

/** An owner whose end cannot be seen counts as dead a little earlier. */
const patience = Duration.seconds(16)

/** Some file systems ignore case, and some characters mean something to them. */
const fileName = (checkpoint: string): string =>
  `${Array.from(new TextEncoder().encode(checkpoint), (byte) => {
    const character = String.fromCharCode(byte)
    return /[a-z0-9_-]/.test(character) ? character : `%${byte.toString(16).padStart(2, "0")}`
  }).join("")}.json`

/** Whether the platform says that there is no such file. */
const isAbsent = (error: PlatformError): boolean => error.reason._tag === "NotFound"

/** Replaces a file as a whole. Only the holder of the lock, or one fiber at a time of a process, writes. */
const replace = Effect.fnUntraced(function* (fs: FileSystem.FileSystem, path: Path.Path, file: string, text: string) {
  const temporary = `${file}.tmp`
  yield* fs.makeDirectory(path.dirname(file), { recursive: true, mode: 0o700 })
  yield* Effect.scoped(
    Effect.gen(function* () {
      const handle = yield* fs.open(temporary, { flag: "w", mode: 0o600 })
      yield* handle.writeAll(new TextEncoder().encode(text))
      yield* handle.sync
    })
  )
  yield* fs.rename(temporary, file)
})

const failed = (method: string, key: string) => (cause: PlatformError) =>
  new KeyValueStore.KeyValueStoreError({
    method: `${method}: ${cause.reason._tag}`,
    key,
    message: `The file could not be used: ${cause.reason._tag}`,
    cause
  })

const makeFiles = (
  fs: FileSystem.FileSystem,
  path: Path.Path,
  fileOf: (name: string) => string
): KeyValueStore.KeyValueStore =>
  KeyValueStore.makeStringOnly({
    get: (name) =>
      fs.readFileString(fileOf(name)).pipe(
        Effect.catchIf(isAbsent, () => Effect.succeed(undefined)),
        Effect.mapError(failed("get", name))
      ),
    set: (name, text) => Effect.mapError(replace(fs, path, fileOf(name), text), failed("set", name)),
    remove: (name) => Effect.mapError(fs.remove(fileOf(name), { force: true }), failed("remove", name)),
    // Nothing here asks for these.
    clear: Effect.void,
    keys: Effect.succeed([]),
    size: Effect.succeed(0)
  })

const errorOf =
  (checkpoint: string) =>
  ({ code, message }: FileLock.FileLockError): BoxCheckpointError =>
    code === "lock_timeout"
      ? new BoxCheckpointError({
          reason: "in_use",
          checkpoint,
          message: `Another consumer holds the checkpoint ${JSON.stringify(checkpoint)}: each consumer needs its own name`
        })
      : new BoxCheckpointError({ reason: "store", checkpoint, message: `The lock could not be used: ${message}` })

const lockOf =
  (fileOf: (name: string) => string) =>
  (name: string): Effect.Effect<Lock, BoxCheckpointError, Scope.Scope> =>
    FileLock.acquire(`${fileOf(name)}.lock`, { patience, deathIsUsual: true }).pipe(
      Effect.map(({ isMine }) => ({
        check: Effect.flatMap(Effect.mapError(isMine, errorOf(name)), (mine) =>
          mine
            ? Effect.void
            : Effect.fail(
                new BoxCheckpointError({
                  reason: "lost",
                  checkpoint: name,
                  message: "Another process took over the lock, because this one showed no sign of life"
                })
              )
        )
      })),
      Effect.mapError((error) => (error instanceof BoxCheckpointError ? error : errorOf(name)(error)))
    )

const make = Effect.fnUntraced(function* (directory: string, options: Options) {
  const operation = "FileEventCheckpoints.layer"
  yield* checkPath(operation, directory)
  const { remember } = yield* readOptions(operation, options)
  if (remember !== undefined && !(Number.isSafeInteger(remember) && remember >= 1)) {
    return yield* invalidInput(operation, "remember must be a whole number of at least 1")
  }
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const fileOf = (name: string) => path.join(directory, fileName(name))
  return yield* Effect.provideService(
    makeKeyValueStore({ prefix: "", remember, lock: lockOf(fileOf) }),
    KeyValueStore.KeyValueStore,
    makeFiles(fs, path, fileOf)
  )
})

/**
 * Keeps checkpoints in this directory, which is created with mode 0700 if it is missing. A consumer is refused after 16
 * seconds if a live one holds its checkpoint. Fails with `BoxInvalidInput` if an argument is invalid.
 *
 * @example
 * ```ts
 * import { FileEventCheckpoints } from "@effect-box/node"
 *
 * const Checkpoints = FileEventCheckpoints.layer("/var/lib/index/events", { remember: 5000 })
 * ```
 *
 * @category layers
 * @since 0.2.0
 */
export const layer = (
  directory: string,
  options: Options = {}
): Layer.Layer<EventCheckpoints, BoxInvalidInput, FileSystem.FileSystem | Path.Path> =>
  Layer.effect(EventCheckpoints, make(directory, options))
