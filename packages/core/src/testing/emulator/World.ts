/** Everything that the emulated Box knows. Items point at each other directly; maps find them by id. */
import type { Contents, Piece } from "./Contents.ts"
import type { TokenBook } from "./Tokens.ts"
import type { UploadSession } from "./UploadSession.ts"

export interface User {
  readonly id: string
  readonly name: string
  readonly login: string
  readonly role: "admin" | "user"
  readonly createdAt: number
  readonly root: Folder
}

export interface SharedLink {
  readonly token: string
  access: "open" | "company" | "collaborators"
  password: string | null
  unsharedAt: number | null
  vanityName: string | null
  canDownload: boolean
  canEdit: boolean
  downloads: number
}

interface ItemState {
  readonly id: string
  readonly owner: User
  readonly createdBy: User
  modifiedBy: User
  name: string
  description: string
  /** Kept while the item is in the trash, so that it can be restored. */
  parent: Folder | null
  readonly createdAt: number
  modifiedAt: number
  contentCreatedAt: number
  contentModifiedAt: number
  /** Set on the item that was put into the trash, not on what is below it. */
  trashedAt: number | null
  etag: number
  tags: ReadonlyArray<string>
  collections: ReadonlyArray<string>
  sharedLink: SharedLink | null
}

export interface Folder extends ItemState {
  readonly type: "folder"
  /** Live children by lower-cased name: files, folders and web links share one namespace. */
  readonly children: Map<string, Item>
  /** Switches and settings that change nothing here but are given back. */
  settings: Readonly<Record<string, unknown>>
}

export interface FileVersion {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly sha1: string
  readonly pieces: ReadonlyArray<Piece>
  readonly createdAt: number
  readonly modifiedBy: User
  trashedAt: number | null
  restoredAt: number | null
}

export interface File extends ItemState {
  readonly type: "file"
  /** Oldest first; the last one is the current version. */
  readonly versions: Array<FileVersion>
  lock: { readonly id: string; readonly by: User; readonly at: number; readonly expiresAt: number | null } | null
  settings: Readonly<Record<string, unknown>>
}

export interface WebLink extends ItemState {
  readonly type: "web_link"
  url: string
}

export type Item = File | Folder | WebLink

export interface BoxEvent {
  readonly position: number
  readonly body: Readonly<Record<string, unknown>>
  readonly type: string
  readonly user: User
}

export interface SignedUrl {
  readonly file: File
  readonly version: FileVersion
  readonly expiresAt: number
}

export interface Urls {
  readonly apiUrl: string
  readonly uploadUrl: string
  readonly authorizeUrl: string
  readonly downloadUrl: string
}

export interface Counts {
  committedSessions: number
  abortedSessions: number
  storedParts: number
  rejectedParts: number
  rejectedDigests: number
  openDownloads: number
}

export interface World {
  readonly urls: Urls
  /** Bytes; `undefined` lets the size of the file decide, as Box does. */
  readonly partSize: number | undefined
  /** Bytes. */
  readonly minimumSessionSize: number
  readonly enterpriseId: string
  readonly contents: Contents
  /** Whoever the emulator's credentials belong to and whoever logs in. */
  readonly admin: User
  readonly managed: User
  readonly users: ReadonlyMap<string, User>
  readonly files: Map<string, File>
  readonly folders: Map<string, Folder>
  readonly webLinks: Map<string, WebLink>
  /** What was put into the trash itself, in that order. */
  readonly trash: Set<Item>
  readonly tokens: TokenBook
  readonly sessions: Map<string, UploadSession>
  readonly signedUrls: Map<string, SignedUrl>
  readonly events: Array<BoxEvent>
  /** Called and emptied whenever an event is appended. */
  readonly eventWaiters: Set<() => void>
  /** How many versions and sessions hold a piece; at zero its bytes go. */
  readonly pieceHolders: Map<Piece, number>
  /** Pieces to remove once the running request is done. */
  readonly garbage: Array<Piece>
  readonly nextId: Record<"file" | "folder" | "web_link" | "file_version" | "event", number>
  readonly counts: Counts
}

/** A fresh decimal id. Files, folders, web links and versions are separate id spaces, so ids can coincide. */
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

/** The root folder `"0"` of one user: it has neither etag nor times nor parent, and no change ever reaches it. */
const makeUser = (user: Omit<User, "root">): User => {
  const made: User = {
    ...user,
    root: {
      type: "folder",
      id: "0",
      name: "All Files",
      description: "",
      get owner() {
        return made
      },
      get createdBy() {
        return made
      },
      get modifiedBy() {
        return made
      },
      parent: null,
      createdAt: user.createdAt,
      modifiedAt: user.createdAt,
      contentCreatedAt: user.createdAt,
      contentModifiedAt: user.createdAt,
      trashedAt: null,
      etag: 0,
      tags: [],
      collections: [],
      sharedLink: null,
      children: new Map(),
      settings: {}
    }
  }
  return made
}

/** The users of the enterprise: an administrator, who logs in, and a managed user to act as. */
export const makeUsers = (now: number): Pick<World, "admin" | "managed" | "users"> => {
  const admin = makeUser({ id: "7001", name: "Ada Example", login: "ada@example.test", role: "admin", createdAt: now })
  const managed = makeUser({
    id: "7002",
    name: "Grace Example",
    login: "grace@example.test",
    role: "user",
    createdAt: now
  })
  return { admin, managed, users: new Map([admin, managed].map((user) => [user.id, user])) }
}
