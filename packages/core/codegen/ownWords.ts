/** Checks that neither the facts nor the generated files contain sentences from Box's documents. */
import type { Document, Json } from "./openapi.ts"

/** This many words in the same order count as a copy. */
const length = 7

const phrasesOf = (text: string): ReadonlyArray<string> => {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return words.slice(0, Math.max(0, words.length - length + 1)).map((_, at) => words.slice(at, at + length).join(" "))
}

/** The phrases of all texts in a document of Box. */
export const phrasesIn = (document: Json): ReadonlySet<string> => {
  const found = new Set<string>()
  const collect = (value: Json): void => {
    if (typeof value !== "object" || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if ((key === "description" || key === "summary" || key === "title") && typeof inner === "string")
        for (const phrase of phrasesOf(inner)) found.add(phrase)
      else collect(inner)
    }
  }
  collect(document)
  return found
}

/** Phrases that cannot be reworded: the name of a resource. */
const names = /shield information barrier segment/

/** Where a comment of a generated file contains one of the phrases. Addresses and names in code are facts. */
export const copied = (made: ReadonlyMap<string, string>, phrases: ReadonlySet<string>): ReadonlyArray<string> =>
  [...made].flatMap(([path, text]) =>
    [...text.matchAll(/\/\*\*([\s\S]*?)\*\//g)].flatMap(([, comment = ""]) =>
      phrasesOf(comment.replace(/@see.*|`[^`]*`/g, "|").replace(/\n\s*\*/g, " "))
        .filter((phrase) => phrases.has(phrase) && !names.test(phrase))
        .map((phrase) => `${path}: ${phrase}`)
    )
  )

/** Names, paths, media types, addresses, formats: no space in them. */
const word = /^[\w$<>{}./:#*+-]*$/
/** Documented values may be two words, such as `viewer uploader`. */
const value = /^[\w{}./:-]*( [\w{}./:-]+)?$/

const isFact = (key: string, text: string): boolean => {
  if (key === "pattern") return !/\s/.test(text)
  return (key === "enum" || key === "default" ? value : word).test(text)
}

/** Every string of the facts that could be a text. */
export const textsIn = (document: Document): ReadonlyArray<string> => {
  const found: Array<string> = []
  const walk = (where: string, key: string, inner: unknown): void => {
    if (typeof inner === "string") {
      if (!isFact(key, inner)) found.push(`${where}: ${inner}`)
    } else if (Array.isArray(inner)) {
      for (const one of inner) walk(where, key, one)
    } else if (typeof inner === "object" && inner !== null) {
      for (const [name, one] of Object.entries(inner)) {
        if (!word.test(name)) found.push(`${where}: ${name}`)
        walk(`${where}/${name}`, name, one)
      }
    }
  }
  walk("", "", document)
  return found
}
