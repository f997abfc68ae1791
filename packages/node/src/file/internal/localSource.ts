/** The bytes of one open file, read by position, which are those of the file as it was when it was opened. */
import { type BoxError, BoxIntegrityError } from "@effect-box/core/BoxError"
import * as UploadSource from "@effect-box/core/UploadSource"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import { type OpenFile, openRegular } from "./localOpen.ts"
import type { Known } from "./realPlace.ts"

/** What a walk has seen of a file: it has to be that one still. */
export interface ListedFile extends Known {
  /** Fails when the way to it is no longer the one that was walked. */
  readonly stillThere: Effect.Effect<void, BoxError | PlatformError>
}

interface OpenSource {
  readonly source: UploadSource.Positions<PlatformError | BoxIntegrityError, never>
  /** What changes when somebody writes to it. */
  readonly identity: string
  /** Milliseconds since 1970. */
  readonly modified: number
}

/** Up to so many bytes are read together with the place after them. */
const smallRead = 64 * 1024

/** Memory for such reads. What was interrupted does not come back: a thread may still write to it. */
const rooms: Array<Uint8Array> = []
const mostRooms = 16

/** Reads `buffer` full from `offset` on, or as far as there are bytes; a single read that gives `enough` will do. */
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

/** The modification time as Box takes it, where it is one that it can take. */
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
    new BoxIntegrityError({
      operation,
      attempts: 0,
      property,
      expected: String(expected),
      actual,
      message: `${path} changed while it was being read: ${property} ${expected}, then ${actual}`
    })

  const checkUnchanged = Effect.flatMap(file.stat, (after): Effect.Effect<void, BoxIntegrityError> => {
    if (after.size !== size) return Effect.fail(changed("size", size, String(after.size)))
    return after.modified === modified
      ? Effect.void
      : Effect.fail(changed("modified", modified, String(after.modified)))
  })

  /** A file of `/proc`, for one, says that it has no bytes and has some. */
  const longer = () => changed("size", size, `at least ${size + 1}`)

  const read = Effect.fnUntraced(function* (offset: number, length: number, memory: Uint8Array) {
    const last = offset + length === size
    const room = last && length <= smallRead ? (rooms.pop() ?? new Uint8Array(smallRead + 1)) : undefined
    // One byte more than there should be, so that none after them is overlooked.
    const target = room === undefined ? memory : room.subarray(0, length + 1)
    const filled = yield* fill(file, offset, target, length === 0 ? -1 : length)
    if (filled > length) return yield* longer()
    if (last && room === undefined && (yield* file.read(new Uint8Array(1), { position: BigInt(size) })) > 0) {
      return yield* longer()
    }
    // After the last byte was read and before Box is told that this is the file.
    if (last || filled < length) yield* checkUnchanged
    const bytes = memory.subarray(0, filled)
    if (room !== undefined) {
      bytes.set(target.subarray(0, filled))
      if (rooms.length < mostRooms) rooms.push(room)
    }
    return bytes
  })

  // No inode: a file that was copied back is the same, and the parts that Box has are compared anyway.
  const source = UploadSource.fromPositions({ size, read, fillsSharedMemory: true })
  return { source, identity: `mtime ${modified}`, modified }
})
