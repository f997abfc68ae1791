/**
 * A backend that streams files to and from Box, and a client that uses it, against the emulator:
 *
 *     node examples/streaming/main.ts
 *
 * Its tests are in routes.test.ts.
 */
import { createServer } from "node:http"
import { BoxMetrics } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Console, Effect, Layer, Schedule } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import { Routes } from "./routes.ts"

const size = 24_000_000

const underWay = Effect.map(BoxMetrics.snapshot, (all) =>
  all.flatMap(({ id, state }) => (id === BoxMetrics.activeTransfers.name && "count" in state ? [state.count] : []))
)

/** What a browser would do. */
const client = Effect.gen(function* () {
  const { address } = yield* HttpServer.HttpServer
  const url = `http://127.0.0.1:${"port" in address ? address.port : 0}/files`
  const ask = (path: string, init?: RequestInit) => Effect.promise(() => fetch(`${url}/${path}`, init))

  const stored = yield* ask("film.mov", { method: "PUT", body: new Uint8Array(size) })
  const { id } = yield* Effect.promise((): Promise<{ readonly id: string }> => stored.json())
  yield* Console.log(`${stored.status}: film.mov is in Box`)

  const part = yield* ask(id, { headers: { range: "bytes=1000-1999" } })
  const { byteLength } = yield* Effect.promise(() => part.arrayBuffer())
  yield* Console.log(`${part.status}: ${byteLength} bytes, ${part.headers.get("content-range")}`)

  const leaving = new AbortController()
  const whole = yield* ask(id, { signal: leaving.signal })
  yield* Effect.promise(async () => whole.body?.getReader().read())
  leaving.abort()
  yield* underWay.pipe(
    Effect.filterOrFail(([count]) => count === 0),
    Effect.retry({ schedule: Schedule.spaced("10 millis"), times: 1000 })
  )
  yield* Console.log("the client went away, and so did the download")
})

/** In production: `NodeBox.layerConfig` instead of the emulator. */
const Server = HttpRouter.serve(Routes, { disableLogger: true, disableListenLog: true }).pipe(
  Layer.provideMerge(NodeHttpServer.layer(createServer, { host: "127.0.0.1", port: 0 })),
  Layer.provideMerge([BoxEmulator.layer, BoxMetrics.layer])
)

client.pipe(Effect.provide(Server), NodeRuntime.runMain)
