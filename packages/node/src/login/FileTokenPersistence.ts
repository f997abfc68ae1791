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
 * machines, use `SqlTokenPersistence` of `@effect-box/core`.
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
import { BoxTokenPersistenceError } from "@effect-box/core/BoxError"
import { decode, encode, TokenPersistence } from "@effect-box/core/TokenPersistence"
import type * as Context from "effect/Context"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Random from "effect/Random"
import * as Ref from "effect/Ref"
import * as Semaphore from "effect/Semaphore"
import * as FileLock from "../internal/fileLock.ts"

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

/** Links that lead to links, at the most. */
const mostLinks = 40

/** One name for one file, however it is reached; of what does not exist yet, by the directory or the link that does. */
const realPath = (fs: FileSystem.FileSystem, path: Path.Path, file: string, links = mostLinks): Effect.Effect<string> =>
  Effect.catch(fs.realPath(file), () =>
    Effect.matchEffect(
      links === 0 ? Effect.fail("too many links") : Effect.mapError(fs.readLink(file), () => "no link"),
      {
        onSuccess: (target) => realPath(fs, path, path.resolve(path.dirname(file), target), links - 1),
        onFailure: () => {
          const parent = path.dirname(file)
          return parent === file
            ? Effect.succeed(file)
            : Effect.map(realPath(fs, path, parent, links), (real) => path.join(real, path.basename(file)))
        }
      }
    )
  )

/** What a process that was killed may leave: nothing of it is younger than this when somebody else has the lock. */
const leftBehindAfter = 60_000

/** Names of our temporary files, and of what a lock is prepared in; a user's own file beside them has none of these forms. */
const isOurs = (base: string, name: string): boolean =>
  name.startsWith(`${base}.`) &&
  /^(effect-box-[0-9a-f]{16}|lock\.\d+-[0-9a-z]+)\.tmp$/.test(name.slice(base.length + 1))

