/** The exclusive section of a persistence whose saves are undone when it is left early, as a database transaction is. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Layer, Option, References, Scope } from "effect"
import { TokenPersistence } from "../../src/index.ts"
import { call, login, makeBox, makeShared, pair, quiet } from "./sharedLogin.ts"

/** Keeps what is set in a draft until the section ends well. */
const makeTransactional = (initial: TokenPersistence.TokenPair) => {
  const state = { stored: initial, draft: Option.none<TokenPersistence.TokenPair>(), entered: 0, undone: 0 }
  const commit = Effect.sync(() => {
    if (Option.isSome(state.draft)) state.stored = state.draft.value
    state.draft = Option.none()
  })
  const leave = Effect.sync(() => {
    if (Option.isSome(state.draft)) state.undone++
    state.draft = Option.none()
  })
  const service = TokenPersistence.TokenPersistence.of({
    get: Effect.sync(() => Option.some(Option.getOrElse(state.draft, () => state.stored))),
    set: (given) =>
      Effect.sync(() => {
        state.draft = Option.some(given)
      }),
    clear: Effect.void,
    exclusively: (effect) =>
      Effect.uninterruptibleMask((restore) => {
        state.entered++
        return Effect.ensuring(
          Effect.tap(restore(effect), () => commit),
          leave
        )
      })
  })
  return { state, layer: Layer.succeed(TokenPersistence.TokenPersistence, service) }
}

describe("closing the layer while a renewal enters the exclusive section", () => {
  for (const operations of [3, 4]) {
    it.effect(
      `undoes no save, after whatever step that happens, with fibers that take turns each ${operations} operations`,
      () =>
        Effect.gen(function* () {
          const entered = new Set<number>()
          let saved = 0
          for (let steps = 0; steps < 150; steps++) {
            const box = makeBox()
            const persistence = makeTransactional(pair(0, 0))
            const scope = yield* Scope.make()
            const context = yield* Layer.buildWithScope(
              login(box, { ...makeShared(), layer: persistence.layer }),
              scope
            )
            yield* Effect.forkChild(Effect.ignore(Effect.provide(call, context)), { startImmediately: true })
            for (let step = 0; step < steps; step++) yield* Effect.yieldNow
            yield* Scope.close(scope, Exit.void)
            entered.add(persistence.state.entered)
            assert.strictEqual(persistence.state.undone, 0, `undone after ${steps} steps`)
            if (persistence.state.stored.expiresAt > 0) saved++
          }
          // Some runs ended before the section, others after it.
          assert.isAbove(entered.size, 1)
          assert.isAbove(saved, 0)
        }).pipe(Effect.provideService(References.MaxOpsBeforeYield, operations), Effect.provide(quiet))
    )
  }
})
