/** What a client of the directory benchmark is told and what it says about itself. */

export interface Task {
  readonly url: string
  readonly direction: "up" | "down"
  readonly path: string
  /** A directory for the journal. Default: none. */
  readonly journal?: string | undefined
  /** Leaves the journal as a run does that is killed at its end. */
  readonly keepsJournal?: boolean | undefined
  /** Results that will come. */
  readonly count: number
}

/** Memory in MB, time in seconds, results by their tag. */
export interface Report {
  /** Resident before the run. */
  readonly idle: number
  /** The most that was resident so far: after a quarter of the results, after half of them, and at the end. */
  readonly peaks: readonly [quarter: number, half: number, end: number]
  /** What is in use as the last result comes, after a full garbage collection: heap, and memory outside of it. */
  readonly live: number
  readonly seconds: number
  /** User and system time of the process over the same span, threads included. */
  readonly cpuSeconds: number
  readonly results: Readonly<Record<string, number>>
}

const megabytes = (bytes: number) => Math.round(bytes / 1e5) / 10

/** Whoever starts this sets `--expose-gc`. */
const inUse = () => {
  globalThis.gc?.()
  const { external, heapUsed } = process.memoryUsage()
  return megabytes(heapUsed + external)
}

/** The kernel's own figure. */
const peak = () => Math.round(process.resourceUsage().maxRSS / 1000)

/** Runs a task and reports; `note` is for each result. */
export const report = async (run: (task: Task, note: (tag: string) => void) => Promise<void>): Promise<void> => {
  const task: Task = JSON.parse(String(process.argv[2]))
  const results: Record<string, number> = {}
  let [seen, live, quarter, half] = [0, 0, 0, 0]
  const idle = megabytes(process.memoryUsage().rss)
  const cpu = process.cpuUsage()
  const began = performance.now()
  await run(task, (tag) => {
    results[tag] = (results[tag] ?? 0) + 1
    seen++
    if (seen === Math.ceil(task.count / 4)) quarter = peak()
    if (seen === Math.ceil(task.count / 2)) half = peak()
    if (seen === task.count) live = inUse()
  })
  const seconds = (performance.now() - began) / 1000
  const { system, user } = process.cpuUsage(cpu)
  const cpuSeconds = (user + system) / 1e6
  const said: Report = { idle, peaks: [quarter, half, peak()], live, seconds, cpuSeconds, results }
  process.stdout.write(`${JSON.stringify(said)}\n`)
}
