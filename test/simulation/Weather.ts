/** What goes wrong with a request: everything that the emulator can do, and what happens on the way to it. */
import type { BoxEmulator } from "@effect-box/core/testing"
import type { Choices } from "./Choices.ts"
import type { Edit } from "./OddAnswer.ts"

/** A request as far as it matters for what may happen to it. */
export type RequestKind = "token" | "content" | "part" | "upload" | "call"

export type Trouble =
  | { readonly _tag: "Fault"; readonly fault: BoxEmulator.Fault }
  /** No connection comes about. */
  | { readonly _tag: "Refused" }
  /** The connection breaks after some bytes of the request's body. */
  | { readonly _tag: "BrokenBody"; readonly after: number }
  /** A bit of the content flips on its way to Box. */
  | { readonly _tag: "DamagedBody" }
  /** Box does the work, and its answer is none that its documentation knows. */
  | { readonly _tag: "OddAnswer"; readonly edit: Edit }

interface Candidate {
  readonly weight: number
  readonly kinds?: ReadonlyArray<RequestKind>
  readonly make: (choices: Choices) => Trouble
}

const fault = (given: BoxEmulator.Fault): Trouble => ({ _tag: "Fault", fault: given })
const match = {}

const retryAfter = (choices: Choices): number | string =>
  choices.weighted<{ readonly weight: number; readonly value: number | string }>([
    { weight: 6, value: choices.int(1, 20) },
    { weight: 2, value: choices.int(30, 400) },
    { weight: 1, value: "soon" }
  ]).value

/** Refusals that say for sure that nothing was done. */
const surelyBefore = [400, 401, 403, 404, 409, 410, 412, 429, 507] as const
/** Failures after which nobody knows. */
const unclear = [500, 502, 504] as const

const candidates: ReadonlyArray<Candidate> = [
  {
    weight: 3,
    kinds: ["content", "part", "upload", "call"],
    make: (choices) => fault({ kind: "status", match, status: choices.pick(surelyBefore) })
  },
  {
    weight: 3,
    make: (choices) =>
      fault({ kind: "status", match, status: choices.pick([429, 503]), retryAfter: retryAfter(choices) })
  },
  {
    weight: 3,
    make: (choices) =>
      fault({
        kind: "status",
        match,
        status: choices.pick(unclear),
        body: choices.pick(["json", "html", "empty"]),
        when: choices.pick(["before", "after"])
      })
  },
  {
    weight: 2,
    make: (choices) => fault({ kind: "delay", match, delay: choices.pick([50, 400, 5_000, 40_000, 90_000]) })
  },
  { weight: 2, make: () => fault({ kind: "reset", match }) },
  { weight: 4, make: () => fault({ kind: "lostAnswer", match }) },
  { weight: 1, make: (choices) => fault({ kind: "stall", match, afterBytes: choices.int(0, 40) }) },
  { weight: 1, make: (choices) => fault({ kind: "truncate", match, afterBytes: choices.int(0, 40) }) },
  {
    weight: 5,
    kinds: ["content"],
    make: (choices) => fault({ kind: "truncate", match, afterBytes: choices.int(0, 40) })
  },
  { weight: 4, kinds: ["content"], make: () => fault({ kind: "corrupt", match }) },
  {
    weight: 1,
    kinds: ["content", "part", "upload", "call"],
    make: (choices) => fault({ kind: "notReady", match, retryAfter: choices.int(1, 20) })
  },
  { weight: 1, make: () => ({ _tag: "Refused" }) },
  { weight: 3, kinds: ["part", "upload"], make: (choices) => ({ _tag: "BrokenBody", after: choices.int(0, 500) }) },
  { weight: 2, kinds: ["part", "upload"], make: () => ({ _tag: "DamagedBody" }) },
  {
    weight: 3,
    kinds: ["token", "part", "upload", "call"],
    make: (choices) => ({ _tag: "OddAnswer", edit: choices.pick(["empty", "accepted", "odd"]) })
  },
  { weight: 1, kinds: ["call"], make: () => ({ _tag: "OddAnswer", edit: "encoded" }) },
  { weight: 3, kinds: ["content"], make: () => ({ _tag: "OddAnswer", edit: "encoded" }) }
]

/** What it is counted by. */
export const nameOf = (trouble: Trouble): string => {
  if (trouble._tag === "OddAnswer") return `${trouble.edit} answer`
  if (trouble._tag !== "Fault") return trouble._tag
  const { fault } = trouble
  return fault.kind === "status" ? `status ${fault.when === "after" ? "after the work" : fault.status}` : fault.kind
}

export class Weather {
  readonly #choices: Choices
  /** How probable trouble is for each request. */
  readonly #rate: number
  #calm = false

  constructor(choices: Choices, rate: number) {
    this.#choices = choices
    this.#rate = rate
  }

  /** From now on nothing goes wrong any more. */
  clear(): void {
    this.#calm = true
  }

  strike(kind: RequestKind): Trouble | undefined {
    // Of many requests few are downloads.
    const rate = kind === "content" ? 2 * this.#rate : this.#rate
    if (this.#calm || !this.#choices.chance(rate)) return undefined
    const possible = candidates.filter(({ kinds }) => kinds === undefined || kinds.includes(kind))
    return this.#choices.weighted(possible).make(this.#choices)
  }

  /** Milliseconds on the way, one direction. */
  latency(): number {
    return this.#choices.int(20, 120)
  }
}
