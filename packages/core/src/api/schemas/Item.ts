/** Files, folders and web links, and the lists of them. @see https://developer.box.com/reference/resources/file/ */
import * as Schema from "effect/Schema"
import { type Lazy, lazy, maybe, type Open, open, resolve, unknownMember } from "../../internal/schema.ts"
import type { Page } from "../../Operation.ts"
import { UserMini } from "./User.ts"

export interface FolderMini {
  readonly type: "folder"
  readonly id: string
  /** Changes with each change of the item; `null` for the root folder. Give it as `if_match`. */
  readonly etag?: string | null
  readonly sequence_id?: string | null
  readonly name?: string | null
}

export interface FileVersionMini {
  readonly type: "file_version"
  readonly id: string
  /** SHA-1 of the content, in hex. */
  readonly sha1?: string | null
}

export interface FileMini {
  readonly type: "file"
  readonly id: string
  readonly etag?: string | null
  readonly sequence_id?: string | null
  readonly name?: string | null
  /** SHA-1 of the content, in hex. */
  readonly sha1?: string | null
  readonly file_version?: FileVersionMini | null
}

export interface WebLinkMini {
  readonly type: "web_link"
  readonly id: string
  readonly etag?: string | null
  readonly sequence_id?: string | null
  readonly name?: string | null
  readonly url?: string | null
}

export interface PathCollection {
  readonly total_count: number
  /** The root folder first, the parent last. */
  readonly entries: ReadonlyArray<FolderMini>
}

export interface SharedLink {
  readonly url: string
  readonly download_url?: string | null
  readonly vanity_url?: string | null
  readonly access?: Open<"open" | "company" | "collaborators"> | null
  readonly effective_access?: Open<"open" | "company" | "collaborators"> | null
  readonly effective_permission?: Open<"can_edit" | "can_download" | "can_preview" | "no_access"> | null
  readonly is_password_enabled?: boolean | null
  readonly unshared_at?: string | null
  readonly download_count?: number | null
  readonly preview_count?: number | null
}

/** What files, folders and web links have in common beyond their mini form. Times are RFC 3339 with an offset. */
export interface ItemCommon {
  readonly description?: string | null
  readonly path_collection?: PathCollection | null
  readonly created_at?: string | null
  readonly modified_at?: string | null
  readonly trashed_at?: string | null
  readonly purged_at?: string | null
  readonly created_by?: UserMini | null
  readonly modified_by?: UserMini | null
  readonly owned_by?: UserMini | null
  readonly shared_link?: SharedLink | null
  readonly parent?: FolderMini | null
  readonly item_status?: Open<"active" | "trashed" | "deleted"> | null
}

/** A file as it comes without `fields`. */
export interface File extends FileMini, ItemCommon {
  /** Bytes. */
  readonly size?: number | null
  readonly content_created_at?: string | null
  readonly content_modified_at?: string | null
}

/** What `fields` can ask for of a file. */
export interface FileFull extends File {
  readonly version_number?: string | null
  readonly comment_count?: number | null
  readonly permissions?: Readonly<Record<string, boolean | null>> | null
  readonly tags?: ReadonlyArray<string> | null
  readonly lock?: {
    readonly type?: string | null
    readonly id?: string | null
    readonly created_at?: string | null
    readonly expired_at?: string | null
    readonly is_download_prevented?: boolean | null
  } | null
  readonly extension?: string | null
  readonly is_package?: boolean | null
  readonly is_externally_owned?: boolean | null
  readonly has_collaborations?: boolean | null
  readonly metadata?: Schema.Json | null
  readonly expires_at?: string | null
  readonly uploader_display_name?: string | null
  readonly disposition_at?: string | null
}

/** A folder as it comes without `fields`. */
export interface Folder extends FolderMini, ItemCommon {
  /** Bytes of everything below. */
  readonly size?: number | null
  readonly content_created_at?: string | null
  readonly content_modified_at?: string | null
  readonly folder_upload_email?: { readonly access?: string | null; readonly email?: string | null } | null
  /** The first items; `Folders.getFolderItems` gives them all. */
  readonly item_collection?: Items | null
}

/** What `fields` can ask for of a folder. */
export interface FolderFull extends Folder {
  readonly sync_state?: Open<"synced" | "not_synced" | "partially_synced"> | null
  readonly has_collaborations?: boolean | null
  readonly permissions?: Readonly<Record<string, boolean | null>> | null
  readonly tags?: ReadonlyArray<string> | null
  readonly can_non_owners_invite?: boolean | null
  readonly is_externally_owned?: boolean | null
  readonly metadata?: Schema.Json | null
  readonly is_collaboration_restricted_to_enterprise?: boolean | null
  readonly allowed_invitee_roles?: ReadonlyArray<string> | null
  readonly can_non_owners_view_collaborators?: boolean | null
}

export interface WebLink extends WebLinkMini, ItemCommon {}

/** An entry of a list without `fields`. */
export type ItemMini = FileMini | FolderMini | WebLinkMini
/** An entry with its standard fields, as in a search. */
export type Item = File | Folder | WebLink
/** Everything that `fields` can ask for of an entry. */
export type ItemFull = FileFull | FolderFull | WebLink

/** A page of a folder's items: with `next_marker` or with `offset` and `total_count`, as it was asked for. */
export interface Items extends Page<ItemMini> {
  readonly entries?: ReadonlyArray<ItemMini> | null
}

