/** The bytes of an upload source as a stream: counted, hashed and held to the size that was promised. */
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import * as Stream from "effect/Stream"
import * as BoxError from "../BoxError.ts"
import { Sha1 } from "../Sha1.ts"
import type { Bytes, Positions, Sized } from "../UploadSource.ts"
import type { Content } from "./uploadTarget.ts"

/** How much is handed on or read at once where the source leaves it open. */
const chunkSize = 256 * 1024

/** Up to this size, content is sent from memory in one piece. */
export const smallSize = 1024 * 1024

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

export const streamOf = <E, R>(source: Sized<E, R>): Stream.Stream<Uint8Array, E, R> => {
  switch (source._tag) {
    case "Recreated":
      return Stream.suspend(source.stream)
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
                source.read(offset, memory.length, memory),
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
    readonly onEnd: (content: Content) => Effect.Effect<void, E2>
  }
): Stream.Stream<Uint8Array, E | E2 | BoxError.BoxIntegrityError, R> =>
  Stream.unwrap(
    Effect.map(Sha1, (sha1) => {
      const { atMost = Number.POSITIVE_INFINITY, onBytes = () => Effect.void, onEnd } = options
      const hasher = sha1.create()
      let size = 0
      const counted = Stream.tap(stream, (chunk) =>
        Effect.suspend(() => {
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
export const digestOf = Effect.fnUntraced(function* <E, R>(
  operation: string,
  source: Sized<E, R>,
  onBytes?: (seen: number, chunk: Uint8Array) => Effect.Effect<void>
): Effect.fn.Return<Content, E | BoxError.BoxIntegrityError, R> {
  let content: Content | undefined
  yield* Stream.runDrain(
    measured(operation, streamOf(source), {
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
const readWhole = <E, R>(operation: string, source: Bytes | Positions<E, R>) =>
  Effect.gen(function* () {
    const bytes =
      source._tag === "Bytes" ? source.bytes : yield* source.read(0, source.size, new Uint8Array(source.size))
    if (bytes.length !== source.size) return yield* sizeDiffers(operation, source.size, bytes.length)
    const hasher = (yield* Sha1).create()
    hasher.update(bytes)
    return { bytes, content: { size: source.size, sha1: Hex.encode(hasher.digest()) } }
  })

/** A small source in memory, so that it is read once. */
export const inMemory = Effect.fnUntraced(function* <E, R>(
  operation: string,
  source: Sized<E, R>
): Effect.fn.Return<{ readonly bytes: Uint8Array; readonly content: Content }, E | BoxError.BoxIntegrityError, R> {
  if (source._tag !== "Recreated") return yield* readWhole(operation, source)
  const bytes = new Uint8Array(source.size)
  const content = yield* digestOf(operation, source, (seen, chunk) =>
    Effect.sync(() => bytes.set(chunk, seen - chunk.length))
  )
  return { bytes, content }
})
