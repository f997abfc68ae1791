/**
 * What happens if an answer of Box contradicts Box's documentation.
 *
 * Box is known to send `[]` instead of an object, `null` instead of the id of a deleted user, and numbers instead of
 * strings. By default, such an answer does not fail a call that Box has carried out, because the caller would repeat
 * it.
 *
 * @example
 * ```ts
 * import { Folders, ResponseCheck } from "@effect-box/core"
 * import { Effect, Layer } from "effect"
 *
 * const strict = Layer.succeed(ResponseCheck.ResponseCheck, "strict")
 * const root = Folders.getFolderById({ folder_id: "0" }).pipe(Effect.provide(strict))
 * ```
 */
import * as Context from "effect/Context"

/**
 * How strictly answers are checked.
 *
 * `lenient`: an optional property of the wrong type is omitted from the result, and so is a nested item whose `id` is
 * invalid. A list entry that matches no type is passed through unchanged. One warning in the log names the operation
 * and the paths, never a value, and the metric `box.decode.warnings` counts it. The call fails with `BoxDecodeError`
 * only if the answer lacks something essential, such as its `id`, its `entries`, a token, or the addresses of an
 * upload session.
 *
 * `strict`: the call fails with `BoxDecodeError` on any mismatch. For tests; the layers of `BoxEmulator` use it.
 *
 * @category models
 * @since 0.1.0
 */
export type ResponseCheck = "lenient" | "strict"

/**
 * The active policy. Default: `lenient`.
 *
 * @category references
 * @since 0.1.0
 */
export const ResponseCheck: Context.Reference<ResponseCheck> = /*#__PURE__*/ Context.Reference(
  "effect-box/ResponseCheck",
  {
    defaultValue: (): ResponseCheck => "lenient"
  }
)
