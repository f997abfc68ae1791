/**
 * An emulated Box over HTTP, for Box clients in any language. The API, uploads, tokens, the consent page and downloads
 * share one port, unless `downloadPort` gives downloads an origin of their own.
 *
 * It also has controls for tests, which need no token: `POST /__emulator/faults` (a fault or an array of
 * faults), `DELETE /__emulator/faults`, `GET /__emulator/stats`, `POST /__emulator/expire-tokens`,
 * `POST /__emulator/clock` (such as `{"advance":"1 hour"}`),
 * `GET /__emulator/ids` (the ids of what the seed has made, by its names), `GET /__emulator/world` (the present world as a seed),
 * `GET /__emulator/jwt-config` (the JSON file of the application for JWT), `GET /__emulator/webhooks` (what webhooks had
 * to deliver), and `POST /__emulator/PATH` for what only Box's own pages make; see docs/emulator.md.
 *
 * `GET /__emulator/` is a page to look at it with a browser: files, requests, faults, tokens, events, webhooks, the clock.
 *
 * Webhooks are delivered to addresses of this machine.
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
import "../internal/nodeVersion.ts"
import { join } from "node:path"
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import { BoxEmulator } from "@effect-box/core/testing/BoxEmulator"
import * as Emulator from "@effect-box/core/testing/BoxEmulator"
import { type Ids, type Seed, SeedError } from "@effect-box/core/testing/Seed"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberSet from "effect/FiberSet"
import * as FileSystem from "effect/FileSystem"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import type * as PlatformError from "effect/PlatformError"
import * as Scope from "effect/Scope"
import * as NodeSha1 from "../hashing/NodeSha1.ts"
import { readOptions } from "../internal/argument.ts"
import * as FileLock from "../internal/fileLock.ts"
import { type Certificate, makeCertificate } from "./internal/certificate.ts"
import { type Listening, listen } from "./internal/listen.ts"
import { type Place, placeOf } from "./internal/place.ts"
import { readSeed } from "./internal/seedFile.ts"
import { serve } from "./internal/serve.ts"
import { webhookClient } from "./internal/webhookClient.ts"
import { layerStderr } from "./internal/stderr.ts"

/**
 * The options of {@link layer}: those of the emulator, and those of the server.
 *
 * @category testing
 * @since 0.1.0
 */
export interface Options
  extends Omit<
    Emulator.Options,
    "apiUrl" | "uploadUrl" | "authorizeUrl" | "downloadUrl" | "realtimeUrl" | "contents" | "webhookClient" | "seed"
  > {
  /** Port to listen on; 0, the default, takes a free one. */
  readonly port?: number
  /** Gives downloads a port, and so an origin, of their own, as they have on Box; 0 takes a free one. */
  readonly downloadPort?: number
  /**
   * Address to listen on. Only loopback is private, as no token is a secret here. Default `127.0.0.1`. Names that follow
   * the address are allowed in the `Host` header too.
   */
  readonly host?: string | ReadonlyArray<string>
  /** The origin that clients use, such as `http://box:9000`, where a proxy or a container maps the port. */
  readonly url?: string
  /** HTTPS, with a certificate of an authority made for this run. `caFile` is the path of the certificate of that authority. */
  readonly tls?: boolean
  /** Origins of web pages that may use the emulator, such as `http://localhost:5173`; `*` for all. Default: none. */
  readonly cors?: string | ReadonlyArray<string>
  /**
   * What a browser gets at `authorizeUrl`: `page`, the default, asks who logs in, and whether the application may; `grant`
   * consents at once as the administrator, which every other client gets anyway.
   */
  readonly consent?: "page" | "grant"
  /** Where bytes go: memory (the default), nowhere, or a temporary directory that is removed at the end. */
  readonly contents?: "memory" | "digest" | "disk"
  /**
   * A directory in which the world lasts: every change is there before it is answered, and the next emulator goes on from
   * it, with the same credentials. Bytes are there as well, unless `contents` is `digest`. It is made if it is not there.
   */
  readonly data?: string
  /**
   * What is in the world at the beginning: a seed, or the path of a JSON file with one, in which files may also be given by
   * `file`, a path from there. With `data`, it is loaded into a new world only.
   */
  readonly seed?: Seed | string
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: "the port is taken",
  EADDRNOTAVAIL: "this machine has no such address",
  EACCES: "it is not permitted"
}

/**
 * The server cannot listen, usually because the port is taken. `cause` is Node's error.
 *
 * @category errors
 * @since 0.1.0
 */
