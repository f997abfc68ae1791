/**
 * A stateful model of Box: users, folders, files with versions, trash, upload sessions, tokens, events. It enforces
 * Box's protocol, and injects Box's failures on request. It runs in the process, under `TestClock`; `EmulatorServer`
 * of `@effect-box/node` serves the same model over loopback HTTP.
 *
 * @example
 * ```ts
 * import { Folders } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const { addFault, stats } = yield* BoxEmulator.BoxEmulator
 *   yield* addFault({ kind: "status", match: { path: "/folders/0" }, status: 503, retryAfter: 0 })
 *   yield* Folders.getFolderById({ folder_id: "0" })
 *   return (yield* stats).requests
 * })
 *
 * // The call was sent again after the failure.
 * console.log(await Effect.runPromise(Effect.provide(program, BoxEmulator.layer))) // 2
 * ```
 *
 * @see https://developer.box.com/reference/
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import type * as PlatformError from "effect/PlatformError"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import type * as Schema from "effect/Schema"
import * as DeveloperToken from "../auth/DeveloperToken.ts"
import * as OAuth from "../auth/OAuth.ts"
import * as TokenPersistence from "../auth/TokenPersistence.ts"
import { ResponseCheck } from "../http/ResponseCheck.ts"
import { TokenStore } from "../http/TokenStore.ts"
import type { PlannedFault } from "./emulator/faults/Fault.ts"
import type { Inspection } from "./emulator/Inspection.ts"
import type { RecordedBody, RecordedRequest } from "./emulator/Journal.ts"
import type { ConsentRequest, Decision } from "./emulator/routes/OAuthRoutes.ts"
import type { WireRequest } from "./emulator/wire/WireRequest.ts"
import { chosenClock } from "./emulator/EmulatorClock.ts"
import * as Faults from "./emulator/faults/Fault.ts"
import { execute } from "./emulator/InProcess.ts"
import { makeDigest, makeDirectory, makeMemory } from "./emulator/model/Contents.ts"
import type { Options as WorldOptions } from "./emulator/model/EmptyWorld.ts"
import type { Urls } from "./emulator/model/World.ts"
import { openRequestLog } from "./emulator/RequestLog.ts"
import * as Router from "./emulator/Router.ts"
import type { WebhookAttempt, WebhookDelivery } from "./emulator/resource/Webhooks.ts"
import type { Stats } from "./emulator/Stats.ts"
import { type Answer, ConnectionBroken } from "./emulator/wire/Answer.ts"
import type { Credentials, Running } from "./internal/running.ts"
import { makeRunning } from "./internal/runningEmulator.ts"
import type { Seed, SeedError } from "./Seed.ts"

export type {
  Answer,
  ConsentRequest,
  Credentials,
  Decision,
  Inspection,
  PlannedFault,
  RecordedBody,
  RecordedRequest,
  Stats,
  Urls,
  WebhookAttempt,
  WebhookDelivery,
  WireRequest
}
export { ConnectionBroken }
export { toWebHandler } from "./emulator/WebHandler.ts"

/**
 * How the emulated Box differs from the real one, and what is in it at the beginning.
 *
 * @category testing
 * @since 0.1.0
 */
export interface Options extends WorldOptions {
  /** What is in the world at the beginning. A seed that is wrong fails the layer with `SeedError`. */
  readonly seed?: Seed
}

/**
 * A function from options to a layer that can fail if, and only if, there is a seed among them. `Before` are the arguments
 * that come first.
 *
 * @category testing
 * @since 0.2.0
 */
export interface LayerOf<
  Before extends ReadonlyArray<unknown>,
  Provided,
  Required = never,
  Excluded extends string = never
> {
  (
    ...args: [...Before, options?: Omit<Options, "seed" | Excluded> & { readonly seed?: undefined }]
  ): Layer.Layer<Provided, never, Required>
  (...args: [...Before, options?: Omit<Options, Excluded>]): Layer.Layer<Provided, SeedError, Required>
}

/**
 * An operation of Box's documents, and whether the emulator has it.
 *
 * @category testing
 * @since 0.2.0
 */
export type Coverage = Router.Coverage

/**
 * All operations of Box's documents, by name, and which of them the emulator has.
 *
 * @example
 * ```ts
 * import { BoxEmulator } from "@effect-box/core/testing"
 *
 * const uploads = BoxEmulator.coverage().find(({ operation }) => operation === "Uploads.uploadFile")
 *
 * console.log(uploads?.implemented) // true
 * ```
 *
 * @category testing
 * @since 0.2.0
 */
export const coverage = (): ReadonlyArray<Coverage> => Router.coverage()

