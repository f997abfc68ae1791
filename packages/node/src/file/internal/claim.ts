/**
 * A directory for unfinished downloads that belongs to one process at a time. A lock inside it names the owner. A
 * killed process leaves it behind, and the next one takes it over.
 */
import * as NodeFs from "node:fs"
import { join } from "node:path"
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import { type PlatformError, systemError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import * as FileLock from "../../internal/fileLock.ts"
import { look } from "./localEntry.ts"

/** How long to wait for a live owner. Must be longer than the time after which an owner counts as dead. */
export const ClaimPatience: Context.Reference<Duration.Duration> = Context.Reference("effect-box/node/ClaimPatience", {
  defaultValue: () => Duration.seconds(20)
})

export interface Claim {
  /** Whether the directory existed, so that an earlier process may have left something. */
  readonly leftovers: boolean
  /** Fails if another process has taken it over, because this one showed no sign of life for too long. */
  readonly stillMine: Effect.Effect<void, PlatformError | BoxInvalidInput>
}

const lockName = "lock"

/** Claims on file systems that no other process can reach, such as one in memory. */
const claimed = new WeakMap<FileSystem.FileSystem, Set<string>>()

const busy = (operation: string, directory: string) =>
  new BoxInvalidInput({
    operation,
    message: `another download to the same place is in progress (its temporary directory is ${directory}): wait until it ends`,
    attempts: 0
  })

const lockFailed =
  (operation: string, directory: string) =>
  ({ code, message }: FileLock.FileLockError): BoxInvalidInput | PlatformError =>
    code === "lock_timeout"
      ? busy(operation, directory)
      : systemError({
          module: "FileSystem",
          method: "lock",
          _tag: code === "EACCES" || code === "EPERM" ? "PermissionDenied" : "Unknown",
          description: message,
          pathOrDescriptor: directory
        })

const warned = (directory: string) =>
  Effect.catch((error: PlatformError) => Effect.logWarning(`${directory} could not be removed`, error.reason._tag))

const claimAlone = Effect.fnUntraced(function* (operation: string, directory: string) {
  const fs = yield* FileSystem.FileSystem
  const held = claimed.get(fs) ?? new Set()
  claimed.set(fs, held)
  yield* Effect.acquireRelease(
    Effect.suspend(() => {
      if (held.has(directory)) return Effect.fail(busy(operation, directory))
      held.add(directory)
      return Effect.void
    }),
    () => Effect.sync(() => held.delete(directory))
  )
  yield* Effect.addFinalizer(() => warned(directory)(fs.remove(directory, { recursive: true, force: true })))
  return Effect.void
})

const claimLocked = Effect.fnUntraced(function* (operation: string, directory: string) {
  const fs = yield* FileSystem.FileSystem
  const refuse = Effect.mapError(lockFailed(operation, directory))
  const remove = (names: (name: string) => boolean) =>
    Effect.gen(function* () {
      for (const name of yield* fs.readDirectory(directory)) {
        if (names(name)) yield* fs.remove(join(directory, name), { recursive: true, force: true })
      }
    })

  // If another process is waiting, the directory is not empty and stays.
  yield* Effect.addFinalizer(() => Effect.ignore(Effect.tryPromise(() => NodeFs.promises.rmdir(directory))))
  const lock = yield* refuse(
    FileLock.acquire(join(directory, lockName), { patience: yield* ClaimPatience, deathIsUsual: true })
  )
  const isMine = refuse(lock.isMine)
  // Locks that killed processes were preparing. A live process prepares its lock again.
  yield* remove((name) => name.startsWith(`${lockName}.`))
  yield* Effect.addFinalizer(() =>
    Effect.flatMap(isMine, (mine) => (mine ? remove((name) => name !== lockName) : Effect.void)).pipe(
      Effect.catch((error) => Effect.logWarning(`${directory} could not be removed`, error._tag))
    )
  )
  return Effect.flatMap(isMine, (mine) => (mine ? Effect.void : Effect.fail(busy(operation, directory))))
})

/** Creates `directory` and claims it until the scope closes. Then it is removed with everything in it. */
export const claim = Effect.fnUntraced(function* (
  operation: string,
  directory: string
): Effect.fn.Return<Claim, PlatformError | BoxInvalidInput, FileSystem.FileSystem | Scope.Scope> {
  const fs = yield* FileSystem.FileSystem
  const there = yield* look(directory)
  if (there !== undefined && there.kind !== "directory") {
    const message = `${directory} exists but is not a directory: move it away`
    return yield* new BoxInvalidInput({ operation, message, attempts: 0 })
  }
  yield* Effect.catchIf(
    fs.makeDirectory(directory),
    (error) => error.reason._tag === "AlreadyExists",
    () => Effect.void
  )
  const shared = yield* fs.stat(directory).pipe(
    Effect.map(({ ino }) => Option.isSome(ino)),
    Effect.catchIf(
      (error) => error.reason._tag === "NotFound",
      () => Effect.succeed(false)
    )
  )
  const stillMine = yield* shared ? claimLocked(operation, directory) : claimAlone(operation, directory)
  return { leftovers: there !== undefined, stillMine }
})
