/** The notation of the facts: one line per schema, property and member, indented below its parent. */
import type { Json, SchemaObject } from "./openapi.ts"

/** A line and the lines that are indented below it. */
export interface Line {
  readonly text: string
  readonly children: ReadonlyArray<Line>
}

/** Lines as text. */
export const render = (lines: ReadonlyArray<Line>, indent = ""): string =>
  lines.map(({ text, children }) => `${indent}${text}\n${render(children, `${indent}  `)}`).join("")

/** Text as lines. */
export const outline = (text: string): ReadonlyArray<Line> => {
  const root: { text: string; children: Array<Line> } = { text: "", children: [] }
  const open = [root]
  for (const row of text.split("\n")) {
    if (row === "") continue
    const content = row.trimStart()
    const depth = (row.length - content.length) / 2
    const line = { text: content, children: [] }
    const parent = open[depth]
    if (parent === undefined) throw new Error(`nothing holds the line: ${row}`)
    parent.children.push(line)
    open.splice(depth + 1, open.length, line)
  }
  return root.children
}

/** Splits a line at spaces; quoted text stays in one piece. */
export const wordsOf = (text: string): ReadonlyArray<string> =>
  text.match(/(?:[^\s"]*"(?:[^"\\]|\\.)*"[^\s"]*)+|\S+/g) ?? []

const flags = ["readOnly", "writeOnly", "deprecated", "uniqueItems"] as const
const values = [
  "default",
  "minimum",
  "maximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "pattern"
] as const

/** Beyond this length, values are written one per line. */
const longest = 90

const attributesOf = (schema: SchemaObject): ReadonlyArray<string> => {
  const known = new Set(Object.keys(schema.properties ?? {}))
  const elsewhere = (schema.required ?? []).filter((name) => !known.has(name))
  return [
    ...(schema.nullable === true ? ["null"] : []),
    ...flags.filter((flag) => schema[flag] === true),
    ...(schema["x-box-premium-feature"] === true ? ["premium"] : []),
    ...(schema.additionalProperties === false ? ["closed"] : []),
    ...values.flatMap((key) => (schema[key] === undefined ? [] : [`${key}=${JSON.stringify(schema[key])}`])),
    ...(elsewhere.length === 0 ? [] : [`required=${JSON.stringify(elsewhere)}`]),
    ...(schema["x-box-resource-id"] === undefined ? [] : [`resource=${JSON.stringify(schema["x-box-resource-id"])}`])
  ]
}

const referred = (ref: string): string => ref.slice("#/components/schemas/".length)

/** The name of a type that fits on one line, if it does. */
const simpleType = (schema: SchemaObject): string | undefined => {
  const { $ref, type, format, ...rest } = schema
  if (Object.keys(rest).length > 0 || type === "array" || type === "object") return undefined
  return $ref === undefined ? scalarType(schema) : referred($ref)
}

const scalarType = ({ type, format }: SchemaObject): string =>
  `${type ?? "any"}${format === undefined ? "" : `/${format}`}`

/** `allOf` of references followed by an object: `A & B & object`. */
const extension = (members: ReadonlyArray<SchemaObject>): SchemaObject | undefined => {
  const last = members.at(-1)
  if (last?.properties === undefined || attributesOf(last).some((word) => word !== "closed")) return undefined
  const before = members.slice(0, -1)
  return before.every((member) => Object.keys(member).join() === "$ref") ? last : undefined
}

const propertyLines = (schema: SchemaObject): ReadonlyArray<Line> => {
  const required = new Set(schema.required ?? [])
  const properties = Object.entries(schema.properties ?? {})
  const rest = schema.additionalProperties
  return [
    ...properties.map(([name, property]) => schemaLine(`${name}${required.has(name) ? "!" : ""}`, property)),
    ...(rest === true ? [{ text: "*: any", children: [] }] : []),
    ...(typeof rest === "object" ? [schemaLine("*", rest)] : [])
  ]
}

const line = (label: string, words: ReadonlyArray<string>, children: ReadonlyArray<Line> = []): Line => ({
  text: `${label}: ${words.join(" ")}`,
  children
})

/** A schema under a label. */
export const schemaLine = (label: string, schema: SchemaObject): Line => {
  const attributes = attributesOf(schema)
  if (schema.$ref !== undefined) return line(label, [referred(schema.$ref), ...attributes])
  if (schema.allOf !== undefined) {
    const last = extension(schema.allOf)
    if (last === undefined) return membersLine(label, "allOf", schema.allOf, attributes)
    const bases = schema.allOf.slice(0, -1).map(({ $ref = "" }) => `${referred($ref)} &`)
    return line(label, [...bases, "object", ...attributes, ...attributesOf(last)], propertyLines(last))
  }
  for (const key of ["oneOf", "anyOf"] as const) {
    const members = schema[key]
    if (members !== undefined) return membersLine(label, key, members, attributes)
  }
  if (schema.type === "array") {
    if (schema.items === undefined) return line(label, ["array", ...attributes])
    const simple = simpleType(schema.items)
    return simple === undefined
      ? line(label, ["array", ...attributes], [schemaLine("[]", schema.items)])
      : line(label, [`${simple}[]`, ...attributes])
  }
  if (schema.type === "object") return line(label, ["object", ...attributes], propertyLines(schema))
  const choices = (schema.enum ?? []).map((value) => JSON.stringify(value))
  return choices.join(" ").length > longest
    ? line(
        label,
        [scalarType(schema), ...attributes],
        choices.map((choice) => ({ text: choice, children: [] }))
      )
    : line(label, [scalarType(schema), ...choices, ...attributes])
}

const membersLine = (
  label: string,
  key: "allOf" | "oneOf" | "anyOf",
  members: ReadonlyArray<SchemaObject>,
  attributes: ReadonlyArray<string>
): Line =>
  line(
    label,
    [key, ...attributes],
    members.map((member) => schemaLine("-", member))
  )

const scalars: ReadonlySet<string> = new Set(["string", "number", "integer", "boolean"])

const parseSimple = (word: string): SchemaObject => {
  if (/^[A-Z][\w-]*$/.test(word)) return { $ref: `#/components/schemas/${word}` }
  const [type = "", format] = word.split("/")
  if (type === "any") return {}
  if (!scalars.has(type)) throw new Error(`unknown type ${word}`)
  // One of the scalars.
  return { type: type as "string", ...(format === undefined ? {} : { format }) }
}

const parseJson = (text: string): Json => {
  // JSON.parse only returns JSON.
  return JSON.parse(text) as Json
}

const parseAttributes = (words: ReadonlyArray<string>): SchemaObject => {
  const found: Record<string, Json> = {}
  const choices: Array<Json> = []
  for (const word of words) {
    const [key = "", ...rest] = word.split("=")
    const value = rest.join("=")
    if (word.startsWith('"')) choices.push(parseJson(word))
    else if (word === "null") found["nullable"] = true
    else if (word === "premium") found["x-box-premium-feature"] = true
    else if (word === "closed") found["additionalProperties"] = false
    else if (flags.some((flag) => flag === word)) found[word] = true
    else if (key === "resource") found["x-box-resource-id"] = parseJson(value)
    else if (key === "required" || values.some((one) => one === key)) found[key] = parseJson(value)
    else throw new Error(`unknown word ${word}`)
  }
  return { ...found, ...(choices.length === 0 ? {} : { enum: choices }) }
}

/** The label of a line, and what follows it. */
export const labelled = (text: string): readonly [label: string, rest: string] => {
  const at = text.indexOf(": ")
  if (at === -1) throw new Error(`a label is missing: ${text}`)
  return [text.slice(0, at), text.slice(at + 2)]
}

const parseProperties = (
  children: ReadonlyArray<Line>,
  elsewhere: ReadonlyArray<string> = []
): Pick<SchemaObject, "properties" | "required" | "additionalProperties"> => {
  const properties: Array<readonly [string, SchemaObject]> = []
  const required: Array<string> = []
  let rest: SchemaObject | true | undefined
  for (const child of children) {
    const [label, text] = labelled(child.text)
    const schema = parseSchema(text, child.children)
    if (label === "*") rest = text === "any" ? true : schema
    else {
      const name = label.replace(/!$/, "")
      if (!/^[\w$]+$/.test(name)) throw new Error(`no name of a property: ${label}`)
      if (name !== label) required.push(name)
      properties.push([name, schema])
    }
  }
  required.push(...elsewhere)
  return {
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...(required.length === 0 ? {} : { required }),
    ...(rest === undefined ? {} : { additionalProperties: rest })
  }
}

/** Reads a schema from the text after its label, and from the lines below. */
export const parseSchema = (text: string, children: ReadonlyArray<Line>): SchemaObject => {
  const [head = "", ...rest] = wordsOf(text)
  if (rest[0] === "&") {
    const bases = [head]
    while (rest[0] === "&") {
      rest.shift()
      bases.push(rest.shift() ?? "")
    }
    if (bases.pop() !== "object") throw new Error(`an object is expected at the end of ${text}`)
    return parseExtension(bases, parseAttributes(rest), children)
  }
  const attributes = parseAttributes(rest)
  switch (head) {
    case "allOf":
    case "oneOf":
    case "anyOf":
      return { [head]: children.map((child) => parseMember("-", child)), ...attributes }
    case "array": {
      const [items] = children.map((child) => parseMember("[]", child))
      return { type: "array", ...(items === undefined ? {} : { items }), ...attributes }
    }
    case "object":
      return { type: "object", ...attributes, ...parseProperties(children, attributes.required) }
    default: {
      if (head.endsWith("[]")) return { type: "array", items: parseSimple(head.slice(0, -2)), ...attributes }
      const choices = children.map((child) => parseJson(child.text))
      return { ...parseSimple(head), ...attributes, ...(choices.length === 0 ? {} : { enum: choices }) }
    }
  }
}

const parseMember = (label: "-" | "[]", child: Line): SchemaObject => {
  const [found, text] = labelled(child.text)
  if (found !== label) throw new Error(`${label} is expected: ${child.text}`)
  return parseSchema(text, child.children)
}

/** Properties next to `object` concern the whole, except `closed`, which concerns its properties. */
const parseExtension = (
  bases: ReadonlyArray<string>,
  { additionalProperties, ...attributes }: SchemaObject,
  children: ReadonlyArray<Line>
): SchemaObject => ({
  allOf: [
    ...bases.map(parseSimple),
    {
      type: "object",
      ...parseProperties(children),
      ...(additionalProperties === undefined ? {} : { additionalProperties })
    }
  ],
  ...attributes
})
