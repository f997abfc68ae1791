/**
 * Reads arguments of untyped callers once, and rejects them with a clear message instead of a `TypeError` deep inside.
 */
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import { BoxInvalidInput } from "../BoxError.ts"

/** Fails with `BoxInvalidInput`: nothing has been sent. */
export const invalidInput = (operation: string, message: string): BoxInvalidInput =>
  new BoxInvalidInput({ operation, message, attempts: 0 })

/** Why a value is not a count, such as a number of attempts or of transfers at once. */
export const countFault = (name: string, value: unknown): string | undefined =>
  Number.isSafeInteger(value) && Number(value) >= 1 ? undefined : `${name} must be a whole number of at least 1`

/** The result of `read`, or `undefined` if it throws, as getters of callers and wiped secrets do. */
export const tryRead = <A>(read: () => A): A | undefined => {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Whether a value can be inspected without an exception. A revoked proxy, for example, cannot. */
const isReadable = (value: unknown): boolean =>
  typeof value !== "object" ||
  value === null ||
  tryRead(() => {
    Array.isArray(value)
    Reflect.getPrototypeOf(value)
    Reflect.get(value, "_tag")
    return Reflect.has(value, "_tag") || true
  }) === true

export const objectExpected = 'The argument must be an object such as { folder_id: "0" }'

/** A copy of an argument object, or `undefined` if it is not an object or cannot be read. */
export const copyOf = <A extends object>(argument: A): A | undefined =>
  tryRead(() => {
    if (!Predicate.isObject(argument)) return undefined
    const copy = { ...argument }
    return Object.values(copy).every(isReadable) ? copy : undefined
  })

/**
 * A copy of an argument object, so that later changes do not affect a running call. Fails with `BoxInvalidInput` if it
 * is not an object, or if its properties cannot be read.
 */
export const readArgument = <A extends object>(
  operation: string,
  argument: A,
  expected: string = objectExpected
): Effect.Effect<A, BoxInvalidInput> => {
  const copy = copyOf(argument)
  return copy === undefined
    ? Effect.fail(new BoxInvalidInput({ operation, message: expected, attempts: 0 }))
    : Effect.succeed(copy)
}

/** The text of a secret, or `undefined` if it is not a `Redacted` string or was wiped. */
export const secretText = (value: unknown): string | undefined => {
  const text = tryRead(() => (Redacted.isRedacted(value) ? Redacted.value(value) : undefined))
  return typeof text === "string" ? text : undefined
}

/** Text that is valid in a header: printable ASCII without spaces, like every token of Box. */
export const isTokenText = (text: string): boolean => /^[\x21-\x7e]+$/.test(text)

/** Checks the client id and secret of an app. */
export const checkClient = (
  operation: string,
  clientId: unknown,
  clientSecret: unknown
): Effect.Effect<void, BoxInvalidInput> =>
  typeof clientId === "string" && clientId !== "" && (secretText(clientSecret) ?? "") !== ""
    ? Effect.void
    : Effect.fail(
        new BoxInvalidInput({
          operation,
          message:
            "clientId and clientSecret (a Redacted) must not be empty: see the app's page in Box's developer console",
          attempts: 0
        })
      )
