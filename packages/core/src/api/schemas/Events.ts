// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Events: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { GroupMini } from "./Group.ts"
import { File, Folder, FolderMini } from "./Item.ts"
import { User, UserMini } from "./User.ts"

/** @see https://developer.box.com/reference/resources/app-item-event-source/ */
export interface AppItemEventSource {
  readonly id: string
  readonly type: "app_item"
  readonly app_item_type?: string | null
  readonly user?: UserMini | null
  readonly group?: GroupMini | null
}

/** @see https://developer.box.com/reference/resources/event/ */
export interface Event {
  readonly type?: Open<"event"> | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly recorded_at?: string | null
  /** Identifies the event, which may be delivered twice. */
  readonly event_id: string
  readonly created_by?: UserMini | null
  readonly event_type?: Open<
    | "ACCESS_GRANTED"
    | "ACCESS_REVOKED"
    | "ADD_DEVICE_ASSOCIATION"
    | "ADD_LOGIN_ACTIVITY_DEVICE"
    | "ADMIN_LOGIN"
    | "ADVANCED_FOLDER_SETTINGS_UPDATE"
    | "AI_SECURITY_DETECTION"
    | "ANNOTATIONV2_CREATE"
    | "ANNOTATIONV2_DELETE"
    | "ANNOTATIONV2_EDIT"
    | "APPLICATION_CREATED"
    | "APPLICATION_PUBLIC_KEY_ADDED"
    | "APPLICATION_PUBLIC_KEY_DELETED"
    | "BOX_AI_USER_FAILED_REQUEST"
    | "BOX_AI_USER_REQUEST"
    | "CHANGE_ADMIN_ROLE"
    | "CHANGE_FOLDER_PERMISSION"
    | "COLLABORATION_ACCEPT"
    | "COLLABORATION_EXPIRATION"
    | "COLLABORATION_INVITE"
    | "COLLABORATION_REMOVE"
    | "COLLABORATION_ROLE_CHANGE"
    | "COLLAB_ADD_COLLABORATOR"
    | "COLLAB_INVITE_COLLABORATOR"
    | "COLLAB_REMOVE_COLLABORATOR"
    | "COLLAB_ROLE_CHANGE"
    | "COLLECTION_CREATE"
    | "COLLECTION_DELETE"
    | "COLLECTION_ITEM_CREATE"
    | "COLLECTION_ITEM_DELETE"
    | "COLLECTION_ITEM_UPDATE"
    | "COLLECTION_UPDATE"
    | "COMMENT_CREATE"
    | "COMMENT_DELETE"
    | "COMMENT_EDIT"
    | "CONTENT_ACCESS"
    | "CONTENT_RECOVERY_REPORT_CREATE"
    | "CONTENT_RECOVERY_REPORT_DELETE"
    | "CONTENT_RECOVERY_REPORT_INITIATE"
    | "CONTENT_WORKFLOW_ABNORMAL_DOWNLOAD_ACTIVITY"
    | "CONTENT_WORKFLOW_AUTOMATION_ADD"
    | "CONTENT_WORKFLOW_AUTOMATION_DELETE"
    | "CONTENT_WORKFLOW_POLICY_ADD"
    | "CONTENT_WORKFLOW_SHARING_POLICY_VIOLATION"
    | "CONTENT_WORKFLOW_UPLOAD_POLICY_VIOLATION"
    | "COPY"
    | "DATA_RETENTION_CREATE_RETENTION"
    | "DATA_RETENTION_REMOVE_RETENTION"
    | "DELETE"
    | "DELETE_USER"
    | "DEVICE_TRUST_CHECK_FAILED"
    | "DISABLE_MULTI_FACTOR_AUTH"
    | "DOWNLOAD"
    | "EDIT"
    | "EDIT_USER"
    | "EDR_CROWDSTRIKE_ACCESS_ALLOWED_NO_CROWDSTRIKE_DEVICE"
    | "EDR_CROWDSTRIKE_ACCESS_REVOKED"
    | "EDR_CROWDSTRIKE_BOX_TOOLS_OUTDATED"
    | "EDR_CROWDSTRIKE_DEVICE_DETECTED"
    | "EDR_CROWDSTRIKE_DRIVE_OUTDATED"
    | "EDR_CROWDSTRIKE_NO_BOX_TOOLS"
    | "EMAIL_ALIAS_CONFIRM"
    | "EMAIL_ALIAS_PRIMARY"
    | "EMAIL_ALIAS_REMOVE"
    | "EMAIL_UPLOAD_DISABLED"
    | "EMAIL_UPLOAD_ENABLED"
    | "ENABLE_MULTI_FACTOR_AUTH"
    | "ENABLE_TWO_FACTOR_AUTH"
    | "ENTERPRISE_APP_AUTHORIZATION_UPDATE"
    | "EXTERNAL_COLLAB_SECURITY_SETTINGS"
    | "FAILED_LOGIN"
    | "FAVORITE"
    | "FILE_MARKED_MALICIOUS"
    | "FILE_REQUEST_CREATE"
    | "FILE_REQUEST_DELETE"
    | "FILE_REQUEST_UPDATE"
    | "FILE_VERSION_RESTORE"
    | "FILE_WATERMARKED_DOWNLOAD"
    | "GROUP_ADD_ITEM"
    | "GROUP_ADD_USER"
    | "GROUP_ADMIN_CREATED"
    | "GROUP_ADMIN_DELETED"
    | "GROUP_ADMIN_PERMISSIONS_UPDATED"
    | "GROUP_CREATION"
    | "GROUP_DELETION"
    | "GROUP_EDITED"
    | "GROUP_REMOVE_ITEM"
    | "GROUP_REMOVE_USER"
    | "ILLEGAL_ITEM_OWNERSHIP_TRANSFER_BY_USER"
    | "ITEM_ASSOCIATION_CREATED"
    | "ITEM_ASSOCIATION_DELETED"
    | "ITEM_ASSOCIATION_UPDATED"
    | "ITEM_COPY"
    | "ITEM_CREATE"
    | "ITEM_DOWNLOAD"
    | "ITEM_EMAIL_SEND"
    | "ITEM_MAKE_CURRENT_VERSION"
    | "ITEM_MODIFY"
    | "ITEM_MOVE"
    | "ITEM_OPEN"
    | "ITEM_PREVIEW"
    | "ITEM_RENAME"
    | "ITEM_SHARED"
    | "ITEM_SHARED_CREATE"
    | "ITEM_SHARED_UNSHARE"
    | "ITEM_SHARED_UPDATE"
    | "ITEM_SYNC"
    | "ITEM_TRASH"
    | "ITEM_UNDELETE_VIA_TRASH"
    | "ITEM_UNSYNC"
    | "ITEM_UPLOAD"
    | "LEGAL_HOLD_ASSIGNMENT_CREATE"
    | "LEGAL_HOLD_ASSIGNMENT_DELETE"
    | "LEGAL_HOLD_POLICY_CREATE"
    | "LEGAL_HOLD_POLICY_DELETE"
    | "LEGAL_HOLD_POLICY_UPDATE"
    | "LOCK"
    | "LOCK_CREATE"
    | "LOCK_DESTROY"
    | "LOGIN"
    | "MASTER_INVITE_ACCEPT"
    | "MASTER_INVITE_REJECT"
    | "METADATA_CASCADE_POLICY_APPLY"
    | "METADATA_CASCADE_POLICY_CREATE"
    | "METADATA_INSTANCE_COPY"
    | "METADATA_INSTANCE_CREATE"
    | "METADATA_INSTANCE_DELETE"
    | "METADATA_INSTANCE_UPDATE"
    | "METADATA_TEMPLATE_CREATE"
    | "METADATA_TEMPLATE_DELETE"
    | "METADATA_TEMPLATE_UPDATE"
    | "MOVE"
    | "NEW_USER"
    | "OAUTH2_ACCESS_TOKEN_REVOKE"
    | "OAUTH2_REFRESH_TOKEN_REVOKE"
    | "PREVIEW"
    | "REMOVE_DEVICE_ASSOCIATION"
    | "REMOVE_LOGIN_ACTIVITY_DEVICE"
    | "RENAME"
    | "RETENTION_POLICY_ASSIGNMENT_ADD"
    | "SHARE"
    | "SHARED_LINK_REDIRECT_OUT_OF_SHARED_CONTEXT"
    | "SHARED_LINK_SEND"
    | "SHARE_EXPIRATION"
    | "SHIELD_ACCESS_POLICY_CREATED"
    | "SHIELD_ACCESS_POLICY_DELETED"
    | "SHIELD_ACCESS_POLICY_UPDATED"
    | "SHIELD_ALERT"
    | "SHIELD_DOWNLOAD_BLOCKED"
    | "SHIELD_EXTERNAL_COLLAB_ACCESS_BLOCKED"
    | "SHIELD_EXTERNAL_COLLAB_ACCESS_BLOCKED_MISSING_JUSTIFICATION"
    | "SHIELD_EXTERNAL_COLLAB_INVITE_BLOCKED"
    | "SHIELD_EXTERNAL_COLLAB_INVITE_BLOCKED_MISSING_JUSTIFICATION"
    | "SHIELD_EXTERNAL_COLLAB_INVITE_JUSTIFIED"
    | "SHIELD_INFORMATION_BARRIER_COLLAB_BLOCKED"
    | "SHIELD_INFORMATION_BARRIER_DISABLED"
    | "SHIELD_INFORMATION_BARRIER_ENABLED"
    | "SHIELD_INFORMATION_BARRIER_GROUP_ADD_USER_BLOCKED"
    | "SHIELD_INFORMATION_BARRIER_ITEM_COPY_BLOCKED"
    | "SHIELD_INFORMATION_BARRIER_ITEM_MOVE_BLOCKED"
    | "SHIELD_INFORMATION_BARRIER_ITEM_OWNER_TRANSFER_BLOCKED"
    | "SHIELD_INFORMATION_BARRIER_PENDING"
    | "SHIELD_INFORMATION_BARRIER_SHARED_ITEM_ACCESS_BLOCKED"
    | "SHIELD_JUSTIFICATION_APPROVAL"
    | "SHIELD_SHARED_LINK_ACCESS_BLOCKED"
    | "SHIELD_SHARED_LINK_STATUS_RESTRICTED_ON_CREATE"
    | "SHIELD_SHARED_LINK_STATUS_RESTRICTED_ON_UPDATE"
    | "SIGN_DOCUMENT_ASSIGNED"
    | "SIGN_DOCUMENT_CANCELLED"
    | "SIGN_DOCUMENT_COMPLETED"
    | "SIGN_DOCUMENT_CONVERTED"
    | "SIGN_DOCUMENT_CREATED"
    | "SIGN_DOCUMENT_DECLINED"
    | "SIGN_DOCUMENT_EXPIRED"
    | "SIGN_DOCUMENT_SIGNED"
    | "SIGN_DOCUMENT_VIEWED_BY_SIGNED"
    | "SIGN_DOCUMENT_VIEWED_BY_SIGNER"
    | "SIGNER_DOWNLOADED"
    | "SIGNER_FORWARDED"
    | "STORAGE_EXPIRATION"
    | "TAG_ITEM_CREATE"
    | "TASK_ASSIGNMENT_CREATE"
    | "TASK_ASSIGNMENT_DELETE"
    | "TASK_ASSIGNMENT_UPDATE"
    | "TASK_CREATE"
    | "TASK_UPDATE"
    | "TERMS_OF_SERVICE_ACCEPT"
    | "TERMS_OF_SERVICE_REJECT"
    | "UNDELETE"
    | "UNFAVORITE"
    | "UNLOCK"
    | "UNSHARE"
    | "UPDATE_COLLABORATION_EXPIRATION"
    | "UPDATE_SHARE_EXPIRATION"
    | "UPLOAD"
    | "USER_AUTHENTICATE_OAUTH2_ACCESS_TOKEN_CREATE"
    | "WATERMARK_LABEL_CREATE"
    | "WATERMARK_LABEL_DELETE"
    | "WORKFLOW_AUTOMATION_CREATE"
    | "WORKFLOW_AUTOMATION_DELETE"
    | "WORKFLOW_AUTOMATION_UPDATE"
  > | null
  readonly session_id?: string | null
  readonly source?: EventSourceResource | null
  readonly additional_details?: Readonly<Record<string, Schema.Json>> | null
}

