/**
 * The only caller of `HttpClient`: authorises, sends, waits with a limit, decides on another attempt, and turns every
 * failure into a `BoxError`.
 */
import type * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpBody from "effect/http/HttpBody"
import * as HttpClient from "effect/http/HttpClient"
import type { HttpClientError } from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import type { HttpMethod } from "effect/http/HttpMethod"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { BoxConfig, type Retry } from "../BoxConfig.ts"
import * as BoxError from "../BoxError.ts"
import { BoxRequest } from "../BoxRequest.ts"
import { Pacing } from "../Pacing.ts"
import { TokenStore } from "../TokenStore.ts"
import { factsOf, fromRefusal, fromTransport, type Sent } from "./answerError.ts"
import type { Bandwidth } from "./bandwidth.ts"
import { checkContext, checkToken, contextHeaders, contextSecrets } from "./requestContext.ts"
import { askedToWait, delayBefore, isAmbiguous, mayReplay, type Replay } from "./retry.ts"

/** What is sent after the headers. A stream that cannot be run twice has `replayable: false`. */
export type Body<E = never> =
  | { readonly _tag: "Empty" }
  | { readonly _tag: "Bytes"; readonly bytes: Uint8Array; readonly contentType: string }
  | {
      readonly _tag: "Stream"
      readonly stream: Stream.Stream<Uint8Array, E>
      readonly contentType: string
      /** Exact size in bytes; without it the body goes out in chunked encoding. */
      readonly contentLength?: number | undefined
      readonly replayable: boolean
    }

/** One request, ready to be sent as often as needed. */
export interface Call<E = never> {
  readonly operation: string
  readonly method: HttpMethod
  /** Absolute, with the query. */
  readonly url: string
  /** What errors and spans may show of the URL. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body<E>
  readonly replay: Replay
  /** Statuses that are answers of their own: outside 2xx, such as 302, or 202 where it does not mean "ask again". */
  readonly accepts?: ReadonlyArray<number>
  /** 202 means that it is not ready, even without `Retry-After`. */
  readonly pending?: boolean
  /** Values that no error may repeat. */
  readonly secrets?: ReadonlyArray<Redacted.Redacted<string>>
  /** Requests that were sent for the same purpose before this call: they count in `attempts`. */
  readonly attemptsBefore?: number
}

/**
 * A success whose body has not been read yet. Whoever gets one reads all of it, or the connection stays busy; one that is
 * opened for later is readable until the scope closes.
 */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: Effect.Effect<string, BoxError.BoxError>
  readonly stream: () => Stream.Stream<Uint8Array, BoxError.BoxError>
  /** Requests sent so far, this one included. */
  readonly attempts: number
}

/** A body goes out at this rate or better, in bytes per second; slower is taken for a connection that hangs. */
const slowestSend = 64 * 1024
/** What operating systems and transports may hold back of a body that has been handed to them. */
const transportBuffer = 8 * 1024 * 1024

const timedOut = (sent: Sent, phase: "response" | "idle", limit: Duration.Duration): BoxError.BoxTimeout =>
  new BoxError.BoxTimeout({
    ...sent,
    phase,
    message:
      phase === "response"
        ? `No answer within ${Duration.format(limit)}`
        : `Nothing was received for ${Duration.format(limit)}`
  })

/** The end of a call whose body failed on the caller's side: never a reason to send again. */
class SourceFailure<E> {
  readonly cause: Cause.Cause<E>
  constructor(cause: Cause.Cause<E>) {
    this.cause = cause
  }
}

interface Attempt<E> {
  readonly call: Call<E>
  readonly config: BoxConfig
  readonly context: BoxRequest
  readonly pacing: Pacing
  readonly sent: Sent
  readonly token: Redacted.Redacted<string> | undefined
  /** An earlier attempt failed in a way that leaves open whether Box did the work. */
  readonly mayBeDone: boolean
}

const requestOf = <E>(
  { call, config, context, token }: Attempt<E>,
  body: HttpBody.HttpBody
): HttpClientRequest.HttpClientRequest => {
  const own = { "user-agent": config.userAgent, ...call.headers }
  const headers = token === undefined ? own : { ...context.headers, ...own, ...contextHeaders(token, context) }
  return HttpClientRequest.make(call.method)(call.url, { headers, body })
}

