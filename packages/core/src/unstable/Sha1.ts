/**
 * Incremental SHA-1, the digest that Box uses for files and parts of files. For `@effect-box/node`; may change in any
 * release.
 *
 * The default is written in plain TypeScript and runs anywhere. `@effect-box/node` replaces it with Node's native one.
 *
 * @see https://developer.box.com/guides/uploads/check/
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

/**
 * A digest in progress. `update` may be called any number of times; `digest` ends it and returns the 20 bytes.
 *
 * @category models
 * @since 0.1.0
 */
export interface Sha1Hasher {
  readonly update: (bytes: Uint8Array) => void
  readonly digest: () => Uint8Array
}

/**
 * Digests of one file and of its parts, computed alongside the rest of the program. Bytes are processed in order.
 *
 * @category models
 * @since 0.1.0
 */
export interface PartHasher {
  /** Allocates memory that `append` and `update` can hash without a copy. */
  readonly allocate: (length: number) => Uint8Array
  /** Adds bytes that are not a part. Returns an effect that waits until they may change. */
  readonly append: (bytes: Uint8Array) => Effect.Effect<Effect.Effect<void>>
  /**
   * Adds the next part of the file. Returns an effect that waits for its digest; the part must not change until then.
   */
  readonly update: (bytes: Uint8Array) => Effect.Effect<Effect.Effect<Uint8Array>>
  /** The digest of the whole file, 20 bytes. Can be used once. */
  readonly digest: Effect.Effect<Uint8Array>
}

/**
 * How a program computes SHA-1.
 *
 * @category models
 * @since 0.1.0
 */
export interface Sha1Service {
  readonly create: () => Sha1Hasher
  /**
   * Opens a hasher for large files that is faster than `create`. Returns `undefined` if there is none.
   */
  readonly openParts?: Effect.Effect<PartHasher | undefined, never, Scope.Scope>
  /** The size of a file, in bytes, below which `openParts` costs more than it saves. By default 16 MiB. */
  readonly openPartsFrom?: number
}

const blockSize = 64

