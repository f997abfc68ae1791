/**
 * An emulated Box over loopback HTTP, for Box clients in any language. The API, uploads, tokens and the consent page
 * share one port. Signed downloads use a second port, because they are a different origin for clients.
 *
 * The first port also has controls for tests, which need no token: `POST /__emulator/faults` (a fault or an array of
 * faults), `DELETE /__emulator/faults`, `GET /__emulator/stats`, `POST /__emulator/expire-tokens`, and
 * `GET /__emulator/jwt-config` (the JSON file of the application for JWT).
 *
 * @example
 * ```ts
 * import { EmulatorServer } from "@effect-box/node"
 * import { Effect } from "effect"
 *
 * const status = Effect.gen(function* () {
 *   const { baseUrl, credentials } = yield* EmulatorServer.EmulatorServer
 *   const headers = { authorization: `Bearer ${credentials.accessToken}` }
 *   const answer = yield* Effect.promise(() => fetch(`${baseUrl}/2.0/users/me`, { headers }))
 *   return answer.status
 * }).pipe(Effect.provide(EmulatorServer.layer()))
 *
 * console.log(await Effect.runPromise(status)) // 200
 * ```
 */
import * as Http from "node:http"
import type { AddressInfo } from "node:net"
import { BoxEmulator } from "@effect-box/core/testing/BoxEmulator"
import * as Emulator from "@effect-box/core/testing/BoxEmulator"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodeStream from "@effect/platform-node/NodeStream"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as FiberSet from "effect/FiberSet"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import type * as PlatformError from "effect/PlatformError"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as NodeSha1 from "../hashing/NodeSha1.ts"

/**
 * The options of {@link layer}: those of the emulator, and those of the server.
 *
 * @category testing
 * @since 0.1.0
 */
export interface Options
  extends Omit<Emulator.Options, "apiUrl" | "uploadUrl" | "authorizeUrl" | "downloadUrl" | "contents"> {
  /** The port for everything but downloads. Default 0, which selects a free port. */
  readonly port?: number
  /** The address to listen on. Use a loopback address, because its tokens are not secret. Default `127.0.0.1`. */
  readonly host?: string
  /**
   * Where contents are kept: in `memory`, nowhere (`digest`: only sizes and digests, so they cannot be downloaded), or
   * on `disk`, in a temporary directory that is removed with the layer. Default `memory`.
   */
  readonly contents?: "memory" | "digest" | "disk"
}

/**
 * The server cannot listen, usually because the port is taken. `cause` is Node's error.
 *
 * @category errors
 * @since 0.1.0
 */
export class EmulatorServerError extends Data.TaggedError("EmulatorServerError")<{
  readonly port: number
  readonly cause: unknown
}> {
  override get message(): string {
    return `The emulator cannot listen on port ${this.port}`
  }
}

/**
 * The URLs of a running emulator, for `BoxConfig` or for another client, and a login that works there.
 *
 * @category testing
 * @since 0.1.0
 */
export class EmulatorServer extends Context.Service<
  EmulatorServer,
  {
    readonly baseUrl: string
    readonly uploadUrl: string
    readonly authorizeUrl: string
    readonly downloadUrl: string
    readonly credentials: Emulator.Credentials
  }
>()("effect-box/node/EmulatorServer") {}

type Handler = (request: Http.IncomingMessage, response: Http.ServerResponse) => void

/** A listening server without a request handler. Closing its scope destroys all sockets immediately. */
const listen = (
  host: string,
  port: number
): Effect.Effect<{ readonly server: Http.Server; readonly origin: string }, EmulatorServerError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.callback<{ readonly server: Http.Server; readonly origin: string }, EmulatorServerError>((resume) => {
      // Uploads may take longer than Node's five minutes.
      const server = Http.createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 })
      server.once("error", (cause) => resume(Effect.fail(new EmulatorServerError({ port, cause }))))
      try {
        server.listen(port, host, () => {
          // A server that listens on TCP has an address of this form.
          const address = server.address() as AddressInfo
          const name = address.family === "IPv6" ? `[${address.address}]` : address.address
          resume(Effect.succeed({ server, origin: `http://${name}:${address.port}` }))
        })
      } catch (cause) {
        // Node throws for an invalid port or host.
        resume(Effect.fail(new EmulatorServerError({ port, cause })))
      }
    }),
    ({ server }) =>
      Effect.callback<void>((resume) => {
        server.close(() => resume(Effect.void))
        server.closeAllConnections()
      })
  )

