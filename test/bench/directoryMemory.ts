/**
 * Memory and time of a directory upload, by the number of files in one directory: 1,000, 10,000 and 100,000, into a new
 * folder, and once more when all are there. The emulator keeps digests only and runs in a process of its own, as does
 * each upload. `node test/bench/directoryMemory.ts` prints a table.
 */
import { execFileSync, spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import type { Report, Task } from "./directoryClient.ts"

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Small files, each with a content of its own. */
const fill = (directory: string, count: number) => {
  mkdirSync(directory)
  for (let i = 0; i < count; i++) writeFileSync(join(directory, `document ${i}.txt`), `content ${i}`)
}

const withEmulator = async (use: (login: Pick<Task, "baseUrl" | "uploadUrl" | "accessToken">) => void) => {
  const script = here("../../packages/node/src/cli/emulator.ts")
  const child = spawn(process.execPath, [script, "--port", "0", "--contents", "digest"], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  try {
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding("utf8").once("data", resolve)
      child.once("exit", (code) => reject(new Error(`the emulator ended with ${code}`)))
    })
    use(JSON.parse(line))
  } finally {
    child.kill("SIGTERM")
  }
}

const work = mkdtempSync(join(tmpdir(), "effect-box-bench-"))
process.stdout.write("| files | on Box before | results | idle MB | peak MB | s |\n|---|---|---|---|---|---|\n")
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
  for (const count of (process.argv[2] ?? "1000,10000,100000").split(",").map(Number)) {
    const path = join(work, String(count))
    fill(path, count)
    await withEmulator((login) => {
      for (const what of ["all new", "all there"]) {
        const task: Task = { ...login, path }
        const report: Report = JSON.parse(
          execFileSync(process.execPath, [client, JSON.stringify(task)], { encoding: "utf8" })
        )
        const { idle, peak, results, seconds } = report
        process.stdout.write(
          `| ${count} | ${what} | ${JSON.stringify(results)} | ${idle} | ${peak} | ${seconds.toFixed(1)} |\n`
        )
      }
    })
    rmSync(path, { recursive: true, force: true })
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
