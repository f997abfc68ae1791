/** Maps answers of Box and failures of the network to members of `BoxError`. No other place decides which one. */
import * as Predicate from "effect/Predicate"
import type * as Schema from "effect/Schema"
import * as BoxError from "../../BoxError.ts"
import { isHiddenRedirect } from "./browser.ts"
import { requestIdOf } from "./requestId.ts"
import { parseRetryAfter } from "./retryDelay.ts"

/** The fields that are known before an answer. */
export interface Sent {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly host: string
  readonly attempts: number
}

/** An unsuccessful answer, with as much of its body as could be read. */
export interface RefusedAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
  readonly now: number
}

type Member =
  | "BadRequest"
  | "Unauthorized"
  | "InsufficientScope"
  | "Forbidden"
  | "NotFound"
  | "ItemNameInUse"
  | "Conflict"
  | "PreconditionFailed"
  | "RateLimited"
  | "Unavailable"
  | "UploadSession"
  | "Timeout"

/** Maps (status, code) to a member. A row with a code takes precedence over the row of its status alone. */
export const table: Readonly<Record<string, Member>> = {
  "202": "Unavailable",
  "400": "BadRequest",
  "400 invalid_upload_session_id": "UploadSession",
  "400 parts_mismatch": "UploadSession",
  "401": "Unauthorized",
  "403": "Forbidden",
  "403 insufficient_scope": "InsufficientScope",
  "404": "NotFound",
  "405": "BadRequest",
  "408": "Timeout",
  "409": "Conflict",
  "409 item_name_in_use": "ItemNameInUse",
  "409 range_overlaps_existing_part": "UploadSession",
  "410": "NotFound",
  "410 session_expired": "UploadSession",
  "410 upload_failed": "UploadSession",
  "411": "BadRequest",
  "412": "PreconditionFailed",
  "413": "BadRequest",
  "414": "BadRequest",
  "415": "BadRequest",
  "416": "BadRequest",
  "422": "BadRequest",
  "428": "PreconditionFailed",
  "429": "RateLimited"
}

const memberOf = (status: number, code: string | undefined): Member | undefined =>
  table[`${status} ${code}`] ?? table[`${status}`] ?? (status >= 500 ? "Unavailable" : undefined)

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined)

/** Reads `conflicts`, which Box sends as one object, as an array, or not at all. */
const parseConflicts = (contextInfo: unknown): ReadonlyArray<BoxError.NameConflict> => {
  const found = Predicate.hasProperty(contextInfo, "conflicts") ? contextInfo.conflicts : undefined
  return (Array.isArray(found) ? found : [found]).flatMap((item: unknown) => {
    if (!Predicate.hasProperty(item, "id") || !Predicate.hasProperty(item, "type")) return []
    const [id, type] = [text(item.id), text(item.type)]
    if (id === undefined || type === undefined) return []
    const name = Predicate.hasProperty(item, "name") ? text(item.name) : undefined
    const etag = Predicate.hasProperty(item, "etag") ? text(item.etag) : undefined
    const sha1 = Predicate.hasProperty(item, "sha1") ? text(item.sha1) : undefined
    return [
      {
        type,
        id,
        ...(name === undefined ? {} : { name }),
        ...(etag === undefined ? {} : { etag }),
        ...(sha1 === undefined ? {} : { sha1 })
      }
    ]
  })
}

/** A secret as such, and as it is encoded in a header, a URL or a form. */
const spellings = (secret: string): ReadonlyArray<string> => {
  if (secret.length < 4) return []
  const inForm = new URLSearchParams([["", secret]]).toString().slice(1)
  return [...new Set([secret, ...(secret.isWellFormed() ? [encodeURIComponent(secret)] : []), inForm])]
}

/** Replaces secrets that a server echoed, so that no error message contains them. */
const redactor = (secrets: ReadonlyArray<string>): ((value: string) => string) => {
  const needles = secrets.flatMap(spellings)
  return (value) => needles.reduce((result, needle) => result.replaceAll(needle, "<redacted>"), value)
}

/**
 * The maximum depth of `context_info`. Printing and encoding an error are recursive, and Box never nests that deeply.
 */
const deepest = 64

/** Redacts parsed JSON, because text in JSON can be escaped in many ways. */
const redactJson = (value: unknown, redact: (value: string) => string, depth = 0): unknown => {
  if (typeof value === "string") return redact(value)
  if (typeof value !== "object" || value === null) return value
  if (depth === deepest) return "<nested too deeply>"
  if (Array.isArray(value)) return value.map((item) => redactJson(item, redact, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key), redactJson(item, redact, depth + 1)])
  )
}

const parseObject = (body: string, redact: (value: string) => string): Readonly<Record<string, unknown>> => {
  try {
    const parsed = redactJson(JSON.parse(body), redact)
    return Predicate.isObject(parsed) && !Array.isArray(parsed) ? { ...parsed } : {}
  } catch {
    // Empty bodies and HTML pages of proxies are common here. Then only the status is known.
    return {}
  }
}

/** How many characters of `www-authenticate` are read. */
const longestChallenge = 1000

