/** Converts an answer to the result of an operation. */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { HttpClient } from "effect/http/HttpClient"
import { BoxConfig } from "../../http/BoxConfig.ts"
import type * as BoxError from "../../BoxError.ts"
import type { Spec, Thumbnail } from "./spec.ts"
import { concatenate } from "./formData.ts"
import { type BoxAnswer, type BoxCall, openBare } from "../../http/internal/send.ts"
import { checkAnswer, decodeError, parseJson } from "../../http/internal/jsonAnswer.ts"
import { downloadTarget, signedCall } from "../../http/internal/redirect.ts"
import { parseRetryAfter } from "../../http/internal/retryDelay.ts"
import { reportUnknownTypes } from "../../internal/schema.ts"

type Read<A> = (call: BoxCall<BoxError.BoxError>) => (answer: BoxAnswer) => Effect.Effect<A, BoxError.BoxError>

/** JSON.parse loses digits of large numbers. The property is named, so that no other number changes its type. */
const keepExact = (text: string, names: ReadonlyArray<string>): string =>
  names.reduce(
    (json, name) => json.replace(new RegExp(`("${name}"\\s*:\\s*)(-?\\d{16,})(?=[\\s,}])`, "g"), '$1"$2"'),
    text
  )

/** Reads the JSON of an answer and checks it according to `ResponseCheck`. */
export const jsonReader = (spec: Spec): Read<unknown> => {
  const { output } = spec
  if (output === undefined) return () => (answer) => Effect.asVoid(answer.text)
  let checked: ReturnType<typeof checkAnswer> | undefined
  return (call) => (answer) =>
    Effect.flatMap(answer.text, (text) => {
      // A GET always expects a body; an answer to another method may have none.
      const silent = answer.status === 204 && spec.method !== "GET"
      if (silent || answer.status >= 300) return Effect.succeed(undefined)
      const json = parseJson(spec.exact === undefined ? text : keepExact(text, spec.exact))
      if (json === undefined) return Effect.fail(decodeError(call, answer, "The answer is not JSON"))
      checked ??= checkAnswer(output(), true)
      return Effect.tap(checked(call, answer, json.value), () => reportUnknownTypes)
    })
}

/** The text of an answer that is not JSON. */
export const textReader: Read<string> = () => (answer) => answer.text

/** A thumbnail, or the placeholder for it, depending on the status. */
export const thumbnailReader: Read<Thumbnail> = () =>
  Effect.fnUntraced(function* (answer) {
    const placeholder = answer.headers["location"]
    if (answer.status === 302) {
      yield* answer.text
      return { _tag: "Unavailable", placeholder }
    }
    if (answer.status === 202) {
      yield* answer.text
      return { _tag: "Pending", placeholder, retryAfterMillis: parseRetryAfter(answer.headers["retry-after"], 0) }
    }
    const chunks = yield* Stream.runCollect(answer.stream())
    return { _tag: "Ready", bytes: concatenate(chunks), contentType: answer.headers["content-type"] }
  })

/** The bytes of an answer, directly or from the target of its redirect. Only the range is sent to another host. */
export const bytesOf = (
  call: BoxCall<BoxError.BoxError>,
  answer: BoxAnswer
): Effect.Effect<Stream.Stream<Uint8Array, BoxError.BoxError>, BoxError.BoxError, HttpClient | Scope.Scope> =>
  Effect.gen(function* () {
    if (answer.status !== 302) return answer.stream()
    yield* answer.text
    const { apiUrl } = yield* BoxConfig
    const target = downloadTarget(answer.headers["location"], apiUrl)
    if (target === undefined) return yield* decodeError(call, answer, "The redirect leads to an untrusted address")
    const signed = yield* openBare(signedCall(call.operation, target, call.headers["range"], answer.attempts))
    return signed.stream()
  })
