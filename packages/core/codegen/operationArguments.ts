/** Emits what every operation takes and gives, in a form for `effect-box call`. */
import { allProperties, deref, type Registry } from "./components.ts"
import type { Library } from "./library.ts"
import type { Argument, Operation } from "./operations.ts"
import { referencePage, summaryOf } from "./operationDocs.ts"
import * as policy from "./policy.ts"
import { sentences } from "./sentences.ts"
import type { Property, Shape } from "./shape.ts"
import { compare, header } from "./source.ts"
import { textAbout, type Texts, textOf } from "./texts.ts"

/** How deep objects are described: what lies deeper is given as JSON. */
const depth = 3

const objectType = (registry: Registry, properties: ReadonlyArray<Property>, left: number): string =>
  left === 0 || properties.length === 0
    ? "object"
    : `{${properties
        .map(({ name, required, shape }) => `${name}${required ? "!" : ""}:${typeOf(registry, shape, left - 1)}`)
        .join(",")}}`

/** A type without spaces: `string`, `number`, `boolean`, `time`, `file`, `json`, `a|b`, `[type]`, `{name!:type}`. */
const typeOf = (registry: Registry, given: Shape, left: number): string => {
  const shape = deref(registry, given)
  switch (shape.kind) {
    case "string":
      return shape.values !== undefined
        ? shape.values.map((value) => JSON.stringify(value).slice(1, -1).replaceAll(" ", "_")).join("|")
        : shape.facts.format === "date-time"
          ? "time"
          : "string"
    case "array":
      return `[${typeOf(registry, shape.items, left)}]`
    case "object":
      return shape.rest === undefined ? objectType(registry, allProperties(registry, shape), left) : "object"
    case "union":
    case "json":
      return "json"
    default:
      return shape.kind
  }
}

const line = (library: Library, texts: Texts, operation: Operation, argument: Argument): string => {
  const secret = policy.secretArguments.has(argument.name) && argument.shape.kind === "string"
  const type = secret ? "secret" : typeOf(library.registry, argument.shape, depth)
  const text = textOf(texts, "arguments")(`${operation.module}.${operation.method}`, argument.name)
  const facts = sentences(argument.shape).filter((fact) => text?.includes(fact) !== true)
  const words = [...(text === undefined ? [] : [text]), ...facts].join(" ")
  return `${argument.name}${argument.required ? "!" : ""} ${argument.place} ${type} ${words}`.trimEnd()
}

const entry = (library: Library, texts: Texts, operation: Operation): string => {
  const { answer, fields, httpMethod, method, module, paging, path } = operation
  const name = `${module}.${method}`
  const gives = answer.kind === "json" ? `json:${answer.component}` : answer.kind
  return [
    `${name} ${httpMethod} ${path} ${paging ?? "-"} ${gives}`,
    textAbout(texts, "operations", name) ?? `${summaryOf(method)}.`,
    referencePage(operation),
    ...operation.arguments.map((argument) => line(library, texts, operation, argument)),
    ...(fields ? ["fields query [string] The properties of the answer."] : [])
  ].join("\n")
}

/** The text of the table, one entry for each operation. */
export const emitOperationArguments = (library: Library, texts: Texts): string => {
  const entries = library.operations.map((operation) => entry(library, texts, operation)).sort(compare)
  const title =
    "/** What every operation takes and gives: a line for the call, its summary, its page, and a line for each argument. */\n"
  return `${header}${title}export const operationArguments: ReadonlyArray<string> = [\n${entries
    .map((text) => `  ${JSON.stringify(text)}`)
    .join(",\n")}\n]\n`
}

/** The text of the table that loads the module of an operation. Literal imports, so that bundlers see them. */
export const emitOperationModules = ({ operations }: Library): string => {
  const modules = [...new Set(operations.map(({ module }) => module))].sort(compare)
  const lines = modules.map((module) => `  ${module}: () => import("@effect-box/core/api/${module}")`)
  const title = "/** Loads a module of operations by its name. */\n"
  const type = "Readonly<Record<string, () => Promise<Readonly<Record<string, unknown>>>>>"
  return `${header}${title}export const operationModules: ${type} = {\n${lines.join(",\n")}\n}\n`
}
