/** An emulator at work: what tests do with it, and what a transport asks it. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import type { BoxInvalidInput } from "../../BoxError.ts"
import { invalidInput } from "../../internal/argument.ts"
import {
  handle,
  type Journal,
  journalled,
  type RecordedRequest,
  serve,
  type WireRequest
} from "../emulator/Emulator.ts"
import { clockAhead } from "../emulator/EmulatorClock.ts"
import * as Faults from "../emulator/faults/Fault.ts"
import { type Lasting, makeLasting, repeatConsent, repeatPreparation, repeatRequest } from "../emulator/LastingWorld.ts"
import { generateKeyPair, readPublicKey } from "../emulator/model/Assertion.ts"
import type { Contents } from "../emulator/model/Contents.ts"
import { makeWorld, type Options } from "../emulator/model/EmptyWorld.ts"
import { encryptKey } from "../emulator/model/EncryptedKey.ts"
import * as Tokens from "../emulator/model/Tokens.ts"
import type { Urls, World } from "../emulator/model/World.ts"
import type { Entry, RequestLog } from "../emulator/RequestLog.ts"
import * as Preparations from "../emulator/Preparations.ts"
import { type WebhookDelivery, webhookDeliveries } from "../emulator/resource/Webhooks.ts"
import * as Router from "../emulator/Router.ts"
import { type Stats, statsOf } from "../emulator/Stats.ts"
import { makeSender } from "../emulator/automation/Delivery.ts"
import type { JsonObject } from "../emulator/wire/Json.ts"
import { authorize } from "../emulator/routes/OAuthRoutes.ts"
import { type Answer, ConnectionBroken } from "../emulator/wire/Answer.ts"
import { alphanumerics } from "../emulator/wire/Identifiers.ts"
import { decode, type Ids, type Seed, SeedError } from "../Seed.ts"
import { checkNames } from "./seedNames.ts"
import { loadSeed, presentIds } from "./seedLoader.ts"
import { sayWorld } from "./worldExport.ts"
import { makeWorldRequests, type WorldRequests } from "./worldRequests.ts"

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
  /** The keys that the application's webhooks are signed with. */
  readonly webhookPrimaryKey: string
  readonly webhookSecondaryKey: string
}

/** The service `BoxEmulator`. */
export interface Running {
  readonly credentials: Credentials
  readonly urls: Urls
  /** The ids of what the seed has made, by its names. Without a seed: of the users that every world has. */
  readonly ids: Ids
  /**
   * The present world as a seed, so that it can be kept as a file. What a seed cannot say is counted in `omitted`. Who is in
   * no seed gets the beginning of the login for a name.
   */
  readonly world: Effect.Effect<Seed, SeedError>
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
  /**
   * Moves the emulator's clock ahead, so that tokens, locks, links and the trash reach their end. What sleeps does not wake
   * earlier: under `TestClock`, `TestClock.adjust` moves both.
   */
  readonly adjustClock: (duration: Duration.Input) => Effect.Effect<void, BoxInvalidInput>
  readonly addFault: (fault: Faults.Fault) => Effect.Effect<void>
  readonly clearFaults: Effect.Effect<void>
  readonly stats: Effect.Effect<Stats>
  /** The last 10,000 requests, oldest first. */
  readonly requests: Effect.Effect<ReadonlyArray<RecordedRequest>>
  /** What webhooks had to deliver, oldest first. */
  readonly webhookDeliveries: Effect.Effect<ReadonlyArray<WebhookDelivery>>
  /**
   * Makes what only Box's own pages and applications make, such as `workflows` or `app_item_associations`. The paths
   * and their JSON are those of `POST /__emulator/PATH`; see docs/emulator.md.
   */
  readonly prepare: (path: string, json: JsonObject) => Effect.Effect<JsonObject, BoxInvalidInput>
  /** Answers one request of a transport. A URL of another host fails like a name that cannot be resolved. */
  readonly execute: (request: WireRequest) => Effect.Effect<Answer, ConnectionBroken>
}

/** What a log has of the clock, the keys and the tokens, next to the requests. */
interface Kept {
  /** Milliseconds that the clock is ahead. */
  ahead: number
  jwtConfig: string | undefined
  /** What is known of a seed: nothing, that it was begun, or its ids. */
  seed: "none" | "begun" | Ids
}

const keyOf = (base64: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Result.getOrElse(Base64.decode(base64), () => new Uint8Array(0)))

/** A world that ends with its layer. */
const passing = (world: World): Lasting => ({
  handling: (request, located, matched) => handle(world, request, located, matched),
  prepare: (path, json) => Preparations.prepare(world, path, json),
  authorize: (url) => authorize(world, url)
})

