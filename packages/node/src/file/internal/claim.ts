/**
 * A directory for what is not finished, which belongs to one process at a time: a lock in it says to whom. A process that is
 * killed leaves it behind, and the next one takes it over.
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

/** How long somebody waits for an owner that is alive. Longer than it takes to tell that one is dead. */
export const ClaimPatience: Context.Reference<Duration.Duration> = Context.Reference("effect-box/node/ClaimPatience", {
  defaultValue: () => Duration.seconds(20)
})

export interface Claim {
  /** Whether somebody had it before, and may have left something. */
  readonly leftovers: boolean
  /** Fails when somebody else has taken it, because this process did not answer for too long. */
  readonly stillMine: Effect.Effect<void, PlatformError | BoxInvalidInput>
}

const lockName = "lock"

/** What is claimed where no other process can be, as in memory. */
const claimed = new WeakMap<FileSystem.FileSystem, Set<string>>()

const busy = (operation: string, directory: string) =>
  new BoxInvalidInput({
    operation,
    message: `another download to the same place is under way (it keeps its bytes in ${directory}): wait until it is done`,
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

  // Whoever waits for it is in it already, and then it stays.
  yield* Effect.addFinalizer(() => Effect.ignore(Effect.tryPromise(() => NodeFs.promises.rmdir(directory))))
  const lock = yield* refuse(
    FileLock.acquire(join(directory, lockName), { patience: yield* ClaimPatience, deathIsUsual: true })
  )
  const isMine = refuse(lock.isMine)
  // What a process was preparing when it was killed. One that is alive prepares it again.
  yield* remove((name) => name.startsWith(`${lockName}.`))
  yield* Effect.addFinalizer(() =>
    Effect.flatMap(isMine, (mine) => (mine ? remove((name) => name !== lockName) : Effect.void)).pipe(
      Effect.catch((error) => Effect.logWarning(`${directory} could not be removed`, error._tag))
    )
  )
  return Effect.flatMap(isMine, (mine) => (mine ? Effect.void : Effect.fail(busy(operation, directory))))
})

/** Makes `directory` and claims it until the scope ends, when it is removed with all that is in it. */
export const claim = Effect.fnUntraced(function* (
  operation: string,
  directory: string
): Effect.fn.Return<Claim, PlatformError | BoxInvalidInput, FileSystem.FileSystem | Scope.Scope> {
  const fs = yield* FileSystem.FileSystem
  const there = yield* look(directory)
  if (there !== undefined && there.kind !== "directory") {
    const message = `${directory} is in the way: it has to be a directory`
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
