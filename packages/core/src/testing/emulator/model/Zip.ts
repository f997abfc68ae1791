/**
 * Writes zip archives, with everything stored as it is. Sizes are known beforehand, so the length of the archive is too.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { littleEndian } from "../wire/Bytes.ts"
import { crc32 } from "../wire/Crc32.ts"

export interface ZipEntry<E> {
  /** With slashes. A folder ends with one. */
  readonly path: string
  /** Milliseconds since 1970. */
  readonly modifiedAt: number
  readonly size: number
  /** It is read twice: the checksum stands before the content. */
  readonly content: Stream.Stream<Uint8Array, E>
}

/** Of the archive, in bytes and in entries. Beyond them another form would be needed. */
export const largestZip = 0xffff_ffff
export const mostEntries = 0xffff

const localHeaderSize = 30
const centralHeaderSize = 46
const endSize = 22

const encoder = new TextEncoder()
const pathSize = (path: string): number => encoder.encode(path).length

export const zipSize = (entries: ReadonlyArray<Pick<ZipEntry<never>, "path" | "size">>): number =>
  entries.reduce(
    (total, { path, size }) => total + localHeaderSize + centralHeaderSize + 2 * pathSize(path) + size,
    endSize
  )

/** In the format of MS-DOS, which begins in 1980 and counts in steps of two seconds. */
const dosTime = (at: number): ReadonlyArray<number> => {
  const { day, hour, minute, month, second, year } = DateTime.toPartsUtc(
    DateTime.makeUnsafe(Math.max(at, 315_532_800_000))
  )
  const time = (hour << 11) | (minute << 5) | (second >> 1)
  const date = ((year - 1980) << 9) | (month << 5) | day
  return [...littleEndian(time, 2), ...littleEndian(date, 2)]
}

const u16 = (value: number) => littleEndian(value, 2)
const u32 = (value: number) => littleEndian(value, 4)

/** What both headers of an entry have: version 2.0, names in UTF-8, stored. */
const common = <E>({ modifiedAt, path, size }: ZipEntry<E>, crc: number): ReadonlyArray<number> => [
  ...u16(20),
  ...u16(0x0800),
  ...u16(0),
  ...dosTime(modifiedAt),
  ...u32(crc),
  ...u32(size),
  ...u32(size),
  ...u16(pathSize(path)),
  ...u16(0)
]

const signature = (last: number, first: number) => [0x50, 0x4b, last, first]

/** The archive. `onEntry` runs after each entry. */
export const zipStream = <E>(
  entries: ReadonlyArray<ZipEntry<E>>,
  onEntry: (entry: ZipEntry<E>) => void
): Stream.Stream<Uint8Array, E> =>
  Stream.suspend(() => {
    const directory: Array<Uint8Array> = []
    let offset = 0
    const write = (entry: ZipEntry<E>): Stream.Stream<Uint8Array, E> =>
      Stream.unwrap(
        Effect.map(
          Stream.runFold(
            entry.content,
            () => 0,
            (crc, bytes) => crc32(bytes, crc)
          ),
          (crc) => {
            const name = encoder.encode(entry.path)
            directory.push(
              Uint8Array.of(
                ...signature(0x01, 0x02),
                ...u16(20),
                ...common(entry, crc),
                ...u16(0),
                ...u16(0),
                ...u16(0),
                ...u32(entry.path.endsWith("/") ? 0x10 : 0),
                ...u32(offset)
              ),
              name
            )
            offset += localHeaderSize + name.length + entry.size
            const header = Uint8Array.of(...signature(0x03, 0x04), ...common(entry, crc))
            return Stream.concat(
              Stream.concat(Stream.make(header, name), entry.content),
              Stream.suspend(() => {
                onEntry(entry)
                return Stream.empty
              })
            )
          }
        )
      )
    const end = Stream.suspend(() => {
      const size = directory.reduce((total, part) => total + part.length, 0)
      const count = u16(entries.length)
      return Stream.make(
        ...directory,
        Uint8Array.of(
          ...signature(0x05, 0x06),
          ...u16(0),
          ...u16(0),
          ...count,
          ...count,
          ...u32(size),
          ...u32(offset),
          0,
          0
        )
      )
    })
    return Stream.concat(Stream.flatMap(Stream.fromIterable(entries), write), end)
  })