const repeat = Effect.fnUntraced(function* (world: World, log: RequestLog, kept: Kept) {
  for (const entry of log.entries) {
    switch (entry.kind) {
      case "begin":
        break
      case "request":
        yield* repeatRequest(world, log, entry)
        break
      case "prepare":
        yield* repeatPreparation(world, entry)
        break
      case "consent":
        yield* repeatConsent(world, entry)
        break
      case "clock":
        kept.ahead += entry.millis
        break
      case "expireTokens":
        Tokens.expireAccessTokens(world.tokens, entry.at)
        break
      case "key":
        world.tokens.publicKeys.set(entry.id, keyOf(entry.publicKey))
        kept.jwtConfig = entry.config ?? kept.jwtConfig
        break
      case "seed":
        kept.seed = entry.ids ?? "begun"
        break
    }
  }
})

/** The application's keys, and its JSON file for JWT, which is made when it is first asked for. */
const makeApplication = Effect.fnUntraced(function* (
  tokens: Tokens.TokenBook,
  enterpriseID: string,
  random: Random.Random,
  known: string | undefined,
  note: (entry: Entry) => Effect.Effect<void>
) {
  const register = Effect.fnUntraced(function* (publicKey: Uint8Array<ArrayBuffer>, configOf?: (id: string) => string) {
    let id = alphanumerics(random, 8).toLowerCase()
    // The random numbers of a world that lasts begin again with each run.
    while (tokens.publicKeys.has(id)) id = alphanumerics(random, 8).toLowerCase()
    tokens.publicKeys.set(id, publicKey)
    const config = configOf?.(id)
    yield* note({ kind: "key", id, publicKey: Base64.encode(publicKey), ...(config === undefined ? {} : { config }) })
    return { id, config: config ?? "" }
  })
  const makeConfig = Effect.gen(function* () {
    if (known !== undefined) return known
    const { privateKey, publicKey } = yield* generateKeyPair
    const passphrase = alphanumerics(random, 32)
    const encrypted = yield* encryptKey(privateKey, passphrase, random)
    const { config } = yield* register(publicKey, (publicKeyID) =>
      JSON.stringify({
        boxAppSettings: {
          clientID: tokens.clientId,
          clientSecret: tokens.clientSecret,
          appAuth: { publicKeyID, privateKey: encrypted, passphrase }
        },
        enterpriseID
      })
    )
    return config
  })
  return {
    config: yield* Effect.cached(makeConfig),
    register: (publicKey: Uint8Array<ArrayBuffer>) => Effect.map(register(publicKey), ({ id }) => id)
  }
})

/** Answers a request from inside: no fault hits it, and no statistics count it. */
const serveInside =
  (world: World, handling: Lasting["handling"], inItsTime: <A, E>(self: Effect.Effect<A, E>) => Effect.Effect<A, E>) =>
  (request: WireRequest): Effect.Effect<Answer, ConnectionBroken> =>
    Effect.suspend(() => {
      const located = Router.locate(world.urls, request.url)
      const unseen: Journal = { entries: [], byRoute: new Map(), notImplemented: new Map(), total: 0 }
      return located === undefined
        ? Effect.fail(new ConnectionBroken({ code: "ENOTFOUND" }))
        : inItsTime(serve(world, unseen, { planned: [] }, request, located, handling))
    })

/** Loads a seed, and writes down that it was loaded to its end. */
const seedWorld = Effect.fnUntraced(function* (
  world: World,
  inside: WorldRequests,
  seed: Seed,
  note: (entry: Entry) => Effect.Effect<void>
) {
  const decoded = yield* decode(seed)
  // Before anything is written down, so that a mistake in the seed does not spoil a data directory.
  yield* checkNames(decoded)
  yield* note({ kind: "seed" })
  const ids = yield* loadSeed(inside, decoded, presentIds(world))
  yield* note({ kind: "seed", ids })
  return ids
})

/** The ids in a world that no seed is loaded into now. */
const idsAfter = (known: Kept["seed"], present: Ids["users"]): Effect.Effect<Ids, SeedError> => {
  if (known === "none") return Effect.succeed({ users: present, groups: {}, templates: {}, items: {} })
  if (known !== "begun") return Effect.succeed(known)
  const reason = "it was not loaded to its end into this data directory: remove the directory and begin again"
  return Effect.fail(new SeedError({ path: "", reason }))
}

/** Runs what the emulator does in its own time. */
const aheadBy =
  (millis: () => number) =>
  <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.clockWith((clock) => Effect.provideService(self, Clock.Clock, clockAhead(clock, millis)))

