/**
 * Keeps a token pair in a file that only its owner can read, for any number of processes on one machine.
 *
 * A save writes a temporary file (mode 0600), flushes it to the disk and renames it over the old one, so that a crash at
 * any instant leaves the old pair or the new one, never half of one. The exclusive section is a lock beside the file
 * (`tokens.json.lock`), which the next process takes over at once when its owner is gone, or after 15 seconds without a sign
 * of life. Who finds the lock taken for 30 seconds gives up with `BoxTokenPersistenceError`, `code` `lock_timeout`.
 *
 * An owner that was stopped and comes back too late notices before it saves (`code` `lock_lost`): what the next owner saved
 * is not overwritten. File systems of a network may show signs of life too late: several machines share a login better
 * through `SqlTokenPersistence`.
 */
import { BoxTokenPersistenceError } from "@effect-box/core/BoxError"
import { decode, encode, TokenPersistence } from "@effect-box/core/TokenPersistence"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Random from "effect/Random"
import * as Ref from "effect/Ref"
import * as Semaphore from "effect/Semaphore"
import * as FileLock from "./internal/fileLock.ts"

const failure = (step: string, path: string, code: string, why = code): BoxTokenPersistenceError =>
  new BoxTokenPersistenceError({
    operation: `FileTokenPersistence.${step}`,
    message: `${path}: ${why}`,
    code,
    attempts: 0
  })

/** Reports which step failed and why in the words of the platform; a path is no secret, the content is never in it. */
const refuse = (step: string, path: string) =>
  Effect.mapError((error: PlatformError) => failure(step, path, error.reason._tag))

/** One name for one file, however it is reached; of what does not exist yet, by the directory that does. */
const realPath = (fs: FileSystem.FileSystem, path: Path.Path, file: string): Effect.Effect<string> =>
  Effect.catch(fs.realPath(file), () => {
    const parent = path.dirname(file)
    return parent === file
      ? Effect.succeed(file)
      : Effect.map(realPath(fs, path, parent), (real) => path.join(real, path.basename(file)))
  })

const make = Effect.fnUntraced(function* (file: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const section = yield* Semaphore.make(1)
  const held = yield* Ref.make<FileLock.Held | undefined>(undefined)
  const directory = path.dirname(file)
  const lock = `${file}.lock`
  const refuseLock = Effect.mapError((error: FileLock.FileLockError) =>
    failure("lock", lock, error.code, error.message)
  )

  const flush = (name: string, text: string) =>
    Effect.scoped(
      Effect.gen(function* () {
        const handle = yield* fs.open(name, { flag: "wx", mode: 0o600 })
        yield* handle.writeAll(new TextEncoder().encode(text))
        yield* handle.sync
      })
    )

  /** A rename is on the disk when its directory is. Windows cannot flush one. */
  const flushDirectory =
    process.platform === "win32"
      ? Effect.void
      : Effect.scoped(Effect.flatMap(fs.open(directory, { flag: "r" }), (handle) => handle.sync))

  /** Whoever lost the lock may not write any more: the next owner may have written something newer. */
  const stillMine = (step: string) =>
    Effect.gen(function* () {
      const mine = yield* Ref.get(held)
      if (mine === undefined || (yield* refuseLock(mine.isMine))) return
      return yield* failure(step, lock, "lock_lost", "another process took the lock over, this one seemed dead")
    })

  /** What processes left behind that were killed as they wrote. Nobody else writes now. */
  const sweep = Effect.gen(function* () {
    const prefix = `${path.basename(file)}.`
    for (const name of yield* fs.readDirectory(directory)) {
      if (name.startsWith(prefix) && name.endsWith(".tmp")) {
        yield* fs.remove(path.join(directory, name), { recursive: true, force: true })
      }
    }
  })

  return TokenPersistence.of({
    key: yield* realPath(fs, path, path.resolve(file)),
    get: fs.readFileString(file).pipe(
      Effect.asSome,
      Effect.catchIf(
        (error) => error.reason._tag === "NotFound",
        () => Effect.succeed(Option.none<string>())
      ),
      refuse("get", file),
      Effect.flatMap((text) =>
        Option.isNone(text) ? Effect.succeed(Option.none()) : Effect.asSome(decode(text.value))
      )
    ),
    set: Effect.fnUntraced(function* (pair) {
      const random = yield* Random.nextInt
      const temporary = `${file}.${Math.abs(random).toString(36)}.tmp`
      yield* fs.makeDirectory(directory, { recursive: true, mode: 0o700 }).pipe(
        Effect.andThen(flush(temporary, encode(pair))),
        refuse("set", file),
        Effect.andThen(stillMine("set")),
        Effect.andThen(refuse("set", file)(Effect.andThen(fs.rename(temporary, file), flushDirectory))),
        Effect.onError(() => Effect.ignore(fs.remove(temporary, { force: true })))
      )
    }, Effect.uninterruptible),
    clear: Effect.andThen(stillMine("clear"), refuse("clear", file)(fs.remove(file, { force: true }))),
    exclusively: <A, E, R>(effect: Effect.Effect<A, E, R>) =>
      // What runs inside sees the scope of its caller, not the one that holds the lock.
      Effect.contextWith((context: Context.Context<R>) =>
        Effect.gen(function* () {
          const mine = yield* refuseLock(FileLock.acquire(lock))
          yield* Effect.acquireRelease(Ref.set(held, mine), () => Ref.set(held, undefined))
          // A temporary file that cannot be removed stands in nobody's way.
          yield* Effect.ignore(sweep)
          return yield* Effect.provideContext(effect, context)
        }).pipe(Effect.scoped, section.withPermits(1))
      )
  })
})

const noPath = (step: string) =>
  Effect.fail(failure(step, "The token file", "BadArgument", "its path must be a non-empty string without NUL"))

/** For callers without types: neither the working directory nor anything else is touched. */
const nowhere = TokenPersistence.of({
  get: noPath("get"),
  set: () => noPath("set"),
  clear: noPath("clear"),
  exclusively: () => noPath("lock")
})

/** Keeps the pair in this file; directories that are missing are created for their owner alone. */
export const layer = (file: string): Layer.Layer<TokenPersistence, never, FileSystem.FileSystem | Path.Path> =>
  typeof file === "string" && file !== "" && !file.includes("\0")
    ? Layer.effect(TokenPersistence, make(file))
    : Layer.succeed(TokenPersistence, nowhere)
