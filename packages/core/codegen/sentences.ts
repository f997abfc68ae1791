/** Describes the facts of a schema to a reader. */
import type { Facts, Shape } from "./shape.ts"

const formats: Readonly<Record<string, string>> = {
  "date-time": "RFC 3339, such as `2030-01-31T12:00:00+00:00`.",
  date: "A date, such as `2030-01-31`.",
  email: "An email address.",
  url: "A URL.",
  uri: "A URI.",
  digest: "A SHA-1 in hex.",
  uuid: "A UUID.",
  uuidv4: "A UUID."
}

const thousands = (value: number): string => value.toLocaleString("en-US")

const range = (low: number | undefined, high: number | undefined, unit: string): string | undefined => {
  if (unit !== "" && low === 1 && high === undefined) return "Not empty."
  if (unit !== "" && low === 1 && high === 1) return `Exactly one${unit === " entries" ? " entry" : " character"}.`
  if (low !== undefined && low > 0 && high !== undefined) return `${thousands(low)} to ${thousands(high)}${unit}.`
  if (high !== undefined) return `Up to ${thousands(high)}${unit}.`
  if (low !== undefined && low > 0) return `At least ${thousands(low)}${unit}.`
  return undefined
}

/** Sentences about the form of a value. */
export const sentences = (shape: Shape): ReadonlyArray<string> => {
  const { facts } = shape
  const found = [
    facts.format === undefined ? undefined : formats[facts.format],
    shape.kind === "string" ? range(facts.minLength, facts.maxLength, " characters") : undefined,
    shape.kind === "number" ? range(facts.minimum, facts.maximum, "") : undefined,
    shape.kind === "array" ? range(facts.minItems, facts.maxItems, " entries") : undefined,
    facts.default === undefined ? undefined : `Default \`${facts.default}\`.`,
    facts.readOnly === true ? "Read-only." : undefined,
    facts.premium === true ? "Not in every plan." : undefined
  ]
  return found.filter((sentence) => sentence !== undefined)
}

/** Facts followed by those of an inner schema. */
export const withInner = (outer: Facts, inner: Facts): Facts => ({ ...inner, ...outer })

/** A comment of one or more lines, or nothing. */
export const comment = (lines: ReadonlyArray<string>): string => {
  const safe = lines.map((line) => line.replaceAll("*/", "*\\/"))
  const [only] = safe
  if (only === undefined) return ""
  if (safe.length === 1 && only.length <= 110) return `/** ${only} */\n`
  return `/**\n${safe
    .flatMap((line) => wrap(line))
    .map((line) => (line === "" ? " *" : ` * ${line}`))
    .join("\n")}\n */\n`
}

const wrap = (line: string): ReadonlyArray<string> => {
  // An address must not be split into two lines.
  if (line.startsWith("@see ")) return [line]
  const lines: Array<string> = []
  let current = ""
  for (const word of line.split(" ")) {
    if (current !== "" && current.length + 1 + word.length > 112) {
      lines.push(current)
      current = word
    } else current = current === "" ? word : `${current} ${word}`
  }
  lines.push(current)
  return lines
}

/** A documented value as a type: `enterprise_{enterprise_id}` is a template. */
export const literalType = (value: string): string =>
  /\{\w+\}/.test(value) ? `\`${value.replace(/\{\w+\}/g, "$${string}")}\`` : JSON.stringify(value)
