/**
 * Preparations: what a test makes that Box's own pages make, and no request of its API. A preparation is one step on the
 * model, as a route is, in the name of the administrator.
 */
import type { Call } from "../model/Call.ts"
import type { JsonObject } from "../wire/Json.ts"

export interface Preparation {
  /** The path after `/__emulator/`. Its parameters are in braces. */
  readonly path: string
  readonly step: (call: Call) => JsonObject
}
