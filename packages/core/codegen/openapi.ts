/** Box's OpenAPI documents: what of them the generator reads. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

export type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json }

/** A schema of the documents, OpenAPI 3.0. */
export interface SchemaObject {
  readonly $ref?: string
  readonly type?: "string" | "number" | "integer" | "boolean" | "array" | "object"
  readonly format?: string
  readonly enum?: ReadonlyArray<Json>
  readonly default?: Json
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly pattern?: string
  readonly nullable?: boolean
  readonly readOnly?: boolean
  readonly properties?: Readonly<Record<string, SchemaObject>>
  readonly required?: ReadonlyArray<string>
  readonly items?: SchemaObject
  readonly additionalProperties?: boolean | SchemaObject
  readonly allOf?: ReadonlyArray<SchemaObject>
  readonly oneOf?: ReadonlyArray<SchemaObject>
  readonly anyOf?: ReadonlyArray<SchemaObject>
  readonly "x-box-resource-id"?: string
  readonly "x-box-tag"?: string
  readonly "x-box-premium-feature"?: string | boolean
}

export interface ParameterObject {
  readonly $ref?: string
  readonly name: string
  readonly in: "path" | "query" | "header"
  readonly required?: boolean
  readonly schema: SchemaObject
}

export interface ResponseObject {
  readonly content?: Readonly<Record<string, { readonly schema?: SchemaObject }>>
}

export interface OperationObject {
  readonly operationId: string
  readonly parameters?: ReadonlyArray<ParameterObject>
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: SchemaObject }>> }
  readonly responses: Readonly<Record<string, ResponseObject>>
  readonly servers?: ReadonlyArray<{ readonly url: string }>
  readonly security?: ReadonlyArray<Json>
  readonly "x-box-tag": string
  readonly "x-stability-level"?: string
  readonly "x-box-requires-admin"?: boolean
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, SchemaObject>>
    readonly parameters?: Readonly<Record<string, ParameterObject>>
  }
}

/** A document with the API version that its operations belong to. */
export interface Spec {
  /** `2024.0`, `2025.0` or `2026.0`. */
  readonly version: string
  /** The name of the file, which its overlay bears too. */
  readonly file: string
  readonly document: Document
}

export const files: ReadonlyArray<{ readonly version: string; readonly file: string }> = [
  { version: "2024.0", file: "openapi.json" },
  { version: "2025.0", file: "openapi-v2025.0.json" },
  { version: "2026.0", file: "openapi-v2026.0.json" }
]

/** Whether all documents are in `directory`. */
export const present = (directory: string): boolean => files.every(({ file }) => existsSync(join(directory, file)))

/** Reads a JSON file. */
export const readJson = (path: string): Json => {
  // JSON.parse makes nothing but JSON.
  return JSON.parse(readFileSync(path, "utf8")) as Json
}

/** Operations in the order of the documents. */
export const operationsOf = (spec: Spec): ReadonlyArray<{ path: string; method: string; operation: OperationObject }> =>
  Object.entries(spec.document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation }))
  )

/** What a reference such as `#/components/parameters/X` is about. */
export const referencesByName = <A>(table: Readonly<Record<string, A>>, ref: string): A => {
  const found = table[ref.split("/").at(-1) ?? ""]
  if (found === undefined) throw new Error(`unknown reference ${ref}`)
  return found
}
