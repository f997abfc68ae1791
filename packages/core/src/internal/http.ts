/**
 * The only way to `HttpClient`: authorises, sends, decides on another attempt, and turns every failure into a `BoxError`.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import type { HttpClientError } from "effect/http/HttpClientError"
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
import { factsOf, fromRefusal, type Sent } from "./answerError.ts"
import { type Answer, type Attempt, answerOf, type Body, type Call, exchange, SourceFailure } from "./exchange.ts"
import { checkContext, checkToken, contextSecrets } from "./requestContext.ts"
import { askedToWait, delayBefore, isAmbiguous, mayReplay, type Replay } from "./retry.ts"

export type { Answer, Body, Call }

/** Every value that this attempt sends and that no error may repeat. */
const secretsOf = <E>({ call, token }: Attempt<E>): Effect.Effect<ReadonlyArray<string>> =>
  Effect.map(contextSecrets, (secrets) =>
    [...secrets, ...(token === undefined ? [] : [token]), ...(call.secrets ?? [])].map(Redacted.value)
  )

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
