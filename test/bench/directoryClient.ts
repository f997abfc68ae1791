/** A run over a directory by effect-box. */
import { BoxConfig, DeveloperToken } from "@effect-box/core"
import { LocalDirectory, NodeBox } from "@effect-box/node"
import { Effect, Layer, Redacted, Stream } from "effect"
import { KeyValueStore } from "effect/persistence"
import { report, type Task } from "./directoryReport.ts"

const journalIn = (directory: string, keeps: boolean) =>
  Effect.map(KeyValueStore.KeyValueStore, (store) =>
    keeps ? { ...store, clearPrefix: () => Effect.void } : store
  ).pipe(Effect.provide(Layer.provide(KeyValueStore.layerFileSystem(directory), NodeBox.layerPlatform())))

const program = (task: Task, note: (tag: string) => void) =>
  Effect.gen(function* () {
    const journal = task.journal === undefined ? undefined : yield* journalIn(task.journal, task.keepsJournal === true)
    const common = { folder_id: "1", onConflict: "fail", concurrency: 16, journal } as const
    const seen = ({ _tag }: { readonly _tag: string }) => Effect.sync(() => note(_tag))
    yield* task.direction === "up"
      ? Stream.runForEach(LocalDirectory.upload(task.path, common), seen)
      : Stream.runForEach(LocalDirectory.download(task.path, common), seen)
  })

await report((task, note) => {
  const box = Layer.mergeAll(
    NodeBox.layerPlatform(),
    DeveloperToken.layer(Redacted.make("token")),
    BoxConfig.layer({ apiUrl: task.url, uploadUrl: `${task.url}/api` })
  )
  return Effect.runPromise(Effect.provide(program(task, note), box))
})
