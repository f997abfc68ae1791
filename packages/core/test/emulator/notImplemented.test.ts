/** What Box will have one day, and the emulator has not: the table of operations has two more here. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Logger, Schema } from "effect"
import { vi } from "vitest"
import { Operation } from "../../src/index.ts"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { fresh, get, post } from "./wire.ts"

vi.mock("../../src/testing/emulator/operationTable.ts", async (original) => {
  const { operationTable } = await original<typeof import("../../src/testing/emulator/operationTable.ts")>()
  const more = ["Things.createThing POST api /things", "Things.getThing GET api /things/{thing_id}"]
  return { operationTable: [...operationTable, ...more] }
})

const quiet = Logger.layer([])

describe("an operation that the emulator has not", () => {
  it.effect("has Box's error object, a row in the stats, and a warning in the log", () => {
    const logged: Array<unknown> = []
    return Effect.gen(function* () {
      const { requests, stats } = yield* BoxEmulator.BoxEmulator
      const reply = yield* post("/things", {})
      const { request_id, ...rest } = reply.json
      assert.match(request_id, /^[a-z0-9]{16}$/)
      assert.deepStrictEqual(rest, {
        type: "error",
        status: 501,
        code: "not_implemented",
        help_url: "https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors/",
        message: "Things.createThing is not in the emulator"
      })
      assert.strictEqual((yield* get("/things/7")).json.message.split(" ")[0], "Things.getThing")
      const { byRoute, notImplemented } = yield* stats
      assert.deepStrictEqual(notImplemented, { "Things.createThing": 1, "Things.getThing": 1 })
      assert.strictEqual(byRoute["POST /things"], 1)
      const [first] = yield* requests
      assert.deepInclude(first, { method: "POST", route: "POST /things", status: 501 })
      assert.deepStrictEqual(logged.flat()[0], "Things.createThing is not in the emulator (POST /things)")
      const missing = BoxEmulator.coverage().filter(({ implemented }) => !implemented)
      assert.deepStrictEqual(
        missing.map(({ operation }) => operation),
        ["Things.createThing", "Things.getThing"]
      )
    }).pipe(
      Effect.provide(fresh()),
      Effect.provide(Logger.layer([Logger.make(({ message }) => void logged.push(message))]))
    )
  })

  it.effect("takes faults by its route, like any other", () =>
    Effect.gen(function* () {
      const { addFault } = yield* BoxEmulator.BoxEmulator
      yield* addFault({ kind: "status", match: { path: "/things/{thing_id}" }, status: 429, retryAfter: 3 })
      assert.strictEqual((yield* get("/things/12")).status, 429)
      assert.strictEqual((yield* get("/things/12")).status, 501)
    }).pipe(Effect.provide(fresh()), Effect.provide(quiet))
  )

  // It would wait for the test's clock, which stands still, if it were sent again.
  it.effect("fails at once in this project's client, which does not repeat it", () =>
    Effect.gen(function* () {
      const getThing = Operation.make<{ readonly thing_id: string }, { readonly name: string }>({
        name: "Things.getThing",
        method: "GET",
        path: "/things/{thing_id}",
        output: () => Schema.Struct({ name: Schema.String })
      })
      const { requests } = yield* BoxEmulator.BoxEmulator
      const error = yield* Effect.flip(getThing({ thing_id: "1" }))
      assert.deepInclude(error, { _tag: "BoxUnavailable", status: 501, code: "not_implemented", isRetryable: false })
      assert.strictEqual(error.detail, "Things.getThing is not in the emulator")
      assert.strictEqual((yield* requests).length, 1)
    }).pipe(Effect.provide(Layer.fresh(BoxEmulator.layer)), Effect.provide(quiet))
  )
})
