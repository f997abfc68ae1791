/** Every public export has a summary, a category and the version that introduced it. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))

/** The only categories. A new one needs a reason. */
const categories = new Set([
  "combinators",
  "constants",
  "constructors",
  "errors",
  "jobs",
  "metrics",
  "layers",
  "models",
  "operations",
  "predicates",
  "references",
  "schemas",
  "services",
  "testing"
])

const comment = String.raw`(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?(?:\/\/[^\n]*\n)*`
const declaration = new RegExp(
  String.raw`^${comment}export (?:declare )?(?:abstract )?(?:const|let|class|interface|type|function) (\w+)`,
  "gm"
)
const exportList = new RegExp(String.raw`^${comment}export (?:type )?\{([^}]*)\}(?: from "([^"]+)")?`, "gm")

interface Export {
  readonly name: string
  readonly comment: string | undefined
}

/** The exports of a module. What it passes on from another one has the comment that it has there. */
const exportsOf = (path: string): ReadonlyArray<Export> => {
  const source = readFileSync(path, "utf8")
  const own = [...source.matchAll(declaration)].map(([, text, name]) => ({ name: String(name), comment: text }))
  const passedOn = [...source.matchAll(exportList)].flatMap(([, text, list, from]) =>
    String(list)
      .split(",")
      .map((entry) => entry.trim().replace(/^type /, ""))
      .filter((entry) => entry !== "")
      .flatMap((name): ReadonlyArray<Export> => {
        if (text !== undefined) return [{ name, comment: text }]
        const imported = new RegExp(String.raw`import (?:type )?\{[^}]*\b${name}\b[^}]*\} from "(\.[^"]+)"`)
        const origin = from ?? imported.exec(source)?.[1]
        if (origin === undefined) return [{ name, comment: undefined }]
        return exportsOf(join(dirname(path), origin)).filter((found) => found.name === name)
      })
  )
  return [...own, ...passedOn]
}

/** The modules that `exports` of a package.json reaches, without the generated ones. */
const modulesOf = (directory: string): ReadonlyArray<string> => {
  const { exports } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, string>>
  }
  return Object.values(exports)
    .filter((path) => !path.includes("*"))
    .map((path) => join(directory, path))
}

const faultOf = ({ comment: text }: Export): string | undefined => {
  if (text === undefined) return "has no comment"
  const lines = text.split("\n").map((line) => line.replace(/^\s*\*? ?/, "").trim())
  const summary = lines.find((line) => line !== "")
  const category = /@category (\S+)/.exec(text)?.[1]
  if (summary === undefined || summary.startsWith("@")) return "has no summary"
  if (category === undefined) return "has no @category"
  if (!categories.has(category)) return `has an unknown category, ${category}`
  return /@since \d+\.\d+\.\d+/.test(text) ? undefined : "has no @since"
}

const faultsOf = (name: string): ReadonlyArray<readonly [entry: string, fault: string]> =>
  modulesOf(join(root, "packages", name)).flatMap((path) =>
    exportsOf(path).flatMap((found) => {
      const fault = faultOf(found)
      return fault === undefined ? [] : [[`${basename(path, ".ts")}.${found.name}`, fault] as const]
    })
  )

describe("public API", () => {
  it.each(["core", "node"])("of %s: every export has a summary, @category and @since", (name) => {
    assert.deepStrictEqual(faultsOf(name), [])
  })

  it("has a summary for every module", () => {
    for (const path of ["core", "node"].flatMap((name) => modulesOf(join(root, "packages", name)))) {
      assert.match(readFileSync(path, "utf8"), /^\/\*\*\s+(\* )?\S/, path)
    }
  })

  it("sees the exports", () => {
    const seen = modulesOf(join(root, "packages", "core")).flatMap(exportsOf)
    assert.isAtLeast(seen.length, 150)
    const generated = join(root, "packages", "core", "src", "api")
    assert.isTrue(existsSync(generated) && readdirSync(generated).length > 80)
  })
})
