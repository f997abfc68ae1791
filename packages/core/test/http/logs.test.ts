/** What the log says of retries and waits. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Logger, References } from "effect"
import { TestClock } from "effect/testing"
import { BoxRequest, Folders, Pacing } from "../../src/index.ts"
import { fixedToken, inOrder } from "./scriptedHttp.ts"

const folder = { json: { type: "folder", id: "0" } }

/** What the effect logs, with the levels. */
const linesOf = <A, E, R>(self: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const lines: Array<readonly [string, string]> = []
    const logger = Logger.make(({ logLevel, message }) => {
      lines.push([logLevel, [message].flat().map(String).join(" ")])
    })
    const fiber = yield* self.pipe(
      Effect.exit,
      Effect.provide(Logger.layer([logger])),
      Effect.provideService(References.MinimumLogLevel, "Debug"),
      Effect.forkChild
    )
    yield* TestClock.adjust("5 minutes")
    yield* Fiber.join(fiber)
    return lines
  })

const call = Folders.getFolderById({ folder_id: "0" }).pipe(BoxRequest.withSharedLink("https://app.box.com/s/canary"))

describe("the log", () => {
  it.effect("has a retry at Debug, with its operation, reason and delay", () => {
    const http = inOrder({ status: 503, headers: { "retry-after": "3" } }, folder)
    return Effect.gen(function* () {
      assert.deepStrictEqual(yield* linesOf(call), [
        ["Debug", "Folders.getFolderById is sent again in 3s: BoxUnavailable (503)"]
      ])
    }).pipe(Effect.provide([http.layer, fixedToken]))
  })

  it.effect("has a wait of more than five seconds at Info, before it begins", () => {
    const http = inOrder({ status: 429, headers: { "retry-after": "42" } }, folder)
    return Effect.gen(function* () {
      assert.deepStrictEqual(yield* linesOf(call), [
        ["Info", "Folders.getFolderById is sent again in 42s: BoxRateLimited (429)"]
      ])
    }).pipe(Effect.provide([http.layer, fixedToken]))
  })

  it.effect("has a wait for a turn at Info, from the call that is next", () => {
    const http = inOrder(folder)
    return Effect.gen(function* () {
      const lines = yield* linesOf(Effect.all([call, call, call], { concurrency: 3 }))
      assert.deepStrictEqual(lines, [
        ["Info", "Folders.getFolderById waits 1m for its turn"],
        ["Info", "Folders.getFolderById waits 1m for its turn"]
      ])
    }).pipe(Effect.provide(Layer.mergeAll(http.layer, fixedToken, Pacing.layer({ limits: { callsPerMinute: 1 } }))))
  })
})