/**
 * A failure that is injected on purpose, as plain JSON.
 *
 * @category testing
 * @since 0.1.0
 */
export type Fault = Faults.Fault
/**
 * The schema of an injected failure.
 *
 * @category testing
 * @since 0.1.0
 */
export const Fault: typeof Faults.Fault = Faults.Fault

/**
 * An emulated Box. `layerEmulator`, `layerContentsDirectory` and `layerHttpClient` provide it.
 *
 * @category testing
 * @since 0.1.0
 */
export class BoxEmulator extends Context.Service<BoxEmulator, Running>()("effect-box/testing/BoxEmulator") {}

/** Nothing but a seed makes these layers fail, which their types cannot say by themselves. */
const failingWithSeedOnly = <Before extends ReadonlyArray<unknown>, Provided, Required, Excluded extends string>(
  layerOf: (...args: [...Before, options?: Omit<Options, Excluded>]) => Layer.Layer<Provided, SeedError, Required>
): LayerOf<Before, Provided, Required, Excluded> => layerOf as LayerOf<Before, Provided, Required, Excluded>

/**
 * The emulator with its files in memory or, with `contents: "digest"`, without their bytes.
 *
 * @example
 * ```ts
 * import { BoxEmulator } from "@effect-box/core/testing"
 *
 * const Huge = BoxEmulator.layerEmulator({ contents: "digest" })
 * ```
 *
 * @category testing
 * @since 0.1.0
 */
export const layerEmulator: LayerOf<[], BoxEmulator> = failingWithSeedOnly((options: Options = {}) =>
  Layer.effect(
    BoxEmulator,
    Effect.flatMap(options.contents === "digest" ? makeDigest : makeMemory, (contents) =>
      makeRunning(options, contents, undefined, options.seed)
    )
  )
)

/**
 * The emulator with its files in a directory, which must exist.
 *
 * @example
 * ```ts
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Layer } from "effect"
 *
 * const OnDisk = Layer.provide(BoxEmulator.layerClient, BoxEmulator.layerContentsDirectory("/tmp/box"))
 * ```
 *
 * @category testing
 * @since 0.1.0
 */
export const layerContentsDirectory: LayerOf<[directory: string], BoxEmulator, FileSystem.FileSystem, "contents"> =
  failingWithSeedOnly((directory: string, options: Omit<Options, "contents"> = {}) =>
    Layer.effect(
      BoxEmulator,
      Effect.flatMap(makeDirectory(directory), (contents) => makeRunning(options, contents, undefined, options.seed))
    )
  )

/**
 * The emulator with a world that lasts: every change is in `directory` before it is answered, and the next layer with this
 * directory goes on from there, with the same credentials, also after the process was killed. One process at a time may
 * use a directory. Requests are handled one after the other, and a start repeats all changes so far.
 *
 * The bytes of files are in the directory as well, unless `contents` is `digest`. Downloads that were under way are lost,
 * as are faults. A seed is loaded into a new world only. It fails with `PlatformError` if the directory cannot be used, and with `SchemaError` if it has another
 * content.
 *
 * @example
 * ```ts
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Layer } from "effect"
 *
 * const Box = Layer.provide(BoxEmulator.layerClient, BoxEmulator.layerData("/var/lib/box"))
 * ```
 *
 * @category testing
 * @since 0.2.0
 */
export const layerData = (
  directory: string,
  options: Options = {}
): Layer.Layer<BoxEmulator, PlatformError.PlatformError | Schema.SchemaError | SeedError, FileSystem.FileSystem> =>
  Layer.effect(
    BoxEmulator,
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const at = chosenClock(options.clock, yield* Clock.Clock).currentTimeMillisUnsafe()
      const log = yield* openRequestLog(directory, { kind: "begin", at, seed: String(yield* Random.nextInt) })
      const bytes = `${directory}/contents`
      // The requests that are repeated write them again.
      yield* fs.remove(bytes, { recursive: true, force: true })
      yield* fs.makeDirectory(bytes)
      const contents = yield* options.contents === "digest" ? makeDigest : makeDirectory(bytes)
      return yield* makeRunning(options, contents, log, options.seed)
    })
  )

/**
 * An `HttpClient` whose only network is the emulator. Its answers are checked strictly; see `ResponseCheck`.
 *
 * @example
 * ```ts
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Layer } from "effect"
 *
 * const Client = Layer.provideMerge(BoxEmulator.layerClient, BoxEmulator.layerEmulator({ partSize: 1024 }))
 * ```
 *
 * @category testing
 * @since 0.1.0
 */
