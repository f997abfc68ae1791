/**
 * Reduces Box's OpenAPI documents to facts: names, types, limits, statuses. Each key is listed here, either as a fact
 * or as omitted. An unlisted key fails, so that nothing is lost or included by accident.
 */
import {
  type Content,
  type Document,
  type Json,
  type OperationObject,
  operationsOf,
  type ParameterObject,
  type SchemaObject,
  type Server
} from "./openapi.ts"
import { compare } from "./source.ts"

interface JsonObject {
  readonly [key: string]: Json
}

const objectAt = (where: string, value: Json | undefined): JsonObject => {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`${where}: an object is expected`)
  // Arrays were excluded above, which the type of Json does not show.
  return value as JsonObject
}

const listAt = (where: string, value: Json | undefined): ReadonlyArray<Json> => {
  if (!Array.isArray(value)) throw new Error(`${where}: an array is expected`)
  return value
}

const wordAt = (where: string, value: Json | undefined): string => {
  if (typeof value !== "string") throw new Error(`${where}: text is expected`)
  return value
}

/** The facts of an object, by their keys; fails on a key that is on neither list. */
const select = (
  where: string,
  value: Json | undefined,
  facts: ReadonlyArray<string>,
  leftOut: ReadonlyArray<string>
): JsonObject => {
  const entries = Object.entries(objectAt(where, value))
  const unknown = entries.map(([key]) => key).filter((key) => !facts.includes(key) && !leftOut.includes(key))
  if (unknown.length > 0) throw new Error(`${where}: unknown key ${unknown.join(", ")}: list it in documents.ts`)
  return Object.fromEntries(entries.filter(([key]) => facts.includes(key)))
}

const mapped = <A>(
  where: string,
  value: Json | undefined,
  read: (where: string, value: Json) => A
): Readonly<Record<string, A>> =>
  Object.fromEntries(Object.entries(objectAt(where, value)).map(([key, one]) => [key, read(`${where} ${key}`, one)]))

/** Only if it is present. */
const optional = <K extends string, A>(key: K, value: A | undefined): { readonly [P in K]?: A } => {
  // One key with a value, as the type says.
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: A }
}

const whenTrue = <K extends string>(key: K, value: Json | undefined): { readonly [P in K]?: true } =>
  optional(key, value === true ? true : undefined)

