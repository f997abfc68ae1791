/** From an operation and its argument to a request, checked before anything is sent. */
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import type { BoxConfig } from "../BoxConfig.ts"
import * as BoxError from "../BoxError.ts"
import type { Spec } from "../Operation.ts"
import type { Call } from "./http.ts"
import { bodyOf } from "./operationBody.ts"

/** Fails with `BoxInvalidInput`: nothing has been sent. */
export const invalidInput = (operation: string, message: string): BoxError.BoxInvalidInput =>
  new BoxError.BoxInvalidInput({ operation, message, attempts: 0 })

const parameters = /\{(\w+)\}/g

const scalar = (value: unknown): string | undefined =>
  typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : Redacted.isRedacted(value)
        ? scalar(Redacted.value(value))
        : undefined

/** A parameter as an argument: `if-match` is given as `if_match`. */
const argumentName = (wire: string): string => wire.replaceAll("-", "_")

/** A header's value must be one line of Latin-1; anything else could smuggle in another header. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/

const pathOf = Effect.fnUntraced(function* (spec: Spec, input: Readonly<Record<string, unknown>>) {
  let path = spec.path
  for (const [placeholder, name] of spec.path.matchAll(parameters)) {
    const given = input[String(name)]
    const isIndex = spec.integers?.includes(String(name)) === true && Number.isSafeInteger(given)
    const value = isIndex ? String(given) : given
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
    const value = input[argumentName(name)]
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

/** The arguments that go into the body: all that are sent nowhere else. */
const propertiesOf = (spec: Spec, input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const elsewhere = new Set([...(spec.query ?? []).map(argumentName), ...Object.keys(spec.headers ?? {})])
  for (const [, name] of spec.path.matchAll(parameters)) elsewhere.add(String(name))
  if (spec.host === "url") elsewhere.add("url")
  return Object.fromEntries(Object.entries(input).filter(([name]) => !elsewhere.has(name)))
}

/** Whether a URL that an answer gave may get the access token: Box's own hosts, and those of the configuration. */
const isTrusted = (url: URL, config: BoxConfig): boolean => {
  if (url.username !== "" || url.password !== "") return false
  if ([config.apiUrl, config.uploadUrl].some((base) => new URL(base).origin === url.origin)) return true
  return url.protocol === "https:" && /(^|\.)(box|boxcloud|box-gov)\.com$/.test(url.hostname)
}

const urlOf = Effect.fnUntraced(function* (
  spec: Spec,
  input: Readonly<Record<string, unknown>>,
  config: BoxConfig
): Effect.fn.Return<string, BoxError.BoxInvalidInput> {
  switch (spec.host) {
    case "upload":
      return `${config.uploadUrl}/2.0${yield* pathOf(spec, input)}`
    case "root":
      return `${config.apiUrl}${yield* pathOf(spec, input)}`
    case "authorize":
      return config.authorizeUrl
    case "url": {
      const url = input["url"]
      if (typeof url !== "string" || !URL.canParse(url)) {
        return yield* invalidInput(spec.name, "url must be the absolute URL that an earlier answer gave")
      }
      if (!isTrusted(new URL(url), config)) {
        return yield* invalidInput(spec.name, "url leads to a host that is neither Box's nor in the configuration")
      }
      return new URL(url).href
    }
    default:
      return `${config.apiUrl}/2.0${yield* pathOf(spec, input)}`
  }
})

const withQuery = (url: string, query: string): string =>
  query === "" ? url : `${url}${url.includes("?") ? "&" : "?"}${query}`

const objectOf = (
  spec: Spec,
  argument: unknown
): Effect.Effect<Readonly<Record<string, unknown>>, BoxError.BoxInvalidInput> =>
  Predicate.isObject(argument)
    ? Effect.succeed({ ...argument })
    : Effect.fail(invalidInput(spec.name, 'The argument must be an object such as { folder_id: "0" }'))

/** The request that an operation makes of its argument, without a body. */
export const buildCall = Effect.fnUntraced(function* (
  spec: Spec,
  argument: unknown,
  config: BoxConfig
): Effect.fn.Return<Call, BoxError.BoxInvalidInput> {
  const input = yield* objectOf(spec, argument)
  const url = yield* urlOf(spec, input, config)
  const secrets = Object.values(input).filter((value): value is Redacted.Redacted<string> => Redacted.isRedacted(value))
  return {
    operation: spec.name,
    method: spec.method,
    url: withQuery(url, yield* queryOf(spec, input)),
    // A URL that an answer gave may hold a secret; what it is for is in the path of the documentation.
    path: spec.host === "url" ? spec.path : yield* pathOf(spec, input),
    headers: yield* headersOf(spec, input),
    body: { _tag: "Empty" },
    replay: spec.replay ?? (spec.method === "POST" || spec.method === "PATCH" ? "unsafe" : "safe"),
    ...(spec.accepts === undefined ? {} : { accepts: spec.accepts }),
    ...(spec.pending === undefined ? {} : { pending: spec.pending }),
    ...(secrets.length === 0 ? {} : { secrets })
  }
})

/** The request that an operation makes of its argument. */
export const buildCallWithBody = Effect.fnUntraced(function* (
  spec: Spec,
  argument: unknown,
  config: BoxConfig
): Effect.fn.Return<Call<BoxError.BoxError>, BoxError.BoxInvalidInput> {
  const call = yield* buildCall(spec, argument, config)
  return { ...call, body: yield* bodyOf(spec, propertiesOf(spec, yield* objectOf(spec, argument))) }
})
