/**
 * Decisions about Box's API that are not in its documents. Everything else follows from the facts and their overlays.
 */

/** Component -> TypeScript name, if the rule (`File--Full` -> `FileFull`) gives a poor one. */
export const typeNames: Readonly<Record<string, string>> = {
  "User--Collaborations": "UserCollaborator",
  UserIntegrationMappings: "UserIntegrationMapping",
  Metadatas: "MetadataInstances"
}

/** Name -> inline objects `[component, property]` that get this name. They must be equal. */
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

/** Properties that answers must have, in addition to `id` and `type`. An answer without them is useless. */
export const alwaysThere: Readonly<Record<string, ReadonlyArray<string>>> = {
  AccessToken: ["access_token", "expires_in"],
  Event: ["event_id"],
  EventSource: ["item_type", "item_id"],
  Files: ["entries"],
  PathCollection: ["total_count", "entries"],
  SharedLink: ["url"],
  ZipDownload: ["download_url", "status_url"]
}

/** Lists whose entries have another variant than the standard one without `fields`. */
export const entriesWithoutFields: Readonly<Record<string, string>> = {
  Items: "ItemMini",
  ItemsOffsetPaginated: "ItemMini"
}

/** Operations whose `fields` concern neither the answer nor its entries, and therefore narrow nothing. */
export const fieldsWithoutNarrowing: ReadonlySet<string> = new Set(["RecentItems"])

/**
 * A longer list of values is a catalogue that Box extends (events, triggers), so arguments accept any other string as
 * well.
 */
export const longestClosedList = 50

/** Values that no error and no log may contain: they are `Redacted` in arguments. */
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
 * `operationId.argument` -> its type, if the document is less precise: a range has two ends, each of which may be open.
 */
export const argumentTypes: Readonly<Record<string, string>> = {
  "get_search.created_at_range": timeRange,
  "get_search.updated_at_range": timeRange,
  "get_search.deleted_at_range": timeRange,
  "get_search.size_range": 'readonly [from: number | "", to: number | ""]'
}

/** Required by the documents, but there is another way: `BoxRequest.withSharedLink` sends the same header. */
export const optionalArguments: ReadonlySet<string> = new Set(["boxapi"])

/** Properties whose integers may be too large for a `number`; such a value is kept as a string. */
export const exactIntegers: ReadonlySet<string> = new Set(["next_stream_position"])

/** operationId -> its special kind of answer. */
export const answers: Readonly<Record<string, "bytes" | "thumbnail" | "text">> = {
  get_authorize: "text",
  get_files_id_content: "bytes",
  get_files_id_thumbnail_id: "thumbnail",
  get_users_id_avatar: "bytes",
  get_zip_downloads_id_content: "bytes"
}

/**
 * operationId -> answers of two forms: `component` in general, and `other` (a list of `entry`) if the argument `flag`
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
 * Operations whose URL comes from an earlier answer and must not be rebuilt, in addition to those with a server of
 * their own.
 */
export const byUrl: ReadonlySet<string> = new Set(["get_zip_downloads_id_content", "get_zip_downloads_id_status"])

/** POSTs that only read. (Questions to an AI model only read as well, but each of them has a cost.) */
export const safePosts: ReadonlySet<string> = new Set(["post_metadata_queries_execute_read"])

/**
 * Component -> the file under `schemas/` that contains it: the first match, otherwise the tag, otherwise the first
 * user.
 */
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
