/** The endpoints of chunked uploads: create, part, status, list, commit, abort, log. */
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as Hex from "effect/encoding/Hex"
import * as Result from "effect/Result"
import { Sha1 } from "../../../unstable/Sha1.ts"
import { type Answer, type ConnectionBroken, empty, json, uploaded } from "../wire/Answer.ts"
import { type Call, etagHeader, param, requireContentType, type Route, stepRoute } from "../model/Call.ts"
import { type JsonObject, optionalArray, optionalObject, optionalString } from "../wire/Json.ts"
import type { Piece } from "../model/Contents.ts"
import { hex } from "../wire/Identifiers.ts"
import { single } from "../views/ItemJson.ts"
import { offsetPage } from "../views/Pagination.ts"
import {
  badParameter,
  badRequest,
  conflict,
  forbidden,
  gone,
  missingParameter,
  notFound,
  preconditionFailed,
  rangeNotSatisfiable,
  type Refusal,
  transaction
} from "../wire/Refusal.ts"
import {
  checkName,
  currentVersion,
  findFile,
  findFolder,
  isTrashed,
  requireFreeName,
  requireMatch,
  requireRight
} from "../model/Tree.ts"
import {
  choosePartSize,
  digestInOrder,
  dropExpiredParts,
  endSession,
  isOpen,
  makeDigestOfWhole,
  orderedParts,
  sessionJson,
  sessionLifetime,
  wholeDigest
} from "../model/UploadSession.ts"
import type { Part, UploadSession } from "../model/World.ts"
import { checkedBody, requireAllowedSize, requireSpace, storeNewFile, storeNewVersion } from "./UploadRoutes.ts"
import { holdPieces } from "../model/World.ts"
import type { File, Folder } from "../model/Item.ts"

const fileSizeOf = (call: Call): number => {
  const size = call.json["file_size"]
  if (size === undefined || size === null) throw missingParameter("file_size", "missing_file_size")
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
    throw badParameter("file_size", "'file_size' must be a number of bytes", "invalid_file_size")
  }
  const least = call.world.minimumSessionSize
  if (size < least) {
    throw badRequest(`The file size must be at least ${least} bytes for an upload session`, "file_size_too_small")
  }
  requireAllowedSize(size)
  return size
}

/** The target: a folder for a new file, a file for a new version. */
interface Target {
  readonly target: Folder | File
  readonly fileName: string
}

const newFileTarget = (call: Call): Target => {
  const { json: body } = call
  const folderId = typeof body["folder_id"] === "number" ? String(body["folder_id"]) : body["folder_id"]
  if (folderId === undefined || folderId === null) throw missingParameter("folder_id", "missing_destination")
  if (typeof folderId !== "string" || !/^\d+$/.test(folderId)) {
    throw badParameter("folder_id", "'folder_id' must be the id of a folder", "invalid_folder_id")
  }
  const fileName = optionalString(body, "file_name")
  if (fileName === undefined) throw missingParameter("file_name", "missing_file_name")
  checkName(fileName)
  // Here the code for a missing folder differs from the usual one.
  const target = findFolder(call, folderId, "folder_id", "invalid_parameter")
  requireRight(call, target, "upload")
  requireFreeName(target, fileName)
  return { target, fileName }
}

const newVersionTarget = (call: Call): Target => {
  const target = findFile(call, param(call, "file_id"))
  requireRight(call, target, "revise")
  const fileName = checkName(optionalString(call.json, "file_name") ?? target.name)
  if (target.parent !== null) requireFreeName(target.parent, fileName, target)
  return { target, fileName }
}

const sameTarget = (session: UploadSession, { target, fileName }: Target): boolean =>
  session.target === target && (target.type === "file" || session.fileName.toLowerCase() === fileName.toLowerCase())

const create = (findTarget: (call: Call) => Target) => (call: Call) =>
  Effect.flatMap(Sha1, (sha1) =>
    transaction(() => {
      const { world } = call
      const fileSize = fileSizeOf(call)
      const wanted = findTarget(call)
      const { target } = wanted
      requireSpace(target.owner, fileSize - (target.type === "file" ? currentVersion(target).size : 0))
      dropExpiredParts(world, call.now)
      const running = [...world.sessions.values()].find((other) => isOpen(other, call.now) && sameTarget(other, wanted))
      if (running !== undefined) {
        throw conflict("session_conflict", "An upload session for this target exists already", {
          session: sessionJson(world, running)
        })
      }
      const session: UploadSession = {
        id: hex(call.random, 32),
        creator: call.user,
        ...wanted,
        fileSize,
        partSize: choosePartSize(world, fileSize),
        expiresAt: call.now + sessionLifetime,
        parts: new Map(),
        whole: makeDigestOfWhole(sha1.create())
      }
      world.sessions.set(session.id, session)
      return json(201, sessionJson(world, session))
    })
  )

