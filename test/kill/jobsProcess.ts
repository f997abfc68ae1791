/** The process that the kill test of jobs kills: it starts or continues one run, and tells how it ended. */
import { BoxConfig, DeveloperToken, Folders } from "@effect-box/core"
import { BoxJob } from "@effect-box/core/jobs"
import { NodeBox, NodeJobs } from "@effect-box/node"
import { Effect, Layer, Redacted, Schema, Stream } from "effect"
import { report } from "./report.ts"

/** What it is told, as JSON in its first argument. */
export interface Task {
  readonly baseUrl: string
  readonly accessToken: string
  /** The database of the jobs. */
  readonly file: string
  readonly items: number
}

/** How the run is worked on, which bounds what is done twice: `lanes * (flush + concurrency)` items for each kill. */
export const shape = { lanes: 4, batchSize: 500, concurrency: 4, flush: 100 }

/** Every hundredth item names a parent that does not exist. */
export const isBad = (id: number): boolean => id % 100 === 0

const make = BoxJob.make("make", {
  params: Schema.Struct({ items: Schema.Int }),
  items: ({ items }) =>
    BoxJob.fromStream(
      Stream.map(Stream.range(1, items), (id) => ({ id })),
      { schema: Schema.Struct({ id: Schema.Int }), key: ({ id }) => String(id) }
    ),
  run: ({ id }) =>
    Folders.createFolder({ name: `item ${id}`, parent: { id: isBad(id) ? "987654321" : "0" }, fields: ["name"] }).pipe(
      Effect.asVoid,
      BoxJob.alreadyThere("BoxItemNameInUse")
    ),
  ...shape
})

const run = (task: Task) =>
  Effect.gen(function* () {
    const started = yield* make.start({ name: "one", params: { items: task.items } })
    const { done, failed, state, total } = yield* make.wait(started)
    return { done, failed, state, total }
  }).pipe(
    Effect.provide(
      make.worker.pipe(
        Layer.provideMerge(NodeJobs.layerEmbedded({ file: task.file })),
        Layer.provide(
          Layer.mergeAll(
            DeveloperToken.layer(Redacted.make(task.accessToken)),
            BoxConfig.layer({ apiUrl: task.baseUrl })
          ).pipe(Layer.provideMerge(NodeBox.layerPlatform()))
        )
      )
    )
  )

const argument = process.argv[2]
// The test imports what is above.
if (argument?.startsWith("{") === true) report(JSON.stringify(await Effect.runPromise(run(JSON.parse(argument)))))
