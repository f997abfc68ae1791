/** One request as the handlers see it, and the ways to read its parameters strictly. */
import type * as Effect from "effect/Effect"
import type * as Random from "effect/Random"
import type * as Stream from "effect/Stream"
import type { Answer, ConnectionBroken } from "./Answer.ts"
import { badParameter, missingParameter, type Refusal, transaction, unsupportedMediaType } from "./Refusal.ts"
import { parseTimestamp } from "./Timestamps.ts"
import type { Item, User, World } from "./World.ts"

export type JsonObject = Readonly<Record<string, unknown>>

/** Which of Box's hosts a path belongs to. */
export type Host = "api" | "upload" | "oauth" | "authorize" | "download"

export interface Call {
  readonly world: World
  readonly host: Host
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly random: Random.Random
  readonly url: URL
  readonly params: Readonly<Record<string, string>>
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Whoever acts: the token's user, or the one that `As-User` names. */
  readonly user: User
  /** The item that the token is restricted to, if it is. */
  readonly reach: Item | undefined
  /** `{}` when the request has no body. */
  readonly json: JsonObject
  readonly body: Stream.Stream<Uint8Array, ConnectionBroken>
}

export interface Route {
  readonly host: Host
  readonly method: string
  /** The path after `/2.0`, with parameters in braces. */
  readonly path: string
  /** `json`: the body is read and parsed before; `stream`: the handler reads it; `open`: also no token is needed. */
  readonly kind: "json" | "stream" | "open"
  readonly handle: (call: Call) => Effect.Effect<Answer, Refusal | ConnectionBroken>
}

/** A route whose whole work is one step on the model. */
export const stepRoute = (host: Host, method: string, path: string, step: (call: Call) => Answer): Route => ({
  host,
  method,
  path,
  kind: "json",
  handle: (call) => transaction(() => step(call))
})

/** A path parameter; the router has filled every one that the route's path names. */
export const param = (call: Call, name: string): string => call.params[name] ?? ""

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export const parseJsonObject = (text: string, name = "body"): JsonObject => {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw badParameter(name, `'${name}' is not valid JSON`)
  }
  if (!isObject(parsed)) throw badParameter(name, `'${name}' must be a JSON object`)
  return parsed
}

/** `undefined` when absent; `null` counts as absent, as in Box's answers to its own SDKs. */
export const optionalString = (json: JsonObject, name: string): string | undefined => {
  const value = json[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== "string") throw badParameter(name, `'${name}' must be a string`)
  return value
}

export const requiredString = (json: JsonObject, name: string): string => {
  const value = optionalString(json, name)
  if (value === undefined) throw missingParameter(name)
  return value
}

export const optionalObject = (json: JsonObject, name: string): JsonObject | undefined => {
  const value = json[name]
  if (value === undefined || value === null) return undefined
  if (!isObject(value)) throw badParameter(name, `'${name}' must be an object`)
  return value
}

export const optionalBoolean = (json: JsonObject, name: string): boolean | undefined => {
  const value = json[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== "boolean") throw badParameter(name, `'${name}' must be true or false`)
  return value
}

export const optionalTime = (json: JsonObject, name: string): number | undefined => {
  const value = optionalString(json, name)
  if (value === undefined) return undefined
  const at = parseTimestamp(value)
  if (at === undefined) throw badParameter(name, `'${name}' must be an RFC 3339 time`)
  return at
}

export const optionalArray = (json: JsonObject, name: string): ReadonlyArray<unknown> | undefined => {
  const value = json[name]
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value)) throw badParameter(name, `'${name}' must be an array`)
  return value
}

/** The `id` inside `{ parent: { id } }`; Box refuses ids that are numbers. */
export const optionalParentId = (json: JsonObject): string | undefined => {
  const parent = optionalObject(json, "parent")
  return parent === undefined ? undefined : requiredString(parent, "id")
}

/** The names in `?fields=a,b`, or `undefined` when nothing was asked for. */
export const fieldsOf = (call: Call): ReadonlyArray<string> | undefined => {
  const text = call.url.searchParams.get("fields")
  if (text === null || text.trim() === "") return undefined
  return text.split(",").map((name) => name.trim())
}

/** Etags come bare or in quotes. */
export const etagHeader = (call: Call, name: "if-match" | "if-none-match"): string | undefined =>
  call.headers[name]?.trim().replace(/^"(.*)"$/, "$1")

/** The media type without its parameters must be one of those given, if there is a body to describe. */
export const requireContentType = (call: Call, expected: string): void => {
  const type = call.headers["content-type"]?.split(";")[0]?.trim().toLowerCase()
  if (type !== undefined && type !== expected) throw unsupportedMediaType(`Content-Type must be ${expected}`)
}
