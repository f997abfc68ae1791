import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { BoxEmulator } from "../../src/testing/BoxEmulator.ts"
import { del, fresh, get, type Json, post, revokeUrl, send, tokenUrl } from "./wire.ts"

const redirect = "http://localhost:4711/callback"

const authorizeUrl = (params: Record<string, string>) =>
  Effect.map(BoxEmulator, ({ credentials, urls }) => {
    const url = new URL(urls.authorizeUrl)
    const all = { response_type: "code", client_id: credentials.clientId, redirect_uri: redirect, ...params }
    for (const [name, value] of Object.entries(all)) if (value !== "") url.searchParams.set(name, value)
    return url.href
  })

const consent = (params: Record<string, string> = {}) =>
  Effect.gen(function* () {
    const { authorize } = yield* BoxEmulator
    return new URL(yield* authorize(yield* authorizeUrl(params)))
  })

const grant = (form: Record<string, string>, overrides: Record<string, string> = {}) =>
  Effect.gen(function* () {
    const { credentials } = yield* BoxEmulator
    const client = { client_id: credentials.clientId, client_secret: credentials.clientSecret }
    return yield* send("POST", tokenUrl, { form: { ...form, ...client, ...overrides }, token: null })
  })

const refresh = (token: string) => grant({ grant_type: "refresh_token", refresh_token: token })

const initialRefreshToken = Effect.map(BoxEmulator, ({ credentials }) => credentials.refreshToken)

const statusWith = (token: string | null) => Effect.map(get("/users/me", { token }), ({ status }) => status)

const assertRefused = (reply: { status: number; json: Json }, error: string, description: string) => {
  assert.strictEqual(reply.status, 400)
  assert.deepStrictEqual(reply.json, { error, error_description: description })
}

