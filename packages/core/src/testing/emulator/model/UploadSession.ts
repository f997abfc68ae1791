/**
 * Chunked uploads: open -> parts in any order -> committed, aborted or expired. A stored part never changes.
 *
 * @see https://developer.box.com/guides/uploads/chunked/
 */
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import type { Sha1Hasher } from "../../../unstable/Sha1.ts"
import type { ConnectionBroken } from "../wire/Answer.ts"
import type { Piece } from "./Contents.ts"
import { utcTimestamp } from "../wire/Timestamps.ts"
import { type Part, releasePieces, type UploadSession, type World } from "./World.ts"

export const sessionLifetime = 7 * 24 * 3_600_000

const mebibyte = 1024 * 1024

/** Box chooses larger parts for larger files. */
export const choosePartSize = (world: World, fileSize: number): number => {
  if (world.partSize !== undefined) return world.partSize
  if (fileSize < 512 * mebibyte) return 8 * mebibyte
  return fileSize < 4096 * mebibyte ? 32 * mebibyte : 64 * mebibyte
}

export const makeDigestOfWhole = (hasher: Sha1Hasher): UploadSession["whole"] => ({
  hasher,
  turn: Semaphore.makeUnsafe(1),
  upTo: 0
})

/**
 * Adds every part that is next in order to the digest of the whole file. Uninterruptible, because a partially hashed
 * part could not be undone.
 */
export const digestInOrder = (world: World, session: UploadSession): Effect.Effect<void, ConnectionBroken> => {
  const { whole, parts } = session
  const step = Effect.suspend((): Effect.Effect<boolean, ConnectionBroken> => {
    const next = parts.get(whole.upTo)
    if (next === undefined) return Effect.succeed(false)
    const bytes = world.contents.read(next.piece, 0, next.piece.size)
    return Stream.runForEach(bytes, (chunk) => Effect.sync(() => whole.hasher.update(chunk))).pipe(
      Effect.map(() => {
        world.contents.partHashed(next.piece)
        whole.upTo += next.part.size
        return true
      })
    )
  })
  const untilGap: Effect.Effect<void, ConnectionBroken> = Effect.flatMap(step, (more) =>
    more ? untilGap : Effect.void
  )
  return whole.turn.withPermits(1)(Effect.uninterruptible(untilGap))
}

/** The digest of the whole file in hex. All parts must have arrived. */
export const wholeDigest = (session: UploadSession): string => {
  const { whole } = session
  whole.sha1 ??= Hex.encode(whole.hasher.digest())
  return whole.sha1
}

export const orderedParts = (session: UploadSession): ReadonlyArray<{ readonly part: Part; readonly piece: Piece }> =>
  [...session.parts.values()].toSorted((a, b) => a.part.offset - b.part.offset)

/** Ends a session. The pieces of a committed session are kept by the file version, which holds them too. */
export const endSession = (world: World, session: UploadSession): void => {
  world.sessions.delete(session.id)
  releasePieces(
    world,
    [...session.parts.values()].map(({ piece }) => piece)
  )
}

/** Drops the bytes of expired sessions. The sessions themselves stay, so that requests for them fail as expired. */
export const dropExpiredParts = (world: World, now: number): void => {
  for (const session of world.sessions.values()) {
    if (isOpen(session, now)) continue
    releasePieces(
      world,
      [...session.parts.values()].map(({ piece }) => piece)
    )
    session.parts.clear()
  }
}

export const isOpen = (session: UploadSession, now: number): boolean => session.expiresAt > now

export const sessionJson = (world: World, session: UploadSession): Readonly<Record<string, unknown>> => {
  const url = `${world.urls.uploadUrl}/2.0/files/upload_sessions/${session.id}`
  return {
    type: "upload_session",
    id: session.id,
    session_expires_at: utcTimestamp(session.expiresAt),
    part_size: session.partSize,
    total_parts: Math.ceil(session.fileSize / session.partSize),
    num_parts_processed: session.parts.size,
    session_endpoints: {
      upload_part: url,
      commit: `${url}/commit`,
      abort: url,
      list_parts: `${url}/parts`,
      status: url,
      log_event: `${url}/log_event`
    }
  }
}
