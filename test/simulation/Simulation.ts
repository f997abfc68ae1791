/** One run: a small world, built and destroyed by one seed. */
import { type OAuth, TokenStore, Users } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import { Cause, Context, Effect, type Exit, Layer, Redacted, Scope } from "effect"
import { BoxModel } from "./BoxModel.ts"
import { Choices } from "./Choices.ts"
import { Conduct } from "./Conduct.ts"
import { Disk } from "./Disk.ts"
import { Exposure } from "./Exposure.ts"
import * as Inspector from "./Inspector.ts"
import { Kernel, type Process } from "./Kernel.ts"
import { LoginLedger } from "./LoginLedger.ts"
import { Network } from "./Network.ts"
import { planRun, type RunPlan } from "./RunPlan.ts"
import { SharedPersistence } from "./SharedPersistence.ts"
import { type Violation, Watch } from "./Watch.ts"
import { Weather } from "./Weather.ts"
import { Worker, type WorkerParts } from "./Worker.ts"
import { followEvents } from "./EventWork.ts"
import { hookKeys, Hooks } from "./HookWork.ts"
import { runJob } from "./JobWork.ts"
import { kinds, type Outcome, type Planned } from "./Workload.ts"

export interface Report {
  readonly seed: number
  readonly violations: ReadonlyArray<Violation>
  readonly trace: ReadonlyArray<string>
  /** How the operations ended. */
  readonly outcomes: { readonly done: number; readonly failed: number; readonly stopped: number }
  readonly requests: number
  /** Milliseconds of virtual time. */
  readonly took: number
  readonly loginLost: boolean
  /** How often what happened. */
  readonly counts: ReadonlyMap<string, number>
}

const epoch = Date.UTC(2030, 0, 1)
/** After the weather has cleared, everything ends within this time. */
const patience = 3 * 3_600_000
/** More steps than any run needs: whoever takes them goes round in circles. */
const mostSteps = 2_000_000

const following = { name: "follow events", plan: followEvents }
const running = { name: "run a job", plan: runJob }

class Run {
  readonly plan: RunPlan
  readonly kernel: Kernel
  readonly watch: Watch
  readonly outcomes = { done: 0, failed: 0, stopped: 0 }
  loginLost = false
  requests = 0
  readonly #choices: Choices
  readonly #model: BoxModel
  readonly #conduct: Conduct
  readonly #ledger: LoginLedger
  readonly #exposure = new Exposure()
  readonly #hooks: Hooks
  readonly #weather: Weather
  readonly #workers: Array<Worker | undefined> = []
  readonly #pending = new Set<string>()
  #starts = 0
  #closing = false

