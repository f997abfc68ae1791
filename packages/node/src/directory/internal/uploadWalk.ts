/** The walk over the local tree of an upload. It reads the disk only; nothing is sent to Box here. */
import { join } from "node:path"
import type { BoxInvalidInput } from "@effect-box/core/BoxError"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import * as Stream from "effect/Stream"
import {
  type DirectoryEntry,
  entriesOf,
  follow,
  type Kind,
  type LocalEntry,
  look
} from "../../file/internal/localEntry.ts"
import type { Known } from "../../file/internal/realPlace.ts"
import { isUnfinished } from "../../file/internal/unfinished.ts"
import { checkStillThere, held } from "./directoryHandle.ts"
import { RefusedEntry } from "./directoryRun.ts"
import { makeFolder } from "./uploadFolder.ts"
import { operation, present, type SourceDirectory, type UploadRun, type UploadTask } from "./uploadRun.ts"

/** What the walk found. */
export type FoundEntry =
  | { readonly _tag: "File"; readonly task: UploadTask }
  | { readonly _tag: "Directory"; readonly directory: SourceDirectory }
  /** Every entry of the directory was found. */
  | { readonly _tag: "DirectoryEnd"; readonly directory: SourceDirectory }
  | { readonly _tag: "Unusable"; readonly names: ReadonlyArray<string>; readonly error: WalkFailure }

type WalkFailure = RefusedEntry | PlatformError | BoxInvalidInput

type Finds = Stream.Stream<FoundEntry, never, FileSystem.FileSystem>

export const linkRefused = new RefusedEntry("symbolic-link", "It is a symbolic link, and links are not followed")

/** The real path that an entry of a directory must have, if it is known. */
export const placeBelow = ({ place }: Known, name: string): string | undefined =>
  place === undefined ? undefined : join(place, name)

export const stillAt = (
  run: Pick<UploadRun, "followSymbolicLinks">,
  path: string,
  known: Known
): SourceDirectory["stillThere"] => (run.followSymbolicLinks ? Effect.void : checkStillThere(operation, path, known))

const childOf = (directory: SourceDirectory, name: string) => ({
  names: [...directory.names, name],
  path: join(directory.path, name)
})

const unusable = (directory: SourceDirectory, name: string, error: WalkFailure): Finds =>
  Stream.succeed({ _tag: "Unusable", names: childOf(directory, name).names, error })

/** A directory below another one, and everything in it. */
const below = (run: UploadRun, parent: SourceDirectory, name: string, { identity }: LocalEntry): Finds =>
  Stream.unwrap(
    Effect.gen(function* () {
      const { names, path } = childOf(parent, name)
      const known: Known = { identity, linked: run.followSymbolicLinks, place: placeBelow(parent.known, name) }
      const directory: SourceDirectory = {
        names,
        path,
        folder: yield* Effect.cached(makeFolder(run, parent, name)),
        identities: [...parent.identities, identity],
        known,
        stillThere: stillAt(run, path, known)
      }
      const inside = Stream.catch(walk(run, directory), (error) => unusable(parent, name, error))
      return Stream.make<Array<FoundEntry>>({ _tag: "Directory", directory }).pipe(
        Stream.concat(inside),
        Stream.concat(Stream.make<Array<FoundEntry>>({ _tag: "DirectoryEnd", directory }))
      )
    })
  )

const linkAt = (run: UploadRun, directory: SourceDirectory, name: string): Finds => {
  if (!run.followSymbolicLinks) return unusable(directory, name, linkRefused)
  return Stream.unwrap(
    follow(childOf(directory, name).path).pipe(
      Effect.map((target) => {
        if (target.kind !== "directory") return entryAt(run, directory, name, target.kind)
        return directory.identities.includes(target.identity)
          ? unusable(directory, name, new RefusedEntry("cycle", "It is a symbolic link to a directory above it"))
          : below(run, directory, name, target)
      }),
      Effect.catch((error) => Effect.succeed(unusable(directory, name, error)))
    )
  )
}

const directoryAt = (run: UploadRun, directory: SourceDirectory, name: string): Finds =>
  Stream.unwrap(
    present(run, childOf(directory, name).path).pipe(
      Effect.tap(() => directory.stillThere),
      Effect.map((found) =>
        found.kind === "directory" ? below(run, directory, name, found) : entryAt(run, directory, name, found.kind)
      ),
      Effect.catch((error) => Effect.succeed(unusable(directory, name, error)))
    )
  )

const entryAt = (run: UploadRun, directory: SourceDirectory, name: string, kind: Kind): Finds => {
  switch (kind) {
    case "file":
      if (!run.selection.hasFile([...directory.names, name])) return Stream.empty
      return Stream.succeed({ _tag: "File", task: { directory, name, ...childOf(directory, name) } })
    case "special":
      return unusable(directory, name, new RefusedEntry("special", "It is neither a file nor a directory"))
    case "directory":
      return directoryAt(run, directory, name)
    case "link":
      return linkAt(run, directory, name)
  }
}

/** For an entry whose kind the listing does not say. */
const lookedAt = (run: UploadRun, directory: SourceDirectory, name: string) =>
  Stream.unwrap(
    Effect.map(look(join(directory.path, name)), (entry) => {
      if (entry !== undefined) return entryAt(run, directory, name, entry.kind)
      // Node shows bytes that are not UTF-8 like this, and finds nothing under that name.
      if (name.includes("\ufffd")) return unusable(directory, name, new RefusedEntry("name", "The name is not UTF-8"))
      return entryAt(run, directory, name, "file")
    })
  )

/** The entries of a directory itself. */
export const list = (
  run: Pick<UploadRun, "followSymbolicLinks">,
  { known, path }: Pick<SourceDirectory, "known" | "path">
): Stream.Stream<DirectoryEntry, PlatformError | BoxInvalidInput, FileSystem.FileSystem> =>
  run.followSymbolicLinks
    ? entriesOf(path, path)
    : Stream.unwrap(Effect.map(held(operation, path, known), (at) => entriesOf(path, at)))

/** Everything below a directory, in the order of the file system. Fails only if the directory itself cannot be read. */
export const walk = (
  run: UploadRun,
  directory: SourceDirectory
): Stream.Stream<FoundEntry, PlatformError | BoxInvalidInput, FileSystem.FileSystem> =>
  Stream.flatMap(list(run, directory), ({ kind, name }) => {
    if (isUnfinished(name)) return Stream.empty
    // What is excluded is not even looked at.
    if (!run.selection.hasDirectory([...directory.names, name])) return Stream.empty
    return kind === undefined || name.includes("\ufffd")
      ? lookedAt(run, directory, name)
      : entryAt(run, directory, name, kind)
  })
