import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Fiber, FileSystem, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { Jwt, TokenStore, Users } from "../../src/index.ts"
import { inOrder, type Script, scripted } from "../http/scriptedHttp.ts"
import { settle } from "../../../../test/support/time.ts"
import {
  accessToken,
  box,
  credentials,
  jwtConfig,
  jwtConfigText,
  tokenRequests,
  withBoxClockAhead
} from "./emulated.ts"

const today = Date.UTC(2026, 5, 1, 12)
const tenMinutes = 600_000

const login = (options: Partial<Jwt.Options> = {}) =>
  Layer.unwrap(Effect.map(jwtConfig, (config) => Jwt.layer({ config, ...options })))

/** The configuration of an application with a key that no test has to share. */
const config = Effect.provide(jwtConfig, box())

const issued = { json: { access_token: "a1", expires_in: 4123, token_type: "bearer" } }

interface Assertion {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

const assertionOf = (body: string | undefined): Assertion => {
  const [header, claims] = String(new URLSearchParams(body).get("assertion"))
    .split(".", 2)
    .map((part) => JSON.parse(Buffer.from(part, "base64url").toString()))
  return { header, claims }
}

const refusedWith = (description: string, headers: Record<string, string> = {}): Script => ({
  status: 400,
  json: { error: "invalid_grant", error_description: description },
  headers
})

describe("Jwt", () => {
  it.effect("sends the credentials and a signed assertion for the enterprise", () => {
    const http = inOrder(issued)
    return Effect.gen(function* () {
      yield* TestClock.setTime(today + 999)
      const given = yield* config
      assert.strictEqual(
        yield* Effect.provide(accessToken, Jwt.layer({ config: given }).pipe(Layer.provide(http.layer))),
        "a1"
      )
      const form = new URLSearchParams(http.seen[0]?.body)
      assert.strictEqual(form.get("grant_type"), "urn:ietf:params:oauth:grant-type:jwt-bearer")
      assert.strictEqual(form.get("client_id"), given.boxAppSettings.clientID)
      assert.strictEqual(form.get("client_secret"), Redacted.value(given.boxAppSettings.clientSecret))
      const { claims, header } = assertionOf(http.seen[0]?.body)
      assert.deepStrictEqual(header, { alg: "RS256", typ: "JWT", kid: given.boxAppSettings.appAuth.publicKeyID })
      const { jti, ...others } = claims
      assert.match(String(jti), /^[\w-]{43}$/)
      assert.deepStrictEqual(others, {
        iss: given.boxAppSettings.clientID,
        sub: given.enterpriseID,
        box_sub_type: "enterprise",
        aud: "https://api.box.com/oauth2/token",
        iat: today / 1000,
        exp: today / 1000 + 45
      })
    })
  })

  it.effect.each(["RS256", "RS384", "RS512"] as const)("%s: Box takes the signature", (algorithm) =>
    Effect.gen(function* () {
      assert.strictEqual((yield* Users.getUserMe()).id, (yield* credentials).serviceAccountId)
    }).pipe(Effect.provide(login({ algorithm }).pipe(Layer.provideMerge(box()))))
  )

  it.effect("logs in as one user", () =>
    Effect.gen(function* () {
      const { managedUserId } = yield* credentials
      const user = yield* Effect.provide(Users.getUserMe(), login({ subject: { user: managedUserId } }))
      assert.strictEqual(user.id, managedUserId)
    }).pipe(Effect.provide(box()))
  )

  it.effect("20 cold concurrent calls make 1 token request", () =>
    Effect.gen(function* () {
      const users = yield* Effect.all(
        Array.from({ length: 20 }, () => Users.getUserMe()),
        { concurrency: "unbounded" }
      )
      assert.strictEqual(users.length, 20)
      assert.strictEqual(yield* tokenRequests, 1)
    }).pipe(Effect.provide(login().pipe(Layer.provideMerge(box()))))
  )

  it.effect("the caller that started the login may be interrupted", () => {
    const http = scripted(() => ({ ...issued, delay: "1 second" }))
    return Effect.gen(function* () {
      const given = yield* config
      yield* Effect.gen(function* () {
        const leader = yield* Effect.forkChild(accessToken, { startImmediately: true })
        const followers = yield* Effect.forEach(Array.from({ length: 19 }), () => Effect.forkChild(accessToken))
        // Signing takes real time: virtual time stands still until the request is on its way.
        yield* Effect.repeat(settle, { until: () => http.seen.length > 0 })
        yield* settle
        yield* TestClock.adjust("500 millis")
        yield* Fiber.interrupt(leader)
        yield* TestClock.adjust("500 millis")
        assert.deepStrictEqual(
          yield* Effect.forEach(followers, Fiber.join),
          followers.map(() => "a1")
        )
        assert.strictEqual(http.seen.length, 1)
      }).pipe(Effect.provide(Jwt.layer({ config: given }).pipe(Layer.provide(http.layer))))
    })
  })

  it.effect.each([
    ["behind Box's", tenMinutes],
    ["ahead of Box's", -tenMinutes]
  ] as const)("a clock 10 minutes %s works after one correction, which is remembered", ([, ahead]) =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      yield* Users.getUserMe()
      assert.strictEqual(yield* tokenRequests, 2)
      yield* TestClock.adjust("2 hours")
      yield* Users.getUserMe()
      assert.strictEqual(yield* tokenRequests, 3)
    }).pipe(Effect.provide(login().pipe(Layer.provide(withBoxClockAhead(ahead)), Layer.provideMerge(box()))))
  )

