/** Names that were seen in a directory. They lie in one buffer, as a `Set` of them takes several times the room. */
import { hash, randomBytes } from "node:crypto"

export interface NameSet {
  readonly add: (name: string) => void
  readonly has: (name: string) => boolean
}

export const makeNameSet = (): NameSet => {
  // Nobody can prepare names that all have one hash.
  const seed = randomBytes(8).toString("hex")
  // 48 bits, and never zero, which says that a slot is free. At least half of the slots are.
  const hashOf = (name: string) => hash("sha1", seed + name, "buffer").readUIntBE(0, 6) + 1
  let slots = new Float64Array(64)
  let count = 0

  const slotOf = (hashed: number): number => {
    let slot = hashed % slots.length
    while (slots[slot] !== 0 && slots[slot] !== hashed) slot = (slot + 1) % slots.length
    return slot
  }

  return {
    add: (name) => {
      const hashed = hashOf(name)
      const slot = slotOf(hashed)
      if (slots[slot] === hashed) return
      slots[slot] = hashed
      count++
      if (count * 2 <= slots.length) return
      const before = slots
      slots = new Float64Array(before.length * 2)
      for (const each of before) if (each !== 0) slots[slotOf(each)] = each
    },
    has: (name) => {
      const hashed = hashOf(name)
      return slots[slotOf(hashed)] === hashed
    }
  }
}
