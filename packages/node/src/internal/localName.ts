/** What a file system accepts as a name. Nothing is ever changed to fit: a name that has a fault is reported. */

const longest = 255
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
  if (new TextEncoder().encode(name).length > longest) return `has more than ${longest} bytes`
  if (!windows) return undefined
  if (/[<>:"|?*]/.test(name)) return "holds one of the characters that Windows forbids"
  if (/[. ]$/.test(name)) return "ends with a dot or a space, which Windows drops"
  if (reserved.test(name)) return "is the name of a device on Windows"
  return undefined
}
