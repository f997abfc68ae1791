/**
 * The only place that calls `HttpClient`: it authorises, sends, retries, and maps every failure to a `BoxError`.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Headers from "effect/http/Headers"
import * as HttpClient from "effect/http/HttpClient"
import * as UrlParams from "effect/http/UrlParams"
import type { HttpClientError } from "effect/http/HttpClientError"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { BoxConfig, type Retry } from "../BoxConfig.ts"
import * as BoxError from "../../BoxError.ts"
import { BoxRequest } from "../BoxRequest.ts"
import { Pacing } from "../Pacing.ts"
import { TokenStore } from "../TokenStore.ts"
import { detailOf, factsOf, fromRefusal, type Sent } from "./answerError.ts"
import { asksToWait, decideNow, isNotReady, isUnknown, isUnreadable, waits } from "./decide.ts"
import { elapsedUnsafe } from "../../internal/elapsed.ts"
import {
  type BoxAnswer,
  type Attempt,
  answerOf,
  type Body,
  type BoxCall,
  exchange,
  secretsOf,
  BodyFailed
} from "./exchange.ts"
import { checkContext, checkToken } from "./requestContext.ts"
import { Observation, type Seen, sendsAgain } from "./observation.ts"
import { acceptedPause, askedToWait, parseRetryAfter } from "./retryDelay.ts"
import { Activity } from "./silence.ts"

export type { BoxAnswer, Body, BoxCall }

const noContent: Pick<BoxAnswer, "text" | "stream"> = { text: Effect.succeed(""), stream: () => Stream.empty }

/** How many bytes of an error's body are read. Box sends a few hundred, proxies a few thousand. */
const longestExplanation = 64 * 1024

/** The body of an error answer. The status counts even if the body is cut off, too long or too slow. */
const explanation = /*#__PURE__*/ Effect.fnUntraced(function* (answer: BoxAnswer) {
  const { timeouts } = yield* BoxConfig
  const chunks: Array<Uint8Array> = []
  let size = 0
  yield* Stream.runForEachWhile(answer.stream(), (chunk) =>
    Effect.sync(() => {
      chunks.push(chunk.subarray(0, longestExplanation - size))
      size += chunk.length
      return size < longestExplanation
    })
  ).pipe(Effect.timeout(Duration.max(timeouts.idle, timeouts.response)), Effect.ignore)
  const decoder = new TextDecoder()
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("")
})

const isAccepted = ({ call }: Attempt<unknown>, { headers, status }: BoxAnswer): boolean =>
  ((status >= 200 && status < 300) || call.accepts?.includes(status) === true) &&
  !asksToWait(call, status, headers["retry-after"])

/** A DELETE that finds nothing has succeeded if the answer to an earlier attempt was lost. */
const isDeleted = ({ call, mayBeDone }: Attempt<unknown>, { status }: BoxAnswer): boolean =>
  status === 404 && call.method === "DELETE" && mayBeDone

/** Notes for the outside what has come back. */
const note = (seen: Seen, { headers, requestId, status }: BoxAnswer): void => {
  seen.status = status
  if (requestId !== undefined) seen.requestId = requestId
  const size = Number(headers["content-length"] ?? Number.NaN)
  if (Number.isSafeInteger(size)) seen.size = size
}

/** Sends one request. Returns an accepted answer, or fails with the corresponding error. */
const attemptOnce = <E, R>(
  attempt: Attempt<E>,
  client: HttpClient.HttpClient.With<HttpClientError, R>
): Effect.Effect<BoxAnswer, BoxError.BoxError | BodyFailed<E>, R> =>
  Effect.flatMap(exchange(attempt, client), (response) => {
    const answer = answerOf(attempt, response)
    note(attempt.seen, answer)
    if (isAccepted(attempt, answer)) return Effect.succeed(answer)
    return isDeleted(attempt, answer)
      ? Effect.as(explanation(answer), { ...answer, status: 204, ...noContent })
      : refusal(attempt, answer)
  })

const refusal = /*#__PURE__*/ Effect.fnUntraced(function* <E>(
  attempt: Attempt<E>,
  answer: BoxAnswer
): Effect.fn.Return<never, BoxError.BoxError> {
  const body = yield* explanation(answer)
  const now = yield* Clock.currentTimeMillis
  return yield* fromRefusal(attempt.sent, { ...answer, body, now }, secretsOf(attempt))
})

/** Headers of requests and answers that contain a secret: a token, a password, a signed address. */
const secretHeaders = ["authorization", "boxapi", "location"]
/** Parameters of URLs that contain a secret. */
const secretParameters = ["access_token", "assertion", "client_secret", "code", "refresh_token", "state", "token"]

type Names = ReadonlyArray<string | RegExp>

