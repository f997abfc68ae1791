/** Sends one request and receives its answer, with rate limits and time limits. */
import type * as Arr from "effect/Array"
import type * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HttpBody from "effect/http/HttpBody"
import type * as HttpClient from "effect/http/HttpClient"
import type { HttpClientError } from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import type { HttpMethod } from "effect/http/HttpMethod"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import type { BoxConfig } from "../BoxConfig.ts"
import * as BoxError from "../../BoxError.ts"
import type { Moves } from "../../internal/adaptiveLimit.ts"
import type { BoxRequest } from "../BoxRequest.ts"
import type { Pacing } from "../Pacing.ts"
import { RequestActivity } from "../RequestActivity.ts"
import { SharedMemoryClient } from "../../unstable/SharedMemory.ts"
import { isBrowser, withRedirects } from "./browser.ts"
import { fromTransport, type Sent } from "./answerError.ts"
import type { Bandwidth } from "./bandwidth.ts"
import type { Replay } from "./decide.ts"
import { decoded, isEncoded } from "./contentEncoding.ts"
import { countsAsRead, type Observation, type Seen } from "./observation.ts"
import { requestIdOf } from "./requestId.ts"
import { contextHeaders, contextSecrets } from "./requestContext.ts"
import { type Activity, silence } from "./silence.ts"

/** The body of a request. A stream that can be run only once has `replayable: false`. */
export type Body<E = never> =
  | { readonly _tag: "Empty" }
  | { readonly _tag: "Bytes"; readonly bytes: Uint8Array; readonly contentType: string }
  | {
      readonly _tag: "Stream"
      readonly stream: Stream.Stream<Uint8Array, E>
      readonly contentType: string
      /** The exact size in bytes. Without it, the body is sent with chunked encoding. */
      readonly contentLength?: number | undefined
      readonly replayable: boolean
    }

/** One request, which can be sent as often as necessary. */
export interface BoxCall<E = never> {
  readonly operation: string
  readonly method: HttpMethod
  /** Absolute, with the query. */
  readonly url: string
  /** The part of the URL that errors may contain. */
  readonly path: string
  /** `path` with `{parameters}`, for spans and metrics; absent if Box makes up the address. */
  readonly template?: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body<E>
  readonly replay: Replay
  /** Statuses that are not errors: outside 2xx, such as 302, or 202 if it does not mean "not ready". */
  readonly accepts?: ReadonlyArray<number>
  /**
   * `true`: 202 means "not ready", and the same request is sent until the result is ready. `false`: 202 never means
   * that. Default: only with `Retry-After`, and only for idempotent requests.
   */
  readonly pending?: boolean
  /** Whether the answer is the content of a file, whose redirect a browser may follow by itself. */
  readonly content?: boolean
  /** Whether the URL itself is a secret that grants access. */
  readonly secretUrl?: boolean
  /** Values that no error may contain. */
  readonly secrets?: ReadonlyArray<Redacted.Redacted<string>>
  /** The number of requests already sent for the same purpose; included in `attempts`. */
  readonly attemptsBefore?: number
  /** How many of those were redirected: these are steps of an attempt, not attempts. */
  readonly redirectsBefore?: number
  /** Makes what learns, in each attempt, how the bytes of the body leave. Not called where the transport cannot tell. */
  readonly watch?: () => Moves
}

/**
 * A successful answer whose body has not been read yet. The receiver must read all of it, or the connection stays busy.
 * An answer from `open` can be read until the scope closes.
 */
export interface BoxAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly requestId: string | undefined
  readonly text: Effect.Effect<string, BoxError.BoxError>
  readonly stream: () => Stream.Stream<Uint8Array, BoxError.BoxError>
  /** The number of requests sent so far, including this one. */
  readonly attempts: number
}

const timedOut = (sent: Sent, phase: "response" | "idle", limit: Duration.Duration): BoxError.BoxTimeout =>
  new BoxError.BoxTimeout({
    ...sent,
    phase,
    message:
      phase === "response"
        ? `No answer within ${Duration.format(limit)}`
        : `Nothing was received for ${Duration.format(limit)}`
  })