const sessionOf = (call: Call): UploadSession => {
  const id = param(call, "upload_session_id")
  if (!/^[0-9A-F]{32}$/i.test(id)) throw badRequest("The upload session id is not valid", "invalid_upload_session_id")
  const session = call.world.sessions.get(id.toUpperCase())
  if (session === undefined) throw notFound("upload_session", id)
  if (session.creator !== call.user) throw forbidden("forbidden", "The upload session belongs to another user")
  dropExpiredParts(call.world, call.now)
  if (!isOpen(session, call.now)) throw gone("session_expired", "The upload session has expired")
  return session
}

/** Parses `sha=<base64>` to hex. The case of the algorithm's name is ignored. */
const digestHeader = (call: Call): string => {
  const header = call.headers["digest"]
  if (header === undefined) throw missingParameter("digest", "missing_parameter")
  const [, base64 = ""] = /^sha=(.+)$/i.exec(header.trim()) ?? []
  const bytes = Base64.decode(base64)
  if (Result.isFailure(bytes) || bytes.success.length !== 20) {
    throw badParameter("digest", "'digest' must be sha=<base64 of the SHA-1>", "invalid_parameter")
  }
  return Hex.encode(bytes.success)
}

interface ByteRange {
  readonly offset: number
  readonly size: number
}

/** The position of the part in the file. Fails unless it is aligned to the part size. */
const contentRange = (call: Call, session: UploadSession): ByteRange => {
  const header = call.headers["content-range"]
  if (header === undefined) throw missingParameter("content-range", "missing_parameter")
  const match = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(header.trim())
  if (match === null) throw rangeNotSatisfiable(`Content-Range '${header}' cannot be read`)
  const [offset, last, total] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const { fileSize, partSize } = session
  const size = last - offset + 1
  if (total !== fileSize) throw rangeNotSatisfiable(`The session is for ${fileSize} bytes, not ${total}`)
  if (offset % partSize !== 0) throw rangeNotSatisfiable(`The offset must be a multiple of ${partSize}`)
  if (size !== Math.min(partSize, fileSize - offset)) {
    throw rangeNotSatisfiable(`The part must have ${partSize} bytes, or reach the end of the file`)
  }
  return { offset, size }
}

const requireNoOverlap = (call: Call, session: UploadSession, { offset }: ByteRange): void => {
  if (!session.parts.has(offset)) return
  call.world.counts.rejectedParts++
  throw conflict("range_overlaps_existing_part", "A part with this range exists already")
}

const addPart = (call: Call, { offset, size }: ByteRange, digest: string, piece: Piece): Part => {
  const { world } = call
  // The session may have ended, or the same part may have arrived, while the bytes were received.
  const session = sessionOf(call)
  requireNoOverlap(call, session, { offset, size })
  if (piece.size !== size) {
    throw badRequest(`The part has ${piece.size} bytes instead of ${size}`, "request_size_mismatch")
  }
  if (piece.sha1 !== digest) {
    world.counts.rejectedDigests++
    throw preconditionFailed("The digest does not match the bytes of the part")
  }
  const part: Part = { part_id: hex(call.random, 8), offset, size, sha1: piece.sha1 }
  session.parts.set(offset, { part, piece })
  holdPieces(world, [piece])
  world.counts.storedParts++
  return part
}

const uploadPart = (call: Call): Effect.Effect<Answer, Refusal | ConnectionBroken> =>
  Effect.gen(function* () {
    const { contents } = call.world
    const { session, place, digest } = yield* transaction(() => {
      const session = sessionOf(call)
      requireContentType(call, "application/octet-stream")
      const place = contentRange(call, session)
      const digest = digestHeader(call)
      requireNoOverlap(call, session, place)
      return { session, place, digest }
    })
    let unclaimed: Piece | undefined
    const part = yield* contents.store(checkedBody(call), "part").pipe(
      Effect.flatMap((piece) => {
        unclaimed = piece
        return transaction(() => {
          const added = addPart(call, place, digest, piece)
          unclaimed = undefined
          return added
        })
      }),
      Effect.onError(() => (unclaimed === undefined ? Effect.void : contents.remove(unclaimed)))
    )
    yield* digestInOrder(call.world, session)
    return json(200, { part })
  })

const listParts = (call: Call) => {
  const parts = orderedParts(sessionOf(call)).map(({ part }) => part)
  return json(200, { ...offsetPage(call.url.searchParams, parts, (part) => part), order: [] })
}

