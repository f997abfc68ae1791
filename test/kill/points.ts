/** Where processes are killed: points that are random, and the same ones again for the same seed. */
import { BoxEmulator } from "@effect-box/core/testing"
import { Effect } from "effect"

/** `KILL_SEED=7 npm test` takes other points. */
const seed = Number(process.env["KILL_SEED"] ?? 1)

/** How often each kind of transfer is killed. CI does it 20 times, which takes minutes. */
export const wanted = Number(process.env["EFFECT_BOX_KILLS"] ?? 3)

/** How many of the kills must have hit what is rare: only many kills are sure to. */
export const atLeast = (times: number): number => (wanted < 20 ? 0 : times)

/** For the name of a suite, so that a failure tells how to repeat it. */
export const title = `a process that is killed ${wanted} times (KILL_SEED=${seed})`

/** Numbers below `limit`; `stream` tells the tests of one run apart. */
export const numbers = (stream: number, first = seed) => {
  let state = Math.imul(first, 0x9e3779b1) + stream
  return (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return Math.floor(((state >>> 0) / 2 ** 32) * limit)
  }
}

/** Waits until Box has seen so many more requests, or no more come, and then some milliseconds. */
export const requests = Effect.fnUntraced(function* (count: number, millis: number) {
  const emulator = yield* BoxEmulator.BoxEmulator
  const before = (yield* emulator.stats).requests
  let seen = 0
  let quiet = 0
  yield* Effect.repeat(Effect.sleep("1 millis"), {
    until: () =>
      Effect.map(emulator.stats, (now) => {
        quiet = now.requests - before > seen ? 0 : quiet + 1
        seen = now.requests - before
        return seen >= count || (seen > 0 && quiet > 50)
      })
  })
  yield* Effect.sleep(millis)
})
