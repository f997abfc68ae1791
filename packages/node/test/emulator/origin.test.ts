/** Where the emulator can be reached: one origin or two, other names, HTTPS, web pages. */
import { X509Certificate } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Layer, Logger, Scope } from "effect"
import * as EmulatorServer from "../../src/emulator/EmulatorServer.ts"
import { ask, type Message, uploadOf } from "./ask.ts"
import { freePort } from "./freePort.ts"

const quiet = Logger.layer([])

const running = (options: EmulatorServer.Options = {}) => Layer.fresh(EmulatorServer.layer(options))

/** A request with the emulator's token. */
const call = (url: string, message: Message = {}) =>
  Effect.flatMap(EmulatorServer.EmulatorServer, ({ credentials }) =>
    ask(url, { ...message, headers: { authorization: `Bearer ${credentials.accessToken}`, ...message.headers } })
  )

const uploaded = (content: string, message: Message = {}) =>
  Effect.gen(function* () {
    const { uploadUrl } = yield* EmulatorServer.EmulatorServer
    const { headers, ...rest } = uploadOf("a.txt", content)
    const reply = yield* call(`${uploadUrl}/2.0/files/content`, {
      ...rest,
      ...message,
      headers: { ...headers, ...message.headers }
    })
    assert.strictEqual(reply.status, 201, reply.text)
    return String(JSON.parse(reply.text).entries[0].id)
  })

const locationOf = (id: string, message?: Message) =>
  Effect.gen(function* () {
    const { baseUrl } = yield* EmulatorServer.EmulatorServer
    return (yield* call(`${baseUrl}/2.0/files/${id}/content`, message)).headers.location ?? ""
  })

describe("downloads", () => {
  it.live("are on the same origin, and need no token", () =>
    Effect.gen(function* () {
      const { baseUrl, downloadUrl } = yield* EmulatorServer.EmulatorServer
      assert.strictEqual(downloadUrl, baseUrl)
      const location = yield* locationOf(yield* uploaded("hello"))
      assert.isTrue(location.startsWith(`${baseUrl}/d/1/`))
      // Some clients keep the token on the same origin, and some drop it.
      assert.strictEqual((yield* ask(location)).text, "hello")
      assert.strictEqual((yield* call(location)).text, "hello")
      assert.strictEqual((yield* ask(`${baseUrl}/d/1/guessed/download`)).status, 404)
    }).pipe(Effect.provide(running()))
  )

  it.live("have an origin of their own with downloadPort", () =>
    Effect.gen(function* () {
      const { baseUrl, downloadUrl } = yield* EmulatorServer.EmulatorServer
      assert.notStrictEqual(downloadUrl, baseUrl)
      const location = yield* locationOf(yield* uploaded("hello"))
      assert.isTrue(location.startsWith(`${downloadUrl}/d/1/`))
      assert.strictEqual((yield* ask(location)).text, "hello")
      assert.strictEqual((yield* ask(location.replace(downloadUrl, baseUrl))).status, 404)
    }).pipe(Effect.provide(running({ downloadPort: 0 })))
  )

  it.live("are where url says, for a proxy that maps the port", () =>
    Effect.gen(function* () {
      const port = yield* freePort
      yield* Effect.gen(function* () {
        const { baseUrl, credentials, uploadUrl } = yield* EmulatorServer.EmulatorServer
        assert.deepStrictEqual([baseUrl, uploadUrl], ["https://box.test:9000", "https://box.test:9000/api"])
        const headers = { host: "box.test:9000", authorization: `Bearer ${credentials.accessToken}` }
        const here = `http://127.0.0.1:${port}`
        assert.strictEqual((yield* ask(`${here}/2.0/users/me`, { headers })).status, 200)
        const { body, headers: type } = uploadOf("a.txt", "hello")
        const made = yield* ask(`${here}/api/2.0/files/content`, {
          method: "POST",
          headers: { ...type, ...headers },
          body: body ?? ""
        })
        const { id } = JSON.parse(made.text).entries[0]
        const location = (yield* ask(`${here}/2.0/files/${id}/content`, { headers })).headers.location ?? ""
        assert.isTrue(location.startsWith("https://box.test:9000/d/1/"))
        const content = yield* ask(location.replace("https://box.test:9000", here), { headers: { host: headers.host } })
        assert.strictEqual(content.text, "hello")
      }).pipe(Effect.provide(running({ port, url: "https://box.test:9000" })))
    })
  )
})