/** @see https://developer.box.com/reference/resources/event-source/ */
export interface EventSource {
  readonly item_type: Open<"file" | "folder">
  readonly item_id: string
  readonly item_name?: string | null
  readonly classification?: {
    readonly name?: string | null
  } | null
  readonly parent?: FolderMini | null
  readonly owned_by?: UserMini | null
}

export type EventSourceResource = User | File | Folder | AppItemEventSource | EventSource | GenericSource

/**
 * A page of events.
 *
 * @see https://developer.box.com/reference/resources/events/
 */
export interface Events {
  readonly chunk_size?: number | null
  /**
   * The position at which to continue. A string if it is too large for a number; `.pages` and `.items` preserve it.
   */
  readonly next_stream_position?: string | number | null
  readonly entries?: ReadonlyArray<Event> | null
}

/**
 * The source of an event of any other type.
 *
 * @see https://developer.box.com/reference/resources/generic-source/
 */
export type GenericSource = Readonly<Record<string, Schema.Json>>

/** @see https://developer.box.com/reference/resources/realtime-server/ */
export interface RealtimeServer {
  readonly type?: Open<"realtime_server"> | null
  readonly url?: string | null
  readonly ttl?: string | null
  readonly max_retries?: string | null
  readonly retry_timeout?: number | null
}

