import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Exit, Fiber, Layer, Logger, Option, Redacted, Scope } from "effect"
import { TestClock } from "effect/testing"
import { BoxRequest, Folders, OAuth, TokenPersistence, TokenStore } from "../../src/index.ts"
import { BoxTokenPersistenceError } from "../../src/BoxError.ts"
import { fixedToken, type Script, scripted, type Seen } from "../http/scriptedHttp.ts"
import { finish, inVirtualTime } from "../../../../test/support/time.ts"

/** A token endpoint that hands out a1/r1, a2/r2, ... and an API that takes only the newest access token. */
const makeBox = (options: { readonly token?: (index: number, seen: Seen) => Script | undefined } = {}) => {
  let issued = 0
  let tokenRequests = 0
  const valid = new Set<string>()
  const http = scripted((seen) => {
    if (seen.url.endsWith("/oauth2/token")) {
      const override = options.token?.(tokenRequests++, seen)
      if (override !== undefined) return override
      issued++
      valid.clear()
      valid.add(`Bearer a${issued}`)
      return {
        json: { access_token: `a${issued}`, refresh_token: `r${issued}`, expires_in: 3600, token_type: "bearer" },
        delay: "1 second"
      }
    }
    return valid.has(String(seen.headers["authorization"]))
      ? { json: { type: "folder", id: "0" } }
      : { status: 401, headers: { "www-authenticate": 'Bearer realm="Service", error="invalid_token"' } }
  })
  return {
    http,
    expireAll: () => valid.clear(),
    tokenRequests: () => http.seen.filter((seen) => seen.url.endsWith("/oauth2/token"))
  }
}

/** A persistence that a test can look into and make fail. */
const makePersistence = (initial?: TokenPersistence.TokenPair) => {
  const saves: Array<TokenPersistence.TokenPair> = []
  const state = { stored: initial, failing: 0, reads: 0, beforeGet: undefined as (() => void) | undefined }
  const layer = Layer.succeed(
    TokenPersistence.TokenPersistence,
    TokenPersistence.TokenPersistence.of({
      get: Effect.sync(() => {
        state.reads++
        state.beforeGet?.()
        return Option.fromUndefinedOr(state.stored)
      }),
      set: (pair) =>
        Effect.suspend(() => {
          if (state.failing > 0) {
            state.failing--
            return Effect.fail(new BoxTokenPersistenceError({ operation: "test", message: "disk full", attempts: 0 }))
          }
          saves.push(pair)
          state.stored = pair
          return Effect.void
        }),
      clear: Effect.sync(() => {
        state.stored = undefined
      }),
      exclusively: (effect) => effect
    })
  )
  return { saves, state, layer }
}

const pair = (n: number | string, expiresAt: number): TokenPersistence.TokenPair => ({
  accessToken: Redacted.make(`a${n}`),
  refreshToken: Redacted.make(`r${n}`),
  expiresAt
})

const layerOf = (
  box: ReturnType<typeof makeBox>,
  persistence: ReturnType<typeof makePersistence>,
  options: Partial<OAuth.Options> = {}
) =>
  OAuth.layer({ clientId: "id", clientSecret: Redacted.make("client-secret"), ...options }).pipe(
    Layer.provideMerge(Layer.merge(box.http.layer, persistence.layer))
  )

const call = Folders.getFolderById({ folder_id: "0" })
const value = (token: Redacted.Redacted<string> | undefined) =>
  token === undefined ? undefined : Redacted.value(token)

