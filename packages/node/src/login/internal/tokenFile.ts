/** One file that is replaced as a whole: after a crash it has its old content or its new content, never part of one. */
import { BoxTokenPersistenceError } from "@effect-box/core/BoxError"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import type * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Random from "effect/Random"

export interface Disk {
  readonly fs: FileSystem.FileSystem
  readonly path: Path.Path
}

export const failure = (step: string, path: string, code: string, why = code): BoxTokenPersistenceError =>
  new BoxTokenPersistenceError({
    operation: `FileTokenPersistence.${step}`,
    message: `${path}: ${why}`,
    code,
    attempts: 0
  })

/** Reports which step failed, with the platform's reason. A path is no secret; the content is never in it. */
export const refuse = (step: string, path: string) =>
  Effect.mapError((error: PlatformError) => failure(step, path, error.reason._tag))

/** The number of links to follow at most. */
const mostLinks = 40

/** One name for each file, however it is reached. If it does not exist yet, its directory or link decides. */
export const realPath = (disk: Disk, file: string, links = mostLinks): Effect.Effect<string> => {
  const { fs, path } = disk
  const target = links === 0 ? Effect.fail("too many links") : Effect.mapError(fs.readLink(file), () => "not a link")
  const parent = path.dirname(file)
  const below =
    parent === file
      ? Effect.succeed(file)
      : Effect.map(
          Effect.suspend(() => realPath(disk, parent, links)),
          (real) => path.join(real, path.basename(file))
        )
  return Effect.catch(fs.realPath(file), () =>
    Effect.matchEffect(target, {
      onSuccess: (found) => realPath(disk, path.resolve(parent, found), links - 1),
      onFailure: () => below
    })
  )
}

/** A complete copy, while a file that cannot be replaced is rewritten in place. */
const nextOf = (file: string) => `${file}.next`

const flush = ({ fs }: Disk, name: string, flag: "wx" | "r+", text: string) =>
  Effect.scoped(
    Effect.gen(function* () {
      const handle = yield* fs.open(name, { flag, mode: 0o600 })
      const bytes = new TextEncoder().encode(text)
      yield* handle.writeAll(bytes)
      yield* handle.truncate(bytes.length)
      yield* handle.sync
    })
  )

/** A rename is on disk once its directory is flushed. Windows cannot flush a directory. */
const flushDirectory = ({ fs, path }: Disk, file: string) =>
  process.platform === "win32"
    ? Effect.void
    : Effect.scoped(Effect.flatMap(fs.open(path.dirname(file), { flag: "r" }), (handle) => handle.sync))

const text = ({ fs }: Disk, file: string) =>
  fs.readFileString(file).pipe(
    Effect.asSome,
    Effect.catchIf(
      (error) => error.reason._tag === "NotFound",
      () => Effect.succeed(Option.none<string>())
    )
  )

/** The content. The copy comes first, because the file next to it may be half written. A cleared mount is empty. */
export const read = (disk: Disk, file: string): Effect.Effect<Option.Option<string>, PlatformError> =>
  Effect.flatMap(text(disk, nextOf(file)), (next) =>
    Option.isSome(next)
      ? Effect.succeed(next)
      : Effect.map(
          text(disk, file),
          Option.filter((content) => content !== "")
        )
  )

const isBusy = (error: PlatformError) => error.reason._tag === "Busy"

/** A file that is a mount point stays in place and is rewritten from a copy that is already complete. */
const writeInPlace = (disk: Disk, file: string, temporary: string, content: string) =>
  disk.fs
    .rename(temporary, nextOf(file))
    .pipe(
      Effect.andThen(flushDirectory(disk, file)),
      Effect.andThen(flush(disk, file, "r+", content)),
      Effect.andThen(disk.fs.remove(nextOf(file))),
      Effect.andThen(flushDirectory(disk, file))
    )

const temporaryOf = (file: string) =>
  Effect.map(Effect.all([Random.nextInt, Random.nextInt]), (parts) => {
    const hex = parts.map((part) => (part >>> 0).toString(16).padStart(8, "0")).join("")
    return `${file}.effect-box-${hex}.tmp`
  })

const writeTemporary = (disk: Disk, file: string, temporary: string, content: string) =>
  disk.fs
    .makeDirectory(disk.path.dirname(file), { recursive: true, mode: 0o700 })
    .pipe(Effect.andThen(flush(disk, temporary, "wx", content)))

const discard = ({ fs }: Disk, temporary: string) => Effect.ignore(fs.remove(temporary, { force: true }))

const replace = (disk: Disk, file: string, temporary: string, content: string) =>
  Effect.catchIf(disk.fs.rename(temporary, file), isBusy, () => writeInPlace(disk, file, temporary, content)).pipe(
    Effect.andThen(disk.fs.remove(nextOf(file), { force: true })),
    Effect.andThen(flushDirectory(disk, file))
  )

/** Replaces the content. `check` runs when the new content is on disk, just before it takes the place of the old one. */
export const save = (
  disk: Disk,
  step: string,
  file: string,
  content: string,
  check: Effect.Effect<void, BoxTokenPersistenceError>
): Effect.Effect<void, BoxTokenPersistenceError> =>
  Effect.flatMap(temporaryOf(file), (temporary) =>
    writeTemporary(disk, file, temporary, content).pipe(
      refuse(step, file),
      Effect.andThen(check),
      Effect.andThen(refuse(step, file)(replace(disk, file, temporary, content))),
      Effect.onError(() => discard(disk, temporary))
    )
  )

/** Shows that the file can be written: saves its content once more, or writes a temporary file if there is none. */
export const prove = Effect.fnUntraced(function* (
  disk: Disk,
  step: string,
  file: string,
  check: Effect.Effect<void, BoxTokenPersistenceError>
): Effect.fn.Return<void, BoxTokenPersistenceError> {
  const content = yield* refuse(step, file)(read(disk, file))
  if (Option.isSome(content)) return yield* save(disk, step, file, content.value, check)
  const temporary = yield* temporaryOf(file)
  const written = writeTemporary(disk, file, temporary, "")
  yield* refuse(step, file)(Effect.ensuring(written, discard(disk, temporary)))
})

/** Removes the content. A mount point cannot be removed, so it becomes empty. */
export const remove = (disk: Disk, file: string): Effect.Effect<void, PlatformError> =>
  Effect.andThen(
    disk.fs.remove(nextOf(file), { force: true }),
    Effect.catchIf(disk.fs.remove(file, { force: true }), isBusy, () => flush(disk, file, "r+", ""))
  )

/** Whoever else may write holds the lock for less than this, so an older temporary file belongs to a killed process. */
const leftBehindAfter = 60_000

/** Names of our temporary files and of prepared locks. No other file of a user has such a name. */
const isOurs = (base: string, name: string): boolean =>
  name.startsWith(`${base}.`) &&
  /^(effect-box-[0-9a-f]{16}|lock\.\d+-[0-9a-z]+)\.tmp$/.test(name.slice(base.length + 1))

/** Removes what killed processes left. Must run while this process holds the lock. */
export const sweep = Effect.fnUntraced(function* (
  { fs, path }: Disk,
  file: string
): Effect.fn.Return<void, PlatformError> {
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
