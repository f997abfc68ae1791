import { afterAll, assert, describe, it } from "@effect/vitest"
import { Effect, Logger, Schema } from "effect"
import { reportUnknownTypes } from "../../src/internal/schema.ts"
import { WebhookPayload } from "../../src/server.ts"

// Otherwise the next call of the thread would log them, in a test of something else.
afterAll(() => Effect.runPromise(Effect.provide(reportUnknownTypes, Logger.layer([]))))

describe("a webhook's payload", () => {
  const check = Schema.decodeUnknownEffect(WebhookPayload.WebhookPayload)
  const payload = { type: "webhook_event", id: "1", trigger: "FILE.OF_TOMORROW", additional_info: [] }

  it.effect("is read with a source of any type", () =>
    Effect.gen(function* () {
      const file = yield* check({ ...payload, source: { type: "file", id: "1", name: "a" } })
      assert.deepInclude(file.source, { type: "file", id: "1", name: "a" })
      yield* check({ ...payload, source: { type: "type_of_tomorrow" } })
      const instance = yield* check({ ...payload, source: { $id: "2", $type: "properties-1", amount: 3 } })
      assert.deepEqual<unknown>(instance.source, { $id: "2", $type: "properties-1", amount: 3 })
    })
  )

  it.effect("is refused without an id", () =>
    Effect.gen(function* () {
      const { id: _, ...rest } = payload
      assert.include((yield* Effect.flip(check(rest))).message, "id")
    })
  )
})
