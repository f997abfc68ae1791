// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Groups: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { type Group, GroupFull, Groups } from "./schemas/Group.ts"

export interface GetGroupsInput {
  readonly filter_term?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The index of the first entry. Default `0`. */
  readonly offset?: number | undefined
}

/**
 * Lists groups. `GET /groups`, safe to repeat. Pages by offset.
 *
 * @see https://developer.box.com/reference/get-groups/
 * @category operations
 * @since 0.1.0
 */
export const getGroups: Operation.PagedFieldsOperation<GetGroupsInput, GroupFull, Group, Groups> =
  /*#__PURE__*/ Makers.makePagedWithFields({
    name: "Groups.getGroups",
    method: "GET",
    path: "/groups",
    query: ["fields", "filter_term", "limit", "offset"],
    paging: "offset",
    output: () => Groups
  })

export interface CreateGroupInput {
  readonly name: string
  /** Up to 255 characters. */
  readonly provenance?: string | undefined
  readonly external_sync_identifier?: string | undefined
  /** Up to 255 characters. */
  readonly description?: string | undefined
  readonly invitability_level?: "admins_only" | "admins_and_members" | "all_managed_users" | undefined
  readonly member_viewability_level?: "admins_only" | "admins_and_members" | "all_managed_users" | undefined
}

/**
 * Creates a group. `POST /groups`. Not retried if the outcome of an attempt is unknown. Fails with `BoxConflict`
 * (409) among others.
 *
 * @see https://developer.box.com/reference/post-groups/
 * @category operations
 * @since 0.1.0
 */
export const createGroup: Operation.FieldsOperation<CreateGroupInput, GroupFull, Group> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "Groups.createGroup",
    method: "POST",
    path: "/groups",
    query: ["fields"],
    body: "json",
    output: () => GroupFull
  })

export interface GetGroupByIdInput {
  readonly group_id: string
}

/**
 * Gets a group by id. `GET /groups/{group_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-groups-id/
 * @category operations
 * @since 0.1.0
 */
export const getGroupById: Operation.FieldsOperation<GetGroupByIdInput, GroupFull, Group> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "Groups.getGroupById",
    method: "GET",
    path: "/groups/{group_id}",
    query: ["fields"],
    output: () => GroupFull
  })

export interface UpdateGroupByIdInput {
  readonly group_id: string
  readonly name?: string | undefined
  /** Up to 255 characters. */
  readonly provenance?: string | undefined
  readonly external_sync_identifier?: string | undefined
  /** Up to 255 characters. */
  readonly description?: string | undefined
  readonly invitability_level?: "admins_only" | "admins_and_members" | "all_managed_users" | undefined
  readonly member_viewability_level?: "admins_only" | "admins_and_members" | "all_managed_users" | undefined
}

/**
 * Updates a group by id. `PUT /groups/{group_id}`, safe to repeat. Fails with `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/put-groups-id/
 * @category operations
 * @since 0.1.0
 */
export const updateGroupById: Operation.FieldsOperation<UpdateGroupByIdInput, GroupFull, Group> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "Groups.updateGroupById",
    method: "PUT",
    path: "/groups/{group_id}",
    query: ["fields"],
    body: "json",
    output: () => GroupFull
  })

export interface DeleteGroupByIdInput {
  readonly group_id: string
}

/**
 * Deletes a group by id. `DELETE /groups/{group_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-groups-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteGroupById: Operation.Operation<DeleteGroupByIdInput, void> = /*#__PURE__*/ Operation.make({
  name: "Groups.deleteGroupById",
  method: "DELETE",
  path: "/groups/{group_id}"
})
