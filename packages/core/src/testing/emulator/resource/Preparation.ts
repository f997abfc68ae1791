/**
 * Preparations: what a test makes that Box's own pages make, and no request of its API. A preparation works on the
 * model, as a route does, in the name of the administrator.
 */
import type * as Effect from "effect/Effect"
import type { Call } from "../model/Call.ts"
import type { ConnectionBroken } from "../wire/Answer.ts"
import type { JsonObject } from "../wire/Json.ts"
import { type Refusal, transaction } from "../wire/Refusal.ts"

export interface Preparation {
  /** The path after `/__emulator/`. Its parameters are in braces. */
  readonly path: string
  readonly run: (call: Call) => Effect.Effect<JsonObject, Refusal | ConnectionBroken>
}

/** A preparation that consists of one step on the model. */
export const stepPreparation = (path: string, step: (call: Call) => JsonObject): Preparation => ({
  path,
  run: (call) => transaction(() => step(call))
})
