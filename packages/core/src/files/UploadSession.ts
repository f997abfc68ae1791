/**
 * The protocol of chunked uploads, one request at a time: create, upload part, list, commit, abort. `FileUpload` does
 * all of this; use this module to control every request yourself.
 *
 * A session belongs to the user who created it and exists for seven days. A stored part never changes.
 *
 * @example
 * ```ts
 * import { UploadSession } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const begin = (file_size: number) =>
 *   UploadSession.create({ folder_id: "0", file_name: "film.mov", file_size }).pipe(
 *     Effect.tap(({ part_size, total_parts }) => Effect.log(`${total_parts} parts of ${part_size} bytes`))
 *   )
 * ```
 *
 * @see https://developer.box.com/guides/uploads/chunked/
 */
import * as Effect from "effect/Effect"
import type { File } from "../api/schemas/Item.ts"
import type * as BoxError from "../BoxError.ts"
import { invalidInput, isTokenText, readArgument } from "../internal/argument.ts"
import { NoTime, writeTimes } from "../internal/timeArguments.ts"
import type { Time } from "../internal/timestamp.ts"
import { jsonText } from "../operation/internal/body.ts"
import type * as Operation from "../operation/Operation.ts"
import * as protocol from "./internal/sessionProtocol.ts"
import type {
  CreateInput,
  LocatedBytes,
  StoredPart,
  UploadPartInput,
  UploadSession
} from "./internal/sessionProtocol.ts"

export { checkEndpoints, conflicting, UploadSession } from "./internal/sessionProtocol.ts"
export type { CreateInput, Endpoints, StoredPart, UploadPartInput } from "./internal/sessionProtocol.ts"

const countOfBytes = "must be a non-negative whole number of bytes"

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

const isDigest = (value: unknown): value is Uint8Array => value instanceof Uint8Array && value.length === 20

/** Checks a session that a caller passes, such as a stored one: the token is sent to its addresses. */
const checkSession = /*#__PURE__*/ Effect.fnUntraced(function* (
  operation: string,
  given: UploadSession,
  name: keyof protocol.Endpoints
): Effect.fn.Return<UploadSession, BoxError.BoxInvalidInput> {
  const session = protocol.sessionOf(given)
  if (session === undefined) return yield* invalidInput(operation, "session must be the result of UploadSession.create")
  if ((yield* protocol.endpointOf(session, name)) !== undefined) return session
  return yield* invalidInput(operation, `session_endpoints.${name} is not an address that a token may be sent to`)
})

/**
 * Opens a session for a new file, or for a new version with `file_id`. `file_size` is in bytes and at least
 * 20,000,000; otherwise Box answers `file_size_too_small`. If there is already a session for the same target, it fails
 * with `BoxConflict` (`session_conflict`); {@link conflicting} returns that session. Safe to repeat.
 *
 * @example
 * ```ts
 * import { UploadSession } from "@effect-box/core"
 *
 * const version = UploadSession.create({ file_id: "12345", file_size: 30_000_000 })
 * ```
 *
 * @see https://developer.box.com/reference/post-files-upload-sessions/
 * @category operations
 * @since 0.1.0
 */
export const create = (given: CreateInput): Effect.Effect<UploadSession, BoxError.BoxError, Operation.Requirements> =>
  Effect.gen(function* () {
    const input = yield* readArgument("UploadSession.create", given)
    if (!isCount(input.file_size)) return yield* invalidInput("UploadSession.create", `file_size ${countOfBytes}`)
    return yield* protocol.create(input)
  })

const checkPlace = /*#__PURE__*/ Effect.fnUntraced(function* (operation: string, given: LocatedBytes) {
  const part = yield* readArgument(operation, given, "The part must be an object with offset, bytes and sha1")
  if (!isCount(part.offset)) return yield* invalidInput(operation, `offset ${countOfBytes}`)
  if (!(part.bytes instanceof Uint8Array)) return yield* invalidInput(operation, "bytes must be a Uint8Array")
  if (!isDigest(part.sha1)) return yield* invalidInput(operation, "sha1 must be 20 bytes")
  return part
})

/**
 * Sends one part and checks what Box has stored. If a failure leaves open whether the part arrived, ask {@link
 * findPart} before you send it again: Box rejects a range that it already has.
 *
 * @example
 * ```ts
 * import { UploadSession } from "@effect-box/core"
 *
 * const send = (session: UploadSession.UploadSession, fileSize: number, bytes: Uint8Array, sha1: Uint8Array) =>
 *   UploadSession.uploadPart(session, { offset: 0, bytes, sha1, fileSize })
 * ```
 *
 * @see https://developer.box.com/reference/put-files-upload-sessions-id/
 * @category operations
 * @since 0.1.0
 */
export const uploadPart = /*#__PURE__*/ Effect.fnUntraced(function* (
  session: UploadSession,
  given: UploadPartInput
): Effect.fn.Return<StoredPart, BoxError.BoxError, Operation.Requirements> {
  const operation = "UploadSession.uploadPart"
  const part = yield* checkPlace(operation, given)
  const { fileSize, attemptsBefore = 0 } = given
  if (!isCount(fileSize)) return yield* invalidInput(operation, `fileSize ${countOfBytes}`)
  const checked = yield* checkSession(operation, session, "upload_part")
  return yield* protocol.uploadPart(checked, { ...part, fileSize, attemptsBefore })
})

