/**
 * What an unfinished download keeps on disk: the part file with the bytes, and a note that names their version and, for
 * several connections, the complete ranges. Both are in a directory that one process has claimed. Small files have no
 * note and are downloaded again.
 */
import { basename, dirname, join } from "node:path"
import type { BoxInvalidInput } from "@effect-box/core/BoxError"
import type { PinnedFile } from "@effect-box/core/FileDownload"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import type { PlatformError } from "effect/PlatformError"
import * as Random from "effect/Random"
import * as Schema from "effect/Schema"
import { sha1Of } from "./localDigest.ts"
import { unfinishedFor, unfinishedName } from "./unfinished.ts"

export interface PartFiles {
  readonly path: string
  readonly part: string
  readonly note: string
  /** For small files, which are written in one step. No other process ever uses this name. */
  readonly small: string
}

/** The directory for the unfinished download to `path`. */
export const directoryFor = (path: string): string => join(dirname(path), unfinishedFor(`file ${basename(path)}`))

/** 16 random hex digits, unique to this run. */
export const makeRunId = Effect.gen(function* () {
  const half = Effect.map(Random.nextInt, (number) => (number >>> 0).toString(16).padStart(8, "0"))
  return (yield* half) + (yield* half)
})

export const partFilesOf = (path: string, runId: string): PartFiles => {
  const part = join(directoryFor(path), "content.part")
  return { path, part, note: `${part}.json`, small: join(dirname(path), unfinishedName(runId)) }
}

/**
 * The first `from` bytes of the file, and some of the ranges after them. All ranges but the last one have `rangeSize` bytes.
 */
export interface Ranges {
  readonly _tag: "Ranges"
  readonly from: number
  readonly rangeSize: number
  readonly done: ReadonlySet<number>
}

/** The first bytes of the file, or ranges of it. */
export type There = { readonly _tag: "Prefix"; readonly bytes: number } | Ranges

export const nothing: There = { _tag: "Prefix", bytes: 0 }

const Head = Schema.fromJsonString(
  Schema.Struct({
    file_id: Schema.String,
    version_id: Schema.optionalKey(Schema.String),
    size: Schema.Number,
    sha1: Schema.String,
    range_size: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))),
    ranges_from: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)))
  })
)
const readHead = Schema.decodeUnknownOption(Head)

/**
 * The line for a complete range, after the head. Its end is marked, so that a torn line is not read as another range.
 */
const lineOf = (range: number): string => `\n${range}.`
const readLine = (line: string): number | undefined => (/^\d+\.$/.test(line) ? Number.parseInt(line, 10) : undefined)

const noteOf = ({ file_id, version_id, size, sha1 }: PinnedFile, there: There): string => {
  const version = version_id === undefined ? {} : { version_id }
  const head = { file_id, ...version, size, sha1 }
  if (there._tag === "Prefix") return JSON.stringify(head)
  const ranges = { range_size: there.rangeSize, ranges_from: there.from }
  return [JSON.stringify({ ...head, ...ranges }), ...[...there.done].map(lineOf)].join("")
}

const optional = <A, R>(effect: Effect.Effect<A, PlatformError, R>): Effect.Effect<A | undefined, PlatformError, R> =>
  Effect.catchIf(
    effect,
    (error) => error.reason._tag === "NotFound",
    () => Effect.succeed(undefined)
  )

/** The head of the note and the lines after it, if it is for exactly this version. */
const readNote = Effect.fnUntraced(function* ({ note }: PartFiles, pinned: PinnedFile) {
  const fs = yield* FileSystem.FileSystem
  const [first = "", ...lines] = ((yield* optional(fs.readFileString(note))) ?? "").split("\n")
  const head = Option.getOrUndefined(readHead(first))
  const same =
    head !== undefined &&
    head.file_id === pinned.file_id &&
    head.version_id === pinned.version_id &&
    head.size === pinned.size &&
    head.sha1 === pinned.sha1
  return same ? { head, lines } : undefined
})

/** What is already on disk of exactly this version. */
export const whatIsThere = Effect.fnUntraced(function* (
  place: PartFiles,
  pinned: PinnedFile
): Effect.fn.Return<There, PlatformError, FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  const note = yield* readNote(place, pinned)
  const info = note === undefined ? undefined : yield* optional(fs.stat(place.part))
  if (note === undefined || info === undefined || info.size > pinned.size) return nothing
  const { head, lines } = note
  const bytes = Number(info.size)
  const rangeSize = head.range_size
  if (rangeSize === undefined) return { _tag: "Prefix", bytes }
  const from = head.ranges_from ?? 0
  if (bytes < from) return nothing
  const count = Math.ceil((pinned.size - from) / rangeSize)
  const done = lines.flatMap((line) => {
    const range = readLine(line)
    const written =
      range !== undefined && range < count && Math.min(from + (range + 1) * rangeSize, pinned.size) <= bytes
    return written ? [range] : []
  })
  return { _tag: "Ranges", from, rangeSize, done: new Set(done) }
})

/**
 * Whether an earlier process was killed after the rename and before it removed the note. The file is hashed and
 * compared, because the note alone does not prove that the file at `path` is the downloaded one.
 */
export const isFinished = Effect.fnUntraced(function* (
  operation: string,
  place: PartFiles,
  pinned: PinnedFile
): Effect.fn.Return<boolean, PlatformError | BoxInvalidInput, FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  if ((yield* readNote(place, pinned)) === undefined || (yield* fs.exists(place.part))) return false
  const info = yield* optional(fs.stat(place.path))
  if (info?.type !== "File" || Number(info.size) !== pinned.size) return false
  return (yield* sha1Of(operation, place.path, pinned.size)) === pinned.sha1
})

/**
 * Writes the note after removing the old bytes and before the first new one, so that it never describes other bytes.
 */
export const startOver = Effect.fnUntraced(function* (
  place: PartFiles,
  pinned: PinnedFile,
  there: There
): Effect.fn.Return<void, PlatformError, FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  yield* fs.remove(place.part, { force: true })
  yield* writeNote(place, pinned, there)
  yield* fs.writeFile(place.part, new Uint8Array(0), { flag: "wx" })
})

/** Writes the note anew in one step, so that a process killed at any moment leaves the old one or the new one. */
export const replaceNote = Effect.fnUntraced(function* (
  place: PartFiles,
  pinned: PinnedFile,
  there: There
): Effect.fn.Return<void, PlatformError, FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  const fresh = `${place.note}.new`
  yield* fs.writeFileString(fresh, noteOf(pinned, there))
  yield* fs.rename(fresh, place.note)
})

export const writeNote = Effect.fnUntraced(function* (
  { note }: PartFiles,
  pinned: PinnedFile,
  there: There
): Effect.fn.Return<void, PlatformError, FileSystem.FileSystem> {
  yield* (yield* FileSystem.FileSystem).writeFileString(note, noteOf(pinned, there))
})

/** Records that this range is complete. */
export const noteRange = Effect.fnUntraced(function* (
  { note }: PartFiles,
  range: number
): Effect.fn.Return<void, PlatformError, FileSystem.FileSystem> {
  yield* (yield* FileSystem.FileSystem).writeFileString(note, lineOf(range), { flag: "a" })
})

export const discard = Effect.fnUntraced(function* (
  paths: ReadonlyArray<string>
): Effect.fn.Return<void, never, FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  for (const path of paths) {
    yield* Effect.catch(fs.remove(path, { force: true }), (error) =>
      Effect.logWarning(`The temporary file ${path} of a download could not be removed`, error.reason._tag)
    )
  }
})
