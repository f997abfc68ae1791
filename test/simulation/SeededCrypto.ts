/** WebCrypto of a process: as guessable as the seed, which is the point, and with answers that are there at once. */
import { createHash, createHmac } from "node:crypto"
import type { Choices } from "./Choices.ts"

const nameOf = (algorithm: AlgorithmIdentifier): string => (typeof algorithm === "string" ? algorithm : algorithm.name)

/** `promised` is told that somebody waits for a promise, which is kept already. */
export const seededCrypto = (choices: Choices, promised: () => void): Crypto => {
  const fill = (array: Uint8Array) => {
    for (let i = 0; i < array.length; i++) array[i] = choices.int(0, 255)
    return array
  }
  const keep = <A>(value: A): Promise<A> => {
    promised()
    return Promise.resolve(value)
  }
  const subtle = {
    digest: (algorithm: AlgorithmIdentifier, bytes: Uint8Array) =>
      keep(new Uint8Array(createHash(nameOf(algorithm).replace("-", "").toLowerCase()).update(bytes).digest()).buffer),
    // Nothing in a run has other keys than those of HMAC-SHA-256.
    importKey: (_format: string, key: Uint8Array) => keep(Uint8Array.from(key)),
    sign: (_algorithm: string, key: Uint8Array, bytes: Uint8Array) =>
      keep(new Uint8Array(createHmac("sha256", key).update(bytes).digest()).buffer),
    verify: (_algorithm: string, key: Uint8Array, signature: Uint8Array, bytes: Uint8Array) =>
      keep(createHmac("sha256", key).update(bytes).digest().equals(signature))
  }
  // Nothing in a run uses the rest of Crypto; whoever begins to gets a TypeError.
  return { getRandomValues: fill, subtle } as unknown as Crypto
}