  constructor(seed: number) {
    this.#choices = new Choices(String(seed))
    this.plan = planRun(this.#choices.fork("plan"))
    const { schedule, weather, strict, exclusive, workers } = this.plan
    this.kernel = new Kernel(this.#choices.fork("schedule"), schedule, epoch)
    this.watch = new Watch(this.kernel)
    this.#hooks = new Hooks(this.kernel, this.#choices.fork("hooks"), this.watch)
    this.#model = new BoxModel(this.watch)
    this.#conduct = new Conduct(this.watch)
    this.#ledger = new LoginLedger(this.watch, { strict, exclusive, workers })
    this.#weather = new Weather(this.#choices.fork("weather"), weather)
  }

  async run(): Promise<void> {
    const box = this.kernel.start("box", this.#choices.fork("box"), true)
    const scope = Scope.makeUnsafe()
    const services = await this.#wait(
      "the emulator starts",
      Effect.runForkWith(box.context)(
        Layer.buildWithScope(
          BoxEmulator.layerEmulator({
            refreshTokens: this.plan.strict ? "strict" : "grace",
            accessTokenLifetime: this.plan.accessTokenLifetime,
            events: {
              positions: "largeNumber",
              shortPages: true,
              refuseRealtimeTokens: true,
              disorder: 0.2,
              duplicates: 0.2
            },
            webhookClient: this.#hooks.client,
            webhookKeys: hookKeys,
            partSize: 8,
            minimumSessionSize: 1
          }),
          scope
        )
      )
    )
    const emulator = Context.get(services, BoxEmulator.BoxEmulator)
    const inspector = await this.#wait(
      "the inspector starts",
      Effect.runForkWith(box.context)(Layer.buildWithScope(Inspector.layer(emulator), scope))
    )
    const inspect = <A, E>(name: string, effect: Effect.Effect<A, E, Inspector.Requirements>): Promise<A> =>
      this.#wait(name, Effect.runForkWith(Context.merge(box.context, inspector))(effect))
    const busy = this.#choices.fork("jobs")
    const colleague = emulator.credentials.managedUserId
    const jobs = busy.chance(0.2) ? { choices: busy.fork("contents"), colleague } : undefined
    await inspect("furnishing", Inspector.furnish(this.#model, this.#choices.fork("contents"), jobs))

    const { accessTokenLifetime, exclusive, transactional, persistenceFailures, given, telling, persistenceLatency } =
      this.plan
    const { kernel, watch } = this
    const network = new Network({
      kernel,
      box,
      emulator,
      weather: this.#weather,
      choices: this.#choices.fork("network"),
      ledger: this.#ledger,
      conduct: this.#conduct,
      watch
    })
    const persistence = new SharedPersistence(
      kernel,
      this.#choices.fork("persistence"),
      { exclusive, transactional, latency: persistenceLatency, failures: persistenceFailures },
      this.#ledger,
      watch
    )
    const { clientId, clientSecret, accessToken, refreshToken } = emulator.credentials
    const pair = {
      accessToken: Redacted.make(accessToken),
      refreshToken: Redacted.make(refreshToken),
      expiresAt: epoch + accessTokenLifetime
    }
    this.#ledger.begin(pair, given === "refresh token" ? 0 : pair.expiresAt)
    this.#ledger.secrets.add(clientSecret)
    if (given === "nothing") persistence.stored = pair
    const hearing = this.#choices.fork("hearing")
    const login: OAuth.Options = {
      clientId,
      clientSecret: Redacted.make(clientSecret),
      ...(telling === 0 ? {} : { onTokensChanged: () => Effect.sleep(hearing.int(0, telling)) }),
      ...(given === "nothing" ? {} : { tokens: given === "pair" ? pair : { refreshToken: pair.refreshToken } })
    }
    const disk = await this.#wait("the disk", Effect.runForkWith(box.context)(Disk.make))
    const parts: WorkerParts = {
      disk,
      kernel,
      network,
      persistence,
      ledger: this.#ledger,
      exposure: this.#exposure,
      watch,
      login
    }

    this.#direct(parts, box, emulator)
    for (const at of this.plan.logins) {
      kernel.after(at, undefined, () => {
        if (this.#closing) return
        watch.note("a person logs in anew")
        watch.count("login: a person logs in elsewhere")
        const logIn = Inspector.logIn(emulator, persistence.handle(box), (fresh) => this.#ledger.brought(fresh))
        // A save that failed is noted by the ledger; the person does not try again.
        Effect.runForkWith(Context.merge(box.context, inspector))(Effect.ignore(logIn))
      })
    }
    await this.#finish(
      () => this.#pending.size === 0,
      () => `${[...this.#pending].join(", ")} did not end`
    )
    this.#closing = true
    this.#weather.clear()
    persistence.reliable = true
    this.#hooks.reliable = true
    let stopping = 0
    for (const worker of this.#workers) {
      if (worker?.process.alive !== true) continue
      stopping++
      worker.stop(() => stopping--)
    }
    await this.#finish(
      () => stopping === 0,
      () => "a worker did not stop"
    )
    await this.#verifyLogin(parts)
    const token = await inspect(
      "a token for the inspector",
      TokenStore.TokenStore.use((store) => store.accessToken)
    )
    await inspect(
      "the audit",
      Inspector.audit(emulator, Redacted.value(token), this.#model, this.#conduct, watch, this.loginLost)
    )
    this.#hooks.audit(await inspect("the deliveries", emulator.webhookDeliveries))
    this.#auditStats(await inspect("the statistics", emulator.stats))
    const leak = this.#exposure.find(this.#ledger.secrets)
    if (leak !== undefined) watch.violated("no secret shows", leak)
  }

  /** Puts everything that is going to happen on the clock. */
  #direct(parts: WorkerParts, box: Process, emulator: BoxEmulator.BoxEmulator["Service"]): void {
    const { kernel, watch } = this
    const contents = this.#choices.fork("work")
    const consent = Inspector.consent(emulator)
    this.#hooks.worker = () => this.#workers[0]
    const startWorker = (slot: number) => {
      this.#workers[slot] = new Worker(
        `p${slot}.${++this.#starts}`,
        parts,
        this.#choices.fork(`process ${this.#starts}`)
      )
    }
    for (let slot = 0; slot < this.plan.workers; slot++) startWorker(slot)
    // From a stream of choices of its own, so that it changes nothing of what else happens.
    const eventful = this.#choices.fork("event follower")
    const followers = eventful.chance(0.25)
      ? [{ at: eventful.int(0, 10_000), slot: 0, interruptAfter: undefined, work: "follow events" }]
      : []
    const busy = this.#choices.fork("job")
    const jobs =
      this.#model.ground === undefined
        ? []
        : [{ at: busy.int(0, 10_000), slot: 0, interruptAfter: undefined, work: running.name }]
    const all = [...this.plan.operations, ...followers, ...jobs]
    for (const [index, { at, slot, interruptAfter, work }] of all.entries()) {
      const id = `op${index}`
      const bench = {
        id,
        choices: contents.fork(id),
        model: this.#model,
        conduct: this.#conduct,
        disk: parts.disk,
        consent,
        watch
      }
      const kind = [following, running, ...kinds].find(({ name }) => name === work) ?? bench.choices.weighted(kinds)
      const planned = kind.plan(bench)
      if (planned === undefined) continue
      this.#pending.add(id)
      let left = planned.resumes === true ? 4 : 1
      const begin = () => {
        const worker = this.#workers[slot]
        // Whoever has ended comes back.
        if (worker?.process.alive !== true || worker.stopping) return void kernel.after(1_000, undefined, begin)
        this.#conduct.begins(id)
        worker.start(id, kind.name, planned, (outcome) => {
          left--
          const mustForget = planned.resumes === true && planned.keepsCheckpoint !== true
          if (mustForget && outcome._tag === "Success" && parts.persistence.hasCheckpointOf(id)) {
            watch.violated("no checkpoint left", id)
          }
          watch.count(`work: ${kind.name}: ${outcome._tag}`)
          if (outcome._tag === "Success" || left === 0) this.#settled(id, planned, outcome)
          else kernel.after(bench.choices.int(0, 60_000), undefined, begin)
        })
        if (interruptAfter !== undefined && left > 0)
          kernel.after(interruptAfter, worker.process, () => worker.interrupt(id))
      }
      kernel.after(at, undefined, begin)
    }
    for (const { at, slot, back, orderly } of this.plan.ends) {
      kernel.after(at, undefined, () => {
        const worker = this.#workers[slot]
        if (worker?.process.alive !== true || (orderly && worker.stopping)) return
        if (slot === 0) this.#hooks.ends++
        const again = () => void kernel.after(back, undefined, () => !this.#closing && startWorker(slot))
        if (orderly) return worker.stop(again)
        // Who dies while it stops is awaited already.
        if (!worker.stopping) again()
        worker.kill()
      })
    }
    for (const at of this.plan.expiries) {
      kernel.after(at, undefined, () => {
        if (this.#closing) return
        watch.note("every access token ends")
        watch.count("login: every access token ends")
        Effect.runForkWith(box.context)(emulator.expireAccessTokens)
      })
    }
    kernel.after(this.plan.clears, undefined, () => {
      watch.note("the weather clears")
      this.#weather.clear()
      parts.persistence.reliable = true
      this.#hooks.reliable = true
    })
  }

  #settled(id: string, planned: Planned, outcome: Outcome): void {
    if (!this.#pending.delete(id)) return
    const { budget, never = [] } = planned
    const { watch } = this
    this.outcomes[outcome._tag === "Success" ? "done" : outcome._tag === "Failure" ? "failed" : "stopped"]++
    const sent = this.#conduct.requests.get(id) ?? 0
    const allowed = budget + (this.#conduct.notReady.get(id) ?? 0)
    if (planned.resumes === true) this.#conduct.resumable(id, outcome._tag === "Success")
    if (sent > allowed) watch.violated("no storm of requests", `${id} sent ${sent}, ${allowed} are allowed`)
    if (outcome._tag !== "Failure") return
    const { error } = outcome
    if (never.includes(error._tag)) watch.violated("failures are honest", `${id} ended with ${error._tag}`)
    if (error._tag === "BoxLoginRequired") {
      if (this.#ledger.maySeeLoginRequired) this.loginLost = true
      else watch.violated("no login lost", `${id} was told to log in again: ${error.message}`)
    }
    if (error._tag === "BoxIntegrityError" && !this.#conduct.damaged.has(id)) {
      watch.violated("failures are honest", `${id} speaks of damage where there was none: ${error.message}`)
    }
    if (error._tag === "BoxDecodeError" && !this.#conduct.mayBeUnreadable(id)) {
      watch.violated("failures are honest", `${id} could not read an answer: ${error.message}`)
    }
  }

  /** Whoever comes next, with nothing but what is saved, is logged in. */
  async #verifyLogin(parts: WorkerParts): Promise<void> {
    const worker = new Worker("verifier", parts, this.#choices.fork("verifier"))
    let over = false
    const planned: Planned = { effect: Users.getUserMe({}), budget: 10, settle: () => undefined }
    worker.start("last", "who am I", planned, (outcome) => {
      over = true
      if (outcome._tag === "Success") return
      this.loginLost = true
      if (this.#ledger.excuse !== undefined) return
      const reason = outcome._tag === "Failure" ? `${outcome.error._tag} ${outcome.error.message}` : "stopped"
      this.watch.violated("no login lost", `the next process cannot log in: ${reason}`)
    })
    await this.#finish(
      () => over,
      () => "the verifier did not end"
    )
    let stopped = false
    worker.stop(() => {
      stopped = true
    })
    await this.#finish(
      () => stopped,
      () => "the verifier did not stop"
    )
  }

  #auditStats(stats: BoxEmulator.Stats): void {
    this.requests = stats.requests
    if (stats.rejectedParts > this.#conduct.lateParts) {
      this.watch.violated("no part sent twice", `${stats.rejectedParts} parts were sent although Box had them`)
    }
  }

  /** Lets the world go on until `done`. */
  async #finish(done: () => boolean, complaint: () => string): Promise<void> {
    const limit = epoch + this.plan.clears + patience
    while (!done()) {
      if (this.kernel.promised) await this.kernel.settle()
      const why = !this.kernel.step()
        ? "nothing is left to happen"
        : this.kernel.now > limit
          ? "it is late"
          : this.kernel.steps > mostSteps
            ? "it goes round in circles"
            : undefined
      if (why === undefined) continue
      this.watch.violated("every run ends", `${complaint()}, and ${why}`)
      throw new Ended()
    }
  }

  /** For what must work before the run can begin or be judged. */
  async #wait<A, E>(name: string, fiber: { readonly pollUnsafe: () => Exit.Exit<A, E> | undefined }): Promise<A> {
    await this.#finish(
      () => fiber.pollUnsafe() !== undefined,
      () => name
    )
    const exit = fiber.pollUnsafe()
    if (exit?._tag === "Success") return exit.value
    this.watch.violated(name, exit === undefined ? "no end" : Cause.pretty(exit.cause))
    throw new Ended()
  }
}

/** A violation after which the rest of the run means nothing. */
class Ended extends Error {}

export const simulate = async (seed: number): Promise<Report> => {
  const run = new Run(seed)
  try {
    await run.run()
  } catch (error) {
    if (!(error instanceof Ended))
      run.watch.violated("the simulation itself", String(error instanceof Error ? error.stack : error))
  }
  const { watch, kernel, outcomes, requests, loginLost } = run
  const { trace, violations, counts } = watch
  return { seed, violations, trace, outcomes, requests, took: kernel.now - epoch, loginLost, counts }
}
