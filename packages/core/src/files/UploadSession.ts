/**
 * The protocol of chunked uploads, one request at a time: create, part, list, commit, abort. `FileUpload` does the
 * whole dance; this is for those who want to lead.
 *
 * A session belongs to whoever created it, lives for seven days, and its parts never change once they are stored.
 *
 * @see https://developer.box.com/guides/uploads/chunked/
 */
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as Hex from "effect/encoding/Hex"
import * as Schema from "effect/Schema"
import { type File, Files } from "../api/schemas/Item.ts"
import { BoxConfig } from "../http/BoxConfig.ts"
import * as BoxError from "../BoxError.ts"
import { invalidInput, isTokenText, readArgument, tryRead } from "../internal/argument.ts"
import { is } from "../internal/guard.ts"
import { type Answer, type Call, execute } from "../http/internal/send.ts"
import { readJson } from "../http/internal/jsonAnswer.ts"
import { buildCallWithBody } from "../operation/internal/call.ts"
import { jsonText } from "../operation/internal/body.ts"
import { check, type Lazy, lazy, maybe, resolve } from "../internal/schema.ts"
import { NoTime, writeTimes } from "../internal/timeArguments.ts"
import type { Time } from "../internal/timestamp.ts"
import { isTrusted } from "../http/internal/trustedUrl.ts"
import type * as Operation from "../operation/Operation.ts"

/** Absolute addresses chosen by Box, to be used as they are. */
export interface Endpoints {
  readonly upload_part: string
  readonly commit: string
  readonly abort: string
  readonly list_parts: string
}

/** A place on Box where the parts of one file are gathered. */
export interface UploadSession {
  readonly id: string
  /** Bytes in every part but the last. */
  readonly part_size: number
  readonly total_parts: number
  readonly session_expires_at?: string | null
  readonly session_endpoints: Endpoints
}

/** The shape of a session, in Box's answers and wherever one is kept. */
export const UploadSession: Lazy<UploadSession> = /*#__PURE__*/ lazy(() =>
  Schema.Struct({
    id: Schema.String,
    part_size: Schema.Int.check(Schema.isGreaterThanOrEqualTo(1)),
    total_parts: Schema.Int,
    session_expires_at: maybe(Schema.String),
    session_endpoints: Schema.Struct({
      upload_part: Schema.String,
      commit: Schema.String,
      abort: Schema.String,
      list_parts: Schema.String
    })
  })
)

const isSession = (session: unknown): session is UploadSession => is(UploadSession)(session)

const countOfBytes = "must be a whole number of bytes, not negative"

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

const isDigest = (value: unknown): value is Uint8Array => value instanceof Uint8Array && value.length === 20

/** A part that Box has. */
export interface StoredPart {
  readonly part_id: string
  /** Bytes from the start of the file. */
  readonly offset: number
  /** Bytes. */
  readonly size: number
  /** In hex. */
  readonly sha1: string
}

const storedPart: Lazy<StoredPart> = /*#__PURE__*/ lazy(() =>
  Schema.Struct({ part_id: Schema.String, offset: Schema.Int, size: Schema.Int, sha1: Schema.String })
)

const partAnswer: Lazy<{ readonly part: StoredPart }> = /*#__PURE__*/ lazy(() =>
  Schema.Struct({ part: resolve(storedPart) })
)

const partList: Lazy<{ readonly entries: ReadonlyArray<StoredPart> }> = /*#__PURE__*/ lazy(() =>
  Schema.Struct({ entries: Schema.Array(resolve(storedPart)) })
)

/** Sent again after an unclear failure: a session that came out of the first one shows up as `session_conflict`. */
const createSpec = (path: string): Operation.Spec => ({
  name: "UploadSession.create",
  method: "POST",
  path,
  host: "upload",
  body: "json",
  replay: "safe"
})

export type CreateInput = (
  | { readonly folder_id: string; readonly file_name: string; readonly file_size: number }
  | { readonly file_id: string; readonly file_name?: string; readonly file_size: number }
) & {
  /** Requests that were sent for this session before; counted in the `attempts` of errors. Default 0. */
  readonly attemptsBefore?: number
}

const contradiction = (operation: string, message: string) =>
  new BoxError.BoxDecodeError({ operation, attempts: 1, message })

/** The token goes to this address, so it must be one of Box or of the configuration. */
const endpointOf = /*#__PURE__*/ Effect.fnUntraced(function* (session: UploadSession, name: keyof Endpoints) {
  const text: unknown = session.session_endpoints[name]
  const url = typeof text === "string" && URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && isTrusted(url, yield* BoxConfig) ? url : undefined
})

