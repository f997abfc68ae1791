/** Pictures of one grey, of any size. They stand where Box would show what is in a file. */
import { bigEndian, concat } from "./Bytes.ts"
import { crc32 } from "./Crc32.ts"

export type PictureFormat = "png" | "jpg"

export interface Size {
  readonly width: number
  readonly height: number
}

const grey = 0x80

const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const named = concat([new TextEncoder().encode(type), data])
  return concat([Uint8Array.from(bigEndian(data.length, 4)), named, Uint8Array.from(bigEndian(crc32(named), 4))])
}

const adler32 = (bytes: Uint8Array): number => {
  let a = 1
  let b = 0
  for (const byte of bytes) {
    a = (a + byte) % 65521
    b = (b + a) % 65521
  }
  return b * 65536 + a
}

const largestBlock = 0xffff

/** A zlib stream of stored blocks: nothing is compressed. */
const stored = (bytes: Uint8Array): Uint8Array => {
  const blocks: Array<Uint8Array> = [Uint8Array.of(0x78, 0x01)]
  for (let at = 0; at < bytes.length; at += largestBlock) {
    const { length } = bytes.subarray(at, at + largestBlock)
    const isLast = at + length === bytes.length
    blocks.push(
      Uint8Array.of(isLast ? 1 : 0, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff),
      bytes.subarray(at, at + length)
    )
  }
  return concat([...blocks, Uint8Array.from(bigEndian(adler32(bytes), 4))])
}

/** One bit for each pixel, all of them 0: the only colour of the palette. */
const png = ({ width, height }: Size): Uint8Array =>
  concat([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", Uint8Array.of(...bigEndian(width, 4), ...bigEndian(height, 4), 1, 3, 0, 0, 0)),
    chunk("PLTE", Uint8Array.of(grey, grey, grey)),
    chunk("IDAT", stored(new Uint8Array(height * (1 + Math.ceil(width / 8))))),
    chunk("IEND", new Uint8Array(0))
  ])

const segment = (marker: number, content: ReadonlyArray<number>): Uint8Array =>
  Uint8Array.of(0xff, marker, ...bigEndian(content.length + 2, 2), ...content)

/** A Huffman table with one code, a single 0 bit, for the symbol 0. */
const oneCode = (table: number): Uint8Array => segment(0xc4, [table, 1, ...Array<number>(15).fill(0), 0])

/** Every block of 8 by 8 pixels is two 0 bits: as grey as the one before, and no detail. The first is as grey as can be. */
const jpg = ({ width, height }: Size): Uint8Array => {
  const bits = Math.ceil(width / 8) * Math.ceil(height / 8) * 2
  const scan = new Uint8Array(Math.ceil(bits / 8))
  // The rest of the last byte is filled with 1 bits.
  if (bits % 8 > 0) scan[scan.length - 1] = 0xff >> (bits % 8)
  return concat([
    Uint8Array.of(0xff, 0xd8),
    segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    segment(0xdb, [0, ...Array<number>(64).fill(1)]),
    segment(0xc0, [8, ...bigEndian(height, 2), ...bigEndian(width, 2), 1, 1, 0x11, 0]),
    oneCode(0x00),
    oneCode(0x10),
    segment(0xda, [1, 1, 0, 0, 63, 0]),
    scan,
    Uint8Array.of(0xff, 0xd9)
  ])
}

export const placeholder = (format: PictureFormat, size: Size): Uint8Array => (format === "png" ? png(size) : jpg(size))
