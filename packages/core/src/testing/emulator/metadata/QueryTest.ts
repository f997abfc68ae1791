/** Decides whether the values of an instance satisfy a query, with SQL's third answer for values that are missing. */
import type { Call } from "../model/Call.ts"
import type { Field, Template, Values } from "../model/Metadata.ts"
import type { JsonObject } from "../wire/Json.ts"
import { badRequest } from "../wire/Refusal.ts"
import { parseMetadataDate } from "../wire/Timestamps.ts"
import { type Comparison, type Expression, invalidQuery, type ListComparison } from "./QueryLanguage.ts"
import { ancestorsOf, lookUpTaxonomy } from "./Taxonomies.ts"

/** `undefined`: unknown, because a value is missing. */
type Verdict = boolean | undefined

type Test = (values: Values) => Verdict

const fieldNamed = ({ fields, key }: Template, name: string): Field => {
  const found = fields.find((field) => field.key === name)
  if (found === undefined) throw invalidQuery(`The template '${key}' has no field '${name}'`)
  return found
}

const valueOf = (parameters: JsonObject, name: string): unknown => {
  const value = parameters[name]
  if (value === undefined || value === null) {
    throw badRequest(`'query_params' has no value for '${name}'`, "unexpected_json_type")
  }
  return value
}

type Comparable = string | number

/** Dates are compared as instants. */
const comparable = (field: Field, value: unknown): Comparable | undefined => {
  if (field.type === "date") return parseMetadataDate(value)
  if (field.type === "float") return typeof value === "number" ? value : undefined
  return typeof value === "string" ? value : undefined
}

const requireComparable = (field: Field, name: string, value: unknown): Comparable => {
  const found = comparable(field, value)
  if (found === undefined) throw invalidQuery(`'${name}' must be a value of the type ${field.type}`)
  return found
}

/** `%` stands for anything, `_` for one character, and `\` takes their meaning away. */
const likePattern = (pattern: string, ignoreCase: boolean): RegExp => {
  const source = pattern.replaceAll(/\\[\s\S]|[\s\S]/g, (part) => {
    if (part === "%") return ".*"
    if (part === "_") return "."
    return (part.length > 1 ? part.slice(1) : part).replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&")
  })
  return new RegExp(`^${source}$`, ignoreCase ? "isu" : "su")
}

const relations: Readonly<Record<string, (a: Comparable, b: Comparable) => boolean>> = {
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<>": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b
}

const isMany = ({ type }: Field): boolean => type === "multiSelect" || type === "taxonomy"

const unfit = (field: Field, operator: string) =>
  invalidQuery(`'${operator}' cannot be used with '${field.key}' of the type ${field.type}`)

const ancestorTest = (call: Call, field: Field, id: unknown): Test => {
  if (field.taxonomy === undefined) throw unfit(field, "HASANCESTOR")
  const { key, namespace } = field.taxonomy
  return (values) => {
    const chosen = values[field.key]
    if (!Array.isArray(chosen)) return undefined
    const nodes = lookUpTaxonomy(call, namespace, key)?.nodes
    return chosen.some((one) => {
      const node = nodes?.get(String(one))
      return node !== undefined && [node, ...ancestorsOf(node)].some((above) => above.id === id)
    })
  }
}

/** Lists are the same if they have the same members. */
const sameMembers = (field: Field, operator: Comparison, value: unknown): Test => {
  const isNegated = operator === "!=" || operator === "<>"
  if (!isNegated && operator !== "=") throw unfit(field, operator)
  if (!Array.isArray(value)) throw invalidQuery(`'${field.key}' of the type ${field.type} is compared with a list`)
  const wanted = new Set<unknown>(value)
  return (values) => {
    const actual = values[field.key]
    if (!Array.isArray(actual)) return undefined
    return (actual.length === wanted.size && actual.every((one) => wanted.has(one))) !== isNegated
  }
}

const compareTest = (call: Call, field: Field, operator: Comparison, name: string, value: unknown): Test => {
  if (operator === "HASANCESTOR") return ancestorTest(call, field, value)
  if (isMany(field)) return sameMembers(field, operator, value)
  const wanted = requireComparable(field, name, value)
  const relation = relations[operator]
  const isText = field.type === "string" || field.type === "enum"
  if (relation === undefined && !isText) throw unfit(field, operator)
  const pattern = likePattern(String(wanted), operator === "ILIKE")
  return (values) => {
    const actual = comparable(field, values[field.key])
    if (actual === undefined) return undefined
    return relation === undefined ? pattern.test(String(actual)) : relation(actual, wanted)
  }
}

const listTest = (field: Field, operator: ListComparison, given: ReadonlyArray<unknown>): Test => {
  if ((operator === "IN") === isMany(field)) throw unfit(field, operator)
  const wanted = given.map((value) => requireComparable(field, operator, value))
  return (values) => {
    const actual = values[field.key]
    if (actual === undefined) return undefined
    if (operator === "IN") return wanted.some((one) => one === comparable(field, actual))
    const has = (one: unknown) => Array.isArray(actual) && actual.includes(one)
    return operator === "HASANY" ? wanted.some(has) : wanted.every(has)
  }
}

const all = (tests: ReadonlyArray<Test>): Test => {
  return (values) => {
    let verdict: Verdict = true
    for (const test of tests) {
      const one = test(values)
      if (one === false) return false
      if (one === undefined) verdict = undefined
    }
    return verdict
  }
}

const negation =
  (test: Test): Test =>
  (values) => {
    const verdict = test(values)
    return verdict === undefined ? undefined : !verdict
  }

/** Checks the names and types in the query before anything is tested. */
export const testOf = (call: Call, template: Template, expression: Expression, parameters: JsonObject): Test => {
  const inner = (part: Expression) => testOf(call, template, part, parameters)
  switch (expression.kind) {
    case "and":
      return all(expression.parts.map(inner))
    case "or":
      return negation(all(expression.parts.map((part) => negation(inner(part)))))
    case "not":
      return negation(inner(expression.part))
    case "null": {
      const { key } = fieldNamed(template, expression.field)
      return (values) => values[key] === undefined
    }
    case "compare": {
      const { operator, parameter } = expression
      const value = valueOf(parameters, parameter)
      return compareTest(call, fieldNamed(template, expression.field), operator, parameter, value)
    }
    case "list": {
      const given = expression.parameters.flatMap((name) => valueOf(parameters, name))
      return listTest(fieldNamed(template, expression.field), expression.operator, given)
    }
  }
}
