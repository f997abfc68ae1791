/**
 * Sources of bytes for uploads. The kind of source decides what happens if a request fails: a source that can be read
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

/**
 * Bytes in memory. They are not copied, so they must not change during the upload.
 *
 * @category models
 * @since 0.1.0
 */
export interface Bytes {
  readonly _tag: "Bytes"
  readonly size: number
  readonly bytes: Uint8Array
}

/**
 * A stream that can be opened again and yields the same `size` bytes each time.
 *
 * @category models
 * @since 0.1.0
 */
export interface Recreated<out E, out R> {
  readonly _tag: "Recreated"
  /** Bytes. */
  readonly size: number
  readonly stream: () => Stream.Stream<Uint8Array, E, R>
}

/**
 * Bytes that can be read at any position, such as an open file.
 *
 * @category models
 * @since 0.1.0
 */
export interface Positions<out E, out R> {
  readonly _tag: "Positions"
  /** Bytes. */
  readonly size: number
  readonly read: Read<E, R>
  /**
   * Whether `read` can fill memory that a thread reads as well (a `SharedArrayBuffer`), as `node:fs` can. Default
   * `false`.
   */
  readonly fillsSharedMemory?: boolean | undefined
}

/**
 * Reads exactly `length` bytes from `offset`. It may put them into `memory`, which has that length and is reused for
 * later parts, so that an upload creates no garbage. It may also return memory of its own.
 *
 * @category models
 * @since 0.1.0
 */
export type Read<out E, out R> = (offset: number, length: number, memory: Uint8Array) => Effect.Effect<Uint8Array, E, R>

/**
 * A stream that can be read only once, such as the body of a request.
 *
 * @category models
 * @since 0.1.0
 */
export interface OneShot<out E, out R> {
  readonly _tag: "OneShot"
  /** Bytes; `undefined` if it is unknown before the stream ends. */
  readonly size?: number | undefined
  /** Returns the stream to the first caller, and `undefined` to all later ones. */
  readonly take: () => Stream.Stream<Uint8Array, E, R> | undefined
}

/**
 * A source of known size. Every kind of upload accepts it.
 *
 * @category models
 * @since 0.1.0
 */
export type Sized<E = never, R = never> = Bytes | Recreated<E, R> | Positions<E, R>

/**
 * Any source.
 *
 * @category models
 * @since 0.1.0
 */
export type UploadSource<E = never, R = never> = Sized<E, R> | OneShot<E, R>

/**
 * A source from bytes in memory.
 *
 * @example
 * ```ts
 * import { UploadSource } from "@effect-box/core"
 *
 * const source = UploadSource.fromBytes(new TextEncoder().encode("hello"))
 *
 * console.log(source.size) // 5
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromBytes = (bytes: Uint8Array): Bytes => ({
  _tag: "Bytes",
  // The upload rejects anything but a Uint8Array with a clear message.
  size: tryRead(() => bytes instanceof Uint8Array) === true ? bytes.length : Number.NaN,
  bytes
})

/**
 * A source from a stream that can be opened again. Below `FileUpload.chunkThreshold` it is opened at least twice: once
 * for the digest, and once for each attempt. Above, it is opened once, because failed parts are sent again from
 * memory. If the stream yields fewer or more bytes than `size`, the upload fails with `BoxIntegrityError`, and nothing
 * is stored.
 *
 * @example
 * ```ts
 * import { FileUpload, UploadSource } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect, Stream } from "effect"
 *
 * const source = UploadSource.fromStream({ size: 3, stream: () => Stream.make(new Uint8Array([1, 2, 3])) })
 *
 * const size = FileUpload.upload(source, { folder_id: "0", name: "three.bin" }).pipe(
 *   Effect.map((file) => file.size),
 *   Effect.provide(BoxEmulator.layer)
 * )
 *
 * console.log(await Effect.runPromise(size)) // 3
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromStream = <E = never, R = never>(options: {
  /** Bytes. */
  readonly size: number
  readonly stream: () => Stream.Stream<Uint8Array, E, R>
}): Recreated<E, R> => ({ _tag: "Recreated", ...options })

/**
 * A source of bytes that can be read at any position. Reads are sequential, one at a time, and at most one part long;
 * see {@link Read}.
 *
 * @example
 * ```ts
 * import { UploadSource } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const zeros = UploadSource.fromPositions({ size: 1024, read: (_, length) => Effect.succeed(new Uint8Array(length)) })
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromPositions = <E = never, R = never>(options: {
  /** Bytes. */
  readonly size: number
  readonly read: Read<E, R>
  /** See {@link Positions}. */
  readonly fillsSharedMemory?: boolean | undefined
}): Positions<E, R> => ({ _tag: "Positions", ...options })

/**
 * A source from a stream that can be read only once, such as the body of a request. A second upload of the source fails
 * with `BoxBodyConsumed` before anything is sent. Use a source that can be read again if you can.
 *
 * With a `size`, failures are retried, because what was read is kept until Box has it: below `FileUpload.chunkThreshold`
 * the whole content, from there on only the parts under way, in an upload session. So it holds at most 20 MB, or one part
 * for each of `concurrency` workers. If the stream yields fewer or more bytes than `size`, the upload fails with
 * `BoxIntegrityError`, and nothing is stored.
 *
 * Without a `size`, the stream is sent in one request with chunked encoding, and nothing is held in memory. Failures are
 * not retried (`BoxBodyConsumed` with the reason).
 *
 * @example
 * ```ts
 * import { FileUpload, UploadSource } from "@effect-box/core"
 * import type { Stream } from "effect"
 *
 * const film = <E>(body: Stream.Stream<Uint8Array, E>, size: number) =>
 *   FileUpload.upload(UploadSource.fromOneShot(body, { size }), { folder_id: "0", name: "film.mov", concurrency: 2 })
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromOneShot = <E = never, R = never>(
  stream: Stream.Stream<Uint8Array, E, R>,
  options: {
    /** Bytes, as `content-length` says. Default: unknown. */
    readonly size?: number | undefined
  } = {}
): OneShot<E, R> => {
  let taken = false
  return {
    _tag: "OneShot",
    size: tryRead(() => options.size),
    take: () => {
      if (taken) return undefined
      taken = true
      return stream
    }
  }
}
