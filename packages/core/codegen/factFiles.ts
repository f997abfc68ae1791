/**
 * The files of the facts: for each API version `document.txt`, one file per tag with its operations and schemas, and
 * `schemas.txt` with the schemas without a tag.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, relative, sep } from "node:path"
import { labelled, type Line, outline, parseSchema, render, schemaLine, wordsOf } from "./notation.ts"
import { type Document, operationsOf, type Placed, type SchemaObject } from "./openapi.ts"
import { leaf, operationLine, parseOperation } from "./operationLines.ts"
import { compare } from "./source.ts"

const documentLines = ({ info, servers, scopes }: Document): ReadonlyArray<Line> => [
  leaf(`version ${info.version}`),
  leaf(`commit ${info["x-box-commit-hash"]}`),
  ...servers.map(({ url }) => leaf(`server ${url}`)),
  ...scopes.map((scope) => leaf(`scope ${scope}`))
]

const reserved = ["document", "schemas"]

/** Path below the folder of the facts -> text. */
export const print = (document: Document): ReadonlyMap<string, string> => {
  const { version } = document.info
  const files = new Map<string, Array<Line>>()
  const add = (name: string, line: Line): void => {
    const lines = files.get(name) ?? []
    files.set(name, lines)
    lines.push(line)
  }
  for (const placed of operationsOf(document)) {
    const tag = placed.operation["x-box-tag"]
    if (reserved.includes(tag) || !/^\w+$/.test(tag)) throw new Error(`no name for a file: tag ${tag}`)
    add(tag, operationLine(placed))
  }
  for (const [name, { "x-box-tag": tag, ...schema }] of Object.entries(document.components.schemas)) {
    add(tag ?? "schemas", schemaLine(`schema ${name}`, schema))
  }
  const path = (name: string): string => `${version}/${name}.txt`
  return new Map([
    [path("document"), render(documentLines(document))],
    ...[...files].sort(([a], [b]) => compare(a, b)).map(([name, lines]) => [path(name), render(lines)] as const)
  ])
}

/** A document while its files are read. */
interface Reading {
  readonly facts: Map<string, Array<string>>
  readonly operations: Array<Placed>
  readonly schemas: Array<readonly [string, SchemaObject]>
}

const readLine = ({ facts, operations, schemas }: Reading, name: string, line: Line): void => {
  if (name === "document") {
    const [key = "", value = ""] = wordsOf(line.text)
    facts.set(key, [...(facts.get(key) ?? []), value])
  } else if (line.text.startsWith("schema ")) {
    const [label, rest] = labelled(line.text)
    const schema = parseSchema(rest, line.children)
    const tag = name === "schemas" ? {} : { "x-box-tag": name }
    schemas.push([label.slice("schema ".length), { ...schema, ...tag }])
  } else operations.push(parseOperation(name, line))
}

/** The document of these files. */
export const parse = (files: ReadonlyMap<string, string>): Document => {
  const reading: Reading = { facts: new Map(), operations: [], schemas: [] }
  for (const [file, text] of files) {
    for (const line of outline(text)) {
      try {
        readLine(reading, file.replace(/^.*\/|\.txt$/g, ""), line)
      } catch (error) {
        throw new Error(`${file}: ${line.text}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }
  const { facts, operations, schemas } = reading
  const one = (key: string): string => facts.get(key)?.[0] ?? ""
  const byPath = Map.groupBy(operations, ({ path }) => path)
  const methods = (placed: ReadonlyArray<Placed>) =>
    Object.fromEntries(placed.map(({ method, operation }) => [method.toLowerCase(), operation]))
  return {
    info: { version: one("version"), "x-box-commit-hash": one("commit") },
    servers: (facts.get("server") ?? []).map((url) => ({ url })),
    scopes: facts.get("scope") ?? [],
    order: operations.map(({ operation }) => operation.operationId),
    paths: Object.fromEntries([...byPath].map(([path, placed]) => [path, methods(placed)])),
    components: { schemas: Object.fromEntries(schemas) }
  }
}

/** The files of a version, in the order of their names. */
export const readFiles = (directory: string, version: string): ReadonlyMap<string, string> => {
  const folder = join(directory, version)
  const names = existsSync(folder) ? readdirSync(folder).sort(compare) : []
  return new Map(names.map((name) => [`${version}/${name}`, readFileSync(join(folder, name), "utf8")]))
}

/** Writes the files that differ and removes obsolete ones. Returns their paths. */
export const writeFiles = (directory: string, made: ReadonlyMap<string, string>): ReadonlyArray<string> => {
  const present = existsSync(directory)
    ? readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    : []
  const stale = present.filter((path) => !made.has(path))
  const changed = [...made.keys()].filter((path) => {
    const file = join(directory, path)
    return !existsSync(file) || readFileSync(file, "utf8") !== made.get(path)
  })
  for (const path of stale) rmSync(join(directory, path))
  for (const path of changed) {
    const file = join(directory, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, made.get(path) ?? "")
  }
  return [...changed, ...stale].sort(compare)
}
