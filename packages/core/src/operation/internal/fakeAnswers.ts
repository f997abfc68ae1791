/** The fake answers that operations check before they send anything. Set by `testing/Fake`. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { BoxError } from "../../BoxError.ts"
import type { Spec } from "./spec.ts"

/** Answers an operation instead of Box. */
export type FakeAnswer = (spec: Spec, input: object) => Effect.Effect<unknown, BoxError>

/** `undefined`: the request is sent to Box. */
export const FakeAnswers: Context.Reference<FakeAnswer | undefined> = /*#__PURE__*/ Context.Reference(
  "effect-box/FakeAnswers",
  {
    defaultValue: (): FakeAnswer | undefined => undefined
  }
)
