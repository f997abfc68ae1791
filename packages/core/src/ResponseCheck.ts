/**
 * What happens when an answer of Box contradicts its documentation.
 *
 * @example
 * ```ts
 * import { Folders, ResponseCheck } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const folder = Folders.getFolderById({ folder_id: "0" }).pipe(
 *   Effect.provideService(ResponseCheck.ResponseCheck, "warn")
 * )
 * ```
 */
import * as Context from "effect/Context"

/**
 * `fail`: the operation fails with `BoxDecodeError`. `warn`: one warning is logged for the call, and the answer is given as
 * it came, whatever its type says.
 */
export type ResponseCheck = "fail" | "warn"

/** The policy in force; `fail` unless something else is provided. */
export const ResponseCheck: Context.Reference<ResponseCheck> = /*#__PURE__*/ Context.Reference(
  "effect-box/ResponseCheck",
  {
    defaultValue: (): ResponseCheck => "fail"
  }
)
