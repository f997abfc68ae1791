/** Every example of the pages and of the JSDoc compiles, those that print are run, and the pages name files that exist. */
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { assert, describe, it, vi } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))

const fenced = (text: string) => [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((match) => String(match[1]))

const read = (path: string) => readFileSync(join(root, path), "utf8")

const guides = ["AGENTS.md", "packages/core/AGENTS.md", "packages/node/AGENTS.md"]

const decisions = readdirSync(join(root, "docs", "decisions"), "utf8").map((name) => `docs/decisions/${name}`)

/** The pages whose examples compile. */
const pages = [
  "README.md",
  "packages/core/README.md",
  "packages/node/README.md",
  "CHANGELOG.md",
  "MIGRATING.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
  ...guides,
  ...decisions
]

/** What an example prints: the comment at the end of each `console.log`. An example with such a comment is run. */
const printed = (code: string) =>
  [...code.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map((match) => String(match[1]))

const sources = ["core", "node"].flatMap((name) =>
  readdirSync(join(root, "packages", name, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join("packages", name, "src", path))
)

const examples = [
  ...pages.flatMap((path) => fenced(read(path)).map((code) => ({ path, code }))),
  ...sources.flatMap((path) =>
    [...readFileSync(join(root, path), "utf8").matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap(([comment]) =>
      fenced(comment.replace(/^ \* ?/gm, "")).map((code) => ({ path, code }))
    )
  )
]

describe("documentation", () => {
  it("has an example in every README and in the modules that people use", () => {
    for (const path of [
      "README.md",
      "BoxConfig.ts",
      "BoxRequest.ts",
      "OAuth.ts",
      "Items.ts",
      "FileUpload.ts",
      "FileDownload.ts",
      "LocalFile.ts",
      "NodeBox.ts",
      "Operation.ts"
    ]) {
      assert.isTrue(
        examples.some((example) => example.path.endsWith(path)),
        path
      )
    }
  })

  it("has notes for agents that can be read at once", () => {
    for (const path of guides) {
      assert.isBelow(read(path).split("\n").length, 120, path)
      assert.isNotEmpty(fenced(read(path)), path)
    }
  })

  it("fits the README on a page and a half", () => {
    assert.isAtMost(read("README.md").split("\n").length, 180)
  })

  it("imports in one form: the packages, and the entries beside them", () => {
    const entries = /^@effect-box\/(core|core\/testing|core\/jobs|core\/server|node)$/
    for (const { path, code } of examples.filter((example) => example.path.endsWith(".md"))) {
      for (const [, name] of code.matchAll(/from "(@effect-box\/[^"]+)"/g)) assert.match(String(name), entries, path)
    }
  })

  it("links to pages and headings that exist", () => {
    const anchorOf = (heading: string) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-")
    const anchorsOf = (path: string) =>
      [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(String(heading)))
    const linked = [...pages, "CONTRIBUTING.md", "SECURITY.md", "test/bench/RESULTS.md", "test/simulation/README.md"]
    for (const path of linked) {
      const text = read(path).replaceAll(/^```[\s\S]*?^```/gm, "")
      for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(String(target))) continue
        const [name = "", anchor] = String(target).split("#")
        const file = name === "" ? path : join(dirname(path), name)
        assert.isTrue(existsSync(join(root, file)), `${path} links to ${target}`)
        if (anchor !== undefined) assert.include(anchorsOf(file), anchor, `${path} links to ${target}`)
      }
    }
  })

  it("names files that exist", () => {
    const pagesOnSources = [
      "AGENTS.md",
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "docs/architecture.md",
      "docs/box-protocol.md",
      "docs/emulator.md",
      "test/simulation/README.md",
      ...decisions
    ]
    for (const path of pagesOnSources) {
      for (const [, name] of read(path).matchAll(/`((?:packages|test|docs|scripts|examples)\/[\w./-]+)`/g)) {
        assert.isTrue(existsSync(join(root, String(name))), `${path} names ${name}`)
      }
    }
  })

  it("says for every fact about Box where it is from and what holds it", () => {
    const facts = read("docs/box-protocol.md")
      .split("\n")
      .filter((line) => line.startsWith("| ") && !line.startsWith("| fact "))
    assert.isAbove(facts.length, 150)
    for (const line of facts) {
      const [fact, source, holder, ...more] = line.slice(2, -2).split(" | ")
      assert.isNotEmpty(fact, line)
      assert.match(String(source), /unverified|inferred|observed|documented|\]\(https:/, line)
      assert.match(String(holder), /^(-|`[^`]+`(, `[^`]+`)*)$/, line)
      assert.isEmpty(more, line)
    }
  })

  it("compiles", () => {
    const directory = join(root, ".tmp", "examples")
    rmSync(directory, { recursive: true, force: true })
    mkdirSync(directory, { recursive: true })
    examples.forEach(({ path, code }, index) => {
      const name = `${index}-${path.replaceAll(/[^a-zA-Z]+/g, "-")}.ts`
      writeFileSync(join(directory, name), `// ${path}\n${code}\nexport {}\n`)
    })
    writeFileSync(
      join(directory, "tsconfig.json"),
      JSON.stringify({
        extends: "../../tsconfig.base.json",
        compilerOptions: {
          noEmit: true,
          declaration: false,
          declarationMap: false,
          noUnusedLocals: false,
          types: ["node"],
          // Examples that are the same as in the last run, of modules that are, are not checked again.
          incremental: true,
          tsBuildInfoFile: "../types/examples.tsbuildinfo"
        },
        include: ["*.ts"]
      })
    )
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc")
    try {
      execFileSync(process.execPath, [tsc, "-p", directory], { encoding: "utf8", stdio: "pipe" })
    } catch (error) {
      assert.fail(String((error as { stdout?: string }).stdout))
    }
    rmSync(directory, { recursive: true, force: true })
  }, 300_000)

  it("prints what it says", async () => {
    const runnable = examples.filter(({ code }) => printed(code).length > 0)
    assert.isAtLeast(runnable.length, 20)
    const directory = join(root, ".tmp", "runnable")
    rmSync(directory, { recursive: true, force: true })
    mkdirSync(directory, { recursive: true })
    try {
      for (const [index, { path, code }] of runnable.entries()) {
        const file = join(directory, `${index}.ts`)
        writeFileSync(file, `${code}\nexport {}\n`)
        const lines: Array<string> = []
        const log = vi.spyOn(console, "log").mockImplementation((...values) => {
          lines.push(values.join(" "))
        })
        try {
          await import(pathToFileURL(file).href)
        } finally {
          log.mockRestore()
        }
        assert.deepStrictEqual(lines, printed(code), path)
      }
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  }, 60_000)
})
