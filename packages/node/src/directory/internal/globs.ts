/** Which files and directories of a tree belong to a run. */

const special = /[\\^$+.()|[\]]/g

/** `*` and `?` stay within a name, `**` crosses directories, `{a,b}` is a choice. Without `/`, a glob is for a name. */
const compiled = (glob: string): RegExp => {
  const body = glob.replaceAll(special, "\\$&").replaceAll(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}/g, (part) => {
    if (part === "**/") return "(?:[^/]+/)*"
    if (part === "**") return ".*"
    if (part === "*") return "[^/]*"
    if (part === "?") return "[^/]"
    return `(?:${part
      .slice(1, -1)
      .split(",")
      .map((choice) => choice.replaceAll("*", "[^/]*"))
      .join("|")})`
  })
  return new RegExp(`${glob.includes("/") ? "^" : "(?:^|/)"}${body}$`, "u")
}

export interface Globs {
  readonly include?: ReadonlyArray<string> | undefined
  readonly exclude?: ReadonlyArray<string> | undefined
}

export interface Selection {
  readonly hasFile: (names: ReadonlyArray<string>) => boolean
  readonly hasDirectory: (names: ReadonlyArray<string>) => boolean
}

const isGlobs = (given: unknown): boolean =>
  given === undefined || (Array.isArray(given) && given.every((glob) => typeof glob === "string" && glob !== ""))

/** What is wrong with the globs, as a sentence. */
export const globFault = ({ exclude, include }: Globs): string | undefined =>
  isGlobs(include) && isGlobs(exclude) ? undefined : 'include and exclude must be arrays of globs such as ["**/*.pdf"]'

export const makeSelection = ({ exclude = [], include }: Globs): Selection => {
  const [left, taken] = [exclude.map(compiled), include?.map(compiled)]
  const matches = (globs: ReadonlyArray<RegExp>, names: ReadonlyArray<string>) => {
    const path = names.join("/")
    return globs.some((glob) => glob.test(path))
  }
  const hasDirectory = (names: ReadonlyArray<string>) => !matches(left, names)
  return { hasDirectory, hasFile: (names) => hasDirectory(names) && (taken === undefined || matches(taken, names)) }
}
