/** A limit of bytes per second, shared by all transfers. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { elapsed } from "../../internal/elapsed.ts"

/** Waits until that many bytes may pass, in the order of the calls. */
export interface Bandwidth {
  /** The largest slice in bytes. Larger chunks are to be split, so that no transfer waits long for the others. */
  readonly slice: number
  readonly pass: (bytes: number) => Effect.Effect<void>
  /** Throttles a stream. A method, so that programs without a limit do not bundle it. */
  readonly limit: <E, R>(bytes: Stream.Stream<Uint8Array, E, R>) => Stream.Stream<Uint8Array, E, R>
}

const largestSlice = 64 * 1024

const slices = (chunk: Uint8Array, size: number): ReadonlyArray<Uint8Array> => {
  if (chunk.length <= size) return [chunk]
  const pieces: Array<Uint8Array> = []
  for (let at = 0; at < chunk.length; at += size) pieces.push(chunk.subarray(at, at + size))
  return pieces
}

export const makeBandwidth = (bytesPerSecond: number): Bandwidth => {
  let free = 0
  const slice = Math.max(1, Math.min(largestSlice, Math.floor(bytesPerSecond / 10)))
  const pass = (bytes: number) =>
    Effect.flatMap(elapsed, (now) => {
      const cost = (bytes / bytesPerSecond) * 1000
      const start = Math.max(now, free)
      free = start + cost
      return start > now ? Effect.sleep(start - now) : Effect.void
    })
  return {
    slice,
    pass,
    limit: (bytes) =>
      bytes.pipe(
        Stream.flatMap((chunk) => Stream.fromIterable(slices(chunk, slice))),
        Stream.rechunk(1),
        Stream.tap((piece) => pass(piece.length))
      )
  }
}
