// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Item: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, otherThan, resolve } from "../../internal/schema.ts"
import { MetadataFull } from "./Metadata.ts"
import { UserMini } from "./User.ts"

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/file--base/
 */
export interface FileBase {
  readonly id: string
  /** Changes with each change of the item. Pass it as `if_match`. */
  readonly etag?: string | null
  readonly type: "file"
}

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/file--mini/
 */
export interface FileMini extends FileBase {
  readonly sequence_id?: string | null
  readonly name?: string | null
  /** The SHA-1 of the content, in hex. A SHA-1 in hex. */
  readonly sha1?: string | null
  readonly file_version?: FileVersionMini | null
}

/**
 * A file, as returned without `fields`.
 *
 * @see https://developer.box.com/reference/resources/file/
 */
export interface File extends FileMini {
  /** Up to 255 characters. */
  readonly description?: string | null
  /** In bytes. */
  readonly size?: number | null
  readonly path_collection?: PathCollection | null
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
  readonly shared_link?: SharedLink | null
  readonly parent?: FolderMini | null
  readonly item_status?: Open<"active" | "trashed" | "deleted"> | null
}

/**
 * All properties of a file that `fields` can request.
 *
 * @see https://developer.box.com/reference/resources/file--full/
 */
export interface FileFull extends File {
  readonly version_number?: string | null
  readonly comment_count?: number | null
  readonly permissions?: {
    readonly can_delete?: boolean | null
    readonly can_download?: boolean | null
    readonly can_invite_collaborator?: boolean | null
    readonly can_rename?: boolean | null
    readonly can_set_share_access?: boolean | null
    readonly can_share?: boolean | null
    readonly can_annotate?: boolean | null
    readonly can_comment?: boolean | null
    readonly can_preview?: boolean | null
    readonly can_upload?: boolean | null
    readonly can_view_annotations_all?: boolean | null
    readonly can_view_annotations_self?: boolean | null
    readonly can_apply_watermark?: boolean | null
  } | null
  /** 1 to 100 entries. */
  readonly tags?: ReadonlyArray<string> | null
  readonly lock?: FileLock | null
  readonly extension?: string | null
  readonly is_package?: boolean | null
  readonly expiring_embed_link?: {
    readonly access_token?: string | null
    readonly expires_in?: number | null
    readonly token_type?: Open<"bearer"> | null
    readonly restricted_to?: ReadonlyArray<ResourceScope> | null
    /** A URL. */
    readonly url?: string | null
  } | null
  readonly watermark_info?: {
    readonly is_watermarked?: boolean | null
    readonly is_watermark_inherited?: boolean | null
    readonly is_watermarked_by_access_policy?: boolean | null
  } | null
  readonly is_accessible_via_shared_link?: boolean | null
  readonly allowed_invitee_roles?: ReadonlyArray<
    Open<"editor" | "viewer" | "previewer" | "uploader" | "previewer uploader" | "viewer uploader" | "co-owner">
  > | null
  readonly is_externally_owned?: boolean | null
  readonly has_collaborations?: boolean | null
  readonly metadata?: Readonly<Record<string, Readonly<Record<string, MetadataFull>>>> | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly expires_at?: string | null
  readonly representations?: Representations | null
  readonly classification?: {
    readonly name?: string | null
    readonly definition?: string | null
    readonly color?: string | null
  } | null
  readonly uploader_display_name?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly disposition_at?: string | null
  readonly shared_link_permission_options?: ReadonlyArray<Open<"can_preview" | "can_download" | "can_edit">> | null
  readonly is_associated_with_app_item?: boolean | null
}

