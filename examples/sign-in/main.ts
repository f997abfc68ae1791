/**
 * A backend in which each user signs in with Box, and two browsers that use it, against the emulator:
 *
 *     node examples/sign-in/main.ts
 *
 * With DATABASE_URL the token pairs are in PostgreSQL, and any number of such backends can share them.
 */
import { createServer } from "node:http"
import { BoxEmulator } from "@effect-box/core/testing"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as PgClient from "@effect/sql-pg/PgClient"
import { Config, ConfigProvider, Console, Effect, Layer, Option } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import { Routes } from "./handlers.ts"
import { Logins, TokenRows } from "./Logins.ts"

const address = HttpServer.HttpServer.useSync(({ address }) =>
  "port" in address ? `http://127.0.0.1:${address.port}` : ""
)

/** What a browser does: it follows redirects, keeps cookies, and shows Box's page, on which this user grants access. */
const browse = Effect.fnUntraced(function* (userId: string) {
  const backend = yield* address
  const { authorize } = yield* BoxEmulator.BoxEmulator
  const cookies = new Map<string, string>()
  const ask = Effect.fnUntraced(function* (url: string) {
    const cookie = Array.from(cookies, (pair) => pair.join("=")).join("; ")
    const response = yield* Effect.promise(() => fetch(url, { headers: { cookie }, redirect: "manual" }))
    for (const text of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]*)=([^;]*)/.exec(text) ?? []
      cookies.set(name, value)
    }
    return { location: response.headers.get("location") ?? "", text: yield* Effect.promise(() => response.text()) }
  })
  const before = yield* ask(`${backend}/files`)
  const { location } = yield* ask(`${backend}/sign-in`)
  const returned = yield* ask(yield* authorize(location, { userId }))
  const files = yield* ask(`${backend}${returned.location}`)
  yield* Console.log(`before: ${before.text}`)
  yield* Console.log(`signed in: ${files.text}`)
})

const program = Effect.gen(function* () {
  const { credentials } = yield* BoxEmulator.BoxEmulator
  yield* Effect.forEach([credentials.userId, credentials.managedUserId], browse)
})

const Tokens = Layer.unwrap(
  Effect.map(
    Config.option(Config.Redacted("DATABASE_URL")),
    Option.match({
      onNone: () => TokenRows.layerMemory,
      onSome: (url) => TokenRows.layerSql.pipe(Layer.provide(PgClient.layer({ url })))
    })
  )
)

/** In production these come from the environment. */
const Settings = Layer.unwrap(
  Effect.gen(function* () {
    const { credentials } = yield* BoxEmulator.BoxEmulator
    const env = {
      ...process.env,
      BOX_CLIENT_ID: credentials.clientId,
      BOX_CLIENT_SECRET: credentials.clientSecret,
      BOX_REDIRECT_URI: `${yield* address}/callback`
    }
    return ConfigProvider.layer(ConfigProvider.fromEnv({ env }))
  })
)

/** In production `NodeBox.layerPlatform` instead of the emulator. */
const Backend = HttpRouter.serve(Routes, { disableLogger: true, disableListenLog: true }).pipe(
  Layer.provide(Logins.layer),
  Layer.provide(Tokens),
  Layer.provideMerge(Settings),
  Layer.provideMerge(NodeHttpServer.layer(createServer, { host: "127.0.0.1", port: 0 })),
  Layer.provideMerge(BoxEmulator.layerHttpClient())
)

program.pipe(Effect.provide(Backend), NodeRuntime.runMain)
