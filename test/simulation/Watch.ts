/** What a run leaves behind: a trace of everything that happened, and the invariants that did not hold. */
import type { Kernel } from "./Kernel.ts"

export interface Violation {
  /** Short and stable, so that runs can be counted by it. */
  readonly invariant: string
  readonly detail: string
}

export class Watch {
  readonly trace: Array<string> = []
  readonly violations: Array<Violation> = []
  /** How often what happened: work and its outcomes, trouble, ends of processes. */
  readonly counts = new Map<string, number>()
  readonly #kernel: Kernel
  readonly #start: number

  constructor(kernel: Kernel) {
    this.#kernel = kernel
    this.#start = kernel.now
  }

  note(text: string): void {
    this.trace.push(`${((this.#kernel.now - this.#start) / 1000).toFixed(3).padStart(10)} s  ${text}`)
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }

  violated(invariant: string, detail: string): void {
    this.note(`VIOLATION ${invariant}: ${detail}`)
    this.violations.push({ invariant, detail })
  }
}
