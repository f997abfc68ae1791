/** What an operation takes and gives, from the generated table. */

/** One argument of an operation. */
export interface ArgumentDescription {
  readonly name: string
  readonly required: boolean
  readonly place: string
  readonly type: Type
  /** The type as it is written in the table. */
  readonly typeText: string
  readonly text: string
}

/** One operation. */
export interface Description {
  /** Such as `Folders.getFolderById`. */
  readonly name: string
  readonly method: string
  readonly path: string
  readonly paged: boolean
  /** `json:` and the name of the answer, `nothing`, `bytes`, `text`, `thumbnail`. */
  readonly gives: string
  readonly summary: string
  readonly page: string
  readonly arguments: ReadonlyArray<ArgumentDescription>
}

/** A type of the table. */
export type Type =
  | { readonly kind: "string" | "number" | "boolean" | "time" | "file" | "json" | "object" | "secret" }
  | { readonly kind: "values"; readonly values: ReadonlyArray<string> }
  | { readonly kind: "array"; readonly items: Type }
  | { readonly kind: "properties"; readonly properties: ReadonlyArray<PropertyType> }

/** A property of an object. */
export interface PropertyType {
  readonly name: string
  readonly required: boolean
  readonly type: Type
}

const plain = ["string", "number", "boolean", "time", "file", "json", "object", "secret"] as const

/** Reads types from the left. */
class TypeReader {
  #at = 0
  readonly #text: string
  constructor(text: string) {
    this.#text = text
  }

  read(): Type {
    if (this.#eats("[")) {
      const items = this.read()
      this.#eats("]")
      return { kind: "array", items }
    }
    if (this.#eats("{")) return { kind: "properties", properties: this.#properties() }
    const word = this.#until(/[,\]}]/)
    const kind = plain.find((name) => name === word)
    return kind === undefined ? { kind: "values", values: word.split("|") } : { kind }
  }

  #properties(): ReadonlyArray<PropertyType> {
    const properties: Array<PropertyType> = []
    while (!this.#eats("}") && this.#at < this.#text.length) {
      const name = this.#until(/:/)
      this.#eats(":")
      properties.push({ name: name.replace(/!$/, ""), required: name.endsWith("!"), type: this.read() })
      this.#eats(",")
    }
    return properties
  }

  #eats(character: string): boolean {
    const found = this.#text[this.#at] === character
    if (found) this.#at++
    return found
  }

  /** Values such as `enterprise_{id}` have braces of their own. */
  #until(end: RegExp): string {
    const start = this.#at
    let open = 0
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] ?? ""
      if (character === "{") open++
      else if (character === "}" && open > 0) open--
      else if (end.test(character)) break
      this.#at++
    }
    return this.#text.slice(start, this.#at)
  }
}

/** Reads a type of the table. */
export const typeOf = (text: string): Type => new TypeReader(text).read()

const argumentOf = (line: string): ArgumentDescription => {
  const [name = "", place = "", typeText = "", ...words] = line.split(" ")
  return {
    name: name.replace(/!$/, ""),
    required: name.endsWith("!"),
    place,
    type: typeOf(typeText),
    typeText,
    text: words.join(" ")
  }
}

/** Reads an entry of the table. */
export const describe = (entry: string): Description => {
  const [call = "", summary = "", page = "", ...lines] = entry.split("\n")
  const [name = "", method = "", path = "", paging = "-", gives = "nothing"] = call.split(" ")
  return { name, method, path, paged: paging !== "-", gives, summary, page, arguments: lines.map(argumentOf) }
}

/** The name of an entry of the table. */
export const nameOf = (entry: string): string => entry.slice(0, entry.indexOf(" "))
