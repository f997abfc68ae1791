/**
 * How many transfers run at once, found by trying: twice as many if that moved more, half as many if that moved no less.
 * A single connection over a long or lossy line is slow, however much the line could carry.
 */
import * as Effect from "effect/Effect"
import { elapsed } from "./elapsed.ts"

/** A number of transfers at once, from `least` to `most`. */
export interface Bounds {
  readonly least: number
  readonly start: number
  readonly most: number
  /** The transfers of one measurement, at least. Small ones come and go, and differ more. */
  readonly samples: number
}

/** What was measured with one limit. */
interface Measured {
  readonly limit: number
  readonly rate: number
}

/** What is being tried, and what it is compared with. */
export type Trial =
  | { readonly _tag: "First"; readonly limit: number }
  | { readonly _tag: "More"; readonly limit: number; readonly before: Measured }
  | { readonly _tag: "Fewer"; readonly limit: number; readonly before: Measured }
  /** Nothing is tried before so many more measurements. */
  | { readonly _tag: "Settled"; readonly limit: number; readonly left: number }

/** Twice the transfers must move this much more. */
const enoughGain = 1.2
/** Half the transfers must still move this much. */
const smallLoss = 0.92
/** Measurements until the next trial: lines change. */
const rest = 16

const settledAt = (limit: number): Trial => ({ _tag: "Settled", limit, left: rest })

const tryMore = (before: Measured, bounds: Bounds): Trial =>
  before.limit < bounds.most
    ? { _tag: "More", limit: Math.min(bounds.most, before.limit * 2), before }
    : tryFewer(before, bounds)

const tryFewer = (before: Measured, { least }: Bounds): Trial =>
  before.limit > least
    ? { _tag: "Fewer", limit: Math.max(least, Math.ceil(before.limit / 2)), before }
    : settledAt(before.limit)

/** The next trial, after the rate of the last one was measured. */
export const nextTrial = (trial: Trial, rate: number, bounds: Bounds): Trial => {
  const { limit } = trial
  const measured = { limit, rate }
  switch (trial._tag) {
    case "First":
      return tryMore(measured, bounds)
    case "More": {
      const { before } = trial
      // The last step may be less than a doubling.
      const wanted = 1 + (enoughGain - 1) * (limit / before.limit - 1)
      if (rate < before.rate * wanted)
        return before.limit === bounds.start ? tryFewer(before, bounds) : settledAt(before.limit)
      return limit < bounds.most ? tryMore(measured, bounds) : settledAt(limit)
    }
    case "Fewer":
      return rate < trial.before.rate * smallLoss ? settledAt(trial.before.limit) : tryFewer(measured, bounds)
    case "Settled":
      return trial.left > 1 ? { ...trial, left: trial.left - 1 } : tryMore(measured, bounds)
  }
}

/** What a request costs beside its bytes, as bytes: so small files count too. */
const perTransfer = 256 * 1024
/** Bytes per millisecond of one transfer from which the line is not what is waited for. */
export const fast = 16 * 1024
/** The same for small files: milliseconds. */
const soon = 60

/**
 * Milliseconds after the first bytes of a transfer until what it moves counts: buffers fill up, and TCP has to find its pace. If
 * the first number seemed faster than it is, more would seem to gain nothing.
 */
const look = 2000
/** Milliseconds that each of the transfers on their way is watched for one measurement. */
const watched = 6000
/** Of bytes that leave within so many milliseconds, only the first were waited for. */
const together = 100

/** Takes the bytes that have left since the last time, and when the last of them did, in milliseconds of `elapsed`. */
export type Moves = (bytes: number, now: number) => void

/** What was moved since the last measurement. */
interface Moved {
  work: number
  duration: number
  count: number
  /** Transfers that began since then, and of which nothing has left: they may wait for a connection. */
  queued: number
}

const nothing = (): Moved => ({ work: 0, duration: 0, count: 0, queued: 0 })

/** What is being tried, and what has been measured of it. */
class Measurement {
  trial: Trial
  readonly #bounds: Bounds
  /** Of the transfers that began after the last change, so that all of them had the same number beside them. */
  #ended = nothing()
  /** Of waits that began after the last change, in transfers that are on their way. */
  #moving = nothing()
  #changedAt = 0

  constructor(bounds: Bounds) {
    this.#bounds = bounds
    this.trial = { _tag: "First", limit: bounds.start }
  }

