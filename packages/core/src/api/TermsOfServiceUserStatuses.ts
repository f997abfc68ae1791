// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Terms Of Service User Statuses: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { TermsOfServiceUserStatus, TermsOfServiceUserStatuses } from "./schemas/TermsOfServiceUserStatuses.ts"

export interface GetTermsOfServiceUserStatusesInput {
  readonly tos_id: string
  readonly user_id?: string | undefined
}

/**
 * Lists terms of service user statuses. `GET /terms_of_service_user_statuses`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-terms-of-service-user-statuses/
 * @category operations
 * @since 0.1.0
 */
export const getTermsOfServiceUserStatuses: Operation.Operation<
  GetTermsOfServiceUserStatusesInput,
  TermsOfServiceUserStatuses
> = /*#__PURE__*/ Operation.make({
  name: "TermsOfServiceUserStatuses.getTermsOfServiceUserStatuses",
  method: "GET",
  path: "/terms_of_service_user_statuses",
  query: ["tos_id", "user_id"],
  output: () => TermsOfServiceUserStatuses
})

export interface CreateTermsOfServiceStatusForUserInput {
  readonly tos: {
    readonly type: "terms_of_service"
    readonly id: string
  }
  readonly user: {
    readonly type: "user"
    readonly id: string
  }
  readonly is_accepted: boolean
}

/**
 * Records whether a user has accepted terms of service. `POST /terms_of_service_user_statuses`. Not retried if the
 * outcome of an attempt is unknown.
 *
 * @see https://developer.box.com/reference/post-terms-of-service-user-statuses/
 * @category operations
 * @since 0.1.0
 */
export const createTermsOfServiceStatusForUser: Operation.Operation<
  CreateTermsOfServiceStatusForUserInput,
  TermsOfServiceUserStatus
> = /*#__PURE__*/ Operation.make({
  name: "TermsOfServiceUserStatuses.createTermsOfServiceStatusForUser",
  method: "POST",
  path: "/terms_of_service_user_statuses",
  body: "json",
  output: () => TermsOfServiceUserStatus
})

export interface UpdateTermsOfServiceStatusForUserByIdInput {
  readonly terms_of_service_user_status_id: string
  readonly is_accepted: boolean
}

/**
 * Updates a terms of service status for a user by id. `PUT
 * /terms_of_service_user_statuses/{terms_of_service_user_status_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/put-terms-of-service-user-statuses-id/
 * @category operations
 * @since 0.1.0
 */
export const updateTermsOfServiceStatusForUserById: Operation.Operation<
  UpdateTermsOfServiceStatusForUserByIdInput,
  TermsOfServiceUserStatus
> = /*#__PURE__*/ Operation.make({
  name: "TermsOfServiceUserStatuses.updateTermsOfServiceStatusForUserById",
  method: "PUT",
  path: "/terms_of_service_user_statuses/{terms_of_service_user_status_id}",
  body: "json",
  output: () => TermsOfServiceUserStatus
})
