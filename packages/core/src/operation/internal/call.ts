/** Converts an operation and its argument to a request, checked before anything is sent. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { BoxConfig } from "../../http/BoxConfig.ts"
import * as BoxError from "../../BoxError.ts"
import type { Spec } from "./spec.ts"
import { copyOf, invalidInput, objectExpected, secretText } from "../../internal/argument.ts"
import type { BoxCall } from "../../http/internal/send.ts"
import { bodyOf, jsonOf } from "./body.ts"
import { NoTime, writeTimes } from "../../internal/timeArguments.ts"
import { isTrusted } from "../../http/internal/trustedUrl.ts"

const parameters = /\{(\w+)\}/g

const scalar = (value: unknown): string | undefined =>
  typeof value === "string"
    ? value
    : typeof value === "boolean" || Number.isFinite(value)
      ? String(value)
      : secretText(value)

/** The name of a parameter as an argument: `if-match` becomes `if_match`. */
const argumentName = (wire: string): string => wire.replaceAll("-", "_")

/** A header's value must be one line of Latin-1. Anything else could inject another header. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/

type Input = Readonly<Record<string, unknown>>

/** A part of the request, or why it is invalid. Plain values instead of Effects, because this runs for every call. */
type Checked<A> = A | BoxError.BoxInvalidInput

const isFault = <A>(checked: Checked<A>): checked is BoxError.BoxInvalidInput =>
  checked instanceof BoxError.BoxInvalidInput

const pathFault = (name: string, value: unknown): string | undefined => {
  if (typeof value !== "string" || value === "") return `${name} must be a non-empty string (Box's ids are strings)`
  if (value === "." || value === "..") return `${name} must not be ${JSON.stringify(value)}`
  return value.isWellFormed() ? undefined : `${name} is not well-formed Unicode`
}

const pathOf = (spec: Spec, input: Input): Checked<string> => {
  let fault: string | undefined
  const path = spec.path.replaceAll(parameters, (_, name: string) => {
    const given = input[name]
    const isIndex = spec.integers?.includes(name) === true && Number.isSafeInteger(given)
    const value = isIndex ? String(given) : given
    fault ??= pathFault(name, value)
    return fault === undefined ? encodeURIComponent(String(value)) : ""
  })
  return fault === undefined ? path : invalidInput(spec.name, fault)
}

/** A list in Box's format, or `undefined` if one of its items is not a plain value. */
const joined = (values: ReadonlyArray<unknown>): string | undefined => {
  const items = values.map(scalar)
  return items.includes(undefined) ? undefined : items.join(",")
}

const queryOf = (spec: Spec, input: Input): Checked<string> => {
  let query: URLSearchParams | undefined
  for (const name of spec.query ?? []) {
    const value = input[argumentName(name)]
    if (value === undefined || value === null) continue
    const list = Array.isArray(value) ? joined(value) : undefined
    const text = scalar(value) ?? list ?? (typeof value === "object" ? jsonOf(value) : undefined)
    if (text === undefined) return invalidInput(spec.name, `${name} cannot be sent in a query`)
    if (!text.isWellFormed()) return invalidInput(spec.name, `${name} is not well-formed Unicode`)
    if (Array.isArray(value) && value.length === 0) continue
    query ??= new URLSearchParams()
    query.append(name, text)
  }
  return query === undefined ? "" : query.toString()
}

const headersOf = (spec: Spec, input: Input): Checked<Readonly<Record<string, string>>> => {
  const headers: Record<string, string> = { accept: spec.output === undefined ? "*/*" : "application/json" }
  if (spec.version !== undefined) headers["box-version"] = spec.version
  for (const name in spec.headers) {
    const value = input[name]
    if (value === undefined || value === null) continue
    const header = String(spec.headers[name])
    const text = scalar(value)
    if (text === undefined || !headerValue.test(text)) {
      return invalidInput(spec.name, `${name} must be one line of text to be sent as the header ${header}`)
    }
    headers[header] = text
  }
  return headers
}

