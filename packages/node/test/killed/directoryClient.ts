/** The process that the kill test kills: moves a tree, and says a line for each result. */
import * as DeveloperToken from "@effect-box/core/auth/DeveloperToken"
import * as BoxConfig from "@effect-box/core/BoxConfig"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodePath from "@effect/platform-node/NodePath"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as KeyValueStore from "effect/persistence/KeyValueStore"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as LocalDirectory from "../../src/LocalDirectory.ts"
import * as NodeBox from "../../src/NodeBox.ts"

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

const say = (text: string) => Effect.sync(() => void process.stdout.write(`${text}\n`))

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

const layers = Layer.mergeAll(
  NodeBox.layerPlatform(),
  DeveloperToken.layer(Redacted.make(task.accessToken)),
  BoxConfig.layer({ apiUrl: task.baseUrl, uploadUrl: task.uploadUrl }),
  Layer.provide(KeyValueStore.layerFileSystem(task.journal), Layer.merge(NodeFileSystem.layer, NodePath.layer))
)

await Effect.runPromise(Effect.provide(program, layers))
