/** Puts secrets everywhere and looks for them everywhere. */
import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit, Layer, Logger, Redacted, References, Stream, Tracer } from "effect"
import {
  BoxMetrics,
  BoxRequest,
  ClientCredentials,
  DeveloperToken,
  Downscope,
  EncryptedTokenPersistence,
  FileDownload,
  Folders,
  Jwt,
  OAuth,
  TokenPersistence,
  TokenStore
} from "../../src/index.ts"
import { WebhookSignature } from "../../src/server.ts"
import * as Emulator from "../../src/testing/BoxEmulator.ts"
import { jwtConfigText } from "../auth/emulated.ts"
import { type Script, scripted } from "./scriptedHttp.ts"
import { inVirtualTime } from "../../../../test/support/time.ts"

const canaries = {
  accessToken: "CANARY-access-token",
  oldAccessToken: "CANARY-old-access-token",
  refreshToken: "CANARY-refresh-token",
  newRefreshToken: "CANARY-new-refresh-token",
  clientSecret: "CANARY-client-secret",
  linkPassword: "CANARY-link-password",
  linkUrl: "CANARY-link-url",
  code: "CANARY-code",
  passphrase: "CANARY-passphrase",
  subjectToken: "CANARY-subject-token",
  downscopedToken: "CANARY-downscoped-token"
}
const needle = "CANARY"

const json = (value: unknown) => JSON.stringify(value, (_, v) => (typeof v === "bigint" ? String(v) : v)) ?? ""

/** Every way in which a value gets printed. */
const prints = (value: unknown): ReadonlyArray<string> => [
  inspect(value, { depth: 20, showHidden: true }),
  inspect(value, { depth: 20, customInspect: false, showHidden: true }),
  String(value),
  json(value),
  json({ ...(value as object) }),
  value instanceof Error ? `${value.message}${value.stack}` : ""
]

const failures: ReadonlyArray<readonly [string, (url: string) => Script]> = [
  [
    "the token is echoed in an error",
    () => ({
      status: 400,
      json: {
        code: canaries.accessToken,
        message: `bad token ${canaries.accessToken}`,
        context_info: { errors: [canaries.accessToken] }
      }
    })
  ],
  [
    "the shared link is echoed",
    () => ({
      status: 403,
      json: {
        message: `wrong password ${canaries.linkPassword} for shared_link=https://app.box.com/s/${canaries.linkUrl}&shared_link_password=${canaries.linkPassword}`
      }
    })
  ],
  ["the connection breaks", () => ({ reset: "ECONNRESET" })],
  ["no answer comes", () => ({ hang: true })],
  ["the answer is not JSON", () => ({ text: `<html>${canaries.accessToken}</html>` })],
  ["the answer is of another shape", () => ({ json: { type: "folder", id: 7, name: canaries.accessToken } })],
  [
    "401 twice",
    () => ({
      status: 401,
      headers: { "www-authenticate": `Bearer error="invalid_token", error_description="${canaries.accessToken}"` }
    })
  ]
]

const tokenFailures: ReadonlyArray<readonly [string, Script]> = [
  [
    "invalid_grant with the token in it",
    { status: 400, json: { error: "invalid_grant", error_description: `${canaries.refreshToken} has expired` } }
  ],
  [
    "invalid_client with the secret in it",
    { status: 400, json: { error: "invalid_client", error_description: `${canaries.clientSecret} is wrong` } }
  ],
  [
    "a token answer of another shape",
    { json: { access_token: canaries.accessToken, expires_in: "soon", refresh_token: canaries.newRefreshToken } }
  ],
  ["a token answer that is cut off", { text: `{"access_token":"${canaries.accessToken}","refresh` }],
  ["a broken connection", { reset: "ECONNRESET" }]
]

/**
 * Runs the effect with a log and a tracer that remember all they are given; gives everything that could be printed: log,
 * errors, spans with their events, and what the metrics have counted.
 */
const exposed = Effect.fnUntraced(function* <A, E>(
  effect: Effect.Effect<A, E>,
  time: "passes" | "stands still" = "passes"
) {
  const seen: Array<string> = []
  const logger = Logger.make((options) => {
    seen.push(...prints(options.message), Cause.pretty(options.cause), ...prints(options.cause))
  })
  const spans: Array<Tracer.NativeSpan> = []
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      spans.push(span)
      return span
    }
  })
  const running = Effect.exit(effect).pipe(
    Effect.withTracer(tracer),
    Effect.provide([Logger.layer([logger]), BoxMetrics.layer]),
    Effect.provideService(References.MinimumLogLevel, "Trace")
  )
  // Signing takes real time, in which virtual time would run away.
  const exit = yield* time === "passes" ? inVirtualTime(running, "1 minute") : running
  if (Exit.isFailure(exit)) {
    seen.push(Cause.pretty(exit.cause), ...prints(exit.cause))
    for (const error of Cause.prettyErrors(exit.cause)) seen.push(...prints(error))
    for (const reason of exit.cause.reasons) seen.push(...prints("error" in reason ? reason.error : reason))
  }
  for (const span of spans) {
    seen.push(span.name, json([...span.attributes]))
    // Effect gives a tracer the value of what succeeded, as it gave it to the program. What is exported are failures.
    if (span.status._tag === "Ended" && Exit.isFailure(span.status.exit)) seen.push(...prints(span.status))
    for (const [name, , attributes] of span.events) seen.push(name, json(attributes))
  }
  for (const { attributes, id, state } of yield* BoxMetrics.snapshot) seen.push(id, json(attributes), json(state))
  assert.isAbove(spans.length, 0)
  return { exit, seen }
})

