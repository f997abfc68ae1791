/** The transport that NodeBox chooses, against real sockets on loopback. */
import { generateKeyPairSync } from "node:crypto"
import { existsSync, readFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import * as Http from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { BoxConfig, BoxRequest, DeveloperToken, Pacing, TokenStore, Users } from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Fiber, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { NodeBox } from "../src/index.ts"

interface Server {
  readonly url: string
  connections: number
  requests: number
  closed: number
}

/** A server that answers `{ type: "user" }`, or never. */
const serve = (answer: (request: Http.IncomingMessage, response: Http.ServerResponse) => void) =>
  Effect.acquireRelease(
    Effect.callback<readonly [Http.Server, Server]>((resume) => {
      const server = Http.createServer((request, response) => {
        state.requests++
        answer(request, response)
      })
      const state: { -readonly [K in keyof Server]: Server[K] } = { url: "", connections: 0, requests: 0, closed: 0 }
      server.on("connection", (socket) => {
        state.connections++
        socket.once("close", () => state.closed++)
      })
      server.listen(0, "127.0.0.1", () => {
        state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
        resume(Effect.succeed([server, state]))
      })
    }),
    ([server]) =>
      Effect.callback<void>((resume) => {
        server.closeAllConnections()
        server.close(() => resume(Effect.void))
      })
  ).pipe(Effect.map(([, state]) => state))

const user = (_: Http.IncomingMessage, response: Http.ServerResponse) => {
  response.setHeader("content-type", "application/json")
  response.end('{"type":"user","id":"1"}')
}

const client = (url: string, options: NodeBox.PoolOptions = {}) =>
  Layer.mergeAll(
    NodeBox.layerPlatform(options),
    DeveloperToken.layer(Redacted.make("token")),
    BoxConfig.layer({ apiUrl: url })
  )

describe("NodeBox", () => {
  it.live("reuses its connections, and opens no more than it may", () =>
    Effect.gen(function* () {
      const server = yield* serve(user)
      yield* Effect.gen(function* () {
        for (let i = 0; i < 20; i++) yield* Users.getUserMe()
        // The pool may open a second one while the first is still handing over the end of an answer.
        assert.isAtMost(server.connections, 2)
        yield* Effect.all(
          Array.from({ length: 100 }, () => Users.getUserMe()),
          { concurrency: "unbounded" }
        )
        assert.isAtMost(server.connections, 4)
        assert.strictEqual(server.requests, 120)
      }).pipe(Effect.provide(client(server.url, { connections: 4 })))
    })
  )

  it.live("interruption closes the connection of a request that nobody answers", () =>
    Effect.gen(function* () {
      const arrived = Promise.withResolvers<void>()
      const server = yield* serve(() => arrived.resolve())
      yield* Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(Users.getUserMe())
        yield* Effect.promise(() => arrived.promise)
        yield* Fiber.interrupt(fiber)
        yield* Effect.repeat(Effect.sleep("5 millis"), { until: () => server.closed === 1 })
        assert.strictEqual(server.closed, 1)
        assert.strictEqual(server.requests, 1)
      }).pipe(Effect.provide(client(server.url)))
    })
  )

  it.live("unread bodies of refused requests do not use up the pool", () =>
    Effect.gen(function* () {
      const server = yield* serve((request, response) => {
        if (server.requests % 2 === 0) return user(request, response)
        response.statusCode = 500
        response.end(Buffer.alloc(500_000, "x"))
      })
      yield* Effect.gen(function* () {
        for (let i = 0; i < 5; i++) yield* Users.getUserMe()
        assert.strictEqual(server.requests, 10)
      }).pipe(
        Effect.provide([
          client(server.url, { connections: 1 }),
          BoxConfig.layer({ apiUrl: server.url, retry: { baseDelay: "1 millis" } })
        ])
      )
    })
  )

  it.live("a refused connection has its code", () =>
    Effect.gen(function* () {
      const url = yield* Effect.scoped(Effect.map(serve(user), (server) => server.url))
      const error = yield* Users.getUserMe().pipe(
        BoxRequest.withRetry({ maxAttempts: 1 }),
        Effect.flip,
        Effect.provide(client(url))
      )
      assert.strictEqual(error._tag, "BoxTransportError")
      assert.strictEqual(error.code, "ECONNREFUSED")
    })
  )

  it.live("layerConfig takes hosts and a developer token from the environment", () =>
    Effect.gen(function* () {
      let authorization: string | undefined
      const server = yield* serve((request, response) => {
        authorization = request.headers.authorization
        user(request, response)
      })
      const environment = { BOX_DEVELOPER_TOKEN: "from-env", BOX_API_URL: server.url }
      yield* Users.getUserMe().pipe(
        Effect.provide(NodeBox.layerConfig),
        Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: environment })))
      )
      assert.strictEqual(authorization, "Bearer from-env")
    })
  )

  it.effect.each([{}, { BOX_CLIENT_ID: "" }, { BOX_API_URL: "http://localhost:1", BOX_CLIENT_SECRET: "canary" }])(
    "layerConfig without a login says which ones there are, the easiest first: %j",
    (env) =>
      Effect.gen(function* () {
        const error = yield* Users.getUserMe().pipe(
          Effect.provide(NodeBox.layerConfig),
          Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env })),
          Effect.flip
        )
        assert.strictEqual(error._tag, "BoxInvalidInput")
        assert.match(
          error.message,
          /^NodeBox\.layerConfig: No login is set\. Set BOX_DEVELOPER_TOKEN .*BOX_CONFIG_FILE .*BOX_CLIENT_ID/s
        )
        assert.notInclude(error.message, "canary")
      })
  )

  it.effect("layerConfig says what is missing", () =>
    Effect.gen(function* () {
      const error = yield* Users.getUserMe().pipe(
        Effect.provide(NodeBox.layerConfig),
        Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: { HOME: "/nowhere" } }))),
        Effect.flip
      )
      assert.include(String(error.message), "BOX_CLIENT_ID")
    })
  )

  const issued = (_: Http.IncomingMessage, response: Http.ServerResponse) => {
    response.setHeader("content-type", "application/json")
    response.end('{"access_token":"a","refresh_token":"r","expires_in":3600}')
  }

  /** What the login that this environment asks for sends to the token endpoint. */
  const tokenForm = (env: Record<string, string>) =>
    Effect.gen(function* () {
      let body = ""
      const server = yield* serve((request, response) => {
        request.setEncoding("utf8").on("data", (chunk: string) => {
          body += chunk
        })
        request.on("end", () => issued(request, response))
      })
      const directory = yield* Effect.acquireRelease(
        Effect.sync(() => mkdtempSync(join(tmpdir(), "node-box-"))),
        (path) => Effect.sync(() => rmSync(path, { recursive: true }))
      )
      const keys = generateKeyPairSync("rsa", { modulusLength: 2048 })
      const protection = { cipher: "aes-256-cbc", passphrase: "p" }
      const appAuth = {
        publicKeyID: "k",
        privateKey: keys.privateKey.export({ type: "pkcs8", format: "pem", ...protection }),
        passphrase: "p"
      }
      const config = { boxAppSettings: { clientID: "id", clientSecret: "s", appAuth }, enterpriseID: "5" }
      const file = join(directory, "config.json")
      writeFileSync(file, JSON.stringify(config))
      const given = Object.entries(env).map(([name, value]) => [name, value === "FILE" ? file : value])
      const provider = ConfigProvider.fromEnv({
        env: { ...Object.fromEntries(given), BOX_API_URL: server.url, BOX_TOKEN_FILE: join(directory, "tokens.json") }
      })
      yield* TokenStore.TokenStore.use((store) => store.accessToken).pipe(
        Effect.provide(NodeBox.layerConfig),
        Effect.provide(ConfigProvider.layer(provider))
      )
      const saved = existsSync(join(directory, "tokens.json"))
      return {
        form: new URLSearchParams(body),
        saved,
        text: saved ? readFileSync(join(directory, "tokens.json"), "utf8") : ""
      }
    })

  const app = { BOX_CLIENT_ID: "id", BOX_CLIENT_SECRET: "s" }

  it.live("layerConfig: a person's login is kept in the file", () =>
    Effect.gen(function* () {
      const { form, saved } = yield* tokenForm({ ...app, BOX_REFRESH_TOKEN: "r0", BOX_USER_ID: "" })
      assert.strictEqual(form.get("grant_type"), "refresh_token")
      assert.isTrue(saved)
    })
  )

  it.live("layerConfig: with a key, the file is encrypted", () =>
    Effect.gen(function* () {
      const login = { ...app, BOX_REFRESH_TOKEN: "r0" }
      assert.include((yield* tokenForm(login)).text, "refresh_token")
      const { saved, text } = yield* tokenForm({ ...login, BOX_TOKEN_KEY: Buffer.alloc(32, 7).toString("base64") })
      assert.isTrue(saved)
      assert.notInclude(text, "refresh_token")
    })
  )

  it.live("layerConfig: client credentials, kept in memory", () =>
    Effect.gen(function* () {
      const { form, saved } = yield* tokenForm({ ...app, BOX_ENTERPRISE_ID: "5" })
      assert.strictEqual(form.get("grant_type"), "client_credentials")
      assert.strictEqual(form.get("box_subject_type"), "enterprise")
      assert.isFalse(saved)
    })
  )

  it.live.each([
    [{ BOX_CONFIG_FILE: "FILE" }, "5"],
    [{ BOX_CONFIG_FILE: "FILE", BOX_USER_ID: "77" }, "77"]
  ] as const)("layerConfig: JWT with a protected key, %j", ([env, subject]) =>
    Effect.gen(function* () {
      const { form, saved } = yield* tokenForm({ ...env })
      const claims = String(form.get("assertion")).split(".")[1] ?? ""
      assert.strictEqual(JSON.parse(Buffer.from(claims, "base64url").toString()).sub, subject)
      assert.isFalse(saved)
    })
  )

  it.live.each([
    [{ BOX_DEVELOPER_TOKEN: "d", BOX_CONFIG_FILE: "FILE" }, "BOX_DEVELOPER_TOKEN and BOX_CONFIG_FILE are set"],
    [{ BOX_DEVELOPER_TOKEN: "d", ...app, BOX_USER_ID: "7" }, "BOX_DEVELOPER_TOKEN and BOX_USER_ID are set"],
    [{ BOX_CONFIG_FILE: "FILE", BOX_REFRESH_TOKEN: "r" }, "BOX_CONFIG_FILE and BOX_REFRESH_TOKEN are set"],
    [{ ...app, BOX_ENTERPRISE_ID: "5", BOX_REFRESH_TOKEN: "r" }, "BOX_ENTERPRISE_ID and BOX_REFRESH_TOKEN are set"],
    [{ ...app, BOX_ENTERPRISE_ID: "5", BOX_USER_ID: "7" }, "BOX_ENTERPRISE_ID and BOX_USER_ID are both set"],
    [
      { BOX_CONFIG_FILE: "FILE", BOX_ENTERPRISE_ID: "5", BOX_USER_ID: "7" },
      "BOX_ENTERPRISE_ID and BOX_USER_ID are both set"
    ]
  ] as const)("layerConfig: %j is ambiguous", ([env, expected]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(tokenForm({ ...env }))
      assert.strictEqual(error._tag, "BoxInvalidInput")
      assert.include(String(error.message), expected)
    })
  )

  it.live("layer and layerConfig pace the client, and take what is nearer to the program", () =>
    Effect.gen(function* () {
      const directory = mkdtempSync(join(tmpdir(), "effect-box-"))
      yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(directory, { recursive: true })))
      const tokenFile = join(directory, "tokens.json")
      const login = { clientId: "id", clientSecret: Redacted.make("secret"), tokenFile }
      const transfers = Effect.map(Pacing.Pacing, (pacing) => pacing.transfers !== undefined)
      const three = NodeBox.layer({ ...login, pacing: { transfers: 3 } })
      assert.isTrue(yield* Effect.provide(transfers, three))
      assert.isFalse(yield* Effect.provide(transfers, NodeBox.layer(login)))
      assert.isTrue(yield* transfers.pipe(Effect.provide(Pacing.layer({ transfers: 1 })), Effect.provide(three)))
      const wrong = yield* Effect.flip(Effect.provide(transfers, NodeBox.layer({ ...login, pacing: { transfers: 0 } })))
      assert.strictEqual(wrong._tag, "BoxInvalidInput")

      // Towards Box itself the published limits hold: half a minute's calls are free, the next one waits.
      const me = {
        operation: "Users.getUserMe",
        method: "GET",
        url: "https://api.box.com/2.0/users/me",
        path: "/users/me"
      }
      const wait = Effect.gen(function* () {
        const { turn } = yield* Pacing.Pacing
        for (let i = 0; i < 500; i++) assert.strictEqual(yield* turn(login, me), 0)
        const next = yield* Effect.forkChild(turn(login, me))
        yield* TestClock.adjust("1 second")
        return yield* Fiber.join(next)
      }).pipe(Effect.provide(NodeBox.layer(login)), Effect.provide(TestClock.layer()))
      assert.isAbove(yield* wait, 0)
    }).pipe(Effect.scoped)
  )
})
