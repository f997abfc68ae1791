/** The requests of a chunked upload, without argument checks: `UploadSession` checks the arguments of callers. */
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as Hex from "effect/encoding/Hex"
import * as Schema from "effect/Schema"
import { type File, Files } from "../../api/schemas/Item.ts"
import * as BoxError from "../../BoxError.ts"
import { BoxConfig } from "../../http/BoxConfig.ts"
import { readJson } from "../../http/internal/jsonAnswer.ts"
import { type BoxAnswer, type BoxCall, execute } from "../../http/internal/send.ts"
import { isTrusted } from "../../http/internal/trustedUrl.ts"
import type { Moves } from "../../internal/adaptiveLimit.ts"
import { tryRead } from "../../internal/argument.ts"
import { is } from "../../internal/guard.ts"
import { integrityError } from "../../internal/integrity.ts"
import { check, type Lazy, lazy, maybe, resolve } from "../../internal/schema.ts"
import { buildCallWithBody } from "../../operation/internal/call.ts"
import { inSpan } from "../../http/internal/observation.ts"
import type * as Operation from "../../operation/Operation.ts"

/**
 * Absolute addresses chosen by Box, used unchanged.
 *
 * @category models
 * @since 0.2.0
 */
export interface Endpoints {
  readonly upload_part: string
  readonly commit: string
  readonly abort: string
  readonly list_parts: string
}

/**
 * A session on Box, in which the parts of one file are collected.
 *
 * @category models
 * @since 0.2.0
 */
export interface UploadSession {
  readonly id: string
  /** The size in bytes of every part except the last. */
  readonly part_size: number
  readonly total_parts: number
  readonly session_expires_at?: string | null
  readonly session_endpoints: Endpoints
}

/**
 * The schema of a session, in Box's answers and in storage.
 *
 * @category schemas
 * @since 0.2.0
 */
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

/**
 * A part that Box has stored.
 *
 * @category models
 * @since 0.2.0
 */
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

/** Sent again if the outcome is unknown: a session that the first attempt created shows up as `session_conflict`. */
const createSpec = (path: string): Operation.Spec => ({
  name: "UploadSession.create",
  method: "POST",
  path,
  host: "upload",
  body: "json",
  replay: "safe"
})

/**
 * The argument of `create`: a new file, or a new version with `file_id`.
 *
 * @category models
 * @since 0.2.0
 */
export type CreateInput = (
  | { readonly folder_id: string; readonly file_name: string; readonly file_size: number }
  | { readonly file_id: string; readonly file_name?: string; readonly file_size: number }
) & {
  /** The number of requests already sent for this session; included in the `attempts` of errors. Default 0. */
  readonly attemptsBefore?: number
}

const contradiction = (message: string) =>
  new BoxError.BoxDecodeError({ operation: "UploadSession.create", attempts: 1, message })

/** The value, if it has the shape of an upload session. */
export const sessionOf = (given: unknown): UploadSession | undefined =>
  tryRead(() => (is(UploadSession)(given) ? given : undefined))

/** The token is sent to this address, so it must belong to Box or to the configuration. */
export const endpointOf = /*#__PURE__*/ Effect.fnUntraced(function* (session: UploadSession, name: keyof Endpoints) {
  const text: unknown = session.session_endpoints[name]
  const url = typeof text === "string" && URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && isTrusted(url, yield* BoxConfig) ? url : undefined
})

/**
 * Checks the addresses of a stored session, because the token is sent to them. They must be Box's own over `https`, or
 * belong to an origin of the configuration; otherwise it fails with `BoxDecodeError`. Sessions from Box are already
 * checked.
 *
 * @example
 * ```ts
 * import { UploadSession } from "@effect-box/core"
 *
 * const restored = (session: UploadSession.UploadSession) => UploadSession.checkEndpoints(session)
 * ```
 *
 * @category operations
 * @since 0.2.0
 */
export const checkEndpoints = /*#__PURE__*/ Effect.fnUntraced(function* (
  given: UploadSession
): Effect.fn.Return<UploadSession, BoxError.BoxDecodeError> {
  const session = sessionOf(given)
  if (session === undefined) return yield* contradiction("This is not an upload session")
  for (const name of ["upload_part", "commit", "abort", "list_parts"] as const) {
    if ((yield* endpointOf(session, name)) !== undefined) continue
    return yield* contradiction(`session_endpoints.${name} is not an address that a token may be sent to`)
  }
  return session
})

