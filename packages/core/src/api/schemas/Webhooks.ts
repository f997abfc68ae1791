// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Webhooks: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { UserMini } from "./User.ts"

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/webhook--mini/
 */
export interface WebhookMini {
  readonly id: string
  readonly type?: Open<"webhook"> | null
  readonly target?: {
    readonly id?: string | null
    readonly type?: Open<"file" | "folder"> | null
  } | null
}

/** @see https://developer.box.com/reference/resources/webhook/ */
export interface Webhook extends WebhookMini {
  readonly created_by?: UserMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  readonly address?: string | null
  readonly triggers?: ReadonlyArray<
    Open<
      | "FILE.UPLOADED"
      | "FILE.PREVIEWED"
      | "FILE.DOWNLOADED"
      | "FILE.TRASHED"
      | "FILE.DELETED"
      | "FILE.RESTORED"
      | "FILE.COPIED"
      | "FILE.MOVED"
      | "FILE.LOCKED"
      | "FILE.UNLOCKED"
      | "FILE.RENAMED"
      | "COMMENT.CREATED"
      | "COMMENT.UPDATED"
      | "COMMENT.DELETED"
      | "TASK_ASSIGNMENT.CREATED"
      | "TASK_ASSIGNMENT.UPDATED"
      | "METADATA_INSTANCE.CREATED"
      | "METADATA_INSTANCE.UPDATED"
      | "METADATA_INSTANCE.DELETED"
      | "FOLDER.CREATED"
      | "FOLDER.RENAMED"
      | "FOLDER.DOWNLOADED"
      | "FOLDER.RESTORED"
      | "FOLDER.DELETED"
      | "FOLDER.COPIED"
      | "FOLDER.MOVED"
      | "FOLDER.TRASHED"
      | "WEBHOOK.DELETED"
      | "COLLABORATION.CREATED"
      | "COLLABORATION.ACCEPTED"
      | "COLLABORATION.REJECTED"
      | "COLLABORATION.REMOVED"
      | "COLLABORATION.UPDATED"
      | "SHARED_LINK.DELETED"
      | "SHARED_LINK.CREATED"
      | "SHARED_LINK.UPDATED"
      | "SIGN_REQUEST.COMPLETED"
      | "SIGN_REQUEST.DECLINED"
      | "SIGN_REQUEST.EXPIRED"
      | "SIGN_REQUEST.SIGNER_EMAIL_BOUNCED"
      | "SIGN_REQUEST.SIGN_SIGNER_SIGNED"
      | "SIGN_REQUEST.SIGN_DOCUMENT_CREATED"
      | "SIGN_REQUEST.SIGN_ERROR_FINALIZING"
    >
  > | null
}

/** @see https://developer.box.com/reference/resources/webhooks/ */
export interface Webhooks {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<WebhookMini> | null
}

const webhookMiniProperties = () => ({
  id: Schema.String,
  type: maybe(Schema.String),
  target: maybe(Schema.Struct({ id: maybe(Schema.String), type: maybe(Schema.String) }))
})

export const WebhookMini: Lazy<WebhookMini> = /*#__PURE__*/ lazy<WebhookMini>(() =>
  Schema.Struct(webhookMiniProperties())
)

export const Webhook: Lazy<Webhook> = /*#__PURE__*/ lazy<Webhook>(() =>
  Schema.Struct({
    ...webhookMiniProperties(),
    created_by: maybe(resolve(UserMini)),
    created_at: maybe(Schema.String),
    address: maybe(Schema.String),
    triggers: maybe(Schema.Array(Schema.String))
  })
)

export const Webhooks: Lazy<Webhooks> = /*#__PURE__*/ lazy<Webhooks>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(WebhookMini)))
  })
)