/** The failure of a body on the caller's side. It is never retried. */
export class BodyFailed<E> {
  readonly cause: Cause.Cause<E>
  constructor(cause: Cause.Cause<E>) {
    this.cause = cause
  }
}

export interface Attempt<E> {
  readonly call: BoxCall<E>
  readonly config: BoxConfig
  readonly context: BoxRequest
  readonly pacing: Pacing
  readonly sent: Sent
  readonly token: Redacted.Redacted<string> | undefined
  /** Whether it is unknown if an earlier, failed attempt did the work. */
  readonly mayBeDone: boolean
  readonly activity: Activity
  readonly observation: Observation
  readonly seen: Seen
}

/** All secrets that this attempt sends. */
export const secretsOf = ({ call, context, token }: Attempt<unknown>): ReadonlyArray<string> =>
  [...contextSecrets(context), ...(token === undefined ? [] : [token]), ...(call.secrets ?? [])].map(Redacted.value)

/** A printable form of a body: only its size, because it may contain a password. */
const printed = (body: HttpBody.Uint8Array): HttpBody.Uint8Array => {
  const { _tag, contentLength, contentType } = body
  return Object.assign(body, { toJSON: () => ({ _tag, contentLength, contentType }) })
}

/** A printable form of a secret address. */
const withSecretUrl = (request: HttpClientRequest.HttpClientRequest): HttpClientRequest.HttpClientRequest => {
  const inner = request.toJSON.bind(request)
  const url = `${new URL(request.url).origin}/<redacted>`
  return Object.assign(request, { toJSON: () => ({ ...Object(inner()), url }) })
}

const requestOf = <E>(
  { call, config, context, token }: Attempt<E>,
  body: HttpBody.HttpBody
): HttpClientRequest.HttpClientRequest => {
  // A browser names itself; another name would have to be allowed by each host that it is sent to.
  const own = isBrowser() ? call.headers : { "user-agent": config.userAgent, ...call.headers }
  const headers = token === undefined ? own : { ...context.headers, ...own, ...contextHeaders(token, context) }
  const request = HttpClientRequest.make(call.method)(call.url, { headers, body })
  return call.secretUrl === true ? withSecretUrl(request) : request
}

/** Limits the body to the rate of uploads. Small bodies only wait, larger ones are sent in slices. */
const paced = <E>(body: Body<E>, bandwidth: Bandwidth): Effect.Effect<Body<E>> => {
  if (body._tag === "Empty") return Effect.succeed(body)
  if (body._tag === "Stream") return Effect.succeed({ ...body, stream: bandwidth.limit(body.stream) })
  const { bytes, contentType } = body
  if (bytes.length <= bandwidth.slice) return Effect.as(bandwidth.pass(bytes.length), body)
  const stream = bandwidth.limit(Stream.make(bytes))
  return Effect.succeed({ _tag: "Stream", stream, contentType, contentLength: bytes.length, replayable: true })
}

/** Copies the body out of shared memory, unless this client can send from it. */
const sendable = (bytes: Uint8Array, client: object): Effect.Effect<Uint8Array> =>
  Effect.map(SharedMemoryClient, (sharing) => (sharing === client ? bytes : new Uint8Array(bytes)))

/** Sends the request and waits for the headers of the answer. The limit is extended by the time for the body. */
export const exchange = <E, R>(
  attempt: Attempt<E>,
  client: HttpClient.HttpClient.With<HttpClientError, R>
): Effect.Effect<HttpClientResponse.HttpClientResponse, BoxError.BoxError | BodyFailed<E>, R> => {
  const { body } = attempt.call
  return body._tag === "Bytes" && !(body.bytes.buffer instanceof ArrayBuffer)
    ? Effect.flatMap(sendable(body.bytes, client), (bytes) => exchangePaced(attempt, { ...body, bytes }, client))
    : exchangePaced(attempt, body, client)
}

