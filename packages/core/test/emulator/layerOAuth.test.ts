import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { OAuth, Users } from "../../src/index.ts"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"

const refreshes = Effect.gen(function* () {
  const { requests } = yield* BoxEmulator.BoxEmulator
  return (yield* requests).filter(({ path }) => path === "/oauth2/token").length
})

describe("layerOAuth", () => {
  it.effect("is logged in, and renews the login with refresh tokens", () =>
    Effect.gen(function* () {
      const { credentials, expireAccessTokens } = yield* BoxEmulator.BoxEmulator
      assert.strictEqual((yield* Users.getUserMe()).id, credentials.userId)
      assert.strictEqual(yield* refreshes, 1)
      for (const times of [2, 3]) {
        yield* expireAccessTokens
        assert.strictEqual((yield* Users.getUserMe()).id, credentials.userId)
        assert.strictEqual(yield* refreshes, times)
      }
    }).pipe(Effect.provide(BoxEmulator.layerOAuth({ refreshTokens: "strict" })))
  )

  it.effect("logs out, and in again by the consent of the user", () =>
    Effect.gen(function* () {
      const emulator = yield* BoxEmulator.BoxEmulator
      yield* OAuth.logout
      assert.strictEqual((yield* Effect.flip(Users.getUserMe()))._tag, "BoxLoginRequired")
      const { state, url } = yield* OAuth.authorizationUrl({ redirectUri: "http://localhost:3000/callback" })
      yield* OAuth.exchangeRedirect({ url: yield* emulator.authorize(url), state })
      assert.strictEqual((yield* Users.getUserMe()).id, emulator.credentials.userId)
    }).pipe(Effect.provide(BoxEmulator.layerOAuth()))
  )
})