describe("tokens", () => {
  it.effect("1,000 fibers with an expired token cause one token request", () => {
    const box = makeBox()
    return Effect.gen(function* () {
      const fibers = yield* Effect.forEach(Array.from({ length: 1000 }), () => Effect.forkChild(call))
      yield* Effect.forEach(fibers, (fiber) => finish(fiber))
      assert.strictEqual(box.tokenRequests().length, 1)
      assert.strictEqual(box.http.seen.length, 1001)
    }).pipe(Effect.provide(layerOf(box, makePersistence(pair(0, 0)))))
  })

  it.effect("the fiber that started the renewal may be interrupted", () => {
    const box = makeBox()
    const persistence = makePersistence(pair(0, 0))
    return Effect.gen(function* () {
      const leader = yield* Effect.forkChild(call, { startImmediately: true })
      const followers = yield* Effect.forEach(Array.from({ length: 999 }), () => Effect.forkChild(call))
      yield* TestClock.adjust("500 millis")
      yield* Fiber.interrupt(leader)
      yield* Effect.forEach(followers, (fiber) => finish(fiber))
      assert.strictEqual(box.tokenRequests().length, 1)
      assert.strictEqual(value(persistence.state.stored?.refreshToken), "r1")
    }).pipe(Effect.provide(layerOf(box, persistence)))
  })

  it.effect("interrupting every fiber that waits still saves the pair", () => {
    const box = makeBox()
    const persistence = makePersistence(pair(0, 0))
    return Effect.gen(function* () {
      const fibers = yield* Effect.forEach(Array.from({ length: 10 }), () => Effect.forkChild(call))
      yield* TestClock.adjust("500 millis")
      yield* Effect.forEach(fibers, Fiber.interrupt)
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual(value(persistence.state.stored?.refreshToken), "r1")
      yield* inVirtualTime(call)
      assert.strictEqual(box.tokenRequests().length, 1)
    }).pipe(Effect.provide(layerOf(box, persistence)))
  })

  it.effect("closing the layer in the middle of an exchange waits for its pair and saves it", () => {
    const logged: Array<unknown> = []
    const box = makeBox()
    const persistence = makePersistence(pair(0, 0))
    return Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(layerOf(box, persistence), scope)
      yield* Effect.forkChild(Effect.provide(call, context), { startImmediately: true })
      yield* TestClock.adjust("500 millis")
      const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void))
      yield* finish(closing)
      assert.strictEqual(value(persistence.state.stored?.refreshToken), "r1")
      assert.deepStrictEqual(logged, [])
    }).pipe(Effect.provide(Logger.layer([Logger.make(({ message }) => void logged.push(message))])))
  })

  it.effect("a failure is not remembered", () => {
    const box = makeBox({
      token: (index) => (index === 0 ? { status: 400, json: { error: "invalid_client" } } : undefined)
    })
    return Effect.gen(function* () {
      assert.strictEqual((yield* Effect.flip(call))._tag, "BoxOAuthError")
      yield* inVirtualTime(call)
      assert.strictEqual(box.tokenRequests().length, 2)
    }).pipe(Effect.provide(layerOf(box, makePersistence(pair(0, 0)))))
  })

  it.effect("a refused token is renewed once for all, and each call is replayed once", () => {
    const box = makeBox()
    return Effect.gen(function* () {
      const fibers = yield* Effect.forEach(Array.from({ length: 50 }), () => Effect.forkChild(call))
      yield* Effect.forEach(fibers, (fiber) => finish(fiber))
      assert.strictEqual(box.tokenRequests().length, 1)
      assert.strictEqual(box.http.seen.length, 101)
    }).pipe(Effect.provide(layerOf(box, makePersistence(pair(0, 10_000_000)))))
  })

  it.effect("a second 401 with the new token is final", () => {
    const http = scripted((seen) =>
      seen.url.endsWith("/oauth2/token")
        ? { json: { access_token: "a1", refresh_token: "r1", expires_in: 3600 } }
        : { status: 401 }
    )
    return Effect.gen(function* () {
      const error = yield* Effect.flip(call)
      assert.strictEqual(error._tag, "BoxUnauthorized")
      assert.deepStrictEqual(
        http.seen.map((seen) => seen.headers["authorization"]),
        ["Bearer a0", undefined, "Bearer a1"]
      )
    }).pipe(Effect.provide(layerOf({ ...makeBox(), http }, makePersistence(pair(0, 10_000_000)))))
  })

  it.effect("403 never renews", () => {
    const http = scripted(() => ({ status: 403, headers: { "www-authenticate": 'Bearer error="insufficient_scope"' } }))
    return Effect.gen(function* () {
      assert.strictEqual((yield* Effect.flip(call))._tag, "BoxInsufficientScope")
      assert.strictEqual(http.seen.length, 1)
    }).pipe(
      Effect.provide(
        OAuth.layer({ clientId: "id", clientSecret: Redacted.make("s") }).pipe(
          Layer.provideMerge(Layer.merge(http.layer, makePersistence(pair(0, 10_000_000)).layer))
        )
      )
    )
  })

  it.effect("renews ahead of the end without making calls wait, and survives a failure of that", () => {
    const box = makeBox({ token: (index) => (index === 0 ? { status: 500 } : undefined) })
    return Effect.gen(function* () {
      yield* TestClock.adjust("58 minutes")
      const { accessToken } = yield* TokenStore.TokenStore
      const before = yield* Clock.currentTimeMillis
      assert.strictEqual(Redacted.value(yield* accessToken), "a0")
      assert.strictEqual(Redacted.value(yield* accessToken), "a0")
      assert.strictEqual(yield* Clock.currentTimeMillis, before)
      yield* inVirtualTime(Effect.sleep("20 seconds"))
      assert.strictEqual(box.tokenRequests().length, 2)
      assert.strictEqual(Redacted.value(yield* accessToken), "a1")
    }).pipe(Effect.provide(layerOf(box, makePersistence(pair(0, 3_600_000)))))
  })

  it.effect("with seconds left a call waits for the renewal, and takes the old token when that fails", () => {
    const box = makeBox({
      token: (index) => (index === 0 ? { status: 400, json: { error: "invalid_client" } } : undefined)
    })
    return Effect.gen(function* () {
      const { accessToken } = yield* TokenStore.TokenStore
      assert.strictEqual(Redacted.value(yield* accessToken), "a0")
      yield* TestClock.adjust("3580 seconds")
      assert.strictEqual(Redacted.value(yield* accessToken), "a0")
      assert.strictEqual(Redacted.value(yield* inVirtualTime(accessToken)), "a1")
    }).pipe(Effect.provide(layerOf(box, makePersistence(pair(0, 3_600_000)))))
  })

  it.effect("saved before it is used, and told in between", () => {
    const order: Array<string> = []
    const persistence = makePersistence(pair(0, 0))
    const http = scripted((seen) => {
      order.push(seen.url.endsWith("/oauth2/token") ? "exchange" : "use")
      return seen.url.endsWith("/oauth2/token")
        ? { json: { access_token: "a1", refresh_token: "r1", expires_in: 3600 } }
        : { json: { type: "folder", id: "0" } }
    })
    return Effect.gen(function* () {
      yield* call
      assert.deepStrictEqual(order, ["exchange", "saved 1", "told a1 r1", "use"])
    }).pipe(
      Effect.provide(
        OAuth.layer({
          clientId: "id",
          clientSecret: Redacted.make("s"),
          onTokensChanged: (changed) =>
            Effect.sync(() => {
              order.push(`saved ${persistence.saves.length}`)
              order.push(`told ${value(changed.accessToken)} ${value(changed.refreshToken)}`)
            })
        }).pipe(Layer.provideMerge(Layer.merge(http.layer, persistence.layer)))
      )
    )
  })

  it.effect("a failed save keeps the pair in use, is reported and tried again", () => {
    const box = makeBox()
    const persistence = makePersistence(pair(0, 0))
    persistence.state.failing = 3
    return Effect.gen(function* () {
      yield* inVirtualTime(call)
      const store = yield* TokenStore.TokenStore
      assert.deepStrictEqual(yield* store.health, { unsaved: true, failedSaves: 1 })
      yield* call
      assert.strictEqual(box.tokenRequests().length, 1)
      yield* TestClock.adjust("10 seconds")
      assert.deepStrictEqual(yield* store.health, { unsaved: false, failedSaves: 0 })
      assert.strictEqual(value(persistence.state.stored?.refreshToken), "r1")
    }).pipe(Effect.provide(layerOf(box, persistence)))
  })

  it.effect("what could not be saved is what renews, not the old pair that is still stored", () => {
    const box = makeBox()
    const persistence = makePersistence(pair(0, 0))
    persistence.state.failing = 1_000
    return Effect.gen(function* () {
      yield* inVirtualTime(call)
      box.expireAll()
      yield* inVirtualTime(call)
      assert.deepStrictEqual(
        box.tokenRequests().map((seen) => new URLSearchParams(seen.body).get("refresh_token")),
        ["r0", "r1"]
      )
    }).pipe(Effect.provide(layerOf(box, persistence)))
  })

  it.effect("a pair that could not be saved is saved at the latest when the layer closes", () => {
    const box = makeBox()
    const persistence = makePersistence(pair(0, 0))
    persistence.state.failing = 1
    return Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(layerOf(box, persistence), scope)
      yield* inVirtualTime(Effect.provide(call, context), "100 millis")
      assert.strictEqual(persistence.saves.length, 0)
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual(value(persistence.state.stored?.refreshToken), "r1")
    })
  })

  it.effect("adopts a pair that another process saved instead of spending its own refresh token", () => {
    const box = makeBox()
    const persistence = makePersistence(pair(0, 10_000_000))
    return Effect.gen(function* () {
      const store = yield* TokenStore.TokenStore
      const first = yield* store.accessToken
      persistence.state.stored = pair("other", 20_000_000)
      yield* store.refused(first)
      assert.strictEqual(Redacted.value(yield* store.accessToken), "aother")
      assert.strictEqual(box.tokenRequests().length, 0)
    }).pipe(Effect.provide(layerOf(box, persistence)))
  })

  it.effect("invalid_grant: another process may have won; what it saved is used", () => {
    const persistence = makePersistence(pair(0, 0))
    const box = makeBox({
      token: () => {
        persistence.state.stored = pair("winner", 10_000_000)
        return { status: 400, json: { error: "invalid_grant", error_description: "Refresh token has expired" } }
      }
    })
    return Effect.gen(function* () {
      const store = yield* TokenStore.TokenStore
      assert.strictEqual(Redacted.value(yield* store.accessToken), "awinner")
    }).pipe(Effect.provide(layerOf(box, persistence)))
  })

  it.effect("invalid_grant with nothing newer stored asks for a login", () => {
    const box = makeBox({
      token: () => ({ status: 400, json: { error: "invalid_grant", error_description: "Refresh token has expired" } })
    })
    return Effect.gen(function* () {
      const error = yield* Effect.flip(call)
      assert.strictEqual(error._tag, "BoxLoginRequired")
      assert.strictEqual(error.code, "invalid_grant")
      assert.include(error.message, "OAuth.authorizationUrl")
      assert.strictEqual(box.tokenRequests().length, 1)
    }).pipe(Effect.provide(layerOf(box, makePersistence(pair(0, 0)))))
  })

  it.effect("a lost answer is asked for again with the same refresh token", () => {
    const box = makeBox({ token: (index) => (index === 0 ? { reset: "ECONNRESET" } : undefined) })
    return Effect.gen(function* () {
      yield* inVirtualTime(call)
      const sent = box.tokenRequests().map((seen) => new URLSearchParams(seen.body).get("refresh_token"))
      assert.deepStrictEqual(sent, ["r0", "r0"])
    }).pipe(Effect.provide(layerOf(box, makePersistence(pair(0, 0)))))
  })

  it.effect("a token endpoint that hangs does not hang the callers for ever", () => {
    const box = makeBox({ token: (index) => (index < 4 ? { hang: true } : undefined) })
    return Effect.gen(function* () {
      yield* inVirtualTime(call)
      assert.strictEqual(box.tokenRequests().length, 5)
    }).pipe(Effect.provide(layerOf(box, makePersistence(pair(0, 0)))))
  })

  it.effect("without any login the error says how to get one, and nothing is sent", () => {
    const box = makeBox()
    return Effect.gen(function* () {
      const error = yield* Effect.flip(call)
      assert.strictEqual(error._tag, "BoxLoginRequired")
      assert.strictEqual(box.http.seen.length, 0)
    }).pipe(Effect.provide(layerOf(box, makePersistence())))
  })

  it.effect("a login from elsewhere is used when nothing is stored, and what is stored wins over it", () => {
    const box = makeBox()
    const persistence = makePersistence()
    const options = { tokens: { refreshToken: Redacted.make("from-elsewhere") } }
    return Effect.gen(function* () {
      yield* inVirtualTime(call)
      assert.include(String(box.tokenRequests()[0]?.body), "refresh_token=from-elsewhere")
      const stored = makeBox()
      yield* inVirtualTime(Effect.provide(call, layerOf(stored, makePersistence(pair("kept", 0)), options)))
      assert.include(String(stored.tokenRequests()[0]?.body), "refresh_token=rkept")
    }).pipe(Effect.provide(layerOf(box, persistence, options)))
  })

  it.effect("nothing of the call that causes a renewal shapes the token request", () => {
    const box = makeBox()
    return Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(
        call.pipe(
          BoxRequest.asUser("42"),
          BoxRequest.withSharedLink("https://app.box.com/s/x", Redacted.make("link-password")),
          BoxRequest.withHeaders({ "x-mine": "1" })
        )
      )
      yield* finish(fiber)
      const [token] = box.tokenRequests()
      assert.notProperty(token?.headers, "as-user")
      assert.notProperty(token?.headers, "boxapi")
      assert.notProperty(token?.headers, "x-mine")
      const [api] = box.http.seen.filter((seen) => seen.url.includes("/folders/"))
      assert.strictEqual(api?.headers["as-user"], "42")
      assert.strictEqual(
        api?.headers["boxapi"],
        "shared_link=https%3A%2F%2Fapp.box.com%2Fs%2Fx&shared_link_password=link-password"
      )
      assert.strictEqual(api?.headers["x-mine"], "1")
    }).pipe(Effect.provide(layerOf(box, makePersistence(pair(0, 0)))))
  })

  it.effect("the context of concurrent fibers does not mix", () => {
    const http = scripted((seen) => ({
      json: { type: "folder", id: String(seen.headers["as-user"]) },
      delay: "1 second"
    }))
    return Effect.gen(function* () {
      const ids = Array.from({ length: 20 }, (_, i) => String(i))
      const found = yield* inVirtualTime(
        Effect.forEach(ids, (id) => BoxRequest.asUser(Folders.getFolderById({ folder_id: id }), id), {
          concurrency: "unbounded"
        })
      )
      assert.deepStrictEqual(
        found.map((folder) => folder.id),
        ids
      )
      assert.isTrue(http.seen.every((seen) => seen.url.endsWith(`/folders/${seen.headers["as-user"]}`)))
    }).pipe(Effect.provide([fixedToken, http.layer]))
  })
})