const common = () => ({
  etag: maybe(Schema.String),
  sequence_id: maybe(Schema.String),
  name: maybe(Schema.String),
  description: maybe(Schema.String),
  path_collection: maybe(Schema.Struct({ total_count: Schema.Number, entries: Schema.Array(resolve(FolderMini)) })),
  created_at: maybe(Schema.String),
  modified_at: maybe(Schema.String),
  trashed_at: maybe(Schema.String),
  purged_at: maybe(Schema.String),
  created_by: maybe(resolve(UserMini)),
  modified_by: maybe(resolve(UserMini)),
  owned_by: maybe(resolve(UserMini)),
  shared_link: maybe(resolve(SharedLink)),
  parent: maybe(resolve(FolderMini)),
  item_status: maybe(open<"active" | "trashed" | "deleted">())
})

/** What files and folders have and web links do not. */
const contained = () => ({
  size: maybe(Schema.Number),
  content_created_at: maybe(Schema.String),
  content_modified_at: maybe(Schema.String),
  permissions: maybe(Schema.Record(Schema.String, Schema.NullOr(Schema.Boolean))),
  tags: maybe(Schema.Array(Schema.String)),
  is_externally_owned: maybe(Schema.Boolean),
  has_collaborations: maybe(Schema.Boolean),
  metadata: maybe(Schema.Json)
})

export const FolderMini: Lazy<FolderMini> = /*#__PURE__*/ lazy(() =>
  Schema.Struct({
    type: Schema.Literal("folder"),
    id: Schema.String,
    etag: maybe(Schema.String),
    sequence_id: maybe(Schema.String),
    name: maybe(Schema.String)
  })
)

export const FileVersionMini: Lazy<FileVersionMini> = /*#__PURE__*/ lazy(() =>
  Schema.Struct({ type: Schema.Literal("file_version"), id: Schema.String, sha1: maybe(Schema.String) })
)

export const SharedLink: Lazy<SharedLink> = /*#__PURE__*/ lazy(() =>
  Schema.Struct({
    url: Schema.String,
    download_url: maybe(Schema.String),
    vanity_url: maybe(Schema.String),
    access: maybe(open<"open" | "company" | "collaborators">()),
    effective_access: maybe(open<"open" | "company" | "collaborators">()),
    effective_permission: maybe(open<"can_edit" | "can_download" | "can_preview" | "no_access">()),
    is_password_enabled: maybe(Schema.Boolean),
    unshared_at: maybe(Schema.String),
    download_count: maybe(Schema.Number),
    preview_count: maybe(Schema.Number)
  })
)

export const FileFull: Lazy<FileFull> = /*#__PURE__*/ lazy(() =>
  Schema.Struct({
    type: Schema.Literal("file"),
    id: Schema.String,
    ...common(),
    ...contained(),
    sha1: maybe(Schema.String),
    file_version: maybe(resolve(FileVersionMini)),
    version_number: maybe(Schema.String),
    comment_count: maybe(Schema.Number),
    lock: maybe(
      Schema.Struct({
        type: maybe(Schema.String),
        id: maybe(Schema.String),
        created_at: maybe(Schema.String),
        expired_at: maybe(Schema.String),
        is_download_prevented: maybe(Schema.Boolean)
      })
    ),
    extension: maybe(Schema.String),
    is_package: maybe(Schema.Boolean),
    expires_at: maybe(Schema.String),
    uploader_display_name: maybe(Schema.String),
    disposition_at: maybe(Schema.String)
  })
)

export const WebLink: Lazy<WebLink> = /*#__PURE__*/ lazy(() =>
  Schema.Struct({ type: Schema.Literal("web_link"), id: Schema.String, ...common(), url: maybe(Schema.String) })
)

const page = <A>(entry: Schema.Codec<A>) => ({
  entries: maybe(Schema.Array(entry)),
  limit: maybe(Schema.Number),
  next_marker: maybe(Schema.String),
  offset: maybe(Schema.Number),
  total_count: maybe(Schema.Number)
})

const folderProperties = () => ({
  type: Schema.Literal("folder"),
  id: Schema.String,
  ...common(),
  ...contained(),
  folder_upload_email: maybe(Schema.Struct({ access: maybe(Schema.String), email: maybe(Schema.String) })),
  sync_state: maybe(open<"synced" | "not_synced" | "partially_synced">()),
  can_non_owners_invite: maybe(Schema.Boolean),
  is_collaboration_restricted_to_enterprise: maybe(Schema.Boolean),
  allowed_invitee_roles: maybe(Schema.Array(Schema.String)),
  can_non_owners_view_collaborators: maybe(Schema.Boolean)
})

/** An entry of any list: with whatever fields came, and of whatever type Box may add. */
export const Entry: Lazy<ItemFull> = /*#__PURE__*/ lazy<ItemFull>(() =>
  Schema.Union([resolve(FileFull), Schema.Struct(folderProperties()), resolve(WebLink), unknownMember])
)

export const Items: Lazy<Items> = /*#__PURE__*/ lazy(() => Schema.Struct(page(resolve(Entry))))

export const FolderFull: Lazy<FolderFull> = /*#__PURE__*/ lazy(() =>
  Schema.Struct({ ...folderProperties(), item_collection: maybe(resolve(Items)) })
)

/** The answer of an upload and of the commit of an upload session. */
export interface Files {
  readonly total_count?: number | null
  readonly entries: ReadonlyArray<File>
}

export const Files: Lazy<Files> = /*#__PURE__*/ lazy(() =>
  Schema.Struct({ total_count: maybe(Schema.Number), entries: Schema.Array(resolve(FileFull)) })
)

/** A page of search results. */
export interface SearchResults extends Page<Item> {
  readonly entries?: ReadonlyArray<Item> | null
}

export const SearchResults: Lazy<SearchResults> = /*#__PURE__*/ lazy(() => Schema.Struct(page(resolve(Entry))))
