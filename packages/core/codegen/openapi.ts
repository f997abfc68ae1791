/** The shapes of Box's API in the form of OpenAPI 3.0, without texts. */
import { readFileSync } from "node:fs"

export type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json }

/** A schema. */
export interface SchemaObject {
  readonly $ref?: string
  readonly type?: "string" | "number" | "integer" | "boolean" | "array" | "object"
  readonly format?: string
  readonly enum?: ReadonlyArray<Json>
  readonly default?: Json
  readonly minimum?: number
  readonly maximum?: number
  readonly multipleOf?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly pattern?: string
  readonly nullable?: boolean
  readonly readOnly?: boolean
  readonly writeOnly?: boolean
  readonly deprecated?: boolean
  readonly properties?: Readonly<Record<string, SchemaObject>>
  readonly required?: ReadonlyArray<string>
  readonly items?: SchemaObject
  readonly additionalProperties?: boolean | SchemaObject
  readonly allOf?: ReadonlyArray<SchemaObject>
  readonly oneOf?: ReadonlyArray<SchemaObject>
  readonly anyOf?: ReadonlyArray<SchemaObject>
  readonly "x-box-resource-id"?: string
  readonly "x-box-tag"?: string
  readonly "x-box-premium-feature"?: boolean
}

export interface ParameterObject {
  readonly name: string
  readonly in: "path" | "query" | "header"
  readonly required?: boolean
  readonly deprecated?: boolean
  readonly explode?: boolean
  readonly schema: SchemaObject
}

/** Media type -> the schema of its body. */
export type Content = Readonly<Record<string, { readonly schema?: SchemaObject }>>

export interface ResponseObject {
  readonly headers?: Readonly<Record<string, { readonly schema: SchemaObject }>>
  readonly content?: Content
}

export interface Server {
  readonly url: string
  readonly variables?: Readonly<Record<string, { readonly default: string }>>
}

export interface OperationObject {
  readonly operationId: string
  readonly parameters?: ReadonlyArray<ParameterObject>
  readonly requestBody?: { readonly required?: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, ResponseObject>>
  readonly servers?: ReadonlyArray<Server>
  readonly security?: ReadonlyArray<Json>
  readonly deprecated?: boolean
  readonly "x-box-tag": string
  readonly "x-stability-level"?: string
  readonly "x-box-requires-admin"?: boolean
}

export interface Document {
  readonly info: { readonly version: string; readonly "x-box-commit-hash": string }
  readonly servers: ReadonlyArray<Server>
  /** The scopes that an access token can be limited to. */
  readonly scopes: ReadonlyArray<string>
  /**
   * `operationId`s by tag, and within a tag in the order of Box's document; a path may have operations of several tags.
   */
  readonly order: ReadonlyArray<string>
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>
  readonly components: { readonly schemas: Readonly<Record<string, SchemaObject>> }
}

/** A document with the API version that its operations belong to. */
export interface Spec {
  /** `2024.0`, `2025.0` or `2026.0`. */
  readonly version: string
  /** The name of Box's document, which its overlay has too. */
  readonly file: string
  readonly document: Document
}

export const files: ReadonlyArray<{ readonly version: string; readonly file: string }> = [
  { version: "2024.0", file: "openapi.json" },
  { version: "2025.0", file: "openapi-v2025.0.json" },
  { version: "2026.0", file: "openapi-v2026.0.json" }
]

/** Reads a JSON file. */
export const readJson = (path: string): Json => {
  // JSON.parse only returns JSON.
  return JSON.parse(readFileSync(path, "utf8")) as Json
}

/** One operation with its location. */
export interface Placed {
  readonly path: string
  readonly method: string
  readonly operation: OperationObject
}

/** All operations in their order. */
export const operationsOf = ({ order, paths }: Pick<Document, "order" | "paths">): ReadonlyArray<Placed> => {
  const places = new Map(order.map((id, index) => [id, index]))
  const placeOf = ({ operation }: Placed): number => places.get(operation.operationId) ?? order.length
  return Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation }))
    )
    .sort((one, other) => placeOf(one) - placeOf(other))
}
