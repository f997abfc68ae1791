/** Prints shapes as the expressions that check answers. */
import { componentOf, discriminator, type Registry } from "./components.ts"
import { referencesOf, type ObjectShape, type Property, type Shape } from "./shape.ts"
import { compare } from "./source.ts"
import type { Printer } from "./types.ts"

/**
 * The references of a component's properties, including those of its bases: `[the declaring component, the other]`.
 */
const edgesOf = (registry: Registry, name: string): ReadonlyArray<readonly [string, string]> => {
  const { shape } = componentOf(registry, name)
  if (shape.kind !== "object") return referencesOf(shape).map((next) => [name, next])
  const own = referencesOf({ ...shape, bases: [] }).map((next) => [name, next] as const)
  return [...shape.bases.flatMap((base) => edgesOf(registry, base)), ...own]
}

/**
 * References that close a cycle, as `from>to`. Codecs use these lazily. All other references are resolved when a codec
 * is built, which terminates because the cycles are cut.
 */
export const backEdges = (registry: Registry, names: Iterable<string>): ReadonlySet<string> => {
  const edges = new Set<string>()
  const open = new Set<string>()
  const done = new Set<string>()
  const visit = (name: string): void => {
    if (done.has(name)) return
    open.add(name)
    for (const [from, next] of edgesOf(registry, name)) {
      if (open.has(next)) edges.add(`${from}>${next}`)
      else visit(next)
    }
    open.delete(name)
    done.add(name)
  }
  // Sorted by name, so that the order of operations has no effect.
  for (const name of [...names].sort(compare)) visit(name)
  return edges
}

export interface Checker {
  /** The expression for a component's own shape. */
  readonly expression: (owner: string, shape: Shape) => string
  /** The properties that an object declares itself, as entries of an object literal. */
  readonly entries: (owner: string, shape: ObjectShape) => ReadonlyArray<string>
}

interface Options {
  readonly registry: Registry
  readonly printer: Printer
  readonly cycles: ReadonlySet<string>
  readonly uses: (name: string) => void
  /** The expression of all properties of a base, to be spread. */
  readonly spreadOf: (owner: string, base: string) => string
}

const quote = (text: string): string => JSON.stringify(text)
const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name))

/** Creates the functions that print checks. */
export const makeChecker = ({ registry, printer, cycles, uses, spreadOf }: Options): Checker => {
  const schema = (): "Schema" => {
    uses("Schema")
    return "Schema"
  }

  // Documented values are for readers and editors: any string is accepted, unless it discriminates a union.
  const literal = (values: ReadonlyArray<string> | undefined, exact: boolean): string => {
    const [only] = values ?? []
    return exact && only !== undefined && values?.length === 1
      ? `${schema()}.Literal(${quote(only)})`
      : `${schema()}.String`
  }

  const reference = (owner: string, name: string, exact: boolean): string => {
    const target = componentOf(registry, name).shape
    if (target.kind === "string") return literal(target.values, exact)
    if (target.kind === "number") return `${schema()}.Number`
    uses(name)
    if (cycles.has(`${owner}>${name}`)) return name
    uses("resolve")
    return `resolve(${name})`
  }

  const union = (owner: string, members: ReadonlyArray<Shape>): string => {
    const told = discriminator(registry, members)
    const printed = members.map((member) => value(owner, member, false))
    if (told !== undefined) {
      uses("otherThan")
      const known = [...new Set(told.values.flat())]
      printed.push(`otherThan(${[told.key, ...known].map(quote).join(", ")})`)
    }
    return `${schema()}.Union([${printed.join(", ")}])`
  }

  const value = (owner: string, shape: Shape, exact: boolean): string => {
    switch (shape.kind) {
      case "string":
        return literal(shape.values, exact)
      case "number":
        return `${schema()}.Number`
      case "boolean":
        return `${schema()}.Boolean`
      case "json":
        return `${schema()}.Json`
      case "file":
        throw new Error(`${owner}: bytes inside JSON`)
      case "array": {
        const item = value(owner, shape.items, false)
        return `${schema()}.Array(${shape.items.nullable ? `${schema()}.NullOr(${item})` : item})`
      }
      case "ref":
        return reference(owner, shape.name, exact)
      case "union":
        return union(owner, shape.members)
      case "object":
        return object(owner, undefined, shape)
    }
  }

  const property = (owner: string, declaring: string | undefined, one: Property): string => {
    const there = printer.required(declaring, one)
    const checked = value(owner, one.shape, there)
    if (there) return `${key(one.name)}: ${checked}`
    uses("maybe")
    return `${key(one.name)}: maybe(${checked})`
  }

  const object = (owner: string, declaring: string | undefined, shape: ObjectShape): string => {
    if (shape.properties.length === 0 && shape.bases.length === 0 && shape.rest !== undefined) {
      const rest = value(owner, shape.rest, false)
      return `${schema()}.Record(${schema()}.String, ${shape.rest.nullable ? `${schema()}.NullOr(${rest})` : rest})`
    }
    const entries = [
      ...shape.bases.map((base) => `...${spreadOf(owner, base)}`),
      ...shape.properties.map((one) => property(owner, declaring, one))
    ]
    return withRest(`${schema()}.Struct({ ${entries.join(", ")} })`, shape)
  }

  const withRest = (struct: string, shape: ObjectShape): string =>
    shape.rest === undefined
      ? struct
      : `${schema()}.StructWithRest(${struct}, [${schema()}.Record(${schema()}.String, ${schema()}.Json)])`

  return {
    expression: (owner, shape) => (shape.kind === "object" ? object(owner, owner, shape) : value(owner, shape, false)),
    entries: (owner, shape) => shape.properties.map((one) => property(owner, owner, one))
  }
}