/**
 * The token goes to these addresses, so they must be Box's own over `https`, or of an origin of the configuration;
 * otherwise `BoxDecodeError`. For a session that was kept somewhere: those that come from Box are checked already.
 */
export const checkEndpoints = /*#__PURE__*/ Effect.fnUntraced(function* (
  given: UploadSession
): Effect.fn.Return<UploadSession, BoxError.BoxDecodeError> {
  const session = tryRead(() => (isSession(given) ? given : undefined))
  if (session === undefined) return yield* contradiction("UploadSession.create", "This is no upload session")
  for (const name of ["upload_part", "commit", "abort", "list_parts"] as const) {
    if ((yield* endpointOf(session, name)) !== undefined) continue
    return yield* contradiction("UploadSession.create", `session_endpoints.${name} is no address to send a token to`)
  }
  return session
})

/** The address of a step of a session that the caller brings, such as one that was stored. */
const addressOf = /*#__PURE__*/ Effect.fnUntraced(function* (
  operation: string,
  given: UploadSession,
  name: keyof Endpoints
) {
  const session = tryRead(() => (isSession(given) ? given : undefined))
  if (session === undefined) return yield* invalidInput(operation, "session must be what UploadSession.create gives")
  const url = yield* endpointOf(session, name)
  if (url !== undefined) return url
  return yield* invalidInput(operation, `session_endpoints.${name} is no address to send a token to`)
})

/**
 * Opens a session for a new file, or with `file_id` for a new version. `file_size` in bytes, at least 20,000,000 or Box
 * answers `file_size_too_small`. A session that exists for the same target already fails with `BoxConflict`
 * (`session_conflict`); {@link conflicting} tells which. Safe to repeat.
 *
 * @see https://developer.box.com/reference/post-files-upload-sessions/
 */
export const create = (given: CreateInput): Effect.Effect<UploadSession, BoxError.BoxError, Operation.Requirements> =>
  Effect.gen(function* () {
    const { attemptsBefore = 0, ...input } = yield* readArgument("UploadSession.create", given)
    if (!isCount(input.file_size)) return yield* invalidInput("UploadSession.create", `file_size ${countOfBytes}`)
    const spec = createSpec("file_id" in input ? "/files/{file_id}/upload_sessions" : "/files/upload_sessions")
    const post = { ...(yield* buildCallWithBody(spec, input, yield* BoxConfig)), attemptsBefore }
    const session = yield* checkEndpoints(yield* run(post, readJson(post, UploadSession)))
    if (session.total_parts !== Math.ceil(input.file_size / session.part_size)) {
      return yield* contradiction(
        "UploadSession.create",
        `${session.total_parts} parts of ${session.part_size} bytes are not the parts of ${input.file_size} bytes`
      )
    }
    return session
  })

/** The session that a `session_conflict` is about, if Box names it. */
export const conflicting = /*#__PURE__*/ Effect.fnUntraced(function* (
  conflict: BoxError.BoxConflict
): Effect.fn.Return<UploadSession | undefined, BoxError.BoxError> {
  const { code, contextInfo } = conflict
  if (code !== "session_conflict" || typeof contextInfo !== "object" || contextInfo === null) return undefined
  const given = "session" in contextInfo ? contextInfo.session : undefined
  const session = yield* Effect.orElseSucceed(check(UploadSession)(given), () => undefined)
  return session === undefined ? undefined : yield* checkEndpoints(session)
})

const call = (
  operation: string,
  method: Call["method"],
  url: URL,
  extra: Partial<Pick<Call, "headers" | "body" | "attemptsBefore" | "pending">> = {}
): Call => ({
  operation,
  method,
  url: url.href,
  path: url.pathname,
  headers: { accept: "application/json", ...extra.headers },
  body: extra.body ?? { _tag: "Empty" },
  replay: "safe",
  ...(extra.pending === undefined ? {} : { pending: extra.pending }),
  ...(extra.attemptsBefore === undefined ? {} : { attemptsBefore: extra.attemptsBefore })
})

const run = <A>(request: Call<BoxError.BoxError>, read: (answer: Answer) => Effect.Effect<A, BoxError.BoxError>) =>
  Effect.withSpan(execute(request, read), request.operation, { kind: "client" })

export interface UploadPartInput {
  /** Bytes from the start of the file; a multiple of `part_size`. */
  readonly offset: number
  /** Exactly `part_size` bytes; the last part ends with the file. */
  readonly bytes: Uint8Array
  /** SHA-1 of `bytes`, 20 bytes. */
  readonly sha1: Uint8Array
  /** Bytes of the whole file. */
  readonly fileSize: number
  /** Requests that were sent for this part before; counted in the `attempts` of errors. Default 0. */
  readonly attemptsBefore?: number
}

