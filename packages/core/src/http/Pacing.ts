/**
 * Rate limits of a client: Box's request limits, concurrent transfers, bytes per second.
 *
 * Without a layer, nothing is limited until Box answers 429. Then all calls of that login wait as long as Box asks and
 * continue at half of Box's published rate. Each further 429 halves the rate; it recovers by a tenth of the published
 * rate per minute. {@link layer} also enforces the published limits from the first call on, so that no body is sent in
 * vain. `NodeBox.layer` of `@effect-box/node` includes it.
 *
 * Request limits apply per login (per `TokenStore`), to all fibers. Half of a minute's calls may be sent in a burst,
 * the rest is spread evenly. A call that does not have to wait costs one or two microseconds.
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
import { underWay, underWayScoped } from "../telemetry/internal/recorder.ts"
import { countFault, readArgument } from "../internal/argument.ts"
import { type Bandwidth, makeBandwidth } from "./internal/bandwidth.ts"
import { isBoxAddress } from "./internal/boxHosts.ts"
import { type Lane, makeLane, type Share } from "./internal/rateLane.ts"

/**
 * How many calls a login may make. `Infinity` disables a limit.
 *
 * @category models
 * @since 0.1.0
 */
export interface Limits {
  /** All calls. Box: about 1,000. */
  readonly callsPerMinute: number
  /** File uploads. A whole upload session counts as one. Box: 240. */
  readonly uploadsPerMinute: number
  /** Box: 60. */
  readonly searchesPerMinute: number
  /** Box: 6. */
  readonly searchesPerSecond: number
}

/**
 * The limits that Box publishes.
 *
 * @category constants
 * @since 0.1.0
 */
export const published: Limits = {
  callsPerMinute: 1000,
  uploadsPerMinute: 240,
  searchesPerMinute: 60,
  searchesPerSecond: 6
}

/**
 * The options of {@link layer}.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /**
   * Limits that are given apply to every host. For the others the {@link published} limits apply, but only to Box's own
   * hosts: an emulator or a proxy has its own limits.
   */
  readonly limits?: Partial<Limits> | undefined
  /**
   * Concurrent file transfers, uploads and downloads, in the whole client. A transfer inside another one does not count
   * again. Default: no limit.
   */
  readonly transfers?: number | undefined
  /** Bytes per second for all uploads of the client together. Default: no limit. */
  readonly uploadRate?: number | undefined
  /** Bytes per second for all downloads of the client together. Default: no limit. */
  readonly downloadRate?: number | undefined
}

/** What pacing needs to know about a request. */
interface Request {
  /** For the log. */
  readonly operation: string
  readonly method: string
  /** Absolute. */
  readonly url: string
  /** Below `/2.0`. */
  readonly path: string
}

/**
 * How requests and transfers are paced. Use {@link make} to create one.
 *
 * @category models
 * @since 0.1.0
 */
