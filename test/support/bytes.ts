/** Bytes to transfer, and their digests. */
import { createHash } from "node:crypto"

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

export const sha1Of = (content: Uint8Array | string): string => createHash("sha1").update(content).digest("hex")

export const joinBytes = (chunks: ReadonlyArray<Uint8Array>): Uint8Array => new Uint8Array(Buffer.concat(chunks))
