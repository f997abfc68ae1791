/** Emits `api/<Module>.ts`: an input type and a value for each operation. */
import { comment } from "./sentences.ts"
import { type Library, standardOf } from "./library.ts"
import { argumentComment, isSafe, operationComment } from "./operationDocs.ts"
import type { Argument, BodyKind, Operation } from "./operations.ts"
import * as policy from "./policy.ts"
import { header, Imports } from "./source.ts"
import { textAbout, type Texts } from "./texts.ts"
import { isTime, timesOf } from "./times.ts"
import { type Context, discriminated, makePrinter, mayBeUndefined, type Printer } from "./types.ts"

const pascal = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`
const quote = (text: string): string => JSON.stringify(text)
const list = (values: ReadonlyArray<string>): string => `[${values.map(quote).join(", ")}]`

interface Emission {
  readonly library: Library
  readonly texts: Texts
  readonly imports: Imports
  readonly printer: Printer
}

const isFile = (argument: Argument): boolean => argument.shape.kind === "file"

const argumentType = ({ imports, printer }: Emission, operation: Operation, argument: Argument): string => {
  if (policy.secretArguments.has(argument.name) && argument.shape.kind === "string") {
    imports.namespace("effect/Redacted", "Redacted", false)
    return "Redacted.Redacted<string>"
  }
  const given = policy.argumentTypes[`${operation.id}.${argument.name}`]
  if (given !== undefined) return given
  if (isTime(argument.shape)) return `Operation.Time${argument.shape.nullable ? " | null" : ""}`
  if (isFile(argument))
    return operation.body === "multipart" ? "Operation.Content | Operation.FilePart" : "Operation.Content"
  return `${printer.type(argument.shape)}${argument.shape.nullable ? " | null" : ""}`
}

const inputName = (operation: Operation): string => `${pascal(operation.method)}Input`

/** `fields` is an ordinary argument if it narrows nothing. */
const hasPlainFields = (library: Library, operation: Operation): boolean =>
  operation.fields && narrowing(library, operation) === undefined

type Narrowing =
  | { readonly kind: "one"; readonly full: string; readonly standard: string }
  | { readonly kind: "entries"; readonly full: string; readonly standard: string; readonly list: string }

const narrowing = (library: Library, { fields, answer }: Operation): Narrowing | undefined => {
  if (!fields || answer.kind !== "json" || policy.fieldsWithoutNarrowing.has(answer.component)) return undefined
  const entries = library.entries.get(answer.component)
  if (entries !== undefined) return { kind: "entries", ...entries, list: answer.component }
  return { kind: "one", full: answer.component, standard: standardOf(library.registry, answer.component) }
}

const emitInput = (emission: Emission, operation: Operation): string => {
  const { library, texts } = emission
  const shown = operation.arguments.filter(({ name }) => !(operation.conditional && name === "if_none_match"))
  const lines = shown.map((argument) => {
    const flag = policy.twoForms[operation.id]?.flag === argument.name
    const type = flag ? "false" : argumentType(emission, operation, argument)
    const { name, required } = argument
    const declared = `readonly ${name}${required ? "" : "?"}: ${type}${mayBeUndefined("in", required)}`
    return argumentComment(texts, operation, argument) + declared
  })
  if (hasPlainFields(library, operation)) {
    lines.push(
      `${comment(["Names of properties that the answer shall have."])}readonly fields?: ReadonlyArray<string> | undefined`
    )
  }
  const name = inputName(operation)
  return lines.length === 0
    ? `${comment(["Has no arguments of its own."])}export type ${name} = {}`
    : `export interface ${name} {\n${lines.join("\n")}\n}`
}

/** The constructor, the type and the type arguments of an operation. */
const formOf = (
  { library, imports }: Emission,
  operation: Operation
): { readonly make: string; readonly type: string } => {
  const input = inputName(operation)
  const use = (component: string): string => {
    imports.type(`./schemas/${library.fileOf(component)}.ts`, component)
    return component
  }
  const requirements = operation.authorized ? "" : ", HttpClient"
  if (!operation.authorized) imports.type("effect/http/HttpClient", "HttpClient")
  switch (operation.answer.kind) {
    case "nothing":
      return { make: "make", type: `Operation<${input}, void${requirements}>` }
    case "bytes":
      return { make: "makeBytes", type: `BytesOperation<${input}${requirements}>` }
    case "thumbnail":
      return { make: "makeThumbnail", type: `Operation<${input}, Operation.Thumbnail>` }
    case "text":
      return { make: "makeText", type: `Operation<${input}, string${requirements}>` }
    case "json": {
      const { component, orNothing } = operation.answer
      const narrowed = narrowing(library, operation)
      if (narrowed === undefined) {
        const item = operation.paging === undefined ? undefined : entryType(use, library, component)
        const result = `${use(component)}${orNothing ? " | undefined" : ""}`
        return item === undefined
          ? { make: "make", type: `Operation<${input}, ${result}${requirements}>` }
          : { make: "makePaged", type: `PagedOperation<${input}, ${item}, ${result}>` }
      }
      if (orNothing) throw new Error(`${operation.id}: fields and an answer without a body`)
      const full = use(narrowed.full)
      const standard = narrowed.kind === "entries" && operation.paging === undefined ? "" : use(narrowed.standard)
      if (narrowed.kind === "one") {
        return operation.conditional
          ? { make: "makeConditional", type: `ConditionalFieldsOperation<${input}, ${full}, ${standard}>` }
          : { make: "makeWithFields", type: `FieldsOperation<${input}, ${full}, ${standard}>` }
      }
      return operation.paging === undefined
        ? { make: "makeWithEntries", type: `EntriesFieldsOperation<${input}, ${full}, ${use(component)}>` }
        : {
            make: policy.twoForms[operation.id] === undefined ? "makePagedWithFields" : "makePagedInTwoForms",
            type: `PagedFieldsOperation<${input}, ${full}, ${standard}, ${use(component)}>${otherForm(use, operation)}`
          }
    }
  }
}

/** The signatures for the other form of an answer. */
const otherForm = (use: (component: string) => string, operation: Operation): string => {
  const forms = policy.twoForms[operation.id]
  if (forms === undefined) return ""
  const input = `Omit<${inputName(operation)}, ${quote(forms.flag)}> & { readonly ${forms.flag}: true }`
  return ` & Operation.PagedOperation<${input}, ${use(forms.entry)}, ${use(forms.other)}>`
}

const entryType = (use: (component: string) => string, library: Library, component: string): string => {
  const { shape } = library.registry.components.get(component) ?? {}
  const entries = shape?.kind === "object" ? shape.properties.find(({ name }) => name === "entries")?.shape : undefined
  if (entries?.kind !== "array") throw new Error(`${component} is paged and has no entries`)
  if (entries.items.kind === "ref") return use(entries.items.name)
  return `NonNullable<${use(component)}["entries"]>[number]`
}

const emitSpec = ({ library, imports }: Emission, operation: Operation): string => {
  const { arguments: given, answer } = operation
  const query = given.filter(({ place }) => place === "query").map(({ wire }) => wire)
  const headers = given.filter(({ place }) => place === "header")
  const integers = given
    .filter(({ place, shape }) => place === "path" && shape.kind === "number")
    .map(({ name }) => name)
  const files = given.filter(isFile).map(({ name }) => name)
  const method = operation.httpMethod
  const accepts =
    answer.kind === "thumbnail"
      ? "[202, 302]"
      : operation.conditional
        ? "[304]"
        : redirects(operation)
          ? "[302]"
          : undefined
  const exact = answer.kind === "json" ? exactOf(library, answer.component) : []
  const times = timesOf(library.registry, operation.id, given)
  const allQuery = operation.fields ? ["fields", ...query] : query
  const entries = [
    `name: ${quote(`${operation.module}.${operation.method}`)}`,
    `method: ${quote(method)}`,
    `path: ${quote(operation.path)}`,
    operation.host === "api" ? undefined : `host: ${quote(operation.host)}`,
    allQuery.length === 0 ? undefined : `query: ${list(allQuery)}`,
    times.length === 0 ? undefined : `times: ${list(times)}`,
    integers.length === 0 ? undefined : `integers: ${list(integers)}`,
    headers.length === 0
      ? undefined
      : `headers: { ${headers.map(({ name, wire }) => `${name}: ${quote(wire)}`).join(", ")} }`,
    operation.body === undefined ? undefined : `body: ${bodyExpression(operation.body, files)}`,
    operation.authorized ? undefined : `authorization: "none"`,
    operation.version === undefined ? undefined : `version: ${quote(operation.version)}`,
    policy.safePosts.has(operation.id) ? `replay: "safe"` : undefined,
    isSafe(operation) || method === "POST" || method === "PATCH" ? undefined : `replay: "unsafe"`,
    accepts === undefined ? undefined : `accepts: ${accepts}`,
    operation.pending ? "pending: true" : undefined,
    exact.length === 0 ? undefined : `exact: ${list(exact)}`,
    operation.paging === undefined ? undefined : `paging: ${quote(operation.paging)}`,
    answer.kind === "json" ? `output: () => ${answer.checked ?? answer.component}` : undefined
  ]
  if (answer.kind === "json") {
    const checked = answer.checked ?? answer.component
    imports.value(`./schemas/${library.fileOf(checked)}.ts`, checked)
  }
  return `{ ${entries.filter((entry) => entry !== undefined).join(", ")} }`
}

const bodyExpression = (kind: BodyKind, files: ReadonlyArray<string>): string => {
  switch (kind) {
    case "multipart":
      return `/*#__PURE__*/ Operation.multipartBody(${list(files)})`
    case "form":
    case "bytes":
      return `Operation.${kind}Body`
    default:
      return quote(kind)
  }
}

const redirects = (operation: Operation): boolean =>
  operation.answer.kind === "bytes" && operation.statuses.includes("302")

const exactOf = (library: Library, component: string): ReadonlyArray<string> => {
  const { shape } = library.registry.components.get(component) ?? {}
  return shape?.kind === "object"
    ? shape.properties.map(({ name }) => name).filter((name) => policy.exactIntegers.has(name))
    : []
}

/** The public constructors of `Operation`. The others are only for generated modules. */
const forPeople = new Set(["make", "makePaged", "makeBytes"])

const emitOperation = (emission: Emission, operation: Operation): string => {
  const form = formOf(emission, operation)
  const documented = operationComment(emission.texts, operation)
  const open = forPeople.has(form.make)
  if (!open) emission.imports.namespace("../operation/internal/makers.ts", "Makers", true)
  const value = `/*#__PURE__*/ ${open ? "Operation" : "Makers"}.${form.make}(${emitSpec(emission, operation)})`
  if (value.includes("Operation.")) emission.imports.namespace("../operation/Operation.ts", "Operation", true)
  return `${emitInput(emission, operation)}\n\n${documented}export const ${operation.method}: Operation.${form.type} = ${value}`
}

/** The text of one module. */
export const emitModule = (library: Library, texts: Texts, module: string): string => {
  const imports = new Imports()
  imports.namespace("../operation/Operation.ts", "Operation", false)
  const componentOfName = new Map([...library.given].map((name) => [library.nameOf("in", name), name]))
  const context: Context = {
    registry: library.registry,
    mode: "in",
    nameOf: (component) => library.nameOf("in", component),
    uses: (name) => {
      if (name === "Operation") return
      if (name === "Open") {
        imports.type("../internal/schema.ts", "Open")
        return
      }
      if (name === "Schema") {
        imports.namespace("effect/Schema", "Schema", false)
        return
      }
      const component = componentOfName.get(name)
      if (component === undefined) throw new Error(`${name} is used and not emitted`)
      imports.type(`./schemas/${library.fileOf(component)}.ts`, name)
    },
    textOf: () => undefined
  }
  const emission: Emission = { library, texts, imports, printer: makePrinter(context, discriminated(library.registry)) }
  const operations = library.operations.filter((operation) => operation.module === module)
  const parts = operations.map((operation) => emitOperation(emission, operation))
  const plain = `${module.replace(/([a-z])([A-Z])/g, "$1 $2")}: operations of Box's API.`
  const title = comment([textAbout(texts, "operations", module) ?? plain])
  return `${header}${title}${imports.print()}\n\n${parts.join("\n\n")}\n`
}