/** Opens a session. Fails with `BoxConflict` if there is one for the same target. */
export const create = /*#__PURE__*/ Effect.fnUntraced(function* ({
  attemptsBefore = 0,
  ...input
}: CreateInput): Effect.fn.Return<UploadSession, BoxError.BoxError, Operation.Requirements> {
  const spec = createSpec("file_id" in input ? "/files/{file_id}/upload_sessions" : "/files/upload_sessions")
  const post = { ...(yield* buildCallWithBody(spec, input, yield* BoxConfig)), attemptsBefore }
  const session = yield* checkEndpoints(yield* run(post, readJson(post, UploadSession)))
  if (session.total_parts === Math.ceil(input.file_size / session.part_size)) return session
  return yield* contradiction(
    `${session.total_parts} parts of ${session.part_size} bytes are not the parts of ${input.file_size} bytes`
  )
})

/**
 * Returns the session that a `session_conflict` is about, or `undefined` if Box does not name it.
 *
 * @example
 * ```ts
 * import { UploadSession } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const reuse = UploadSession.create({ file_id: "12345", file_size: 30_000_000 }).pipe(
 *   Effect.catchTag("BoxConflict", (conflict) => UploadSession.conflicting(conflict))
 * )
 * ```
 *
 * @category operations
 * @since 0.2.0
 */
export const conflicting = /*#__PURE__*/ Effect.fnUntraced(function* (
  conflict: BoxError.BoxConflict
): Effect.fn.Return<UploadSession | undefined, BoxError.BoxError> {
  const { code, contextInfo } = conflict
  if (code !== "session_conflict" || typeof contextInfo !== "object" || contextInfo === null) return undefined
  const given = "session" in contextInfo ? contextInfo.session : undefined
  const session = yield* Effect.orElseSucceed(check(UploadSession)(given), () => undefined)
  return session === undefined ? undefined : yield* checkEndpoints(session)
})

/** The template of a session's path. */
const one = "/files/upload_sessions/{upload_session_id}"

const call = (
  operation: string,
  method: BoxCall["method"],
  url: URL,
  template: string,
  extra: Partial<Pick<BoxCall, "headers" | "body" | "attemptsBefore" | "pending" | "watch">> = {}
): BoxCall => ({
  operation,
  method,
  url: url.href,
  // Without what stands before it on the upload host, as all other paths.
  path: url.pathname.slice(Math.max(0, url.pathname.indexOf("/files/upload_sessions"))),
  template,
  headers: { accept: "application/json", ...extra.headers },
  body: extra.body ?? { _tag: "Empty" },
  replay: "safe",
  ...(extra.pending === undefined ? {} : { pending: extra.pending }),
  ...(extra.attemptsBefore === undefined ? {} : { attemptsBefore: extra.attemptsBefore }),
  ...(extra.watch === undefined ? {} : { watch: extra.watch })
})

const run = <A>(
  request: BoxCall<BoxError.BoxError>,
  read: (answer: BoxAnswer) => Effect.Effect<A, BoxError.BoxError>
) => inSpan(request.operation)(execute(request, read))

/**
 * The argument of `uploadPart`.
 *
 * @category models
 * @since 0.2.0
 */
export interface UploadPartInput {
  /** The position of the part in the file, in bytes; a multiple of `part_size`. */
  readonly offset: number
  /** Exactly `part_size` bytes; the last part may be shorter. */
  readonly bytes: Uint8Array
  /** The SHA-1 of `bytes`, 20 bytes. */
  readonly sha1: Uint8Array
  /** The size of the whole file in bytes. */
  readonly fileSize: number
  /** The number of requests already sent for this part; included in the `attempts` of errors. Default 0. */
  readonly attemptsBefore?: number
}

export type LocatedBytes = Pick<UploadPartInput, "offset" | "bytes" | "sha1">

