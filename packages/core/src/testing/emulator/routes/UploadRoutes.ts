/**
 * Uploads in one request, and the check before them.
 *
 * @see https://developer.box.com/guides/uploads/direct/
 */
import * as Effect from "effect/Effect"
import * as Multipart from "effect/http/Multipart"
import * as Stream from "effect/Stream"
import { type Answer, ConnectionBroken, json, uploaded } from "../wire/Answer.ts"
import { type Call, fieldsOf, param, type Route, stepRoute } from "../model/Call.ts"
import {
  type JsonObject,
  optionalParentId,
  optionalString,
  optionalTime,
  parseJsonObject,
  requiredString
} from "../wire/Json.ts"
import { maxUploadSize, type Piece } from "../model/Contents.ts"
import { appendEvent } from "../resource/EventLog.ts"
import { hex } from "../wire/Identifiers.ts"
import { single } from "../views/ItemJson.ts"
import { badParameter, badRequest, forbidden, missingParameter, Refusal, transaction } from "../wire/Refusal.ts"
import {
  addVersion,
  checkName,
  createFile,
  currentVersion,
  findFile,
  findFolder,
  rename,
  requireFreeName,
  requireMatch,
  requireRight,
  sizeOf,
  touch
} from "../model/Tree.ts"
import type { File, FileVersion, Folder, User } from "../model/Item.ts"

export const requireAllowedSize = (size: number): void => {
  if (size > maxUploadSize) throw forbidden("file_size_limit_exceeded", "File size exceeds the folder owner's limit")
}

/** Everything that an owner has counts, unless an administrator set no limit. */
export const requireSpace = (owner: User, size: number): void => {
  const limit = owner.profile["space_amount"]
  // Few owners have a limit, and adding everything up takes its time.
  if (typeof limit !== "number" || limit < 0 || sizeOf(owner.root) + size <= limit) return
  throw forbidden("storage_limit_exceeded", "Account storage limit reached")
}

export interface Destination {
  readonly folder: Folder
  readonly name: string
}

/** The folder of a new file. Fails if the file cannot be stored there. */
const newFileAt = (call: Call, attributes: JsonObject): Destination => {
  const name = checkName(requiredString(attributes, "name"))
  const parentId = optionalParentId(attributes)
  if (parentId === undefined) throw missingParameter("parent")
  const folder = findFolder(call, parentId, "parent")
  requireRight(call, folder, "upload")
  requireFreeName(folder, name)
  return { folder, name }
}

/** The file that would get a new version, and its new name. */
const newVersionOf = (call: Call, attributes: JsonObject): { readonly file: File; readonly name: string } => {
  const file = findFile(call, param(call, "file_id"))
  requireRight(call, file, "revise")
  requireMatch(call, file)
  const name = checkName(optionalString(attributes, "name") ?? file.name)
  if (file.parent !== null) requireFreeName(file.parent, name, file)
  return { file, name }
}

interface Described {
  readonly description: string | undefined
  readonly contentCreatedAt: number | undefined
  readonly contentModifiedAt: number | undefined
}

/** Read before anything changes, because it may fail. */
const describedBy = (attributes: JsonObject): Described => ({
  description: optionalString(attributes, "description"),
  contentCreatedAt: optionalTime(attributes, "content_created_at"),
  contentModifiedAt: optionalTime(attributes, "content_modified_at")
})

const describe = (file: File, { contentCreatedAt, contentModifiedAt, description }: Described): void => {
  file.description = description ?? file.description
  file.contentCreatedAt = contentCreatedAt ?? file.contentCreatedAt
  file.contentModifiedAt = contentModifiedAt ?? file.contentModifiedAt
}

type StoredContent = Pick<FileVersion, "size" | "sha1" | "pieces">

export const storeNewFile = (
  call: Call,
  { folder, name }: Destination,
  content: StoredContent,
  attributes: JsonObject
) => {
  const described = describedBy(attributes)
  requireSpace(folder.owner, content.size)
  const file = createFile(call, folder, name, content)
  describe(file, described)
  appendEvent(call, "ITEM_UPLOAD", file)
  return file
}

export const storeNewVersion = (
  call: Call,
  file: File,
  name: string,
  content: StoredContent,
  attributes: JsonObject
) => {
  const described = describedBy(attributes)
  requireSpace(file.owner, content.size - currentVersion(file).size)
  rename(file, name)
  addVersion(call, file, content)
  file.contentModifiedAt = call.now
  describe(file, described)
  touch(call, file)
  appendEvent(call, "ITEM_UPLOAD", file)
  return file
}

/** A body must have the announced length. This detects a body that is sent again after it was consumed. */
export const checkedBody = (call: Call): Stream.Stream<Uint8Array, Refusal | ConnectionBroken> => {
  const declared = call.headers["content-length"]
  if (declared === undefined) return call.body
  const wrong = (size: number) =>
    badRequest(`The request body has ${size} bytes instead of ${declared}`, "request_size_mismatch")
  return Stream.suspend(() => {
    let size = 0
    const counted = Stream.map(call.body, (chunk) => {
      size += chunk.length
      return chunk
    })
    const verdict = Stream.suspend(() => (size === Number(declared) ? Stream.empty : Stream.fail(wrong(size))))
    return Stream.concat(counted, verdict)
  })
}