export const layerClient: Layer.Layer<HttpClient.HttpClient, never, BoxEmulator> = Layer.merge(
  Layer.effect(
    HttpClient.HttpClient,
    Effect.map(BoxEmulator, (emulator) => HttpClient.make((request, url) => execute(emulator.execute, request, url)))
  ),
  Layer.succeed(ResponseCheck, "strict")
)

/**
 * The emulator and an `HttpClient` that talks to it in the process: without sockets, and with all waiting under
 * `TestClock`.
 *
 * @example
 * ```ts
 * import { OAuth, TokenPersistence } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * // A login of your own against the emulator.
 * const Login = Layer.unwrap(
 *   BoxEmulator.BoxEmulator.use(({ credentials }) =>
 *     Effect.succeed(
 *       OAuth.layer({ clientId: credentials.clientId, clientSecret: Redacted.make(credentials.clientSecret) })
 *     )
 *   )
 * ).pipe(Layer.provide(TokenPersistence.layerMemory), Layer.provideMerge(BoxEmulator.layerHttpClient()))
 * ```
 *
 * @category testing
 * @since 0.1.0
 */
export const layerHttpClient: LayerOf<[], BoxEmulator | HttpClient.HttpClient> = failingWithSeedOnly(
  (options: Options = {}) => Layer.provideMerge(layerClient, layerEmulator(options))
)

const withLogin: LayerOf<[], BoxEmulator | HttpClient.HttpClient | TokenStore> = failingWithSeedOnly(
  (options: Options = {}) =>
    Layer.effect(
      TokenStore,
      BoxEmulator.use(({ credentials }) =>
        Effect.succeed(DeveloperToken.make(Redacted.make(credentials.accessToken, { label: "access token" })))
      )
    ).pipe(Layer.provideMerge(layerHttpClient(options)))
)

/**
 * Everything that an operation needs, without a network and without credentials: an empty Box and a login for it.
 *
 * @example
 * ```ts
 * import { Users } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const type = Users.getUserMe().pipe(Effect.map((user) => user.type), Effect.provide(BoxEmulator.layer))
 *
 * console.log(await Effect.runPromise(type)) // user
 * ```
 *
 * @category testing
 * @since 0.1.0
 */
export const layer: Layer.Layer<BoxEmulator | HttpClient.HttpClient | TokenStore> = withLogin()

/**
 * As {@link layer}, with options.
 *
 * @example
 * ```ts
 * import { BoxEmulator } from "@effect-box/core/testing"
 *
 * const SmallParts = BoxEmulator.layerWith({ minimumSessionSize: 1024, partSize: 256 })
 * ```
 *
 * @category testing
 * @since 0.1.0
 */
export const layerWith: LayerOf<[], BoxEmulator | HttpClient.HttpClient | TokenStore> = withLogin

/**
 * As {@link layerWith}, with a whole login: the `OAuth` service of the emulator's application, whose administrator is
 * logged in, and renewals by refresh tokens, which are kept in memory. The first call is such a renewal.
 *
 * @example
 * ```ts
 * import { OAuth, Users } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const emulator = yield* BoxEmulator.BoxEmulator
 *   yield* emulator.expireAccessTokens
 *   // The call renews the login.
 *   const before = yield* Users.getUserMe()
 *   // The user logs in again, in a browser.
 *   yield* OAuth.logout
 *   const { state, url } = yield* OAuth.authorizationUrl({ redirectUri: "http://localhost:3000/callback" })
 *   yield* OAuth.exchangeRedirect({ url: yield* emulator.authorize(url), state })
 *   const after = yield* Users.getUserMe()
 *   return before.id === after.id
 * })
 *
 * console.log(await Effect.runPromise(Effect.provide(program, BoxEmulator.layerOAuth()))) // true
 * ```
 *
 * @category testing
 * @since 0.2.0
 */
export const layerOAuth: LayerOf<[], BoxEmulator | HttpClient.HttpClient | OAuth.OAuth | TokenStore> =
  failingWithSeedOnly((options: Options = {}) =>
    Layer.unwrap(
      BoxEmulator.use(({ credentials: { clientId, clientSecret, refreshToken } }) =>
        Effect.succeed(
          OAuth.layer({
            clientId,
            clientSecret: Redacted.make(clientSecret, { label: "client secret" }),
            tokens: { refreshToken: Redacted.make(refreshToken, { label: "refresh token" }) }
          })
        )
      )
    ).pipe(
      // The emulator's own application has an id and a secret.
      Layer.orDie,
      Layer.provide(Layer.fresh(TokenPersistence.layerMemory)),
      Layer.provideMerge(layerHttpClient(options))
    )
  )
