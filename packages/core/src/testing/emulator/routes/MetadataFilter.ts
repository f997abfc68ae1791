/**
 * The filter of a search by metadata.
 *
 * @see https://developer.box.com/guides/search/filters/metadata/
 */
import type { Item } from "../model/Item.ts"
import type { Field } from "../model/Metadata.ts"
import { findInstance } from "../views/MetadataJson.ts"
import { isObject, type JsonObject, parseJsonObjects, requiredObject, requiredString } from "../wire/Json.ts"
import { badParameter } from "../wire/Refusal.ts"
import { parseMetadataDate } from "../wire/Timestamps.ts"

const invalid = (message: string) => badParameter("mdfilters", message, "invalid_parameter")

const numberOf = (field: Field | undefined, value: unknown): number =>
  (field?.type === "date" ? parseMetadataDate(value) : typeof value === "number" ? value : undefined) ?? Number.NaN

/** `{ gt, lt }`, both inclusive, either of which may be missing. */
const isBetween = (field: Field | undefined, value: unknown, range: JsonObject): boolean => {
  const actual = numberOf(field, value)
  return (
    (range["gt"] === undefined || actual >= numberOf(field, range["gt"])) &&
    (range["lt"] === undefined || actual <= numberOf(field, range["lt"]))
  )
}

const matches = (field: Field | undefined, actual: unknown, wanted: unknown): boolean => {
  if (actual === undefined) return false
  if (Array.isArray(wanted)) return (Array.isArray(actual) ? actual : [actual]).some((one) => wanted.includes(one))
  if (isObject(wanted)) return isBetween(field, actual, wanted)
  return Array.isArray(actual) ? actual.includes(wanted) : actual === wanted
}

/** Exactly one template can be filtered by. */
export const metadataFilter = (text: string): ((item: Item) => boolean) => {
  const [filter, ...others] = parseJsonObjects(text, "mdfilters")
  if (filter === undefined || others.length > 0) throw invalid("'mdfilters' must contain one filter")
  const scope = requiredString(filter, "scope")
  const key = requiredString(filter, "templateKey")
  const filters = Object.entries(requiredObject(filter, "filters"))
  return (item) => {
    const instance = findInstance(item, scope, key)
    if (instance === undefined) return false
    const { template, values } = instance
    return filters.every(([name, wanted]) =>
      matches(
        template.fields.find((field) => field.key === name),
        values[name],
        wanted
      )
    )
  }
}