/** Adds `own` to the names that are already redacted. Computed once for each list. */
const hiding = (own: Names): ((ambient: Names) => Names) => {
  const extended = new WeakMap<Names, Names>()
  return (ambient) => {
    const names = extended.get(ambient) ?? [...ambient, ...own]
    extended.set(ambient, names)
    return names
  }
}

const hiddenHeaders = /*#__PURE__*/ hiding(secretHeaders)
const hiddenParameters = /*#__PURE__*/ hiding(secretParameters)

const withoutTracing = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.updateContext(self, (context: Context.Context<R>) => {
    const ambient = Context.getOption(context, FetchHttpClient.RequestInit)
    const redacted = Context.get(context, Headers.CurrentRedactedNames)
    const parameters = Context.get(context, UrlParams.CurrentRedactedNames)
    return context.pipe(
      // A client that logs its requests does so inside this effect.
      Context.add(Headers.CurrentRedactedNames, hiddenHeaders(redacted)),
      Context.add(UrlParams.CurrentRedactedNames, hiddenParameters(parameters)),
      // Our own span contains only what is allowed. The client's would contain signed URLs and send its headers to Box.
      Context.add(HttpClient.TracerDisabledWhen, () => true),
      // Redirects are checked here; `fetch` would follow them with all headers.
      Context.add(FetchHttpClient.RequestInit, { ...Option.getOrUndefined(ambient), redirect: "manual" })
    )
  })

const isReplayable = (body: Body<unknown>): boolean => body._tag !== "Stream" || body.replayable

/**
 * Says in the error that Box has accepted the call although its answer could not be read, so that the reader does not
 * repeat the call.
 */
const carriedOut = (call: BoxCall<unknown>, error: BoxError.BoxError): BoxError.BoxError => {
  if (call.method === "GET" || error.status === undefined || error.status < 200 || error.status >= 300) return error
  const message = `${detailOf(error)}; Box answered ${error.status}, so it has carried out the call, or may have`
  const facts = { ...factsOf(error), message }
  const wait = askedToWait(error)
  switch (error._tag) {
    case "BoxDecodeError":
      return new BoxError.BoxDecodeError({ ...facts, ...(wait === undefined ? {} : { retryAfterMillis: wait }) })
    case "BoxTransportError":
      return new BoxError.BoxTransportError(facts)
    case "BoxTimeout":
      return new BoxError.BoxTimeout({ ...facts, phase: error.phase })
    default:
      return error
  }
}

/** The source of the access token; `undefined` for calls that must not send one. */
type Authorization = TokenStore["Service"] | undefined

const run = /*#__PURE__*/ Effect.fnUntraced(function* <A, E, E2, R>(
  call: BoxCall<E2>,
  authorization: Authorization,
  once: (attempt: Attempt<E2>) => Effect.Effect<A, BoxError.BoxError | E | BodyFailed<E2>, R>
): Effect.fn.Return<A, BoxError.BoxError | E | E2, R> {
  const config = yield* BoxConfig
  const context = yield* BoxRequest
  yield* checkContext(call.operation)
  const policy: Retry = { ...config.retry, ...context.retry }
  const pacing = yield* Pacing
  const clock = yield* Clock.Clock
  const observation = new Observation(call, config, yield* Effect.context<never>(), clock)
  const { host } = observation
  // Advances while the call waits for its turn, so that this time does not count against the deadline.
  let started = elapsedUnsafe(clock)
  let attempts = call.attemptsBefore ?? 0
  let counted = 0
  let renewed = false
  let unknown: BoxError.BoxError | undefined
  for (;;) {
    if (authorization !== undefined) {
      const waited = yield* pacing.turn(authorization, call)
      started += waited
      observation.waited(waited)
    }
    const sentAt = elapsedUnsafe(clock)
    const token = authorization === undefined ? undefined : yield* authorization.accessToken
    if (authorization !== undefined) yield* checkToken(call.operation, token)
    attempts++
    counted++
    const sent: Sent = { operation: call.operation, method: call.method, path: call.path, host, attempts }
    const attempt: Attempt<E2> = {
      call,
      config,
      context,
      pacing,
      sent,
      token,
      mayBeDone: unknown !== undefined,
      activity: new Activity(clock, call.watch?.()),
      observation,
      seen: {}
    }
    const outcome = yield* Effect.result(observation.request(attempt.seen, once(attempt)))
    if (Result.isSuccess(outcome)) {
      observation.ended(attempt.seen, "success")
      return outcome.success
    }
    const failure = outcome.failure
    if (failure instanceof BodyFailed || !BoxError.isBoxError(failure)) {
      observation.ended(attempt.seen, "failure", failure)
      return yield* failure instanceof BodyFailed ? Effect.failCause(failure.cause) : Effect.fail(failure)
    }
    const error = carriedOut(call, failure)
    if (error._tag === "BoxRateLimited" && authorization !== undefined) {
      const pause = acceptedPause(error, policy) ?? Duration.toMillis(policy.baseDelay)
      yield* pacing.refused(authorization, call, sentAt, pause)
    }
    const operation = {
      replay: call.replay,
      waits: waits(call),
      replayable: isReplayable(call.body),
      renewable: authorization !== undefined && token !== undefined,
      reconciles: false,
      expires: false,
      repeats: false,
      settles: false
    }
    const decision = yield* decideNow(operation, { started, counted, renewed, unknown }, error, policy)
    observation.ended(attempt.seen, decision._tag === "GiveUp" ? "failure" : "retry", error)
    if (decision._tag === "GiveUp") return yield* decision.error
    if (isNotReady(error)) counted--
    // Box may have started the work that is not ready, so that a DELETE finds nothing afterwards.
    if (isUnknown(error) && call.pending !== true) unknown = error
    if (decision._tag === "SendAgain") {
      yield* sendsAgain(error, decision.after)
      yield* Effect.sleep(decision.after)
    } else if (authorization !== undefined && token !== undefined) {
      renewed = true
      counted--
      observation.renewed(error)
      yield* authorization.refused(token)
    }
  }
})

