/** The bytes of one open file, read by position. They are the bytes that the file had when it was opened. */
import type { BoxError, BoxIntegrityError } from "@effect-box/core/BoxError"
import { integrityError } from "@effect-box/core/unstable/Checks"
import * as UploadSource from "@effect-box/core/UploadSource"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import { type OpenFile, openRegular } from "./localOpen.ts"
import type { Known } from "./realPlace.ts"

/** A file as a directory walk listed it. The opened file must be the same one. */
export interface ListedFile extends Known {
  /** Fails if the directories above it are no longer the ones that were walked. */
  readonly stillThere: Effect.Effect<void, BoxError | PlatformError>
}

interface OpenSource {
  readonly source: UploadSource.Positions<PlatformError | BoxIntegrityError, never>
  /** A value that changes when the file is written to. */
  readonly identity: string
  /** Milliseconds since 1970. */
  readonly modified: number
}

/** Up to this size, the last read includes the position after the end of the file. */
const smallRead = 64 * 1024

/** Pooled buffers for such reads. After an interruption a buffer is not reused: a thread may still write to it. */
const rooms: Array<Uint8Array> = []
const mostRooms = 16

/**
 * Fills `buffer` from `offset` on, up to the end of the file. Stops early once exactly `enough` bytes have been read.
 */
const fill = Effect.fnUntraced(function* (file: OpenFile, offset: number, buffer: Uint8Array, enough: number) {
  let filled = 0
  while (filled < buffer.length) {
    const count = yield* file.read(filled === 0 ? buffer : buffer.subarray(filled), {
      position: BigInt(offset + filled)
    })
    filled += count
    if (count === 0 || filled === enough) break
  }
  return filled
})

/** An open file, and how it may have changed since. */
interface Reading {
  readonly file: OpenFile
  /** Bytes. */
  readonly size: number
  readonly checkUnchanged: Effect.Effect<void, PlatformError | BoxIntegrityError>
  /** The error for a file that has more bytes than its size. */
  readonly longer: () => BoxIntegrityError
}

/**
 * Reads as `UploadSource.Read`. It is no function inside `openSource`: what a generator function captures there lives until
 * the next full garbage collection, which would be the bytes of every file.
 */
const readUnchanged = Effect.fnUntraced(function* (
  { checkUnchanged, file, longer, size }: Reading,
  offset: number,
  length: number,
  memory: Uint8Array
) {
  const last = offset + length === size
  const room = last && length <= smallRead ? (rooms.pop() ?? new Uint8Array(smallRead + 1)) : undefined
  // One byte more than expected, to detect content after the end.
  const target = room === undefined ? memory : room.subarray(0, length + 1)
  const filled = yield* fill(file, offset, target, length === 0 ? -1 : length)
  if (filled > length) return yield* longer()
  if (last && room === undefined && (yield* file.read(new Uint8Array(1), { position: BigInt(size) })) > 0) {
    return yield* longer()
  }
  // After the last byte has been read and before the upload is completed.
  if (last || filled < length) yield* checkUnchanged
  const bytes = memory.subarray(0, filled)
  if (room !== undefined) {
    bytes.set(target.subarray(0, filled))
    if (rooms.length < mostRooms) rooms.push(room)
  }
  return bytes
})

/** The modification time as Box accepts it, or `undefined` if it is out of range. */
export const boxTime = (milliseconds: number): Date | undefined =>
  milliseconds >= 0 && milliseconds < 253_402_300_800_000 ? new Date(milliseconds) : undefined

export const openSource = Effect.fnUntraced(function* (
  operation: string,
  path: string,
  listed?: ListedFile
): Effect.fn.Return<OpenSource, PlatformError | BoxError, FileSystem.FileSystem | Scope.Scope> {
  const { file, entry } = yield* openRegular(operation, path, listed)
  if (listed !== undefined && listed.place === undefined) yield* listed.stillThere
  const { modified, size } = entry

  const changed = (property: "size" | "modified", expected: number, actual: string) =>
    integrityError({
      operation,
      attempts: 0,
      property,
      expected,
      actual,
      message: `${path} changed while it was being read: ${property} ${expected}, then ${actual}`
    })

  const checkUnchanged = Effect.flatMap(file.stat, (after): Effect.Effect<void, BoxIntegrityError> => {
    if (after.size !== size) return Effect.fail(changed("size", size, String(after.size)))
    return after.modified === modified
      ? Effect.void
      : Effect.fail(changed("modified", modified, String(after.modified)))
  })

  /** Files in `/proc`, for example, report a size of 0 but have content. */
  const longer = () => changed("size", size, `at least ${size + 1}`)

  // Without the inode: a restored copy counts as the same file. The stored parts are compared anyway.
  const source = UploadSource.fromPositions({
    size,
    read: (offset, length, memory) => readUnchanged({ file, size, checkUnchanged, longer }, offset, length, memory),
    fillsSharedMemory: true
  })
  return { source, identity: `mtime ${modified}`, modified }
})
