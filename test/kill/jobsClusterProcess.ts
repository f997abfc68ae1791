/** One of several processes that work on the runs of a database. The kill test of the cluster does its worst to it. */
import { BoxConfig, DeveloperToken, Folders } from "@effect-box/core"
import { BoxJob } from "@effect-box/core/jobs"
import { NodeBox, NodeJobs } from "@effect-box/node"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as PgClient from "@effect/sql-pg/PgClient"
import { type Duration, Effect, Layer, Redacted, Schema, Stream } from "effect"
import { report } from "./report.ts"

/** What it is told, as JSON in its first argument. */
export interface Task {
  readonly baseUrl: string
  readonly accessToken: string
  /** The database of the jobs. */
  readonly url: string
  readonly port: number
  /** Names the process in its requests. */
  readonly worker: string
  readonly lockExpiration: Duration.Input
}

/** How the run is worked on, which bounds what is done twice. */
export const shape = { lanes: 12, batchSize: 100, concurrency: 4, flush: 100 }

/** Every hundredth item names a parent that does not exist. */
export const isBad = (id: number): boolean => id % 100 === 0

/** The job, as the process `worker` does it: each request says who makes it, and for which item. */
export const make = (worker: string) =>
  BoxJob.make("make", {
    params: Schema.Struct({ items: Schema.Int, millis: Schema.Int }),
    items: ({ items }) =>
      BoxJob.fromStream(
        Stream.map(Stream.range(1, items), (id) => ({ id })),
        { schema: Schema.Struct({ id: Schema.Int }), key: ({ id }) => String(id) }
      ),
    run: ({ id }, { millis }) =>
      Folders.createFolder({
        name: `item ${id}`,
        parent: { id: isBad(id) ? "987654321" : "0" },
        fields: ["name"]
      }).pipe(
        BoxJob.alreadyThere("BoxItemNameInUse"),
        Effect.andThen(Effect.sleep(millis)),
        Effect.updateService(BoxConfig.BoxConfig, (config) => ({ ...config, userAgent: `${worker}/${id}` }))
      ),
    ...shape
  })

const box = ({ accessToken, baseUrl }: Pick<Task, "accessToken" | "baseUrl">) =>
  Layer.mergeAll(
    DeveloperToken.layer(Redacted.make(accessToken)),
    BoxConfig.layer({ apiUrl: baseUrl }),
    NodeBox.layerPlatform()
  )

const work = ({ lockExpiration, port, ...task }: Task) =>
  Layer.launch(
    Layer.effectDiscard(Effect.sync(() => report("ready"))).pipe(
      Layer.provideMerge(make(task.worker).worker),
      Layer.provide(NodeJobs.layerCluster({ host: "127.0.0.1", port, lockExpiration })),
      Layer.provide(PgClient.layer({ url: Redacted.make(task.url), maxConnections: 10 })),
      Layer.provide(box(task))
    )
  )

const argument = process.argv[2]
// The test imports what is above.
if (argument?.startsWith("{") === true) NodeRuntime.runMain(work(JSON.parse(argument)))
