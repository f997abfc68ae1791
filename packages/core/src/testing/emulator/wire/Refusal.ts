/** Box's error answers: bodies, codes and headers. */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"

/** `api`: the JSON error object; `oauth`: the token endpoint's two fields; `empty`: a status and headers only. */
type Shape = "api" | "oauth" | "empty"

/**
 * A request that the emulator rejects. It is thrown inside a transaction, and a failure elsewhere. No `Error`, because the stack of
 * each of them would take longer than the rest of the answer, and nobody sees it.
 */
export class Refusal extends Data.TaggedClass("Refusal")<{
  readonly status: number
  readonly shape: Shape
  readonly code: string
  readonly message: string
  readonly contextInfo?: unknown
  readonly headers?: Readonly<Record<string, string>>
}> {}

const refusal = (status: number, code: string, message: string, contextInfo?: unknown): Refusal =>
  new Refusal({ status, shape: "api", code, message, contextInfo })

const becauseOf = (reason: string, name: string, message: string) => ({ errors: [{ reason, name, message }] })

const idPrefix = { file: "f_", folder: "d_", web_link: "w_" } as const

type ItemType = keyof typeof idPrefix

/** 404 for an item that does not exist or is not visible to this user. */
export const itemNotFound = (type: ItemType, id: string, name: string = type, code = "not_found"): Refusal => {
  const shown = `${idPrefix[type]}${id}`
  const message = `Invalid value '${shown}'. '${name}' with value '${shown}' not found`
  return refusal(404, code, "Not Found", becauseOf("invalid_parameter", name, message))
}

export const notFound = (name: string, value: string): Refusal =>
  refusal(
    404,
    "not_found",
    "Not Found",
    becauseOf("invalid_parameter", name, `'${name}' with value '${value}' not found`)
  )

/** 404 for metadata: the template, or the instance of it on an item. */
export const instanceNotFound = (code: "instance_not_found" | "instance_tuple_not_found", template: string): Refusal =>
  refusal(404, code, `There is no '${template}' here`)

export const trashed = (): Refusal => refusal(404, "trashed", "Item is trashed")

export const notTrashed = (): Refusal => refusal(404, "not_trashed", "Item is not trashed")

/** 400 with a specific code, such as `invalid_limit`. */
export const badParameter = (name: string, message: string, code = "bad_request"): Refusal =>
  refusal(400, code, "Bad Request", becauseOf("invalid_parameter", name, message))

export const missingParameter = (name: string, code = "bad_request"): Refusal =>
  refusal(400, code, "Bad Request", becauseOf("missing_parameter", name, `'${name}' is required`))

export const badRequest = (message: string, code = "bad_request"): Refusal => refusal(400, code, message)

export const nameInUse = (conflicts: unknown): Refusal =>
  refusal(409, "item_name_in_use", "Item with the same name already exists", { conflicts })

export const conflict = (code: string, message: string, contextInfo?: unknown): Refusal =>
  refusal(409, code, message, contextInfo)

export const preconditionFailed = (message: string): Refusal => refusal(412, "precondition_failed", message)

export const gone = (code: string, message: string): Refusal => refusal(410, code, message)

export const rangeNotSatisfiable = (message: string): Refusal =>
  refusal(416, "requested_range_not_satisfiable", message)

export const forbidden = (code: string, message: string): Refusal => refusal(403, code, message)

export const noPermission = (): Refusal =>
  forbidden("access_denied_insufficient_permissions", "Access denied - insufficient permission")

export const unsupportedMediaType = (message: string): Refusal => refusal(415, "unsupported_media_type", message)

/** 405 for a path that Box has, with the methods that it takes. */
export const methodNotAllowed = (method: string, methods: ReadonlyArray<string>): Refusal => {
  const allowed = methods.join(", ")
  const why = methods.includes(method) ? "an id in the path is malformed" : `allowed here: ${allowed}`
  return new Refusal({
    status: 405,
    shape: "api",
    code: "method_not_allowed",
    message: `Method Not Allowed (${why})`,
    headers: { allow: allowed }
  })
}

/** 501 for an operation that Box has and the emulator has not. Box itself never answers this. */
export const notImplemented = (operation: string): Refusal =>
  refusal(501, "not_implemented", `${operation} is not in the emulator`)

export const internalServerError = (message: string): Refusal => refusal(500, "internal_server_error", message)

/** 401 without a body: the token is missing, unknown, revoked or expired. Box does not say which. */
export const unauthorized = (withToken: boolean): Refusal => {
  const problem = `, error="invalid_token", error_description="The access token provided is invalid."`
  const challenge = `Bearer realm="Service"${withToken ? problem : ""}`
  return new Refusal({
    status: 401,
    shape: "empty",
    code: "unauthorized",
    message: "Unauthorized",
    headers: { "www-authenticate": challenge }
  })
}

/** 403 without a body: the token lacks the scope that the operation needs. */
export const insufficientScope = (): Refusal => {
  const description = "The request requires higher privileges than provided by the access token."
  return new Refusal({
    status: 403,
    shape: "empty",
    code: "insufficient_scope",
    message: description,
    headers: {
      "www-authenticate": `Bearer realm="Service", error="insufficient_scope", error_description="${description}"`
    }
  })
}

/** An answer of the token, revoke or authorize endpoint. */
export const oauthError = (error: string, description: string): Refusal =>
  new Refusal({ status: 400, shape: "oauth", code: error, message: description })

/**
 * Runs one synchronous step on the model. Nothing else runs between its checks and its changes, so a step is a
 * transaction. A thrown `Refusal` becomes the failure; anything else is a defect of the emulator.
 */
export const transaction = <A>(step: () => A): Effect.Effect<A, Refusal> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(step())
    } catch (thrown) {
      return thrown instanceof Refusal ? Effect.fail(thrown) : Effect.die(thrown)
    }
  })
