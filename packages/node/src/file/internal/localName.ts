/** What a file system accepts as a name. Nothing is ever changed to fit: a name that has a fault is reported. */

import * as ItemName from "@effect-box/core/ItemName"

const longest = 255

const bytesOf = (name: string): number => new TextEncoder().encode(name).length
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i

/**
 * What is wrong with a name of an item on Box as the name of one entry of a directory, as the end of a sentence that
 * begins with "name". `windows` adds the rules of Windows.
 */
export const localNameFault = (name: string, windows: boolean): string | undefined => {
  if (name === "") return "is empty"
  if (name === "." || name === "..") return `is ${JSON.stringify(name)}`
  if (name.includes("/") || name.includes("\\")) return "holds a separator of paths"
  if (/[\x00-\x1f\x7f]/.test(name)) return "holds a control character"
  if (!name.isWellFormed()) return "is not well-formed Unicode"
  if (bytesOf(name) > longest) return `has more than ${longest} bytes`
  if (!windows) return undefined
  if (/[<>:"|?*]/.test(name)) return "holds one of the characters that Windows forbids"
  if (/[. ]$/.test(name)) return "ends with a dot or a space, which Windows drops"
  if (reserved.test(name)) return "is the name of a device on Windows"
  return undefined
}

/** The name with a number before its ending, shortened where it would be longer than a file system allows. */
export const numberedName = (name: string, number: number): string => {
  const dot = name.lastIndexOf(".")
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""]
  for (let kept = [...stem]; ; kept = kept.slice(0, -1)) {
    const numbered = ItemName.numbered(kept.join("") + ending, number)
    if (bytesOf(numbered) <= longest || kept.length < 2) return numbered
  }
}
