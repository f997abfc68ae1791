/** The bytes of files, as a seed says them. */
import * as Base64 from "effect/encoding/Base64"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import type { Item } from "../Seed.ts"
import type { Content } from "./worldRequests.ts"

/** The bytes of every file of which only the size is said, over and over. 251 is prime, so that no two parts are the same soon. */
const block = Uint8Array.from({ length: 251 * 256 }, (_, index) => (index % 251) ^ (index >> 8))

/** The fixed bytes of a file of this size. */
const sized = (size: number): Content => {
  const chunks = function* () {
    for (let at = 0; at < size; at += block.length) yield block.subarray(0, Math.min(block.length, size - at))
  }
  return { size, bytes: Stream.suspend(() => Stream.fromIterable(chunks())) }
}

const whole = (bytes: Uint8Array): Content => ({ size: bytes.length, bytes })

/** The content of a file in a seed. Nothing, if the item is no file. */
export const contentOf = ({ base64, size, text }: Item): Content | undefined => {
  if (text !== undefined) return whole(new TextEncoder().encode(text))
  if (size !== undefined) return sized(size)
  // The schema has checked it.
  return base64 === undefined ? undefined : whole(Result.getOrElse(Base64.decode(base64), () => new Uint8Array(0)))
}

const textIn = (bytes: Uint8Array): string | undefined => {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
    // Control characters mean that it is something else, which base64 says more shortly.
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

const isSized = (bytes: Uint8Array): boolean => {
  for (let index = 0; index < bytes.length; index++) if (bytes[index] !== block[index % block.length]) return false
  return true
}

/** How a seed says these bytes. */
export const sayBytes = (bytes: Uint8Array): Pick<Item, "text" | "size" | "base64"> => {
  // Of a few bytes it would be chance.
  if (bytes.length > 16 && isSized(bytes)) return { size: bytes.length }
  const text = textIn(bytes)
  return text === undefined ? { base64: Base64.encode(bytes) } : { text }
}
