// Bundles the command of packages/node into its dist, over what tsc wrote there: 300 modules that are loaded one by one
// take most of a start. It is a copy of its own of everything, so their licences go with it.
import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { commandBundle } from "./commandBundle.ts"

const node = fileURLToPath(new URL("../packages/node/", import.meta.url))
const outdir = join(node, "dist", "cli")

rmSync(outdir, { recursive: true, force: true })
const { metafile } = await build({
  entryPoints: [join(node, "src", "cli", "bin.ts")],
  outdir,
  ...commandBundle,
  absWorkingDir: node
})

/** Where the packages of others in the bundle are. */
const packages = new Set(
  Object.keys(metafile.inputs).flatMap((path) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [])
)
const licences = [...packages].toSorted().map((path) => {
  const { name, version } = JSON.parse(readFileSync(join(node, path, "package.json"), "utf8"))
  return `${name} ${version}\n\n${readFileSync(join(node, path, "LICENSE"), "utf8").trim()}\n`
})
writeFileSync(join(outdir, "LICENSES.txt"), licences.join("\n\n"))
