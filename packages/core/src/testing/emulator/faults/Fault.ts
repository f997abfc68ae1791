/**
 * Injected failures: what fails, for which request, how often. Plain JSON, because they can also be sent over HTTP.
 */
import * as Schema from "effect/Schema"

const match = Schema.Struct({
  /** Default: any method. */
  method: Schema.optionalKey(Schema.String),
  /**
   * The path after `/2.0` as it was sent (`/folders/0/items`), as a route (`/folders/{folder_id}/items`), or with `*`
   * as a wildcard (`/files/upload_sessions/*`). Signed downloads are `/download`, the consent page is `/authorize`.
   * Default: any path.
   */
  path: Schema.optionalKey(Schema.String),
  /** The first matching request that fails. Default 1, the next one. */
  nth: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))),
  /** How many matching requests fail from then on. Default 1. */
  times: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(1)))
})

const natural = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/** Seconds, or text such as an HTTP date. */
const retryAfter = Schema.Union([natural, Schema.String])

const schema = Schema.Union([
  Schema.Struct({
    kind: Schema.Literal("status"),
    match,
    status: Schema.Int.check(Schema.isBetween({ minimum: 200, maximum: 599 })),
    retryAfter: Schema.optionalKey(retryAfter),
    /** The `code` of the JSON error. Default: a code that Box uses with this status. */
    code: Schema.optionalKey(Schema.String),
    /** Default `json`. */
    body: Schema.optionalKey(Schema.Literals(["json", "html", "empty"])),
    /** Whether the request fails before or after it is processed. Default `before`. */
    when: Schema.optionalKey(Schema.Literals(["before", "after"]))
  }),
  /** Waits `delay` milliseconds, then processes the request as usual. */
  Schema.Struct({ kind: Schema.Literal("delay"), match, delay: natural }),
  /** The connection is reset before the request is processed. */
  Schema.Struct({ kind: Schema.Literal("reset"), match }),
  /** The request is processed, then the connection is reset instead of an answer. */
  Schema.Struct({ kind: Schema.Literal("lostAnswer"), match }),
  /** The headers and `afterBytes` bytes of the answer are sent, then nothing more. */
  Schema.Struct({ kind: Schema.Literal("stall"), match, afterBytes: natural }),
  /** The connection ends after `afterBytes` bytes of the answer's body, although `content-length` announced more. */
  Schema.Struct({ kind: Schema.Literal("truncate"), match, afterBytes: natural }),
  /** One bit of a byte in the middle of the answer's body is flipped. */
  Schema.Struct({ kind: Schema.Literal("corrupt"), match }),
  /** The answer is this JSON, with `status` 200 unless another is given. The request is not processed. */
  Schema.Struct({
    kind: Schema.Literal("answer"),
    match,
    json: Schema.Json,
    status: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 200, maximum: 599 })))
  }),
  /** Nothing is answered, and the connection stays open. The request is not processed. */
  Schema.Struct({ kind: Schema.Literal("silence"), match }),
  /** 202 without a body, with `retryAfter` in seconds. The request is not processed. */
  Schema.Struct({ kind: Schema.Literal("notReady"), match, retryAfter })
])

/** A failure that is injected on purpose. `match` selects the requests that it affects. */
export type Fault = typeof schema.Type

// The annotation hides the long inferred type. Both sides of the codec are the same plain JSON.
export const Fault: Schema.Codec<Fault> = schema

interface Planned {
  readonly id: number
  readonly fault: Fault
  readonly pattern: RegExp | undefined
  seen: number
  left: number
}

/**
 * An injected failure, and what has become of it.
 *
 * @category testing
 * @since 0.2.0
 */
export interface PlannedFault {
  readonly id: number
  readonly fault: Fault
  /** How many requests it has matched, and how many of them have failed. */
  readonly seen: number
  readonly fired: number
  /** `armed`: it waits for more requests. */
  readonly state: "armed" | "spent"
}

export interface FaultPlan {
  planned: ReadonlyArray<Planned>
  /** The last ones that have nothing left to do. */
  spent: ReadonlyArray<Planned>
  nextId: number
}

export const noFaults = (): FaultPlan => ({ planned: [], spent: [], nextId: 1 })

const spentLimit = 50

/** `*` matches anything, every other character itself. */
const toPattern = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split("*")
      .map((text) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`
  )

export const addFault = (plan: FaultPlan, fault: Fault): void => {
  const { path, times } = fault.match
  const pattern = path === undefined ? undefined : toPattern(path)
  plan.planned = [...plan.planned, { id: plan.nextId++, fault, pattern, seen: 0, left: times ?? 1 }]
}

export const clearFaults = (plan: FaultPlan): void => {
  plan.planned = []
}

/** Forgets one fault. Whether it was armed. */
export const removeFault = (plan: FaultPlan, id: number): boolean => {
  const before = plan.planned.length
  plan.planned = plan.planned.filter((planned) => planned.id !== id)
  return plan.planned.length < before
}

/** The faults that are armed, and the last ones that are spent, in the order in which they were added. */
export const plannedFaults = ({ planned, spent }: FaultPlan): ReadonlyArray<PlannedFault> =>
  [...spent, ...planned]
    .map(({ fault, id, left, seen }): PlannedFault => {
      const fired = (fault.match.times ?? 1) - left
      return { id, fault, seen, fired, state: left > 0 ? "armed" : "spent" }
    })
    .toSorted((one, other) => one.id - other.id)

/**
 * The fault that applies to this request, if any. Every fault counts the requests that match it. If several are due,
 * the first one added applies, and the others remain due for the next request.
 */
export const takeFault = (plan: FaultPlan, method: string, paths: ReadonlyArray<string>): Fault | undefined => {
  let struck: Planned | undefined
  for (const planned of plan.planned) {
    const { fault, pattern } = planned
    if (fault.match.method !== undefined && fault.match.method.toUpperCase() !== method) continue
    if (pattern !== undefined && !paths.some((path) => pattern.test(path))) continue
    planned.seen++
    if (struck === undefined && planned.seen >= (fault.match.nth ?? 1)) {
      planned.left--
      struck = planned
    }
  }
  if (struck?.left === 0) {
    plan.planned = plan.planned.filter((planned) => planned !== struck)
    plan.spent = [...plan.spent, struck].slice(-spentLimit)
  }
  return struck?.fault
}
