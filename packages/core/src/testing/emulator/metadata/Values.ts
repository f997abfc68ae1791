/** Checks the values of an instance by the fields of its template. */
import * as DateTime from "effect/DateTime"
import type { Call } from "../model/Call.ts"
import { type Field, properties, skillCards, type Template, type Values } from "../model/Metadata.ts"
import type { JsonObject } from "../wire/Json.ts"
import { badRequest, type Refusal } from "../wire/Refusal.ts"
import { parseMetadataDate } from "../wire/Timestamps.ts"
import { lookUpTaxonomy, type Node } from "./Taxonomies.ts"

const invalid = (message: string): Refusal => badRequest(message, "schema_validation_failed")

const isStrings = (value: unknown): value is ReadonlyArray<string> =>
  Array.isArray(value) && value.every((one) => typeof one === "string")

/** The node that a value of a taxonomy field means, if it may be chosen. */
export const nodeOf = (call: Call, { taxonomy }: Field, id: string): Node | undefined => {
  const node = taxonomy && lookUpTaxonomy(call, taxonomy.namespace, taxonomy.key)?.nodes.get(id)
  return node !== undefined && taxonomy?.selectableLevels.includes(node.level) === true ? node : undefined
}

/** The value as it is kept, or `undefined` if the field cannot have it. */
const accepted = (call: Call, field: Field, value: unknown): unknown => {
  switch (field.type) {
    case "string":
      return typeof value === "string" ? value : undefined
    case "float":
      return typeof value === "number" ? value : undefined
    case "date": {
      const at = parseMetadataDate(value)
      return at === undefined ? undefined : DateTime.formatIso(DateTime.makeUnsafe(at))
    }
    case "enum":
      return field.options.some(({ key }) => key === value) ? value : undefined
    case "multiSelect": {
      if (!isStrings(value) || new Set(value).size !== value.length) return undefined
      return value.every((one) => field.options.some(({ key }) => key === one)) ? value : undefined
    }
    case "taxonomy": {
      if (!isStrings(value) || value.length === 0 || new Set(value).size !== value.length) return undefined
      if (value.length > 1 && field.taxonomy?.multiSelect !== true) return undefined
      return value.every((one) => nodeOf(call, field, one) !== undefined) ? value : undefined
    }
  }
}

const freeValue = (template: Template, key: string, value: unknown): unknown => {
  if (template === skillCards) {
    if (key === "cards" && Array.isArray(value)) return value
  } else if (typeof value === "string") return value
  throw invalid(`'${key}' of '${template.key}' has a value that it cannot have`)
}

/** The values as they are kept. Those that stay as they were are not checked again: an option or a node may be gone. */
export const checkValues = (call: Call, template: Template, json: JsonObject, before: Values = {}): Values => {
  const out: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(json)) {
    if (key.startsWith("$")) throw invalid(`'${key}' is set by Box`)
    if (template === properties || template === skillCards) {
      out[key] = freeValue(template, key, value)
      continue
    }
    if (Object.hasOwn(before, key) && before[key] === value) {
      out[key] = value
      continue
    }
    const field = template.fields.find((one) => one.key === key)
    if (field === undefined) throw invalid(`'${key}' is no field of the template '${template.key}'`)
    const kept = accepted(call, field, value)
    if (kept === undefined) throw invalid(`'${key}' of type ${field.type} has a value that it cannot have`)
    out[key] = kept
  }
  return out
}
