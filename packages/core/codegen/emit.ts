/** Generates the text of every file from the facts. */
import { fileURLToPath } from "node:url"
import { makeRegistry } from "./components.ts"
import { parse, readFiles } from "./factFiles.ts"
import { makeLibrary, type Library } from "./library.ts"
import { emitModule } from "./moduleFiles.ts"
import { type Document, files, type Json, operationsOf, readJson, type Spec } from "./openapi.ts"
import { readOperations } from "./operations.ts"
import { applyOverlays, parseOverlays } from "./overlay.ts"
import { emitSchemaFile, fileCycles, schemaFileNames } from "./schemaFiles.ts"
import { compare, header } from "./source.ts"
import { readTexts, unusedTexts } from "./texts.ts"

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** The directory of the facts. */
export const factsFolder: string = here("facts")

/** The facts of every API version as Box states them. */
export const readFacts = (): ReadonlyArray<Spec> =>
  files.map(({ version, file }) => ({ version, file, document: parse(readFiles(factsFolder, version)) }))

/** The facts with their corrections. */
const readSpecs = (): ReadonlyArray<Spec> =>
  readFacts().map(({ version, file, document }) => {
    const overlays = parseOverlays(file, readJson(here(`overlays/${file}`)))
    // A document is JSON. A patch that breaks it is detected by its readers.
    const corrected = applyOverlays(file, overlays, document as unknown as Json) as unknown as Document
    return { version, file, document: corrected }
  })

/** `operationId` -> `Module.method`. */
export const readNames = (): Readonly<Record<string, string>> => {
  const read = readJson(here("names.json"))
  if (typeof read !== "object" || read === null || !("names" in read)) throw new Error("names.json: names are missing")
  const names = read.names
  if (typeof names !== "object" || names === null || Array.isArray(names))
    throw new Error("names.json: an object is expected")
  return Object.fromEntries(Object.entries(names).map(([id, name]) => [id, String(name)]))
}

/** Checks that every operation has a name, and every name an operation. */
export const checkNames = (ids: ReadonlySet<string>, names: Readonly<Record<string, string>>): void => {
  const unnamed = [...ids].filter((id) => !Object.hasOwn(names, id))
  if (unnamed.length > 0) throw new Error(`names.json: a name is missing for ${unnamed.join(", ")}`)
  const vanished = Object.keys(names).filter((id) => !ids.has(id))
  if (vanished.length > 0) throw new Error(`names.json: no such operations (any more): ${vanished.join(", ")}`)
}

/** Reads everything. */
export const readLibrary = (): Library => {
  const specs = readSpecs()
  const names = readNames()
  const placed = specs.flatMap(({ document }) => operationsOf(document))
  checkNames(new Set(placed.map(({ operation }) => operation.operationId)), names)
  const registry = makeRegistry(specs)
  return makeLibrary(
    registry,
    specs.flatMap((spec) => readOperations(spec, registry, names))
  )
}

/** Path below `src/api` -> text, not formatted yet. */
export const emitAll = (): ReadonlyMap<string, string> => {
  const library = readLibrary()
  const texts = readTexts()
  const made = new Map<string, string>()
  const schemas = schemaFileNames(library)
  for (const file of schemas) made.set(`schemas/${file}.ts`, emitSchemaFile(library, texts, file))
  const modules = [...new Set(library.operations.map(({ module }) => module))].sort(compare)
  for (const module of modules) made.set(`${module}.ts`, emitModule(library, texts, module))
  made.set(
    "index.ts",
    `${header}/** All modules of operations. */\n${modules.map((module) => `export * as ${module} from "./${module}.ts"`).join("\n")}\n`
  )
  made.set(
    "schemas/index.ts",
    `${header}/** The types and schemas of all answers and arguments. */\n${schemas.map((file) => `export * from "./${file}.ts"`).join("\n")}\nexport type { Open } from "../../internal/schema.ts"\n`
  )
  const unused = unusedTexts(texts)
  if (unused.length > 0) throw new Error(`docs.json: texts about nothing: ${unused.join(", ")}`)
  const cycles = fileCycles(library)
  if (cycles.length > 0) throw new Error(`schemas that import each other: ${cycles.join(", ")}`)
  return made
}
