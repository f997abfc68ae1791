/**
 * Memory of a run over a directory, by the number of files in it: new on Box or all there, noted in a journal and resumed
 * by it, new here or all there, and beside the new ones the floor. Each run is a process of its own, against a stand-in that
 * keeps nothing. `node test/bench/directoryMemory.ts [counts] [files per folder] [runs]` prints a table. A million files take
 * minutes for each run, 5 GB of memory for each tree, and as many inodes:
 *
 *     node test/bench/directoryMemory.ts 10000,100000,1000000 100 "up, new;up, there;down, new;down, there"
 *
 * Most of the peak is V8's young generation, which grows to its limit in any run that is long enough;
 * `NODE_OPTIONS=--max-semi-space-size=1` shows what is left without it.
 */
import { execFile } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { build } from "esbuild"
import type { Report, Task } from "./directoryReport.ts"
import { type Content, fileName, fileText, folderCount, folderName, startServer } from "./directoryServer.ts"

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const run = promisify(execFile)

/** In memory where the platform has such a place: it is not the disk that is measured. */
const place = existsSync("/dev/shm") ? "/dev/shm" : tmpdir()

/** Small files, each with a content of its own. */
const fill = (directory: string, content: Content) => {
  const folders = folderCount(content)
  const directoryOf = (i: number) =>
    folders > 0 ? join(directory, folderName(Math.floor(i / content.perFolder))) : directory
  mkdirSync(directory)
  for (let i = 0; i < folders; i++) mkdirSync(join(directory, folderName(i)))
  for (let i = 0; i < content.files; i++) writeFileSync(join(directoryOf(i), fileName(i)), fileText(i))
}

const [counts = "1000,10000,100000", perFolder = "Infinity", wanted] = process.argv.slice(2)
const isWanted = (name: string) => wanted === undefined || wanted.split(";").includes(name)
const work = mkdtempSync(join(place, "effect-box-bench-"))
const server = await startServer()
process.stdout.write(
  "| files | run | results | idle MB | live MB | peak MB after a quarter | half | all | s | CPU s |\n" +
    "|---|---|---|---|---|---|---|---|---|---|\n"
)
try {
  await build({
    entryPoints: [here("directoryClient.ts"), here("directoryFloor.ts")],
    outdir: work,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url)' },
    logLevel: "error"
  })
  for (const files of counts.split(",").map(Number)) {
    const there: Content = { files, perFolder: Number(perFolder) }
    const directories = ["files", "journal", "target", "floorTarget"].map((name) => join(work, name))
    const [path = "", journal = "", newTarget = "", floorTarget = ""] = directories
    fill(path, there)
    // Where nothing is downloaded anew, what is there is what was uploaded.
    const target = isWanted("down, new") ? newTarget : path
    const none: Content = { files: 0, perFolder: 1 }
    const flat = Number(perFolder) >= files
    const runs: ReadonlyArray<readonly [string, Content, Omit<Task, "url" | "count">]> = [
      // The floor knows nothing of folders.
      ...(flat ? ([["floor, up", none, { direction: "up", path }]] as const) : []),
      ["up, new", none, { direction: "up", path }],
      ["up, there", there, { direction: "up", path }],
      ["up, noted", none, { direction: "up", path, journal, keepsJournal: true }],
      ["up, resumed", none, { direction: "up", path, journal }],
      ...(flat ? ([["floor, down", there, { direction: "down", path: floorTarget }]] as const) : []),
      ["down, new", there, { direction: "down", path: target }],
      ["down, there", there, { direction: "down", path: target }]
    ]
    for (const [what, content, how] of runs.filter(([name]) => isWanted(name))) {
      server.setContent(content)
      const task: Task = { ...how, url: server.url, count: files }
      const client = join(work, what.startsWith("floor") ? "directoryFloor.mjs" : "directoryClient.mjs")
      const { stdout } = await run(process.execPath, ["--expose-gc", client, JSON.stringify(task)])
      const { cpuSeconds, idle, live, peaks, results, seconds }: Report = JSON.parse(stdout)
      const figures = [idle, live, ...peaks, seconds.toFixed(1), cpuSeconds.toFixed(1)].join(" | ")
      process.stdout.write(`| ${files} | ${what} | ${JSON.stringify(results)} | ${figures} |\n`)
    }
    for (const directory of directories) rmSync(directory, { recursive: true, force: true })
  }
} finally {
  server.close()
  rmSync(work, { recursive: true, force: true })
}
process.exit(0)
