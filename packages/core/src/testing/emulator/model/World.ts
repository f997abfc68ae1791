/** The state of the emulated Box. Items are in maps by id. */
import type * as Semaphore from "effect/Semaphore"
import type { Sha1Hasher } from "../../../unstable/Sha1.ts"
import type { Contents, Piece } from "./Contents.ts"
import type { EventRules } from "./EventRules.ts"
import { type File, type FileVersion, type Folder, type Item, makeUser, type User, type WebLink } from "./Item.ts"
import { noPermission } from "../wire/Refusal.ts"
import type { TokenBook } from "./Tokens.ts"

export interface Part {
  readonly part_id: string
  readonly offset: number
  readonly size: number
  readonly sha1: string
}

export interface UploadSession {
  readonly id: string
  readonly creator: User
  /** The folder of a new file, or the file that gets a new version. */
  readonly target: Folder | File
  readonly fileName: string
  readonly fileSize: number
  readonly partSize: number
  readonly expiresAt: number
  /** By offset. */
  readonly parts: Map<number, { readonly part: Part; readonly piece: Piece }>
  /** The digest of the whole file. Parts are added in order, as soon as the preceding ones have arrived. */
  readonly whole: { readonly hasher: Sha1Hasher; readonly turn: Semaphore.Semaphore; upTo: number; sha1?: string }
}

export interface BoxEvent {
  readonly position: number
  readonly body: Readonly<Record<string, unknown>>
  readonly type: string
  readonly user: User
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface ZipDownload {
  readonly items: ReadonlyArray<{ readonly item: File | Folder; readonly name: string }>
  readonly name: string
  readonly user: User
  readonly totalFiles: number
  /** Until then the content can be asked for, once. */
  readonly contentExpires: number
  readonly expiresAt: number
  started: boolean
  downloadedFiles: number
  skippedFiles: number
  skippedFolders: number
  state: "in_progress" | "failed" | "succeeded"
}

export interface EnterpriseEvent extends Omit<BoxEvent, "user"> {
  /** What was done with an item, and through which shared link, if it was an item. */
  readonly act: { readonly by: User; readonly item: Item; readonly link: string | null } | undefined
}

/** An event in the order of the live stream, which has positions of its own. */
export interface LiveEvent {
  readonly position: number
  readonly event: EnterpriseEvent
}

export interface SignedUrl {
  readonly file: File
  readonly version: FileVersion
  readonly expiresAt: number
}

/**
 * The addresses of an emulator.
 *
 * @category testing
 * @since 0.1.0
 */
export interface Urls {
  readonly apiUrl: string
  readonly uploadUrl: string
  readonly authorizeUrl: string
  readonly downloadUrl: string
  readonly realtimeUrl: string
}

export interface Counts {
  committedSessions: number
  abortedSessions: number
  storedParts: number
  rejectedParts: number
  rejectedDigests: number
  openDownloads: number
}

/** The rows of one table of a world, by id. */
export interface TableRows {
  readonly rows: Map<string, unknown>
  /** When each row was inserted, compared with the others. A deleted row keeps its number, so that markers stay valid. */
  readonly sequence: Map<string, number>
  nextId: number
  /** Removes the rows that go with items which are deleted for good. */
  readonly forget: (gone: ReadonlySet<Item>) => void
}

export interface World {
  readonly urls: Urls
  /** In bytes; if `undefined`, it depends on the size of the file, as on Box. */
  readonly partSize: number | undefined
  /** Bytes. */
  readonly minimumSessionSize: number
  readonly enterpriseId: string
  /** The application's keys, with which webhooks are signed. */
  readonly webhookKeys: { readonly primary: string; readonly secondary: string }
  readonly contents: Contents
  /** The user of the emulator's credentials, and of every login. */
  readonly admin: User
  readonly managed: User
  /** The user of the application itself. It sees nothing of the others'. */
  readonly serviceAccount: User
  readonly users: Map<string, User>
  readonly files: Map<string, File>
  readonly folders: Map<string, Folder>
  readonly webLinks: Map<string, WebLink>
  /** The items that were themselves moved to the trash, in that order. */
  readonly trash: Set<Item>
  /** What is no item, by the name of the table. */
  readonly tables: Map<string, TableRows>
  readonly tokens: TokenBook
  readonly sessions: Map<string, UploadSession>
  /** Who created the sessions that were committed, by their ids. */
  readonly committed: Map<string, User>
  readonly zips: Map<string, ZipDownload>
  readonly signedUrls: Map<string, SignedUrl>
  readonly events: Array<BoxEvent>
  readonly enterpriseEvents: Array<EnterpriseEvent>
  /** The enterprise's live stream: what it has shown, and what it shows later. */
  readonly liveEvents: {
    readonly shown: Array<LiveEvent>
    readonly late: Array<{ readonly showAt: number; readonly event: EnterpriseEvent }>
  }
  readonly eventRules: EventRules
  /** Called and cleared whenever an event is appended. */
  readonly eventWaiters: Set<() => void>
  /** The number of versions and sessions that hold a piece. At zero its bytes are removed. */
  readonly pieceHolders: Map<Piece, number>
  /** Pieces to remove after the current request. */
  readonly garbage: Array<Piece>
  readonly nextId: Record<
    "user" | "file" | "folder" | "web_link" | "file_version" | "event" | "enterprise_event",
    number
  >
  readonly counts: Counts
}

/** A new decimal id. Users, files, folders, web links and versions have separate id spaces, so ids can coincide. */
export const freshId = (world: World, space: keyof World["nextId"]): string => String(world.nextId[space]++)

export const holdPieces = (world: World, pieces: ReadonlyArray<Piece>): void => {
  for (const piece of pieces) world.pieceHolders.set(piece, (world.pieceHolders.get(piece) ?? 0) + 1)
}

export const releasePieces = (world: World, pieces: ReadonlyArray<Piece>): void => {
  for (const piece of pieces) {
    const left = (world.pieceHolders.get(piece) ?? 1) - 1
    if (left > 0) world.pieceHolders.set(piece, left)
    else {
      world.pieceHolders.delete(piece)
      world.garbage.push(piece)
    }
  }
}

/** Whether a user may act as others, and see the enterprise's users and events. */
export const administers = (world: World, user: User): boolean =>
  (user.role !== "user" && !user.external) || user === world.serviceAccount

export const requireAdministrator = ({ user, world }: { readonly world: World; readonly user: User }): void => {
  if (!administers(world, user)) throw noPermission()
}

/** How the enterprise is shown. */
export const enterpriseOf = ({ enterpriseId }: World): Readonly<Record<string, string>> => ({
  type: "enterprise",
  id: enterpriseId,
  name: "Example Enterprise"
})

/**
 * The users of the enterprise: an administrator, who logs in, a managed user to act as, and the service account with
 * the given login.
 */
export const makeUsers = (
  now: number,
  serviceLogin: string
): Pick<World, "admin" | "managed" | "serviceAccount" | "users"> => {
  const admin = makeUser({ id: "7001", name: "Ada Example", login: "ada@example.test", role: "admin", createdAt: now })
  const managed = makeUser({
    id: "7002",
    name: "Grace Example",
    login: "grace@example.test",
    role: "user",
    createdAt: now
  })
  const serviceAccount = makeUser({
    id: "7003",
    name: "Example Application",
    login: serviceLogin,
    role: "user",
    createdAt: now
  })
  const users = new Map([admin, managed, serviceAccount].map((user) => [user.id, user]))
  return { admin, managed, serviceAccount, users }
}
