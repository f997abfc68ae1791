/**
 * Keeps a token pair in a file that only its owner can read, for any number of processes on one machine.
 *
 * A pair is written to a temporary file (mode 0600), flushed to disk and renamed over the old one, so a crash at any
 * point leaves either the old pair or the new one, never a partial one. If the file is a mount point of its own, which
 * cannot be replaced by a rename, a complete copy (`tokens.json.next`) is kept next to it until the file has been
 * rewritten in place. A symbolic link is followed: its target is read, written and locked.
 *
 * The exclusive section is a lock next to the file (`tokens.json.lock`). Another process takes it over immediately if
 * the owner has exited, or after 15 seconds without a sign of life. A process that cannot acquire the lock within 30
 * seconds fails with `BoxTokenPersistenceError`, `code` `lock_timeout`. The section begins by saving the current pair
 * again, so that a file that cannot be written is detected before a refresh token is used.
 *
 * An owner that was suspended and has lost the lock detects this before it saves (`code` `lock_lost`), so it does not
 * overwrite the pair of the next owner. Network file systems may delay the signs of life. To share a login between
 * machines, use `SqlTokenPersistence` of `@effect-box/core/server`.
 *
 * @example
 * ```ts
 * import { OAuth, Users } from "@effect-box/core"
 * import { FileTokenPersistence, NodeBox } from "@effect-box/node"
 * import { Effect, Layer } from "effect"
 *
 * // BOX_CLIENT_ID and BOX_CLIENT_SECRET from the environment
 * const Login = OAuth.layerConfig().pipe(
 *   Layer.provide(FileTokenPersistence.layer("/var/lib/reports/tokens.json")),
 *   Layer.provideMerge(NodeBox.layerPlatform())
 * )
 *
 * const me = Users.getUserMe().pipe(Effect.provide(Login))
 * ```
 */
import "../internal/nodeVersion.ts"
import { decode, encode, TokenPersistence } from "@effect-box/core/TokenPersistence"
import type { BoxTokenPersistenceError } from "@effect-box/core/BoxError"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import * as Ref from "effect/Ref"
import * as Semaphore from "effect/Semaphore"
import * as FileLock from "../internal/fileLock.ts"
import * as TokenFile from "./internal/tokenFile.ts"

const { failure, refuse } = TokenFile

const lockOf = (file: string) => `${file}.lock`

const refuseLock = (file: string) =>
  Effect.mapError((error: FileLock.FileLockError) => failure("lock", lockOf(file), error.code, error.message))

/** The lock that this process holds, and the file that was meant when it was acquired. */
type Held = Ref.Ref<{ readonly lock: FileLock.Held; readonly file: string } | undefined>

/** A process that lost the lock must not write any more: the next owner may have saved a newer pair. */
const checkLock = (held: Held, step: string): Effect.Effect<void, BoxTokenPersistenceError> =>
  Effect.gen(function* () {
    const mine = yield* Ref.get(held)
    if (mine === undefined || (yield* refuseLock(mine.file)(mine.lock.isMine))) return
    return yield* failure(
      step,
      lockOf(mine.file),
      "lock_lost",
      "another process took over the lock, because this one showed no sign of life"
    )
  })

const make = Effect.fnUntraced(function* (given: string) {
  const disk: TokenFile.Disk = { fs: yield* FileSystem.FileSystem, path: yield* Path.Path }
  const section = yield* Semaphore.make(1)
  const held: Held = yield* Ref.make<{ readonly lock: FileLock.Held; readonly file: string } | undefined>(undefined)

  /** The file that is meant now, or that was meant when the section was entered. */
  const located = Effect.flatMap(Ref.get(held), (mine) =>
    mine === undefined ? TokenFile.realPath(disk, given) : Effect.succeed(mine.file)
  )

  return TokenPersistence.of({
    key: yield* TokenFile.realPath(disk, disk.path.resolve(given)),
    get: Effect.flatMap(located, (file) =>
      TokenFile.read(disk, file).pipe(
        refuse("get", file),
        Effect.flatMap((found) =>
          Option.isNone(found) ? Effect.succeed(Option.none()) : Effect.asSome(decode(found.value))
        )
      )
    ),
    set: (pair) =>
      Effect.uninterruptible(
        Effect.flatMap(located, (file) =>
          Effect.suspend(() => TokenFile.save(disk, "set", file, encode(pair), checkLock(held, "set")))
        )
      ),
    clear: Effect.flatMap(located, (file) =>
      Effect.andThen(checkLock(held, "clear"), refuse("clear", file)(TokenFile.remove(disk, file)))
    ),
    exclusively: <A, E, R>(effect: Effect.Effect<A, E, R>) =>
      // The effect sees the scope of its caller, not the one that holds the lock.
      Effect.contextWith((context: Context.Context<R>) =>
        Effect.gen(function* () {
          const file = yield* TokenFile.realPath(disk, given)
          const lock = yield* refuseLock(file)(FileLock.acquire(lockOf(file)))
          yield* Effect.acquireRelease(Ref.set(held, { lock, file }), () => Ref.set(held, undefined))
          // A temporary file that cannot be removed does no harm.
          yield* Effect.ignore(TokenFile.sweep(disk, file))
          yield* Effect.uninterruptible(TokenFile.prove(disk, "lock", file, checkLock(held, "lock")))
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

/**
 * Keeps the token pair in this file, unencrypted. Missing directories are created with mode 0700. An invalid path fails
 * on first use, with `BoxTokenPersistenceError`, `code` `BadArgument`.
 *
 * @example
 * ```ts
 * import { EncryptedTokenPersistence } from "@effect-box/core"
 * import { FileTokenPersistence } from "@effect-box/node"
 * import { Layer } from "effect"
 *
 * // Encrypted with the key in BOX_TOKEN_KEY
 * const Tokens = EncryptedTokenPersistence.layerConfig.pipe(
 *   Layer.provide(FileTokenPersistence.layer("/var/lib/reports/tokens.json"))
 * )
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (file: string): Layer.Layer<TokenPersistence, never, FileSystem.FileSystem | Path.Path> =>
  typeof file === "string" && file !== "" && !file.includes("\0")
    ? Layer.effect(TokenPersistence, make(file))
    : Layer.succeed(TokenPersistence, nowhere)
