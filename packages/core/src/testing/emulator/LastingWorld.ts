/** Handles requests one after the other, writes down those that changed the world, and repeats them in a later run. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as PlatformError from "effect/PlatformError"
import * as Random from "effect/Random"
import * as Semaphore from "effect/Semaphore"
import { clockAt } from "./EmulatorClock.ts"
import { collectGarbage, type Handling, handle, type WireRequest } from "./Emulator.ts"
import type { World } from "./model/World.ts"
import type { LoggedRequest, RequestLog } from "./RequestLog.ts"
import { addressOf, type Located, locate, match, type Matched } from "./Router.ts"
import type { Answer, ConnectionBroken } from "./wire/Answer.ts"
import { internalServerError, type Refusal } from "./wire/Refusal.ts"

/** Bytes that are being downloaded, and the wait for events: they last, and change nothing. */
const changesNothing = ({ host }: Located, { route }: Matched): boolean =>
  host === "download" || (host === "api" && route.kind === "open")

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

const isDiskFault = (
  error: Refusal | ConnectionBroken | PlatformError.PlatformError
): error is PlatformError.PlatformError => error._tag === "PlatformError"

/** The handling for a world that lasts. What could not be written down must not be built upon, so it refuses what follows. */
export const makeLasting = (world: World, log: RequestLog): Effect.Effect<Handling> =>
  Effect.map(Semaphore.make(1), (turn): Handling => {
    let broken: Refusal | undefined
    const events = () => world.nextId.event + world.nextId.enterprise_event

    const recorded = Effect.fnUntraced(function* (request: WireRequest, located: Located, matched: Matched) {
      if (broken !== undefined) return yield* broken
      const { stream, ...body } = yield* log.keepBody(request.body, announcedLength(request))
      const logged = yield* turn.withPermits(1)(
        Effect.uninterruptible(
          Effect.gen(function* () {
            const at = yield* Clock.currentTimeMillis
            const seed = String(yield* Random.nextInt)
            const before = events()
            const exit = yield* Effect.exit(
              under(handle(world, { ...request, body: stream }, located, matched), at, seed)
            )
            const changed = isRead(request.method)
              ? events() !== before
              : Exit.isSuccess(exit) || located.host === "oauth"
            if (!changed) yield* log.dropBody({ ...body, stream })
            else {
              const { headers, method, url } = request
              const path = located.path + url.search
              yield* log
                .append({
                  kind: "request",
                  at,
                  seed,
                  method,
                  host: located.host,
                  path,
                  headers: { ...headers },
                  ...body
                })
                .pipe(Effect.tapError((error) => Effect.sync(() => (broken = storageFailed(error)))))
            }
            return exit
          })
        )
      )
      return yield* logged
    })

    return (request, located, matched) =>
      changesNothing(located, matched)
        ? handle(world, request, located, matched)
        : Effect.mapError(recorded(request, located, matched), (error) =>
            isDiskFault(error) ? storageFailed(error) : error
          )
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
