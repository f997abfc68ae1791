/** Splits a source into the parts of an upload session, in order. Each byte is read and hashed once. */
import * as Effect from "effect/Effect"
import * as Pull from "effect/Pull"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { BoxInvalidInput } from "../../BoxError.ts"
import { openHasher } from "../../unstable/Sha1.ts"
import type { Sized } from "../UploadSource.ts"
import { notBytes, openStream, readAt, type SourceFault, sizeDiffers } from "./sourceBytes.ts"

export interface HashedPart {
  readonly bytes: Uint8Array
  /** 20 bytes. */
  readonly sha1: Uint8Array
  /** 0 for the first part. */
  readonly index: number
  /** Bytes from the start of the file. */
  readonly offset: number
}

export interface PartReader<E, R> {
  /** The memory of one worker, which is reused for each of its parts. */
  readonly makeRoom: () => Room
  /**
   * Reads the next part and returns an effect that waits for its digest, or `undefined` after the last part. One call
   * at a time, but the waits may overlap. The bytes may be in `room`, whose owner must finish with the part before the
   * next call.
   */
  readonly next: (room: Room) => Effect.Effect<Effect.Effect<HashedPart> | undefined, E | SourceFault, R>
  /** The SHA-1 of the whole file. Can be used once, after the last part. */
  readonly digest: Effect.Effect<Uint8Array>
}

/** Memory for one part at a time. It is reused, so that a long upload creates no garbage. */
export type Room = (length: number) => Uint8Array

/** Memory that is reused for each part, and allocated on first use. */
const makeRoom = (allocate: () => Uint8Array): Room => {
  let memory: Uint8Array | undefined
  return (length) => {
    memory ??= allocate()
    return memory.subarray(0, length)
  }
}

/** Reads sequentially. */
interface Cursor<E, R> {
  /** `length` bytes, or the rest. */
  readonly read: (length: number, room: Room) => Effect.Effect<Uint8Array, E | BoxInvalidInput, R>
}

const streamCursor = /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(
  operation: string,
  stream: Stream.Stream<Uint8Array, E, R>
): Effect.fn.Return<Cursor<E, R>, never, R | Scope.Scope> {
  const pull = yield* Stream.toPull(stream)
  let pulled: ReadonlyArray<Uint8Array> = []
  let current: Uint8Array = new Uint8Array(0)

  /** Makes `current` non-empty, or returns `false` at the end. */
  const advance = Effect.gen(function* () {
    while (current.length === 0) {
      const [first, ...rest] = pulled
      if (first === undefined) {
        const more = yield* Pull.catchDone(pull, () => Effect.succeed(undefined))
        if (more === undefined) return false
        pulled = more
      } else {
        if (!(first instanceof Uint8Array)) return yield* notBytes(operation)
        current = first
        pulled = rest
      }
    }
    return true
  })

  const take = (length: number): Uint8Array => {
    const taken = current.subarray(0, length)
    current = current.subarray(length)
    return taken
  }

  const read = Effect.fnUntraced(function* (length: number, room: Room) {
    if (!(yield* advance)) return current
    if (current.length >= length) return take(length)
    const part = room(length)
    let filled = 0
    while (filled < length && (yield* advance)) {
      const bytes = take(length - filled)
      part.set(bytes, filled)
      filled += bytes.length
    }
    return part.subarray(0, filled)
  })
  return { read }
})

const noBytes = new Uint8Array(0)

const cursorOf = <E, R>(
  operation: string,
  source: Sized<E, R>
): Effect.Effect<Cursor<E | SourceFault, R>, never, R | Scope.Scope> => {
  if (source._tag === "Recreated") return streamCursor(operation, openStream(operation, source))
  let offset = 0
  return Effect.succeed({
    read: (length, room) =>
      Effect.suspend(() => {
        const from = offset
        const size = Math.min(length, source.size - from)
        offset += size
        if (size === 0) return Effect.succeed(noBytes)
        return source._tag === "Bytes"
          ? Effect.succeed(source.bytes.subarray(from, from + size))
          : readAt(operation, source, from, room(size))
      })
  })
}

/**
 * Reads `source` in parts. Fails with `BoxIntegrityError` if it yields fewer or more bytes than its size. With
 * `shared`, parts may be sent from memory that a thread reads as well.
 */
export const readParts = /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(
  operation: string,
  source: Sized<E, R>,
  partSize: number,
  shared: boolean
): Effect.fn.Return<PartReader<E, R>, never, R | Scope.Scope> {
  const hasher = yield* openHasher(source.size)
  const cursor = yield* cursorOf(operation, source)
  let index = 0
  let offset = 0
  const next = Effect.fnUntraced(function* (room: Room) {
    if (offset >= source.size) return undefined
    const expected = Math.min(partSize, source.size - offset)
    const bytes = yield* cursor.read(expected, room)
    if (!(bytes instanceof Uint8Array)) return yield* notBytes(operation)
    const seen = offset + bytes.length
    if (bytes.length !== expected) return yield* sizeDiffers(operation, source.size, seen)
    if (seen === source.size) {
      const surplus = yield* cursor.read(1, (length) => new Uint8Array(length))
      if (surplus.length > 0) return yield* sizeDiffers(operation, source.size, seen + surplus.length)
    }
    const place = { index, offset }
    index++
    offset = seen
    const hashed = yield* hasher.update(bytes)
    return Effect.map(hashed, (sha1): HashedPart => ({ ...place, bytes, sha1 }))
  })
  const roomSize = Math.min(partSize, source.size)
  const fills = source._tag !== "Positions" || source.fillsSharedMemory === true
  const allocate = () => (shared && fills ? hasher.allocate(roomSize) : new Uint8Array(roomSize))
  return { makeRoom: () => makeRoom(allocate), next, digest: hasher.digest }
})
