/** The bytes of an upload source as a stream: counted, hashed and held to the size that was promised. */
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import * as Stream from "effect/Stream"
import * as BoxError from "../../BoxError.ts"
import { Sha1 } from "../../unstable/Sha1.ts"
import type { Bytes, Positions, Recreated, Sized, UploadSource } from "../UploadSource.ts"
import { tryRead } from "../../internal/argument.ts"
import type { Digest } from "./uploadTarget.ts"

/** How much is handed on or read at once where the source leaves it open. */
const chunkSize = 256 * 1024

/** Up to this size, content is sent from memory in one piece. */
export const smallSize = 1024 * 1024

/** Whether an upload can read from it. */
export const isSource = (source: UploadSource<unknown, unknown>): boolean =>
  tryRead(() => {
    switch (source._tag) {
      case "Bytes":
        return source.bytes instanceof Uint8Array
      case "Recreated":
        return typeof source.stream === "function"
      case "Positions":
        return typeof source.read === "function"
      default:
        return source._tag === "OneShot" && typeof source.take === "function"
    }
  }) === true

/** Text, for example, has a length as well, and would be hashed and sent as something else. */
export const notBytes = (operation: string): BoxError.BoxInvalidInput =>
  new BoxError.BoxInvalidInput({
    operation,
    message: "The source must be a Stream of Uint8Arrays, or give one when it is read",
    attempts: 0
  })

/** What a source that does not do what it should ends with. */
export type SourceFault = BoxError.BoxIntegrityError | BoxError.BoxInvalidInput

export const sizeDiffers = (operation: string, expected: number, actual: number): BoxError.BoxIntegrityError =>
  new BoxError.BoxIntegrityError({
    operation,
    attempts: 0,
    property: "size",
    expected: String(expected),
    actual: String(actual),
    message:
      actual < expected
        ? `The source ended after ${actual} of ${expected} bytes`
        : `The source yielded at least ${actual} bytes instead of ${expected}`
  })

/** What a source opens; a stream of the platform, for example, is none. */
export const openStream = <E, R>(
  operation: string,
  source: Recreated<E, R>
): Stream.Stream<Uint8Array, E | BoxError.BoxInvalidInput, R> =>
  Stream.suspend((): Stream.Stream<Uint8Array, E | BoxError.BoxInvalidInput, R> => {
    const stream = source.stream()
    return Stream.isStream(stream) ? stream : Stream.fail(notBytes(operation))
  })

/**
 * Reads at a position. What is no Effect would end the whole fiber, past every handler, and bytes too many or too few would
 * move all that come after them.
 */
export const readAt = <E, R>(
  operation: string,
  source: Positions<E, R>,
  offset: number,
  memory: Uint8Array
): Effect.Effect<Uint8Array, E | SourceFault, R> =>
  Effect.suspend((): Effect.Effect<Uint8Array, E | SourceFault, R> => {
    const { length } = memory
    const reading = source.read(offset, length, memory)
    if (!Effect.isEffect(reading)) return Effect.fail(notBytes(operation))
    return Effect.flatMap(reading, (bytes): Effect.Effect<Uint8Array, SourceFault> => {
      if (!(bytes instanceof Uint8Array)) return Effect.fail(notBytes(operation))
      if (bytes.length === length) return Effect.succeed(bytes)
      const seen = offset + bytes.length
      return Effect.fail(sizeDiffers(operation, bytes.length < length ? source.size : offset + length, seen))
    })
  })

export const streamOf = <E, R>(
  operation: string,
  source: Sized<E, R>
): Stream.Stream<Uint8Array, E | SourceFault, R> => {
  switch (source._tag) {
    case "Recreated":
      return openStream(operation, source)
    case "Bytes":
      return Stream.unfold(0, (offset) =>
        Effect.succeed(
          offset >= source.size
            ? undefined
            : ([source.bytes.subarray(offset, offset + chunkSize), offset + chunkSize] as const)
        )
      )
    case "Positions":
      return Stream.unfold(0, (offset) =>
        offset >= source.size
          ? Effect.succeed(undefined)
          : Effect.suspend(() => {
              // The transport may hold several chunks, so each has memory of its own.
              const memory = new Uint8Array(Math.min(chunkSize, source.size - offset))
              return Effect.map(
                readAt(operation, source, offset, memory),
                (bytes) => [bytes, offset + chunkSize] as const
              )
            })
      )
  }
}

