/** The version is written down once, in `packages/core/package.json`; what repeats it says the same. */
import { execFileSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { BoxConfig } from "@effect-box/core"
import { version } from "@effect-box/core/unstable/Version"
import { assert, describe, it } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))
const manifest = (path: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(join(root, path, "package.json"), "utf8"))

describe("versions", () => {
  it("are the same in every place (npm run release:version writes them)", () => {
    assert.strictEqual(version, manifest("packages/core")["version"])
    execFileSync(process.execPath, [join(root, "scripts", "version.mjs"), "--check"], { stdio: "pipe" })
    assert.strictEqual(BoxConfig.defaults.userAgent, `effect-box/${version}`)
  })

  it("stand in no other source", () => {
    for (const name of ["core", "node"]) {
      const base = join(root, "packages", name, "src")
      for (const path of readdirSync(base, { recursive: true, encoding: "utf8" })) {
        if (!path.endsWith(".ts") || path.endsWith("Version.ts")) continue
        assert.notInclude(readFileSync(join(base, path), "utf8"), `"${version}"`, path)
      }
    }
  })

  it("say in every package where it comes from", () => {
    for (const path of [".", "packages/core", "packages/node", "examples"]) {
      const { bugs, homepage, keywords, repository } = manifest(path)
      assert.deepInclude(repository, { type: "git", url: "git+https://github.com/effect-box/effect-box.git" })
      assert.deepEqual(bugs, { url: "https://github.com/effect-box/effect-box/issues" })
      assert.match(String(homepage), /^https:\/\/github\.com\/effect-box\/effect-box/)
      assert.isNotEmpty(keywords)
    }
  })

  it("changes are announced in the changelog", () => {
    assert.match(readFileSync(join(root, "CHANGELOG.md"), "utf8"), /^## \[(Unreleased|\d+\.\d+\.\d+)\]/m)
  })
})
