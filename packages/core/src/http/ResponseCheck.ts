/**
 * What happens when an answer of Box contradicts its documentation.
 *
 * Box has been seen to send `[]` for an object, `null` for the id of a user that no longer exists, and numbers for texts.
 * A call that Box has carried out does not fail for such a thing, because the caller would carry it out again.
 *
 * @example
 * ```ts
 * import { Folders, ResponseCheck } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect, Layer } from "effect"
 *
 * const strict = Layer.succeed(ResponseCheck.ResponseCheck, "strict")
 * const root = Folders.getFolderById({ folder_id: "0" }).pipe(Effect.provide([BoxEmulator.layer, strict]))
 * ```
 */
import * as Context from "effect/Context"

/**
 * `lenient`: an optional property that does not fit its type is left out of the result, and so is a nested item whose `id`
 * does not fit; an entry of a list that fits nothing is passed on as it is. One warning in the log names the operation and
 * the paths, never a value, and the metric `box.decode.warnings` counts it. The call fails with `BoxDecodeError` where the
 * answer lacks what nobody can do without, such as its `id`, its `entries`, a token or an upload session's addresses.
 *
 * `strict`: the call fails with `BoxDecodeError` whatever does not fit. For tests; the layers of `BoxEmulator` use it.
 */
export type ResponseCheck = "lenient" | "strict"

/** The policy in force; `lenient` unless something else is provided. */
export const ResponseCheck: Context.Reference<ResponseCheck> = /*#__PURE__*/ Context.Reference(
  "effect-box/ResponseCheck",
  {
    defaultValue: (): ResponseCheck => "lenient"
  }
)
