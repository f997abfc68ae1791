/**
 * A backend that puts webhook deliveries into a queue, and a worker that takes them out, against the emulator:
 *
 *     node examples/webhook-queue/main.ts
 */
import { createServer } from "node:http"
import { BoxConfig, DeveloperToken, Folders, Webhooks } from "@effect-box/core"
import { WebhookRoute } from "@effect-box/core/server"
import { EmulatorServer, NodeBox } from "@effect-box/node"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Console, Effect, Layer, Queue, Redacted } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import { Hook, QueueLive, worker } from "./Deliveries.ts"

const program = Effect.gen(function* () {
  const { address } = yield* HttpServer.HttpServer
  const done = yield* Queue.unbounded<string>()
  let failures = 1
  yield* Effect.forkChild(
    worker(({ item, trigger }) =>
      Effect.gen(function* () {
        const { name } = yield* Folders.getFolderById({ folder_id: item })
        if (name === "b" && failures-- > 0) return yield* Effect.fail("the index could not be reached")
        yield* Queue.offer(done, `${trigger} ${name}`)
      })
    )
  )
  const watched = yield* Folders.createFolder({ name: "watched", parent: { id: "0" } })
  yield* Webhooks.createWebhook({
    target: { type: "folder", id: watched.id },
    address: `http://127.0.0.1:${"port" in address ? address.port : 0}/box/webhooks`,
    triggers: ["FOLDER.CREATED"]
  })
  yield* Effect.forEach(["a", "b", "c"], (name) => Folders.createFolder({ name, parent: { id: watched.id } }))
  // "b" failed once and comes again after a second.
  const lines = yield* Effect.forEach([1, 2, 3], () => Queue.take(done))
  yield* Console.log(lines.toSorted().join("\n"))
})

/** In production `NodeBox.layerConfig`. */
const Box = Layer.unwrap(
  EmulatorServer.EmulatorServer.useSync(({ baseUrl, credentials }) =>
    Layer.merge(BoxConfig.layer({ apiUrl: baseUrl }), DeveloperToken.layer(Redacted.make(credentials.accessToken)))
  )
).pipe(Layer.provideMerge(NodeBox.layerPlatform()))

/** In production `WebhookRoute.layerConfig`, which reads the keys of the app from the environment. */
const Verified = Layer.unwrap(
  EmulatorServer.EmulatorServer.useSync(({ credentials }) =>
    WebhookRoute.layer({ primaryKey: Redacted.make(credentials.webhookPrimaryKey) })
  )
)

const Backend = HttpRouter.serve(Layer.provide(Hook, Verified), { disableLogger: true, disableListenLog: true }).pipe(
  Layer.provideMerge(QueueLive),
  Layer.provideMerge(
    NodeHttpServer.layer(createServer, { host: "127.0.0.1", port: 0, gracefulShutdownTimeout: "100 millis" })
  ),
  Layer.provideMerge(Box),
  Layer.provideMerge(EmulatorServer.layer())
)

program.pipe(Effect.scoped, Effect.provide(Backend), NodeRuntime.runMain)
