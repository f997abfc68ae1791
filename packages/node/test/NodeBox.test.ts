/** The transport that NodeBox chooses, against real sockets on loopback. */
import * as Http from "node:http"
import type { AddressInfo } from "node:net"
import { BoxConfig, BoxRequest, DeveloperToken, Users } from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Fiber, Layer, Redacted } from "effect"
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
        const before = performance.now()
        yield* Fiber.interrupt(fiber)
        yield* Effect.repeat(Effect.sleep("5 millis"), {
          until: () => server.closed === 1 || performance.now() - before > 2000
        })
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
})