/** Every value that this attempt sends and that no error may repeat. */
const secretsOf = <E>({ call, token }: Attempt<E>): Effect.Effect<ReadonlyArray<string>> =>
  Effect.map(contextSecrets, (secrets) =>
    [...secrets, ...(token === undefined ? [] : [token]), ...(call.secrets ?? [])].map(Redacted.value)
  )

/** The body at the speed that uploads may have. Small bytes only wait, larger ones go in slices. */
const paced = <E>(body: Body<E>, bandwidth: Bandwidth): Effect.Effect<Body<E>> => {
  if (body._tag === "Empty") return Effect.succeed(body)
  if (body._tag === "Stream") return Effect.succeed({ ...body, stream: bandwidth.limit(body.stream) })
  const { bytes, contentType } = body
  if (bytes.length <= bandwidth.slice) return Effect.as(bandwidth.pass(bytes.length), body)
  const stream = bandwidth.limit(Stream.make(bytes))
  return Effect.succeed({ _tag: "Stream", stream, contentType, contentLength: bytes.length, replayable: true })
}

/** Sends the request and waits for the headers of the answer, with the time that the body may take on top. */
const exchange = <E, R>(
  attempt: Attempt<E>,
  client: HttpClient.HttpClient.With<HttpClientError, R>
): Effect.Effect<HttpClientResponse.HttpClientResponse, BoxError.BoxError | SourceFailure<E>, R> => {
  const { uploads } = attempt.pacing
  const { body } = attempt.call
  return uploads === undefined
    ? exchangeBody(attempt, body, client)
    : Effect.flatMap(paced(body, uploads), (given) => exchangeBody(attempt, given, client))
}

const exchangeBody = <E, R>(
  attempt: Attempt<E>,
  given: Body<E>,
  client: HttpClient.HttpClient.With<HttpClientError, R>
): Effect.Effect<HttpClientResponse.HttpClientResponse, BoxError.BoxError | SourceFailure<E>, R> => {
  const { sent } = attempt
  const { timeouts } = attempt.config
  const send = (body: HttpBody.HttpBody) =>
    Effect.mapError(client.execute(requestOf(attempt, body)), (error) => fromTransport(sent, error, "request"))
  if (given._tag === "Stream") return exchangeStream(attempt, given, send)
  const bytes = given._tag === "Bytes" ? given.bytes.length : 0
  const body = given._tag === "Bytes" ? HttpBody.uint8Array(given.bytes, given.contentType) : HttpBody.empty
  return Effect.timeoutOrElse(send(body), {
    duration: Duration.toMillis(timeouts.response) + (bytes / slowestSend) * 1000,
    orElse: () => Effect.fail(timedOut(sent, "response", timeouts.response))
  })
}

/** The same with a body that comes from a stream. */
const exchangeStream = /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(
  { config, sent }: Attempt<E>,
  source: Extract<Body<E>, { readonly _tag: "Stream" }>,
  send: (body: HttpBody.HttpBody) => Effect.Effect<HttpClientResponse.HttpClientResponse, BoxError.BoxError, R>
): Effect.fn.Return<HttpClientResponse.HttpClientResponse, BoxError.BoxError | SourceFailure<E>, R> {
  const { timeouts } = config
  // The transport turns a failure of the body into one of its own; the caller's error comes back through the Deferred.
  const sourceFailure = yield* Deferred.make<never, SourceFailure<E>>()
  let lastActivity = yield* Clock.currentTimeMillis
  const clock = yield* Clock.Clock
  const stream = source.stream.pipe(
    Stream.map((chunk) => {
      lastActivity = clock.currentTimeMillisUnsafe()
      return chunk
    }),
    Stream.tapCause((cause) => Deferred.fail(sourceFailure, new SourceFailure(cause)))
  )
  const buffered = Math.min(source.contentLength ?? transportBuffer, transportBuffer)
  const patience = Duration.toMillis(timeouts.response) + (buffered / slowestSend) * 1000
  const watch = Effect.gen(function* () {
    for (;;) {
      const now = clock.currentTimeMillisUnsafe()
      const left = lastActivity + patience - now
      if (left <= 0) return yield* timedOut(sent, "response", timeouts.response)
      yield* Effect.sleep(left)
    }
  })
  return yield* send(HttpBody.stream(stream, source.contentType, source.contentLength)).pipe(
    Effect.raceFirst(watch),
    Effect.catch((error) =>
      Effect.gen(function* () {
        const failed = yield* Deferred.poll(sourceFailure)
        return Option.isSome(failed) ? yield* failed.value : yield* error
      })
    )
  )
})

