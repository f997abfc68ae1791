import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Fiber, Layer, Option, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { ClientCredentials, TokenPersistence, TokenStore, Users } from "../../src/index.ts"
import { BoxEmulator } from "../../src/testing/index.ts"
import { inOrder } from "../http/scriptedHttp.ts"
import { finish } from "../../../../test/support/time.ts"
import { accessToken, box, credentials, tokenRequests } from "./emulated.ts"

const login = (
  choose: (credentials: BoxEmulator.Credentials) => ClientCredentials.Subject,
  options: Partial<ClientCredentials.Options> = {}
) =>
  Layer.unwrap(
    Effect.map(credentials, (app) =>
      ClientCredentials.layer({
        clientId: app.clientId,
        clientSecret: Redacted.make(app.clientSecret),
        subject: choose(app),
        ...options
      })
    )
  )

const serviceAccount = login((app) => ({ enterprise: app.enterpriseId }))

const issued = { json: { access_token: "a1", expires_in: 4123, token_type: "bearer" } }

const app = { clientId: "my id", clientSecret: Redacted.make("my secret") }

describe("ClientCredentials", () => {
  it.effect("sends the credentials and the subject in the body", () => {
    const http = inOrder(issued)
    return Effect.gen(function* () {
      assert.strictEqual(yield* accessToken, "a1")
      assert.deepStrictEqual(Object.fromEntries(new URLSearchParams(http.seen[0]?.body)), {
        grant_type: "client_credentials",
        client_id: "my id",
        client_secret: "my secret",
        box_subject_type: "user",
        box_subject_id: "77"
      })
      assert.notProperty(http.seen[0]?.headers, "authorization")
    }).pipe(
      Effect.provide(ClientCredentials.layer({ ...app, subject: { user: "77" } }).pipe(Layer.provide(http.layer)))
    )
  })

  it.effect("20 cold concurrent calls make 1 token request", () =>
    Effect.gen(function* () {
      const users = yield* Effect.all(
        Array.from({ length: 20 }, () => Users.getUserMe()),
        { concurrency: "unbounded" }
      )
      assert.strictEqual(users.length, 20)
      assert.strictEqual(yield* tokenRequests, 1)
    }).pipe(Effect.provide(serviceAccount.pipe(Layer.provideMerge(box()))))
  )

  it.effect("logs in as the service account or as one user", () =>
    Effect.gen(function* () {
      const { managedUserId, serviceAccountId } = yield* credentials
      assert.strictEqual((yield* Effect.provide(Users.getUserMe(), serviceAccount)).id, serviceAccountId)
      const managed = login((app) => ({ user: app.managedUserId }))
      assert.strictEqual((yield* Effect.provide(Users.getUserMe(), managed)).id, managedUserId)
    }).pipe(Effect.provide(box()))
  )

  it.effect("the caller that started the login may be interrupted", () =>
    Effect.gen(function* () {
      const emulator = yield* BoxEmulator.BoxEmulator
      yield* emulator.addFault({ kind: "delay", match: { path: "/oauth2/token" }, delay: 1000 })
      const leader = yield* Effect.forkChild(Users.getUserMe(), { startImmediately: true })
      const followers = yield* Effect.forEach(Array.from({ length: 19 }), () => Effect.forkChild(Users.getUserMe()))
      yield* TestClock.adjust("500 millis")
      yield* Fiber.interrupt(leader)
      for (const fiber of followers) yield* finish(fiber, "100 millis")
      assert.strictEqual(yield* tokenRequests, 1)
    }).pipe(Effect.provide(serviceAccount.pipe(Layer.provideMerge(box()))))
  )

  it.effect("asks again ahead of the end, and after a 401", () =>
    Effect.gen(function* () {
      const emulator = yield* BoxEmulator.BoxEmulator
      yield* Users.getUserMe()
      yield* emulator.expireAccessTokens
      yield* Users.getUserMe()
      assert.strictEqual(yield* tokenRequests, 2)
      const before = yield* accessToken
      yield* TestClock.adjust("3580 seconds")
      assert.notStrictEqual(yield* accessToken, before)
      assert.strictEqual(yield* tokenRequests, 3)
    }).pipe(Effect.provide(serviceAccount.pipe(Layer.provideMerge(box()))))
  )

  it.effect("two logins in one program do not share a token", () =>
    Effect.gen(function* () {
      const app = yield* credentials
      const options = { clientId: app.clientId, clientSecret: Redacted.make(app.clientSecret) }
      const useOnce = (user: string) =>
        Layer.effectDiscard(Users.getUserMe()).pipe(
          Layer.provide(ClientCredentials.layer({ ...options, subject: { user } }))
        )
      // One build, so that whatever could be shared is shared.
      yield* Layer.build(Layer.mergeAll(useOnce(app.userId), useOnce(app.managedUserId)))
      assert.strictEqual(yield* tokenRequests, 2)
    }).pipe(Effect.provide(box()))
  )

  it.effect("layerPersisted adopts the token that another process saved, and saves its own", () => {
    const http = inOrder(issued)
    const saved = { accessToken: Redacted.make("from-elsewhere"), expiresAt: 600_000 }
    return Effect.gen(function* () {
      const persistence = yield* TokenPersistence.TokenPersistence
      yield* persistence.set(saved)
      assert.strictEqual(yield* accessToken, "from-elsewhere")
      assert.strictEqual(http.seen.length, 0)
      yield* TokenStore.TokenStore.use((store) => store.refused(saved.accessToken))
      const stored = Option.getOrThrow(yield* persistence.get)
      assert.strictEqual(Redacted.value(stored.accessToken), "a1")
      assert.isUndefined(stored.refreshToken)
    }).pipe(
      Effect.provide(
        ClientCredentials.layerPersisted({ ...app, subject: { enterprise: "1" } }).pipe(
          Layer.provideMerge(Layer.merge(http.layer, TokenPersistence.layerMemory))
        )
      )
    )
  })

  it.effect("onTokensChanged hears of each token before it is used", () => {
    const told: Array<string> = []
    return Effect.gen(function* () {
      assert.strictEqual(yield* accessToken, told[0])
      assert.strictEqual(told.length, 1)
    }).pipe(
      Effect.provide(
        login((app) => ({ enterprise: app.enterpriseId }), {
          onTokensChanged: (pair) => Effect.sync(() => void told.push(Redacted.value(pair.accessToken)))
        }).pipe(Layer.provideMerge(box()))
      )
    )
  })

  it.effect("a refused subject fails once, says why, and is not tried again", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Users.getUserMe())
      assert.strictEqual(error._tag, "BoxOAuthError")
      assert.strictEqual(error.code, "invalid_grant")
      assert.include(error.message, "Grant credentials are invalid")
      assert.include(error.message, "administrator")
      assert.strictEqual(yield* tokenRequests, 1)
    }).pipe(Effect.provide(login(() => ({ user: "1" })).pipe(Layer.provideMerge(box()))))
  )

  const wrong: ReadonlyArray<readonly [string, ClientCredentials.Options]> = [
    ["no client id", { ...app, clientId: "", subject: { user: "1" } }],
    ["no secret", { ...app, clientSecret: Redacted.make(""), subject: { user: "1" } }],
    ["an empty subject", { ...app, subject: { enterprise: "" } }],
    ["a number as the enterprise", { ...app, subject: { enterprise: 5 as never } }],
    ["a number as the user", { ...app, subject: { user: 5 as never } }],
    // @ts-expect-error: the types exclude it, JavaScript does not.
    ["both subjects", { ...app, subject: { enterprise: "1", user: "1" } }]
  ]
  it.effect.each(wrong.map(([name, options]) => ({ name, options })))(
    "refuses $name before anything is sent",
    (row) => {
      const http = inOrder(issued)
      return Effect.gen(function* () {
        const error = yield* Effect.flip(Layer.build(Layer.provide(ClientCredentials.layer(row.options), http.layer)))
        assert.strictEqual(error._tag, "BoxInvalidInput")
        assert.strictEqual(http.seen.length, 0)
      })
    }
  )

  const environments = [
    [{ BOX_ENTERPRISE_ID: "5", BOX_USER_ID: "" }, "enterprise 5"],
    [{ BOX_USER_ID: "6" }, "user 6"],
    [{ BOX_USER_ID: "6", BOX_ENTERPRISE_ID: "5" }, "BOX_ENTERPRISE_ID and BOX_USER_ID are both set"],
    [{}, "Set BOX_ENTERPRISE_ID"]
  ] as const
  it.effect.each(environments.map(([set, expected]) => ({ set, expected })))(
    "layerConfig: $set",
    ({ set, expected }) => {
      const http = inOrder(issued)
      const env = { BOX_CLIENT_ID: "id", BOX_CLIENT_SECRET: "s", ...set }
      return Effect.gen(function* () {
        const outcome = yield* Effect.result(
          Effect.provide(accessToken, ClientCredentials.layerConfig().pipe(Layer.provide(http.layer)))
        )
        const form = new URLSearchParams(http.seen[0]?.body)
        const said =
          outcome._tag === "Success"
            ? `${form.get("box_subject_type")} ${form.get("box_subject_id")}`
            : String(outcome.failure.message)
        assert.include(said, expected)
      }).pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env }))))
    }
  )

  const pasted = [
    (text: string) => `${text}\r\n`,
    (text: string) => ` "${text}"\n`,
    (text: string) => `\uFEFF'${text}'`
  ]
  it.effect.each(pasted.map((paste, at) => ({ at, paste })))("layerConfig takes what was pasted: $at", ({ paste }) => {
    const http = inOrder(issued)
    const env = { BOX_CLIENT_ID: paste("id"), BOX_CLIENT_SECRET: paste("se cret"), BOX_USER_ID: paste("7") }
    return Effect.gen(function* () {
      yield* Effect.provide(accessToken, ClientCredentials.layerConfig().pipe(Layer.provide(http.layer)))
      const form = new URLSearchParams(http.seen[0]?.body)
      assert.deepStrictEqual(
        ["client_id", "client_secret", "box_subject_id"].map((name) => form.get(name)),
        ["id", "se cret", "7"]
      )
    }).pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env }))))
  })
})