describe("the Host header", () => {
  const from = (host: string) =>
    Effect.flatMap(EmulatorServer.EmulatorServer, ({ baseUrl }) =>
      ask(`${baseUrl}/__emulator/stats`, { headers: { host } })
    )

  it.live.each(["localhost", "LOCALHOST:80", "app.localhost", "127.0.0.1", "127.8.9.1:4", "[::1]:9", "10.0.0.7"])(
    "may be %s",
    (host) =>
      Effect.gen(function* () {
        assert.strictEqual((yield* from(host)).status, 200)
      }).pipe(Effect.provide(running()))
  )

  it.live.each(["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "evil.example:x", "@"])(
    "may not be %s",
    (host) => {
      const logged: Array<unknown> = []
      return Effect.gen(function* () {
        const reply = yield* from(host)
        assert.strictEqual(reply.status, 403)
        assert.include(JSON.parse(reply.text).message, "--host")
        assert.strictEqual(logged.length, 1)
      }).pipe(
        Effect.provide(running()),
        Effect.provide(Logger.layer([Logger.make(({ message }) => void logged.push(message))]))
      )
    }
  )

  it.live("may be a name that was given beside the address", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* EmulatorServer.EmulatorServer
      assert.strictEqual(new URL(baseUrl).hostname, "127.0.0.1")
      assert.strictEqual((yield* from("box:8080")).status, 200)
      assert.strictEqual((yield* from("other")).status, 403)
    }).pipe(Effect.provide(running({ host: ["127.0.0.1", "box"] })), Effect.provide(quiet))
  )

  it.live("is told by the address where the server listens everywhere", () =>
    Effect.gen(function* () {
      const hostOf = (host: EmulatorServer.Options["host"] & {}) =>
        Effect.map(EmulatorServer.EmulatorServer, ({ baseUrl }) => new URL(baseUrl).hostname).pipe(
          Effect.provide(running({ host }))
        )
      assert.strictEqual(yield* hostOf("0.0.0.0"), "127.0.0.1")
      assert.strictEqual(yield* hostOf(["0.0.0.0", "box"]), "box")
    })
  )
})

