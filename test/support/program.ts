/** Programs that tests start as processes. */
import { mkdirSync, rmSync } from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll } from "@effect/vitest"
import { build } from "esbuild"

/**
 * Bundles a program into one file, because dozens of processes that load 300 sources each take most of a test's time.
 * Gives where it is, from the first test on. With `splitting`, what is imported later is in files of its own, as it is published.
 */
export const bundled = (source: URL, { splitting = false } = {}): (() => string) => {
  const name = basename(source.pathname, ".ts")
  const directory = fileURLToPath(new URL(`../../.tmp/${name}-${Math.random().toString(36).slice(2)}`, import.meta.url))
  const outfile = join(directory, `${name}.mjs`)
  beforeAll(async () => {
    mkdirSync(directory, { recursive: true })
    await build({
      entryPoints: [fileURLToPath(source)],
      bundle: true,
      platform: "node",
      format: "esm",
      outdir: directory,
      outExtension: { ".js": ".mjs" },
      splitting,
      logLevel: "error",
      // What it needs is found from there, and `pg` finds without it what it can do without.
      external: ["pg-native"],
      // Some of undici's files call `require`.
      banner: {
        js: 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url)'
      }
    })
  })
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  return () => outfile
}
