/** How many files of a tree are under way at the same time. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import { HttpClient } from "effect/http"
import { TestClock } from "effect/testing"
import { moment } from "../../../../test/support/time.ts"
import * as LocalDirectory from "../../src/directory/LocalDirectory.ts"
import { box, collect, directory, folder, write } from "./trees.ts"

const many = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`${i}.txt`, `content ${i}`]))

/** Gives every transfer a `delay` in virtual time, which passes when nothing else goes on; tells how many there were at once. */
const mostAtOnce = <A, E, R>(method: "GET" | "POST", delay: number, self: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    let [running, most, begun] = [0, 0, 0]
    const slow = HttpClient.transform(yield* HttpClient.HttpClient, (effect, request) =>
      request.method !== method || !/\/content(\?|$)/.test(request.url)
        ? effect
        : Effect.suspend(() => {
            begun++
            running++
            most = Math.max(most, running)
            const after = Effect.sync(() => void running--)
            return Effect.ensuring(Effect.delay(effect, delay), after)
          })
    )
    const fiber = yield* Effect.forkChild(Effect.provideService(self, HttpClient.HttpClient, slow))
    for (let quiet = 0, before = 0; fiber.pollUnsafe() === undefined; quiet++) {
      yield* moment
      if (begun !== before) quiet = 0
      before = begun
      if (quiet < 20 || running === 0) continue
      yield* TestClock.adjust(delay)
      quiet = 0
    }
    return { most, value: yield* Fiber.join(fiber) }
  })

type Options = Pick<LocalDirectory.RunOptions, "concurrency" | "onProgress">

const ways = {
  up: (path: string, folder_id: string, options: Options = {}) =>
    LocalDirectory.upload(path, { folder_id, onConflict: "fail", ...options }),
  down: (path: string, folder_id: string, options: Options = {}) =>
    LocalDirectory.download(`${path}/copy`, { folder_id, onConflict: "fail", ...options })
}

describe("files at once", () => {
  for (const [way, run] of Object.entries(ways)) {
    const expected: ReadonlyArray<readonly [string, number, number | undefined, number]> = [
      ["16 while each takes a second", 1000, undefined, 16],
      ["8 while they are fast", 5, undefined, 8],
      ["as many as the caller says", 1000, 5, 5]
    ]
    for (const [name, delay, concurrency, atOnce] of expected) {
      it.effect(`${way}: ${name}`, () =>
        Effect.gen(function* () {
          const path = yield* directory
          write(path, many)
          const folder_id = yield* folder()
          if (way === "down") yield* Stream.runDrain(ways.up(path, folder_id))
          let told = 0
          const onProgress = ({ running }: LocalDirectory.DirectoryProgress) =>
            Effect.sync(() => {
              told = Math.max(told, running.length)
            })
          const method = way === "up" ? "POST" : "GET"
          const { most, value } = yield* mostAtOnce(
            method,
            delay,
            collect(run(path, folder_id, { concurrency, onProgress }))
          )
          assert.strictEqual(Object.keys(value).length, 120)
          assert.deepStrictEqual({ most, told }, { most: atOnce, told: atOnce })
        }).pipe(Effect.scoped, Effect.provide(box()))
      )
    }
  }
})