const assertClean = (seen: ReadonlyArray<string>, secrets: ReadonlyArray<string> = []) => {
  for (const text of seen) {
    for (const secret of [needle, ...secrets]) {
      const at = text.indexOf(secret)
      assert.strictEqual(at, -1, `a secret shows: ...${text.slice(Math.max(0, at - 80), at + 60)}...`)
    }
  }
}

/** A configuration file with a real key and canaries in place of the rest; the key as text to look for. */
const appConfig = Effect.gen(function* () {
  const text = yield* jwtConfigText
  const { boxAppSettings, enterpriseID } = JSON.parse(text)
  const config = yield* Jwt.parseConfig(
    JSON.stringify({
      enterpriseID,
      boxAppSettings: {
        ...boxAppSettings,
        clientSecret: canaries.clientSecret,
        appAuth: { ...boxAppSettings.appAuth, passphrase: canaries.passphrase }
      }
    })
  )
  return { config, key: String(boxAppSettings.appAuth.privateKey) }
}).pipe(Effect.provide(Layer.fresh(Emulator.layerHttpClient())))

const call = Folders.getFolderById({ folder_id: "1" }).pipe(
  BoxRequest.withSharedLink(`https://app.box.com/s/${canaries.linkUrl}`, Redacted.make(canaries.linkPassword))
)

