/** The client that is measured: one upload or one download of a file, then one line of JSON about itself. */
import { BoxConfig, DeveloperToken } from "@effect-box/core"
import { LocalFile, NodeBox } from "@effect-box/node"
import { Effect, Layer, Redacted } from "effect"

/** What the client is told. */
export interface Task {
  readonly baseUrl: string
  readonly uploadUrl: string
  readonly accessToken: string
  readonly path: string
  /** Downloads this file; uploads when absent. */
  readonly file_id?: string
}

/** What it says. Resident memory in MB, time in seconds. */
export interface Report {
  readonly file_id: string
  readonly idle: number
  readonly peak: number
  readonly seconds: number
}

const megabytes = () => Math.round(process.memoryUsage().rss / 1e6)

const task: Task = JSON.parse(String(process.argv[2]))

const box = Layer.mergeAll(
  NodeBox.layerPlatform(),
  DeveloperToken.layer(Redacted.make(task.accessToken)),
  BoxConfig.layer({ apiUrl: task.baseUrl, uploadUrl: task.uploadUrl })
)

const idle = megabytes()
let peak = idle
const timer = setInterval(() => {
  peak = Math.max(peak, megabytes())
}, 20)
const began = performance.now()
const file_id =
  task.file_id === undefined
    ? (await Effect.runPromise(Effect.provide(LocalFile.upload(task.path, { folder_id: "0" }), box))).id
    : (await Effect.runPromise(Effect.provide(LocalFile.download(task.path, { file_id: task.file_id }), box))).file_id
clearInterval(timer)
// The kernel's own figure; what the samples may have missed.
peak = Math.max(peak, Math.round(process.resourceUsage().maxRSS / 1000))
const report: Report = { file_id, idle, peak, seconds: (performance.now() - began) / 1000 }
process.stdout.write(`${JSON.stringify(report)}\n`)
