/**
 * Every operation, called with arguments made from the facts about Box's API, sends a request that the facts describe. The
 * judge is a validator that knows nothing of this project.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted, Stream } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { readFileSync } from "node:fs"
import { TokenStore } from "../../src/http/TokenStore.ts"
import {
  type Extent,
  type Json,
  type JsonSchema,
  operations,
  type Parameter,
  resolve,
  sample,
  type SpecOperation
} from "./openapiSpecs.ts"
import { violations } from "./openapiValidator.ts"
import { table } from "./operationTable.ts"

const names: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL("../../codegen/names.json", import.meta.url), "utf8")
).names

/** What was sent, taken apart. */
interface Sent {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array | undefined
}

/** Arguments that this project takes `Redacted`. */
const secret = new Set([
  "access_token",
  "actor_token",
  "assertion",
  "boxapi",
  "client_secret",
  "code",
  "refresh_token",
  "subject_token",
  "token"
])

/** Violations that are the fault of Box's documents: `operationId place` -> why. */
const documentFaults: Readonly<Record<string, string>> = {
  "post_oauth2_revoke form": "requires grant_type, which is not among the properties",
  "put_files_id body": "requires lock.type, which the properties call access",
  "post_invites body": "requires actionable_by.id, which is not among the properties"
}

const fileBytes = new TextEncoder().encode("the content of a file")

const argumentName = (wire: string): string => wire.replaceAll("-", "_")

const bodyOf = ({ described }: SpecOperation): readonly [string, JsonSchema] | undefined => {
  const [content] = Object.entries(described.requestBody?.content ?? {})
  return content === undefined ? undefined : [content[0], content[1].schema]
}

const given = (operation: SpecOperation, extent: Extent): ReadonlyArray<Parameter> =>
  operation.parameters.filter(
    (parameter) =>
      parameter.name !== "box-version" && (extent === "all" || parameter.required === true || parameter.in === "path")
  )

/** The first server, with the defaults of its variables. */
const serverOf = ({ described, document }: SpecOperation): string => {
  const server = described.servers?.[0] ?? document.servers[0]
  const variables = described.servers?.[0]?.variables ?? {}
  return (server?.url ?? "").replace(/\{([\w-]+)\}/g, (_, name: string) => variables[name]?.default ?? name)
}

const pathOf = (operation: SpecOperation): string => {
  const path = operation.path.replace(/#.*$/, "")
  return given(operation, "required").reduce(
    (filled, parameter) =>
      parameter.in === "path"
        ? filled.replace(`{${parameter.name}}`, encodeURIComponent(String(valueOf(operation, parameter))))
        : filled,
    path
  )
}

/** Lists of scalars have two items, which shows how they are joined. */
const valueOf = (operation: SpecOperation, { name, schema }: Parameter): Json => {
  const value = sample(operation.document, schema, "all", name)
  const [first] = Array.isArray(value) ? value : []
  if (typeof first === "number") return [first, first + 1]
  if (typeof first !== "string") return value
  const choices = resolve(operation.document, schema.items ?? {}).enum
  return [first, choices === undefined ? `${first}_2` : (choices[1] ?? first)]
}

/** Operations whose address comes with an answer and is an argument here. */
const takesUrl = ({ described }: SpecOperation): boolean =>
  described.servers?.[0]?.url.includes("{") === true || described.operationId.startsWith("get_zip_downloads_id_")

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Files in a multipart body become bytes. */
const withFiles = (schema: JsonSchema, value: Json): unknown =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, one]) => [
          name,
          schema.properties?.[name]?.format === "binary" ? fileBytes : one
        ])
      )
    : value

/** The facts say of the ends of a range of times only that they are text. */
const withTimes = (name: string, value: Json): Json =>
  name.endsWith("_at_range") ? ["2030-01-31T12:00:00Z", "2030-02-28T12:00:00Z"] : value

const inputOf = (operation: SpecOperation, extent: Extent): object => {
  const input: Record<string, unknown> = {}
  for (const parameter of given(operation, extent)) {
    if (takesUrl(operation) && parameter.in === "path") continue
    input[argumentName(parameter.name)] = withTimes(parameter.name, valueOf(operation, parameter))
  }
  if (takesUrl(operation)) input["url"] = `${serverOf(operation)}${pathOf(operation)}`
  const body = bodyOf(operation)
  if (body !== undefined) {
    const [type, schema] = body
    const resolved = resolve(operation.document, schema)
    const value = withFiles(resolved, sample(operation.document, schema, extent))
    const whole =
      resolved.type === "array" || (resolved.additionalProperties !== undefined && resolved.properties === undefined)
    if (type === "application/octet-stream") input["body"] = fileBytes
    else if (whole) input["body"] = value
    else Object.assign(input, value)
  }
  for (const name of Object.keys(input)) {
    if (secret.has(name) && typeof input[name] === "string") input[name] = Redacted.make(input[name])
  }
  return input
}

