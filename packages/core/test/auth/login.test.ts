/** Someone logs in while renewals, other processes and a failing persistence are at work. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer, Redacted, Scope } from "effect"
import { TestClock } from "effect/testing"
import { OAuth, type TokenPersistence, TokenStore } from "../../src/index.ts"
import { call, login, makeBox, makeShared, pair, quiet, refreshTokenOf } from "./sharedLogin.ts"
import { finish, inVirtualTime, settle } from "../../../../test/support/time.ts"

describe("a login while others are at work", () => {
  const code = OAuth.exchangeCode({ code: "c" })
  const inUse = TokenStore.TokenStore.use((store) => Effect.map(store.accessToken, Redacted.value))

  const before = [
    { what: "nobody has looked at what is stored", look: Effect.void },
    { what: "another process has renewed since somebody looked", look: Effect.asVoid(call) }
  ]
  it.effect.each(before)("a login that could not be saved is kept and saved later: $what", ({ look }) => {
    const box = makeBox()
    const shared = makeShared(pair(0, 5_000_000))
    shared.state.failingSets = 1
    return Effect.gen(function* () {
      yield* look
      shared.state.stored = pair("renewed", 6_000_000)
      yield* code
      assert.strictEqual(refreshTokenOf(shared.state.stored), "rrenewed")
      yield* TestClock.adjust("1 second")
      assert.strictEqual(refreshTokenOf(shared.state.stored), "r1")
      assert.strictEqual(yield* inUse, "a1")
    }).pipe(Effect.provide([login(box, shared), quiet]))
  })

  const stored = [
    { what: "older", expiresAt: 1_000, kept: "r1" },
    { what: "newer", expiresAt: 10_000_000, kept: "r0" }
  ]
  it.effect.each(stored)(
    "without a look at what is stored, a login is saved later unless that is newer: $what",
    (row) => {
      const box = makeBox()
      const shared = makeShared(pair(0, row.expiresAt))
      shared.state.failingGets = 1
      shared.state.failingSets = 1
      return Effect.gen(function* () {
        yield* code
        yield* TestClock.adjust("1 second")
        assert.strictEqual(refreshTokenOf(shared.state.stored), row.kept)
      }).pipe(Effect.provide([login(box, shared), quiet]))
    }
  )

  it.effect(
    "a login wins over the one before it in this process, whose save was said to fail and came through late",
    () => {
      const box = makeBox()
      const shared = makeShared(pair(0, 1_000))
      shared.state.failingSets = 2
      return Effect.gen(function* () {
        yield* code
        const first = { ...pair(1, 3_600_000) }
        yield* code
        shared.state.stored = first
        yield* TestClock.adjust("1 second")
        assert.strictEqual(refreshTokenOf(shared.state.stored), "r2")
        assert.strictEqual(yield* inUse, "a2")
      }).pipe(Effect.provide([login(box, shared), quiet]))
    }
  )

  it.effect("a login that could not be saved wins over an older one that another process saves late", () => {
    const box = makeBox()
    const shared = makeShared(pair(0, 1_000))
    shared.state.failingSets = 1
    return Effect.gen(function* () {
      yield* TestClock.adjust("10 seconds")
      yield* code
      shared.state.stored = pair("older", 3_605_000)
      yield* TestClock.adjust("1 second")
      assert.strictEqual(refreshTokenOf(shared.state.stored), "r1")
      assert.strictEqual(yield* inUse, "a1")
    }).pipe(Effect.provide([login(box, shared), quiet]))
  })

  it.effect("a login that could not be saved gives way to a newer one of another process", () => {
    const box = makeBox()
    const shared = makeShared(pair(0, 1_000))
    shared.state.failingSets = 1
    return Effect.gen(function* () {
      yield* code
      shared.state.stored = pair("newer", 3_700_000)
      yield* TestClock.adjust("1 second")
      assert.strictEqual(refreshTokenOf(shared.state.stored), "rnewer")
      assert.strictEqual(yield* inUse, "anewer")
    }).pipe(Effect.provide([login(box, shared), quiet]))
  })

  it.effect("what was read before a login is not adopted after it", () => {
    const box = makeBox()
    const shared = makeShared(pair(0, 10_000_000))
    shared.state.slowGets = 1
    return Effect.gen(function* () {
      const reading = yield* Effect.forkChild(call, { startImmediately: true })
      yield* settle
      yield* code
      yield* finish(reading)
      assert.strictEqual(yield* inUse, "a1")
    }).pipe(Effect.provide(login(box, shared)))
  })

  it.effect("what was read before the login was saved is not adopted after it", () => {
    const box = makeBox()
    const shared = makeShared(pair(0, 10_000_000))
    shared.state.failingSets = 1
    return Effect.gen(function* () {
      const store = yield* TokenStore.TokenStore
      yield* code
      shared.state.slowGets = 1
      yield* inVirtualTime(store.refused(Redacted.make("a1")), "100 millis")
      assert.deepStrictEqual(box.sent("/token", "refresh_token").slice(1), ["r1"])
      assert.strictEqual(yield* inUse, "a2")
    }).pipe(Effect.provide([login(box, shared), quiet]))
  })

  it.effect("a renewal goes on with the login of another process that took the place of its own meanwhile", () => {
    const box = makeBox(() => ({ json: { access_token: "a1", refresh_token: "r1", expires_in: 0 } }))
    const shared = makeShared(pair(0, 10_000_000))
    shared.state.failingSets = 1
    return Effect.gen(function* () {
      yield* code
      shared.state.stored = pair("new", 10_000_000)
      shared.state.slowGets = 1
      assert.strictEqual(yield* inVirtualTime(inUse, "100 millis"), "anew")
    }).pipe(Effect.provide([login(box, shared), quiet]))
  })

  it.effect("a renewal that somebody takes long to hear of does not overtake the login after it", () => {
    const box = makeBox()
    const shared = makeShared(pair(0, 0))
    const slowAtFirst = (told: TokenPersistence.TokenPair) =>
      refreshTokenOf(told) === "r1" ? Effect.sleep("1 minute") : Effect.void
    return Effect.gen(function* () {
      const renewing = yield* Effect.forkChild(call, { startImmediately: true })
      yield* settle
      const person = yield* Effect.forkChild(code, { startImmediately: true })
      yield* finish(renewing)
      yield* finish(person)
      assert.strictEqual(refreshTokenOf(shared.state.stored), "r2")
      assert.strictEqual(yield* inUse, "a2")
    }).pipe(Effect.provide(login(box, shared, slowAtFirst)))
  })

  it.effect(
    "what this process has exchanged itself, and another one saves late, is not newer than what came of it",
    () => {
      const box = makeBox()
      const shared = makeShared(pair(0, 0))
      return Effect.gen(function* () {
        const store = yield* TokenStore.TokenStore
        shared.state.failingSets = 4
        yield* call
        yield* inVirtualTime(store.refused(Redacted.make("a1")), "100 millis")
        assert.deepStrictEqual(box.sent("/token", "refresh_token"), ["r0", "r1"])
        // Under the grace rule both processes had got it for r0.
        shared.state.stored = pair(1, 3_600_000)
        shared.state.failingSets = 0
        yield* TestClock.adjust("1 minute")
        assert.strictEqual(refreshTokenOf(shared.state.stored), "r2")
        assert.strictEqual(yield* inUse, "a2")
      }).pipe(Effect.provide([login(box, shared), quiet]))
    }
  )

  it.effect("closing the layer in the middle of a login waits for its pair and saves it", () => {
    const box = makeBox(() => ({
      delay: "1 second",
      json: { access_token: "a1", refresh_token: "r1", expires_in: 3600 }
    }))
    const shared = makeShared(pair(0, 10_000_000))
    return Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(login(box, shared), scope)
      const person = yield* Effect.forkChild(Effect.provide(OAuth.exchangeCode({ code: "c" }), context), {
        startImmediately: true
      })
      yield* TestClock.adjust("500 millis")
      yield* Fiber.interrupt(person)
      const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void))
      yield* finish(closing)
      assert.strictEqual(refreshTokenOf(shared.state.stored), "r1")
    })
  })

  it.effect("closing the layer in the middle of a logout waits for it: what was revoked is not stored", () => {
    const box = makeBox(() => ({ delay: "1 second", status: 200 }))
    const shared = makeShared(pair(0, 10_000_000))
    return Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(login(box, shared), scope)
      const person = yield* Effect.forkChild(Effect.provide(OAuth.logout, context), { startImmediately: true })
      yield* TestClock.adjust("500 millis")
      yield* Fiber.interrupt(person)
      const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void))
      yield* finish(closing)
      assert.deepStrictEqual(box.sent("/revoke", "token"), ["r0"])
      assert.isUndefined(shared.state.stored)
    })
  })
})
