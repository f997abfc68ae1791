/**
 * How fast a client goes: Box's request limits, transfers at once, bytes per second.
 *
 * Without a layer nothing is limited until Box answers 429. From then on all calls of that login wait as long as Box
 * asks, go on at half of Box's published rate, halve it again at each further refusal, and recover by a tenth of it per
 * minute. {@link layer} also keeps to the published limits from the first call on, so that no body is sent in vain;
 * `NodeBox.layer` of `@effect-box/node` brings it.
 *
 * Request limits hold per login (per `TokenStore`), for all fibers. Half of a minute's calls may go at once, the rest is
 * spread evenly; a call that does not have to wait costs one or two microseconds.
 *
 * @example
 * ```ts
 * import { Pacing } from "@effect-box/core"
 *
 * const AtNight = Pacing.layer({ transfers: 8, uploadRate: 5_000_000 })
 * ```
 *
 * @see https://developer.box.com/guides/api-calls/permissions-and-errors/rate-limits/
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import { BoxInvalidInput } from "../BoxError.ts"
import { readArgument } from "../internal/argument.ts"
import { type Bandwidth, makeBandwidth } from "./internal/bandwidth.ts"
import { isBoxAddress } from "./internal/boxHosts.ts"
import { type Lane, makeLane } from "./internal/lane.ts"

/** Calls that a login may make; `Infinity` for as many as it likes. */
export interface Limits {
  /** All calls. Box says about 1,000. */
  readonly callsPerMinute: number
  /** Uploads of files, a whole upload session counting as one. Box: 240. */
  readonly uploadsPerMinute: number
  /** Box: 60. */
  readonly searchesPerMinute: number
  /** Box: 6. */
  readonly searchesPerSecond: number
}

/** What Box publishes. */
export const published: Limits = {
  callsPerMinute: 1000,
  uploadsPerMinute: 240,
  searchesPerMinute: 60,
  searchesPerSecond: 6
}

export interface Options {
  /**
   * Limits that are given hold towards every host. Those that are not are the {@link published} ones, towards Box's own
   * hosts only: an emulator or a proxy has limits of its own.
   */
  readonly limits?: Partial<Limits> | undefined
  /** Files under way at once, up and down, over the whole client. A file inside another's transfer counts with it. Default: no limit. */
  readonly transfers?: number | undefined
  /** Bytes per second, over all uploads of the client. Default: no limit. */
  readonly uploadRate?: number | undefined
  /** Bytes per second, over all downloads of the client. Default: no limit. */
  readonly downloadRate?: number | undefined
}

/** What a request tells about itself. */
interface Request {
  readonly method: string
  /** Absolute. */
  readonly url: string
  /** Below `/2.0`. */
  readonly path: string
}

export interface Pacing {
  /** Waits until `login` may send this request; gives the milliseconds that it took. */
  readonly turn: (login: object, request: Request) => Effect.Effect<number>
  /** Box answered 429 to a request of `login` that was sent at `sentAt`, and asks to wait `pause` milliseconds. */
  readonly refused: (login: object, request: Request, sentAt: number, pause: number) => Effect.Effect<void>
  readonly uploads: Bandwidth | undefined
  readonly downloads: Bandwidth | undefined
  /** A permit for each file that is under way. */
  readonly transfers: Semaphore.Semaphore | undefined
}

/** The limits of one login. */
interface Lanes {
  readonly calls: Lane
  readonly uploads: Lane
  readonly searches: Lane
  readonly searchBursts: Lane
}

const isUpload = ({ method, path }: Request): boolean =>
  method === "POST" && /^\/files\/([^/]+\/)?(content|upload_sessions)$/.test(path)

/** The end of a session frees what Box keeps for it, and nobody who is interrupted waits for a turn. */
const isFarewell = ({ method, path }: Request): boolean => method === "DELETE" && path.includes("/upload_sessions/")

const makeLanes = (given: Partial<Limits>, enforcePublished: boolean): Lanes => {
  const lane = (name: keyof Limits, window: number) => {
    const calls = given[name] ?? published[name]
    const enforced = given[name] === undefined ? enforcePublished : given[name] !== Number.POSITIVE_INFINITY
    return makeLane({ calls: Number.isFinite(calls) ? calls : published[name], window }, enforced)
  }
  return {
    calls: lane("callsPerMinute", 60_000),
    uploads: lane("uploadsPerMinute", 60_000),
    searches: lane("searchesPerMinute", 60_000),
    searchBursts: lane("searchesPerSecond", 1000)
  }
}