export class EmulatorServerError extends Data.TaggedError("EmulatorServerError")<{
  readonly host?: string
  readonly port: number
  readonly cause: unknown
}> {
  override get message(): string {
    const code = Object(this.cause).code
    const reason = Object.hasOwn(reasons, String(code)) ? `: ${reasons[String(code)]}` : ""
    const where = this.host === undefined ? "" : ` of ${this.host}`
    return `The emulator cannot listen on port ${String(this.port)}${where}${reason}`
  }
}

/**
 * The directory for `data` cannot be used: another process uses it, it cannot be written to, or it has another content.
 *
 * @category errors
 * @since 0.2.0
 */
export class EmulatorDataError extends Data.TaggedError("EmulatorDataError")<{
  readonly directory: string
  readonly cause: { readonly message: string }
}> {
  override get message(): string {
    const { message } = this.cause
    const why = Object(this.cause).code === "lock_timeout" ? "another process uses it" : message
    return `The emulator cannot use the data directory ${this.directory}: ${why}`
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
    readonly realtimeUrl: string
    /** With `tls`: a file with the certificate of the authority, for `NODE_EXTRA_CA_CERTS` and its like. */
    readonly caFile?: string
    /** The page to look at the emulator with a browser. */
    readonly pageUrl: string
    readonly credentials: Emulator.Credentials
    /** The ids of what the seed has made, by its names. */
    readonly ids: Ids
  }
>()("effect-box/node/EmulatorServer") {}

const worldLayer = (
  { contents, data, seed, ...options }: Omit<Options, "seed"> & { readonly seed: Seed | undefined },
  urls: Emulator.Urls,
  webhookClient: HttpClient.HttpClient
): Layer.Layer<BoxEmulator, EmulatorDataError | SeedError | PlatformError.PlatformError> => {
  const emulated: Emulator.Options = {
    recordedBodies: 200,
    ...options,
    ...urls,
    webhookClient,
    ...(seed === undefined ? {} : { seed })
  }
  if (data !== undefined) return lastingWorld(data, contents === "digest" ? { ...emulated, contents } : emulated)
  if (contents !== "disk") return Emulator.layerEmulator({ ...emulated, contents: contents ?? "memory" })
  const inDirectory = Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const directory = yield* fs.makeTempDirectoryScoped({ prefix: "box-emulator-" })
    return Emulator.layerContentsDirectory(directory, emulated)
  })
  return Layer.provide(Layer.unwrap(inDirectory), NodeFileSystem.layer)
}

/** The world in a directory, which no other process may use meanwhile. */
const lastingWorld = (
  data: string,
  emulated: Emulator.Options
): Layer.Layer<BoxEmulator, EmulatorDataError | SeedError> => {
  const failed = (cause: SeedError | { readonly message: string }) =>
    cause instanceof SeedError ? cause : new EmulatorDataError({ directory: data, cause })
  const lock = Effect.andThen(
    Effect.flatMap(FileSystem.FileSystem, (fs) => fs.makeDirectory(data, { recursive: true })),
    FileLock.acquire(join(data, "lock"), { patience: Duration.seconds(2), deathIsUsual: true })
  )
  return Layer.unwrap(Effect.as(lock, Emulator.layerData(data, emulated))).pipe(
    Layer.provide(NodeFileSystem.layer),
    Layer.catchCause((cause) => Layer.effectContext(Effect.failCause(Cause.map(cause, failed))))
  )
}

const open = (place: Place, port: number, tls: Certificate | undefined) =>
  Effect.mapError(listen(place.bind, port, tls), (cause) => new EmulatorServerError({ host: place.bind, port, cause }))

const certificateFor = ({ names }: Place): Effect.Effect<Certificate> =>
  Effect.map(Clock.currentTimeMillis, (now) => makeCertificate(["localhost", "127.0.0.1", "::1", ...names], now))

/** The authority's certificate in a file, for as long as the server runs. */
const writeAuthority = ({ ca }: Certificate): Effect.Effect<string, PlatformError.PlatformError, Scope.Scope> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const file = join(yield* fs.makeTempDirectoryScoped({ prefix: "effect-box-ca-" }), "ca.pem")
    yield* fs.writeFileString(file, ca)
    return file
  }).pipe(Effect.provide(NodeFileSystem.layer))

const urlsOf = (place: Place, main: Listening, downloads: Listening | undefined): Emulator.Urls => {
  const apiUrl = place.origin(main.address)
  return {
    apiUrl,
    uploadUrl: `${apiUrl}/api`,
    authorizeUrl: `${apiUrl}/api/oauth2/authorize`,
    downloadUrl: downloads === undefined ? apiUrl : place.besides(downloads.address),
    realtimeUrl: `${apiUrl}/realtime`
  }
}

