/**
 * The operations that change a template. All of them are tried on a draft first; the instances follow when all of them
 * have passed.
 *
 * @see https://developer.box.com/reference/put-metadata-templates-id-id-schema/
 */
import type { Call } from "../model/Call.ts"
import type { Field, FieldOption, Template, Values } from "../model/Metadata.ts"
import {
  type JsonObject,
  optionalBoolean,
  optionalObject,
  optionalString,
  requiredArray,
  requiredObject,
  requiredOneOf,
  requiredString
} from "../wire/Json.ts"
import { badRequest } from "../wire/Refusal.ts"
import { displayNameIn, fieldFrom, optionFrom, requireNewKey, taxonomyFrom } from "./Fields.ts"
import { checkKey } from "./Templates.ts"

/** What becomes of the values of an instance. */
type Migration = (values: Values) => Values

export interface Draft extends Pick<Template, "displayName" | "hidden" | "copyInstanceOnItemCopy" | "fields"> {
  readonly migrations: ReadonlyArray<Migration>
}

type Step = (call: Call, draft: Draft, operation: JsonObject) => Draft

const fieldNamed = ({ fields }: Draft, key: string): Field => {
  const found = fields.find((field) => field.key === key)
  if (found === undefined) throw badRequest(`The template has no field '${key}'`)
  return found
}

const replaceField = (draft: Draft, old: Field, changed: Field, ...migrations: ReadonlyArray<Migration>): Draft => ({
  ...draft,
  fields: draft.fields.map((field) => (field === old ? changed : field)),
  migrations: [...draft.migrations, ...migrations]
})

const without =
  (key: string): Migration =>
  ({ [key]: _, ...rest }) =>
    rest

const renamed =
  (from: string, to: string): Migration =>
  (values) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key === from ? to : key, value]))

/** Changes an option in the value of a field. `undefined` removes it. */
const optionChanged =
  (field: string, from: string, to: string | undefined): Migration =>
  (values) => {
    const value = values[field]
    if (value === from) return to === undefined ? without(field)(values) : { ...values, [field]: to }
    if (!Array.isArray(value) || !value.includes(from)) return values
    const changed = value.flatMap((one: unknown) => (one !== from ? [one] : to === undefined ? [] : [to]))
    return changed.length === 0 ? without(field)(values) : { ...values, [field]: changed }
  }

/** The same things in the order of the given keys, of which each must occur once. */
const reordered = <A extends { readonly key: string }>(
  all: ReadonlyArray<A>,
  operation: JsonObject,
  name: string
): ReadonlyArray<A> => {
  const keys = requiredArray(operation, name)
  const found = keys.map((key) => all.find((one) => one.key === key))
  const inOrder = found.filter((one) => one !== undefined)
  if (inOrder.length !== keys.length || keys.length !== all.length || new Set(inOrder).size !== all.length) {
    throw badRequest(`'${name}' must contain every key once`)
  }
  return inOrder
}

const editTemplate: Step = (_, draft, operation) => {
  const data = requiredObject(operation, "data")
  return {
    ...draft,
    displayName: data["displayName"] === undefined ? draft.displayName : displayNameIn(data),
    hidden: optionalBoolean(data, "hidden") ?? draft.hidden,
    copyInstanceOnItemCopy: optionalBoolean(data, "copyInstanceOnItemCopy") ?? draft.copyInstanceOnItemCopy
  }
}

const addField: Step = (call, draft, operation) => {
  const data = requiredObject(operation, "data")
  return {
    ...draft,
    fields: [...draft.fields, fieldFrom(call, data, draft.fields, optionalString(operation, "fieldKey"))]
  }
}

