/** A process that holds the checkpoint `a` until it is killed. */
import { EventCheckpoints } from "@effect-box/core"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer } from "effect"
import { FileEventCheckpoints } from "../../src/index.ts"

const program = Effect.gen(function* () {
  const held = yield* (yield* EventCheckpoints.EventCheckpoints).hold("a")
  yield* held.save({ position: "7", readAt: 0 }, [])
  process.send?.("held")
  yield* Effect.never
})

await Effect.runPromise(
  program.pipe(
    Effect.scoped,
    Effect.provide(FileEventCheckpoints.layer(process.argv[2] ?? "").pipe(Layer.provide(NodeServices.layer)))
  )
)
