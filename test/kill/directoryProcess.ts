/** The process that the kill test kills: moves a tree, and says a line for each result. */
import { BoxConfig, DeveloperToken, Pacing } from "@effect-box/core"
import { LocalDirectory, NodeBox } from "@effect-box/node"
import { Effect, Layer, Redacted, Stream } from "effect"
import { KeyValueStore } from "effect/persistence"
import { report } from "./report.ts"

export interface Task {
  readonly direction: "up" | "down"
  readonly baseUrl: string
  readonly uploadUrl: string
  readonly accessToken: string
  readonly path: string
  readonly folder_id: string
  /** A directory for the journal. */
  readonly journal: string
}

/** What the parent passes is a `Task`. */
const task = JSON.parse(process.argv[2] ?? "") as Task

const say = (text: string) => Effect.sync(() => report(text))

const program = Effect.gen(function* () {
  const journal = yield* KeyValueStore.KeyValueStore
  const { folder_id, path } = task
  const common = { folder_id, journal, concurrency: 4 }
  yield* say("ready")
  const tell = (result: LocalDirectory.UploadResult | LocalDirectory.DownloadResult) =>
    say(`${result._tag} ${result.path.join("/")}`)
  if (task.direction === "up") {
    yield* Stream.runForEach(LocalDirectory.upload(path, { ...common, onConflict: "fail" }), tell)
  } else {
    yield* Stream.runForEach(LocalDirectory.download(path, { ...common, onConflict: "fail" }), tell)
  }
  yield* say("finished")
})

const box = Layer.mergeAll(
  // So that a large file takes long enough to be killed in the middle of it.
  Pacing.layer({ downloadRate: 20_000_000 }),
  DeveloperToken.layer(Redacted.make(task.accessToken)),
  BoxConfig.layer({ apiUrl: task.baseUrl, uploadUrl: task.uploadUrl }),
  KeyValueStore.layerFileSystem(task.journal)
).pipe(Layer.provideMerge(NodeBox.layerPlatform()))

await Effect.runPromise(Effect.provide(program, box))
