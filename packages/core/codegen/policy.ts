/** Decisions about Box's API that no document states. Everything else follows from the facts and their overlays. */

/** Component -> TypeScript, where the rule (`File--Full` -> `FileFull`) gives a poor name. */
export const typeNames: Readonly<Record<string, string>> = {
  "User--Collaborations": "UserCollaborator",
  UserIntegrationMappings: "UserIntegrationMapping",
  Metadatas: "MetadataInstances"
}

/** Name -> inline objects `[component, property]` that bear it from now on. They must be equal. */
export const hoisted: Readonly<Record<string, ReadonlyArray<readonly [string, string]>>> = {
  SharedLink: [
    ["File", "shared_link"],
    ["Folder", "shared_link"],
    ["WebLink", "shared_link"]
  ],
  PathCollection: [
    ["File", "path_collection"],
    ["Folder", "path_collection"],
    ["WebLink", "path_collection"]
  ],
  TrashPathCollection: [
    ["TrashFile", "path_collection"],
    ["TrashFolder", "path_collection"],
    ["TrashWebLink", "path_collection"]
  ],
  SessionEndpoints: [["UploadSession", "session_endpoints"]],
  Representations: [["FileFull", "representations"]],
  FileLock: [["FileFull", "lock"]]
}

/** Properties of answers that are always there, beyond `id` and `type`. Nobody can do anything without them. */
export const alwaysThere: Readonly<Record<string, ReadonlyArray<string>>> = {
  AccessToken: ["access_token", "expires_in"],
  Event: ["event_id"],
  EventSource: ["item_type", "item_id"],
  Files: ["entries"],
  PathCollection: ["total_count", "entries"],
  SharedLink: ["url"],
  ZipDownload: ["download_url", "status_url"]
}

/** Lists whose entries come in another variant than the standard one when `fields` is not given. */
export const entriesWithoutFields: Readonly<Record<string, string>> = {
  Items: "ItemMini",
  ItemsOffsetPaginated: "ItemMini"
}

/** Where `fields` is about something that is not the answer or its entries; it narrows nothing there. */
export const fieldsWithoutNarrowing: ReadonlySet<string> = new Set(["RecentItems"])

/**
 * A longer list of values is a catalogue that Box adds to (events, triggers), so that arguments take any other text
 * too.
 */
export const longestClosedList = 50

/** Values that no error and no log may repeat: they are `Redacted` in arguments. */
export const secretArguments: ReadonlySet<string> = new Set([
  "access_token",
  "actor_token",
  "assertion",
  "boxapi",
  "client_secret",
  "code",
  "refresh_token",
  "subject_token",
  "token"
])

export const timeRange = 'readonly [from: Operation.Time | "", to: Operation.Time | ""]'

/**
 * `operationId.argument` -> its type, where the document says less than it means: a range has two ends, each may be
 * open.
 */
export const argumentTypes: Readonly<Record<string, string>> = {
  "get_search.created_at_range": timeRange,
  "get_search.updated_at_range": timeRange,
  "get_search.deleted_at_range": timeRange,
  "get_search.size_range": 'readonly [from: number | "", to: number | ""]'
}

/** Required by the documents, but there is another way: `BoxRequest.withSharedLink` sends the same header. */
export const optionalArguments: ReadonlySet<string> = new Set(["boxapi"])

/** Properties whose integers may be too large for a `number`; such a value stays text. */
export const exactIntegers: ReadonlySet<string> = new Set(["next_stream_position"])

/** operationId -> what is special about its answer. */
export const answers: Readonly<Record<string, "bytes" | "thumbnail" | "text">> = {
  get_authorize: "text",
  get_files_id_content: "bytes",
  get_files_id_thumbnail_id: "thumbnail",
  get_users_id_avatar: "bytes",
  get_zip_downloads_id_content: "bytes"
}

/**
 * operationId -> answers of two forms: `component` in general, and `other` (a list of `entry`) when the argument `flag`
 * is `true`.
 */
export const twoForms: Readonly<
  Record<string, { readonly component: string; readonly flag: string; readonly other: string; readonly entry: string }>
> = {
  get_search: {
    component: "SearchResults",
    flag: "include_recent_shared_links",
    other: "SearchResultsWithSharedLinks",
    entry: "SearchResultWithSharedLink"
  }
}

/**
 * Operations whose URL comes with an earlier answer and must not be rebuilt, apart from those that their server shows.
 */
export const byUrl: ReadonlySet<string> = new Set(["get_zip_downloads_id_content", "get_zip_downloads_id_status"])

/** A POST that only reads. (Questions to a model read too, but each of them costs something.) */
export const safePosts: ReadonlySet<string> = new Set(["post_metadata_queries_execute_read"])

/** Component -> the file under `schemas/` that holds it; the first match counts, then the tag, then the first user. */
export const schemaFiles: ReadonlyArray<readonly [pattern: RegExp, file: string]> = [
  [
    /^(User|UserBase|UserMini|UserFull|UserCollaborator|UserIntegrationMapping|UserMiniV\w+|Users|TrackingCode|EnterpriseBase)$/,
    "User"
  ],
  [/^(Group|GroupBase|GroupMini|GroupFull|Groups)$/, "Group"],
  [/^(File|Folder|WebLink|FileVersion)(Base|Mini|Full)?$/, "Item"],
  [
    /^(Item\w*|Resource|ResourceScope|Files|FileVersions|SharedLink|PathCollection|Representations|FileLock|FileConflict)$/,
    "Item"
  ],
  [/^(SearchResult\w*)$/, "Search"],
  [/^(Metadata|MetadataBase|MetadataFull|MetadataInstances|MetadataInstanceValue|MetadataError)$/, "Metadata"],
  [
    /^(FileReference|FolderReference|WeblinkReference|UserReference|EnterpriseReference|UserOrGroupReference)\w*$/,
    "Reference"
  ],
  [/^LegalHoldPolicyAssignedItem$/, "LegalHoldPolicyAssignments"],
  [/^TrashPathCollection$/, "TrashedItems"],
  [/^Trash\w+$/, "TrashedItems"],
  [/^Event\w*$|^GenericSource$|^AppItemEventSource$|^RealtimeServers?$/, "Events"]
]
