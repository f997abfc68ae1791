/** From an operation and its argument to a request, checked before anything is sent. */
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import type { BoxConfig } from "../BoxConfig.ts"
import * as BoxError from "../BoxError.ts"
import type { Spec } from "../Operation.ts"
import type { Body, Call } from "./http.ts"

/** Fails with `BoxInvalidInput`: nothing has been sent. */
export const invalidInput = (operation: string, message: string): BoxError.BoxInvalidInput =>
  new BoxError.BoxInvalidInput({ operation, message, attempts: 0 })

const parameters = /\{(\w+)\}/g

const scalar = (value: unknown): string | undefined =>
  typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : undefined

/** A header's value must be one line of Latin-1; anything else could smuggle in another header. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/

const pathOf = Effect.fnUntraced(function* (spec: Spec, input: Readonly<Record<string, unknown>>) {
  let path = spec.path
  for (const [placeholder, name] of spec.path.matchAll(parameters)) {
    const value = input[String(name)]
    if (typeof value !== "string" || value === "") {
      return yield* invalidInput(spec.name, `${name} must be a non-empty string (Box's ids are strings)`)
    }
    if (value === "." || value === "..") {
      return yield* invalidInput(spec.name, `${name} must not be ${JSON.stringify(value)}`)
    }
    if (!value.isWellFormed()) return yield* invalidInput(spec.name, `${name} is not well-formed Unicode`)
    path = path.replace(placeholder, () => encodeURIComponent(value))
  }
  return path
})

const queryOf = Effect.fnUntraced(function* (spec: Spec, input: Readonly<Record<string, unknown>>) {
  const query = new URLSearchParams()
  for (const name of spec.query ?? []) {
    const value = input[name]
    if (value === undefined || value === null) continue
    const joined =
      Array.isArray(value) && value.every((item) => scalar(item) !== undefined) ? value.join(",") : undefined
    const text = scalar(value) ?? joined ?? (typeof value === "object" ? JSON.stringify(value) : undefined)
    if (text === undefined) return yield* invalidInput(spec.name, `${name} cannot be sent in a query`)
    if (Array.isArray(value) && value.length === 0) continue
    query.append(name, text)
  }
  return query.toString()
})

const headersOf = Effect.fnUntraced(function* (spec: Spec, input: Readonly<Record<string, unknown>>) {
  const headers: Record<string, string> = { accept: "application/json" }
  if (spec.version !== undefined) headers["box-version"] = spec.version
  for (const [name, header] of Object.entries(spec.headers ?? {})) {
    const value = input[name]
    if (value === undefined || value === null) continue
    const text = scalar(value)
    if (text === undefined || !headerValue.test(text)) {
      return yield* invalidInput(spec.name, `${name} must be one line of text to be sent as the header ${header}`)
    }
    headers[header] = text
  }
  return headers
})

const bodyOf = Effect.fnUntraced(function* (
  spec: Spec,
  input: Readonly<Record<string, unknown>>
): Effect.fn.Return<Body, BoxError.BoxInvalidInput> {
  if (spec.body === undefined) return { _tag: "Empty" }
  const elsewhere = new Set([...(spec.query ?? []), ...Object.keys(spec.headers ?? {})])
  for (const [, name] of spec.path.matchAll(parameters)) elsewhere.add(String(name))
  const properties = Object.fromEntries(Object.entries(input).filter(([name]) => !elsewhere.has(name)))
  const text = yield* Effect.try({
    try: () => JSON.stringify(properties),
    catch: () => invalidInput(spec.name, "The arguments cannot be written as JSON (a cycle, or a bigint)")
  })
  return { _tag: "Bytes", bytes: new TextEncoder().encode(text), contentType: "application/json" }
})

/** The request that an operation makes of its argument. */
export const buildCall = Effect.fnUntraced(function* (
  spec: Spec,
  argument: unknown,
  config: BoxConfig
): Effect.fn.Return<Call, BoxError.BoxInvalidInput> {
  if (!Predicate.isObject(argument)) {
    return yield* invalidInput(spec.name, 'The argument must be an object such as { folder_id: "0" }')
  }
  const input = { ...argument }
  const path = yield* pathOf(spec, input)
  const query = yield* queryOf(spec, input)
  const base = spec.host === "upload" ? config.uploadUrl : config.apiUrl
  return {
    operation: spec.name,
    method: spec.method,
    url: `${base}/2.0${path}${query === "" ? "" : `?${query}`}`,
    path,
    headers: yield* headersOf(spec, input),
    body: yield* bodyOf(spec, input),
    replay: spec.replay ?? (spec.method === "POST" || spec.method === "PATCH" ? "unsafe" : "safe"),
    ...(spec.accepts === undefined ? {} : { accepts: spec.accepts })
  }
})