/** The error for an answer. It must not contain any of `secrets`, the values that were sent. */
export const fromRefusal = (
  sent: Sent,
  refusal: RefusedAnswer,
  secrets: ReadonlyArray<string> = []
): BoxError.BoxError => {
  const { status, headers } = refusal
  const redact = redactor(secrets)
  const body = parseObject(refusal.body, redact)
  const challenge = (headers["www-authenticate"] ?? "").slice(0, longestChallenge)
  const challenged = /error="?([a-z_]+)/i.exec(challenge)?.[1]
  const code = text(body["code"]) ?? text(body["error"]) ?? (challenged === undefined ? undefined : redact(challenged))
  const member = memberOf(status, code)
  const described = /error_description="([^"]*)"/i.exec(challenge)?.[1]
  const said = text(body["message"]) ?? text(body["error_description"]) ?? text(described)
  const kind = /^[\w.+-]{1,40}\/[\w.+-]{1,80}/.exec(headers["content-type"] ?? "")?.[0]
  const message = redact(
    isHiddenRedirect(refusal)
      ? "Box redirects to another address, which a browser does not show"
      : (said ??
          `Box answered ${status}${refusal.body === "" ? " without a body" : kind === undefined ? "" : ` with ${kind}`}`)
  )
  // It comes from JSON.parse, so it is JSON.
  const contextInfo = body["context_info"] as Schema.Json | undefined
  const requestId = requestIdOf(body["request_id"], secrets) ?? requestIdOf(headers["box-request-id"], secrets)
  const helpUrl = text(body["help_url"])
  const facts = {
    ...sent,
    status,
    message,
    ...(code === undefined ? {} : { code }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(contextInfo === undefined || contextInfo === null ? {} : { contextInfo }),
    ...(helpUrl === undefined ? {} : { helpUrl })
  }
  const wait = parseRetryAfter(headers["retry-after"], refusal.now)
  const patient = { ...facts, ...(wait === undefined ? {} : { retryAfterMillis: wait }) }
  switch (member) {
    case "BadRequest":
      return new BoxError.BoxBadRequest(facts)
    case "Unauthorized":
      return new BoxError.BoxUnauthorized(facts)
    case "InsufficientScope":
      return new BoxError.BoxInsufficientScope(facts)
    case "Forbidden":
      return new BoxError.BoxForbidden(facts)
    case "NotFound":
      return new BoxError.BoxNotFound(facts)
    case "ItemNameInUse":
      return new BoxError.BoxItemNameInUse({ ...facts, conflicts: parseConflicts(contextInfo) })
    case "Conflict":
      return new BoxError.BoxConflict(patient)
    case "PreconditionFailed":
      return new BoxError.BoxPreconditionFailed(facts)
    case "RateLimited":
      return new BoxError.BoxRateLimited(patient)
    case "Unavailable":
      return new BoxError.BoxUnavailable(patient)
    case "UploadSession":
      return new BoxError.BoxUploadSessionError(facts)
    case "Timeout":
      return new BoxError.BoxTimeout({ ...facts, phase: "response" })
    case undefined:
      return new BoxError.BoxUnexpectedStatus(facts)
  }
}

/** What is wrong, without the place. */
export const detailOf = (error: BoxError.BoxError): string => error.detail ?? error.message

/** The common fields of an error, for another error that replaces it. */
export const factsOf = (error: BoxError.BoxError) => ({
  operation: error.operation,
  message: detailOf(error),
  attempts: error.attempts,
  ...(error.method === undefined ? {} : { method: error.method }),
  ...(error.path === undefined ? {} : { path: error.path }),
  ...(error.host === undefined ? {} : { host: error.host }),
  ...(error.status === undefined ? {} : { status: error.status }),
  ...(error.code === undefined ? {} : { code: error.code }),
  ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
  ...(error.contextInfo === undefined ? {} : { contextInfo: error.contextInfo }),
  ...(error.helpUrl === undefined ? {} : { helpUrl: error.helpUrl })
})

const platformCode = (cause: unknown, depth = 0): string | undefined => {
  if (depth > 4 || !Predicate.isObject(cause)) return undefined
  if (Predicate.hasProperty(cause, "code") && typeof cause.code === "string") return cause.code
  return (
    (Predicate.hasProperty(cause, "reason") ? platformCode(cause.reason, depth + 1) : undefined) ??
    (Predicate.hasProperty(cause, "cause") ? platformCode(cause.cause, depth + 1) : undefined)
  )
}

/**
 * The error for a failure of the transport. Of the cause, only the platform's code is kept: it may contain the request
 * with its token.
 */
export const fromTransport = (sent: Sent, cause: unknown, during: "request" | "answer"): BoxError.BoxError => {
  const code = platformCode(cause)
  const message =
    during === "request"
      ? "The request could not be completed"
      : "The connection was interrupted while the answer was being received"
  const facts = {
    ...sent,
    message: code === undefined ? message : `${message} (${code})`,
    ...(code === undefined ? {} : { code })
  }
  return code === "UND_ERR_CONNECT_TIMEOUT"
    ? new BoxError.BoxTimeout({ ...facts, phase: "connect" })
    : new BoxError.BoxTransportError(facts)
}
