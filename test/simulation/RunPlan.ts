/** What the seed decides before a run begins. */
import type { Choices } from "./Choices.ts"
import type { Schedule } from "./Kernel.ts"

export interface RunPlan {
  readonly schedule: Schedule
  /** How probable trouble is for each request. */
  readonly weather: number
  /** Milliseconds until nothing goes wrong any more. */
  readonly clears: number
  /** Whether a refresh token dies at once, or with the first use of the pair that it bought. */
  readonly strict: boolean
  /** Milliseconds. */
  readonly accessTokenLifetime: number
  readonly workers: number
  /** Whether the persistence has an exclusive section between processes. */
  readonly exclusive: boolean
  /** Whether that section is a transaction. */
  readonly transactional: boolean
  readonly persistenceFailures: number
  /** What the program is given to log in with; with nothing, the pair is in the persistence. */
  readonly given: "nothing" | "pair" | "refresh token"
  /** Milliseconds at most that the persistence takes, in each direction. */
  readonly persistenceLatency: number
  /** Milliseconds at most that the program takes to hear of a new pair. */
  readonly telling: number
  readonly operations: ReadonlyArray<{
    readonly at: number
    readonly slot: number
    readonly interruptAfter: number | undefined
    /** Which work, if the plan has something special in mind. */
    readonly work?: string
  }>
  /** When a process ends and starts again: in order, or by `kill -9`. */
  readonly ends: ReadonlyArray<{
    readonly at: number
    readonly slot: number
    readonly back: number
    readonly orderly: boolean
  }>
  readonly expiries: ReadonlyArray<number>
  /** When a person logs in anew, somewhere else. */
  readonly logins: ReadonlyArray<number>
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** When programs are busy: all at once, or again after minutes or hours. */
const planMoments = (choices: Choices): ReadonlyArray<number> => {
  const moments = [choices.int(0, second)]
  for (let i = choices.int(0, 2); i > 0; i--) {
    const gap = choices.pick([
      choices.int(0, 20 * second),
      choices.int(minute, 20 * minute),
      choices.int(hour, 2 * hour)
    ])
    moments.push(moments.at(-1)! + gap)
  }
  return moments
}

export const planRun = (choices: Choices): RunPlan => {
  const workers = choices.chance(0.4) ? 2 : 1
  const exclusive = workers === 1 || choices.chance(0.6)
  const moments = planMoments(choices)
  const impatience = choices.pick([0.1, 0.1, 0.1, 0.5])
  const soon = () => choices.pick(moments) + choices.int(0, choices.pick([0, second, 10 * second]))
  const operations = Array.from({ length: choices.int(3, 9) }, () => ({
    at: soon(),
    slot: choices.int(0, workers - 1),
    interruptAfter: choices.chance(impatience) ? choices.int(0, choices.pick([200, 1_000, 10_000])) : undefined
  }))
  // Someone logs in at the very moment when a process begins to work with the login that is there, or while it does.
  const other = choices.chance(0.5) ? operations.toSorted((a, b) => a.at - b.at)[0] : choices.pick(operations)
  const loginsAtOnce =
    other !== undefined && choices.chance(0.4) ? [{ ...other, interruptAfter: undefined, work: "log in" }] : []
  const ends = Array.from({ length: choices.pick([0, 0, 1, 2]) }, () => ({
    at: soon() + choices.int(0, second),
    slot: choices.int(0, workers - 1),
    back: choices.int(0, choices.pick([100, 10_000])),
    orderly: choices.chance(0.3)
  }))
  const plan: RunPlan = {
    schedule: {
      order: choices.pick(["fifo", "any"]),
      preemption: choices.pick([0, 0, 0.01, 0.1])
    },
    weather: choices.pick([0, 0.04, 0.12, 0.3]),
    clears: moments.at(-1)! + 20 * minute,
    strict: choices.chance(0.25),
    accessTokenLifetime: choices.pick([10 * minute, hour, hour]),
    workers,
    exclusive,
    transactional: exclusive && choices.chance(0.5),
    persistenceFailures: exclusive && choices.chance(0.4) ? choices.pick([0.3, 0.6]) : 0,
    given: choices.pick(["nothing", "nothing", "pair", "refresh token"]),
    // Without an exclusive section a slow write may land on a newer one; that race is known and not what is looked for.
    persistenceLatency: exclusive ? choices.pick([30, 300, 1_500]) : 0,
    telling: choices.pick([0, 0, 2_000]),
    operations: [...operations, ...loginsAtOnce],
    ends,
    expiries: Array.from({ length: choices.pick([0, 1, 1, 2, 4]) }, () => soon()),
    logins: choices.chance(0.25) ? [soon() + choices.int(0, 5 * second)] : []
  }
  // Without an exclusive section, two processes may find the same token at its end and renew it side by side.
  if (exclusive || choices.chance(0.5)) return plan
  const end = soon()
  const both = [0, 1].map((slot) => ({ at: end + choices.int(0, 300), slot, interruptAfter: undefined }))
  return { ...plan, expiries: [...plan.expiries, end], operations: [...plan.operations, ...both] }
}
