// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Trashed Items: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { FileVersionMini, FolderMini } from "./Item.ts"
import { UserMini } from "./User.ts"

/** @see https://developer.box.com/reference/resources/trash-file/ */
export interface TrashFile {
  readonly id: string
  readonly etag?: string | null
  readonly type: "file"
  readonly sequence_id?: string | null
  readonly name?: string | null
  /** The SHA-1 of the content, in hex. A SHA-1 in hex. */
  readonly sha1?: string | null
  readonly file_version?: FileVersionMini | null
  /** Up to 256 characters. */
  readonly description?: string | null
  /** In bytes. */
  readonly size?: number | null
  readonly path_collection?: TrashPathCollection | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly trashed_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly purged_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly content_created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly content_modified_at?: string | null
  readonly created_by?: UserMini | null
  readonly modified_by?: UserMini | null
  readonly owned_by?: UserMini | null
  readonly shared_link?: string | null
  readonly parent?: FolderMini | null
  readonly item_status?: Open<"active" | "trashed" | "deleted"> | null
}

/** @see https://developer.box.com/reference/resources/trash-file-restored/ */
export interface TrashFileRestored {
  readonly id: string
  readonly etag?: string | null
  readonly type: "file"
  readonly sequence_id?: string | null
  readonly name?: string | null
  /** The SHA-1 of the content, in hex. A SHA-1 in hex. */
  readonly sha1?: string | null
  readonly file_version?: FileVersionMini | null
  /** Up to 256 characters. */
  readonly description?: string | null
  /** In bytes. */
  readonly size?: number | null
  readonly path_collection?: {
    readonly total_count?: number | null
    readonly entries?: ReadonlyArray<FolderMini> | null
  } | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
  readonly trashed_at?: string | null
  readonly purged_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly content_created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly content_modified_at?: string | null
  readonly created_by?: UserMini | null
  readonly modified_by?: UserMini | null
  readonly owned_by?: UserMini | null
  readonly shared_link?: string | null
  readonly parent?: FolderMini | null
  readonly item_status?: Open<"active" | "trashed" | "deleted"> | null
}

/** @see https://developer.box.com/reference/resources/trash-folder/ */
export interface TrashFolder {
  readonly id: string
  readonly etag?: string | null
  readonly type: "folder"
  readonly sequence_id?: string | null
  readonly name?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
  /** Up to 256 characters. */
  readonly description?: string | null
  /** In bytes. */
  readonly size?: number | null
  readonly path_collection?: TrashPathCollection | null
  readonly created_by?: UserMini | null
  readonly modified_by?: UserMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly trashed_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly purged_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly content_created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly content_modified_at?: string | null
  readonly owned_by?: UserMini | null
  readonly shared_link?: string | null
  readonly folder_upload_email?: string | null
  readonly parent?: FolderMini | null
  readonly item_status?: Open<"active" | "trashed" | "deleted"> | null
}

/** @see https://developer.box.com/reference/resources/trash-folder-restored/ */
export interface TrashFolderRestored {
  readonly id: string
  readonly etag?: string | null
  readonly type?: Open<"folder"> | null
  readonly sequence_id?: string | null
  readonly name?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
  /** Up to 256 characters. */
  readonly description?: string | null
  /** In bytes. */
  readonly size?: number | null
  readonly path_collection?: {
    readonly total_count?: number | null
    readonly entries?: ReadonlyArray<FolderMini> | null
  } | null
  readonly created_by?: UserMini | null
  readonly modified_by?: UserMini | null
  readonly trashed_at?: string | null
  readonly purged_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly content_created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly content_modified_at?: string | null
  readonly owned_by?: UserMini | null
  readonly shared_link?: string | null
  readonly folder_upload_email?: string | null
  readonly parent?: FolderMini | null
  readonly item_status?: Open<"active" | "trashed" | "deleted"> | null
}

export interface TrashPathCollection {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  readonly entries?: ReadonlyArray<{
    readonly type?: Open<"folder"> | null
    readonly id?: string | null
    readonly sequence_id?: string | null
    readonly etag?: string | null
    readonly name?: string | null
  }> | null
}

