/** The notation of operations. */
import { labelled, type Line, parseSchema, render, schemaLine, wordsOf } from "./notation.ts"
import type { Content, OperationObject, ParameterObject, Placed } from "./openapi.ts"

/** A line without lines below it. */
export const leaf = (text: string): Line => ({ text, children: [] })

const parameterLine = ({ name, in: place, required, deprecated, explode, schema }: ParameterObject): Line => {
  const words = [
    place,
    `${name}${required === true ? "!" : ""}`,
    ...(deprecated === true ? ["deprecated"] : []),
    // How a list is sent.
    ...(explode === undefined ? [] : [explode ? "repeated" : "commas"])
  ]
  return schemaLine(words.join(" "), schema)
}

const contentLines = (label: string, content: Content | undefined): ReadonlyArray<Line> =>
  Object.entries(content ?? {}).map(([type, { schema }]) =>
    schema === undefined ? leaf(`${label} ${type}`) : schemaLine(`${label} ${type}`, schema)
  )

/** Statuses with the same answer share a line. */
const responseLines = (responses: OperationObject["responses"]): ReadonlyArray<Line> => {
  const lines = Object.entries(responses).flatMap(([status, { headers, content }]) => {
    const named = Object.entries(headers ?? {}).map(([name, { schema }]) => schemaLine(`header ${name}`, schema))
    const found = [
      ...named,
      ...contentLines("", content).map(({ text, children }) => ({ text: text.trim(), children }))
    ]
    return (found.length === 0 ? [leaf("")] : found).map((line) => ({ status, line }))
  })
  const alike = Map.groupBy(lines, ({ line }) => render([line]))
  return [...alike.values()].map((group) => ({
    text: [...group.map(({ status }) => status), group[0]?.line.text ?? ""].join(" ").trim(),
    children: group[0]?.line.children ?? []
  }))
}

/** An operation with its parameters, its body and its answers. */
export const operationLine = ({ path, method, operation }: Placed): Line => {
  const [server] = operation.servers ?? []
  const words = [
    method,
    path,
    operation.operationId,
    ...(operation["x-box-requires-admin"] === true ? ["admin"] : []),
    ...(operation.security === undefined ? [] : ["unauthenticated"]),
    ...(operation.deprecated === true ? ["deprecated"] : []),
    ...(operation["x-stability-level"] === undefined ? [] : [`stability=${operation["x-stability-level"]}`]),
    ...(server === undefined ? [] : [`server=${server.url}`]),
    ...Object.entries(server?.variables ?? {}).map(([name, variable]) => `{${name}}=${variable.default}`)
  ]
  const { required, content } = operation.requestBody ?? {}
  return {
    text: words.join(" "),
    children: [
      ...(operation.parameters ?? []).map(parameterLine),
      ...contentLines(`body${required === true ? "!" : ""}`, content),
      ...responseLines(operation.responses)
    ]
  }
}

/** A label, and the schema after it if there is one. */
const splitLabel = (text: string): readonly [words: ReadonlyArray<string>, rest: string | undefined] => {
  if (!text.includes(": ")) return [wordsOf(text), undefined]
  const [label, rest] = labelled(text)
  return [wordsOf(label), rest]
}

const parseParameter = (words: ReadonlyArray<string>, schema: ParameterObject["schema"]): ParameterObject => {
  const [place, label = "", ...others] = words
  if (place !== "path" && place !== "query" && place !== "header") throw new Error(`no place: ${words.join(" ")}`)
  const unknown = others.find((word) => !["deprecated", "commas", "repeated"].includes(word))
  if (unknown !== undefined) throw new Error(`unknown word ${unknown}`)
  const isList = others.includes("commas") || others.includes("repeated")
  return {
    name: label.replace(/!$/, ""),
    in: place,
    ...(label.endsWith("!") ? { required: true } : {}),
    ...(others.includes("deprecated") ? { deprecated: true } : {}),
    ...(isList ? { explode: others.includes("repeated") } : {}),
    schema
  }
}

type Mutable<A> = { -readonly [K in keyof A]: A[K] }

interface Reading {
  readonly parameters: Array<ParameterObject>
  body: OperationObject["requestBody"]
  readonly responses: Record<string, Mutable<OperationObject["responses"][string]>>
}

const readPart = (reading: Reading, { text, children }: Line): void => {
  const [words, rest] = splitLabel(text)
  const schema = rest === undefined ? undefined : parseSchema(rest, children)
  const content = (type: string): Content => ({ [type]: schema === undefined ? {} : { schema } })
  const [head = "", ...others] = words
  if (head === "body" || head === "body!") {
    const [type = ""] = others
    reading.body = {
      ...(head === "body!" ? { required: true } : {}),
      content: { ...reading.body?.content, ...content(type) }
    }
    return
  }
  if (!/^(\d\d\d|default)$/.test(head)) {
    reading.parameters.push(parseParameter(words, schema ?? {}))
    return
  }
  const statuses = words.filter((word) => /^(\d\d\d|default)$/.test(word))
  const [first, name] = words.slice(statuses.length)
  for (const status of statuses) {
    const response = reading.responses[status] ?? {}
    reading.responses[status] = response
    if (first === "header" && name !== undefined)
      response.headers = { ...response.headers, [name]: { schema: schema ?? {} } }
    else if (first !== undefined) response.content = { ...response.content, ...content(first) }
  }
}

/** Reads an operation of a tag. */
export const parseOperation = (tag: string, { text, children }: Line): Placed => {
  const [method = "", path = "", operationId = "", ...words] = wordsOf(text)
  if (!/^[A-Z]+$/.test(method) || !path.startsWith("/") || operationId === "") throw new Error("no operation")
  const reading: Reading = { parameters: [], body: undefined, responses: {} }
  for (const child of children) readPart(reading, child)
  const operation: Mutable<OperationObject> = {
    operationId,
    ...(reading.parameters.length === 0 ? {} : { parameters: reading.parameters }),
    ...(reading.body === undefined ? {} : { requestBody: reading.body }),
    responses: reading.responses,
    "x-box-tag": tag
  }
  let variables: Record<string, { readonly default: string }> | undefined
  for (const word of words) {
    const value = word.slice(word.indexOf("=") + 1)
    if (word === "admin") operation["x-box-requires-admin"] = true
    else if (word === "unauthenticated") operation.security = []
    else if (word === "deprecated") operation.deprecated = true
    else if (word.startsWith("stability=")) operation["x-stability-level"] = value
    else if (word.startsWith("server=")) operation.servers = [{ url: value }]
    else if (word.startsWith("{")) variables = { ...variables, [word.slice(1, word.indexOf("}"))]: { default: value } }
    else throw new Error(`unknown word ${word}`)
  }
  const [server] = operation.servers ?? []
  if (server !== undefined && variables !== undefined) operation.servers = [{ ...server, variables }]
  return { path, method, operation }
}
