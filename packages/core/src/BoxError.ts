/**
 * All failures of effect-box, as one flat union of tagged errors.
 *
 * Each member is a `Schema.TaggedError`: it can be caught by tag, encoded, and sent through a workflow or an RPC. Each
 * has what is needed to investigate: the operation, Box's message and request id, the number of attempts.
 * None contains a request, a response, a token or a signed URL.
 *
 * `message` names the place: `Folders.getFolderById: GET /folders/1 at api.box.com: 404 not_found (request id abc):
 * Not Found`. The last part, Box's own words, is `detail`.
 *
 * @example
 * ```ts
 * import { Folders } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const name = Folders.getFolderById({ folder_id: "404" }).pipe(
 *   Effect.map((folder) => folder.name),
 *   Effect.catchTag("BoxNotFound", (error) => Effect.succeed(error.status))
 * )
 * console.log(await Effect.runPromise(Effect.provide(name, BoxEmulator.layer))) // 404
 * ```
 *
 * @see https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors/
 */
import * as Schema from "effect/Schema"
import { facts, placed, tagged } from "./error/internal/facts.ts"

/**
 * The schema of an item that already has the requested name.
 * @category schemas
 * @since 0.1.0
 */
export const NameConflict = /*#__PURE__*/ Schema.Struct({
  type: Schema.String,
  id: Schema.String,
  name: Schema.optionalKey(Schema.String),
  etag: Schema.optionalKey(Schema.NullOr(Schema.String)),
  sha1: Schema.optionalKey(Schema.String)
})
/**
 * An item that already has the requested name.
 * @category models
 * @since 0.1.0
 */
export type NameConflict = typeof NameConflict.Type

/**
 * The arguments are invalid, and nothing was sent. The message says what to change. Not retryable.
 * @category errors
 * @since 0.1.0
 */
export class BoxInvalidInput extends placed(tagged<BoxInvalidInput>()("BoxInvalidInput", facts)) {
  get isRetryable(): boolean {
    return false
  }
}

/**
 * 400 and related statuses: Box rejected the request as malformed or invalid. Retryable if bytes were lost in transit.
 * @category errors
 * @since 0.1.0
 */
export class BoxBadRequest extends placed(tagged<BoxBadRequest>()("BoxBadRequest", facts)) {
  get isRetryable(): boolean {
    return this.code === "bad_digest" || this.code === "request_size_mismatch"
  }
}

/**
 * 401 although the access token was renewed once: Box does not accept this login for this call.
 * @category errors
 * @since 0.1.0
 */
export class BoxUnauthorized extends placed(tagged<BoxUnauthorized>()("BoxUnauthorized", facts)) {
  get isRetryable(): boolean {
    return false
  }
}

/**
 * 403 with `insufficient_scope`: the app or the downscoped token lacks a scope that the call needs.
 * @category errors
 * @since 0.1.0
 */
export class BoxInsufficientScope extends placed(tagged<BoxInsufficientScope>()("BoxInsufficientScope", facts)) {
  get isRetryable(): boolean {
    return false
  }
}

/**
 * 403: the user lacks the permission, or a policy, a lock or a quota forbids the call. `code` says which.
 * @category errors
 * @since 0.1.0
 */
export class BoxForbidden extends placed(tagged<BoxForbidden>()("BoxForbidden", facts)) {
  get isRetryable(): boolean {
    return false
  }
}

/**
 * 404 and 410: the item does not exist, is in the trash (`code` is `trashed`), has expired, or is not visible to this
 * user.
 * @category errors
 * @since 0.1.0
 */
export class BoxNotFound extends placed(tagged<BoxNotFound>()("BoxNotFound", facts)) {
  get isRetryable(): boolean {
    return false
  }
}

/**
 * 409 `item_name_in_use`: the folder already has an item with that name. Box ignores case when it compares names.
 * `conflicts` lists the existing items. It is always an array, and empty if Box does not name them.
 * @category errors
 * @since 0.1.0
 */