const headersOf = (request: Http.IncomingMessage): Readonly<Record<string, string>> => {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value
  }
  return headers
}

const connectionReset = (cause: unknown) => new Emulator.ConnectionBroken({ code: "ECONNRESET", cause })

const toWire = (url: URL, request: Http.IncomingMessage): Emulator.WireRequest => ({
  method: request.method ?? "GET",
  url,
  headers: headersOf(request),
  body: NodeStream.fromReadable<Uint8Array, Emulator.ConnectionBroken>({
    evaluate: () => request,
    onError: connectionReset,
    // The answer still has to go out over the socket.
    closeOnDone: false
  })
})

/** Writes a chunk, and waits if the client reads more slowly than the emulator writes. */
const write = (response: Http.ServerResponse, chunk: Uint8Array): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    if (response.write(chunk)) return resume(Effect.void)
    const drained = () => resume(Effect.void)
    response.once("drain", drained)
    return Effect.sync(() => response.off("drain", drained))
  })

/** Cuts an answer off: what was written still arrives, then the connection ends. */
const breakOff = (response: Http.ServerResponse): Effect.Effect<void> =>
  Effect.sync(() => {
    response.socket?.destroySoon()
  })

const respond = (response: Http.ServerResponse, { status, headers, body }: Emulator.Answer): Effect.Effect<void> =>
  Effect.suspend(() => {
    response.writeHead(status, headers)
    if (body instanceof Uint8Array) {
      response.end(body)
      return Effect.void
    }
    response.flushHeaders()
    return Stream.runForEach(body, (chunk) => write(response, chunk)).pipe(
      Effect.andThen(
        Effect.sync(() => {
          response.end()
        })
      ),
      Effect.catch(() => breakOff(response))
    )
  })

/** Resets the connection before an answer, as a failing network would. */
const resetConnection = (response: Http.ServerResponse): Effect.Effect<void> =>
  Effect.sync(() => {
    response.socket?.resetAndDestroy()
  })

const answerJson = (response: Http.ServerResponse, status: number, value: unknown): Effect.Effect<void> =>
  Effect.sync(() => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value))
  })

const decodeFaults = Schema.decodeUnknownEffect(
  Schema.fromJsonString(Schema.Union([Emulator.Fault, Schema.Array(Emulator.Fault)])),
  { onExcessProperty: "error" }
)

const controlPrefix = "/__emulator/"

/** The controls for tests in other processes. */
const control = (
  emulator: BoxEmulator["Service"],
  { body, method, url }: Emulator.WireRequest,
  response: Http.ServerResponse
): Effect.Effect<void> => {
  const done = answerJson(response, 200, {})
  switch (`${method} ${url.pathname.slice(controlPrefix.length)}`) {
    case "POST faults":
      return Stream.mkString(Stream.decodeText(body)).pipe(
        Effect.flatMap(decodeFaults),
        Effect.flatMap((decoded) =>
          Effect.forEach("kind" in decoded ? [decoded] : decoded, emulator.addFault, { discard: true })
        ),
        Effect.matchEffect({
          onFailure: (error) => answerJson(response, 400, { message: error.message }),
          onSuccess: () => done
        })
      )
    case "DELETE faults":
      return Effect.andThen(emulator.clearFaults, done)
    case "GET stats":
      return Effect.flatMap(emulator.stats, (stats) => answerJson(response, 200, stats))
    case "GET jwt-config":
      return Effect.flatMap(emulator.jwtConfig, (config) => answerJson(response, 200, JSON.parse(config)))
    case "POST expire-tokens":
      return Effect.andThen(emulator.expireAccessTokens, done)
    default:
      return answerJson(response, 404, { message: "Unknown emulator control" })
  }
}

const handle = (
  emulator: BoxEmulator["Service"],
  request: Emulator.WireRequest,
  response: Http.ServerResponse
): Effect.Effect<void> => {
  const work = request.url.pathname.startsWith(controlPrefix)
    ? control(emulator, request, response)
    : emulator.execute(request).pipe(
        Effect.matchEffect({
          onFailure: () => resetConnection(response),
          onSuccess: (answer) => respond(response, answer)
        })
      )
  return Effect.catchCause(work, (cause) => {
    if (Cause.hasInterruptsOnly(cause)) return Effect.failCause(cause)
    return Effect.andThen(Effect.logError("The emulator failed to handle a request", cause), resetConnection(response))
  })
}