  it.effect("a clock that is right again is noticed as well", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      const date = (at: number) => ({ date: new Date(at).toUTCString() })
      const exp = "Please check the 'exp' claim."
      const http = inOrder(refusedWith(exp, date(today + tenMinutes)), issued, refusedWith(exp, date(today)), issued)
      const given = yield* config
      yield* Effect.gen(function* () {
        const store = yield* TokenStore.TokenStore
        yield* store.refused(yield* store.accessToken)
        const times = http.seen.map((seen) => Number(assertionOf(seen.body).claims["iat"]) - today / 1000)
        assert.deepStrictEqual(times, [0, 600, 600, 0])
      }).pipe(Effect.provide(Jwt.layer({ config: given }).pipe(Layer.provide(http.layer))))
    })
  )

  it.effect("a jti is new in every try, within a renewal and from one to the next", () =>
    Effect.gen(function* () {
      const http = inOrder(
        refusedWith("Please check the 'jti' claim. A unique 'jti' value is required."),
        { status: 503, headers: { "retry-after": "0" } },
        issued,
        issued
      )
      const given = yield* config
      yield* Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(accessToken, { startImmediately: true })
        yield* Effect.repeat(settle, { until: () => http.seen.length === 2 })
        yield* settle
        yield* TestClock.adjust("10 seconds")
        yield* Fiber.join(fiber)
        yield* TokenStore.TokenStore.use((store) => store.refused(Redacted.make("a1")))
        const ids = http.seen.map((seen) => assertionOf(seen.body).claims["jti"])
        assert.strictEqual(ids.length, 4)
        assert.strictEqual(new Set(ids).size, 4)
      }).pipe(Effect.provide(Jwt.layer({ config: given }).pipe(Layer.provide(http.layer))))
    })
  )

  const refusals: ReadonlyArray<readonly [string, Script, number]> = [
    ["a time twice", refusedWith("Please check the 'exp' claim."), 2],
    ["a time without telling its own", refusedWith("Please check the 'nbf' claim."), 2],
    ["the subject", refusedWith("Please check the 'sub' claim. The 'sub' specified is invalid."), 1],
    ["what has expired", refusedWith("This account has expired"), 1],
    [
      "the application",
      { status: 400, json: { error: "unauthorized_client", error_description: "Not authorized, check exp" } },
      1
    ]
  ]
  it.effect.each(refusals.map(([name, script, requests]) => ({ name, script, requests })))(
    "Box refuses $name: $requests requests and its own words",
    ({ script, requests }) =>
      Effect.gen(function* () {
        const http = inOrder(script)
        const given = yield* config
        const error = yield* Effect.flip(
          Effect.provide(accessToken, Jwt.layer({ config: given }).pipe(Layer.provide(http.layer)))
        )
        assert.strictEqual(error._tag, "BoxOAuthError")
        assert.include(JSON.stringify(script.json), String(error.detail))
        assert.strictEqual(http.seen.length, requests)
      })
  )

  it.effect("refuses what cannot work before anything is sent", () =>
    Effect.gen(function* () {
      const http = inOrder(issued)
      const given = yield* config
      const { appAuth } = given.boxAppSettings
      const withKey = (privateKey: string, passphrase?: string): Jwt.AppConfig => ({
        ...given,
        boxAppSettings: {
          ...given.boxAppSettings,
          appAuth: {
            publicKeyID: appAuth.publicKeyID,
            privateKey: Redacted.make(privateKey),
            ...(passphrase === undefined ? {} : { passphrase: Redacted.make(passphrase) })
          }
        }
      })
      const encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----"
      const { enterpriseID: _, ...nobody } = given
      const cases: ReadonlyArray<readonly [Jwt.Options, string]> = [
        [{ config: withKey("secret stuff") }, "privateKey is not PEM"],
        [{ config: withKey("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----") }, "privateKey is damaged"],
        [{ config: withKey("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----") }, "not an RSA private key"],
        [{ config: withKey(encrypted) }, "passphrase is missing"],
        [{ config: withKey(encrypted, "") }, "passphrase is missing"],
        [{ config: withKey(encrypted, "open sesame") }, "NodeJwt.layer"],
        [{ config: nobody }, "no enterpriseID"],
        [{ config: given, subject: { user: "" } }, "subject must be"],
        // What a caller without types may pass.
        [{ config: given, algorithm: "HS256" as "RS256" }, "algorithm must be"],
        [{ config: given, algorithm: "toString" as "RS256" }, "algorithm must be"]
      ]
      for (const [options, expected] of cases) {
        const error = yield* Effect.flip(Layer.build(Layer.provide(Jwt.layer(options), http.layer)))
        assert.strictEqual(error._tag, "BoxInvalidInput")
        assert.include(error.message, expected)
      }
      assert.strictEqual(http.seen.length, 0)
    })
  )
})

