/** The end of a process that works on jobs. */
import { BoxJob } from "@effect-box/core/jobs"
import { NodeJobs } from "@effect-box/node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Layer, Logger, Schema, Scope, Stream } from "effect"
import { inTime, step } from "./virtualTime.ts"

/** One item that takes an hour. */
const job = BoxJob.make("long", {
  params: Schema.Struct({}),
  items: () =>
    BoxJob.fromStream(Stream.make({ id: "1" }), { schema: Schema.Struct({ id: Schema.String }), key: ({ id }) => id }),
  run: () => Effect.sleep("1 hour"),
  lanes: 1
})

describe("a process that ends", () => {
  it.effect("warns of nothing, whenever that is", () => {
    const warnings: Array<string> = []
    const log = Logger.make<unknown, void>(({ logLevel, message }) => {
      if (logLevel === "Warn") warnings.push(String(message))
    })
    return Effect.gen(function* () {
      // The engine looks every three seconds at who is there.
      for (let steps = 26; steps < 34; steps++) {
        const scope = yield* Scope.make()
        const services = yield* Layer.buildWithScope(
          job.worker.pipe(Layer.provideMerge(NodeJobs.layerEmbedded({ file: ":memory:" }))),
          scope
        )
        yield* Effect.provide(job.start({ name: "one", params: {} }), services)
        for (let at = 0; at < steps; at++) yield* step
        yield* inTime(Scope.close(scope, Exit.void))
      }
      assert.deepStrictEqual(warnings, [])
    }).pipe(Effect.provide(Logger.layer([log])))
  })
})
