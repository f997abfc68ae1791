/**
 * A backend that knows what happens in Box: it follows the user's stream with a checkpoint in a file, is stopped in the
 * middle and goes on, reads the enterprise's history, and takes webhook deliveries with the same handler. Against the
 * emulator, over loopback:
 *
 *     node examples/follow-events/main.ts
 */
import { createServer } from "node:http"
import { BoxConfig, DeveloperToken, EventCheckpoints, EventStream, Folders, Webhooks } from "@effect-box/core"
import { WebhookRoute } from "@effect-box/core/server"
import { EmulatorServer, FileEventCheckpoints, NodeBox } from "@effect-box/node"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodePath from "@effect/platform-node/NodePath"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Console, DateTime, Deferred, Effect, Fiber, FileSystem, Layer, Redacted, Schedule, Stream } from "effect"
import { HttpRouter, HttpServer, HttpServerResponse } from "effect/http"
import { Index } from "./Index.ts"

const createFolders = (names: ReadonlyArray<string>, parent = "0") =>
  Effect.forEach(names, (name) => Folders.createFolder({ name, parent: { id: parent } }))

/** Waits until the index has as many names as it should have. */
const until = (count: number) =>
  Index.use(({ names }) => names).pipe(
    Effect.filterOrFail((names) => names.length >= count),
    Effect.retry({ schedule: Schedule.spaced("20 millis"), times: 2000 })
  )

/** Waits until the stream has begun, which is when it has a checkpoint. */
const begun = EventCheckpoints.EventCheckpoints.use(({ load }) => load("index")).pipe(
  Effect.filterOrFail((checkpoint) => checkpoint !== undefined),
  Effect.retry({ schedule: Schedule.spaced("20 millis"), times: 2000 })
)

const following = EventStream.run({ checkpoint: "index", stream_type: "changes", limit: 5 }, (event) =>
  Index.use(({ take }) => take(event))
)

/** The stream, a stop in the middle of a page, and a second run that goes on from the checkpoint. */
const follow = Effect.gen(function* () {
  const { names, taken } = yield* Index
  const reached = yield* Deferred.make<void>()
  // Hangs at the third event, as if the machine had failed there.
  let seen = 0
  const failing = EventStream.run({ checkpoint: "index", stream_type: "changes", limit: 5 }, (event) =>
    ++seen === 3
      ? Effect.andThen(Deferred.succeed(reached, undefined), Effect.never)
      : Index.use(({ take }) => take(event))
  )
  const first = yield* Effect.forkChild(failing)
  // It begins with what happens from now on, so it has to be there first.
  yield* begun
  yield* createFolders(["a", "b", "c", "d"])
  yield* Deferred.await(reached)
  yield* Fiber.interrupt(first)
  yield* Console.log("stopped at the third event")
  yield* createFolders(["e", "f"])
  const second = yield* Effect.forkChild(following)
  yield* until(6)
  yield* createFolders(["g"])
  yield* until(7)
  yield* Console.log(`index: ${(yield* names).join(" ")}; ${yield* taken} events were taken`)
  return second
})

/** What the enterprise did, for a report. */
const report = Effect.gen(function* () {
  const now = yield* DateTime.now
  const made = yield* EventStream.history({
    created_after: DateTime.subtract(now, { hours: 1 }),
    created_before: DateTime.add(now, { minutes: 1 }),
    event_type: ["UPLOAD"]
  }).pipe(Stream.runCount)
  yield* Console.log(`history: ${made} items were made`)
})

/** The route of the webhook. Box repeats what was not answered in time; the handler is given it once. */
const Hook = HttpRouter.add(
  "POST",
  "/box/webhooks",
  Effect.gen(function* () {
    const { take } = yield* Index
    yield* EventStream.handleDelivery({ checkpoint: "hooks" }, yield* WebhookRoute.Webhook, take)
    return HttpServerResponse.empty()
  })
)

const receive = Effect.gen(function* () {
  const { credentials } = yield* EmulatorServer.EmulatorServer
  const server = yield* HttpServer.HttpServer
  const port = "port" in server.address ? server.address.port : 0
  const verified = WebhookRoute.layer({ primaryKey: Redacted.make(credentials.webhookPrimaryKey) })
  yield* Layer.build(HttpRouter.serve(Layer.provide(Hook, verified), { disableLogger: true, disableListenLog: true }))
  const [watched] = yield* createFolders(["watched"])
  yield* Webhooks.createWebhook({
    target: { type: "folder", id: watched?.id ?? "" },
    address: `http://127.0.0.1:${port}/box/webhooks`,
    triggers: ["FOLDER.CREATED"]
  })
  yield* createFolders(["in-watched"], watched?.id)
  const names = yield* until(9)
  yield* Console.log(`index: ${names.join(" ")}`)
})

const program = Effect.gen(function* () {
  const second = yield* follow
  yield* report
  yield* receive
  yield* Fiber.interrupt(second)
})

const Box = Layer.unwrap(
  EmulatorServer.EmulatorServer.useSync(({ baseUrl, credentials, uploadUrl }) =>
    Layer.merge(
      BoxConfig.layer({ apiUrl: baseUrl, uploadUrl }),
      DeveloperToken.layer(Redacted.make(credentials.accessToken))
    )
  )
).pipe(Layer.provideMerge(Layer.merge(EmulatorServer.layer(), NodeBox.layerPlatform())))

const Checkpoints = Layer.unwrap(
  FileSystem.FileSystem.use((fs) =>
    Effect.map(fs.makeTempDirectoryScoped(), (directory) => FileEventCheckpoints.layer(directory))
  )
).pipe(Layer.provide(Layer.merge(NodeFileSystem.layer, NodePath.layer)))

const Server = NodeHttpServer.layer(createServer, { host: "127.0.0.1", port: 0, gracefulShutdownTimeout: "100 millis" })

program.pipe(Effect.scoped, Effect.provide(Layer.mergeAll(Box, Checkpoints, Index.layer, Server)), NodeRuntime.runMain)
