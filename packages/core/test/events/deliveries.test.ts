import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Fiber, Layer, Logger, Ref, Tracer } from "effect"
import { SqlClient } from "effect/sql"
import { TestClock } from "effect/testing"
import { layerSqlite } from "../../../../test/support/sqlite.ts"
import { EventCheckpoints, EventStream, Folders, Webhooks } from "../../src/index.ts"
import type { WebhookSignature } from "../../src/server.ts"
import * as SqlEventCheckpoints from "../../src/events/SqlEventCheckpoints.ts"
import { BoxEmulator } from "../../src/testing/index.ts"

const delivery = (id: string): WebhookSignature.Delivery => ({
  payload: {
    type: "webhook_event",
    id,
    trigger: "FILE.UPLOADED",
    created_at: "2030-01-01T00:00:00Z",
    source: { type: "file", id: "1" },
    additional_info: []
  },
  deliveryId: "attempt",
  sentAt: 0
})

describe("a webhook delivery", () => {
  it("has the form of an event", () => {
    assert.deepStrictEqual(EventStream.fromDelivery(delivery("7")), {
      type: "event",
      event_id: "7",
      event_type: "FILE.UPLOADED",
      created_at: "2030-01-01T00:00:00Z",
      created_by: null,
      source: { type: "file", id: "1" },
      additional_details: null
    })
    const detailed = { ...delivery("7").payload, additional_info: { a: 1 } }
    assert.deepStrictEqual(EventStream.fromDelivery({ ...delivery("7"), payload: detailed }).additional_details, {
      a: 1
    })
  })

  it.effect("goes to the handler that events go to, once, whichever attempt arrives", () =>
    Effect.gen(function* () {
      const seen = yield* Ref.make<ReadonlyArray<string>>([])
      const handler: EventStream.Handler<never, never> = (event) =>
        Ref.update(seen, (all) => [...all, String(event.event_type)])
      const fiber = yield* Effect.forkChild(EventStream.run({ checkpoint: "events" }, handler))
      yield* TestClock.adjust("1 second")

      // What the emulator has to deliver.
      const { webhookDeliveries } = yield* BoxEmulator.BoxEmulator
      const folder = yield* Folders.createFolder({ name: "watched", parent: { id: "0" } })
      yield* Webhooks.createWebhook({
        target: { type: "folder", id: folder.id },
        address: "https://example.test/hook",
        triggers: ["FOLDER.CREATED"]
      })
      yield* Folders.createFolder({ name: "inside", parent: { id: folder.id } })
      const [{ body } = { body: "" }] = yield* webhookDeliveries
      const payload = JSON.parse(body)
      for (let attempt = 1; attempt <= 3; attempt++) {
        const received = { payload, deliveryId: String(attempt), sentAt: 0 }
        yield* EventStream.handleDelivery({ checkpoint: "hooks" }, received, handler)
      }
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual((yield* Ref.get(seen)).toSorted(), ["FOLDER.CREATED", "ITEM_CREATE", "ITEM_CREATE"])
      yield* Fiber.interrupt(fiber)
    }).pipe(Effect.provide([BoxEmulator.layer, EventCheckpoints.layerMemory]))
  )

  it.effect("that fails comes again", () =>
    Effect.gen(function* () {
      const handle = EventStream.handleDelivery
      const error = yield* Effect.flip(handle({ checkpoint: "a" }, delivery("1"), () => Effect.fail("no" as const)))
      assert.strictEqual(error, "no")
      const count = yield* Ref.make(0)
      const work = () => Ref.update(count, (before) => before + 1)
      yield* handle({ checkpoint: "a" }, delivery("1"), work)
      yield* handle({ checkpoint: "a" }, delivery("1"), work)
      assert.strictEqual(yield* Ref.get(count), 1)
    }).pipe(Effect.provide(EventCheckpoints.layerMemory))
  )

  it.effect("and its effects in the same database are one transaction", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      yield* sql`CREATE TABLE effects (id text)`
      const write = (event: EventStream.Event) => sql`INSERT INTO effects VALUES (${event.event_id})`
      const failing = (event: EventStream.Event) => Effect.andThen(write(event), Effect.fail("no" as const))
      yield* Effect.flip(EventStream.handleDelivery({ checkpoint: "a" }, delivery("1"), failing))
      assert.deepStrictEqual(yield* sql`SELECT id FROM effects`, [])
      const attempts = Array.from({ length: 5 }, () =>
        EventStream.handleDelivery({ checkpoint: "a" }, delivery("1"), write)
      )
      yield* Effect.all(attempts, { concurrency: "unbounded" })
      assert.deepStrictEqual(yield* sql`SELECT id FROM effects`, [{ id: "1" }])
    }).pipe(Effect.provide(Layer.provideMerge(SqlEventCheckpoints.layer(), layerSqlite())))
  )
})

