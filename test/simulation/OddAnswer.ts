/** Answers that Box, or something on the way, gives otherwise than its documentation says, after the work was done. */
import type { BoxEmulator } from "@effect-box/core/testing"
import type { Choices } from "./Choices.ts"

type Answer = BoxEmulator.Answer

/**
 * `empty`: without its body. `accepted`: 202, whatever the body, with or without `Retry-After`. `encoded`: what `fetch` shows of
 * an answer that was compressed. `odd`: an optional property holds something else than it should.
 */
export type Edit = "empty" | "accepted" | "encoded" | "odd"

/** Nobody needs these to go on. */
const optional = [
  "description",
  "created_by",
  "modified_by",
  "owned_by",
  "created_at",
  "modified_at",
  "content_created_at",
  "shared_link",
  "path_collection",
  "item_status",
  "sequence_id",
  "restricted_to",
  "num_parts_processed",
  "session_expires_at",
  "total_count"
]

const oddValues: ReadonlyArray<unknown> = [[], 7, "seven", {}, true, { type: "user", id: null }, [null]]

const bodies = ["", "{}", "null", "<html>", '{"id":7}', '{"entries":{}}']

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** The JSON of an answer with something odd in it, or in its first entries. */
const withOddity = (text: string, choices: Choices): string => {
  const json: unknown = text.startsWith("{") ? JSON.parse(text) : undefined
  if (!isObject(json)) return text
  const entries = Array.isArray(json["entries"]) ? json["entries"].filter(isObject) : []
  for (const target of [json, ...entries.slice(0, 2)]) {
    for (const name of optional) {
      if (name in target && choices.chance(0.4)) target[name] = choices.pick(oddValues)
    }
  }
  return JSON.stringify(json)
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** Whether the caller does not learn from it what became of its request. */
export const isUnheard = (edit: Edit): boolean => edit === "empty" || edit === "accepted"

/** The answer as it arrives. Only what Box accepted is edited. */
export const edited = (answer: Answer, edit: Edit, choices: Choices): Answer => {
  const { body, headers, status } = answer
  if (status < 200 || status > 299) return answer
  switch (edit) {
    case "empty":
      return body instanceof Uint8Array && body.length > 0 ? { ...answer, body: new Uint8Array() } : answer
    case "accepted": {
      const wait = choices.chance(0.5) ? { "retry-after": String(choices.int(1, 20)) } : {}
      return { status: 202, headers: { ...headers, ...wait }, body: new TextEncoder().encode(choices.pick(bodies)) }
    }
    case "encoded":
      return { ...answer, headers: { ...headers, "content-encoding": "gzip" } }
    case "odd":
      return body instanceof Uint8Array
        ? { ...answer, body: new TextEncoder().encode(withOddity(textOf(body), choices)) }
        : answer
  }
}
