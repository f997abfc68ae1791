/** Core runs anywhere: nothing that it imports, or that its imports import, is part of Node. */
import { readdirSync } from "node:fs"
import { builtinModules } from "node:module"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build, type Plugin } from "esbuild"
import { assert, describe, it } from "vitest"

const core = fileURLToPath(new URL("../packages/core/src", import.meta.url))

/** Follows every import of a program; gives those that Node alone can answer. */
const nodeImports = async (modules: ReadonlyArray<string>) => {
  const found = new Set<string>()
  const plugin: Plugin = {
    name: "node-imports",
    setup: (esbuild) => {
      esbuild.onResolve({ filter: /.*/ }, ({ path, importer }) => {
        if (!path.startsWith("node:") && !builtinModules.includes(path)) return undefined
        found.add(`${path} from ${importer}`)
        return { path, external: true }
      })
    }
  }
  const { metafile } = await build({
    stdin: { contents: modules.map((path) => `import ${JSON.stringify(path)}`).join("\n"), resolveDir: core },
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "neutral",
    logLevel: "silent",
    plugins: [plugin]
  })
  return { found: [...found], files: Object.keys(metafile.inputs).length }
}

describe("core", () => {
  it("imports nothing of Node, directly or through what it imports", async () => {
    const sources = readdirSync(core, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => join(core, path))
    const { found, files } = await nodeImports(sources)
    assert.deepStrictEqual(found, [])
    assert.isAbove(files, sources.length)
  })

  it("and the check sees such an import", async () => {
    const { found } = await nodeImports([join(core, "../../node/src/hashing/NodeSha1.ts")])
    assert.isAbove(found.length, 0)
  })
})
