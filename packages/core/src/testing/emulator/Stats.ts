/** What the emulator counts. */
import type { Journal } from "./Journal.ts"
import { isOpen } from "./model/UploadSession.ts"
import type { World } from "./model/World.ts"

/**
 * What the emulator has counted since it started.
 *
 * @category testing
 * @since 0.1.0
 */
export interface Stats {
  readonly requests: number
  /** By method and route, such as `GET /folders/{folder_id}`. Signed downloads are `GET /download`. */
  readonly byRoute: Readonly<Record<string, number>>
  /** Requests for what Box has and the emulator has not, by operation, such as `Users.createUser`. */
  readonly notImplemented: Readonly<Record<string, number>>
  readonly tokenRequests: number
  readonly openSessions: number
  readonly committedSessions: number
  readonly abortedSessions: number
  readonly storedParts: number
  /** Parts rejected because their range was already stored. */
  readonly rejectedParts: number
  /** Uploads, parts and commits rejected because of their digest. */
  readonly rejectedDigests: number
  /** Downloads in progress. */
  readonly openDownloads: number
}

export const statsOf = (world: World, journal: Journal, at: number): Stats => {
  const byRoute = Object.fromEntries(journal.byRoute)
  return {
    requests: journal.total,
    byRoute,
    notImplemented: Object.fromEntries(journal.notImplemented),
    tokenRequests: byRoute["POST /oauth2/token"] ?? 0,
    openSessions: [...world.sessions.values()].filter((session) => isOpen(session, at)).length,
    ...world.counts
  }
}
