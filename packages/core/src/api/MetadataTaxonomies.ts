// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Metadata Taxonomies: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import {
  MetadataTaxonomies,
  MetadataTaxonomy,
  MetadataTaxonomyLevel,
  type MetadataTaxonomyLevelInput,
  MetadataTaxonomyLevels,
  MetadataTaxonomyNode,
  MetadataTaxonomyNodes
} from "./schemas/MetadataTaxonomies.ts"

export interface CreateMetadataTaxonomyInput {
  /** Up to 256 characters. */
  readonly key?: string | undefined
  /** Up to 4,096 characters. */
  readonly displayName: string
  /** Up to 4,096 characters. */
  readonly namespace: string
}

/**
 * Creates a metadata taxonomy. `POST /metadata_taxonomies`. Not retried if the outcome of an attempt is unknown.
 * Fails with `BoxBadRequest` (400), `BoxForbidden` (403) among others. For admins.
 *
 * @see https://developer.box.com/reference/post-metadata-taxonomies/
 * @category operations
 * @since 0.1.0
 */
export const createMetadataTaxonomy: Operation.Operation<CreateMetadataTaxonomyInput, MetadataTaxonomy> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataTaxonomies.createMetadataTaxonomy",
    method: "POST",
    path: "/metadata_taxonomies",
    body: "json",
    output: () => MetadataTaxonomy
  })

export interface GetMetadataTaxonomiesInput {
  readonly namespace: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists metadata taxonomies. `GET /metadata_taxonomies/{namespace}`, safe to repeat. Pages by marker. Fails with
 * `BoxBadRequest` (400) among others.
 *
 * @see https://developer.box.com/reference/get-metadata-taxonomies-id/
 * @category operations
 * @since 0.1.0
 */
export const getMetadataTaxonomies: Operation.PagedOperation<
  GetMetadataTaxonomiesInput,
  MetadataTaxonomy,
  MetadataTaxonomies
> = /*#__PURE__*/ Operation.makePaged({
  name: "MetadataTaxonomies.getMetadataTaxonomies",
  method: "GET",
  path: "/metadata_taxonomies/{namespace}",
  query: ["marker", "limit"],
  paging: "marker",
  output: () => MetadataTaxonomies
})

export interface GetMetadataTaxonomyByKeyInput {
  readonly namespace: string
  readonly taxonomy_key: string
}

/**
 * Gets a metadata taxonomy by key. `GET /metadata_taxonomies/{namespace}/{taxonomy_key}`, safe to repeat. Fails
 * with `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-metadata-taxonomies-id-id/
 * @category operations
 * @since 0.1.0
 */
export const getMetadataTaxonomyByKey: Operation.Operation<GetMetadataTaxonomyByKeyInput, MetadataTaxonomy> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataTaxonomies.getMetadataTaxonomyByKey",
    method: "GET",
    path: "/metadata_taxonomies/{namespace}/{taxonomy_key}",
    output: () => MetadataTaxonomy
  })

export interface UpdateMetadataTaxonomyInput {
  readonly namespace: string
  readonly taxonomy_key: string
  /** Up to 4,096 characters. */
  readonly displayName: string
}

/**
 * Updates a metadata taxonomy. `PATCH /metadata_taxonomies/{namespace}/{taxonomy_key}`. Not retried if the outcome
 * of an attempt is unknown. Fails with `BoxBadRequest` (400), `BoxForbidden` (403) among others. For admins.
 *
 * @see https://developer.box.com/reference/patch-metadata-taxonomies-id-id/
 * @category operations
 * @since 0.1.0
 */
export const updateMetadataTaxonomy: Operation.Operation<UpdateMetadataTaxonomyInput, MetadataTaxonomy> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataTaxonomies.updateMetadataTaxonomy",
    method: "PATCH",
    path: "/metadata_taxonomies/{namespace}/{taxonomy_key}",
    body: "json",
    output: () => MetadataTaxonomy
  })

