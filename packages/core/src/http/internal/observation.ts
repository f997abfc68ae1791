/**
 * What can be seen of a call from outside: spans, metrics, and what the log says of retries. A span holds only what is
 * chosen here, because addresses and headers contain secrets. `docs/observability.md` lists all of it.
 */
import * as Cause from "effect/Cause"
import type * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import { type BoxError, isBoxError } from "../../BoxError.ts"
import {
  CurrentRecorder,
  type Ending,
  type Kind,
  type Place,
  type Recorder
} from "../../telemetry/internal/recorder.ts"
import type { BoxConfig } from "../BoxConfig.ts"
import { isNotReady } from "./decide.ts"
import { boundedHost, hostOf, partsOf, pathOnWire, templateOnWire } from "./place.ts"
import { inWords, isLongWait } from "./waiting.ts"

type Services = Context.Context<never>

/** Why a request is sent again. */
const reasonOf = (error: BoxError): string => (isNotReady(error) ? "not_ready" : error._tag)

/** Without a tracer that passes spans on, Effect's own makes them, and nobody sees what they contain. */
const isTraced = (services: Services): boolean => Context.get(services, Tracer.Tracer) !== Tracer.nativeTracer

const spanOf = (services: Services): Tracer.Span | undefined => {
  const span = Context.getOrUndefined(services, Tracer.ParentSpan)
  return span?._tag === "Span" ? span : undefined
}

/** The span of the operation that runs, if anybody sees it. */
const seenSpan = (services: Services): Tracer.Span | undefined => (isTraced(services) ? spanOf(services) : undefined)

const tell = (span: Tracer.Span | undefined, clock: Clock.Clock, name: string, facts: Record<string, unknown>): void =>
  span?.event(name, clock.currentTimeNanosUnsafe(), facts)

/** An event of the span of the operation that runs. */
export const event = (name: string, facts: Record<string, unknown>): Effect.Effect<void> =>
  Effect.clockWith((clock) =>
    Effect.contextWith((services: Services) => Effect.sync(() => tell(seenSpan(services), clock, name, facts)))
  )

/**
 * A request will be sent again after `delay` milliseconds: it is counted, an event of the span, and in the log, at Info if
 * the wait is long.
 */
export const sendsAgain = (error: BoxError, delay: number): Effect.Effect<void> => {
  const { code, operation, status } = error
  const reason = reasonOf(error)
  const facts = {
    "box.retry.reason": reason,
    "box.retry.delay": delay / 1000,
    ...(status === undefined ? {} : { "http.response.status_code": status }),
    ...(code === undefined ? {} : { "box.error.code": code })
  }
  const answer = [status, code].filter((part) => part !== undefined).join(" ")
  const cause = answer === "" ? reason : `${reason} (${answer})`
  const message = `${operation} is sent again ${delay === 0 ? "at once" : `in ${inWords(delay)}`}: ${cause}`
  return Effect.contextWith((services: Services) => {
    Context.get(services, CurrentRecorder)?.retried(operation, reason, services)
    const told = isLongWait(delay) ? Effect.logInfo(message) : Effect.logDebug(message)
    return Effect.andThen(event("box.retry", facts), Effect.annotateLogs(told, facts))
  })
}

/** The part of a body that is looked at here. */
type Body =
  | { readonly _tag: "Empty" }
  | { readonly _tag: "Bytes"; readonly bytes: Uint8Array; readonly contentType: string }
  | { readonly _tag: "Stream"; readonly contentType: string; readonly contentLength?: number | undefined }

/** The part of a call that is looked at here. */
interface Call {
  readonly operation: string
  readonly method: string
  readonly url: string
  readonly path: string
  readonly template?: string
  readonly secretUrl?: boolean
  readonly body: Body
  readonly attemptsBefore?: number
  readonly redirectsBefore?: number
}

/** What has come back so far in one attempt. */
export interface Seen {
  status?: number
  requestId?: string
  /** The size that the answer announces. */
  size?: number
}

const isContent = (body: Body): body is Exclude<Body, { readonly _tag: "Empty" }> =>
  body._tag !== "Empty" &&
  (body.contentType.startsWith("multipart/") || body.contentType === "application/octet-stream")

/** Whether the bytes of a body are counted as they are read. All others are counted when the answer is there. */
export const countsAsRead = (body: Body): boolean => body._tag === "Stream" && isContent(body)

const sizeOf = (body: Body): number | undefined =>
  body._tag === "Empty" ? undefined : body._tag === "Bytes" ? body.bytes.length : body.contentLength

const secondsBetween = (from: bigint, to: bigint): number => Number(to - from) / 1e9

/** The kind of a failure: the tag of a `BoxError`, or what the conventions have for all others. */
const typeOf = (failure: unknown): string => (isBoxError(failure) ? failure._tag : "_OTHER")

const noteFailure = (error: unknown): Effect.Effect<void> =>
  Effect.contextWith((services: Services) =>
    Effect.sync(() => seenSpan(services)?.attribute("error.type", typeOf(error)))
  )

/** A span has no stack trace: it would always point here. */
const untraceable = { captureStackTrace: false }

/** The span of an operation, with the kind of its failure. */
export const inSpan =
  (operation: string) =>
  <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, Exclude<R, Tracer.ParentSpan>> =>
    Effect.withSpan(Effect.tapError(self, noteFailure), operation, untraceable)

