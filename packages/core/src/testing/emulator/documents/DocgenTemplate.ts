/**
 * The language of templates of Doc Gen, as far as the emulator fills it: tags of text, such as `{{order.name}}`. Other
 * tags are found, but stay in the text.
 *
 * @see https://developer.box.com/guides/docgen/
 */
import type { JsonObject } from "../wire/Json.ts"

export interface Tag {
  /** With its braces. */
  readonly content: string
  readonly type: "text" | "arithmetic" | "conditional" | "for-loop" | "table-loop" | "image"
  /** The paths of the values that it names. */
  readonly paths: ReadonlyArray<string>
}

const pattern = /\{\{\s*([^{}]+?)\s*\}\}/g

const keywords: ReadonlyArray<readonly [start: RegExp, type: Tag["type"]]> = [
  [/^(if|elseif|else|endif)\b/, "conditional"],
  [/^(for|endfor)\b/, "for-loop"],
  [/^(tablerow|endtablerow)\b/, "table-loop"],
  [/^image\b|::image\b/, "image"],
  [/[-+*/]/, "arithmetic"]
]

const words = /\b(if|elseif|else|endif|for|endfor|tablerow|endtablerow|image|in|and|or|not)\b/g

const isPath = (text: string): boolean => /^[A-Za-z_][\w.]*$/.test(text)

/** `a.b` names `a` as well. */
const prefixes = (path: string): ReadonlyArray<string> =>
  path.split(".").map((_, index, all) => all.slice(0, index + 1).join("."))

const tagOf = (content: string, inner: string): Tag => {
  const type = keywords.find(([start]) => start.test(inner))?.[1] ?? "text"
  const named =
    inner
      .replaceAll(/"[^"]*"/g, " ")
      .replaceAll(words, " ")
      .match(/[A-Za-z_][\w.]*/g) ?? []
  return { content, type, paths: [...new Set(named.flatMap(prefixes))] }
}

/** The tags of a text, each once. */
export const tagsIn = (text: string): ReadonlyArray<Tag> => {
  const found = new Map<string, Tag>()
  for (const [content, inner = ""] of text.matchAll(pattern)) found.set(content, tagOf(content, inner))
  return [...found.values()]
}

const valueAt = (values: JsonObject, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((value, name) => (Object.hasOwn(Object(value), name) ? Object(value)[name] : undefined), values)

export interface Filled {
  readonly text: string
  /** What could not be filled. */
  readonly warnings: ReadonlyArray<string>
}

/** The text with values for its tags. */
export const fill = (text: string, values: JsonObject): Filled => {
  const warnings: Array<string> = []
  const filled = text.replaceAll(pattern, (content: string, inner: string) => {
    if (!isPath(inner) || tagOf(content, inner).type !== "text") {
      warnings.push(`The emulator fills tags of text only, not ${content}`)
      return content
    }
    const value = valueAt(values, inner)
    if (value === undefined || value === null) {
      warnings.push(`There is no value for ${content}`)
      return ""
    }
    return typeof value === "object" ? JSON.stringify(value) : String(value)
  })
  return { text: filled, warnings }
}
