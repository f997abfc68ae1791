/**
 * What Box accepts as the name of a file or folder.
 *
 * @see https://developer.box.com/reference/post-files-content/
 */

/** What is wrong with a name, as the end of a sentence that begins with "name", or `undefined` when Box will take it. */
export const fault = (name: string): string | undefined => {
  if (typeof name !== "string" || name === "") return "must be a non-empty string"
  if (!name.isWellFormed()) return "must be well-formed Unicode"
  if ([...name].length > 255) return "must have at most 255 characters"
  if (/[/\\]/.test(name)) return "must not contain / or \\"
  if (/[\x00-\x1f\x7f]/.test(name)) return "must not contain control characters"
  if (name === "." || name === "..") return 'must not be "." or ".."'
  if (name.endsWith(" ")) return "must not end with a space"
  return undefined
}

/** Whether Box takes two names for the same: it compares without regard to case. */
export const same = (a: string | null | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase()

/**
 * The name with a number before its ending: `year.zip` becomes `year (1).zip`. It is shortened where it would be longer
 * than Box allows.
 */
export const numbered = (name: string, number: number): string => {
  const dot = name.lastIndexOf(".")
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""]
  const suffix = ` (${number})${[...ending].length > 32 ? "" : ending}`
  const kept = [...(suffix.endsWith(ending) ? stem : name)].slice(0, 255 - [...suffix].length)
  return kept.join("") + suffix
}
