/**
 * Peak memory of a client that moves 1 GiB up and down through loopback HTTP. The emulator runs in another process, so that
 * only the client is measured.
 *
 *     npm run bench
 */
import { spawn } from "node:child_process"
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { BoxConfig, DeveloperToken } from "@effect-box/core"
import { LocalFile, NodeBox } from "@effect-box/node"
import { Effect, Layer, Redacted } from "effect"

const gibibyte = 1024 ** 3

/** A file of that size whose blocks differ from each other, mostly holes: the disk is not what is measured. */
const makeFile = (path: string, size: number) => {
  const file = openSync(path, "w")
  ftruncateSync(file, size)
  for (let offset = 0; offset < size; offset += 1 << 20) writeSync(file, `block ${offset}`, offset)
  closeSync(file)
}

interface Login {
  readonly baseUrl: string
  readonly uploadUrl: string
  readonly accessToken: string
}

/** Runs `use` with an emulator in a process of its own. */
const withEmulator = async <A>(use: (login: Login) => Promise<A>): Promise<A> => {
  const script = fileURLToPath(new URL("../../packages/node/src/cli/emulator.ts", import.meta.url))
  const child = spawn(process.execPath, [script, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] })
  try {
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding("utf8").once("data", resolve)
      child.once("exit", (code) => reject(new Error(`the emulator ended with ${code}`)))
    })
    return await use(JSON.parse(line))
  } finally {
    child.kill("SIGTERM")
  }
}

/** The largest resident set of this process while `run` runs, sampled every 20 ms, in MB. */
const peakOf = async (run: () => Promise<unknown>) => {
  let peak = process.memoryUsage().rss
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 20)
  const began = performance.now()
  await run()
  clearInterval(timer)
  return { peak: Math.round(peak / 1e6), seconds: (performance.now() - began) / 1000 }
}

export interface Measured {
  readonly size: number
  readonly idle: number
  readonly up: { readonly peak: number; readonly seconds: number }
  readonly down: { readonly peak: number; readonly seconds: number }
}

export const measure = async (size: number): Promise<Measured> => {
  const work = mkdtempSync(join(tmpdir(), "effect-box-bench-"))
  try {
    const source = join(work, "source.bin")
    makeFile(source, size)
    return await withEmulator(async (login) => {
      const layer = Layer.mergeAll(
        NodeBox.layerPlatform(),
        DeveloperToken.layer(Redacted.make(login.accessToken)),
        BoxConfig.layer({ apiUrl: login.baseUrl, uploadUrl: login.uploadUrl })
      )
      const run = <A, E>(effect: Effect.Effect<A, E, Layer.Success<typeof layer>>) =>
        Effect.runPromise(Effect.provide(effect, layer))
      const idle = Math.round(process.memoryUsage().rss / 1e6)
      let id = ""
      const up = await peakOf(async () => {
        id = (await run(LocalFile.upload(source, { folder_id: "0" }))).id
      })
      const down = await peakOf(() => run(LocalFile.download(join(work, "copy.bin"), { file_id: id })))
      return { size, idle, up, down }
    })
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const measured = await measure(Number(process.argv[2] ?? gibibyte))
  process.stdout.write(`${JSON.stringify(measured)}\n`)
}
