/** One of the processes that work on the runs of the database. It prints a line for each file. */
import { NodeBox, NodeJobs } from "@effect-box/node"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Config, Effect, Layer } from "effect"
import { describe } from "./Describe.ts"
import * as Postgres from "./Postgres.ts"

const print = (line: string) => Effect.sync(() => void process.stdout.write(`${line}\n`))

const Worker = Layer.unwrap(
  Effect.gen(function* () {
    const url = yield* Config.String("DATABASE_URL")
    const port = yield* Config.Int("WORKER_PORT")
    return Layer.effectDiscard(print("ready")).pipe(
      Layer.provide(describe(print("done")).worker),
      // What a dead process had is taken over by the others after this time.
      Layer.provide(NodeJobs.layerCluster({ host: "127.0.0.1", port, lockExpiration: "9 seconds" })),
      Layer.provide(Postgres.layerClient(url)),
      Layer.provide(NodeBox.layerConfig)
    )
  })
)

Layer.launch(Worker).pipe(NodeRuntime.runMain)
