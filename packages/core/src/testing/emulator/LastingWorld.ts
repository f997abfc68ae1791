/** Handles requests one after the other, writes down those that changed the world, and repeats them in a later run. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as PlatformError from "effect/PlatformError"
import * as Random from "effect/Random"
import * as Semaphore from "effect/Semaphore"
import { clockAt } from "./EmulatorClock.ts"
import { collectGarbage, type Handling, handle } from "./Emulator.ts"
import type { World } from "./model/World.ts"
import { prepare } from "./Preparations.ts"
import type { Entry, LoggedConsent, LoggedPreparation, LoggedRequest, RequestLog } from "./RequestLog.ts"
import { addressOf, type Located, locate, match, type Matched } from "./Router.ts"
import { authorize, type Decision } from "./routes/OAuthRoutes.ts"
import type { Answer, ConnectionBroken } from "./wire/Answer.ts"
import { type JsonObject, parseJsonObject } from "./wire/Json.ts"
import { internalServerError, type Refusal } from "./wire/Refusal.ts"
import type { WireRequest } from "./wire/WireRequest.ts"

/** Bytes that are being downloaded, and the wait for events: they last, and change nothing. */
const changesNothing = ({ host }: Located, { route }: Matched): boolean =>
  host === "download" || host === "realtime" || (host === "api" && route.kind === "open")

const announcedLength = ({ headers, method }: WireRequest): number => {
  const length = headers["content-length"]
  if (length !== undefined) return Number(length)
  return method === "POST" || method === "PUT" ? Number.POSITIVE_INFINITY : 0
}

const isRead = (method: string): boolean => method === "GET" || method === "OPTIONS" || method === "HEAD"

/** As if it were that time, and with those random numbers. */
const under = <A, E, R>(self: Effect.Effect<A, E, R>, at: number, seed: string): Effect.Effect<A, E, R> =>
  Random.withSeed(Effect.provideService(self, Clock.Clock, clockAt(at)), seed)

const storageFailed = ({ message }: PlatformError.PlatformError) =>
  internalServerError(`The emulator cannot write to its data directory: ${message}`)

export type Prepare = (path: string, json: JsonObject) => Effect.Effect<JsonObject, Refusal | ConnectionBroken>

/** How a world that lasts is changed. */
export interface Lasting {
  readonly handling: Handling
  readonly prepare: Prepare
  /** The user's decision about an authorization URL: the URL that the browser is redirected to. */
  readonly authorize: (url: string, decision: Decision) => Effect.Effect<string, Refusal>
}

/** Changes a world step by step. What could not be written down must not be built upon, so nothing is changed after that. */
export const makeLasting = (world: World, log: RequestLog): Effect.Effect<Lasting> =>
  Effect.map(Semaphore.make(1), (turn): Lasting => {
    let broken: Refusal | undefined
    const events = () => world.nextId.event + world.nextId.enterprise_event

    /** Does one step at a time, and writes it down if it `changed` the world, before its outcome is known to anybody. */
    const step = <A, E>(
      work: Effect.Effect<A, E>,
      changed: (exit: Exit.Exit<A, E>, eventsBefore: number) => boolean,
      entryOf: (at: number, seed: string) => Entry
    ) =>
      Effect.gen(function* () {
        if (broken !== undefined) return yield* Effect.fail(broken)
        const at = yield* Clock.currentTimeMillis
        const seed = String(yield* Random.nextInt)
        const before = events()
        const exit = yield* Effect.exit(under(work, at, seed))
        const isChange = changed(exit, before)
        if (isChange) {
          yield* Effect.mapError(log.append(entryOf(at, seed)), (error) => {
            broken = storageFailed(error)
            return broken
          })
        }
        return { exit, isChange }
      }).pipe(Effect.uninterruptible, turn.withPermits(1))

    const recorded = Effect.fnUntraced(function* (request: WireRequest, located: Located, matched: Matched) {
      if (broken !== undefined) return yield* Effect.fail(broken)
      const { stream, ...body } = yield* Effect.mapError(
        log.keepBody(request.body, announcedLength(request)),
        (error) => (error._tag === "PlatformError" ? storageFailed(error) : error)
      )
      const { headers, method, url } = request
      const { exit, isChange } = yield* step(
        handle(world, { ...request, body: stream }, located, matched),
        (outcome, before) => {
          if (located.host === "oauth") return true
          // A consent is a GET, and its code is exchanged for tokens.
          const isChange = !isRead(method) || located.host === "authorize" || events() !== before
          return isChange && Exit.isSuccess(outcome)
        },
        (at, seed) => {
          const path = located.path + url.search
          return { kind: "request", at, seed, method, host: located.host, path, headers: { ...headers }, ...body }
        }
      )
      if (!isChange) yield* log.dropBody({ ...body, stream })
      return yield* exit
    })

    return {
      handling: (request, located, matched) =>
        changesNothing(located, matched)
          ? handle(world, request, located, matched)
          : recorded(request, located, matched),
      prepare: (path, json) =>
        Effect.flatMap(
          step(prepare(world, path, json), Exit.isSuccess, (at, seed) => ({
            kind: "prepare",
            at,
            seed,
            path,
            json: JSON.stringify(json)
          })),
          ({ exit }) => exit
        ),
      authorize: (url, decision) =>
        Effect.flatMap(
          step(authorize(world, url, decision), Exit.isSuccess, (at, seed) => ({
            kind: "consent",
            at,
            seed,
            url,
            ...decision
          })),
          ({ exit }) => exit
        )
    }
  })

/** Handles a request of an earlier run once more. Gives a warning if it is refused now. */
export const repeatRequest = (world: World, log: RequestLog, entry: LoggedRequest): Effect.Effect<void> => {
  const { at, headers, host, method, path, seed } = entry
  const url = new URL(addressOf(world.urls, host, path))
  const located = locate(world.urls, url)
  const matched = located === undefined ? undefined : match(method, located)
  const warn = (why: string) =>
    Effect.logWarning(`The data directory has a request that cannot be repeated: ${method} ${path}: ${why}`)
  if (located === undefined || matched === undefined || !("route" in matched)) return warn("there is no such operation")
  const request: WireRequest = { method, url, headers, body: log.bodyOf(entry) }
  return under(handle(world, request, located, matched), at, seed).pipe(
    Effect.matchEffect({
      onFailure: (error) =>
        // Refusals of the token endpoint are part of the log: they may end tokens.
        error._tag === "Refusal" && host === "oauth"
          ? Effect.void
          : warn(error._tag === "Refusal" ? error.message : error.code),
      onSuccess: (_: Answer) => Effect.void
    }),
    Effect.andThen(collectGarbage(world))
  )
}

/** Makes once more what an earlier run prepared. */
export const repeatPreparation = (world: World, { at, json, path, seed }: LoggedPreparation): Effect.Effect<void> =>
  Effect.matchEffect(under(prepare(world, path, parseJsonObject(json)), at, seed), {
    onFailure: ({ message }) =>
      Effect.logWarning(`The data directory has a preparation that fails now: ${path}: ${message}`),
    onSuccess: () => Effect.void
  })

/** Lets a user consent once more. */
export const repeatConsent = (world: World, { at, seed, url, ...decision }: LoggedConsent): Effect.Effect<void> =>
  Effect.asVoid(under(authorize(world, url, decision), at, seed))