export class BoxItemNameInUse extends placed(
  tagged<BoxItemNameInUse>()("BoxItemNameInUse", {
    ...facts,
    conflicts: Schema.Array(NameConflict)
  })
) {
  get isRetryable(): boolean {
    return false
  }
}

/**
 * Any other 409. Retryable if Box says that the conflict is temporary.
 * @category errors
 * @since 0.1.0
 */
export class BoxConflict extends placed(
  tagged<BoxConflict>()("BoxConflict", {
    ...facts,
    retryAfterMillis: Schema.optionalKey(Schema.Number)
  })
) {
  get isRetryable(): boolean {
    return this.code === "operation_blocked_temporary" || this.code === "name_temporarily_reserved"
  }
}

/**
 * 412: the item's etag differs from the given `if_match`, or a digest did not match. Read the item again, then decide.
 * @category errors
 * @since 0.1.0
 */
export class BoxPreconditionFailed extends placed(tagged<BoxPreconditionFailed>()("BoxPreconditionFailed", facts)) {
  get isRetryable(): boolean {
    return false
  }
}

/**
 * 429: too many requests. `retryAfterMillis` is the delay that Box asks for, in milliseconds.
 * @category errors
 * @since 0.1.0
 */
export class BoxRateLimited extends placed(
  tagged<BoxRateLimited>()("BoxRateLimited", {
    ...facts,
    retryAfterMillis: Schema.optionalKey(Schema.Number)
  })
) {
  get isRetryable(): boolean {
    return true
  }
}

/**
 * 5xx, or a result that was still not ready (202) at the deadline. Retryable, but for 507 (full) and 501 (unknown).
 * @category errors
 * @since 0.1.0
 */
export class BoxUnavailable extends placed(
  tagged<BoxUnavailable>()("BoxUnavailable", {
    ...facts,
    retryAfterMillis: Schema.optionalKey(Schema.Number)
  })
) {
  get isRetryable(): boolean {
    return this.status !== 501 && this.status !== 507
  }
}

/**
 * A status that no other error describes.
 * @category errors
 * @since 0.1.0
 */
export class BoxUnexpectedStatus extends placed(tagged<BoxUnexpectedStatus>()("BoxUnexpectedStatus", facts)) {
  get isRetryable(): boolean {
    return false
  }
}

/**
 * There is no usable login: none is stored, or Box rejected the refresh token (`invalid_grant`). Someone has to log
 * in.
 * @category errors
 * @since 0.1.0
 */
