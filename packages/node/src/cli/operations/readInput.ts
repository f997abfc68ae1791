/** The argument of an operation from words such as `name=Reports`, `parent.id=0`, `tags=a,b`, `limit:=5`, `file=@a.txt`. */
import * as Redacted from "effect/Redacted"
import { didYouMean } from "../command/suggest.ts"
import type { Description, Type } from "./Description.ts"

/** What is wrong with a word. */
export class Fault {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

/** A file that is read before the call. */
export class FileReference {
  readonly path: string
  readonly as: "file" | "text" | "json"
  constructor(path: string, as: FileReference["as"]) {
    this.path = path
    this.as = as
  }
}

const isJsonObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const jsonOf = (label: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return new Fault(`${label} takes JSON, not ${JSON.stringify(text)}.`)
  }
}

/** A word as a value of the type, or what is wrong. */
export const valueOf = (label: string, type: Type, text: string): unknown => {
  if (type.kind === "file") {
    return text.startsWith("@")
      ? new FileReference(text.slice(1), "file")
      : new Fault(`${label} takes a file: ${label}=@PATH.`)
  }
  if (type.kind === "secret") {
    return text.startsWith("@") ? new FileReference(text.slice(1), "text") : Redacted.make(text)
  }
  switch (type.kind) {
    case "values":
      return type.values.includes(text) || type.values.some((value) => value.includes("{"))
        ? text
        : new Fault(
            `${label} takes ${type.values.join(", ")}, not ${JSON.stringify(text)}.${didYouMean(text, type.values)} ` +
              `Write ${label}:=${JSON.stringify(text)} to send it anyway.`
          )
    case "number":
      return /^-?\d+(\.\d+)?$/.test(text)
        ? Number(text)
        : new Fault(`${label} takes a number, not ${JSON.stringify(text)}.`)
    case "boolean":
      return text === "true" || text === "false"
        ? text === "true"
        : new Fault(`${label} takes true or false, not ${JSON.stringify(text)}.`)
    case "array":
      return listOf(label, type.items, text)
    case "properties":
    case "object":
      return text.startsWith("@") ? new FileReference(text.slice(1), "json") : jsonOf(label, text)
    case "json":
      return text.startsWith("@") ? new FileReference(text.slice(1), "json") : anyOf(text)
    default:
      return text
  }
}

/** JSON if it is some, otherwise the text itself. */
const anyOf = (text: string): unknown => {
  const value = jsonOf("", text)
  return value instanceof Fault ? text : value
}

const listOf = (label: string, items: Type, text: string): unknown => {
  if (text.startsWith("@")) return new FileReference(text.slice(1), "json")
  if (text.startsWith("[")) return jsonOf(label, text)
  if (items.kind === "properties" || items.kind === "object") {
    const one = jsonOf(label, text)
    return one instanceof Fault ? one : [one]
  }
  if (text === "") return []
  const values = text.split(",").map((one) => valueOf(label, items, one))
  return values.find((value) => value instanceof Fault) ?? values
}

/** Where a dotted name leads: the type there. */
const typeAt = (description: Description, names: ReadonlyArray<string>): Type | Fault => {
  const [first = "", ...rest] = names
  const found = description.arguments.find(({ name }) => name === first)
  if (found === undefined) {
    const known = description.arguments.map(({ name }) => name)
    const list = known.length === 0 ? "It takes no arguments." : `It takes ${known.join(", ")}.`
    return new Fault(`${description.name} takes no ${first}.${didYouMean(first, known)} ${list}`)
  }
  let type = found.type
  for (const [at, name] of rest.entries()) {
    if (type.kind === "json" || type.kind === "object") return { kind: "json" }
    const label = names.slice(0, at + 1).join(".")
    if (type.kind !== "properties") return new Fault(`${label} has no properties.`)
    const property = type.properties.find((one) => one.name === name)
    if (property === undefined) {
      const known = type.properties.map((one) => one.name)
      return new Fault(`${label} has no ${name}.${didYouMean(name, known)} It has ${known.join(", ")}.`)
    }
    type = property.type
  }
  return type
}

/** Puts a value where a dotted name leads. */
export const put = (into: Record<string, unknown>, names: ReadonlyArray<string>, value: unknown): void => {
  const [first = "", ...rest] = names
  if (rest.length === 0) {
    into[first] = value
    return
  }
  const here = Object.hasOwn(into, first) ? into[first] : undefined
  const below = isJsonObject(here) ? here : {}
  into[first] = below
  put(below, rest, value)
}

const wordOf = (description: Description, word: string): readonly [ReadonlyArray<string>, unknown] | Fault => {
  const [, label, mark, text] = /^([A-Za-z_][\w.]*?)(:?=)(.*)$/s.exec(word) ?? []
  if (label === undefined || text === undefined) {
    return new Fault(`${JSON.stringify(word)} is not of the form name=value.`)
  }
  const names = label.split(".")
  const unsafe = names.find((name) => name === "__proto__" || name === "")
  if (unsafe !== undefined) return new Fault(`${label} is no name.`)
  const type = typeAt(description, names)
  if (type instanceof Fault) return type
  // A secret stays one, however it is written.
  const value = mark === ":=" && type.kind !== "secret" ? jsonOf(label, text) : valueOf(label, type, text)
  return value instanceof Fault ? value : [names, value]
}

/** The argument of an operation from words, on top of `body`. */
export const readInput = (
  description: Description,
  words: ReadonlyArray<string>,
  body: unknown
): Readonly<Record<string, unknown>> | Fault => {
  const input: Record<string, unknown> = {}
  const whole = description.arguments.find(({ name, place }) => name === "body" && place === "body")
  if (body !== undefined) {
    if (whole !== undefined) input["body"] = body
    else if (isJsonObject(body)) Object.assign(input, body)
    else return new Fault("--body must be a JSON object.")
  }
  for (const word of words) {
    const read = wordOf(description, word)
    if (read instanceof Fault) return read
    put(input, read[0], read[1])
  }
  const missing = description.arguments.filter(({ name, required }) => required && input[name] === undefined)
  return missing.length === 0
    ? input
    : new Fault(
        `${description.name} needs ${missing.map(({ name, typeText }) => `${name} (${typeText})`).join(" and ")}.`
      )
}