export interface Pacing {
  /** Waits until `login` may send this request. Returns the waiting time in milliseconds. */
  readonly turn: (login: object, request: Request) => Effect.Effect<number>
  /**
   * Reports that Box answered 429 to a request of `login`, and asks to wait `pause` milliseconds. `sentAt` is when the
   * request was sent, in monotonic milliseconds (from `Clock.monotonicTimeNanos`, not the time of day).
   */
  readonly refused: (login: object, request: Request, sentAt: number, pause: number) => Effect.Effect<void>
  /**
   * Limits the calls to a part of the enforced limits, from 0 to 1, where several processes use the same login. Below 1,
   * calls are spread evenly; at 0 they wait.
   */
  readonly share: (part: number) => Effect.Effect<void>
  readonly uploads: Bandwidth | undefined
  readonly downloads: Bandwidth | undefined
  /** One permit for each file that is being transferred. */
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

/** Deleting a session frees resources on Box, and cleanup after an interruption must not wait for a turn. */
const isFarewell = ({ method, path }: Request): boolean => method === "DELETE" && path.includes("/upload_sessions/")

const makeLanes = (given: Partial<Limits>, enforcePublished: boolean, share: Share): Lanes => {
  const lane = (name: keyof Limits, window: number) => {
    const calls = given[name] ?? published[name]
    const enforced = given[name] === undefined ? enforcePublished : given[name] !== Number.POSITIVE_INFINITY
    return makeLane({ calls: Number.isFinite(calls) ? calls : published[name], window }, enforced, share)
  }
  return {
    calls: lane("callsPerMinute", 60_000),
    uploads: lane("uploadsPerMinute", 60_000),
    searches: lane("searchesPerMinute", 60_000),
    searchBursts: lane("searchesPerSecond", 1000)
  }
}

/** Waits for one lane, then for the other. Returns the total time. */
const inTurn = (first: Effect.Effect<number>, then: Effect.Effect<number>): Effect.Effect<number> =>
  Effect.flatMap(first, (waited) => Effect.map(then, (more) => waited + more))

const build = (limits: Partial<Limits>, enforcePublished: boolean): Pacing => {
  const atBox = new WeakMap<object, Lanes>()
  const elsewhere = new WeakMap<object, Lanes>()
  const share: Share = { part: 1 }
  const lanesOf = (login: object, request: Request): Lanes => {
    const enforced = enforcePublished && isBoxAddress(request.url)
    const known = enforced ? atBox : elsewhere
    const lanes = known.get(login) ?? makeLanes(limits, enforced, share)
    known.set(login, lanes)
    return lanes
  }
  return {
    turn: (login, request) => {
      if (isFarewell(request)) return Effect.succeed(0)
      const { calls, searchBursts, searches, uploads } = lanesOf(login, request)
      const { operation } = request
      if (isUpload(request)) return inTurn(uploads.turn(operation), calls.turn(operation))
      if (request.path !== "/search") return calls.turn(operation)
      return inTurn(searches.turn(operation), inTurn(searchBursts.turn(operation), calls.turn(operation)))
    },
    refused: (login, request, sentAt, pause) => {
      const { calls, searches, uploads } = lanesOf(login, request)
      const lane = isUpload(request) ? uploads : request.path === "/search" ? searches : calls
      return lane.slowDown(sentAt, pause)
    },
    share: (part) =>
      Effect.sync(() => {
        share.part = Math.min(1, Math.max(0, part))
      }),
    uploads: undefined,
    downloads: undefined,
    transfers: undefined
  }
}

/**
 * The active pacing.
 *
 * @category references
 * @since 0.1.0
 */
export const Pacing: Context.Reference<Pacing> = /*#__PURE__*/ Context.Reference("effect-box/Pacing", {
  defaultValue: () => build({}, false)
})

const invalid = (message: string) => new BoxInvalidInput({ operation: "Pacing.make", message, attempts: 0 })

/**
 * Checks the options and creates a `Pacing`, which a client and all its fibers must share.
 *
 * @example
 * ```ts
 * import { Pacing } from "@effect-box/core"
 * import { Layer } from "effect"
 *
 * const AtNight = Layer.effect(Pacing.Pacing, Pacing.make({ transfers: 8 }))
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
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
  const fault = transfers === undefined ? undefined : countFault("transfers", transfers)
  if (fault !== undefined) {
    return yield* invalid(fault)
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

/**
 * Enforces Box's published limits and the given ones. Share one layer among everything that uses the same login.
 *
 * @example
 * ```ts
 * import { Pacing } from "@effect-box/core"
 *
 * const Gentle = Pacing.layer({ limits: { callsPerMinute: 300 }, transfers: 4 })
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options = {}): Layer.Layer<never, BoxInvalidInput> => Layer.effect(Pacing, make(options))

/** Set inside a transfer, so that a nested transfer does not wait for a second permit. */
const InTransfer: Context.Reference<boolean> = /*#__PURE__*/ Context.Reference("effect-box/InTransfer", {
  defaultValue: () => false
})

/**
 * Counts `self` as one of the files that `transfers` limits. For transfers of your own.
 *
 * @example
 * ```ts
 * import { FileUpload, Pacing, UploadSource } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const report = (make: Effect.Effect<Uint8Array>) =>
 *   make.pipe(
 *     Effect.flatMap((bytes) => FileUpload.upload(UploadSource.fromBytes(bytes), { folder_id: "0", name: "report" })),
 *     Pacing.asTransfer
 *   )
 * ```
 *
 * @category combinators
 * @since 0.1.0
 */
export const asTransfer = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(InTransfer, (inside) =>
    inside
      ? self
      : Effect.flatMap(Pacing, ({ transfers }) => {
          const counted = underWay("transfer", Effect.provideService(self, InTransfer, true))
          return transfers === undefined ? counted : transfers.withPermits(1)(counted)
        })
  )

/**
 * As {@link asTransfer}, for a stream: from the first element that is pulled to its end.
 *
 * @example
 * ```ts
 * import { FileDownload, Pacing } from "@effect-box/core"
 * import { Stream } from "effect"
 *
 * const both = FileDownload.stream({ file_id: "1" }).pipe(
 *   Stream.concat(FileDownload.stream({ file_id: "2" })),
 *   Pacing.asTransferStream
 * )
 * ```
 *
 * @category combinators
 * @since 0.1.0
 */
export const asTransferStream = <A, E, R>(self: Stream.Stream<A, E, R>): Stream.Stream<A, E, R> =>
  Stream.unwrap(
    Effect.gen(function* () {
      if (yield* InTransfer) return self
      const { transfers } = yield* Pacing
      if (transfers !== undefined) yield* transfers.takeScoped(1)
      yield* underWayScoped("transfer")
      return Stream.provideService(self, InTransfer, true)
    })
  )
