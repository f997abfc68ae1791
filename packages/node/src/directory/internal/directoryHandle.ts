/**
 * Directories by handle: what is done in one is done in the very directory that was looked at, whatever is put under its
 * path meanwhile. On Linux a path can begin at a handle, and the kernel tells where a handle leads to. Elsewhere the directory is
 * looked at again.
 */
import * as NodeFs from "node:fs"
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import { called, failed, follow, look } from "../../file/internal/localEntry.ts"
import { isPlatform } from "../../file/internal/localOpen.ts"
import { foreign, type Known, realPlace } from "../../file/internal/realPlace.ts"

const { O_DIRECTORY = 0, O_NOFOLLOW = 0 } = NodeFs.constants
/** Linux's flag for a handle that only leads somewhere: a directory that must not be listed can be written to. Node does not name it. */
const O_PATH = 0o10000000

const other = (operation: string, path: string) =>
  new BoxInvalidInput({
    operation,
    message: `${path} is another directory than it was when it was listed`,
    attempts: 0
  })

/** A path that begins at a handle of the directory, as long as the scope is open. */
const hold = Effect.fnUntraced(function* (
  operation: string,
  path: string,
  known: Known
): Effect.fn.Return<string, PlatformError | BoxInvalidInput, Scope.Scope> {
  const flags = O_PATH | O_DIRECTORY | (known.linked ? 0 : O_NOFOLLOW)
  const descriptor = yield* Effect.acquireRelease(
    called<number>("open", path, (done) => NodeFs.open(path, flags, done)),
    (opened) => Effect.sync(() => NodeFs.closeSync(opened))
  ).pipe(
    // A link, or something else, is in its place.
    Effect.catchIf(
      ({ reason }) => reason.description === "ELOOP" || reason.description === "ENOTDIR",
      () => Effect.fail(other(operation, path))
    )
  )
  const { dev, ino } = yield* Effect.try({
    try: () => NodeFs.fstatSync(descriptor, { bigint: true }),
    catch: failed("stat", path)
  })
  if (`${dev}:${ino}` !== known.identity || foreign(known, descriptor)) return yield* other(operation, path)
  return `/proc/self/fd/${descriptor}`
})

/** Where a directory really is; `undefined` where that cannot be told. */
export const placeOfDirectory = Effect.fnUntraced(function* (
  path: string
): Effect.fn.Return<string | undefined, PlatformError, FileSystem.FileSystem> {
  if (process.platform !== "linux" || !isPlatform(yield* FileSystem.FileSystem)) return undefined
  return yield* Effect.scoped(
    Effect.acquireRelease(
      called<number>("open", path, (done) => NodeFs.open(path, O_PATH | O_DIRECTORY, done)),
      (opened) => Effect.sync(() => NodeFs.closeSync(opened))
    ).pipe(Effect.map(realPlace))
  )
})

/** Fails when another directory is at a path than there was. */
export const checkStillThere = (
  operation: string,
  path: string,
  { identity, linked }: Known
): Effect.Effect<void, PlatformError | BoxInvalidInput> =>
  Effect.flatMap(linked ? follow(path) : look(path), (entry) =>
    entry?.kind === "directory" && entry.identity === identity ? Effect.void : Effect.fail(other(operation, path))
  )

/** A path that leads to the directory that is known and nowhere else, as far as the system allows; while the scope is open. */
export const held = Effect.fnUntraced(function* (
  operation: string,
  path: string,
  known: Known
): Effect.fn.Return<string, PlatformError | BoxInvalidInput, Scope.Scope | FileSystem.FileSystem> {
  if (known.place !== undefined && isPlatform(yield* FileSystem.FileSystem)) return yield* hold(operation, path, known)
  yield* checkStillThere(operation, path, known)
  return path
})
