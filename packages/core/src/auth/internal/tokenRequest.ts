/** Sends one request to Box's token endpoint and interprets the answer. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { BoxConfig } from "../../http/BoxConfig.ts"
import * as BoxError from "../../BoxError.ts"
import { BoxRequest } from "../../http/BoxRequest.ts"
import type { TokenPair } from "../TokenPersistence.ts"
import { factsOf } from "../../http/internal/answerError.ts"
import { isTokenText } from "../../internal/argument.ts"
import { type BoxAnswer, executeBare } from "../../http/internal/send.ts"
import { inSpan } from "../../http/internal/observation.ts"
import { lazy } from "../../internal/schema.ts"

export interface TokenRequest {
  /** The name in errors and spans: `OAuth.exchangeCode`. */
  readonly operation: string
  readonly path: "/oauth2/token" | "/oauth2/revoke"
  readonly form: Readonly<Record<string, string | Redacted.Redacted<string>>>
}

const TokenAnswer = /*#__PURE__*/ lazy(() =>
  Schema.Struct({
    access_token: Schema.String.check(Schema.makeFilter(isTokenText)),
    // A number that is not finite would be saved as `null`, and the login would be lost.
    expires_in: Schema.Finite,
    refresh_token: Schema.optionalKey(Schema.NullOr(Schema.NonEmptyString)),
    restricted_to: Schema.optionalKey(Schema.Unknown)
  })
)

/** A token pair, with its restrictions as reported by Box. */
export interface Issued {
  readonly pair: TokenPair
  readonly restrictedTo: unknown
}

/** Sends the form once; the caller decides on retries. Secrets of the form appear in no error. */
const post = <A, E>(
  { operation, path, form }: TokenRequest,
  read: (answer: BoxAnswer) => Effect.Effect<A, E>
): Effect.Effect<A, BoxError.BoxError | E, HttpClient> =>
  Effect.gen(function* () {
    const { apiUrl } = yield* BoxConfig
    const values = Object.entries(form).map(([name, value]): [string, string] => [
      name,
      Redacted.isRedacted(value) ? Redacted.value(value) : value
    ])
    return yield* executeBare(
      {
        operation,
        method: "POST",
        url: `${apiUrl}${path}`,
        path,
        template: path,
        headers: { accept: "application/json" },
        body: {
          _tag: "Bytes",
          bytes: new TextEncoder().encode(new URLSearchParams(values).toString()),
          contentType: "application/x-www-form-urlencoded"
        },
        replay: "unsafe",
        secrets: Object.values(form).flatMap((value) => (Redacted.isRedacted(value) ? [value] : []))
      },
      read
    )
  }).pipe(
    Effect.mapError((error) => (BoxError.isBoxError(error) ? oauthError(error) : error)),
    // A token request serves all callers, so the settings of the caller that triggered it must not apply.
    Effect.provideService(BoxRequest, { headers: {}, retry: { maxAttempts: 1 } }),
    inSpan(operation)
  )

/** The endpoint answers 400, rarely 401 or 403, with an OAuth error. Other errors are the same as for any call. */
const oauthError = (error: BoxError.BoxError): BoxError.BoxError => {
  switch (error._tag) {
    case "BoxBadRequest":
    case "BoxUnauthorized":
    case "BoxForbidden":
      return new BoxError.BoxOAuthError(factsOf(error))
    default:
      return error
  }
}

/** Requests a token pair. */
export const requestPair = (
  request: Omit<TokenRequest, "path">
): Effect.Effect<TokenPair, BoxError.BoxError, HttpClient> => Effect.map(requestToken(request), ({ pair }) => pair)

/** As {@link requestPair}, with the restrictions of the token. */
export const requestToken = (
  request: Omit<TokenRequest, "path">
): Effect.Effect<Issued, BoxError.BoxError, HttpClient> =>
  post({ ...request, path: "/oauth2/token" }, (answer) =>
    Effect.gen(function* () {
      const text = yield* answer.text
      const parsed = yield* Effect.try({
        try: (): unknown => JSON.parse(text),
        catch: () => notAToken(request, answer)
      })
      if (!Predicate.hasProperty(parsed, "access_token")) return yield* notAToken(request, answer)
      // The message of a schema error may contain values, and these are tokens.
      const token = yield* Effect.mapError(Schema.decodeUnknownEffect(TokenAnswer)(parsed), () =>
        unusable(request, answer)
      )
      const now = yield* Clock.currentTimeMillis
      const pair = {
        accessToken: Redacted.make(token.access_token, { label: "access token" }),
        ...(token.refresh_token === undefined || token.refresh_token === null
          ? {}
          : { refreshToken: Redacted.make(token.refresh_token, { label: "refresh token" }) }),
        expiresAt: now + token.expires_in * 1000
      }
      return { pair, restrictedTo: token.restricted_to }
    })
  )

/**
 * Without a status, so that it is not retried: an answer that contains a token was not lost, and would be the same
 * again.
 */
const unusable = (request: Omit<TokenRequest, "path">, { attempts }: BoxAnswer): BoxError.BoxDecodeError =>
  new BoxError.BoxDecodeError({
    operation: request.operation,
    method: "POST",
    path: "/oauth2/token",
    attempts,
    message: "The answer contains an unusable token"
  })

const notAToken = (request: Omit<TokenRequest, "path">, answer: BoxAnswer): BoxError.BoxDecodeError =>
  new BoxError.BoxDecodeError({
    operation: request.operation,
    method: "POST",
    path: "/oauth2/token",
    status: answer.status,
    attempts: answer.attempts,
    message: "The answer is not a token: access_token and expires_in are expected"
  })

/** Revokes a token, and with it the whole pair. */
export const revoke = (request: Omit<TokenRequest, "path">): Effect.Effect<void, BoxError.BoxError, HttpClient> =>
  post({ ...request, path: "/oauth2/revoke" }, (answer) => Effect.asVoid(answer.text))
