/** Programs that tests start as processes: bundled once for the sources as they are. */
import { createHash } from "node:crypto"
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs"
import { join, relative } from "node:path"
import { setTimeout } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { beforeAll } from "@effect/vitest"
import { build } from "esbuild"
import { commandBundle } from "../../scripts/commandBundle.ts"

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
const settings = ["pnpm-lock.yaml", "scripts/commandBundle.ts", relative(root, fileURLToPath(import.meta.url))]

const digest = (): string => {
  const hash = createHash("sha1")
  for (const path of [...globSync(sources, { cwd: root }).toSorted(), ...settings]) {
    hash.update(path).update(readFileSync(join(root, path)))
  }
  return hash.digest("hex").slice(0, 12)
}

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

/** Only against what a run that was killed has left. */
const patience = 120_000

/** Removes what was bundled of other sources, but for what another run may be using. */
const clear = (programs: string): void => {
  for (const name of readdirSync(programs)) {
    const made = statSync(join(programs, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Date.now() - made > 24 * 3_600_000) rmSync(join(programs, name), { recursive: true, force: true })
  }
}

/** Where the bundle is. Of several workers that need it at once one makes it. */
const made = async (): Promise<string> => {
  const programs = join(root, ".tmp", "programs")
  const directory = join(programs, digest())
  const unfinished = `${directory}.unfinished`
  mkdirSync(programs, { recursive: true })
  while (!existsSync(directory)) {
    try {
      mkdirSync(unfinished)
    } catch {
      // Another worker is at it.
      const begun = statSync(unfinished, { throwIfNoEntry: false })?.mtimeMs
      if (begun !== undefined && Date.now() - begun > patience) rmSync(unfinished, { recursive: true, force: true })
      await setTimeout(50)
      continue
    }
    try {
      clear(programs)
      await Promise.all([makeIn(unfinished, [command], true), makeIn(unfinished, others, false)])
      renameSync(unfinished, directory)
    } finally {
      rmSync(unfinished, { recursive: true, force: true })
    }
  }
  return directory
}

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
