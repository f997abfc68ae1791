/**
 * The protocol of chunked uploads, one request at a time: create, part, list, commit, abort. `FileUpload` does all of it;
 * this is for those who want to decide about every request.
 *
 * A session belongs to whoever created it, lives for seven days, and its parts never change once they are stored.
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

const countOfBytes = "must be a whole number of bytes, not negative"

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

const isDigest = (value: unknown): value is Uint8Array => value instanceof Uint8Array && value.length === 20

/** The session that a caller brings, such as one that was stored: the token goes to its addresses. */
const checkSession = /*#__PURE__*/ Effect.fnUntraced(function* (
  operation: string,
  given: UploadSession,
  name: keyof protocol.Endpoints
): Effect.fn.Return<UploadSession, BoxError.BoxInvalidInput> {
  const session = protocol.sessionOf(given)
  if (session === undefined) return yield* invalidInput(operation, "session must be what UploadSession.create gives")
  if ((yield* protocol.endpointOf(session, name)) !== undefined) return session
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
  if (!isCount(fileSize)) return yield* invalidInput(operation, `fileSize ${countOfBytes}`)
  const checked = yield* checkSession(operation, session, "upload_part")
  return yield* protocol.uploadPart(checked, { ...part, fileSize, attemptsBefore })
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
  return yield* protocol.listParts(yield* checkSession(operation, session, "list_parts"), { offset, limit })
})

/** All parts that Box has, ascending by offset: as many pages as it takes. Safe to repeat. */
export const listAllParts = (
  session: UploadSession
): Effect.Effect<ReadonlyArray<StoredPart>, BoxError.BoxError, Operation.Requirements> =>
  Effect.flatMap(checkSession("UploadSession.listAllParts", session, "list_parts"), protocol.listAllParts)

/** The part with this offset, size and SHA-1, if Box has it. */
export const findPart = /*#__PURE__*/ Effect.fnUntraced(function* (
  session: UploadSession,
  given: Pick<UploadPartInput, "offset" | "bytes" | "sha1">
): Effect.fn.Return<StoredPart | undefined, BoxError.BoxError, Operation.Requirements> {
  const operation = "UploadSession.findPart"
  const place = yield* checkPlace(operation, given)
  return yield* protocol.findPart(yield* checkSession(operation, session, "list_parts"), place)
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
  const checked = yield* checkSession(operation, session, "commit")
  return yield* protocol.commit(checked, { body, sha1, if_match, attemptsBefore })
})

/**
 * Ends a session and drops its parts. One that is over already counts as ended. Safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-files-upload-sessions-id/
 */
export const abort = (session: UploadSession): Effect.Effect<void, BoxError.BoxError, Operation.Requirements> =>
  Effect.flatMap(checkSession("UploadSession.abort", session, "abort"), protocol.abort)
