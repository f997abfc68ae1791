/** Text from elsewhere, so that it can neither command a terminal nor hide what it says. */

// Control characters, and those that turn the direction of text or have no width.
const dangerous = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu

const escaped = (character: string): string => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`

/** One line that shows such characters as `\u001b`. */
export const safeText = (text: string): string => text.replace(dangerous, escaped)

/** JSON that means the same and has no such character. */
export const safeJson = (value: unknown, indent?: number): string =>
  (JSON.stringify(value, undefined, indent) ?? "null").replace(dangerous, (found) =>
    found === "\n" ? found : escaped(found)
  )

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const zero = /\p{Mark}/u

/** The columns that a character takes in a terminal. */
const widthOf = (character: string): number => (zero.test(character) ? 0 : wide.test(character) ? 2 : 1)

/** The columns that a text takes in a terminal. */
export const columnsOf = (text: string): number => {
  let width = 0
  for (const character of text) width += widthOf(character)
  return width
}

/** A text in at most this many columns; what is cut off shows as an ellipsis. */
export const fitted = (text: string, columns: number): string => {
  if (columnsOf(text) <= columns) return text
  let [kept, width] = ["", 0]
  for (const character of text) {
    width += widthOf(character)
    if (width > columns - 1) break
    kept += character
  }
  return `${kept}…`
}
