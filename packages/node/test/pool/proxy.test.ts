/** A proxy between the client and Box, with real sockets on loopback. Box's own names lead nowhere else here. */
import * as Http from "node:http"
import * as Https from "node:https"
import { type AddressInfo, connect, type Socket } from "node:net"
import { getCACertificates, setDefaultCACertificates } from "node:tls"
import { inspect } from "node:util"
import { BoxConfig, BoxError, DeveloperToken, Users } from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Redacted } from "effect"
import { makeCertificate } from "../../../../test/bench/certificate.ts"
import { ConnectionPool, NodeBox } from "../../src/index.ts"

const certificate = makeCertificate()
setDefaultCACertificates([...getCACertificates("default"), certificate.ca])

const listening = <S extends Http.Server | Https.Server>(server: S) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly server: S; readonly port: number }>((resume) => {
      server.listen(0, "127.0.0.1", () =>
        // A server on a port has an address of this kind.
        resume(Effect.succeed({ server, port: (server.address() as AddressInfo).port }))
      )
    }),
    () =>
      Effect.callback<void>((resume) => {
        server.closeAllConnections()
        server.close(() => resume(Effect.void))
      })
  )

const answer: Http.RequestListener = (request, response) => {
  if (request.url?.startsWith("/2.0/users/me") === true) {
    response.setHeader("content-type", "application/json")
    response.end('{"type":"user","id":"7"}')
  } else response.writeHead(404).end()
}

interface Seen {
  /** What the proxy was asked for. */
  readonly asked: Array<string>
  readonly credentials: Array<string | undefined>
}

