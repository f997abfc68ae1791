/** Emits `api/schemas/`: interfaces of all components, and checks of answers. */
import { backEdges, makeChecker } from "./checks.ts"
import { allProperties, componentOf } from "./components.ts"
import { comment } from "./sentences.ts"
import { type Library, shownShape } from "./library.ts"
import { compare, header, Imports } from "./source.ts"
import { textAbout, type Texts, textOf } from "./texts.ts"
import { basesOf, type Context, discriminated, makePrinter, type Mode } from "./types.ts"
import { referencesOf, type ObjectShape } from "./shape.ts"

const camel = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`

/** Bases before the components that extend them, otherwise in alphabetical order. */
const ordered = (library: Library, names: ReadonlyArray<string>): ReadonlyArray<string> => {
  const placed = new Set<string>()
  const visit = (name: string): void => {
    if (placed.has(name) || !names.includes(name)) return
    const { shape } = componentOf(library.registry, name)
    if (shape.kind === "object") for (const base of shape.bases) visit(base)
    placed.add(name)
  }
  for (const name of [...names].sort(compare)) visit(name)
  return [...placed]
}

const resourcePage = (library: Library, name: string): string | undefined => {
  const { resource } = componentOf(library.registry, name)
  return resource === undefined
    ? undefined
    : `@see https://developer.box.com/reference/resources/${resource.replaceAll("_", "-")}/`
}

const describe = (library: Library, texts: Texts, name: string): string => {
  const page = resourcePage(library, name)
  const text = textAbout(texts, "components", name)
  const variants = variantSentence(library, name)
  const words = [text, text === undefined ? variants : undefined].filter((line) => line !== undefined)
  if (page === undefined) return comment(words)
  return words.length === 0 ? comment([page]) : comment([...words, "", page])
}

const variantSentence = (library: Library, name: string): string | undefined => {
  const { components } = library.registry
  if (name.endsWith("Full") && components.has(name.replace(/Full$/, ""))) return "What `fields` can ask for."
  if (components.has(`${name}Full`)) return "What comes without `fields`."
  if (name.endsWith("Mini")) return "The short form inside other answers."
  if (name.endsWith("Base")) return "What every form has."
  return undefined
}

/** The text of one file of `schemas/`. */
export const emitSchemaFile = (library: Library, texts: Texts, file: string): string => {
  const { registry } = library
  const told = discriminated(registry)
  const imports = new Imports()
  const here = (name: string): boolean => library.fileOf(name) === file
  const answered = [...library.answered].filter(here)
  const given = [...library.given].filter(here)
  const componentOfName = new Map<string, string>([
    ...[...library.given].map((name): [string, string] => [library.nameOf("in", name), name]),
    ...[...library.answered].map((name): [string, string] => [name, name])
  ])
  const useType = (name: string): void => {
    const component = componentOfName.get(name)
    if (name === "Schema") imports.namespace("effect/Schema", "Schema", false)
    else if (name === "Operation") imports.namespace("../../operation/Operation.ts", "Operation", false)
    else if (name === "Open") imports.type("../../internal/schema.ts", "Open")
    else if (component === undefined) throw new Error(`${name} is used and not emitted`)
    else if (!here(component)) imports.type(`./${library.fileOf(component)}.ts`, name)
  }
  const useValue = (name: string): void => {
    if (name === "Schema") imports.namespace("effect/Schema", "Schema", true)
    else if (!library.answered.has(name)) imports.value("../../internal/schema.ts", name)
    else if (!here(name)) imports.value(`./${library.fileOf(name)}.ts`, name)
  }
  const contextOf = (mode: Mode): Context => ({
    registry,
    mode,
    nameOf: (component) => library.nameOf(mode, component),
    uses: useType,
    textOf: textOf(texts, mode === "in" ? "arguments" : "properties")
  })
  const parts: Array<string> = []
  const declare = (mode: Mode, name: string): void => {
    const context = contextOf(mode)
    const printer = makePrinter(context, told)
    const shape = mode === "out" ? shownShape(library, name) : componentOf(registry, name).shape
    const printedName = library.nameOf(mode, name)
    const documented = describe(library, texts, name)
    if (shape.kind !== "object" || (shape.properties.length === 0 && shape.bases.length === 0)) {
      parts.push(`${documented}export type ${printedName} = ${printer.type(shape)}`)
      return
    }
    const bases = basesOf(context, printer, name, shape)
    const inherited = new Map(
      shape.bases.flatMap((base) => {
        const found = componentOf(registry, base).shape
        return found.kind === "object"
          ? allProperties(registry, found).map((one) => [one.name, printer.property(base, one)] as const)
          : []
      })
    )
    const own: ObjectShape = {
      ...shape,
      properties: shape.properties.filter((one) => inherited.get(one.name) !== printer.property(name, one))
    }
    const extending = bases.length === 0 ? "" : ` extends ${bases.join(", ")}`
    parts.push(`${documented}export interface ${printedName}${extending} {\n${printer.members(name, own)}\n}`)
  }
  for (const name of ordered(library, answered)) declare("out", name)
  for (const name of ordered(library, given)) declare("in", name)
  parts.push(
    ...checksOf(library, file, ordered(library, answered), useValue, makePrinter(contextOf("out"), told), imports)
  )
  const title = `/** ${file.replace(/([a-z])([A-Z])/g, "$1 $2")}: what Box answers and takes. */\n`
  return `${header}${title}${imports.print()}\n\n${parts.join("\n\n")}\n`
}