/**
 * SHA-1 in plain TypeScript, for platforms without an incremental digest of their own (WebCrypto only hashes whole
 * buffers).
 *
 * @example
 * ```ts
 * import { makePortable } from "@effect-box/core/unstable/Sha1"
 *
 * const hasher = makePortable()
 * hasher.update(new TextEncoder().encode("hello"))
 *
 * console.log(Buffer.from(hasher.digest()).toString("hex")) // aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const makePortable = (): Sha1Hasher => {
  let h0 = 0x67452301
  let h1 = 0xefcdab89 | 0
  let h2 = 0x98badcfe | 0
  let h3 = 0x10325476
  let h4 = 0xc3d2e1f0 | 0
  const words = new Int32Array(80)
  const pending = new Uint8Array(blockSize)
  let pendingLength = 0
  let total = 0

  // Every index below is within the 80 words, so each `!` is safe by construction.
  const compress = (block: Uint8Array, start: number): void => {
    for (let i = 0, p = start; i < 16; i++, p += 4) {
      words[i] = (block[p]! << 24) | (block[p + 1]! << 16) | (block[p + 2]! << 8) | block[p + 3]!
    }
    for (let i = 16; i < 80; i++) {
      const w = words[i - 3]! ^ words[i - 8]! ^ words[i - 14]! ^ words[i - 16]!
      words[i] = (w << 1) | (w >>> 31)
    }
    let a = h0
    let b = h1
    let c = h2
    let d = h3
    let e = h4
    for (let i = 0; i < 80; i++) {
      const mix =
        i < 20
          ? ((b & c) | (~b & d)) + 0x5a827999
          : i < 40
            ? (b ^ c ^ d) + 0x6ed9eba1
            : i < 60
              ? ((b & c) | (b & d) | (c & d)) + (0x8f1bbcdc | 0)
              : (b ^ c ^ d) + (0xca62c1d6 | 0)
      const next = (((a << 5) | (a >>> 27)) + mix + e + words[i]!) | 0
      e = d
      d = c
      c = (b << 30) | (b >>> 2)
      b = a
      a = next
    }
    h0 = (h0 + a) | 0
    h1 = (h1 + b) | 0
    h2 = (h2 + c) | 0
    h3 = (h3 + d) | 0
    h4 = (h4 + e) | 0
  }

  const update = (bytes: Uint8Array): void => {
    total += bytes.length
    let offset = 0
    if (pendingLength > 0) {
      offset = Math.min(blockSize - pendingLength, bytes.length)
      pending.set(bytes.subarray(0, offset), pendingLength)
      pendingLength += offset
      if (pendingLength < blockSize) return
      compress(pending, 0)
      pendingLength = 0
    }
    for (; offset + blockSize <= bytes.length; offset += blockSize) compress(bytes, offset)
    if (offset < bytes.length) {
      pending.set(bytes.subarray(offset), 0)
      pendingLength = bytes.length - offset
    }
  }

  const digest = (): Uint8Array => {
    const bits = total * 8
    const tail = new Uint8Array(pendingLength < 56 ? blockSize : blockSize * 2)
    tail.set(pending.subarray(0, pendingLength))
    tail[pendingLength] = 0x80
    const view = new DataView(tail.buffer)
    view.setUint32(tail.length - 8, Math.floor(bits / 0x1_0000_0000))
    view.setUint32(tail.length - 4, bits >>> 0)
    for (let start = 0; start < tail.length; start += blockSize) compress(tail, start)
    const out = new DataView(new ArrayBuffer(20))
    ;[h0, h1, h2, h3, h4].forEach((word, i) => {
      out.setInt32(i * 4, word)
    })
    return new Uint8Array(out.buffer)
  }

  return { update, digest }
}

/**
 * How this program computes SHA-1. Replace it if the platform has a faster one: `Effect.provideService(program, Sha1,
 * { create })`, or `NodeSha1.layer` on Node.
 *
 * @category references
 * @since 0.1.0
 */
export const Sha1: Context.Reference<Sha1Service> = /*#__PURE__*/ Context.Reference("effect-box/Sha1", {
  defaultValue: (): Sha1Service => ({ create: makePortable })
})

/** The number of bytes that are hashed before other fibers get a turn. */
const hashedAtOnce = 1024 * 1024

const updateInTurns = Effect.fnUntraced(function* (hashers: ReadonlyArray<Sha1Hasher>, bytes: Uint8Array) {
  for (let offset = 0; offset < bytes.length; offset += hashedAtOnce) {
    if (offset > 0) yield* Effect.yieldNow
    for (const hasher of hashers) hasher.update(bytes.subarray(offset, offset + hashedAtOnce))
  }
})

/** Hashes in slices, in turn with the program's other fibers. */
const inTurns = ({ create }: Sha1Service): PartHasher => {
  const whole = create()
  return {
    allocate: (length) => new Uint8Array(length),
    append: (bytes) => Effect.as(updateInTurns([whole], bytes), Effect.void),
    update: (bytes) =>
      Effect.suspend(() => {
        const own = create()
        return Effect.as(updateInTurns([own, whole], bytes), Effect.sync(own.digest))
      }),
    digest: Effect.sync(whole.digest)
  }
}

/**
 * The fastest hasher for a file of that size: `openParts`, or `create` one piece at a time.
 *
 * @category constructors
 * @since 0.1.0
 */
export const openHasher = Effect.fnUntraced(function* (size: number): Effect.fn.Return<PartHasher, never, Scope.Scope> {
  const service = yield* Sha1
  const { openParts, openPartsFrom = 16 * 1024 * 1024 } = service
  const beside = openParts === undefined || size < openPartsFrom ? undefined : yield* openParts
  return beside ?? inTurns(service)
})
