// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Integration Mappings: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import {
  IntegrationMapping,
  type IntegrationMappingBoxItemSlack,
  type IntegrationMappingPartnerItemSlackInput,
  type IntegrationMappingPartnerItemTeamsCreateRequest,
  IntegrationMappings,
  type IntegrationMappingSlackOptionsInput,
  IntegrationMappingsTeams,
  IntegrationMappingTeams
} from "./schemas/IntegrationMappings.ts"
import type { FolderReferenceInput } from "./schemas/Reference.ts"

export interface GetSlackIntegrationMappingInput {
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  readonly partner_item_type?: "channel" | undefined
  readonly partner_item_id?: string | undefined
  readonly box_item_id?: string | undefined
  readonly box_item_type?: "folder" | undefined
  readonly is_manually_created?: boolean | undefined
}

/**
 * Gets a Slack integration mapping. `GET /integration_mappings/slack`, safe to repeat. Pages by marker. Fails with
 * `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-integration-mappings-slack/
 * @category operations
 * @since 0.1.0
 */
export const getSlackIntegrationMapping: Operation.PagedOperation<
  GetSlackIntegrationMappingInput,
  IntegrationMapping,
  IntegrationMappings
> = /*#__PURE__*/ Operation.makePaged({
  name: "IntegrationMappings.getSlackIntegrationMapping",
  method: "GET",
  path: "/integration_mappings/slack",
  query: [
    "marker",
    "limit",
    "partner_item_type",
    "partner_item_id",
    "box_item_id",
    "box_item_type",
    "is_manually_created"
  ],
  paging: "marker",
  output: () => IntegrationMappings
})

export interface CreateSlackIntegrationMappingInput {
  readonly partner_item: IntegrationMappingPartnerItemSlackInput
  readonly box_item: IntegrationMappingBoxItemSlack
  readonly options?: IntegrationMappingSlackOptionsInput | undefined
}

/**
 * Creates a Slack integration mapping. `POST /integration_mappings/slack`. Not retried if the outcome of an
 * attempt is unknown. Fails with `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/post-integration-mappings-slack/
 * @category operations
 * @since 0.1.0
 */
export const createSlackIntegrationMapping: Operation.Operation<
  CreateSlackIntegrationMappingInput,
  IntegrationMapping
> = /*#__PURE__*/ Operation.make({
  name: "IntegrationMappings.createSlackIntegrationMapping",
  method: "POST",
  path: "/integration_mappings/slack",
  body: "json",
  output: () => IntegrationMapping
})

export interface UpdateSlackIntegrationMappingByIdInput {
  readonly integration_mapping_id: string
  readonly box_item?: IntegrationMappingBoxItemSlack | undefined
  readonly options?: IntegrationMappingSlackOptionsInput | undefined
}

/**
 * Updates a Slack integration mapping by id. `PUT /integration_mappings/slack/{integration_mapping_id}`, safe to
 * repeat. Fails with `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/put-integration-mappings-slack-id/
 * @category operations
 * @since 0.1.0
 */
export const updateSlackIntegrationMappingById: Operation.Operation<
  UpdateSlackIntegrationMappingByIdInput,
  IntegrationMapping
> = /*#__PURE__*/ Operation.make({
  name: "IntegrationMappings.updateSlackIntegrationMappingById",
  method: "PUT",
  path: "/integration_mappings/slack/{integration_mapping_id}",
  body: "json",
  output: () => IntegrationMapping
})

export interface DeleteSlackIntegrationMappingByIdInput {
  readonly integration_mapping_id: string
}

/**
 * Deletes a Slack integration mapping by id. `DELETE /integration_mappings/slack/{integration_mapping_id}`, safe
 * to repeat. Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-integration-mappings-slack-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteSlackIntegrationMappingById: Operation.Operation<DeleteSlackIntegrationMappingByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "IntegrationMappings.deleteSlackIntegrationMappingById",
    method: "DELETE",
    path: "/integration_mappings/slack/{integration_mapping_id}"
  })

export interface GetTeamsIntegrationMappingInput {
  readonly partner_item_type?: "channel" | "team" | undefined
  readonly partner_item_id?: string | undefined
  readonly box_item_id?: string | undefined
  readonly box_item_type?: "folder" | undefined
}

/**
 * Gets a Teams integration mapping. `GET /integration_mappings/teams`, safe to repeat. Fails with `BoxBadRequest`
 * (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-integration-mappings-teams/
 * @category operations
 * @since 0.1.0
 */
export const getTeamsIntegrationMapping: Operation.Operation<
  GetTeamsIntegrationMappingInput,
  IntegrationMappingsTeams
> = /*#__PURE__*/ Operation.make({
  name: "IntegrationMappings.getTeamsIntegrationMapping",
  method: "GET",
  path: "/integration_mappings/teams",
  query: ["partner_item_type", "partner_item_id", "box_item_id", "box_item_type"],
  output: () => IntegrationMappingsTeams
})

export interface CreateTeamsIntegrationMappingInput {
  readonly partner_item: IntegrationMappingPartnerItemTeamsCreateRequest
  readonly box_item: FolderReferenceInput
}

/**
 * Creates a Teams integration mapping. `POST /integration_mappings/teams`. Not retried if the outcome of an
 * attempt is unknown. Fails with `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/post-integration-mappings-teams/
 * @category operations
 * @since 0.1.0
 */
export const createTeamsIntegrationMapping: Operation.Operation<
  CreateTeamsIntegrationMappingInput,
  IntegrationMappingTeams
> = /*#__PURE__*/ Operation.make({
  name: "IntegrationMappings.createTeamsIntegrationMapping",
  method: "POST",
  path: "/integration_mappings/teams",
  body: "json",
  output: () => IntegrationMappingTeams
})

export interface UpdateTeamsIntegrationMappingByIdInput {
  readonly integration_mapping_id: string
  readonly box_item?: FolderReferenceInput | undefined
}

/**
 * Updates a Teams integration mapping by id. `PUT /integration_mappings/teams/{integration_mapping_id}`, safe to
 * repeat. Fails with `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/put-integration-mappings-teams-id/
 * @category operations
 * @since 0.1.0
 */
export const updateTeamsIntegrationMappingById: Operation.Operation<
  UpdateTeamsIntegrationMappingByIdInput,
  IntegrationMappingTeams
> = /*#__PURE__*/ Operation.make({
  name: "IntegrationMappings.updateTeamsIntegrationMappingById",
  method: "PUT",
  path: "/integration_mappings/teams/{integration_mapping_id}",
  body: "json",
  output: () => IntegrationMappingTeams
})

export interface DeleteTeamsIntegrationMappingByIdInput {
  readonly integration_mapping_id: string
}

/**
 * Deletes a Teams integration mapping by id. `DELETE /integration_mappings/teams/{integration_mapping_id}`, safe
 * to repeat. Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-integration-mappings-teams-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteTeamsIntegrationMappingById: Operation.Operation<DeleteTeamsIntegrationMappingByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "IntegrationMappings.deleteTeamsIntegrationMappingById",
    method: "DELETE",
    path: "/integration_mappings/teams/{integration_mapping_id}"
  })
