/** One place where a program runs: started, stopped in order, or killed and started again with nothing but what is saved. */
import { BoxError, BoxRequest, EventCheckpoints, OAuth, TokenPersistence } from "@effect-box/core"
import { Cause, Context, Effect, Exit, type Fiber, Layer, Path, Scope } from "effect"
import { HttpClient } from "effect/http"
import { KeyValueStore } from "effect/persistence"
import { SmallContent } from "../../packages/core/src/files/internal/content.ts"
import { SmallFile } from "../../packages/node/src/file/internal/localDownload.ts"
import type { Choices } from "./Choices.ts"
import type { Disk } from "./Disk.ts"
import type { Exposure } from "./Exposure.ts"
import type { Kernel, Process } from "./Kernel.ts"
import type { LoginLedger } from "./LoginLedger.ts"
import type { Network } from "./Network.ts"
import type { SharedPersistence } from "./SharedPersistence.ts"
import type { Watch } from "./Watch.ts"
import type { Outcome, Planned, Requirements } from "./Workload.ts"

export interface WorkerParts {
  readonly kernel: Kernel
  readonly network: Network
  readonly persistence: SharedPersistence
  readonly disk: Disk
  readonly ledger: LoginLedger
  readonly exposure: Exposure
  readonly watch: Watch
  readonly login: OAuth.Options
}

interface Running {
  readonly id: string
  readonly farewell: number
  readonly settle: (outcome: Outcome) => void
  readonly fiber: Fiber.Fiber<unknown, BoxError.BoxError>
}

/** Between the interruption of an operation and its end: five seconds to say goodbye, and something for the way. */
const farewell = 6_000

/** What counts as small among files of up to 40 bytes: next to nothing, some of them, all. */
const smallSizes = [0, 15, 1000] as const

export class Worker {
  readonly process: Process
  readonly running = new Set<Running>()
  readonly #parts: WorkerParts
  readonly #scope = Scope.makeUnsafe()
  #services: Context.Context<Requirements> | undefined
  #waiting: Array<() => void> = []
  /** Told when an orderly end is over, by a kill if need be. */
  #stopped: Array<() => void> = []

