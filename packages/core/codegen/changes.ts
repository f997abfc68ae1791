/** Describes the differences between two states of the facts for a person. */
import type { Line } from "./notation.ts"
import { labelled, schemaLine, wordsOf } from "./notation.ts"
import { type Content, type Document, type OperationObject, operationsOf, type SchemaObject } from "./openapi.ts"

/** Something that can be compared: its name, its parent, and its properties. */
interface Entry {
  readonly parent: string
  readonly value: string
}

type Entries = Map<string, Entry>

/** A schema and everything in it. Each documented value is a separate entry. */
const addLine = (entries: Entries, parent: string, key: string, { text, children }: Line): void => {
  const [label, rest] = labelled(text)
  const words = wordsOf(rest)
  const values = words.filter((word) => word.startsWith('"'))
  const value = [...words.filter((word) => !values.includes(word)), ...(label.endsWith("!") ? ["required"] : [])]
  entries.set(key, { parent, value: value.join(" ") })
  for (const one of values) entries.set(`${key} = ${one}`, { parent: key, value: "" })
  for (const [index, child] of children.entries()) {
    if (child.text.startsWith('"')) {
      entries.set(`${key} = ${child.text}`, { parent: key, value: "" })
      continue
    }
    const [name, inner] = labelled(child.text)
    const isReference = name === "-" && child.children.length === 0
    const step = name === "-" ? ` member ${isReference ? inner : index + 1}` : `.${name.replace(/!$/, "")}`
    addLine(entries, key, `${key}${step}`.replace(/^\./, ""), child)
  }
}

const addSchema = (entries: Entries, key: string, schema: SchemaObject, required = false): void =>
  addLine(entries, "", key, schemaLine(required ? "it!" : "it", schema))

const addContent = (entries: Entries, label: string, content: Content | undefined): void => {
  for (const [type, { schema }] of Object.entries(content ?? {})) addSchema(entries, `${label} ${type}`, schema ?? {})
}

const operationEntries = (operation: OperationObject): Entries => {
  const entries: Entries = new Map()
  const say = (key: string, value: unknown): void => {
    if (value !== undefined) entries.set(key, { parent: "", value: JSON.stringify(value) })
  }
  say("tag", operation["x-box-tag"])
  say("servers", operation.servers)
  say("security", operation.security)
  say("deprecated", operation.deprecated)
  say("stability", operation["x-stability-level"])
  say("admin", operation["x-box-requires-admin"])
  for (const { name, in: place, required, deprecated, explode, schema } of operation.parameters ?? []) {
    const key = `${place} ${name}`
    addSchema(entries, key, schema, required)
    if (deprecated === true) entries.set(`${key} deprecated`, { parent: key, value: "" })
    if (explode !== undefined) entries.set(`${key} list`, { parent: key, value: explode ? "repeated" : "commas" })
  }
  addContent(entries, "body", operation.requestBody?.content)
  for (const [status, { headers, content }] of Object.entries(operation.responses)) {
    if (headers === undefined && content === undefined) entries.set(status, { parent: "", value: "" })
    for (const [name, { schema }] of Object.entries(headers ?? {}))
      addSchema(entries, `${status} header ${name}`, schema)
    addContent(entries, status, content)
  }
  return entries
}

const schemaEntries = (schema: SchemaObject): Entries => {
  const entries: Entries = new Map()
  addSchema(entries, "", schema)
  return entries
}

const said = (key: string, { value }: Entry): string => (value === "" || key === "" ? key : `${key}: ${value}`)

const entryChanges = (before: Entries, after: Entries): ReadonlyArray<string> => {
  /** Only what is new by itself, not what is part of something new. */
  const only = (some: Entries, others: Entries, sign: string): ReadonlyArray<string> =>
    [...some]
      .filter(([key, { parent }]) => !others.has(key) && (parent === "" || others.has(parent)))
      .map(([key, entry]) => `${sign} ${said(key, entry)}`)
  const changed = [...after].flatMap(([key, { value }]) => {
    const old = before.get(key)?.value
    return old === undefined || old === value ? [] : [`${key === "" ? "it" : key}: ${old} -> ${value}`]
  })
  return [...only(after, before, "+"), ...only(before, after, "-"), ...changed]
}

/** What was added, removed and changed: one line each, with its changes indented below. */
const listChanges = (
  before: ReadonlyMap<string, Entries>,
  after: ReadonlyMap<string, Entries>
): ReadonlyArray<string> => [
  ...[...after.keys()].filter((name) => !before.has(name)).map((name) => `+ ${name}`),
  ...[...before.keys()].filter((name) => !after.has(name)).map((name) => `- ${name}`),
  ...[...after].flatMap(([name, entries]) => {
    const old = before.get(name)
    const changes = old === undefined ? [] : entryChanges(old, entries)
    return changes.length === 0 ? [] : [name, ...changes.map((change) => `  ${change}`)]
  })
]

const operationsByName = (document: Document): ReadonlyMap<string, Entries> =>
  new Map(
    operationsOf(document).map(({ path, method, operation }) => [
      `${operation.operationId} (${method} ${path})`,
      operationEntries(operation)
    ])
  )

const schemasByName = (document: Document): ReadonlyMap<string, Entries> =>
  new Map(
    Object.entries(document.components.schemas).map(([name, schema]) => [`schema ${name}`, schemaEntries(schema)])
  )

/** The differences between two states of one API version. Empty if there are none. */
export const changesOf = (before: Document, after: Document): ReadonlyArray<string> => [
  ...listChanges(operationsByName(before), operationsByName(after)),
  ...listChanges(schemasByName(before), schemasByName(after)),
  ...listChanges(
    new Map(before.scopes.map((scope) => [`scope ${scope}`, new Map()])),
    new Map(after.scopes.map((scope) => [`scope ${scope}`, new Map()]))
  )
]
