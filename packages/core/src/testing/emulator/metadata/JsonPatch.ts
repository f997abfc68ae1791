/**
 * JSON Patch, as metadata takes it: the values are at the top, and lists below them.
 *
 * @see https://datatracker.ietf.org/doc/html/rfc6902
 */
import { type JsonObject, requiredOneOf, requiredString } from "../wire/Json.ts"
import { badRequest, conflict, missingParameter, type Refusal } from "../wire/Refusal.ts"

const failed = (message: string): Refusal => conflict("failed_json_patch_application", message)

const equal = (one: unknown, other: unknown): boolean => {
  if (one === other) return true
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const entries = Object.entries(one)
  const others = new Map(Object.entries(other))
  return (
    entries.length === others.size && entries.every(([key, value]) => others.has(key) && equal(value, others.get(key)))
  )
}

const pathOf = (json: JsonObject, name: "path" | "from"): ReadonlyArray<string> => {
  const pointer = requiredString(json, name)
  if (!pointer.startsWith("/") || pointer.length === 1) throw badRequest(`'${name}' must begin with /`)
  const path = pointer
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
  if (path[0]?.startsWith("$") === true) throw badRequest(`'${pointer}' is set by Box`)
  return path
}

const indexIn = (list: ReadonlyArray<unknown>, key: string, most: number): number => {
  const index = key === "-" ? list.length : /^(0|[1-9]\d*)$/.test(key) ? Number(key) : Number.NaN
  if (!(index <= most)) throw failed(`The list has no place '${key}'`)
  return index
}

const missing = (path: ReadonlyArray<string>): Refusal => failed(`There is no value at '/${path.join("/")}'`)

/** Whether something is there. Lists and objects are told apart, since a list's own properties are none of its values. */
const has = (value: unknown, key: string): boolean =>
  Array.isArray(value)
    ? /^\d+$/.test(key) && Number(key) < value.length
    : typeof value === "object" && value !== null && Object.hasOwn(value, key)

const read = (root: unknown, path: ReadonlyArray<string>): unknown => {
  let value = root
  for (const key of path) {
    if (!has(value, key)) throw missing(path)
    // `has` has found the key in it.
    value = (value as Readonly<Record<string, unknown>>)[key]
  }
  return value
}

/** A copy of the value with a change at the path. What is not on the path is shared. */
const changed = (
  value: unknown,
  path: ReadonlyArray<string>,
  change: (holder: ReadonlyArray<unknown> | JsonObject, key: string) => unknown
): unknown => {
  const [key, ...rest] = path
  if (typeof value !== "object" || value === null || key === undefined) throw missing(path)
  // An object that is no array is a record here: it was parsed from JSON.
  const holder = value as ReadonlyArray<unknown> | JsonObject
  if (rest.length === 0) return change(holder, key)
  const below = changed(read(value, [key]), rest, change)
  return Array.isArray(holder) ? holder.with(Number(key), below) : { ...holder, [key]: below }
}

const add = (root: unknown, path: ReadonlyArray<string>, added: unknown): unknown =>
  changed(root, path, (holder, key) =>
    Array.isArray(holder)
      ? holder.toSpliced(indexIn(holder, key, holder.length), 0, added)
      : { ...holder, [key]: added }
  )

const remove = (root: unknown, path: ReadonlyArray<string>): unknown => {
  read(root, path)
  return changed(root, path, (holder, key) => {
    if (Array.isArray(holder)) return holder.toSpliced(Number(key), 1)
    return Object.fromEntries(Object.entries(holder).filter(([name]) => name !== key))
  })
}

const replace = (root: unknown, path: ReadonlyArray<string>, value: unknown): unknown => {
  read(root, path)
  return changed(root, path, (holder, key) =>
    Array.isArray(holder) ? holder.with(Number(key), value) : { ...holder, [key]: value }
  )
}

const operations = ["add", "replace", "remove", "test", "move", "copy"] as const

const valueIn = (operation: JsonObject): unknown => {
  if (operation["value"] === undefined || operation["value"] === null) throw missingParameter("value")
  return operation["value"]
}

/** The values after the patch. Nothing is changed if one operation fails. */
export const patched = (values: JsonObject, patch: ReadonlyArray<JsonObject>): JsonObject => {
  let root: unknown = values
  for (const operation of patch) {
    const op = requiredOneOf(operation, "op", operations)
    const path = pathOf(operation, "path")
    switch (op) {
      case "add":
        root = add(root, path, valueIn(operation))
        break
      case "replace":
        root = replace(root, path, valueIn(operation))
        break
      case "remove":
        root = remove(root, path)
        break
      case "test":
        if (!equal(read(root, path), valueIn(operation)))
          throw failed(`The value at '/${path.join("/")}' is another one`)
        break
      case "move":
      case "copy": {
        const from = pathOf(operation, "from")
        const value = read(root, from)
        root = add(op === "move" ? remove(root, from) : root, path, value)
      }
    }
  }
  // Every operation above keeps the root an object.
  return root as JsonObject
}
