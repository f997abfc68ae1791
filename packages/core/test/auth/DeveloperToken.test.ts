import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Stream } from "effect"
import { DeveloperToken, TokenStore, Users } from "../../src/index.ts"
import { inOrder } from "../http/scriptedHttp.ts"

describe("DeveloperToken", () => {
  it.effect("is sent until Box refuses it, and then a login is required", () => {
    const http = inOrder({ json: { type: "user", id: "7" } }, { status: 401 })
    return Effect.gen(function* () {
      assert.strictEqual((yield* Users.getUserMe()).id, "7")
      const error = yield* Effect.flip(Users.getUserMe())
      assert.deepInclude(error, { _tag: "BoxLoginRequired", status: 401 })
      assert.deepStrictEqual(
        http.seen.map(({ headers }) => headers["authorization"]),
        ["Bearer mine", "Bearer mine"]
      )
    }).pipe(Effect.provide([http.layer, DeveloperToken.layer(Redacted.make("mine"))]))
  })

  it.effect("has nothing to save, and never changes", () =>
    Effect.gen(function* () {
      const store = yield* TokenStore.TokenStore
      assert.deepStrictEqual(yield* store.health, { unsaved: false, failedSaves: 0 })
      assert.deepStrictEqual(yield* Stream.runCollect(store.changes), [])
    }).pipe(Effect.provide(DeveloperToken.layer(Redacted.make("mine"))))
  )
})