export interface DeleteMetadataTaxonomyInput {
  readonly namespace: string
  readonly taxonomy_key: string
}

/**
 * Deletes a metadata taxonomy. `DELETE /metadata_taxonomies/{namespace}/{taxonomy_key}`, safe to repeat. Fails
 * with `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404) among others. For admins.
 *
 * @see https://developer.box.com/reference/delete-metadata-taxonomies-id-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteMetadataTaxonomy: Operation.Operation<DeleteMetadataTaxonomyInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataTaxonomies.deleteMetadataTaxonomy",
    method: "DELETE",
    path: "/metadata_taxonomies/{namespace}/{taxonomy_key}"
  })

export interface CreateMetadataTaxonomyLevelInput {
  readonly namespace: string
  readonly taxonomy_key: string
  /** The whole body. */
  readonly body: ReadonlyArray<MetadataTaxonomyLevelInput>
}

/**
 * Creates a metadata taxonomy level. `POST /metadata_taxonomies/{namespace}/{taxonomy_key}/levels`. Not retried if
 * the outcome of an attempt is unknown. Fails with `BoxBadRequest` (400), `BoxForbidden` (403) among others. For
 * admins.
 *
 * @see https://developer.box.com/reference/post-metadata-taxonomies-id-id-levels/
 * @category operations
 * @since 0.1.0
 */
export const createMetadataTaxonomyLevel: Operation.Operation<
  CreateMetadataTaxonomyLevelInput,
  MetadataTaxonomyLevels
> = /*#__PURE__*/ Operation.make({
  name: "MetadataTaxonomies.createMetadataTaxonomyLevel",
  method: "POST",
  path: "/metadata_taxonomies/{namespace}/{taxonomy_key}/levels",
  body: "value",
  output: () => MetadataTaxonomyLevels
})

export interface UpdateMetadataTaxonomyLevelByIdInput {
  readonly namespace: string
  readonly taxonomy_key: string
  readonly level_index: number
  readonly displayName: string
  readonly description?: string | undefined
}

/**
 * Updates a metadata taxonomy level by id. `PATCH
 * /metadata_taxonomies/{namespace}/{taxonomy_key}/levels/{level_index}`. Not retried if the outcome of an attempt
 * is unknown. Fails with `BoxBadRequest` (400), `BoxForbidden` (403) among others. For admins.
 *
 * @see https://developer.box.com/reference/patch-metadata-taxonomies-id-id-levels-id/
 * @category operations
 * @since 0.1.0
 */
export const updateMetadataTaxonomyLevelById: Operation.Operation<
  UpdateMetadataTaxonomyLevelByIdInput,
  MetadataTaxonomyLevel
> = /*#__PURE__*/ Operation.make({
  name: "MetadataTaxonomies.updateMetadataTaxonomyLevelById",
  method: "PATCH",
  path: "/metadata_taxonomies/{namespace}/{taxonomy_key}/levels/{level_index}",
  integers: ["level_index"],
  body: "json",
  output: () => MetadataTaxonomyLevel
})

export interface AddMetadataTaxonomyLevelInput {
  readonly namespace: string
  readonly taxonomy_key: string
  readonly displayName: string
  readonly description?: string | undefined
}

/**
 * Adds a metadata taxonomy level. `POST /metadata_taxonomies/{namespace}/{taxonomy_key}/levels:append`. Not
 * retried if the outcome of an attempt is unknown. Fails with `BoxBadRequest` (400), `BoxForbidden` (403) among
 * others. For admins.
 *
 * @see https://developer.box.com/reference/post-metadata-taxonomies-id-id-levels:append/
 * @category operations
 * @since 0.1.0
 */
export const addMetadataTaxonomyLevel: Operation.Operation<AddMetadataTaxonomyLevelInput, MetadataTaxonomyLevels> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataTaxonomies.addMetadataTaxonomyLevel",
    method: "POST",
    path: "/metadata_taxonomies/{namespace}/{taxonomy_key}/levels:append",
    body: "json",
    output: () => MetadataTaxonomyLevels
  })

