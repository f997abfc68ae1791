/** Enters what happened into the metrics. Attributes that do not apply are `undefined`. */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as BoxMetrics from "../BoxMetrics.ts"
import { record, type Series, seriesOf } from "./series.ts"

export { record }

type Services = Context.Context<never>

const requestDuration = /*#__PURE__*/ seriesOf(BoxMetrics.requestDuration)
const requests = /*#__PURE__*/ seriesOf(BoxMetrics.requests)
const callDuration = /*#__PURE__*/ seriesOf(BoxMetrics.callDuration)
const retries = /*#__PURE__*/ seriesOf(BoxMetrics.retries)
const pacingWait = /*#__PURE__*/ seriesOf(BoxMetrics.pacingWait)
const renewals = /*#__PURE__*/ seriesOf(BoxMetrics.renewals)
const transferBytes = /*#__PURE__*/ seriesOf(BoxMetrics.transferBytes)
const activeTransfers = /*#__PURE__*/ seriesOf(BoxMetrics.activeTransfers)
const openSessions = /*#__PURE__*/ seriesOf(BoxMetrics.openSessions)
const decodeWarnings = /*#__PURE__*/ seriesOf(BoxMetrics.decodeWarnings)

/** One kind of request. */
export interface Kind {
  readonly operation: string
  readonly method: string
  readonly host: string
  /** The path with `{parameters}`. */
  readonly template: string | undefined
}

export interface Place {
  readonly address: string
  readonly port: string
  readonly template: string | undefined
}

/** The series that a request of some kind and outcome goes into. */
interface OfRequest {
  readonly duration: Series
  readonly requests: Series
  readonly call: Series
}

type Outcome = "success" | "retry" | "failure"

/** A map within a map, made when it is needed. */
const within = <K, L, V>(maps: Map<K, Map<L, V>>, key: K): Map<L, V> => {
  const found = maps.get(key)
  if (found !== undefined) return found
  const made = new Map<L, V>()
  maps.set(key, made)
  return made
}

/**
 * By operation, template, host and outcome. One map within the other costs a tenth of joining all of it to one key. The
 * host is the one of the address, so that the number of hosts is limited here.
 */
const ofRequests = new Map<string, Map<string | undefined, Map<string, Map<string | number, OfRequest>>>>()
const mostHosts = 100

/** How a request has ended. */
export interface Ending {
  readonly status: number | undefined
  readonly errorType: string | undefined
  readonly outcome: Outcome
}

const makeOfRequest = ({ method, operation }: Kind, at: Place, { errorType, outcome, status }: Ending): OfRequest => {
  const text = status === undefined ? undefined : String(status)
  return {
    duration: requestDuration(method, at.address, at.port, at.template, text, errorType),
    requests: requests(operation, text, outcome),
    call: callDuration(operation, errorType)
  }
}

/** The series for a request. `placeOf` is asked only if there are none yet. */
export const seriesOfRequest = (kind: Kind, ending: Ending, placeOf: () => Place): OfRequest => {
  const { host, operation, template } = kind
  const hosts = within(within(ofRequests, operation), template)
  const { errorType, outcome, status } = ending
  const key = outcome === "success" && status !== undefined ? status : `${status} ${errorType} ${outcome}`
  const endings =
    hosts.size < mostHosts || hosts.has(host) ? within(hosts, host) : new Map<string | number, OfRequest>()
  const found = endings.get(key)
  if (found !== undefined) return found
  const made = makeOfRequest(kind, placeOf(), ending)
  endings.set(key, made)
  return made
}

export const retried = (operation: string, reason: string, services: Services): void =>
  record(retries(operation, reason), 1, services)

export const waitedForTurn = (operation: string, seconds: number, services: Services): void =>
  record(pacingWait(operation), seconds, services)

export const transferred = (direction: "up" | "down", bytes: number, services: Services): void =>
  record(transferBytes(direction), bytes, services)

const counted = (series: Series): Effect.Effect<void> =>
  Effect.contextWith((services: Services) => Effect.sync(() => record(series, 1, services)))

export const renewed = (login: string, outcome: "issued" | "adopted" | "failure"): Effect.Effect<void> =>
  Effect.suspend(() => counted(renewals(login, outcome)))

export const decodedLeniently = (operation: string): Effect.Effect<void> =>
  Effect.suspend(() => counted(decodeWarnings(operation)))

/** A change of what is under way: a transfer, or an upload session. */
const change = (what: "transfer" | "session", by: 1 | -1): Effect.Effect<void> =>
  Effect.contextWith((services: Services) =>
    Effect.sync(() => record(what === "transfer" ? activeTransfers() : openSessions(), by, services))
  )

/** Counts `what` as under way for as long as the effect runs. */
export const underWay = <A, E, R>(what: "transfer" | "session", self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.acquireUseRelease(
    change(what, 1),
    () => self,
    () => change(what, -1)
  )

/** The same until the scope closes. */
export const underWayScoped = (what: "transfer" | "session") =>
  Effect.acquireRelease(change(what, 1), () => change(what, -1))
