/**
 * What outlives the processes: the token persistence and the store of checkpoints, as files or database rows do for real
 * ones.
 */
import { BoxError, BoxRequest, TokenPersistence } from "@effect-box/core"
import { Context, Effect, Option } from "effect"
import { KeyValueStore } from "effect/persistence"
import type { Choices } from "./Choices.ts"
import type { Kernel, Process } from "./Kernel.ts"
import type { LoginLedger } from "./LoginLedger.ts"
import type { Watch } from "./Watch.ts"

/** Whoever reads outside of it, though in the same process, sees nothing of a transaction. */
const InSection = Context.Reference<boolean>("simulation/InSection", { defaultValue: () => false })

interface Ticket {
  readonly process: Process
  enter: () => void
}

interface Section {
  owner: Ticket | undefined
  waiting: Array<Ticket>
  /** What the owner has set and not committed. */
  draft: TokenPersistence.TokenPair | undefined
}

export interface PersistenceOptions {
  /** Whether the exclusive section holds between processes, or, as with a `KeyValueStore`, only within one. */
  readonly exclusive: boolean
  /** Whether the section is a transaction: what is set inside is seen by others, and survives, only after its end. */
  readonly transactional: boolean
  /** Milliseconds at most, in each direction. */
  readonly latency: number
  /** How probable it is that a step fails. */
  readonly failures: number
}

export class SharedPersistence {
  stored: TokenPersistence.TokenPair | undefined
  /** With the operation that wrote it last. */
  readonly #checkpoints = new Map<string, { readonly value: string; readonly operation: string }>()
  /** From when on nothing fails any more. */
  reliable = false
  readonly #sections = new Map<Process | "all", Section>()
  readonly #kernel: Kernel
  readonly #choices: Choices
  readonly #options: PersistenceOptions
  readonly #ledger: LoginLedger
  readonly #watch: Watch

  constructor(kernel: Kernel, choices: Choices, options: PersistenceOptions, ledger: LoginLedger, watch: Watch) {
    this.#kernel = kernel
    this.#choices = choices
    this.#options = options
    this.#ledger = ledger
    this.#watch = watch
  }

