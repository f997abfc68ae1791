/**
 * Reads an answer that contradicts Box's documentation. Optional values of the wrong type are omitted, so that the
 * types stay true and a call that Box has carried out does not fail.
 */
import * as SchemaAST from "effect/SchemaAST"
import { guardOf, isObject } from "../../internal/guard.ts"

/**
 * Properties that are never omitted: they identify an item, the next page of a list, or the place of a file's parts.
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

/** The maximum number of steps; an answer that needs more is malicious. */
const mostSteps = 200_000

/** Marks a value that cannot be made to match. */
const unfit: unique symbol = Symbol("unfit")

/** The remaining answer, and the paths of the mismatches, without values. */
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
    // Checks and transformations concern the whole value.
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

  /** The member that omits the least. Literals distinguish most of them at once. */
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
    // Literals first: they distinguish the members of a union before anything is copied.
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

  /** An entry that is an object and matches nothing may be of a new type. Anything else is omitted. */
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
 * What remains of a value that does not match the schema; `undefined` if something essential is missing or wrong. With
 * `passEntries`, a list entry that matches nothing is passed through unchanged.
 */
export const lenient = (ast: SchemaAST.AST, value: unknown, passEntries: boolean): Lenient | undefined => {
  const paths = new Set<string>()
  const read = new Reading(passEntries).read(SchemaAST.toType(ast), value, "", paths)
  return read === unfit ? undefined : { value: read, paths: [...paths] }
}
