// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Metadata Templates: operations of Box's API. */
import type * as Schema from "effect/Schema"
import * as Operation from "../operation/Operation.ts"
import { MetadataTemplate, MetadataTemplates } from "./schemas/MetadataTemplates.ts"

export interface GetMetadataTemplatesByInstanceIdInput {
  /** A UUID. */
  readonly metadata_instance_id: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists metadata templates by instance id. `GET /metadata_templates`, safe to repeat. Pages by marker. Fails with
 * `BoxBadRequest` (400) among others.
 *
 * @see https://developer.box.com/reference/get-metadata-templates/
 * @category operations
 * @since 0.1.0
 */
export const getMetadataTemplatesByInstanceId: Operation.PagedOperation<
  GetMetadataTemplatesByInstanceIdInput,
  MetadataTemplate,
  MetadataTemplates
> = /*#__PURE__*/ Operation.makePaged({
  name: "MetadataTemplates.getMetadataTemplatesByInstanceId",
  method: "GET",
  path: "/metadata_templates",
  query: ["metadata_instance_id", "marker", "limit"],
  paging: "marker",
  output: () => MetadataTemplates
})

export interface GetMetadataTemplateInput {
  readonly scope: "global" | "enterprise" | `enterprise_${string}`
  readonly template_key: string
}

/**
 * Gets a metadata template. `GET /metadata_templates/{scope}/{template_key}/schema`, safe to repeat. Fails with
 * `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-metadata-templates-id-id-schema/
 * @category operations
 * @since 0.1.0
 */
export const getMetadataTemplate: Operation.Operation<GetMetadataTemplateInput, MetadataTemplate> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataTemplates.getMetadataTemplate",
    method: "GET",
    path: "/metadata_templates/{scope}/{template_key}/schema",
    output: () => MetadataTemplate
  })

export interface UpdateMetadataTemplateInput {
  readonly scope: "global" | "enterprise" | `enterprise_${string}`
  readonly template_key: string
  /** The whole body. */
  readonly body: ReadonlyArray<{
    readonly op:
      | "editTemplate"
      | "addField"
      | "reorderFields"
      | "addEnumOption"
      | "reorderEnumOptions"
      | "reorderMultiSelectOptions"
      | "addMultiSelectOption"
      | "editField"
      | "removeField"
      | "editEnumOption"
      | "removeEnumOption"
      | "editMultiSelectOption"
      | "removeMultiSelectOption"
    readonly data?: Readonly<Record<string, Schema.Json>> | undefined
    readonly fieldKey?: string | undefined
    readonly fieldKeys?: ReadonlyArray<string> | undefined
    readonly enumOptionKey?: string | undefined
    readonly enumOptionKeys?: ReadonlyArray<string> | undefined
    readonly multiSelectOptionKey?: string | undefined
    readonly multiSelectOptionKeys?: ReadonlyArray<string> | undefined
  }>
}

/**
 * Updates a metadata template. `PUT /metadata_templates/{scope}/{template_key}/schema`, safe to repeat. Fails with
 * `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/put-metadata-templates-id-id-schema/
 * @category operations
 * @since 0.1.0
 */
export const updateMetadataTemplate: Operation.Operation<UpdateMetadataTemplateInput, MetadataTemplate> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataTemplates.updateMetadataTemplate",
    method: "PUT",
    path: "/metadata_templates/{scope}/{template_key}/schema",
    body: "patch",
    output: () => MetadataTemplate
  })

export interface DeleteMetadataTemplateInput {
  readonly scope: "global" | "enterprise" | `enterprise_${string}`
  readonly template_key: string
}

/**
 * Deletes a metadata template. `DELETE /metadata_templates/{scope}/{template_key}/schema`, safe to repeat. Fails
 * with `BoxBadRequest` (400), `BoxForbidden` (403) among others.
 *
 * @see https://developer.box.com/reference/delete-metadata-templates-id-id-schema/
 * @category operations
 * @since 0.1.0
 */
export const deleteMetadataTemplate: Operation.Operation<DeleteMetadataTemplateInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataTemplates.deleteMetadataTemplate",
    method: "DELETE",
    path: "/metadata_templates/{scope}/{template_key}/schema"
  })

