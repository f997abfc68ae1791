/**
 * Who has which name in a folder on Box. Everything lies in two buffers, as on the heap the list of a large folder takes
 * more room, and makes V8 let the whole heap grow to a multiple of it.
 */
import { hash, randomBytes } from "node:crypto"

/** Who has a name. */
export interface Occupant {
  readonly type: string
  readonly id: string
  readonly name: string
  /** Bytes, where it is known. */
  readonly size: number | undefined
  /** In hex, where it is known. */
  readonly sha1: string | undefined
}

export interface NameIndex {
  readonly add: (item: Occupant) => void
  /** Who has this name, or one that counts as the same. */
  readonly find: (name: string) => Occupant | undefined
}

const packed = ({ id, name, sha1, size, type }: Occupant): Buffer =>
  Buffer.from(`${type} ${id} ${size ?? ""} ${sha1 ?? ""} ${name}`)

const unpacked = (text: string): Occupant => {
  const [type = "", id = "", size = "", sha1 = "", ...name] = text.split(" ")
  return {
    type,
    id,
    name: name.join(" "),
    size: size === "" ? undefined : Number(size),
    sha1: sha1 === "" ? undefined : sha1
  }
}

/** Bytes in front of an entry: the hash of its name, and its length. */
const head = 8

/** `fold` gives names that count as one the same form: by default, as on Box, those that differ only in case. */
export const makeNameIndex = (fold: (name: string) => string = (name) => name.toLowerCase()): NameIndex => {
  // Nobody can prepare names that all have one hash.
  const seed = randomBytes(8).toString("hex")
  const hashOf = (name: string) => hash("sha1", seed + fold(name), "buffer").readUInt32LE()
  let entries = Buffer.alloc(64 * 1024)
  let used = 0
  let count = 0
  /** Where the entries are, plus one, as zero says that the slot is free. At least half of the slots are. */
  let slots = new Uint32Array(1024)

  const place = (hashed: number, at: number) => {
    let slot = hashed % slots.length
    while (slots[slot] !== 0) slot = (slot + 1) % slots.length
    slots[slot] = at + 1
  }

  const makeRoom = (bytes: number) => {
    if (used + bytes > entries.length) {
      const larger = Buffer.alloc(Math.max(used + bytes, Math.ceil(entries.length * 1.5)))
      entries.copy(larger, 0, 0, used)
      entries = larger
    }
    if ((count + 1) * 2 <= slots.length) return
    slots = new Uint32Array(slots.length * 2)
    for (let at = 0; at < used; at += head + entries.readUInt32LE(at + 4)) place(entries.readUInt32LE(at), at)
  }

  return {
    add: (item) => {
      const bytes = packed(item)
      makeRoom(head + bytes.length)
      const hashed = hashOf(item.name)
      entries.writeUInt32LE(hashed, used)
      entries.writeUInt32LE(bytes.length, used + 4)
      bytes.copy(entries, used + head)
      place(hashed, used)
      used += head + bytes.length
      count++
    },
    find: (name) => {
      const hashed = hashOf(name)
      for (let slot = hashed % slots.length; ; slot = (slot + 1) % slots.length) {
        const at = (slots[slot] ?? 0) - 1
        if (at < 0) return undefined
        if (entries.readUInt32LE(at) !== hashed) continue
        const start = at + head
        const found = unpacked(entries.toString("utf8", start, start + entries.readUInt32LE(at + 4)))
        if (fold(found.name) === fold(name)) return found
      }
    }
  }
}