export interface FileLock {
  readonly id?: string | null
  readonly type?: Open<"lock"> | null
  readonly created_by?: UserMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly expired_at?: string | null
  readonly is_download_prevented?: boolean | null
  readonly app_type?: Open<"gsuite" | "office_wopi" | "office_wopiplus" | "other"> | null
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/file-version--base/
 */
export interface FileVersionBase {
  readonly id: string
  readonly type: "file_version"
}

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/file-version--mini/
 */
export interface FileVersionMini extends FileVersionBase {
  /** The SHA-1 of the content, in hex. */
  readonly sha1?: string | null
}

/**
 * What comes without `fields`.
 *
 * @see https://developer.box.com/reference/resources/file-version/
 */
export interface FileVersion extends FileVersionMini {
  readonly name?: string | null
  /** In bytes. */
  readonly size?: number | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
  readonly modified_by?: UserMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly trashed_at?: string | null
  readonly trashed_by?: UserMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly restored_at?: string | null
  readonly restored_by?: UserMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly purged_at?: string | null
  readonly uploader_display_name?: string | null
}

/**
 * What `fields` can ask for.
 *
 * @see https://developer.box.com/reference/resources/file-version--full/
 */
export interface FileVersionFull extends FileVersion {
  readonly version_number?: string | null
}

/** @see https://developer.box.com/reference/resources/file-versions/ */
export interface FileVersions {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  /** The limit that was applied. */
  readonly limit?: number | null
  readonly offset?: number | null
  readonly order?: ReadonlyArray<{
    readonly by?: string | null
    readonly direction?: Open<"ASC" | "DESC"> | null
  }> | null
  readonly entries?: ReadonlyArray<FileVersion> | null
}

/**
 * The answer to an upload, and to the commit of an upload session.
 *
 * @see https://developer.box.com/reference/resources/files/
 */
export interface Files {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  readonly entries: ReadonlyArray<File>
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/folder--base/
 */
export interface FolderBase {
  readonly id: string
  /** Changes with each change of the item; `null` for the root folder. Pass it as `if_match`. */
  readonly etag?: string | null
  readonly type: "folder"
}

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/folder--mini/
 */
export interface FolderMini extends FolderBase {
  readonly sequence_id?: string | null
  readonly name?: string | null
}

/**
 * A folder, as returned without `fields`.
 *
 * @see https://developer.box.com/reference/resources/folder/
 */
export interface Folder extends FolderMini {
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
  /** Up to 256 characters. */
  readonly description?: string | null
  /** The total size of everything below, in bytes. */
  readonly size?: number | null
  readonly path_collection?: PathCollection | null
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
  readonly shared_link?: SharedLink | null
  readonly folder_upload_email?: {
    readonly access?: Open<"open" | "collaborators"> | null
    /** An email address. */
    readonly email?: string | null
  } | null
  readonly parent?: FolderMini | null
  readonly item_status?: Open<"active" | "trashed" | "deleted"> | null
  /** The first items; `Folders.getFolderItems` returns all of them. */
  readonly item_collection?: Items | null
}

/**
 * All properties of a folder that `fields` can request.
 *
 * @see https://developer.box.com/reference/resources/folder--full/
 */
export interface FolderFull extends Folder {
  readonly sync_state?: Open<"synced" | "not_synced" | "partially_synced"> | null
  readonly has_collaborations?: boolean | null
  readonly permissions?: {
    readonly can_delete?: boolean | null
    readonly can_download?: boolean | null
    readonly can_invite_collaborator?: boolean | null
    readonly can_rename?: boolean | null
    readonly can_set_share_access?: boolean | null
    readonly can_share?: boolean | null
    readonly can_upload?: boolean | null
    readonly can_apply_watermark?: boolean | null
  } | null
  /** 1 to 100 entries. */
  readonly tags?: ReadonlyArray<string> | null
  readonly can_non_owners_invite?: boolean | null
  readonly is_externally_owned?: boolean | null
  readonly metadata?: Readonly<Record<string, Readonly<Record<string, MetadataFull>>>> | null
  readonly is_collaboration_restricted_to_enterprise?: boolean | null
  readonly allowed_shared_link_access_levels?: ReadonlyArray<Open<"open" | "company" | "collaborators">> | null
  readonly allowed_invitee_roles?: ReadonlyArray<
    Open<"editor" | "viewer" | "previewer" | "uploader" | "previewer uploader" | "viewer uploader" | "co-owner">
  > | null
  readonly watermark_info?: {
    readonly is_watermarked?: boolean | null
    readonly is_watermark_inherited?: boolean | null
    readonly is_watermarked_by_access_policy?: boolean | null
  } | null
  readonly is_accessible_via_shared_link?: boolean | null
  readonly can_non_owners_view_collaborators?: boolean | null
  readonly classification?: {
    readonly name?: string | null
    readonly definition?: string | null
    readonly color?: string | null
  } | null
  readonly is_associated_with_app_item?: boolean | null
}

/** An entry with its standard properties, as in a search. */
export type Item = File | Folder | WebLink

/** All properties of an entry that `fields` can request. */
export type ItemFull = FileFull | FolderFull | WebLink

/** An entry of a list, as returned without `fields`. */
export type ItemMini = FileMini | FolderMini | WebLinkMini

/**
 * A page of a folder's items, with `next_marker`, or with `offset` and `total_count`, depending on the request.
 *
 * @see https://developer.box.com/reference/resources/items/
 */
export interface Items {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  readonly offset?: number | null
  readonly order?: ReadonlyArray<{
    readonly by?: string | null
    readonly direction?: Open<"ASC" | "DESC"> | null
  }> | null
  readonly entries?: ReadonlyArray<ItemMini> | null
}

/** @see https://developer.box.com/reference/resources/items-offset-paginated/ */
export interface ItemsOffsetPaginated {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  /** The limit that was applied. */
  readonly limit?: number | null
  readonly offset?: number | null
  readonly order?: ReadonlyArray<{
    readonly by?: string | null
    readonly direction?: Open<"ASC" | "DESC"> | null
  }> | null
  readonly entries?: ReadonlyArray<ItemMini> | null
}

export interface PathCollection {
  /** May include entries that are not visible to this user. */
  readonly total_count: number
  /** The root folder first, the parent last. */
  readonly entries: ReadonlyArray<FolderMini>
}

export interface Representations {
  readonly entries?: ReadonlyArray<{
    readonly content?: {
      readonly url_template?: string | null
    } | null
    readonly info?: {
      readonly url?: string | null
    } | null
    readonly properties?: {
      readonly dimensions?: string | null
      readonly paged?: string | null
      readonly thumb?: string | null
    } | null
    readonly representation?: string | null
    readonly status?: {
      readonly state?: Open<"success" | "viewable" | "pending" | "none"> | null
    } | null
  }> | null
}

export type Resource = FolderMini | FileMini

export interface ResourceScope {
  readonly scope?: Open<
    | "annotation_edit"
    | "annotation_view_all"
    | "annotation_view_self"
    | "base_explorer"
    | "base_picker"
    | "base_preview"
    | "base_upload"
    | "item_delete"
    | "item_download"
    | "item_preview"
    | "item_rename"
    | "item_share"
    | "item_upload"
    | "item_read"
  > | null
  readonly object?: Resource | null
}

export interface SharedLink {
  /** A URL. */
  readonly url: string
  /** A URL. Not in every plan. */
  readonly download_url?: string | null
  /** A URL. */
  readonly vanity_url?: string | null
  readonly vanity_name?: string | null
  readonly access?: Open<"open" | "company" | "collaborators"> | null
  readonly effective_access?: Open<"open" | "company" | "collaborators"> | null
  readonly effective_permission?: Open<"can_edit" | "can_download" | "can_preview" | "no_access"> | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly unshared_at?: string | null
  readonly is_password_enabled?: boolean | null
  readonly permissions?: {
    readonly can_download?: boolean | null
    readonly can_preview?: boolean | null
    readonly can_edit?: boolean | null
  } | null
  readonly download_count?: number | null
  readonly preview_count?: number | null
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/web-link--base/
 */
export interface WebLinkBase {
  readonly id: string
  readonly type: "web_link"
  /** Changes with each change of the item. Pass it as `if_match`. */
  readonly etag?: string | null
}

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/web-link--mini/
 */
export interface WebLinkMini extends WebLinkBase {
  readonly url?: string | null
  readonly sequence_id?: string | null
  readonly name?: string | null
}

/** @see https://developer.box.com/reference/resources/web-link/ */
export interface WebLink extends WebLinkMini {
  readonly parent?: FolderMini | null
  readonly description?: string | null
  readonly path_collection?: PathCollection | null
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
  readonly shared_link?: SharedLink | null
  readonly item_status?: Open<"active" | "trashed" | "deleted"> | null
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/file--base/
 */
export interface FileBaseInput {
  readonly id: string
  readonly etag?: string | null | undefined
  readonly type: "file"
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/file-version--base/
 */
export interface FileVersionBaseInput {
  readonly id: string
  readonly type: "file_version"
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/folder--base/
 */
export interface FolderBaseInput {
  readonly id: string
  readonly etag?: string | null | undefined
  readonly type: "folder"
}

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/folder--mini/
 */
export interface FolderMiniInput extends FolderBaseInput {
  readonly sequence_id?: string | null | undefined
  readonly name?: string | undefined
}

const fileBaseProperties = () => ({ id: Schema.String, etag: maybe(Schema.String), type: Schema.Literal("file") })

const fileMiniProperties = () => ({
  ...fileBaseProperties(),
  sequence_id: maybe(Schema.String),
  name: maybe(Schema.String),
  sha1: maybe(Schema.String),
  file_version: maybe(resolve(FileVersionMini))
})

const fileProperties = () => ({
  ...fileMiniProperties(),
  description: maybe(Schema.String),
  size: maybe(Schema.Number),
  path_collection: maybe(resolve(PathCollection)),
  created_at: maybe(Schema.String),
  modified_at: maybe(Schema.String),
  trashed_at: maybe(Schema.String),
  purged_at: maybe(Schema.String),
  content_created_at: maybe(Schema.String),
  content_modified_at: maybe(Schema.String),
  created_by: maybe(resolve(UserMini)),
  modified_by: maybe(resolve(UserMini)),
  owned_by: maybe(resolve(UserMini)),
  shared_link: maybe(resolve(SharedLink)),
  parent: maybe(resolve(FolderMini)),
  item_status: maybe(Schema.String)
})

const fileVersionBaseProperties = () => ({ id: Schema.String, type: Schema.Literal("file_version") })

const fileVersionMiniProperties = () => ({ ...fileVersionBaseProperties(), sha1: maybe(Schema.String) })

const fileVersionProperties = () => ({
  ...fileVersionMiniProperties(),
  name: maybe(Schema.String),
  size: maybe(Schema.Number),
  created_at: maybe(Schema.String),
  modified_at: maybe(Schema.String),
  modified_by: maybe(resolve(UserMini)),
  trashed_at: maybe(Schema.String),
  trashed_by: maybe(resolve(UserMini)),
  restored_at: maybe(Schema.String),
  restored_by: maybe(resolve(UserMini)),
  purged_at: maybe(Schema.String),
  uploader_display_name: maybe(Schema.String)
})

const folderBaseProperties = () => ({ id: Schema.String, etag: maybe(Schema.String), type: Schema.Literal("folder") })

const folderMiniProperties = () => ({
  ...folderBaseProperties(),
  sequence_id: maybe(Schema.String),
  name: maybe(Schema.String)
})

const folderProperties = () => ({
  ...folderMiniProperties(),
  created_at: maybe(Schema.String),
  modified_at: maybe(Schema.String),
  description: maybe(Schema.String),
  size: maybe(Schema.Number),
  path_collection: maybe(resolve(PathCollection)),
  created_by: maybe(resolve(UserMini)),
  modified_by: maybe(resolve(UserMini)),
  trashed_at: maybe(Schema.String),
  purged_at: maybe(Schema.String),
  content_created_at: maybe(Schema.String),
  content_modified_at: maybe(Schema.String),
  owned_by: maybe(resolve(UserMini)),
  shared_link: maybe(resolve(SharedLink)),
  folder_upload_email: maybe(Schema.Struct({ access: maybe(Schema.String), email: maybe(Schema.String) })),
  parent: maybe(resolve(FolderMini)),
  item_status: maybe(Schema.String),
  item_collection: maybe(Items)
})

const webLinkBaseProperties = () => ({
  id: Schema.String,
  type: Schema.Literal("web_link"),
  etag: maybe(Schema.String)
})

const webLinkMiniProperties = () => ({
  ...webLinkBaseProperties(),
  url: maybe(Schema.String),
  sequence_id: maybe(Schema.String),
  name: maybe(Schema.String)
})

export const FileBase: Lazy<FileBase> = /*#__PURE__*/ lazy<FileBase>(() => Schema.Struct(fileBaseProperties()))

export const FileMini: Lazy<FileMini> = /*#__PURE__*/ lazy<FileMini>(() => Schema.Struct(fileMiniProperties()))

export const File: Lazy<File> = /*#__PURE__*/ lazy<File>(() => Schema.Struct(fileProperties()))

export const FileFull: Lazy<FileFull> = /*#__PURE__*/ lazy<FileFull>(() =>
  Schema.Struct({
    ...fileProperties(),
    version_number: maybe(Schema.String),
    comment_count: maybe(Schema.Number),
    permissions: maybe(
      Schema.Struct({
        can_delete: maybe(Schema.Boolean),
        can_download: maybe(Schema.Boolean),
        can_invite_collaborator: maybe(Schema.Boolean),
        can_rename: maybe(Schema.Boolean),
        can_set_share_access: maybe(Schema.Boolean),
        can_share: maybe(Schema.Boolean),
        can_annotate: maybe(Schema.Boolean),
        can_comment: maybe(Schema.Boolean),
        can_preview: maybe(Schema.Boolean),
        can_upload: maybe(Schema.Boolean),
        can_view_annotations_all: maybe(Schema.Boolean),
        can_view_annotations_self: maybe(Schema.Boolean),
        can_apply_watermark: maybe(Schema.Boolean)
      })
    ),
    tags: maybe(Schema.Array(Schema.String)),
    lock: maybe(resolve(FileLock)),
    extension: maybe(Schema.String),
    is_package: maybe(Schema.Boolean),
    expiring_embed_link: maybe(
      Schema.Struct({
        access_token: maybe(Schema.String),
        expires_in: maybe(Schema.Number),
        token_type: maybe(Schema.String),
        restricted_to: maybe(Schema.Array(resolve(ResourceScope))),
        url: maybe(Schema.String)
      })
    ),
    watermark_info: maybe(
      Schema.Struct({
        is_watermarked: maybe(Schema.Boolean),
        is_watermark_inherited: maybe(Schema.Boolean),
        is_watermarked_by_access_policy: maybe(Schema.Boolean)
      })
    ),
    is_accessible_via_shared_link: maybe(Schema.Boolean),
    allowed_invitee_roles: maybe(Schema.Array(Schema.String)),
    is_externally_owned: maybe(Schema.Boolean),
    has_collaborations: maybe(Schema.Boolean),
    metadata: maybe(Schema.Record(Schema.String, Schema.Record(Schema.String, resolve(MetadataFull)))),
    expires_at: maybe(Schema.String),
    representations: maybe(resolve(Representations)),
    classification: maybe(
      Schema.Struct({ name: maybe(Schema.String), definition: maybe(Schema.String), color: maybe(Schema.String) })
    ),
    uploader_display_name: maybe(Schema.String),
    disposition_at: maybe(Schema.String),
    shared_link_permission_options: maybe(Schema.Array(Schema.String)),
    is_associated_with_app_item: maybe(Schema.Boolean)
  })
)

export const FileLock: Lazy<FileLock> = /*#__PURE__*/ lazy<FileLock>(() =>
  Schema.Struct({
    id: maybe(Schema.String),
    type: maybe(Schema.String),
    created_by: maybe(resolve(UserMini)),
    created_at: maybe(Schema.String),
    expired_at: maybe(Schema.String),
    is_download_prevented: maybe(Schema.Boolean),
    app_type: maybe(Schema.String)
  })
)

export const FileVersionBase: Lazy<FileVersionBase> = /*#__PURE__*/ lazy<FileVersionBase>(() =>
  Schema.Struct(fileVersionBaseProperties())
)

export const FileVersionMini: Lazy<FileVersionMini> = /*#__PURE__*/ lazy<FileVersionMini>(() =>
  Schema.Struct(fileVersionMiniProperties())
)

export const FileVersion: Lazy<FileVersion> = /*#__PURE__*/ lazy<FileVersion>(() =>
  Schema.Struct(fileVersionProperties())
)

export const FileVersionFull: Lazy<FileVersionFull> = /*#__PURE__*/ lazy<FileVersionFull>(() =>
  Schema.Struct({ ...fileVersionProperties(), version_number: maybe(Schema.String) })
)

export const FileVersions: Lazy<FileVersions> = /*#__PURE__*/ lazy<FileVersions>(() =>
  Schema.Struct({
    total_count: maybe(Schema.Number),
    limit: maybe(Schema.Number),
    offset: maybe(Schema.Number),
    order: maybe(Schema.Array(Schema.Struct({ by: maybe(Schema.String), direction: maybe(Schema.String) }))),
    entries: maybe(Schema.Array(resolve(FileVersionFull)))
  })
)

export const Files: Lazy<Files> = /*#__PURE__*/ lazy<Files>(() =>
  Schema.Struct({ total_count: maybe(Schema.Number), entries: Schema.Array(resolve(FileFull)) })
)

export const FolderBase: Lazy<FolderBase> = /*#__PURE__*/ lazy<FolderBase>(() => Schema.Struct(folderBaseProperties()))

export const FolderMini: Lazy<FolderMini> = /*#__PURE__*/ lazy<FolderMini>(() => Schema.Struct(folderMiniProperties()))

export const Folder: Lazy<Folder> = /*#__PURE__*/ lazy<Folder>(() => Schema.Struct(folderProperties()))

export const FolderFull: Lazy<FolderFull> = /*#__PURE__*/ lazy<FolderFull>(() =>
  Schema.Struct({
    ...folderProperties(),
    sync_state: maybe(Schema.String),
    has_collaborations: maybe(Schema.Boolean),
    permissions: maybe(
      Schema.Struct({
        can_delete: maybe(Schema.Boolean),
        can_download: maybe(Schema.Boolean),
        can_invite_collaborator: maybe(Schema.Boolean),
        can_rename: maybe(Schema.Boolean),
        can_set_share_access: maybe(Schema.Boolean),
        can_share: maybe(Schema.Boolean),
        can_upload: maybe(Schema.Boolean),
        can_apply_watermark: maybe(Schema.Boolean)
      })
    ),
    tags: maybe(Schema.Array(Schema.String)),
    can_non_owners_invite: maybe(Schema.Boolean),
    is_externally_owned: maybe(Schema.Boolean),
    metadata: maybe(Schema.Record(Schema.String, Schema.Record(Schema.String, resolve(MetadataFull)))),
    is_collaboration_restricted_to_enterprise: maybe(Schema.Boolean),
    allowed_shared_link_access_levels: maybe(Schema.Array(Schema.String)),
    allowed_invitee_roles: maybe(Schema.Array(Schema.String)),
    watermark_info: maybe(
      Schema.Struct({
        is_watermarked: maybe(Schema.Boolean),
        is_watermark_inherited: maybe(Schema.Boolean),
        is_watermarked_by_access_policy: maybe(Schema.Boolean)
      })
    ),
    is_accessible_via_shared_link: maybe(Schema.Boolean),
    can_non_owners_view_collaborators: maybe(Schema.Boolean),
    classification: maybe(
      Schema.Struct({ name: maybe(Schema.String), definition: maybe(Schema.String), color: maybe(Schema.String) })
    ),
    is_associated_with_app_item: maybe(Schema.Boolean)
  })
)

export const Item: Lazy<Item> = /*#__PURE__*/ lazy<Item>(() =>
  Schema.Union([resolve(File), resolve(Folder), resolve(WebLink), otherThan("type", "file", "folder", "web_link")])
)

export const ItemFull: Lazy<ItemFull> = /*#__PURE__*/ lazy<ItemFull>(() =>
  Schema.Union([
    resolve(FileFull),
    resolve(FolderFull),
    resolve(WebLink),
    otherThan("type", "file", "folder", "web_link")
  ])
)

export const ItemMini: Lazy<ItemMini> = /*#__PURE__*/ lazy<ItemMini>(() =>
  Schema.Union([
    resolve(FileMini),
    resolve(FolderMini),
    resolve(WebLinkMini),
    otherThan("type", "file", "folder", "web_link")
  ])
)

export const Items: Lazy<Items> = /*#__PURE__*/ lazy<Items>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    total_count: maybe(Schema.Number),
    offset: maybe(Schema.Number),
    order: maybe(Schema.Array(Schema.Struct({ by: maybe(Schema.String), direction: maybe(Schema.String) }))),
    entries: maybe(Schema.Array(resolve(ItemFull)))
  })
)

export const ItemsOffsetPaginated: Lazy<ItemsOffsetPaginated> = /*#__PURE__*/ lazy<ItemsOffsetPaginated>(() =>
  Schema.Struct({
    total_count: maybe(Schema.Number),
    limit: maybe(Schema.Number),
    offset: maybe(Schema.Number),
    order: maybe(Schema.Array(Schema.Struct({ by: maybe(Schema.String), direction: maybe(Schema.String) }))),
    entries: maybe(Schema.Array(resolve(ItemFull)))
  })
)

export const PathCollection: Lazy<PathCollection> = /*#__PURE__*/ lazy<PathCollection>(() =>
  Schema.Struct({ total_count: Schema.Number, entries: Schema.Array(resolve(FolderMini)) })
)

export const Representations: Lazy<Representations> = /*#__PURE__*/ lazy<Representations>(() =>
  Schema.Struct({
    entries: maybe(
      Schema.Array(
        Schema.Struct({
          content: maybe(Schema.Struct({ url_template: maybe(Schema.String) })),
          info: maybe(Schema.Struct({ url: maybe(Schema.String) })),
          properties: maybe(
            Schema.Struct({
              dimensions: maybe(Schema.String),
              paged: maybe(Schema.String),
              thumb: maybe(Schema.String)
            })
          ),
          representation: maybe(Schema.String),
          status: maybe(Schema.Struct({ state: maybe(Schema.String) }))
        })
      )
    )
  })
)

export const Resource: Lazy<Resource> = /*#__PURE__*/ lazy<Resource>(() =>
  Schema.Union([resolve(FolderMini), resolve(FileMini), otherThan("type", "folder", "file")])
)

export const ResourceScope: Lazy<ResourceScope> = /*#__PURE__*/ lazy<ResourceScope>(() =>
  Schema.Struct({ scope: maybe(Schema.String), object: maybe(resolve(Resource)) })
)

export const SharedLink: Lazy<SharedLink> = /*#__PURE__*/ lazy<SharedLink>(() =>
  Schema.Struct({
    url: Schema.String,
    download_url: maybe(Schema.String),
    vanity_url: maybe(Schema.String),
    vanity_name: maybe(Schema.String),
    access: maybe(Schema.String),
    effective_access: maybe(Schema.String),
    effective_permission: maybe(Schema.String),
    unshared_at: maybe(Schema.String),
    is_password_enabled: maybe(Schema.Boolean),
    permissions: maybe(
      Schema.Struct({
        can_download: maybe(Schema.Boolean),
        can_preview: maybe(Schema.Boolean),
        can_edit: maybe(Schema.Boolean)
      })
    ),
    download_count: maybe(Schema.Number),
    preview_count: maybe(Schema.Number)
  })
)

export const WebLinkBase: Lazy<WebLinkBase> = /*#__PURE__*/ lazy<WebLinkBase>(() =>
  Schema.Struct(webLinkBaseProperties())
)

export const WebLinkMini: Lazy<WebLinkMini> = /*#__PURE__*/ lazy<WebLinkMini>(() =>
  Schema.Struct(webLinkMiniProperties())
)

export const WebLink: Lazy<WebLink> = /*#__PURE__*/ lazy<WebLink>(() =>
  Schema.Struct({
    ...webLinkMiniProperties(),
    parent: maybe(resolve(FolderMini)),
    description: maybe(Schema.String),
    path_collection: maybe(resolve(PathCollection)),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String),
    trashed_at: maybe(Schema.String),
    purged_at: maybe(Schema.String),
    created_by: maybe(resolve(UserMini)),
    modified_by: maybe(resolve(UserMini)),
    owned_by: maybe(resolve(UserMini)),
    shared_link: maybe(resolve(SharedLink)),
    item_status: maybe(Schema.String)
  })
)