/** Passes bytes on, counted and hashed. `onEnd` sees the totals before the stream ends, and may fail it. */
export const measured = <E, R, E2 = never>(
  operation: string,
  stream: Stream.Stream<Uint8Array, E, R>,
  options: {
    /** More bytes than this fail the stream at once. */
    readonly atMost?: number
    readonly onBytes?: (seen: number, chunk: Uint8Array) => Effect.Effect<void>
    readonly onEnd: (content: Digest) => Effect.Effect<void, E2>
  }
): Stream.Stream<Uint8Array, E | E2 | SourceFault, R> =>
  Stream.unwrap(
    Effect.map(Sha1, (sha1) => {
      const { atMost = Number.POSITIVE_INFINITY, onBytes = () => Effect.void, onEnd } = options
      const hasher = sha1.create()
      let size = 0
      const counted = Stream.tap(stream, (chunk) =>
        Effect.suspend((): Effect.Effect<void, SourceFault> => {
          if (!(chunk instanceof Uint8Array)) return Effect.fail(notBytes(operation))
          size += chunk.length
          if (size > atMost) return Effect.fail(sizeDiffers(operation, atMost, size))
          hasher.update(chunk)
          return onBytes(size, chunk)
        })
      )
      const end = Stream.suspend(() =>
        Stream.drain(Stream.fromEffect(onEnd({ size, sha1: Hex.encode(hasher.digest()) })))
      )
      return Stream.concat(counted, end)
    })
  )

/** Reads the whole source once. Fails when it has another size than it says. */
export const digestOf = /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(
  operation: string,
  source: Sized<E, R>,
  onBytes?: (seen: number, chunk: Uint8Array) => Effect.Effect<void>
): Effect.fn.Return<Digest, E | SourceFault, R> {
  let content: Digest | undefined
  yield* Stream.runDrain(
    measured(operation, streamOf(operation, source), {
      atMost: source.size,
      ...(onBytes === undefined ? {} : { onBytes }),
      onEnd: (seen) =>
        Effect.sync(() => {
          content = seen
        })
    })
  )
  if (content?.size !== source.size) return yield* sizeDiffers(operation, source.size, content?.size ?? 0)
  return content
})

/** All bytes of a source that need not be streamed. */
const readWhole = /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(
  operation: string,
  source: Bytes | Positions<E, R>,
  memory: Uint8Array
): Effect.fn.Return<Digest, E | SourceFault, R> {
  const bytes = source._tag === "Bytes" ? source.bytes : yield* readAt(operation, source, 0, memory)
  if (!(bytes instanceof Uint8Array)) return yield* notBytes(operation)
  if (bytes.length !== source.size) return yield* sizeDiffers(operation, source.size, bytes.length)
  const hasher = (yield* Sha1).create()
  hasher.update(bytes)
  // A source may have its own memory.
  if (bytes.buffer !== memory.buffer || bytes.byteOffset !== memory.byteOffset) memory.set(bytes)
  return { size: source.size, sha1: Hex.encode(hasher.digest()) }
})

/** Reads a small source into `memory` of its size, so that it is read once. */
export const readInto = /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(
  operation: string,
  source: Sized<E, R>,
  memory: Uint8Array
): Effect.fn.Return<Digest, E | SourceFault, R> {
  return source._tag === "Recreated"
    ? yield* digestOf(operation, source, (seen, chunk) => Effect.sync(() => memory.set(chunk, seen - chunk.length)))
    : yield* readWhole(operation, source, memory)
})
