/** Checks arguments of untyped callers before a file or a connection is touched. */
import type { BoxInvalidInput } from "@effect-box/core/BoxError"
import { invalidInput, readArgument } from "@effect-box/core/unstable/Checks"
import * as Effect from "effect/Effect"

/** Checks that a path is valid for a file system. Where it leads is up to the caller. */
export const checkPath = (operation: string, path: unknown): Effect.Effect<void, BoxInvalidInput> =>
  typeof path === "string" && path !== "" && !path.includes("\0")
    ? Effect.void
    : Effect.fail(invalidInput(operation, "path must be a non-empty string without NUL"))

/** A copy of an options object, so that later changes do not affect a running call. */
export const readOptions = <A extends object>(operation: string, options: A): Effect.Effect<A, BoxInvalidInput> =>
  readArgument(operation, options, "options must be an object")
