/** What callers without types may pass, read once and refused in words instead of a `TypeError` deep inside. */
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import { BoxInvalidInput } from "../BoxError.ts"

/** Fails with `BoxInvalidInput`: nothing has been sent. */
export const invalidInput = (operation: string, message: string): BoxInvalidInput =>
  new BoxInvalidInput({ operation, message, attempts: 0 })

/** What can be read; `undefined` where reading it throws, as getters of callers and wiped secrets do. */
export const tryRead = <A>(read: () => A): A | undefined => {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Whether a value can be looked at without an exception: a revoked proxy, for one, cannot. */
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

/** A copy of an argument object, as it is now; `undefined` for what is no object or cannot be read. */
export const copyOf = <A extends object>(argument: A): A | undefined =>
  tryRead(() => {
    if (!Predicate.isObject(argument)) return undefined
    const copy = { ...argument }
    return Object.values(copy).every(isReadable) ? copy : undefined
  })

/**
 * A copy of an argument object: what the caller changes later does not reach a call under way. Fails with `BoxInvalidInput`
 * when it is no object, or one whose properties cannot be read.
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

/** The text of a secret; `undefined` for what is no `Redacted` text, such as one that was wiped. */
export const secretText = (value: unknown): string | undefined => {
  const text = tryRead(() => (Redacted.isRedacted(value) ? Redacted.value(value) : undefined))
  return typeof text === "string" ? text : undefined
}

/** Text that can go into a header as it is: printable ASCII without spaces, as every token of Box. */
export const isTokenText = (text: string): boolean => /^[\x21-\x7e]+$/.test(text)

/** The application's id and secret, as a login needs them. */
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
