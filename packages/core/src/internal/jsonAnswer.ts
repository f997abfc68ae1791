/** Reads and checks the JSON of an answer outside the generated operations. */
import * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import * as BoxError from "../BoxError.ts"
import type { Answer, Call } from "./http.ts"
import { check } from "./schema.ts"

/** Box's answer contradicts its documentation. */
export const decodeError = (call: Call<unknown>, answer: Answer, message: string): BoxError.BoxDecodeError => {
  const { requestId } = answer
  return new BoxError.BoxDecodeError({
    operation: call.operation,
    method: call.method,
    path: call.path,
    status: answer.status,
    attempts: answer.attempts,
    message,
    ...(requestId === undefined ? {} : { requestId })
  })
}

export const parseJson = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) }
  } catch {
    // The caller says what was expected; what stands in the text is not for messages.
    return undefined
  }
}

export const readJson =
  <A>(call: Call<unknown>, schema: Schema.Codec<A>) =>
  (answer: Answer): Effect.Effect<A, BoxError.BoxError> =>
    Effect.flatMap(answer.text, (text) => {
      const json = parseJson(text)
      return json === undefined
        ? Effect.fail(decodeError(call, answer, "The answer is not JSON"))
        : Effect.mapError(check(schema)(json.value), (message) => decodeError(call, answer, message))
    })