const make = Effect.fnUntraced(function* (given: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const section = yield* Semaphore.make(1)
  const held = yield* Ref.make<{ readonly lock: FileLock.Held; readonly file: string } | undefined>(undefined)
  const lockOf = (file: string) => `${file}.lock`
  const nextOf = (file: string) => `${file}.next`
  const refuseLock = (file: string) =>
    Effect.mapError((error: FileLock.FileLockError) => failure("lock", lockOf(file), error.code, error.message))

  /** The file that is meant now, or that was when the section was entered. */
  const located = Effect.flatMap(Ref.get(held), (mine) =>
    mine === undefined ? realPath(fs, path, given) : Effect.succeed(mine.file)
  )

  const flush = (name: string, flag: "wx" | "r+", text: string) =>
    Effect.scoped(
      Effect.gen(function* () {
        const handle = yield* fs.open(name, { flag, mode: 0o600 })
        const bytes = new TextEncoder().encode(text)
        yield* handle.writeAll(bytes)
        yield* handle.truncate(bytes.length)
        yield* handle.sync
      })
    )

  /** A rename is on the disk when its directory is. Windows cannot flush one. */
  const flushDirectory = (file: string) =>
    process.platform === "win32"
      ? Effect.void
      : Effect.scoped(Effect.flatMap(fs.open(path.dirname(file), { flag: "r" }), (handle) => handle.sync))

  /** Whoever lost the lock may not write any more: the next owner may have written something newer. */
  const stillMine = (step: string) =>
    Effect.gen(function* () {
      const mine = yield* Ref.get(held)
      if (mine === undefined || (yield* refuseLock(mine.file)(mine.lock.isMine))) return
      return yield* failure(
        step,
        lockOf(mine.file),
        "lock_lost",
        "another process took the lock over, this one seemed dead"
      )
    })

  /** What processes left behind that were killed as they wrote. Nobody else writes now. */
  const sweep = Effect.fnUntraced(function* (file: string) {
    const [directory, base] = [path.dirname(file), path.basename(file)]
    const now = yield* Clock.currentTimeMillis
    for (const name of yield* fs.readDirectory(directory)) {
      if (!isOurs(base, name)) continue
      const left = path.join(directory, name)
      const { mtime } = yield* fs.stat(left)
      const old = Option.exists(mtime, (touched) => now - touched.getTime() > leftBehindAfter)
      if (old) yield* fs.remove(left, { recursive: true, force: true })
    }
  })

  const text = (file: string) =>
    fs.readFileString(file).pipe(
      Effect.asSome,
      Effect.catchIf(
        (error) => error.reason._tag === "NotFound",
        () => Effect.succeed(Option.none<string>())
      )
    )

  /** The copy is complete; the file beside it may have been cut off as it was written. A mount that was cleared is empty. */
  const stored = (file: string) =>
    Effect.flatMap(text(nextOf(file)), (next) =>
      Option.isSome(next)
        ? Effect.succeed(next)
        : Effect.map(
            text(file),
            Option.filter((content) => content !== "")
          )
    )

  /** A file that is a mount of its own stays where it is, and gets its content from a copy that is complete before. */
  const writeInPlace = (file: string, temporary: string, content: string) =>
    fs
      .rename(temporary, nextOf(file))
      .pipe(
        Effect.andThen(flushDirectory(file)),
        Effect.andThen(flush(file, "r+", content)),
        Effect.andThen(fs.remove(nextOf(file))),
        Effect.andThen(flushDirectory(file))
      )

  const temporaryOf = (file: string) =>
    Effect.map(Effect.all([Random.nextInt, Random.nextInt]), (parts) => {
      const hex = parts.map((part) => (part >>> 0).toString(16).padStart(8, "0")).join("")
      return `${file}.effect-box-${hex}.tmp`
    })

  const save = (step: string, file: string, content: string) =>
    Effect.gen(function* () {
      const temporary = yield* temporaryOf(file)
      const put = Effect.catchIf(
        fs.rename(temporary, file),
        (error) => error.reason._tag === "Busy",
        () => writeInPlace(file, temporary, content)
      )
      yield* fs.makeDirectory(path.dirname(file), { recursive: true, mode: 0o700 }).pipe(
        Effect.andThen(flush(temporary, "wx", content)),
        refuse(step, file),
        Effect.andThen(stillMine(step)),
        Effect.andThen(
          refuse(
            step,
            file
          )(put.pipe(Effect.andThen(fs.remove(nextOf(file), { force: true })), Effect.andThen(flushDirectory(file))))
        ),
        Effect.onError(() => Effect.ignore(fs.remove(temporary, { force: true })))
      )
    })

  /** Before anything is spent: saves what is there once more, or sees whether something can be written there. */
  const prove = (file: string) =>
    Effect.gen(function* () {
      const content = yield* refuse("lock", file)(stored(file))
      if (Option.isSome(content)) return yield* save("lock", file, content.value)
      const temporary = yield* temporaryOf(file)
      yield* refuse(
        "lock",
        file
      )(
        fs
          .makeDirectory(path.dirname(file), { recursive: true, mode: 0o700 })
          .pipe(
            Effect.andThen(flush(temporary, "wx", "")),
            Effect.ensuring(Effect.ignore(fs.remove(temporary, { force: true })))
          )
      )
    })

  return TokenPersistence.of({
    key: yield* realPath(fs, path, path.resolve(given)),
    get: Effect.flatMap(located, (file) =>
      stored(file).pipe(
        refuse("get", file),
        Effect.flatMap((found) =>
          Option.isNone(found) ? Effect.succeed(Option.none()) : Effect.asSome(decode(found.value))
        )
      )
    ),
    set: (pair) =>
      Effect.uninterruptible(Effect.flatMap(located, (file) => Effect.suspend(() => save("set", file, encode(pair))))),
    clear: Effect.flatMap(located, (file) =>
      stillMine("clear").pipe(
        Effect.andThen(refuse("clear", file)(fs.remove(nextOf(file), { force: true }))),
        Effect.andThen(
          refuse(
            "clear",
            file
          )(
            Effect.catchIf(
              fs.remove(file, { force: true }),
              (error) => error.reason._tag === "Busy",
              () => flush(file, "r+", "")
            )
          )
        )
      )
    ),
    exclusively: <A, E, R>(effect: Effect.Effect<A, E, R>) =>
      // What runs inside sees the scope of its caller, not the one that holds the lock.
      Effect.contextWith((context: Context.Context<R>) =>
        Effect.gen(function* () {
          const file = yield* realPath(fs, path, given)
          const lock = yield* refuseLock(file)(FileLock.acquire(lockOf(file)))
          yield* Effect.acquireRelease(Ref.set(held, { lock, file }), () => Ref.set(held, undefined))
          // A temporary file that cannot be removed stands in nobody's way.
          yield* Effect.ignore(sweep(file))
          yield* Effect.uninterruptible(prove(file))
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