  /** What one process has of it. */
  handle(process: Process): TokenPersistence.TokenPersistence["Service"] {
    const get = Effect.flatMap(InSection, (inside) =>
      this.#step(process, "get", () =>
        Option.fromUndefinedOr((inside ? this.#draftOf(process)?.draft : undefined) ?? this.stored)
      )
    )
    const clear = this.#step(process, "clear", () => {
      this.stored = undefined
    })
    return TokenPersistence.TokenPersistence.of({
      get,
      clear,
      set: (pair) =>
        Effect.tapError(
          this.#step(process, "set", () => {
            const section = this.#draftOf(process)
            if (section === undefined) this.#store(pair)
            else section.draft = pair
          }),
          () => Effect.sync(() => this.#ledger.saving(pair, "failed"))
        ),
      exclusively: (effect) => this.#exclusively(process, effect)
    })
  }

  #store(pair: TokenPersistence.TokenPair): void {
    this.#ledger.saving(pair, "saved")
    this.stored = pair
  }

  /** The transaction that the process is in. */
  #draftOf(process: Process): Section | undefined {
    const section = this.#sections.get("all")
    return this.#options.transactional && section?.owner?.process === process ? section : undefined
  }

  /** Where one process keeps how far its uploads got. It never fails, but dies with the process between two steps. */
  checkpointsOf(process: Process): KeyValueStore.KeyValueStore {
    const step = <A>(name: string, work: () => A): Effect.Effect<A> =>
      Effect.callback((resume) => {
        const cancel = this.#kernel.after(this.#choices.int(0, 30), process, () => {
          this.#watch.note(`${process.name} checkpoint ${name}`)
          resume(Effect.succeed(work()))
        })
        return Effect.sync(cancel)
      })
    return KeyValueStore.makeStringOnly({
      get: (key) => step(`read ${key}`, () => this.#checkpoints.get(key)?.value),
      set: (key, value) =>
        Effect.flatMap(BoxRequest.BoxRequest, ({ headers }) =>
          step(`write ${key}`, () => void this.#checkpoints.set(key, { value, operation: headers["x-op"] ?? "" }))
        ),
      remove: (key) => step(`remove ${key}`, () => void this.#checkpoints.delete(key)),
      clear: step("clear", () => this.#checkpoints.clear()),
      size: Effect.sync(() => this.#checkpoints.size),
      keys: Effect.sync(() => [...this.#checkpoints.keys()])
    })
  }

  hasCheckpointOf(operation: string): boolean {
    return [...this.#checkpoints.values()].some((checkpoint) => checkpoint.operation === operation)
  }

  killed(process: Process): void {
    for (const section of this.#sections.values()) {
      section.waiting = section.waiting.filter((ticket) => ticket.process !== process)
      if (section.owner?.process !== process) continue
      this.#watch.note(`${process.name} died in the exclusive section`)
      this.#watch.count("process: dies in the exclusive section")
      section.draft = undefined
      this.#kernel.after(this.#choices.int(0, 10_000), undefined, () => this.#pass(section))
    }
  }

  /** Reads or writes at one moment, some time after it was asked to, and tells of it some time later. */
  #step<A>(process: Process, name: string, work: () => A): Effect.Effect<A, BoxError.BoxTokenPersistenceError> {
    return Effect.callback((resume) => {
      const latency = () => this.#choices.int(0, this.#options.latency)
      const fails = !this.reliable && this.#choices.chance(this.#options.failures)
      const there = latency()
      const back = latency()
      let cancel = this.#kernel.after(there, process, () => {
        this.#watch.note(`${process.name} persistence.${name}${fails ? " fails" : ""}`)
        this.#watch.count(`persistence: ${name} ${fails ? "fails" : "works"}`)
        const operation = `TokenPersistence.${name}`
        const told = fails
          ? Effect.fail(new BoxError.BoxTokenPersistenceError({ operation, message: "full", attempts: 0 }))
          : Effect.succeed(work())
        cancel = this.#kernel.after(back, process, () => resume(told))
      })
      return Effect.sync(() => cancel())
    })
  }

  #exclusively<A, E, R>(
    process: Process,
    effect: Effect.Effect<A, E, R>
  ): Effect.Effect<A, E | BoxError.BoxTokenPersistenceError, R> {
    const key = this.#options.exclusive ? "all" : process
    const section = this.#sections.get(key) ?? { owner: undefined, waiting: [], draft: undefined }
    this.#sections.set(key, section)
    const ticket: Ticket = { process, enter: () => undefined }
    const enter = Effect.callback<void>((resume) => {
      ticket.enter = () => resume(Effect.void)
      if (section.owner === undefined) {
        section.owner = ticket
        ticket.enter()
      } else section.waiting.push(ticket)
    })
    const leave = Effect.sync(() => {
      if (section.owner === ticket && section.draft !== undefined) {
        this.#watch.violated(
          "saved means saved",
          `${process.name} leaves the section before its end, which undoes a save`
        )
      }
      section.waiting = section.waiting.filter((other) => other !== ticket)
      if (section.owner === ticket) this.#pass(section)
    })
    const commit = this.#options.transactional ? this.#commit(process, section) : Effect.void
    return Effect.uninterruptibleMask((restore) =>
      Effect.ensuring(
        Effect.andThen(
          restore(enter),
          Effect.tap(restore(Effect.provideService(effect, InSection, true)), () => commit)
        ),
        leave
      )
    )
  }

  /** What was set becomes what is stored, or is gone, or nobody hears that it worked. */
  #commit(process: Process, section: Section): Effect.Effect<void, BoxError.BoxTokenPersistenceError> {
    return Effect.suspend(() => {
      const { draft } = section
      section.draft = undefined
      if (draft === undefined) return Effect.void
      return Effect.tapError(
        this.#step(process, "commit", () => this.#store(draft)),
        () =>
          Effect.sync(() => {
            this.#ledger.saving(draft, "failed")
            if (this.#choices.chance(0.5)) this.#store(draft)
          })
      )
    })
  }

  #pass(section: Section): void {
    section.draft = undefined
    const next = section.waiting.shift()
    section.owner = next
    next?.enter()
  }
}