type Place = Pick<UploadPartInput, "offset" | "bytes" | "sha1">

const checkPlace = /*#__PURE__*/ Effect.fnUntraced(function* (operation: string, given: Place) {
  const part = yield* readArgument(operation, given, "The part must be an object with offset, bytes and sha1")
  if (!isCount(part.offset)) return yield* invalidInput(operation, `offset ${countOfBytes}`)
  if (!(part.bytes instanceof Uint8Array)) return yield* invalidInput(operation, "bytes must be a Uint8Array")
  if (!isDigest(part.sha1)) return yield* invalidInput(operation, "sha1 must be 20 bytes")
  return part
})

/** Box must have stored the part that was sent. */
const checkPart = /*#__PURE__*/ Effect.fnUntraced(function* (given: Place, stored: StoredPart, attempts: number) {
  const operation = "UploadSession.uploadPart"
  if (stored.offset !== given.offset) {
    const message = `Box stored the part at ${stored.offset} instead of ${given.offset}`
    return yield* new BoxError.BoxDecodeError({ operation, attempts, message })
  }
  const differs = (property: "size" | "sha1", expected: string, actual: string) =>
    new BoxError.BoxIntegrityError({
      operation,
      attempts,
      property,
      expected,
      actual,
      message: `Box stored the part at ${given.offset} with ${property} ${actual}, but ${expected} was sent`
    })
  const sha1 = Hex.encode(given.sha1)
  if (stored.size !== given.bytes.length) {
    return yield* differs("size", String(given.bytes.length), String(stored.size))
  }
  if (stored.sha1.toLowerCase() !== sha1) return yield* differs("sha1", sha1, stored.sha1)
  return stored
})

/**
 * Sends one part and compares what Box has stored. After a failure that leaves open whether it arrived, ask
 * {@link findPart} before sending it again: Box refuses a range that it has.
 *
 * @see https://developer.box.com/reference/put-files-upload-sessions-id/
 */
export const uploadPart = /*#__PURE__*/ Effect.fnUntraced(function* (
  session: UploadSession,
  given: UploadPartInput
): Effect.fn.Return<StoredPart, BoxError.BoxError, Operation.Requirements> {
  const operation = "UploadSession.uploadPart"
  const part = yield* checkPlace(operation, given)
  const { fileSize, attemptsBefore = 0 } = given
  const { bytes, offset, sha1 } = part
  if (!isCount(fileSize)) return yield* invalidInput(operation, `fileSize ${countOfBytes}`)
  const put = call(operation, "PUT", yield* addressOf(operation, session, "upload_part"), {
    headers: {
      digest: `sha=${Base64.encode(sha1)}`,
      "content-range": `bytes ${offset}-${offset + bytes.length - 1}/${fileSize}`
    },
    body: { _tag: "Bytes", bytes, contentType: "application/octet-stream" },
    // Box never says so of a part, and refuses one that it has: whoever hears 202 asks for the list.
    pending: false,
    attemptsBefore
  })
  return yield* run(put, (answer) =>
    Effect.flatMap(readJson(put, partAnswer)(answer), ({ part: stored }) => checkPart(part, stored, answer.attempts))
  )
})

/**
 * The parts that Box has, ascending by offset: one page of up to 1,000, from the `offset`th of them on. Safe to repeat.
 *
 * @see https://developer.box.com/reference/get-files-upload-sessions-id-parts/
 */
export const listParts = /*#__PURE__*/ Effect.fnUntraced(function* (
  session: UploadSession,
  page: { readonly offset?: number; readonly limit?: number } = {}
): Effect.fn.Return<ReadonlyArray<StoredPart>, BoxError.BoxError, Operation.Requirements> {
  const operation = "UploadSession.listParts"
  const { offset = 0, limit = 1000 } = yield* readArgument(operation, page, "page must be an object")
  if (!isCount(offset) || !isCount(limit)) {
    return yield* invalidInput(operation, "offset and limit must be whole numbers, not negative")
  }
  const url = yield* addressOf(operation, session, "list_parts")
  url.searchParams.set("offset", String(offset))
  url.searchParams.set("limit", String(limit))
  const list = call(operation, "GET", url)
  return (yield* run(list, readJson(list, partList))).entries
})

