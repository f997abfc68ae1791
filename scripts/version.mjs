// Takes over the changesets of `.changeset` and writes the new version wherever it has to stand.
// Plain JavaScript for any Node, as `run.mjs`. `--check` writes nothing and fails where two places differ.
import { spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const read = (path) => readFileSync(join(root, path), "utf8")

if (!process.argv.includes("--check")) {
  const result = spawnSync("npx", ["--yes", "@changesets/cli@2", "version"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32"
  })
  if (result.status !== 0) process.exit(1)
}

/** `packages/core/package.json` has the version; the others repeat it. */
const { version } = JSON.parse(read("packages/core/package.json"))
const copies = {
  "package.json": /("version": ")[^"]+/,
  "packages/node/package.json": /("version": ")[^"]+/,
  "packages/core/src/unstable/Version.ts": /(version = ")[^"]+/
}

const stale = Object.entries(copies).filter(([path, pattern]) => {
  const text = read(path)
  const wanted = text.replace(pattern, (_, before) => before + version)
  if (wanted !== text && !process.argv.includes("--check")) writeFileSync(join(root, path), wanted)
  return wanted !== text
})

if (process.argv.includes("--check") && stale.length > 0) {
  console.error(`The version is not ${version} in ${stale.map(([path]) => path).join(", ")}.`)
  process.exit(1)
}
console.log(`Version ${version}`)