export interface DeleteMetadataTaxonomyLevelInput {
  readonly namespace: string
  readonly taxonomy_key: string
}

/**
 * Deletes a metadata taxonomy level. `POST /metadata_taxonomies/{namespace}/{taxonomy_key}/levels:trim`. Not
 * retried if the outcome of an attempt is unknown. Fails with `BoxBadRequest` (400), `BoxForbidden` (403) among
 * others. For admins.
 *
 * @see https://developer.box.com/reference/post-metadata-taxonomies-id-id-levels:trim/
 * @category operations
 * @since 0.1.0
 */
export const deleteMetadataTaxonomyLevel: Operation.Operation<
  DeleteMetadataTaxonomyLevelInput,
  MetadataTaxonomyLevels
> = /*#__PURE__*/ Operation.make({
  name: "MetadataTaxonomies.deleteMetadataTaxonomyLevel",
  method: "POST",
  path: "/metadata_taxonomies/{namespace}/{taxonomy_key}/levels:trim",
  output: () => MetadataTaxonomyLevels
})

export interface GetMetadataTaxonomyNodesInput {
  readonly namespace: string
  readonly taxonomy_key: string
  readonly level?: ReadonlyArray<number> | undefined
  readonly parent?: ReadonlyArray<string> | undefined
  readonly ancestor?: ReadonlyArray<string> | undefined
  readonly query?: string | undefined
  readonly include_total_result_count?: boolean | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists metadata taxonomy nodes. `GET /metadata_taxonomies/{namespace}/{taxonomy_key}/nodes`, safe to repeat.
 * Pages by marker. Fails with `BoxBadRequest` (400) among others.
 *
 * @see https://developer.box.com/reference/get-metadata-taxonomies-id-id-nodes/
 * @category operations
 * @since 0.1.0
 */
export const getMetadataTaxonomyNodes: Operation.PagedOperation<
  GetMetadataTaxonomyNodesInput,
  MetadataTaxonomyNode,
  MetadataTaxonomyNodes
> = /*#__PURE__*/ Operation.makePaged({
  name: "MetadataTaxonomies.getMetadataTaxonomyNodes",
  method: "GET",
  path: "/metadata_taxonomies/{namespace}/{taxonomy_key}/nodes",
  query: ["level", "parent", "ancestor", "query", "include-total-result-count", "marker", "limit"],
  paging: "marker",
  output: () => MetadataTaxonomyNodes
})

export interface CreateMetadataTaxonomyNodeInput {
  readonly namespace: string
  readonly taxonomy_key: string
  readonly displayName: string
  readonly level: number
  readonly parentId?: string | undefined
}

/**
 * Creates a metadata taxonomy node. `POST /metadata_taxonomies/{namespace}/{taxonomy_key}/nodes`. Not retried if
 * the outcome of an attempt is unknown. Fails with `BoxBadRequest` (400), `BoxForbidden` (403) among others. For
 * admins.
 *
 * @see https://developer.box.com/reference/post-metadata-taxonomies-id-id-nodes/
 * @category operations
 * @since 0.1.0
 */
export const createMetadataTaxonomyNode: Operation.Operation<CreateMetadataTaxonomyNodeInput, MetadataTaxonomyNode> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataTaxonomies.createMetadataTaxonomyNode",
    method: "POST",
    path: "/metadata_taxonomies/{namespace}/{taxonomy_key}/nodes",
    body: "json",
    output: () => MetadataTaxonomyNode
  })

export interface GetMetadataTaxonomyNodeByIdInput {
  readonly namespace: string
  readonly taxonomy_key: string
  readonly node_id: string
}

/**
 * Gets a metadata taxonomy node by id. `GET /metadata_taxonomies/{namespace}/{taxonomy_key}/nodes/{node_id}`, safe
 * to repeat. Fails with `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-metadata-taxonomies-id-id-nodes-id/
 * @category operations
 * @since 0.1.0
 */
