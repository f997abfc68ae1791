/**
 * Everything that can go wrong, as one flat union of tagged errors.
 *
 * Each member is a `Schema.TaggedError`, so it can be caught by tag, encoded, and sent through a workflow or an RPC. Each
 * carries the facts that help at 3 a.m.: the operation, what Box answered, Box's request id and the number of attempts.
 * None ever holds a request, a response, a token or a signed URL.
 *
 * @see https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors/
 */
import * as Schema from "effect/Schema"

/** The facts that every member carries, as far as they exist. */
const facts = {
  /** The operation as it is called here, such as `Folders.getFolderById`. */
  operation: Schema.String,
  /** What happened, in one sentence; from Box where Box said something. */
  message: Schema.String,
  method: Schema.optionalKey(Schema.String),
  /** The path of the request, without host and query. */
  path: Schema.optionalKey(Schema.String),
  status: Schema.optionalKey(Schema.Int),
  /** Box's machine-readable code (`item_name_in_use`), an OAuth error (`invalid_grant`), or the network's (`ECONNRESET`). */
  code: Schema.optionalKey(Schema.String),
  /** Box's `request_id`, or the `BOX-REQUEST-ID` header where the body has none: what Box's support asks for. */
  requestId: Schema.optionalKey(Schema.String),
  /** Box's `context_info`, untouched. */
  contextInfo: Schema.optionalKey(Schema.Json),
  helpUrl: Schema.optionalKey(Schema.String),
  /** How many requests were sent before giving up; 0 when nothing was sent. */
  attempts: Schema.Int
}

/** The item that is in the way of a new name. */
export const NameConflict = /*#__PURE__*/ Schema.Struct({
  type: Schema.String,
  id: Schema.String,
  name: Schema.optionalKey(Schema.String),
  etag: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** Of a file: its content's SHA-1 in hex. */
  sha1: Schema.optionalKey(Schema.String)
})
export type NameConflict = typeof NameConflict.Type

/** The arguments cannot work; nothing was sent. The message says what to change. Not retryable. */
export class BoxInvalidInput extends Schema.TaggedError<BoxInvalidInput>()("BoxInvalidInput", facts) {
  get isRetryable(): boolean {
    return false
  }
}

/** 400 and its relatives: Box refuses the request as it is. */
export class BoxBadRequest extends Schema.TaggedError<BoxBadRequest>()("BoxBadRequest", facts) {
  /** Only when the bytes were damaged or lost on the way. */
  get isRetryable(): boolean {
    return this.code === "bad_digest" || this.code === "request_size_mismatch"
  }
}

/** 401 after the access token was renewed once: Box does not take this login for this call. */
export class BoxUnauthorized extends Schema.TaggedError<BoxUnauthorized>()("BoxUnauthorized", facts) {
  get isRetryable(): boolean {
    return false
  }
}

/** 403 with `insufficient_scope`: the app or the downscoped token lacks a scope that the call needs. */
export class BoxInsufficientScope extends Schema.TaggedError<BoxInsufficientScope>()("BoxInsufficientScope", facts) {
  get isRetryable(): boolean {
    return false
  }
}

/** 403: the user may not do this, or a policy, a lock or a quota forbids it; `code` says which. */
export class BoxForbidden extends Schema.TaggedError<BoxForbidden>()("BoxForbidden", facts) {
  get isRetryable(): boolean {
    return false
  }
}

/** 404 and 410: it does not exist, is in the trash (`code` = `trashed`), is over, or this user may not see it. */
export class BoxNotFound extends Schema.TaggedError<BoxNotFound>()("BoxNotFound", facts) {
  get isRetryable(): boolean {
    return false
  }
}

/**
 * 409 `item_name_in_use`: the folder already has an item of that name (Box compares without regard to case).
 * `conflicts` lists what is in the way: always an array, empty when Box does not say.
 */
export class BoxItemNameInUse extends Schema.TaggedError<BoxItemNameInUse>()("BoxItemNameInUse", {
  ...facts,
  conflicts: Schema.Array(NameConflict)
}) {
  get isRetryable(): boolean {
    return false
  }
}

/** Any other 409. Retryable when Box says that it is temporary. */
export class BoxConflict extends Schema.TaggedError<BoxConflict>()("BoxConflict", {
  ...facts,
  retryAfterMillis: Schema.optionalKey(Schema.Number)
}) {
  get isRetryable(): boolean {
    return this.code === "operation_blocked_temporary" || this.code === "name_temporarily_reserved"
  }
}

/** 412: the item's etag is not the `if_match` given, or a digest did not match. Read the item again, then decide. */
export class BoxPreconditionFailed extends Schema.TaggedError<BoxPreconditionFailed>()("BoxPreconditionFailed", facts) {
  get isRetryable(): boolean {
    return false
  }
}

/** 429: too many requests. `retryAfterMillis` is Box's wish, in milliseconds. */
export class BoxRateLimited extends Schema.TaggedError<BoxRateLimited>()("BoxRateLimited", {
  ...facts,
  retryAfterMillis: Schema.optionalKey(Schema.Number)
}) {
  get isRetryable(): boolean {
    return true
  }
}

