/** Opaque identifiers, generated with Effect's `Random`, so that a seeded program is reproducible. */
import type * as Random from "effect/Random"

const draw = (random: Random.Random, alphabet: string, length: number): string => {
  let out = ""
  for (let i = 0; i < length; i++) out += alphabet.charAt(Math.floor(random.nextDoubleUnsafe() * alphabet.length))
  return out
}

/** Upper-case hexadecimal digits, as in upload session and part ids. */
export const hex = (random: Random.Random, length: number): string => draw(random, "0123456789ABCDEF", length)

/** Letters and digits, as in tokens. */
export const alphanumerics = (random: Random.Random, length: number): string =>
  draw(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", length)

/** A version 4 UUID, as in metadata. */
export const uuid = (random: Random.Random): string => {
  const digits = hex(random, 32).toLowerCase()
  const variant = "89ab".charAt(Math.floor(random.nextDoubleUnsafe() * 4))
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20)
  ].join("-")
}
