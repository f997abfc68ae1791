/**
 * A page that works with Box by itself, and the backend that gives it a token for one folder. Against the emulator:
 *
 *     node examples/browser/main.ts
 *
 * The page is bundled with esbuild; any bundler does.
 */
import { createServer } from "node:http"
import { fileURLToPath } from "node:url"
import { BoxConfig, DeveloperToken, Downscope, Items, type TokenStore } from "@effect-box/core"
import { EmulatorServer, NodeBox } from "@effect-box/node"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Console, Effect, FileSystem, Layer, Redacted } from "effect"
import { type HttpClient, HttpRouter, HttpServer, HttpServerResponse } from "effect/http"
import { build } from "esbuild"

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** The browser may list, read and upload in this folder, and nothing else. */
const tokenOf = (folder: string) =>
  Downscope.token({ scopes: ["base_explorer", "item_download", "item_upload"], resource: { folder } })

/** What Box needs, for the handlers. */
type Box = HttpClient.HttpClient | TokenStore.TokenStore

const Routes = Layer.unwrap(
  Effect.gen(function* () {
    const { baseUrl: apiUrl, uploadUrl } = yield* EmulatorServer.EmulatorServer
    const html = yield* FileSystem.FileSystem.use((fs) => fs.readFileString(here("index.html")))
    const { outputFiles } = yield* Effect.tryPromise(() =>
      build({ entryPoints: [here("page.ts")], bundle: true, write: false, format: "esm", target: "es2024" })
    )
    const script = HttpServerResponse.text(outputFiles[0]?.text ?? "", { contentType: "text/javascript" })
    const context = yield* Effect.context<Box>()
    const folder = yield* Items.ensureFolder({ path: "/shared with the page" })
    // A real backend looks here at who asks.
    const session = tokenOf(folder.id).pipe(
      Effect.flatMap(({ accessToken }) =>
        HttpServerResponse.json({ apiUrl, uploadUrl, folderId: folder.id, accessToken: Redacted.value(accessToken) })
      ),
      Effect.provide(context)
    )
    return Layer.mergeAll(
      HttpRouter.add("GET", "/", HttpServerResponse.html(html)),
      HttpRouter.add("GET", "/page.js", script),
      HttpRouter.add("POST", "/session", session)
    )
  })
)

const Box = Layer.unwrap(
  EmulatorServer.EmulatorServer.useSync(({ baseUrl, credentials, uploadUrl }) =>
    DeveloperToken.layer(Redacted.make(credentials.accessToken)).pipe(
      Layer.provideMerge(BoxConfig.layer({ apiUrl: baseUrl, uploadUrl }))
    )
  )
).pipe(Layer.provideMerge(NodeBox.layerPlatform()))

const program = Effect.gen(function* () {
  const server = yield* HttpServer.HttpServer
  const port = "port" in server.address ? server.address.port : 0
  const origin = `http://127.0.0.1:${port}`
  // The page's origin has to be known to the emulator; downloads come from another origin, as at Box.
  const Emulator = EmulatorServer.layer({ cors: origin, downloadPort: 0 })
  const App = HttpRouter.serve(Routes, { disableLogger: true, disableListenLog: true })
  yield* Layer.build(App.pipe(Layer.provide(Box), Layer.provide(Emulator)))
  yield* Console.log(`Open ${origin}/`)
  return yield* Effect.never
})

const Server = NodeHttpServer.layer(createServer, { host: "127.0.0.1", port: 0, gracefulShutdownTimeout: "100 millis" })

program.pipe(Effect.scoped, Effect.provide(Server), NodeRuntime.runMain)