/** @see https://developer.box.com/reference/resources/trash-web-link/ */
export interface TrashWebLink {
  readonly type?: Open<"web_link"> | null
  readonly id: string
  readonly sequence_id?: string | null
  readonly etag?: string | null
  readonly name?: string | null
  readonly url?: string | null
  readonly parent?: FolderMini | null
  readonly description?: string | null
  readonly path_collection?: TrashPathCollection | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly trashed_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly purged_at?: string | null
  readonly created_by?: UserMini | null
  readonly modified_by?: UserMini | null
  readonly owned_by?: UserMini | null
  readonly shared_link?: string | null
  readonly item_status?: Open<"active" | "trashed" | "deleted"> | null
}

/** @see https://developer.box.com/reference/resources/trash-web-link-restored/ */
export interface TrashWebLinkRestored {
  readonly type?: Open<"web_link"> | null
  readonly id: string
  readonly sequence_id?: string | null
  readonly etag?: string | null
  readonly name?: string | null
  readonly url?: string | null
  readonly parent?: FolderMini | null
  readonly description?: string | null
  readonly path_collection?: {
    readonly total_count?: number | null
    readonly entries?: ReadonlyArray<FolderMini> | null
  } | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
  readonly trashed_at?: string | null
  readonly purged_at?: string | null
  readonly created_by?: UserMini | null
  readonly modified_by?: UserMini | null
  readonly owned_by?: UserMini | null
  readonly shared_link?: string | null
  readonly item_status?: Open<"active" | "trashed" | "deleted"> | null
}

export const TrashFile: Lazy<TrashFile> = /*#__PURE__*/ lazy<TrashFile>(() =>
  Schema.Struct({
    id: Schema.String,
    etag: maybe(Schema.String),
    type: Schema.Literal("file"),
    sequence_id: maybe(Schema.String),
    name: maybe(Schema.String),
    sha1: maybe(Schema.String),
    file_version: maybe(resolve(FileVersionMini)),
    description: maybe(Schema.String),
    size: maybe(Schema.Number),
    path_collection: maybe(resolve(TrashPathCollection)),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String),
    trashed_at: maybe(Schema.String),
    purged_at: maybe(Schema.String),
    content_created_at: maybe(Schema.String),
    content_modified_at: maybe(Schema.String),
    created_by: maybe(resolve(UserMini)),
    modified_by: maybe(resolve(UserMini)),
    owned_by: maybe(resolve(UserMini)),
    shared_link: maybe(Schema.String),
    parent: maybe(resolve(FolderMini)),
    item_status: maybe(Schema.String)
  })
)

export const TrashFileRestored: Lazy<TrashFileRestored> = /*#__PURE__*/ lazy<TrashFileRestored>(() =>
  Schema.Struct({
    id: Schema.String,
    etag: maybe(Schema.String),
    type: Schema.Literal("file"),
    sequence_id: maybe(Schema.String),
    name: maybe(Schema.String),
    sha1: maybe(Schema.String),
    file_version: maybe(resolve(FileVersionMini)),
    description: maybe(Schema.String),
    size: maybe(Schema.Number),
    path_collection: maybe(
      Schema.Struct({ total_count: maybe(Schema.Number), entries: maybe(Schema.Array(resolve(FolderMini))) })
    ),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String),
    trashed_at: maybe(Schema.String),
    purged_at: maybe(Schema.String),
    content_created_at: maybe(Schema.String),
    content_modified_at: maybe(Schema.String),
    created_by: maybe(resolve(UserMini)),
    modified_by: maybe(resolve(UserMini)),
    owned_by: maybe(resolve(UserMini)),
    shared_link: maybe(Schema.String),
    parent: maybe(resolve(FolderMini)),
    item_status: maybe(Schema.String)
  })
)

