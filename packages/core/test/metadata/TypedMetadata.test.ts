import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import { TypedMetadata } from "../../src/index.ts"
import { fixedToken, inOrder, type Script } from "../http/scriptedHttp.ts"

const Invoice = TypedMetadata.make({
  scope: "enterprise",
  template_key: "invoice",
  schema: Schema.Struct({
    number: Schema.String,
    total: Schema.FiniteFromString,
    "a/b~c": Schema.optionalKey(Schema.String)
  })
})

const stored = { $id: "1", $template: "invoice", number: "7", total: "12.5" }
const patched = (body: string | undefined): unknown => JSON.parse(body ?? "null")

const against = (...scripts: ReadonlyArray<Script>) => {
  const { layer, seen } = inOrder(...scripts)
  return { seen, layer: Layer.merge(layer, fixedToken) }
}

describe("metadata by a schema", () => {
  it.effect("is decoded as it is read, of a file and of a folder", () => {
    const { layer, seen } = against({ json: stored })
    return Effect.gen(function* () {
      assert.deepStrictEqual(yield* Invoice.get({ file_id: "1" }), { number: "7", total: 12.5 })
      assert.deepStrictEqual(yield* Invoice.get({ folder_id: "2" }), { number: "7", total: 12.5 })
      assert.deepStrictEqual(
        seen.map(({ url }) => new URL(url).pathname),
        ["/2.0/files/1/metadata/enterprise/invoice", "/2.0/folders/2/metadata/enterprise/invoice"]
      )
    }).pipe(Effect.provide(layer))
  })

  it.effect("is encoded as it is created", () => {
    const { layer, seen } = against({ status: 201, json: stored })
    return Effect.gen(function* () {
      yield* Invoice.create({ file_id: "1" }, { number: "7", total: 12.5 })
      assert.deepStrictEqual(patched(seen[0]?.body), { number: "7", total: "12.5" })
    }).pipe(Effect.provide(layer))
  })

  it.effect("what does not fit is named by its place, without the value", () => {
    const { layer, seen } = against({ json: { ...stored, total: "secret" } })
    return Effect.gen(function* () {
      const error = yield* Effect.flip(Invoice.get({ file_id: "1" }))
      assert.strictEqual(error._tag, "BoxDecodeError")
      assert.include(error.message, "total")
      assert.notInclude(error.message, "secret")
      // As a caller without types may pass it.
      const wrong = { number: 7, total: 1 } as unknown as { number: string; total: number }
      const refused = yield* Effect.flip(Invoice.create({ file_id: "1" }, wrong))
      assert.strictEqual(refused._tag, "BoxInvalidInput")
      assert.include(refused.message, "number")
      assert.strictEqual(seen.length, 1)
    }).pipe(Effect.provide(layer))
  })

  it.effect("set creates what is not there", () => {
    const { layer, seen } = against(
      { status: 404, json: { code: "instance_not_found" } },
      { status: 201, json: stored }
    )
    return Effect.gen(function* () {
      yield* Invoice.set({ file_id: "1" }, { number: "7", total: 12.5 })
      assert.deepStrictEqual(
        seen.map(({ method }) => method),
        ["GET", "POST"]
      )
    }).pipe(Effect.provide(layer))
  })

  it.effect("set sends what differs and nothing else", () => {
    const { layer, seen } = against({ json: { ...stored, old: "x" } }, { json: { ...stored, total: "13" } })
    return Effect.gen(function* () {
      const after = yield* Invoice.set({ folder_id: "1" }, { number: "7", total: 13, "a/b~c": "new" })
      assert.deepStrictEqual(after, { number: "7", total: 13 })
      assert.strictEqual(seen[1]?.headers["content-type"], "application/json-patch+json")
      assert.deepStrictEqual(patched(seen[1]?.body), [
        { op: "replace", path: "/total", value: "13" },
        { op: "remove", path: "/old" },
        { op: "add", path: "/a~1b~0c", value: "new" }
      ])
    }).pipe(Effect.provide(layer))
  })

  it.effect("set asks for nothing where nothing differs", () => {
    const { layer, seen } = against({ json: stored })
    return Effect.gen(function* () {
      yield* Invoice.set({ file_id: "1" }, { number: "7", total: 12.5 })
      assert.strictEqual(seen.length, 1)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is removed", () => {
    const { layer, seen } = against({ status: 204 })
    return Effect.gen(function* () {
      yield* Invoice.remove({ file_id: "1" })
      assert.strictEqual(seen[0]?.method, "DELETE")
    }).pipe(Effect.provide(layer))
  })
})
