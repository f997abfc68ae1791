/** Enters what happened into the metrics. Attributes that do not apply are `undefined`. */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as BoxMetrics from "../BoxMetrics.ts"
import { record, type Series, seriesOf } from "./series.ts"

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

/** One request on the wire. */
export interface EndedRequest {
  readonly operation: string
  readonly method: string
  readonly address: string
  readonly port: string
  readonly template: string | undefined
  readonly status: string | undefined
  readonly errorType: string | undefined
  readonly outcome: "success" | "retry" | "failure"
  readonly seconds: number
}

export const requestEnded = (request: EndedRequest, services: Services): void => {
  const { address, errorType, method, operation, outcome, port, seconds, status, template } = request
  record(requestDuration(method, address, port, template, status, errorType), seconds, services)
  record(requests(operation, status, outcome), 1, services)
}

export const callEnded = (operation: string, errorType: string | undefined, seconds: number, services: Services) =>
  record(callDuration(operation, errorType), seconds, services)

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
