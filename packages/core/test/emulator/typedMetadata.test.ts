/** `TypedMetadata` of this project's client against the emulator. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import { Folders, MetadataTemplates, ResponseCheck, TypedMetadata } from "../../src/index.ts"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"

const Bill = TypedMetadata.make({
  scope: "enterprise",
  template_key: "bill",
  schema: Schema.Struct({
    customer: Schema.String,
    amount: Schema.optionalKey(Schema.Finite),
    state: Schema.optionalKey(Schema.Literals(["open", "paid"])),
    tags: Schema.optionalKey(Schema.Array(Schema.String))
  })
})

const template = MetadataTemplates.createMetadataTemplate({
  scope: "enterprise",
  displayName: "bill",
  fields: [
    { type: "string", key: "customer", displayName: "Customer" },
    { type: "float", key: "amount", displayName: "Amount" },
    { type: "enum", key: "state", displayName: "State", options: [{ key: "open" }, { key: "paid" }] },
    { type: "multiSelect", key: "tags", displayName: "Tags", options: [{ key: "a" }, { key: "b" }] }
  ]
})

const strictly = Effect.provideService(ResponseCheck.ResponseCheck, "strict")

describe("typed metadata in the emulator", () => {
  it.effect("is created, set, read and removed", () =>
    Effect.gen(function* () {
      yield* template
      const { id: folder_id } = yield* Folders.createFolder({ name: "d", parent: { id: "0" } })
      const item = { folder_id }
      assert.strictEqual((yield* Effect.flip(Bill.get(item)))._tag, "BoxNotFound")
      assert.deepStrictEqual(yield* Bill.set(item, { customer: "Ada", amount: 1, tags: ["a"] }), {
        customer: "Ada",
        amount: 1,
        tags: ["a"]
      })
      assert.strictEqual((yield* Effect.flip(Bill.create(item, { customer: "Bob" })))._tag, "BoxConflict")
      const changed = { customer: "Bob", state: "paid", tags: ["b", "a"] } as const
      assert.deepStrictEqual(yield* Bill.set(item, changed), changed)
      assert.deepStrictEqual(yield* Bill.get(item), changed)
      assert.strictEqual((yield* Effect.flip(Bill.set(item, { customer: "x", tags: ["z"] })))._tag, "BoxBadRequest")
      assert.deepStrictEqual(yield* Bill.get(item), changed)
      yield* Bill.remove(item)
      assert.strictEqual((yield* Effect.flip(Bill.remove(item)))._tag, "BoxNotFound")
    }).pipe(strictly, Effect.provide(Layer.fresh(BoxEmulator.layer)))
  )
})