/** Checks that Box has stored the part that was sent. */
const checkPart = /*#__PURE__*/ Effect.fnUntraced(function* (
  given: LocatedBytes,
  stored: StoredPart,
  attempts: number
) {
  const operation = "UploadSession.uploadPart"
  if (stored.offset !== given.offset) {
    const message = `Box stored the part at ${stored.offset} instead of ${given.offset}`
    return yield* new BoxError.BoxDecodeError({ operation, attempts, message })
  }
  const differs = (property: "size" | "sha1", expected: string, actual: string) =>
    integrityError({
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

/** Sends one part and checks what Box has stored. */
export const uploadPart = (
  session: UploadSession,
  { attemptsBefore = 0, bytes, fileSize, offset, sha1 }: UploadPartInput,
  watch?: () => Moves
): Effect.Effect<StoredPart, BoxError.BoxError, Operation.Requirements> => {
  const put = call("UploadSession.uploadPart", "PUT", new URL(session.session_endpoints.upload_part), one, {
    headers: {
      digest: `sha=${Base64.encode(sha1)}`,
      "content-range": `bytes ${offset}-${offset + bytes.length - 1}/${fileSize}`
    },
    body: { _tag: "Bytes", bytes, contentType: "application/octet-stream" },
    // Box never answers 202 to a part, and rejects one that it has. After a 202 the caller checks the list of parts.
    pending: false,
    attemptsBefore,
    ...(watch === undefined ? {} : { watch })
  })
  return run(put, (answer) =>
    Effect.flatMap(readJson(put, partAnswer)(answer), ({ part }) =>
      checkPart({ bytes, offset, sha1 }, part, answer.attempts)
    )
  )
}

/** One page of the stored parts, sorted by offset. */
export const listParts = (
  session: UploadSession,
  { limit = 1000, offset = 0 }: { readonly offset?: number; readonly limit?: number }
): Effect.Effect<ReadonlyArray<StoredPart>, BoxError.BoxError, Operation.Requirements> => {
  const url = new URL(session.session_endpoints.list_parts)
  url.searchParams.set("offset", String(offset))
  url.searchParams.set("limit", String(limit))
  const list = call("UploadSession.listParts", "GET", url, `${one}/parts`)
  return Effect.map(run(list, readJson(list, partList)), ({ entries }) => entries)
}

/** All stored parts, sorted by offset. */
export const listAllParts = /*#__PURE__*/ Effect.fnUntraced(function* (
  session: UploadSession
): Effect.fn.Return<ReadonlyArray<StoredPart>, BoxError.BoxError, Operation.Requirements> {
  const parts: Array<StoredPart> = []
  while (parts.length < session.total_parts) {
    const page = yield* listParts(session, { offset: parts.length })
    if (page.length === 0) break
    for (const part of page) parts.push(part)
  }
  return parts
})

/** The stored part with this offset, size and SHA-1, if there is one. */
export const findPart = (
  session: UploadSession,
  { bytes, offset, sha1 }: LocatedBytes
): Effect.Effect<StoredPart | undefined, BoxError.BoxError, Operation.Requirements> => {
  // Earlier parts may still be missing from the list, but never a whole page of them.
  const index = Math.floor(offset / session.part_size)
  const hex = Hex.encode(sha1)
  return Effect.map(listParts(session, { offset: Math.max(0, index - 999) }), (entries) =>
    entries.find((part) => part.offset === offset && part.size === bytes.length && part.sha1.toLowerCase() === hex)
  )
}

export interface Commit {
  /** The parts and the attributes, as JSON. */
  readonly body: string
  /** The SHA-1 of the whole file, 20 bytes. */
  readonly sha1: Uint8Array
  readonly if_match?: string | undefined
  readonly attemptsBefore: number
}

/** Assembles the file from its parts. */
export const commit = (
  session: UploadSession,
  { attemptsBefore, body, if_match, sha1 }: Commit
): Effect.Effect<
  { readonly entries: ReadonlyArray<File>; readonly attempts: number },
  BoxError.BoxError,
  Operation.Requirements
> => {
  const post = call("UploadSession.commit", "POST", new URL(session.session_endpoints.commit), `${one}/commit`, {
    headers: { digest: `sha=${Base64.encode(sha1)}`, ...(if_match === undefined ? {} : { "if-match": if_match }) },
    body: { _tag: "Bytes", bytes: new TextEncoder().encode(body), contentType: "application/json" },
    pending: true,
    attemptsBefore
  })
  return run(post, (answer) =>
    Effect.map(readJson(post, Files)(answer), ({ entries }) => ({ entries, attempts: answer.attempts }))
  )
}

/** Deletes a session and its parts. Succeeds if the session no longer exists. */
export const abort = (session: UploadSession): Effect.Effect<void, BoxError.BoxError, Operation.Requirements> => {
  const end = call("UploadSession.abort", "DELETE", new URL(session.session_endpoints.abort), one)
  return Effect.catchIf(
    run(end, (answer) => answer.text),
    ({ status }) => status === 404 || status === 410,
    () => Effect.void
  ).pipe(Effect.asVoid)
}