const answerOf = (
  { config: { timeouts }, pacing: { downloads }, sent }: Attempt<unknown>,
  response: HttpClientResponse.HttpClientResponse
): Answer => {
  const broken = (error: unknown) => fromTransport(sent, error, "answer")
  return {
    status: response.status,
    headers: response.headers,
    attempts: sent.attempts,
    text: Effect.suspend(() =>
      Effect.timeoutOrElse(Effect.mapError(response.text, broken), {
        duration: timeouts.idle,
        orElse: () => Effect.fail(timedOut(sent, "idle", timeouts.idle))
      })
    ),
    // Each pull by itself: `Stream.timeoutOrElse` hands chunks over between fibers and may miss the end of the stream.
    stream: () => {
      const bytes = Stream.transformPull(Stream.mapError(response.stream, broken), (pull) =>
        Effect.succeed(
          Effect.timeoutOrElse(pull, {
            duration: timeouts.idle,
            orElse: () => Effect.fail(timedOut(sent, "idle", timeouts.idle))
          })
        )
      )
      return downloads === undefined ? bytes : downloads.limit(bytes)
    }
  }
}

const nothing: Pick<Answer, "text" | "stream"> = { text: Effect.succeed(""), stream: () => Stream.empty }

/** An answer that must not be treated as done. */
const isNotReady = (call: Call<unknown>, answer: Answer): boolean =>
  answer.status === 202 &&
  call.accepts?.includes(202) !== true &&
  (call.pending === true || answer.headers["retry-after"] !== undefined)

/** Bytes of an error's body that are read: Box's have some hundred, pages of proxies a few thousand. */
const longestExplanation = 64 * 1024

/** The body of a refusal. What the status says counts even when this is cut off, too long or too slow. */
const explanation = /*#__PURE__*/ Effect.fnUntraced(function* (answer: Answer) {
  const { timeouts } = yield* BoxConfig
  const chunks: Array<Uint8Array> = []
  let size = 0
  yield* Stream.runForEachWhile(answer.stream(), (chunk) =>
    Effect.sync(() => {
      chunks.push(chunk.subarray(0, longestExplanation - size))
      size += chunk.length
      return size < longestExplanation
    })
  ).pipe(Effect.timeout(timeouts.idle), Effect.ignore)
  const decoder = new TextDecoder()
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("")
})

/** One request: an accepted answer, or the error that it means. */
const attemptOnce = <E, R>(
  attempt: Attempt<E>,
  client: HttpClient.HttpClient.With<HttpClientError, R>
): Effect.Effect<Answer, BoxError.BoxError | SourceFailure<E>, R> =>
  Effect.flatMap(exchange(attempt, client), (response) => {
    const answer = answerOf(attempt, response)
    const accepted = (answer.status >= 200 && answer.status < 300) || attempt.call.accepts?.includes(answer.status)
    return accepted && !isNotReady(attempt.call, answer) ? Effect.succeed(answer) : refusal(attempt, answer)
  })

const refusal = /*#__PURE__*/ Effect.fnUntraced(function* <E>(
  attempt: Attempt<E>,
  answer: Answer
): Effect.fn.Return<Answer, BoxError.BoxError> {
  const body = yield* explanation(answer)
  if (answer.status === 404 && attempt.call.method === "DELETE" && attempt.mayBeDone)
    return { ...answer, status: 204, ...nothing }
  const now = yield* Clock.currentTimeMillis
  return yield* fromRefusal(attempt.sent, { ...answer, body, now }, yield* secretsOf(attempt))
})

