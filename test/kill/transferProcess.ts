/** The process that the kill test kills: one transfer of a local file, then one line of JSON. */
import { BoxConfig, DeveloperToken } from "@effect-box/core"
import { LocalFile, NodeBox } from "@effect-box/node"
import { Effect, Layer, Redacted } from "effect"
import { KeyValueStore } from "effect/persistence"
import { report } from "./report.ts"

/** What it is told, as JSON in its first argument. */
export interface Task {
  readonly baseUrl: string
  readonly uploadUrl: string
  readonly accessToken: string
  readonly path: string
  /** Where the checkpoints of uploads are kept. */
  readonly checkpoints: string
  /** Downloads this file; uploads when absent. */
  readonly file_id?: string
  readonly connections?: number
}

/** What it says at the end. */
export interface Report {
  readonly file_id: string
  /** Bytes of an upload that Box had already. */
  readonly kept: number
}

const task: Task = JSON.parse(String(process.argv[2]))

const box = Layer.mergeAll(
  DeveloperToken.layer(Redacted.make(task.accessToken)),
  BoxConfig.layer({ apiUrl: task.baseUrl, uploadUrl: task.uploadUrl }),
  KeyValueStore.layerFileSystem(task.checkpoints)
).pipe(Layer.provideMerge(NodeBox.layerPlatform()))

const upload = LocalFile.uploadResumable(task.path, { folder_id: "0", concurrency: 3 }).pipe(
  Effect.map(({ file, kept }): Report => ({ file_id: file.id, kept }))
)
const download = (file_id: string) =>
  LocalFile.download(task.path, { file_id, connections: task.connections }).pipe(
    Effect.map((): Report => ({ file_id, kept: 0 }))
  )

const transfer = task.file_id === undefined ? upload : download(task.file_id)
const done = await Effect.runPromise(Effect.provide(transfer, box))
report(JSON.stringify(done))
