/** What the emulator says of itself: the log with bodies, what is under way, and requests in the name of any user. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import { TestClock } from "effect/testing"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { api, file, folder, fresh, get, post, put, send, text, tokenUrl, uploads } from "./wire.ts"

const decoder = new TextDecoder()

const executeAs = Effect.fnUntraced(function* (userId: string, method: string, url: string, body?: string) {
  const emulator = yield* BoxEmulator.BoxEmulator
  const request = { method, url: new URL(url), headers: {}, body: Stream.make(text(body ?? "")) }
  const answer = yield* emulator.executeAs(userId, request)
  const chunks = answer.body instanceof Uint8Array ? [answer.body] : yield* Stream.runCollect(answer.body)
  return { status: answer.status, content: chunks.map((chunk) => decoder.decode(chunk)).join("") }
})

describe("the log", () => {
  it.effect("names the operation, the user, and how long the answer took", () =>
    Effect.gen(function* () {
      const { addFault, credentials, requests } = yield* BoxEmulator.BoxEmulator
      yield* get("/folders/0")
      yield* put("/folders/0", {}, { headers: { "as-user": credentials.managedUserId } })
      yield* addFault({ kind: "delay", match: {}, delay: 250 })
      const waiting = yield* Effect.forkChild(get("/nothing", { token: "wrong" }))
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(waiting)
      assert.deepStrictEqual(
        (yield* requests).map(({ duration, id, operation, userId }) => [id, operation, userId, duration]),
        [
          [1, "Folders.getFolderById", credentials.userId, 0],
          [2, "Folders.updateFolderById", credentials.managedUserId, 0],
          [3, undefined, undefined, 250]
        ]
      )
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("keeps the bodies of the last requests, without the secrets of logins", () =>
    Effect.gen(function* () {
      const { bodiesOf, credentials } = yield* BoxEmulator.BoxEmulator
      const { clientId, clientSecret, refreshToken } = credentials
      yield* post("/folders", { name: "kept", parent: { id: "0" } })
      const made = yield* bodiesOf(1)
      assert.include(made?.request.text, '"kept"')
      assert.include(made?.answer.text, '"kept"')
      const form = { grant_type: "refresh_token", refresh_token: refreshToken }
      const login = yield* send("POST", tokenUrl, {
        token: null,
        form: { ...form, client_id: clientId, client_secret: clientSecret }
      })
      const bodies = yield* bodiesOf(2)
      const seen = `${bodies?.request.text} ${bodies?.answer.text}`
      assert.include(seen, "grant_type=refresh_token")
      assert.include(seen, "token_type")
      for (const secret of [refreshToken, clientSecret, login.json.access_token, login.json.refresh_token]) {
        assert.notInclude(seen, secret)
      }
      yield* get("/folders/0")
      assert.isUndefined(yield* bodiesOf(1))
      assert.isDefined(yield* bodiesOf(2))
      assert.isUndefined(yield* bodiesOf(99))
    }).pipe(Effect.provide(fresh({ recordedBodies: 2 })))
  )

  it.effect("keeps the beginning of large bodies, and of no bytes", () =>
    Effect.gen(function* () {
      const { bodiesOf } = yield* BoxEmulator.BoxEmulator
      yield* file("large.txt", "x".repeat(50_000))
      const large = yield* bodiesOf(1)
      assert.isAbove(large?.request.bytes ?? 0, 50_000)
      assert.strictEqual(large?.request.text?.length, 16 * 1024)
      yield* file("bytes", new Uint8Array([0, 255, 254, 0]))
      assert.isUndefined((yield* bodiesOf(2))?.request.text)
    }).pipe(Effect.provide(fresh({ recordedBodies: 5 })))
  )

  it.effect("keeps no bodies by itself", () =>
    Effect.gen(function* () {
      const { bodiesOf } = yield* BoxEmulator.BoxEmulator
      yield* get("/folders/0")
      assert.isUndefined(yield* bodiesOf(1))
    }).pipe(Effect.provide(fresh()))
  )
})

describe("the inspection", () => {
  it.effect("says who is there, who is logged in, what is under way, and what time it is", () =>
    Effect.gen(function* () {
      const { adjustClock, credentials, inspection } = yield* BoxEmulator.BoxEmulator
      const session = { folder_id: "0", file_size: 30_000_000, file_name: "big.bin" }
      yield* post(`${uploads}/files/upload_sessions`, session)
      yield* adjustClock("30 minutes")
      const seen = yield* inspection
      assert.deepStrictEqual(
        seen.users.map(({ id }) => id),
        [credentials.userId, credentials.managedUserId, credentials.serviceAccountId]
      )
      const [token] = seen.tokens
      assert.strictEqual(token?.ending, credentials.accessToken.slice(-4))
      assert.strictEqual((token?.expiresAt ?? 0) - seen.now, 1_800_000)
      assert.deepStrictEqual(
        seen.uploadSessions.map(({ fileName, fileSize, storedBytes, userId }) => [
          fileName,
          fileSize,
          storedBytes,
          userId
        ]),
        [["big.bin", 30_000_000, 0, credentials.userId]]
      )
      assert.strictEqual(seen.ahead, 1_800_000)
      yield* folder("changed")
      assert.isAbove((yield* inspection).changes, seen.changes)
      const everything = JSON.stringify(yield* inspection)
      assert.notInclude(everything, credentials.accessToken)
      assert.notInclude(everything, credentials.refreshToken)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("says which faults are armed and which are spent; one can be removed", () =>
    Effect.gen(function* () {
      const { addFault, inspection, removeFault } = yield* BoxEmulator.BoxEmulator
      yield* addFault({ kind: "status", status: 503, match: { path: "/folders/*", times: 2, nth: 2 } })
      yield* addFault({ kind: "reset", match: { path: "/files/*" } })
      const states = Effect.map(inspection, ({ faults }) =>
        faults.map(({ fired, id, seen, state }) => ({ id, seen, fired, state }))
      )
      yield* get("/folders/0")
      yield* get("/folders/0")
      assert.deepStrictEqual(yield* states, [
        { id: 1, seen: 2, fired: 1, state: "armed" },
        { id: 2, seen: 0, fired: 0, state: "armed" }
      ])
      yield* get("/folders/0")
      assert.isTrue(yield* removeFault(2))
      assert.isFalse(yield* removeFault(2))
      assert.isFalse(yield* removeFault(1))
      assert.deepStrictEqual(yield* states, [{ id: 1, seen: 3, fired: 2, state: "spent" }])
      assert.strictEqual((yield* get("/files/1")).status, 404)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("a request in the name of a user", () => {
  it.effect("needs no token, and is in no log, no statistics and no plan of faults", () =>
    Effect.gen(function* () {
      const { addFault, credentials, expireAccessTokens, inspection, requests, stats } = yield* BoxEmulator.BoxEmulator
      yield* expireAccessTokens
      yield* addFault({ kind: "status", status: 503, match: {} })
      const body = JSON.stringify({ name: "by hand", parent: { id: "0" } })
      const made = yield* executeAs(credentials.managedUserId, "POST", `${api}/folders`, body)
      assert.strictEqual(made.status, 201)
      const { owned_by } = JSON.parse(made.content)
      assert.strictEqual(owned_by.id, credentials.managedUserId)
      assert.deepStrictEqual(yield* requests, [])
      assert.strictEqual((yield* stats).requests, 0)
      assert.strictEqual((yield* inspection).faults[0]?.seen, 0)
      assert.strictEqual((yield* executeAs("12", "GET", `${api}/folders/0`)).status, 403)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("gets contents at once, and also for users who cannot log in", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator.BoxEmulator
      const { id } = yield* file("a.txt", "the content")
      const { content, status } = yield* executeAs(credentials.userId, "GET", `${api}/files/${id}/content`)
      assert.deepStrictEqual([status, content], [200, "the content"])
      yield* put(`/users/${credentials.managedUserId}`, { status: "inactive" })
      assert.strictEqual((yield* executeAs(credentials.managedUserId, "GET", `${api}/folders/0`)).status, 200)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("a decision about an application", () => {
  const urlFor = (others: Record<string, string> = {}) =>
    BoxEmulator.BoxEmulator.use(({ credentials, urls }) =>
      Effect.succeed(
        `${urls.authorizeUrl}?${new URLSearchParams({
          response_type: "code",
          client_id: credentials.clientId,
          redirect_uri: "http://localhost:3000/callback",
          state: "s",
          ...others
        })}`
      )
    )

  it.effect("can be somebody else's, or a refusal", () =>
    Effect.gen(function* () {
      const { authorize, credentials } = yield* BoxEmulator.BoxEmulator
      const url = yield* urlFor()
      const denied = new URL(yield* authorize(url, { deny: true })).searchParams
      assert.deepStrictEqual([denied.get("error"), denied.get("state")], ["access_denied", "s"])
      const code = new URL(yield* authorize(url, { userId: credentials.managedUserId })).searchParams.get("code")
      const { clientId, clientSecret } = credentials
      const form = { grant_type: "authorization_code", code: String(code), client_id: clientId }
      const login = yield* send("POST", tokenUrl, { token: null, form: { ...form, client_secret: clientSecret } })
      const me = yield* get("/users/me", { token: login.json.access_token })
      assert.strictEqual(me.json.id, credentials.managedUserId)
      const nobody = new URL(yield* authorize(url, { userId: "12" }))
      assert.strictEqual(nobody.searchParams.get("error"), "invalid_request")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is asked for what the address says, unless that is wrong", () =>
    Effect.gen(function* () {
      const { consentRequest, credentials } = yield* BoxEmulator.BoxEmulator
      const asked = yield* consentRequest(yield* urlFor({ scope: "root_readonly" }))
      assert.deepStrictEqual(asked?.scopes, ["root_readonly"])
      assert.deepStrictEqual(
        asked?.users.map(({ id }) => id),
        [credentials.userId, credentials.managedUserId]
      )
      for (const wrong of [{ client_id: "x" }, { scope: "x" }, { redirect_uri: "ftp://x" }, { response_type: "x" }]) {
        assert.isUndefined(yield* consentRequest(yield* urlFor(wrong)))
      }
    }).pipe(Effect.provide(fresh()))
  )
})
