/** Makes elements. What comes from data is text, never markup. */

type Child = Node | string

/** An element with attributes and children. A string is a text. */
export const element = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: ReadonlyArray<Child>
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

/** The element of index.html with this id. */
export const byId = <E extends HTMLElement>(id: string, type: abstract new (...args: Array<never>) => E): E => {
  const found = document.getElementById(id)
  if (!(found instanceof type)) throw new Error(`index.html has no ${type.name} #${id}`)
  return found
}

export const button = (label: string, onClick: () => void, attributes: Readonly<Record<string, string>> = {}) => {
  const made = element("button", { type: "button", ...attributes }, label)
  made.addEventListener("click", onClick)
  return made
}

/** A row of a list that shows more on a click. */
export const disclosure = (summary: ReadonlyArray<Child>, more: () => Node): HTMLDetailsElement => {
  const made = element("details", {}, element("summary", {}, ...summary))
  made.addEventListener("toggle", () => {
    if (made.open && made.childElementCount === 1) made.append(more())
  })
  return made
}

/** JSON in lines, or the text as it is. */
export const pretty = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return text
  }
}

export const preformatted = (text: string): HTMLPreElement => element("pre", { tabindex: "0" }, text)

export const timeOf = (millis: number): string => new Date(millis).toISOString().slice(11, 23)

export const dateOf = (millis: number): string => `${new Date(millis).toISOString().slice(0, 19).replace("T", " ")} UTC`

const units = ["bytes", "kB", "MB", "GB", "TB"]

export const sizeOf = (bytes: number): string => {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${units[power]}`
}
