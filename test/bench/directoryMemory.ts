/**
 * Memory of a run over a directory, by the number of files in it: new on Box or all there, noted in a journal and resumed
 * by it, new here or all there. Each run is a process of its own, against a stand-in that keeps nothing.
 * `node test/bench/directoryMemory.ts [counts] [files per folder]` prints a table.
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
import type { Report, Task } from "./directoryClient.ts"
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

const [counts = "1000,10000,100000", perFolder = "Infinity"] = process.argv.slice(2)
const work = mkdtempSync(join(place, "effect-box-bench-"))
const server = await startServer()
process.stdout.write("| files | run | results | idle MB | live MB | peak MB | s |\n|---|---|---|---|---|---|---|\n")
try {
  const client = join(work, "client.mjs")
  await build({
    entryPoints: [here("directoryClient.ts")],
    outfile: client,
    bundle: true,
    format: "esm",
    platform: "node",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url)' },
    logLevel: "error"
  })
  for (const files of counts.split(",").map(Number)) {
    const there: Content = { files, perFolder: Number(perFolder) }
    const [path, journal, target] = [join(work, "files"), join(work, "journal"), join(work, "target")]
    fill(path, there)
    const runs: ReadonlyArray<readonly [string, Content, Omit<Task, "url" | "count">]> = [
      ["up, new", { files: 0, perFolder: 1 }, { direction: "up", path }],
      ["up, there", there, { direction: "up", path }],
      ["up, noted", { files: 0, perFolder: 1 }, { direction: "up", path, journal, keepsJournal: true }],
      ["up, resumed", { files: 0, perFolder: 1 }, { direction: "up", path, journal }],
      ["down, new", there, { direction: "down", path: target }],
      ["down, there", there, { direction: "down", path: target }]
    ]
    for (const [what, content, how] of runs) {
      server.setContent(content)
      const task: Task = { ...how, url: server.url, count: files }
      const { stdout } = await run(process.execPath, ["--expose-gc", client, JSON.stringify(task)])
      const { idle, live, peak, results, seconds }: Report = JSON.parse(stdout)
      const figures = [idle, live, peak, seconds.toFixed(1)].join(" | ")
      process.stdout.write(`| ${files} | ${what} | ${JSON.stringify(results)} | ${figures} |\n`)
    }
    for (const directory of [path, journal, target]) rmSync(directory, { recursive: true, force: true })
  }
} finally {
  server.close()
  rmSync(work, { recursive: true, force: true })
}
process.exit(0)
