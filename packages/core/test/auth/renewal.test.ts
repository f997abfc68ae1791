/** What happens between processes, and when the persistence itself fails. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Exit, Fiber, Layer, Logger, Redacted, Ref, Scope, Stream } from "effect"
import { TestClock } from "effect/testing"
import { OAuth, TokenPersistence, TokenStore } from "../../src/index.ts"
import { call, login, makeBox, makeShared, pair, quiet, refreshTokenOf } from "./sharedLogin.ts"
import { finish, inVirtualTime, settle } from "../../../../test/support/time.ts"

/** What is logged, in order. */
const recorded = () => {
  const lines: Array<string> = []
  return {
    lines,
    layer: Logger.layer([Logger.make(({ logLevel, message }) => void lines.push(`${logLevel} ${String(message)}`))])
  }
}

describe("a renewal among several processes", () => {
  it.effect("a section that fails as it ends loses nothing: the pair is in use, and saved a second later", () => {
    const box = makeBox()
    const shared = makeShared(pair(0, 0))
    shared.state.failingCommits = 1
    return Effect.gen(function* () {
      yield* call
      const store = yield* TokenStore.TokenStore
      assert.deepStrictEqual(yield* store.health, { unsaved: true, failedSaves: 1 })
      assert.strictEqual(refreshTokenOf(shared.state.stored), "r0")
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* store.health, { unsaved: false, failedSaves: 0 })
      assert.strictEqual(refreshTokenOf(shared.state.stored), "r1")
      assert.deepStrictEqual(box.sent("/token", "refresh_token"), ["r0"])
    }).pipe(Effect.provide([login(box, shared), quiet]))
  })

  it.effect("a pair that is saved late does not overwrite a login that someone made meanwhile", () => {
    const box = makeBox()
    const shared = makeShared(pair(0, 0))
    const { lines, layer } = recorded()
    shared.state.failingSets = 1
    return Effect.gen(function* () {
      yield* call
      shared.state.stored = pair("new", 10_000_000)
      yield* TestClock.adjust("1 second")
      assert.strictEqual(refreshTokenOf(shared.state.stored), "rnew")
      const store = yield* TokenStore.TokenStore
      assert.deepStrictEqual(yield* store.health, { unsaved: false, failedSaves: 0 })
      assert.strictEqual(Redacted.value(yield* store.accessToken), "anew")
      assert.isTrue(lines.some((line) => line.startsWith("Warn") && line.includes("another login")))
    }).pipe(Effect.provide([login(box, shared), layer]))
  })

  it.effect("a renewal that finds another login stored forgets the pair that it could not save", () => {
    const box = makeBox()
    const shared = makeShared(pair(0, 0))
    shared.state.failingSets = 1
    return Effect.gen(function* () {
      yield* call
      shared.state.stored = pair("new", 10_000_000)
      const store = yield* TokenStore.TokenStore
      yield* store.refused(Redacted.make("a1"))
      assert.strictEqual(Redacted.value(yield* store.accessToken), "anew")
      yield* TestClock.adjust("10 minutes")
      assert.strictEqual(refreshTokenOf(shared.state.stored), "rnew")
    }).pipe(Effect.provide([login(box, shared), quiet]))
  })

  it.effect(
    "a pair that is saved late is not taken for another login when the next one could not be saved either",
    () => {
      const box = makeBox((index) =>
        index === 1
          ? { json: { access_token: "a2", refresh_token: "r2", expires_in: 3600 }, delay: "500 millis" }
          : undefined
      )
      const shared = makeShared(pair(0, 0))
      shared.state.failingSets = 1
      // The section is free for others a moment before its owner hears how it ended.
      const service = TokenPersistence.TokenPersistence.of({
        ...shared.service,
        exclusively: (effect) =>
          Effect.onExit(shared.service.exclusively(effect), (exit) =>
            Effect.sleep(Exit.isSuccess(exit) ? "200 millis" : "100 millis")
          )
      })
      const layer = Layer.succeed(TokenPersistence.TokenPersistence, service)
      return Effect.gen(function* () {
        yield* inVirtualTime(call, "100 millis")
        yield* TestClock.adjust("900 millis")
        const store = yield* TokenStore.TokenStore
        shared.state.failingSets = 1
        yield* inVirtualTime(store.refused(Redacted.make("a1")), "100 millis")
        yield* inVirtualTime(Effect.sleep("5 seconds"), "100 millis")
        assert.deepStrictEqual(box.sent("/token", "refresh_token"), ["r0", "r1"])
        assert.strictEqual(Redacted.value(yield* store.accessToken), "a2")
        assert.strictEqual(refreshTokenOf(shared.state.stored), "r2")
      }).pipe(Effect.provide([login(box, { ...shared, layer }), quiet]))
    }
  )

  it.effect("a pair that cannot be saved even as the layer closes is reported as lost", () => {
    const box = makeBox()
    const shared = makeShared(pair(0, 0))
    const { lines, layer } = recorded()
    shared.state.failingSets = 1_000
    return Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(login(box, shared), scope)
      yield* Effect.provide(call, context)
      yield* Scope.close(scope, Exit.void)
      assert.include(lines.at(-1), "Error")
      assert.include(lines.at(-1), "log in again")
    }).pipe(Effect.provide(layer))
  })

  it.effect("what another process has saved is adopted without waiting for the section", () => {
    const box = makeBox()
    const shared = makeShared(pair("other", 10_000_000))
    return Effect.gen(function* () {
      const holder = yield* Effect.forkChild(shared.service.exclusively(Effect.never), { startImmediately: true })
      const token = yield* TokenStore.TokenStore.use((store) => store.accessToken)
      assert.strictEqual(Redacted.value(token), "aother")
      assert.strictEqual(shared.state.entered, 1)
      yield* Fiber.interrupt(holder)
    }).pipe(Effect.provide(login(box, shared)))
  })

  it.effect("a lost answer is asked for again at once", () => {
    const box = makeBox((index) => (index === 0 ? { reset: "ECONNRESET" } : undefined))
    const shared = makeShared(pair(0, 0))
    return Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(call, { startImmediately: true })
      yield* settle
      yield* Fiber.join(fiber)
      assert.strictEqual(yield* Clock.currentTimeMillis, 0)
      assert.deepStrictEqual(box.sent("/token", "refresh_token"), ["r0", "r0"])
    }).pipe(Effect.provide(login(box, shared)))
  })

  it.effect("the section is free while a renewal pauses before its next attempt", () => {
    const box = makeBox((index) => (index === 0 ? { status: 503 } : undefined))
    const shared = makeShared(pair(0, 0))
    return Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(call, { startImmediately: true })
      yield* settle
      assert.strictEqual(box.http.seen.length, 1)
      assert.isFalse(shared.state.inside)
      yield* finish(fiber)
      assert.strictEqual(shared.state.entered, 2)
    }).pipe(Effect.provide(login(box, shared)))
  })

  it.effect("closing the layer in the middle of a renewal does not roll back what it has saved", () => {
    const box = makeBox(() => ({
      delay: "1 second",
      json: { access_token: "a1", refresh_token: "r1", expires_in: 3600 }
    }))
    const shared = makeShared(pair(0, 0))
    // As a database does, which gives the row free at once.
    shared.state.rollsBack = true
    return Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(
        login(box, shared, () => Effect.sleep("1 minute")),
        scope
      )
      yield* Effect.forkChild(Effect.provide(call, context), { startImmediately: true })
      yield* TestClock.adjust("500 millis")
      const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void), { startImmediately: true })
      yield* TestClock.adjust("500 millis")
      yield* settle
      // Somebody is still being told.
      const stored = refreshTokenOf(shared.state.stored)
      yield* finish(closing)
      assert.strictEqual(stored, "r1")
    })
  })

  it.effect("closing the layer does not wait for a section that another process holds", () => {
    const box = makeBox()
    const shared = makeShared(pair(0, 0))
    return Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(login(box, shared), scope)
      const holder = yield* Effect.forkChild(shared.service.exclusively(Effect.never), { startImmediately: true })
      yield* Effect.forkChild(Effect.provide(call, context), { startImmediately: true })
      yield* settle
      const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void), { startImmediately: true })
      yield* settle
      assert.isDefined(closing.pollUnsafe())
      assert.strictEqual(box.http.seen.length, 0)
      yield* Fiber.interrupt(holder)
    })
  })

  it.effect("changes tell what happened, without a token", () => {
    const box = makeBox()
    const shared = makeShared(pair(0, 1_000_000))
    return Effect.gen(function* () {
      const store = yield* TokenStore.TokenStore
      const told = yield* Ref.make<ReadonlyArray<TokenStore.TokenChange>>([])
      const listening = yield* Effect.forkChild(
        Stream.runForEach(store.changes, (change) => Ref.update(told, (all) => [...all, change])),
        { startImmediately: true }
      )
      yield* settle
      yield* call
      yield* inVirtualTime(store.refused(Redacted.make("a0")))
      yield* OAuth.exchangeCode({ code: "c" })
      yield* OAuth.logout
      yield* settle
      assert.deepStrictEqual(yield* Ref.get(told), [
        { _tag: "Adopted", expiresAt: 1_000_000 },
        { _tag: "Renewed", expiresAt: 3_600_000 },
        { _tag: "LoggedIn", expiresAt: 3_600_000 },
        { _tag: "LoggedOut" }
      ])
      yield* Fiber.interrupt(listening)
    }).pipe(Effect.provide(login(box, shared)))
  })
})

