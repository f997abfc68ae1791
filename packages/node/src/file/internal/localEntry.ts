/** The entry at a path, with or without following links, and the entries of a directory in batches. */
import * as NodeFs from "node:fs"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type PlatformError, type SystemErrorTag, systemError } from "effect/PlatformError"
import * as Stream from "effect/Stream"

const tags: Readonly<Record<string, SystemErrorTag>> = {
  ENOENT: "NotFound",
  ENOTDIR: "NotFound",
  EEXIST: "AlreadyExists",
  EACCES: "PermissionDenied",
  EPERM: "PermissionDenied",
  EBUSY: "Busy"
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : ""

export const failed = (method: string, path: string) => (cause: unknown) => {
  const code = codeOf(cause)
  const _tag = tags[code] ?? "Unknown"
  return systemError({ module: "FileSystem", method, _tag, description: code, pathOrDescriptor: path, cause })
}

export const called = <A>(
  method: string,
  path: string,
  call: (done: (error: NodeJS.ErrnoException | null, value: A) => void) => void
): Effect.Effect<A, PlatformError> =>
  Effect.callback<A, PlatformError>((resume) => {
    call((error, value) => resume(error === null ? Effect.succeed(value) : Effect.fail(failed(method, path)(error))))
  })

export type Kind = "file" | "directory" | "link" | "special"

/** The part of a stat that identifies an entry and its state. */
export interface LocalEntry {
  readonly kind: Kind
  /** Bytes. */
  readonly size: number
  /** Modification time in milliseconds since 1970. */
  readonly modified: number
  /** The same for two paths that lead to the same file. */
  readonly identity: string
}

export const kindOf = (entry: NodeFs.Dirent | NodeFs.Stats | NodeFs.BigIntStats): Kind | undefined =>
  entry.isFile()
    ? "file"
    : entry.isDirectory()
      ? "directory"
      : entry.isSymbolicLink()
        ? "link"
        : entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice()
          ? "special"
          : undefined

export const entryOf = (stats: NodeFs.BigIntStats): LocalEntry => ({
  kind: kindOf(stats) ?? "special",
  size: Number(stats.size),
  modified: Number(stats.mtimeNs / 1_000_000n),
  identity: `${stats.dev}:${stats.ino}`
})

const followPath = (path: string): Effect.Effect<LocalEntry, PlatformError> =>
  Effect.map(
    Effect.tryPromise({
      try: () => NodeFs.promises.stat(path, { bigint: true }),
      catch: failed("stat", path)
    }),
    entryOf
  )

const lookAt = (path: string): Effect.Effect<LocalEntry | undefined, PlatformError> =>
  Effect.callback((resume) => {
    NodeFs.lstat(path, { bigint: true }, (error, stats) => {
      if (error === null) return resume(Effect.succeed(entryOf(stats)))
      resume(tags[codeOf(error)] === "NotFound" ? Effect.succeed(undefined) : Effect.fail(failed("lstat", path)(error)))
    })
  })

/** An entry of a directory by its bare name. The kind is `undefined` if the file system does not report it. */
export interface DirectoryEntry {
  readonly name: string
  readonly kind: Kind | undefined
}

const batchSize = 256

const readBatch = async (directory: NodeFs.Dir): Promise<Array<DirectoryEntry>> => {
  const batch: Array<DirectoryEntry> = []
  while (batch.length < batchSize) {
    const entry = await directory.read()
    if (entry === null) break
    batch.push({ name: entry.name, kind: kindOf(entry) })
  }
  return batch
}

const listDirectory = (path: string, at: string = path): Stream.Stream<DirectoryEntry, PlatformError> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const directory = yield* Effect.acquireRelease(
        Effect.tryPromise({
          try: () => NodeFs.promises.opendir(at, { bufferSize: batchSize }),
          catch: failed("opendir", path)
        }),
        // Nothing was written, so nothing is lost if closing fails.
        (opened) => Effect.ignore(Effect.tryPromise(() => opened.close()))
      )
      return Stream.paginate(undefined, () =>
        Effect.tryPromise({ try: () => readBatch(directory), catch: failed("readdir", path) }).pipe(
          Effect.map((batch) => [batch, batch.length < batchSize ? Option.none() : Option.some(undefined)] as const)
        )
      )
    })
  )

/** How trees are read. A simulation replaces it with a tree that is not on disk. */
export const LocalView: Context.Reference<{
  readonly follow: (path: string) => Effect.Effect<LocalEntry, PlatformError>
  readonly look: (path: string) => Effect.Effect<LocalEntry | undefined, PlatformError>
  readonly entriesOf: (path: string, at?: string) => Stream.Stream<DirectoryEntry, PlatformError>
}> = Context.Reference("effect-box/node/LocalView", {
  defaultValue: () => ({ follow: followPath, look: lookAt, entriesOf: listDirectory })
})

/** The entry at a path. Follows links. */
export const follow = (path: string): Effect.Effect<LocalEntry, PlatformError> =>
  Effect.flatMap(LocalView, (view) => view.follow(path))

/** The entry at a path, which may be a link, or `undefined` if there is none. Does not follow links. */
export const look = (path: string): Effect.Effect<LocalEntry | undefined, PlatformError> =>
  Effect.flatMap(LocalView, (view) => view.look(path))

/**
 * The entries in the order of the file system, with at most one batch in memory. `at` is a safer path to the same
 * directory, such as its open handle.
 */
export const entriesOf = (path: string, at: string): Stream.Stream<DirectoryEntry, PlatformError> =>
  Stream.unwrap(Effect.map(LocalView, (view) => view.entriesOf(path, at)))
