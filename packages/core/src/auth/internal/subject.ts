/** Whom a server logs in as: the service account of an enterprise, or one of its users. */
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import type { BoxInvalidInput } from "../../BoxError.ts"
import { invalidInput } from "../../internal/argument.ts"
import { optional } from "../../internal/setting.ts"

/**
 * Whom a server logs in as: `{ enterprise: id }` is the service account of the app, `{ user: id }` a managed or app
 * user.
 *
 * @category models
 * @since 0.1.0
 */
export type Subject =
  | { readonly enterprise: string; readonly user?: undefined }
  | { readonly user: string; readonly enterprise?: undefined }

export interface SubjectFields {
  readonly type: "enterprise" | "user"
  readonly id: string
}

/** The subject in Box's form. Fails unless there is exactly one id. */
export const subjectFields = (operation: string, subject: Subject): Effect.Effect<SubjectFields, BoxInvalidInput> => {
  const { enterprise = "", user = "" } = Predicate.isObject(subject) ? subject : {}
  if (typeof enterprise !== "string" || typeof user !== "string" || (enterprise === "") === (user === "")) {
    return Effect.fail(
      invalidInput(
        operation,
        "subject must be either { enterprise: id } or { user: id }, where id is a non-empty string"
      )
    )
  }
  return Effect.succeed(user === "" ? { type: "enterprise", id: enterprise } : { type: "user", id: user })
}

/** The subject that `BOX_ENTERPRISE_ID` or `BOX_USER_ID` names, if one of them is set. */
export const subjectSetting = /*#__PURE__*/ Effect.fnUntraced(function* (
  operation: string
): Effect.fn.Return<Subject | undefined, BoxInvalidInput | Config.ConfigError> {
  const enterprise = yield* optional("BOX_ENTERPRISE_ID")
  const user = yield* optional("BOX_USER_ID")
  if (enterprise !== undefined && user !== undefined) {
    return yield* invalidInput(
      operation,
      "BOX_ENTERPRISE_ID and BOX_USER_ID are both set: set only one, to log in as the enterprise's service account or as one user"
    )
  }
  return enterprise !== undefined ? { enterprise } : user !== undefined ? { user } : undefined
})