const send = Effect.fnUntraced(function* (name: string, input: object) {
  const operation = table.get(name)
  assert.isDefined(operation, name)
  const requests: Array<Sent> = []
  const client = HttpClient.make((request, url) =>
    Effect.sync(() => {
      const body = request.body._tag === "Uint8Array" ? request.body.body : undefined
      const contentType = request.body._tag === "Uint8Array" ? request.body.contentType : undefined
      requests.push({ method: request.method, url, headers: { "content-type": contentType, ...request.headers }, body })
      const answer = operation.spec.output === undefined ? new Response("x") : new Response(null, { status: 204 })
      return HttpClientResponse.fromWeb(request, answer)
    })
  )
  const tokens = Layer.succeed(TokenStore, {
    accessToken: Effect.succeed(Redacted.make("the-token")),
    refused: () => Effect.void,
    health: Effect.succeed({ unsaved: false, failedSaves: 0 }),
    changes: Stream.empty
  })
  const called = operation(input)
  const run = Stream.isStream(called) ? Stream.runDrain(called) : called
  yield* run.pipe(
    Effect.provide(Layer.merge(Layer.succeed(HttpClient.HttpClient, client), tokens)),
    // Only the request is looked at; nothing is no answer to a GET.
    Effect.catchTag("BoxDecodeError", () => Effect.void)
  )
  assert.strictEqual(requests.length, 1, `${name} sends one request`)
  const [sent] = requests
  assert.isDefined(sent)
  return sent
})

/** A parameter's text on the wire as the value that its schema is about. */
const parse = (operation: SpecOperation, given: JsonSchema, text: string): unknown => {
  const schema = resolve(operation.document, given)
  if (schema.type === "array") {
    const items = resolve(operation.document, schema.items ?? {})
    // Objects go as one JSON text; everything else is joined with commas.
    return items.type === "object" || items.properties !== undefined
      ? JSON.parse(text)
      : text.split(",").map((item) => parse(operation, items, item))
  }
  if (schema.type === "integer" || schema.type === "number") return Number(text)
  return schema.type === "boolean" ? text === "true" : text
}

const parseMultipart = (
  contentType: string,
  bytes: Uint8Array
): ReadonlyArray<{ readonly name: string; readonly head: string; readonly content: string }> => {
  const boundary = /boundary=(.+)$/.exec(contentType)?.[1] ?? ""
  const text = new TextDecoder("latin1").decode(bytes)
  const parts = text.split(`--${boundary}`)
  assert.strictEqual(parts[0], "")
  assert.strictEqual(parts.at(-1), "--\r\n")
  return parts.slice(1, -1).map((part) => {
    const split = part.indexOf("\r\n\r\n")
    const head = part.slice(2, split)
    return { name: /name="([^"]*)"/.exec(head)?.[1] ?? "", head, content: part.slice(split + 4, -2) }
  })
}