export class BoxLoginRequired extends placed(tagged<BoxLoginRequired>()("BoxLoginRequired", facts)) {
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The token endpoint rejected the request for another reason. `code` is the OAuth error.
 * @category errors
 * @since 0.1.0
 */
export class BoxOAuthError extends placed(tagged<BoxOAuthError>()("BoxOAuthError", facts)) {
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The connection failed or was interrupted. `code` is the platform's error code, such as `ECONNREFUSED`, if it has
 * one.
 * @category errors
 * @since 0.1.0
 */
export class BoxTransportError extends placed(tagged<BoxTransportError>()("BoxTransportError", facts)) {
  get isRetryable(): boolean {
    return true
  }
}

/**
 * A time limit was exceeded. `phase` says which one.
 * @category errors
 * @since 0.1.0
 */
export class BoxTimeout extends placed(
  tagged<BoxTimeout>()("BoxTimeout", {
    ...facts,
    phase: Schema.Literals(["connect", "response", "idle", "deadline"])
  })
) {
  get isRetryable(): boolean {
    return true
  }
}

/**
 * Box's answer contradicts its documentation. `message` names the JSON path, never the value. `status` is the status
 * of the answer: with 2xx, Box has carried out the call, or may have.
 * @category errors
 * @since 0.1.0
 */
export class BoxDecodeError extends placed(
  tagged<BoxDecodeError>()("BoxDecodeError", {
    ...facts,
    retryAfterMillis: Schema.optionalKey(Schema.Number)
  })
) {
  get isRetryable(): boolean {
    return false
  }
}

/**
 * A token pair could not be read or saved. The pair in memory remains in use.
 * @category errors
 * @since 0.1.0
 */
export class BoxTokenPersistenceError extends placed(
  tagged<BoxTokenPersistenceError>()("BoxTokenPersistenceError", facts)
) {
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The size or the SHA-1 of the content differs from the expected value.
 * @category errors
 * @since 0.1.0
 */
export class BoxIntegrityError extends placed(
  tagged<BoxIntegrityError>()("BoxIntegrityError", {
    ...facts,
    /**
     * What differs: `size` in bytes, `sha1` in hex, or `modified`. The latter is the modification time of a local file in
     * milliseconds since 1970, or the `identity` of a resumable source.
     */
    property: Schema.Literals(["size", "sha1", "modified"]),
    expected: Schema.String,
    actual: Schema.String
  })
) {
  get isRetryable(): boolean {
    return false
  }
}

/**
 * An upload session failed: it no longer exists on Box, or the file cannot be placed. Start a new upload.
 * @category errors
 * @since 0.1.0
 */
export class BoxUploadSessionError extends placed(
  tagged<BoxUploadSessionError>()("BoxUploadSessionError", {
    ...facts,
    sessionId: Schema.optionalKey(Schema.String)
  })
) {
  get isRetryable(): boolean {
    return this.status === 410
  }
}

/**
 * A one-shot body was already read and cannot be sent again: sending the rest of it would store an empty or truncated
 * file. `reason` is the tag of the failure that made another attempt necessary. Use a source that can be read again.
 * @category errors
 * @since 0.1.0
 */
export class BoxBodyConsumed extends placed(
  tagged<BoxBodyConsumed>()("BoxBodyConsumed", {
    ...facts,
    reason: Schema.optionalKey(Schema.String)
  })
) {
  get isRetryable(): boolean {
    return false
  }
}

const members = [
  BoxInvalidInput,
  BoxBadRequest,
  BoxUnauthorized,
  BoxInsufficientScope,
  BoxForbidden,
  BoxNotFound,
  BoxItemNameInUse,
  BoxConflict,
  BoxPreconditionFailed,
  BoxRateLimited,
  BoxUnavailable,
  BoxUnexpectedStatus,
  BoxLoginRequired,
  BoxOAuthError,
  BoxTransportError,
  BoxTimeout,
  BoxDecodeError,
  BoxTokenPersistenceError,
  BoxIntegrityError,
  BoxUploadSessionError,
  BoxBodyConsumed
] as const

/**
 * Any failure of effect-box.
 * @category errors
 * @since 0.1.0
 */
export type BoxError = InstanceType<(typeof members)[number]>
/**
 * The schema that encodes and decodes any failure of effect-box.
 * @category schemas
 * @since 0.1.0
 */
export const BoxError: Schema.Union<typeof members> = /*#__PURE__*/ Schema.Union(members)

/**
 * Returns `true` if a value is one of the errors of effect-box.
 * @category predicates
 * @since 0.1.0
 */
export const isBoxError = (value: unknown): value is BoxError => members.some((member) => value instanceof member)

/**
 * Returns `true` if the error says that Box wants fewer requests (429).
 * @category predicates
 * @since 0.1.0
 */
export const isThrottled = (error: BoxError): error is BoxRateLimited => error._tag === "BoxRateLimited"

/**
 * Returns `true` if the error concerns the caller's identity: a missing or rejected login, or a missing scope.
 * @category predicates
 * @since 0.1.0
 */
export const isAuthentication = (
  error: BoxError
): error is BoxUnauthorized | BoxInsufficientScope | BoxLoginRequired | BoxOAuthError =>
  error._tag === "BoxUnauthorized" ||
  error._tag === "BoxInsufficientScope" ||
  error._tag === "BoxLoginRequired" ||
  error._tag === "BoxOAuthError"
