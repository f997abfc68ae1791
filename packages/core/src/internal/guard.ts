/**
 * `Schema.is` for the plain shapes of Box's answers, compiled once per shape. It checks a list of thousands of items
 * several times faster than by walking the schema. Everything that is not plain is left to `Schema.is`.
 */
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"

type Guard = (value: unknown) => boolean

const made = new WeakMap<SchemaAST.AST, Guard>()

/** An object in JSON. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/**
 * Iterates over the keys of the value, which are far fewer than those of the schema. Literals first: they distinguish
 * union members.
 */
const struct = (ast: SchemaAST.Objects): Guard => {
  const guards = new Map(ast.propertySignatures.map(({ name, type }) => [String(name), guardOf(type)]))
  const required = ast.propertySignatures
    .filter(({ type }) => type.context?.isOptional !== true)
    .sort((a, b) => Number(b.type._tag === "Literal") - Number(a.type._tag === "Literal"))
    .map(({ name, type }) => [String(name), guardOf(type)] as const)
  return (value) => {
    if (!isObject(value)) return false
    for (const [name, guard] of required) if (!(name in value && guard(value[name]))) return false
    for (const name in value) if (guards.get(name)?.(value[name]) === false) return false
    return true
  }
}

const record = (type: SchemaAST.AST): Guard => {
  const guard = guardOf(type)
  return (value) => isObject(value) && Object.keys(value).every((key) => guard(value[key]))
}

const array = (type: SchemaAST.AST): Guard => {
  const guard = guardOf(type)
  return (value) => Array.isArray(value) && value.every(guard)
}

const union = (types: ReadonlyArray<SchemaAST.AST>): Guard => {
  const guards = types.map(guardOf)
  const [first, second] = guards
  return guards.length === 2 && first !== undefined && second !== undefined
    ? (value) => first(value) || second(value)
    : (value) => guards.some((guard) => guard(value))
}

const inherited = (name: PropertyKey): boolean => typeof name !== "string" || name in Object.prototype

/** The guard for a plain shape, or `undefined`. */
const plain = (ast: SchemaAST.AST): Guard | undefined => {
  if (ast.checks !== undefined || ast.encoding !== undefined) return undefined
  switch (ast._tag) {
    case "String":
      return (value) => typeof value === "string"
    case "Number":
      return (value) => typeof value === "number"
    case "Boolean":
      return (value) => typeof value === "boolean"
    case "Null":
      return (value) => value === null
    case "Literal":
      return (value) => value === ast.literal
    case "Unknown":
      return () => true
    case "Suspend":
      return guardOf(ast.thunk())
    case "Union":
      return ast.options?.mode === "oneOf" ? undefined : union(ast.types)
    case "Arrays": {
      const [rest, ...more] = ast.rest
      return ast.elements.length > 0 || rest === undefined || more.length > 0 ? undefined : array(rest)
    }
    case "Objects": {
      const { propertySignatures, indexSignatures } = ast
      const [index, ...more] = indexSignatures
      if (index === undefined) {
        const simple = propertySignatures.length > 0 && !propertySignatures.some(({ name }) => inherited(name))
        return simple ? struct(ast) : undefined
      }
      const anyKey = index.parameter._tag === "String" && index.parameter.checks === undefined
      return anyKey && more.length === 0 && propertySignatures.length === 0 ? record(index.type) : undefined
    }
    default:
      return undefined
  }
}

/** The guard for any shape, created on first use. */
export const guardOf = (ast: SchemaAST.AST): Guard => {
  const known = made.get(ast)
  if (known !== undefined) return known
  // A recursive shape refers to this guard while it is being created.
  let guard: Guard | undefined
  made.set(ast, (value) => guard?.(value) ?? false)
  guard = plain(ast) ?? Schema.is(Schema.make(ast))
  made.set(ast, guard)
  return guard
}

/** Whether a value has the shape of a schema without transformations. */
export const is = <A>(schema: Schema.Codec<A>): ((value: unknown) => value is A) => {
  const guard = guardOf(SchemaAST.toType(schema.ast))
  return (value): value is A => guard(value)
}
