/** Users and their items: files with their versions, folders and web links. Items refer to each other directly. */
import type { Piece } from "./Contents.ts"
import type { Instances } from "./Metadata.ts"

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
  /** Set on the item that was moved to the trash, not on the items below it. */
  trashedAt: number | null
  etag: number
  tags: ReadonlyArray<string>
  collections: ReadonlyArray<string>
  sharedLink: SharedLink | null
  readonly metadata: Instances
}

export interface Folder extends ItemState {
  readonly type: "folder"
  /** Live children by lower-cased name: files, folders and web links share one namespace. */
  readonly children: Map<string, Item>
  /** Settings that have no effect here but are returned. */
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
  trashedBy: User | null
  restoredAt: number | null
  restoredBy: User | null
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

/** The root folder `"0"` of one user. It has no etag, times or parent, and never changes. */
export const makeUser = (user: Omit<User, "root">): User => {
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
      metadata: new Map(),
      children: new Map(),
      settings: {}
    }
  }
  return made
}