const isSamePart = (claimed: unknown, part: Part): boolean => {
  if (typeof claimed !== "object" || claimed === null) return false
  // The values are compared with those of the session, regardless of their types.
  const { part_id, offset, size, sha1 } = claimed as Partial<Record<keyof Part, unknown>>
  return (
    part_id === part.part_id &&
    offset === part.offset &&
    size === part.size &&
    (sha1 === undefined || sha1 === null || sha1 === part.sha1)
  )
}

const requireAllParts = (call: Call, session: UploadSession): void => {
  const claimed = optionalArray(call.json, "parts")
  if (claimed === undefined) throw missingParameter("parts", "missing_parameter")
  const stored = orderedParts(session)
  const complete = session.whole.upTo === session.fileSize
  const wrong = claimed.find((part, index) => {
    const known = stored[index]
    return known === undefined || !isSamePart(part, known.part)
  })
  if (wrong !== undefined || !complete || claimed.length !== stored.length) {
    const shown = JSON.stringify(wrong ?? { parts: claimed.length, received: stored.length })
    throw badRequest(`No matching part found on server for ${shown}`, "parts_mismatch")
  }
}

interface WholeContent {
  readonly size: number
  readonly sha1: string
  readonly pieces: ReadonlyArray<Piece>
}

const commitNewFile = (
  call: Call,
  folder: Folder,
  name: string,
  content: WholeContent,
  attributes: JsonObject
): File => {
  if (isTrashed(folder)) throw notFound("folder", folder.id)
  // There is no file yet that the precondition could apply to.
  if (etagHeader(call, "if-match") !== undefined) throw preconditionFailed("There is no file to compare with If-Match")
  requireFreeName(folder, name)
  return storeNewFile(call, { folder, name }, content, attributes)
}

const commitNewVersion = (
  call: Call,
  id: string,
  name: string,
  content: WholeContent,
  attributes: JsonObject
): File => {
  const file = findFile(call, id)
  requireMatch(call, file)
  if (file.parent !== null) requireFreeName(file.parent, name, file)
  return storeNewVersion(call, file, name, content, attributes)
}

const commitStep = (call: Call): Answer => {
  const { world } = call
  const session = sessionOf(call)
  const digest = digestHeader(call)
  requireAllParts(call, session)
  const attributes: JsonObject = optionalObject(call.json, "attributes") ?? {}
  const sha1 = wholeDigest(session)
  if (sha1 !== digest) {
    world.counts.rejectedDigests++
    throw preconditionFailed("The digest does not match the bytes of the file")
  }
  const content = { size: session.fileSize, sha1, pieces: orderedParts(session).map(({ piece }) => piece) }
  const { target } = session
  const name = checkName(optionalString(attributes, "name") ?? session.fileName)
  const stored =
    target.type === "folder"
      ? commitNewFile(call, target, name, content, attributes)
      : commitNewVersion(call, target.id, name, content, attributes)
  endSession(world, session)
  world.committed.set(session.id, session.creator)
  world.counts.committedSessions++
  return uploaded(201, single(call, stored))
}

/** Waits until all parts are included in the digest of the whole file. */
const commit = (call: Call) =>
  transaction(() => sessionOf(call)).pipe(
    Effect.flatMap((session) => digestInOrder(call.world, session)),
    Effect.andThen(transaction(() => commitStep(call)))
  )

/** Ending a session that was committed is no error, and changes nothing. */
const abort = (call: Call) => {
  const { committed } = call.world
  if (committed.get(param(call, "upload_session_id").toUpperCase()) === call.user) return empty(204)
  endSession(call.world, sessionOf(call))
  call.world.counts.abortedSessions++
  return empty(204)
}

const path = "/files/upload_sessions/{upload_session_id}"

export const uploadSessionRoutes: ReadonlyArray<Route> = [
  { host: "upload", method: "POST", path: "/files/upload_sessions", kind: "json", handle: create(newFileTarget) },
  {
    host: "upload",
    method: "POST",
    path: "/files/{file_id}/upload_sessions",
    kind: "json",
    handle: create(newVersionTarget)
  },
  { host: "upload", method: "PUT", path, kind: "stream", handle: uploadPart },
  stepRoute("upload", "GET", path, (call) => json(200, sessionJson(call.world, sessionOf(call)))),
  stepRoute("upload", "DELETE", path, abort),
  stepRoute("upload", "GET", `${path}/parts`, listParts),
  { host: "upload", method: "POST", path: `${path}/commit`, kind: "json", handle: commit },
  stepRoute("upload", "POST", `${path}/log_event`, (call) => {
    sessionOf(call)
    return json(200, {})
  })
]
