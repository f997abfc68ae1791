/** Checks arguments of untyped callers before a file or a connection is touched. */
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"

/** Checks that a path is valid for a file system. Where it leads is up to the caller. */
export const checkPath = (operation: string, path: unknown): Effect.Effect<void, BoxInvalidInput> =>
  typeof path === "string" && path !== "" && !path.includes("\0")
    ? Effect.void
    : Effect.fail(
        new BoxInvalidInput({ operation, message: "path must be a non-empty string without NUL", attempts: 0 })
      )

/** A copy of an options object, so that later changes do not affect a running call. */
export const readOptions = <A extends object>(operation: string, options: A): Effect.Effect<A, BoxInvalidInput> =>
  Effect.try({
    try: () => {
      if (!Predicate.isObject(options)) throw new TypeError("not an object")
      const copy = { ...options }
      // A revoked proxy, for example, makes even `Array.isArray` throw.
      for (const value of Object.values(copy)) {
        if (typeof value === "object" && value !== null && !Array.isArray(value)) Reflect.get(value, "_tag")
      }
      return copy
    },
    // What a caller's getter throws may contain anything, so it is not passed on.
    catch: () => new BoxInvalidInput({ operation, message: "options must be an object", attempts: 0 })
  })