const scalarKeys = [
  "format",
  "enum",
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

const switches = ["nullable", "readOnly", "writeOnly", "deprecated", "uniqueItems"] as const

const schemaFacts = [
  ...scalarKeys,
  ...switches,
  "$ref",
  "type",
  "properties",
  "required",
  "items",
  "additionalProperties",
  "allOf",
  "oneOf",
  "anyOf",
  "x-box-resource-id",
  "x-box-premium-feature"
]

/** Texts, and what only Box's own tools read. The tag is relevant only for components. */
const schemaTexts = [
  "title",
  "description",
  "example",
  "x-box-tag",
  "x-box-example-key",
  "x-box-variant",
  "x-box-variants",
  "x-box-resource-variant",
  "x-box-reference-category",
  "x-box-sanitized"
]

/** A schema without its texts, in canonical form. */
export const schemaFactsOf = (where: string, value: Json): SchemaObject => {
  const found = select(where, value, schemaFacts, schemaTexts)
  const schemas = (key: "allOf" | "oneOf" | "anyOf"): ReadonlyArray<SchemaObject> | undefined =>
    found[key] === undefined
      ? undefined
      : listAt(where, found[key]).map((member, index) => schemaFactsOf(`${where} ${key}/${index}`, member))
  const named = found["properties"]
  const properties = named === undefined || Object.keys(objectAt(where, named)).length === 0 ? undefined : named
  const rest = found["additionalProperties"]
  const resource = found["x-box-resource-id"]
  const combined = ["allOf", "oneOf", "anyOf", "$ref"].some((key) => found[key] !== undefined)
  const isObject = !combined && (named !== undefined || rest !== undefined)
  // `type: object` beside `allOf` adds nothing.
  const type = combined ? undefined : isObject ? "object" : found["type"]
  const schema: SchemaObject = {
    ...optional("$ref", found["$ref"] === undefined ? undefined : wordAt(where, found["$ref"])),
    // One of the types of OpenAPI. The notation supports no other, and the update reads back what it wrote.
    ...optional("type", type as SchemaObject["type"] | undefined),
    ...Object.fromEntries(scalarKeys.flatMap((key) => (found[key] === undefined ? [] : [[key, found[key]]]))),
    ...Object.fromEntries(switches.flatMap((key) => (found[key] === true ? [[key, true]] : []))),
    ...(found["x-box-premium-feature"] === undefined ? {} : { "x-box-premium-feature": true }),
    ...optional("properties", properties === undefined ? undefined : mapped(where, properties, schemaFactsOf)),
    ...optional(
      "required",
      found["required"] === undefined ? undefined : listAt(where, found["required"]).map((name) => wordAt(where, name))
    ),
    ...optional("items", found["items"] === undefined ? undefined : schemaFactsOf(`${where} items`, found["items"])),
    ...optional("additionalProperties", rest === undefined ? undefined : restOf(where, rest)),
    ...optional("allOf", schemas("allOf")),
    ...optional("oneOf", schemas("oneOf")),
    ...optional("anyOf", schemas("anyOf")),
    ...optional("x-box-resource-id", resource === undefined ? undefined : wordAt(where, resource))
  }
  return ordered(simplified(schema))
}

const componentFactsOf = (where: string, value: Json): SchemaObject => {
  const { "x-box-tag": tag } = objectAt(where, value)
  return { ...schemaFactsOf(where, value), ...optional("x-box-tag", typeof tag === "string" ? tag : undefined) }
}

const restOf = (where: string, value: Json): boolean | SchemaObject => {
  if (typeof value === "boolean") return value
  const schema = schemaFactsOf(`${where} additionalProperties`, value)
  return Object.keys(schema).length === 0 ? true : schema
}

const structure = ["$ref", "type", "properties", "items", "enum", "additionalProperties", "allOf", "oneOf", "anyOf"]

/** Whether a member of `allOf` only describes the whole, such as `{ nullable: true }`. */
const isRemark = (schema: SchemaObject): boolean => {
  const keys = Object.keys(schema).filter((key) => structure.includes(key))
  return keys.length === 0 || (keys.join() === "type" && schema.type === "object")
}

/** Merges descriptive members, and an `allOf` with one member, into the schema itself. */
const simplified = (schema: SchemaObject): SchemaObject => {
  if (schema.allOf === undefined) return schema
  const { allOf, ...own } = schema
  const { type: _, ...remarks } = allOf.filter(isRemark).reduce((all, remark) => joined(all, remark), {})
  const outer = joined(remarks, own)
  const members = allOf.filter((member) => !isRemark(member))
  const [only] = members
  if (only === undefined) return outer
  return members.length === 1 && isRemark(outer) ? joined(only, outer) : { ...outer, allOf: members }
}

/** The second takes precedence, but what either requires is required. */
const joined = (first: SchemaObject, second: SchemaObject): SchemaObject => {
  const required = [...new Set([...(first.required ?? []), ...(second.required ?? [])])]
  return { ...first, ...second, ...(required.length === 0 ? {} : { required }) }
}

/** The required names, in the order of the properties. For `allOf` they are stated in its last member. */
const ordered = (schema: SchemaObject): SchemaObject => {
  const { required, ...rest } = schema
  const last = rest.allOf?.at(-1)
  if (last?.properties !== undefined && required !== undefined) {
    const inner = required.filter((name) => Object.hasOwn(last.properties ?? {}, name))
    const outer = required.filter((name) => !inner.includes(name))
    const allOf = [...(rest.allOf ?? []).slice(0, -1), ordered(joined(last, { required: inner }))]
    return { ...rest, allOf, ...(outer.length === 0 ? {} : { required: outer }) }
  }
  if (required === undefined || required.length === 0) return rest
  const names = Object.keys(rest.properties ?? {})
  const known = names.filter((name) => required.includes(name))
  return { ...rest, required: [...known, ...required.filter((name) => !names.includes(name))] }
}

const contentOf = (where: string, value: Json): Content =>
  mapped(where, value, (place, media) => {
    const { schema } = select(place, media, ["schema"], ["example", "examples"])
    return optional("schema", schema === undefined ? undefined : schemaFactsOf(place, schema))
  })

const responseOf = (where: string, value: Json): OperationObject["responses"][string] => {
  const { headers, content } = select(where, value, ["headers", "content"], ["description"])
  return {
    ...optional(
      "headers",
      headers === undefined
        ? undefined
        : mapped(where, headers, (place, header) => ({
            schema: schemaFactsOf(place, select(place, header, ["schema"], ["description"])["schema"] ?? {})
          }))
    ),
    ...optional("content", content === undefined ? undefined : contentOf(where, content))
  }
}

const serverOf = (where: string, value: Json): Server => {
  const { url, variables } = select(where, value, ["url", "variables"], ["description"])
  return {
    url: wordAt(where, url),
    ...optional(
      "variables",
      variables === undefined
        ? undefined
        : mapped(where, variables, (place, one) => ({
            default: wordAt(place, select(place, one, ["default"], ["description"])["default"])
          }))
    )
  }
}

const placeOf = (where: string, value: Json | undefined): ParameterObject["in"] => {
  const place = wordAt(where, value)
  if (place === "path" || place === "query" || place === "header") return place
  throw new Error(`${where}: a parameter in ${place}`)
}

const parameterOf =
  (shared: JsonObject) =>
  (where: string, given: Json): ParameterObject => {
    const { $ref: ref } = objectAt(where, given)
    const value = ref === undefined ? given : shared[wordAt(where, ref).split("/").at(-1) ?? ""]
    const facts = ["name", "in", "required", "deprecated", "explode", "schema"]
    const found = select(where, value, facts, ["description", "example", "allowEmptyValue"])
    return {
      name: wordAt(where, found["name"]),
      in: placeOf(where, found["in"]),
      ...whenTrue("required", found["required"]),
      ...whenTrue("deprecated", found["deprecated"]),
      ...optional("explode", typeof found["explode"] === "boolean" ? found["explode"] : undefined),
      schema: schemaFactsOf(where, found["schema"] ?? {})
    }
  }

const operationFacts = [
  "operationId",
  "parameters",
  "requestBody",
  "responses",
  "servers",
  "security",
  "deprecated",
  "x-box-tag",
  "x-stability-level",
  "x-box-requires-admin"
]

const operationTexts = [
  "summary",
  "description",
  "tags",
  "x-box-enable-explorer",
  "x-box-reference-category",
  "x-box-is-variation"
]

const operationOf =
  (shared: JsonObject) =>
  (where: string, value: Json): OperationObject => {
    const found = select(where, value, operationFacts, operationTexts)
    const { parameters, requestBody, servers, security } = found
    if (security !== undefined && listAt(where, security).length > 0) throw new Error(`${where}: security of its own`)
    const body =
      requestBody === undefined ? undefined : select(where, requestBody, ["required", "content"], ["description"])
    return {
      operationId: wordAt(where, found["operationId"]),
      ...whenTrue("deprecated", found["deprecated"]),
      ...optional(
        "servers",
        servers === undefined ? undefined : listAt(where, servers).map((one) => serverOf(where, one))
      ),
      ...optional("security", security === undefined ? undefined : []),
      ...optional(
        "parameters",
        parameters === undefined || listAt(where, parameters).length === 0
          ? undefined
          : listAt(where, parameters).map((one, index) => parameterOf(shared)(`${where} parameters/${index}`, one))
      ),
      ...optional(
        "requestBody",
        body === undefined
          ? undefined
          : { ...whenTrue("required", body["required"]), content: contentOf(where, body["content"] ?? {}) }
      ),
      responses: mapped(where, found["responses"], responseOf),
      "x-box-tag": wordAt(where, found["x-box-tag"]),
      ...optional(
        "x-stability-level",
        found["x-stability-level"] === undefined ? undefined : wordAt(where, found["x-stability-level"])
      ),
      ...whenTrue("x-box-requires-admin", found["x-box-requires-admin"])
    }
  }

const scopesOf = (where: string, schemes: Json | undefined): ReadonlyArray<string> =>
  Object.values(objectAt(where, schemes)).flatMap((scheme) =>
    Object.values(objectAt(where, objectAt(where, scheme)["flows"])).flatMap((flow) =>
      Object.keys(objectAt(where, objectAt(where, flow)["scopes"]))
    )
  )

/** The facts of one of Box's documents. */
export const documentFactsOf = (file: string, value: Json): Document => {
  const root = select(
    file,
    value,
    ["info", "servers", "paths", "components"],
    ["openapi", "security", "tags", "externalDocs"]
  )
  const info = objectAt(file, root["info"])
  const components = select(file, root["components"], ["parameters", "schemas", "securitySchemes"], [])
  const shared = objectAt(file, components["parameters"] ?? {})
  const placed = mapped(file, root["paths"], (path, methods) => mapped(path, methods, operationOf(shared)))
  const paths = Object.fromEntries(Object.entries(placed).filter(([, methods]) => Object.keys(methods).length > 0))
  return {
    info: {
      version: wordAt(file, info["version"]),
      "x-box-commit-hash": wordAt(file, info["x-box-commit-hash"])
    },
    servers: listAt(file, root["servers"]).map((server) => serverOf(file, server)),
    scopes: scopesOf(file, components["securitySchemes"]),
    order: operationsOf({ order: [], paths })
      .map(({ operation }) => operation)
      .sort((one, other) => compare(one["x-box-tag"], other["x-box-tag"]))
      .map(({ operationId }) => operationId),
    paths,
    components: { schemas: mapped(file, components["schemas"], componentFactsOf) }
  }
}
