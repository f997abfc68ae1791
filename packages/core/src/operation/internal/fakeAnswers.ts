/** The fake answers that operations check before they send anything. Set by `testing/Fake`. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { BoxError } from "../../BoxError.ts"
import type { Spec } from "./spec.ts"

/** Answers an operation instead of Box. With `None`, the request is sent as if there were no fakes. */
export type FakeAnswer = (spec: Spec, input: object) => Effect.Effect<Option.Option<unknown>, BoxError>

/** `undefined`: the request is sent to Box. */
export const FakeAnswers: Context.Reference<FakeAnswer | undefined> = /*#__PURE__*/ Context.Reference(
  "effect-box/FakeAnswers",
  {
    defaultValue: (): FakeAnswer | undefined => undefined
  }
)
