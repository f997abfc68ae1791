// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Sign Templates: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { SignTemplate, SignTemplates } from "./schemas/SignTemplates.ts"

export interface GetSignTemplatesInput {
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists sign templates. `GET /sign_templates`, safe to repeat. Pages by marker.
 *
 * @see https://developer.box.com/reference/get-sign-templates/
 * @category operations
 * @since 0.1.0
 */
export const getSignTemplates: Operation.PagedOperation<GetSignTemplatesInput, SignTemplate, SignTemplates> =
  /*#__PURE__*/ Operation.makePaged({
    name: "SignTemplates.getSignTemplates",
    method: "GET",
    path: "/sign_templates",
    query: ["marker", "limit"],
    paging: "marker",
    output: () => SignTemplates
  })

export interface GetSignTemplateByIdInput {
  readonly template_id: string
}

/**
 * Gets a sign template by id. `GET /sign_templates/{template_id}`, safe to repeat. Fails with `BoxNotFound` (404)
 * among others.
 *
 * @see https://developer.box.com/reference/get-sign-templates-id/
 * @category operations
 * @since 0.1.0
 */
export const getSignTemplateById: Operation.Operation<GetSignTemplateByIdInput, SignTemplate> =
  /*#__PURE__*/ Operation.make({
    name: "SignTemplates.getSignTemplateById",
    method: "GET",
    path: "/sign_templates/{template_id}",
    output: () => SignTemplate
  })
