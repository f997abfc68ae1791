/** Prints shapes as TypeScript types: tolerant ones for answers, exact ones for arguments. */
import { allProperties, componentOf, deref, discriminator, type Registry } from "./components.ts"
import { comment, literalType, sentences } from "./sentences.ts"
import * as policy from "./policy.ts"
import { isTime } from "./times.ts"
import type { ObjectShape, Property, Shape } from "./shape.ts"

/** `in`: arguments. `out`: answers. */
export type Mode = "in" | "out"

/** The inputs and outputs of printing a type. */
export interface Context {
  readonly registry: Registry
  readonly mode: Mode
  /** The name of a component's type in this mode. */
  readonly nameOf: (component: string) => string
  /** Called with each name in the printed text: components, and `Open`, `Schema`, `Redacted`, ... */
  readonly uses: (name: string) => void
  /** Comments for properties by name, from the hand-written texts. */
  readonly textOf: (owner: string, property: string) => string | undefined
}

const quote = (text: string): string => JSON.stringify(text)
const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name))

/** Components in discriminated unions, by the discriminating property. */
export const discriminated = (registry: Registry): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  const visit = (shape: Shape): void => {
    if (shape.kind === "union") {
      const told = discriminator(registry, shape.members)
      for (const member of shape.members) {
        if (member.kind === "ref" && told !== undefined) found.set(member.name, told.key)
        visit(member)
      }
    } else if (shape.kind === "array") visit(shape.items)
    else if (shape.kind === "object") {
      for (const property of shape.properties) visit(property.shape)
      if (shape.rest !== undefined) visit(shape.rest)
    }
  }
  for (const component of registry.components.values()) visit(component.shape)
  return found
}

/** Whether an answer must have the property. */
export const isRequired = (
  context: Pick<Context, "registry" | "mode"> & { readonly told: ReadonlyMap<string, string> },
  owner: string | undefined,
  property: Property
): boolean => {
  if (context.mode === "in") return property.required
  if (owner !== undefined && policy.alwaysThere[owner]?.includes(property.name) === true) return true
  if (owner !== undefined && context.told.get(owner) === property.name) return true
  if (property.name === "type") return property.required
  if (property.name !== "id") return false
  return property.required || (owner !== undefined && context.registry.components.get(owner)?.isResource === true)
}

/**
 * An optional argument may also be `undefined`, which means the same. Box's answers never contain `undefined`.
 */
export const mayBeUndefined = (mode: Mode, there: boolean): string => (mode === "in" && !there ? " | undefined" : "")

export interface Printer {
  /** The type without `| null`. */
  readonly type: (shape: Shape) => string
  readonly property: (owner: string | undefined, property: Property) => string
  readonly required: (owner: string | undefined, property: Property) => boolean
  /** The members of an interface or object type, with their comments. */
  readonly members: (owner: string | undefined, shape: ObjectShape) => string
}

/** Creates the functions that print types in a mode. */
export const makePrinter = (context: Context, told: ReadonlyMap<string, string>): Printer => {
  const { registry, mode, uses } = context
  const required = (owner: string | undefined, property: Property): boolean =>
    isRequired({ registry, mode, told }, owner, property)

  const stringType = (values: ReadonlyArray<string> | undefined, exact: boolean): string => {
    if (values === undefined) return "string"
    const literals = [...new Set(values)].map(literalType).join(" | ")
    if (exact || (mode === "in" && values.length <= policy.longestClosedList)) return literals
    uses("Open")
    return `Open<${literals}>`
  }

  const time = (): string => {
    uses("Operation")
    return "Operation.Time"
  }

  const type = (shape: Shape, exact = false): string => {
    switch (shape.kind) {
      case "string":
        return stringType(shape.values, exact)
      case "number":
      case "boolean":
        return shape.kind
      case "json":
        uses("Schema")
        return "Schema.Json"
      case "file":
        uses("Operation")
        return "Operation.Content"
      case "array": {
        const item = type(shape.items)
        return `ReadonlyArray<${item}${shape.items.nullable ? " | null" : ""}>`
      }
      case "ref": {
        const target = componentOf(registry, shape.name).shape
        if (target.kind === "string" || target.kind === "number") return type(target, exact)
        const name = context.nameOf(shape.name)
        uses(name)
        return name
      }
      case "union":
        return shape.members.map((member) => type(member)).join(" | ")
      case "object": {
        if (shape.properties.length === 0 && shape.bases.length === 0 && shape.rest !== undefined) {
          return `Readonly<Record<string, ${type(shape.rest)}${shape.rest.nullable ? " | null" : ""}>>`
        }
        const bases = shape.bases.map((base) => {
          const name = context.nameOf(base)
          uses(name)
          return name
        })
        const own =
          shape.properties.length === 0 && shape.rest === undefined ? [] : [`{\n${members(undefined, shape)}\n}`]
        return [...bases, ...own].join(" & ")
      }
    }
  }

  const property = (owner: string | undefined, { name, shape, required: needed }: Property): string => {
    const there = required(owner, { name, shape, required: needed })
    const resolved = shape.kind === "ref" ? deref(registry, shape) : shape
    const exact = there && resolved.kind === "string" && resolved.values?.length === 1
    const nullable = mode === "out" ? !there : shape.nullable
    const absent = `${nullable ? " | null" : ""}${mayBeUndefined(mode, there)}`
    return `readonly ${key(name)}${there ? "" : "?"}: ${mode === "in" && isTime(shape) ? time() : type(shape, exact)}${absent}`
  }

  const documented = (owner: string | undefined, one: Property): string => {
    const text = owner === undefined ? undefined : context.textOf(owner, one.name)
    const item = one.shape.kind === "array" ? sentences(one.shape.items) : []
    const facts = [...sentences(one.shape), ...item.filter((sentence) => !sentences(one.shape).includes(sentence))]
    const words = [...(text === undefined ? [] : [text]), ...facts.filter((fact) => text?.includes(fact) !== true)]
    return comment(words.length === 0 ? [] : [words.join(" ")]) + property(owner, one)
  }

  const members = (owner: string | undefined, shape: ObjectShape): string => {
    const printed = shape.properties.map((one) => documented(owner, one))
    if (shape.rest !== undefined) {
      uses("Schema")
      printed.push("readonly [key: string]: Schema.Json | undefined")
    }
    return printed.join("\n")
  }

  return { type, property, required, members }
}

/** The bases of an interface, with `Omit` if the interface redefines a property. */
export const basesOf = (context: Context, printer: Printer, owner: string, shape: ObjectShape): ReadonlyArray<string> =>
  shape.bases.map((base) => {
    const name = context.nameOf(base)
    context.uses(name)
    const found = componentOf(context.registry, base).shape
    if (found.kind !== "object") throw new Error(`${base} is a base without properties`)
    const inherited = new Map(allProperties(context.registry, found).map((property) => [property.name, property]))
    const different = shape.properties.filter((property) => {
      const before = inherited.get(property.name)
      return before !== undefined && printer.property(base, before) !== printer.property(owner, property)
    })
    if (different.length === 0) return name
    return `Omit<${name}, ${different.map((property) => quote(property.name)).join(" | ")}>`
  })
