/** One of Box's rate limits for one login: it decides when a call may be sent. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { elapsedUnsafe } from "../../internal/elapsed.ts"
import { tellOfWait } from "./waiting.ts"

/** A number of calls in any span of `window` milliseconds. */
export interface Limit {
  readonly calls: number
  readonly window: number
}

/** The part of the limits that this process may use, from 0 to 1. The lanes of a client have it in common. */
export interface Share {
  part: number
}

export interface Lane {
  /** Waits until a call may be sent, first come first served. Returns the waiting time in milliseconds. */
  readonly turn: (operation: string) => Effect.Effect<number>
  /**
   * A call sent at `sentAt` was answered with 429: all calls wait `pause` milliseconds and continue at half the rate.
   */
  readonly slowDown: (sentAt: number, pause: number) => Effect.Effect<void>
}

/** The lowest rate that refusals can cause, as a fraction of the limit. */
const slowest = 1 / 32
/** The time in milliseconds in which a stopped lane recovers its full rate, if there is no refusal. */
const recovery = 600_000

/** The burst of a slowed lane, so that a single call after a pause, or the few of a test, need not wait. */
const burst = 10

const never = Number.NEGATIVE_INFINITY

/**
 * Half of the calls of a window may be sent in a burst, which suits short programs. The others are spread evenly, so
 * that a long program does not stop and go. Those of a process that has only a share are all spread: when one more comes,
 * the others have used their former shares. Without `enforced` there is no limit until Box has answered 429.
 */
export const makeLane = ({ calls, window }: Limit, enforced: boolean, share: Share): Lane => {
  const spacing = window / calls
  /** When the last calls were sent, as a ring buffer whose oldest entry is at `oldest`. */
  const sent = enforced ? new Float64Array(calls).fill(never) : undefined
  let oldest = 0
  let last = never
  let pausedUntil = never
  let slowedAt = never
  let speed = 1
  /** When the calls so far would have been sent at an even rate, while the lane is slowed. */
  let due = never
  const turns = Semaphore.makeUnsafe(1)
  let waiting = 0
  let lastClock: Clock.Clock | undefined

  const speedAt = (now: number) => Math.min(1, speed + Math.max(0, now - slowedAt) / recovery)

  /** The interval between two calls of a slowed lane in milliseconds; 0 at full rate. */
  const gapAt = (now: number): number => {
    if (speed === 1) return 0
    const speedNow = speedAt(now)
    if (speedNow === 1) speed = 1
    return speedNow === 1 ? 0 : spacing / speedNow / Math.max(share.part, slowest)
  }

  /** The current time. A login that outlives its clock, as in tests that share one, starts afresh. */
  const timeOf = (clock: Clock.Clock): number => {
    const now = elapsedUnsafe(clock)
    if (clock === lastClock && now >= last) return now
    lastClock = clock
    sent?.fill(never)
    last = pausedUntil = slowedAt = due = never
    speed = 1
    return now
  }

  /** When the last call but `count - 1` was sent. The index is within the ring. */
  const sentBefore = (ring: Float64Array, count: number): number => ring[(oldest - count + calls) % calls]!

  const earliest = (now: number): number => {
    let at = Math.max(now, pausedUntil)
    const gap = gapAt(now)
    if (gap > 0) at = Math.max(at, due - (burst - 1) * gap)
    if (sent !== undefined) {
      if (share.part === 0) return now + window
      const part = calls * share.part
      const most = Math.max(1, Math.floor(part))
      at = Math.max(at, sentBefore(sent, most) + window)
      if (share.part < 1) return Math.ceil(Math.max(at, last + window / part))
      if (sentBefore(sent, most - Math.floor(most / 2)) + window > at) at = Math.max(at, last + spacing)
    }
    return Math.ceil(at)
  }

  const take = (now: number) => {
    last = now
    const gap = gapAt(now)
    if (gap > 0) due = Math.max(due, now) + gap
    if (sent === undefined) return
    sent[oldest] = now
    oldest = (oldest + 1) % calls
  }

  const wait = (clock: Clock.Clock, began: number, operation: string) =>
    Effect.gen(function* () {
      let told = false
      for (;;) {
        const now = timeOf(clock)
        const at = earliest(now)
        if (at <= now) {
          take(now)
          return now - began
        }
        // The others stand behind this one, so that it speaks for them.
        if (!told) yield* tellOfWait(operation, at - now, "for its turn")
        told = true
        // No longer than this, because a refusal or a recovery may change the time meanwhile.
        yield* Effect.sleep(Math.min(at - now, 1000))
      }
    })

  return {
    turn: (operation) =>
      Clock.clockWith((clock) => {
        const now = timeOf(clock)
        if (waiting === 0 && earliest(now) <= now) {
          take(now)
          return Effect.succeed(0)
        }
        return Effect.acquireUseRelease(
          Effect.sync(() => {
            waiting++
          }),
          () => turns.withPermits(1)(wait(clock, now, operation)),
          () =>
            Effect.sync(() => {
              waiting--
            })
        )
      }),
    slowDown: (sentAt, pause) =>
      Clock.clockWith((clock) => {
        const now = timeOf(clock)
        pausedUntil = Math.max(pausedUntil, now + pause)
        // Of concurrent calls, only the first refusal counts.
        if (sentAt >= slowedAt) {
          speed = Math.max(slowest, speedAt(now) / 2)
          slowedAt = now
        }
        return Effect.void
      })
  }
}