const withoutTracing = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.updateContext(self, (context: Context.Context<R>) => {
    const ambient = Context.getOption(context, FetchHttpClient.RequestInit)
    return context.pipe(
      // Our own span says what may be said; the client's would show signed URLs, and its headers would go to Box.
      Context.add(HttpClient.TracerDisabledWhen, () => true),
      // Redirects are ours to judge; `fetch` would follow them with every header.
      Context.add(FetchHttpClient.RequestInit, { ...Option.getOrUndefined(ambient), redirect: "manual" })
    )
  })

const isReplayable = (body: Body<unknown>): boolean => body._tag !== "Stream" || body.replayable

const consumed = (error: BoxError.BoxError): BoxError.BoxBodyConsumed =>
  new BoxError.BoxBodyConsumed({
    ...factsOf(error),
    message: `The body was read once and cannot be sent again (after: ${error.message})`,
    reason: error._tag
  })

/** What the loop knows after a failure. */
interface Progress {
  readonly started: number
  /** Attempts that count against `maxAttempts`: waiting for something that is not ready does not. */
  readonly counted: number
  readonly replay: Replay
  readonly policy: Retry
}

/** How long to wait before the next attempt, in milliseconds, or `undefined` when there must be none. */
const nextDelay = /*#__PURE__*/ Effect.fnUntraced(function* (error: BoxError.BoxError, progress: Progress) {
  const { policy } = progress
  const notReady = error.status === 202
  if (!notReady && (!(progress.counted < policy.maxAttempts) || !mayReplay(error, progress.replay))) return undefined
  const delay = yield* delayBefore(notReady ? 1 : progress.counted, askedToWait(error), policy)
  const now = yield* Clock.currentTimeMillis
  const deadline = Duration.toMillis(notReady ? policy.notReadyDeadline : policy.deadline)
  return now + delay - progress.started > deadline ? undefined : delay
})

const annotate = (call: Call<unknown>, seen: Answer | BoxError.BoxError) => {
  const requestId = "headers" in seen ? seen.headers["box-request-id"] : seen.requestId
  return Effect.annotateCurrentSpan({
    "http.request.method": call.method,
    "url.path": call.path,
    "box.attempts": seen.attempts,
    ...(seen.status === undefined ? {} : { "http.response.status_code": seen.status }),
    ...(requestId === undefined ? {} : { "box.request_id": requestId })
  })
}

/** Where the access token of a call comes from; `undefined` for calls that must not carry one. */
type Authorization = TokenStore["Service"] | undefined

const run = /*#__PURE__*/ Effect.fnUntraced(function* <A, E, E2, R>(
  call: Call<E2>,
  authorization: Authorization,
  once: (attempt: Attempt<E2>) => Effect.Effect<A, BoxError.BoxError | E | SourceFailure<E2>, R>
): Effect.fn.Return<A, BoxError.BoxError | E | E2, R> {
  const config = yield* BoxConfig
  const context = yield* BoxRequest
  yield* checkContext(call.operation)
  const policy: Retry = { ...config.retry, ...context.retry }
  const pacing = yield* Pacing
  // Moves on while the call waits for its turn: only what comes after counts against the deadline.
  let started = yield* Clock.currentTimeMillis
  let attempts = call.attemptsBefore ?? 0
  let counted = 0
  let refused = false
  let ambiguous: BoxError.BoxError | undefined
  for (;;) {
    if (authorization !== undefined) started += yield* pacing.turn(authorization, call)
    const sentAt = yield* Clock.currentTimeMillis
    const token = authorization === undefined ? undefined : yield* authorization.accessToken
    if (authorization !== undefined) yield* checkToken(call.operation, token)
    attempts++
    counted++
    const sent: Sent = { operation: call.operation, method: call.method, path: call.path, attempts }
    const outcome = yield* Effect.result(
      once({ call, config, context, pacing, sent, token, mayBeDone: ambiguous !== undefined })
    )
    if (Result.isSuccess(outcome)) return outcome.success
    const error = outcome.failure
    if (error instanceof SourceFailure) return yield* Effect.failCause(error.cause)
    if (!BoxError.isBoxError(error)) return yield* Effect.fail(error)
    yield* annotate(call, error)
    if (error._tag === "BoxRateLimited" && authorization !== undefined) {
      const pause = askedToWait(error) ?? Duration.toMillis(policy.baseDelay)
      yield* pacing.refused(authorization, call, sentAt, Math.min(pause, Duration.toMillis(policy.maxRetryAfter)))
    }
    if (error._tag === "BoxUnauthorized" && authorization !== undefined && token !== undefined && !refused) {
      if (!isReplayable(call.body)) return yield* consumed(error)
      refused = true
      counted--
      yield* authorization.refused(token)
      continue
    }
    // Our own first attempt may have moved the etag: the honest answer is that the outcome is unknown.
    if (error._tag === "BoxPreconditionFailed" && ambiguous !== undefined) return yield* ambiguous
    const delay = yield* nextDelay(error, { started, counted, replay: call.replay, policy })
    if (delay === undefined) return yield* error
    if (!isReplayable(call.body)) return yield* consumed(error)
    if (error.status === 202) counted--
    else if (isAmbiguous(error)) ambiguous = error
    yield* Effect.sleep(delay)
  }
})

