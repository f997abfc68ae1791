/** Programs that tests start as processes: bundled once for the sources as they are. */
import { globSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { beforeAll } from "@effect/vitest"
import { build } from "esbuild"
import { commandBundle } from "../../scripts/commandBundle.ts"
import { digestOf, kept, patience } from "./kept.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** As it is published: by itself, in pieces. */
const command = "packages/node/src/cli/bin.ts"

/** Each in one piece: pieces that they share would hold what any of them needs, and take twice as long to start. */
const others = [
  "packages/node/test/login/tokenWorker.ts",
  ...["transfer", "directory", "directoryJobs", "events", "jobs", "jobsCluster", "sharedRate"].map(
    (name) => `test/kill/${name}Process.ts`
  ),
  ...["cluster", "demo", "follow-events", "nightly-job", "observability", "sign-in", "streaming"].map(
    (name) => `examples/${name}/main.ts`
  ),
  ...["tenants", "token-worker", "typed-metadata", "webhook-queue"].map((name) => `examples/${name}/main.ts`),
  "examples/cluster/worker.ts",
  "examples/nightly-job/night.ts"
]

/** Whatever goes into the bundle is among these. */
const sources = ["packages/*/src/**/*.ts", "packages/node/test/login/*.ts", "test/kill/*.ts", "examples/*/*.ts"]
const settings = ["scripts/commandBundle.ts", "test/support/program.ts"]

const makeIn = async (outdir: string, entryPoints: Array<string>, splitting: boolean): Promise<void> => {
  const { metafile } = await build({
    ...commandBundle,
    splitting,
    entryPoints,
    outdir,
    outbase: root,
    absWorkingDir: root,
    outExtension: { ".js": ".mjs" },
    // `pg` finds without it what it can do without.
    external: ["pg-native"],
    plugins: [
      {
        name: "what examples start is bundled as well",
        setup: ({ onLoad }) =>
          onLoad({ filter: /[\\/]examples[\\/].*\.ts$/ }, ({ path }) => ({
            contents: readFileSync(path, "utf8").replaceAll(/new URL\("([^"]+)\.ts"/g, 'new URL("$1.mjs"'),
            loader: "ts"
          }))
      }
    ]
  })
  const known = new Set(globSync(sources, { cwd: root }).map((path) => path.replaceAll("\\", "/")))
  const unknown = Object.keys(metafile.inputs).filter((path) => !path.includes("node_modules/") && !known.has(path))
  if (unknown.length > 0) throw new Error(`The digest of the bundle has to include ${unknown.join(", ")}`)
}

/** Where the bundle is. */
const made = (): Promise<string> =>
  kept(join(root, ".tmp", "programs"), digestOf([...sources, ...settings]), async (directory) => {
    await Promise.all([makeIn(directory, [command], true), makeIn(directory, others, false)])
  })

/** The bundled program of a source; it is there from the first test on. */
export const bundled = (source: URL): (() => string) => {
  const path = relative(root, fileURLToPath(source)).replaceAll("\\", "/")
  if (path !== command && !others.includes(path))
    throw new Error(`${path} is not among the programs of ${import.meta.url}`)
  let directory = ""
  beforeAll(async () => {
    directory = await made()
  }, 2 * patience)
  return () => join(directory, path.replace(/\.ts$/, ".mjs"))
}
