/** Opens local files for reading: only regular files, without blocking, and only the file that was listed. */
import * as NodeFs from "node:fs"
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import { badArgument, type PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import { called, entryOf, failed, kindOf, type LocalEntry } from "./localEntry.ts"
import { foreign, type Known } from "./realPlace.ts"

/** An open file, as far as uploads need it. */
export interface OpenFile extends Pick<FileSystem.File, "read"> {
  readonly stat: Effect.Effect<OpenEntry, PlatformError>
}

export interface OpenEntry extends Pick<LocalEntry, "size" | "modified"> {
  readonly kind: string
  /** `undefined` if the file system does not report it. */
  readonly identity: string | undefined
}

export interface Opened {
  readonly file: OpenFile
  readonly entry: OpenEntry
}

const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY } = NodeFs.constants

const refused = (operation: string, message: string) => new BoxInvalidInput({ operation, message, attempts: 0 })

/** Non-blocking: opening a FIFO without a writer would block a thread forever. */
const openDescriptor = (path: string, linked: boolean) =>
  Effect.acquireRelease(
    called<number>("open", path, (done) => NodeFs.open(path, O_RDONLY | O_NONBLOCK | (linked ? 0 : O_NOFOLLOW), done)),
    // Nothing was written, so nothing is lost if closing fails. Not at once, although it waits for nothing: that was
    // measured, and took 10 MB more with 16 files under way.
    (descriptor) =>
      Effect.ignore(called<void>("close", path, (done) => NodeFs.close(descriptor, (error) => done(error))))
  )

/** What is at a path. Not with bigints, which are the larger part of what looking at a file costs. */
const lookHere = (path: string) =>
  Effect.map(
    called<NodeFs.Stats>("stat", path, (done) => NodeFs.stat(path, done)),
    (stats) => kindOf(stats) ?? "special"
  )

const readFrom =
  (path: string, descriptor: number): FileSystem.File["read"] =>
  (buffer, { position } = {}) =>
    position === undefined
      ? Effect.fail(badArgument({ module: "FileSystem", method: "read", description: "a position is required" }))
      : called<number>("read", path, (done) =>
          NodeFs.read(descriptor, buffer, 0, buffer.length, Number(position), done)
        )

/**
 * Not through the thread pool: the kernel has just looked at the file to open or to read it, and answers from memory, in 2
 * microseconds instead of 60.
 */
const statOpened = (path: string, descriptor: number) =>
  Effect.try({ try: () => entryOf(NodeFs.fstatSync(descriptor, { bigint: true })), catch: failed("stat", path) })

const moved = (operation: string, path: string) => refused(operation, `${path} is no longer the file that was listed`)

/** Opens with Node's own file system. */
const openHere = Effect.fnUntraced(function* (operation: string, path: string, linked: boolean, expected?: Known) {
  const descriptor = yield* openDescriptor(path, linked)
  if (expected !== undefined && foreign(expected, descriptor)) return yield* moved(operation, path)
  const stat = statOpened(path, descriptor)
  const opened: Opened = { file: { stat, read: readFrom(path, descriptor) }, entry: yield* stat }
  return opened
})

const entryOfInfo = ({ dev, ino, mtime, size, type }: FileSystem.File.Info): OpenEntry => ({
  kind: type === "File" ? "file" : type,
  size: Number(size),
  modified: Option.match(mtime, { onNone: () => 0, onSome: (time) => time.getTime() }),
  identity: Option.match(ino, { onNone: () => undefined, onSome: (inode) => `${dev}:${inode}` })
})

/** Opens with a replaced file system, as in tests. */
const openElsewhere = Effect.fnUntraced(function* (fs: FileSystem.FileSystem, path: string, linked: boolean) {
  const opened = yield* fs.open(path, { flag: "r", ...(linked || O_NOFOLLOW === 0 ? {} : { noFollow: true }) })
  const file: OpenFile = {
    stat: Effect.map(opened.stat, entryOfInfo),
    read: (buffer, options) => opened.read(buffer, options)
  }
  const result: Opened = { file, entry: yield* file.stat }
  return result
})

let platform: FileSystem.FileSystem | undefined

/** Whether a method of `fs` is the one of Node's own file system. */
export const isPlatform = (fs: FileSystem.FileSystem, step: "open" | "stat" = "open"): boolean => {
  platform ??= Effect.runSync(Effect.provide(FileSystem.FileSystem, NodeFileSystem.layer))
  return fs[step] === platform[step]
}

/**
 * Opens a regular file. Checks the path first, unless the caller has, because opening a device can have side effects.
 * Then opens the file and checks what was opened. The file is closed with the scope.
 */
export const openRegular = Effect.fnUntraced(function* (
  operation: string,
  path: string,
  expected?: Known
): Effect.fn.Return<Opened, PlatformError | BoxInvalidInput, FileSystem.FileSystem | Scope.Scope> {
  const fs = yield* FileSystem.FileSystem
  if (expected === undefined) {
    const kind = yield* isPlatform(fs, "stat")
      ? lookHere(path)
      : Effect.map(fs.stat(path), (info) => entryOfInfo(info).kind)
    if (kind !== "file") return yield* refused(operation, `${path} is not a regular file (${kind})`)
  }
  const linked = expected === undefined || expected.linked
  const opened = yield* isPlatform(fs) ? openHere(operation, path, linked, expected) : openElsewhere(fs, path, linked)
  const { entry } = opened
  if (entry.kind !== "file") return yield* refused(operation, `${path} is not a regular file (${entry.kind})`)
  if (expected !== undefined && entry.identity !== undefined && entry.identity !== expected.identity) {
    return yield* moved(operation, path)
  }
  return opened
})
