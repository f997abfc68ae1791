/** What callers without types may pass, refused in words before a file or a connection is touched. */
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"

/** A path that a file system can take at all; where it leads is the caller's business. */
export const checkPath = (operation: string, path: unknown): Effect.Effect<void, BoxInvalidInput> =>
  typeof path === "string" && path !== "" && !path.includes("\0")
    ? Effect.void
    : Effect.fail(
        new BoxInvalidInput({ operation, message: "path must be a non-empty string without NUL", attempts: 0 })
      )

/** A copy of an options object: what the caller changes later does not reach a call under way. */
export const readOptions = <A extends object>(operation: string, options: A): Effect.Effect<A, BoxInvalidInput> =>
  Effect.try({
    try: () => {
      if (!Predicate.isObject(options)) throw new TypeError("not an object")
      const copy = { ...options }
      // A revoked proxy, for one, cannot even be asked whether it is an array.
      for (const value of Object.values(copy)) {
        if (typeof value === "object" && value !== null && !Array.isArray(value)) Reflect.get(value, "_tag")
      }
      return copy
    },
    // What a getter of the caller throws may hold anything.
    catch: () => new BoxInvalidInput({ operation, message: "options must be an object", attempts: 0 })
  })