describe("Jwt.parseConfig", () => {
  it.effect("reads the file as downloaded, and hides its secrets", () =>
    Effect.gen(function* () {
      const text = JSON.stringify({
        boxAppSettings: {
          clientID: "id",
          clientSecret: "hide-me-1",
          appAuth: { publicKeyID: "k", privateKey: "hide-me-2", passphrase: "hide-me-3" }
        },
        enterpriseID: "5",
        webhooks: { primaryKey: "ignored" }
      })
      const parsed = yield* Jwt.parseConfig(text)
      assert.strictEqual(parsed.enterpriseID, "5")
      assert.strictEqual(Redacted.value(parsed.boxAppSettings.appAuth.privateKey), "hide-me-2")
      assert.notInclude(JSON.stringify(parsed), "hide-me")
    })
  )

  const broken: ReadonlyArray<readonly [string, string]> = [
    ["hide-me", "not JSON"],
    ["[]", "the whole"],
    ["{}", "boxAppSettings"],
    ['{"boxAppSettings":{"clientID":"","clientSecret":7,"appAuth":{"privateKey":"hide-me"}}}', "clientID"],
    [
      '{"boxAppSettings":{"clientID":"","clientSecret":["hide-me"],"appAuth":{"privateKey":"hide-me"}}}',
      "boxAppSettings.clientSecret, boxAppSettings.appAuth.publicKeyID"
    ],
    [
      '{"boxAppSettings":{"clientID":"i","clientSecret":"hide-me","appAuth":{"publicKeyID":"k","privateKey":"hide-me"}},"enterpriseID":[5]}',
      "enterpriseID"
    ]
  ]
  it.effect.each(broken)("%s: names %s and shows nothing", ([text, expected]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Jwt.parseConfig(text))
      assert.strictEqual(error._tag, "BoxInvalidInput")
      assert.include(error.message, expected)
      assert.notInclude(error.message, "hide-me")
    })
  )
})

describe("Jwt.layerConfig", () => {
  const files = (content: string) =>
    FileSystem.layerNoop({ readFileString: (path) => Effect.succeed(path === "/etc/box.json" ? content : "") })

  const from = (env: Record<string, string>) => ConfigProvider.layer(ConfigProvider.fromEnv({ env }))

  it.effect.each([
    ["the file's enterprise", {}, ["enterprise", "3001"]],
    ["a user", { BOX_USER_ID: "77" }, ["user", "77"]],
    ["another enterprise", { BOX_ENTERPRISE_ID: "78", BOX_USER_ID: "" }, ["enterprise", "78"]]
  ] as const)("logs in as %s", ([, env, expected]) =>
    Effect.gen(function* () {
      const http = inOrder(issued)
      const content = yield* Effect.provide(jwtConfigText, box())
      yield* Effect.provide(
        accessToken,
        Jwt.layerConfig().pipe(
          Layer.provide([http.layer, files(content), from({ BOX_CONFIG_FILE: "/etc/box.json", ...env })])
        )
      )
      const { claims } = assertionOf(http.seen[0]?.body)
      assert.deepStrictEqual([claims["box_sub_type"], claims["sub"]], [...expected])
    })
  )

  it.effect("takes the options that no setting holds", () =>
    Effect.gen(function* () {
      const http = inOrder(issued)
      const told: Array<string> = []
      const content = yield* Effect.provide(jwtConfigText, box())
      yield* Effect.provide(
        accessToken,
        Jwt.layerConfig({
          algorithm: "RS512",
          onTokensChanged: (pair) => Effect.sync(() => void told.push(Redacted.value(pair.accessToken)))
        }).pipe(Layer.provide([http.layer, files(content), from({ BOX_CONFIG_FILE: "/etc/box.json" })]))
      )
      assert.strictEqual(assertionOf(http.seen[0]?.body).header["alg"], "RS512")
      assert.lengthOf(told, 1)
    })
  )

  it.effect("says which file cannot be read", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        Layer.build(
          Jwt.layerConfig().pipe(
            Layer.provide([inOrder(issued).layer, FileSystem.layerNoop({}), from({ BOX_CONFIG_FILE: "/nowhere.json" })])
          )
        )
      )
      assert.include(String(error.message), "BOX_CONFIG_FILE, /nowhere.json, cannot be read: NotFound")
    })
  )
})