const exchangePaced = <E, R>(
  attempt: Attempt<E>,
  body: Body<E>,
  client: HttpClient.HttpClient.With<HttpClientError, R>
): Effect.Effect<HttpClientResponse.HttpClientResponse, BoxError.BoxError | BodyFailed<E>, R> => {
  const { uploads } = attempt.pacing
  return uploads === undefined
    ? exchangeBody(attempt, body, client)
    : Effect.flatMap(paced(body, uploads), (given) => exchangeBody(attempt, given, client))
}

const exchangeBody = <E, R>(
  attempt: Attempt<E>,
  given: Body<E>,
  client: HttpClient.HttpClient.With<HttpClientError, R>
): Effect.Effect<HttpClientResponse.HttpClientResponse, BoxError.BoxError | BodyFailed<E>, R> => {
  const { activity, config, sent } = attempt
  const idle = Duration.toMillis(config.timeouts.idle)
  const response = Duration.toMillis(config.timeouts.response)
  const late = Effect.flatMap(
    silence(() => activity.untilAnswerIsDue(idle, response), Math.min(idle, response)),
    () => Effect.fail(timedOut(sent, "response", config.timeouts.response))
  )
  const send = (body: HttpBody.HttpBody, size: number | undefined) =>
    Effect.suspend(() => {
      activity.sends(size)
      const answer = client.execute(requestOf(attempt, body))
      return Effect.raceFirst(
        Effect.provideService(
          Effect.mapError(attempt.call.content === true ? withRedirects(answer) : answer, (error) =>
            fromTransport(sent, error, "request")
          ),
          RequestActivity,
          activity
        ),
        late
      )
    })
  if (given._tag === "Stream") return isBrowser() ? exchangeGathered(given, send) : exchangeStream(attempt, given, send)
  return given._tag === "Bytes"
    ? send(printed(HttpBody.uint8Array(given.bytes, given.contentType)), given.bytes.length)
    : send(HttpBody.empty, 0)
}

type Send<R> = (
  body: HttpBody.HttpBody,
  size: number | undefined
) => Effect.Effect<HttpClientResponse.HttpClientResponse, BoxError.BoxError, R>

/** With a body from a stream that is read first: browsers stream no bodies over HTTP/1.1, and some none at all. */
const exchangeGathered = <E, R>(
  { contentType, stream }: Extract<Body<E>, { readonly _tag: "Stream" }>,
  send: Send<R>
): Effect.Effect<HttpClientResponse.HttpClientResponse, BoxError.BoxError | BodyFailed<E>, R> =>
  Stream.mkUint8Array(stream).pipe(
    Effect.catchCause((cause) => Effect.fail(new BodyFailed(cause))),
    Effect.flatMap((bytes) => send(printed(HttpBody.uint8Array(bytes, contentType)), bytes.length))
  )

/** The same, with a body from a stream. */
const exchangeStream = /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(
  { activity, call, observation }: Attempt<E>,
  source: Extract<Body<E>, { readonly _tag: "Stream" }>,
  send: Send<R>
): Effect.fn.Return<HttpClientResponse.HttpClientResponse, BoxError.BoxError | BodyFailed<E>, R> {
  // The transport replaces a failure of the body by its own error. The caller's error is passed through the Deferred.
  const counted = countsAsRead(call.body)
  const bodyFailed = yield* Deferred.make<never, BodyFailed<E>>()
  const stream = source.stream.pipe(
    Stream.map((chunk) => {
      activity.pulled(chunk.length)
      if (counted) observation.transferred("up", chunk.length)
      return chunk
    }),
    Stream.onEnd(Effect.sync(activity.sent)),
    Stream.tapCause((cause) => Deferred.fail(bodyFailed, new BodyFailed(cause)))
  )
  return yield* send(HttpBody.stream(stream, source.contentType, source.contentLength), undefined).pipe(
    Effect.catch((error) =>
      Effect.gen(function* () {
        const failed = yield* Deferred.poll(bodyFailed)
        return Option.isSome(failed) ? yield* failed.value : yield* error
      })
    )
  )
})

/** The maximum decompressed size of an answer in bytes. The largest pages of Box have a few million. */
const longestUnpacked = 64 * 1024 * 1024

