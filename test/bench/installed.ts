/** Both SDKs as npm would install them, without a bundler: what a start costs when each module is a file. */
import { execFileSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

export interface Program {
  readonly name: string
  readonly path: string
}

const root = fileURLToPath(new URL("../..", import.meta.url))
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** The package as it is published: compiled, with the exports of `publishConfig`. */
const publish = (name: "core" | "node", modules: string) => {
  const source = join(root, "packages", name)
  const target = join(modules, "@effect-box", name)
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc")
  execFileSync(process.execPath, [tsc, "-p", join(source, "tsconfig.build.json")], { cwd: root })
  if (name === "node") execFileSync(process.execPath, [join(root, "scripts", "bundleCommand.mjs")])
  mkdirSync(target, { recursive: true })
  cpSync(join(source, "dist"), join(target, "dist"), { recursive: true })
  const { publishConfig, ...manifest } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"))
  writeFileSync(join(target, "package.json"), JSON.stringify({ ...manifest, exports: publishConfig.exports }))
}

/** Both packages and what they need in a `node_modules`, which it gives. */
export const installPackages = (directory: string): string => {
  const modules = join(directory, "node_modules")
  if (existsSync(modules)) return modules
  for (const name of ["core", "node"] as const) publish(name, modules)
  mkdirSync(join(modules, "@effect"))
  symlinkSync(join(root, "node_modules", "effect"), join(modules, "effect"))
  symlinkSync(join(root, "node_modules", "@effect", "platform-node"), join(modules, "@effect", "platform-node"))
  symlinkSync(join(root, "packages", "node", "node_modules", "undici"), join(modules, "undici"))
  return modules
}

/** Builds a project with everything in its `node_modules`; gives the programs in it. */
export const installAll = async (directory: string, peers: string): Promise<ReadonlyArray<Program>> => {
  const modules = installPackages(directory)
  symlinkSync(join(peers, "box-node-sdk"), join(modules, "box-node-sdk"))
  await build({
    entryPoints: [here("clients/effectBoxFirst.ts"), here("clients/official.ts")],
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    logLevel: "error"
  })
  return [
    { name: "effect-box, not bundled", path: join(directory, "effectBoxFirst.mjs") },
    { name: "official SDK, not bundled", path: join(directory, "official.mjs") }
  ]
}
