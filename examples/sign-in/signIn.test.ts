/** What a sign-in must not accept. */
import { BoxEmulator } from "@effect-box/core/testing"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Layer } from "effect"
import { FetchHttpClient, HttpClient, HttpRouter } from "effect/http"
import { Routes } from "./handlers.ts"
import { Logins, TokenRows } from "./Logins.ts"

const Settings = Layer.unwrap(
  BoxEmulator.BoxEmulator.useSync(({ credentials }) =>
    ConfigProvider.layer(
      ConfigProvider.fromEnv({
        env: {
          BOX_CLIENT_ID: credentials.clientId,
          BOX_CLIENT_SECRET: credentials.clientSecret,
          BOX_REDIRECT_URI: "http://localhost/callback"
        }
      })
    )
  )
)

const Box = BoxEmulator.layerHttpClient()

/** The routes have Box's client, the tests that of the backend, and the emulator as the page on which users decide. */
const Backend = Layer.merge(
  HttpRouter.serve(Routes, { disableLogger: true, disableListenLog: true }).pipe(
    Layer.provide(Logins.layer),
    Layer.provide(TokenRows.layerMemory),
    Layer.provide(Settings),
    Layer.provide(Box)
  ),
  Layer.provide(Layer.effect(BoxEmulator.BoxEmulator, BoxEmulator.BoxEmulator), Box)
).pipe(
  Layer.provideMerge(NodeHttpServer.layerTest),
  Layer.merge(Layer.succeed(FetchHttpClient.RequestInit, { redirect: "manual" })),
  Layer.fresh
)

const get = (path: string, cookies: Readonly<Record<string, string>> = {}) =>
  HttpClient.HttpClient.use((client) =>
    client.get(path, {
      headers: {
        cookie: Object.entries(cookies)
          .map((pair) => pair.join("="))
          .join("; ")
      }
    })
  )

/** A browser that has begun to sign in. */
const begun = Effect.gen(function* () {
  const response = yield* get("/sign-in")
  const valueOf = (name: string) => response.cookies.cookies[name]?.value ?? ""
  const page = response.headers["location"] ?? ""
  return { page, cookies: { session: valueOf("session"), state: valueOf("state") } }
})

const pathOf = (url: string) => {
  const { pathname, search } = new URL(url)
  return pathname + search
}

const authorize = (page: string, deny = false) =>
  BoxEmulator.BoxEmulator.use((emulator) => emulator.authorize(page, { deny }))

describe("a sign-in", () => {
  it.effect("lets a user in who grants access, in this browser only", () =>
    Effect.gen(function* () {
      const { cookies, page } = yield* begun
      const returned = pathOf(yield* authorize(page))
      const stranger = yield* begun
      assert.strictEqual((yield* get(returned, stranger.cookies)).status, 400)
      assert.strictEqual((yield* get(returned, cookies)).status, 302)
      assert.strictEqual((yield* get("/files", cookies)).status, 200)
      assert.strictEqual((yield* get("/files", stranger.cookies)).status, 401)
      assert.strictEqual((yield* get("/files")).status, 401)
    }).pipe(Effect.provide(Backend))
  )

  it.effect("is none if the user refuses", () =>
    Effect.gen(function* () {
      const { cookies, page } = yield* begun
      assert.strictEqual((yield* get(pathOf(yield* authorize(page, true)), cookies)).status, 400)
      assert.strictEqual((yield* get("/files", cookies)).status, 401)
    }).pipe(Effect.provide(Backend))
  )
})
