/** Corrections of the facts: JSON Patches, each with its reason. Each must still be necessary. */
import * as JsonPatch from "effect/JsonPatch"
import { isDeepStrictEqual } from "node:util"
import type { Json } from "./openapi.ts"

/** One correction. */
export interface Overlay {
  readonly why: string
  readonly patch: JsonPatch.JsonPatch
}

/** Reads an overlay file; throws with the position of a mistake. */
export const parseOverlays = (file: string, value: Json): ReadonlyArray<Overlay> => {
  if (!Array.isArray(value)) throw new Error(`${file}: an array of { why, patch } is expected`)
  return value.map((entry: Json, index) => {
    if (typeof entry !== "object" || entry === null || !("why" in entry) || !("patch" in entry)) {
      throw new Error(`${file}: entry ${index} needs why and patch`)
    }
    if (typeof entry.why !== "string" || entry.why === "" || !Array.isArray(entry.patch)) {
      throw new Error(`${file}: entry ${index} needs a reason and an array of operations`)
    }
    // `apply` checks each operation and throws on what it cannot read.
    return { why: entry.why, patch: entry.patch as unknown as JsonPatch.JsonPatch }
  })
}

/** Applies the corrections in order. A correction that fails or changes nothing is outdated and throws. */
export const applyOverlays = (file: string, overlays: ReadonlyArray<Overlay>, document: Json): Json =>
  overlays.reduce((before, { why, patch }) => {
    let after: Json
    try {
      after = JsonPatch.apply(patch, before)
    } catch (error) {
      throw new Error(`${file}: "${why}" no longer applies: ${error instanceof Error ? error.message : String(error)}`)
    }
    if (isDeepStrictEqual(before, after)) throw new Error(`${file}: "${why}" no longer changes anything`)
    return after
  }, document)