/** Reads an answer that asks to wait. If it cannot be decoded, the error contains the delay. */
const readPatiently = <A, E, R>(
  answer: BoxAnswer,
  read: Effect.Effect<A, E, R>
): Effect.Effect<A, E | BoxError.BoxError, R> =>
  Effect.catch(read, (error): Effect.Effect<never, E | BoxError.BoxError> => {
    if (!BoxError.isBoxError(error) || !isUnreadable(error)) return Effect.fail(error)
    return Effect.flatMap(Clock.currentTimeMillis, (now) => {
      const wait = parseRetryAfter(answer.headers["retry-after"], now)
      const patience = wait === undefined ? {} : { retryAfterMillis: wait }
      return Effect.fail(new BoxError.BoxDecodeError({ ...factsOf(error), ...patience }))
    })
  })

const within =
  <A, E, E2, R>(
    read: (answer: BoxAnswer) => Effect.Effect<A, E, R>
  ): ((attempt: Attempt<E2>) => Effect.Effect<A, BoxError.BoxError | E | BodyFailed<E2>, HttpClient.HttpClient | R>) =>
  (attempt) =>
    HttpClient.HttpClient.use((client) =>
      Effect.flatMap(attemptOnce(attempt, client), (answer) => {
        const asks = answer.headers["retry-after"] !== undefined
        return asks ? readPatiently(answer, read(answer)) : read(answer)
      })
    )

/**
 * Runs an authorised call until it succeeds or must not be retried. `read` consumes the answer inside each attempt, so
 * that an answer that is cut off is retried as well.
 */
export const execute = <A, E, R, E2 = never>(
  call: BoxCall<E2>,
  read: (answer: BoxAnswer) => Effect.Effect<A, E, R>
): Effect.Effect<A, BoxError.BoxError | E | E2, HttpClient.HttpClient | TokenStore | R> =>
  Effect.flatMap(TokenStore, (store) => withoutTracing(run(call, store, within(read))))

/** {@link execute} without a token, `As-User` and shared link, for the token endpoint and signed URLs. */
export const executeBare = <A, E, R, E2 = never>(
  call: BoxCall<E2>,
  read: (answer: BoxAnswer) => Effect.Effect<A, E, R>
): Effect.Effect<A, BoxError.BoxError | E | E2, HttpClient.HttpClient | R> =>
  withoutTracing(run(call, undefined, within(read)))

/** The connection outlives the successful attempt, and is closed with the caller's scope. */
const keepOpen = /*#__PURE__*/ Effect.fnUntraced(function* <E>(attempt: Attempt<E>) {
  const scope = yield* Scope.fork(yield* Effect.scope)
  const client = HttpClient.withScope(yield* HttpClient.HttpClient)
  return yield* attemptOnce(attempt, client).pipe(
    Effect.provideService(Scope.Scope, scope),
    Effect.onExit((exit) => (Exit.isFailure(exit) ? Scope.close(scope, exit) : Effect.void))
  )
})

/** Like {@link execute}, for an answer that is read later. It can be read until the scope closes. */
export const open = <E>(
  call: BoxCall<E>
): Effect.Effect<BoxAnswer, BoxError.BoxError | E, HttpClient.HttpClient | TokenStore | Scope.Scope> =>
  Effect.flatMap(TokenStore, (store) =>
    withoutTracing(run<BoxAnswer, never, E, HttpClient.HttpClient | Scope.Scope>(call, store, keepOpen))
  )

/** {@link open} without a token, for signed URLs. */
export const openBare = <E>(
  call: BoxCall<E>
): Effect.Effect<BoxAnswer, BoxError.BoxError | E, HttpClient.HttpClient | Scope.Scope> =>
  withoutTracing(run<BoxAnswer, never, E, HttpClient.HttpClient | Scope.Scope>(call, undefined, keepOpen))