/** All parts that Box has, ascending by offset: as many pages as it takes. Safe to repeat. */
export const listAllParts = /*#__PURE__*/ Effect.fnUntraced(function* (
  session: UploadSession
): Effect.fn.Return<ReadonlyArray<StoredPart>, BoxError.BoxError, Operation.Requirements> {
  yield* addressOf("UploadSession.listAllParts", session, "list_parts")
  const parts: Array<StoredPart> = []
  while (parts.length < session.total_parts) {
    const page = yield* listParts(session, { offset: parts.length })
    if (page.length === 0) break
    for (const part of page) parts.push(part)
  }
  return parts
})

/** The part with this offset, size and SHA-1, if Box has it. */
export const findPart = /*#__PURE__*/ Effect.fnUntraced(function* (
  session: UploadSession,
  given: Pick<UploadPartInput, "offset" | "bytes" | "sha1">
): Effect.fn.Return<StoredPart | undefined, BoxError.BoxError, Operation.Requirements> {
  const operation = "UploadSession.findPart"
  const { bytes, offset, sha1 } = yield* checkPlace(operation, given)
  yield* addressOf(operation, session, "list_parts")
  // Parts in front of it may still be missing from the list, but never a whole page of them.
  const index = Math.floor(offset / session.part_size)
  const entries = yield* listParts(session, { offset: Math.max(0, index - 999) })
  const hex = Hex.encode(sha1)
  return entries.find((part) => part.offset === offset && part.size === bytes.length && part.sha1.toLowerCase() === hex)
})

export interface CommitInput {
  /** All parts, ascending by offset. */
  readonly parts: ReadonlyArray<StoredPart>
  /** SHA-1 of the whole file, 20 bytes. */
  readonly sha1: Uint8Array
  /** `content_created_at` and `content_modified_at` are sent in whole seconds. */
  readonly attributes?: Readonly<Record<string, Time | undefined>>
  /** For a new version: only if this is still the file's etag. */
  readonly if_match?: string | undefined
  /** Requests that were sent for this commit before; counted in the `attempts` of errors. Default 0. */
  readonly attemptsBefore?: number
}

/**
 * Makes a file of the parts. Waits while Box says that it is not ready (up to `notReadyDeadline`). Right after the last
 * part Box may answer `parts_mismatch` although everything is there; then the same commit is to be repeated after a
 * while.
 *
 * @see https://developer.box.com/reference/post-files-upload-sessions-id-commit/
 */
export const commit = /*#__PURE__*/ Effect.fnUntraced(function* (
  session: UploadSession,
  given: CommitInput
): Effect.fn.Return<
  { readonly entries: ReadonlyArray<File>; readonly attempts: number },
  BoxError.BoxError,
  Operation.Requirements
> {
  const operation = "UploadSession.commit"
  const input = yield* readArgument(operation, given, "The argument must be an object with parts and sha1")
  const { parts, sha1, attributes = {}, if_match, attemptsBefore = 0 } = input
  if (!isDigest(sha1)) return yield* invalidInput(operation, "sha1 must be 20 bytes")
  if (!Array.isArray(parts)) return yield* invalidInput(operation, "parts must be an array")
  if (if_match !== undefined && !(typeof if_match === "string" && isTokenText(if_match))) {
    return yield* invalidInput(operation, "if_match must be the etag of a file, on one line")
  }
  const written = writeTimes(attributes, ["content_created_at", "content_modified_at"])
  if (written instanceof NoTime) return yield* invalidInput(operation, `attributes.${written.message}`)
  const body = yield* jsonText({ name: operation }, { parts, attributes: written })
  const post = call(operation, "POST", yield* addressOf(operation, session, "commit"), {
    headers: { digest: `sha=${Base64.encode(sha1)}`, ...(if_match === undefined ? {} : { "if-match": if_match }) },
    body: {
      _tag: "Bytes",
      bytes: new TextEncoder().encode(body),
      contentType: "application/json"
    },
    pending: true,
    attemptsBefore
  })
  return yield* run(post, (answer) =>
    Effect.map(readJson(post, Files)(answer), ({ entries }) => ({ entries, attempts: answer.attempts }))
  )
})

/**
 * Ends a session and drops its parts. One that is over already counts as ended. Safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-files-upload-sessions-id/
 */
export const abort = (session: UploadSession): Effect.Effect<void, BoxError.BoxError, Operation.Requirements> =>
  Effect.gen(function* () {
    const operation = "UploadSession.abort"
    yield* run(call(operation, "DELETE", yield* addressOf(operation, session, "abort")), (answer) => answer.text)
  }).pipe(
    Effect.catchIf(
      ({ status }) => status === 404 || status === 410,
      () => Effect.void
    )
  )
