// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Events, page by page. `.items` reads all events so far. */
import type { Open } from "../internal/schema.ts"
import * as Operation from "../operation/Operation.ts"
import { type Event, Events, RealtimeServers } from "./schemas/Events.ts"

/** Has no arguments of its own. */
export type GetEventsWithLongPollingInput = {}

/**
 * Gets the address at which to wait for a user's next event. `OPTIONS /events`, safe to repeat.
 *
 * @see https://developer.box.com/reference/options-events/
 * @category operations
 * @since 0.1.0
 */
export const getEventsWithLongPolling: Operation.Operation<GetEventsWithLongPollingInput, RealtimeServers> =
  /*#__PURE__*/ Operation.make({
    name: "Events.getEventsWithLongPolling",
    method: "OPTIONS",
    path: "/events",
    output: () => RealtimeServers
  })

export interface GetEventsInput {
  /** Default `"all"`. */
  readonly stream_type?: "all" | "changes" | "sync" | "admin_logs" | "admin_logs_streaming" | undefined
  /** `now`, `0` for the oldest available event, or a `next_stream_position`. */
  readonly stream_position?: string | undefined
  /** The number of entries per page. A page may have fewer although there are more. Up to 500. Default `100`. */
  readonly limit?: number | undefined
  readonly event_type?:
    | ReadonlyArray<
        Open<
          | "ACCESS_GRANTED"
          | "ACCESS_REVOKED"
          | "ADD_DEVICE_ASSOCIATION"
          | "ADD_LOGIN_ACTIVITY_DEVICE"
          | "ADMIN_LOGIN"
          | "ADVANCED_FOLDER_SETTINGS_UPDATE"
          | "APPLICATION_CREATED"
          | "APPLICATION_PUBLIC_KEY_ADDED"
          | "APPLICATION_PUBLIC_KEY_DELETED"
          | "CHANGE_ADMIN_ROLE"
          | "CHANGE_FOLDER_PERMISSION"
          | "COLLABORATION_ACCEPT"
          | "COLLABORATION_EXPIRATION"
          | "COLLABORATION_INVITE"
          | "COLLABORATION_REMOVE"
          | "COLLABORATION_ROLE_CHANGE"
          | "COMMENT_CREATE"
          | "COMMENT_DELETE"
          | "COMMENT_EDIT"
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
          | "DOWNLOAD"
          | "EDIT"
          | "EDIT_USER"
          | "EMAIL_ALIAS_CONFIRM"
          | "EMAIL_ALIAS_PRIMARY"
          | "EMAIL_ALIAS_REMOVE"
          | "EMAIL_UPLOAD_DISABLED"
          | "EMAIL_UPLOAD_ENABLED"
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
          | "GROUP_CREATION"
          | "GROUP_DELETION"
          | "GROUP_EDITED"
          | "GROUP_REMOVE_ITEM"
          | "GROUP_REMOVE_USER"
          | "ILLEGAL_ITEM_OWNERSHIP_TRANSFER_BY_USER"
          | "ITEM_EMAIL_SEND"
          | "ITEM_MODIFY"
          | "ITEM_OPEN"
          | "ITEM_SHARED_UPDATE"
          | "ITEM_SYNC"
          | "ITEM_UNSYNC"
          | "LEGAL_HOLD_ASSIGNMENT_CREATE"
          | "LEGAL_HOLD_ASSIGNMENT_DELETE"
          | "LEGAL_HOLD_POLICY_CREATE"
          | "LEGAL_HOLD_POLICY_DELETE"
          | "LEGAL_HOLD_POLICY_UPDATE"
          | "LOCK"
          | "LOGIN"
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
          | "SHARED_LINK_SEND"
          | "SHARE_EXPIRATION"
          | "SHIELD_ALERT"
          | "SHIELD_EXTERNAL_COLLAB_ACCESS_BLOCKED"
          | "SHIELD_EXTERNAL_COLLAB_ACCESS_BLOCKED_MISSING_JUSTIFICATION"
          | "SHIELD_EXTERNAL_COLLAB_INVITE_BLOCKED"
          | "SHIELD_EXTERNAL_COLLAB_INVITE_BLOCKED_MISSING_JUSTIFICATION"
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
          | "SIGNER_DOWNLOADED"
          | "SIGNER_FORWARDED"
          | "STORAGE_EXPIRATION"
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
        >
      >
    | undefined
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_after?: Operation.Time | undefined
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_before?: Operation.Time | undefined
}

/**
 * Lists the events of a user's items, or of an enterprise. `GET /events`, safe to repeat. `.items` ends when there
 * are no more events.
 *
 * @see https://developer.box.com/reference/get-events/
 * @category operations
 * @since 0.1.0
 */
export const getEvents: Operation.PagedOperation<GetEventsInput, Event, Events> = /*#__PURE__*/ Operation.makePaged({
  name: "Events.getEvents",
  method: "GET",
  path: "/events",
  query: ["stream_type", "stream_position", "limit", "event_type", "created_after", "created_before"],
  times: ["created_after", "created_before"],
  exact: ["next_stream_position"],
  paging: "position",
  output: () => Events
})
