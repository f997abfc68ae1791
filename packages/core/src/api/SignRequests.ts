// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Sign Requests: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import type { FileBaseInput, FolderMiniInput } from "./schemas/Item.ts"
import {
  SignRequest,
  type SignRequestCreateSignerInput,
  type SignRequestPrefillTagInput,
  SignRequests
} from "./schemas/SignRequests.ts"

export interface CancelSignRequestInput {
  readonly sign_request_id: string
  readonly reason?: string | undefined
}

/**
 * Cancels a sign request. `POST /sign_requests/{sign_request_id}/cancel`. Not retried if the outcome of an attempt
 * is unknown. Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/post-sign-requests-id-cancel/
 * @category operations
 * @since 0.1.0
 */
export const cancelSignRequest: Operation.Operation<CancelSignRequestInput, SignRequest> = /*#__PURE__*/ Operation.make(
  {
    name: "SignRequests.cancelSignRequest",
    method: "POST",
    path: "/sign_requests/{sign_request_id}/cancel",
    body: "json",
    output: () => SignRequest
  }
)

export interface ResendSignRequestInput {
  readonly sign_request_id: string
}

/**
 * Resends a sign request. `POST /sign_requests/{sign_request_id}/resend`. Not retried if the outcome of an attempt
 * is unknown. Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/post-sign-requests-id-resend/
 * @category operations
 * @since 0.1.0
 */
export const resendSignRequest: Operation.Operation<ResendSignRequestInput, void> = /*#__PURE__*/ Operation.make({
  name: "SignRequests.resendSignRequest",
  method: "POST",
  path: "/sign_requests/{sign_request_id}/resend"
})

export interface GetSignRequestByIdInput {
  readonly sign_request_id: string
}

/**
 * Gets a sign request by id. `GET /sign_requests/{sign_request_id}`, safe to repeat. Fails with `BoxNotFound`
 * (404) among others.
 *
 * @see https://developer.box.com/reference/get-sign-requests-id/
 * @category operations
 * @since 0.1.0
 */
export const getSignRequestById: Operation.Operation<GetSignRequestByIdInput, SignRequest> =
  /*#__PURE__*/ Operation.make({
    name: "SignRequests.getSignRequestById",
    method: "GET",
    path: "/sign_requests/{sign_request_id}",
    output: () => SignRequest
  })

export interface GetSignRequestsInput {
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  readonly senders?: ReadonlyArray<string> | undefined
  /** Default `false`. */
  readonly shared_requests?: boolean | undefined
}

/**
 * Lists sign requests. `GET /sign_requests`, safe to repeat. Pages by marker.
 *
 * @see https://developer.box.com/reference/get-sign-requests/
 * @category operations
 * @since 0.1.0
 */
export const getSignRequests: Operation.PagedOperation<GetSignRequestsInput, SignRequest, SignRequests> =
  /*#__PURE__*/ Operation.makePaged({
    name: "SignRequests.getSignRequests",
    method: "GET",
    path: "/sign_requests",
    query: ["marker", "limit", "senders", "shared_requests"],
    paging: "marker",
    output: () => SignRequests
  })

export interface CreateSignRequestInput {
  readonly is_document_preparation_needed?: boolean | undefined
  readonly redirect_url?: string | null | undefined
  readonly declined_redirect_url?: string | null | undefined
  /** Default `true`. */
  readonly are_text_signatures_enabled?: boolean | undefined
  readonly email_subject?: string | null | undefined
  readonly email_message?: string | null | undefined
  readonly are_reminders_enabled?: boolean | undefined
  readonly name?: string | undefined
  readonly prefill_tags?: ReadonlyArray<SignRequestPrefillTagInput> | undefined
  /** Up to 730. */
  readonly days_valid?: number | null | undefined
  readonly external_id?: string | null | undefined
  readonly template_id?: string | null | undefined
  readonly external_system_name?: string | null | undefined
  readonly request_flow?: string | null | undefined
  /** Up to 10 entries. */
  readonly source_files?: ReadonlyArray<FileBaseInput> | null | undefined
  readonly signature_color?: "blue" | "black" | "red" | null | undefined
  readonly signers: ReadonlyArray<SignRequestCreateSignerInput>
  readonly parent_folder?: FolderMiniInput | undefined
}

/**
 * Creates a sign request. `POST /sign_requests`. Not retried if the outcome of an attempt is unknown.
 *
 * @see https://developer.box.com/reference/post-sign-requests/
 * @category operations
 * @since 0.1.0
 */
export const createSignRequest: Operation.Operation<CreateSignRequestInput, SignRequest> = /*#__PURE__*/ Operation.make(
  {
    name: "SignRequests.createSignRequest",
    method: "POST",
    path: "/sign_requests",
    body: "json",
    output: () => SignRequest
  }
)
