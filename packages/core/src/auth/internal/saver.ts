/** Saves a pair that could not be saved when it was issued: in the background, and once more when the layer closes. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import type { BoxError } from "../../BoxError.ts"
import type { TokenPair, TokenPersistence } from "../TokenPersistence.ts"
import { enter } from "./exclusiveSection.ts"
import * as LoginState from "./loginState.ts"

export interface Saver {
  /** Retries until the pair is saved or the scope closes. */
  readonly saveLater: Effect.Effect<void>
}

interface Outcome {
  readonly tried: TokenPair
  /** What the persistence contains now. */
  readonly stored: Option.Option<TokenPair>
}

export const make = /*#__PURE__*/ Effect.fnUntraced(function* (
  name: string,
  persistence: TokenPersistence["Service"],
  state: Ref.Ref<LoginState.LoginState>
): Effect.fn.Return<Saver, never, Scope.Scope> {
  const scope = yield* Effect.scope

  /**
   * Saves, unless a newer pair is stored by now: from another login, or from another process that used the same token.
   */
  const attempt: Effect.Effect<Outcome | undefined, BoxError> = Effect.gen(function* () {
    const current = yield* Ref.get(state)
    if (current._tag === "Kept") return undefined
    const { pair } = current
    const stored = yield* persistence.get
    if (!LoginState.isOlder(stored, current) && !LoginState.holds(stored, pair)) return { tried: pair, stored }
    yield* persistence.set(pair)
    return { tried: pair, stored: Option.some(pair) }
  })

  const settle = Effect.fnUntraced(function* ({ stored, tried }: Outcome) {
    const before = yield* Ref.getAndUpdate(state, (current) => LoginState.settle(current, tried, stored))
    if (LoginState.isSuperseded(before, tried, stored)) {
      yield* Effect.logWarning(`${name}: another process has stored another login, which is used from now on`)
    }
  })

  const save: Effect.Effect<void, BoxError> = Effect.uninterruptibleMask((restore) =>
    Effect.suspend(() => enter(persistence, restore, attempt)).pipe(
      Effect.tapError(() => Ref.update(state, LoginState.failAgain)),
      Effect.flatMap((outcome) => (outcome === undefined ? Effect.void : Effect.andThen(settle(outcome), saveRest)))
    )
  )

  /** A newer pair may have been issued while the last one was saved. */
  const saveRest: Effect.Effect<void, BoxError> = Effect.flatMap(Ref.get(state), (current) =>
    current._tag === "Unsaved" ? save : Effect.void
  )

  yield* Scope.addFinalizer(
    scope,
    Effect.catch(saveRest, (error) =>
      Effect.logError(`${name}: the last token pair could not be saved and is lost; log in again: ${error.message}`)
    )
  )

  const saveLater = Effect.delay(save, "1 second").pipe(
    Effect.retry(Schedule.min([Schedule.exponential("1 second"), Schedule.spaced("1 minute")])),
    Effect.ignore,
    Effect.forkIn(scope),
    Effect.asVoid
  )
  return { saveLater }
})
