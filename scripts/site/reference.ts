/** The pages of the API reference, read from the sources: each module, each export with its comment and its declaration. */
import { readdirSync, readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"

export interface Page {
  readonly path: string
  readonly title: string
  readonly text: string
}

const exported =
  /^\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/\n(?:\/\/ .*\n)*(export (?:declare )?(const|function|class|interface|type) (\w+)[\s\S]*?)(?=\n\n|$(?![\s\S]))/gm

/** The text of a comment: examples stay, tags become lines. */
const wordsOf = (comment: string): string =>
  comment
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""))
    .join("\n")
    .replaceAll(/^@example\n/gm, "\n")
    .replaceAll(/^@see (\S+)/gm, "\n[Box's documentation]($1)\n")
    .replaceAll(/^@category (.*)\n?/gm, "")
    .replaceAll(/^@since (.*)\n?/gm, "\n*Since $1.*\n")
    .replaceAll(/\{@link (\w+)\}/g, "`$1`")
    .trim()

/** Types in full; of functions and values what stands before the body. */
const declarationOf = (text: string, kind: string): string => {
  if (kind === "interface" || kind === "type") return text
  const end =
    kind === "class"
      ? text.indexOf("{\n")
      : text.search(/ =\n| =>\n| => \w| = \/\*#__PURE__|\{\n {2}(?:yield|const|return)/)
  return (end < 0 ? text : text.slice(0, end)).split("\n").slice(0, 24).join("\n").trim()
}

/** The argument of a generated operation, which has no comment of its own. */
const inputOf = (source: string, text: string): string => {
  const name = /Operation<(\w+Input)\b/.exec(text)?.[1]
  if (name === undefined) return ""
  const found = new RegExp(String.raw`^export (?:interface|type) ${name}\b[\s\S]*?\n(?=\n)`, "m").exec(source)
  return found === null ? "" : `${found[0]}\n`
}

/** The first comment, unless it belongs to an export. */
const introductionOf = (source: string): string => {
  const [, comment = "", next = ""] = /^(?:\/\/.*\n)*\/\*\*([\s\S]*?)\*\/\s*\n(\S*)/.exec(source) ?? []
  return next === "export" && comment.includes("@category") ? "" : wordsOf(comment)
}

/** The sources of a module, and of everything that it passes on. */
const sourcesOf = (path: string): ReadonlyArray<string> => {
  const source = readFileSync(path, "utf8")
  const origins = [...source.matchAll(/^export (?:type )?\{([^}]*)\}(?: from "(\.[^"]+)")?/gm)].flatMap(
    ([, names, from]) =>
      from !== undefined
        ? [from]
        : (names?.match(/\w+/g) ?? []).flatMap((name) => {
            const origin = new RegExp(String.raw`^import (?:type )?\{[^}]*\b${name}\b[^}]*\} from "(\.[^"]+)"`, "m")
            return origin.exec(source)?.[1] ?? []
          })
  )
  return [source, ...[...new Set(origins)].map((from) => readFileSync(join(dirname(path), from), "utf8"))]
}

const pageOf = (path: string, entry: string, directory: string): Page => {
  const title = basename(path, ".ts")
  const [own = "", ...others] = sourcesOf(path)
  const listed = new Set(
    [...own.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names]) => String(names).match(/\w+/g) ?? [])
  )
  const items = [own, ...others].flatMap((source, index) =>
    [...source.matchAll(exported)]
      .filter(([, , , , name]) => index === 0 || listed.has(String(name)))
      .map(([, comment, text, kind, name]) => {
        const argument = inputOf(source, String(text))
        const code = `${argument}${declarationOf(String(text), String(kind))}`
        return `## ${name}\n\n${wordsOf(String(comment))}\n\n\`\`\`ts\n${code}\n\`\`\`\n`
      })
  )
  const text = `# ${title}\n\n\`import { ${title} } from "${entry}"\`\n\n${introductionOf(own)}\n\n${items.join("\n")}`
  return { path: `reference/${directory}/${title}.md`, title, text }
}

/** The pages of a package; generated operations are in a directory of their own. */
export const referenceOf = (root: string, name: "core" | "node"): ReadonlyArray<Page> => {
  const base = join(root, "packages", name)
  const { exports } = JSON.parse(readFileSync(join(base, "package.json"), "utf8"))
  const modules: ReadonlyArray<[string, string]> = Object.entries(exports)
  const pages = modules
    .filter(([entry, path]) => !path.includes("*") && !path.endsWith("/index.ts") && !entry.startsWith("./unstable/"))
    .map(([entry, path]) => {
      const barrel = /^\.\/(testing|jobs)\//.exec(entry)?.[1]
      return pageOf(join(base, path), `@effect-box/${name}${barrel === undefined ? "" : `/${barrel}`}`, name)
    })
  const api = join(base, "src", "api")
  const operations =
    name === "node"
      ? []
      : readdirSync(api)
          .filter((file) => file.endsWith(".ts"))
          .map((file) => pageOf(join(api, file), "@effect-box/core", "operations"))
  return [...pages, ...operations]
}