describe("the item of an event", () => {
  const of = (source: EventStream.Event["source"]) => EventStream.itemOf({ event_id: "1", source: source ?? null })

  it("is found in every form, and missing where there is none", () => {
    assert.deepStrictEqual(of({ type: "file", id: "1" }), { type: "file", id: "1" })
    assert.deepStrictEqual(of({ item_type: "folder", item_id: "2" }), { type: "folder", id: "2" })
    assert.isUndefined(of(null))
    assert.isUndefined(of({ name: "a" }))
    assert.isUndefined(EventStream.itemOf({ event_id: "1" }))
  })
})

describe("the options", () => {
  it.effect.each([
    [{ checkpoint: "a", stream_type: "all", event_type: ["UPLOAD"] }, "event_type is for the streams"],
    [{ checkpoint: "a", from: 2 ** 60 }, "a number would lose digits"],
    [{ checkpoint: "a", limit: 501 }, "limit must be"],
    [{ checkpoint: "", limit: 1 }, "checkpoint must be"],
    [{ checkpoint: "a", stream_type: "admin_logs", created_after: "2030-01-01T00:00:00Z" }, "created_before must be"],
    [{ checkpoint: "a", pollInterval: "1 milli" }, "pollInterval must be"],
    [{ checkpoint: "a", concurrency: 2 }, "concurrency must be 1"]
  ] as const)("%j are refused", ([options, message]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(EventStream.run(options as never, () => Effect.void))
      assert.strictEqual(error._tag, "BoxInvalidInput")
      assert.include(error.message, message)
      assert.strictEqual((yield* (yield* BoxEmulator.BoxEmulator).stats).requests, 0)
    }).pipe(Effect.provide([BoxEmulator.layer, Layer.provide(SqlEventCheckpoints.layer(), layerSqlite())]))
  )

  it.effect("do not make the address of the long poll show, which grants access", () =>
    Effect.gen(function* () {
      const shown: Array<string> = []
      const logger = Logger.make(
        ({ cause, message }) => void shown.push(JSON.stringify([message, Cause.pretty(cause)]))
      )
      const tracer = Tracer.make({
        span: (options) => {
          const span = new Tracer.NativeSpan(options)
          return Object.assign(span, {
            attribute: (key: string, value: unknown) => void shown.push(`${options.name} ${key} ${String(value)}`)
          })
        }
      })
      const { addFault } = yield* BoxEmulator.BoxEmulator
      yield* addFault({ kind: "reset", match: { path: "/realtime/subscribe", times: 3 } })
      yield* addFault({ kind: "status", status: 404, match: { path: "/realtime/subscribe", times: 3 } })
      const fiber = yield* EventStream.run({ checkpoint: "a" }, () => Effect.void).pipe(
        Effect.withTracer(tracer),
        Effect.provide(Logger.layer([logger])),
        Effect.forkChild
      )
      yield* TestClock.adjust("5 minutes")
      yield* Fiber.interrupt(fiber)
      assert.isTrue(shown.some((line) => line.includes("EventStream.longPoll")))
      assert.isTrue(shown.some((line) => line.includes("The stream of events waits")))
      assert.notInclude(shown.join(), "channel")
    }).pipe(Effect.provide([BoxEmulator.layer, EventCheckpoints.layerMemory]))
  )
})
