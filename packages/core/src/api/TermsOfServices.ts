// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Terms Of Services: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { TermsOfService, TermsOfServices } from "./schemas/TermsOfServices.ts"

export interface GetTermsOfServiceInput {
  readonly tos_type?: "external" | "managed" | undefined
}

/**
 * Lists the terms of service of an enterprise. `GET /terms_of_services`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-terms-of-services/
 * @category operations
 * @since 0.1.0
 */
export const getTermsOfService: Operation.Operation<GetTermsOfServiceInput, TermsOfServices> =
  /*#__PURE__*/ Operation.make({
    name: "TermsOfServices.getTermsOfService",
    method: "GET",
    path: "/terms_of_services",
    query: ["tos_type"],
    output: () => TermsOfServices
  })

export interface CreateTermsOfServiceInput {
  readonly status: "enabled" | "disabled"
  readonly tos_type?: "external" | "managed" | undefined
  readonly text: string
}

/**
 * Sets terms of service for an enterprise. `POST /terms_of_services`. Not retried if the outcome of an attempt is
 * unknown.
 *
 * @see https://developer.box.com/reference/post-terms-of-services/
 * @category operations
 * @since 0.1.0
 */
export const createTermsOfService: Operation.Operation<CreateTermsOfServiceInput, TermsOfService> =
  /*#__PURE__*/ Operation.make({
    name: "TermsOfServices.createTermsOfService",
    method: "POST",
    path: "/terms_of_services",
    body: "json",
    output: () => TermsOfService
  })

export interface GetTermsOfServiceByIdInput {
  readonly terms_of_service_id: string
}

/**
 * Gets terms of service by id. `GET /terms_of_services/{terms_of_service_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-terms-of-services-id/
 * @category operations
 * @since 0.1.0
 */
export const getTermsOfServiceById: Operation.Operation<GetTermsOfServiceByIdInput, TermsOfService> =
  /*#__PURE__*/ Operation.make({
    name: "TermsOfServices.getTermsOfServiceById",
    method: "GET",
    path: "/terms_of_services/{terms_of_service_id}",
    output: () => TermsOfService
  })

export interface UpdateTermsOfServiceByIdInput {
  readonly terms_of_service_id: string
  readonly status: "enabled" | "disabled"
  readonly text: string
}

/**
 * Changes terms of service by id. `PUT /terms_of_services/{terms_of_service_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/put-terms-of-services-id/
 * @category operations
 * @since 0.1.0
 */
export const updateTermsOfServiceById: Operation.Operation<UpdateTermsOfServiceByIdInput, TermsOfService> =
  /*#__PURE__*/ Operation.make({
    name: "TermsOfServices.updateTermsOfServiceById",
    method: "PUT",
    path: "/terms_of_services/{terms_of_service_id}",
    body: "json",
    output: () => TermsOfService
  })
