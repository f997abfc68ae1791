/** The fields of a template, as a request describes them. */
import type { Call } from "../model/Call.ts"
import type { Field, FieldOption, FieldType, TaxonomyReference } from "../model/Metadata.ts"
import { uuid } from "../wire/Identifiers.ts"
import {
  isObject,
  type JsonObject,
  optionalArray,
  optionalBoolean,
  optionalObject,
  optionalString,
  requiredObject,
  requiredOneOf,
  requiredString
} from "../wire/Json.ts"
import { badParameter, badRequest } from "../wire/Refusal.ts"
import { findTaxonomy } from "./Taxonomies.ts"
import { checkKey, keyFrom } from "./Templates.ts"

const types: ReadonlyArray<FieldType> = ["string", "float", "date", "enum", "multiSelect", "taxonomy"]

export const objectsIn = (json: JsonObject, name: string): ReadonlyArray<JsonObject> =>
  (optionalArray(json, name) ?? []).map((entry) => {
    if (!isObject(entry)) throw badParameter(name, `'${name}' must contain objects`)
    return entry
  })

/** A name that can be shown. */
export const displayNameIn = (json: JsonObject): string => {
  const name = requiredString(json, "displayName")
  if (name.trim() === "" || name.length > 4096)
    throw badParameter("displayName", "'displayName' must have 1 to 4096 characters")
  return name
}

export const optionFrom = (call: Call, json: JsonObject, others: ReadonlyArray<FieldOption>): FieldOption => {
  const key = requiredString(json, "key")
  if (key === "") throw badParameter("key", "The key of an option must not be empty")
  if (others.some((other) => other.key === key)) throw badRequest(`There are two options '${key}'`)
  return { id: uuid(call.random), key, staticConfig: optionalObject(json, "staticConfig") }
}

const optionsFrom = (call: Call, json: JsonObject): ReadonlyArray<FieldOption> => {
  const made: Array<FieldOption> = []
  for (const option of objectsIn(json, "options")) made.push(optionFrom(call, option, made))
  return made
}

export const taxonomyFrom = (call: Call, json: JsonObject): TaxonomyReference => {
  const found = findTaxonomy(call, requiredString(json, "namespace"), requiredString(json, "taxonomyKey"))
  const rules = requiredObject(json, "optionsRules")
  const levels = (optionalArray(rules, "selectableLevels") ?? []).map((level) => {
    if (typeof level !== "number" || found.levels[level - 1] === undefined) {
      throw badParameter("selectableLevels", `The taxonomy has no level ${String(level)}`)
    }
    return level
  })
  if (levels.length === 0) throw badParameter("selectableLevels", "'selectableLevels' must name a level")
  return {
    namespace: found.namespace,
    key: found.key,
    id: found.id,
    multiSelect: optionalBoolean(rules, "multiSelect") ?? false,
    selectableLevels: levels
  }
}

export const requireNewKey = (fields: ReadonlyArray<Field>, key: string): void => {
  if (fields.some((field) => field.key === key)) throw badRequest(`The template has the field '${key}' already`)
}

/** A new field beside those that are there. An operation may name its key outside of the description. */
export const fieldFrom = (call: Call, json: JsonObject, others: ReadonlyArray<Field>, named?: string): Field => {
  const type = requiredOneOf(json, "type", types)
  const displayName = displayNameIn(json)
  const asked = optionalString(json, "key") ?? named
  const key =
    asked === undefined
      ? keyFrom(displayName, "field", (name) => others.some((other) => other.key === name))
      : checkKey("key", asked)
  requireNewKey(others, key)
  const hasOptions = type === "enum" || type === "multiSelect"
  if (hasOptions && json["options"] === undefined) throw badParameter("options", `A field of type ${type} has options`)
  return {
    id: uuid(call.random),
    type,
    key,
    displayName,
    description: optionalString(json, "description"),
    hidden: optionalBoolean(json, "hidden") ?? false,
    options: hasOptions ? optionsFrom(call, json) : [],
    taxonomy: type === "taxonomy" ? taxonomyFrom(call, json) : undefined
  }
}
