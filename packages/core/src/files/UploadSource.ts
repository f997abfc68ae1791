/**
 * Where the bytes of an upload come from. The kind decides what can be done when a request fails: what can be read
 * again is sent again, a one-shot stream never is.
 *
 * @example
 * ```ts
 * import { FileUpload, UploadSource } from "@effect-box/core"
 *
 * const hello = UploadSource.fromBytes(new TextEncoder().encode("hello"))
 * const upload = FileUpload.upload(hello, { folder_id: "0", name: "hello.txt" })
 * ```
 */
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import { tryRead } from "../internal/argument.ts"

/** Bytes in memory. They are not copied, so they must not change while the upload runs. */
export interface Bytes {
  readonly _tag: "Bytes"
  readonly size: number
  readonly bytes: Uint8Array
}

/** A stream that can be opened again and yields the same `size` bytes each time. */
export interface Recreated<out E, out R> {
  readonly _tag: "Recreated"
  /** Bytes. */
  readonly size: number
  readonly stream: () => Stream.Stream<Uint8Array, E, R>
}

/** Bytes that can be read at any position, such as an open file. */
export interface Positions<out E, out R> {
  readonly _tag: "Positions"
  /** Bytes. */
  readonly size: number
  readonly read: Read<E, R>
  /** `read` may be given memory that a thread reads as well (a `SharedArrayBuffer`), as `node:fs` may. Default `false`. */
  readonly fillsSharedMemory?: boolean | undefined
}

/**
 * Gives exactly `length` bytes from `offset` on. They may be put into `memory`, which has that many bytes and is used for
 * one part after the other, so that an upload leaves no garbage; bytes of one's own do as well.
 */
export type Read<out E, out R> = (offset: number, length: number, memory: Uint8Array) => Effect.Effect<Uint8Array, E, R>

/** A stream that can be read once and whose size nobody knows before its end. */
export interface OneShot<out E, out R> {
  readonly _tag: "OneShot"
  /** Gives the stream to the first caller and nothing to all later ones. */
  readonly take: () => Stream.Stream<Uint8Array, E, R> | undefined
}

/** A source of known size, which any kind of upload can take. */
export type Sized<E = never, R = never> = Bytes | Recreated<E, R> | Positions<E, R>

/** Any source. */
export type UploadSource<E = never, R = never> = Sized<E, R> | OneShot<E, R>

/** Bytes in memory. */
export const fromBytes = (bytes: Uint8Array): Bytes => ({
  _tag: "Bytes",
  // What is no Uint8Array is refused by the upload, in words.
  size: tryRead(() => bytes instanceof Uint8Array) === true ? bytes.length : Number.NaN,
  bytes
})

/**
 * A stream that can be opened again. Below `FileUpload.chunkThreshold` it is opened at least twice (once for the
 * digest, and once for each attempt); from there on once, because failed parts are sent again from memory. A stream
 * that yields fewer or more bytes than `size` fails the upload with `BoxIntegrityError`, and nothing is stored.
 */
export const fromStream = <E = never, R = never>(options: {
  /** Bytes. */
  readonly size: number
  readonly stream: () => Stream.Stream<Uint8Array, E, R>
}): Recreated<E, R> => ({ _tag: "Recreated", ...options })

/** Bytes that can be read at any position. Reads are in order, one at a time, and at most one part long; see {@link Read}. */
export const fromPositions = <E = never, R = never>(options: {
  /** Bytes. */
  readonly size: number
  readonly read: Read<E, R>
  /** See {@link Positions}. */
  readonly fillsSharedMemory?: boolean | undefined
}): Positions<E, R> => ({ _tag: "Positions", ...options })

/**
 * A stream that can be read once, of unknown size: it goes out in one request in chunked encoding, with nothing held in
 * memory. No failure is tried again (`BoxBodyConsumed` with the reason), and neither is the source: a second upload of
 * it fails with `BoxBodyConsumed` before anything is sent. Give a source that can be read again wherever there is one.
 */
export const fromOneShot = <E = never, R = never>(stream: Stream.Stream<Uint8Array, E, R>): OneShot<E, R> => {
  let taken = false
  return {
    _tag: "OneShot",
    take: () => {
      if (taken) return undefined
      taken = true
      return stream
    }
  }
}
