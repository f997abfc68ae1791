/** Box's schemas, reduced to what types and checks need. */
import type { SchemaObject } from "./openapi.ts"

/** Facts for readers; none of them is checked at run time. */
export interface Facts {
  readonly format?: string
  readonly default?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly readOnly?: boolean
  readonly premium?: boolean
}

export interface Property {
  readonly name: string
  readonly shape: Shape
  readonly required: boolean
}

interface Common {
  readonly nullable: boolean
  readonly facts: Facts
}

export type Shape = Common &
  (
    | { readonly kind: "string"; readonly values?: ReadonlyArray<string> }
    | { readonly kind: "number" | "boolean" | "json" | "file" }
    | { readonly kind: "array"; readonly items: Shape }
    | {
        readonly kind: "object"
        /** Components whose properties are included. */
        readonly bases: ReadonlyArray<string>
        readonly properties: ReadonlyArray<Property>
        /** The shape of additional keys. */
        readonly rest?: Shape
      }
    | { readonly kind: "ref"; readonly name: string }
    | { readonly kind: "union"; readonly members: ReadonlyArray<Shape> }
  )

export type ObjectShape = Extract<Shape, { readonly kind: "object" }>

const factsOf = (schema: SchemaObject): Facts => ({
  ...(schema.format === undefined ? {} : { format: schema.format }),
  ...(schema.default === undefined || schema.default === null ? {} : { default: JSON.stringify(schema.default) }),
  ...(schema.minimum === undefined ? {} : { minimum: schema.minimum }),
  ...(schema.maximum === undefined ? {} : { maximum: schema.maximum }),
  ...(schema.minLength === undefined ? {} : { minLength: schema.minLength }),
  ...(schema.maxLength === undefined ? {} : { maxLength: schema.maxLength }),
  ...(schema.minItems === undefined ? {} : { minItems: schema.minItems }),
  ...(schema.maxItems === undefined ? {} : { maxItems: schema.maxItems }),
  ...(schema.readOnly === true ? { readOnly: true } : {}),
  ...(schema["x-box-premium-feature"] === undefined ? {} : { premium: true })
})

/** The name of the referenced component. */
export const referenceName = (ref: string): string => {
  const name = ref.split("/").at(-1)
  if (name === undefined || !ref.startsWith("#/components/")) throw new Error(`unknown reference ${ref}`)
  return name
}

/** `oneOf: [X, { type: object, nullable }]` is Box's notation for an X that may be null. */
const saysNull = (schema: SchemaObject): boolean =>
  schema.type === "object" &&
  schema.nullable === true &&
  schema.properties === undefined &&
  (schema.additionalProperties === undefined || schema.additionalProperties === false)

/** A part of `allOf` that only describes, such as `{ description }` or `{ nullable: false }`. */
const onlyDescribes = (schema: SchemaObject): boolean =>
  schema.$ref === undefined &&
  schema.allOf === undefined &&
  schema.oneOf === undefined &&
  schema.anyOf === undefined &&
  schema.properties === undefined &&
  schema.items === undefined &&
  schema.enum === undefined &&
  schema.additionalProperties === undefined &&
  (schema.type === undefined || schema.type === "object")

const unionOf = (members: ReadonlyArray<Shape>, common: Common): Shape => {
  const [first] = members
  if (members.length === 1 && first !== undefined) {
    return { ...first, nullable: first.nullable || common.nullable, facts: { ...first.facts, ...common.facts } }
  }
  const nullable = common.nullable || members.some((member) => member.nullable)
  if (members.every((member) => member.kind === "string")) {
    const values = members.flatMap((member) => member.values ?? [])
    const closed = members.every((member) => member.values !== undefined)
    return { kind: "string", ...common, nullable, ...(closed ? { values } : {}) }
  }
  const scalars = members.filter(
    (member, index) =>
      !(member.kind === "number" || (member.kind === "string" && member.values === undefined)) ||
      members.findIndex((other) => other.kind === member.kind) === index
  )
  return { kind: "union", members: scalars.map((member) => ({ ...member, nullable: false })), ...common, nullable }
}