/** An emulator with its own world, or with that of a log. A seed is loaded into a new world only. */
export const makeRunning = Effect.fnUntraced(function* (
  options: Options,
  contents: Contents,
  log?: RequestLog,
  seed?: Seed
): Effect.fn.Return<Running, SeedError, Scope.Scope> {
  const begin = log?.entries[0]
  const random = yield* begin?.kind === "begin" ? Random.withSeed(Random.Random, begin.seed) : Random.Random
  const now = begin?.kind === "begin" ? begin.at : yield* Clock.currentTimeMillis
  const world = makeWorld(options, contents, now, random)
  const journal: Journal = { entries: [], byRoute: new Map(), notImplemented: new Map(), total: 0 }
  const faults: Faults.FaultPlan = { planned: [] }
  const { admin, managed, serviceAccount, tokens, urls } = world
  const pair = Tokens.issuePair(tokens, admin, Tokens.applicationScopes, now, random)
  // To load a seed can take longer than a token lives.
  const { accessExpires } = pair
  pair.accessExpires = Number.POSITIVE_INFINITY
  const kept: Kept = { ahead: 0, jwtConfig: undefined, seed: "none" }
  const isNew = log === undefined || log.entries.length === 1
  if (log !== undefined) yield* repeat(world, log, kept)
  const note = (entry: Entry): Effect.Effect<void> =>
    log === undefined
      ? Effect.void
      : Effect.catch(log.append(entry), (error) =>
          Effect.logError(`The emulator cannot write to its data directory: ${error.message}`)
        )
  const {
    authorize: consent,
    handling,
    prepare
  }: Lasting = log === undefined ? passing(world) : yield* makeLasting(world, log)
  const inItsTime = aheadBy(() => kept.ahead)
  const itsTime = inItsTime(Clock.currentTimeMillis)

  const application = yield* makeApplication(tokens, world.enterpriseId, random, kept.jwtConfig, note)
  const scope = yield* Effect.scope
  const takeWork = makeSender(world, options.webhookClient)
  const sendWebhooks = Effect.suspend(() =>
    Effect.forEach(takeWork(), (sending) => Effect.forkIn(sending, scope), { discard: true })
  )

  const run: Running["execute"] = (request) =>
    Effect.suspend(() => {
      const located = Router.locate(urls, request.url)
      return located === undefined
        ? Effect.fail(new ConnectionBroken({ code: "ENOTFOUND" }))
        : inItsTime(Effect.ensuring(serve(world, journal, faults, request, located, handling), sendWebhooks))
    })

  const runInside = serveInside(world, handling, inItsTime)
  const inside = makeWorldRequests(runInside, urls, pair.access)
  const ids = yield* isNew && seed !== undefined
    ? Effect.tap(seedWorld(world, inside, seed, note), () => sendWebhooks)
    : idsAfter(kept.seed, presentIds(world))
  pair.accessExpires = Math.min(pair.accessExpires, accessExpires)

  return {
    ids,
    world: inItsTime(sayWorld(world, ids)),
    credentials: {
      clientId: tokens.clientId,
      clientSecret: tokens.clientSecret,
      accessToken: pair.access,
      refreshToken: pair.refresh,
      userId: admin.id,
      serviceAccountId: serviceAccount.id,
      managedUserId: managed.id,
      enterpriseId: world.enterpriseId,
      webhookPrimaryKey: world.webhookKeys.primary,
      webhookSecondaryKey: world.webhookKeys.secondary
    },
    urls,
    jwtConfig: application.config,
    addPublicKey: (pem) =>
      Effect.flatMap(readPublicKey(pem), (publicKey) =>
        publicKey === undefined
          ? Effect.fail(invalidInput("BoxEmulator.addPublicKey", "pem must be a public RSA key (BEGIN PUBLIC KEY)"))
          : application.register(publicKey)
      ),
    authorize: (url) =>
      Effect.catch(inItsTime(consent(url)), ({ message }) =>
        Effect.as(Effect.logError(message), `${urls.authorizeUrl}?error=server_error`)
      ),
    expireAccessTokens: Effect.flatMap(itsTime, (at) => {
      Tokens.expireAccessTokens(tokens, at)
      return note({ kind: "expireTokens", at })
    }),
    adjustClock: (duration) => {
      const millis = Duration.fromInput(duration).pipe(
        Option.map(Duration.toMillis),
        Option.getOrElse(() => Number.NaN)
      )
      if (!(millis >= 0 && Number.isFinite(millis))) {
        const message = "duration must be a finite Duration of at least 0: Box's time does not go back"
        return Effect.fail(invalidInput("BoxEmulator.adjustClock", message))
      }
      kept.ahead += Math.ceil(millis)
      return note({ kind: "clock", millis: Math.ceil(millis) })
    },
    addFault: (fault) => Effect.sync(() => Faults.addFault(faults, fault)),
    clearFaults: Effect.sync(() => Faults.clearFaults(faults)),
    stats: Effect.map(itsTime, (at) => statsOf(world, journal, at)),
    requests: Effect.sync(() => journalled(journal)),
    webhookDeliveries: Effect.sync(() => webhookDeliveries(world)),
    prepare: (path, json) =>
      prepare(path, json).pipe(
        inItsTime,
        Effect.mapError((failure) => invalidInput("BoxEmulator.prepare", Preparations.reasonOf(failure))),
        Effect.ensuring(sendWebhooks)
      ),
    execute: run
  }
})