  get #isFixed(): boolean {
    return this.#bounds.least === this.#bounds.most
  }

  /** Of each measurement. */
  get #samples(): number {
    return Math.max(this.#bounds.samples, this.trial.limit)
  }

  #decide({ count, duration, work }: Moved, now: number): void {
    const { limit } = this.trial
    const isFast = work >= fast * duration || duration <= soon * count
    // The mean rate of one, times as many as run at once.
    if (!isFast) this.trial = nextTrial(this.trial, (work / duration) * limit, this.#bounds)
    if (this.trial.limit !== limit) this.#changedAt = now
    this.#ended = nothing()
    this.#moving = nothing()
  }

  /** A transfer has ended. */
  ended(began: number, now: number, bytes: number | undefined): void {
    if (bytes === undefined || this.#isFixed || began < this.#changedAt) return
    const ended = this.#ended
    ended.work += bytes + perTransfer
    ended.duration += now - began
    ended.count++
    if (ended.count >= this.#samples) this.#decide(ended, now)
  }

  /** A transfer has ended that a smaller number had no room for. What is under way now has another number beside it. */
  shrinks(now: number): void {
    this.#changedAt = now
  }

  /** A transfer begins; gives what to call when its first bytes have left. */
  begins(): () => void {
    // A failed one is counted until the next measurement.
    const moving = this.#moving
    moving.queued++
    return () => moving.queued--
  }

  /** Bytes of a transfer have left after a wait. Does not end a rest, which would be shorter than a transfer. */
  moved(first: number, since: number, now: number, bytes: number): void {
    if (this.#isFixed || this.trial._tag === "Settled") return
    if (since < Math.max(first + look, this.#changedAt)) return
    const moving = this.#moving
    moving.work += bytes
    moving.duration += now - since
    if (now - since >= together) moving.count++
    const isEnough = moving.count >= this.#samples && moving.duration >= watched * this.trial.limit
    if (isEnough && moving.queued === 0) this.#decide(moving, now)
  }
}

/** Runs transfers, no more at once than pays off. */
export interface AdaptiveLimit {
  /**
   * Waits for its turn. `size` is the number of bytes that a successful transfer has moved, or `undefined` if it says nothing
   * about the line.
   */
  readonly run: <A, E, R>(
    transfer: Effect.Effect<A, E, R>,
    size: (result: A) => number | undefined
  ) => Effect.Effect<A, E, R>
  /** For a transfer that is about to begin: what it moves teaches before it has ended. */
  readonly watch: () => Moves
  /** The number of transfers that may run now. */
  readonly limit: () => number
}

export const makeAdaptiveLimit = (bounds: Bounds): AdaptiveLimit => {
  const measurement = new Measurement(bounds)
  let running = 0
  // An array, since a set keeps what it held until a full garbage collection.
  const waiting: Array<() => void> = []

  const wake = () => {
    for (let free = measurement.trial.limit - running; free > 0 && waiting.length > 0; free--) waiting.shift()?.()
  }

  const watch = (): Moves => {
    const begun = measurement.begins()
    let first: number | undefined
    let last = 0
    return (bytes, now) => {
      if (first === undefined) begun()
      first ??= now
      if (running <= measurement.trial.limit) measurement.moved(first, last, now, bytes)
      last = now
      wake()
    }
  }

  const woken: Effect.Effect<void> = Effect.callback((resume) => {
    const waiter = () => resume(Effect.void)
    waiting.push(waiter)
    return Effect.sync(() => {
      const at = waiting.indexOf(waiter)
      if (at >= 0) waiting.splice(at, 1)
    })
  })

  /**
   * When all transfers are interrupted, the first one that ends wakes another, which must not begin before it is interrupted
   * as well. It leaves the turn to the next.
   */
  const turn = Effect.onInterrupt(Effect.andThen(woken, Effect.yieldNow), () => Effect.sync(wake))

  const leave = Effect.sync(() => {
    running--
    wake()
  })

  const timed = <A, E, R>(
    transfer: Effect.Effect<A, E, R>,
    size: (result: A) => number | undefined
  ): Effect.Effect<A, E, R> =>
    Effect.flatMap(elapsed, (began) =>
      Effect.tap(transfer, (result) =>
        Effect.map(elapsed, (now) => {
          if (running > measurement.trial.limit) measurement.shrinks(now)
          measurement.ended(began, now, size(result))
          wake()
        })
      )
    )

  const run = <A, E, R>(
    transfer: Effect.Effect<A, E, R>,
    size: (result: A) => number | undefined
  ): Effect.Effect<A, E, R> =>
    Effect.uninterruptibleMask((restore) => {
      const enter: Effect.Effect<A, E, R> = Effect.suspend(() => {
        if (running >= measurement.trial.limit) return Effect.flatMap(restore(turn), () => enter)
        running++
        return Effect.ensuring(restore(timed(transfer, size)), leave)
      })
      return enter
    })

  return { run, watch, limit: () => measurement.trial.limit }
}