/**
 * Starts the emulator on a port, a loopback one by default, and stops it with the scope. It also provides `BoxEmulator`,
 * with which tests in the same process can inspect and control it. Fails with {@link EmulatorServerError} if it cannot
 * listen, with {@link EmulatorDataError} if `data` cannot be used, with `SeedError` for a seed that is wrong, with `BoxInvalidInput` for options that cannot be right, and with `PlatformError` if a temporary directory (for
 * `contents: "disk"` or `tls`) cannot be created.
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
): Layer.Layer<
  EmulatorServer | BoxEmulator,
  BoxInvalidInput | EmulatorDataError | EmulatorServerError | PlatformError.PlatformError | SeedError
> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const given = yield* readOptions("EmulatorServer.layer", options)
      const place = placeOf(given)
      if (typeof place === "string") {
        return yield* new BoxInvalidInput({ operation: "EmulatorServer.layer", message: place, attempts: 0 })
      }
      const { downloadPort, port = 0 } = given
      const seed = typeof given.seed === "string" ? yield* readSeed(given.seed) : given.seed
      const certificate = place.secure ? yield* certificateFor(place) : undefined
      const main = yield* open(place, port, certificate)
      const downloads = downloadPort === undefined ? undefined : yield* open(place, downloadPort, certificate)
      const urls = urlsOf(place, main, downloads)
      const built = yield* Layer.build(worldLayer({ ...given, seed }, urls, yield* webhookClient))
      const emulator = Context.get(built, BoxEmulator)
      const caFile = certificate === undefined ? undefined : yield* writeAuthority(certificate)
      // It runs with the context of this effect, and so with Node's own SHA-1.
      const runFork = yield* FiberSet.makeRuntime<never, void, never>()
      const handler = serve(emulator, place, (effect) => {
        const fiber = runFork(effect)
        return () => fiber.interruptUnsafe()
      })
      main.server.on("request", handler(urls.apiUrl))
      downloads?.server.on("request", handler(urls.downloadUrl))
      const { apiUrl, ...others } = urls
      return Context.add(
        built,
        EmulatorServer,
        EmulatorServer.of({
          baseUrl: apiUrl,
          ...others,
          ...(caFile === undefined ? {} : { caFile }),
          pageUrl: `${apiUrl}/__emulator/`,
          credentials: emulator.credentials,
          ids: emulator.ids
        })
      )
    }).pipe(Effect.provide(NodeSha1.layer))
  )

/**
 * A running emulator, for those who do not use Effect.
 *
 * @category testing
 * @since 0.2.0
 */
export interface RunningEmulator {
  /** The base URL of the API, without `/2.0`. */
  readonly url: string
  readonly uploadUrl: string
  readonly authorizeUrl: string
  readonly downloadUrl: string
  readonly realtimeUrl: string
  /** With `tls`: a file with the certificate of the authority. */
  readonly caFile?: string
  /** The page to look at the emulator with a browser. */
  readonly pageUrl: string
  readonly credentials: Emulator.Credentials
  /** The ids of what the seed has made, by its names. */
  readonly ids: Ids
  /** Ends the server and closes its connections. It can be called more than once. */
  readonly stop: () => Promise<void>
}

/**
 * Starts an emulator without Effect. What is wrong with the options or the port rejects the promise. What the emulator has to
 * say goes to stderr.
 *
 * @example
 * ```ts
 * import { EmulatorServer } from "@effect-box/node"
 *
 * const box = await EmulatorServer.startEmulator()
 * const answer = await fetch(`${box.url}/2.0/users/me`, {
 *   headers: { authorization: `Bearer ${box.credentials.accessToken}` }
 * })
 * console.log(answer.status) // 200
 * await box.stop()
 * ```
 *
 * @category testing
 * @since 0.2.0
 */
export const startEmulator = (options: Options = {}): Promise<RunningEmulator> =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const built = yield* Layer.buildWithScope(layer(options), scope).pipe(
      Effect.onError((cause) => Scope.close(scope, Exit.failCause(cause)))
    )
    const { baseUrl, ...others } = Context.get(built, EmulatorServer)
    return { url: baseUrl, ...others, stop: () => Effect.runPromise(Scope.close(scope, Exit.void)) }
  }).pipe(Effect.provide(layerStderr), Effect.runPromise)
