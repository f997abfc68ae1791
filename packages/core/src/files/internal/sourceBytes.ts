/** The bytes of an upload source as a stream: counted, hashed and checked against the announced size. */
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import * as Stream from "effect/Stream"
import * as BoxError from "../../BoxError.ts"
import { integrityError } from "../../internal/integrity.ts"
import { Sha1 } from "../../unstable/Sha1.ts"
import type { Bytes, Positions, Recreated, Sized, UploadSource } from "../UploadSource.ts"
import { tryRead } from "../../internal/argument.ts"
import type { Digest } from "./uploadTarget.ts"

/** The chunk size, if the source does not determine it. */
const chunkSize = 256 * 1024

/** Up to this size, content is sent from memory at once. */
export const smallSize = 1024 * 1024

/** Whether a value is a source. */
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

/** Checks that chunks are bytes. A string, for example, also has a length, but would be hashed and sent incorrectly. */
export const notBytes = (operation: string): BoxError.BoxInvalidInput =>
  new BoxError.BoxInvalidInput({
    operation,
    message: "The source must be a Stream of Uint8Arrays, or return a Uint8Array when it is read",
    attempts: 0
  })

/** The error for a source that yields another number of bytes than it announced. */
export type SourceFault = BoxError.BoxIntegrityError | BoxError.BoxInvalidInput

export const sizeDiffers = (operation: string, expected: number, actual: number): BoxError.BoxIntegrityError =>
  integrityError({
    operation,
    attempts: 0,
    property: "size",
    expected,
    actual,
    message:
      actual < expected
        ? `The source ended after ${actual} of ${expected} bytes`
        : `The source yielded at least ${actual} bytes instead of ${expected}`
  })

/** Opens a source and checks that it returns a Stream. A `ReadableStream`, for example, is rejected. */
export const openStream = <E, R>(
  operation: string,
  source: Recreated<E, R>
): Stream.Stream<Uint8Array, E | BoxError.BoxInvalidInput, R> =>
  Stream.suspend((): Stream.Stream<Uint8Array, E | BoxError.BoxInvalidInput, R> => {
    const stream = source.stream()
    return Stream.isStream(stream) ? stream : Stream.fail(notBytes(operation))
  })

/**
 * Reads at a position and checks the result: a value that is not an Effect would end the whole fiber as a defect, and
 * too many or too few bytes would shift all later ones.
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
              // The transport may hold several chunks, so each has its own memory.
              const memory = new Uint8Array(Math.min(chunkSize, source.size - offset))
              return Effect.map(
                readAt(operation, source, offset, memory),
                (bytes) => [bytes, offset + chunkSize] as const
              )
            })
      )
  }
}

/** Passes bytes through, counted and hashed. `onEnd` receives the totals before the stream ends, and may fail it. */
export const measured = <E, R, E2 = never>(
  operation: string,
  stream: Stream.Stream<Uint8Array, E, R>,
  options: {
    /** The stream fails as soon as it exceeds this number of bytes. */
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

/** Reads the whole source once. Fails if its size differs from the announced one. */
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

/** All bytes of a source that does not need to be streamed. */
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
  // A source may return memory of its own.
  if (bytes.buffer !== memory.buffer || bytes.byteOffset !== memory.byteOffset) memory.set(bytes)
  return { size: source.size, sha1: Hex.encode(hasher.digest()) }
})

/** Reads a small source into `memory` of its size, so that it is read only once. */
export const readInto = /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(
  operation: string,
  source: Sized<E, R>,
  memory: Uint8Array
): Effect.fn.Return<Digest, E | SourceFault, R> {
  return source._tag === "Recreated"
    ? yield* digestOf(operation, source, (seen, chunk) => Effect.sync(() => memory.set(chunk, seen - chunk.length)))
    : yield* readWhole(operation, source, memory)
})
