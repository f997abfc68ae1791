/** The client that is measured: one upload of a directory, then one line of JSON about itself. */
import { BoxConfig, DeveloperToken, Items } from "@effect-box/core"
import { LocalDirectory, NodeBox } from "@effect-box/node"
import { Effect, Layer, Redacted, Stream } from "effect"

/** What the client is told. */
export interface Task {
  readonly baseUrl: string
  readonly uploadUrl: string
  readonly accessToken: string
  readonly path: string
}

/** What it says. Resident memory in MB, time in seconds, results by their tag. */
export interface Report {
  readonly idle: number
  readonly peak: number
  readonly seconds: number
  readonly results: Readonly<Record<string, number>>
}

const megabytes = () => Math.round(process.memoryUsage().rss / 1e6)

const task: Task = JSON.parse(String(process.argv[2]))

const box = Layer.mergeAll(
  NodeBox.layerPlatform(),
  DeveloperToken.layer(Redacted.make(task.accessToken)),
  BoxConfig.layer({ apiUrl: task.baseUrl, uploadUrl: task.uploadUrl })
)

const results: Record<string, number> = {}
const program = Effect.gen(function* () {
  const folder = yield* Items.ensureFolder({ path: "target" })
  const run = LocalDirectory.upload(task.path, { folder_id: folder.id, onConflict: "fail", concurrency: 16 })
  yield* Stream.runForEach(run, ({ _tag }) =>
    Effect.sync(() => {
      results[_tag] = (results[_tag] ?? 0) + 1
    })
  )
})

const idle = megabytes()
const began = performance.now()
await Effect.runPromise(Effect.provide(program, box))
// The kernel's own figure.
const peak = Math.round(process.resourceUsage().maxRSS / 1000)
const report: Report = { idle, peak, seconds: (performance.now() - began) / 1000, results }
process.stdout.write(`${JSON.stringify(report)}\n`)