  constructor(name: string, parts: WorkerParts, choices: Choices) {
    this.#parts = parts
    const { kernel, network, persistence, disk, exposure, watch, login } = parts
    this.process = kernel.start(name, choices)
    watch.note(`${name} starts`)
    const layer = OAuth.layer(login).pipe(
      Layer.provideMerge(
        Layer.mergeAll(
          Layer.succeed(HttpClient.HttpClient, network.clientOf(this.process)),
          Layer.succeed(TokenPersistence.TokenPersistence, persistence.handle(this.process)),
          Layer.succeedContext(disk.context),
          Path.layer,
          // Another version of the library may have other limits, so each process has its own.
          Layer.succeed(SmallContent, choices.fork("content").pick(smallSizes)),
          Layer.succeed(SmallFile, choices.fork("file").pick(smallSizes)),
          Layer.succeed(KeyValueStore.KeyValueStore, persistence.checkpointsOf(this.process)),
          Layer.provide(
            EventCheckpoints.layerKeyValueStore(),
            Layer.succeed(KeyValueStore.KeyValueStore, persistence.checkpointsOf(this.process))
          )
        )
      )
    )
    const base = Context.merge(this.process.context, exposure.context)
    const building = Effect.runForkWith(base)(Layer.buildWithScope(layer, this.#scope))
    building.addObserver((exit) => {
      if (exit._tag === "Failure") return watch.violated("a worker starts", Cause.pretty(exit.cause))
      this.#services = Context.merge(base, exit.value)
      for (const start of this.#waiting.splice(0)) start()
      return undefined
    })
  }

  start(id: string, name: string, planned: Planned, settled: (outcome: Outcome) => void): void {
    const services = this.#services
    if (services === undefined) {
      this.#waiting.push(() => this.start(id, name, planned, settled))
      return
    }
    const { watch, ledger, kernel } = this.#parts
    watch.note(`${this.process.name} begins ${id}: ${name}`)
    let entry: Running | undefined
    const settle = (outcome: Outcome) => {
      if (entry !== undefined) this.running.delete(entry)
      planned.settle(outcome)
      settled(outcome)
    }
    const effect = BoxRequest.withHeaders(planned.effect, { "x-op": id })
    const fiber = Effect.runForkWith(services)(effect)
    entry = { id, farewell: planned.farewell ?? farewell, settle, fiber }
    this.running.add(entry)
    fiber.addObserver((exit) => {
      // The value of a login is what it was given.
      if (planned.logsIn === true && exit._tag === "Success")
        ledger.loggedIn(this.process, exit.value as TokenPersistence.TokenPair, kernel.now)
      settle(this.#outcomeOf(id, exit))
    })
  }

  /** Handles what comes from outside, unless it is about to end; `false` if nobody is there. */
  handle(effect: Effect.Effect<number, never, Requirements>, answer: (status: number) => void): boolean {
    const services = this.#services
    if (services === undefined || !this.process.alive || this.stopping) return false
    Effect.runForkWith(services)(effect).addObserver((exit) => {
      if (exit._tag === "Success") return answer(exit.value)
      this.#parts.watch.violated("no defect", Cause.pretty(exit.cause))
    })
    return true
  }

  #outcomeOf(id: string, exit: Exit.Exit<unknown, BoxError.BoxError>): Outcome {
    const { watch, exposure } = this.#parts
    if (exit._tag === "Success") {
      watch.note(`${this.process.name} ends ${id}: done`)
      return { _tag: "Success", value: exit.value }
    }
    const errors: Array<BoxError.BoxError> = []
    for (const reason of exit.cause.reasons) {
      if (reason._tag === "Die") watch.violated("no defect", `${id}: ${Cause.pretty(exit.cause)}`)
      if (reason._tag === "Fail") errors.push(reason.error)
    }
    const [error] = errors
    watch.note(`${this.process.name} ends ${id}: ${error === undefined ? "stopped" : `${error._tag} ${error.message}`}`)
    if (error === undefined) return { _tag: "Stopped" }
    exposure.add(exit.cause)
    exposure.add(error)
    const complete =
      BoxError.isBoxError(error) && error.operation !== "" && error.message !== "" && Number.isInteger(error.attempts)
    if (!complete) watch.violated("each failure is a BoxError with its facts", `${id}: ${String(error)}`)
    return { _tag: "Failure", error }
  }

  interrupt(id: string): void {
    const { kernel, watch } = this.#parts
    for (const entry of this.running) {
      if (entry.id !== id) continue
      watch.note(`${this.process.name} interrupts ${id}`)
      watch.count("work: interrupted")
      entry.fiber.interruptUnsafe()
      kernel.after(entry.farewell, this.process, () => {
        if (this.running.has(entry)) watch.violated("interruption is quick", `${id} goes on for ${entry.farewell} ms`)
      })
    }
  }

  get stopping(): boolean {
    return this.#stopped.length > 0
  }

  /** `kill -9`. */
  kill(): void {
    const { kernel, watch, network, persistence, ledger } = this.#parts
    watch.note(`${this.process.name} is killed`)
    watch.count("process: killed")
    ledger.killed(this.process)
    kernel.kill(this.process)
    network.killed(this.process)
    persistence.killed(this.process)
    for (const { settle } of [...this.running]) settle({ _tag: "Stopped" })
    this.running.clear()
    for (const stopped of this.#stopped.splice(0)) stopped()
  }

  /** Interrupts what runs, then closes the layers. */
  stop(stopped: () => void): void {
    const { watch, network, ledger, persistence } = this.#parts
    const { reliable } = persistence
    this.#stopped.push(stopped)
    if (this.#stopped.length > 1) return
    watch.note(`${this.process.name} stops`)
    watch.count("process: stops in order")
    for (const { id } of this.running) this.interrupt(id)
    const ending = Effect.gen({ self: this }, function* () {
      while (this.running.size > 0) yield* Effect.sleep(100)
      yield* Scope.close(this.#scope, Exit.void)
      // What still is on its way to be aborted gets there.
      yield* Effect.sleep(1_000)
    })
    Effect.runForkWith(this.#services ?? this.process.context)(ending).addObserver(() => {
      watch.note(`${this.process.name} has stopped`)
      network.audit(this.process)
      ledger.stopped(this.process, reliable)
      this.process.alive = false
      for (const told of this.#stopped.splice(0)) told()
    })
  }
}