const fromMultipartError = (
  error: Multipart.MultipartError | Refusal | ConnectionBroken
): Refusal | ConnectionBroken => {
  if (error instanceof Refusal || error instanceof ConnectionBroken) return error
  // Errors of the body are wrapped in the parser's error.
  const { cause } = error.reason
  return cause instanceof Refusal || cause instanceof ConnectionBroken
    ? cause
    : badRequest(`The multipart body cannot be read: ${error.message}`)
}

/**
 * Reads `attributes`, runs `check` before any byte of the file is stored, stores the file and compares its digest. Then
 * `finish` checks again, because the state may have changed meanwhile, and applies the change in one step.
 * `assumed` are the attributes if none precede the file; without them, the request is refused.
 */
const receive = (
  call: Call,
  assumed: JsonObject | undefined,
  check: (attributes: JsonObject) => unknown,
  finish: (attributes: JsonObject, piece: Piece) => Answer
): Effect.Effect<Answer, Refusal | ConnectionBroken> =>
  Effect.suspend(() => {
    let attributes: JsonObject | undefined
    let piece: Piece | undefined
    // Bytes that no file refers to yet. They are removed if this request does not complete.
    let unclaimed: Piece | undefined
    const onPart = (part: Multipart.Part) =>
      Effect.gen(function* () {
        if (part._tag === "Field") {
          if (part.key !== "attributes") return
          if (piece !== undefined) return yield* Effect.fail(lateAttributes())
          const parsed = yield* transaction(() => parseJsonObject(part.value, "attributes"))
          yield* transaction(() => check(parsed))
          attributes = parsed
          return
        }
        if (attributes === undefined) {
          if (assumed === undefined) return yield* Effect.fail(lateAttributes())
          yield* transaction(() => check(assumed))
          attributes = assumed
        }
        if (piece !== undefined) return yield* Effect.fail(badRequest("Only one file can be uploaded at a time"))
        unclaimed = yield* call.world.contents.store(Stream.mapError(part.content, fromMultipartError), "whole")
        piece = unclaimed
      })
    const conclude = transaction(() => {
      if (attributes === undefined) throw missingParameter("attributes")
      if (piece === undefined) throw missingParameter("file")
      const digest = call.headers["content-md5"]
      if (digest !== undefined && digest.toLowerCase() !== piece.sha1) {
        call.world.counts.rejectedDigests++
        throw badRequest("The specified content-md5 did not match what we received", "bad_digest")
      }
      requireAllowedSize(piece.size)
      const answer = finish(attributes, piece)
      unclaimed = undefined
      return answer
    })
    if (!/^multipart\/form-data\b/i.test(call.headers["content-type"] ?? "")) {
      return Effect.fail(badRequest("The body must be multipart/form-data"))
    }
    return checkedBody(call).pipe(
      Stream.pipeThroughChannel(Multipart.makeChannel<Refusal | ConnectionBroken>(call.headers)),
      Stream.mapError(fromMultipartError),
      Stream.runForEach(onPart),
      Effect.andThen(conclude),
      Effect.onError(() => (unclaimed === undefined ? Effect.void : call.world.contents.remove(unclaimed)))
    )
  })

const lateAttributes = () => badRequest("Metadata must come before the file contents", "metadata_after_file_contents")

const contentOf = (piece: Piece): StoredContent => ({ size: piece.size, sha1: piece.sha1, pieces: [piece] })

const uploadFile = (call: Call) =>
  receive(
    call,
    undefined,
    (attributes) => newFileAt(call, attributes),
    (attributes, piece) => {
      const file = storeNewFile(call, newFileAt(call, attributes), contentOf(piece), attributes)
      return uploaded(201, single(call, file, fieldsOf(call)))
    }
  )

const uploadVersion = (call: Call) =>
  receive(
    call,
    {},
    (attributes) => newVersionOf(call, attributes),
    (attributes, piece) => {
      const { file, name } = newVersionOf(call, attributes)
      storeNewVersion(call, file, name, contentOf(piece), attributes)
      return uploaded(200, single(call, file, fieldsOf(call)))
    }
  )

const sizeAskedFor = (call: Call): number => {
  const size = call.json["size"]
  if (size === undefined || size === null) return 0
  if (typeof size !== "number" || size < 0) throw badParameter("size", "'size' must be a number of bytes")
  return size
}

const preflight = (call: Call, path: string, owner: User, present = 0): Answer => {
  const size = sizeAskedFor(call)
  requireAllowedSize(size)
  requireSpace(owner, size - present)
  const session = hex(call.random, 32)
  return json(200, {
    upload_url: `${call.world.urls.uploadUrl}/2.0${path}?upload_session_id=${session}`,
    upload_token: null
  })
}

const checkNewFile = (call: Call) => {
  const { folder } = newFileAt(call, call.json)
  return preflight(call, "/files/content", folder.owner)
}

const checkNewVersion = (call: Call) => {
  const { file } = newVersionOf(call, call.json)
  return preflight(call, `/files/${file.id}/content`, file.owner, currentVersion(file).size)
}

export const uploadRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "OPTIONS", "/files/content", checkNewFile),
  stepRoute("api", "OPTIONS", "/files/{file_id}/content", checkNewVersion),
  { host: "upload", method: "POST", path: "/files/content", kind: "stream", handle: uploadFile },
  { host: "upload", method: "POST", path: "/files/{file_id}/content", kind: "stream", handle: uploadVersion }
]