/** 5xx, or an answer that was still not ready (202) when the waiting time was over. */
export class BoxUnavailable extends Schema.TaggedError<BoxUnavailable>()("BoxUnavailable", {
  ...facts,
  retryAfterMillis: Schema.optionalKey(Schema.Number)
}) {
  /** Everything but 507, which says that the storage is full. */
  get isRetryable(): boolean {
    return this.status !== 507
  }
}

/** A status that nothing else here describes. */
export class BoxUnexpectedStatus extends Schema.TaggedError<BoxUnexpectedStatus>()("BoxUnexpectedStatus", facts) {
  get isRetryable(): boolean {
    return false
  }
}

/** There is no usable login: none was stored, or Box refused the refresh token (`invalid_grant`). Someone must log in. */
export class BoxLoginRequired extends Schema.TaggedError<BoxLoginRequired>()("BoxLoginRequired", facts) {
  get isRetryable(): boolean {
    return false
  }
}

/** The token endpoint refused for another reason; `code` is the OAuth error. */
export class BoxOAuthError extends Schema.TaggedError<BoxOAuthError>()("BoxOAuthError", facts) {
  get isRetryable(): boolean {
    return false
  }
}

/** The connection failed or broke. `code` is the platform's code, such as `ECONNREFUSED`, where it gives one. */
export class BoxTransportError extends Schema.TaggedError<BoxTransportError>()("BoxTransportError", facts) {
  get isRetryable(): boolean {
    return true
  }
}

/** Something took too long. `phase` says what was waited for. */
export class BoxTimeout extends Schema.TaggedError<BoxTimeout>()("BoxTimeout", {
  ...facts,
  phase: Schema.Literals(["connect", "response", "idle", "deadline"])
}) {
  get isRetryable(): boolean {
    return true
  }
}

/**
 * Box's answer contradicts its documentation. `message` names the JSON path, never the value. `status` is that of the
 * answer: with 2xx Box has carried out the call, or may have.
 */
export class BoxDecodeError extends Schema.TaggedError<BoxDecodeError>()("BoxDecodeError", {
  ...facts,
  /** What the answer asked to wait, in milliseconds. */
  retryAfterMillis: Schema.optionalKey(Schema.Number)
}) {
  get isRetryable(): boolean {
    return false
  }
}

/** A token pair could not be read or saved. The pair in memory stays in use. */
export class BoxTokenPersistenceError extends Schema.TaggedError<BoxTokenPersistenceError>()(
  "BoxTokenPersistenceError",
  facts
) {
  get isRetryable(): boolean {
    return true
  }
}

/** The bytes are not what they should be: size or SHA-1 differ. */
export class BoxIntegrityError extends Schema.TaggedError<BoxIntegrityError>()("BoxIntegrityError", {
  ...facts,
  /**
   * What differs: `size` in bytes, `sha1` in hex, or `modified`: the modification time of a local file in milliseconds since
   * 1970, or the `identity` that a resumable source was given.
   */
  property: Schema.Literals(["size", "sha1", "modified"]),
  expected: Schema.String,
  actual: Schema.String
}) {
  get isRetryable(): boolean {
    return false
  }
}

/** An upload session broke: Box dropped it, or the file has no place in it. Start a new upload. */
export class BoxUploadSessionError extends Schema.TaggedError<BoxUploadSessionError>()("BoxUploadSessionError", {
  ...facts,
  sessionId: Schema.optionalKey(Schema.String)
}) {
  get isRetryable(): boolean {
    return this.status === 410
  }
}

/**
 * A one-shot body was already read and cannot be sent again: sending what is left of it would store an empty or a cut-off
 * file. `reason` is the tag of the failure that asked for another attempt. Give a source that can be read again.
 */
export class BoxBodyConsumed extends Schema.TaggedError<BoxBodyConsumed>()("BoxBodyConsumed", {
  ...facts,
  reason: Schema.optionalKey(Schema.String)
}) {
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

/** Any failure of effect-box; also the schema that encodes and decodes it. */
export type BoxError = InstanceType<(typeof members)[number]>
export const BoxError: Schema.Union<typeof members> = /*#__PURE__*/ Schema.Union(members)

/** Whether a value is one of effect-box's errors. */
export const isBoxError = (value: unknown): value is BoxError => members.some((member) => value instanceof member)

/** Whether the error says that Box asks for fewer requests. */
export const isThrottled = (error: BoxError): error is BoxRateLimited => error._tag === "BoxRateLimited"

/** Whether the error is about who is asking: a missing or refused login, or a missing scope. */
export const isAuthentication = (
  error: BoxError
): error is BoxUnauthorized | BoxInsufficientScope | BoxLoginRequired | BoxOAuthError =>
  error._tag === "BoxUnauthorized" ||
  error._tag === "BoxInsufficientScope" ||
  error._tag === "BoxLoginRequired" ||
  error._tag === "BoxOAuthError"
