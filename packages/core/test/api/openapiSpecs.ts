/**
 * The facts about Box's API as these tests read them. Of the generator only what reads the files is used: what the facts
 * mean is worked out here a second time.
 */
import { readFacts } from "../../codegen/emit.ts"

export type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json }

export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly enum?: ReadonlyArray<Json>
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly nullable?: boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly required?: ReadonlyArray<string>
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema
  readonly allOf?: ReadonlyArray<JsonSchema>
  readonly oneOf?: ReadonlyArray<JsonSchema>
  readonly anyOf?: ReadonlyArray<JsonSchema>
}

export interface Parameter {
  readonly name: string
  readonly in: "path" | "query" | "header"
  readonly required?: boolean
  readonly schema: JsonSchema
}

export interface Described {
  readonly operationId: string
  readonly parameters?: ReadonlyArray<Parameter>
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> }
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: JsonSchema }>> }>
  >
  readonly servers?: ReadonlyArray<{
    readonly url: string
    readonly variables?: Readonly<Record<string, { readonly default: string }>>
  }>
  readonly security?: ReadonlyArray<Json>
}

export interface Document {
  readonly servers: ReadonlyArray<{ readonly url: string }>
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>
  }
}

/** One operation of a document. */
export interface SpecOperation {
  readonly document: Document
  readonly path: string
  readonly method: string
  readonly described: Described
  readonly parameters: ReadonlyArray<Parameter>
}

// The facts have the form of OpenAPI 3.0, of which these types are another view.
export const documents = readFacts().map(({ document }) => document as unknown as Document)

/** Every operation of every document. */
export const operations: ReadonlyArray<SpecOperation> = documents.flatMap((document) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      document,
      path,
      method: method.toUpperCase(),
      described,
      parameters: described.parameters ?? []
    }))
  )
)

/** What a reference is about. */
export const resolve = (document: Document, schema: JsonSchema): JsonSchema => {
  if (schema.$ref === undefined) return schema
  const found = document.components.schemas[schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1)]
  if (found === undefined) throw new Error(`unknown reference ${schema.$ref}`)
  return resolve(document, found)
}

/** Which properties a sample has: all, those that are required, or those and some by name wherever they occur. */
export type Extent = "all" | "required" | ReadonlySet<string>

/** Format -> a text of it. */
const formatted: Readonly<Record<string, string>> = {
  "date-time": "2030-01-31T12:00:00+00:00",
  date: "2030-01-31",
  email: "ada@example.test",
  url: "https://example.test/there",
  uuid: "01234567-89ab-4cde-8f01-23456789abcd",
  uuidv4: "01234567-89ab-4cde-8f01-23456789abcd",
  digest: "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  "<width>x<height>": "32x32"
}

/** Texts of which one fits each pattern. `.^` fits nothing: another member of its union takes the value. */
const patterned = ["text", "7", "{user_question}", "{user_question} {content}"]

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A text that a schema describes. Where it is free, it is the name of the property, so that no two can be confused. */
const sampleText = (
  { enum: values, format = "", pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: JsonSchema,
  name: string
): Json => {
  if (values !== undefined) return values[0] ?? ""
  const fitting = pattern === undefined ? undefined : patterned.find((text) => new RegExp(pattern).test(text))
  return fitting ?? formatted[format] ?? name.padEnd(minLength, "_").slice(0, maxLength)
}

/** A value that a schema describes. */
export const sample = (
  document: Document,
  given: JsonSchema,
  extent: Extent,
  name = "text",
  alsoRequired: ReadonlyArray<string> = []
): Json => {
  const schema = resolve(document, given)
  const parts = schema.allOf
  if (parts !== undefined) {
    const { allOf: _, ...own } = schema
    const required = [...alsoRequired, ...(own.required ?? []), ...parts.flatMap((part) => part.required ?? [])]
    const made = [...parts, own].filter(shapes).map((part) => sample(document, part, extent, name, required))
    const objects = made.filter(isObject)
    if (objects.length === made.length && objects.length > 0) return Object.assign({}, ...objects)
    const scalar = made.find((value) => !isObject(value))
    return scalar ?? {}
  }
  const alternatives = schema.oneOf ?? schema.anyOf
  if (alternatives !== undefined) {
    const [first] = alternatives
    return first === undefined ? null : sample(document, first, extent, name)
  }
  switch (schema.type) {
    case "string":
      return sampleText(schema, name)
    case "integer":
    case "number":
      return Math.min(Math.max(name.length, schema.minimum ?? 1), schema.maximum ?? name.length)
    case "boolean":
      return name.length % 2 === 0
    case "array":
      return schema.items === undefined ? [] : [sample(document, schema.items, extent, name)]
    default:
      return sampleObject(document, schema, extent, alsoRequired)
  }
}

/** Whether a part of `allOf` says what a value looks like; many only describe it. */
const shapes = (part: JsonSchema): boolean => {
  const structure = [part.$ref, part.properties, part.allOf, part.oneOf, part.anyOf, part.additionalProperties]
  return structure.some((found) => found !== undefined) || (part.type !== undefined && part.type !== "object")
}

const sampleObject = (
  document: Document,
  schema: JsonSchema,
  extent: Extent,
  alsoRequired: ReadonlyArray<string>
): Json => {
  const required = new Set([...alsoRequired, ...(schema.required ?? [])])
  const properties = Object.entries(schema.properties ?? {}).filter(
    ([name]) => extent === "all" || required.has(name) || (extent !== "required" && extent.has(name))
  )
  const entries = properties.map(([name, property]): [string, Json] => [name, sample(document, property, extent, name)])
  const rest = schema.additionalProperties
  if (typeof rest === "object" && (extent === "all" || schema.properties === undefined)) {
    const value = sample(document, rest, extent)
    entries.push(["somekey", isObject(value) && Object.keys(value).length === 0 ? "value" : value])
  }
  return Object.fromEntries(entries)
}

/** The OpenAPI 3.0 schema as JSON Schema, for a validator that knows no `nullable`. */
export const toJsonSchema = (schema: JsonSchema): object => {
  const { nullable, ...rest } = schema
  const converted: Record<string, unknown> = { ...rest }
  for (const key of ["allOf", "oneOf", "anyOf"] as const) {
    const list = rest[key]
    // A value that fits two members is Box's to sort out.
    if (list !== undefined) converted[key] = undefined
    if (list !== undefined) converted[key === "oneOf" ? "anyOf" : key] = list.map(toJsonSchema)
  }
  if (rest.items !== undefined) converted["items"] = toJsonSchema(rest.items)
  if (rest.properties !== undefined) {
    converted["properties"] = Object.fromEntries(
      Object.entries(rest.properties).map(([name, property]) => [name, toJsonSchema(property)])
    )
  }
  if (typeof rest.additionalProperties === "object")
    converted["additionalProperties"] = toJsonSchema(rest.additionalProperties)
  const clean = Object.fromEntries(
    Object.entries(converted).filter(([key, value]) => value !== undefined && !key.startsWith("x-"))
  )
  return nullable === true ? { anyOf: [clean, { type: "null" }] } : clean
}
