/** One of Box's limits as one login meets it: who may call when. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { elapsedUnsafe } from "../../internal/elapsed.ts"

/** So many calls in any span of `window` milliseconds. */
export interface Limit {
  readonly calls: number
  readonly window: number
}

export interface Lane {
  /** Waits, first come first served, until a call may go out; gives the milliseconds that it took. */
  readonly turn: Effect.Effect<number>
  /** A call that was sent at `sentAt` was refused: everybody waits `pause` milliseconds and goes on at half the speed. */
  readonly slowDown: (sentAt: number, pause: number) => Effect.Effect<void>
}

/** The slowest that refusals make a lane, as a share of its limit. */
const slowest = 1 / 32
/** Milliseconds without a refusal in which a lane that stands still would come back to its full speed. */
const recovery = 600_000

/** Calls that a slowed lane lets go at once, so that a single call after a pause, and a test's few, need not wait. */
const burst = 10

const never = Number.NEGATIVE_INFINITY

/**
 * Half of the calls of a window may go at once, which is what short programs need; the others are spread evenly, so that
 * a long one does not stop and go. Without `enforced` there is no limit until Box has refused a call.
 */
export const makeLane = ({ calls, window }: Limit, enforced: boolean): Lane => {
  const spacing = window / calls
  /** When the last calls went out, as a ring whose oldest entry is at `oldest`. */
  const sent = enforced ? new Float64Array(calls).fill(never) : undefined
  let oldest = 0
  let last = never
  let pausedUntil = never
  let slowedAt = never
  let speed = 1
  /** When the calls so far would have gone out at an even pace, while the lane is slowed. */
  let due = never
  const turns = Semaphore.makeUnsafe(1)
  let waiting = 0
  let lastClock: Clock.Clock | undefined

  const speedAt = (now: number) => Math.min(1, speed + Math.max(0, now - slowedAt) / recovery)

  /** Milliseconds between two calls that a slowed lane keeps; 0 at full speed. */
  const gapAt = (now: number): number => {
    if (speed === 1) return 0
    const speedNow = speedAt(now)
    if (speedNow === 1) speed = 1
    return speedNow === 1 ? 0 : spacing / speedNow
  }

  /** The time; a login that outlives its clock, as one shared by tests may, begins anew. */
  const timeOf = (clock: Clock.Clock): number => {
    const now = elapsedUnsafe(clock)
    if (clock === lastClock && now >= last) return now
    lastClock = clock
    sent?.fill(never)
    last = pausedUntil = slowedAt = due = never
    speed = 1
    return now
  }

  const earliest = (now: number): number => {
    let at = Math.max(now, pausedUntil)
    const gap = gapAt(now)
    if (gap > 0) at = Math.max(at, due - (burst - 1) * gap)
    if (sent !== undefined) {
      // Both indices are inside the ring.
      at = Math.max(at, sent[oldest]! + window)
      const halfAgo = sent[(oldest + Math.floor(calls / 2)) % calls]!
      if (halfAgo + window > at) at = Math.max(at, last + spacing)
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

  const wait = (clock: Clock.Clock, began: number) =>
    Effect.gen(function* () {
      for (;;) {
        const now = timeOf(clock)
        const at = earliest(now)
        if (at <= now) {
          take(now)
          return now - began
        }
        // Not for longer: a refusal or a recovery may change the time while it passes.
        yield* Effect.sleep(Math.min(at - now, 1000))
      }
    })

  return {
    turn: Clock.clockWith((clock) => {
      const now = timeOf(clock)
      if (waiting === 0 && earliest(now) <= now) {
        take(now)
        return Effect.succeed(0)
      }
      return Effect.acquireUseRelease(
        Effect.sync(() => {
          waiting++
        }),
        () => turns.withPermits(1)(wait(clock, now)),
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
        // Of calls that were under way together only the first refusal counts.
        if (sentAt >= slowedAt) {
          speed = Math.max(slowest, speedAt(now) / 2)
          slowedAt = now
        }
        return Effect.void
      })
  }
}
