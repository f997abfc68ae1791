/** Strict parsing of JSON in requests: values of the wrong type are rejected. */
import { badParameter, missingParameter } from "./Refusal.ts"
import { parseTimestamp } from "./Timestamps.ts"

export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const parseJson = (text: string, name: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw badParameter(name, `'${name}' is not valid JSON`)
  }
}

export const parseJsonObject = (text: string, name = "body"): JsonObject => {
  const parsed = parseJson(text, name)
  if (!isObject(parsed)) throw badParameter(name, `'${name}' must be a JSON object`)
  return parsed
}

/** A list of operations or of other objects. */
export const parseJsonObjects = (text: string, name = "body"): ReadonlyArray<JsonObject> => {
  const parsed = parseJson(text, name)
  if (!Array.isArray(parsed)) throw badParameter(name, `'${name}' must be a JSON array`)
  return parsed.map((entry: unknown) => {
    if (!isObject(entry)) throw badParameter(name, `'${name}' must contain objects`)
    return entry
  })
}

/** `undefined` if absent; `null` counts as absent, as in Box's answers to its own SDKs. */
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

/** A whole number, which may be negative. */
export const optionalInteger = (json: JsonObject, name: string): number | undefined => {
  const value = json[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw badParameter(name, `'${name}' must be a number`)
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

export const requiredArray = (json: JsonObject, name: string): ReadonlyArray<unknown> => {
  const value = optionalArray(json, name)
  if (value === undefined) throw missingParameter(name)
  return value
}

export const requiredObject = (json: JsonObject, name: string): JsonObject => {
  const value = optionalObject(json, name)
  if (value === undefined) throw missingParameter(name)
  return value
}

/** One of the given words. */
export const optionalOneOf = <A extends string>(
  json: JsonObject,
  name: string,
  words: ReadonlyArray<A>
): A | undefined => {
  const value = optionalString(json, name)
  const found = words.find((word) => word === value)
  if (value !== undefined && found === undefined) {
    throw badParameter(name, `Invalid value '${value}'. '${name}' must be one of ${words.join(", ")}`)
  }
  return found
}

export const requiredOneOf = <A extends string>(json: JsonObject, name: string, words: ReadonlyArray<A>): A => {
  const value = optionalOneOf(json, name, words)
  if (value === undefined) throw missingParameter(name)
  return value
}

/** An id. Box takes a number for the string of its digits. */
export const optionalId = (json: JsonObject, name: string): string | undefined => {
  const value = json[name]
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : optionalString(json, name)
}

export const requiredId = (json: JsonObject, name: string): string => {
  const value = optionalId(json, name)
  if (value === undefined) throw missingParameter(name)
  return value
}

/** A whole number from 1, as a number or as its digits. */
export const optionalCount = (json: JsonObject, name: string): number | undefined => {
  const text = optionalId(json, name)
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text)) throw badParameter(name, `'${name}' must be a whole number from 1`)
  return Number(text)
}

/** The `id` in `{ parent: { id } }`. */
export const optionalParentId = (json: JsonObject): string | undefined => {
  const parent = optionalObject(json, "parent")
  return parent === undefined ? undefined : requiredId(parent, "id")
}
