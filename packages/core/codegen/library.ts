/** Everything that is generated: what is used where, under which name, and in which file. */
import { closure, componentOf, deref, type Registry } from "./components.ts"
import type { Operation } from "./operations.ts"
import * as policy from "./policy.ts"
import { referencesOf, type Shape } from "./shape.ts"
import type { Mode } from "./types.ts"

export interface Library {
  readonly registry: Registry
  readonly operations: ReadonlyArray<Operation>
  /** Components in answers. */
  readonly answered: ReadonlySet<string>
  /** Components in arguments. */
  readonly given: ReadonlySet<string>
  readonly nameOf: (mode: Mode, component: string) => string
  /** The file under `schemas/` that contains a component. */
  readonly fileOf: (component: string) => string
  /** The type of an entry without `fields`, for lists that support `fields`. */
  readonly entries: ReadonlyMap<string, { readonly full: string; readonly standard: string }>
}

/** The variant that is returned without `fields`: `FileFull` -> `File`, if there is one. */
export const standardOf = (registry: Registry, full: string): string => {
  const name = full.replace(/Full$/, "")
  return registry.components.has(name) ? name : full
}

const entryOf = (registry: Registry, list: string): string | undefined => {
  const shape = componentOf(registry, list).shape
  const entries = shape.kind === "object" ? shape.properties.find(({ name }) => name === "entries")?.shape : undefined
  return entries?.kind === "array" && entries.items.kind === "ref" ? entries.items.name : undefined
}

const narrowedEntries = (registry: Registry, operations: ReadonlyArray<Operation>): Library["entries"] => {
  const found = new Map<string, { full: string; standard: string }>()
  for (const { fields, answer } of operations) {
    if (!fields || answer.kind !== "json" || policy.fieldsWithoutNarrowing.has(answer.component)) continue
    const full = entryOf(registry, answer.component)
    if (full === undefined) continue
    const standard = policy.entriesWithoutFields[answer.component] ?? standardOf(registry, full)
    found.set(answer.component, { full, standard })
  }
  return found
}

const isInlined = (registry: Registry, name: string): boolean => {
  const { kind } = componentOf(registry, name).shape
  return kind === "string" || kind === "number"
}

/** The references of arguments. A named body is spread into the argument, so its own name appears nowhere. */
const givenRoots = ({ arguments: given }: Operation): ReadonlyArray<string> =>
  given.flatMap(({ shape }) => referencesOf(shape))

/** Combines everything. `extra` are components in answers that no operation mentions. */
export const makeLibrary = (registry: Registry, operations: ReadonlyArray<Operation>): Library => {
  const entries = narrowedEntries(registry, operations)
  const answeredRoots = operations.flatMap(({ answer, fields }) =>
    answer.kind !== "json"
      ? []
      : [
          answer.component,
          ...(answer.checked === undefined ? [] : [answer.checked]),
          ...(fields ? [standardOf(registry, answer.component)] : []),
          entries.get(answer.component)?.standard ?? answer.component
        ]
  )
  const emitted = (names: Set<string>): ReadonlySet<string> =>
    new Set([...names].filter((name) => !isInlined(registry, name)))
  const answered = emitted(closure(registry, answeredRoots))
  const given = emitted(closure(registry, operations.flatMap(givenRoots)))
  const files = assignFiles(registry, operations, [...answered, ...given])
  return {
    registry,
    operations,
    answered,
    given,
    entries,
    nameOf: (mode, component) => (mode === "in" && answered.has(component) ? `${component}Input` : component),
    fileOf: (component) => {
      const file = files.get(component)
      if (file === undefined) throw new Error(`${component} is in no file`)
      return file
    }
  }
}

const assignFiles = (
  registry: Registry,
  operations: ReadonlyArray<Operation>,
  names: ReadonlyArray<string>
): ReadonlyMap<string, string> => {
  const moduleOfTag = new Map(operations.map(({ tag, module }) => [tag, module]))
  const firstUser = new Map<string, string>()
  for (const operation of operations) {
    const roots = [...givenRoots(operation), ...(operation.answer.kind === "json" ? [operation.answer.component] : [])]
    for (const name of closure(registry, roots)) if (!firstUser.has(name)) firstUser.set(name, operation.module)
  }
  const files = new Map<string, string>()
  for (const name of names) {
    const { tag } = componentOf(registry, name)
    const chosen =
      policy.schemaFiles.find(([pattern]) => pattern.test(name))?.[1] ??
      (tag === undefined ? undefined : moduleOfTag.get(tag)) ??
      firstUser.get(name)
    if (chosen === undefined) throw new Error(`no file for ${name}`)
    files.set(name, chosen)
  }
  return files
}

/** The shape in types: entries of a list have the variant that is returned without `fields`. */
export const shownShape = (library: Library, name: string): Shape => {
  const { shape } = componentOf(library.registry, name)
  const narrowed = library.entries.get(name)
  if (narrowed === undefined || shape.kind !== "object") return shape
  return {
    ...shape,
    properties: shape.properties.map((property) =>
      property.name === "entries" && property.shape.kind === "array"
        ? {
            ...property,
            shape: { ...property.shape, items: { ...property.shape.items, kind: "ref", name: narrowed.standard } }
          }
        : property
    )
  }
}

/** Whether a component is an object, and so an interface. */
export const isInterface = (registry: Registry, name: string): boolean =>
  deref(registry, componentOf(registry, name).shape).kind === "object"
