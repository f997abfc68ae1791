// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Addresses that Box calls when something happens. `WebhookPayload` is the body of such a call. */
import * as Operation from "../operation/Operation.ts"
import { Webhook, type WebhookMini, Webhooks } from "./schemas/Webhooks.ts"

export interface GetWebhooksInput {
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists webhooks. `GET /webhooks`, safe to repeat. Pages by marker. Fails with `BoxForbidden` (403) among others.
 *
 * @see https://developer.box.com/reference/get-webhooks/
 * @category operations
 * @since 0.1.0
 */
export const getWebhooks: Operation.PagedOperation<GetWebhooksInput, WebhookMini, Webhooks> =
  /*#__PURE__*/ Operation.makePaged({
    name: "Webhooks.getWebhooks",
    method: "GET",
    path: "/webhooks",
    query: ["marker", "limit"],
    paging: "marker",
    output: () => Webhooks
  })

export interface CreateWebhookInput {
  readonly target: {
    readonly id?: string | undefined
    readonly type?: "file" | "folder" | undefined
  }
  /** An `https` URL that Box calls. */
  readonly address: string
  readonly triggers: ReadonlyArray<
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
}

/**
 * Creates a webhook. `POST /webhooks`. Not retried if the outcome of an attempt is unknown. Fails with
 * `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-webhooks/
 * @category operations
 * @since 0.1.0
 */
export const createWebhook: Operation.Operation<CreateWebhookInput, Webhook> = /*#__PURE__*/ Operation.make({
  name: "Webhooks.createWebhook",
  method: "POST",
  path: "/webhooks",
  body: "json",
  output: () => Webhook
})

export interface GetWebhookByIdInput {
  readonly webhook_id: string
}

/**
 * Gets a webhook by id. `GET /webhooks/{webhook_id}`, safe to repeat. Fails with `BoxForbidden` (403),
 * `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-webhooks-id/
 * @category operations
 * @since 0.1.0
 */
export const getWebhookById: Operation.Operation<GetWebhookByIdInput, Webhook> = /*#__PURE__*/ Operation.make({
  name: "Webhooks.getWebhookById",
  method: "GET",
  path: "/webhooks/{webhook_id}",
  output: () => Webhook
})

export interface UpdateWebhookByIdInput {
  readonly webhook_id: string
  readonly target?:
    | {
        readonly id?: string | undefined
        readonly type?: "file" | "folder" | undefined
      }
    | undefined
  readonly address?: string | undefined
  readonly triggers?:
    | ReadonlyArray<
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
    | undefined
}

/**
 * Updates a webhook by id. `PUT /webhooks/{webhook_id}`, safe to repeat. Fails with `BoxBadRequest` (400),
 * `BoxForbidden` (403), `BoxNotFound` (404), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/put-webhooks-id/
 * @category operations
 * @since 0.1.0
 */
export const updateWebhookById: Operation.Operation<UpdateWebhookByIdInput, Webhook> = /*#__PURE__*/ Operation.make({
  name: "Webhooks.updateWebhookById",
  method: "PUT",
  path: "/webhooks/{webhook_id}",
  body: "json",
  output: () => Webhook
})

export interface DeleteWebhookByIdInput {
  readonly webhook_id: string
}

/**
 * Deletes a webhook by id. `DELETE /webhooks/{webhook_id}`, safe to repeat. Fails with `BoxForbidden` (403),
 * `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-webhooks-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteWebhookById: Operation.Operation<DeleteWebhookByIdInput, void> = /*#__PURE__*/ Operation.make({
  name: "Webhooks.deleteWebhookById",
  method: "DELETE",
  path: "/webhooks/{webhook_id}"
})
