/** Reads the JSON of an answer, and checks it according to `ResponseCheck`. */
import * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import * as BoxError from "../../BoxError.ts"
import { ResponseCheck } from "../ResponseCheck.ts"
import { is } from "../../internal/guard.ts"
import { decodedLeniently } from "../../telemetry/internal/recorder.ts"
import type { BoxAnswer, BoxCall } from "./send.ts"
import { lenient } from "./lenientAnswer.ts"
import { check } from "../../internal/schema.ts"

/** Box's answer contradicts its documentation. */
export const decodeError = (call: BoxCall<unknown>, answer: BoxAnswer, message: string): BoxError.BoxDecodeError => {
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
    // The caller says what was expected. The text itself must not appear in messages.
    return undefined
  }
}

const longestList = 10

const warn = (operation: string, paths: ReadonlyArray<string>): Effect.Effect<void> => {
  const more = paths.length > longestList ? ` and ${paths.length - longestList} more` : ""
  const places = paths.slice(0, longestList).join(", ")
  return Effect.andThen(
    decodedLeniently(operation),
    Effect.logWarning(`${operation}: Box's answer contradicts its documentation at ${places}${more}`)
  )
}

const contradiction = /*#__PURE__*/ Effect.fnUntraced(function* <A>(
  schema: Schema.Codec<A>,
  call: BoxCall<unknown>,
  answer: BoxAnswer,
  json: unknown,
  passEntries: boolean
): Effect.fn.Return<A, BoxError.BoxDecodeError> {
  const read = (yield* ResponseCheck) === "lenient" ? lenient(schema.ast, json, passEntries) : undefined
  if (read === undefined) {
    return yield* Effect.mapError(check(schema)(json), (message) => decodeError(call, answer, message))
  }
  yield* warn(call.operation, read.paths)
  // All mismatching values were omitted, except entries of an unknown kind.
  return read.value as A
})

/**
 * The value of an answer, unchanged if it matches the schema. `passEntries`: a list entry that matches nothing is
 * passed through, because it would hide the others otherwise.
 */
export const checkAnswer = <A>(
  schema: Schema.Codec<A>,
  passEntries: boolean
): ((call: BoxCall<unknown>, answer: BoxAnswer, json: unknown) => Effect.Effect<A, BoxError.BoxDecodeError>) => {
  const isShape = is(schema)
  return (call, answer, json) =>
    isShape(json) ? Effect.succeed(json) : contradiction(schema, call, answer, json, passEntries)
}

/** Reads an answer of a request that is not a generated operation. */
export const readJson =
  <A>(call: BoxCall<unknown>, schema: Schema.Codec<A>) =>
  (answer: BoxAnswer): Effect.Effect<A, BoxError.BoxError> =>
    Effect.flatMap(answer.text, (text) => {
      const json = parseJson(text)
      return json === undefined
        ? Effect.fail(decodeError(call, answer, "The answer is not JSON"))
        : checkAnswer(schema, false)(call, answer, json.value)
    })
