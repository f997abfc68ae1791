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
import type * as FileSystem from "effect/FileSystem"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as DeveloperToken from "../auth/DeveloperToken.ts"
import type { BoxInvalidInput } from "../BoxError.ts"
import { invalidInput } from "../internal/argument.ts"
import { ResponseCheck } from "../http/ResponseCheck.ts"
import { TokenStore } from "../http/TokenStore.ts"
import { type Answer, ConnectionBroken } from "./emulator/wire/Answer.ts"
import { generateKeyPair, readPublicKey } from "./emulator/model/Assertion.ts"
import { encryptKey } from "./emulator/model/EncryptedKey.ts"
import { type Contents, makeDigest, makeDirectory, makeMemory } from "./emulator/model/Contents.ts"
import { type Journal, journalled, type RecordedRequest, serve, type WireRequest } from "./emulator/Emulator.ts"
import * as Faults from "./emulator/faults/Fault.ts"
import { execute } from "./emulator/InProcess.ts"
import { alphanumerics } from "./emulator/wire/Identifiers.ts"
import { authorize } from "./emulator/routes/OAuthRoutes.ts"
import * as Router from "./emulator/Router.ts"
import * as Tokens from "./emulator/model/Tokens.ts"
import { isOpen } from "./emulator/model/UploadSession.ts"
import { makeWorld, type Options } from "./emulator/model/EmptyWorld.ts"
import type { Urls } from "./emulator/model/World.ts"

export type { Answer, Options, RecordedRequest, Urls, WireRequest }
export { ConnectionBroken }

/**
 * A login that works immediately: an application, and a valid token pair of one of its users.
 *
 * @category testing
 * @since 0.1.0
 */
export interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
  readonly accessToken: string
  readonly refreshToken: string
  readonly userId: string
  /** The application's service account: the user of client credentials and JWT for the enterprise. */
  readonly serviceAccountId: string
  /** Another user of the enterprise, to log in as or to act as. */
  readonly managedUserId: string
  readonly enterpriseId: string
}

/**
 * What the emulator has counted since it started.
 *
 * @category testing
 * @since 0.1.0
 */