/** First one lane, then the other; the time that both took. */
const inTurn = (first: Effect.Effect<number>, then: Effect.Effect<number>): Effect.Effect<number> =>
  Effect.flatMap(first, (waited) => Effect.map(then, (more) => waited + more))

const build = (limits: Partial<Limits>, enforcePublished: boolean): Pacing => {
  const atBox = new WeakMap<object, Lanes>()
  const elsewhere = new WeakMap<object, Lanes>()
  const lanesOf = (login: object, request: Request): Lanes => {
    const enforced = enforcePublished && isBoxAddress(request.url)
    const known = enforced ? atBox : elsewhere
    const lanes = known.get(login) ?? makeLanes(limits, enforced)
    known.set(login, lanes)
    return lanes
  }
  return {
    turn: (login, request) => {
      if (isFarewell(request)) return Effect.succeed(0)
      const lanes = lanesOf(login, request)
      if (isUpload(request)) return inTurn(lanes.uploads.turn, lanes.calls.turn)
      if (request.path !== "/search") return lanes.calls.turn
      return inTurn(lanes.searches.turn, inTurn(lanes.searchBursts.turn, lanes.calls.turn))
    },
    refused: (login, request, sentAt, pause) => {
      const { calls, searches, uploads } = lanesOf(login, request)
      const lane = isUpload(request) ? uploads : request.path === "/search" ? searches : calls
      return lane.slowDown(sentAt, pause)
    },
    uploads: undefined,
    downloads: undefined,
    transfers: undefined
  }
}

/** The pacing in force. */
export const Pacing: Context.Reference<Pacing> = /*#__PURE__*/ Context.Reference("effect-box/Pacing", {
  defaultValue: () => build({}, false)
})

const invalid = (message: string) => new BoxInvalidInput({ operation: "Pacing.make", message, attempts: 0 })

/** Checks the options; a client and all its fibers are to share what comes out. */
export const make = /*#__PURE__*/ Effect.fnUntraced(function* (
  given: Options = {}
): Effect.fn.Return<Pacing, BoxInvalidInput> {
  const options = yield* readArgument("Pacing.make", given, "options must be an object")
  const limits = yield* readArgument("Pacing.make", options.limits ?? {}, "limits must be an object")
  for (const [name, value] of Object.entries(limits)) {
    if (value === undefined || value === Number.POSITIVE_INFINITY) continue
    if (!Number.isInteger(value) || value < 1 || value > 1_000_000) {
      return yield* invalid(`limits.${name} must be a whole number from 1 to 1,000,000, or Infinity`)
    }
  }
  const { transfers, uploadRate, downloadRate } = options
  if (transfers !== undefined && (!Number.isSafeInteger(transfers) || transfers < 1)) {
    return yield* invalid(`transfers must be a whole number of at least 1`)
  }
  for (const [name, rate] of Object.entries({ uploadRate, downloadRate })) {
    if (rate !== undefined && !(Number.isFinite(rate) && rate >= 1)) {
      return yield* invalid(`${name} must be at least 1 byte per second`)
    }
  }
  return {
    ...build(limits, true),
    uploads: uploadRate === undefined ? undefined : makeBandwidth(uploadRate),
    downloads: downloadRate === undefined ? undefined : makeBandwidth(downloadRate),
    transfers: transfers === undefined ? undefined : Semaphore.makeUnsafe(transfers)
  }
})

/** Box's published limits, and those that are given. Share one layer among everything that uses the same login. */
export const layer = (options: Options = {}): Layer.Layer<never, BoxInvalidInput> => Layer.effect(Pacing, make(options))

/** Set inside a transfer, so that one that feeds another does not wait for it. */
const InTransfer: Context.Reference<boolean> = /*#__PURE__*/ Context.Reference("effect-box/InTransfer", {
  defaultValue: () => false
})

/** The permits that a transfer has to wait for here; `undefined` where there is nothing to wait for. */
const permits: Effect.Effect<Semaphore.Semaphore | undefined> = /*#__PURE__*/ Effect.gen(function* () {
  return (yield* InTransfer) ? undefined : (yield* Pacing).transfers
})

/** Runs `self` as one of the files that `transfers` counts. For those who build transfers of their own. */
export const asTransfer = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(permits, (transfers) =>
    transfers === undefined ? self : transfers.withPermits(1)(Effect.provideService(self, InTransfer, true))
  )

/** {@link asTransfer} for a Stream: from the first element that is asked for to its end. */
export const asTransferStream = <A, E, R>(self: Stream.Stream<A, E, R>): Stream.Stream<A, E, R> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const transfers = yield* permits
      if (transfers === undefined) return self
      yield* transfers.takeScoped(1)
      return Stream.provideService(self, InTransfer, true)
    })
  )
