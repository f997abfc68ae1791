/** The login of a person on a command line; the browser is played by the emulator's consent and by Node's http client. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import * as Http from "node:http"
import * as Net from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { OAuth, TokenPersistence, Users } from "@effect-box/core"
import { BoxEmulator, layerHttpClient } from "@effect-box/core/testing/BoxEmulator"
import { assert, describe, it } from "@effect/vitest"
import { Console, Effect, Exit, Fiber, Layer, Option, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { OAuthLogin } from "../../src/index.ts"
import { freePort } from "../emulator/freePort.ts"

const loginLayer = Layer.unwrap(
  Effect.map(BoxEmulator, ({ credentials }) =>
    OAuth.layer({ clientId: credentials.clientId, clientSecret: Redacted.make(credentials.clientSecret) })
  )
).pipe(Layer.provideMerge(TokenPersistence.layerMemory), Layer.provideMerge(layerHttpClient()), Layer.fresh)

interface Page {
  readonly status: number
  readonly headers: Http.IncomingHttpHeaders
  readonly text: string
}

const visit = (url: string, method = "GET"): Effect.Effect<Page, Error> =>
  Effect.callback((resume) => {
    const request = Http.request(url, { method, agent: false }, (response) => {
      let text = ""
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk
      })
      response.on("end", () =>
        resume(Effect.succeed({ status: response.statusCode ?? 0, headers: response.headers, text }))
      )
    })
    request.on("error", (error) => resume(Effect.fail(error)))
    request.end()
  })

/** Starts a login and reads the page's address from what it prints. */
const begin = Effect.fnUntraced(function* (options: OAuthLogin.Options = {}) {
  const shown = Promise.withResolvers<string>()
  const console = yield* Console.Console
  const quiet: Console.Console = Object.assign(Object.create(console), {
    log: (text: string) => shown.resolve(String(/https:\/\/\S+/.exec(text)?.[0]))
  })
  const fiber = yield* OAuthLogin.login({ open: "print", ...options }).pipe(
    Effect.provideService(Console.Console, quiet),
    Effect.forkChild({ startImmediately: true })
  )
  // A login that fails shows nothing.
  const failed = Effect.andThen(Fiber.join(fiber), Effect.die("It ended and had shown nothing"))
  const url = yield* Effect.raceFirst(
    Effect.promise(() => shown.promise),
    failed
  )
  const redirect = String(new URL(url).searchParams.get("redirect_uri"))
  return { fiber, url, redirect }
})

const consent = (url: string) => Effect.flatMap(BoxEmulator, ({ authorize }) => authorize(url))

const assertClosed = (redirect: string) =>
  Effect.gen(function* () {
    // A connection that was just being made when the port closed is reset instead of refused.
    assert.match(String(yield* Effect.flip(visit(redirect))), /ECONNREFUSED|ECONNRESET/)
  })