describe("authorization codes", () => {
  it.effect("come back with the state and buy one pair", () =>
    Effect.gen(function* () {
      const back = yield* consent({ state: "s p" })
      assert.strictEqual(back.origin + back.pathname, redirect)
      assert.strictEqual(back.searchParams.get("state"), "s p")
      const code = back.searchParams.get("code") ?? ""
      const bought = yield* grant({ grant_type: "authorization_code", code })
      assert.strictEqual(bought.status, 200)
      assert.deepInclude(bought.json, { expires_in: 3600, token_type: "bearer", restricted_to: [] })
      assert.strictEqual(yield* statusWith(bought.json.access_token), 200)
      const again = yield* grant({ grant_type: "authorization_code", code })
      assertRefused(again, "invalid_grant", "The authorization code has expired")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("live for 30 seconds", () =>
    Effect.gen(function* () {
      const codes = [yield* consent(), yield* consent()].map((url) => url.searchParams.get("code") ?? "")
      yield* TestClock.adjust("29999 millis")
      const intime = yield* grant({ grant_type: "authorization_code", code: codes[0] ?? "" })
      assert.strictEqual(intime.status, 200)
      yield* TestClock.adjust("1 millis")
      const late = yield* grant({ grant_type: "authorization_code", code: codes[1] ?? "" })
      assertRefused(late, "invalid_grant", "The authorization code has expired")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are refused when nobody issued them", () =>
    Effect.gen(function* () {
      const reply = yield* grant({ grant_type: "authorization_code", code: "made-up" })
      assertRefused(reply, "invalid_grant", "Auth code doesn't exist or is invalid for the client")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each([
    [{ response_type: "token" }, redirect, "unsupported_response_type"],
    [{ scope: "root_readwrite make_coffee" }, redirect, "invalid_scope"],
    [{ client_id: "nobody" }, "https://account.box.com/api/oauth2/authorize", "invalid_client"],
    [{ redirect_uri: "" }, "https://account.box.com/api/oauth2/authorize", "redirect_uri_missing"],
    [{ redirect_uri: "http://example.test/" }, "https://account.box.com/api/oauth2/authorize", "redirect_uri_mismatch"]
  ] as const)("consent with %j ends at %s with %s", ([params, target, error]) =>
    Effect.gen(function* () {
      const back = yield* consent(params)
      assert.strictEqual(back.origin + back.pathname, target)
      assert.strictEqual(back.searchParams.get("error"), error)
      assert.isNull(back.searchParams.get("code"))
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("the page itself redirects a browser", () =>
    Effect.gen(function* () {
      const reply = yield* get(yield* authorizeUrl({ state: "x" }), { token: null })
      assert.strictEqual(reply.status, 302)
      assert.match(reply.headers["location"] ?? "", /^http:\/\/localhost:4711\/callback\?code=\w+&state=x$/)
      const refused = yield* get(yield* authorizeUrl({ client_id: "nobody" }), { token: null })
      assertRefused(refused, "invalid_client", "The client id is unknown")
    }).pipe(Effect.provide(fresh()))
  )
})

describe("refresh tokens under the grace rule", () => {
  it.effect("a repeated refresh gives the same pair until that pair is used", () =>
    Effect.gen(function* () {
      const first = yield* initialRefreshToken
      const { credentials } = yield* BoxEmulator
      const one = yield* refresh(first)
      const two = yield* refresh(first)
      assert.strictEqual(two.status, 200)
      assert.strictEqual(two.json.access_token, one.json.access_token)
      assert.strictEqual(two.json.refresh_token, one.json.refresh_token)
      assert.strictEqual(yield* statusWith(credentials.accessToken), 200)
      assert.strictEqual(yield* statusWith(one.json.access_token), 200)
      assert.strictEqual(yield* statusWith(credentials.accessToken), 401)
      assertRefused(yield* refresh(first), "invalid_grant", "Refresh token has expired")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("no more than two refresh tokens are valid at a time", () =>
    Effect.gen(function* () {
      const first = yield* initialRefreshToken
      const second = (yield* refresh(first)).json.refresh_token
      const third = (yield* refresh(second)).json.refresh_token
      assertRefused(yield* refresh(first), "invalid_grant", "Refresh token has expired")
      assert.strictEqual((yield* refresh(second)).json.refresh_token, third)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("they live for 60 days", () =>
    Effect.gen(function* () {
      const first = yield* initialRefreshToken
      yield* TestClock.adjust("60 days")
      assertRefused(yield* refresh(first), "invalid_grant", "Refresh token has expired")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("an unknown one has another text", () =>
    Effect.gen(function* () {
      assertRefused(yield* refresh("made-up"), "invalid_grant", "Invalid refresh token")
    }).pipe(Effect.provide(fresh()))
  )
})

describe("refresh tokens under the strict rule", () => {
  it.effect("work once, used pair or not", () =>
    Effect.gen(function* () {
      const first = yield* initialRefreshToken
      const one = yield* refresh(first)
      assert.strictEqual(one.status, 200)
      assertRefused(yield* refresh(first), "invalid_grant", "Refresh token has expired")
      assert.strictEqual((yield* refresh(one.json.refresh_token)).status, 200)
    }).pipe(Effect.provide(fresh({ refreshTokens: "strict" })))
  )
})

describe("the token endpoint", () => {
  const refreshForm = { grant_type: "refresh_token", refresh_token: "x" }
  it.effect.each([
    [refreshForm, { client_secret: "wrong" }, "invalid_client", "The client credentials are invalid"],
    [refreshForm, { client_id: "wrong" }, "invalid_client", "The client credentials are invalid"],
    [{}, {}, "invalid_request", "Invalid grant_type parameter or parameter missing"],
    [{ grant_type: "password" }, {}, "invalid_request", "Invalid grant_type parameter or parameter missing"],
    [{ grant_type: "toString" }, {}, "invalid_request", "Invalid grant_type parameter or parameter missing"],
    [{ grant_type: "refresh_token" }, {}, "invalid_request", "refresh_token parameter is missing"],
    [{ grant_type: "authorization_code" }, {}, "invalid_request", "code parameter is missing"]
  ] as const)("refuses %j with %j", ([form, overrides, error, description]) =>
    Effect.gen(function* () {
      const reply = yield* grant(form, overrides)
      assertRefused(reply, error, description)
      assert.strictEqual(reply.headers["cache-control"], "no-store")
      assert.isString(reply.headers["box-request-id"])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("takes client credentials from the body only", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const basic = btoa(`${credentials.clientId}:${credentials.clientSecret}`)
      const form = { grant_type: "refresh_token", refresh_token: credentials.refreshToken }
      const reply = yield* send("POST", tokenUrl, { form, token: null, headers: { authorization: `Basic ${basic}` } })
      assertRefused(reply, "invalid_client", "The client credentials are invalid")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("sends the time of its clock", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("90 minutes")
      const reply = yield* refresh("x")
      assert.strictEqual(reply.headers["date"], "Thu, 01 Jan 1970 01:30:00 GMT")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is not under /2.0", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* post("/oauth2/token", {})).status, 404)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("revoking", () => {
  it.effect.each(["accessToken", "refreshToken"] as const)("either token (%s) kills both", (name) =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const { clientId, clientSecret } = credentials
      const form = { client_id: clientId, client_secret: clientSecret, token: credentials[name] }
      const reply = yield* send("POST", revokeUrl, { form, token: null })
      assert.strictEqual(reply.status, 200)
      assert.strictEqual(reply.bytes.length, 0)
      assert.strictEqual(yield* statusWith(credentials.accessToken), 401)
      assertRefused(yield* refresh(credentials.refreshToken), "invalid_grant", "Refresh token has expired")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("also kills the pair before, which the grace rule kept alive", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const { clientId, clientSecret, refreshToken } = credentials
      const next = yield* refresh(refreshToken)
      const form = { client_id: clientId, client_secret: clientSecret, token: next.json.access_token }
      yield* send("POST", revokeUrl, { form, token: null })
      assert.strictEqual((yield* refresh(refreshToken)).status, 400)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("needs the application's credentials", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const form = { client_id: credentials.clientId, client_secret: "wrong", token: credentials.accessToken }
      assert.strictEqual((yield* send("POST", revokeUrl, { form, token: null })).json.error, "invalid_client")
      assert.strictEqual(yield* statusWith(credentials.accessToken), 200)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("access tokens", () => {
  const invalid =
    'Bearer realm="Service", error="invalid_token", error_description="The access token provided is invalid."'

  it.effect("expire after their lifetime, with an empty 401", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("3599 seconds")
      assert.strictEqual((yield* get("/users/me")).status, 200)
      yield* TestClock.adjust("1 second")
      const reply = yield* get("/users/me")
      assert.strictEqual(reply.status, 401)
      assert.strictEqual(reply.bytes.length, 0)
      assert.strictEqual(reply.headers["content-length"], "0")
      assert.isUndefined(reply.headers["content-type"])
      assert.strictEqual(reply.headers["www-authenticate"], invalid)
      assert.isString(reply.headers["box-request-id"])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("can live shorter", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 minute")
      assert.strictEqual((yield* get("/users/me")).status, 401)
    }).pipe(Effect.provide(fresh({ accessTokenLifetime: "1 minute" })))
  )

  it.effect("can be expired by the test", () =>
    Effect.gen(function* () {
      const emulator = yield* BoxEmulator
      yield* emulator.expireAccessTokens
      assert.strictEqual((yield* get("/users/me")).status, 401)
      assert.strictEqual((yield* refresh(emulator.credentials.refreshToken)).status, 200)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("missing and unknown ones differ in the header only", () =>
    Effect.gen(function* () {
      const missing = yield* get("/users/me", { token: null })
      assert.strictEqual(missing.status, 401)
      assert.strictEqual(missing.headers["www-authenticate"], 'Bearer realm="Service"')
      const unknown = yield* get("/users/me", { token: "made-up" })
      assert.strictEqual(unknown.status, 401)
      assert.strictEqual(unknown.headers["www-authenticate"], invalid)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("without the scope get an empty 403", () =>
    Effect.gen(function* () {
      const code = (yield* consent({ scope: "root_readonly" })).searchParams.get("code") ?? ""
      const token: string = (yield* grant({ grant_type: "authorization_code", code })).json.access_token
      assert.strictEqual(yield* statusWith(token), 200)
      const refused = yield* post("/folders", { name: "a", parent: { id: "0" } }, { token })
      assert.strictEqual(refused.status, 403)
      assert.strictEqual(refused.bytes.length, 0)
      assert.match(refused.headers["www-authenticate"] ?? "", /^Bearer realm="Service", error="insufficient_scope"/)
      assert.strictEqual((yield* del("/folders/6001", { token })).status, 403)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("act as another user of the enterprise for an administrator", () =>
    Effect.gen(function* () {
      const users = yield* get("/users")
      const other = users.json.entries[1].id
      const headers = { "As-User": other }
      assert.strictEqual((yield* get("/users/me", { headers })).json.id, other)
      yield* post("/folders", { name: "hers", parent: { id: "0" } }, { headers })
      assert.strictEqual((yield* get("/folders/0/items")).json.total_count, 0)
      assert.strictEqual((yield* get("/folders/0/items", { headers })).json.total_count, 1)
      const nobody = yield* get("/users/me", { headers: { "As-User": "1" } })
      assert.strictEqual(nobody.status, 403)
      assert.strictEqual(nobody.json.code, "access_denied_insufficient_permissions")
    }).pipe(Effect.provide(fresh()))
  )
})