/** @see https://developer.box.com/reference/resources/realtime-servers/ */
export interface RealtimeServers {
  readonly chunk_size?: number | null
  readonly entries?: ReadonlyArray<RealtimeServer> | null
}

export const AppItemEventSource: Lazy<AppItemEventSource> = /*#__PURE__*/ lazy<AppItemEventSource>(() =>
  Schema.Struct({
    id: Schema.String,
    type: Schema.Literal("app_item"),
    app_item_type: maybe(Schema.String),
    user: maybe(resolve(UserMini)),
    group: maybe(resolve(GroupMini))
  })
)

export const Event: Lazy<Event> = /*#__PURE__*/ lazy<Event>(() =>
  Schema.Struct({
    type: maybe(Schema.String),
    created_at: maybe(Schema.String),
    recorded_at: maybe(Schema.String),
    event_id: Schema.String,
    created_by: maybe(resolve(UserMini)),
    event_type: maybe(Schema.String),
    session_id: maybe(Schema.String),
    source: maybe(resolve(EventSourceResource)),
    additional_details: maybe(Schema.Record(Schema.String, Schema.Json))
  })
)

export const EventSource: Lazy<EventSource> = /*#__PURE__*/ lazy<EventSource>(() =>
  Schema.Struct({
    item_type: Schema.String,
    item_id: Schema.String,
    item_name: maybe(Schema.String),
    classification: maybe(Schema.Struct({ name: maybe(Schema.String) })),
    parent: maybe(resolve(FolderMini)),
    owned_by: maybe(resolve(UserMini))
  })
)

