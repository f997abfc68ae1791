/** Box's operations, reduced to what the generator needs. */
import { allProperties, componentOf, deref, type Registry } from "./components.ts"
import { type OperationObject, operationsOf, type Spec } from "./openapi.ts"
import * as policy from "./policy.ts"
import { type Property, shapeOf } from "./shape.ts"

/** One entry of an operation's argument. */
export interface Argument extends Property {
  /** The name on the wire. */
  readonly wire: string
  readonly place: "path" | "query" | "header" | "body" | "url"
}

export type BodyKind = "json" | "value" | "patch" | "form" | "multipart" | "bytes"

/** The answer of an operation. */
export type Answer =
  | { readonly kind: "nothing" | "bytes" | "thumbnail" | "text" }
  | {
      readonly kind: "json"
      readonly component: string
      /** What is checked, if it is more than `component`. */
      readonly checked?: string
      /** Whether a status without a body is also a success. */
      readonly orNothing: boolean
    }

export interface Operation {
  readonly id: string
  /** `Folders` of `Folders.getFolderById`. */
  readonly module: string
  readonly method: string
  readonly httpMethod: string
  /** Without the fragment that distinguishes operations of one path. */
  readonly path: string
  readonly version: string | undefined
  readonly host: "api" | "upload" | "root" | "authorize" | "url"
  readonly authorized: boolean
  readonly arguments: ReadonlyArray<Argument>
  readonly body: BodyKind | undefined
  readonly answer: Answer
  /** 304 if `if_none_match` still matches. */
  readonly conditional: boolean
  /** 202 means that the result is not ready yet. */
  readonly pending: boolean
  readonly fields: boolean
  readonly paging: "marker" | "offset" | "markerOrOffset" | "position" | undefined
  readonly statuses: ReadonlyArray<string>
  readonly tag: string
  readonly beta: boolean
  readonly admin: boolean
}

const argumentName = (wire: string): string => wire.replaceAll("-", "_")

const hostOf = (operation: OperationObject): Operation["host"] => {
  const url = operation.servers?.[0]?.url
  if (policy.byUrl.has(operation.operationId) || url?.includes("{") === true) return "url"
  if (url === undefined) return "api"
  if (url.startsWith("https://upload.box.com/")) return "upload"
  if (url === "https://api.box.com") return "root"
  if (url.startsWith("https://account.box.com/")) return "authorize"
  throw new Error(`${operation.operationId}: unknown server ${url}`)
}

const required = (place: Argument["place"], wire: string, given: boolean): boolean =>
  place === "path" || (given && !policy.optionalArguments.has(argumentName(wire)))

const bodyKinds: Readonly<Record<string, BodyKind>> = {
  "application/json": "json",
  "application/json-patch+json": "patch",
  "application/x-www-form-urlencoded": "form",
  "multipart/form-data": "multipart",
  "application/octet-stream": "bytes"
}

interface Body {
  readonly kind: BodyKind
  readonly arguments: ReadonlyArray<Argument>
}

const bodyOf = (spec: Spec, registry: Registry, operation: OperationObject): Body | undefined => {
  const content = Object.entries(operation.requestBody?.content ?? {})[0]
  if (content === undefined) return undefined
  const kind = bodyKinds[content[0]]
  if (kind === undefined) throw new Error(`${operation.operationId}: unknown body ${content[0]}`)
  const shape = registry.resolve(spec.version, shapeOf(content[1].schema ?? {}))
  const object = deref(registry, shape)
  const flat =
    object.kind === "object" &&
    object.rest === undefined &&
    (kind === "json" || kind === "form" || kind === "multipart")
  if (!flat) {
    const whole: Argument = { name: "body", wire: "body", place: "body", required: true, shape }
    return { kind: kind === "json" ? "value" : kind, arguments: [whole] }
  }
  const properties = allProperties(registry, object).map(
    (property): Argument => ({ ...property, wire: property.name, place: "body" })
  )
  return { kind, arguments: properties }
}

