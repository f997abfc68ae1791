import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Layer, Option, Redacted } from "effect"
import { BoxConfig, OAuth, TokenPersistence, TokenStore } from "../../src/index.ts"
import { inOrder, type Script, scripted } from "../http/scriptedHttp.ts"

const issued = { json: { access_token: "a1", refresh_token: "r1", expires_in: 4123, token_type: "bearer" } }

const withBox = (...answers: ReadonlyArray<Script>) => {
  const http = inOrder(...answers)
  const layer = OAuth.layer({ clientId: "my id", clientSecret: Redacted.make("my secret") }).pipe(
    Layer.provideMerge(Layer.merge(http.layer, TokenPersistence.layerMemory))
  )
  return { http, layer }
}

describe("OAuth", () => {
  it.effect("the authorization URL has a fresh random state, the redirect URI and the scopes", () =>
    Effect.gen(function* () {
      const first = yield* OAuth.authorizationUrl({
        redirectUri: "http://localhost:3000/cb?x=1",
        scopes: ["root_readonly", "manage_webhook"]
      })
      const second = yield* OAuth.authorizationUrl()
      const query = new URL(first.url).searchParams
      assert.strictEqual(first.url.split("?")[0], "https://account.box.com/api/oauth2/authorize")
      assert.strictEqual(query.get("response_type"), "code")
      assert.strictEqual(query.get("client_id"), "my id")
      assert.strictEqual(query.get("redirect_uri"), "http://localhost:3000/cb?x=1")
      assert.strictEqual(query.get("scope"), "root_readonly manage_webhook")
      assert.strictEqual(query.get("state"), first.state)
      assert.isAtLeast(first.state.length, 40)
      assert.notStrictEqual(first.state, second.state)
      assert.isNull(new URL(second.url).searchParams.get("redirect_uri"))
    }).pipe(Effect.provide(withBox().layer))
  )

  it.effect("exchanges a code with the credentials in the body, saves the pair and uses it", () => {
    const { http, layer } = withBox(issued)
    return Effect.gen(function* () {
      const pair = yield* OAuth.exchangeCode({ code: "c/1+2" })
      assert.strictEqual(pair.expiresAt, 4_123_000)
      assert.deepStrictEqual(Object.fromEntries(new URLSearchParams(http.seen[0]?.body)), {
        grant_type: "authorization_code",
        code: "c/1+2",
        client_id: "my id",
        client_secret: "my secret"
      })
      assert.strictEqual(http.seen[0]?.url, "https://api.box.com/oauth2/token")
      assert.strictEqual(http.seen[0]?.headers["content-type"], "application/x-www-form-urlencoded")
      assert.notProperty(http.seen[0]?.headers, "authorization")
      const stored = yield* TokenPersistence.TokenPersistence.use((persistence) => persistence.get)
      assert.strictEqual(Option.getOrThrow(stored), pair)
      assert.strictEqual(Redacted.value(yield* TokenStore.TokenStore.use((store) => store.accessToken)), "a1")
      assert.strictEqual(http.seen.length, 1)
    }).pipe(Effect.provide(layer))
  })

  const redirects = [
    ["http://localhost/cb?code=c&state=s1", "s1", undefined],
    ["/cb?code=c&state=s1", "s1", undefined],
    ["http://localhost/cb?code=c&state=other", "s1", "state_mismatch"],
    ["http://localhost/cb?code=c", "s1", "state_mismatch"],
    ["http://localhost/cb?error=access_denied&error_description=no&state=s1", "s1", "access_denied"],
    ["http://localhost/cb?state=s1", "s1", "invalid_request"]
  ] as const
  it.effect.each(redirects.map((row) => ({ row })))("the way back: $row", ({ row: [url, state, code] }) => {
    const { http, layer } = withBox(issued)
    return Effect.gen(function* () {
      const outcome = yield* Effect.result(OAuth.exchangeRedirect({ url, state }))
      assert.strictEqual(outcome._tag === "Failure" ? outcome.failure.code : undefined, code)
      assert.strictEqual(http.seen.length, code === undefined ? 1 : 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("an empty state is refused: it would match an answer without one", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(OAuth.exchangeRedirect({ url: "http://localhost/cb?code=c&state=", state: "" }))
      assert.strictEqual(error._tag, "BoxInvalidInput")
    }).pipe(Effect.provide(withBox(issued).layer))
  )

  it.effect("a code that Box refuses: the error says how long one lives", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(OAuth.exchangeCode({ code: "late" }))
      assert.strictEqual(error._tag, "BoxOAuthError")
      assert.strictEqual(error.code, "invalid_grant")
      assert.include(error.message, "30 seconds")
      assert.include(error.message, "The authorization code has expired")
    }).pipe(
      Effect.provide(
        withBox({
          status: 400,
          json: { error: "invalid_grant", error_description: "The authorization code has expired" }
        }).layer
      )
    )
  )

  it.effect("logout ends the login at Box and here", () => {
    const { http, layer } = withBox(issued, { status: 200 })
    return Effect.gen(function* () {
      yield* OAuth.exchangeCode({ code: "c" })
      yield* OAuth.logout
      assert.strictEqual(http.seen[1]?.url, "https://api.box.com/oauth2/revoke")
      assert.strictEqual(new URLSearchParams(http.seen[1]?.body).get("token"), "r1")
      assert.isTrue(Option.isNone(yield* TokenPersistence.TokenPersistence.use((persistence) => persistence.get)))
      const error = yield* Effect.flip(TokenStore.TokenStore.use((store) => store.accessToken))
      assert.strictEqual(error._tag, "BoxLoginRequired")
      yield* OAuth.logout
      assert.strictEqual(http.seen.length, 2)
    }).pipe(Effect.provide(layer))
  })

  it.effect("layerConfig reads the environment", () => {
    const http = scripted(() => issued)
    const environment = {
      BOX_CLIENT_ID: "id",
      BOX_CLIENT_SECRET: "s",
      BOX_REFRESH_TOKEN: "from-env",
      BOX_API_URL: "http://127.0.0.1:9/"
    }
    return Effect.gen(function* () {
      yield* TokenStore.TokenStore.use((store) => store.accessToken)
      assert.strictEqual(http.seen[0]?.url, "http://127.0.0.1:9/oauth2/token")
      assert.strictEqual(new URLSearchParams(http.seen[0]?.body).get("refresh_token"), "from-env")
    }).pipe(
      Effect.provide(
        OAuth.layerConfig().pipe(
          Layer.provide(BoxConfig.layerConfig()),
          Layer.provide(Layer.merge(http.layer, TokenPersistence.layerMemory)),
          Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: environment })))
        )
      )
    )
  })

  it.effect("an app without a secret is refused before anything is sent", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        Layer.build(OAuth.layer({ clientId: "id", clientSecret: Redacted.make("") })).pipe(
          Effect.provide(withBox().layer)
        )
      )
      assert.strictEqual(error._tag, "BoxInvalidInput")
    })
  )
})
