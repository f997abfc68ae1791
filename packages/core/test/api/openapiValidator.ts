/** Judges values by the schemas of Box's documents, with a validator that knows nothing of this project. */
import * as Ajv from "ajv"
import addFormats from "ajv-formats"
import { type documents, type JsonSchema, type SpecOperation, toJsonSchema } from "./openapiSpecs.ts"

const validators = new Map<object, Ajv.Ajv>()

const ajvFor = (document: (typeof documents)[number]): Ajv.Ajv => {
  const made = validators.get(document)
  if (made !== undefined) return made
  const ajv = new Ajv.Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  // Formats of Box's own, which say nothing that could be checked.
  for (const format of [
    "<width>x<height>",
    "digest",
    "token",
    "jwt",
    "space_delimited_list",
    "timezone",
    "urn",
    "uuidv4"
  ])
    ajv.addFormat(format, true)
  ajv.addFormat("url", (text: string) => URL.canParse(text))
  const schemas = Object.entries(document.components.schemas).map(([name, schema]) => [name, toJsonSchema(schema)])
  ajv.addSchema({ $id: "box", components: { schemas: Object.fromEntries(schemas) } })
  validators.set(document, ajv)
  return ajv
}

const absolute = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"box#/components'))

/** Compiling takes far longer than validating, and many answers are of one schema. */
const compiled = new WeakMap<JsonSchema, Ajv.ValidateFunction>()

const validatorOf = (document: (typeof documents)[number], schema: JsonSchema): Ajv.ValidateFunction => {
  const made = compiled.get(schema)
  if (made !== undefined) return made
  const validate = ajvFor(document).compile(absolute(toJsonSchema(schema)))
  compiled.set(schema, validate)
  return validate
}

/** What is wrong with a value by a schema of the operation's document; `undefined` if nothing is. */
export const violations = (operation: SpecOperation, schema: JsonSchema, value: unknown): string | undefined => {
  const validate = validatorOf(operation.document, schema)
  return validate(value) ? undefined : ajvFor(operation.document).errorsText(validate.errors)
}