const editField: Step = (call, draft, operation) => {
  const field = fieldNamed(draft, requiredString(operation, "fieldKey"))
  const data = requiredObject(operation, "data")
  const type = optionalString(data, "type") ?? field.type
  if (type !== field.type) throw badRequest(`The type of '${field.key}' cannot be changed`)
  const key = checkKey("key", optionalString(data, "key") ?? field.key)
  if (key !== field.key) requireNewKey(draft.fields, key)
  const changed: Field = {
    ...field,
    key,
    displayName: data["displayName"] === undefined ? field.displayName : displayNameIn(data),
    description: optionalString(data, "description") ?? field.description,
    hidden: optionalBoolean(data, "hidden") ?? field.hidden,
    taxonomy:
      field.taxonomy === undefined || data["optionsRules"] === undefined
        ? field.taxonomy
        : taxonomyFrom(call, { namespace: field.taxonomy.namespace, taxonomyKey: field.taxonomy.key, ...data })
  }
  return replaceField(draft, field, changed, renamed(field.key, key))
}

const removeField: Step = (_, draft, operation) => {
  const field = fieldNamed(draft, requiredString(operation, "fieldKey"))
  return {
    ...draft,
    fields: draft.fields.filter((one) => one !== field),
    migrations: [...draft.migrations, without(field.key)]
  }
}

const reorderFields: Step = (_, draft, operation) => ({
  ...draft,
  fields: reordered(draft.fields, operation, "fieldKeys")
})

/** The four operations on the options of a field of one type. */
const optionSteps = (type: "enum" | "multiSelect", name: string): Readonly<Record<string, Step>> => {
  const title = name.charAt(0).toUpperCase() + name.slice(1)
  const fieldOf = (draft: Draft, operation: JsonObject): Field => {
    const field = fieldNamed(draft, requiredString(operation, "fieldKey"))
    if (field.type !== type) throw badRequest(`The field '${field.key}' is of type ${field.type}`)
    return field
  }
  const optionOf = (field: Field, operation: JsonObject): FieldOption => {
    const key = requiredString(operation, `${name}Key`)
    const found = field.options.find((option) => option.key === key)
    if (found === undefined) throw badRequest(`The field '${field.key}' has no option '${key}'`)
    return found
  }
  return {
    [`add${title}`]: (call, draft, operation) => {
      const field = fieldOf(draft, operation)
      const option = optionFrom(call, requiredObject(operation, "data"), field.options)
      return replaceField(draft, field, { ...field, options: [...field.options, option] })
    },
    [`edit${title}`]: (call, draft, operation) => {
      const field = fieldOf(draft, operation)
      const old = optionOf(field, operation)
      const data = { key: old.key, ...requiredObject(operation, "data") }
      const others = field.options.filter((option) => option !== old)
      const made = optionFrom(call, data, others)
      const changed = { ...made, id: old.id, staticConfig: optionalObject(data, "staticConfig") ?? old.staticConfig }
      const options = field.options.map((option) => (option === old ? changed : option))
      return replaceField(draft, field, { ...field, options }, optionChanged(field.key, old.key, changed.key))
    },
    [`remove${title}`]: (_, draft, operation) => {
      const field = fieldOf(draft, operation)
      const old = optionOf(field, operation)
      const options = field.options.filter((option) => option !== old)
      return replaceField(draft, field, { ...field, options }, optionChanged(field.key, old.key, undefined))
    },
    [`reorder${title}s`]: (_, draft, operation) => {
      const field = fieldOf(draft, operation)
      return replaceField(draft, field, { ...field, options: reordered(field.options, operation, `${name}Keys`) })
    }
  }
}

const steps: Readonly<Record<string, Step>> = {
  editTemplate,
  addField,
  editField,
  removeField,
  reorderFields,
  ...optionSteps("enum", "enumOption"),
  ...optionSteps("multiSelect", "multiSelectOption")
}

/** The template as the operations leave it. Nothing is changed yet. */
export const draftOf = (call: Call, template: Template, operations: ReadonlyArray<JsonObject>): Draft => {
  const { copyInstanceOnItemCopy, displayName, fields, hidden } = template
  let draft: Draft = { displayName, hidden, copyInstanceOnItemCopy, fields, migrations: [] }
  for (const operation of operations) {
    draft = steps[requiredOneOf(operation, "op", Object.keys(steps))]?.(call, draft, operation) ?? draft
  }
  return draft
}