/** A proxy that sends everything to `target`, whatever the name, and `refusal` for a status instead. */
const proxyTo = Effect.fnUntraced(function* (target: number, refusal?: number) {
  const seen: Seen = { asked: [], credentials: [] }
  const tunnels = new Set<Socket>()
  const server = Http.createServer((request, response) => {
    seen.asked.push(`${request.method} ${request.url}`)
    seen.credentials.push(request.headers["proxy-authorization"])
    if (refusal !== undefined) response.writeHead(refusal).end()
    else answer({ ...request, url: new URL(request.url ?? "").pathname } as Http.IncomingMessage, response as never)
  })
  server.on("connect", (request, socket: Socket) => {
    seen.asked.push(`CONNECT ${request.url}`)
    seen.credentials.push(request.headers["proxy-authorization"])
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal} No\r\n\r\n`)
      return
    }
    const onward = connect(target, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n")
      onward.pipe(socket).pipe(onward)
    })
    for (const end of [socket, onward]) {
      tunnels.add(end)
      end.on("error", () => end.destroy())
    }
  })
  const { port } = yield* listening(server)
  yield* Effect.addFinalizer(() =>
    Effect.sync(() => {
      for (const socket of tunnels) socket.destroy()
    })
  )
  return { seen, port }
})

const tlsBox = Effect.map(
  listening(Https.createServer({ key: certificate.key, cert: certificate.cert }, answer)),
  ({ port }) => port
)

const whoAmI = (
  environment: Readonly<Record<string, string>>,
  options: ConnectionPool.Options = {},
  apiUrl = "https://api.box.com"
) =>
  Users.getUserMe().pipe(
    Effect.map(({ id }) => id),
    Effect.provide([
      ConnectionPool.layer(options),
      DeveloperToken.layer(Redacted.make("the-token")),
      BoxConfig.layer({ apiUrl, retry: { maxAttempts: 1 } })
    ]),
    Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env: environment }))
  )

describe("a proxy", () => {
  it.live.each(["HTTPS_PROXY", "https_proxy", "HTTP_PROXY"])("of the environment is gone through: %s", (name) =>
    Effect.gen(function* () {
      const { port, seen } = yield* proxyTo(yield* tlsBox)
      assert.strictEqual(yield* whoAmI({ [name]: `http://127.0.0.1:${port}` }), "7")
      assert.deepStrictEqual(seen.asked, ["CONNECT api.box.com:443"])
      assert.deepStrictEqual(seen.credentials, [undefined])
    })
  )

  it.live("in small letters wins over capital ones, and blanks around it do not count", () =>
    Effect.gen(function* () {
      const { port, seen } = yield* proxyTo(yield* tlsBox)
      const other = yield* proxyTo(0, 502)
      const environment = {
        https_proxy: `  127.0.0.1:${port} `,
        HTTPS_PROXY: `http://127.0.0.1:${other.port}`
      }
      assert.strictEqual(yield* whoAmI(environment), "7")
      assert.strictEqual(seen.asked.length, 1)
      assert.deepStrictEqual(other.seen.asked, [])
    })
  )

  it.live("may be named without its scheme, and by NodeBox's options", () =>
    Effect.gen(function* () {
      const { port, seen } = yield* proxyTo(yield* tlsBox)
      assert.strictEqual(yield* whoAmI({ HTTPS_PROXY: `127.0.0.1:${port}` }), "7")
      const proxy = Redacted.make(`http://127.0.0.1:${port}`)
      const given = Users.getUserMe().pipe(
        Effect.provide([NodeBox.layerPlatform({ proxy }), DeveloperToken.layer(Redacted.make("the-token"))])
      )
      assert.strictEqual((yield* given).id, "7")
      assert.deepStrictEqual(seen.asked, ["CONNECT api.box.com:443", "CONNECT api.box.com:443"])
    })
  )

  it.live("of the option wins over the environment, and gets the credentials that Box does not", () =>
    Effect.gen(function* () {
      const target = yield* tlsBox
      const other = yield* proxyTo(target, 500)
      const { port, seen } = yield* proxyTo(target)
      const proxy = Redacted.make(`http://canary:pass%40word@127.0.0.1:${port}`)
      assert.strictEqual(yield* whoAmI({ HTTPS_PROXY: `http://127.0.0.1:${other.port}` }, { proxy }), "7")
      assert.deepStrictEqual(seen.credentials, [`Basic ${Buffer.from("canary:pass@word").toString("base64")}`])
      assert.deepStrictEqual(other.seen.asked, [])
    })
  )

  it.live.each<{ readonly environment: Readonly<Record<string, string>>; readonly proxy?: "none" }>([
    { environment: { NO_PROXY: "example.com, 127.0.0.2" } },
    { environment: { no_proxy: "*" } },
    { environment: {}, proxy: "none" }
  ])("is not asked: $environment $proxy", ({ environment, proxy }) =>
    Effect.gen(function* () {
      const { port, seen } = yield* proxyTo(yield* tlsBox)
      const variables = { ...environment, HTTPS_PROXY: `http://127.0.0.1:${port}` }
      // Nobody listens there.
      const error = yield* Effect.flip(whoAmI(variables, proxy === undefined ? {} : { proxy }, "https://127.0.0.2:1"))
      assert.strictEqual(error._tag, "BoxTransportError")
      assert.deepStrictEqual(seen.asked, [])
    })
  )

  it.live("elsewhere is never asked for a host on loopback", () =>
    Effect.gen(function* () {
      const { port: box } = yield* listening(Http.createServer(answer))
      const { port, seen } = yield* proxyTo(0, 502)
      for (const host of ["127.0.0.1", "localhost"]) {
        const id = yield* whoAmI({ HTTP_PROXY: `http://127.0.0.1:${port}` }, {}, `http://${host}:${box}`)
        assert.strictEqual(id, "7")
      }
      assert.deepStrictEqual(seen.asked, [])
    })
  )

  it.live.each([407, 403, 502])("that refuses with %i is a transport error with that code", (status) =>
    Effect.gen(function* () {
      const { port } = yield* proxyTo(0, status)
      const error = yield* Effect.flip(whoAmI({ HTTPS_PROXY: `http://canary:canary@127.0.0.1:${port}` }))
      assert.strictEqual(error._tag, "BoxTransportError")
      if (BoxError.isBoxError(error)) assert.strictEqual(error.code, `PROXY_${status}`)
      const shown = inspect(error, { depth: 9, showHidden: true, customInspect: false }) + JSON.stringify(error)
      assert.notInclude(shown, "canary")
      assert.notInclude(shown, Buffer.from("canary:canary").toString("base64"))
      assert.notInclude(shown, "the-token")
    })
  )

  it.live("that is none is refused before anything is sent, without its address", () =>
    Effect.gen(function* () {
      const wrong: ReadonlyArray<readonly [Record<string, string>, ConnectionPool.Options]> = [
        [{ HTTPS_PROXY: "ftp://canary:canary@proxy.example" }, {}],
        [{ HTTP_PROXY: "http://canary@:80:80" }, {}],
        [{}, { proxy: Redacted.make("") }],
        [{}, { proxy: Redacted.make("socks5://canary@proxy.example") }],
        // What a caller without types may pass.
        [{}, { proxy: "http://canary@proxy.example" as "none" }]
      ]
      for (const [environment, options] of wrong) {
        const error = yield* Effect.flip(whoAmI(environment, options))
        assert.strictEqual(error._tag, "BoxInvalidInput")
        assert.match(error.message, /PROXY must be|proxy must be/i)
        assert.notInclude(inspect(error, { depth: 9, customInspect: false }), "canary")
      }
    })
  )

  it.live("whose variable cannot be read is bad input", () =>
    Effect.gen(function* () {
      const unreadable = ConfigProvider.make(() => Effect.fail(new ConfigProvider.SourceError({ message: "canary" })))
      const error = yield* Users.getUserMe().pipe(
        Effect.provide([ConnectionPool.layer(), DeveloperToken.layer(Redacted.make("the-token"))]),
        Effect.provideService(ConfigProvider.ConfigProvider, unreadable),
        Effect.flip
      )
      assert.strictEqual(error._tag, "BoxInvalidInput")
      assert.include(error.message, "NO_PROXY cannot be read")
      assert.notInclude(inspect(error, { depth: 9, customInspect: false }), "canary")
    })
  )

  it.live("carries many calls at once over no more connections than the pool may have", () =>
    Effect.gen(function* () {
      const { port, seen } = yield* proxyTo(yield* tlsBox)
      const calls = Effect.all(
        Array.from({ length: 60 }, () => Users.getUserMe()),
        { concurrency: "unbounded" }
      ).pipe(
        Effect.provide([
          ConnectionPool.layer({ connections: 4, proxy: Redacted.make(`http://127.0.0.1:${port}`) }),
          DeveloperToken.layer(Redacted.make("the-token"))
        ])
      )
      assert.strictEqual((yield* calls).length, 60)
      assert.isAtMost(seen.asked.length, 4)
    })
  )
})
