/** Binary formats are written as lists of bytes. */

export const concat = (parts: ReadonlyArray<Uint8Array>): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    out.set(part, offset)
    offset += part.length
  }
  return out
}

/** The `size` bytes of a whole number, the highest first. */
export const bigEndian = (value: number, size: number): ReadonlyArray<number> =>
  Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** (size - 1 - index)) % 256)

/** The `size` bytes of a whole number, the lowest first. */
export const littleEndian = (value: number, size: number): ReadonlyArray<number> => bigEndian(value, size).toReversed()
