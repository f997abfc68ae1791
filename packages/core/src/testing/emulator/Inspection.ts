/** What somebody who looks at the emulator sees: who is there, who is logged in, what is under way. */
import { type FaultPlan, type PlannedFault, plannedFaults } from "./faults/Fault.ts"
import { isOpen } from "./model/UploadSession.ts"
import type { World } from "./model/World.ts"

/**
 * The present state of the emulator. Times are in milliseconds since 1970.
 *
 * @category testing
 * @since 0.2.0
 */
export interface Inspection {
  /** The emulator's time, and by how many milliseconds it is ahead. */
  readonly now: number
  readonly ahead: number
  /** Grows with every change that is an event. */
  readonly changes: number
  readonly users: ReadonlyArray<{
    readonly id: string
    readonly name: string
    readonly login: string
    readonly role: string
    readonly status: string
    /** Whether it is a user of another enterprise. */
    readonly external: boolean
  }>
  /** The access tokens that have not been replaced or revoked. The last characters stand for the token. */
  readonly tokens: ReadonlyArray<{
    readonly ending: string
    readonly userId: string
    readonly scopes: ReadonlyArray<string>
    readonly expiresAt: number
    /** Whether there is a refresh token with it. */
    readonly renewable: boolean
    /** The id of the only item that it is good for, with what is below it. */
    readonly restrictedTo: string | undefined
  }>
  readonly uploadSessions: ReadonlyArray<{
    readonly id: string
    readonly userId: string
    readonly fileName: string
    readonly fileSize: number
    readonly partSize: number
    readonly parts: number
    readonly storedBytes: number
    readonly expiresAt: number
  }>
  readonly faults: ReadonlyArray<PlannedFault>
}

export const inspect = (world: World, faults: FaultPlan, now: number, ahead: number): Inspection => ({
  now,
  ahead,
  changes: world.nextId.event + world.nextId.enterprise_event,
  users: [...world.users.values()].map(({ external, id, login, name, role, status }) => ({
    id,
    name,
    login,
    role,
    status,
    external
  })),
  tokens: [...world.tokens.byAccess.values()].map((pair) => ({
    ending: pair.access.slice(-4),
    userId: pair.user.id,
    scopes: [...pair.scopes],
    expiresAt: pair.accessExpires,
    renewable: pair.refresh !== undefined && pair.refreshExpires > now,
    restrictedTo: pair.reach?.id
  })),
  uploadSessions: [...world.sessions.values()]
    .filter((session) => isOpen(session, now))
    .map(({ creator, expiresAt, fileName, fileSize, id, partSize, parts }) => ({
      id,
      userId: creator.id,
      fileName,
      fileSize,
      partSize,
      parts: parts.size,
      storedBytes: [...parts.values()].reduce((sum, { part }) => sum + part.size, 0),
      expiresAt
    })),
  faults: plannedFaults(faults)
})
