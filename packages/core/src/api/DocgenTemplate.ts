// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Docgen Template: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { type DocGenJob, DocGenJobs } from "./schemas/Docgen.ts"
import {
  type DocGenTag,
  DocGenTags,
  DocGenTemplate,
  DocGenTemplateBase,
  DocGenTemplates
} from "./schemas/DocgenTemplate.ts"
import type { FileReferenceInput } from "./schemas/Reference.ts"

export interface CreateDocgenTemplateV2025R0Input {
  readonly file: FileReferenceInput
}

/**
 * Creates a docgen template. `POST /docgen_templates`. Not retried if the outcome of an attempt is unknown. Fails
 * with `BoxBadRequest` (400), `BoxForbidden` (403) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/post-docgen-templates/
 * @category operations
 * @since 0.1.0
 */
export const createDocgenTemplateV2025R0: Operation.Operation<CreateDocgenTemplateV2025R0Input, DocGenTemplateBase> =
  /*#__PURE__*/ Operation.make({
    name: "DocgenTemplate.createDocgenTemplateV2025R0",
    method: "POST",
    path: "/docgen_templates",
    body: "json",
    version: "2025.0",
    output: () => DocGenTemplateBase
  })

export interface GetDocgenTemplatesV2025R0Input {
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists docgen templates. `GET /docgen_templates`, safe to repeat. Pages by marker. Fails with `BoxBadRequest`
 * (400) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-docgen-templates/
 * @category operations
 * @since 0.1.0
 */
export const getDocgenTemplatesV2025R0: Operation.PagedOperation<
  GetDocgenTemplatesV2025R0Input,
  DocGenTemplate,
  DocGenTemplates
> = /*#__PURE__*/ Operation.makePaged({
  name: "DocgenTemplate.getDocgenTemplatesV2025R0",
  method: "GET",
  path: "/docgen_templates",
  query: ["marker", "limit"],
  version: "2025.0",
  paging: "marker",
  output: () => DocGenTemplates
})

export interface DeleteDocgenTemplateByIdV2025R0Input {
  readonly template_id: string
}

/**
 * Deletes a docgen template by id. `DELETE /docgen_templates/{template_id}`, safe to repeat. Fails with
 * `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/delete-docgen-templates-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteDocgenTemplateByIdV2025R0: Operation.Operation<DeleteDocgenTemplateByIdV2025R0Input, void> =
  /*#__PURE__*/ Operation.make({
    name: "DocgenTemplate.deleteDocgenTemplateByIdV2025R0",
    method: "DELETE",
    path: "/docgen_templates/{template_id}",
    version: "2025.0"
  })

export interface GetDocgenTemplateByIdV2025R0Input {
  readonly template_id: string
}

/**
 * Gets a docgen template by id. `GET /docgen_templates/{template_id}`, safe to repeat. Fails with `BoxNotFound`
 * (404) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-docgen-templates-id/
 * @category operations
 * @since 0.1.0
 */
export const getDocgenTemplateByIdV2025R0: Operation.Operation<GetDocgenTemplateByIdV2025R0Input, DocGenTemplate> =
  /*#__PURE__*/ Operation.make({
    name: "DocgenTemplate.getDocgenTemplateByIdV2025R0",
    method: "GET",
    path: "/docgen_templates/{template_id}",
    version: "2025.0",
    output: () => DocGenTemplate
  })

export interface GetDocgenTemplateTagsV2025R0Input {
  readonly template_id: string
  readonly template_version_id?: string | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists the tags of a template. `GET /docgen_templates/{template_id}/tags`, safe to repeat. Pages by marker. Waits
 * until the result is ready (202). Fails with `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404)
 * among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-docgen-templates-id-tags/
 * @category operations
 * @since 0.1.0
 */
export const getDocgenTemplateTagsV2025R0: Operation.PagedOperation<
  GetDocgenTemplateTagsV2025R0Input,
  DocGenTag,
  DocGenTags
> = /*#__PURE__*/ Operation.makePaged({
  name: "DocgenTemplate.getDocgenTemplateTagsV2025R0",
  method: "GET",
  path: "/docgen_templates/{template_id}/tags",
  query: ["template_version_id", "marker", "limit"],
  version: "2025.0",
  pending: true,
  paging: "marker",
  output: () => DocGenTags
})

export interface GetDocgenTemplateJobByIdV2025R0Input {
  readonly template_id: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Gets a docgen template job by id. `GET /docgen_template_jobs/{template_id}`, safe to repeat. Pages by marker.
 * Fails with `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-docgen-template-jobs-id/
 * @category operations
 * @since 0.1.0
 */
export const getDocgenTemplateJobByIdV2025R0: Operation.PagedOperation<
  GetDocgenTemplateJobByIdV2025R0Input,
  DocGenJob,
  DocGenJobs
> = /*#__PURE__*/ Operation.makePaged({
  name: "DocgenTemplate.getDocgenTemplateJobByIdV2025R0",
  method: "GET",
  path: "/docgen_template_jobs/{template_id}",
  query: ["marker", "limit"],
  version: "2025.0",
  paging: "marker",
  output: () => DocGenJobs
})