describe("OAuthLogin", () => {
  it.live("logs in, saves the pair, shows a plain page and closes", () =>
    Effect.gen(function* () {
      const { fiber, redirect, url } = yield* begin()
      assert.match(redirect, /^http:\/\/127\.0\.0\.1:\d+\/callback$/)
      const page = yield* visit(yield* consent(url))
      const pair = yield* Fiber.join(fiber)
      assert.strictEqual(page.status, 200)
      assert.strictEqual(page.headers["referrer-policy"], "no-referrer")
      assert.strictEqual(page.headers["content-security-policy"], "default-src 'none'")
      assert.strictEqual(page.headers["cache-control"], "no-store")
      assert.notInclude(page.text, "code")
      assert.notInclude(page.text, "<script")
      const stored = yield* TokenPersistence.TokenPersistence.use((persistence) => persistence.get)
      assert.strictEqual(Option.getOrThrow(stored), pair)
      assert.strictEqual((yield* Users.getUserMe()).id, (yield* BoxEmulator).credentials.userId)
      yield* assertClosed(redirect)
    }).pipe(Effect.provide(loginLayer))
  )

  it.live("listens on 127.0.0.1 only", () =>
    Effect.gen(function* () {
      const { fiber, redirect } = yield* begin()
      // Another address of the same machine: it would answer if the server listened on all of them.
      yield* Effect.flip(visit(redirect.replace("127.0.0.1", "127.0.0.2")))
      assert.strictEqual((yield* visit(redirect)).status, 400)
      yield* Fiber.interrupt(fiber)
    }).pipe(Effect.provide(loginLayer))
  )

  it.live("other paths, other methods and another state do not end it, and nothing is reflected", () =>
    Effect.gen(function* () {
      const { fiber, redirect, url } = yield* begin()
      const { origin } = new URL(redirect)
      const state = String(new URL(url).searchParams.get("state"))
      const strays: ReadonlyArray<readonly [string, string, number]> = [
        [`${origin}/favicon.ico`, "GET", 404],
        [`${origin}/callback/<b>stray</b>?code=stray&state=${state}`, "GET", 404],
        [`${redirect}?code=stray&state=${state}`, "POST", 404],
        [`${redirect}?code=stray&state=${state}`, "HEAD", 404],
        [`${redirect}?code=stray`, "GET", 400],
        [`${redirect}?code=stray&state=${state}x`, "GET", 400],
        [`${redirect}?code=stray&state=<b>stray</b>`, "GET", 400]
      ]
      for (const [stray, method, status] of strays) {
        const page = yield* visit(stray, method)
        assert.strictEqual(page.status, status, stray)
        assert.notInclude(page.text, "stray")
      }
      assert.isUndefined(fiber.pollUnsafe())
      yield* visit(yield* consent(url))
      yield* Fiber.join(fiber)
    }).pipe(Effect.provide(loginLayer))
  )

  it.live("a refusal by the person is a typed error", () =>
    Effect.gen(function* () {
      const { fiber, redirect, url } = yield* begin()
      const state = String(new URL(url).searchParams.get("state"))
      const page = yield* visit(`${redirect}?error=access_denied&error_description=No&state=${state}`)
      assert.strictEqual(page.status, 200)
      const error = yield* Effect.flip(Fiber.join(fiber))
      assert.strictEqual(error._tag, "BoxOAuthError")
      assert.strictEqual(error.code, "access_denied")
      yield* assertClosed(redirect)
    }).pipe(Effect.provide(loginLayer))
  )

  it.effect("times out with a typed error, and closes", () =>
    Effect.gen(function* () {
      const { fiber, redirect } = yield* begin({ timeout: "7 minutes" })
      yield* TestClock.adjust("7 minutes")
      const error = yield* Effect.flip(Fiber.join(fiber))
      assert.strictEqual(error._tag, "BoxTimeout")
      assert.include(error.message, "7m")
      yield* assertClosed(redirect)
    }).pipe(Effect.provide(loginLayer))
  )

  it.live("interruption closes at once, also with a connection open", () =>
    Effect.gen(function* () {
      const { fiber, redirect } = yield* begin()
      const { hostname, port } = new URL(redirect)
      const socket = yield* Effect.callback<Net.Socket>((resume) => {
        const connected = Net.connect(Number(port), hostname, () => resume(Effect.succeed(connected)))
      })
      const closed = Promise.withResolvers<void>()
      socket.once("error", () => {})
      socket.once("close", () => closed.resolve())
      // Nothing but the listener ends this connection.
      yield* Fiber.interrupt(fiber)
      yield* Effect.promise(() => closed.promise)
      yield* assertClosed(redirect)
    }).pipe(Effect.provide(loginLayer))
  )

  it.live("listens where the app is registered", () =>
    Effect.gen(function* () {
      const port = yield* freePort
      const { fiber, redirect, url } = yield* begin({ redirectUri: `http://localhost:${port}/a/b` })
      assert.strictEqual(redirect, `http://localhost:${port}/a/b`)
      yield* visit((yield* consent(url)).replace("localhost", "127.0.0.1"))
      yield* Fiber.join(fiber)
      const again = yield* begin({ port })
      assert.strictEqual(again.redirect, `http://127.0.0.1:${port}/callback`)
      const taken = yield* Effect.flip(OAuthLogin.login({ port, open: "print" }))
      assert.strictEqual(taken._tag, "BoxInvalidInput")
      assert.strictEqual(taken.code, "EADDRINUSE")
      yield* Fiber.interrupt(again.fiber)
    }).pipe(Effect.provide(loginLayer))
  )

  /** Somebody else on `[::1]`; where there is no IPv6, nobody can be there. */
  const stranger = Effect.gen(function* () {
    const port = yield* freePort
    const server = Net.createServer()
    return yield* Effect.acquireRelease(
      Effect.callback<number | undefined>((resume) => {
        server.once("error", () => resume(Effect.undefined))
        server.listen(port, "::1", () => resume(Effect.succeed(port)))
      }),
      () => Effect.callback<void>((resume) => void server.close(() => resume(Effect.void)))
    )
  })

  it.live("does not begin on localhost while somebody else listens on ::1", (context) =>
    Effect.gen(function* () {
      const port = yield* stranger
      if (port === undefined) return context.skip("no IPv6 here")
      const error = yield* Effect.flip(
        OAuthLogin.login({ redirectUri: `http://localhost:${port}/callback`, open: "print", timeout: "5 seconds" })
      )
      assert.strictEqual(error._tag === "BoxInvalidInput" && error.code, "EADDRINUSE")
      // The other address was given back.
      yield* assertClosed(`http://127.0.0.1:${port}/callback`)
    }).pipe(Effect.scoped, Effect.provide(loginLayer))
  )

  it.live("a browser that takes localhost for ::1 finds the login, and nobody listens after it", (context) =>
    Effect.gen(function* () {
      const port = yield* Effect.scoped(stranger)
      if (port === undefined) return context.skip("no IPv6 here")
      const { fiber, redirect, url } = yield* begin({ redirectUri: "http://localhost/callback" })
      const page = yield* visit((yield* consent(url)).replace("localhost", "[::1]"))
      assert.strictEqual(page.status, 200)
      yield* Fiber.join(fiber)
      yield* assertClosed(redirect.replace("localhost", "[::1]"))
      yield* assertClosed(redirect.replace("localhost", "127.0.0.1"))
    }).pipe(Effect.provide(loginLayer))
  )

  it.live.each([
    { redirectUri: "https://127.0.0.1/callback" },
    { redirectUri: "http://example.test/callback" },
    { redirectUri: "callback" },
    { port: 70_000 },
    { port: 1.5 },
    { timeout: "soon" as never }
  ])("refuses %j", (options) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(OAuthLogin.login({ open: "print", ...options }))
      assert.strictEqual(error._tag, "BoxInvalidInput")
    }).pipe(Effect.provide(loginLayer))
  )

  /** A directory that is the whole PATH, perhaps with an `xdg-open` that notes its arguments. */
  const onlyPath = (script: ((notes: string) => string) | undefined) =>
    Effect.acquireRelease(
      Effect.sync(() => {
        const directory = mkdtempSync(join(tmpdir(), "oauth-login-"))
        const notes = join(directory, "notes")
        if (script !== undefined) {
          writeFileSync(join(directory, "xdg-open"), script(notes))
          chmodSync(join(directory, "xdg-open"), 0o755)
        }
        const before = process.env["PATH"]
        process.env["PATH"] = directory
        return { directory, notes, before }
      }),
      ({ before, directory }) =>
        Effect.sync(() => {
          process.env["PATH"] = before
          rmSync(directory, { recursive: true, force: true })
        })
    )

  it.live.runIf(process.platform === "linux")(
    "opens the browser with a page that leads to Box once; who opens it a second time ends the login",
    () =>
      Effect.gen(function* () {
        const { notes } = yield* onlyPath(
          (file) => `#!/bin/sh\nprintf '%s|' "$#" "$1" > ${file}.new\n/bin/mv ${file}.new ${file}\n`
        )
        const { fiber, url } = yield* begin({ open: "browser" })
        yield* Effect.repeat(Effect.sleep("10 millis"), { until: () => existsSync(notes) })
        const [count, page = ""] = readFileSync(notes, "utf8").split("|")
        assert.strictEqual(count, "1")
        // Everybody on the machine can read it: it names neither Box nor the state.
        assert.match(page, /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}$/)
        assert.notInclude(page, String(new URL(url).searchParams.get("state")))
        const lead = yield* visit(page)
        assert.strictEqual(lead.status, 302)
        assert.strictEqual(lead.headers["location"], url)
        assert.strictEqual(lead.headers["referrer-policy"], "no-referrer")
        const again = yield* visit(page)
        assert.strictEqual(again.status, 410)
        assert.isUndefined(again.headers["location"])
        const error = yield* Effect.flip(Fiber.join(fiber))
        assert.strictEqual(error._tag, "BoxInvalidInput")
        assert.include(error.message, "twice")
      }).pipe(Effect.scoped, Effect.provide(loginLayer))
  )

  it.live.runIf(process.platform === "linux")("goes on with the printed address where no browser can be opened", () =>
    Effect.gen(function* () {
      yield* onlyPath(undefined)
      const { fiber, url } = yield* begin({ open: "browser" })
      yield* visit(yield* consent(url))
      assert.isTrue(Exit.isSuccess(yield* Fiber.await(fiber)))
    }).pipe(Effect.scoped, Effect.provide(loginLayer))
  )
})