export interface Stats {
  readonly requests: number
  /** By method and route, such as `GET /folders/{folder_id}`. Signed downloads are `GET /download`. */
  readonly byRoute: Readonly<Record<string, number>>
  /** Requests for what Box has and the emulator has not, by operation, such as `Ai.createAiAsk`. */
  readonly notImplemented: Readonly<Record<string, number>>
  readonly tokenRequests: number
  readonly openSessions: number
  readonly committedSessions: number
  readonly abortedSessions: number
  readonly storedParts: number
  /** Parts rejected because their range was already stored. */
  readonly rejectedParts: number
  /** Uploads, parts and commits rejected because of their digest. */
  readonly rejectedDigests: number
  /** Downloads in progress. */
  readonly openDownloads: number
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
export class BoxEmulator extends Context.Service<
  BoxEmulator,
  {
    readonly credentials: Credentials
    readonly urls: Urls
    /**
     * The JSON file of the application for JWT, as the developer console creates it: its key is encrypted PKCS#8, with
     * a passphrase. It is generated on first use, which takes some tenths of a second.
     */
    readonly jwtConfig: Effect.Effect<string>
    /** Registers a public RSA key (PEM, `BEGIN PUBLIC KEY`) with the application and returns its id, the `kid`. */
    readonly addPublicKey: (pem: string) => Effect.Effect<string, BoxInvalidInput>
    /**
     * Simulates the user's consent: takes an authorization URL and returns the URL that the browser is redirected to.
     */
    readonly authorize: (url: string) => Effect.Effect<string>
    /** Expires every access token issued so far. */
    readonly expireAccessTokens: Effect.Effect<void>
    readonly addFault: (fault: Fault) => Effect.Effect<void>
    readonly clearFaults: Effect.Effect<void>
    readonly stats: Effect.Effect<Stats>
    /** The last 10,000 requests, oldest first. */
    readonly requests: Effect.Effect<ReadonlyArray<RecordedRequest>>
    /** Answers one request of a transport. A URL of another host fails like a name that cannot be resolved. */
    readonly execute: (request: WireRequest) => Effect.Effect<Answer, ConnectionBroken>
  }
>()("effect-box/testing/BoxEmulator") {}

const make = Effect.fnUntraced(function* (options: Options, contents: Contents) {
  const random = yield* Random.Random
  const now = yield* Clock.currentTimeMillis
  const world = makeWorld(options, contents, now, random)
  const journal: Journal = { entries: [], byRoute: new Map(), notImplemented: new Map(), total: 0 }
  const faults: Faults.FaultPlan = { planned: [] }
  const { admin, managed, serviceAccount, tokens, urls } = world
  const pair = Tokens.issuePair(tokens, admin, Tokens.applicationScopes, now, random)

  const register = (publicKey: Uint8Array<ArrayBuffer>): string => {
    const id = alphanumerics(random, 8).toLowerCase()
    tokens.publicKeys.set(id, publicKey)
    return id
  }

  const jwtConfig = yield* Effect.cached(
    Effect.gen(function* () {
      const pair = yield* generateKeyPair
      const passphrase = alphanumerics(random, 32)
      const privateKey = yield* encryptKey(pair.privateKey, passphrase, random)
      return JSON.stringify({
        boxAppSettings: {
          clientID: tokens.clientId,
          clientSecret: tokens.clientSecret,
          appAuth: { publicKeyID: register(pair.publicKey), privateKey, passphrase }
        },
        enterpriseID: world.enterpriseId
      })
    })
  )

  const run: BoxEmulator["Service"]["execute"] = (request) =>
    Effect.suspend(() => {
      const located = Router.locate(urls, request.url)
      return located === undefined
        ? Effect.fail(new ConnectionBroken({ code: "ENOTFOUND" }))
        : serve(world, journal, faults, request, located)
    })

  return BoxEmulator.of({
    credentials: {
      clientId: tokens.clientId,
      clientSecret: tokens.clientSecret,
      accessToken: pair.access,
      refreshToken: pair.refresh,
      userId: admin.id,
      serviceAccountId: serviceAccount.id,
      managedUserId: managed.id,
      enterpriseId: world.enterpriseId
    },
    urls,
    jwtConfig,
    addPublicKey: (pem) =>
      Effect.flatMap(readPublicKey(pem), (publicKey) =>
        publicKey === undefined
          ? Effect.fail(invalidInput("BoxEmulator.addPublicKey", "pem must be a public RSA key (BEGIN PUBLIC KEY)"))
          : Effect.sync(() => register(publicKey))
      ),
    authorize: (url) => authorize(world, url),
    expireAccessTokens: Effect.map(Clock.currentTimeMillis, (at) => Tokens.expireAccessTokens(tokens, at)),
    addFault: (fault) => Effect.sync(() => Faults.addFault(faults, fault)),
    clearFaults: Effect.sync(() => Faults.clearFaults(faults)),
    stats: Effect.map(Clock.currentTimeMillis, (at): Stats => {
      const byRoute = Object.fromEntries(journal.byRoute)
      return {
        requests: journal.total,
        byRoute,
        notImplemented: Object.fromEntries(journal.notImplemented),
        tokenRequests: byRoute["POST /oauth2/token"] ?? 0,
        openSessions: [...world.sessions.values()].filter((session) => isOpen(session, at)).length,
        ...world.counts
      }
    }),
    requests: Effect.sync(() => journalled(journal)),
    execute: run
  })
})

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
export const layerEmulator = (options: Options = {}): Layer.Layer<BoxEmulator> =>
  Layer.effect(
    BoxEmulator,
    Effect.flatMap(options.contents === "digest" ? makeDigest : makeMemory, (contents) => make(options, contents))
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
export const layerContentsDirectory = (
  directory: string,
  options: Omit<Options, "contents"> = {}
): Layer.Layer<BoxEmulator, never, FileSystem.FileSystem> =>
  Layer.effect(
    BoxEmulator,
    Effect.flatMap(makeDirectory(directory), (contents) => make(options, contents))
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
export const layerHttpClient = (options: Options = {}): Layer.Layer<BoxEmulator | HttpClient.HttpClient> =>
  Layer.provideMerge(layerClient, layerEmulator(options))

const withLogin = (options?: Options): Layer.Layer<BoxEmulator | HttpClient.HttpClient | TokenStore> =>
  Layer.effect(
    TokenStore,
    BoxEmulator.use(({ credentials }) =>
      Effect.succeed(DeveloperToken.make(Redacted.make(credentials.accessToken, { label: "access token" })))
    )
  ).pipe(Layer.provideMerge(layerHttpClient(options)))

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
export const layerWith: (options: Options) => Layer.Layer<BoxEmulator | HttpClient.HttpClient | TokenStore> = withLogin
