/**
 * Virtual time and a schedule that the seed decides. Processes share one clock; each has a scheduler of its own, so that
 * one can be killed as `kill -9` does: none of its fibers runs another step, no finalizer included.
 *
 * Nothing here waits for a real timer, and only for promises that are kept already (WebCrypto's), before anything else
 * happens. So a run depends on its seed alone.
 */
import { Clock, Context, Duration, Effect, Random, Scheduler } from "effect"
import { WebCrypto } from "effect/crypto/WebCrypto"
import type { Choices } from "./Choices.ts"
import { seededCrypto } from "./SeededCrypto.ts"

interface Task {
  readonly process: Process
  readonly run: () => void
}

interface Timer {
  readonly at: number
  readonly process: Process | undefined
  readonly run: () => void
  cancelled: boolean
}

export interface Schedule {
  /** Which of the tasks that are due runs next: the oldest, or any. */
  readonly order: "fifo" | "any"
  /** How probable it is that a fiber gives way before a step. */
  readonly preemption: number
}

export class Process {
  readonly name: string
  readonly context: Context.Context<never>
  alive = true
  killed = false

  constructor(name: string, context: (process: Process) => Context.Context<never>) {
    this.name = name
    this.context = context(this)
  }
}

export class Kernel {
  now: number
  steps = 0
  /** Whether a promise was made since the last {@link settle}. */
  promised = false
  /** Late first, so that the next one is at the end. */
  readonly #timers: Array<Timer> = []
  readonly #tasks: Array<Task> = []
  readonly #choices: Choices
  readonly #schedule: Schedule

  constructor(choices: Choices, schedule: Schedule, start: number) {
    this.#choices = choices
    this.#schedule = schedule
    this.now = start
  }

  /** `steady`: its fibers never give way, as a server that handles one request after the other. */
  start(name: string, choices: Choices, steady = false): Process {
    return new Process(name, (process) =>
      Context.empty().pipe(
        Context.add(Scheduler.Scheduler, this.#schedulerOf(process, steady)),
        Context.add(Clock.Clock, this.#clockOf(process)),
        Context.add(Random.Random, choices.random),
        Context.add(
          WebCrypto,
          seededCrypto(choices, () => {
            this.promised = true
          })
        )
      )
    )
  }

  /** At this instant: whatever it was about to do stays undone. */
  kill(process: Process): void {
    process.alive = false
    process.killed = true
  }

  /** Runs `run` after some milliseconds, unless the process is dead by then. Gives what cancels it. */
  after(millis: number, process: Process | undefined, run: () => void): () => void {
    const timer: Timer = { at: this.now + Math.max(0, millis), process, run, cancelled: false }
    let index = this.#timers.length
    while (index > 0 && this.#timers[index - 1]!.at <= timer.at) index--
    this.#timers.splice(index, 0, timer)
    return () => {
      timer.cancelled = true
    }
  }

  /** One task, or the next moment at which something happens; `false` when nothing is left to do. */
  step(): boolean {
    this.steps++
    const task = this.#take()
    if (task !== undefined) {
      if (task.process.alive) task.run()
      return true
    }
    for (;;) {
      const timer = this.#timers.pop()
      if (timer === undefined) return false
      if (timer.cancelled || timer.process?.alive === false) continue
      this.now = timer.at
      timer.run()
      return true
    }
  }

  /** Until everybody has what they were promised. */
  settle(): Promise<void> {
    this.promised = false
    return new Promise((resolve) => setImmediate(resolve))
  }

  #take(): Task | undefined {
    const tasks = this.#tasks
    if (this.#schedule.order === "fifo" || tasks.length < 2) return tasks.shift()
    return tasks.splice(this.#choices.int(0, tasks.length - 1), 1)[0]
  }

  #schedulerOf(process: Process, steady: boolean): Scheduler.Scheduler {
    const { preemption } = this.#schedule
    const dispatcher: Scheduler.SchedulerDispatcher = {
      scheduleTask: (run) => {
        if (process.alive) this.#tasks.push({ process, run })
      },
      flush: () => undefined
    }
    return {
      executionMode: "async",
      shouldYield: steady || preemption === 0 ? () => false : () => this.#choices.next() < preemption,
      makeDispatcher: () => dispatcher
    }
  }

  #clockOf(process: Process): Clock.Clock {
    const millis = () => this.now
    const nanos = () => BigInt(this.now) * 1_000_000n
    return {
      currentTimeMillisUnsafe: millis,
      currentTimeMillis: Effect.sync(millis),
      currentTimeNanosUnsafe: nanos,
      currentTimeNanos: Effect.sync(nanos),
      monotonicTimeNanosUnsafe: nanos,
      monotonicTimeNanos: Effect.sync(nanos),
      sleep: (duration) => {
        const wait = Math.ceil(Duration.toMillis(duration))
        if (wait <= 0) return Effect.yieldNow
        if (!Number.isFinite(wait)) return Effect.never
        return Effect.callback<void>((resume) => {
          const cancel = this.after(wait, process, () => resume(Effect.void))
          return Effect.sync(cancel)
        })
      }
    }
  }
}