const mergedOf = (schema: SchemaObject, common: Common): Shape => {
  const { allOf = [], ...own } = schema
  const parts = [...allOf, ...(onlyDescribes(own) ? [] : [own])]
  const shaping = parts.filter((part) => !onlyDescribes(part))
  const facts = Object.assign({}, ...parts.map(factsOf), common.facts)
  const nullable = common.nullable || parts.some((part) => part.nullable === true)
  const [only] = shaping
  if (only === undefined) return { kind: "json", facts, nullable }
  if (shaping.length === 1) {
    const shape = shapeOf(only)
    return { ...shape, facts: { ...shape.facts, ...facts }, nullable: nullable || shape.nullable }
  }
  const bases: Array<string> = []
  const properties = new Map<string, Property>()
  const required = new Set([...(own.required ?? []), ...parts.flatMap((part) => part.required ?? [])])
  let rest: Shape | undefined
  for (const part of shaping) {
    const shape = shapeOf(part)
    if (shape.kind === "ref") bases.push(shape.name)
    else if (shape.kind === "object") {
      bases.push(...shape.bases)
      rest = shape.rest ?? rest
      for (const property of shape.properties) {
        const before = properties.get(property.name)
        properties.set(property.name, before === undefined ? property : refined(before, property))
      }
    } else throw new Error(`allOf of a ${shape.kind} cannot be merged`)
  }
  return {
    kind: "object",
    bases,
    properties: [...properties.values()].map((property) => ({
      ...property,
      required: property.required || required.has(property.name)
    })),
    ...(rest === undefined ? {} : { rest }),
    facts,
    nullable
  }
}

/** A later part of `allOf` often repeats a property only to require or to describe it. */
const refined = (before: Property, after: Property): Property => ({
  name: after.name,
  required: before.required || after.required,
  shape:
    after.shape.kind === "json"
      ? { ...before.shape, nullable: before.shape.nullable || after.shape.nullable }
      : after.shape
})

/** Reduces a schema. References stay references. */
export const shapeOf = (schema: SchemaObject): Shape => {
  const common: Common = { nullable: schema.nullable === true, facts: factsOf(schema) }
  if (schema.$ref !== undefined) return { kind: "ref", name: referenceName(schema.$ref), ...common }
  if (schema.allOf !== undefined) return mergedOf(schema, common)
  const alternatives = schema.oneOf ?? schema.anyOf
  if (alternatives !== undefined) {
    const members = alternatives.filter((member) => !saysNull(member))
    const nullable = common.nullable || members.length < alternatives.length
    return unionOf(members.map(shapeOf), { ...common, nullable })
  }
  switch (schema.type) {
    case "string": {
      if (schema.format === "binary") return { kind: "file", ...common }
      const values = schema.enum?.filter((value) => typeof value === "string")
      return { kind: "string", ...common, ...(values === undefined || values.length === 0 ? {} : { values }) }
    }
    case "integer":
    case "number":
      return { kind: "number", ...common }
    case "boolean":
      return { kind: "boolean", ...common }
    case "array":
      return { kind: "array", items: schema.items === undefined ? anything : shapeOf(schema.items), ...common }
    default:
      return objectOf(schema, common)
  }
}

const anything: Shape = { kind: "json", nullable: false, facts: {} }

const objectOf = (schema: SchemaObject, common: Common): Shape => {
  const { additionalProperties } = schema
  const rest =
    additionalProperties === undefined || additionalProperties === false
      ? undefined
      : additionalProperties === true
        ? anything
        : shapeOf(additionalProperties)
  if (schema.properties === undefined) {
    if (rest !== undefined) return { kind: "object", bases: [], properties: [], rest, ...common }
    return schema.type === "object"
      ? { kind: "object", bases: [], properties: [], rest: anything, ...common }
      : { ...anything, ...common }
  }
  const required = new Set(schema.required ?? [])
  const properties = Object.entries(schema.properties).map(([name, property]) => ({
    name,
    shape: shapeOf(property),
    required: required.has(name)
  }))
  return { kind: "object", bases: [], properties, ...(rest === undefined ? {} : { rest }), ...common }
}

/** The direct references of a shape. */
export const referencesOf = (shape: Shape): ReadonlyArray<string> => {
  switch (shape.kind) {
    case "ref":
      return [shape.name]
    case "array":
      return referencesOf(shape.items)
    case "union":
      return shape.members.flatMap(referencesOf)
    case "object":
      return [
        ...shape.bases,
        ...shape.properties.flatMap((property) => referencesOf(property.shape)),
        ...(shape.rest === undefined ? [] : referencesOf(shape.rest))
      ]
    default:
      return []
  }
}
