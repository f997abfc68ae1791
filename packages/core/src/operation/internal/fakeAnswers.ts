/** Where operations look for an answer before they send anything; set by `testing/Fake`. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { BoxError } from "../../BoxError.ts"
import type { Spec } from "./spec.ts"

/** Answers an operation in place of Box. */
export type FakeAnswer = (spec: Spec, input: object) => Effect.Effect<unknown, BoxError>

/** `undefined`: Box is asked. */
export const FakeAnswers: Context.Reference<FakeAnswer | undefined> = /*#__PURE__*/ Context.Reference(
  "effect-box/FakeAnswers",
  {
    defaultValue: (): FakeAnswer | undefined => undefined
  }
)