/**
 * Returns one page of up to 1,000 of the stored parts, sorted by offset in the file. `page.offset` is the index of the
 * first part. Safe to repeat.
 *
 * @example
 * ```ts
 * import { UploadSession } from "@effect-box/core"
 *
 * const firstTen = (session: UploadSession.UploadSession) => UploadSession.listParts(session, { limit: 10 })
 * ```
 *
 * @see https://developer.box.com/reference/get-files-upload-sessions-id-parts/
 * @category operations
 * @since 0.1.0
 */
export const listParts = /*#__PURE__*/ Effect.fnUntraced(function* (
  session: UploadSession,
  page: { readonly offset?: number; readonly limit?: number } = {}
): Effect.fn.Return<ReadonlyArray<StoredPart>, BoxError.BoxError, Operation.Requirements> {
  const operation = "UploadSession.listParts"
  const { offset = 0, limit = 1000 } = yield* readArgument(operation, page, "page must be an object")
  if (!isCount(offset) || !isCount(limit)) {
    return yield* invalidInput(operation, "offset and limit must be non-negative whole numbers")
  }
  return yield* protocol.listParts(yield* checkSession(operation, session, "list_parts"), { offset, limit })
})

/**
 * Returns all stored parts, sorted by offset in the file, with as many requests as necessary. Safe to repeat.
 *
 * @example
 * ```ts
 * import { UploadSession } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const stored = (session: UploadSession.UploadSession) =>
 *   Effect.map(UploadSession.listAllParts(session), (parts) => parts.reduce((sum, part) => sum + part.size, 0))
 * ```
 *
 * @category operations
 * @since 0.1.0
 */
export const listAllParts = (
  session: UploadSession
): Effect.Effect<ReadonlyArray<StoredPart>, BoxError.BoxError, Operation.Requirements> =>
  Effect.flatMap(checkSession("UploadSession.listAllParts", session, "list_parts"), protocol.listAllParts)

/**
 * Returns the stored part with this offset, size and SHA-1, or `undefined`.
 *
 * @example
 * ```ts
 * import { UploadSession } from "@effect-box/core"
 *
 * const isStored = (session: UploadSession.UploadSession, bytes: Uint8Array, sha1: Uint8Array) =>
 *   UploadSession.findPart(session, { offset: 0, bytes, sha1 })
 * ```
 *
 * @category operations
 * @since 0.1.0
 */
export const findPart = /*#__PURE__*/ Effect.fnUntraced(function* (
  session: UploadSession,
  given: Pick<UploadPartInput, "offset" | "bytes" | "sha1">
): Effect.fn.Return<StoredPart | undefined, BoxError.BoxError, Operation.Requirements> {
  const operation = "UploadSession.findPart"
  const place = yield* checkPlace(operation, given)
  return yield* protocol.findPart(yield* checkSession(operation, session, "list_parts"), place)
})

/**
 * The argument of {@link commit}.
 *
 * @category models
 * @since 0.1.0
 */
export interface CommitInput {
  /** All parts, sorted by offset. */
  readonly parts: ReadonlyArray<StoredPart>
  /** The SHA-1 of the whole file, 20 bytes. */
  readonly sha1: Uint8Array
  /** `content_created_at` and `content_modified_at` are sent in whole seconds. */
  readonly attributes?: Readonly<Record<string, Time | undefined>>
  /** For a new version: fails with `BoxPreconditionFailed` if this is no longer the file's etag. */
  readonly if_match?: string | undefined
  /** The number of requests already sent for this commit; included in the `attempts` of errors. Default 0. */
  readonly attemptsBefore?: number
}

/**
 * Assembles the file from its parts. Waits while Box says that it is not ready (up to `notReadyDeadline`). Right after
 * the last part, Box may answer `parts_mismatch` although all parts are stored; then repeat the same commit after a
 * while.
 *
 * @example
 * ```ts
 * import { UploadSession } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const finish = (session: UploadSession.UploadSession, sha1: Uint8Array) =>
 *   Effect.flatMap(UploadSession.listAllParts(session), (parts) => UploadSession.commit(session, { parts, sha1 }))
 * ```
 *
 * @see https://developer.box.com/reference/post-files-upload-sessions-id-commit/
 * @category operations
 * @since 0.1.0
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
  const checked = yield* checkSession(operation, session, "commit")
  return yield* protocol.commit(checked, { body, sha1, if_match, attemptsBefore })
})

/**
 * Deletes a session and its parts. Succeeds if the session no longer exists. Safe to repeat.
 *
 * @example
 * ```ts
 * import { UploadSession } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const abortOnFailure = <A, E, R>(session: UploadSession.UploadSession, self: Effect.Effect<A, E, R>) =>
 *   Effect.tapError(self, () => UploadSession.abort(session))
 * ```
 *
 * @see https://developer.box.com/reference/delete-files-upload-sessions-id/
 * @category operations
 * @since 0.1.0
 */
export const abort = (session: UploadSession): Effect.Effect<void, BoxError.BoxError, Operation.Requirements> =>
  Effect.flatMap(checkSession("UploadSession.abort", session, "abort"), protocol.abort)