export const TrashFolder: Lazy<TrashFolder> = /*#__PURE__*/ lazy<TrashFolder>(() =>
  Schema.Struct({
    id: Schema.String,
    etag: maybe(Schema.String),
    type: Schema.Literal("folder"),
    sequence_id: maybe(Schema.String),
    name: maybe(Schema.String),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String),
    description: maybe(Schema.String),
    size: maybe(Schema.Number),
    path_collection: maybe(resolve(TrashPathCollection)),
    created_by: maybe(resolve(UserMini)),
    modified_by: maybe(resolve(UserMini)),
    trashed_at: maybe(Schema.String),
    purged_at: maybe(Schema.String),
    content_created_at: maybe(Schema.String),
    content_modified_at: maybe(Schema.String),
    owned_by: maybe(resolve(UserMini)),
    shared_link: maybe(Schema.String),
    folder_upload_email: maybe(Schema.String),
    parent: maybe(resolve(FolderMini)),
    item_status: maybe(Schema.String)
  })
)

export const TrashFolderRestored: Lazy<TrashFolderRestored> = /*#__PURE__*/ lazy<TrashFolderRestored>(() =>
  Schema.Struct({
    id: Schema.String,
    etag: maybe(Schema.String),
    type: maybe(Schema.String),
    sequence_id: maybe(Schema.String),
    name: maybe(Schema.String),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String),
    description: maybe(Schema.String),
    size: maybe(Schema.Number),
    path_collection: maybe(
      Schema.Struct({ total_count: maybe(Schema.Number), entries: maybe(Schema.Array(resolve(FolderMini))) })
    ),
    created_by: maybe(resolve(UserMini)),
    modified_by: maybe(resolve(UserMini)),
    trashed_at: maybe(Schema.String),
    purged_at: maybe(Schema.String),
    content_created_at: maybe(Schema.String),
    content_modified_at: maybe(Schema.String),
    owned_by: maybe(resolve(UserMini)),
    shared_link: maybe(Schema.String),
    folder_upload_email: maybe(Schema.String),
    parent: maybe(resolve(FolderMini)),
    item_status: maybe(Schema.String)
  })
)

export const TrashPathCollection: Lazy<TrashPathCollection> = /*#__PURE__*/ lazy<TrashPathCollection>(() =>
  Schema.Struct({
    total_count: maybe(Schema.Number),
    entries: maybe(
      Schema.Array(
        Schema.Struct({
          type: maybe(Schema.String),
          id: maybe(Schema.String),
          sequence_id: maybe(Schema.String),
          etag: maybe(Schema.String),
          name: maybe(Schema.String)
        })
      )
    )
  })
)

export const TrashWebLink: Lazy<TrashWebLink> = /*#__PURE__*/ lazy<TrashWebLink>(() =>
  Schema.Struct({
    type: maybe(Schema.String),
    id: Schema.String,
    sequence_id: maybe(Schema.String),
    etag: maybe(Schema.String),
    name: maybe(Schema.String),
    url: maybe(Schema.String),
    parent: maybe(resolve(FolderMini)),
    description: maybe(Schema.String),
    path_collection: maybe(resolve(TrashPathCollection)),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String),
    trashed_at: maybe(Schema.String),
    purged_at: maybe(Schema.String),
    created_by: maybe(resolve(UserMini)),
    modified_by: maybe(resolve(UserMini)),
    owned_by: maybe(resolve(UserMini)),
    shared_link: maybe(Schema.String),
    item_status: maybe(Schema.String)
  })
)

export const TrashWebLinkRestored: Lazy<TrashWebLinkRestored> = /*#__PURE__*/ lazy<TrashWebLinkRestored>(() =>
  Schema.Struct({
    type: maybe(Schema.String),
    id: Schema.String,
    sequence_id: maybe(Schema.String),
    etag: maybe(Schema.String),
    name: maybe(Schema.String),
    url: maybe(Schema.String),
    parent: maybe(resolve(FolderMini)),
    description: maybe(Schema.String),
    path_collection: maybe(
      Schema.Struct({ total_count: maybe(Schema.Number), entries: maybe(Schema.Array(resolve(FolderMini))) })
    ),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String),
    trashed_at: maybe(Schema.String),
    purged_at: maybe(Schema.String),
    created_by: maybe(resolve(UserMini)),
    modified_by: maybe(resolve(UserMini)),
    owned_by: maybe(resolve(UserMini)),
    shared_link: maybe(Schema.String),
    item_status: maybe(Schema.String)
  })
)