describe("secrets", () => {
  it.effect.each(failures.map(([name, script]) => ({ name, script })))("do not show when $name", ({ script }) =>
    Effect.gen(function* () {
      const http = scripted((seen) => script(seen.url))
      const { exit, seen } = yield* exposed(
        Effect.provide(call, [http.layer, DeveloperToken.layer(Redacted.make(canaries.accessToken))])
      )
      assert.isTrue(Exit.isFailure(exit))
      assert.include(String(http.seen[0]?.headers["authorization"]), canaries.accessToken)
      assertClean(seen)
    })
  )

  const login = OAuth.layer({
    clientId: "id",
    clientSecret: Redacted.make(canaries.clientSecret),
    tokens: { refreshToken: Redacted.make(canaries.refreshToken), accessToken: Redacted.make(canaries.oldAccessToken) }
  }).pipe(Layer.provide(TokenPersistence.layerMemory))

  const signed = `https://dl.boxcloud.com/d/1/CANARY-signed-path/download?sig=CANARY-signature`

  /** What comes of the signed address of a download: it is not trusted with more than a range, and nobody is told of it. */
  const signedAnswers: ReadonlyArray<readonly [string, Script]> = [
    ["breaks", { reset: "ECONNRESET" }],
    ["is unavailable", { status: 503, text: `<Error>${signed}</Error>`, headers: { "retry-after": "1" } }],
    ["has expired", { status: 403, text: `<Error>${signed}</Error>` }],
    ["leads on", { status: 302, headers: { location: `${signed}&again=1` } }],
    ["has other bytes", { text: "CANARY-content" }]
  ]
  it.effect.each(signedAnswers.map(([name, script]) => ({ name, script })))(
    "of a download do not show when its signed address $name",
    ({ script }) =>
      Effect.gen(function* () {
        const asked = new Set<string>()
        const http = scripted(({ url }) => {
          const { hostname, pathname } = new URL(url)
          asked.add(hostname)
          if (hostname !== "api.box.com") return script
          if (pathname.endsWith("/content")) return { status: 302, headers: { location: signed } }
          return {
            json: {
              type: "file",
              id: "1",
              name: "a.txt",
              size: 3,
              sha1: "0".repeat(40),
              file_version: { type: "file_version", id: "2" }
            }
          }
        })
        const download = FileDownload.stream({ file_id: "1" }).pipe(
          Stream.runDrain,
          BoxRequest.withSharedLink(`https://app.box.com/s/${canaries.linkUrl}`, Redacted.make(canaries.linkPassword))
        )
        const { exit, seen } = yield* exposed(
          Effect.provide(download, [http.layer, DeveloperToken.layer(Redacted.make(canaries.accessToken))])
        )
        assert.isTrue(Exit.isFailure(exit))
        assert.isTrue(asked.has("dl.boxcloud.com"))
        assertClean(seen)
      })
  )

  it.effect("do not show while a call is refused, waits, renews its login and succeeds", () =>
    Effect.gen(function* () {
      let calls = 0
      const http = scripted(({ url }) => {
        if (url.includes("/oauth2/token")) {
          return {
            json: { access_token: canaries.accessToken, refresh_token: canaries.newRefreshToken, expires_in: 3600 }
          }
        }
        calls++
        if (calls === 1) return { status: 503, text: canaries.oldAccessToken, headers: { "retry-after": "20" } }
        if (calls === 2) return { status: 401 }
        // A property of another type than Box documents is left out with a warning.
        return { json: { type: "folder", id: "1", etag: { secret: canaries.linkPassword } } }
      })
      const { exit, seen } = yield* exposed(Effect.provide(call, Layer.provideMerge(login, http.layer)))
      assert.isTrue(Exit.isSuccess(exit))
      for (const event of ["box.retry", "box.token.renewal"]) assert.include(seen, event)
      assert.isTrue(seen.some((text) => text.includes("box.client.retries")))
      assertClean(seen)
    })
  )

  it.effect.each(tokenFailures.map(([name, script]) => ({ name, script })))(
    "of a renewal do not show after $name",
    ({ script }) =>
      Effect.gen(function* () {
        const http = scripted(() => script)
        const { exit, seen } = yield* exposed(Effect.provide(call, Layer.provideMerge(login, http.layer)))
        assert.isTrue(Exit.isFailure(exit))
        assert.include(String(http.seen[0]?.body), canaries.refreshToken)
        assert.include(String(http.seen[0]?.body), canaries.clientSecret)
        assertClean(seen)
      })
  )

  it.effect("of a code exchange do not show", () =>
    Effect.gen(function* () {
      const http = scripted(() => ({
        status: 400,
        json: { error: "invalid_grant", error_description: `no ${canaries.code}` }
      }))
      const { seen } = yield* exposed(
        Effect.provide(OAuth.exchangeCode({ code: canaries.code }), Layer.provideMerge(login, http.layer))
      )
      assertClean(seen)
    })
  )

  it.effect("do not show when the services that hold them are printed", () =>
    Effect.gen(function* () {
      const http = scripted(() => ({
        json: { access_token: canaries.accessToken, refresh_token: canaries.newRefreshToken, expires_in: 3600 }
      }))
      const services = yield* Layer.build(Layer.provideMerge(login, http.layer))
      yield* Effect.provide(OAuth.exchangeCode({ code: canaries.code }), services)
      const token = yield* Effect.provide(
        TokenStore.TokenStore.use((store) => store.accessToken),
        services
      )
      assert.strictEqual(Redacted.value(token), canaries.accessToken)
      assertClean([...prints(services), ...prints(token)])
    })
  )

  /** What servers log in with: how each login is made, and what it must have sent for the test to mean anything. */
  const serverLogins = {
    "client credentials": {
      login: Effect.succeed(
        ClientCredentials.layer({
          clientId: "id",
          clientSecret: Redacted.make(canaries.clientSecret),
          subject: { enterprise: "1" }
        })
      ),
      sent: [canaries.clientSecret]
    },
    "a JWT": {
      login: Effect.map(appConfig, ({ config }) => Jwt.layer({ config })),
      sent: [canaries.clientSecret, "assertion="]
    },
    "a downscoped token": {
      login: Effect.succeed(
        Layer.provide(
          Downscope.layer({ scopes: ["item_preview"], sharedLink: `https://app.box.com/s/${canaries.linkUrl}` }),
          DeveloperToken.layer(Redacted.make(canaries.subjectToken))
        )
      ),
      sent: [canaries.subjectToken, canaries.linkUrl]
    }
  }

  /** Box repeats everything that it was sent. */
  const echoes: ReadonlyArray<readonly [string, (body: string) => Script]> = [
    ["an error", (body) => ({ status: 400, json: { error: "invalid_request", error_description: body } })],
    [
      "a complaint about a time",
      (body) => ({ status: 400, json: { error: "invalid_grant", error_description: `exp ${body}` } })
    ],
    ["an answer of another shape", (body) => ({ json: { access_token: canaries.accessToken, expires_in: body } })]
  ]

  const serverCases = Object.entries(serverLogins).flatMap(([name, { login, sent }]) =>
    echoes.map(([where, echo]) => ({ name, where, login, sent, echo }))
  )
  it.effect.each(serverCases)("of $name do not show in $where that echoes them", ({ echo, login, sent }) =>
    Effect.gen(function* () {
      const repeated: Array<string> = []
      const http = scripted(({ body }) => {
        const assertion = new URLSearchParams(body).get("assertion")
        if (assertion !== null) repeated.push(assertion)
        return echo([...new URLSearchParams(body).values()].join(" "))
      })
      const layer = yield* login
      const { exit, seen } = yield* exposed(Effect.provide(call, Layer.provideMerge(layer, http.layer)), "stands still")
      assert.isTrue(Exit.isFailure(exit))
      for (const secret of sent) assert.include(decodeURIComponent(String(http.seen[0]?.body)), secret)
      assertClean(seen, repeated)
    })
  )

  it.effect("of a configuration file do not show when it cannot be used", () =>
    Effect.gen(function* () {
      const { config, key } = yield* appConfig
      const { appAuth } = config.boxAppSettings
      const withKey = (privateKey: string) =>
        Jwt.layer({
          config: {
            ...config,
            boxAppSettings: { ...config.boxAppSettings, appAuth: { ...appAuth, privateKey: Redacted.make(privateKey) } }
          }
        })
      const http = scripted(() => ({}))
      const damaged = [
        key.slice(200),
        key.replace(/[A-Z]{2}/, "AA"),
        key.replace("KEY-----", `KEY-----${needle}`),
        key.replace("BEGIN", "BEGIN ENCRYPTED")
      ]
      for (const privateKey of damaged) {
        const { exit, seen } = yield* exposed(
          Effect.withSpan(Layer.build(withKey(privateKey)), "build").pipe(Effect.scoped, Effect.provide(http.layer)),
          "stands still"
        )
        assert.isTrue(Exit.isFailure(exit))
        assertClean(seen, [key.slice(300, 340)])
      }
      const { seen } = yield* exposed(
        Effect.withSpan(
          Jwt.parseConfig(JSON.stringify({ boxAppSettings: { ...canaries, clientSecret: [key] } })),
          "parse"
        )
      )
      assertClean(seen, [key.slice(300, 340)])
      assertClean(prints(config), [key.slice(300, 340)])
    })
  )

  it.effect("of a downscoped token do not show when it is printed", () =>
    Effect.gen(function* () {
      const http = scripted(() => ({ json: { access_token: canaries.downscopedToken, expires_in: 3600 } }))
      const token = yield* Effect.provide(Downscope.token({ scopes: ["item_preview"] }), [
        http.layer,
        DeveloperToken.layer(Redacted.make(canaries.subjectToken))
      ])
      assert.strictEqual(Redacted.value(token.accessToken), canaries.downscopedToken)
      assertClean(prints(token))
    })
  )

  it.effect("that encrypt and that sign webhooks do not show, whatever fails", () =>
    Effect.gen(function* () {
      const tokenKey = Buffer.from("CANARY-token-key-0123456789abcde").toString("base64")
      const encrypted = EncryptedTokenPersistence.layer({ key: Redacted.make(tokenKey) })
      const stored = TokenPersistence.TokenPersistence.use((persistence) => persistence.get)
      const plain = yield* Layer.build(TokenPersistence.layerMemory)
      yield* Effect.provide(
        TokenPersistence.TokenPersistence.use((persistence) =>
          persistence.set({ accessToken: Redacted.make(canaries.accessToken), expiresAt: 1 })
        ),
        plain
      )
      const unreadable = Effect.provide(stored, Layer.provide(encrypted, Layer.succeedContext(plain)))
      const badKey = Layer.build(EncryptedTokenPersistence.layer({ key: Redacted.make(`${tokenKey}AAAA`) })).pipe(
        Effect.scoped,
        Effect.provide(plain)
      )
      const webhook = WebhookSignature.verify({
        headers: {
          "box-delivery-timestamp": "1970-01-01T00:00:00Z",
          "box-signature-version": "1",
          "box-signature-algorithm": "HmacSHA256",
          "box-signature-primary": "AAAA",
          "box-signature-secondary": "%"
        },
        body: new TextEncoder().encode(`{"${needle}":1}`),
        primaryKey: Redacted.make(`${needle}-webhook-primary`),
        secondaryKey: Redacted.make(`${needle}-webhook-secondary`)
      })
      const failures: ReadonlyArray<Effect.Effect<unknown, unknown>> = [unreadable, badKey, webhook]
      for (const failing of failures) {
        const { exit, seen } = yield* exposed(Effect.withSpan(failing, "keys"))
        assert.isTrue(Exit.isFailure(exit))
        assertClean(seen, [tokenKey])
      }
      const services = yield* Effect.provide(Layer.build(encrypted), plain)
      assertClean(prints(services), [tokenKey])
    })
  )

  it("the search itself finds a secret", () => {
    assert.throws(() =>
      assertClean(prints(new Error("x", { cause: { headers: { authorization: canaries.accessToken } } })))
    )
  })
})