export interface GetMetadataTemplateByIdInput {
  readonly template_id: string
}

/**
 * Gets a metadata template by id. `GET /metadata_templates/{template_id}`, safe to repeat. Fails with
 * `BoxBadRequest` (400) among others.
 *
 * @see https://developer.box.com/reference/get-metadata-templates-id/
 * @category operations
 * @since 0.1.0
 */
export const getMetadataTemplateById: Operation.Operation<GetMetadataTemplateByIdInput, MetadataTemplate> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataTemplates.getMetadataTemplateById",
    method: "GET",
    path: "/metadata_templates/{template_id}",
    output: () => MetadataTemplate
  })

export interface GetGlobalMetadataTemplatesInput {
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists global metadata templates. `GET /metadata_templates/global`, safe to repeat. Pages by marker. Fails with
 * `BoxBadRequest` (400) among others.
 *
 * @see https://developer.box.com/reference/get-metadata-templates-global/
 * @category operations
 * @since 0.1.0
 */
export const getGlobalMetadataTemplates: Operation.PagedOperation<
  GetGlobalMetadataTemplatesInput,
  MetadataTemplate,
  MetadataTemplates
> = /*#__PURE__*/ Operation.makePaged({
  name: "MetadataTemplates.getGlobalMetadataTemplates",
  method: "GET",
  path: "/metadata_templates/global",
  query: ["marker", "limit"],
  paging: "marker",
  output: () => MetadataTemplates
})

export interface GetEnterpriseMetadataTemplatesInput {
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists enterprise metadata templates. `GET /metadata_templates/enterprise`, safe to repeat. Pages by marker.
 * Fails with `BoxBadRequest` (400) among others.
 *
 * @see https://developer.box.com/reference/get-metadata-templates-enterprise/
 * @category operations
 * @since 0.1.0
 */
export const getEnterpriseMetadataTemplates: Operation.PagedOperation<
  GetEnterpriseMetadataTemplatesInput,
  MetadataTemplate,
  MetadataTemplates
> = /*#__PURE__*/ Operation.makePaged({
  name: "MetadataTemplates.getEnterpriseMetadataTemplates",
  method: "GET",
  path: "/metadata_templates/enterprise",
  query: ["marker", "limit"],
  paging: "marker",
  output: () => MetadataTemplates
})

export interface CreateMetadataTemplateInput {
  readonly scope: string
  /** Up to 64 characters. */
  readonly templateKey?: string | undefined
  /** Up to 4,096 characters. */
  readonly displayName: string
  /** Default `false`. */
  readonly hidden?: boolean | undefined
  readonly fields?:
    | ReadonlyArray<{
        readonly type: "string" | "float" | "date" | "enum" | "multiSelect" | "taxonomy"
        /** Up to 256 characters. */
        readonly key: string
        /** Up to 4,096 characters. */
        readonly displayName: string
        /** Up to 4,096 characters. */
        readonly description?: string | undefined
        readonly hidden?: boolean | undefined
        readonly options?:
          | ReadonlyArray<{
              readonly key: string
            }>
          | undefined
        readonly taxonomyKey?: string | undefined
        readonly taxonomyId?: string | undefined
        readonly namespace?: string | undefined
        readonly optionsRules?:
          | {
              readonly multiSelect?: boolean | undefined
              readonly selectableLevels?: ReadonlyArray<number> | undefined
            }
          | undefined
      }>
    | undefined
  /** Default `false`. */
  readonly copyInstanceOnItemCopy?: boolean | undefined
}

/**
 * Creates a metadata template. `POST /metadata_templates/schema`. Not retried if the outcome of an attempt is
 * unknown. Fails with `BoxBadRequest` (400), `BoxForbidden` (403) among others. For admins.
 *
 * @see https://developer.box.com/reference/post-metadata-templates-schema/
 * @category operations
 * @since 0.1.0
 */
export const createMetadataTemplate: Operation.Operation<CreateMetadataTemplateInput, MetadataTemplate> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataTemplates.createMetadataTemplate",
    method: "POST",
    path: "/metadata_templates/schema",
    body: "json",
    output: () => MetadataTemplate
  })