/** The text of a compressed answer, which a few kilobytes on the wire can make very long. */
const boundedText = (
  sent: Sent,
  stream: Stream.Stream<Uint8Array, BoxError.BoxError>
): Effect.Effect<string, BoxError.BoxError> =>
  Effect.suspend(() => {
    const decoder = new TextDecoder()
    let text = ""
    let size = 0
    const message = `The answer is compressed and has more than ${longestUnpacked} bytes when decompressed`
    return Effect.map(
      Stream.runForEach(stream, (chunk) => {
        size += chunk.length
        if (size > longestUnpacked) return Effect.fail(new BoxError.BoxDecodeError({ ...sent, message }))
        text += decoder.decode(chunk, { stream: true })
        return Effect.void
      }),
      () => text + decoder.decode()
    )
  })

/** Whether the failure only means that the answer has no body. */
const isEmpty = ({ reason }: HttpClientError): boolean => reason._tag === "EmptyBodyError"

/** Up to this size, the text is read at once, without watching for silence. */
const smallText = 16 * 1024

/** The text as the transport reads it, or chunk by chunk if the transport does not report activity. */
const textOf = (
  response: HttpClientResponse.HttpClientResponse,
  activity: Activity
): Effect.Effect<string, HttpClientError> => {
  // A small text arrives at once. Reading it chunk by chunk would cost more than the rest of a small call.
  const length = Number(response.headers["content-length"] ?? Number.NaN)
  if (activity.isReported || length <= smallText) return response.text
  const decoder = new TextDecoder()
  let text = ""
  return Stream.runForEach(response.stream, (chunk) =>
    Effect.sync(() => {
      activity.touch()
      text += decoder.decode(chunk, { stream: true })
    })
  ).pipe(
    Effect.catchIf(isEmpty, () => Effect.void),
    Effect.map(() => text + decoder.decode())
  )
}

/** All of a file or a part of it; the body of any other answer explains it. */
const isContentStatus = (status: number): boolean => status === 200 || status === 206

export const answerOf = (attempt: Attempt<unknown>, response: HttpClientResponse.HttpClientResponse): BoxAnswer => {
  const {
    activity,
    config: { timeouts },
    observation,
    pacing: { downloads },
    sent
  } = attempt
  const id = response.headers["box-request-id"]
  const received = { ...sent, status: response.status }
  const broken = (error: unknown) => fromTransport(received, error, "answer")
  const counted = (chunks: Arr.NonEmptyReadonlyArray<Uint8Array>) => {
    if (isContentStatus(response.status)) {
      for (const chunk of chunks) observation.transferred("down", chunk.length)
    }
    return chunks
  }
  const late = () => Effect.fail(timedOut(received, "idle", timeouts.idle))
  // Each pull is limited by itself: `Stream.timeoutOrElse` passes chunks between fibers and may miss the end of the stream.
  const stream = () => {
    const body = isEncoded(response.headers)
      ? Stream.catchIf(response.stream, isEmpty, () => Stream.empty)
      : response.stream
    const bytes = Stream.transformPull(Stream.mapError(body, broken), (pull) =>
      Effect.succeed(Effect.map(Effect.timeoutOrElse(pull, { duration: timeouts.idle, orElse: late }), counted))
    )
    return decoded(response.headers, downloads === undefined ? bytes : downloads.limit(bytes), broken)
  }
  return {
    status: response.status,
    headers: response.headers,
    requestId: id === undefined ? undefined : requestIdOf(id, secretsOf(attempt)),
    attempts: sent.attempts,
    text: Effect.suspend(() => {
      if (isEncoded(response.headers)) return boundedText(received, stream())
      if (activity.isReceived) return Effect.mapError(response.text, broken)
      activity.touch()
      const idle = Duration.toMillis(timeouts.idle)
      return Effect.raceFirst(
        Effect.mapError(textOf(response, activity), broken),
        Effect.flatMap(
          silence(() => activity.untilBodyIsDue(idle), idle),
          late
        )
      )
    }),
    stream
  }
}
