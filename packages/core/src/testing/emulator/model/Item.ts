/**
 * Users and groups, their items, and the collaborations that open items to others. All refer to each other directly.
 */
import type { Piece } from "./Contents.ts"
import { type Instances, noInstances } from "./Metadata.ts"

export const userStatuses = ["active", "inactive", "cannot_delete_edit", "cannot_delete_edit_upload"] as const

export interface User {
  readonly id: string
  name: string
  login: string
  role: "admin" | "coadmin" | "user"
  /** Only an active user logs in. The last two may not do everything with content. */
  status: (typeof userStatuses)[number]
  /** Whether the user is of another enterprise, or of none. */
  external: boolean
  readonly createdAt: number
  modifiedAt: number
  /** What has no effect here but is returned. */
  profile: Readonly<Record<string, unknown>>
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
  owner: User
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
  /** Whom this item and what is below it is shared with. */
  collaborations: ReadonlyArray<Collaboration>
  sharedLink: SharedLink | null
  /** Copied when it changes, so that the many items without any share one map. */
  metadata: Instances
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

export interface FileLock {
  readonly id: string
  readonly by: User
  readonly at: number
  readonly expiresAt: number | null
  /** Others do not read the content either. */
  readonly downloadPrevented: boolean
}

export interface File extends ItemState {
  readonly type: "file"
  /** Oldest first; the last one is the current version. */
  readonly versions: Array<FileVersion>
  lock: FileLock | null
  settings: Readonly<Record<string, unknown>>
}

export interface WebLink extends ItemState {
  readonly type: "web_link"
  url: string
}

export type Item = File | Folder | WebLink

export interface Group {
  readonly id: string
  name: string
  readonly createdAt: number
  modifiedAt: number
  /** What is returned only if it is asked for. */
  settings: Readonly<Record<string, unknown>>
}

export interface Membership {
  readonly id: string
  readonly user: User
  readonly group: Group
  role: "member" | "admin"
  permissions: Readonly<Record<string, unknown>>
  readonly createdAt: number
  modifiedAt: number
}

/** The role of a collaborator. Owning is no collaboration. */
export type Role =
  | "editor"
  | "viewer"
  | "previewer"
  | "uploader"
  | "previewer uploader"
  | "viewer uploader"
  | "co-owner"

export interface Collaboration {
  readonly id: string
  readonly item: File | Folder
  readonly createdBy: User
  readonly createdAt: number
  /** The collaborator; `undefined` while nobody has the address that was invited. */
  grantee: User | Group | undefined
  readonly inviteEmail: string | undefined
  role: Role
  status: "accepted" | "pending" | "rejected"
  acknowledgedAt: number | undefined
  modifiedAt: number
  expiresAt: number | undefined
  readonly accessOnly: boolean
  canViewPath: boolean
}

/** The root folder `"0"` of one user. It has no etag, times or parent, and never changes. */
export const makeUser = (user: Pick<User, "id" | "name" | "login" | "role" | "createdAt">): User => {
  const made: User = {
    ...user,
    status: "active",
    external: false,
    modifiedAt: user.createdAt,
    profile: {},
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
      collaborations: [],
      sharedLink: null,
      metadata: noInstances,
      children: new Map(),
      settings: {}
    }
  }
  return made
}
