/** Calls on a login whose scope is closed: they fail at once, whatever they wait for. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer, Redacted, Scope } from "effect"
import { TestClock } from "effect/testing"
import { type BoxError, ClientCredentials, OAuth, TokenStore, Users } from "../../src/index.ts"
import { BoxEmulator } from "../../src/testing/index.ts"
import { call, login, makeBox, makeShared, pair } from "./sharedLogin.ts"
import { settle } from "../../../../test/support/time.ts"

/** The failure of what ends without any time passing. */
const failsAtOnce = <A, E extends BoxError.BoxError, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(effect, { startImmediately: true })
    yield* settle
    const exit = fiber.pollUnsafe()
    assert.isDefined(exit, "it still waits")
    return yield* Effect.flip(Fiber.join(fiber))
  })

/** The services of a layer, and what closes them. */
const built = <A, E, R>(layer: Layer.Layer<A, E, R>) =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const context = yield* Layer.buildWithScope(layer, scope)
    return { context, close: Scope.close(scope, Exit.void) }
  })

const me = Users.getUserMe()

const clientCredentials = Layer.unwrap(
  BoxEmulator.BoxEmulator.use(({ credentials: { clientId, clientSecret, userId } }) =>
    Effect.succeed(
      ClientCredentials.layer({ clientId, clientSecret: Redacted.make(clientSecret), subject: { user: userId } })
    )
  )
)

describe("a login whose scope is closed", () => {
  it.effect("fails once its token has ended, and works until then: client credentials", () =>
    Effect.gen(function* () {
      const { context, close } = yield* built(clientCredentials)
      yield* Effect.provide(me, context)
      yield* close
      yield* Effect.provide(me, context)
      yield* TestClock.adjust("2 hours")
      const error = yield* failsAtOnce(Effect.provide(me, context))
      assert.strictEqual(error._tag, "BoxInvalidInput")
      assert.include(error.message, "scope")
    }).pipe(Effect.provide(BoxEmulator.layerHttpClient()))
  )

  it.effect("fails once its token has ended, and works until then: a person's login", () => {
    const box = makeBox()
    const shared = makeShared(pair(0, 3_600_000))
    return Effect.gen(function* () {
      const { context, close } = yield* built(login(box, shared))
      yield* Effect.provide(call, context)
      yield* close
      yield* Effect.provide(call, context)
      yield* TestClock.adjust("2 hours")
      assert.strictEqual((yield* failsAtOnce(Effect.provide(call, context)))._tag, "BoxInvalidInput")
      assert.deepStrictEqual(box.sent("/token", "refresh_token"), [])
    })
  })

  it.effect("fails for whoever waits for a renewal that the end of the scope cuts off", () => {
    const box = makeBox(() => ({ hang: true }))
    const shared = makeShared(pair(0, 0))
    return Effect.gen(function* () {
      const { context, close } = yield* built(login(box, shared))
      const waiting = yield* Effect.forkChild(Effect.flip(Effect.provide(call, context)), {
        startImmediately: true
      })
      yield* settle
      yield* Effect.forkChild(close, { startImmediately: true })
      // What is being exchanged goes on to its end, which is when the answer is overdue.
      for (let i = 0; i < 40 && waiting.pollUnsafe() === undefined; i++) {
        yield* settle
        yield* TestClock.adjust("10 seconds")
      }
      const exit = waiting.pollUnsafe()
      assert.isDefined(exit, "it still waits")
      const error = yield* Fiber.join(waiting)
      assert.include(["BoxInvalidInput", "BoxTimeout"], error._tag)
    })
  })

  it.effect("refuses a login, a logout and a renewal", () => {
    const box = makeBox()
    const shared = makeShared(pair(0, 10_000_000))
    return Effect.gen(function* () {
      const { context, close } = yield* built(login(box, shared))
      yield* close
      const refused = TokenStore.TokenStore.use((store) => store.refused(Redacted.make("a0")))
      const logIn = Effect.provide(OAuth.exchangeCode({ code: "c" }), context)
      const logOut = Effect.provide(OAuth.logout, context)
      for (const each of [Effect.asVoid(logIn), logOut, Effect.provide(refused, context)]) {
        assert.strictEqual((yield* failsAtOnce(each))._tag, "BoxInvalidInput")
      }
      assert.deepStrictEqual(box.http.seen, [])
    })
  })
})
