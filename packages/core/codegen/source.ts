/** A TypeScript file under construction: its imports follow from what its text uses. */

export const header =
  "// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.\n"

/** The names that a file imports from another one, as values or as types. */
export class Imports {
  readonly #values = new Map<string, Set<string>>()
  readonly #types = new Map<string, Set<string>>()
  readonly #namespaces = new Map<string, { path: string; value: boolean }>()

  value(path: string, name: string): void {
    add(this.#values, path, name)
  }

  type(path: string, name: string): void {
    add(this.#types, path, name)
  }

  namespace(path: string, name: string, value: boolean): void {
    const before = this.#namespaces.get(name)
    this.#namespaces.set(name, { path, value: value || before?.value === true })
  }

  /** The import statements, in the order of their paths: packages, parents, siblings. */
  print(): string {
    const lines: Array<readonly [string, string]> = []
    for (const [name, { path, value }] of this.#namespaces) {
      lines.push([path, `import ${value ? "" : "type "}* as ${name} from "${path}"`])
    }
    for (const path of new Set([...this.#values.keys(), ...this.#types.keys()])) {
      const values = this.#values.get(path) ?? new Set()
      const types = [...(this.#types.get(path) ?? [])].filter((name) => !values.has(name))
      const names = [...values]
        .map((name) => [name, name])
        .concat(types.map((name) => [name, values.size === 0 ? name : `type ${name}`]))
      const printed = names
        .sort(([a = ""], [b = ""]) => compare(a.toLowerCase(), b.toLowerCase()))
        .map(([, text]) => text)
      lines.push([path, `import ${values.size === 0 ? "type " : ""}{ ${printed.join(", ")} } from "${path}"`])
    }
    const rank = (path: string): string =>
      path.startsWith("./") ? `3${path}` : path.startsWith("../") ? `2${path}` : `1${path}`
    return lines
      .sort(([a], [b]) => compare(rank(a), rank(b)))
      .map(([, line]) => line)
      .join("\n")
  }
}

/** Compares by code units, which is the same on every machine. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const add = (map: Map<string, Set<string>>, path: string, name: string): void => {
  const names = map.get(path) ?? new Set()
  names.add(name)
  map.set(path, names)
}