const answerOf = (spec: Spec, registry: Registry, operation: OperationObject): Answer => {
  const special = policy.answers[operation.operationId]
  if (special !== undefined) return { kind: special }
  const successes = Object.entries(operation.responses).filter(([status]) => status.startsWith("2"))
  const schemas = successes
    .filter(([status]) => status !== "202" || successes.length === 1)
    .map(([, response]) => response.content?.["application/json"]?.schema)
  const [schema] = schemas.filter((found) => found !== undefined)
  if (schema === undefined) return { kind: "nothing" }
  const shape = registry.resolve(spec.version, shapeOf(schema))
  if (shape.kind !== "ref") throw new Error(`${operation.operationId}: the answer has no name`)
  const forms = policy.twoForms[operation.operationId]
  if (forms !== undefined) return { kind: "json", component: forms.component, checked: shape.name, orNothing: false }
  return { kind: "json", component: shape.name, orNothing: schemas.includes(undefined) }
}

const pagingOf = (registry: Registry, names: ReadonlySet<string>, answer: Answer): Operation["paging"] => {
  if (answer.kind !== "json") return undefined
  const shape = componentOf(registry, answer.component).shape
  if (shape.kind !== "object") return undefined
  const properties = new Set(allProperties(registry, shape).map(({ name }) => name))
  if (!properties.has("entries")) return undefined
  if (names.has("usemarker")) return "markerOrOffset"
  if (names.has("marker") && properties.has("next_marker")) return "marker"
  if (names.has("stream_position")) return "position"
  return names.has("offset") ? "offset" : undefined
}

/** Reads the operations of a document under the names of `names.json`. */
export const readOperations = (
  spec: Spec,
  registry: Registry,
  names: Readonly<Record<string, string>>
): ReadonlyArray<Operation> =>
  operationsOf(spec.document).map(({ path, method, operation }) => {
    const id = operation.operationId
    const [module, name] = names[id]?.split(".") ?? []
    if (module === undefined || name === undefined) throw new Error(`${id} has no name in names.json`)
    const host = hostOf(operation)
    const parameters = (operation.parameters ?? []).filter((parameter) => parameter.name !== "box-version")
    const body = bodyOf(spec, registry, operation)
    const given: ReadonlyArray<Argument> = [
      ...(host === "url" ? [urlArgument] : []),
      ...parameters
        .filter((parameter) => parameter.name !== "fields" && !(host === "url" && parameter.in === "path"))
        .map((parameter) => ({
          name: argumentName(parameter.name),
          wire: parameter.name,
          place: parameter.in,
          required: required(parameter.in, parameter.name, parameter.required === true),
          shape: registry.resolve(spec.version, shapeOf(parameter.schema))
        })),
      ...(body?.arguments ?? [])
    ]
    const seen = new Set<string>()
    for (const argument of given) {
      if (seen.has(argument.name)) throw new Error(`${id}: two arguments called ${argument.name}`)
      seen.add(argument.name)
    }
    const answer = answerOf(spec, registry, operation)
    const statuses = Object.keys(operation.responses)
    return {
      id,
      module,
      method: name,
      httpMethod: method,
      path: path.split("#")[0] ?? path,
      version: spec.version === "2024.0" ? undefined : spec.version,
      host,
      authorized: operation.security === undefined || operation.security.length > 0,
      arguments: given,
      body: body?.kind,
      answer,
      conditional: seen.has("if_none_match") && statuses.includes("304"),
      pending:
        (answer.kind === "json" || answer.kind === "bytes") &&
        statuses.includes("202") &&
        statuses.length > 1 &&
        !onlySuccess(statuses, "202"),
      fields: parameters.some((parameter) => parameter.name === "fields"),
      paging: pagingOf(registry, seen, answer),
      statuses,
      tag: operation["x-box-tag"],
      beta: operation["x-stability-level"] === "beta",
      admin: operation["x-box-requires-admin"] === true
    }
  })

const onlySuccess = (statuses: ReadonlyArray<string>, status: string): boolean =>
  statuses.filter((found) => found.startsWith("2")).every((found) => found === status)

const urlArgument: Argument = {
  name: "url",
  wire: "url",
  place: "url",
  required: true,
  shape: { kind: "string", nullable: false, facts: {} }
}
