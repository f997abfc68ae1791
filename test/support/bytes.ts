/** Bytes to transfer, and their digests. */
import { createHash } from "node:crypto"
import { assert } from "@effect/vitest"

/** `length` bytes that differ from place to place. */
export const bytesOf = (length: number, seed = 1): Uint8Array => {
  const bytes = new Uint8Array(length)
  // Two at a time: tests make hundreds of megabytes.
  const pairs = new Uint16Array(bytes.buffer, 0, length >>> 1)
  let state = seed
  for (let i = 0; i < pairs.length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0
    pairs[i] = state >>> 16
  }
  if (length % 2 === 1) bytes[length - 1] = state >>> 8
  return bytes
}

/** The assertion of chai compares one byte after the other, which takes seconds; it is for what differs. */
export const assertSameBytes = (actual: Uint8Array, expected: Uint8Array): void => {
  if (Buffer.compare(actual, expected) !== 0) assert.deepStrictEqual(actual, expected)
}

export const sha1Of = (content: Uint8Array | string): string => createHash("sha1").update(content).digest("hex")

export const joinBytes = (chunks: ReadonlyArray<Uint8Array>): Uint8Array => new Uint8Array(Buffer.concat(chunks))
