/** Runs clients against the stand-in server, round by round, so that what else the machine does hits all of them alike. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { rmSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { ClientName } from "./bundles.ts"
import type { Program } from "./installed.ts"
import type { Control } from "./server.ts"
import type { Counts, Report, Task } from "./tasks.ts"

/** One run of one client. */
export interface Measured extends Report, Counts {
  /** From the start of the process to its report, its own start included. */
  readonly processSeconds: number
}

export interface Server {
  readonly http: string
  readonly https: string
  /** Sets how it behaves; gives what it has counted since the last time. */
  readonly control: (control: Control) => Promise<Counts>
  readonly close: () => void
}

export const startServer = async (options: {
  readonly key: string
  readonly cert: string
  /** Whether it listens on the port of HTTPS as well. */
  readonly front: boolean
}): Promise<Server> => {
  const script = fileURLToPath(new URL("server.ts", import.meta.url))
  const child = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ["pipe", "pipe", "inherit"] })
  const [line] = await once(child.stdout.setEncoding("utf8"), "data")
  const ports: { readonly http: number; readonly https: number } = JSON.parse(line)
  const http = `http://127.0.0.1:${ports.http}`
  return {
    http,
    https: `https://localhost:${ports.https}`,
    control: async (control) => {
      const response = await fetch(`${http}/control`, { method: "POST", body: JSON.stringify(control) })
      // The server writes nothing else.
      return (await response.json()) as Counts
    },
    close: () => child.stdin.end()
  }
}

/** What is the same for all runs. */
export interface Bench {
  readonly server: Server
  readonly bundles: Record<ClientName, string>
  /** A file with the certificate of the authority that the server's comes from. */
  readonly authority: string
  /** Programs that run from a `node_modules`, without a bundler. */
  readonly installed: ReadonlyArray<Program>
  /** Whether rclone takes part. */
  readonly rclone: boolean
}

/** Runs one task in a process of its own. `command` is the program and its arguments in front of the task. */
export const runProcess = async (
  { server, authority }: Bench,
  command: ReadonlyArray<string>,
  task: Task,
  control: Control,
  environment: NodeJS.ProcessEnv = {}
): Promise<Measured> => {
  if (task.workload === "down") rmSync(task.path, { force: true })
  await server.control(control)
  const began = performance.now()
  const child = spawn(process.execPath, [...command, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: authority, NODE_NO_WARNINGS: "1", ...environment }
  })
  let text = ""
  let processSeconds = 0
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk
    processSeconds = (performance.now() - began) / 1000
  })
  const [status] = await once(child, "close")
  if (status !== 0) throw new Error(`${command.join(" ")} ${task.workload} ended with ${status}`)
  const { connections, ...counts } = await server.control({})
  if (counts.wrongDigests > 0) throw new Error(`${command.join(" ")} sent ${counts.wrongDigests} wrong digests`)
  const report: Report = JSON.parse(text)
  // The benchmark's own questions go over connections that are open before it counts.
  return { ...report, ...counts, connections, processSeconds }
}

export interface Entry {
  readonly name: string
  readonly command: ReadonlyArray<string>
  readonly task: Task
  readonly control: Control
  readonly environment?: NodeJS.ProcessEnv
}

/** Runs every entry once per round. */
export const interleave = async (
  bench: Bench,
  rounds: number,
  entries: ReadonlyArray<Entry>
): Promise<ReadonlyMap<string, ReadonlyArray<Measured>>> => {
  const results = new Map<string, Array<Measured>>(entries.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const { name, command, task, control, environment } of entries) {
      const measured = await runProcess(bench, command, task, control, environment)
      results.get(name)?.push(measured)
      const { wallSeconds: wall, cpuSeconds: cpu, peakMegabytes: peak, connections } = measured
      const figures = `wall ${wall.toFixed(3)} s, cpu ${cpu.toFixed(3)} s, peak ${peak.toFixed(0)} MB, ${connections} connections`
      const late = `late p99 ${measured.delayP99Milliseconds.toFixed(1)} max ${measured.delayMaxMilliseconds.toFixed(1)} ms`
      process.stderr.write(`  ${task.workload} ${name}: ${figures}, ${late}\n`)
    }
  }
  return results
}
