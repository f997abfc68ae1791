/** The client that is measured: one run over a directory, then one line of JSON about itself. */
import { BoxConfig, DeveloperToken } from "@effect-box/core"
import { LocalDirectory, NodeBox } from "@effect-box/node"
import { Effect, Layer, Redacted, Stream } from "effect"
import { KeyValueStore } from "effect/persistence"

/** What the client is told. */
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

/** What it says. Memory in MB, time in seconds, results by their tag. */
export interface Report {
  /** Resident before the run. */
  readonly idle: number
  /** The most that was resident. */
  readonly peak: number
  /** What is in use as the last result comes, after a full garbage collection: heap, and memory outside of it. */
  readonly live: number
  readonly seconds: number
  readonly results: Readonly<Record<string, number>>
}

const megabytes = (bytes: number) => Math.round(bytes / 1e5) / 10

/** Whoever starts this sets `--expose-gc`. */
const inUse = () => {
  globalThis.gc?.()
  const { external, heapUsed } = process.memoryUsage()
  return megabytes(heapUsed + external)
}

const task: Task = JSON.parse(String(process.argv[2]))
const { path } = task

const box = Layer.mergeAll(
  NodeBox.layerPlatform(),
  DeveloperToken.layer(Redacted.make("token")),
  BoxConfig.layer({ apiUrl: task.url, uploadUrl: `${task.url}/api` })
)

const journalIn = (directory: string) =>
  Effect.map(KeyValueStore.KeyValueStore, (store) =>
    task.keepsJournal === true ? { ...store, clearPrefix: () => Effect.void } : store
  ).pipe(Effect.provide(Layer.provide(KeyValueStore.layerFileSystem(directory), NodeBox.layerPlatform())))

const results: Record<string, number> = {}
let seen = 0
let live = 0
const program = Effect.gen(function* () {
  const journal = task.journal === undefined ? undefined : yield* journalIn(task.journal)
  const common = { folder_id: "1", onConflict: "fail", concurrency: 16, journal } as const
  const note = ({ _tag }: { readonly _tag: string }) =>
    Effect.sync(() => {
      results[_tag] = (results[_tag] ?? 0) + 1
      if (++seen === task.count) live = inUse()
    })
  yield* task.direction === "up"
    ? Stream.runForEach(LocalDirectory.upload(path, common), note)
    : Stream.runForEach(LocalDirectory.download(path, common), note)
})
const idle = megabytes(process.memoryUsage().rss)
const began = performance.now()
await Effect.runPromise(Effect.provide(program, box))
const seconds = (performance.now() - began) / 1000
// The kernel's own figure.
const peak = Math.round(process.resourceUsage().maxRSS / 1000)
const report: Report = { idle, peak, live, seconds, results }
process.stdout.write(`${JSON.stringify(report)}\n`)