/** Runs each request in its own fiber, which is interrupted when the connection closes. */
const serve = (emulator: BoxEmulator["Service"], run: (effect: Effect.Effect<void>) => () => void) => {
  return (origin: string): Handler =>
    (request, response) => {
      const target = origin + (request.url ?? "/")
      if (!URL.canParse(target)) {
        // Such as the absolute form that proxies receive. No request may crash the server.
        response.writeHead(400, { connection: "close" }).end()
        return
      }
      const interrupt = run(handle(emulator, toWire(new URL(target), request), response))
      response.once("close", interrupt)
    }
}

const contentsLayer = (
  { contents, ...options }: Options,
  urls: Emulator.Urls
): Layer.Layer<BoxEmulator, PlatformError.PlatformError> => {
  const emulated = { ...options, ...urls }
  if (contents !== "disk") return Emulator.layerEmulator({ ...emulated, contents: contents ?? "memory" })
  const inDirectory = Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const directory = yield* fs.makeTempDirectoryScoped({ prefix: "box-emulator-" })
    return Emulator.layerContentsDirectory(directory, emulated)
  })
  return Layer.provide(Layer.unwrap(inDirectory), NodeFileSystem.layer)
}

/**
 * Starts the emulator on a loopback port and stops it with the scope. It also provides `BoxEmulator`, with which tests
 * in the same process can inspect and control it. Fails with {@link EmulatorServerError} if it cannot listen, and with
 * `PlatformError` if the temporary directory of `contents: "disk"` cannot be created.
 *
 * @example
 * ```ts
 * import { BoxConfig, DeveloperToken, Users } from "@effect-box/core"
 * import { ConnectionPool, EmulatorServer } from "@effect-box/node"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * // The library itself against the emulator, over real HTTP.
 * const Client = Layer.unwrap(
 *   Effect.map(EmulatorServer.EmulatorServer, ({ baseUrl, uploadUrl, credentials }) =>
 *     DeveloperToken.layer(Redacted.make(credentials.accessToken)).pipe(
 *       Layer.provideMerge(Layer.merge(ConnectionPool.layer(), BoxConfig.layer({ apiUrl: baseUrl, uploadUrl })))
 *     )
 *   )
 * ).pipe(Layer.provide(EmulatorServer.layer()))
 *
 * const type = Users.getUserMe().pipe(
 *   Effect.map((user) => user.type),
 *   Effect.provide(Client)
 * )
 *
 * console.log(await Effect.runPromise(type)) // user
 * ```
 *
 * @category testing
 * @since 0.1.0
 */
export const layer = (
  options: Options = {}
): Layer.Layer<EmulatorServer | BoxEmulator, EmulatorServerError | PlatformError.PlatformError> => {
  const { host = "127.0.0.1", port = 0, ...rest } = options
  return Layer.effectContext(
    Effect.gen(function* () {
      const main = yield* listen(host, port)
      const downloads = yield* listen(host, 0)
      const urls: Emulator.Urls = {
        apiUrl: main.origin,
        uploadUrl: `${main.origin}/api`,
        authorizeUrl: `${main.origin}/api/oauth2/authorize`,
        downloadUrl: downloads.origin
      }
      const built = yield* Layer.build(contentsLayer(rest, urls))
      const emulator = Context.get(built, BoxEmulator)
      // Requests run with the context of this effect, which includes Node's SHA-1.
      const runFork = yield* FiberSet.makeRuntime<never, void, never>()
      const handler = serve(emulator, (effect) => {
        const fiber = runFork(effect)
        return () => fiber.interruptUnsafe()
      })
      main.server.on("request", handler(main.origin))
      downloads.server.on("request", handler(downloads.origin))
      const { apiUrl, ...others } = urls
      return Context.add(
        built,
        EmulatorServer,
        EmulatorServer.of({ baseUrl: apiUrl, ...others, credentials: emulator.credentials })
      )
    }).pipe(Effect.provide(NodeSha1.layer))
  )
}