/** The same for a stream. */
export const inStreamSpan =
  (operation: string) =>
  <A, E, R>(self: Stream.Stream<A, E, R>): Stream.Stream<A, E, Exclude<R, Tracer.ParentSpan>> =>
    Stream.withSpan(Stream.tapError(self, noteFailure), operation, untraceable)

/** Follows one call through its attempts. */
export class Observation {
  readonly #call: Call
  readonly #config: BoxConfig
  readonly #services: Services
  readonly #clock: Clock.Clock
  readonly #span: Tracer.Span | undefined
  readonly #recorder: Recorder | undefined
  readonly #kind: Kind
  readonly #began: bigint
  /** The requests of this call before the current one. */
  #resends: number
  #sent = 0n

  constructor(call: Call, config: BoxConfig, services: Services, clock: Clock.Clock) {
    const { method, operation, template } = call
    this.#call = call
    this.#config = config
    this.#services = services
    this.#clock = clock
    this.#span = seenSpan(services)
    this.#recorder = Context.get(services, CurrentRecorder)
    this.#kind = { operation, method, template, host: hostOf(call.url) }
    this.#began = this.#now()
    this.#resends = (call.attemptsBefore ?? 0) - (call.redirectsBefore ?? 0) - (call.secretUrl === true ? 1 : 0)
  }

  get host(): string {
    return this.#kind.host
  }

  /** The call has waited for its turn. */
  waited(millis: number): void {
    if (millis === 0) return
    this.#recorder?.waitedForTurn(this.#call.operation, millis / 1000, this.#services)
    tell(this.#span, this.#clock, "box.pacing.wait", { "box.pacing.wait": millis / 1000 })
  }

  /** The token was refused and has been renewed. */
  renewed(error: BoxError): void {
    this.#recorder?.retried(this.#call.operation, error._tag, this.#services)
    tell(this.#span, this.#clock, "box.token.renewal", { "box.renewal.reason": "refused" })
  }

  /** Runs one attempt in a span of its own, if anybody sees it. */
  request<A, E, R>(seen: Seen, once: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> {
    this.#sent = this.#now()
    if (this.#span === undefined) return once
    const call = this.#call
    const { name: address, port } = partsOf(call.url, this.host)
    const template = templateOnWire(call, this.host)
    const path = pathOnWire(call)
    const size = sizeOf(call.body)
    const attributes = {
      "http.request.method": call.method,
      "server.address": address,
      "server.port": Number(port),
      ...(template === undefined ? {} : { "url.template": template }),
      ...(path === undefined ? {} : { "url.path": path }),
      ...(this.#resends > 0 ? { "http.request.resend_count": this.#resends } : {}),
      ...(size === undefined ? {} : { "http.request.body.size": size })
    }
    const name = template === undefined ? call.method : `${call.method} ${template}`
    return Effect.useSpan(name, { kind: "client", attributes }, (span) =>
      Effect.onExit(Effect.withParentSpan(once, span, { captureStackTrace: false }), (exit) => {
        const { requestId, size, status } = seen
        if (status !== undefined) span.attribute("http.response.status_code", status)
        if (requestId !== undefined) span.attribute("box.request_id", requestId)
        if (size !== undefined) span.attribute("http.response.body.size", size)
        const failure = Exit.isFailure(exit) ? Cause.findErrorOption(exit.cause) : Option.none()
        if (Option.isSome(failure)) span.attribute("error.type", typeOf(failure.value))
        return Effect.void
      })
    )
  }

  /** An attempt has ended, and what follows is decided. */
  ended(seen: Seen, outcome: "success" | "retry" | "failure", failure?: unknown): void {
    const { body } = this.#call
    const { status } = seen
    if (this.#recorder !== undefined) {
      this.#count(this.#recorder, { status, errorType: outcome === "success" ? undefined : typeOf(failure), outcome })
    }
    if (body._tag === "Bytes" && status !== undefined && isContent(body)) this.transferred("up", body.bytes.length)
    this.#annotate(seen, failure)
    this.#resends++
  }

  /** Bytes of content that were sent or received. */
  transferred(direction: "up" | "down", bytes: number): void {
    this.#recorder?.transferred(direction, bytes, this.#services)
  }

  /** Only metrics need the time. */
  #now(): bigint {
    return this.#recorder === undefined ? 0n : this.#clock.monotonicTimeNanosUnsafe()
  }

  #count(recorder: Recorder, ending: Ending): void {
    const now = this.#now()
    const took = { request: secondsBetween(this.#sent, now), call: secondsBetween(this.#began, now) }
    recorder.requested(this.#kind, ending, this.#place, took, this.#services)
  }

  readonly #place = (): Place => {
    const { name, port } = partsOf(this.#call.url, this.host)
    const address = boundedHost(this.#call.url, name, this.#config)
    return { address, port, template: templateOnWire(this.#call, this.host) }
  }

  #annotate({ requestId, status }: Seen, failure: unknown): void {
    const span = this.#span
    if (span === undefined) return
    span.attribute("box.attempts", this.#resends + 1)
    if (status !== undefined) span.attribute("http.response.status_code", status)
    const id = (failure !== undefined && isBoxError(failure) ? failure.requestId : undefined) ?? requestId
    if (id !== undefined) span.attribute("box.request_id", id)
  }
}
