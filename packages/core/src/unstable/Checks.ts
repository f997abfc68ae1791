/**
 * Checks of arguments and of content, and the errors that they fail with. For `@effect-box/node`; may change in any
 * release.
 *
 * @since 0.2.0
 */
import type * as Effect from "effect/Effect"
import type { BoxIntegrityError, BoxInvalidInput } from "../BoxError.ts"
import * as argument from "../internal/argument.ts"
import * as integrity from "../internal/integrity.ts"

/**
 * Why a value is not a count, such as a number of connections; `undefined` if it is one.
 *
 * @category operations
 * @since 0.2.0
 */
export const countFault: (name: string, value: unknown) => string | undefined = argument.countFault

/**
 * A copy of an options object, so that later changes do not affect a running call. Fails with `BoxInvalidInput` and the
 * message `expected` if it is not an object, or if its properties cannot be read.
 *
 * @category operations
 * @since 0.2.0
 */
export const readArgument: <A extends object>(
  operation: string,
  argument: A,
  expected?: string
) => Effect.Effect<A, BoxInvalidInput> = argument.readArgument

/**
 * The error for an argument that cannot be right. Nothing was sent.
 *
 * @category errors
 * @since 0.2.0
 */
export const invalidInput: (operation: string, message: string) => BoxInvalidInput = argument.invalidInput

/**
 * How content differs from what it should be.
 *
 * @category models
 * @since 0.2.0
 */
export interface Difference extends integrity.Difference {}

/**
 * The error for content that differs from what it should be.
 *
 * @category errors
 * @since 0.2.0
 */
export const integrityError: (difference: Difference) => BoxIntegrityError = integrity.integrityError
