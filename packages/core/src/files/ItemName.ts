/**
 * The rules of Box for names of files and folders.
 *
 * @see https://developer.box.com/reference/post-files-content/
 */

/**
 * Returns what is wrong with a name, as the end of a sentence that begins with "name", or `undefined` if Box accepts
 * it.
 *
 * @example
 * ```ts
 * import { fault } from "@effect-box/core/ItemName"
 *
 * console.log(fault("a/b")) // must not contain / or \
 * ```
 *
 * @category predicates
 * @since 0.1.0
 */
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

/**
 * Returns `true` if Box considers two names equal: it ignores case.
 *
 * @example
 * ```ts
 * import { same } from "@effect-box/core/ItemName"
 *
 * console.log(same("Year.pdf", "YEAR.PDF")) // true
 * ```
 *
 * @category predicates
 * @since 0.1.0
 */
export const same = (a: string | null | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase()

/**
 * Inserts a number before the file extension: `year.zip` becomes `year (1).zip`. The name is shortened if it would be
 * longer than Box allows.
 *
 * @example
 * ```ts
 * import { numbered } from "@effect-box/core/ItemName"
 *
 * console.log(numbered("year.zip", 1)) // year (1).zip
 * ```
 *
 * @category combinators
 * @since 0.1.0
 */
export const numbered = (name: string, number: number): string => {
  const dot = name.lastIndexOf(".")
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""]
  const suffix = ` (${number})${[...ending].length > 32 ? "" : ending}`
  const kept = [...(suffix.endsWith(ending) ? stem : name)].slice(0, 255 - [...suffix].length)
  return kept.join("") + suffix
}
