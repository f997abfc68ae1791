/** An emulator at work: what tests do with it, and what a transport asks it. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { invalidInput } from "../../internal/argument.ts"
import { handle, serve } from "../emulator/Emulator.ts"
import { chosenClock, clockAhead } from "../emulator/EmulatorClock.ts"
import * as Faults from "../emulator/faults/Fault.ts"
import { type Lasting, makeLasting, repeatConsent, repeatPreparation, repeatRequest } from "../emulator/LastingWorld.ts"
import { inspect } from "../emulator/Inspection.ts"
import { bodiesOf, type Journal, journalled, makeJournal } from "../emulator/Journal.ts"
import { generateKeyPair, readPublicKey } from "../emulator/model/Assertion.ts"
import type { Contents } from "../emulator/model/Contents.ts"
import { makeWorld, type Options } from "../emulator/model/EmptyWorld.ts"
import { encryptKey } from "../emulator/model/EncryptedKey.ts"
import * as Tokens from "../emulator/model/Tokens.ts"
import type { World } from "../emulator/model/World.ts"
import type { Entry, RequestLog } from "../emulator/RequestLog.ts"
import * as Preparations from "../emulator/Preparations.ts"
import { webhookDeliveries } from "../emulator/resource/Webhooks.ts"
import * as Router from "../emulator/Router.ts"
import { statsOf } from "../emulator/Stats.ts"
import { makeSender } from "../emulator/automation/Delivery.ts"
import { authorize, consentRequest } from "../emulator/routes/OAuthRoutes.ts"
import { type Answer, ConnectionBroken } from "../emulator/wire/Answer.ts"
import { alphanumerics } from "../emulator/wire/Identifiers.ts"
import type { WireRequest } from "../emulator/wire/WireRequest.ts"
import { decode, type Ids, type Seed, SeedError } from "../Seed.ts"
import type { Running } from "./running.ts"
import { checkNames } from "./seedNames.ts"
import { loadSeed, presentIds } from "./seedLoader.ts"
import { sayWorld } from "./worldExport.ts"
import { makeWorldRequests, type WorldRequests } from "./worldRequests.ts"

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
  authorize: (url, decision) => authorize(world, url, decision)
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
      return located === undefined
        ? Effect.fail(new ConnectionBroken({ code: "ENOTFOUND" }))
        : inItsTime(serve(world, makeJournal(0), Faults.noFaults(), request, located, handling))
    })

const faultControls = (faults: Faults.FaultPlan): Pick<Running, "addFault" | "clearFaults" | "removeFault"> => ({
  addFault: (fault) => Effect.sync(() => Faults.addFault(faults, fault)),
  clearFaults: Effect.sync(() => Faults.clearFaults(faults)),
  removeFault: (id) => Effect.sync(() => Faults.removeFault(faults, id))
})

const logViews = (
  world: World,
  journal: Journal,
  itsTime: Effect.Effect<number>
): Pick<Running, "stats" | "requests" | "bodiesOf"> => ({
  stats: Effect.map(itsTime, (at) => statsOf(world, journal, at)),
  requests: Effect.sync(() => journalled(journal)),
  bodiesOf: (id) => Effect.sync(() => bodiesOf(journal, id))
})

/** Answers a request in the name of a user, with the content itself where Box redirects to it. */
const serveAs = (
  runInside: (request: WireRequest) => Effect.Effect<Answer, ConnectionBroken>,
  inside: string,
  userId: string,
  request: WireRequest
): Effect.Effect<Answer, ConnectionBroken> =>
  Effect.flatMap(
    runInside({
      ...request,
      headers: { ...request.headers, authorization: `Bearer ${inside}`, "as-user": userId }
    }),
    (answer) => {
      const { location } = answer.headers
      if (answer.status !== 302 || location === undefined) return Effect.succeed(answer)
      const { range } = request.headers
      return runInside({
        method: "GET",
        url: new URL(location),
        headers: range === undefined ? {} : { range },
        body: Stream.empty
      })
    }
  )

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

/** Runs what the emulator does in its own time: ahead of the machine's, or of that of whoever asks. */
const aheadBy =
  (millis: () => number, base: Options["clock"]) =>
  <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.clockWith((present) =>
      Effect.provideService(self, Clock.Clock, clockAhead(chosenClock(base, present), millis))
    )

/** An emulator with its own world, or with that of a log. A seed is loaded into a new world only. */
export const makeRunning = Effect.fnUntraced(function* (
  options: Options,
  contents: Contents,
  log?: RequestLog,
  seed?: Seed
): Effect.fn.Return<Running, SeedError, Scope.Scope> {
  const begin = log?.entries[0]
  const random = yield* begin?.kind === "begin" ? Random.withSeed(Random.Random, begin.seed) : Random.Random
  const kept: Kept = { ahead: 0, jwtConfig: undefined, seed: "none" }
  const inItsTime = aheadBy(() => kept.ahead, options.clock)
  const itsTime = inItsTime(Clock.currentTimeMillis)
  const now = begin?.kind === "begin" ? begin.at : yield* itsTime
  const world = makeWorld(options, contents, now, random)
  const journal = makeJournal(options.recordedBodies ?? 0)
  const faults = Faults.noFaults()
  const { admin, managed, serviceAccount, tokens, urls } = world
  const pair = Tokens.issuePair(tokens, admin, Tokens.applicationScopes, now, random)
  // To load a seed can take longer than a token lives.
  const { accessExpires } = pair
  pair.accessExpires = Number.POSITIVE_INFINITY
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
    consentRequest: (url) => Effect.sync(() => consentRequest(world, url)),
    authorize: (url, decision = {}) =>
      Effect.catch(inItsTime(consent(url, decision)), ({ message }) =>
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
    ...faultControls(faults),
    ...logViews(world, journal, itsTime),
    inspection: Effect.map(itsTime, (at) => inspect(world, faults, at, kept.ahead)),
    webhookDeliveries: Effect.sync(() => webhookDeliveries(world)),
    prepare: (path, json) =>
      prepare(path, json).pipe(
        inItsTime,
        Effect.mapError((failure) => invalidInput("BoxEmulator.prepare", Preparations.reasonOf(failure))),
        Effect.ensuring(sendWebhooks)
      ),
    execute: run,
    executeAs: (userId, request) => Effect.ensuring(serveAs(runInside, tokens.inside, userId, request), sendWebhooks)
  }
})