describe("logout", () => {
  it.effect("revokes what is stored now, although this process last used something older", () => {
    const box = makeBox()
    const shared = makeShared(pair(0, 10_000_000))
    return Effect.gen(function* () {
      yield* call
      shared.state.stored = pair("renewed", 20_000_000)
      yield* OAuth.logout
      assert.deepStrictEqual(box.sent("/revoke", "token"), ["rrenewed"])
      assert.isUndefined(shared.state.stored)
      assert.strictEqual((yield* Effect.flip(call))._tag, "BoxLoginRequired")
    }).pipe(Effect.provide(login(box, shared)))
  })

  const answers = [
    { answer: { status: 400, json: { error: "invalid_grant" } }, outcome: undefined },
    { answer: { status: 400, json: { error: "invalid_token" } }, outcome: undefined },
    { answer: { status: 400, json: { error: "invalid_client" } }, outcome: "BoxOAuthError" },
    { answer: { status: 500 }, outcome: "BoxUnavailable" }
  ]
  it.effect.each(answers)("when Box answers $answer: $outcome", ({ answer, outcome }) => {
    const box = makeBox(() => answer)
    const shared = makeShared(pair(0, 10_000_000))
    return Effect.gen(function* () {
      const result = yield* inVirtualTime(Effect.result(OAuth.logout), "1 minute")
      assert.strictEqual(result._tag === "Failure" ? result.failure._tag : undefined, outcome)
      assert.strictEqual(refreshTokenOf(shared.state.stored), outcome === undefined ? undefined : "r0")
    }).pipe(Effect.provide(login(box, shared)))
  })
})