/** Everything about the request that the facts do not allow. */
const judge = (operation: SpecOperation, sent: Sent, extent: Extent): ReadonlyArray<string> => {
  const { described } = operation
  const problems: Array<string> = []
  const check = (place: string, schema: JsonSchema, value: unknown): void => {
    const found = violations(operation, schema, value)
    if (found !== undefined) problems.push(`${described.operationId} ${place}: ${found}`)
  }
  const equal = (place: string, actual: unknown, expected: unknown): void => {
    if (actual !== expected)
      problems.push(`${described.operationId} ${place}: ${String(actual)} instead of ${String(expected)}`)
  }
  equal("method", sent.method, operation.method)
  equal("address", `${sent.url.origin}${sent.url.pathname}`, `${serverOf(operation)}${pathOf(operation)}`)
  const query = new Map(operation.parameters.filter((one) => one.in === "query").map((one) => [one.name, one]))
  for (const [name, text] of sent.url.searchParams) {
    const parameter = query.get(name)
    if (parameter === undefined) problems.push(`${described.operationId} query ${name}: not among the facts`)
    else {
      const value = parse(operation, parameter.schema, text)
      check(`query ${name}`, parameter.schema, value)
      equal(`query ${name}`, JSON.stringify(value), JSON.stringify(withTimes(name, valueOf(operation, parameter))))
    }
  }
  const expected = given(operation, extent)
  for (const parameter of expected) {
    const value = valueOf(operation, parameter)
    const empty = Array.isArray(value) && value.length === 0
    if (parameter.in === "query" && !empty)
      equal(`query ${parameter.name}`, sent.url.searchParams.has(parameter.name), true)
    if (parameter.in === "header") equal(`header ${parameter.name}`, sent.headers[parameter.name], String(value))
  }
  equal("number of query parameters", sent.url.searchParams.size, expected.filter((one) => one.in === "query").length)
  const answers = Object.entries(described.responses).filter(([status]) => status.startsWith("2"))
  const types = answers.flatMap(([, { content }]) => Object.keys(content ?? {}))
  // A strict server answers 406 to a client that takes none of what it has.
  const { accept } = sent.headers
  if (accept !== "*/*" && !types.some((type) => type === accept)) {
    problems.push(`${described.operationId} header accept: ${accept} is none of ${types.join(", ")}`)
  }
  const version = operation.parameters.find((one) => one.name === "box-version")
  if (version === undefined) equal("box-version", sent.headers["box-version"], undefined)
  else check("header box-version", version.schema, sent.headers["box-version"])
  equal(
    "authorization",
    sent.headers["authorization"],
    described.security?.length === 0 ? undefined : "Bearer the-token"
  )
  problems.push(...judgeBody(operation, sent, extent, check, equal))
  return problems
}

const judgeBody = (
  operation: SpecOperation,
  sent: Sent,
  extent: Extent,
  check: (place: string, schema: JsonSchema, value: unknown) => void,
  equal: (place: string, actual: unknown, expected: unknown) => void
): ReadonlyArray<string> => {
  const body = bodyOf(operation)
  if (body === undefined) {
    equal("body", sent.body, undefined)
    return []
  }
  const [type, schema] = body
  if (sent.body === undefined) return [`${operation.described.operationId} body: nothing was sent`]
  const contentType = sent.headers["content-type"] ?? ""
  equal("content type", contentType.split(";")[0], type)
  const text = new TextDecoder().decode(sent.body)
  switch (type) {
    case "application/octet-stream":
      equal("body", text, "the content of a file")
      return []
    case "application/x-www-form-urlencoded":
      check("form", schema, Object.fromEntries(new URLSearchParams(text)))
      return []
    case "multipart/form-data": {
      const parts = parseMultipart(contentType, sent.body)
      const attributes = parts.findIndex((part) => part.name === "attributes")
      if (attributes > 0) return [`${operation.described.operationId} body: attributes must come first`]
      const value = Object.fromEntries(
        parts.map((part) => [part.name, /filename=/.test(part.head) ? part.content : JSON.parse(part.content)])
      )
      check("multipart", schema, value)
      equal("file", value["file"] ?? value["pic"], "the content of a file")
      return []
    }
    default: {
      const value: unknown = JSON.parse(text)
      check("body", schema, value)
      equal("body", JSON.stringify(value), JSON.stringify(sample(operation.document, schema, extent)))
      return []
    }
  }
}

describe("requests and the facts", () => {
  for (const extent of ["all", "required"] as const) {
    it.effect(`agree for every operation with ${extent === "all" ? "all arguments" : "no more than is required"}`, () =>
      Effect.gen(function* () {
        const problems: Array<string> = []
        const excused = new Set<string>()
        for (const operation of operations) {
          const name = names[operation.described.operationId] ?? operation.described.operationId
          const sent = yield* send(name, inputOf(operation, extent)).pipe(
            Effect.mapError((error) => new Error(`${name}: ${error.message}`))
          )
          for (const problem of judge(operation, sent, extent)) {
            const fault = Object.keys(documentFaults).find((place) => problem.startsWith(`${place}: `))
            if (fault === undefined) problems.push(problem)
            else excused.add(fault)
          }
        }
        assert.deepStrictEqual(problems, [])
        if (extent === "all") assert.deepStrictEqual([...excused].sort(), Object.keys(documentFaults).sort())
        assert.strictEqual(operations.length, 336)
      })
    )
  }
})
