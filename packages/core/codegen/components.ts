/** The components of all API versions under their TypeScript names. Equal ones are merged. */
import { isDeepStrictEqual } from "node:util"
import type { Spec } from "./openapi.ts"
import * as policy from "./policy.ts"
import { type ObjectShape, type Property, referencesOf, type Shape, shapeOf } from "./shape.ts"

/** A component, or an inline object that several components share. */
export interface Component {
  /** In TypeScript. */
  readonly name: string
  readonly shape: Shape
  /** Box's page about it. */
  readonly resource?: string
  readonly tag?: string
  /** Whether it is a resource, which always has an `id`. */
  readonly isResource: boolean
}

/** `File--Full` -> `FileFull`. */
const typeName = (name: string): string =>
  policy.typeNames[name] ?? name.replace(/--(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Replaces the names in references by the TypeScript names. */
const renamed = (shape: Shape, rename: (name: string) => string): Shape => {
  switch (shape.kind) {
    case "ref":
      return { ...shape, name: rename(shape.name) }
    case "array":
      return { ...shape, items: renamed(shape.items, rename) }
    case "union":
      return { ...shape, members: shape.members.map((member) => renamed(member, rename)) }
    case "object":
      return {
        ...shape,
        bases: shape.bases.map(rename),
        properties: shape.properties.map((property) => ({ ...property, shape: renamed(property.shape, rename) })),
        ...(shape.rest === undefined ? {} : { rest: renamed(shape.rest, rename) })
      }
    default:
      return shape
  }
}

/** Removes what is only for readers. */
const bare = (shape: Shape): unknown =>
  JSON.parse(JSON.stringify(shape, (key, value: unknown) => (key === "facts" ? undefined : value)))

/** A component that only renames another one extends it. */
const named = (shape: Shape): Shape =>
  shape.kind === "ref"
    ? { kind: "object", bases: [shape.name], properties: [], nullable: shape.nullable, facts: shape.facts }
    : shape

export interface Registry {
  readonly components: ReadonlyMap<string, Component>
  /** The TypeScript name of a component of a version, for references in operations. */
  readonly resolve: (version: string, shape: Shape) => Shape
}

/** `2025.0` -> `V2025R0`, as Box's own SDK writes it. */
const versionSuffix = (version: string): string => `V${version.replace(".", "R")}`

/** Names every component of every document. Of equal ones, only the first is kept. */
export const makeRegistry = (specs: ReadonlyArray<Spec>): Registry => {
  const components = new Map<string, Component>()
  const names = new Map<string, Map<string, string>>()
  for (const spec of specs) {
    const local = new Map<string, string>()
    names.set(spec.version, local)
    const schemas = Object.entries(spec.document.components.schemas)
    for (const [name] of schemas) local.set(name, typeName(name))
    const rename = (name: string): string => {
      const found = local.get(name)
      if (found === undefined) throw new Error(`${spec.file}: no component ${name}`)
      return found
    }
    // Renaming a component changes the shapes that refer to it, so several rounds are needed.
    for (let changed = true; changed; ) {
      changed = false
      for (const [name, schema] of schemas) {
        const taken = components.get(rename(name))
        if (taken === undefined) continue
        const shape = named(renamed(shapeOf(schema), rename))
        if (isDeepStrictEqual(bare(shape), bare(taken.shape))) continue
        local.set(name, `${typeName(name)}${versionSuffix(spec.version)}`)
        changed = true
      }
    }
    for (const [name, schema] of schemas) {
      const unique = rename(name)
      if (components.has(unique)) continue
      const resource = schema["x-box-resource-id"]
      const tag = schema["x-box-tag"]
      components.set(unique, {
        name: unique,
        shape: named(renamed(shapeOf(schema), rename)),
        isResource: resource !== undefined,
        ...(resource === undefined ? {} : { resource }),
        ...(tag === undefined ? {} : { tag })
      })
    }
  }
  const resolve = (version: string, shape: Shape): Shape =>
    renamed(shape, (name) => {
      const found = names.get(version)?.get(name)
      if (found === undefined) throw new Error(`${version}: no component ${name}`)
      return found
    })
  hoist(components)
  return { components, resolve }
}

/** Names the inline objects that `policy.hoisted` lists. */
const hoist = (components: Map<string, Component>): void => {
  for (const [name, places] of Object.entries(policy.hoisted)) {
    for (const [owner, property] of places) {
      const component = components.get(owner)
      if (component?.shape.kind !== "object") throw new Error(`${owner} has no properties to hoist from`)
      const found = component.shape.properties.find((candidate) => candidate.name === property)
      if (found === undefined) throw new Error(`${owner}.${property} does not exist`)
      const taken = components.get(name)
      const shape: Shape = { ...found.shape, nullable: false, facts: {} }
      if (taken !== undefined && !isDeepStrictEqual(bare(taken.shape), bare(shape))) {
        throw new Error(`${owner}.${property} is not the same as ${name}`)
      }
      components.set(
        name,
        taken ?? { name, shape, isResource: false, ...(component.tag === undefined ? {} : { tag: component.tag }) }
      )
      const reference: Shape = { kind: "ref", name, nullable: found.shape.nullable, facts: found.shape.facts }
      const properties = component.shape.properties.map((candidate) =>
        candidate === found ? { ...candidate, shape: reference } : candidate
      )
      components.set(owner, { ...component, shape: { ...component.shape, properties } })
    }
  }
}

/** The component with that name, which must exist. */
export const componentOf = (registry: Registry, name: string): Component => {
  const found = registry.components.get(name)
  if (found === undefined) throw new Error(`no component ${name}`)
  return found
}

/** Every component that is reachable from `names`. */
export const closure = (registry: Registry, names: Iterable<string>): Set<string> => {
  const seen = new Set<string>()
  const visit = (name: string): void => {
    if (seen.has(name)) return
    seen.add(name)
    for (const next of referencesOf(componentOf(registry, name).shape)) visit(next)
  }
  for (const name of names) visit(name)
  return seen
}

/** All properties of an object, those of its bases first. A redefinition replaces the original. */
export const allProperties = (registry: Registry, shape: ObjectShape): ReadonlyArray<Property> => {
  const properties = new Map<string, Property>()
  for (const base of shape.bases) {
    const found = componentOf(registry, base).shape
    if (found.kind !== "object") throw new Error(`${base} is a base without properties`)
    for (const property of allProperties(registry, found)) properties.set(property.name, property)
  }
  for (const property of shape.properties) {
    const before = properties.get(property.name)
    properties.set(property.name, { ...property, required: property.required || before?.required === true })
  }
  return [...properties.values()]
}

/** Follows references to the end. */
export const deref = (registry: Registry, shape: Shape): Shape =>
  shape.kind === "ref" ? deref(registry, componentOf(registry, shape.name).shape) : shape

/** The property that discriminates the members of a union, with the value of each member. */
export const discriminator = (
  registry: Registry,
  members: ReadonlyArray<Shape>
): { readonly key: string; readonly values: ReadonlyArray<ReadonlyArray<string>> } | undefined => {
  const objects = members.map((member) => deref(registry, member))
  const candidates = ["type", "skill_card_type", "validation_type"]
  for (const key of candidates) {
    const values = objects.map((member) => {
      if (member.kind !== "object") return []
      const property = allProperties(registry, member).find(({ name }) => name === key)
      return property?.shape.kind === "string" ? (property.shape.values ?? []) : []
    })
    const all = values.flat()
    if (values.every((found) => found.length > 0) && new Set(all).size === all.length) return { key, values }
  }
  return undefined
}