describe("a login that the layer is given beside the one that is stored", () => {
  const dead = { status: 400, json: { error: "invalid_grant", error_description: "Refresh token has expired" } }

  const given = (fresh: string, box: ReturnType<typeof makeBox>, shared: ReturnType<typeof makeShared>) =>
    OAuth.layer({
      clientId: "id",
      clientSecret: Redacted.make("secret"),
      tokens: { refreshToken: Redacted.make(fresh) }
    }).pipe(Layer.provideMerge(Layer.mergeAll(box.http.layer, shared.layer, quiet)))

  it.effect("is used when Box refuses what is stored, and saved", () => {
    const box = makeBox((index) => (index === 0 ? dead : undefined))
    const shared = makeShared(pair(0, 0))
    return Effect.gen(function* () {
      yield* call
      assert.deepStrictEqual(box.sent("/token", "refresh_token"), ["r0", "fresh"])
      assert.strictEqual(refreshTokenOf(shared.state.stored), "r1")
    }).pipe(Effect.provide(given("fresh", box, shared)))
  })

  it.effect("is tried again when the connection broke", () => {
    const box = makeBox((index) => (index % 2 === 0 ? dead : index === 1 ? { reset: "ECONNRESET" } : undefined))
    const shared = makeShared(pair(0, 0))
    return Effect.gen(function* () {
      yield* call
      assert.deepStrictEqual(box.sent("/token", "refresh_token"), ["r0", "fresh", "r0", "fresh"])
      assert.strictEqual(refreshTokenOf(shared.state.stored), "r1")
    }).pipe(Effect.provide(given("fresh", box, shared)))
  })

  it.effect("is not asked for as long as what is stored lives", () => {
    const box = makeBox()
    const shared = makeShared(pair(0, 0))
    return Effect.gen(function* () {
      yield* call
      assert.deepStrictEqual(box.sent("/token", "refresh_token"), ["r0"])
    }).pipe(Effect.provide(given("fresh", box, shared)))
  })

  it.effect("is tried once when it is dead as well, and the error is about the stored one", () => {
    const box = makeBox(() => dead)
    const shared = makeShared(pair(0, 0))
    return Effect.gen(function* () {
      for (let i = 0; i < 3; i++) assert.strictEqual((yield* Effect.flip(call))._tag, "BoxLoginRequired")
      assert.deepStrictEqual(box.sent("/token", "refresh_token"), ["r0", "fresh", "r0", "r0"])
      assert.strictEqual(refreshTokenOf(shared.state.stored), "r0")
    }).pipe(Effect.provide(given("fresh", box, shared)))
  })

  it.effect("is not sent again when it is what is stored", () => {
    const box = makeBox(() => dead)
    const shared = makeShared(pair(0, 0))
    return Effect.gen(function* () {
      yield* Effect.flip(call)
      assert.deepStrictEqual(box.sent("/token", "refresh_token"), ["r0"])
    }).pipe(Effect.provide(given("r0", box, shared)))
  })
})