export const getMetadataTaxonomyNodeById: Operation.Operation<GetMetadataTaxonomyNodeByIdInput, MetadataTaxonomyNode> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataTaxonomies.getMetadataTaxonomyNodeById",
    method: "GET",
    path: "/metadata_taxonomies/{namespace}/{taxonomy_key}/nodes/{node_id}",
    output: () => MetadataTaxonomyNode
  })

export interface UpdateMetadataTaxonomyNodeInput {
  readonly namespace: string
  readonly taxonomy_key: string
  readonly node_id: string
  readonly displayName?: string | undefined
}

/**
 * Updates a metadata taxonomy node. `PATCH /metadata_taxonomies/{namespace}/{taxonomy_key}/nodes/{node_id}`. Not
 * retried if the outcome of an attempt is unknown. Fails with `BoxBadRequest` (400), `BoxForbidden` (403) among
 * others. For admins.
 *
 * @see https://developer.box.com/reference/patch-metadata-taxonomies-id-id-nodes-id/
 * @category operations
 * @since 0.1.0
 */
export const updateMetadataTaxonomyNode: Operation.Operation<UpdateMetadataTaxonomyNodeInput, MetadataTaxonomyNode> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataTaxonomies.updateMetadataTaxonomyNode",
    method: "PATCH",
    path: "/metadata_taxonomies/{namespace}/{taxonomy_key}/nodes/{node_id}",
    body: "json",
    output: () => MetadataTaxonomyNode
  })

export interface DeleteMetadataTaxonomyNodeInput {
  readonly namespace: string
  readonly taxonomy_key: string
  readonly node_id: string
}

/**
 * Deletes a metadata taxonomy node. `DELETE /metadata_taxonomies/{namespace}/{taxonomy_key}/nodes/{node_id}`, safe
 * to repeat. Fails with `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404) among others. For admins.
 *
 * @see https://developer.box.com/reference/delete-metadata-taxonomies-id-id-nodes-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteMetadataTaxonomyNode: Operation.Operation<DeleteMetadataTaxonomyNodeInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "MetadataTaxonomies.deleteMetadataTaxonomyNode",
    method: "DELETE",
    path: "/metadata_taxonomies/{namespace}/{taxonomy_key}/nodes/{node_id}"
  })

export interface GetMetadataTemplateFieldOptionsInput {
  readonly namespace: string
  readonly template_key: string
  readonly field_key: string
  readonly level?: ReadonlyArray<number> | undefined
  readonly parent?: ReadonlyArray<string> | undefined
  readonly ancestor?: ReadonlyArray<string> | undefined
  readonly query?: string | undefined
  readonly include_total_result_count?: boolean | undefined
  readonly only_selectable_options?: boolean | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists metadata template field options. `GET
 * /metadata_templates/{namespace}/{template_key}/fields/{field_key}/options`, safe to repeat. Pages by marker.
 * Fails with `BoxBadRequest` (400) among others.
 *
 * @see https://developer.box.com/reference/get-metadata-templates-id-id-fields-id-options/
 * @category operations
 * @since 0.1.0
 */
export const getMetadataTemplateFieldOptions: Operation.PagedOperation<
  GetMetadataTemplateFieldOptionsInput,
  MetadataTaxonomyNode,
  MetadataTaxonomyNodes
> = /*#__PURE__*/ Operation.makePaged({
  name: "MetadataTaxonomies.getMetadataTemplateFieldOptions",
  method: "GET",
  path: "/metadata_templates/{namespace}/{template_key}/fields/{field_key}/options",
  query: [
    "level",
    "parent",
    "ancestor",
    "query",
    "include-total-result-count",
    "only-selectable-options",
    "marker",
    "limit"
  ],
  paging: "marker",
  output: () => MetadataTaxonomyNodes
})
