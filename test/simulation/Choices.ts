/** Where every decision of a run comes from: one seed, and a stream of its own for each purpose. */
import type { Random } from "effect/Random"

const hash = (text: string): number => {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

/** Small fast counter (sfc32): 128 bits of state, equal on every machine. */
const generator = (seed: string): (() => number) => {
  let [a, b, c, counter] = [hash(`${seed}/a`), hash(`${seed}/b`), hash(`${seed}/c`), 1]
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 0x1_0000_0000
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

export class Choices {
  readonly next: () => number
  readonly #seed: string

  constructor(seed: string) {
    this.#seed = seed
    this.next = generator(seed)
  }

  /** A stream that does not depend on how often this one was asked. */
  fork(name: string): Choices {
    return new Choices(`${this.#seed}/${name}`)
  }

  /** A whole number, both ends included. */
  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<A>(from: ReadonlyArray<A>): A {
    const picked = from[Math.floor(this.next() * from.length)]
    if (picked === undefined) throw new Error("nothing to choose from")
    return picked
  }

  weighted<A extends { readonly weight: number }>(from: ReadonlyArray<A>): A {
    let left = this.next() * from.reduce((sum, { weight }) => sum + weight, 0)
    for (const candidate of from) {
      left -= candidate.weight
      if (left < 0) return candidate
    }
    return this.pick(from)
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.int(0, 255))
  }

  /** For Effect. */
  get random(): Random {
    return {
      nextDoubleUnsafe: this.next,
      nextIntUnsafe: () => this.int(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    }
  }
}
