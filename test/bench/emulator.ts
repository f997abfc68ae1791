/**
 * `node test/bench/emulator.ts`: what the emulator costs as a program of its own, installed as npm would install it. Prints its
 * part of RESULTS.md. The CPU time and the memory are those of its process, so what asks it does not count.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { Agent, request } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { installPeers } from "./bundles.ts"
import { inParallel } from "./clientRun.ts"
import { installAll } from "./installed.ts"
import { median } from "./targets.ts"

const reads = 20_000
const files = 100_000
const starts = 7

interface Running {
  readonly child: ChildProcess
  readonly baseUrl: string
  readonly uploadUrl: string
  readonly accessToken: string
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 })

const ask = (
  running: Running,
  method: string,
  url: string,
  body?: string,
  type = "application/json"
): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${running.accessToken}`, "content-type": type }
    const sent = request(url, { method, agent, headers }, (response) => {
      let text = ""
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk
      })
      response.on("end", () => {
        if ((response.statusCode ?? 0) < 300) resolve(text)
        else reject(new Error(`${method} ${url}: ${response.statusCode} ${text}`))
      })
    })
    sent.on("error", reject)
    sent.end(body)
  })

const start = async (program: string, env: Readonly<Record<string, string>> = {}): Promise<Running> => {
  const child = spawn(process.execPath, [program, "emulator", "--port", "0", "--contents", "digest"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env }
  })
  const [line] = await once(child.stdout.setEncoding("utf8"), "data")
  return { child, ...JSON.parse(line) }
}

const stop = async ({ child }: Running) => {
  const closed = once(child, "close")
  child.kill()
  await closed
}

const memory = ({ child }: Running): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1000

/** Seconds of CPU time of all threads. The kernel counts in hundredths. */
const cpu = ({ child }: Running): number => {
  const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

const firstAnswer = async (program: string, env?: Readonly<Record<string, string>>): Promise<number> => {
  const began = performance.now()
  const running = await start(program, env)
  await ask(running, "GET", `${running.baseUrl}/2.0/users/me`)
  const seconds = (performance.now() - began) / 1000
  await stop(running)
  return seconds
}

const uploadFile = (running: Running, name: string, folder: string) => {
  const attributes = JSON.stringify({ name, parent: { id: folder } })
  const part = (head: string, content: string) => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`
  const body = `${part('name="attributes"', attributes)}${part('name="file"; filename="f"', name)}--b--\r\n`
  return ask(running, "POST", `${running.uploadUrl}/2.0/files/content`, body, "multipart/form-data; boundary=b")
}

/** A tree of 100,000 files: a folder with 100 of them, copied ten times, and that again, twice. */
const grow = async (running: Running): Promise<void> => {
  const folders = `${running.baseUrl}/2.0/folders`
  const made = await ask(running, "POST", folders, JSON.stringify({ name: "0", parent: { id: "0" } }))
  let inner: string = JSON.parse(made).id
  await inParallel(100, 8, async (index) => void (await uploadFile(running, `file ${index}.bin`, inner)))
  for (let level = 1; level <= 3; level++) {
    const outer = JSON.parse(
      await ask(running, "POST", folders, JSON.stringify({ name: String(level), parent: { id: "0" } }))
    ).id
    for (let copy = 0; copy < 10; copy++) {
      const body = JSON.stringify({ name: `copy ${copy}`, parent: { id: outer } })
      await ask(running, "POST", `${folders}/${inner}/copy`, body)
    }
    inner = outer
  }
}

const firstAnswers = async (program: string, env?: Readonly<Record<string, string>>): Promise<string> => {
  const seconds: Array<number> = []
  for (let round = 0; round < starts; round++) seconds.push(await firstAnswer(program, env))
  return `${median(seconds).toFixed(2)} s`
}

const directory = mkdtempSync(join(tmpdir(), "effect-box-bench-"))
try {
  await installAll(directory, installPeers())
  const program = join(directory, "node_modules/@effect-box/node/dist/cli/bin.js")
  const cache = join(directory, "compile-cache")
  // Its first start fills the cache, and is one of seven.
  const installed = await firstAnswers(program, { NODE_COMPILE_CACHE: cache })
  const uncached = await firstAnswers(program, { NODE_DISABLE_COMPILE_CACHE: "1" })
  const sources = await firstAnswers(fileURLToPath(new URL("../../packages/node/src/cli/bin.ts", import.meta.url)), {
    NODE_COMPILE_CACHE: cache
  })

  const running = await start(program)
  const folder = JSON.parse(
    await ask(running, "POST", `${running.baseUrl}/2.0/folders`, JSON.stringify({ name: "a", parent: { id: "0" } }))
  ).id
  const read = () => ask(running, "GET", `${running.baseUrl}/2.0/folders/${folder}`)
  await inParallel(2000, 16, async () => void (await read()))
  const before = cpu(running)
  await inParallel(reads, 16, async () => void (await read()))
  const perSecond = reads / (cpu(running) - before)
  await stop(running)
  // Another process: what 20,000 requests leave behind is not what the items take.
  const other = await start(program)
  await ask(other, "GET", `${other.baseUrl}/2.0/users/me`)
  const empty = memory(other)
  await grow(other)
  const full = memory(other)
  await stop(other)

  const row = (what: string, value: string, target: string): string => `| ${what} | ${value} | ${target} |`
  process.stdout.write(`## The emulator as a program: \`node test/bench/emulator.ts\`

| | measured | target |
|---|---|---|
${[
  row("start to first answer, installed, median of 7", installed, "0.4 s"),
  row("the same without Node's compile cache, as the very first start", uncached, "-"),
  row("the same from the sources of this repository (`npm run emulator`)", sources, "-"),
  row("folder reads per second of CPU time", perSecond.toFixed(0), "2,000"),
  row("resident memory, no items", `${empty.toFixed(0)} MB`, "-"),
  row(`resident memory, ${files.toLocaleString("en")} files`, `${full.toFixed(0)} MB`, "300 MB")
].join("\n")}
`)
} finally {
  agent.destroy()
  rmSync(directory, { recursive: true, force: true })
}
