/** Hand-written sentences for what needs more than its facts, from `docs.json`. */
import { fileURLToPath } from "node:url"
import { readJson } from "./openapi.ts"

export interface Texts {
  /** `Module.method` -> its summary. */
  readonly operations: Readonly<Record<string, string>>
  /** `Component` -> what it is. */
  readonly components: Readonly<Record<string, string>>
  /** `Component.property`, or `*.name` for all with that name -> its description in an answer. */
  readonly properties: Readonly<Record<string, string>>
  /** `Module.method.name`, `Component.property` or `*.name` -> its description in an argument. */
  readonly arguments: Readonly<Record<string, string>>
  readonly used: Set<string>
}

const strings = (value: unknown, section: string): Readonly<Record<string, string>> => {
  if (typeof value !== "object" || value === null) throw new Error(`docs.json: ${section} is missing`)
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== "string") throw new Error(`docs.json: ${section}.${name} is not a text`)
  }
  // Checked above.
  return value as Readonly<Record<string, string>>
}

/** Reads `docs.json` in this directory. */
export const readTexts = (): Texts => {
  const read = readJson(fileURLToPath(new URL("docs.json", import.meta.url)))
  if (typeof read !== "object" || read === null || Array.isArray(read))
    throw new Error("docs.json: an object is expected")
  const sections: Readonly<Record<string, unknown>> = { ...read }
  return {
    operations: strings(sections["operations"], "operations"),
    components: strings(sections["components"], "components"),
    properties: strings(sections["properties"], "properties"),
    arguments: strings(sections["arguments"], "arguments"),
    used: new Set()
  }
}

/** The text about a property; records that it was used. */
export const textOf =
  (texts: Texts, section: "properties" | "arguments") =>
  (owner: string, property: string): string | undefined => {
    for (const key of [`${owner}.${property}`, `*.${property}`]) {
      const text = texts[section][key]
      if (text !== undefined) {
        texts.used.add(`${section} ${key}`)
        return text
      }
    }
    return undefined
  }

/** The text about an operation, a module or a component; records that it was used. */
export const textAbout = (texts: Texts, section: "operations" | "components", name: string): string | undefined => {
  const text = texts[section][name]
  if (text !== undefined) texts.used.add(`${section} ${name}`)
  return text
}

/** Texts about things that do not exist. */
export const unusedTexts = (texts: Texts): ReadonlyArray<string> =>
  (["operations", "components", "properties", "arguments"] as const)
    .flatMap((section) => Object.keys(texts[section]).map((key) => `${section} ${key}`))
    .filter((key) => !texts.used.has(key))
