/** Box's OpenAPI documents as these tests read them; nothing here comes from the generator. */
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

export type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json }

export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly enum?: ReadonlyArray<Json>
  readonly example?: Json
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
  readonly "x-box-example-key"?: string
}

export interface Parameter {
  readonly $ref?: string
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
    readonly parameters?: Readonly<Record<string, Parameter>>
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

const directory = process.env["BOX_OPENAPI"] ?? fileURLToPath(new URL("../../../../../shared/openapi", import.meta.url))
const files = ["openapi.json", "openapi-v2025.0.json", "openapi-v2026.0.json"].map((file) => `${directory}/${file}`)

/** Whether the documents are here. They are not part of the project, so these tests skip where they are not. */
export const present: boolean = files.every((file) => existsSync(file))

/** The suffix of a test's name that says why it is skipped. */
export const unlessPresent: string = present ? "" : " (skipped: Box's OpenAPI documents are not in ../shared/openapi)"

export const documents: ReadonlyArray<Document> = present
  ? // The documents are OpenAPI 3.0.
    files.map((file) => JSON.parse(readFileSync(file, "utf8")) as Document)
  : []

const last = (ref: string): string => ref.slice(ref.lastIndexOf("/") + 1)

/** Every operation of every document. */
export const operations: ReadonlyArray<SpecOperation> = documents.flatMap((document) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      document,
      path,
      method: method.toUpperCase(),
      described,
      parameters: (described.parameters ?? []).map(
        (parameter) =>
          (parameter.$ref === undefined ? parameter : document.components.parameters?.[last(parameter.$ref)]) ??
          parameter
      )
    }))
  )
)

/** What a reference is about. */
export const resolve = (document: Document, schema: JsonSchema): JsonSchema => {
  if (schema.$ref === undefined) return schema
  const found = document.components.schemas[last(schema.$ref)]
  if (found === undefined) throw new Error(`unknown reference ${schema.$ref}`)
  return resolve(document, found)
}

/** Which properties a sample has: all, those that are required, or those and some by name wherever they occur. */
export type Extent = "all" | "required" | ReadonlySet<string>

const times: Readonly<Record<string, Json>> = { "date-time": "2030-01-31T12:00:00+00:00", date: "2030-01-31" }

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A value that a schema describes, made of the document's own examples where they fit. */
export const sample = (
  document: Document,
  given: JsonSchema,
  extent: Extent,
  alsoRequired: ReadonlyArray<string> = []
): Json => {
  const schema = resolve(document, given)
  const parts = schema.allOf
  if (parts !== undefined) {
    const { allOf: _, ...own } = schema
    const required = [...alsoRequired, ...(own.required ?? []), ...parts.flatMap((part) => part.required ?? [])]
    const made = [...parts, own].filter(shapes).map((part) => sample(document, part, extent, required))
    const objects = made.filter(isObject)
    if (objects.length === made.length && objects.length > 0) return Object.assign({}, ...objects)
    const scalar = made.find((value) => !isObject(value))
    return scalar ?? {}
  }
  const alternatives = schema.oneOf ?? schema.anyOf
  if (alternatives !== undefined) {
    const [first] = alternatives
    return first === undefined ? null : sample(document, first, extent)
  }
  const { example } = schema
  switch (schema.type) {
    case "string": {
      if (schema.enum !== undefined)
        return schema.enum.includes(example ?? null) ? (example ?? null) : (schema.enum[0] ?? "")
      const time = times[schema.format ?? ""]
      return time ?? (typeof example === "string" ? example : "text")
    }
    case "integer":
    case "number": {
      const fits =
        typeof example === "number" && example >= (schema.minimum ?? example) && example <= (schema.maximum ?? example)
      return fits ? (example ?? 1) : (schema.minimum ?? 1)
    }
    case "boolean":
      return typeof example === "boolean" ? example : true
    case "array":
      return schema.items === undefined ? [] : [sample(document, schema.items, extent)]
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
  const entries = properties.map(([name, property]): [string, Json] => [name, sample(document, property, extent)])
  const rest = schema.additionalProperties
  if (typeof rest === "object" && (extent === "all" || schema.properties === undefined)) {
    const value = sample(document, rest, extent)
    entries.push([
      schema["x-box-example-key"] ?? "somekey",
      isObject(value) && Object.keys(value).length === 0 ? "value" : value
    ])
  }
  return Object.fromEntries(entries)
}

/** The OpenAPI 3.0 schema as JSON Schema, for a validator that knows no `nullable`. */
export const toJsonSchema = (schema: JsonSchema): object => {
  const { nullable, example: _, ...rest } = schema
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