export const EventSourceResource: Lazy<EventSourceResource> = /*#__PURE__*/ lazy<EventSourceResource>(() =>
  Schema.Union([
    resolve(User),
    resolve(File),
    resolve(Folder),
    resolve(AppItemEventSource),
    resolve(EventSource),
    resolve(GenericSource)
  ])
)

export const Events: Lazy<Events> = /*#__PURE__*/ lazy<Events>(() =>
  Schema.Struct({
    chunk_size: maybe(Schema.Number),
    next_stream_position: maybe(Schema.Union([Schema.String, Schema.Number])),
    entries: maybe(Schema.Array(resolve(Event)))
  })
)

export const GenericSource: Lazy<GenericSource> = /*#__PURE__*/ lazy<GenericSource>(() =>
  Schema.Record(Schema.String, Schema.Json)
)

export const RealtimeServer: Lazy<RealtimeServer> = /*#__PURE__*/ lazy<RealtimeServer>(() =>
  Schema.Struct({
    type: maybe(Schema.String),
    url: maybe(Schema.String),
    ttl: maybe(Schema.String),
    max_retries: maybe(Schema.String),
    retry_timeout: maybe(Schema.Number)
  })
)

export const RealtimeServers: Lazy<RealtimeServers> = /*#__PURE__*/ lazy<RealtimeServers>(() =>
  Schema.Struct({ chunk_size: maybe(Schema.Number), entries: maybe(Schema.Array(resolve(RealtimeServer))) })
)
