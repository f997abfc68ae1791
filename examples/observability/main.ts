/**
 * What an upload looks like from outside: its first attempt is refused, the second one succeeds, and a collector gets the
 * trace. Against the emulator:
 *
 *     node examples/observability/main.ts
 *
 * With the name of a file as its argument, it also draws the trace, as in docs/observability.md.
 */
import { BoxConfig, BoxMetrics, FileUpload } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Console, Effect, FileSystem, Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import { Otlp } from "effect/observability"
import { Collector } from "./Collector.ts"
import { linesOf, pictureOf, treeOf } from "./Trace.ts"

/** The program knows nothing of telemetry. */
const program = FileUpload.upload(new TextEncoder().encode("hello"), { folder_id: "0", name: "hello.txt" })

/** In production: `Otlp.layerFromConfig`, which reads `OTEL_EXPORTER_OTLP_ENDPOINT`. */
const Telemetry = Layer.unwrap(
  Collector.useSync(({ url }) => Otlp.layerJson({ baseUrl: url, resource: { serviceName: "example" } }))
).pipe(
  // A client of its own, so that what goes to the collector is not traced as Box's.
  Layer.provide(FetchHttpClient.layer)
)

const main = Effect.gen(function* () {
  const { addFault } = yield* BoxEmulator.BoxEmulator
  yield* addFault({ kind: "status", match: { path: "/files/content" }, status: 503 })
  // What is not yet exported is, when the layer is released.
  yield* Effect.provide(program, [Telemetry, BoxMetrics.layer])
  const lines = linesOf(yield* Collector.use(({ spans }) => spans))
  yield* Console.log(treeOf(lines))
  const retries = (yield* BoxMetrics.snapshot).filter(({ id }) => id === BoxMetrics.retries.name)
  yield* Console.log(`${BoxMetrics.retries.name}: ${retries.map(({ attributes }) => attributes?.["box.retry.reason"])}`)
  const picture = process.argv[2]
  if (picture !== undefined) {
    yield* FileSystem.FileSystem.use((fs) => fs.writeFileString(picture, pictureOf(lines)))
  }
})

main.pipe(
  Effect.provide(
    Layer.mergeAll(
      Collector.layer,
      BoxEmulator.layer,
      BoxConfig.layer({ retry: { baseDelay: "200 millis" } }),
      NodeFileSystem.layer
    )
  ),
  NodeRuntime.runMain
)
