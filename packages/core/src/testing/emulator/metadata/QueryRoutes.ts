/**
 * Searches items by their metadata. What was just changed is found at once.
 *
 * @see https://developer.box.com/reference/post-metadata-queries-execute-read/
 */
import * as Base64Url from "effect/encoding/Base64Url"
import * as Result from "effect/Result"
import { json } from "../wire/Answer.ts"
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import type { File, Folder } from "../model/Item.ts"
import { classificationKey, templateKey, type Template } from "../model/Metadata.ts"
import { ancestors, findFolder, isVisible } from "../model/Tree.ts"
import { listEntry } from "../views/ItemJson.ts"
import {
  optionalArray,
  optionalObject,
  optionalString,
  requiredId,
  requiredOneOf,
  requiredString
} from "../wire/Json.ts"
import { badParameter, instanceNotFound } from "../wire/Refusal.ts"
import { objectsIn } from "./Fields.ts"
import { invalidQuery, parseQuery } from "./QueryLanguage.ts"
import { testOf } from "./QueryTest.ts"
import { lookUpTemplate } from "./Templates.ts"

type Carrier = File | Folder

const maxLimit = 100

/** Neither the shorthand `enterprise` nor `global` works here. */
const templateIn = (call: Call): Template => {
  const from = requiredString(call.json, "from")
  const [, scope, key] = /^(enterprise_\d+)\.(.+)$/.exec(from) ?? []
  if (scope === undefined || key === undefined || key === classificationKey) {
    throw invalidQuery(`'from' must be the full scope and the key of a template, not '${from}'`)
  }
  const found = lookUpTemplate(call, scope, key)
  if (found === undefined) throw instanceNotFound("instance_not_found", from)
  return found
}

type Order = (a: Carrier, b: Carrier) => number

/** Items without a value come last. */
const orderIn = (call: Call, template: Template): Order => {
  const keys = objectsIn(call.json, "order_by").map((entry) => ({
    key: requiredString(entry, "field_key"),
    direction:
      entry["direction"] === undefined ? "ASC" : requiredOneOf(entry, "direction", ["ASC", "DESC", "asc", "desc"])
  }))
  for (const { key } of keys) {
    if (!template.fields.some((field) => field.key === key)) throw invalidQuery(`The template has no field '${key}'`)
  }
  const directions = new Set(keys.map(({ direction }) => direction.toUpperCase()))
  if (directions.size > 1) throw invalidQuery("All directions in 'order_by' must be the same")
  const sign = directions.has("DESC") ? -1 : 1
  const valueOf = (item: Carrier, key: string): string | number | undefined => {
    const value = item.metadata.get(templateKey(template))?.values[key]
    return typeof value === "string" || typeof value === "number" ? value : undefined
  }
  return (a, b) => {
    for (const { key } of keys) {
      const one = valueOf(a, key)
      const other = valueOf(b, key)
      if (one === other) continue
      if (one === undefined) return 1
      if (other === undefined) return -1
      return one < other ? -sign : sign
    }
    return a.type === b.type ? Number(a.id) - Number(b.id) : a.type === "file" ? -1 : 1
  }
}

const fieldsIn = (call: Call): ReadonlyArray<string> =>
  (optionalArray(call.json, "fields") ?? []).map((name) => {
    if (typeof name !== "string") throw badParameter("fields", "'fields' must contain strings")
    return name
  })

const limitIn = (call: Call): number => {
  const limit = call.json["limit"] ?? maxLimit
  if (typeof limit !== "number" || !Number.isInteger(limit) || limit < 0 || limit > maxLimit) {
    throw badParameter("limit", `'limit' must be a whole number from 0 to ${maxLimit}`)
  }
  return limit
}

const nameOf = ({ id, type }: Carrier): string => `${type}_${id}`

/** The last entry and its place, which counts if the entry is no longer among the results. */
const startIn = (call: Call, found: ReadonlyArray<Carrier>): number => {
  const marker = optionalString(call.json, "marker")
  if (marker === undefined) return 0
  const text = Base64Url.decodeString(marker)
  const [, place, name] = Result.isSuccess(text) ? (/^(\d+) (\w+)$/.exec(text.success) ?? []) : []
  if (place === undefined) throw badParameter("marker", `Invalid value '${marker}'. 'marker' is not valid`)
  const index = found.findIndex((item) => nameOf(item) === name)
  return index < 0 ? Number(place) : index + 1
}

const execute = (call: Call) => {
  const { json: body, world } = call
  const template = templateIn(call)
  const ancestorId = requiredId(body, "ancestor_folder_id")
  const ancestor = ancestorId === "0" ? undefined : findFolder(call, ancestorId, "ancestor_folder_id")
  const query = optionalString(body, "query") ?? ""
  const expression = query.trim() === "" ? undefined : parseQuery(query)
  const test =
    expression === undefined
      ? () => true
      : testOf(call, template, expression, optionalObject(body, "query_params") ?? {})
  const order = orderIn(call, template)
  const fields = fieldsIn(call)
  const limit = limitIn(call)
  const key = templateKey(template)
  const carriers: ReadonlyArray<Carrier> = [...world.files.values(), ...world.folders.values()]
  const found = carriers
    .filter((item) => {
      const instance = item.metadata.get(key)
      if (instance === undefined || test(instance.values) !== true || !isVisible(call, item)) return false
      return ancestor === undefined || ancestors(item).includes(ancestor)
    })
    .toSorted(order)
  const start = startIn(call, found)
  const page = found.slice(start, start + limit)
  const last = page.at(-1)
  const isLast = last === undefined || start + page.length >= found.length
  return json(200, {
    entries: page.map((item) => listEntry(call, item, fields)),
    limit,
    // Unlike in other lists, the documents do not allow null.
    ...(isLast ? {} : { next_marker: Base64Url.encode(`${start + page.length} ${nameOf(last)}`) })
  })
}

export const queryRoutes: ReadonlyArray<Route> = [stepRoute("api", "POST", "/metadata_queries/execute_read", execute)]
