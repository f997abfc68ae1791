/**
 * Reads an answer that contradicts Box's documentation: what is optional and does not fit its type is left out, so that the
 * types stay true and a call that Box has carried out does not fail.
 */
import * as SchemaAST from "effect/SchemaAST"
import { guardOf, isObject } from "../../internal/guard.ts"

/**
 * Properties that are never left out: without them nobody can tell what an item is, where a list goes on, or where the
 * parts of a file go.
 */
const indispensable: ReadonlySet<string> = new Set([
  "id",
  "type",
  "entries",
  "next_marker",
  "next_stream_position",
  "part",
  "part_size",
  "session_endpoints",
  "total_parts"
])

/** Steps of one reading; an answer that needs more was made to keep us busy. */
const mostSteps = 200_000

/** What does not fit, whatever is left out of it. */
const unfit: unique symbol = Symbol("unfit")

/** What is left of an answer, and the paths of what does not fit, without any value. */
export interface Lenient {
  readonly value: unknown
  readonly paths: ReadonlyArray<string>
}

type Fields = Readonly<Record<string, unknown>>

const resolved = (ast: SchemaAST.AST): SchemaAST.AST => (SchemaAST.isSuspend(ast) ? resolved(ast.thunk()) : ast)

const isNullable = (ast: SchemaAST.AST): boolean => {
  const found = resolved(ast)
  return found._tag === "Null" || (SchemaAST.isUnion(found) && found.types.some(isNullable))
}

class Reading {
  readonly #passEntries: boolean
  steps = 0

  constructor(passEntries: boolean) {
    this.#passEntries = passEntries
  }

  read(ast: SchemaAST.AST, value: unknown, path: string, paths: Set<string>): unknown {
    if (guardOf(ast)(value)) return value
    if (++this.steps > mostSteps) return unfit
    const found = resolved(ast)
    // Checks and transformations are about the whole value.
    if (found.checks !== undefined || found.encoding !== undefined) return unfit
    switch (found._tag) {
      case "Union":
        return this.#union(found, value, path, paths)
      case "Objects":
        return isObject(value) ? this.#object(found, value, path, paths) : unfit
      case "Arrays":
        return Array.isArray(value) ? this.#array(found, value, path, paths) : unfit
      default:
        return unfit
    }
  }

  /** The member that leaves out least; literals tell most of them apart at once. */
  #union(ast: SchemaAST.Union, value: unknown, path: string, paths: Set<string>): unknown {
    let best: { readonly value: unknown; readonly left: Set<string> } | undefined
    for (const member of ast.types) {
      const left = new Set<string>()
      const read = this.read(member, value, path, left)
      if (read !== unfit && (best === undefined || left.size < best.left.size)) best = { value: read, left }
    }
    if (best === undefined) return unfit
    for (const one of best.left) paths.add(one)
    return best.value
  }

  #object(ast: SchemaAST.Objects, value: Fields, path: string, paths: Set<string>): unknown {
    const result: Record<string, unknown> = { ...value }
    const named = new Set<string>()
    // Literals first: they tell the members of a union apart before anything is copied.
    const properties = ast.propertySignatures.toSorted(
      (a, b) => Number(SchemaAST.isLiteral(b.type)) - Number(SchemaAST.isLiteral(a.type))
    )
    for (const { name, type } of properties) {
      const key = String(name)
      named.add(key)
      const optional = type.context?.isOptional === true
      if (!Object.hasOwn(value, key)) {
        if (optional) continue
        return unfit
      }
      const place = path === "" ? key : `${path}.${key}`
      const read =
        key === "entries" ? this.#entries(type, value[key], place, paths) : this.read(type, value[key], place, paths)
      if (read !== unfit) {
        result[key] = read
        continue
      }
      if (indispensable.has(key) || (!optional && !isNullable(type))) return unfit
      paths.add(place)
      if (optional) delete result[key]
      else result[key] = null
    }
    for (const { type } of ast.indexSignatures) {
      for (const key of Object.keys(value)) {
        if (named.has(key)) continue
        const read = this.read(type, value[key], `${path}.*`, paths)
        if (read === unfit) {
          paths.add(`${path}.*`)
          delete result[key]
        } else result[key] = read
      }
    }
    return result
  }

  #array(ast: SchemaAST.Arrays, value: ReadonlyArray<unknown>, path: string, paths: Set<string>): unknown {
    const [items, ...more] = ast.rest
    if (items === undefined || more.length > 0 || ast.elements.length > 0) return unfit
    const read = value.map((item) => this.read(items, item, `${path}[]`, paths))
    return read.includes(unfit) ? unfit : read
  }

  /** An entry that is an object and fits nothing may be one of a type that is not known yet; anything else is left out. */
  #entries(ast: SchemaAST.AST, value: unknown, path: string, paths: Set<string>): unknown {
    const arrays = [ast, ...(SchemaAST.isUnion(ast) ? ast.types : [])].map(resolved).find(SchemaAST.isArrays)
    const items = arrays?.rest[0]
    if (!this.#passEntries || !Array.isArray(value) || items === undefined) return this.read(ast, value, path, paths)
    return value.flatMap((item: unknown) => {
      const left = new Set<string>()
      const read = this.read(items, item, `${path}[]`, left)
      for (const one of read === unfit ? [`${path}[]`] : left) paths.add(one)
      return read !== unfit ? [read] : isObject(item) ? [item] : []
    })
  }
}

/**
 * What is left of a value that does not have the shape; `undefined` where something indispensable is missing or wrong. With
 * `passEntries`, an entry of a list that fits nothing is passed on as it is.
 */
export const lenient = (ast: SchemaAST.AST, value: unknown, passEntries: boolean): Lenient | undefined => {
  const paths = new Set<string>()
  const read = new Reading(passEntries).read(SchemaAST.toType(ast), value, "", paths)
  return read === unfit ? undefined : { value: read, paths: [...paths] }
}