describe("web pages", () => {
  const page = "http://localhost:5173"
  const preflight = (origin: string) => ({
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "PUT",
      "access-control-request-headers": "authorization,content-type"
    }
  })

  it.live("that were not allowed read nothing, and do not reach what needs no token", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* EmulatorServer.EmulatorServer
      const asked = yield* ask(`${baseUrl}/2.0/users/me`, preflight(page))
      assert.strictEqual(asked.status, 403)
      const read = yield* call(`${baseUrl}/2.0/users/me`, { headers: { origin: page } })
      assert.strictEqual(read.status, 200)
      for (const origin of [page, "null"]) {
        const expire = yield* ask(`${baseUrl}/__emulator/expire-tokens`, { method: "POST", headers: { origin } })
        assert.strictEqual(expire.status, 403)
        assert.isUndefined(expire.headers["access-control-allow-origin"])
      }
      for (const { headers } of [asked, read]) assert.isUndefined(headers["access-control-allow-origin"])
      assert.strictEqual((yield* call(`${baseUrl}/2.0/users/me`)).status, 200)
      // Its own pages are no other origin.
      const own = yield* ask(`${baseUrl}/__emulator/stats`, { headers: { origin: baseUrl } })
      assert.strictEqual(own.status, 200)
    }).pipe(Effect.provide(running()), Effect.provide(quiet))
  )

  it.live("that were allowed read answers and refusals", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* EmulatorServer.EmulatorServer
      const asked = yield* ask(`${baseUrl}/2.0/users/me`, preflight(page))
      assert.strictEqual(asked.status, 204)
      assert.deepInclude(asked.headers, {
        "access-control-allow-origin": page,
        "access-control-allow-headers": "authorization,content-type"
      })
      assert.include(asked.headers["access-control-allow-methods"], "PUT")
      const read = yield* call(`${baseUrl}/2.0/users/me`, { headers: { origin: page } })
      const refused = yield* ask(`${baseUrl}/2.0/folders/0`, { headers: { origin: page } })
      assert.deepStrictEqual([read.status, refused.status], [200, 401])
      for (const { headers } of [read, refused]) {
        assert.strictEqual(headers["access-control-allow-origin"], page)
        assert.strictEqual(headers["vary"], "Origin")
        assert.include(headers["access-control-expose-headers"], "retry-after")
      }
      // Box's own OPTIONS is no question of a browser.
      const check = yield* call(`${baseUrl}/2.0/events`, { method: "OPTIONS", headers: { origin: page } })
      assert.strictEqual(check.status, 200)
      const other = yield* call(`${baseUrl}/2.0/users/me`, { headers: { origin: "http://localhost:5174" } })
      assert.isUndefined(other.headers["access-control-allow-origin"])
    }).pipe(Effect.provide(running({ cors: page })), Effect.provide(quiet))
  )

  it.live("are all allowed with *", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* EmulatorServer.EmulatorServer
      const read = yield* call(`${baseUrl}/2.0/users/me`, { headers: { origin: page } })
      assert.strictEqual(read.headers["access-control-allow-origin"], page)
    }).pipe(Effect.provide(running({ cors: ["*"] })))
  )
})

describe("HTTPS", () => {
  it.live("has a certificate of its own authority, whose file goes with the server", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(running({ tls: true, host: ["127.0.0.1", "box.test"] }), scope)
      const file = yield* Effect.gen(function* () {
        const { baseUrl, caFile = "" } = yield* EmulatorServer.EmulatorServer
        assert.match(baseUrl, /^https:/)
        const ca = readFileSync(caFile, "utf8")
        const { port } = new URL(baseUrl)
        for (const origin of [baseUrl, `https://localhost:${port}`]) {
          assert.strictEqual((yield* call(`${origin}/2.0/users/me`, { ca })).status, 200)
        }
        assert.strictEqual((yield* call(`${baseUrl}/2.0/users/me`, { ca, headers: { host: "box.test" } })).status, 200)
        const untrusted = yield* Effect.flip(ask(`${baseUrl}/2.0/users/me`))
        assert.include(["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "SELF_SIGNED_CERT_IN_CHAIN"], Object(untrusted).code)
        const location = yield* locationOf(yield* uploaded("hello", { ca }), { ca })
        assert.strictEqual((yield* ask(location, { ca })).text, "hello")
        const authority = new X509Certificate(ca)
        assert.isTrue(authority.ca)
        assert.isTrue(authority.verify(authority.publicKey))
        assert.isAbove(Date.parse(authority.validTo) - Date.parse(authority.validFrom), 300 * 86_400_000)
        return caFile
      }).pipe(Effect.provide(context))
      yield* Scope.close(scope, Exit.void)
      assert.isFalse(existsSync(file))
    })
  )
})

describe("options that make no sense", () => {
  it.live.each([
    [{ host: "" }, "host"],
    [{ host: ["127.0.0.1", "a\0"] }, "host"],
    [{ url: "box:8080/path" }, "url"],
    [{ url: "http://box/path" }, "url"],
    [{ cors: "localhost" }, "cors"],
    [{ cors: ["*", "ftp://a"] }, "cors"],
    // A value that its type does not have.
    [{ consent: "never" as "page" }, "consent"]
  ] as const)("%j is refused in words", ([options, name]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Effect.scoped(Layer.build(running(options))))
      assert.strictEqual(error._tag, "BoxInvalidInput")
      assert.isTrue(error.message.includes(`: ${name} must be`))
    })
  )
})
