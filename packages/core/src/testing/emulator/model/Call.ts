/** One request as its handler sees it: its content, the user, and the emulated Box. */
import * as Effect from "effect/Effect"
import type * as Random from "effect/Random"
import * as Stream from "effect/Stream"
import type { Answer, ConnectionBroken } from "../wire/Answer.ts"
import { type JsonObject, parseJsonObjects } from "../wire/Json.ts"
import { missingParameter, type Refusal, transaction, unsupportedMediaType } from "../wire/Refusal.ts"
import type { World } from "./World.ts"
import type { Item, User } from "./Item.ts"

/** Which of Box's hosts a path belongs to. */
export type Host = "api" | "upload" | "oauth" | "authorize" | "download" | "realtime"

export interface Call {
  readonly world: World
  readonly host: Host
  /** Milliseconds since 1970. */
  readonly now: number
  readonly random: Random.Random
  readonly url: URL
  readonly params: Readonly<Record<string, string>>
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The acting user: the token's user, or the one that `As-User` names. */
  readonly user: User
  /** The item that the token is restricted to, if it is. */
  readonly reach: Item | undefined
  /** `{}` if the request has no body. */
  readonly json: JsonObject
  readonly body: Stream.Stream<Uint8Array, ConnectionBroken>
}

export interface Route {
  readonly host: Host
  readonly method: string
  /** The path after `/2.0`, with parameters in braces. */
  readonly path: string
  /** `json`: the body is parsed first; `stream`: the handler reads it; `open`: the same, and no token is required. */
  readonly kind: "json" | "stream" | "open"
  readonly handle: (call: Call) => Effect.Effect<Answer, Refusal | ConnectionBroken>
}

/** A route that consists of one step on the model. */
export const stepRoute = (host: Host, method: string, path: string, step: (call: Call) => Answer): Route => ({
  host,
  method,
  path,
  kind: "json",
  handle: (call) => transaction(() => step(call))
})

/** The same for a body that is an array, as in lists of operations. */
export const arrayStepRoute = (
  method: string,
  path: string,
  step: (call: Call, body: ReadonlyArray<JsonObject>) => Answer
): Route => ({
  host: "api",
  method,
  path,
  kind: "stream",
  handle: (call) =>
    Effect.flatMap(Stream.mkString(Stream.decodeText(call.body)), (text) =>
      transaction(() => step(call, parseJsonObjects(text)))
    )
})

/** A path parameter. The router has filled all of them. */
export const param = (call: Call, name: string): string => call.params[name] ?? ""

/** The names in `?fields=a,b`, or `undefined` without `fields`. */
export const fieldsOf = (call: Call): ReadonlyArray<string> | undefined => {
  const text = call.url.searchParams.get("fields")
  if (text === null || text.trim() === "") return undefined
  return text.split(",").map((name) => name.trim())
}

/** Whether `?name=true` was sent. Clients in Python send `True`. */
export const isTrue = (call: Call, name: string): boolean => call.url.searchParams.get(name)?.toLowerCase() === "true"

/** The parameter of a query, which must be there. */
export const requiredQuery = (call: Call, name: string): string => {
  const value = call.url.searchParams.get(name)
  if (value === null || value === "") throw missingParameter(name)
  return value
}

/** Etags may be quoted. */
export const etagHeader = (call: Call, name: "if-match" | "if-none-match"): string | undefined =>
  call.headers[name]?.trim().replace(/^"(.*)"$/, "$1")

/** Checks the media type, without its parameters, if there is a body. */
export const requireContentType = (call: Call, expected: string): void => {
  const type = call.headers["content-type"]?.split(";")[0]?.trim().toLowerCase()
  if (type !== undefined && type !== expected) throw unsupportedMediaType(`Content-Type must be ${expected}`)
}