const within =
  <A, E, E2, R>(
    call: Call<E2>,
    read: (answer: Answer) => Effect.Effect<A, E, R>
  ): ((
    attempt: Attempt<E2>
  ) => Effect.Effect<A, BoxError.BoxError | E | SourceFailure<E2>, HttpClient.HttpClient | R>) =>
  (attempt) =>
    HttpClient.HttpClient.use((client) =>
      Effect.flatMap(attemptOnce(attempt, client), (answer) => Effect.andThen(annotate(call, answer), read(answer)))
    )

/**
 * Runs an authorised call until it succeeds or must not be tried again. `read` takes the answer inside each attempt, so
 * that an answer that breaks off is tried again as well.
 */
export const execute = <A, E, R, E2 = never>(
  call: Call<E2>,
  read: (answer: Answer) => Effect.Effect<A, E, R>
): Effect.Effect<A, BoxError.BoxError | E | E2, HttpClient.HttpClient | TokenStore | R> =>
  Effect.flatMap(TokenStore, (store) => withoutTracing(run(call, store, within(call, read))))

/** {@link execute} without a token, the user to act as or the shared link: for the token endpoint and signed URLs. */
export const executeBare = <A, E, R, E2 = never>(
  call: Call<E2>,
  read: (answer: Answer) => Effect.Effect<A, E, R>
): Effect.Effect<A, BoxError.BoxError | E | E2, HttpClient.HttpClient | R> =>
  withoutTracing(run(call, undefined, within(call, read)))

/** The connection outlives the attempt that succeeded, and ends with the scope of the caller. */
const keepOpen = /*#__PURE__*/ Effect.fnUntraced(function* <E>(attempt: Attempt<E>) {
  const scope = yield* Scope.fork(yield* Effect.scope)
  const client = HttpClient.withScope(yield* HttpClient.HttpClient)
  return yield* attemptOnce(attempt, client).pipe(
    Effect.provideService(Scope.Scope, scope),
    Effect.onExit((exit) => (Exit.isFailure(exit) ? Scope.close(scope, exit) : Effect.void)),
    Effect.tap((answer) => annotate(attempt.call, answer))
  )
})

/** Like {@link execute}, for an answer that is read later: it stays readable until the scope closes. */
export const open = <E>(
  call: Call<E>
): Effect.Effect<Answer, BoxError.BoxError | E, HttpClient.HttpClient | TokenStore | Scope.Scope> =>
  Effect.flatMap(TokenStore, (store) =>
    withoutTracing(run<Answer, never, E, HttpClient.HttpClient | Scope.Scope>(call, store, keepOpen))
  )

/** {@link open} without a token, for signed URLs. */
export const openBare = <E>(
  call: Call<E>
): Effect.Effect<Answer, BoxError.BoxError | E, HttpClient.HttpClient | Scope.Scope> =>
  withoutTracing(run<Answer, never, E, HttpClient.HttpClient | Scope.Scope>(call, undefined, keepOpen))