/** The checks of a file, bases first, with a function for properties that another check spreads. */
const checksOf = (
  library: Library,
  file: string,
  names: ReadonlyArray<string>,
  useValue: (name: string) => void,
  printer: ReturnType<typeof makePrinter>,
  imports: Imports
): ReadonlyArray<string> => {
  const { registry } = library
  const cycles = backEdges(registry, library.answered)
  const spread = new Set<string>()
  const shapeOf = (name: string): ObjectShape => {
    const { shape } = componentOf(registry, name)
    if (shape.kind !== "object") throw new Error(`${name} has no properties`)
    return shape
  }
  const literal = (name: string, owner: string): string => {
    const shape = shapeOf(name)
    const bases = shape.bases.map((base) => `...${spreadOf(owner, base)}`)
    return `{ ${[...bases, ...checker.entries(name, shape)].join(", ")} }`
  }
  // A base in another file is written out, so that no file exports a partial schema.
  const spreadOf = (owner: string, base: string): string => {
    if (library.fileOf(base) !== file) return literal(base, owner)
    spread.add(base)
    return `${camel(base)}Properties()`
  }
  const checker = makeChecker({ registry, printer, cycles, uses: useValue, spreadOf })
  const bodies = names.map((name) => [name, checker.expression(name, componentOf(registry, name).shape)] as const)
  // A base that is spread spreads its own bases, so the set is complete only after everything is printed.
  const functions = new Map<string, string>()
  for (const base of spread) functions.set(base, `const ${camel(base)}Properties = () => (${literal(base, base)})`)
  const parts: Array<string> = []
  for (const name of [...new Set([...names, ...spread])]) {
    const made = functions.get(name)
    if (made !== undefined) parts.push(made)
  }
  for (const [name, body] of bodies) {
    imports.value("../../internal/schema.ts", "lazy")
    imports.type("../../internal/schema.ts", "Lazy")
    const { shape } = componentOf(registry, name)
    const whole = functions.has(name) && shape.kind === "object" && shape.rest === undefined
    const printed = whole ? `Schema.Struct(${camel(name)}Properties())` : body
    parts.push(`export const ${name}: Lazy<${name}> = /*#__PURE__*/ lazy<${name}>(() => ${printed})`)
  }
  return parts
}

/** All files of `schemas/`, by name. */
export const schemaFileNames = (library: Library): ReadonlyArray<string> =>
  [...new Set([...library.answered, ...library.given].map(library.fileOf))].sort(compare)

/** Files that import each other. The checks tolerate this, because nothing is built on import. */
export const fileCycles = (library: Library): ReadonlyArray<string> => {
  const edges = new Map<string, Set<string>>()
  for (const name of library.answered) {
    const targets = edges.get(library.fileOf(name)) ?? new Set()
    for (const next of referencesOf(componentOf(library.registry, name).shape)) {
      if (library.answered.has(next) && library.fileOf(next) !== library.fileOf(name)) targets.add(library.fileOf(next))
    }
    edges.set(library.fileOf(name), targets)
  }
  const reach = (from: string, seen: Set<string>): Set<string> => {
    for (const next of edges.get(from) ?? []) if (!seen.has(next)) reach(next, seen.add(next))
    return seen
  }
  return [...edges.keys()].filter((file) => reach(file, new Set()).has(file))
}
