/** How an item ended, as it is kept in the ledger: a failure of one item never fails the work on the others. */
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { BoxError, isAuthentication, isBoxError } from "../../BoxError.ts"
import { tryRead } from "../../internal/argument.ts"
import { done, failed, type Outcome } from "./ledger.ts"

/** How a failure is kept. `error` is an encoded `BoxError`. */
export const StoredFailure = /*#__PURE__*/ Schema.Struct({
  tag: Schema.String,
  message: Schema.String,
  error: Schema.optionalKey(Schema.Json)
})
export type StoredFailure = typeof StoredFailure.Type

/** Longer messages are cut: a row per item is no place for them. */
const longest = 500

const encodeBoxError = /*#__PURE__*/ Schema.encodeUnknownOption(/*#__PURE__*/ Schema.toCodecJson(BoxError))

const textOf = (value: unknown): string => (typeof value === "string" ? value : "")

/** Reads what a failure says of itself. A value of the caller may throw while it is read. */
const describe = (error: unknown): StoredFailure => {
  const tag = tryRead(() => {
    if (Predicate.hasProperty(error, "_tag") && typeof error._tag === "string") return error._tag
    return error instanceof Error ? error.name : undefined
  })
  const message = tryRead(() => textOf(Predicate.hasProperty(error, "message") ? error.message : error))
  const encoded = isBoxError(error) ? encodeBoxError(error) : Option.none()
  return {
    tag: tag === undefined || tag === "" ? "Unknown" : tag.slice(0, 100),
    message: (message ?? "").slice(0, longest),
    // Encoding by the codec for JSON gives JSON.
    ...(Option.isSome(encoded) ? { error: encoded.value as Schema.Json } : {})
  }
}

/** What is kept of a cause: its failure, or else its defect. */
export const ofCause = (cause: Cause.Cause<unknown>): StoredFailure => {
  const failure = Cause.findErrorOption(cause)
  if (Option.isSome(failure)) return describe(failure.value)
  const defect = cause.reasons.find(Cause.isDieReason)
  if (defect === undefined) return { tag: "Interrupted", message: "The item interrupted itself" }
  const { message, tag } = describe(defect.defect)
  return { tag: `Defect: ${tag}`.slice(0, 100), message }
}

/** Whether nothing can go on with this login: then the run is paused, and no item is marked as failed. */
export const needsLogin = (cause: Cause.Cause<unknown>): boolean => {
  const failure = Cause.findErrorOption(cause)
  return (
    Option.isSome(failure) &&
    isBoxError(failure.value) &&
    (failure.value._tag === "BoxTokenPersistenceError" ||
      (isAuthentication(failure.value) && failure.value._tag !== "BoxInsufficientScope"))
  )
}

/** JSON of what an item gave, or `null` if that is nothing, or cannot be written as JSON. */
const resultText = (value: unknown): string | null =>
  value === undefined ? null : (tryRead(() => JSON.stringify(value)) ?? null)

export const toOutcome = (seq: number, exit: Exit.Exit<unknown, unknown>): Outcome => {
  if (Exit.isSuccess(exit)) return { seq, state: done, text: resultText(exit.value), tag: undefined }
  const failure = ofCause(exit.cause)
  return { seq, state: failed, text: JSON.stringify(failure), tag: failure.tag }
}
