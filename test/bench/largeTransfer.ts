/**
 * Peak memory of a client that moves a large file up and down through loopback HTTP. The emulator runs in a process of its
 * own, and so does each upload and each download, as a bundle, which is how a backend runs.
 */
import { execFileSync, spawn } from "node:child_process"
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import type { Report, Task } from "./transferClient.ts"

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** A file of that size whose blocks differ from each other, mostly holes: the disk is not what is measured. */
const makeFile = (path: string, size: number) => {
  const file = openSync(path, "w")
  ftruncateSync(file, size)
  for (let offset = 0; offset < size; offset += 1 << 20) writeSync(file, `block ${offset}`, offset)
  closeSync(file)
}

type Login = Pick<Task, "baseUrl" | "uploadUrl" | "accessToken">

/** Runs `use` with an emulator in a process of its own, contents on disk. */
const withEmulator = async <A>(use: (login: Login) => A): Promise<A> => {
  const script = here("../../packages/node/src/cli/emulator.ts")
  const child = spawn(process.execPath, [script, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] })
  try {
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding("utf8").once("data", resolve)
      child.once("exit", (code) => reject(new Error(`the emulator ended with ${code}`)))
    })
    return use(JSON.parse(line))
  } finally {
    child.kill("SIGTERM")
  }
}

export interface Measured {
  readonly up: Report
  readonly down: Report
}

/** `rounds` uploads and downloads of a file of `size` bytes. */
export const measure = async (size: number, rounds: number): Promise<ReadonlyArray<Measured>> => {
  const work = mkdtempSync(join(tmpdir(), "effect-box-bench-"))
  try {
    const client = join(work, "client.mjs")
    await build({
      entryPoints: [here("transferClient.ts")],
      outfile: client,
      bundle: true,
      format: "esm",
      platform: "node",
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url)' },
      logLevel: "error"
    })
    const source = join(work, "source.bin")
    makeFile(source, size)
    const run = (task: Task): Report =>
      JSON.parse(execFileSync(process.execPath, [client, JSON.stringify(task)], { encoding: "utf8" }))
    const results: Array<Measured> = []
    for (let round = 0; round < rounds; round++) {
      results.push(
        await withEmulator((login) => {
          const copy = join(work, "copy.bin")
          const up = run({ ...login, path: source })
          const down = run({ ...login, path: copy, file_id: up.file_id })
          rmSync(copy)
          return { up, down }
        })
      )
    }
    return results
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
