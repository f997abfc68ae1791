/** Runs the task of a client process and prints what it cost. */
import { monitorEventLoopDelay } from "node:perf_hooks"
import type { Report, Task, Workload } from "./tasks.ts"

/** A client: what it does for each workload that it takes part in. Each does the whole workload and checks its outcome. */
export type Client = { readonly [W in Workload]?: (task: Task) => Promise<void> }

const resolution = 1

const cpuSeconds = () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  return (userCPUTime + systemCPUTime) / 1e6
}

/** Fails unless a client did what it was told; otherwise it would be measured doing less. */
export const expectEqual = (what: string, actual: unknown, expected: unknown): void => {
  if (actual !== expected) throw new Error(`${what}: ${String(actual)} instead of ${String(expected)}`)
}

/** Runs `work` on the numbers below `count`, so many at once. */
export const inParallel = async (
  count: number,
  concurrency: number,
  work: (index: number) => Promise<void>
): Promise<void> => {
  let next = 0
  const worker = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, worker))
}

/** To be called once by each client's entry point. */
export const runTask = async (client: Client): Promise<void> => {
  const task: Task = JSON.parse(String(process.argv[2]))
  const work = client[task.workload]
  if (work === undefined) throw new Error(`This client does not do ${task.workload}`)
  const delay = monitorEventLoopDelay({ resolution })
  const cpuBefore = cpuSeconds()
  const began = performance.now()
  delay.enable()
  await work(task)
  delay.disable()
  // What the histogram holds is the time between two firings, the interval included.
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution)
  const report: Report = {
    wallSeconds: (performance.now() - began) / 1000,
    cpuSeconds: cpuSeconds() - cpuBefore,
    peakMegabytes: process.resourceUsage().maxRSS / 1000,
    delayP99Milliseconds: late(delay.percentile(99)),
    delayMaxMilliseconds: late(delay.max)
  }
  process.stdout.write(`${JSON.stringify(report)}\n`)
}
