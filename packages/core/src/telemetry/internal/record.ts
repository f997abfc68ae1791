/** Enters what happened into the metrics. */
import type * as Context from "effect/Context"
import type { Ending, Kind, Place, Recorder } from "./recorder.ts"
import { type Definition, record, type Series, seriesOf } from "./series.ts"

/** The descriptions of the metrics. */
export interface Definitions {
  readonly requestDuration: Definition
  readonly requests: Definition
  readonly callDuration: Definition
  readonly retries: Definition
  readonly pacingWait: Definition
  readonly renewals: Definition
  readonly transferBytes: Definition
  readonly activeTransfers: Definition
  readonly openSessions: Definition
  readonly decodeWarnings: Definition
  readonly jobItems: Definition
}

/** The series that a request of some kind and outcome goes into. */
interface OfRequest {
  readonly duration: Series
  readonly requests: Series
  readonly call: Series
}

/** A map within a map, made when it is needed. */
const within = <K, L, V>(maps: Map<K, Map<L, V>>, key: K): Map<L, V> => {
  const found = maps.get(key)
  if (found !== undefined) return found
  const made = new Map<L, V>()
  maps.set(key, made)
  return made
}

const mostHosts = 100

/**
 * The series of requests by operation, template, host and outcome. One map within the other costs a tenth of joining all
 * of it to one key. The host is the one of the address, so that the number of hosts is limited here.
 */
const makeSeriesOfRequest = (definitions: Definitions) => {
  const requestDuration = seriesOf(definitions.requestDuration)
  const requests = seriesOf(definitions.requests)
  const callDuration = seriesOf(definitions.callDuration)
  const known = new Map<string, Map<string | undefined, Map<string, Map<string | number, OfRequest>>>>()

  const make = ({ method, operation }: Kind, at: Place, { errorType, outcome, status }: Ending): OfRequest => {
    const text = status === undefined ? undefined : String(status)
    return {
      duration: requestDuration(method, at.address, at.port, at.template, text, errorType),
      requests: requests(operation, text, outcome),
      call: callDuration(operation, errorType)
    }
  }

  return (kind: Kind, ending: Ending, placeOf: () => Place): OfRequest => {
    const { host, operation, template } = kind
    const hosts = within(within(known, operation), template)
    const { errorType, outcome, status } = ending
    const key = outcome === "success" && status !== undefined ? status : `${status} ${errorType} ${outcome}`
    const endings =
      hosts.size < mostHosts || hosts.has(host) ? within(hosts, host) : new Map<string | number, OfRequest>()
    const found = endings.get(key)
    if (found !== undefined) return found
    const made = make(kind, placeOf(), ending)
    endings.set(key, made)
    return made
  }
}

type Services = Context.Context<never>

/** Counts in Effect's registry of metrics. */
export const makeRecorder = (definitions: Definitions): Recorder => {
  const seriesOfRequest = makeSeriesOfRequest(definitions)
  const retries = seriesOf(definitions.retries)
  const pacingWait = seriesOf(definitions.pacingWait)
  const renewals = seriesOf(definitions.renewals)
  const transferBytes = seriesOf(definitions.transferBytes)
  const activeTransfers = seriesOf(definitions.activeTransfers)
  const openSessions = seriesOf(definitions.openSessions)
  const decodeWarnings = seriesOf(definitions.decodeWarnings)
  const jobItems = seriesOf(definitions.jobItems)
  return {
    requested: (kind, ending, placeOf, took, services: Services) => {
      const series = seriesOfRequest(kind, ending, placeOf)
      record(series.duration, took.request, services)
      record(series.requests, 1, services)
      if (ending.outcome !== "retry") record(series.call, took.call, services)
    },
    retried: (operation, reason, services) => record(retries(operation, reason), 1, services),
    waitedForTurn: (operation, seconds, services) => record(pacingWait(operation), seconds, services),
    transferred: (direction, bytes, services) => record(transferBytes(direction), bytes, services),
    renewed: (login, outcome, services) => record(renewals(login, outcome), 1, services),
    decodedLeniently: (operation, services) => record(decodeWarnings(operation), 1, services),
    items: (kind, outcome, count, services) => record(jobItems(kind, outcome), count, services),
    underWay: (what, by, services) => record(what === "transfer" ? activeTransfers() : openSessions(), by, services)
  }
}