/** The arguments of the body: all that are not sent elsewhere. */
const propertiesOf = (spec: Spec, input: Input): Input => {
  const elsewhere = new Set([...(spec.query ?? []).map(argumentName), ...Object.keys(spec.headers ?? {})])
  for (const [, name] of spec.path.matchAll(parameters)) elsewhere.add(String(name))
  if (spec.host === "url") elsewhere.add("url")
  return Object.fromEntries(Object.entries(input).filter(([name]) => !elsewhere.has(name)))
}

/** The URL without its query. `path` is the path of the operation, with its parameters filled in. */
const urlOf = (spec: Spec, path: string, input: Input, config: BoxConfig): Checked<string> => {
  switch (spec.host) {
    case "upload":
      return `${config.uploadUrl}/2.0${path}`
    case "root":
      return `${config.apiUrl}${path}`
    case "authorize":
      return config.authorizeUrl
    case "url": {
      const url = input["url"]
      if (typeof url !== "string" || !URL.canParse(url)) {
        return invalidInput(spec.name, "url must be the absolute URL from an earlier answer")
      }
      return isTrusted(new URL(url), config)
        ? new URL(url).href
        : invalidInput(spec.name, "url leads to a host that is neither Box's nor configured")
    }
    default:
      return `${config.apiUrl}/2.0${path}`
  }
}

const withQuery = (url: string, query: string): string =>
  query === "" ? url : `${url}${url.includes("?") ? "&" : "?"}${query}`

const callOf = (spec: Spec, input: Input, config: BoxConfig): Checked<BoxCall> => {
  // A URL from an answer may contain a secret, so errors and spans show the documented path.
  const path = spec.host === "url" ? spec.path : pathOf(spec, input)
  if (isFault(path)) return path
  const url = urlOf(spec, path, input, config)
  if (isFault(url)) return url
  const query = queryOf(spec, input)
  if (isFault(query)) return query
  const headers = headersOf(spec, input)
  if (isFault(headers)) return headers
  // "Not modified" is only expected if the caller sent an etag.
  const accepts = spec.accepts?.filter((status) => status !== 304 || headers["if-none-match"] !== undefined)
  const secrets = Object.values(input).filter((value): value is Redacted.Redacted<string> => Redacted.isRedacted(value))
  return {
    operation: spec.name,
    method: spec.method,
    url: withQuery(url, query),
    path,
    template: spec.path,
    headers,
    body: { _tag: "Empty" },
    replay: spec.replay ?? (spec.method === "POST" || spec.method === "PATCH" ? "unsafe" : "safe"),
    ...(accepts === undefined ? {} : { accepts }),
    ...(spec.host === "url" ? { secretUrl: true } : {}),
    ...(spec.pending === undefined ? {} : { pending: spec.pending }),
    ...(secrets.length === 0 ? {} : { secrets })
  }
}

/** The request of an operation for an argument, without a body. */
export const buildCall = (
  spec: Spec,
  input: Input,
  config: BoxConfig
): Effect.Effect<BoxCall, BoxError.BoxInvalidInput> => {
  const call = callOf(spec, input, config)
  return isFault(call) ? Effect.fail(call) : Effect.succeed(call)
}

/** The request of an operation for an argument. */
export const buildCallWithBody = (
  spec: Spec,
  argument: object,
  config: BoxConfig
): Effect.Effect<BoxCall<BoxError.BoxError>, BoxError.BoxInvalidInput> => {
  const copy = copyOf(argument)
  if (copy === undefined) return Effect.fail(invalidInput(spec.name, objectExpected))
  const input: Input | NoTime = spec.times === undefined ? { ...copy } : writeTimes({ ...copy }, spec.times)
  if (input instanceof NoTime) return Effect.fail(invalidInput(spec.name, input.message))
  const bare = buildCall(spec, input, config)
  return spec.body === undefined
    ? bare
    : Effect.flatMap(bare, (call) => Effect.map(bodyOf(spec, propertiesOf(spec, input)), (body) => ({ ...call, body })))
}
